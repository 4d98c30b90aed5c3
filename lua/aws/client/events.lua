--- Tells the `logger` what a call does, and the `audit` function what it changes. Without one, nothing is built.
---
--- An event is a plain table that belongs to its listener, without any secret. What a listener raises is nothing to the
--- call, but for Ctrl-C.
local user_functions = require "aws.waiting.user_functions"
local errors = require "aws.errors.typed"
local origin = require "aws.credentials.origin"
local report = require "aws.client.report"
local require_late = require "aws.language.require_late"
local tasks = require "aws.waiting.task"

local events = {}

---@class aws.Event
---@field type "credentials"|"stale"|"blocked"|"attempt"|"response"|"retry"|"failure"|"look"|"misuse"
---@field service string "dms"
---@field operation string "stop_replication"
---@field invocation_id? string the same for all events of a call; not of "look", and not of a "failure" of what has no call: a
---wait, a listing, a client that cannot be made
---@field index? integer of the item, inside aws.map
---@field attempt? integer which attempt this is about; of "credentials", "stale" and "blocked", the one that needs them; not
---of "failure" and "look"
---@field attempts? integer of the "failure" of a call: how often it was sent, 0 where it was not
---@field max_attempts? integer of "attempt"
---@field endpoint? string of "attempt": where it goes
---@field region? string of "attempt"
---@field access_key_id? string of "attempt", "credentials" and "stale"
---@field expiration? number of "credentials" and "stale": epoch seconds, when they have one
---@field outcome? string of "response": "ok" or the error's type; of "failure" and "stale": the error's type
---@field message? string of "failure"; of "response", when it is an error; of "stale": why the keys could not be renewed; of
---"misuse": what the logger or the audit function did
---@field status? integer of "response", when there was an answer
---@field request_id? string of "response", when there was an answer
---@field applied? "no"|"yes"|"unknown" of "response": whether this attempt carried the operation out; of "failure": whether any
---attempt did
---@field seconds? number of "response": how long the attempt took; of "blocked": how long the worker of nginx stood still
---@field provider? string of "blocked": the one of credentials that did it; of "attempt", "credentials" and "stale": who found
---the keys
---@field place? string of "attempt", "credentials" and "stale": where
---@field reason? "throttling"|"transient"|"clock skew"|"expired credentials"|"unreadable answer" of "retry"
---@field delay? number of "retry": seconds until the next attempt
---@field waiter? string of "look", and of the "failure" of a wait, as are the next: the name of the wait
---@field resource? string the ARN or id
---@field state? string seen last; nil where no look has succeeded
---@field polls? integer looks so far
---@field waited? number seconds so far

--- Adds to an event whose keys it is about.
local function with_origin(call, keys, event)
  local whose = origin.of(keys) or call.credentials.origin or {}
  event.provider, event.place = whose.provider, whose.place
  return event
end

local function send(call, event, listener)
  event.service = call.service
  event.operation = call.name
  event.invocation_id = call.invocation_id
  event.index = tasks.index()
  if listener == "audit" then event.time = user_functions.now(call.values, 0) end
  local listen, own = call.values[listener], report.without_secrets(call, event)
  if type(listen) == "string" then return require_late("aws.client.log").write(call, own) end
  listen(own)
end

local emit

--- Tells of a logger or audit function that yielded where nothing can; once for each client.
local function tell_misuse(call, event, listener, raised)
  if call.state.is_misuse_told or not call.values.logger then return end
  call.state.is_misuse_told = true
  emit(call, {
    type = "misuse",
    attempt = event.attempt or call.progress.attempts,
    message = ("the %s yielded where it may not: it runs in the coroutine that makes the call, and yields only where that can: %s")
      :format(listener == "audit" and "audit function" or listener, raised),
  })
end

--- Calls that a listener makes are not told to it: it would never end.
local function tell(call, event, listener)
  local busy, thread = call.state.telling[listener], coroutine.running() or "main"
  if busy[thread] then return end
  -- First, and in this order: an error in between must not keep the listener from hearing more, nor become another one.
  call.told = listener
  call.telling = thread
  busy[thread] = true
  local ok, raised = pcall(send, call, event, listener)
  busy[thread] = nil
  call.telling = nil
  if not ok and errors.is_interrupted(raised) then
    if listener == "logger" then call.is_failure_told = true end -- it is not asked again: Ctrl-C may have ended its wait
    error(raised, 0)
  end
  if not ok and errors.cannot_yield(raised) then tell_misuse(call, event, listener, raised) end
