--- One attempt of a call: its request, signed, sent, and what came of it.
local crypto = require "aws.protocol.crypto"
local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors.typed"
local outcome = require "aws.client.outcome"
local skew = require "aws.client.skew"
local tasks = require "aws.waiting.task"

local attempt = {}

-- Sign ----------------------------------------------------------------------------------------------------------

--- The header that tells attempts apart. Most calls need one attempt: a client keeps its last header of those.
local function attempt_header(call)
  local number, max, state = call.attempts + 1, call.max_attempts, call.state
  if number == 1 and state.first_attempt_of == max then return state.first_attempt end
  local header = { "amz-sdk-request", ("attempt=%d; max=%d"):format(number, max) }
  if number > 1 then return header end
  state.first_attempt_of = nil -- an error in between must not leave a header that tells something else
  state.first_attempt = header
  state.first_attempt_of = max
  return header
end

--- RFC 9110 12.5.3: without it an answer may be compressed. Shared, never changed.
local accept_encoding = { "Accept-Encoding", "identity" }

--- The headers to sign and send. Pairs that are the same for every call are shared, never changed. Most operations have
--- two of their own or fewer: the table does not grow while it is made.
local function build_headers(call)
  local unsigned = call.unsigned.headers
  local headers = {
    call.endpoint.host_header,
    call.state.user_agent,
    { "amz-sdk-invocation-id", call.invocation_id },
    attempt_header(call),
    accept_encoding,
    unsigned[1],
    unsigned[2],
  }
  for i = 3, #unsigned do headers[i + 5] = unsigned[i] end
  return headers
end

--- Header pairs that belong to nobody else.
---@param headers string[][]
---@return string[][]
function attempt.own_headers(headers)
  local own = {}
  for i = 1, #headers do own[i] = { headers[i][1], headers[i][2] } end
  return own
end

--- Signs the call's next attempt, for the time it is. The header pairs are shared.
---@param call aws.Call
---@return string[][] headers to send; raises ConfigError for what cannot be signed
---@return string url to send them to
function attempt.sign(call)
  local unsigned = call.unsigned
  call.signed_at = skew.now(call)
  local headers, url = call.state.signer:sign({
    method = unsigned.method,
    url = endpoint.request_url(call.endpoint, unsigned.path, unsigned.query),
    headers = build_headers(call),
    body = unsigned.body,
    service = call.state.service.signing_name,
    region = call.values.region,
    credentials = call.keys,
    time = call.signed_at,
  })
  if not headers then
    local problem = crypto.problems(url)[1]
    errors.config("cannot sign: %s %s", problem.path, problem.message)
  end
  call.signed = headers
  return headers, url
end

--- The request of the call's next attempt.
---@param call aws.Call
---@param timeout? number seconds left
---@return aws.TransportRequest
function attempt.request(call, timeout)
  local values, headers, url = call.values, attempt.sign(call)
  return {
    method = call.unsigned.method,
    url = url,
    headers = headers,
    body = call.unsigned.body,
    connect_timeout = values.connect_timeout,
    read_timeout = values.read_timeout,
    timeout = timeout,
    proxy = call.endpoint.proxy,
    ca_bundle = values.ca_bundle,
    max_response_bytes = values.max_response_bytes,
  }
end

-- Send and read -------------------------------------------------------------------------------------------------

--- Sends by a transport of the user's own, which may do anything with the request, and may raise.
local function send_foreign(call, request)
  request.headers = attempt.own_headers(request.headers)
  call.outcome = "unknown"
  local ok, response, failure = pcall(call.state.transport, request)
  if ok then return response, failure end
  if errors.is_interruption(response) then tasks.interrupt() end
  return nil, nil, outcome.of_raise(response)
end

local function judge(call, failure)
  local of = call.values.transport and outcome.of_foreign or outcome.of
  local output, fields = of(call.operation, call.endpoint.url, call.response, failure)
  call.outcome = output and "yes" or fields.applied
  return output, fields
end

--- Sends a signed request and judges the answer. The call knows at any moment whether it may have been carried out.
---@param call aws.Call
---@param request aws.TransportRequest
---@return table? output
---@return table? fields of the error, where there is no output
function attempt.send(call, request)
  local output, failure, fields
  call.response = nil
  if call.values.transport then
    call.response, failure, fields = send_foreign(call, request)
  else -- what our own transport lets pass (an error of a debug hook) goes on as it is
    call.outcome = "unknown"
    call.response, failure = call.state.transport(request)
  end
  if not fields then output, fields = judge(call, failure) end
  return output, fields
end

--- Judges an answer that had come when the call was interrupted.
---@param call aws.Call
function attempt.judge_again(call)
  if call.response and call.outcome == "unknown" then judge(call) end
end

return attempt
