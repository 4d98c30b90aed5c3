--- Where credentials come from: a provider is a function that returns them.
local environment = require "aws.credentials.environment"
local errors = require "aws.errors"

local credentials = {}

---@class aws.Credentials
---@field access_key_id string
---@field secret_access_key string
---@field session_token? string
---@field expiration? number epoch seconds

---@class aws.CredentialsContext what a provider may use to fetch credentials
---@field transport fun(request: aws.TransportRequest): aws.TransportResponse?, aws.TransportFailure?
---@field region? string
---@field now fun(): number epoch seconds
---@field clock fun(): number monotonic seconds
---@field sleep fun(seconds: number)

---@class aws.Surroundings what a provider looks into
---@field getenv fun(name: string): string?
---@field profiles? aws.Profiles
---@field random? fun(): number in [0, 1)

---@alias aws.CredentialsProvider fun(context: aws.CredentialsContext): aws.Credentials?, string?

local members = { access_key_id = true, secret_access_key = true, session_token = false }

--- What is wrong with a credentials table, or nil; and whether it is what no header may hold. Never names a value.
---@return string? fault
---@return boolean? is_control
local function fault_of(value)
  if type(value) ~= "table" then return "is a " .. type(value) .. ", not a table of keys" end
  for name, required in pairs(members) do
    local text = value[name]
    if text == nil and required then return "has no " .. name end
    if text ~= nil then
      if type(text) ~= "string" then return ("has a %s that is not a string"):format(name) end
      if required and text == "" then return ("has an empty %s"):format(name) end
      if text:find("%c") then return ("has a control character in %s"):format(name), true end
    end
  end
  return nil
end

--- The keys as a plain table of our own, whatever table they came in.
local function copy_of(value)
  return {
    access_key_id = value.access_key_id,
    secret_access_key = value.secret_access_key,
    session_token = value.session_token,
  }
end

--- The message of whatever a provider raised.
local function describe(raised)
  if errors.is(raised) then return raised.message end
  return type(raised) == "string" and raised or "raised a " .. type(raised)
end

--- Ctrl-C, seen by the provider or by a call that it made: that call's error says nothing about ours.
local function raise_interrupted()
  errors.raise({ type = "Interrupted", message = "interrupted while fetching credentials", applied = "no" })
end

local function fetch(provider, name, context)
  local ok, value, message = pcall(provider, context)
  if not ok and (errors.is(value, "Interrupted") or errors.is_interruption(value)) then raise_interrupted() end
  if not ok or value == nil then
    local reason = ok and (type(message) == "string" and message or "returned nothing") or describe(value)
    errors.raise({ type = "CredentialsError", provider = name, message = name .. ": " .. reason })
  end
  local fault, is_control = fault_of(value)
  if fault then
    errors.raise({
      type = is_control and "ConfigError" or "CredentialsError",
      provider = name,
      message = ("%s: its result %s"):format(name, fault),
    })
  end
  return copy_of(value)
end

--- Where a client takes its keys from, at every call.
---@class aws.CredentialsSource
---@field get fun(self, values: table, make_context: fun(call: any): aws.CredentialsContext, call: any): aws.Credentials
---the keys to sign with; raises NoCredentialsError, CredentialsError, ConfigError, Interrupted. `values`: settings of
---the call; `make_context(call)` is asked only when something has to be fetched.
---@field expire fun(self, keys: aws.Credentials): boolean the service refused these keys as expired: whether `get` can
---come with others

--- A source that asks `provider` at every call.
local function asking(provider)
  return {
    get = function(_, _, make_context, call) return provider(make_context(call)) end,
    expire = function() return true end,
  }
end

--- The source behind the `credentials` setting.
---@param setting aws.Credentials|aws.CredentialsProvider
---@return aws.CredentialsSource # whose `get` raises CredentialsError when the user's provider fails
---Raises ConfigError for a table that is not a pair of keys.
function credentials.explicit(setting)
  if type(setting) == "function" then
    return asking(function(context) return fetch(setting, "credentials function", context) end)
  end
  local fault = fault_of(setting)
  if fault then errors.config("credentials %s", fault) end
  local keys = copy_of(setting)
  return { get = function() return keys end, expire = function() return false end }
end

--- The sources that are asked when no credentials are given, in order.
local function chain(getenv)
  return { { name = "environment", fetch = environment.new(nil, { getenv = getenv }) } }
end

--- The source that asks each place in turn. Its `get` raises NoCredentialsError when none has any, CredentialsError
--- when one has broken ones.
---@param getenv fun(name: string): string?
---@return aws.CredentialsSource
function credentials.default(getenv)
  return asking(function(context)
    local tried = {}
    for _, source in ipairs(chain(getenv)) do
      local value, nothing = source.fetch(context)
      if value then
        local fault = fault_of(value)
        if not fault then return value end
        errors.raise({
          type = "CredentialsError",
          provider = source.name,
          message = ("%s: the pair of keys %s"):format(source.name, fault),
        })
      end
      tried[#tried + 1] = source.name .. ": " .. nothing
    end
    errors.raise({
      type = "NoCredentialsError",
      message = "no credentials found: " .. table.concat(tried, "; ") .. "; or pass credentials = {…} to new",
    })
  end)
end

return credentials
