--- One call, start to end: validate → build → (sign → send → read, until that is final).
local adaptive = require "aws.retry.adaptive"
local user_functions = require "aws.waiting.user_functions"
local attempt = require "aws.client.attempt"
local budget = require "aws.client.budget"
local config = require "aws.settings.config"
local provider_context = require "aws.client.provider_context"
local core = require "aws.core"
local credentials = require "aws.credentials"
local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors.typed"
local events = require "aws.client.events"
local key_rules = require "aws.credentials.keys"
local nginx = require "aws.waiting.nginx"
local protocol = require "aws.protocol"
local quota = require "aws.retry.quota"
local report = require "aws.client.report"
local retry = require "aws.retry"
local skew = require "aws.client.skew"

local calls = {}

---@class aws.Metadata
---@field status integer
---@field request_id? string
---@field headers table<string, string> lower-case names
---@field attempts integer
---@field retry_delay number seconds slept in all
---@field endpoint string
---@field history? aws.Attempt[] every attempt, when there was more than one

---@class aws.PreparedRequest a request that is signed and not sent
---@field method string
---@field url string
---@field headers string[][] list of {name, value}, Host first
---@field body string

--- What a client keeps.
---@class aws.ClientState
---@field service aws.ServiceModel
---@field values table settings
---@field endpoints table<string, aws.Endpoint> by region
---@field operations table<string, aws.Operation> by name
---@field user_agent string[] the header
---@field first_attempt string[] amz-sdk-request of its first attempts
---@field first_attempt_of integer the most attempts that it tells
---@field signer userdata
---@field transport aws.Transport
---@field credentials aws.CredentialsSource
---@field surroundings aws.Surroundings of its credentials
---@field call_credentials table<table, aws.CredentialsSource> of calls with credentials of their own; with weak keys
---@field quota aws.Quota for the retries of all its calls
---@field skew number seconds to add to `now` for a signature
---@field limiter? aws.Limiter of the adaptive mode
---@field logging table<thread|string, boolean> coroutines in which its logger runs; with weak keys
---@field is_misuse_told? boolean its logger was told that it may not yield
---@field logged_key_id? string access key that events were last about
---@field closed boolean

--- One call under way.
---@class aws.Call
---@field state aws.ClientState
---@field name string
---@field attempts integer sent so far
---@field retry_delay number seconds slept so far
---@field values table settings of this call
---@field operation aws.Operation
---@field unsigned aws.UnsignedRequest
---@field endpoint aws.Endpoint
---@field invocation_id string
---@field max_attempts integer
---@field credentials aws.CredentialsSource
---@field keys aws.Credentials of the attempt
---@field signed string[][] headers of the attempt
---@field signed_at number epoch seconds
---@field budget? aws.Budget
---@field limiter? aws.Limiter
---@field began_at? number when the attempt began, for events
---@field history? aws.Attempt[] since the first failure
---@field applied? "no"|"yes"|"unknown" over all attempts that failed
---@field outcome? "no"|"yes"|"unknown" of the last attempt, from when it begins
---@field response? aws.TransportResponse of the last attempt
---@field flight? aws.Flight the fetch of credentials that it owns
---@field telling? thread|string the coroutine in which its logger runs
---@field is_reported? boolean its error is complete
---@field cost? integer of the last retry
---@field last? table the failure before it
---@field secrets? table<string, true> of earlier attempts
---@field is_skew_corrected? boolean
---@field is_renewed? boolean its credentials were refused, and asked for again

--- Room for what every call has: the table does not grow while it is made.
local function new_call(state, name)
  return {
    state = state, name = name, attempts = 0, retry_delay = 0, values = nil, operation = nil, unsigned = nil, endpoint = nil,
    invocation_id = nil, max_attempts = nil, credentials = nil, keys = nil, signed = nil, signed_at = nil,
    outcome = nil, response = nil,
  }
end

-- Before the first attempt --------------------------------------------------------------------------------------

--- The endpoint of a region, or the one that was configured, and the proxy on the way.
---@param state aws.ClientState
---@param values table settings
---@return aws.Endpoint # raises ConfigError
function calls.endpoint_for(state, values)
  local region = values.region
  local key = values.endpoint_url and "" or region .. (values.use_fips_endpoint and " fips" or "")
  local found = state.endpoints[key]
  if not found then
    local url = values.endpoint_url
      or endpoint.url(state.service, region, values.use_fips_endpoint, values.use_dualstack_endpoint)
    found = endpoint.parse(url, "endpoint_url")
    found.proxy = values.proxy_for(found.url)
    state.endpoints[key] = found
  end
  return found
end

