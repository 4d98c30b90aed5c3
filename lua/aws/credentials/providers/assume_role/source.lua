--- Whose keys assume a role: those of another profile, of the machine, of the options, or of another role.
local document = require "aws.credentials.services.document"
local errors = require "aws.errors.typed"
local key_rules = require "aws.credentials.keys"
local origin = require "aws.credentials.origin"
local provider = require "aws.credentials.provider"
local providers = require "aws.credentials.providers"
local roles = require "aws.credentials.providers.assume_role.role"
local section = require "aws.credentials.profile.section"

local role_source = {}

local NAME = "assume_role"

--- Profiles on the way to the first keys: each role is a request to STS, and a call inside another.
local MOST_PROFILES = 20

--- Values of credential_source, and the providers that they mean.
local sources = { Environment = "environment", EcsContainer = "container", Ec2InstanceMetadata = "imds" }

local function from_credential_source(role, surroundings)
  local name = sources[role.credential_source]
  if not name then
    provider.misuse(NAME, "credential_source of %s is neither Environment nor EcsContainer nor Ec2InstanceMetadata",
      role.where)
  end
  local ask = providers.load(name).new(nil, surroundings)
  return function(context)
    local keys, reason = ask(context)
    if not keys then
      provider.fail(NAME, "credential_source %s of %s has no keys (%s)", role.credential_source, role.where,
        document.excerpt(reason or "nothing"))
    end
    return keys
  end
end

local function is_of_profile(declared)
  return declared.is_of_profile
end

--- The keys of a profile without a role.
local function from_profile(name, role, surroundings, profiles)
  local list = providers.make(is_of_profile, section.surroundings(surroundings, section.view(profiles, name)))
  return function(context)
    local keys, found = providers.ask(list, context)
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
  local is_itself = visited[#visited] == name and roles.has_static_keys(profiles, name)
  if visited[name] and not is_itself then
    provider.misuse(NAME, "profiles name each other as source_profile: %s, %s", table.concat(visited, ", "), name)
  end
  if #visited >= MOST_PROFILES then
    provider.misuse(NAME, 'the source_profile "%s" of %s is profile %d on the way to keys, and at most %d are gone through',
      name, role.where, #visited + 1, MOST_PROFILES)
  end
end

local function from_source_profile(role, surroundings, visited, keys_of_role)
  local profiles, name = surroundings.profiles, role.source_profile
  check_source(role, visited, profiles)
  visited[#visited + 1], visited[name] = name, true
  local next_role = not roles.has_static_keys(profiles, name) and roles.of_profile(profiles, name)
  if next_role then return keys_of_role(next_role, surroundings, visited) end
  return from_profile(name, role, surroundings, profiles)
end

local IN_OPTIONS = "the options of assume_role"

--- Keys that the options hold, or a provider in them.
local function from_option(setting)
  if type(setting) == "table" then
    local keys, fault = key_rules.read(setting)
    if fault then provider.misuse(NAME, "option credentials %s", fault) end
    origin.note(keys, origin.SETTINGS, IN_OPTIONS)
    return function() return keys end
  end
  return function(context)
    local found, reason = setting(context)
    if found == nil then provider.fail(NAME, "its credentials: %s", type(reason) == "string" and reason or "nothing") end
    local keys, fault = key_rules.read(found)
    if fault then provider.fail(NAME, "its credentials: the result %s", fault) end
    return origin.of(found) and origin.pass(found, keys) or origin.note(keys, origin.FUNCTION, IN_OPTIONS)
  end
end

local function find(role, surroundings, visited, keys_of_role)
  if role.credentials then return from_option(role.credentials) end
  if role.source_profile and role.credential_source then
    provider.misuse(NAME, "%s has both source_profile and credential_source", role.where)
  end
  if role.source_profile then return from_source_profile(role, surroundings, visited, keys_of_role) end
  if role.credential_source then return from_credential_source(role, surroundings) end
  provider.fail(NAME, "%s has a role_arn, but neither source_profile nor credential_source", role.where)
end

--- What finds the keys that assume a role. Where it fails when it is asked again after a refusal, the keys that it found
--- before stay in use, if they have no end: a file may be half written.
---@param role aws.Role
---@param surroundings aws.Surroundings
---@param visited string[] names of profiles on the way here, also as keys
---@param keys_of_role fun(role: aws.Role, surroundings: aws.Surroundings, visited: string[]): aws.CredentialsProvider for
---the role of a source_profile
---@return aws.CredentialsProvider # that always has keys or raises
---Raises ConfigError and CredentialsError for a role that does not say whose keys assume it.
function role_source.new(role, surroundings, visited, keys_of_role)
  local source, known = find(role, surroundings, visited, keys_of_role), nil
  return function(context)
    local ok, found = pcall(source, context)
    if ok then known = not found.expiration and found or nil end
    if ok then return found end
    if context.reread and known and not errors.is_final(found) then return known end
    error(found, 0)
  end
end

return role_source
