--- What the providers of credentials share: their options, and how they fail.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"

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

local function sorted_names(readers)
  local names = {}
  for name in iterate.pairs(readers) do names[#names + 1] = name end
  table.sort(names, ascii.before)
  return names
end

local function refuse_unknown(name, option, readers)
  local known = sorted_names(readers)
  if #known == 0 then provider.misuse(name, "takes no options but profile") end
  provider.misuse(name, "%s", checks.unknown("option", option, known))
end

--- A provider's options as a table of our own.
---@param name string the provider's
---@param given? table what the user wrote
---@param readers table<string, fun(value: any): string?> by option
---@return table # raises ConfigError for an unknown option or a value that does not fit
function provider.options(name, given, readers)
  if given == nil then return {} end
  if type(given) ~= "table" then provider.misuse(name, "takes a table of options, got a %s", type(given)) end
  local own = {}
  for option, value in iterate.next, given do
    local reader = readers[option]
    if not reader then refuse_unknown(name, option, readers) end
    local fault = reader(value)
    if fault then provider.misuse(name, "option %s %s", option, fault) end
    own[option] = value
  end
  return own
end

return provider
