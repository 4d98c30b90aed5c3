--- Clients: the operations of a service with settings of one's own.
local calls = require "aws.client.call"
local helpers = require "aws.client.helpers"
local kinds = require "aws.client.kinds"
local operations = require "aws.client.operations"
local require_late = require "aws.language.require_late"
local states = require "aws.client.state"

local clients = {}

--- A table of functions of a client.
local function table_of(name, state)
  local kind = kinds.all[name]
  return kind and operations.attach({}, {
    title = name, model = state.service, perform = kind.perform, owner = state, only = kind.only,
    waiters = kind.waiters and kind.waiters(state.service),
  })
end

--- A function of a client that is not an operation.
local function function_of(self, service, name, state)
  local run = kinds.functions[name]
  if run then return kinds.callable(self, function(...) return run(state, ...) end) end
  return helpers.of(self, service, name, function() return state end)
end

--- What is never set: an assignment to it is an error.
local apart = { "config" }

--- What makes a client's tables of functions, its functions besides and its `config` when they are first used.
local function member_of(self, service, state, shown)
  local view
  return function(name)
    if name == "config" then
      view = view or require_late("aws.client.config_view")(service.model.name, shown)
      return view
    end
    local made = function_of(self, service, name, state) or table_of(name, state)
    if made then rawset(self, name, made) end
    return made
  end
end

--- Makes a client.
---@param service aws.Service
---@param given aws.Settings
---@param getenv fun(name: string): string? the environment
---@return table client # raises ConfigError or ProfileNotFound
---@return aws.ClientState state
function clients.new(service, given, getenv)
  local state, shown = states.new(service, given, getenv)
  local self = {}
  --- Drops the client's connections and wipes its keys. Calls after that raise ConfigError.
  function self.close() states.close(state) end
  local _, metatable = operations.attach(self, {
    title = "client", model = state.service, perform = calls.perform, owner = state,
    members = helpers.with_names(kinds.client_members, service),
    others = { kinds.all, kinds.functions, service.helpers }, apart = apart,
    member = member_of(self, service, state, shown),
  })
  metatable.__close = self.close -- local client <close> in Lua 5.4
  return self, state
end

return clients
