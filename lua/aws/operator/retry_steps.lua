--- What to do about a source server of DRS, by what a look shows of it, and by what has become of the last write. Pure.
local hints = require "aws.operator.retry_hints"

local retry_steps = {}

---@alias aws.RetryAction "retry"|"start"|"skip"

---@class (exact) aws.RetryChoices
---@field disconnected? "retry"|"skip" of DISCONNECTED; "retry" by default
---@field stopped? "skip"|"retry"|"start" of STOPPED; "skip" by default: starting it protects, and bills, again
---@field force? boolean a retry for a state that nobody knows
---@field [string] aws.NotAMember

--- States in which nothing is to be done, and why.
local replicating = {
  CONTINUOUS = "it replicates",
  INITIATING = "it is at work",
  INITIAL_SYNC = "it is at work",
  BACKLOG = "it is at work",
  RESCAN = "it is at work",
  CREATING_SNAPSHOT = "it is at work",
}

local DISCONNECTED_HINT = "the agent must be installed and running on the server, and reach the regional DRS endpoint on TCP 443; "
  .. "a retry waits for its next handshake"

local function info_of(server)
  return server.dataReplicationInfo or {}
end

--- The state of a server.
---@param server aws.drs.SourceServer
---@return string # "unknown" where it has none
function retry_steps.state_of(server)
  return info_of(server).dataReplicationState or "unknown"
end

--- The error of a server: its code, or the text that DRS has where there is not a code.
---@param server aws.drs.SourceServer
---@return string?
function retry_steps.error_of(server)
  local problem = info_of(server).dataReplicationError
  return problem and (problem.error or problem.rawError)
end

--- The first step of a server's initiation that failed.
---@param server aws.drs.SourceServer
---@return string? "LAUNCH_REPLICATION_SERVER"
function retry_steps.failed_step(server)
  local initiation = info_of(server).dataReplicationInitiation
  for _, step in ipairs(initiation and initiation.steps or {}) do
    if step.status == "FAILED" then return step.name end
  end
end

--- When a server's initiation began.
---@param server aws.drs.SourceServer
---@return string? as DRS sent it
function retry_steps.start_of(server)
  local initiation = info_of(server).dataReplicationInitiation
  return initiation and initiation.startDateTime
end

--- Whether a server replicates or is on its way there.
---@param state string
---@return boolean
function retry_steps.is_replicating(state)
  return replicating[state] ~= nil
end

--- What is done about states that a write may mend.
local by_state = {}

function by_state.STALLED(server)
  local problem = info_of(server).dataReplicationError
  local code = problem and problem.error
  return "retry", "it is stalled" .. (code and ": " .. code or ""), hints[code]
end

function by_state.DISCONNECTED(_, choices)
  local action = choices.disconnected or "retry"
  return action, action == "skip" and 'it is disconnected (disconnected = "skip")' or "it is disconnected", DISCONNECTED_HINT
end

function by_state.STOPPED(_, choices)
  local action = choices.stopped or "skip"
  return action, "it is stopped", action == "skip" and 'starting it (stopped = "start") protects the server, and bills, again' or nil
end

function by_state.PAUSED()
  return "skip", "it is paused"
end

local function by_unknown_state(state, choices)
  if choices.force then return "retry", ("its state is %s (force = true)"):format(state) end
  return "skip", ("its state is %s, which is not known here"):format(state), "force = true sends a retry all the same"
end

local function extended_reason(server)
  local area = server.stagingArea
  if not area or area.status ~= "EXTENDED" then return nil end
  return ("it is an extended server, staged in account %s"):format(area.stagingAccountID or "unknown")
end

--- What to do about a server.
---@param server aws.drs.SourceServer
---@param choices aws.RetryChoices
---@return aws.RetryAction action
---@return string reason
---@return string? hint
function retry_steps.decide(server, choices)
  local state = retry_steps.state_of(server)
  if replicating[state] then return "skip", replicating[state] end
  local extended = extended_reason(server)
  if extended then return "skip", extended, "a retry belongs to the source server in that account" end
  local decide = by_state[state]
  if decide then return decide(server, choices) end
  return by_unknown_state(state, choices)
end

---@alias aws.RetryEnd
---| "retried" a write of ours did it
---| "already" it replicates without one, as far as one knows
---| "raise" the error of the last write
---| "decide" afresh

--- What a look says of the last write.
---@param outcome aws.WriteOutcome
---@param state string that the look shows
---@param is_fresh boolean an initiation began after our beginning
---@param applied "no"|"yes"|"unknown" what is known of all writes
---@return aws.RetryEnd
function retry_steps.settle(outcome, state, is_fresh, applied)
  if applied == "yes" or applied == "unknown" and is_fresh then return "retried" end
  if replicating[state] then return "already" end
  return outcome == "again" and "decide" or "raise"
end

return retry_steps
