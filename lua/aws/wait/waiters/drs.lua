--- What one waits for with source servers and jobs of DRS.
---
--- States are those of the model; any other one means "go on".
local duration = require "aws.text.duration"
local wait_options = require "aws.wait.options"

local server = {
  operation = "describe_source_servers",
  member = "sourceServerID",
  is_arn = false,
  request = function(id) return { filters = { sourceServerIDs = { id } } } end,
}

local job = {
  operation = "describe_jobs",
  member = "jobID",
  is_arn = false,
  request = function(id) return { filters = { jobIDs = { id } } } end,
}

--- The state of what comes without one.
local NO_STATE = "unknown"

local function replication_state_of(found)
  local info = found.dataReplicationInfo
  return info and info.dataReplicationState or NO_STATE
end

local function replication_error_of(found)
  local info = found.dataReplicationInfo
  local problem = info and info.dataReplicationError
  return problem and (problem.error or problem.rawError)
end

--- A lag that is not said, or cannot be read, is not small enough yet.
local function judge_continuous(state, found, wait)
  local most = wait.options.max_lag
  if state ~= "CONTINUOUS" or not most then return nil end
  local lag = duration.seconds(found.dataReplicationInfo.lagDuration)
  return lag and lag <= most and "success" or "go on"
end

local function status_of(found)
  return found.status or NO_STATE
end

local ended = { LAUNCHED = true, TERMINATED = true }

--- The launches of a job that failed, and whether all have ended.
local function launches_of(found)
  local failed, all_ended = {}, true
  for _, entry in ipairs(found.participatingServers or {}) do
    local status = entry.launchStatus
    if status == "FAILED" then failed[#failed + 1] = (entry.sourceServerID or "a server") .. " FAILED" end
    all_ended = all_ended and ended[status] ~= nil
  end
  return failed, all_ended
end

local function judge_job(state, found)
  if state ~= "COMPLETED" then return nil end
  local failed, all_ended = launches_of(found)
  if failed[1] then return "failure", table.concat(failed, ", ") end
  return all_ended and "success" or "go on"
end

---@type table<string, table>
return {
  source_server_initiated = {
    subject = server, state_of = replication_state_of, reason = replication_error_of,
    success = { "INITIATING", "INITIAL_SYNC", "BACKLOG", "RESCAN", "CREATING_SNAPSHOT", "CONTINUOUS" },
    failure = { "missing" }, settle_on = { "STOPPED", "PAUSED" },
    settle = 300, min_delay = 15, max_delay = 60, max_time = 2700,
  },
  source_server_continuous = {
    subject = server, state_of = replication_state_of, reason = replication_error_of, judge = judge_continuous,
    success = { "CONTINUOUS" }, failure = { "missing" }, settle_on = { "STALLED", "STOPPED", "DISCONNECTED", "PAUSED" },
    settle = 300, min_delay = 15, max_delay = 120, max_time = 14400, options = { max_lag = wait_options.seconds_or_none },
  },
  job_completed = {
    subject = job, state_of = status_of, judge = judge_job, failure = { "missing" },
    min_delay = 15, max_delay = 60, max_time = 3600,
  },
}
