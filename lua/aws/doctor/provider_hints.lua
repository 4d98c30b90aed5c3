--- What to do about a provider that has no keys.
local chain = require "aws.credentials.providers.chain"
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local providers = require "aws.credentials.providers"

local hints = {}

local NOT_THERE = "nothing answers there: this is not an EC2 instance, or a firewall or network policy is in the way"

--- What the failures of the token's request mean (EC2 User Guide, "Use the Instance Metadata Service").
local of_token = {
  ReadTimeoutError = "the token's answer does not arrive: in a container the instance's hop limit has to be 2 "
    .. "(aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2)",
  ConnectTimeoutError = NOT_THERE,
  ConnectionError = NOT_THERE,
}

--- What the answers of its other paths mean.
local of_status = {
  [401] = "the service wants a token, and gave none",
  [403] = "the metadata service is turned off for this instance, or something on the way refuses it",
  [404] = "the instance has no role: give it an instance profile",
}

local function of_imds(exchanges)
  local first, last = exchanges[1], exchanges[#exchanges]
  if not first then return nil end
  return of_token[first.type] or of_status[last.status] or of_token[last.type]
end

--- What to do where a provider found nothing, or nil: most have nothing because nobody uses them.
---@param name string
---@param exchanges aws.KeyExchange[] its requests
---@return string?
function hints.of_nothing(name, exchanges)
  return name == "imds" and of_imds(exchanges) or nil
end

--- What to do about a provider's error, or nil: most errors say it.
---@param name string
---@param raised any
---@param search aws.KeySearch
---@return string?
function hints.of_failure(name, raised, search)
  if not errors.is(raised) then return nil end
  if name == "imds" then return of_imds(search.exchanges) end
  if name == "sso" and raised.message:find("aws sso login", 1, true) then
    return "aws sso login --profile " .. search.examination.profiles.name
  end
  if name == "assume_role" and raised.message:find("AccessDenied", 1, true) then
    return "the keys need sts:AssumeRole on the role, and the role's trust policy has to name them"
  end
end

--- What to do where no provider has keys.
---@param profiles aws.Profiles
---@return string
function hints.of_none(profiles)
  return ('set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put keys into [%s] of %s'):format(profiles.name:sub(1, 64),
    profiles.credentials_file) .. chain.login_hint(profiles) .. environment.hint(table.concat(providers.hints(), "; env "))
end

return hints
