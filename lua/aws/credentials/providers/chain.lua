--- The places where AWS users keep credentials, asked in AWS's order.
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local provider = require "aws.credentials.services.provider"
local require_late = require "aws.language.require_late"

local chain = {}

local NAME = "chain"

---@class aws.ChainOptions
---@field profile? string default: AWS_PROFILE, AWS_DEFAULT_PROFILE, "default"

--- All of it. A role of its own beats the profile's keys, and the container beats the instance it runs on.
local order = {
  "environment", "assume_role", "web_identity", "sso", "shared_file", "process", "config_file", "container", "imds",
}

--- What a profile itself may have but a role of its own: the places of a source_profile.
chain.profile_order = { "web_identity", "sso", "shared_file", "process", "config_file" }

--- Bytes shown of what one provider missed: the line stays readable with all of them.
local LONGEST_REASON = 100

---@class aws.NamedProvider
---@field name string
---@field ask aws.CredentialsProvider

--- Providers by name, made with default options.
---@param names string[]
---@param surroundings aws.Surroundings
---@return aws.NamedProvider[]
function chain.build(names, surroundings)
  local list = {}
  for i, name in ipairs(names) do
    list[i] = { name = name, ask = require_late("aws.credentials.providers." .. name).new(nil, surroundings) }
  end
  return list
end

local function note_of(name, reason)
  reason = type(reason) == "string" and reason or "nothing"
  if #reason > LONGEST_REASON then reason = reason:sub(1, LONGEST_REASON):gsub("[\128-\255]+$", "") .. "…" end
  return ("%s (%s)"):format(name, reason)
end

--- Asks each in turn; what one raises ends the search.
---@param list aws.NamedProvider[]
---@param context aws.CredentialsContext
---@return aws.Credentials? keys
---@return aws.NamedProvider|string from who had them; else what was tried, in one line
function chain.ask(list, context)
  local tried = {}
  for _, named in ipairs(list) do
    local keys, reason = named.ask(context)
    if keys then return keys, named end
    tried[#tried + 1] = note_of(named.name, reason)
  end
  return nil, table.concat(tried, ", ")
end

--- A way out for a profile of `aws login`, whose keys only AWS's own tools can renew.
local function login_hint(profiles)
  local profile = profiles:get(profiles.name)
  if not (profile and profile.login_session) then return "" end
  return ('; profile "%s" has a login_session: give it credential_process = aws configure export-credentials --format '
    .. "process --profile …"):format(profiles.name:sub(1, 64))
end

local function raise_nothing_found(profiles, tried)
  errors.raise({
    type = "NoCredentialsError",
    message = ('no credentials found; tried for profile "%s": %s%s; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, '
      .. "or pass credentials = {…} to new"):format(profiles.name:sub(1, 64), tried, login_hint(profiles))
      .. environment.hint("AWS_ACCESS_KEY_ID; env AWS_SECRET_ACCESS_KEY; or for ~/.aws env HOME, in a container env "
        .. "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
  })
end

--- A profile that the code names beats the environment.
local function names_for(profiles)
  local names = {}
  for _, name in ipairs(order) do
    if name ~= "environment" or not profiles.is_explicit then names[#names + 1] = name end
  end
  return names
end

--- The chain. Who had keys first is kept: a renewal asks it alone.
---@param options? table none but those of the constructor
---@param surroundings aws.Surroundings
---@return aws.CredentialsProvider # raises NoCredentialsError when nobody has any, and what a provider raises
function chain.new(options, surroundings)
  provider.options(NAME, options, {})
  local list, winner
  return function(context)
    local profiles = surroundings.profiles
    if winner then
      local keys, reason = winner.ask(context)
      if not keys then provider.fail(winner.name, "%s", reason or "has no credentials any more") end
      return keys
    end
    list = list or chain.build(names_for(profiles), surroundings)
    local keys, found = chain.ask(list, context)
    if not keys then raise_nothing_found(profiles, found) end
    winner = found
    return keys
  end
end

return chain
