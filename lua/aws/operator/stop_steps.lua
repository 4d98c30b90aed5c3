--- What ensure_stopped does next: by the status that a look shows, and by what has become of the last stop. Pure.
local stop_steps = {}

--- How far ensure_stopped has come.
---@class aws.StopProgress
---@field resend_after number seconds after which a stop whose fate is unknown is sent again
---@field max_refusals integer so many refusals of a replication that stays running are believed
---@field sent integer stops
---@field outcome aws.WriteOutcome|"none" of the last one
---@field sent_at? number of the `clock`, of the last one
---@field phase? string in which the last one was sent
---@field refusals integer in a row in that phase

---@alias aws.StopStep
---| "return" there is nothing to stop, or no more
---| "wait"
---| "send" a stop
---| "give up" raise the last refusal

---@alias aws.StopKind "rest"|"moving"|"running"|"starting"|"missing"|"unknown"

--- Statuses as they have been seen on AWS.
---@type table<string, aws.StopKind>
local kinds = {
  stopped = "rest",
  created = "rest",
  failed = "rest",
  ready = "rest",
  deleting = "rest",
  stopping = "moving",
  modifying = "moving",
  running = "running",
  initializing = "starting",
  preparing_metadata_resources = "starting",
  testing_connection = "starting",
  fetching_metadata = "starting",
  calculating_capacity = "starting",
  provisioning_capacity = "starting",
  replication_starting = "starting",
  missing = "missing",
}

--- What kind of status one is.
---@param status string
---@return aws.StopKind
function stop_steps.kind(status)
  return kinds[status] or "unknown"
end

--- What is refused in one phase of a start-up may be taken in the next. All statuses that nobody knows are one phase.
local function phase_of(status)
  return kinds[status] and status or "unknown"
end

local function after_a_while(progress, _, now)
  return now - progress.sent_at >= progress.resend_after and "send" or "wait"
end

local function until_believed(progress, status)
  local is_believed = progress.phase == phase_of(status) and progress.refusals >= progress.max_refusals
  return is_believed and "give up" or "send"
end

local function once_a_phase(progress, status)
  return progress.phase ~= phase_of(status) and "send" or "wait"
end

--- The next step by the kind of status and the outcome of the last stop.
local rows = {
  running = { none = "send", done = "wait", lost = after_a_while, again = "send", refused = until_believed },
  starting = { none = "send", done = "wait", lost = after_a_while, again = "send", refused = once_a_phase },
  unknown = { none = "send", done = "wait", lost = after_a_while, again = "send", refused = once_a_phase },
  moving = { none = "wait", done = "wait", lost = "wait", again = "wait", refused = "wait" },
  rest = { none = "return", done = "return", lost = "return", again = "return", refused = "return" },
  missing = { none = "return", done = "return", lost = "return", again = "return", refused = "return" },
}

--- A beginning.
---@param resend_after number seconds
---@param max_refusals integer
---@return aws.StopProgress
function stop_steps.new(resend_after, max_refusals)
  return {
    resend_after = resend_after, max_refusals = max_refusals, sent = 0, outcome = "none", sent_at = nil, phase = nil, refusals = 0,
  }
end

--- The next step.
---@param progress aws.StopProgress
---@param status string that a look shows; "missing" where there is nothing
---@param now number of the `clock`
---@return aws.StopStep
function stop_steps.next(progress, status, now)
  local step = rows[stop_steps.kind(status)][progress.outcome]
  return type(step) == "function" and step(progress, status, now) or step
end

--- Takes note of a stop.
---@param progress aws.StopProgress changed
---@param outcome aws.WriteOutcome
---@param status string that the look before it showed
---@param now number of the `clock`
function stop_steps.note(progress, outcome, status, now)
  local phase = phase_of(status)
  local in_a_row = progress.phase == phase and progress.refusals or 0
  progress.sent = progress.sent + 1
  progress.refusals = outcome == "refused" and in_a_row + 1 or 0
  progress.outcome, progress.sent_at, progress.phase = outcome, now, phase
end

--- What a dry run says.
local would = { rest = "nothing", missing = "nothing", moving = "wait" }

--- What would be done about a status.
---@param status string
---@return "stop"|"wait"|"nothing"
function stop_steps.would(status)
  return would[stop_steps.kind(status)] or "stop"
end

--- Ends that a stop of ours does not explain.
local other_ends = { failed = true, deleting = true, missing = true }

--- Whether it was us who changed the replication.
---@param sent integer stops
---@param applied "no"|"yes"|"unknown" whether they were carried out, by their answers
---@param status string at the end
---@param is_stopped_since boolean it was last stopped after the beginning
---@return "no"|"yes"|"unknown"
function stop_steps.changed(sent, applied, status, is_stopped_since)
  if sent == 0 then return "no" end
  if other_ends[status] then return applied == "yes" and "yes" or "unknown" end
  return applied == "unknown" and is_stopped_since and "yes" or applied
end

return stop_steps
