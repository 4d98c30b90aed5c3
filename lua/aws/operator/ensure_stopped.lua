--- `dms.ensure_stopped`: looks at a replication, stops it where it has to be stopped, and waits until it is.
local engine = require "aws.wait.engine"
local failures = require "aws.wait.failures"
local stop_options = require "aws.operator.stop_options"
local stop_reason = require "aws.wait.stop_reason"
local stop_steps = require "aws.operator.stop_steps"
local subject = require "aws.wait.subject"
local waiter_row = require("aws.wait.waiters.dms").replication_stopped
local write = require "aws.operator.write"

---@class aws.EnsureStoppedResult
---@field arn string
---@field status string seen last
---@field before string status seen first
---@field changed "yes"|"no"|"unknown" whether it was this call that stopped it
---@field sent integer stops
---@field polls integer looks
---@field waited number seconds
---@field observed aws.WaitObservation[]
---@field stop_reason? string as AWS sent it: "Stop Reason NORMAL"
---@field stop_code? string "NORMAL"
---@field stop_class? aws.StopClass
---@field failure_messages? string[]
---@field provision_state? string
---@field deprovision_time? number seconds since the epoch; until then it is billed
---@field would? "stop"|"wait"|"nothing" of a dry run
---@field replication? aws.dms.Replication nil where there is nothing

--- One call of ensure_stopped.
---@class aws.StopJob
---@field source aws.WaitSource
---@field arn string
---@field began number epoch seconds
---@field options? aws.EnsureStoppedOptions from the first look on
---@field progress? aws.StopProgress from the first look on
---@field before? string
---@field failure? aws.Error of the last stop

--- In errors.
local NAME = "ensure_stopped"

local REFUSALS = { InvalidResourceStateFault = true }

--- Sends one stop.
local function send(job, status, of_looks)
  local outcome, _, failure = write(job.source, "stop_replication", { ReplicationConfigArn = job.arn }, of_looks, REFUSALS)
  job.failure = failure
  stop_steps.note(job.progress, outcome, status, job.source.clock())
end

--- The first look: what the options say.
local function begin(job, options, status)
  job.options, job.before = options, status
  job.progress = stop_steps.new(options.resend_after or 15, options.max_refusals or 3)
end

--- Without a wait, what a look shows after the stop is the result; but a stop that certainly was not taken is an error.
local function end_without_wait(job, status)
  local is_refused = job.failure and job.source.applied == "no"
  if is_refused and stop_steps.would(status) == "stop" then error(job.failure, 0) end
  return "success"
end

--- What follows a look. Nothing is sent at the very end of the time: no look would follow.
local function act(job, status, wait)
  local step = stop_steps.next(job.progress, status, job.source.clock())
  if step == "return" then return "success" end
  if step == "give up" then error(job.failure, 0) end
  local is_sent = step == "send" and engine.left(wait) > 0
  if is_sent then send(job, status, wait.of_looks) end
  if job.options.wait == false then return is_sent and "again" or "success" end
  return "go on"
end

local function judge(job, status, wait)
  if not job.options then begin(job, wait.options, status) end
  local sent, options = job.progress.sent, job.options
  if status == failures.MISSING and sent == 0 and options.missing ~= "ok" then return "failure" end
  if options.dry_run then return "success" end
  if options.wait == false and sent > 0 then return end_without_wait(job, status) end
  return act(job, status, wait)
end

--- Where one look was asked for, its failure ends the call.
local function on_failure(job, raised, wait)
  local options = wait.options
  if options.wait ~= false and not options.dry_run then return end
  if not job.progress or job.progress.sent == 0 then error(raised, 0) end
  failures.raise_late(wait, "wait = false")
end

local function waiter_of(job)
  local request = waiter_row.subject.request(job.arn)
  return {
    name = NAME, operation = NAME, resource_id = job.arn, options = stop_options.checks,
    min_delay = waiter_row.min_delay, max_delay = waiter_row.max_delay, max_time = waiter_row.max_time,
    look = function(options) return (job.source.first(waiter_row.subject.operation, request, options)) end,
    state_of = function(replication) return replication.Status or "unknown" end,
    judge = function(status, _, wait) return judge(job, status, wait) end,
    on_failure = function(raised, wait) on_failure(job, raised, wait) end,
  }
end

local function changed_of(job, replication, status)
  local stopped_at = replication and replication.ReplicationLastStopTime
  local is_since = stopped_at ~= nil and stopped_at >= job.began - (job.options.skew or 120)
  return stop_steps.changed(job.progress.sent, job.source.applied, status, is_since)
end

---@return aws.EnsureStoppedResult
local function result_of(job, replication, info)
  local found = replication or {}
  local result = {
    arn = job.arn, status = info.state, before = job.before, changed = changed_of(job, replication, info.state),
    sent = job.progress.sent, polls = info.polls, waited = info.waited, observed = info.observed,
    stop_reason = found.StopReason, failure_messages = found.FailureMessages,
    provision_state = found.ProvisionData and found.ProvisionData.ProvisionState,
    deprovision_time = found.ReplicationDeprovisionTime, replication = replication,
    would = job.options.dry_run and stop_steps.would(info.state) or nil,
  }
  if found.StopReason then result.stop_code, result.stop_class = stop_reason(found.StopReason) end
  return result
end

--- Makes sure that a replication is stopped. Stops are sent with one attempt, and a look follows each.
---@param source aws.WaitSource
---@param input any of stop_replication, or the ARN alone
---@param options? aws.EnsureStoppedOptions
---@return aws.EnsureStoppedResult
---Raises ParamValidationError, ConfigError; ResourceMissing, WaitTimeout; what a look or a stop raises and no further look can
---settle, with `observed` and with `applied` of all stops.
return function(source, input, options)
  source.operation, source.applied = NAME, "no"
  local arn = subject.id(source.service, waiter_row.subject, input)
  local job = { source = source, arn = arn, began = source.now() }
  local replication, info = engine.run(source, waiter_of(job), options)
  return result_of(job, replication, info)
end
