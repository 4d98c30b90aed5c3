--- One call, start to end: validate → build → sign → send → read. And the clients that make calls.
local config = require "aws.config"
local core = require "aws.core"
local credentials = require "aws.credentials"
local curl = require "aws.transport.curl"
local endpoint = require "aws.endpoint"
local errors = require "aws.errors"
local protocol = require "aws.protocol"
local retry = require "aws.retry"
local version = require "aws.version"

local client = {}

---@class aws.Metadata
---@field status integer
---@field request_id? string
---@field headers table<string, string> lower-case names
---@field attempts integer
---@field retry_delay number seconds slept in all
---@field endpoint string

---@class aws.PreparedRequest a request that is signed and not sent
---@field method string
---@field url string
---@field headers string[][] list of {name, value}, Host first
---@field body string

--- What a client keeps.
---@class aws.ClientState
---@field service aws.ServiceModel
---@field values table settings
---@field endpoints table<string, aws.Endpoint> by region
---@field operations table<string, aws.Operation> by name
---@field user_agent string[] the header
---@field signer userdata
---@field transport aws.Transport
---@field credentials aws.CredentialsProvider
---@field closed boolean

--- One call under way.
---@class aws.Call
---@field state aws.ClientState
---@field operation aws.Operation
---@field name string
---@field values table settings of this call
---@field endpoint aws.Endpoint
---@field keys aws.Credentials

-- Errors --------------------------------------------------------------------------------------------------------

--- The signature in an Authorization header, so that it can be kept out of messages.
local function signature_in(request)
  for _, header in ipairs(request.headers) do
    if header[1] == "Authorization" then return header[2]:match("Signature=(%x+)") end
  end
end

local function replace_plain(text, secret)
  local start, stop = text:find(secret, 1, true)
  if not start then return text end
  return text:sub(1, start - 1) .. "[redacted]" .. replace_plain(text:sub(stop + 1), secret)
end

--- A service may repeat in an error what it was sent (DMS shows the canonical request): secrets are taken out.
local function redact(value, secrets)
  if type(value) == "table" then
    for key, item in pairs(value) do value[key] = redact(item, secrets) end
  elseif type(value) == "string" then
    for _, secret in pairs(secrets) do
      value = #secret > 0 and replace_plain(value, secret) or value
    end
  end
  return value
end

--- Raises an error of this call, with what all of them have.
---@param call aws.Call
---@param fields table for errors.new
local function raise(call, fields)
  fields.service = call.state.service.name
  fields.operation = call.name
  errors.raise(fields)
end

--- Runs a step that may raise an error of this library before anything is sent, and completes that error.
local function before_sending(call, step, ...)
  local ok, result = pcall(step, ...)
  if ok then return result end
  if not errors.is(result) then error(result, 0) end
  result.applied = result.applied or "no"
  result.attempts = result.attempts or 0
  raise(call, result)
end

-- Build and sign ------------------------------------------------------------------------------------------------

--- The endpoint of a region, or the one that was configured.
local function endpoint_for(state, region)
  local values = state.values
  local key = values.endpoint_url and "" or region
  local found = state.endpoints[key]
  if not found then
    local url = values.endpoint_url
      or endpoint.url(state.service, region, values.use_fips_endpoint, values.use_dualstack_endpoint)
    found = endpoint.parse(url, "endpoint_url")
    state.endpoints[key] = found
  end
  return found
end

--- Where the operation's path goes behind the endpoint's: "/" adds nothing to a path that is there.
local function join_path(base, path)
  if path == "/" then return base ~= "" and base or "/" end
  return base:gsub("/$", "") .. path
end

local function join_query(first, second)
  local query = first ~= "" and second ~= "" and first .. "&" .. second or first .. second
  return query ~= "" and "?" .. query or ""
end

--- A random UUID; from the `random` setting when there is one.
local function invocation_id(random)
  if random == core.random then return core.uuid() end
  local function draw(bits) return math.floor(random() * 2 ^ bits) end
  return ("%08x-%04x-4%03x-%04x-%06x%06x"):format(
    draw(32), draw(16), draw(12), 0x8000 + draw(14), draw(24), draw(24))
end

