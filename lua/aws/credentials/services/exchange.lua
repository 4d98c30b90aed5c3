--- Requests and pauses of providers, within the time that the call has left. A user's provider may pass any context on,
--- so the limit is kept here, whether or not the context's own transport keeps it.
local deadline = require "aws.credentials.services.deadline"
local errors = require "aws.errors.typed"
local redact = require "aws.errors.redact"

local exchange = {}

local function is_response(value)
  return type(value) == "table" and type(value.status) == "number" and type(value.headers) == "table"
    and type(value.body) == "string"
end

--- What a transport returned in place of an answer. A user's transport may return anything.
local function failure_of(value)
  local is_failure = type(value) == "table" and type(value.type) == "string" and type(value.message) == "string"
  return is_failure and value or { type = "ConnectionError", message = "the transport gave neither answer nor reason" }
end

--- A text without secrets. This comes before a text is cut: a part of a secret would not be recognised.
---@param secrets string[]
---@param text string
---@return string
function exchange.without(secrets, text)
  return redact.members({ message = text }, secrets).message
end

--- Calls a transport. A user's may raise, and tell the request in what it raises.
local function call_transport(context, request, secrets)
  local ok, response, failure = pcall(context.transport, request)
  if ok then return response, failure end
  if type(response) == "string" then response = exchange.without(secrets, response) end
  error(response, 0)
end

--- Sends a request.
---@param context aws.CredentialsContext
---@param request aws.TransportRequest its `timeout` is cut to what the call has left; it gets the client's User-Agent
---@param secrets? string[] of the request
---@return aws.TransportResponse? response
---@return aws.TransportFailure? failure
---Raises DeadlineExceeded when the call's time has ended, Interrupted at Ctrl-C, MapTimeout; and what a user's transport
---raises, without the secrets.
function exchange.send(context, request, secrets)
  deadline.check(context)
  local timeout = math.min(request.timeout or math.huge, deadline.left(context))
  request.timeout = timeout < math.huge and timeout or nil
  request.headers[#request.headers + 1] = context.user_agent
  secrets = secrets or {}
  local response, failure = call_transport(context, request, secrets)
  if is_response(response) then return response end
  failure = redact.members(failure_of(failure), secrets)
  if failure.final or errors.kind_of(failure.type) == "interrupted" then
    errors.raise({ type = failure.type, message = failure.message })
  end
  deadline.check(context, failure)
  return nil, failure
end

--- Waits before another attempt, no longer than the call's time lasts.
---@param context aws.CredentialsContext
---@param seconds number
function exchange.pause(context, seconds)
  context.sleep(math.max(0, math.min(seconds, deadline.left(context))))
end

return exchange
