--- Requests to the metadata services of containers and of EC2: always straight to the address, never through a proxy.
local core = require "aws.core"
local deadline = require "aws.credentials.deadline"
local document = require "aws.credentials.document"
local errors = require "aws.errors"

local metadata = {}

local function is_response(value)
  return type(value) == "table" and type(value.status) == "number" and type(value.body) == "string"
end

--- What a transport returned in place of an answer; a user's own may return anything.
local function failure_of(value)
  local is_failure = type(value) == "table" and type(value.type) == "string" and type(value.message) == "string"
  return is_failure and value or { type = "ConnectionError", message = "the transport gave neither answer nor reason" }
end

--- Sends a request without a body.
---@param context aws.CredentialsContext
---@param method string
---@param url string one that core.parse_url takes
---@param headers string[][]
---@param timeout number seconds for the connection, and for each silence after it
---@return aws.TransportResponse? response
---@return aws.TransportFailure? failure
---Raises DeadlineExceeded when the call's time has ended, Interrupted at Ctrl-C.
function metadata.send(context, method, url, headers, timeout)
  deadline.check(context)
  local sent = { { "Host", core.parse_url(url).authority } }
  for _, header in ipairs(headers) do sent[#sent + 1] = header end
  local response, failure = context.transport({
    method = method,
    url = url,
    headers = sent,
    body = "",
    connect_timeout = timeout,
    read_timeout = timeout,
    timeout = math.min(2 * timeout, deadline.left(context)),
    proxy = false,
    max_response_bytes = document.LONGEST,
  })
  if is_response(response) then return response end
  failure = failure_of(failure)
  if failure.type == "Interrupted" then errors.raise({ type = "Interrupted", message = failure.message }) end
  deadline.check(context, failure)
  return nil, failure
end

--- Waits before another attempt, no longer than the call's time lasts.
---@param context aws.CredentialsContext
---@param seconds number
function metadata.pause(context, seconds)
  context.sleep(math.max(0, math.min(seconds, deadline.left(context))))
end

return metadata
