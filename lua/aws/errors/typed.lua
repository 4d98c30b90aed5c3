--- Typed errors: what every function of this library raises.
---
--- An error is a table; `tostring(err)` is one readable line. It never holds a secret key, a session token or a
--- signature.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local late = require "aws.language.late"
local excerpt = late "aws.text.excerpt"
local require_late = require "aws.language.require_late"

local errors = {}

--- The layer from which each type of error comes. A service's own error codes have the kind "service".
---@type table<string, string>
errors.kinds = {
  ParamValidationError = "parameter",
  ReadOnlyError = "parameter",
  NotConfirmed = "parameter",
  PlanTooOld = "parameter",
  WrongAccount = "parameter",
  ConfigError = "config",
  NoRegionError = "config",
  ProfileNotFound = "config",
  ReportLocked = "config",
  NoCredentialsError = "credentials",
  CredentialsError = "credentials",
  ConnectionError = "transport",
  ConnectTimeoutError = "transport",
  ReadTimeoutError = "transport",
  TLSError = "transport",
  ProxyError = "transport",
  DeadlineExceeded = "transport",
  ResponseParseError = "response",
  ResponseTooLargeError = "response",
  PaginationError = "response",
  Interrupted = "interrupted",
  MapTimeout = "interrupted",
  WaitFailed = "state",
  WaitTimeout = "state",
  ResourceMissing = "state",
}

--- How many bytes of each part of the line are shown: the request id comes after a message of any length.
local LONGEST_MESSAGE = 1500
local LONGEST_NAME = 200
local LONGEST_ORIGIN = 400

---@class aws.Error
---@operator concat(any): string
---@field kind "service"|"parameter"|"config"|"credentials"|"transport"|"response"|"interrupted"|"state"
---@field type string the modelled name of a service's error, or one of this library's own types
---@field message string
---@field service? string "dms"
---@field operation? string "stop_replication"
---@field attempts? integer how often the request was sent, or tried to be
---@field where? string of the kinds "parameter" and "config": the line that made the call, "script.lua:12", where it is known
---@field cause? aws.Error|string of a DeadlineExceeded: the last failure; of an Interrupted: what was raised at Ctrl-C, a text or
---the error of a call in a map's on_result; of the kind "state": the failure of a look that it follows from
---@field retryable boolean whether the same call may succeed later
---@field applied? "no"|"yes"|"unknown" whether the operation was carried out, judged over all attempts; "yes" only where an
---answer came with AWS's request id and could not be read
---@field history? aws.Attempt[] every attempt; empty when nothing was sent
---@field status? integer HTTP status, when there was an answer
---@field request_id? string
---@field invocation_id? string of a call: what AWS is sent as `amz-sdk-invocation-id`, the same for all attempts; also where
---nothing was sent
---@field index? integer of the item, inside aws.map
---@field headers? table<string, string> of the answer, lower-case names
---@field fault? "client"|"server" of a service's error
---@field throttling? boolean of a service's error
---@field fields? table the modelled members of a service's error
---@field hint? string what is strange about an ARN of the input, where a service's error may come from that
---@field problems? aws.Problem[] of a ParamValidationError: all that is wrong with the input; of a ConfigError about settings or
---options: all that is wrong with those
---@field results? aws.MapResult[] of a MapTimeout, or an Interrupted that ended a map
---@field failed? integer with `results`: how many are not ok
---@field pages? integer of a PaginationError, or a DeadlineExceeded of `total_timeout`: how many pages had come
---@field items? any[] of an error in `client.all`: what had come
---@field token? string of an error in `client.all`: where to go on, nil for the beginning
---@field provider? string of a CredentialsError: which source failed
---@field place? string of a CredentialsError: where it looked, as far as that is known
---@field credentials? aws.KeysUsed of an error about keys (403, expired, unknown, not allowed): whose they were
---@field report? aws.PlanReport of an error that has ended plan:run
---@field waiter? string of an error in a wait: its name
---@field observed? aws.WaitObservation[] of an error in a wait: the states that were seen
---@field resource_id? string of the kind "state", as are the next: the ARN or id
---@field state? string seen last; nil where no look succeeded
---@field polls? integer looks
---@field waited? number seconds
---@field last_error? aws.Error of the last look that failed and was tolerated

