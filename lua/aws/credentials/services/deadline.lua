--- How much of the call's time is left for a provider.
local errors = require "aws.errors.typed"

local deadline = {}

--- Seconds left for the call; infinite without a deadline.
---@param context aws.CredentialsContext
---@return number
function deadline.left(context)
  return context.deadline and context.deadline - context.clock() or math.huge
end

--- Raises DeadlineExceeded when the call's time is over.
---@param context aws.CredentialsContext
---@param cause? aws.TransportFailure the last failure
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
