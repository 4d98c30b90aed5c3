--- Credentials of a role that is assumed with other credentials.
---
--- https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local key_rules = require "aws.credentials.keys"
local provider = require "aws.credentials.provider"
local retry = require "aws.retry"
local role_source = require "aws.credentials.providers.assume_role.source"
local roles = require "aws.credentials.providers.assume_role.role"
local sts = require "aws.credentials.services.sts"

local NAME = "assume_role"

local assume_role = provider.declare({
  name = NAME,
  doc = "Keys of a role that is assumed with other keys.",
  options = roles.options,
  variables = sts.variables,
  profile_keys = roles.profile_keys,
})

--- A code of an MFA device. It serves once, so it is asked for every time.
local function code_for(role, surroundings)
  local mfa = surroundings.mfa
  if not mfa then
    provider.fail(NAME, "%s needs a code of the MFA device %s: pass mfa = function(serial) return code end to new",
      role.where, role.mfa_serial)
  end
  local ok, code = pcall(mfa, role.mfa_serial)
  if not ok and errors.is_interrupted(code) then error(code, 0) end
  if not ok then provider.fail(NAME, "mfa raised: %s", type(code) == "string" and code or type(code)) end
  local digits = type(code) == "string" and code:match("^[ \t-\r]*(%d%d%d%d%d%d)[ \t-\r]*$")
  if not digits then provider.fail(NAME, "mfa did not return a string of six digits for the device %s", role.mfa_serial) end
  return digits
end

--- What STS is asked for a role.
local function parameters_of(role, code, context)
  local parameters = {
    { "RoleArn", role.role_arn },
    { "RoleSessionName", role.role_session_name or sts.default_session_name(context) },
  }
  local function add(name, value)
    if value then parameters[#parameters + 1] = { name, value } end
  end
  add("ExternalId", role.external_id)
  add("DurationSeconds", role.duration_seconds and ("%.0f"):format(role.duration_seconds))
  add("SerialNumber", role.mfa_serial)
  add("TokenCode", code)
  return parameters
end

--- The keys of a role.
---@param role aws.Role
---@param keys aws.Credentials to sign with
---@param context aws.CredentialsContext
---@param surroundings aws.Surroundings
---@param others fun(): aws.Credentials? other keys, where STS refuses these
---@return aws.Credentials # raises CredentialsError, ConfigError, DeadlineExceeded, Interrupted
local function assume(role, keys, context, surroundings, others)
  local code = role.mfa_serial and code_for(role, surroundings) or nil
  local call = {
    provider = NAME,
    action = "AssumeRole",
    role = role.role_arn,
    parameters = parameters_of(role, code, context),
    keys = keys,
    secrets = { code },
  }
  function call.replace(problem)
    local found = retry.is_refused_key(problem.code) and others()
    if not found then return false end
    call.keys = found
    return true
  end
  return sts.keys(context, surroundings, call)
end

--- The role, and whose keys assume it.
local function place_of(role)
  local source = role.credentials and "keys of the options"
    or role.source_profile and ('source_profile "%s"'):format(role.source_profile)
    or role.credential_source and "credential_source " .. role.credential_source
  return source and role.role_arn .. ", " .. source or role.role_arn
end

--- What assumes a role. Where STS refuses the keys that assume it, their source is asked once more: they may have been
--- replaced in their file.
local function keys_of_role(role, surroundings, visited)
  local source = role_source.new(role, surroundings, visited, keys_of_role)
  return provider.with_place(NAME, function(context, at)
    at.place = place_of(role)
    local keys, is_reread = source(context), false
    local function others()
      if is_reread then return nil end
      is_reread = true
      local found = source(setmetatable({ reread = true }, { __index = context }))
      return not key_rules.is_same(found, keys) and found or nil
    end
    return assume(role, keys, context, surroundings, others)
  end)
end

--- The role of the options, or that of the profile with the options over it.
local function find_role(own, profiles)
  local role = not own.role_arn and roles.of_profile(profiles, profiles.name) or { where = "the options" }
  if own.source_profile or own.credential_source or own.credentials then
    role.source_profile, role.credential_source = nil, nil
  end
  for name, value in iterate.pairs(own) do role[name] = value end
  return role.role_arn and role
end

--- Makes the function that fetches keys. The role's source is found once; at each renewal it is asked for keys first. The
--- function raises CredentialsError with STS's code and message, ConfigError for a role that does not say whose keys
--- assume it, DeadlineExceeded, Interrupted.
function assume_role.start(own, surroundings)
  local mfa = own.mfa
  own.mfa = nil
  if mfa then surroundings = setmetatable({ mfa = mfa }, { __index = surroundings }) end
  local ask
  return function(context)
    if not ask then
      local profiles = surroundings.profiles
      local role = find_role(own, profiles)
      if not role then return nil, "no role_arn" end
      ask = keys_of_role(role, surroundings, { profiles.name, [profiles.name] = true })
    end
    return ask(context)
  end
end

return assume_role