--- A number of `bits` bits from the `random` setting.
local function draw(call, bits)
  return math.floor(user_functions.random(call) * 2 ^ bits)
end

--- A random UUID; from the `random` setting when there is one.
local function random_uuid(call)
  if call.values.random == core.random then return user_functions.uuid() end
  return ("%08x-%04x-4%03x-%04x-%06x%06x"):format(draw(call, 32), draw(call, 16), draw(call, 12),
    0x8000 + draw(call, 14), draw(call, 24), draw(call, 24))
end

--- Raises NoRegionError.
calls.raise_no_region = config.raise_no_region

local function check_open(state)
  if state.closed then errors.config("the client is closed") end
end

--- The client's limiter of the adaptive mode, made when a call first wants it.
local function limiter_of(call)
  local state = call.state
  state.limiter = state.limiter or adaptive.new(user_functions.clock(call))
  return state.limiter
end

local function begin(call, options)
  local state = call.state
  check_open(state)
  call.values = options == nil and state.values or config.for_call(state.values, options)
  call.operation = state.operations[call.name] or protocol.compile(state.service, call.name)
  state.operations[call.name] = call.operation
  if not call.values.region then calls.raise_no_region() end
  budget.begin(call)
  local keys = options and rawget(options, "credentials")
  call.credentials = keys and credentials.for_call(keys, state.surroundings, state.call_credentials) or state.credentials
  call.endpoint = calls.endpoint_for(state, call.values)
  call.invocation_id = random_uuid(call)
  local mode = call.values.retry_mode
  call.max_attempts = mode == "off" and 1 or call.values.max_attempts
  if mode == "adaptive" then call.limiter = limiter_of(call) end
end

-- An attempt ----------------------------------------------------------------------------------------------------

local function fetch_keys(call)
  call.keys = provider_context.fetch_keys(call)
  check_open(call.state) -- again: a provider may yield
  if call.values.logger then events.credentials(call) end
end

--- A process that was forked meanwhile does not go on with the call: its parent does.
local function check_process(process)
  if core.process_id() == process then return end
  errors.raise({ type = "ConnectionError", message = "the process was forked while the call waited" })
end

local function wait(call, seconds)
  local process = core.process_id()
  user_functions.sleep(call, seconds)
  check_process(process)
  call.retry_delay = call.retry_delay + seconds
  budget.book(call, "back_off")
  check_open(call.state) -- again: others may have run
end

--- Waits until the adaptive mode lets a request go. Returns the seconds.
local function wait_for_turn(call, cause)
  local limiter = call.limiter
  local seconds = limiter:delay(user_functions.clock(call))
  budget.check(call, seconds, cause)
  limiter:take()
  if seconds == 0 then return 0 end
  local ok, raised = pcall(wait, call, seconds)
  if ok then return seconds end
  limiter:put_back()
  error(raised, 0)
end

