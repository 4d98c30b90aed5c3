--- Credentials of a role that is assumed with a token file: EKS, and CI systems that sign tokens.
---
--- https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local environment = require "aws.settings.environment"
local provider = require "aws.credentials.services.provider"
local retry = require "aws.retry"
local section = require "aws.credentials.services.section"
local sts = require "aws.credentials.services.sts"
local iterate = require "aws.language.iterate"

local web_identity = {}

local NAME = "web_identity"

--- STS takes tokens of 20,000 characters.
local LONGEST_TOKEN = 64 * 1024

---@class aws.WebIdentityOptions what is not given comes from the environment, then from the profile
---@field profile? string with it the environment does not count
---@field token_file? string
---@field role_arn? string
---@field role_session_name? string

--- Each setting: its variable and its key in a profile.
local settings = {
  token_file = { "AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file" },
  role_arn = { "AWS_ROLE_ARN", "role_arn" },
  role_session_name = { "AWS_ROLE_SESSION_NAME", "role_session_name" },
}

local readers = {}
for name in iterate.pairs(settings) do readers[name] = checks.text end

--- A variable's text; a profile that code names does without.
local function variable(name, surroundings)
  if surroundings.profiles.is_explicit then return nil end
  local text = environment.get(surroundings.getenv, name)
  if text and ascii.has_control(text) then provider.misuse(NAME, "%s has a control character", name) end
  return text
end

--- The value of a setting, each looked for on its own.
local function find(name, own, surroundings)
  local setting, profiles = settings[name], surroundings.profiles
  return own[name] or variable(setting[1], surroundings) or section.text(NAME, profiles, profiles.name, setting[2])
end

--- The token, read anew each time: who mounts the file replaces it before it ends. Blanks around it do not count.
---@return string? token
---@return string? fault "holds no token"
local function read_token(path)
  local text, fault = core.read_file(path, LONGEST_TOKEN)
  if not text then return nil, fault end
  local token = text:match("^[ \t-\r]*([^ \t-\r]+)[ \t-\r]*$")
  if not token or ascii.has_control(token) then return nil, "holds no token" end
  return token
end

--- Whether STS refuses the token itself.
local function is_about_token(code)
  return code == "InvalidIdentityToken" or retry.is_refused_key(code)
end

--- What STS is asked for a role. Where it refuses the token it is asked with another one, if the file has that by now.
---@return aws.StsCall
local function call_of(arn, session_name, path)
  local token, fault = read_token(path)
  if not token then provider.fail(NAME, "the token file %s %s", path, fault) end
  local parameter = { "WebIdentityToken", token }
  local call = {
    provider = NAME,
    action = "AssumeRoleWithWebIdentity",
    parameters = { { "RoleArn", arn }, { "RoleSessionName", session_name }, parameter },
    secrets = { token },
  }
  function call.replace(problem)
    local other = is_about_token(problem.code) and read_token(path)
    if not other or other == parameter[2] then return false end
    parameter[2], call.secrets = other, { other }
    return true
  end
  return call
end

--- Makes the provider.
---@param options? aws.WebIdentityOptions
---@param surroundings aws.Surroundings
---@return aws.CredentialsProvider # raises CredentialsError for a token file that cannot be read, and with STS's code
---and message; ConfigError for a token file without a role; DeadlineExceeded, Interrupted
---Raises ConfigError for an option that is unknown or does not fit.
function web_identity.new(options, surroundings)
  local own = provider.options(NAME, options, readers)
  return function(context)
    local path = find("token_file", own, surroundings)
    if not path then return nil, "no AWS_WEB_IDENTITY_TOKEN_FILE" end
    local arn = find("role_arn", own, surroundings)
    if not arn then provider.misuse(NAME, "there is a token file, %s, but no role: set AWS_ROLE_ARN", path) end
    local session_name = find("role_session_name", own, surroundings) or sts.default_session_name(context)
    return sts.keys(context, surroundings, call_of(arn, session_name, path))
  end
end

return web_identity
