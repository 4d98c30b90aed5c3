--- The module of a service: its operations on a default client, and `new` for clients of one's own.
local calls = require "aws.client.call"
local clients = require "aws.client.clients"
local config = require "aws.settings.config"
local errors = require "aws.errors.typed"
local helpers = require "aws.client.helpers"
local iterate = require "aws.language.iterate"
local kinds = require "aws.client.kinds"
local operations = require "aws.client.operations"
local report = require "aws.client.report"

local client = {}

--- The models of which there are modules.
---@type table<aws.ServiceModel, true>
client.models = setmetatable({}, { __mode = "k" })

--- The default client of a module, made on first use, and its state.
---@class aws.DefaultClient
---@field service aws.Service
---@field client? table
---@field state? aws.ClientState
---@field source? aws.ClientSource

--- What the clients of a module are made by, in place of their settings and of the environment.
---@class aws.ClientSource
---@field settings fun(given: table): table the settings of a client that was given these
---@field getenv fun(name: string): string?

--- The default clients of all modules.
---@type table<table, aws.DefaultClient>
local defaults = setmetatable({}, { __mode = "k" })

local function make(service, given, source)
  if not source then return clients.new(service, given, os.getenv) end
  return clients.new(service, type(given) == "table" and source.settings(given) or given, source.getenv)
end

--- Raises why the default client cannot be made.
local function fail_unmade(default, name, raised)
  report.fail({
    service = default.service.model.name, name = name, getenv = default.source and default.source.getenv or os.getenv,
    attempt = {}, progress = { attempts = 0 },
  }, raised)
end

local function default_client(default, name)
  if not default.state then -- set last: an error may come in between
    local ok, made, state = pcall(make, default.service, {}, default.source)
    if not ok then fail_unmade(default, name, made) end
    default.client = made
    default.state = state
  end
  return default.client, default.state
end

local function state_of(default, name)
  local _, state = default_client(default, name)
  return state
end

--- Runs something on the default client.
---@param perform aws.Perform
---@return aws.Perform
local function by_default(perform)
  return function(default, name, input, options) return perform(state_of(default, name), name, input, options) end
end

--- What a module has besides operations and is made when it is first used.
local function member_of(module, default)
  return function(name)
    if name == "config" or name == "prepare" then return default_client(default)[name] end
    local kind = kinds.of_modules[name]
    if not kind then return nil end
    local made = operations.attach_all({}, {
      title = name, model = default.service.model, perform = by_default(kind.perform), owner = default, only = kind.only,
      waiters = kind.waiters and kind.waiters(default.service.model),
    })
    rawset(module, name, made)
    return made
  end
end

--- Gives a module its functions that are not operations.
local function add_functions(module, default)
  for name, run in iterate.pairs(kinds.functions) do
    module[name] = kinds.callable(module, function(...) return run(state_of(default, name), ...) end)
  end
  local service = default.service
  for name in iterate.pairs(service.helpers) do
    module[name] = helpers.of(module, service, name, function() return state_of(default, name) end)
  end
end

--- What a module has besides functions of its own.
---@return aws.Offer
local function offer_of(module, default)
  return {
    title = "module", model = default.service.model, perform = by_default(calls.perform), owner = default,
    members = helpers.with_names(kinds.module_members, default.service),
    others = { kinds.of_modules }, member = member_of(module, default),
  }
end

local function new_client(service, module, settings, source)
  local name = service.model.name
  if settings == nil then settings = {} end
  if rawequal(settings, module) then
    report.making(name, nil, nil, errors.config, "new is called with a dot: %s.new{…}", name)
  end
  local known = type(settings) == "table" and settings or nil
  local made, state = report.making(name, nil, known, make, service, settings, source)
  if not state.values.region then report.making(name, nil, nil, config.raise_no_region) end
  return made
end

--- Makes the module of a service. Nothing is compiled, and nothing read from the environment, before it is used.
---@param model aws.ServiceModel
---@param own_helpers? table<string, aws.Helper> functions that it has besides its operations, by name
---@return table module
function client.module(model, own_helpers)
  client.models[model] = true
  local service, module = { model = model, operations = {}, helpers = own_helpers or {}, member_names = {} }, {}
  ---@type aws.DefaultClient
  local default = { service = service }

  --- Makes a client.
  ---@param settings? aws.Settings
  ---@return table client # raises ConfigError, NoRegionError or ProfileNotFound
  function module.new(settings) return new_client(service, module, settings, default.source) end

  --- Closes the default client; the next call makes a new one.
  function module.close()
    if default.client then default.client.close() end
    default.client, default.state = nil, nil
  end

  defaults[module] = default
  add_functions(module, default)
  return operations.attach_all(module, offer_of(module, default))
end

-- For aws.stub --------------------------------------------------------------------------------------------------

--- The model of a module; nil for anything else.
---@param module any
---@return aws.ServiceModel?
function client.model_of(module)
  return module ~= nil and defaults[module] and defaults[module].service.model or nil
end

--- Makes a client of a module by a source.
---@param module table
---@param settings? aws.Settings
---@param source aws.ClientSource
---@return table client # raises what `new` raises
function client.new_by(module, settings, source)
  return new_client(defaults[module].service, module, settings, source)
end

--- By what the clients of a module are made.
---@param module table
---@return aws.ClientSource? # nil: by their settings and the environment
function client.source_of(module)
  return defaults[module].source
end

--- Has all clients of a module, its default client among them, made by a source from now on. The default client is closed.
---@param module table
---@param source? aws.ClientSource nil: by their settings and the environment again
function client.set_source(module, source)
  module.close()
  defaults[module].source = source
end

return client
