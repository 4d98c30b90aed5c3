--- Credentials of a role that is assumed with other credentials.
---
--- https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
local checks = require "aws.settings.checks"
local document = require "aws.credentials.services.document"
local key_rules = require "aws.credentials.keys"
local provider = require "aws.credentials.services.provider"
local section = require "aws.credentials.services.section"
local sts = require "aws.credentials.services.sts"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local require_late = require "aws.language.require_late"
local retry = require "aws.retry"

local assume_role = {}

local NAME = "assume_role"

---@class aws.AssumeRoleOptions what is not given comes from the profile
---@field profile? string default: the client's
---@field role_arn? string with it the profile's role does not count
---@field source_profile? string whose keys assume the role
---@field credential_source? "Environment"|"EcsContainer"|"Ec2InstanceMetadata"
---@field credentials? aws.Credentials|aws.CredentialsProvider keys that assume the role
---@field role_session_name? string
---@field external_id? string
---@field duration_seconds? integer
---@field mfa_serial? string
---@field mfa? fun(serial: string): string asked for a code when there is an mfa_serial

local readers = {
  role_arn = checks.text,
  source_profile = checks.text,
  credential_source = checks.text,
  credentials = checks.credentials,
  role_session_name = checks.text,
  external_id = checks.text,
  duration_seconds = checks.count,
  mfa_serial = checks.text,
  mfa = checks.func,
}

--- Values of credential_source, and the providers that they mean.
local sources = { Environment = "environment", EcsContainer = "container", Ec2InstanceMetadata = "imds" }

-- A role in a profile -------------------------------------------------------------------------------------------

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

local texts = { "source_profile", "credential_source", "role_session_name", "external_id", "mfa_serial" }

local function duration_of(text, where)
  if text and not text:find("^%d+$") then provider.misuse(NAME, "duration_seconds of %s is not a whole number", where) end
  return tonumber(text)
end

--- The role that a profile asks for; nil when it asks for none, or for one with a web identity.
---@return aws.Role?
local function role_of(profiles, name)
  local function text(key) return section.text(NAME, profiles, name, key) end
  local arn = text("role_arn")
  if not arn or text("web_identity_token_file") then return nil end
  local role = { role_arn = arn, where = profiles:origin(name, "role_arn") }
  for _, key in ipairs(texts) do role[key] = text(key) end
  role.duration_seconds = duration_of(text("duration_seconds"), role.where)
  return role
end

local function has_static_keys(profiles, name)
  local function text(key) return section.text(NAME, profiles, name, key) end
  return (text("aws_access_key_id") or text("aws_secret_access_key")) ~= nil
end

-- Where its keys come from --------------------------------------------------------------------------------------

local function from_credential_source(role, surroundings)
  local name = sources[role.credential_source]
  if not name then
    provider.misuse(NAME, "credential_source of %s is neither Environment nor EcsContainer nor Ec2InstanceMetadata",
      role.where)
  end
  local ask = require_late("aws.credentials.providers." .. name).new(nil, surroundings)
  return function(context)
    local keys, reason = ask(context)
    if not keys then
      provider.fail(NAME, "credential_source %s of %s has no keys (%s)", role.credential_source, role.where,
        document.excerpt(reason or "nothing"))
    end
    return keys
  end
end

--- The providers of a profile without a role.
local function from_profile(name, role, surroundings, profiles)
  local chain = require "aws.credentials.providers.chain"
  local list = chain.build(chain.profile_order, section.surroundings(surroundings, section.view(profiles, name)))
  return function(context)
    local keys, found = chain.ask(list, context)
    if not keys then
      provider.misuse(NAME, 'the source_profile "%s" of %s has no keys; tried: %s', name, role.where, found)
    end
    return keys
  end
end

