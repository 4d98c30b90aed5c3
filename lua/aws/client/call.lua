--- The life of a call: `run` is its story from the beginning to the end.
local attempts = require "aws.client.attempt"
local begin = require "aws.client.begin"
local budget = require "aws.client.budget"
local late = require "aws.language.late"
local decide = late "aws.client.decide"
local errors = require "aws.errors.typed"
local events = late "aws.client.events"
local keys = require "aws.client.keys"
local pause = require "aws.client.pause"
local protocol = require "aws.protocol"
local report = require "aws.client.report"

local calls = {}

---@class aws.Metadata
---@field status integer
---@field request_id? string
---@field headers table<string, string> lower-case names
---@field attempts integer
---@field retry_delay number seconds slept in all
---@field endpoint string
---@field invocation_id string what AWS was sent as `amz-sdk-invocation-id`, the same for all attempts
---@field index? integer of the item, inside aws.map
---@field history? aws.Attempt[] every attempt, when there was more than one

---@class aws.PreparedRequest a request that is signed and not sent
---@field method string
---@field url string
---@field headers string[][] list of {name, value}, Host first
---@field body string

--- One call. It stays as it is once `begin.settle` has filled it (until then `values` are the client's), but for `input` and
--- `unsigned`, which `run` adds, and the marks.
---@class aws.Call
---@field state aws.ClientState
---@field service string "dms"
---@field name string of the operation
---@field values table settings of this call
---@field operation aws.Operation
---@field budget? aws.Budget
---@field credentials aws.CredentialsSource
---@field context fun(self: aws.Call, is_detached?: boolean): aws.CredentialsContext what a provider of its keys may use
---@field endpoint aws.Endpoint
---@field invocation_id string first of all: errors of any step have it
---@field index? integer of the item of aws.map that makes it
---@field max_attempts integer
---@field limiter? aws.Limiter
---@field new_token? fun(): string of an operation with idempotency tokens
---@field safeguards? aws.Safeguards of a call that changes something, where the client has any
---@field input? table as it was given
---@field unsigned aws.UnsignedRequest
---@field template? aws.RequestTemplate of its requests: a mark of `attempt`
---@field attempt aws.CurrentAttempt
---@field progress aws.Progress
---@field flight? aws.Flight the fetch of credentials that it owns: a mark of `aws.credentials.keep.refresh`, for clearing up
---@field telling? thread|string the coroutine in which its logger or audit function runs: a mark of `events`, for clearing up
---@field told? "logger"|"audit" which of them: another
---@field on_end? fun(call: aws.Call, fields: table) hears how the call ended: a mark of `safeguards`
---@field is_failure_told? boolean the logger has heard of the error that ends the call: a mark of `run` and of `report`

--- The attempt under way, or the last one.
---@class aws.CurrentAttempt
---@field keys? aws.Credentials written by `keys`, as is the next
---@field is_renewed? boolean the service refused the call's keys, and they were asked for again
---@field is_time_corrected? boolean written by `skew`: the service refused the time of the signature
---@field signed? userdata headers, whose list() is a table of pairs; the rest is written by `attempt`
---@field signed_at? number epoch seconds
---@field began_at? number of the `clock`, for events
---@field outcome? "no"|"yes"|"unknown" whether it carried the operation out, from when it is sent
---@field response? aws.TransportResponse

--- What has happened so far. Written here, but for `secrets`.
---@class aws.Progress
---@field attempts integer sent so far
---@field retry_delay number seconds slept so far
---@field history? aws.Attempt[] since the first failure
---@field applied? "no"|"yes"|"unknown" over all attempts that failed
---@field last? table the failure before this attempt
---@field cost? integer what the last retry took from the quota
---@field secrets? table<string, true> of attempts that failed, written by `report`

--- What a field is before it is written. LuaJIT makes room for the value of a variable, but not for a `nil` that it sees.
local LATER = nil

--- Room for what every call has: the tables do not grow while it is made.
local function new_call(state, name)
  return {
    state = state, service = state.service.name, name = name, values = state.values, operation = LATER, credentials = LATER,
    context = LATER, endpoint = LATER, invocation_id = LATER, max_attempts = LATER, input = LATER, unsigned = LATER,
    template = LATER,
    attempt = { keys = LATER, signed = LATER, signed_at = LATER, outcome = LATER, response = LATER },
    progress = { attempts = 0, retry_delay = 0 },
  }
end

-- Steps ---------------------------------------------------------------------------------------------------------

--- How requests go out from here. A transport of the user's may work anywhere; ours does not in some phases of nginx, which
--- has to be known before a provider of keys is asked: it may run a program.
local function sender_of(call)
  local transport = call.state.transport
  if call.values.transport then return transport end
  local send, cause = transport:sender()
  return send or errors.config("%s", cause)
end

--- Waits for the call's turn in the adaptive mode.
local function take_turn(call)
  local progress, seconds = call.progress, pause.for_turn(call)
  progress.retry_delay = progress.retry_delay + seconds
  local history = progress.history
  if history then history[#history].delay = history[#history].delay + seconds end
end

--- Tells the logger of an attempt that begins.
local function announce(call)
  events.attempt(call)
  attempts.note_time(call)
end

--- Takes note of a failed attempt, so that the next one may take its place.
local function note_failure(call, fields)
  local progress = call.progress
  report.keep_secrets(call)
  report.add_keys_used(call, fields)
  progress.applied = report.worse(progress.applied, fields.applied)
  progress.history = progress.history or {}
  progress.history[#progress.history + 1] =
    { outcome = fields.type, status = fields.status, request_id = fields.request_id, delay = 0 }
  budget.book(call, "attempts")
  pause.learn(call, fields.throttling)
  if call.values.logger then events.response(call, fields) end
end

--- Waits before the next attempt.
local function back_off(call, fields, delay, reason, cost)
  local progress = call.progress
  progress.cost, progress.last = cost, fields
  progress.history[#progress.history].delay = delay
  if call.values.logger then events.retry(call, reason, delay) end
  pause.back_off(call, delay)
  progress.retry_delay = progress.retry_delay + delay
end

--- Takes note of a success. Nothing here may take the answer away.
local function note_success(call, response)
  local answer = { status = response.status, request_id = protocol.request_id(response.headers), applied = "yes" }
  report.tell_end(call, answer) -- first: a `clock` that fails must not keep it from the audit
  pause.learn(call, false)
  if call.values.logger then events.response(call, answer) end
end

local function metadata_of(call, response)
  local progress, request_id = call.progress, protocol.request_id(response.headers)
  local metadata = {
    status = response.status,
    request_id = request_id,
    headers = response.headers,
    attempts = progress.attempts,
    retry_delay = progress.retry_delay,
    endpoint = call.endpoint.base,
    invocation_id = call.invocation_id,
    index = call.index,
  }
  local history = progress.history
  if history then
    history[#history + 1] = { outcome = "ok", status = response.status, request_id = request_id, delay = 0 }
    metadata.history = report.without_secrets(call, history)
  end
  return metadata
end

local function succeed(call)
  local response, quota = call.attempt.response, call.state.quota
  if quota.left < quota.capacity then decide.give_back(call) end
  if call.limiter or call.values.logger or call.on_end then
    local ok, raised = pcall(note_success, call, response)
    if not ok and errors.is_interrupted(raised) then error(raised, 0) end
  end
  return metadata_of(call, response)
end

-- A call --------------------------------------------------------------------------------------------------------

--- A call from its beginning to its end: begin, build and confirm; then keys, turn, sign, send, judge and decide, until the
--- decision is final. A prepared call takes no turn and ends with the signed request. What is raised here becomes the
--- call's error in `guard`.
local function run(call, input, options, is_prepared)
  begin.settle(call, options)
  call.input = input == nil and {} or input
  call.unsigned = protocol.build(call.operation, call.input, call.new_token)
  if call.safeguards then call.safeguards.confirm(call) end
  local send = not is_prepared and sender_of(call)
  local attempt, progress = call.attempt, call.progress
  while true do
    if not attempt.keys then keys.fetch(call) end
    if call.limiter and not is_prepared then take_turn(call) end
    local request = attempts.sign(call, call.budget and budget.check(call, 0))
    if is_prepared then return attempts.prepared(request) end
    if call.values.logger then announce(call) end
    if call.safeguards then call.safeguards.announce(call) end
    progress.attempts = progress.attempts + 1
    local output, fields, is_transient = attempts.judge(call, attempts.send(call, send, request))
    if output then return output, succeed(call) end
    note_failure(call, fields)
    local delay, reason, cost = decide.retry(call, fields, is_transient)
    if not delay then
      call.is_failure_told = true -- by the attempt's response
      errors.raise(fields)
    end
    back_off(call, fields, delay, reason, cost)
  end
end

--- The one guard of a call: Ctrl-C and errors of any step become the call's error.
local function guard(state, name, input, options, is_prepared)
  local call = new_call(state, name)
  local ok, result, metadata = pcall(run, call, input, options, is_prepared)
  if ok then return result, metadata end
  report.fail(call, result)
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
  return guard(state, name, input, options, false)
end

--- The signed request of a call that is not made. Its headers are the caller's own.
---@param state aws.ClientState
---@param name string of the operation
---@param input? table
---@param options? aws.Options
---@return aws.PreparedRequest # raises what a call raises before it sends
function calls.prepare(state, name, input, options)
  return guard(state, name, input, options, true)
end

return calls
