--- Clients: the operations of a service with settings of one's own.
local calls = require "aws.client.call"
local helpers = require "aws.client.helpers"
local kinds = require "aws.client.kinds"
local operations = require "aws.client.operations"
local states = require "aws.client.state"

local clients = {}

--- A table of functions of a client.
local function table_of(kind, state)
  return kind and operations.attach({}, {
    model = state.service, perform = kind.perform, owner = state, only = kind.only,
    waiters = kind.waiters and kind.waiters(state.service),
  })
end

--- A function of a client that is not an operation.
local function function_of(self, service, name, state)
  local run = kinds.functions[name]
  if run then return kinds.callable(self, function(...) return run(state, ...) end) end
  return helpers.of(self, service, name, function() return state end)
end

--- What makes a client's tables of functions, and its functions besides, when they are first used.
local function member_of(self, service, state)
  return function(name)
    local made = function_of(self, service, name, state) or table_of(kinds.all[name], state)
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
  local self = { config = shown }
  --- Drops the client's connections and wipes its keys. Calls after that raise ConfigError.
  function self.close() states.close(state) end
  local _, metatable = operations.attach(self, {
    model = state.service, perform = calls.perform, owner = state,
    members = helpers.with_names(kinds.client_members, service),
    others = { kinds.all, kinds.functions, service.helpers }, member = member_of(self, service, state),
  })
  metatable.__close = self.close -- local client <close> in Lua 5.4
  return self, state
end

return clients
