--- Calls of the AWS services that hand out keys: where each of them is, and when it is asked again.
local user_functions = require "aws.waiting.user_functions"
local config = require "aws.settings.config"
local core = require "aws.core"
local document = require "aws.credentials.services.document"
local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors.typed"
local exchange = require "aws.credentials.services.exchange"
local origin = require "aws.credentials.origin"
local redact = require "aws.errors.redact"
local retry = require "aws.retry"

local aws_service = {}

---@class aws.CredentialsService
---@field service_id string
---@field endpoint_prefix string
---@field fips_without_name string[] partitions whose FIPS endpoint is the standard one

--- Facts of the services' endpoint rule sets.
---@type table<string, aws.CredentialsService>
local services = {
  sts = { service_id = "STS", endpoint_prefix = "sts", fips_without_name = { "aws-us-gov" } },
  sso = { service_id = "SSO", endpoint_prefix = "portal.sso", fips_without_name = { "aws-us-gov" } },
  sso_oidc = { service_id = "SSO OIDC", endpoint_prefix = "oidc", fips_without_name = { "aws-us-gov" } },
}

local ATTEMPTS = 3

--- Bytes of an answer, headers and body.
local LONGEST_ANSWER = 256 * 1024

--- The identity provider of a web identity did not answer STS in time. STS asks to try again.
local transient_codes = { IDPCommunicationError = true }

--- The variables that name the endpoints of these services.
---@param ... "sts"|"sso"|"sso_oidc"
---@return string[]
function aws_service.variables(...)
  local names = {}
  for _, name in ipairs({ ... }) do
    for _, variable in ipairs(config.endpoint_variables(services[name].service_id)) do names[#names + 1] = variable end
  end
  return names
end

--- Where a service is: at a configured endpoint, else at the region's.
---@param name "sts"|"sso"|"sso_oidc"
---@param region string
---@param surroundings aws.Surroundings
---@return aws.Endpoint
---@return boolean is_configured
---Raises ConfigError for a configured text that is not a URL.
function aws_service.endpoint(name, region, surroundings)
  local facts = services[name]
  local url, source = config.endpoint_url_for(facts.service_id, surroundings.getenv, surroundings.profiles,
    surroundings.ignore_configured_endpoint_urls)
  if url then return endpoint.parse(url, source), true end
  url = endpoint.url(facts, region, surroundings.use_fips_endpoint, surroundings.use_dualstack_endpoint)
  return endpoint.parse(url, facts.service_id), false
end

---@class aws.ServiceCall what is asked of a service
---@field make_request fun(): aws.TransportRequest a new one for each attempt
---@field read_error fun(response: aws.TransportResponse): string?, string? code and message
---@field secrets string[] what the service may repeat in its error
---@field is_signed? boolean the service refuses it where the clock is wrong
---@field transient? table<string, true> more codes of failures that may go away by themselves
---@field replace? fun(problem: aws.ServiceProblem): boolean where keys or a token may have been refused: whether the next
---request has others

---@class aws.ServiceProblem why a service gave no answer that can be used
---@field code string of the service's error, "HTTP 503", or a failure's type
---@field status? integer
---@field message string without the secrets of the request
---@field is_coded? boolean the answer has a code of the service's

local function problem_of(response, failure, read_error)
  if not response then return { code = failure.type, message = failure.message, status = failure.status } end
  local code, message = read_error(response)
  return {
    code = code or ("HTTP %d"):format(response.status),
    message = message or "",
    status = response.status,
    is_coded = code ~= nil,
  }
end

local function is_transient(call, problem)
  return transient_codes[problem.code] or call.transient and call.transient[problem.code]
    or retry.is_retryable(problem.code, problem.status)
end

--- How long to wait after a failed attempt.
local function delay_after(attempt, problem, random)
  local is_throttled = retry.is_throttling(problem.code, problem.status)
  return retry.delay(attempt, is_throttled, user_functions.number({ random = random }, "random"))
end

local function is_good(response)
  return response and response.status >= 200 and response.status < 300
end

--- Corrects the client's clock by an error. An error without a code is a proxy's, whose clock may be wrong.
---@return boolean? whether another signature may succeed
local function correct_clock(call, context, response, problem, asked_at)
  if not (response and problem.is_coded and context.correct_clock) then return nil end
  if call.is_signed and not retry.may_be_skew(problem.code) then return nil end
  return context.correct_clock(response.headers, asked_at) and call.is_signed
end

--- Sends one request.
---@return aws.TransportResponse? response with a 2xx status
---@return aws.ServiceProblem? problem
---@return boolean? is_corrected the clock was wrong
---@return number asked_at epoch seconds
local function attempt_once(call, context)
  local asked_at, request = context.now(), call.make_request()
  request.max_response_bytes = LONGEST_ANSWER
  local response, failure = exchange.send(context, request, call.secrets)
  if is_good(response) then return response, nil, nil, asked_at end
  local problem = redact.members(problem_of(response, failure, call.read_error), call.secrets)
  return nil, problem, correct_clock(call, context, response, problem, asked_at), asked_at
end

--- Calls a service, three times at most. It is called again after a failure that may go away by itself; once after the
--- clock was corrected, for a signed request; and where `replace` has other keys or another token.
---@param context aws.CredentialsContext its clock may be corrected
---@param call aws.ServiceCall
---@param random? fun(): number in [0, 1); default: the system's generator
---@return aws.TransportResponse? response with a 2xx status
---@return aws.ServiceProblem? problem
---@return number asked_at epoch seconds of the last request
---Raises DeadlineExceeded, Interrupted, and what `call`'s functions raise.
function aws_service.call(context, call, random)
  local response, problem, asked_at, was_corrected, is_corrected
  for attempt = 1, ATTEMPTS do
    response, problem, is_corrected, asked_at = attempt_once(call, context)
    if response or attempt == ATTEMPTS then break end
    local is_replaced = call.replace and call.replace(problem)
    if not (is_replaced or is_transient(call, problem) or is_corrected and not was_corrected) then break end
    was_corrected = was_corrected or is_corrected
    exchange.pause(context, delay_after(attempt, problem, random or core.random))
  end
  return response, problem, asked_at
end

--- Corrects the client's clock by an answer that could be read. An answer to a signed request shows that the clock is
--- right. An answer to a request without a signature does not, so its Date counts.
---@param context aws.CredentialsContext its clock may be corrected
---@param response aws.TransportResponse
---@param asked_at number epoch seconds of the request
---@param ends? number epoch seconds at which the keys in the answer end
function aws_service.take_time(context, response, asked_at, ends)
  if context.correct_clock then context.correct_clock(response.headers, asked_at, ends) end
end

--- Raises a CredentialsError that says what a service answered.
---@param name string of the provider
---@param what string "STS AssumeRole of arn:aws:iam::123456789012:role/operator"
---@param problem aws.ServiceProblem
---@param keys? aws.Credentials that signed the request; the error tells whose they are where it is about them
function aws_service.fail(name, what, problem, keys)
  local message = document.excerpt(problem.message)
  local is_about_keys = keys and retry.is_about_keys(problem.code, problem.status)
  errors.raise({
    type = "CredentialsError",
    provider = name,
    message = ("%s: %s: %s%s"):format(name, what, document.excerpt(problem.code), message ~= "" and " (" .. message .. ")" or ""),
    credentials = is_about_keys and origin.describe(keys) or nil,
  })
end

return aws_service
