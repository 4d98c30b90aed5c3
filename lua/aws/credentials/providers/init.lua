--- The list of providers, and how several are asked in turn.
---
--- A name is a file of this folder, which states all the rest. It is loaded when the provider is first used.
local ascii = require "aws.text.ascii"
local iterate = require "aws.language.iterate"
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

--- The names of the providers of the chain that `is_wanted`, in order.
---@param is_wanted fun(declared: aws.Provider): any
---@return string[]
function providers.select(is_wanted)
  local names = {}
  for _, name in ipairs(providers.order) do
    if is_wanted(providers.load(name)) then names[#names + 1] = name end
  end
  return names
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
  local names, seen = {}, {}
  for _, name in ipairs(providers.order) do
    for _, variable in ipairs(providers.variables_of(providers.load(name))) do seen[variable] = true end
  end
  for variable in iterate.pairs(seen) do names[#names + 1] = variable end
  table.sort(names, ascii.before)
  return names
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
---@field ask aws.CredentialsProvider

--- Providers by name, made with default options.
---@param names string[]
---@param surroundings aws.Surroundings
---@return aws.NamedProvider[]
function providers.make(names, surroundings)
  local list = {}
  for i, name in ipairs(names) do list[i] = { name = name, ask = providers.load(name).new(nil, surroundings) } end
  return list
end

--- Bytes shown of why one provider has no keys: the line stays readable with all of them.
local LONGEST_REASON = 100

local function note_of(name, reason)
  reason = type(reason) == "string" and reason or "nothing"
  if #reason > LONGEST_REASON then reason = reason:sub(1, LONGEST_REASON):gsub("[\128-\255]+$", "") .. "…" end
  return ("%s (%s)"):format(name, reason)
end

--- Asks each in turn; what one raises ends the search.
---@param list aws.NamedProvider[]
---@param context aws.CredentialsContext
---@return aws.Credentials? keys
---@return aws.NamedProvider|string from who had them; otherwise what was tried, in one line
function providers.ask(list, context)
  local tried = {}
  for _, named in ipairs(list) do
    local keys, reason = named.ask(context)
    if keys then return keys, named end
    tried[#tried + 1] = note_of(named.name, reason)
  end
  return nil, table.concat(tried, ", ")
end

return providers
