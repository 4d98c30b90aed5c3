--- How an error of a call leaves it: with service and operation, what happened so far, and without any secret.
local attempt = require "aws.client.attempt"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local redact = require "aws.errors.redact"
local tasks = require "aws.waiting.task"

local report = {}

--- The signature in an Authorization header.
local function signature_in(headers)
  for _, header in ipairs(headers) do
    if header[1] == "Authorization" then return header[2]:match("Signature=(%x+)") end
  end
end

local function add_keys(secrets, keys)
  if type(keys) ~= "table" then return end
  for _, name in ipairs({ "secret_access_key", "session_token" }) do
    local secret = rawget(keys, name)
    if type(secret) == "string" then secrets[#secrets + 1] = secret end
  end
end

local function add_secrets_of_attempt(secrets, call)
  if call.signed then secrets[#secrets + 1] = signature_in(call.signed) end
  add_keys(secrets, call.keys)
end

--- What nothing that this call says may show, as far as it is known yet.
local function secrets_of(call)
  local secrets = {}
  for secret in iterate.pairs(call.secrets or {}) do secrets[#secrets + 1] = secret end
  add_secrets_of_attempt(secrets, call)
  for _, values in iterate.pairs({ call.values, call.state.values }) do
    add_keys(secrets, rawget(values, "credentials"))
  end
  return secrets
end

--- Remembers the secrets of an attempt that failed: the next one has others.
---@param call aws.Call
function report.keep_secrets(call)
  local secrets = {}
  add_secrets_of_attempt(secrets, call)
  call.secrets = call.secrets or {}
  for _, secret in iterate.pairs(secrets) do call.secrets[secret] = true end
end

--- A copy of a table of this call's, without any secret.
---@param call aws.Call
---@param fields table
---@return table
function report.without_secrets(call, fields)
  return redact.members(fields, secrets_of(call))
end

local certainty = { no = 0, unknown = 1, yes = 2 }

--- What is known when two attempts came to `one` and `other`: a refusal takes nothing back.
---@param one? "no"|"yes"|"unknown"
---@param other? "no"|"yes"|"unknown"
---@return "no"|"yes"|"unknown"
function report.worse(one, other)
  one, other = one or "no", other or "no"
  return certainty[one] > certainty[other] and one or other
end

--- What is known of the whole call when it ends with an error that says `applied` of itself.
local function applied_in_all(call, applied)
  return report.worse(call.applied, report.worse(call.outcome, applied))
end

--- Raises an error of this call, with what all of them have. Judged over all attempts.
---@param call aws.Call
---@param fields table for errors.new; `cause`: a text, or the same of another error
function report.raise(call, fields)
  local own = report.without_secrets(call, fields)
  own.service, own.operation = call.state.service.name, call.name
  own.applied = applied_in_all(call, own.applied)
  own.attempts = call.attempts or 0
  own.history = report.without_secrets(call, call.history or {})
  if type(own.cause) == "table" then
    own.cause.service, own.cause.operation = own.service, own.operation
    own.cause = errors.new(own.cause)
  end
  call.is_reported = true
  errors.raise(own)
end

local function interrupted(call, raised)
  local attempts = call.attempts or 0
  local message = attempts == 0 and "interrupted before sending" or ("interrupted after attempt %d"):format(attempts)
  return { type = "Interrupted", message = message, cause = raised }
end

--- Ends what a step of the call has begun and an error kept from ending.
local function clear_up(call)
  if call.flight then call.flight.done = true end
  if call.telling then call.state.logging[call.telling] = nil end
end

--- Raises what a step raised as the call's error. A value of others (a debug hook's) stays as it is.
local function fail(call, raised)
  clear_up(call)
  if errors.is_interruption(raised) then
    tasks.interrupt()
    attempt.judge_again(call)
    report.raise(call, interrupted(call, raised))
  elseif errors.is_closed(raised) then
    report.raise(call, { type = "ConfigError", message = errors.CLOSED })
  elseif errors.is(raised) and not call.is_reported then
    report.raise(call, raised)
  elseif errors.exhausted(raised) then
    attempt.judge_again(call)
    report.raise(call, { type = "ConfigError", message = errors.exhausted(raised) })
  end
  error(raised, 0)
end

--- So often an error may be interrupted, or memory or stack run out, while it is completed.
local PATIENCE = 3

--- Runs a step that may raise an error of this library, and completes that error. A debug hook may raise at any
--- instruction: Ctrl-C becomes an error of the call's, however far that has come.
---@param call aws.Call
---@param step function
---@return any # what `step` returns, two values at most
---@return any
function report.guard(call, step, ...)
  local ok, result, more = pcall(step, ...)
  if ok then return result, more end
  for _ = 1, PATIENCE do
    local _, raised = pcall(fail, call, result)
    result = raised
    if not (errors.is_interruption(raised) or errors.exhausted(raised)) then break end
  end
  error(result, 0)
end

--- Runs a step of making a client, and completes its error. No call is under way: nothing was sent.
---@param service string its module: "dms"
---@param operation? string for which the client is made
---@param settings? table as they were given: no message shows keys in them
---@param step function
---@return any # what `step` returns, two values at most
---@return any
function report.making(service, operation, settings, step, ...)
  return report.guard({ state = { service = { name = service }, values = settings }, name = operation }, step, ...)
end

return report
