--- One attempt of a call: its request, signed, sent, and its outcome.
local crypto = require "aws.protocol.crypto"
local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors.typed"
local outcome = require "aws.client.outcome"
local tasks = require "aws.waiting.task"
local user_functions = require "aws.waiting.user_functions"

local attempt = {}

-- Sign ----------------------------------------------------------------------------------------------------------

--- The header that tells attempts apart. Most calls need one attempt: a client keeps its last header of those.
local function attempt_header(call)
  local number, max, state = call.progress.attempts + 1, call.max_attempts, call.state
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

--- Copies of header pairs, which their receiver may change.
local function own_headers(headers)
  local own = {}
  for i = 1, #headers do own[i] = { headers[i][1], headers[i][2] } end
  return own
end

--- What is signed for the call's next attempt. The header pairs are shared.
local function sign(call)
  local unsigned, own = call.unsigned, call.attempt
  own.signed_at = user_functions.now(call.values, call.state.skew)
  local headers, url = call.state.signer:sign({
    method = unsigned.method,
    url = endpoint.request_url(call.endpoint, unsigned.path, unsigned.query),
    headers = build_headers(call),
    body = unsigned.body,
    service = call.state.service.signing_name,
    region = call.values.region,
    credentials = own.keys,
    time = own.signed_at,
  })
  if not headers then
    local problem = crypto.problems(url)[1]
    errors.config("cannot sign: %s %s", problem.path, problem.message)
  end
  own.signed = headers
  return headers, url
end

--- The request of the call's next attempt, signed for the time it is.
---@param call aws.Call
---@param timeout? number seconds left
---@return aws.TransportRequest # raises ConfigError for what cannot be signed
function attempt.sign(call, timeout)
  local values, headers, url = call.values, sign(call)
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

--- What a prepared call returns of its request.
---@param request aws.TransportRequest
---@return aws.PreparedRequest
function attempt.prepared(request)
  return { method = request.method, url = request.url, headers = own_headers(request.headers), body = request.body }
end

-- Send and judge ------------------------------------------------------------------------------------------------

--- Notes when an attempt begins, for the logger.
---@param call aws.Call
function attempt.note_time(call)
  call.attempt.began_at = user_functions.clock(call.values)
end

--- Sends a signed request. The call knows at any moment whether it may have been carried out. What our own transport lets
--- pass (an error of a debug hook) goes on as it is; one of the user's may do anything with the request, and may raise.
---@param call aws.Call
---@param send aws.Transport
---@param request aws.TransportRequest
---@return aws.TransportFailure? failure where there is not a response
---@return { value: any }? raised by the user's transport
function attempt.send(call, send, request)
  local own = call.attempt
  own.response = nil
  if not call.values.transport then
    local failure
    own.outcome = "unknown"
    own.response, failure = send(request)
    return failure
  end
  request.headers = own_headers(request.headers)
  own.outcome = "unknown"
  local ok, response, failure = pcall(send, request)
  if not ok then return nil, { value = response } end
  own.response = response
  return failure
end

--- Judges what came of an attempt.
---@param call aws.Call
---@param failure? aws.TransportFailure
---@param raised? { value: any }
---@return table? output
---@return table? fields of the error, where there is no output
---@return boolean? is_transient the error may go away by itself
function attempt.judge(call, failure, raised)
  if raised then
    if errors.is_interruption(raised.value) then tasks.interrupt() end
    return nil, outcome.of_raise(raised.value)
  end
  local own, of = call.attempt, call.values.transport and outcome.of_foreign or outcome.of
  local output, fields, is_transient = of(call.operation, call.endpoint.url, own.response, failure)
  own.outcome = output and "yes" or fields.applied
  return output, fields, is_transient
end

--- Judges an answer that had come when the call was interrupted.
---@param call aws.Call
function attempt.judge_again(call)
  if call.attempt.response and call.attempt.outcome == "unknown" then attempt.judge(call) end
end

return attempt
