--- What the providers of credentials share: their options, and how they fail.
local errors = require "aws.errors.typed"
local options = require "aws.settings.options"

local provider = {}

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

--- A provider's options as a table of our own.
---@param name string the provider's
---@param given? table what the user wrote
---@param readers table<string, fun(value: any): string?> by option
---@return table # raises ConfigError for an unknown option or a value that does not fit
function provider.options(name, given, readers)
  local own, fault = options.read(given, readers, words)
  if own then return own end
  if type(given) == "table" and not next(readers) then fault = "takes no options but profile" end
  provider.misuse(name, "%s", fault)
end

return provider
