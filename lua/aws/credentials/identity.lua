--- What keys depend on, as a hash: where it is equal, two clients would get the same keys and may share them.
local ascii = require "aws.text.ascii"
local crypto = require "aws.protocol.crypto"
local iterate = require "aws.language.iterate"
local providers = require "aws.credentials.providers"
local settings = require "aws.settings"

local identity = {}

-- A provider's inputs ---------------------------------------------------------------------------------------------

--- All that a provider is given, and what of its surroundings may differ between clients.
local function inputs_of(given, surroundings)
  local profiles = surroundings.profiles
  local inputs = {
    ["profile of the client"] = profiles.name,
    is_explicit = profiles.is_explicit,
    mfa = surroundings.mfa,
  }
  for _, name in ipairs(settings.names_with("for_keys")) do inputs["setting " .. name] = surroundings[name] end
  for option, value in iterate.pairs(given) do inputs[option] = value end
  return inputs
end

--- A hash of a provider's name and inputs.
---@param name string
---@param given table<string, any> its options
---@param surroundings aws.Surroundings of the client
---@return string? # nil where an input is a function or a table, which has no text to compare by
function identity.of_provider(name, given, surroundings)
  local parts = {}
  for input, value in iterate.pairs(inputs_of(given, surroundings)) do
    if type(value) == "function" or type(value) == "table" then return nil end
    parts[#parts + 1] = ("%s %s %s"):format(input, type(value), tostring(value))
  end
  table.sort(parts, ascii.before)
  return crypto.sha256_hex(name .. "\0" .. table.concat(parts, "\0"))
end

-- The environment and the files ------------------------------------------------------------------------------------

local digest_input

local function list_of_members(value)
  local parts = {}
  for key, member in iterate.pairs(value) do parts[#parts + 1] = digest_input(key) .. digest_input(member) end
  table.sort(parts, ascii.before)
  return table.concat(parts)
end

--- A text for every value without functions: equal ones for equal values only.
function digest_input(value)
  local text = type(value) == "table" and list_of_members(value) or tostring(value)
  return ("%s %d:%s"):format(type(value), #text, text)
end

local known_variables

--- The variables that providers, the endpoints of their services and the way there are read from, each once.
---@return string[]
function identity.variables()
  if known_variables then return known_variables end
  local names, seen = {}, {}
  for _, list in ipairs({ providers.variables(), settings.variables_for_keys() }) do
    for _, name in ipairs(list) do
      if not seen[name] then names[#names + 1] = name end
      seen[name] = true
    end
  end
  known_variables = names
  return names
end

--- The name of the entry in shared memory for keys. It is a hash of the provider and of all that the environment and the
--- files of profiles hold now, secrets too.
---@param place aws.SharedPlace
---@param provider_hash string of `of_provider`
---@param surroundings aws.Surroundings that the provider finds its settings in
---@return string # raises what reading the profiles raises
function identity.entry_name(place, provider_hash, surroundings)
  local variables = {}
  for _, name in ipairs(identity.variables()) do variables[name] = surroundings.getenv(name) end
  return "aws-credentials " .. crypto.sha256_hex(digest_input({
    identity = provider_hash,
    client = place.inputs,
    variables = variables,
    profile = surroundings.profiles.name,
    files = surroundings.profiles:contents(),
  }))
end

return identity
