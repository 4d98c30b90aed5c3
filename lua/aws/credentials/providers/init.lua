--- The list of providers, and how several are asked in turn.
---
--- A name is a file of this folder, which states all the rest. It is loaded when the provider is first used.
local ascii = require "aws.text.ascii"
local require_late = require "aws.language.require_late"

local providers = {}

--- The chain's order, which is that of AWS's own clients. A role in the profile comes before the profile's keys, and the
--- container before the instance that it runs on.
providers.order = {
  "environment", "assume_role", "web_identity", "sso", "shared_file", "process", "config_file", "container", "imds",
}

--- The order, and the chain itself: all that `aws.credentials` has functions for.
providers.names = { "chain" }
for i, name in ipairs(providers.order) do table.insert(providers.names, i, name) end

--- What a provider's file says.
---@param name string
---@return aws.Provider
function providers.load(name)
  return require_late("aws.credentials.providers." .. name)
end

-- Variables -----------------------------------------------------------------------------------------------------

--- The variables that a provider reads.
---@param declared aws.Provider
---@return string[]
function providers.variables_of(declared)
  local names = {}
  for _, option in ipairs(declared.options) do names[#names + 1] = option.variable end
  for _, variable in ipairs(declared.variables or {}) do names[#names + 1] = variable end
  return names
end

--- The variables that any provider reads, each once, in alphabetical order. Loads all providers.
---@return string[]
function providers.variables()
  local seen = {}
  for _, name in ipairs(providers.order) do
    for _, variable in ipairs(providers.variables_of(providers.load(name))) do seen[variable] = true end
  end
  return ascii.sorted_keys(seen)
end

--- The variables that messages inside nginx name, of all providers together.
---@return string[]
function providers.hints()
  local names, seen = {}, {}
  for _, name in ipairs(providers.order) do
    for _, variable in ipairs(providers.load(name).hint or {}) do
      if not seen[variable] then names[#names + 1] = variable end
      seen[variable] = true
    end
  end
  return names
end

-- Asking --------------------------------------------------------------------------------------------------------

---@class aws.NamedProvider
---@field name string
---@field is_wanted fun(): any whether it is to be asked
---@field ask aws.CredentialsProvider

--- A provider that is loaded and made when its turn comes: keys are mostly found in the first places.
local function named(name, is_wanted, surroundings)
  local provide
  return {
    name = name,
    is_wanted = function() return is_wanted(providers.load(name)) end,
    ask = function(context)
      provide = provide or providers.load(name).new(nil, surroundings)
      return provide(context)
    end,
  }
end

--- The providers of the chain, in order, with default options.
---@param is_wanted fun(declared: aws.Provider): any
---@param surroundings aws.Surroundings
---@return aws.NamedProvider[]
function providers.make(is_wanted, surroundings)
  local list = {}
  for i, name in ipairs(providers.order) do list[i] = named(name, is_wanted, surroundings) end
  return list
end

--- Bytes shown of why one provider has no keys: the line stays readable with all of them.
local LONGEST_REASON = 100

local function note_of(name, reason)
  reason = type(reason) == "string" and reason or "nothing"
  if #reason > LONGEST_REASON then reason = reason:sub(1, LONGEST_REASON):gsub("[\128-\255]+$", "") .. "…" end
  return ("%s (%s)"):format(name, reason)
end

--- Asks each that is wanted in turn; what one raises ends the search.
---@param list aws.NamedProvider[]
---@param context aws.CredentialsContext
---@return aws.Credentials? keys
---@return aws.NamedProvider|string from who had them; otherwise what was tried, in one line
function providers.ask(list, context)
  local tried = {}
  for _, asked in ipairs(list) do
    if asked.is_wanted() then
      local keys, reason = asked.ask(context)
      if keys then return keys, asked end
      tried[#tried + 1] = note_of(asked.name, reason)
    end
  end
  return nil, table.concat(tried, ", ")
end

return providers
