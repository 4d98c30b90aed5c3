--- Sources of what users give themselves: a table of keys, or a function that returns one.
local ask = require "aws.credentials.ask"
local errors = require "aws.errors.typed"
local keys = require "aws.credentials.keys"
local origin = require "aws.credentials.origin"
local refresh = require "aws.credentials.keep.refresh"

local given = {}

--- Where such keys are from. Shared, never changed.
local KEYS_OF_CLIENT = { provider = origin.SETTINGS, place = "credentials given to new" }
local KEYS_OF_CALL = { provider = origin.SETTINGS, place = "credentials given with the call" }
local FUNCTION_OF_CLIENT = { provider = origin.FUNCTION, place = "given to new" }
local FUNCTION_OF_CALL = { provider = origin.FUNCTION, place = "given with the call" }

--- The source of the user's `credentials` function. One that was given with a single call may use that request (ngx.ctx,
--- ngx.var), so it never runs in a timer.
---@param setting aws.CredentialsProvider
---@param is_of_call boolean
---@return aws.CredentialsSource # whose `get` raises CredentialsError when the function fails
function given.from_function(setting, is_of_call)
  return refresh.new({
    name = origin.FUNCTION,
    origin = is_of_call and FUNCTION_OF_CALL or FUNCTION_OF_CLIENT,
    is_renewable = true,
    is_detachable = not is_of_call,
    fetch = function(context) return ask(setting, origin.FUNCTION, false, context) end,
  })
end

--- The source of a table of keys.
---@param setting aws.Credentials
---@param is_of_call boolean
---@return aws.CredentialsSource # raises ConfigError for a table that does not hold keys
function given.from_table(setting, is_of_call)
  local own_keys, fault = keys.read(setting)
  if fault then errors.config("credentials %s", fault) end
  local function get() return own_keys end
  return {
    get = get,
    known = get,
    expire = function() return false end,
    origin = is_of_call and KEYS_OF_CALL or KEYS_OF_CLIENT,
  }
end

return given
