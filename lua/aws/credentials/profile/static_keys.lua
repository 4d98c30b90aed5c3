--- Keys in a profile of one of AWS's two files.
local ascii = require "aws.text.ascii"
local key_rules = require "aws.credentials.keys"
local provider = require "aws.credentials.provider"
local section = require "aws.credentials.profile.section"
local iterate = require "aws.language.iterate"

local static_keys = {}

--- What is read of a profile.
static_keys.profile_keys = {
  "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "aws_account_id",
}

--- The keys of a section, or nil when it has no access key.
local function keys_of(values)
  local id = section.value(values, "aws_access_key_id")
  return id and {
    access_key_id = id,
    secret_access_key = section.value(values, "aws_secret_access_key"),
    -- In this order, as AWS's own clients read the files.
    session_token = section.value(values, "aws_security_token") or section.value(values, "aws_session_token"),
    account_id = section.value(values, "aws_account_id"),
  }
end

local function check(name, keys, profile, path)
  if not keys.secret_access_key then
    provider.fail(name, "profile %s (%s) has aws_access_key_id, but not aws_secret_access_key", profile, path)
  end
  for _, value in iterate.pairs(keys) do
    if ascii.has_control(value) then provider.misuse(name, "profile %s (%s) has a key with a control character", profile, path) end
  end
  local stray = key_rules.stray_in_id(keys.access_key_id)
  if stray then provider.misuse(name, "profile %s (%s) has %s in its aws_access_key_id", profile, path, stray) end
end

--- What reads the keys of one of the files.
---@param name string of the provider
---@param file "credentials_file"|"config_file" the member of the profiles that holds the file's path
---@param section_of "from_credentials"|"from_config" their method that finds a profile in it
---@param surroundings aws.Surroundings
---@return aws.ProviderFetch # raises CredentialsError for an access key without its secret, ConfigError for a
---control character, an access key id that cannot be one or a broken file, each naming profile and file
function static_keys.reader(name, file, section_of, surroundings)
  return function(context, at)
    local profiles = surroundings.profiles
    if not profiles then return nil, "there are no profiles" end
    if context.reread then profiles:reload() end
    local profile, path = profiles.name, profiles[file]
    at.place = ('profile "%s" in %s'):format(profile, path)
    local values = profiles[section_of](profiles, profile)
    if not values then return nil, ("%s has no profile %s"):format(path, profile) end
    local keys = keys_of(values)
    if not keys then return nil, ("profile %s (%s) has no aws_access_key_id"):format(profile, path) end
    check(name, keys, profile, path)
    return keys
  end
end

return static_keys
