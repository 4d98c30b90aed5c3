--- The functions that `aws.credentials` has for its providers: each makes one for the setting `credentials`, and it is
--- known here what that one was made of, so that a client can use it with its own profile and settings.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local provider = require "aws.credentials.provider"
local providers = require "aws.credentials.providers"
local require_late = require "aws.language.require_late"

local own = {}

---@class aws.OwnProvider
---@field name string
---@field inputs table<string, any> the options as they were given
---@field within fun(surroundings: aws.Surroundings): aws.CredentialsProvider, aws.Surroundings the same provider in other
---surroundings, and those surroundings with the profile that the options name

--- Providers that were made here.
---@type table<aws.CredentialsProvider, aws.OwnProvider>
local made = setmetatable({}, { __mode = "k" })

--- Surroundings with a profile that is read when it is first needed.
---@param base { getenv: fun(name: string): string? } all the rest
---@param profile_name? string
---@return aws.Surroundings
local function with_profile(base, profile_name)
  return setmetatable({}, {
    __index = function(self, name)
      if name ~= "profiles" then return base[name] end
      local profiles = require_late("aws.settings.profile").load(base.getenv, profile_name)
      rawset(self, name, profiles)
      return profiles
    end,
  })
end

--- The options without `profile`, which all providers have, and `profile`.
local function split_options(name, given)
  if type(given) ~= "table" then return given, nil end
  local options, profile_name = {}, nil
  for option, value in iterate.next, given do
    if option == "profile" then profile_name = value else options[option] = value end
  end
  local fault = profile_name ~= nil and checks.text(profile_name)
  if fault then provider.misuse(name, "option profile %s", fault) end
  return options, profile_name
end

--- Asks a provider for whoever calls it without a client, which would know what a fault of a closed object means.
local function ask_directly(name, provide, context)
  local ok, found, reason = pcall(provide, context)
  if ok then return found, reason end
  if not errors.is_closed(found) then error(found, 0) end
  provider.misuse(name, "Lua has collected parts of it, as it does before the last finalizers run")
end

--- Makes a provider.
---@param name string of providers.names
---@param given? table options
---@return aws.CredentialsProvider # raises ConfigError for an option that is unknown or does not fit
function own.make(name, given)
  local options, profile_name = split_options(name, given)
  local declared = providers.load(name)
  local inner = declared.new(options, with_profile({ getenv = os.getenv }, profile_name))
  local inputs = iterate.copy(options or {})
  inputs.profile = profile_name
  local function outer(context) return ask_directly(name, inner, context) end
  made[outer] = {
    name = name,
    inputs = inputs,
    within = function(surroundings)
      local around = profile_name and with_profile(surroundings, profile_name) or surroundings
      return declared.new(options, around), around
    end,
  }
  return outer
end

--- What a provider was made of; nil for any other value.
---@param setting any
---@return aws.OwnProvider?
function own.of(setting)
  return made[setting]
end

return own
