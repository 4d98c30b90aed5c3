--- AWS Security Token Service: the keys of a role. Its protocol is AWS Query: the request is a form, the answer is XML.
---
--- https://docs.aws.amazon.com/STS/latest/APIReference/
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local crypto = require "aws.protocol.crypto"
local endpoint = require "aws.protocol.endpoint"
local environment = require "aws.settings.environment"
local percent = require "aws.text.percent"
local provider = require "aws.credentials.provider"
local section = require "aws.credentials.profile.section"
local aws_service = require "aws.credentials.services.aws_service"
local xml = require "aws.text.xml"

local sts = {}

local VERSION = "2011-06-15"

local MODE_VARIABLE, MODE_KEY = "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints"

--- What decides where STS is asked, in the environment and in a profile.
sts.variables, sts.profile_keys = aws_service.variables("sts"), { MODE_KEY }
table.insert(sts.variables, MODE_VARIABLE)

--- Regions whose requests go to the endpoint without a region, which is in us-east-1, when `sts_regional_endpoints` is
--- "legacy".
local legacy_regions = {}
for region in ([[
  ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 aws-global ca-central-1 eu-central-1 eu-north-1 eu-west-1
  eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2]]):gmatch("[^ \n]+") do
  legacy_regions[region] = true
end

--- STS also gives this code of a wrong token when it could not fetch the identity provider's key in time. AWS's own
--- clients try again.
local web_identity_codes = { InvalidIdentityToken = true }

--- Bytes of a role's ARN in messages: STS's code comes after it.
local SHOWN_ROLE = 256

local LEGACY_URL, LEGACY_REGION = "https://sts.amazonaws.com", "us-east-1"

---@class aws.StsCall
---@field provider string who asks, for messages
---@field action "AssumeRole"|"AssumeRoleWithWebIdentity"
---@field role string its ARN, for messages; it is among the parameters too
---@field parameters string[][] list of {name, value}
---@field keys? aws.Credentials to sign with; AssumeRoleWithWebIdentity is not signed
---@field secrets? string[] parameters that no message may show
---@field replace? fun(problem: aws.ServiceProblem): boolean as of aws.ServiceCall; changes this table

--- Whether the user asks for the endpoint without a region.
local function wants_legacy_endpoint(name, surroundings)
  local profiles = surroundings.profiles
  local mode = environment.get(surroundings.getenv, MODE_VARIABLE)
    or section.text(name, profiles, profiles.name, MODE_KEY)
  if not mode then return false end
  mode = ascii.lower(mode)
  if mode ~= "legacy" and mode ~= "regional" then
    provider.misuse(name, "%s (%s) is neither regional nor legacy", MODE_KEY, MODE_VARIABLE)
  end
  return mode == "legacy"
end

--- Where to ask, and the region to sign for.
---@param name string who asks, for messages
---@param region string
---@param surroundings aws.Surroundings
---@return aws.Endpoint place
---@return string region
---Raises ConfigError for a configured text that is not a URL, or not a mode.
function sts.place(name, region, surroundings)
  local place, is_configured = aws_service.endpoint("sts", region, surroundings)
  local is_plain = not (is_configured or surroundings.use_fips_endpoint or surroundings.use_dualstack_endpoint)
  if is_plain and legacy_regions[region] and wants_legacy_endpoint(name, surroundings) then
    return endpoint.parse(LEGACY_URL, "STS"), LEGACY_REGION
  end
  return place, region
end

sts.CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8"

