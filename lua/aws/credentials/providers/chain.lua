--- The places where AWS users keep credentials, asked in AWS's order (providers/init.lua).
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local provider = require "aws.credentials.provider"
local providers = require "aws.credentials.providers"

local chain = provider.declare({
  name = "chain",
  doc = "Keys of the first of all of these that has any.",
  options = {},
})

--- What to do about a profile of `aws login`: only AWS's own tools can renew its keys.
---@param profiles aws.Profiles
---@return string # "" for any other profile
function chain.login_hint(profiles)
  local profile = profiles:get(profiles.name)
  if not (profile and profile.login_session) then return "" end
  return ('; profile "%s" has a login_session: give it credential_process = aws configure export-credentials --format '
    .. "process --profile …"):format(profiles.name:sub(1, 64))
end

local function raise_nothing_found(profiles, tried)
  errors.raise({
    type = "NoCredentialsError",
    message = ('no credentials found; tried for profile "%s": %s%s; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, '
      .. "or pass credentials = {…} to new"):format(profiles.name:sub(1, 64), tried, chain.login_hint(profiles))
      .. environment.hint(table.concat(providers.hints(), "; env ")),
  })
end

--- The list for a client. A profile that the code names counts before the environment.
local function list_for(surroundings)
  local is_explicit = surroundings.profiles.is_explicit
  return providers.make(function(declared) return not (declared.is_of_environment and is_explicit) end, surroundings)
end

--- Makes the chain. Who had keys first is kept: a renewal asks it alone. It raises NoCredentialsError when no provider
--- has any, and what a provider raises.
function chain.start(_, surroundings)
  local list, winner
  return function(context)
    local profiles = surroundings.profiles
    if winner then
      local keys, reason = winner.ask(context)
      if not keys then provider.fail(winner.name, "%s", reason or "has no credentials any more") end
      return keys
    end
    list = list or list_for(surroundings)
    local keys, found = providers.ask(list, context)
    if not keys then raise_nothing_found(profiles, found) end
    winner = found
    return keys
  end
end

return chain
