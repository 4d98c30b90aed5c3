--- One item of plan:run: its helper looks, writes where that is needed, and waits; then a line tells the outcome.
local ascii = require "aws.text.ascii"
local certainty = require "aws.errors.certainty"
local errors = require "aws.errors.typed"
local failures = require "aws.wait.failures"
local iterate = require "aws.language.iterate"
local run_report = require "aws.plan.run_report"

local run_item = {}

--- An item that is to be done.
---@class aws.RunEntry
---@field item aws.PlanItem
---@field result aws.PlanResult
---@field operation? string of the last write
---@field state? string seen last, as far as it is known before a write
---@field known? aws.ReportedItem what the report told of it

--- AWS's clock and ours may differ by so many seconds, unless the plan's options say otherwise.
local SKEW = 120

--- Bytes of the longest message that a line holds.
local LONGEST_MESSAGE = 2000

-- Lines ---------------------------------------------------------------------------------------------------------

local function line_of(run, entry, phase)
  local item = entry.item
  return {
    phase = phase, time = run.now(item), account = item.account, region = item.region,
    operation = entry.operation or run.kind.operation, resource = item.id,
  }
end

--- Notes a write that is about to leave. Whatever is in `sent` may have been carried out.
---@param run aws.PlanRun
---@param entry aws.RunEntry
---@param operation string
---@return boolean # false: it must not leave
---@return string? fault
function run_item.before_write(run, entry, operation)
  entry.operation = operation
  local line = line_of(run, entry, "sent")
  line.before = entry.state
  if run.file then
    local is_added, fault = run.file:add(line)
    if not is_added then return false, fault end
  end
  entry.result.sent = entry.result.sent + 1
  return true
end

--- Notes how a write ended.
---@param entry aws.RunEntry
---@param line aws.AuditLine
function run_item.after_write(entry, line)
  local result = entry.result
  result.request_id, result.attempts = line.request_id or result.request_id, result.attempts + (line.attempts or 0)
end

--- The first bytes of a message, whole characters of UTF-8.
local function shorten(message)
  if #message <= LONGEST_MESSAGE then return message end
  return (message:sub(1, LONGEST_MESSAGE):gsub("[\192-\255][\128-\191]*$", "")) .. "…"
end

local function error_of(raised)
  if raised == nil then return nil end
  local is_own = errors.is(raised)
  local message = is_own and raised.message or tostring(raised)
  return { type = is_own and raised.type or "error", message = ascii.one_line(shorten(message)) }
end

--- Writes the line of an item that has ended.
local function tell_outcome(run, entry)
  if not run.file then return end
  local line, result = line_of(run, entry, "outcome"), entry.result
  for _, name in ipairs({ "before", "after", "changed", "request_id", "attempts", "applied" }) do line[name] = result[name] end
  line.error = error_of(result.error)
  run.file:add(line)
end

-- Outcomes ------------------------------------------------------------------------------------------------------

--- Whether the resource was changed, be it by an earlier run's write, of which this run has seen what came of it.
local function changed_of(run, entry, value)
  local known = entry.known
  if value.changed ~= "no" or not (known and known.is_open) then return value.changed end
  local at, skew = run.kind.changed_at(value), run.helper_options.skew or SKEW
  return at and known.sent_at and at >= known.sent_at - skew and "yes" or "unknown"
end

local function outcome_of_value(run, entry, value)
  local before, after = run.kind.states(value)
  local changed = changed_of(run, entry, value)
  return { outcome = "done", before = before, after = after, changed = changed, applied = changed, value = value }
end

--- What is known of all writes, those of an earlier run that are still open among them.
local function applied_of(entry, raised)
  local own = errors.is(raised) and raised.applied or entry.result.sent > 0 and "unknown" or "no"
  return certainty.worse(own, entry.known and entry.known.is_open and "unknown" or "no")
end

local function outcome_of_error(entry, raised)
  local seen = errors.is(raised) and raised or {}
  local applied = applied_of(entry, raised)
  local first = seen.observed and seen.observed[1]
  return {
    outcome = applied == "unknown" and "unknown" or "failed", before = first and first.state, after = seen.state,
    changed = applied, applied = applied, error = raised,
    request_id = entry.result.request_id or seen.request_id,
  }
end

--- What Ctrl-C or an error elsewhere has cut off: where nothing was sent, nothing has begun.
local function outcome_of_cut(entry, raised)
  local fields = outcome_of_error(entry, raised)
  fields.outcome = fields.applied == "no" and "not started" or "unknown"
  return fields
end

--- Takes note of an item that has ended, and writes its line.
local function settle(run, entry, fields)
  run_report.settle(run.report, entry.result, fields)
  if fields.outcome ~= "not started" then tell_outcome(run, entry) end
end

-- The item ------------------------------------------------------------------------------------------------------

--- Calls the helper.
local function help(run, entry, is_dry)
  local options, on_poll = iterate.copy(run.helper_options), run.helper_options.on_poll
  options.dry_run = is_dry
  options.on_poll = function(info)
    entry.state = info.state
    if on_poll then return on_poll(info) end
  end
  return run.clients[entry.item.target].api[run.plan.action](entry.item.id, options)
end

--- Seconds in which an earlier run's write may still take effect. Another machine's clock makes them no more.
local function seconds_left(run, entry)
  local sent_at, most = entry.known and entry.known.sent_at, run.options.resend_after
  return sent_at and math.min(sent_at + most - run.now(entry.item), most) or 0
end

--- Waits where another write would come too soon after an earlier run's. A look shows whether one is needed.
local function wait_for_earlier(run, entry)
  if seconds_left(run, entry) <= 0 then return end
  local ok, look = pcall(help, run, entry, true)
  if not ok and not failures.is_tolerated(look) then error(look, 0) end
  if ok and not run.kind.would_write(look) then return end
  local seconds = seconds_left(run, entry)
  if seconds > 0 then run.sleep(entry.item, seconds) end
end

local function carry_out(run, entry)
  wait_for_earlier(run, entry)
  local value = help(run, entry, false)
  if not run.kind.is_open or not run.kind.is_open(value) then return value end
  local _, state = run.kind.states(value)
  errors.raise({
    type = "WaitTimeout", state = state,
    message = ("%s: %s is still %s, and the answer to the write was lost"):format(run.plan.action, entry.item.id, state),
    observed = value.observed, applied = "unknown", retryable = true,
  })
end

--- Does an item, unless the run is to start none any more.
---@param run aws.PlanRun
---@param entry aws.RunEntry
---Raises what ends the whole run: Ctrl-C, the end of a map around it.
function run_item.perform(run, entry)
  if run.may_not_start() then return end
  run.clients[entry.item.target].at_work[entry.item.id] = entry
  local ok, value = pcall(carry_out, run, entry)
  if ok then return settle(run, entry, outcome_of_value(run, entry, value)) end
  if errors.is_interrupted(value) then
    settle(run, entry, outcome_of_cut(entry, value))
    error(value, 0)
  end
  run.failures = run.failures + 1
  settle(run, entry, outcome_of_error(entry, value))
end

--- Takes note of an item that needs nothing, by the plan or by the report.
---@param run aws.PlanRun
---@param entry aws.RunEntry
---@param is_reported boolean
function run_item.skip(run, entry, is_reported)
  local state = entry.item.state
  local changed = entry.known and entry.known.is_open and "unknown" or "no"
  local fields = { outcome = "done", before = state, after = state, changed = changed, applied = changed }
  if not is_reported then return settle(run, entry, fields) end
  fields.is_reported = true
  run_report.settle(run.report, entry.result, fields)
end

return run_item
