--- One call, start to end: validate → build → sign → send → read. And the clients that make calls.
local config = require "aws.config"
local core = require "aws.core"
local credentials = require "aws.credentials"
local curl = require "aws.transport.curl"
local endpoint = require "aws.endpoint"
local errors = require "aws.errors"
local outcome = require "aws.outcome"
local protocol = require "aws.protocol"
local redact = require "aws.redact"
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
---@field signed string[][] the headers as signed
---@field raised any what a function of the settings raised

-- Errors --------------------------------------------------------------------------------------------------------

--- The signature in an Authorization header.
local function signature_in(headers)
  for _, header in ipairs(headers) do
    if header[1] == "Authorization" then return header[2]:match("Signature=(%x+)") end
  end
end

local function add_keys(secrets, keys)
  if type(keys) ~= "table" then return end
  for _, name in ipairs({ "secret_access_key", "session_token" }) do
    local secret = rawget(keys, name)
    if type(secret) == "string" then secrets[#secrets + 1] = secret end
  end
end

--- What no error of this call may show, as far as it is known yet.
local function secrets_of(call)
  local secrets = { call.signed and signature_in(call.signed) }
  add_keys(secrets, call.keys)
  for _, values in pairs({ call.values, call.state.values }) do
    add_keys(secrets, rawget(values, "credentials"))
  end
  return secrets
end

--- Raises an error of this call, with what all of them have.
---@param call aws.Call
---@param fields table for errors.new
local function raise(call, fields)
  fields = redact.members(fields, secrets_of(call))
  fields.service = call.state.service.name
  fields.operation = call.name
  errors.raise(fields)
end

--- Runs a step that may raise an error of this library before anything is sent, and completes that error. What a
--- function of the user's raised is not ours, and passes as it is.
local function before_sending(call, step, ...)
  local ok, result = pcall(step, ...)
  if ok then return result end
  if not errors.is(result) or rawequal(result, call.raised) then error(result, 0) end
  result.applied = result.applied or "no"
  result.attempts = result.attempts or 0
  result.history = result.history or {}
  raise(call, result)
end

--- Calls a function of the settings.
local function ask(call, name)
  local ok, value = pcall(call.values[name])
  if ok then return value end
  call.raised = value
  error(value, 0)
end

-- Build and sign ------------------------------------------------------------------------------------------------

--- The endpoint of a region, or the one that was configured.
local function endpoint_for(state, values)
  local region = values.region
  local key = values.endpoint_url and "" or region .. (values.use_fips_endpoint and " fips" or "")
  local found = state.endpoints[key]
  if not found then
    local url = values.endpoint_url
      or endpoint.url(state.service, region, values.use_fips_endpoint, values.use_dualstack_endpoint)
    found = endpoint.parse(url, "endpoint_url")
    state.endpoints[key] = found
  end
  return found
end

--- A number of `bits` bits from the `random` setting.
local function draw(call, bits)
  local value = ask(call, "random")
  if type(value) ~= "number" then errors.config("random returned a %s, not a number", type(value)) end
  if not (value >= 0 and value < 1) then errors.config("random returned a number outside [0, 1)") end
  return math.floor(value * 2 ^ bits)
end

--- A random UUID; from the `random` setting when there is one.
local function invocation_id(call)
  if call.values.random == core.random then return core.uuid() end
  return ("%08x-%04x-4%03x-%04x-%06x%06x"):format(draw(call, 32), draw(call, 16), draw(call, 12),
    0x8000 + draw(call, 14), draw(call, 24), draw(call, 24))
end

--- Epoch seconds of the `now` setting, up to the last second of year 9999.
local function time_of(call)
  local value = ask(call, "now")
  if type(value) ~= "number" then errors.config("now returned a %s, not a number of seconds", type(value)) end
  if not (value >= 0 and value < 253402300800) then errors.config("now returned no time between 1970 and 9999") end
  return value
end

--- The headers to sign and send. Pairs that are the same for every call are shared, never changed.
local function build_headers(call, unsigned, attempt)
  local headers = { call.endpoint.host_header }
  for _, header in ipairs(unsigned.headers) do headers[#headers + 1] = header end
  headers[#headers + 1] = call.state.user_agent
  headers[#headers + 1] = { "amz-sdk-invocation-id", call.invocation_id }
  headers[#headers + 1] = { "amz-sdk-request", ("attempt=%d; max=%d"):format(attempt, call.values.max_attempts) }
  return headers
end

--- Header pairs that belong to nobody else.
local function own_pairs(headers)
  local own = {}
  for i, header in ipairs(headers) do own[i] = { header[1], header[2] } end
  return own
end

local function sign(call, unsigned, attempt)
  local headers, url = call.state.signer:sign({
    method = unsigned.method,
    url = endpoint.request_url(call.endpoint, unsigned.path, unsigned.query),
    headers = build_headers(call, unsigned, attempt),
    body = unsigned.body,
    service = call.state.service.signing_name,
    region = call.values.region,
    credentials = call.keys,
    time = time_of(call),
  })
  if not headers then errors.config("cannot sign: %s %s", url[1].path, url[1].message) end
  call.signed = headers
  return { method = unsigned.method, url = url, headers = headers, body = unsigned.body }
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

--- Sends by a transport of the user's own, which may do anything with the request.
local function transfer_foreign(call, request)
  request.headers = own_pairs(request.headers)
  local ok, response, failure = pcall(call.state.transport, request)
  if not ok then return nil, outcome.of_raise(response) end
  local output, fields = outcome.of_foreign(call.operation, call.endpoint.url, response, failure)
  return output, fields, response
end

--- Sends by our own transport. What it lets pass (an error of a debug hook) goes on as it is.
local function transfer(call, request)
  local response, failure = call.state.transport(request)
  local output, fields = outcome.of(call.operation, call.endpoint.url, response, failure)
  return output, fields, response
end

--- Sends one request and judges the answer.
---@return table? output
---@return table? fields of the error, where there is no output
---@return aws.TransportResponse? response
local function attempt(call, request)
  local values = call.values
  request.connect_timeout = values.connect_timeout
  request.read_timeout = values.read_timeout
  request.proxy = values.proxy
  request.ca_bundle = values.ca_bundle
  request.max_response_bytes = values.max_response_bytes
  return (values.transport and transfer_foreign or transfer)(call, request)
end

--- Raises the error that a call's only attempt came to.
local function raise_attempt(call, fields)
  fields.attempts = 1
  fields.history = {
    { outcome = fields.type, status = fields.status, request_id = fields.request_id, delay = 0 },
  }
  raise(call, fields)
end

---@return aws.Metadata
local function metadata_of(call, response)
  return {
    status = response.status,
    request_id = protocol.request_id(response.headers),
    headers = response.headers,
    attempts = 1,
    retry_delay = 0,
    endpoint = call.endpoint.base,
  }
end

-- A call --------------------------------------------------------------------------------------------------------

local function raise_no_region()
  errors.raise({ type = "NoRegionError", message = "no region: set AWS_REGION or pass region = \"…\"" })
end

local function check_open(state)
  if state.closed then errors.config("the client is closed") end
end

local function begin(call, options)
  local state = call.state
  check_open(state)
  call.values = options == nil and state.values or config.for_call(state.values, options)
  call.operation = state.operations[call.name] or protocol.compile(state.service, call.name)
  state.operations[call.name] = call.operation
  if not call.values.region then raise_no_region() end
  local keys = options and rawget(options, "credentials")
  call.credentials = keys and credentials.explicit(keys) or state.credentials
  call.endpoint = endpoint_for(state, call.values)
  call.invocation_id = invocation_id(call)
end

--- Validates, builds and signs: the request of one attempt.
local function build(call, input, options)
  begin(call, options)
  local unsigned = protocol.build(call.operation, input == nil and {} or input)
  call.keys = fetch_credentials(call)
  check_open(call.state) -- again: a provider may yield
  return sign(call, unsigned, 1)
end

local function perform(state, name, input, options)
  local call = { state = state, name = name }
  local request = before_sending(call, build, call, input, options)
  local output, fields, response = attempt(call, request)
  if not output then raise_attempt(call, fields) end
  return output, metadata_of(call, response)
end

--- The signed request of a call that is not made. Its headers are the caller's own.
local function prepare(state, name, input, options)
  local call = { state = state, name = name }
  local request = before_sending(call, build, call, input, options)
  request.headers = own_pairs(request.headers)
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
  state.values.credentials = nil
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

  --- A step of making a client, for the operation `name` or none.
  local function making(name, settings, step, ...)
    return before_sending({ state = { service = service, values = settings }, name = name }, step, ...)
  end

  local function default_client(name)
    default = default or making(name, nil, new_client, service, {}, os.getenv)
    return default
  end

  --- Makes a client.
  ---@param settings? aws.Settings
  ---@return table client # raises ConfigError or NoRegionError
  function module.new(settings)
    if settings == nil then settings = {} end
    if rawequal(settings, module) then
      making(nil, nil, errors.config, "new is called with a dot: %s.new{…}", service.name)
    end
    local known = type(settings) == "table" and settings or nil
    local made = making(nil, known, new_client, service, settings, os.getenv)
    if not made.config.region then making(nil, nil, raise_no_region) end
    return made
  end

  --- Closes the default client; the next call makes a new one.
  function module.close()
    if default then default.close() end
    default = nil
  end

  for name in pairs(service.operations) do
    module[name] = operation_function(module, function(input, options)
      return default_client(name)[name](input, options)
    end)
  end

  return setmetatable(module, {
    __index = function(_, key)
      if key == "config" or key == "prepare" then return default_client()[key] end
    end,
  })
end

return client
