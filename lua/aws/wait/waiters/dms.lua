--- What one waits for with serverless replications of DMS.
---
--- No SDK has these. Statuses are as they have been seen on AWS; any other one means "go on".
local stop_reason = require "aws.wait.stop_reason"

local replication = {
  operation = "describe_replications",
  member = "ReplicationConfigArn",
  is_arn = true,
  request = function(arn) return { Filters = { { Name = "replication-config-arn", Values = { arn } } } } end,
}

local function status_of(found)
  return found.Status
end

local function provision_state_of(found)
  local data = found.ProvisionData
  return data and data.ProvisionState or found.Status
end

local function first_message(found)
  local list = found.FailureMessages
  return list and list[1]
end

--- Once it has run, it may stop because it is done, and DMS may stop it for a moment.
local function judge_running(state, found, wait)
  if state ~= "stopped" or not wait.is_changed then return nil end
  local code, class = stop_reason(found.StopReason)
  if class == "finished" then return "success" end
  if class == "internal" then return "go on" end
  return "failure", first_message(found) or code
end

--- What never ran has nothing to be taken away. What AWS is to take away after the end of the wait is not waited for.
local function judge_deprovisioned(state, found, wait)
  if state == "deprovisioned" or not found then return nil end
  if state == "created" and not found.ProvisionData and not found.ReplicationLastStopTime then return "success" end
  local due = found.ReplicationDeprovisionTime
  local seconds = due and due - wait.source.now()
  if not seconds or seconds <= wait.timing.max_time - wait.info.waited then return nil end
  return "failure", ("it is to be deprovisioned in %.0f s, after the end of the wait"):format(seconds)
end

---@type table<string, table>
return {
  replication_stopped = {
    subject = replication, state_of = status_of, reason = first_message,
    success = { "stopped" }, failure = { "failed", "deleting", "missing" }, settle_on = { "created", "ready" },
    settle = 60, min_delay = 5, max_delay = 30, max_time = 1800,
  },
  replication_at_rest = {
    subject = replication, state_of = status_of, reason = first_message,
    success = { "stopped", "failed", "created", "ready" }, failure = { "deleting", "missing" },
    min_delay = 5, max_delay = 30, max_time = 1800,
  },
  replication_running = {
    subject = replication, state_of = status_of, reason = first_message, judge = judge_running,
    success = { "running" }, failure = { "deleting", "missing" }, settle_on = { "created", "stopped", "failed", "ready" },
    settle = 60, min_delay = 15, max_delay = 60, max_time = 5400,
  },
  replication_deprovisioned = {
    subject = replication, state_of = provision_state_of, reason = first_message, judge = judge_deprovisioned,
    success = { "deprovisioned", "missing" }, min_delay = 30, max_delay = 120, max_time = 3600,
  },
  replication_deleted = {
    subject = replication, state_of = status_of, reason = first_message,
    success = { "missing" }, failure = { "running" }, settle_on = { "stopped", "failed", "created" },
    settle = 120, min_delay = 15, max_delay = 60, max_time = 3600,
  },
}
