--- One call, start to end: validate → build → sign → send → read.
local config = require "aws.config"
local core = require "aws.core"
local credentials = require "aws.credentials"
local endpoint = require "aws.endpoint"
local errors = require "aws.errors"
local outcome = require "aws.outcome"
local protocol = require "aws.protocol"
local report = require "aws.report"

local calls = {}

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
---@field profiles aws.Profiles
---@field endpoints table<string, aws.Endpoint> by region
---@field operations table<string, aws.Operation> by name
---@field user_agent string[] the header
---@field signer userdata
---@field transport aws.Transport
---@field credentials aws.CredentialsSource
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

--- Settings that a transport honours for each request.
local transport_settings = { "connect_timeout", "read_timeout", "ca_bundle", "max_response_bytes" }

--- Calls a function of the settings.
local function ask(call, name)
  local ok, value = pcall(call.values[name])
  if ok then return value end
  call.raised = value
  error(value, 0)
end

-- Build and sign ------------------------------------------------------------------------------------------------

--- The endpoint of a region, or the one that was configured, and the proxy on the way.
---@param state aws.ClientState
---@param values table settings
---@return aws.Endpoint # raises ConfigError
function calls.endpoint_for(state, values)
  local region = values.region
  local key = values.endpoint_url and "" or region .. (values.use_fips_endpoint and " fips" or "")
  local found = state.endpoints[key]
  if not found then
    local url = values.endpoint_url
      or endpoint.url(state.service, region, values.use_fips_endpoint, values.use_dualstack_endpoint)
    found = endpoint.parse(url, "endpoint_url")
    found.proxy = values.proxy_for(found.url)
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

--- What a provider gets to fetch credentials with. Its requests go where the call's go, with the same settings, unless
--- they say otherwise.
---@param call aws.Call
---@return aws.CredentialsContext
local function credentials_context(call)
  local values, send = call.values, call.state.transport
  return {
    transport = function(request)
      for _, name in ipairs(transport_settings) do
        if request[name] == nil then request[name] = values[name] end
      end
      if request.proxy == nil then request.proxy = values.proxy_for(request.url) end
      return send(request)
    end,
    region = values.region,
    now = values.now,
    clock = values.clock,
    sleep = values.sleep,
  }
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
  for _, name in ipairs(transport_settings) do request[name] = values[name] end
  request.proxy = call.endpoint.proxy
  return (values.transport and transfer_foreign or transfer)(call, request)
end

--- Raises the error that a call's only attempt came to.
local function raise_attempt(call, fields)
  fields.attempts = 1
  fields.history = {
    { outcome = fields.type, status = fields.status, request_id = fields.request_id, delay = 0 },
  }
  report.raise(call, fields)
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

--- Raises NoRegionError.
function calls.raise_no_region()
  errors.raise({
    type = "NoRegionError",
    message = "no region: set AWS_REGION, put region into the profile or pass region = \"…\"",
  })
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
  if not call.values.region then calls.raise_no_region() end
  local keys = options and rawget(options, "credentials")
  call.credentials = keys and credentials.explicit(keys) or state.credentials
  call.endpoint = calls.endpoint_for(state, call.values)
  call.invocation_id = invocation_id(call)
end

--- Validates, builds and signs: the request of one attempt.
local function build(call, input, options)
  begin(call, options)
  local unsigned = protocol.build(call.operation, input == nil and {} or input)
  call.keys = call.credentials:get(call.values, credentials_context, call)
  check_open(call.state) -- again: a provider may yield
  return sign(call, unsigned, 1)
end

--- Makes a call.
---@param state aws.ClientState
---@param name string of the operation
---@param input? table
---@param options? aws.Options
---@return table output
---@return aws.Metadata metadata
---Raises errors of every kind.
function calls.perform(state, name, input, options)
  local call = { state = state, name = name }
  local request = report.before_sending(call, build, call, input, options)
  local output, fields, response = attempt(call, request)
  if not output then raise_attempt(call, fields) end
  return output, metadata_of(call, response)
end

--- The signed request of a call that is not made. Its headers are the caller's own.
---@param state aws.ClientState
---@param name string of the operation
---@param input? table
---@param options? aws.Options
---@return aws.PreparedRequest # raises what a call raises before it sends
function calls.prepare(state, name, input, options)
  local call = { state = state, name = name }
  local request = report.before_sending(call, build, call, input, options)
  request.headers = own_pairs(request.headers)
  return request
end

return calls
