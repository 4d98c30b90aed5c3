--- What the providers of credentials share: their options, and how they fail.
local core = require "aws.core"
local errors = require "aws.errors"

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

-- Typed readers: each returns what is wrong with a value, or nil ---------------------------------------------------

function provider.text(value)
  if type(value) ~= "string" then return ("is a %s, not a string"):format(type(value)) end
  if value == "" then return "is empty" end
  if value:find("%c") then return "has a control character" end
end

function provider.boolean(value)
  if type(value) ~= "boolean" then return ("is a %s, not a boolean"):format(type(value)) end
end

function provider.callable(value)
  if type(value) ~= "function" then return ("is a %s, not a function"):format(type(value)) end
end

function provider.seconds(value)
  if type(value) ~= "number" then return ("is a %s, not a number of seconds"):format(type(value)) end
  if not (value > 0 and value < math.huge) then return "is not a number of seconds above 0" end
end

function provider.count(value)
  if type(value) ~= "number" then return ("is a %s, not a number"):format(type(value)) end
  if not (value >= 1 and value <= 2 ^ 53 and value % 1 == 0) then return "is not a whole number above 0" end
end

local function sorted_names(readers)
  local names = {}
  for name in pairs(readers) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function refuse_unknown(name, option, readers)
  local known = sorted_names(readers)
  if #known == 0 then provider.misuse(name, "takes no options") end
  local nearest = type(option) == "string" and core.nearest(option, known)
  local hint = nearest and ("; did you mean %q?"):format(nearest) or "; known: " .. table.concat(known, ", ")
  local shown = type(option) == "string" and ("%q"):format(option:sub(1, 64)) or "of type " .. type(option)
  provider.misuse(name, "unknown option %s%s", shown, hint)
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
  for option, value in next, given do
    local reader = readers[option]
    if not reader then refuse_unknown(name, option, readers) end
    local fault = reader(value)
    if fault then provider.misuse(name, "option %s %s", option, fault) end
    own[option] = value
  end
  return own
end

return provider
