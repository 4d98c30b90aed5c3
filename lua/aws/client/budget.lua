--- A call's time budget (`timeout`): how much went to `confirm`, credentials, attempts and back-off, and whether the next
--- step still fits.
---
--- A call without a timeout has no budget, and asks no clock for it.
local ascii = require "aws.text.ascii"
local user_functions = require "aws.waiting.user_functions"
local errors = require "aws.errors.typed"

local budget = {}

---@class aws.Budget
---@field timeout number seconds
---@field deadline number of the `clock`
---@field booked_at number of the `clock`: up to then, the time is booked
---@field credentials number seconds spent on them
---@field attempts number
---@field back_off number
---@field confirm? number where `confirm` was asked
---@field is_refused? boolean a provider was refused a wait that could not have ended in time

--- Starts the budget of a call with a timeout.
---@param values table settings of the call
---@return aws.Budget # raises ConfigError for a `clock` that fails
function budget.new(values)
  local now, timeout = user_functions.clock(values), values.timeout
  return { timeout = timeout, deadline = now + timeout, booked_at = now, credentials = 0, attempts = 0, back_off = 0 }
end

--- Books the time since the last booking.
---@param call aws.Call
---@param part "credentials"|"attempts"|"back_off"|"confirm"
function budget.book(call, part)
  local own = call.budget
  if not own then return end
  local now = user_functions.clock(call.values)
  own[part] = (own[part] or 0) + math.max(0, now - own.booked_at)
  own.booked_at = now
end

--- Whether what was to end in time did not, by the last booking; or was refused a wait because it could not.
---@param call aws.Call which has a budget
---@return boolean
function budget.is_spent(call)
  local own = call.budget
  return own.is_refused or own.deadline <= own.booked_at
end

--- Seconds left now, for what a provider does.
---@param call aws.Call which has a budget
---@return number # raises ConfigError for a `clock` that fails
function budget.left_now(call)
  return call.budget.deadline - user_functions.clock(call.values)
end

--- A provider is asked: no wait was refused to it yet.
---@param call aws.Call which has a budget
function budget.allow_waits(call)
  call.budget.is_refused = false
end

--- A provider is refused a wait that could not end in time.
---@param call aws.Call which has a budget
function budget.refuse_wait(call)
  call.budget.is_refused = true
end

local function milliseconds(seconds)
  return ascii.number("%.3f", seconds)
end

--- What the message says of a cause. That the time was over, it says already.
local function last_failure(cause)
  local is_timeout = not cause or cause.type == "DeadlineExceeded" and cause.kind == "transport"
  return is_timeout and "" or "; last failure: " .. tostring(cause.type)
end

--- Raises DeadlineExceeded.
---@param call aws.Call which has a budget
---@param what string what did not end in time
---@param cause? table the last failure
function budget.exceed(call, what, cause)
  local own = call.budget
  errors.raise({
    type = "DeadlineExceeded",
    message = ("%s within %s s (timeout): %scredentials %s s, attempts %s s, back-off %s s%s"):format(what,
      ascii.number("%g", own.timeout), own.confirm and ("confirm %s s, "):format(milliseconds(own.confirm)) or "",
      milliseconds(own.credentials), milliseconds(own.attempts), milliseconds(own.back_off), last_failure(cause)),
    retryable = true,
    cause = cause,
  })
end

--- Raises DeadlineExceeded when what waits for `seconds` and goes on after that cannot end in time.
---@param call aws.Call
---@param seconds number
---@param cause? table the last failure, where `progress` does not have it yet
---@return number? left seconds at the last booking; nil without a timeout
function budget.check(call, seconds, cause)
  local own = call.budget
  local left = own and own.deadline - own.booked_at
  if not left or seconds < left then return left end
  local what = seconds > 0 and ("no time to wait %s s and try again"):format(milliseconds(seconds)) or "no time for an attempt"
  budget.exceed(call, what, cause or call.progress.last)
end

return budget
