--- How an error of a call leaves it: with service and operation, what happened so far, and without any secret.
local attempts = require "aws.client.attempt"
local certainty = require "aws.errors.certainty"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local late = require "aws.language.late"
local origin = require "aws.credentials.origin"
local redact = late "aws.errors.redact"
local require_late = require "aws.language.require_late"
local retry = late "aws.retry"
local tasks = require "aws.waiting.task"

local report = {}

--- The signature in an Authorization header.
local function signature_in(headers)
  for _, header in ipairs(headers:list()) do
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

local function add_secrets_of_attempt(secrets, attempt)
  if attempt.signed then secrets[#secrets + 1] = signature_in(attempt.signed) end
  add_keys(secrets, attempt.keys)
end

--- What nothing that is said of a call may show, as far as it is known yet.
local function secrets_of(about)
  local secrets, client = {}, about.state
  for secret in iterate.pairs(about.progress.secrets or {}) do secrets[#secrets + 1] = secret end
  add_secrets_of_attempt(secrets, about.attempt)
  for _, values in iterate.pairs({ about.values, client and client.values }) do
    add_keys(secrets, rawget(values, "credentials"))
  end
  return secrets
end

--- Remembers the secrets of an attempt that failed: the next one has others.
---@param call aws.Call
function report.keep_secrets(call)
  local secrets, progress = {}, call.progress
  add_secrets_of_attempt(secrets, call.attempt)
  progress.secrets = progress.secrets or {}
  for _, secret in iterate.pairs(secrets) do progress.secrets[secret] = true end
end

--- A copy of a table of this call's, without any secret.
---@param call aws.Call
---@param fields table
---@return table
function report.without_secrets(call, fields)
  return redact.members(fields, secrets_of(call))
end

report.worse = certainty.worse

--- Tells whoever hears of a call's end how it ended, once.
---@param about aws.Subject
---@param fields table of the answer or error
function report.tell_end(about, fields)
  local tell = about.on_end
  about.on_end = nil
  if tell then tell(about, fields) end
end

--- Tells the logger of an error that no answer has told it of, once.
---@param about aws.Subject
---@param fields table of the error
function report.tell_failure(about, fields)
  if about.is_failure_told then return end
  if about.getenv and about.name then require_late("aws.client.unmade")(about) end
  local values = about.values
  if not (about.state and values and values.logger) then return end
  about.is_failure_told = true -- first: Ctrl-C here is an error of the same call
  require_late("aws.client.events").failure(about, fields)
end

--- Adds to an error of a service whose keys it is about, where it is about keys.
---@param call aws.Call
---@param fields table of the attempt's error
function report.add_keys_used(call, fields)
  if fields.kind ~= "service" or not retry.is_about_keys(fields.type, fields.status) then return end
  fields.credentials = origin.describe(call.attempt.keys, call.credentials.origin)
end

--- What an error is about: a call, or the making of a client, which has not begun to send.
---@class aws.Subject
---@field service string "dms"
---@field name? string of the operation
---@field invocation_id? string of a call that has begun
---@field values? table settings
---@field state? aws.ClientState
---@field attempt aws.CurrentAttempt
---@field progress aws.Progress
---@field wait? { waiter: string, observed?: aws.WaitObservation[] } what errors of a wait have besides
---@field input? table of the operation
---@field on_end? fun(about: aws.Subject, fields: table)
---@field is_failure_told? boolean the logger has heard of the error, or is not to hear of it
---@field getenv? fun(name: string): string? of a default client that cannot be made: the environment

--- Raises an error with what all of them have, judged over all attempts. Error tables are filled here.
---@param about aws.Subject
---@param fields table for errors.new; `cause`: a text, or the same of another error
local function raise(about, fields)
  local all, progress, attempt = iterate.copy(fields), about.progress, about.attempt
  all.service, all.operation = about.service, about.name
  all.applied = report.worse(progress.applied, report.worse(attempt.outcome, fields.applied))
  all.attempts, all.history = progress.attempts, progress.history or {}
  all.invocation_id, all.index = about.invocation_id, tasks.index()
  if fields.kind == "service" then all.hint = require_late("aws.client.place_hint").of(about, fields) end
  for name, value in iterate.pairs(about.wait or {}) do all[name] = value end
  all.where = nil -- that of this call, also where several calls wait for one fetch of keys that fails
  local own = redact.members(all, secrets_of(about))
  if type(own.cause) == "table" then
    own.cause.service, own.cause.operation = own.service, own.operation
    own.cause = errors.new(own.cause)
  end
  report.tell_end(about, own)
  report.tell_failure(about, own)
  errors.raise(own)
end

local function interrupted(about, raised)
  local sent = about.progress.attempts
  local message = sent == 0 and "interrupted before sending" or ("interrupted after attempt %d"):format(sent)
  if about.wait then message = "interrupted while waiting" end
  return { type = "Interrupted", message = message, cause = raised }
end

--- Ends what a step of the call has begun and an error kept from ending.
local function clear_up(about)
  if about.flight then about.flight.done = true end
  if about.telling then about.state.telling[about.told][about.telling] = nil end
end

--- Raises what a step raised as the error of a call. A value of others (a debug hook's) stays as it is.
local function complete(about, raised)
  clear_up(about)
  if errors.is_interruption(raised) then
    tasks.interrupt()
    attempts.judge_again(about)
    raise(about, interrupted(about, raised))
  elseif errors.is_closed(raised) then
    local is_closed = about.state and about.state.closed
    raise(about, { type = "ConfigError", message = is_closed and "the client is closed" or errors.CLOSED })
  elseif errors.is(raised) then
    raise(about, raised)
  elseif errors.exhausted(raised) then
    attempts.judge_again(about)
    raise(about, { type = "ConfigError", message = (errors.exhausted(raised)) })
  end
  report.tell_end(about, { applied = about.attempt.outcome })
  error(raised, 0)
end

--- So often an error may be interrupted, or memory or stack run out, while it is completed.
local PATIENCE = 3

--- Raises what a step raised, complete where it is an error of this library. A debug hook may raise at any instruction:
--- Ctrl-C becomes an error of the call's, however far that has come.
---@param about aws.Subject
---@param raised any
function report.fail(about, raised)
  for _ = 1, PATIENCE do
    local _, completed = pcall(complete, about, raised)
    raised = completed
    if not (errors.is_interruption(raised) or errors.exhausted(raised)) then break end
  end
  error(raised, 0)
end

--- Runs a step of making a client, and completes its error. No call is under way: nothing was sent.
---@param service string its module: "dms"
---@param operation? string for which the client is made
---@param settings? table as they were given: no message shows keys in them
---@param step function
---@return any # what `step` returns, three values at most
---@return any
---@return any
function report.making(service, operation, settings, step, ...)
  local ok, result, more, last = pcall(step, ...)
  if ok then return result, more, last end
  report.fail({ service = service, name = operation, values = settings, attempt = {}, progress = { attempts = 0 } }, result)
end

--- As `tell_failure`, of an error that is complete and about to be raised. Ctrl-C meanwhile is raised in its place.
---@param about aws.Subject
---@param failure aws.Error|table
function report.tell_complete(about, failure)
  local ok, raised = pcall(report.tell_failure, about, failure)
  if not ok then report.fail(about, raised) end
end

return report
