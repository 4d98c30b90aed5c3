--- How a wait ends without success: which failures of a look it tolerates, and the errors that it raises.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"

local failures = {}

--- The state of what is not there: an empty list, or the service's error.
failures.MISSING = "missing"

--- Whether a failed look says that the resource does not exist.
---@param raised any
---@return boolean
function failures.is_missing(raised)
  return errors.is(raised, "service") and raised.type:find("^ResourceNotFound") ~= nil
end

--- Whether a wait goes on after a look failed with this: what may go away by itself says nothing of the resource.
---@param raised any
---@return boolean
function failures.is_tolerated(raised)
  if errors.is(raised, "transport") or errors.is(raised, "response") then return true end
  if not errors.is(raised, "service") then return false end
  return raised.retryable or raised.throttling or (raised.status or 0) >= 500
end

local function seconds(value)
  return ascii.number("%.0f", value) .. " s"
end

--- Raises an error of a wait.
---@param wait aws.Wait
---@param type_name "WaitFailed"|"WaitTimeout"|"ResourceMissing"
---@param what string "is failed after 412 s"
---@param cause? aws.Error
local function raise(wait, type_name, what, cause)
  local info, waiter = wait.info, wait.waiter
  errors.raise({
    type = type_name,
    message = ("%s: %s %s"):format(waiter.name, waiter.resource_id or "the resource", what),
    service = wait.source.service.name,
    operation = waiter.operation,
    waiter = waiter.name,
    resource_id = waiter.resource_id,
    state = info.state,
    observed = info.observed,
    polls = info.polls,
    waited = info.waited,
    last_error = info.last_error,
    cause = cause,
    applied = wait.source.applied or "no",
    retryable = type_name == "WaitTimeout",
  })
end

--- Raises what says that the wait can no longer succeed: ResourceMissing or WaitFailed.
---@param wait aws.Wait
---@param reason? string of the service's, or ours
function failures.raise_failed(wait, reason)
  local info = wait.info
  if info.state == failures.MISSING then raise(wait, "ResourceMissing", "does not exist", wait.cause) end
  local text = reason and ": " .. reason or ""
  raise(wait, "WaitFailed", ("is %s after %s%s"):format(info.state, seconds(info.waited), text), wait.cause)
end

--- Raises WaitTimeout.
---@param wait aws.Wait
---@param why string "max_time", "on_poll ended the wait"
function failures.raise_late(wait, why)
  local info = wait.info
  local last = info.last_error
  local failed = last and "; the last look that failed: " .. last.type or ""
  if not info.state then
    raise(wait, "WaitTimeout", ("could not be looked at within %s (%s)%s"):format(seconds(info.waited), why, failed), last)
  end
  raise(wait, "WaitTimeout", ("is still %s after %s (%s)%s"):format(info.state, seconds(info.waited), why, failed), last)
end

return failures
