--- How an error of a call leaves it: with service and operation, what happened so far, and without any secret.
local errors = require "aws.errors"
local redact = require "aws.redact"

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
  for secret in pairs(call.secrets or {}) do secrets[#secrets + 1] = secret end
  add_secrets_of_attempt(secrets, call)
  for _, values in pairs({ call.values, call.state.values }) do
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
  for _, secret in pairs(secrets) do call.secrets[secret] = true end
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

--- Raises an error of this call, with what all of them have. Judged over all attempts.
---@param call aws.Call
---@param fields table for errors.new; `cause`: the same of another error
function report.raise(call, fields)
  local own = report.without_secrets(call, fields)
  own.service, own.operation = call.state.service.name, call.name
  own.applied = report.worse(call.applied, own.applied)
  own.attempts = call.attempts or 0
  own.history = report.without_secrets(call, call.history or {})
  if own.cause then
    own.cause.service, own.cause.operation = own.service, own.operation
    own.cause = errors.new(own.cause)
  end
  errors.raise(own)
end

local function interrupted(call)
  local attempts = call.attempts or 0
  local message = attempts == 0 and "interrupted before sending" or ("interrupted after attempt %d"):format(attempts)
  return errors.new({ type = "Interrupted", message = message })
end

local function fail(call, raised)
  if errors.is_interruption(raised) then
    raised = interrupted(call)
  elseif not errors.is(raised) then
    error(raised, 0)
  end
  report.raise(call, raised)
end

--- Runs a step that may raise an error of this library, and completes that error.
---@param call aws.Call
---@param step function
---@return any # what `step` returns
function report.guard(call, step, ...)
  local ok, result = pcall(step, ...)
  if ok then return result end
  fail(call, result)
end

return report