--- The body of a request.
---@param action string of STS
---@param parameters string[][] list of {name, value}
---@return string
function sts.form(action, parameters)
  local parts = { "Action=" .. action, "Version=" .. VERSION }
  for _, parameter in ipairs(parameters) do
    parts[#parts + 1] = parameter[1] .. "=" .. percent.encode(parameter[2], "[^" .. percent.UNRESERVED .. "]")
  end
  return table.concat(parts, "&")
end

--- Signs a request with a signer of its own, which forgets the keys at once.
local function sign(request, call, region, context)
  local signer = crypto.signer()
  local headers, url = signer:sign({
    method = request.method,
    url = request.url,
    headers = request.headers,
    body = request.body,
    service = "sts",
    region = region,
    credentials = call.keys,
    time = context.now(),
  })
  signer:close()
  if not headers then
    local wrong = crypto.problems(url)[1]
    provider.fail(call.provider, "cannot sign for STS: %s %s", wrong.path, wrong.message)
  end
  request.headers, request.url = headers, url
end

local function request_of(place, region, call, context)
  local request = {
    method = "POST",
    url = endpoint.request_url(place, "/", ""),
    headers = { place.host_header, { "Content-Type", sts.CONTENT_TYPE } },
    body = sts.form(call.action, call.parameters),
  }
  if call.keys then sign(request, call, region, context) end
  return request
end

local function read_error(response)
  local leaves = xml.leaves(response.body) or {}
  return leaves["Error/Code"], leaves["Error/Message"]
end

--- Texts that no message may show.
local function secrets_of(call)
  local secrets = { call.keys and call.keys.secret_access_key, call.keys and call.keys.session_token }
  for _, secret in ipairs(call.secrets or {}) do secrets[#secrets + 1] = secret end
  return secrets
end

--- What is asked of STS, as aws_service.call takes it.
---@return aws.ServiceCall
local function service_call_of(call, place, region, context)
  local secrets = secrets_of(call)
  local function replace(problem)
    if not (call.replace and call.replace(problem)) then return false end
    for _, secret in ipairs(secrets_of(call)) do secrets[#secrets + 1] = secret end
    return true
  end
  return {
    make_request = function() return request_of(place, region, call, context) end,
    read_error = read_error,
    secrets = secrets,
    is_signed = call.keys ~= nil,
    transient = call.action == "AssumeRoleWithWebIdentity" and web_identity_codes or nil,
    replace = replace,
  }
end

--- The keys in an answer. Nothing of the answer gets into a message.
local function read_keys(call, body)
  local leaves, fault = xml.leaves(body)
  if not leaves then provider.fail(call.provider, "the answer to %s %s", call.action, fault) end
  local keys = {
    access_key_id = leaves["Credentials/AccessKeyId"],
    secret_access_key = leaves["Credentials/SecretAccessKey"],
    session_token = leaves["Credentials/SessionToken"],
    expiration = core.parse_timestamp(leaves["Credentials/Expiration"] or ""),
    account_id = (leaves["AssumedRoleUser/Arn"] or ""):match("^arn:[^:]*:sts:[^:]*:(%d+):"),
  }
  for _, name in ipairs({ "access_key_id", "secret_access_key", "session_token", "expiration" }) do
    if not keys[name] or keys[name] == "" then
      provider.fail(call.provider, "the answer to %s has no %s that can be read", call.action, name)
    end
  end
  return keys
end

--- Asks STS for keys.
---@param context aws.CredentialsContext
---@param surroundings aws.Surroundings
---@param call aws.StsCall
---@return aws.Credentials # raises CredentialsError with STS's code and message, DeadlineExceeded, Interrupted
function sts.keys(context, surroundings, call)
  if not context.region then provider.misuse(call.provider, "no region to ask STS in") end
  local place, region = sts.place(call.provider, context.region, surroundings)
  local asked = service_call_of(call, place, region, context)
  local response, problem, asked_at = aws_service.call(context, asked, surroundings.random)
  if not response then
    aws_service.fail(call.provider, ("STS %s of %s"):format(call.action, call.role:sub(1, SHOWN_ROLE)), problem, call.keys)
  end
  local keys = read_keys(call, response.body)
  if not asked.is_signed then aws_service.take_time(context, response, asked_at, keys.expiration) end
  return keys
end

--- The name of a session that was given none. It is boto3's, because trust policies and filters of audit logs may already
--- ask for that.
---@param context aws.CredentialsContext
---@return string
function sts.default_session_name(context)
  return ("botocore-session-%d"):format(math.floor(context.now()))
end

return sts
