--- The role that a profile asks for.
local checks = require "aws.settings.checks"
local provider = require "aws.credentials.provider"
local section = require "aws.credentials.profile.section"

local roles = {}

local NAME = "assume_role"

--- A profile with a token file has another kind of role; keys of its own come before its role.
local TOKEN_FILE, ID, SECRET = "web_identity_token_file", "aws_access_key_id", "aws_secret_access_key"

---@class aws.Role
---@field where string for messages: "profile r (/home/me/.aws/config)"
---@field role_arn string
---@field source_profile? string
---@field credential_source? string
---@field credentials? aws.Credentials|aws.CredentialsProvider
---@field role_session_name? string
---@field external_id? string
---@field duration_seconds? integer
---@field mfa_serial? string

--- An option that has the name of its key in a profile.
local function option(key, doc)
  return { name = key, type = "string", doc = doc, check = checks.text, profile_key = key }
end

local duration_seconds = {
  name = "duration_seconds",
  type = "integer",
  check = checks.count,
  profile_key = "duration_seconds",
}

--- The options of assume_role. Those with a key may be in a profile.
roles.options = {
  option("role_arn", "with it the profile's role does not count"),
  option("source_profile", "whose keys assume the role"),
  {
    name = "credential_source",
    type = '"Environment"|"EcsContainer"|"Ec2InstanceMetadata"',
    check = checks.text,
    profile_key = "credential_source",
  },
  {
    name = "credentials",
    type = "aws.Credentials|aws.CredentialsProvider",
    doc = "keys that assume the role",
    check = checks.credentials,
  },
  option "role_session_name",
  option "external_id",
  duration_seconds,
  option "mfa_serial",
  {
    name = "mfa",
    type = "fun(serial: string): string",
    doc = "asked for a code when there is an mfa_serial",
    check = checks.func,
  },
}

--- What else is read of a profile.
roles.profile_keys = { TOKEN_FILE, ID, SECRET }

local function duration_of(text, where)
  if text and not text:find("^%d+$") then provider.misuse(NAME, "duration_seconds of %s is not a whole number", where) end
  return tonumber(text)
end

--- The role that a profile asks for; nil when it asks for none, or for one with a web identity.
---@param profiles aws.Profiles
---@param name string of the profile
---@return aws.Role? # raises ConfigError for a value that does not fit
function roles.of_profile(profiles, name)
  local function text(key) return section.text(NAME, profiles, name, key) end
  if not text("role_arn") or text(TOKEN_FILE) then return nil end
  local role = { where = profiles:origin(name, "role_arn") }
  for _, known in ipairs(roles.options) do
    if known.profile_key then role[known.name] = text(known.profile_key) end
  end
  role.duration_seconds = duration_of(role.duration_seconds, role.where)
  return role
end

--- Whether a profile has keys of its own.
---@param profiles aws.Profiles
---@param name string of the profile
---@return boolean # raises ConfigError for a value that does not fit
function roles.has_static_keys(profiles, name)
  local function text(key) return section.text(NAME, profiles, name, key) end
  return (text(ID) or text(SECRET)) ~= nil
end

return roles
