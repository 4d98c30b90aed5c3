--- `drs.retry_if_stalled`: looks at a source server, and retries its replication where that may help.
local engine = require "aws.wait.engine"
local failures = require "aws.wait.failures"
local refusals = require "aws.operator.retry_refusals"
local retry_options = require "aws.operator.retry_options"
local retry_result = require "aws.operator.retry_result"
local retry_steps = require "aws.operator.retry_steps"
local row = require("aws.wait.waiters.drs").source_server_initiated
local subject = require "aws.wait.subject"
local wait = require "aws.wait"
local write = require "aws.operator.write"

--- One call of retry_if_stalled.
---@class aws.RetryJob
---@field source aws.WaitSource
---@field id string
---@field began number epoch seconds
---@field sent integer writes
---@field options? aws.RetryIfStalledOptions from the first look on
---@field first? aws.drs.SourceServer seen first
---@field server? aws.drs.SourceServer seen last
---@field outcome? aws.WriteOutcome of the last write
---@field failure? aws.Error of the last write
---@field action? "retried"|"already"|"skipped"|"would retry" once it has ended
---@field reason? string
---@field hint? string

--- In errors.
local NAME = "retry_if_stalled"

--- What is sent, by the decision.
local operations = { retry = "retry_data_replication", start = "start_replication" }

--- How often one looks between two writes.
local TIMING = { min_delay = 5, max_delay = 20, max_time = 300 }

--- Ends a call.
local function finish(job, action)
  job.action = action
  return "success"
end

--- Sends one write. An output has the server, and ends the call.
local function send(job, action, of_looks)
  job.sent = job.sent + 1
  local operation = operations[action]
  local outcome, output, failure = write(job.source, operation, { sourceServerID = job.id }, of_looks, refusals.types)
  job.outcome, job.failure = outcome, failure
  if failure then refusals.check_retired(failure, operation) end
  if not output then return "go on" end
  local server = action == "start" and output.sourceServer or output
  if server.dataReplicationInfo then job.server = server end
  return finish(job, "retried")
end

--- Whether the server's initiation began after ours.
local function is_fresh(job, skew)
  local began = retry_result.time(retry_steps.start_of(job.server))
  return began ~= nil and began >= job.began - (skew or 120)
end

--- So many writes are sent at most.
local function most_writes(job, of_looks)
  return of_looks.max_attempts or job.source.max_attempts
end

--- Decides by what the last look shows, and acts.
local function act(job, at)
  local action, reason, hint = retry_steps.decide(job.server, at.options)
  job.reason, job.hint = reason, hint
  if action == "skip" then return finish(job, "skipped") end
  if at.options.dry_run then return finish(job, "would retry") end
  if job.sent >= most_writes(job, at.of_looks) then error(job.failure, 0) end
  if engine.left(at) <= 0 then return "go on" end
  return send(job, action, at.of_looks)
end

--- What follows a look.
local function judge(job, state, server, at)
  if state == failures.MISSING then return "failure" end
  if not job.first then retry_options.check(at.options) end
  job.options, job.first, job.server = at.options, job.first or server, server
  if not job.outcome then return act(job, at) end
  local ending = retry_steps.settle(job.outcome, state, is_fresh(job, at.options.skew), job.source.applied)
  if ending == "raise" then error(job.failure, 0) end
  return ending == "decide" and act(job, at) or finish(job, ending)
end

--- Before anything was sent, a look that fails ends the call, unless a wait was asked for.
local function on_failure(job, raised, options)
  local is_patient = options.wait and not options.dry_run
  if not job.outcome and not is_patient then error(raised, 0) end
end

local function waiter_of(job)
  local request = row.subject.request(job.id)
  return {
    name = NAME, operation = NAME, resource_id = job.id, options = retry_options.checks,
    min_delay = TIMING.min_delay, max_delay = TIMING.max_delay, max_time = TIMING.max_time,
    look = function(options) return (job.source.first(row.subject.operation, request, options)) end,
    state_of = retry_steps.state_of,
    judge = function(state, server, at) return judge(job, state, server, at) end,
    on_failure = function(raised, at) on_failure(job, raised, at.options) end,
  }
end

--- Goes on waiting, where the server is on its way.
local function go_on(job, given, waited)
  local is_on_its_way = job.action == "retried" or retry_steps.is_replicating(retry_steps.state_of(job.server))
  if not job.options.wait or job.options.dry_run or not is_on_its_way then return end
  local options = retry_options.of_waiter(given, waited)
  job.server = wait.run(job.source, "source_server_" .. job.options.wait, job.id, options)
end

--- Retries the replication of a source server where it is stalled or disconnected. Writes are sent with one attempt, and a
--- look goes before each.
---@param source aws.WaitSource
---@param input any of retry_data_replication, or the id alone
---@param given? aws.RetryIfStalledOptions
---@return aws.RetryIfStalledResult
---Raises ParamValidationError, ConfigError; ResourceMissing, WaitFailed, WaitTimeout; what a look or a write raises and no
---further look can settle, with `observed` and with `applied` of all writes.
return function(source, input, given)
  source.operation, source.applied = NAME, "no"
  local id = subject.id(source.service, row.subject, input)
  local job = { source = source, id = id, began = source.now(), sent = 0 }
  local _, info = engine.run(source, waiter_of(job), given)
  go_on(job, given, info.waited)
  return retry_result.of(job)
end
