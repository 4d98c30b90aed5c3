--- What a provider reads of a profile, and profiles as seen from another one of them.
local checks = require "aws.settings.checks"
local provider = require "aws.credentials.provider"

local section = {}

--- The text of a key. An empty one counts as missing, and so does a key with nested keys.
---@param values table<string, string|table>? keys of a section
---@param key string
---@return string?
function section.value(values, key)
  local text = values and values[key]
  return type(text) == "string" and text ~= "" and text or nil
end

--- The text of a key of a profile, for a provider that refuses texts that do not fit. An empty one counts as missing.
---@param name string of the provider
---@param profiles aws.Profiles
---@param profile_name string
---@param key string
---@return string? # raises ConfigError for nested keys and control characters
function section.text(name, profiles, profile_name, key)
  local values = profiles:get(profile_name)
  local text = values and values[key]
  if text == nil or text == "" then return nil end
  local fault = checks.text(text)
  if fault then
    if type(text) == "table" then fault = "has nested keys" end
    provider.misuse(name, "%s of %s %s", key, profiles:origin(profile_name, key), fault)
  end
  return text
end

--- The same profiles, seen from another one of them, as if code had named it: the environment does not count.
---@param profiles aws.Profiles
---@param profile_name string
---@return aws.Profiles
function section.view(profiles, profile_name)
  return setmetatable({ name = profile_name, is_explicit = true, source = "settings" }, { __index = profiles })
end

--- Other surroundings with other profiles.
---@param surroundings aws.Surroundings
---@param profiles aws.Profiles
---@return aws.Surroundings
function section.surroundings(surroundings, profiles)
  return setmetatable({ profiles = profiles }, { __index = surroundings })
end

return section
