--- The waiters of this library's own: what no model of AWS has.
local iterate = require "aws.language.iterate"
local require_late = require "aws.language.require_late"

local waiters = {}

--- Where they are, by the id of a service.
local modules = {
  ["Database Migration Service"] = "aws.wait.waiters.dms",
  drs = "aws.wait.waiters.drs",
}

--- The waiters for a service that its model has the operations for, by name.
---@param service aws.ServiceModel
---@return table<string, table>
function waiters.of(service)
  local found, module = {}, modules[service.service_id]
  for name, waiter in iterate.pairs(module and require_late(module) or {}) do
    local operation = service.operations[waiter.subject.operation]
    if operation and operation.pages then found[name] = waiter end
  end
  return found
end

return waiters
