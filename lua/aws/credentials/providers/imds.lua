--- Credentials of an EC2 instance's role, from its metadata service.
local ascii = require "aws.text.ascii"
local user_functions = require "aws.waiting.user_functions"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local document = require "aws.credentials.services.document"
local environment = require "aws.settings.environment"
local exchange = require "aws.credentials.services.exchange"
local metadata = require "aws.credentials.services.metadata"
local provider = require "aws.credentials.provider"
local section = require "aws.credentials.profile.section"

local NAME = "imds"

local endpoints = { ipv4 = "http://169.254.169.254", ipv6 = "http://[fd00:ec2::254]" }
local TOKEN_PATH = "latest/api/token"
local ROLES_PATH = "latest/meta-data/iam/security-credentials/"

--- Six hours, the longest that the service grants.
local TOKEN_SECONDS = "21600"

local TIMEOUT, ATTEMPTS = 1, 1

--- Seconds before their end at which keys are renewed, and how much earlier at random.
local EARLY, LEAST_JITTER, MOST_JITTER = 15 * 60, 2 * 60, 10 * 60

-- Settings ------------------------------------------------------------------------------------------------------

local function is_mode(value)
  return checks.text(value) or not endpoints[ascii.lower(value)] and "is neither ipv4 nor ipv6" or nil
end

local function is_endpoint(value)
  local fault = checks.text(value)
  if fault then return fault end
  local parts, wrong = core.parse_url(value)
  return wrong or parts.query ~= "" and "has a query" or nil
end

--- A number with a decimal point; `tonumber` also takes the locale's.
local function to_number(text)
  return text:find("^[ \t-\r%d.eE+-]*$") and tonumber(text) or nil
end

--- A switch is on by the word "true", and off by any other.
local function to_switch(text)
  return ascii.lower(text) == "true"
end

local imds = provider.declare({
  name = NAME,
  doc = "Keys of an EC2 instance's role.",
  options = {
    {
      name = "endpoint",
      type = "string",
      doc = "URL of the service",
      variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT",
      profile_key = "ec2_metadata_service_endpoint",
      check = is_endpoint,
    },
    {
      name = "endpoint_mode",
      type = '"ipv4"|"ipv6"',
      variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
      profile_key = "ec2_metadata_service_endpoint_mode",
      check = is_mode,
    },
    {
      name = "use_ipv6",
      type = "boolean",
      doc = "where no mode is set",
      variable = "AWS_IMDS_USE_IPV6",
      profile_key = "imds_use_ipv6",
      check = checks.boolean,
      convert = to_switch,
    },
    {
      name = "disable_v1",
      type = "boolean",
      doc = "requests without a token are not sent",
      variable = "AWS_EC2_METADATA_V1_DISABLED",
      profile_key = "ec2_metadata_v1_disabled",
      check = checks.boolean,
      convert = to_switch,
    },
    {
      name = "timeout",
      type = "number",
      doc = "seconds of one attempt",
      default = TIMEOUT,
      unit = "s",
      variable = "AWS_METADATA_SERVICE_TIMEOUT",
      profile_key = "metadata_service_timeout",
      check = checks.seconds,
      convert = to_number,
    },
    {
      name = "attempts",
      type = "integer",
      doc = "of each request",
      default = ATTEMPTS,
      variable = "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
      profile_key = "metadata_service_num_attempts",
      check = checks.count,
      convert = to_number,
    },
  },
  variables = { "AWS_EC2_METADATA_DISABLED" },
})

--- The text of the environment or of the profile, and where it was found.
local function find(option, surroundings)
  local text = environment.get(surroundings.getenv, option.variable)
  if text then return text, option.variable end
  local profiles = surroundings.profiles
  text = profiles and section.value(profiles:get(profiles.name), option.profile_key)
  if not text then return nil end
  return text, option.profile_key .. " of " .. profiles:origin(profiles.name, option.profile_key)
end

--- The value of an option: as given, else the environment's, else the profile's, else the default.
local function value_of(option, own, surroundings)
  if own[option.name] ~= nil then return own[option.name] end
  local text, source = find(option, surroundings)
  if not text then return option.default end
  local value = text
  if option.convert then value = option.convert(text) end
  local fault = option.check(value)
  if fault then provider.misuse(NAME, "%s %s", source, value == nil and "is not a number" or fault) end
  return value
end

