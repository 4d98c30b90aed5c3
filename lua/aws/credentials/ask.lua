--- Asks a provider: what it returns is checked, and what it raises becomes an error of this library.
local errors = require "aws.errors.typed"
local keys = require "aws.credentials.keys"
local origin = require "aws.credentials.origin"
local provider = require "aws.credentials.provider"
local tasks = require "aws.waiting.task"

--- The keys that a provider returned, checked.
local function checked(value, name)
  local own, fault, is_stray = keys.read(value)
  if is_stray then provider.misuse(name, "its result %s", fault) end
  if fault then provider.fail(name, "its result %s", fault) end
  return origin.pass(value, own)
end

--- The message of whatever a provider raised.
local function describe(raised)
  if errors.is(raised) then return raised.message end
  return type(raised) == "string" and raised or "raised a " .. type(raised)
end

--- Raises Ctrl-C or the end of a map as an error about these keys. The provider saw it, or a call that the provider made:
--- that call's error says nothing about ours.
local function raise_interrupted(raised)
  if errors.is_interruption(raised) then tasks.interrupt() end
  local is_late = errors.is(raised, "MapTimeout")
  errors.raise({
    type = is_late and "MapTimeout" or "Interrupted",
    message = is_late and "the map's timeout passed while fetching credentials" or "interrupted while fetching credentials",
    applied = "no",
    cause = type(raised) == "string" and raised or raised.cause,
  })
end

--- Asks a provider.
---@param provide aws.CredentialsProvider
---@param name string for messages
---@param is_own boolean one of this library, whose errors are right as they are
---@param context aws.CredentialsContext
---@return aws.Credentials # raises CredentialsError, ConfigError, Interrupted, MapTimeout; of a provider of this library
---also its own errors. A fault of a closed object (errors.is_closed) is passed on: the call says what it means
return function(provide, name, is_own, context)
  local ok, value, message = pcall(provide, context)
  if not ok and errors.is_interrupted(value) then raise_interrupted(value) end
  if not ok and (is_own and errors.is(value) or errors.is_closed(value)) then error(value, 0) end
  if not ok then provider.fail(name, "%s", describe(value)) end
  if value == nil then provider.fail(name, "%s", type(message) == "string" and message or "returned nothing") end
  return checked(value, name)
end
