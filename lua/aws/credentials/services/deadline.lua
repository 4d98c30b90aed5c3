--- The end of a call's time, as providers see it.
local errors = require "aws.errors.typed"

local deadline = {}

--- Seconds left for the call; without a deadline there is no end to them.
---@param context aws.CredentialsContext
---@return number
function deadline.left(context)
  return context.deadline and context.deadline - context.clock() or math.huge
end

--- Raises DeadlineExceeded when the call's time is over.
---@param context aws.CredentialsContext
---@param cause? aws.TransportFailure what it ended with
function deadline.check(context, cause)
  if deadline.left(context) > 0 then return end
  errors.raise({
    type = "DeadlineExceeded",
    message = "the call's time ended while credentials were fetched",
    applied = "no",
    cause = cause,
  })
end

return deadline
