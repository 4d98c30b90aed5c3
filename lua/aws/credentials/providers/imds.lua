--- Credentials of an EC2 instance's role, from its metadata service.
local ascii = require "aws.text.ascii"
local user_functions = require "aws.waiting.user_functions"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local document = require "aws.credentials.services.document"
local environment = require "aws.settings.environment"
local metadata = require "aws.credentials.services.metadata"
local provider = require "aws.credentials.services.provider"
local iterate = require "aws.language.iterate"

local imds = {}

local NAME = "imds"

local endpoints = { ipv4 = "http://169.254.169.254", ipv6 = "http://[fd00:ec2::254]" }
local TOKEN_PATH = "latest/api/token"
local ROLES_PATH = "latest/meta-data/iam/security-credentials/"

--- Six hours, the longest there is.
local TOKEN_SECONDS = "21600"

local TIMEOUT, ATTEMPTS = 1, 1

--- Before keys end they are renewed: this early, and as much earlier as chance says.
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

--- Whatever the decimal point of the locale is, which `tonumber` takes too.
local function to_number(text)
  return text:find("^[ \t-\r%d.eE+-]*$") and tonumber(text) or nil
end

--- A switch is on by the word "true", and off by any other.
local function to_switch(text)
  return ascii.lower(text) == "true"
end

--- Every setting: its variable, its key in a profile, the check of its value.
local settings = {
  endpoint = {
    variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    key = "ec2_metadata_service_endpoint",
    check = is_endpoint,
  },
  endpoint_mode = {
    variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    key = "ec2_metadata_service_endpoint_mode",
    check = is_mode,
  },
  use_ipv6 = {
    variable = "AWS_IMDS_USE_IPV6",
    key = "imds_use_ipv6",
    check = checks.boolean,
    convert = to_switch,
  },
  disable_v1 = {
    variable = "AWS_EC2_METADATA_V1_DISABLED",
    key = "ec2_metadata_v1_disabled",
    check = checks.boolean,
    convert = to_switch,
  },
  timeout = {
    variable = "AWS_METADATA_SERVICE_TIMEOUT",
    key = "metadata_service_timeout",
    check = checks.seconds,
    convert = to_number,
  },
  attempts = {
    variable = "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
    key = "metadata_service_num_attempts",
    check = checks.count,
    convert = to_number,
  },
}

local readers = {}
for name, setting in iterate.pairs(settings) do readers[name] = setting.check end

--- Text of the environment or of the profile, and where it stands.
local function find(setting, surroundings)
  local text = environment.get(surroundings.getenv, setting.variable)
  if text then return text, setting.variable end
  local profiles = surroundings.profiles
  local section = profiles and profiles:get(profiles.name)
  text = section and section[setting.key]
  if type(text) ~= "string" or text == "" then return nil end
  return text, setting.key .. " of " .. profiles:origin(profiles.name, setting.key)
end

--- The value of a setting: the option's, else the environment's, else the profile's.
local function value_of(name, own, surroundings)
  if own[name] ~= nil then return own[name] end
  local setting = settings[name]
  local text, source = find(setting, surroundings)
  if not text then return nil end
  local value = text
  if setting.convert then value = setting.convert(text) end
  local fault = setting.check(value)
  if fault then provider.misuse(NAME, "%s %s", source, value == nil and "is not a number" or fault) end
  return value
end

---@return table # with `base`, the address that paths are put behind
local function resolve(own, surroundings)
  local values = {}
  for name in iterate.pairs(settings) do values[name] = value_of(name, own, surroundings) end
  local mode = values.endpoint_mode and ascii.lower(values.endpoint_mode) or values.use_ipv6 and "ipv6" or "ipv4"
  values.base = (values.endpoint or endpoints[mode]):gsub("/+$", "") .. "/"
  values.timeout = values.timeout or TIMEOUT
  values.attempts = values.attempts or ATTEMPTS
  return values
end

-- The service ---------------------------------------------------------------------------------------------------

--- What came in place of an answer that can be used.
local function describe(response, failure)
  if not response then return failure.type end
  local complaint = document.complaint(response.body)
  return ("HTTP %d%s"):format(response.status, complaint and " (" .. complaint .. ")" or "")
end

--- Statuses of services that know no tokens: version 1.
local no_tokens = { [403] = true, [404] = true, [405] = true }

--- A token; nil, reason where version 1 may be tried; false, reason where there is nothing.
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
    local response, failure = metadata.send(context, "GET", values.base .. path, headers, values.timeout)
    local result
    if response and response.status == 200 then
      result, reason = read(response.body)
      if result then return result end
    else
      reason = describe(response, failure)
    end
  end
  return nil, reason
end

--- The role's name goes into a path: a page of HTML does not.
local function read_role(body)
  local role = body:match("^[ \t-\r]*([0-9A-Za-z+=,.@_:/-]+)[ \t-\r]*$")
  return role, "the answer names no role"
end

local function read_document(body)
  local value, fault = document.parse(document.metadata, body)
  return value, fault and "the role's document " .. fault
end

--- The keys stay in use while the service has trouble to renew them: keys that end soon, or have ended, are asked for
--- again only after some time.
local function stretch(keys, now, random)
  local early = EARLY + LEAST_JITTER + (MOST_JITTER - LEAST_JITTER) * user_functions.number({ random = random }, "random")
  if now >= keys.expiration - early then keys.expiration = now + early end
  return keys
end

local function fetch_document(context, values, token)
  local role, reason = get(context, values, ROLES_PATH, token, read_role)
  if not role then return nil, reason end
  local value
  value, reason = get(context, values, ROLES_PATH .. role, token, read_document)
  if value and value.code and value.code ~= "Success" then
    return nil, ("the role %s has no keys (%s)"):format(role, document.excerpt(value.code))
  end
  return value, reason
end

--- Keys, or nil, reason.
local function fetch(context, values)
  local token, reason = fetch_token(context, values)
  if token == false then return nil, reason end
  if not token and values.disable_v1 then
    provider.fail(NAME, "no token from %s: %s; and version 1 is disabled", values.base, reason)
  end
  local value
  value, reason = fetch_document(context, values, token)
  if not value then return nil, reason end
  local keys, fault = document.keys(document.metadata, value)
  return keys, fault and "the role's document " .. fault
end

---@class aws.ImdsOptions
---@field endpoint? string URL of the service
---@field endpoint_mode? "ipv4"|"ipv6"
---@field use_ipv6? boolean where no mode is set
---@field disable_v1? boolean requests without a token are not sent
---@field timeout? number seconds of one attempt (1)
---@field attempts? integer of each request (1)

--- Makes the provider.
---@param options? aws.ImdsOptions in place of variables and of the profile's keys
---@param surroundings aws.Surroundings
---@return aws.CredentialsProvider # raises ConfigError for a bad setting of environment or profile, CredentialsError
---where the service gives no token and version 1 is disabled, DeadlineExceeded, Interrupted
---Raises ConfigError for an option that is unknown or does not fit.
function imds.new(options, surroundings)
  local own = provider.options(NAME, options, readers)
  local random = surroundings.random or core.random
  return function(context)
    if to_switch(surroundings.getenv("AWS_EC2_METADATA_DISABLED") or "") then
      return nil, "AWS_EC2_METADATA_DISABLED is true"
    end
    local values = resolve(own, surroundings)
    local keys, reason = fetch(context, values)
    if not keys then return nil, ("no credentials from %s: %s"):format(values.base, reason) end
    return stretch(keys, context.now(), random)
  end
end

return imds
