--- Requests to the metadata services of containers and of EC2. They never go through a proxy.
local core = require "aws.core"
local document = require "aws.credentials.services.document"
local exchange = require "aws.credentials.services.exchange"

local metadata = {}

--- Sends a request without a body.
---@param context aws.CredentialsContext
---@param method string
---@param url string one that core.parse_url takes
---@param headers string[][]
---@param timeout number seconds for the connection, and for each silence after it
---@param token? string the secret in the headers
---@return aws.TransportResponse? response
---@return aws.TransportFailure? failure
---Raises what exchange.send raises.
function metadata.send(context, method, url, headers, timeout, token)
  local sent = { { "Host", core.parse_url(url).authority } }
  for _, header in ipairs(headers) do sent[#sent + 1] = header end
  return exchange.send(context, {
    method = method,
    url = url,
    headers = sent,
    body = "",
    connect_timeout = timeout,
    read_timeout = timeout,
    timeout = 2 * timeout,
    proxy = false,
    max_response_bytes = document.LONGEST,
  }, { token })
end

return metadata