---@return table # with `base`, the address that paths are added to, and `shown`, the address in words
local function resolve(own, surroundings)
  local values = {}
  for _, option in ipairs(imds.options) do values[option.name] = value_of(option, own, surroundings) end
  local mode = values.endpoint_mode and ascii.lower(values.endpoint_mode) or values.use_ipv6 and "ipv6" or "ipv4"
  values.shown = (values.endpoint or endpoints[mode]):gsub("/+$", "")
  values.base = values.shown .. "/"
  return values
end

-- The service ---------------------------------------------------------------------------------------------------

--- What is wrong with an answer that cannot be used.
local function describe(response, failure, token)
  if not response then return failure.type end
  local complaint = document.complaint(exchange.without({ token }, response.body))
  return ("HTTP %d%s"):format(response.status, complaint and " (" .. complaint .. ")" or "")
end

--- Statuses of services without tokens: version 1.
local no_tokens = { [403] = true, [404] = true, [405] = true }

--- A token. Or nil and the reason where version 1 may be tried; false and the reason where there is no use in that.
local function fetch_token(context, values)
  local headers = { { "x-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS } }
  local reason
  for _ = 1, values.attempts do
    local response, failure = metadata.send(context, "PUT", values.base .. TOKEN_PATH, headers, values.timeout)
    local status = response and response.status
    local is_token = status == 200 and response.body ~= "" and not ascii.has_control(response.body)
    if is_token then return response.body end
    reason = describe(response, failure)
    if status == 400 then return false, reason end
    if no_tokens[status] or failure and failure.type == "ReadTimeoutError" then return nil, reason end
  end
  return nil, reason
end

--- What `read` makes of a path's answer, tried as often as the settings say; or nil, reason.
local function get(context, values, path, token, read)
  local headers = token and { { "x-aws-ec2-metadata-token", token } } or {}
  local reason
  for _ = 1, values.attempts do
    local response, failure = metadata.send(context, "GET", values.base .. path, headers, values.timeout, token)
    local result
    if response and response.status == 200 then
      result, reason = read(response.body)
      if result then return result end
    else
      reason = describe(response, failure, token)
    end
  end
  return nil, reason
end

--- The role's name becomes a part of a path. A page of HTML must not.
local function read_role(body)
  local role = body:match("^[ \t-\r]*([0-9A-Za-z+=,.@_:/-]+)[ \t-\r]*$")
  return role, "the answer names no role"
end

local function read_document(body)
  local value, fault = document.parse(document.metadata, body)
  return value, fault and "the role's document " .. fault
end

--- Keys that end soon, or have ended, are used for some more time: the service may have trouble to renew them.
local function stretch(keys, now, random)
  local early = EARLY + LEAST_JITTER + (MOST_JITTER - LEAST_JITTER) * user_functions.number({ random = random }, "random")
  if now >= keys.expiration - early then keys.expiration = now + early end
  return keys
end

local function fetch_document(context, values, token, at)
  local role, reason = get(context, values, ROLES_PATH, token, read_role)
  if not role then return nil, reason end
  at.place = ("role %s at %s"):format(role, values.shown)
  local value
  value, reason = get(context, values, ROLES_PATH .. role, token, read_document)
  if value and value.code and value.code ~= "Success" then
    return nil, ("the role %s has no keys (%s)"):format(role, document.excerpt(value.code))
  end
  return value, reason
end

--- Keys, or nil, reason.
local function fetch(context, values, at)
  local token, reason = fetch_token(context, values)
  if token == false then return nil, reason end
  if not token and values.disable_v1 then
    provider.fail(NAME, "no token from %s: %s; and version 1 is disabled", values.base, reason)
  end
  local value
  value, reason = fetch_document(context, values, token, at)
  if not value then return nil, reason end
  local keys, fault = document.keys(document.metadata, value)
  return keys, fault and "the role's document " .. fault
end

--- Makes the function that fetches keys. It raises ConfigError for a bad setting of environment or profile,
--- CredentialsError where the service gives no token and version 1 is disabled, DeadlineExceeded, Interrupted.
function imds.start(own, surroundings)
  local random = surroundings.random or core.random
  return function(context, at)
    if to_switch(environment.get(surroundings.getenv, "AWS_EC2_METADATA_DISABLED") or "") then
      return nil, "AWS_EC2_METADATA_DISABLED is true"
    end
    local values = resolve(own, surroundings)
    at.place = values.shown
    local keys, reason = fetch(context, values, at)
    if not keys then return nil, ("no credentials from %s: %s"):format(values.base, reason) end
    return stretch(keys, context.now(), random)
  end
end

return imds