---@class aws.KeysUsed
---@field provider string who found the keys: "shared_file"; "settings" for a table of keys, "credentials function"
---@field place? string where: 'profile "dr" in /home/me/.aws/credentials'
---@field key_id string the last characters of the access key id: "…WXYZ"

---@class aws.Problem
---@field path string where in the input: "ReplicationConfigArn"; the name of a setting or option
---@field message string what is wrong there: "is required"

---@class aws.Attempt
---@field outcome string "ok" or the error's type
---@field status? integer
---@field request_id? string
---@field delay number seconds waited before the next attempt

--- Types whose line tells where the call was made: somebody has to change it.
local is_mistake = { ParamValidationError = true, ConfigError = true }

--- At most `limit` bytes of a value as text, cut between two UTF-8 characters, without control characters.
local function shorten(value, limit)
  local text, stop = tostring(value), limit
  if #text > limit then
    while stop > limit - 3 and text:find("^[\128-\191]", stop + 1) do stop = stop - 1 end
    text = text:sub(1, stop) .. "…"
  end
  return ascii.one_line(text)
end

local function origin(err)
  local parts = {}
  if err.service then
    parts[#parts + 1] = err.operation and err.service .. "." .. err.operation or err.service
  end
  local target = err.status and excerpt.target(err.status, err.headers)
  if err.status then
    parts[#parts + 1] = "HTTP " .. shorten(err.status, LONGEST_NAME) .. (target and " to " .. target or "")
  end
  if err.request_id then parts[#parts + 1] = "request id " .. shorten(err.request_id, LONGEST_NAME) end
  if (err.attempts or 0) > 1 then parts[#parts + 1] = err.attempts .. " attempts" end
  if err.applied == "unknown" then parts[#parts + 1] = "it may have been carried out" end
  if err.applied == "yes" then parts[#parts + 1] = "it was carried out" end
  if err.where and is_mistake[err.type] then parts[#parts + 1] = "at " .. shorten(err.where, LONGEST_NAME) end
  return #parts > 0 and " (" .. table.concat(parts, ", ") .. ")" or ""
end

--- Whose keys, in words: 'shared_file (profile "dr" in /home/me/.aws/credentials), …WXYZ'.
---@param used aws.KeysUsed
---@return string
function errors.words_of_keys(used)
  local place = used.place and (" (%s)"):format(tostring(used.place)) or ""
  return ("%s%s, %s"):format(tostring(used.provider), place, tostring(used.key_id))
end

--- A message with more words.
local function joined(message, more)
  return message:gsub("%.$", "") .. (message ~= "" and "; " or "") .. more
end

local metatable = { __name = "aws.Error" }

function metatable.__tostring(err)
  local message = shorten(err.message or "", LONGEST_MESSAGE)
  if err.hint then message = joined(message, shorten(err.hint, LONGEST_NAME)) end
  if type(err.credentials) == "table" then
    message = joined(message, "keys of " .. shorten(errors.words_of_keys(err.credentials), LONGEST_ORIGIN))
  end
  return shorten(err.type, LONGEST_NAME) .. (message ~= "" and ": " .. message or "") .. origin(err)
end

--- So that an error can be joined with a text.
function metatable.__concat(left, right)
  return tostring(left) .. tostring(right)
end

--- The kind of one of this library's own types, nil for any other.
---@param type_name string
---@return string?
function errors.kind_of(type_name)
  return errors.kinds[type_name]
end

--- Makes an error. `kind` follows from `type`; a type that this library does not know is a service's.
---@param fields table members of aws.Error, `type` and `message` among them
---@return aws.Error
function errors.new(fields)
  fields.kind = fields.kind or errors.kinds[fields.type] or "service"
  fields.retryable = fields.retryable or false
  return setmetatable(fields, metatable)
end

--- The kinds of errors that are about what a line of a program says.
local located = { parameter = true, config = true }

--- Adds to an error of such a kind the line that made the call, where that is not known yet. It is raised without it where
--- nothing can be loaded any more.
---@param err aws.Error
function errors.locate(err)
  if not located[err.kind] or err.where then return end
  local ok, caller = pcall(require_late, "aws.errors.caller")
  if ok then
    err.where = caller.line()
  elseif errors.is_interruption(caller) then
    error(caller, 0)
  end
end

--- Raises an error made of `fields`, without a position in front.
---@param fields table as for `new`
function errors.raise(fields)
  local err = errors.new(fields)
  errors.locate(err)
  error(err, 0)
end

--- Raises a ConfigError.
---@param message string
---@param ... any arguments of string.format
function errors.config(message, ...)
  errors.raise({ type = "ConfigError", message = message:format(...) })
end

--- Raises a ConfigError that lists what is wrong with settings or options.
---@param message string all of it
---@param problems? aws.Problem[]
function errors.unfit(message, problems)
  errors.raise({ type = "ConfigError", message = message, problems = problems })
end

--- Raises a ParamValidationError that lists what is wrong with an input.
---@param problems aws.Problem[]
function errors.invalid(problems)
  local lines = {}
  for i, problem in ipairs(problems) do lines[i] = problem.path .. " " .. problem.message end
  errors.raise({ type = "ParamValidationError", message = table.concat(lines, "; "), problems = problems })
end

--- Whether `value` is an error of this library, of the type or kind `name` when one is given.
---@param value any
---@param name? string "ThrottlingException", "transport", …
---@return boolean
function errors.is(value, name)
  if type(value) ~= "table" or getmetatable(value) ~= metatable then return false end
  return name == nil or value.type == name or value.kind == name
end

--- Whether a raised value is Ctrl-C or the end of a map: as the interpreter raised it, or as the error of a call that it ended.
---@param raised any
---@return boolean
function errors.is_interrupted(raised)
  return errors.is_interruption(raised) or errors.is(raised, "interrupted")
end

--- Whether a raised value ends a call, whatever else could be tried: Ctrl-C, the end of a map or of the call's time, and
--- what is not an error of this library.
---@param raised any
---@return boolean
function errors.is_final(raised)
  return not errors.is(raised) or errors.is(raised, "interrupted") or errors.is(raised, "DeadlineExceeded")
end

--- What there is to say of `is_closed`.
errors.CLOSED = "the client is closed: Lua has collected parts of it, as it does before the last finalizers run"

--- Whether a raised value is our C code's for an object that is closed. Calls of a closed client end before; so one was
--- collected, and a finalizer of the same garbage uses it.
---@param raised any
---@return boolean
function errors.is_closed(raised)
  return core.fault_type(raised) == "closed"
end

--- Whether a raised value is our C code's for a model that cannot be compiled; its text says what is wrong.
---@param raised any
---@return boolean
function errors.is_model_fault(raised)
  return core.fault_type(raised) == "model"
end

-- Texts of Lua's own and of its interpreters. They raise nothing but a text: here, and nowhere else, it is read. C code of
-- ours raises the same values where the same has happened (memory that ran out, what a debug hook raised while it waited).

--- Whether a raised value is the standalone interpreters' word for Ctrl-C, after a position in the code or alone. A text
--- of others may end with the same word.
---@param raised any
---@return boolean
function errors.is_interruption(raised)
  return type(raised) == "string" and (raised == "interrupted!" or raised:find(": interrupted!$") ~= nil)
end

--- What ran out, where a raised value is Lua's word for that.
---@param raised any
---@return "not enough memory"|"stack overflow"|nil message
---@return "memory"|"stack"|nil what
function errors.exhausted(raised)
  if type(raised) ~= "string" then return nil end
  if raised:find("not enough memory$") then return "not enough memory", "memory" end
  if raised:find("stack overflow", 1, true) then return "stack overflow", "stack" end
end

--- Whether a raised value is Lua's word for a coroutine that cannot yield where it is.
---@param raised any
---@return boolean
function errors.cannot_yield(raised)
  return type(raised) == "string" and raised:find("attempt to yield", 1, true) ~= nil
end

return errors