end

function emit(call, event)
  tell(call, event, "logger")
end

--- A line for the audit function.
---@param call aws.Call
---@param line table
function events.audit(call, line)
  tell(call, line, "audit")
end

--- Keys that the client signs with from now on.
---@param call aws.Call
function events.credentials(call)
  local state, keys = call.state, call.attempt.keys
  if call.credentials ~= state.credentials then return end
  local known = state.logged_key_id
  state.logged_key_id = keys.access_key_id
  if not known or known == keys.access_key_id then return end
  emit(call, with_origin(call, keys, {
    type = "credentials",
    attempt = call.progress.attempts + 1,
    access_key_id = keys.access_key_id,
    expiration = keys.expiration,
  }))
end

--- A provider that kept a worker of nginx from all its other requests.
---@param call aws.Call
---@param attempt integer that needed it
---@param provider string
---@param seconds number
function events.blocked(call, attempt, provider, seconds)
  emit(call, { type = "blocked", attempt = attempt, provider = provider, seconds = seconds })
end

--- Keys that could not be renewed, and go on serving.
---@param call aws.Call
---@param attempt integer that needed them
---@param keys aws.Credentials
---@param failure aws.Error
function events.stale(call, attempt, keys, failure)
  emit(call, with_origin(call, keys, {
    type = "stale",
    attempt = attempt,
    access_key_id = keys.access_key_id,
    expiration = keys.expiration,
    outcome = failure.type,
    message = failure.message,
  }))
end

--- An attempt that begins.
---@param call aws.Call
function events.attempt(call)
  local keys = call.attempt.keys
  emit(call, with_origin(call, keys, {
    type = "attempt",
    attempt = call.progress.attempts + 1,
    max_attempts = call.max_attempts,
    endpoint = call.endpoint.base,
    region = call.values.region,
    access_key_id = keys.access_key_id,
  }))
end

--- The outcome of an attempt.
---@param call aws.Call
---@param answer { type?: string, message?: string, status?: integer, request_id?: string, applied?: string }
function events.response(call, answer)
  emit(call, {
    type = "response",
    attempt = call.progress.attempts,
    outcome = answer.type or "ok",
    message = answer.message,
    status = answer.status,
    request_id = answer.request_id,
    applied = answer.applied or "yes",
    seconds = user_functions.clock(call.values) - call.attempt.began_at,
  })
end

--- A wait before the next attempt.
---@param call aws.Call
---@param reason string
---@param delay number seconds
function events.retry(call, reason, delay)
  emit(call, { type = "retry", attempt = call.progress.attempts, reason = reason, delay = delay })
end

--- The message of an error, without the keys of an input's maps: they may be what the model calls sensitive.
local function message_of(failure)
  if failure.type ~= "ParamValidationError" or not failure.problems then return failure.message end
  local lines = {}
  for i, problem in ipairs(failure.problems) do lines[i] = problem.path:gsub('%[".*', '["…"]') .. " " .. problem.message end
  return table.concat(lines, "; ")
end

--- An error that ends a call, or a wait, and that no "response" has told of: it came before anything was sent, or between two
--- attempts, or it is Ctrl-C.
---@param about aws.Subject
---@param failure table as it is raised
function events.failure(about, failure)
  emit(about, {
    type = "failure", attempts = not about.wait and failure.attempts or nil, outcome = failure.type,
    message = message_of(failure), applied = failure.applied, waiter = failure.waiter, resource = failure.resource_id,
    state = failure.state, polls = failure.polls, waited = failure.waited,
  })
end

--- A look of a wait. The call that has looked has told of itself.
---@param about aws.Subject the wait
---@param waiter aws.Waiter
---@param info aws.WaitInfo
function events.look(about, waiter, info)
  emit(about, {
    type = "look", waiter = info.waiter, resource = waiter.resource_id, state = info.state, polls = info.polls, waited = info.waited,
  })
end

return events