--- Signs the next attempt, which counts as sent from here on.
---@param call aws.Call
---@param cause? table the last failure
local function next_request(call, cause)
  if not call.keys then fetch_keys(call) end
  if call.limiter then
    local seconds = wait_for_turn(call, cause)
    if call.history then call.history[#call.history].delay = call.history[#call.history].delay + seconds end
  end
  budget.check(call, 0, cause)
  local request = attempt.request(call, budget.left(call))
  if call.values.logger then events.attempt(call) end
  call.attempts = call.attempts + 1
  return request
end

local function build(call, input, options)
  begin(call, options)
  local new_token = call.operation.input.tokens and function() return random_uuid(call) end
  call.unsigned = protocol.build(call.operation, input == nil and {} or input, new_token)
end

--- Before a provider is asked, which may run a program. A transport of the user's own may work anywhere.
local function check_phase(call)
  local how, cause = nginx.waiting()
  if not (how or call.values.transport) then errors.config("%s", cause) end
end

--- Validates, builds and signs: the request of the first attempt.
local function first_request(call, input, options)
  build(call, input, options)
  check_phase(call)
  return next_request(call)
end

--- Takes note of a failed attempt.
local function note_failure(call, fields)
  report.keep_secrets(call)
  call.applied = report.worse(call.applied, fields.applied)
  call.history = call.history or {}
  call.history[#call.history + 1] =
    { outcome = fields.type, status = fields.status, request_id = fields.request_id, delay = 0 }
  budget.book(call, "attempts")
  if call.limiter then call.limiter:learn(fields.throttling, user_functions.clock(call)) end
  if call.values.logger then events.response(call, fields) end
end

--- Has credentials renewed that the service refuses; once for each call. Keys of a file may have been replaced there, or
--- not: the same ones would be refused again.
local function renew(call, fields)
  if call.is_renewed or not retry.is_refused_key(fields.type) then return false end
  local refused = call.keys
  local may_renew, may_be_same = call.credentials:expire(refused)
  if not may_renew then return false end
  call.is_renewed, may_be_same = true, may_be_same or not retry.is_expired(fields.type)
  if call.attempts >= call.max_attempts then return not may_be_same end
  call.keys = nil
  if not may_be_same then return true end
  fetch_keys(call)
  return not key_rules.is_same(refused, call.keys)
end

--- A success that cannot be read, of an operation that changes nothing.
local function may_ask_again(call, fields)
  return call.operation.model.read_only and fields.type == "ResponseParseError" and fields.kind ~= "service"
end

--- Why the next attempt may do better, or nil. What was wrong here is put right, for later calls too.
local function reason_to_retry(call, fields)
  local reason = skew.correct(call, fields) and "clock skew" or renew(call, fields) and "expired credentials"
    or fields.throttling and "throttling" or fields.retryable and "transient"
    or may_ask_again(call, fields) and "unreadable answer" or nil
  fields.retryable = reason ~= nil
  return reason
end

--- Decides what comes after a failed attempt: waits and returns the next request, or nil when the failure is final.
local function after_failure(call, fields)
  note_failure(call, fields)
  if call.budget and fields.type == "DeadlineExceeded" and fields.kind == "transport" then
    budget.exceed(call, "no whole answer", call.last or fields)
  end
  local reason = reason_to_retry(call, fields)
  if not reason or call.attempts >= call.max_attempts then return nil end
  local shared, cost = call.state.quota, quota.cost(fields.throttling)
  if shared.left < cost then return nil end
  local delay = retry.delay(call.attempts, fields.throttling, user_functions.random(call),
    retry.asked_delay(fields.headers, skew.now(call)))
  budget.check(call, delay, fields)
  shared.left, call.cost, call.last = shared.left - cost, cost, fields
  call.history[#call.history].delay = delay
  if call.values.logger then events.retry(call, reason, delay) end
  wait(call, delay)
  return next_request(call, fields)
end

--- Takes note of a success. Nothing here may take the answer away.
local function note_success(call, response)
  if call.limiter then call.limiter:learn(false, user_functions.clock(call)) end
  if not call.values.logger then return end
  events.response(call, { status = response.status, request_id = protocol.request_id(response.headers) })
end

local function succeed(call, response)
  quota.give_back(call.state.quota, call.cost)
  if not (call.limiter or call.values.logger) then return end
  local ok, raised = pcall(note_success, call, response)
  if not ok and (errors.is_interruption(raised) or errors.is(raised, "interrupted")) then error(raised, 0) end
end

-- A call --------------------------------------------------------------------------------------------------------

local function metadata_of(call, response)
  local request_id, history = protocol.request_id(response.headers), call.history
  if history then
    history[#history + 1] = { outcome = "ok", status = response.status, request_id = request_id, delay = 0 }
    history = report.without_secrets(call, history)
  end
  return {
    status = response.status,
    request_id = request_id,
    headers = response.headers,
    attempts = call.attempts,
    retry_delay = call.retry_delay,
    endpoint = call.endpoint.base,
    history = history,
  }
end

local function run(call, input, options)
  local request = first_request(call, input, options)
  local output, fields = attempt.send(call, request)
  while not output do
    request = after_failure(call, fields)
    if not request then report.raise(call, fields) end
    output, fields = attempt.send(call, request)
  end
  succeed(call, call.response)
  return output, metadata_of(call, call.response)
end

--- Makes a call.
---@param state aws.ClientState
---@param name string of the operation
---@param input? table
---@param options? aws.Options
---@return table output
---@return aws.Metadata metadata
---Raises errors of every kind, and what a debug hook raises.
function calls.perform(state, name, input, options)
  local call = new_call(state, name)
  return report.guard(call, run, call, input, options)
end

--- Validates, builds and signs, without a turn in the adaptive mode.
local function signed_request(call, input, options)
  build(call, input, options)
  fetch_keys(call)
  budget.check(call, 0)
  local headers, url = attempt.sign(call)
  return { method = call.unsigned.method, url = url, headers = attempt.own_headers(headers), body = call.unsigned.body }
end

--- The signed request of a call that is not made. Its headers are the caller's own.
---@param state aws.ClientState
---@param name string of the operation
---@param input? table
---@param options? aws.Options
---@return aws.PreparedRequest # raises what a call raises before it sends
function calls.prepare(state, name, input, options)
  local call = new_call(state, name)
  return report.guard(call, signed_request, call, input, options)
end

return calls
