--- Credentials of the agent beside a container: Amazon ECS, and EKS Pod Identity.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local document = require "aws.credentials.services.document"
local environment = require "aws.settings.environment"
local exchange = require "aws.credentials.services.exchange"
local metadata = require "aws.credentials.services.metadata"
local provider = require "aws.credentials.services.provider"
local redact = require "aws.errors.redact"

local container = {}

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

local readers = {
  relative_uri = checks.text,
  full_uri = checks.text,
  authorization_token = checks.text,
  authorization_token_file = checks.text,
  timeout = checks.seconds,
  attempts = checks.count,
}

--- Two settings that belong together and where they stand: what the options have hides the variables.
local function pair_of(own, getenv, first, second)
  local names = { first, second }
  local values = { own[first.option], own[second.option] }
  if values[1] or values[2] then return values, { first.option, second.option } end
  for i, setting in ipairs(names) do values[i] = environment.get(getenv, setting.variable) end
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
  local values, sources = pair_of(own, getenv,
    { option = "relative_uri", variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" },
    { option = "full_uri", variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI" })
  if values[1] then
    -- Without the slash it would go on with the host's name.
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
  local values, sources = pair_of(own, getenv,
    { option = "authorization_token_file", variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" },
    { option = "authorization_token", variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN" })
  local token = values[1] and read_token(values[1], sources[1]) or values[2]
  if token and ascii.has_control(token) then
    provider.fail(NAME, "the token of %s has a control character", sources[values[1] and 1 or 2])
  end
  return token
end

--- The address as messages show it: a query may hold anything.
local function shown(url)
  return (url:gsub("%?.*$", ""))
end

-- Asking --------------------------------------------------------------------------------------------------------

--- Before a text is cut: of a token that is cut, nothing tells that it is one.
local function without(token, text)
  return redact.members({ message = text }, { token }).message
end

--- What is wrong with an answer, or nil and its document.
local function judge(response, failure, token)
  if not response then return failure.type .. ": " .. document.excerpt(without(token, failure.message)) end
  if response.status ~= 200 then
    local complaint = document.complaint(without(token, response.body))
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
    local response, failure = metadata.send(context, "GET", url, headers_of(token), own.timeout or TIMEOUT)
    local value
    problem, value = judge(response, failure, token)
    if value then return value end
    if failure and failure.type == "TLSError" then break end
    exchange.pause(context, PAUSE)
  end
  provider.fail(NAME, "no credentials from %s: %s", shown(url), problem)
end

local function keys_of(context, value, url)
  local keys, fault = document.keys(document.metadata, value)
  if not keys then provider.fail(NAME, "the document of %s %s", shown(url), fault) end
  if keys.expiration <= context.now() then provider.fail(NAME, "the keys of %s have expired", shown(url)) end
  return keys
end

---@class aws.ContainerOptions
---@field relative_uri? string path at the ECS agent; it wins over full_uri
---@field full_uri? string
---@field authorization_token? string
---@field authorization_token_file? string read each time; it wins over authorization_token
---@field timeout? number seconds of one attempt (2)
---@field attempts? integer (3)

--- Makes the provider.
---@param options? aws.ContainerOptions in place of the environment's variables
---@param surroundings aws.Surroundings
---@return aws.CredentialsProvider # raises ConfigError for an address that must not be asked, CredentialsError when the
---agent does not hand out keys or the token cannot be read, DeadlineExceeded, Interrupted
---Raises ConfigError for an option that is unknown or does not fit.
function container.new(options, surroundings)
  local own = provider.options(NAME, options, readers)
  local getenv = surroundings.getenv
  return function(context)
    local url = url_of(own, getenv)
    if not url then
      return nil, "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set"
    end
    return keys_of(context, fetch(context, url, own, getenv), url)
  end
end

return container
