--- Sends a helper's write, once, and tells what has become of it.
local certainty = require "aws.errors.certainty"
local errors = require "aws.errors.typed"
local failures = require "aws.wait.failures"
local iterate = require "aws.language.iterate"

---@alias aws.WriteOutcome
---| "done" it was carried out
---| "lost" it was sent, and the answer did not come
---| "again" it may be taken another time: throttled, a fault of the service, not sent
---| "refused" by the state of the resource, or because it is not there: a look decides

--- The options of a write: those of a look, with one attempt.
local function options_of(of_looks)
  local own = iterate.copy(of_looks)
  own.max_attempts = 1
  return own
end

--- What has become of a write that raised. What no look can settle is raised.
---@return aws.WriteOutcome
local function outcome_of(raised, refusals)
  if errors.is(raised, "response") and raised.applied == "yes" then return "done" end
  if errors.is(raised, "service") and refusals[raised.type] or failures.is_missing(raised) then return "refused" end
  if not failures.is_tolerated(raised) then error(raised, 0) end
  return raised.kind ~= "service" and raised.applied == "unknown" and "lost" or "again"
end

--- Sends a write with one attempt. At any instruction `source.applied` says what is known of all writes.
---@param source aws.WaitSource changed
---@param operation string
---@param input table
---@param of_looks table options of the looks
---@param refusals table<string, boolean> types of the service's errors that speak of the state of the resource
---@return aws.WriteOutcome outcome
---@return table? output nil where there is none, or it cannot be read
---@return aws.Error? failure
---Raises what a call raises and no look can settle.
return function(source, operation, input, of_looks, refusals)
  local before, options = source.applied, options_of(of_looks)
  source.applied = certainty.worse(before, "unknown")
  local ok, result = pcall(source.call, operation, input, options)
  if not ok and not errors.is(result) then error(result, 0) end
  source.applied = certainty.worse(before, ok and "yes" or result.applied)
  if ok then return "done", result end
  return outcome_of(result, refusals), nil, result
end
