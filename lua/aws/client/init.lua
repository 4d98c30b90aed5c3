--- Clients, and the modules that make them.
local calls = require "aws.client.call"
local config = require "aws.settings.config"
local credentials = require "aws.credentials"
local shared = require "aws.credentials.keep.shared"
local crypto = require "aws.protocol.crypto"
local iterate = require "aws.language.iterate"
local transports = require "aws.transport"
local errors = require "aws.errors.typed"
local quota = require "aws.retry.quota"
local report = require "aws.client.report"
local version = require "aws.version"

local client = {}

--- Application ids hold what a header's token may (RFC 9110 5.6.2).
local function user_agent(values)
  local parts = { ("aws-replication-lua/%s lang/lua#%s"):format(version, _VERSION:match("%d.*$")) }
  local id = values.sdk_ua_app_id
  if id then parts[#parts + 1] = "app/" .. id:gsub("[^0-9A-Za-z!#$%%&'*+.^_`|~-]", "-") end
  parts[#parts + 1] = values.user_agent_extra
  return { "User-Agent", table.concat(parts, " ") }
end

--- What the providers of a client's credentials find their settings in.
---@return aws.Surroundings
local function surroundings_of(values, profiles, getenv)
  return {
    getenv = getenv,
    profiles = profiles,
    mfa = values.mfa,
    random = values.random,
    ignore_configured_endpoint_urls = values.ignore_configured_endpoint_urls,
    use_fips_endpoint = values.use_fips_endpoint,
    use_dualstack_endpoint = values.use_dualstack_endpoint,
    shared_place = shared.place(values),
  }
end

--- The source of the keys of a client's calls.
local function credentials_source(given, surroundings)
  return given and credentials.explicit(given, surroundings) or credentials.default(surroundings)
end

--- A client's state, and what it shows of its settings.
---@return aws.ClientState
---@return aws.Config
local function new_state(service, given, getenv)
  local values, sources, profiles = config.resolve(given, service.service_id, getenv)
  local surroundings = surroundings_of(values, profiles, getenv)
  local state = {
    service = service,
    values = values,
    endpoints = {},
    operations = {},
    user_agent = user_agent(values),
    quota = quota.new(),
    skew = 0,
    transport = values.transport or transports.new(),
    surroundings = surroundings,
    credentials = credentials_source(values.credentials, surroundings),
    call_credentials = setmetatable({}, { __mode = "k" }),
    logging = setmetatable({}, { __mode = "k" }),
    closed = false,
  }
  state.signer = crypto.signer()
  local place = values.region and calls.endpoint_for(state, values)
  return state, config.public(values, sources, place and place.url)
end

local function close(state)
  state.closed = true
  state.signer:close()
  local transport = state.transport
  if type(transport) == "table" and transport.close then transport:close() end
  state.credentials, state.call_credentials = nil, nil
  state.values.credentials = nil
  state.surroundings = nil
end

--- An operation as a plain function that also works with a colon: the receiver is recognised.
local function operation_function(receiver, run)
  return function(first, second, third)
    if rawequal(first, receiver) then return run(second, third) end
    return run(first, second)
  end
end

--- What makes a table's functions when they are first used: a service has a hundred operations, a client needs a few.
local function operations_when_used(state, perform)
  return function(receiver, name)
    if not state.service.operations[name] then return nil end
    local made = operation_function(receiver, function(input, options) return perform(state, name, input, options) end)
    rawset(receiver, name, made)
    return made
  end
end

local function new_client(service, given, getenv)
  local state, shown = new_state(service, given, getenv)
  local self = { config = shown }
  self.prepare = setmetatable({}, { __index = operations_when_used(state, calls.prepare) })
  --- Drops the client's connections and wipes its keys. Calls after that raise ConfigError.
  function self.close() close(state) end
  -- __close: local client <close> in Lua 5.4
  return setmetatable(self, { __index = operations_when_used(state, calls.perform), __close = self.close })
end

--- Makes the module of a service: its operations on a default client, and `new` for clients of one's own.
---@param service aws.ServiceModel
---@return table module
function client.module(service)
  local module, default = {}, nil

  --- A step of making a client, for the operation `name` or none.
  local function making(name, settings, step, ...)
    return report.guard({ state = { service = service, values = settings }, name = name }, step, ...)
  end

  local function default_client(name)
    default = default or making(name, nil, new_client, service, {}, os.getenv)
    return default
  end

  --- Makes a client.
  ---@param settings? aws.Settings
  ---@return table client # raises ConfigError, NoRegionError or ProfileNotFound
  function module.new(settings)
    if settings == nil then settings = {} end
    if rawequal(settings, module) then
      making(nil, nil, errors.config, "new is called with a dot: %s.new{…}", service.name)
    end
    local known = type(settings) == "table" and settings or nil
    local made = making(nil, known, new_client, service, settings, os.getenv)
    if not made.config.region then making(nil, nil, calls.raise_no_region) end
    return made
  end

  --- Closes the default client; the next call makes a new one.
  function module.close()
    if default then default.close() end
    default = nil
  end

  for name in iterate.pairs(service.operations) do
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
