--- Where a client takes its keys from at every call: a provider of this library, a function of the user's, or a table of
--- keys.
local ask = require "aws.credentials.ask"
local environment = require "aws.settings.environment"
local late = require "aws.language.late"
local given = late "aws.credentials.given"
local own = require "aws.credentials.own"
local providers = require "aws.credentials.providers"
local refresh = require "aws.credentials.keep.refresh"
local require_late = require "aws.language.require_late"

local source = {}

--- What a source needs to know of the call that asks it.
---@class aws.KeysCall
---@field values table settings
---@field state { values: table, skew: number } of its client
---@field context fun(self, is_detached?: boolean): aws.CredentialsContext, table what a provider may use, and the
---settings that go with it; asked only when something has to be fetched. `is_detached`: by what outlives the call
---@field flight? aws.Flight the fetch that the call owns, whatever becomes of it

---@class aws.CredentialsSource
---@field get fun(self, call: aws.KeysCall): aws.Credentials the keys to sign with; raises NoCredentialsError,
---CredentialsError, ConfigError, Interrupted, DeadlineExceeded
---@field known fun(self): aws.Credentials? the keys that `get` would return, where nothing has to be fetched for them
---@field origin? aws.KeyOrigin of keys of which nothing was noted
---@field expire fun(self, keys: aws.Credentials): boolean, boolean? the service refused these keys: whether `get` may
---return others, and whether it may return the same again

--- What opens the entry of the workers' shared memory for keys; nil where they are not shared.
---@param name string of the provider
---@param inputs table<string, any> its options
---@param surroundings aws.Surroundings of the client
---@param within aws.Surroundings that the provider finds its settings in
local function opener_of(name, inputs, surroundings, within)
  local place = within.shared_place
  if not place then return nil end
  local identity = require_late "aws.credentials.identity"
  local provider_hash = identity.of_provider(name, inputs, surroundings)
  if not provider_hash then return nil end
  return function()
    local shared = require_late "aws.credentials.keep.shared"
    return shared.new(place.dict, function() return identity.entry_name(place, provider_hash, within) end)
  end
end

--- A source that asks a provider of this library.
---@param name string
---@param provide aws.CredentialsProvider
---@param open_shared? fun(): aws.SharedKeys
---@param is_detachable boolean as of refresh.new
local function kept_source(name, provide, open_shared, is_detachable)
  return refresh.new({
    name = name,
    is_rereadable = true,
    is_detachable = is_detachable,
    open_shared = open_shared,
    fetch = function(context) return ask(provide, name, true, context) end,
  })
end

--- A provider of this library that is used alone. Where it finds nothing it says why: nginx hides variables.
local function explained(provide, name, getenv)
  local hint = providers.load(name).hint
  return function(context)
    local found, reason = provide(context)
    if found or not hint or getenv(hint[1]) then return found, reason end
    return nil, reason .. environment.hint(hint[1])
  end
end

--- The source of a provider of this library. In a client it finds the client's profile, `mfa` and the like.
local function own_source(setting, known, surroundings)
  local name = known.name
  if not surroundings then return kept_source(name, explained(setting, name, os.getenv), nil, false) end
  local provide, within = known.within(surroundings)
  local open_shared = opener_of(name, known.inputs, surroundings, within)
  return kept_source(name, explained(provide, name, surroundings.getenv), open_shared, true)
end

--- The source for the `credentials` setting.
---@param setting aws.Credentials|aws.CredentialsProvider
---@param surroundings? aws.Surroundings of the client
---@return aws.CredentialsSource # whose `get` raises CredentialsError when the user's provider fails
---Raises ConfigError for a table that does not hold keys.
function source.explicit(setting, surroundings)
  local known = own.of(setting)
  if known then return own_source(setting, known, surroundings) end
  local is_of_call = surroundings == nil
  if type(setting) == "function" then return given.from_function(setting, is_of_call) end
  return given.from_table(setting, is_of_call)
end

--- The source for a call's own `credentials`. What a provider of this library fetched is kept for the client's other
--- calls with it; a function of the user's is asked anew.
---@param setting aws.Credentials|aws.CredentialsProvider
---@param surroundings aws.Surroundings of the client
---@param kept table<aws.OwnProvider, aws.CredentialsSource> of the client; with weak keys
---@return aws.CredentialsSource # as of `explicit`
function source.for_call(setting, surroundings, kept)
  local known = own.of(setting)
  if not known then return source.explicit(setting) end
  kept[known] = kept[known] or own_source(setting, known, surroundings)
  return kept[known]
end

--- The source of a client that was given no credentials: the chain.
---@param surroundings aws.Surroundings of the client
---@return aws.CredentialsSource # whose `get` raises NoCredentialsError when no provider has any
function source.default(surroundings)
  local chain = providers.load("chain").new(nil, surroundings)
  return kept_source("chain", chain, opener_of("chain", {}, surroundings, surroundings), true)
end

return source