--- The headers to sign and send. Pairs that are the same for every call are shared, never changed.
local function build_headers(call, unsigned, attempt)
  local headers = { { "Host", call.endpoint.host } }
  for _, header in ipairs(unsigned.headers) do headers[#headers + 1] = header end
  headers[#headers + 1] = call.state.user_agent
  headers[#headers + 1] = { "amz-sdk-invocation-id", call.invocation_id }
  headers[#headers + 1] = { "amz-sdk-request", ("attempt=%d; max=%d"):format(attempt, call.values.max_attempts) }
  return headers
end

local function sign(call, unsigned, keys, attempt)
  local place = call.endpoint
  local request = {
    method = unsigned.method,
    url = place.url .. join_path(place.path, unsigned.path) .. join_query(place.query, unsigned.query),
    headers = build_headers(call, unsigned, attempt),
    body = unsigned.body,
    service = call.state.service.signing_name,
    region = call.values.region,
    credentials = keys,
    time = call.values.now(),
  }
  local headers, problems = call.state.signer:sign(request)
  if not headers then errors.config("cannot sign: %s %s", problems[1].path, problems[1].message) end
  return { method = request.method, url = request.url, headers = headers, body = request.body }
end

local function fetch_credentials(call)
  local values = call.values
  return call.credentials({
    transport = call.state.transport,
    region = values.region,
    now = values.now,
    clock = values.clock,
    sleep = values.sleep,
  })
end

-- Send and read -------------------------------------------------------------------------------------------------

local function send(call, request)
  local values = call.values
  request.connect_timeout = values.connect_timeout
  request.read_timeout = values.read_timeout
  request.proxy = values.proxy
  request.ca_bundle = values.ca_bundle
  request.max_response_bytes = values.max_response_bytes
  local response, failure = call.state.transport(request)
  if type(response) == "table" and type(response.status) == "number" then return response end
  if response == nil and type(failure) == "table" and type(failure.type) == "string" then return nil, failure end
  errors.config("the transport returned neither a response nor a failure")
end

--- Was the operation carried out? Asked of an answer that is not 2xx. A request that was sent twice on the way may
--- have been carried out the first time.
local function applied_after(status, resent)
  return (status >= 500 or resent) and "unknown" or "no"
end

local function attempt_of(fields)
  return { outcome = fields.type, status = fields.status, request_id = fields.request_id }
end

--- Raises the error of one attempt. `response` is what there is of an answer.
local function raise_attempt(call, fields, response)
  if response then
    fields.status = response.status
    fields.headers = response.headers
    fields.request_id = protocol.request_id(response.headers)
  end
  fields.attempts = 1
  fields.history = { attempt_of(fields) }
  raise(call, fields)
end

local function raise_service_error(call, response, secrets)
  local fields = protocol.parse_error(call.operation, response)
  fields.message = redact(fields.message, secrets)
  fields.fields = redact(fields.fields, secrets)
  fields.applied = applied_after(response.status, response.resent)
  raise_attempt(call, fields, response)
end

local function raise_unreadable(call, type_name, message, response)
  raise_attempt(call, { type = type_name, message = message, applied = "yes" }, response)
end

local function is_success(status)
  return status >= 200 and status < 300
end

local function raise_failure(call, failure, secrets)
  if failure.status and not is_success(failure.status) then
    raise_service_error(call, {
      status = failure.status,
      headers = failure.headers or {},
      body = "",
      resent = failure.resent,
    }, secrets)
  elseif failure.status then
    local type_name = failure.type == "ResponseTooLargeError" and failure.type or "ResponseParseError"
    local answer = { status = failure.status, headers = failure.headers or {} }
    raise_unreadable(call, type_name, "the answer was cut short: " .. failure.message, answer)
  end
  raise_attempt(call, {
    type = failure.type,
    message = call.endpoint.url .. ": " .. failure.message,
    retryable = retry.is_retryable(failure.type),
    applied = failure.sent and "unknown" or "no",
  })
end

---@return table output
---@return aws.Metadata metadata
local function read(call, response, secrets)
  response.headers = response.headers or {}
  if not is_success(response.status) then raise_service_error(call, response, secrets) end
  local output, fault = protocol.parse(call.operation, response)
  if not output then raise_unreadable(call, "ResponseParseError", fault, response) end
  return output, {
    status = response.status,
    request_id = protocol.request_id(response.headers),
    headers = response.headers,
    attempts = 1,
    retry_delay = 0,
    endpoint = call.endpoint.url .. call.endpoint.path,
  }
end

-- A call --------------------------------------------------------------------------------------------------------

--- The settings of one call: the client's, with the call's options over them.
local function effective(state, options)
  if options == nil then return state.values end
  config.check_options(options)
  return setmetatable({
    region = options.region,
    connect_timeout = options.connect_timeout,
    read_timeout = options.read_timeout,
    max_attempts = options.max_attempts,
  }, { __index = state.values })
end

local function begin(call, options)
  local state = call.state
  if state.closed then errors.config("the client is closed") end
  call.values = effective(state, options)
  call.operation = state.operations[call.name] or protocol.compile(state.service, call.name)
  state.operations[call.name] = call.operation
  if not call.values.region then
    errors.raise({ type = "NoRegionError", message = "no region: set AWS_REGION or pass region = \"…\"" })
  end
  call.credentials = options and options.credentials and credentials.explicit(options.credentials)
    or state.credentials
  call.endpoint = endpoint_for(state, call.values.region)
  call.invocation_id = invocation_id(call.values.random)
end

--- Validates, builds and signs: the request of one attempt.
local function build(call, input, options)
  begin(call, options)
  local unsigned = protocol.build(call.operation, input == nil and {} or input)
  call.keys = fetch_credentials(call)
  return sign(call, unsigned, call.keys, 1)
end

local function perform(state, name, input, options)
  local call = { state = state, name = name }
  local request = before_sending(call, build, call, input, options)
  local secrets = { call.keys.secret_access_key, call.keys.session_token, signature_in(request) }
  local response, failure = send(call, request)
  if failure then raise_failure(call, failure, secrets) end
  return read(call, response, secrets)
end

--- The signed request of a call that is not made. Its headers are the caller's own.
local function prepare(state, name, input, options)
  local call = { state = state, name = name }
  local request = before_sending(call, build, call, input, options)
  for i, header in ipairs(request.headers) do request.headers[i] = { header[1], header[2] } end
  return request
end

-- Clients -------------------------------------------------------------------------------------------------------

local function user_agent(values)
  local text = ("aws-replication-lua/%s lang/lua#%s"):format(version, _VERSION:match("%d.*$"))
  return { "User-Agent", values.user_agent_extra and text .. " " .. values.user_agent_extra or text }
end

--- "Database Migration Service" → "DATABASE_MIGRATION_SERVICE", as environment variables name it.
local function variable_name(service)
  return (service.service_id:upper():gsub("[^%w]", "_"))
end

local function new_state(service, given, getenv)
  local values, sources = config.resolve(given, variable_name(service), getenv)
  local state = {
    service = service,
    values = values,
    endpoints = {},
    operations = {},
    user_agent = user_agent(values),
    transport = values.transport or curl.new(),
    credentials = values.credentials and credentials.explicit(values.credentials) or credentials.default(getenv),
    closed = false,
  }
  state.signer = core.signer()
  return state, config.public(values, sources)
end

local function close(state)
  state.closed = true
  state.signer:close()
  local transport = state.transport
  if type(transport) == "table" and transport.close then transport:close() end
  state.credentials = nil
end

--- An operation as a plain function that also works with a colon: the receiver is recognised.
local function operation_function(receiver, run)
  return function(first, second, third)
    if rawequal(first, receiver) then return run(second, third) end
    return run(first, second)
  end
end

local function new_client(service, given, getenv)
  local state, shown = new_state(service, given, getenv)
  local self = { config = shown, prepare = {} }
  for name in pairs(service.operations) do
    self[name] = operation_function(self, function(input, options) return perform(state, name, input, options) end)
    self.prepare[name] = operation_function(self.prepare, function(input, options)
      return prepare(state, name, input, options)
    end)
  end
  --- Drops the client's connections and wipes its keys. Calls after that raise ConfigError.
  function self.close() close(state) end
  return self
end

--- Makes the module of a service: its operations on a default client, and `new` for clients of one's own.
---@param service aws.ServiceModel
---@return table module
function client.module(service)
  local module, default = {}, nil

  local function default_client()
    default = default or new_client(service, {}, os.getenv)
    return default
  end

  --- Makes a client.
  ---@param settings? aws.Settings
  ---@return table client # raises ConfigError or NoRegionError
  function module.new(settings)
    if rawequal(settings, module) then errors.config("new is called with a dot: %s.new{…}", service.name) end
    local made = new_client(service, settings == nil and {} or settings, os.getenv)
    if not made.config.region then
      errors.raise({
        type = "NoRegionError",
        service = service.name,
        message = "no region: set AWS_REGION or pass region = \"…\"",
      })
    end
    return made
  end

  --- Closes the default client; the next call makes a new one.
  function module.close()
    if default then default.close() end
    default = nil
  end

  for name in pairs(service.operations) do
    module[name] = operation_function(module, function(input, options)
      return default_client()[name](input, options)
    end)
  end

  return setmetatable(module, {
    __index = function(_, key)
      if key == "config" or key == "prepare" then return default_client()[key] end
    end,
  })
end

return client
