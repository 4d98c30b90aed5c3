--- Credentials of a role that is assumed with a token file: EKS, and CI systems that sign tokens.
---
--- https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local environment = require "aws.settings.environment"
local provider = require "aws.credentials.provider"
local retry = require "aws.retry"
local section = require "aws.credentials.profile.section"
local sts = require "aws.credentials.services.sts"

local NAME = "web_identity"

--- STS takes tokens of 20,000 characters.
local LONGEST_TOKEN = 64 * 1024

local token_file = {
  name = "token_file",
  type = "string",
  check = checks.text,
  variable = "AWS_WEB_IDENTITY_TOKEN_FILE",
  profile_key = "web_identity_token_file",
}
local role_arn = {
  name = "role_arn",
  type = "string",
  check = checks.text,
  variable = "AWS_ROLE_ARN",
  profile_key = "role_arn",
}
local role_session_name = {
  name = "role_session_name",
  type = "string",
  check = checks.text,
  variable = "AWS_ROLE_SESSION_NAME",
  profile_key = "role_session_name",
}

local web_identity = provider.declare({
  name = NAME,
  doc = "Keys of a role that is assumed with a token file (EKS, CI systems).",
  options = { token_file, role_arn, role_session_name },
  variables = sts.variables,
  profile_keys = sts.profile_keys,
  hint = { "AWS_WEB_IDENTITY_TOKEN_FILE" },
  is_of_profile = true,
})

--- A variable's text; with a profile that code names, variables do not count.
local function variable(name, surroundings)
  if surroundings.profiles.is_explicit then return nil end
  local text = environment.get(surroundings.getenv, name)
  if text and ascii.has_control(text) then provider.misuse(NAME, "%s has a control character", name) end
  return text
end

--- The value of an option, each looked for on its own.
local function find(option, own, surroundings)
  local profiles = surroundings.profiles
  return own[option.name] or variable(option.variable, surroundings)
    or section.text(NAME, profiles, profiles.name, option.profile_key)
end

--- The token, read anew each time: whoever mounts the file replaces it before the token ends. Blanks around it do not
--- count.
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
    role = arn,
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

--- Makes the function that fetches keys. It raises CredentialsError for a token file that cannot be read, and with STS's
--- code and message; ConfigError for a token file without a role; DeadlineExceeded, Interrupted.
function web_identity.start(own, surroundings)
  return function(context, at)
    local path = find(token_file, own, surroundings)
    if not path then return nil, "no AWS_WEB_IDENTITY_TOKEN_FILE" end
    local arn = find(role_arn, own, surroundings)
    if not arn then provider.misuse(NAME, "there is a token file, %s, but no role: set AWS_ROLE_ARN", path) end
    at.place = ("%s, token file %s"):format(arn, path)
    local session_name = find(role_session_name, own, surroundings) or sts.default_session_name(context)
    return sts.keys(context, surroundings, call_of(arn, session_name, path))
  end
end

return web_identity
