--- The outcome of one attempt: an output, or the members of an error. Nothing is raised here.
local errors = require "aws.errors.typed"
local late = require "aws.language.late"
local protocol = require "aws.protocol"
local require_late = require "aws.language.require_late"
local retry = late "aws.retry"

local outcome = {}

--- Of transports, loaded for a user's.
local contract

local function is_success(status)
  return status >= 200 and status < 300
end

--- Adds what there is of an answer.
local function with_answer(fields, answer)
  fields.status = answer.status
  fields.headers = answer.headers
  fields.request_id = fields.request_id or protocol.request_id(answer.headers)
  return fields
end

--- An answer that is not 2xx. 1xx and 5xx are not a final word, and a request that was sent twice on the way may have
--- been carried out the first time.
local function of_service_error(operation, answer)
  local fields = protocol.parse_error(operation, answer)
  fields.throttling = retry.is_throttling(fields.type, answer.status)
  local is_final = answer.status >= 200 and answer.status < 500
  fields.applied = is_final and not answer.resent and "no" or "unknown"
  return with_answer(fields, answer), retry.is_retryable(fields.type, answer.status)
end

--- A 2xx answer that cannot be read: the operation was carried out, if it is AWS's.
local function of_unreadable(type_name, url, message, answer)
  if protocol.is_from_aws(answer.headers) then
    return with_answer({ type = type_name, message = message, applied = "yes" }, answer)
  end
  message = ("%s; without AWS's request id it may come from a captive portal, a proxy or a wrong endpoint (%s)"):format(message, url)
  return with_answer({ type = type_name, message = message, applied = "unknown" }, answer)
end

--- A refusal whose body did not arrive.
local function of_cut_error(operation, answer, message)
  local fields, is_transient = of_service_error(operation, answer)
  fields.message = message
  return fields, is_transient
end

--- A failure after the answer's headers had arrived: they say what happened.
local function of_cut_answer(operation, url, failure)
  local answer = {
    status = failure.status,
    headers = failure.headers or {},
    body = "",
    resent = failure.resent,
  }
  local message = "the answer was cut short: " .. failure.message
  if not is_success(answer.status) then return of_cut_error(operation, answer, message) end
  local type_name = failure.type == "ResponseTooLargeError" and failure.type or "ResponseParseError"
  return of_unreadable(type_name, url, message, answer)
end

local function of_failure(operation, url, failure)
  if failure.status then return of_cut_answer(operation, url, failure) end
  return {
    type = failure.type,
    kind = errors.kind_of(failure.type) or "transport",
    message = url .. ": " .. failure.message,
    applied = (failure.sent or failure.resent) and "unknown" or "no",
    cause = type(failure.cause) == "string" and failure.cause or nil,
  }, not failure.final and retry.is_retryable(failure.type)
end

local function of_response(operation, url, response)
  if not is_success(response.status) then return nil, of_service_error(operation, response) end
  local output, fault = protocol.parse(operation, response)
  if output then return output end
  return nil, of_unreadable("ResponseParseError", url, fault, response)
end

--- A user's transport that breaks its contract: what happened is not known.
local function of_misuse(message)
  return { type = "ConfigError", message = "the transport " .. message, applied = "unknown" }
end

--- Judges what the transport returned.
---@param operation aws.Operation
---@param url string of the endpoint, for messages
---@param response? aws.TransportResponse
---@param failure? aws.TransportFailure
---@return table? output
---@return table? fields for errors.new, where there is no output
---@return boolean? is_transient the error may go away by itself
function outcome.of(operation, url, response, failure)
  if response then return of_response(operation, url, response) end
  return nil, of_failure(operation, url, failure)
end

--- Judges what a user's transport returned, which may be anything; otherwise as `of`.
---@param operation aws.Operation
---@param url string
---@param response any
---@param failure any
---@return table? output
---@return table? fields
---@return boolean? is_transient
function outcome.of_foreign(operation, url, response, failure)
  contract = contract or require_late("aws.transport.contract")
  if response ~= nil and contract.is_response(response) or response == nil and contract.is_failure(failure) then
    return outcome.of(operation, url, response, failure)
  end
  return nil, of_misuse("returned neither a response nor a failure: " .. contract.fault(response, failure))
end

--- Judges what a user's transport raised.
---@param raised any
---@return table fields for errors.new
function outcome.of_raise(raised)
  if errors.is_interruption(raised) then
    return { type = "Interrupted", message = "interrupted while waiting for the answer", applied = "unknown", cause = raised }
  end
  if errors.is(raised, "interrupted") then -- it waited with functions of this library, and the map around it has ended
    return { type = raised.type, message = raised.message, applied = "unknown", cause = raised.cause }
  end
  return of_misuse("raised: " .. (type(raised) == "string" and raised or "a " .. type(raised)))
end

return outcome
