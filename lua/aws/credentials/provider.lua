--- What all providers share: how one is declared, how its options are read, and how it fails.
local errors = require "aws.errors.typed"
local options = require "aws.settings.options"
local origin = require "aws.credentials.origin"

local provider = {}

---@class aws.ProviderOption
---@field name string
---@field type string for annotations
---@field doc? string for annotations, in a few words
---@field check fun(value: any): string? what is wrong with a value
---@field variable? string environment variable that it is taken from when it was not given
---@field profile_key? string the same in a profile
---@field convert? fun(text: string): any from the text of a variable or a profile
---@field default? any
---@field unit? string of the default, for the manual

--- All that is said of a provider, in its own file. The order of the chain is in providers/init.lua.
---@class aws.Provider
---@field name string that of its file and of its function in aws.credentials
---@field doc string whose keys these are, for annotations
---@field options aws.ProviderOption[] in the manual's order; `profile`, which all providers have, is not among them
---@field variables? string[] variables that it reads for no option, and those of the services that it asks
---@field profile_keys? string[] keys of a profile that it reads for no option
---@field hint? string[] variables that messages inside nginx name: it hides those that nginx.conf does not. Alone, a
---provider names the first
---@field is_of_profile? boolean the keys of a source_profile may come from it
---@field is_of_environment? boolean the chain leaves it out where the code names a profile
---@field start fun(own: table, surroundings: aws.Surroundings): aws.ProviderFetch makes the function that fetches keys; `own`
---holds the options
---@field new fun(options?: table, surroundings: aws.Surroundings): aws.CredentialsProvider the same, with the options as
---the user gave them: raises ConfigError for one that is unknown or does not fit

--- What fetches keys, as a provider's file writes it. As soon as it knows where it looks it writes that into `at.place`, in
--- a few words and without any secret: errors, events and `explain` show it.
---@alias aws.ProviderFetch fun(context: aws.CredentialsContext, at: { place?: string }): aws.Credentials?, string?

--- Raises a CredentialsError of a provider.
---@param name string the provider's: "imds"
---@param message string without any secret
---@param ... any arguments of string.format
function provider.fail(name, message, ...)
  errors.raise({ type = "CredentialsError", provider = name, message = name .. ": " .. message:format(...) })
end

--- Raises a ConfigError of a provider: what the user wrote is wrong.
---@param name string the provider's
---@param message string without any secret
---@param ... any arguments of string.format
function provider.misuse(name, message, ...)
  errors.raise({ type = "ConfigError", provider = name, message = name .. ": " .. message:format(...) })
end

local words = { table = "takes a table of options", unknown = "option", wrong = "option %s" }

--- A provider's options as a table of our own; raises ConfigError.
local function read_options(name, given, checks)
  local own, fault, problems = options.read(given, checks, words)
  if own then return own end
  if type(given) == "table" and not next(checks) then fault = "takes no options but profile" end
  errors.raise({ type = "ConfigError", provider = name, message = name .. ": " .. fault, problems = problems })
end

--- Adds the place to an error of this provider. One that it passes on is another's.
local function add_place(raised, name, place)
  if place and errors.is(raised) and raised.provider == name then raised.place = raised.place or place end
end

--- A provider that tells where it looked: in what it raises, and beside its keys.
---@param name string the provider's
---@param fetch aws.ProviderFetch
---@return aws.CredentialsProvider # raises what `fetch` raises
function provider.with_place(name, fetch)
  return function(context)
    local at = {}
    local ok, keys, reason = pcall(fetch, context, at)
    if not ok then
      add_place(keys, name, at.place)
      error(keys, 0)
    end
    if keys and at.place then origin.note(keys, name, at.place) end
    return keys, reason
  end
end

--- Makes a provider of what its file says; the file adds `start`.
---@param declared aws.Provider changed: gets `new`
---@return aws.Provider
function provider.declare(declared)
  local checks = {}
  for _, option in ipairs(declared.options) do checks[option.name] = option.check end
  function declared.new(given, surroundings)
    local fetch = declared.start(read_options(declared.name, given, checks), surroundings)
    return provider.with_place(declared.name, fetch)
  end
  return declared
end

return provider