--- A profile may be named once on the way, but by itself when it has keys of its own.
local function check_source(role, visited, profiles)
  local name = role.source_profile
  if not profiles:get(name) then
    provider.misuse(NAME, 'the source_profile "%s" of %s does not exist', name, role.where)
  end
  local is_itself = visited[#visited] == name and has_static_keys(profiles, name)
  if visited[name] and not is_itself then
    provider.misuse(NAME, "profiles name each other as source_profile: %s, %s", table.concat(visited, ", "), name)
  end
end

local source_of -- roles may stand behind roles

--- A role's source. Where it fails when it is asked again after a refusal, the keys that it gave before serve on, as far as
--- they have no end: a file may be half written.
local function lasting(source)
  local known
  return function(context)
    local ok, found = pcall(source, context)
    if ok then known = not found.expiration and found or nil end
    if ok then return found end
    if context.reread and known and not errors.is_final(found) then return known end
    error(found, 0)
  end
end

--- What assumes a role: a function that comes with its keys. Where STS refuses the source's keys, the source is asked once
--- more: they may have been replaced in their file.
local function keys_of_role(role, surroundings, visited)
  local source = lasting(source_of(role, surroundings, visited))
  return function(context)
    local keys, is_reread = source(context), false
    local function others()
      if is_reread then return nil end
      is_reread = true
      local found = source(setmetatable({ reread = true }, { __index = context }))
      return not key_rules.is_same(found, keys) and found or nil
    end
    return assume_role.assume(role, keys, context, surroundings, others)
  end
end

local function from_source_profile(role, surroundings, visited)
  local profiles, name = surroundings.profiles, role.source_profile
  check_source(role, visited, profiles)
  visited[#visited + 1], visited[name] = name, true
  local next_role = not has_static_keys(profiles, name) and role_of(profiles, name)
  if next_role then return keys_of_role(next_role, surroundings, visited) end
  return from_profile(name, role, surroundings, profiles)
end

--- Keys that the options hold, or a provider in them.
local function from_option(setting)
  if type(setting) == "table" then
    local keys, fault = key_rules.read(setting)
    if fault then provider.misuse(NAME, "option credentials %s", fault) end
    return function() return keys end
  end
  return function(context)
    local found, reason = setting(context)
    if found == nil then provider.fail(NAME, "its credentials: %s", type(reason) == "string" and reason or "nothing") end
    local keys, fault = key_rules.read(found)
    if fault then provider.fail(NAME, "its credentials: the result %s", fault) end
    return keys
  end
end

---@param role aws.Role
---@param surroundings aws.Surroundings
---@param visited string[] names of profiles on the way here, also as keys
---@return aws.CredentialsProvider # that always has keys or raises
function source_of(role, surroundings, visited)
  if role.credentials then return from_option(role.credentials) end
  if role.source_profile and role.credential_source then
    provider.misuse(NAME, "%s has both source_profile and credential_source", role.where)
  end
  if role.source_profile then return from_source_profile(role, surroundings, visited) end
  if role.credential_source then return from_credential_source(role, surroundings) end
  provider.fail(NAME, "%s has a role_arn, but neither source_profile nor credential_source", role.where)
end

-- Assuming it ---------------------------------------------------------------------------------------------------

--- A code for an MFA device: one use each, so it is asked for every time.
local function code_for(role, surroundings)
  local mfa = surroundings.mfa
  if not mfa then
    provider.fail(NAME, "%s needs a code of the MFA device %s: pass mfa = function(serial) return code end to new",
      role.where, role.mfa_serial)
  end
  local ok, code = pcall(mfa, role.mfa_serial)
  if not ok and (errors.is(code, "interrupted") or errors.is_interruption(code)) then error(code, 0) end
  if not ok then provider.fail(NAME, "mfa raised: %s", type(code) == "string" and code or type(code)) end
  local digits = type(code) == "string" and code:match("^[ \t-\r]*(%d%d%d%d%d%d)[ \t-\r]*$")
  if not digits then provider.fail(NAME, "mfa returned no string of six digits for the device %s", role.mfa_serial) end
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
function assume_role.assume(role, keys, context, surroundings, others)
  local code = role.mfa_serial and code_for(role, surroundings) or nil
  local call = {
    provider = NAME,
    action = "AssumeRole",
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

--- The options' role, or the profile's with the options over it.
local function find_role(own, profiles)
  local role = not own.role_arn and role_of(profiles, profiles.name) or { where = "the options" }
  if own.source_profile or own.credential_source or own.credentials then
    role.source_profile, role.credential_source = nil, nil
  end
  for name, value in iterate.pairs(own) do role[name] = value end
  return role.role_arn and role
end

--- Makes the provider. Its source is found once; at each renewal it is asked for keys first.
---@param options? aws.AssumeRoleOptions
---@param surroundings aws.Surroundings
---@return aws.CredentialsProvider # raises CredentialsError with STS's code and message, ConfigError for a role that
---does not say whose keys assume it, DeadlineExceeded, Interrupted
---Raises ConfigError for an option that is unknown or does not fit.
function assume_role.new(options, surroundings)
  local own = provider.options(NAME, options, readers)
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
