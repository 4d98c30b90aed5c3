--- The services that a stub knows: DMS and DRS, STS, and those of modules that it was given.
local ascii = require "aws.text.ascii"
local client_room = require "aws.client"
local core = require "aws.core"
local guess = require "aws.text.guess"
local iterate = require "aws.language.iterate"
local pieces = require "aws.protocol.pieces"
local protocol = require "aws.protocol"
local require_late = require "aws.language.require_late"
local route = require "aws.stub.route"
local sts = require "aws.stub.sts"

local services = {}

---@class aws.StubService
---@field name string "dms"
---@field model table
---@field module? table whose clients it is of
---@field targets table<string, aws.StubTarget> by the name of the operation
---@field write_error? function in place of JSON
---@field routes? aws.StubRoute[] written by `route`
---@field errors? table<string, aws.Message> written by `fault`

---@class aws.StubTarget an operation
---@field service aws.StubService
---@field name string "stop_replication"
---@field full_name string "dms.stop_replication"
---@field operation? aws.Operation of a service that speaks JSON
---@field message? aws.Message written by `sts`

---@class aws.StubServices
---@field list aws.StubService[]
---@field by_key table<string|table, aws.StubService> by name, module and model

--- Modules by name.
local doors = { dms = "aws.dms", drs = "aws.drs" }

---@return aws.StubServices
function services.new()
  return { list = {}, by_key = {} }
end

local function add(self, key, model, module)
  local known = self.by_key[model]
  if not known then
    known = { name = model.name, model = model, module = module, targets = {} }
    self.list[#self.list + 1] = known
    self.by_key[model] = known
  end
  self.by_key[key] = known
  return known
end

--- Why a key is not a service, in words. The name of an operation is told with its service.
local function fault_of(key)
  if type(key) == "table" then return "a key is a table, but not the module of a service" end
  if type(key) ~= "string" then return ("a key is a %s, not the name of a service"):format(type(key)) end
  local shown = ("%q is not the name of a service"):format(key:sub(1, 64))
  for _, name in ipairs({ "dms", "drs" }) do
    if client_room.model_of(require_late(doors[name])).operations[key] then
      return ("%s, but an operation of %s: { %s = { %s = … } }"):format(shown, name, name, key)
    end
  end
  local nearest = core.nearest(key, { "dms", "drs", "sts" })
  return shown .. (nearest and guess.hint(nearest) or ": dms, drs and sts are, and modules of aws.service may be keys")
end

--- A service by its name or module.
---@param self aws.StubServices
---@param key any
---@return aws.StubService?
---@return string? fault
function services.get(self, key)
  local known = self.by_key[key]
  if known then return known end
  if key == "sts" then
    known = add(self, key, sts.model)
    known.write_error = sts.write_error
    return known
  end
  local module = doors[key] and require_late(doors[key]) or key
  local model = type(module) == "table" and client_room.model_of(module)
  if not model then return nil, fault_of(key) end
  return add(self, key, pieces.whole(model), module)
end

local function unknown_operation(service, name)
  if type(name) ~= "string" then return ("%s has a key that is a %s, not the name of an operation"):format(service.name, type(name)) end
  local known, published = {}, nil
  for own, operation in iterate.pairs(service.model.operations) do
    known[#known + 1] = own
    if ascii.lower(operation.name) == ascii.lower(name) then published = own end
  end
  table.sort(known, ascii.before)
  local nearest = published or core.nearest(name, known)
  return ("%s has no operation %q%s"):format(service.name, name:sub(1, 64), guess.hint(nearest))
end

--- An operation of a service.
---@param service aws.StubService
---@param name any
---@return aws.StubTarget?
---@return string? fault
---Raises ConfigError for a model that is not served.
function services.target(service, name)
  local known = service.targets[name]
  if known then return known end
  if not service.model.operations[name] then return nil, unknown_operation(service, name) end
  known = { service = service, name = name, full_name = service.name .. "." .. name }
  if service.model ~= sts.model then known.operation = protocol.compile(service.model, name) end
  service.targets[name] = known
  return known
end

--- The operation that a request asks for.
---@param self aws.StubServices
---@param request aws.StubRequest gets `labels`
---@return aws.StubTarget? # nil for a request of nothing that is known
function services.find(self, request)
  local name = request.signing_name
  if name == "dms" or name == "drs" or name == "sts" then services.get(self, name) end
  for _, service in ipairs(self.list) do
    local operation, labels = route.operation(service, request)
    if operation then
      request.labels = labels
      return services.target(service, operation)
    end
  end
end

return services
