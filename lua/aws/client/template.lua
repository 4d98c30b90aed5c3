--- What the requests of an operation have in common, read and checked once: method, URL, and the headers but for the values
--- of two.
local core = require "aws.core"
local crypto = require "aws.protocol.crypto"
local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors.typed"

local template = {}

---@class aws.RequestTemplate
---@field signing userdata of core.request_template
---@field url string to send to

--- Raises what is wrong with a request that is to be signed.
---@param problems aws.Problem[]|string as core returns them
---Raises ConfigError.
function template.refuse(problems)
  local problem = crypto.problems(problems)[1]
  errors.config("cannot sign: %s %s", problem.path, problem.message)
end

--- The headers in their order. Those that every attempt has anew are two, from the third on.
local FIRST_OWN, OWN = 3, 2

local function headers_of(call, attempt_text)
  local headers = {
    call.endpoint.host_header,
    call.state.user_agent,
    { "amz-sdk-invocation-id", call.invocation_id },
    { "amz-sdk-request", attempt_text },
    { "Accept-Encoding", "identity" }, -- RFC 9110 12.5.3: without it an answer may be compressed
  }
  for _, header in ipairs(call.unsigned.headers) do headers[#headers + 1] = header end
  return headers
end

local function new_template(call, attempt_text)
  local unsigned = call.unsigned
  local signing, url = core.request_template({
    method = unsigned.method,
    url = endpoint.request_url(call.endpoint, unsigned.path, unsigned.query),
    headers = headers_of(call, attempt_text),
    service = call.state.service.signing_name,
    region = call.values.region,
    credentials = call.attempt.keys,
    time = call.attempt.signed_at,
  }, FIRST_OWN, OWN)
  if not signing then template.refuse(url) end
  return { signing = signing, url = url }
end

--- The template of a call's requests. Where the input is in the body alone, all calls to the same endpoint share it.
---@param call aws.Call
---@param attempt_text string any value of the amz-sdk-request header
---@return aws.RequestTemplate # raises ConfigError for what cannot be signed
function template.of(call, attempt_text)
  local made = new_template(call, attempt_text)
  if call.operation.is_body_alone then call.endpoint.templates[call.operation] = made end
  return made
end

return template
