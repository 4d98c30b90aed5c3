--- What retry_if_stalled returns.
local core = require "aws.core"
local duration = require "aws.text.duration"
local retry_steps = require "aws.operator.retry_steps"

local retry_result = {}

---@class aws.RetryIfStalledResult
---@field id string
---@field action "retried"|"already"|"skipped"|"would retry"
---@field reason string
---@field hint? string what to look at
---@field before string state seen first
---@field state string seen last
---@field changed "yes"|"no"|"unknown" whether it was this call that began a replication
---@field sent integer writes
---@field error? string seen first: its code, or the text that DRS has where there is not a code
---@field failed_step? string the first step of the initiation that had failed
---@field lag? number seconds, seen last
---@field eta? number seconds since the epoch, seen last
---@field server aws.drs.SourceServer seen last

--- Seconds since the epoch of a time that DRS sent.
---@param text? string
---@return number?
function retry_result.time(text)
  return text and core.parse_timestamp(text)
end

--- The result of a call.
---@param job aws.RetryJob that has ended
---@return aws.RetryIfStalledResult
function retry_result.of(job)
  local info = job.server.dataReplicationInfo or {}
  return {
    id = job.id, action = job.action, reason = job.reason, hint = job.hint,
    before = retry_steps.state_of(job.first), state = retry_steps.state_of(job.server),
    changed = job.action == "retried" and "yes" or job.source.applied, sent = job.sent,
    error = retry_steps.error_of(job.first), failed_step = retry_steps.failed_step(job.first),
    lag = duration.seconds(info.lagDuration), eta = retry_result.time(info.etaDateTime), server = job.server,
  }
end

return retry_result
