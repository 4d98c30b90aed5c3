--- What all providers share: how one is declared, how its options are read, and how it fails.
local errors = require "aws.errors.typed"
local options = require "aws.settings.options"

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
---@field start fun(own: table, surroundings: aws.Surroundings): aws.CredentialsProvider makes the function that fetches
---keys; `own` holds the options
---@field new fun(options?: table, surroundings: aws.Surroundings): aws.CredentialsProvider the same, with the options as
---the user gave them: raises ConfigError for one that is unknown or does not fit

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
  local own, fault = options.read(given, checks, words)
  if own then return own end
  if type(given) == "table" and not next(checks) then fault = "takes no options but profile" end
  provider.misuse(name, "%s", fault)
end

--- Makes a provider of what its file says; the file adds `start`.
---@param declared aws.Provider changed: gets `new`
---@return aws.Provider
function provider.declare(declared)
  local checks = {}
  for _, option in ipairs(declared.options) do checks[option.name] = option.check end
  function declared.new(given, surroundings)
    return declared.start(read_options(declared.name, given, checks), surroundings)
  end
  return declared
end

return provider
