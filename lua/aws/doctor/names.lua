--- Keys and sections of AWS's two files that are nearly right.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local providers = require "aws.credentials.providers"
local settings = require "aws.settings"
local words = require "aws.text.words"

local names = {}

-- Keys ----------------------------------------------------------------------------------------------------------

--- Keys that AWS's other tools know and this library does not read. Those that no key of ours resembles need not be here.
local of_others = {
  "account_id_endpoint_mode", "aws_account_id", "cli_pager", "ec2_metadata_service_endpoint", "login_session", "output",
  "s3_use_arn_region", "services", "sigv4a_signing_region_set", "source_identity", "sso_registration_scopes",
  "sts_regional_endpoints", "user_agent_appid",
}

local function add_all(known, list, seen)
  for _, name in ipairs(list) do
    if not seen[name] then known[#known + 1] = name end
    seen[name] = true
  end
end

local known_keys

--- The keys that the library reads: those of providers first, keys before roles.
---@return string[] list
---@return table<string, boolean> set with those of AWS's other tools
local function known()
  if known_keys then return known_keys[1], known_keys[2] end
  local list, set = {}, {}
  for _, name in ipairs({ "shared_file", "sso", "assume_role", "web_identity", "process", "imds" }) do
    local declared, keys = providers.load(name), {}
    for _, option in ipairs(declared.options) do keys[#keys + 1] = option.profile_key end
    add_all(list, keys, set)
    add_all(list, declared.profile_keys or {}, set)
  end
  for _, setting in ipairs(settings.list) do add_all(list, { setting.profile_key }, set) end
  for _, name in ipairs(of_others) do set[name] = true end
  known_keys = { list, set }
  return list, set
end

--- The words of a key.
local function parts_of(key)
  local parts = {}
  for part in key:gmatch("[0-9a-z]+") do parts[#parts + 1] = part end
  return parts
end

--- Whether a key is another one with words left out: aws_secret_key. One word alone says too little.
local function leaves_out(parts, other)
  if #parts < 2 or #parts >= #other then return false end
  local at = 1
  for _, part in ipairs(other) do
    if part == parts[at] then at = at + 1 end
  end
  return at > #parts
end

--- The known key with the fewest words more.
local function by_words(key, list)
  local parts, best, fewest = parts_of(key), nil, math.huge
  for _, candidate in ipairs(list) do
    local other = parts_of(candidate)
    if #other < fewest and leaves_out(parts, other) then best, fewest = candidate, #other end
  end
  return best
end

--- The key that was meant by one that nobody reads, or nil.
---@param key string in lower case
---@return string?
function names.meant(key)
  local list, set = known()
  if set[key] then return nil end
  local bare = key:match("^aws_(.+)$")
  if bare and set[bare] then return bare end
  return by_words(key, list) or core.nearest(key, list)
end

--- Whether a section looks like a profile: it has a key that the library knows.
local function has_known_key(values)
  local _, set = known()
  for key in iterate.pairs(values) do
    if set[key] then return true end
  end
  return false
end

--- What is nearly right in a section, key by key.
---@param section aws.IniSection
---@return { key: string, meant: string }[]
function names.nearly_right(section)
  local found = {}
  for _, key in ipairs(ascii.sorted_keys(section.values)) do
    local meant = #key <= 64 and names.meant(key)
    if meant and section.values[meant] == nil then found[#found + 1] = { key = key, meant = meant } end
  end
  return found
end

-- Sections ------------------------------------------------------------------------------------------------------

local kinds = { "profile", "sso-session", "services" }
local is_kind = { profile = true, ["sso-session"] = true, services = true }

--- The profile that a section of the config file is about; nil for any other section.
---@param section_name string
---@return string?
function names.profile_of(section_name)
  if section_name == "default" then return section_name end
  local parts = words.split(section_name)
  return parts and #parts == 2 and parts[1] == "profile" and parts[2] or nil
end

--- The name that a section of the config file should have, where its own is nearly right; or nil.
---@param section aws.IniSection
---@return string?
function names.config_section(section)
  local parts = words.split(section.name) or {}
  if section.name == "default" or #parts == 2 and is_kind[parts[1]] then return nil end
  local kind = #parts == 2 and core.nearest(parts[1], kinds)
  if kind then return kind .. " " .. parts[2] end
  if #parts == 1 and has_known_key(section.values) then return "profile " .. parts[1] end
end

--- The same for the credentials file, whose sections are plain names.
---@param section aws.IniSection
---@return string?
function names.credentials_section(section)
  local parts = words.split(section.name) or {}
  local is_prefixed = #parts == 2 and (parts[1] == "profile" or core.nearest(parts[1], { "profile" }) ~= nil)
  return is_prefixed and parts[2] or nil
end

return names
