--- Credentials of a role in IAM Identity Center, for whoever has logged in with `aws sso login`.
---
--- https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
local checks = require "aws.settings.checks"
local core = require "aws.core"
local endpoint = require "aws.protocol.endpoint"
local header_values = require "aws.text.header_values"
local origin = require "aws.credentials.origin"
local percent = require "aws.text.percent"
local provider = require "aws.credentials.provider"
local section = require "aws.credentials.profile.section"
local aws_service = require "aws.credentials.services.aws_service"
local sso_token = require "aws.credentials.providers.sso.token"

local NAME = "sso"

--- An option that has the name of its key in a profile.
local function option(key)
  return { name = key, type = "string", check = checks.text, profile_key = key }
end

local sso = provider.declare({
  name = NAME,
  doc = "Keys of IAM Identity Center, with the token that `aws sso login` wrote.",
  options = {
    option "sso_session", option "sso_start_url", option "sso_region", option "sso_account_id", option "sso_role_name",
  },
  variables = aws_service.variables("sso", "sso_oidc"),
  is_of_profile = true,
})

-- Configuration -------------------------------------------------------------------------------------------------

--- Takes start URL and region from the sso-session. Where the profile has them as well, they must be the same.
local function add_session(values, profiles, where)
  local session = profiles:sso_session(values.sso_session)
  if not session then
    provider.misuse(NAME, "%s: there is no [sso-session %s] in %s", where, values.sso_session, profiles.config_file)
  end
  for _, key in ipairs({ "sso_start_url", "sso_region" }) do
    local text = section.value(session, key)
    if text and values[key] and text ~= values[key] then
      provider.misuse(NAME, "%s has another %s than [sso-session %s]", where, key, values.sso_session)
    end
    values[key] = values[key] or text
  end
end

local function check(values, where)
  for _, key in ipairs({ "sso_start_url", "sso_region", "sso_account_id", "sso_role_name" }) do
    if not values[key] then provider.misuse(NAME, "%s has no %s", where, key) end
  end
  local fault = checks.region(values.sso_region)
  if fault then provider.misuse(NAME, "sso_region of %s %s", where, fault) end
end

--- The configuration; nil when neither an account nor a role is named.
---@return aws.SsoConfig?
local function configure(own, profiles)
  local values = {}
  for _, known in ipairs(sso.options) do
    values[known.name] = own[known.name] or section.text(NAME, profiles, profiles.name, known.profile_key)
  end
  if not values.sso_account_id and not values.sso_role_name then return nil end
  local where = profiles:origin(profiles.name, "sso_role_name")
  if values.sso_session then add_session(values, profiles, where) end
  check(values, where)
  return {
    where = where,
    start_url = values.sso_start_url,
    region = values.sso_region,
    account_id = values.sso_account_id,
    role_name = values.sso_role_name,
    session_name = values.sso_session,
  }
end

local function place_of(config)
  local from = config.session_name and ('session "%s"'):format(config.session_name) or origin.url(config.start_url)
  return ("role %s of account %s, %s"):format(config.role_name, config.account_id, from)
end

-- The portal ----------------------------------------------------------------------------------------------------

local shapes = {
  Answer = { type = "structure", members = { roleCredentials = "Keys" } },
  Keys = {
    type = "structure",
    members = { accessKeyId = "string", secretAccessKey = "string", sessionToken = "string", expiration = "integer" },
  },
  Problem = { type = "structure", members = { message = "string", __type = "string", code = "string" } },
}

local answer_shape, problem_shape

local function escape(text)
  return percent.encode(text, "[^" .. percent.UNRESERVED .. "]")
end

local function request_of(place, config, token)
  local query = ("role_name=%s&account_id=%s"):format(escape(config.role_name), escape(config.account_id))
  return {
    method = "GET",
    url = endpoint.request_url(place, "/federation/credentials", query),
    headers = { place.host_header, { "x-amz-sso_bearer_token", token } },
    body = "",
  }
end

local function read_error(response)
  problem_shape = problem_shape or core.shape(shapes, "Problem")
  local problem = core.decode(problem_shape, response.body) or {}
  local code = header_values.of(response.headers, "x-amzn-errortype") or problem.__type or problem.code
  return code and code:match("([0-9A-Za-z_]+):?[^#]*$"), problem.message
end

--- The keys in the portal's answer; times there are milliseconds.
local function read_keys(config, body)
  answer_shape = answer_shape or core.shape(shapes, "Answer")
  local answer = core.decode(answer_shape, body)
  local found = answer and answer.roleCredentials
  if not (found and found.accessKeyId and found.secretAccessKey and found.sessionToken and found.expiration) then
    provider.fail(NAME, "the portal's answer for %s holds no keys", config.where)
  end
  return {
    access_key_id = found.accessKeyId,
    secret_access_key = found.secretAccessKey,
    session_token = found.sessionToken,
    expiration = found.expiration / 1000,
    account_id = config.account_id,
  }
end

local function is_unauthorized(problem)
  return problem.status == 401 or problem.code == "UnauthorizedException"
end

local function fail(config, problem)
  if is_unauthorized(problem) then
    provider.fail(NAME, "the session has ended or is not valid; run aws sso login for %s", config.where)
  end
  aws_service.fail(NAME, "the portal refused keys for " .. config.where, problem)
end

--- Asks the portal. It may refuse the token because the file holds another one by now, or because the token is due for
--- renewal by the portal's clock.
local function ask_portal(config, saved, context, surroundings)
  local token = sso_token.get(saved, context, surroundings)
  local place = aws_service.endpoint("sso", config.region, surroundings)
  local secrets = { token }
  local function replace(problem)
    local old = token
    if not is_unauthorized(problem) then return false end
    token = sso_token.get(saved, context, surroundings)
    secrets[#secrets + 1] = token
    return token ~= old
  end
  return aws_service.call(context, {
    make_request = function() return request_of(place, config, token) end,
    read_error = read_error,
    secrets = secrets,
    replace = replace,
  }, surroundings.random)
end

--- Makes the function that fetches keys. It raises CredentialsError for a token that is missing, ended or refused;
--- ConfigError for a profile that lacks something or contradicts its sso-session; DeadlineExceeded, Interrupted.
function sso.start(own, surroundings)
  local config, saved
  return function(context, at)
    local profiles = surroundings.profiles
    config = config or configure(own, profiles)
    if not config then return nil, "neither sso_account_id nor sso_role_name" end
    at.place = place_of(config)
    saved = saved or sso_token.new(config, profiles)
    local response, problem, asked_at = ask_portal(config, saved, context, surroundings)
    if not response then fail(config, problem) end
    local found = read_keys(config, response.body)
    aws_service.take_time(context, response, asked_at, found.expiration)
    return found
  end
end

return sso
