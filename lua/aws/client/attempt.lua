--- One attempt of a call: its request, signed, sent, and its outcome.
local errors = require "aws.errors.typed"
local outcome = require "aws.client.outcome"
local tasks = require "aws.waiting.task"
local templates = require "aws.client.template"
local user_functions = require "aws.waiting.user_functions"

local attempt = {}

-- Sign ----------------------------------------------------------------------------------------------------------

--- The value of the header that tells attempts apart. Most calls need one attempt: a client keeps its last value of those.
local function attempt_text(call)
  local number, max, state = call.progress.attempts + 1, call.max_attempts, call.state
  if number == 1 and state.first_attempt_of == max then return state.first_attempt end
  local text = ("attempt=%d; max=%d"):format(number, max)
  if number > 1 then return text end
  state.first_attempt_of = nil -- an error in between must not leave a text that tells something else
  state.first_attempt = text
  state.first_attempt_of = max
  return text
end

--- Signs the call's next attempt for the time it is.
---@return aws.RequestTemplate
local function sign(call)
  local own, text = call.attempt, attempt_text(call)
  own.signed_at = user_functions.now(call.values, call.state.skew)
  local template = call.template or call.endpoint.templates[call.operation] or templates.of(call, text)
  call.template = template
  local headers, problems =
    template.signing:sign(call.state.signer, own.keys, own.signed_at, call.unsigned.body, call.invocation_id, text)
  if not headers then templates.refuse(problems) end
  own.signed = headers
  return template
end

--- The request of the call's next attempt, signed. Its headers are an object that our own transports send.
---@param call aws.Call
---@param timeout? number seconds left
---@return aws.TransportRequest # raises ConfigError for what cannot be signed
function attempt.sign(call, timeout)
  local values, template = call.values, sign(call)
  return {
    method = call.unsigned.method,
    url = template.url,
    headers = call.attempt.signed,
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
  return { method = request.method, url = request.url, headers = request.headers:list(), body = request.body }
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
  request.headers = request.headers:list()
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
