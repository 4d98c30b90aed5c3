--- Credentials of the agent beside a container: Amazon ECS, and EKS Pod Identity.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local document = require "aws.credentials.services.document"
local environment = require "aws.settings.environment"
local exchange = require "aws.credentials.services.exchange"
local metadata = require "aws.credentials.services.metadata"
local origin = require "aws.credentials.origin"
local provider = require "aws.credentials.provider"

local NAME = "container"

--- Where the ECS agent listens.
local AGENT = "http://169.254.170.2"

--- Hosts other than 127.0.0.0/8 that may be asked without TLS: loopback, and the agents of ECS and EKS.
local plain_hosts = {
  ["localhost"] = true,
  ["[::1]"] = true,
  ["[0:0:0:0:0:0:0:1]"] = true,
  ["169.254.170.2"] = true,
  ["169.254.170.23"] = true,
  ["[fd00:ec2::23]"] = true,
}

local LONGEST_TOKEN = 16 * 1024
local TIMEOUT, ATTEMPTS, PAUSE = 2, 3, 1

local relative_uri = {
  name = "relative_uri",
  type = "string",
  doc = "path at the ECS agent; it counts before full_uri",
  check = checks.text,
  variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
}
local full_uri = {
  name = "full_uri",
  type = "string",
  check = checks.text,
  variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI",
}
local authorization_token = {
  name = "authorization_token",
  type = "string",
  check = checks.text,
  variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN",
}
local authorization_token_file = {
  name = "authorization_token_file",
  type = "string",
  doc = "read each time; it counts before authorization_token",
  check = checks.text,
  variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
}

local container = provider.declare({
  name = NAME,
  doc = "Keys of an ECS task or EKS pod.",
  options = {
    relative_uri,
    full_uri,
    authorization_token,
    authorization_token_file,
    {
      name = "timeout",
      type = "number",
      doc = "seconds of one attempt",
      check = checks.seconds,
      default = TIMEOUT,
      unit = "s",
    },
    { name = "attempts", type = "integer", check = checks.count, default = ATTEMPTS },
  },
  hint = { "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" },
})

--- The values of two options that belong together, and where each comes from. Where one was given, variables do not
--- count.
local function pair_of(own, getenv, first, second)
  local values = { own[first.name], own[second.name] }
  if values[1] or values[2] then return values, { first.name, second.name } end
  for i, option in ipairs({ first, second }) do values[i] = environment.get(getenv, option.variable) end
  return values, { first.variable, second.variable }
end

-- Where ---------------------------------------------------------------------------------------------------------

local function is_loopback(host)
  local rest = { host:match("^127%.(%d+)%.(%d+)%.(%d+)$") }
  for _, number in ipairs(rest) do
    if #number > 3 or tonumber(number) > 255 then return false end
  end
  return #rest == 3
end

--- Raises ConfigError for an address that keys must not come from.
local function check_url(url, source)
  local parts, fault = core.parse_url(url)
  if not parts then provider.misuse(NAME, "%s %s", source, fault) end
  local host = ascii.lower(parts.host)
  if ascii.lower(parts.scheme) == "http" and not plain_hosts[host] and not is_loopback(host) then
    provider.misuse(NAME, "%s names the host %s, which is not asked without TLS (only loopback addresses and the "
      .. "agents of ECS and EKS are)", source, document.excerpt(host))
  end
  return url
end

--- The address to ask, or nil.
local function url_of(own, getenv)
  local values, sources = pair_of(own, getenv, relative_uri, full_uri)
  if values[1] then
    -- Without the slash it would become a part of the host's name.
    if values[1]:sub(1, 1) ~= "/" then provider.misuse(NAME, "%s does not begin with a slash", sources[1]) end
    return check_url(AGENT .. values[1], sources[1])
  end
  return values[2] and check_url(values[2], sources[2])
end

-- With what token -----------------------------------------------------------------------------------------------

local function read_token(path, source)
  local text, fault = core.read_file(path, LONGEST_TOKEN)
  if not text then provider.fail(NAME, "%s: %s %s", source, path, fault) end
  local token = ascii.trim(text)
  if token == "" then provider.fail(NAME, "%s: %s is empty", source, path) end
  return token
end

--- The token to send, or nil. A file is read for each request: its token changes.
local function token_of(own, getenv)
  local values, sources = pair_of(own, getenv, authorization_token_file, authorization_token)
  local token = values[1] and read_token(values[1], sources[1]) or values[2]
  if token and ascii.has_control(token) then
    provider.fail(NAME, "the token of %s has a control character", sources[values[1] and 1 or 2])
  end
  return token
end

-- Asking --------------------------------------------------------------------------------------------------------

--- What is wrong with an answer, or nil and its document.
local function judge(response, failure, token)
  if not response then return failure.type .. ": " .. document.excerpt(failure.message) end
  if response.status ~= 200 then
    local complaint = document.complaint(exchange.without({ token }, response.body))
    return ("HTTP %d%s"):format(response.status, complaint and " (" .. complaint .. ")" or "")
  end
  local value, fault = document.parse(document.metadata, response.body)
  return fault and "the answer " .. fault, value
end

local function headers_of(token)
  local headers = { { "Accept", "application/json" } }
  if token then headers[2] = { "Authorization", token } end
  return headers
end

--- Asks until there is a document. AWS's clients pause after the last failure too.
local function fetch(context, url, own, getenv)
  local problem
  for _ = 1, own.attempts or ATTEMPTS do
    local token = token_of(own, getenv)
    local response, failure = metadata.send(context, "GET", url, headers_of(token), own.timeout or TIMEOUT, token)
    local value
    problem, value = judge(response, failure, token)
    if value then return value end
    if failure and failure.type == "TLSError" then break end
    exchange.pause(context, PAUSE)
  end
  provider.fail(NAME, "no credentials from %s: %s", origin.url(url), problem)
end

local function keys_of(context, value, url)
  local keys, fault = document.keys(document.metadata, value)
  if not keys then provider.fail(NAME, "the document of %s %s", origin.url(url), fault) end
  if keys.expiration <= context.now() then provider.fail(NAME, "the keys of %s have expired", origin.url(url)) end
  return keys
end

--- Makes the function that fetches keys. It raises ConfigError for an address that must not be asked, CredentialsError
--- when the agent does not hand out keys or the token cannot be read, DeadlineExceeded, Interrupted.
function container.start(own, surroundings)
  local getenv = surroundings.getenv
  return function(context, at)
    local url = url_of(own, getenv)
    if not url then
      return nil, "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set"
    end
    at.place = origin.url(url):match("^[A-Za-z]+://[^/]*") -- ECS: whoever knows the path can ask for the keys
    return keys_of(context, fetch(context, url, own, getenv), url)
  end
end

return container
