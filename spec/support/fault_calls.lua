--- Calls into the faults of faults.lua by real sockets, for the matrix and the soak.
local dms = require "aws.dms"
local drs = require "aws.drs"
local faults = require "spec.support.faults"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

local fault_calls = { services = { "dms", "drs" }, modes = { "standard", "adaptive", "off" } }

--- { module, operation, member of the input, how to make a value for it }
local operations = {
  dms = { dms, "stop_replication", "ReplicationConfigArn", local_aws.arn },
  drs = { drs, "retry_data_replication", "sourceServerID", local_aws.server_id },
}

local function url_of(fault, server)
  if fault.url then return fault.url end
  if server then return (fault.is_tls and "https://" or "http://") .. server.authority end
  local base = local_aws.variables()[("LOCAL_AWS_%s_URL"):format(fault.at or "HTTP")]
  return fault.path and base .. "/fault/" .. fault.path:format("fault" .. local_aws.fresh()) or base
end

---@class spec.FaultTarget what meets a fault, as plain data but for `fresh` and `close`
---@field operation string
---@field member string of the input, which takes a resource
---@field settings table for the client
---@field fresh fun(): string a resource that nobody has touched
---@field close fun()

--- What a client that meets one fault is made of.
---@param fault spec.Fault
---@param service string "dms" or "drs"
---@param settings table further ones
---@return spec.FaultTarget
function fault_calls.target(fault, service, settings)
  local _, name, member, fresh = (table.unpack or unpack)(operations[service])
  local server = fault.server and tcp_server.start(fault.server)
  local all = {}
  for key, value in pairs(settings) do all[key] = value end
  for key, value in pairs(fault.settings or {}) do all[key] = value end
  return {
    operation = name,
    member = member,
    settings = local_aws.settings(url_of(fault, server), all),
    fresh = fresh,
    close = function() if server then server.stop() end end,
  }
end

---@class spec.FaultClient
---@field call fun(options?: table): boolean, table, string success, its metadata or error, and the resource
---@field close fun()

--- A client that meets one fault.
---@param fault spec.Fault
---@param service string "dms" or "drs"
---@param settings table further ones
---@return spec.FaultClient
function fault_calls.client(fault, service, settings)
  local target = fault_calls.target(fault, service, settings)
  local client = operations[service][1].new(target.settings)
  return {
    call = function(options)
      local resource = target.fresh()
      local ok, first, metadata = pcall(client[target.operation], { [target.member] = resource }, options)
      return ok, ok and metadata or first, resource
    end,
    close = function()
      client.close()
      target.close()
    end,
  }
end

--- What a call says must be true of what the endpoint did: a fault when it is not, or nil.
---@param fault spec.Fault
---@param ok boolean
---@param result table metadata or error
---@param resource string
---@return string?
function fault_calls.untruth(fault, ok, result, resource)
  if not faults.is_local(fault) then return nil end
  local count = local_aws.count(resource)
  local applied = ok and "yes" or result.applied
  if applied == "no" and count ~= 0 or applied == "yes" and count ~= 1 then
    return ("applied %s, and the endpoint carried it out %d times"):format(applied, count)
  end
end

return fault_calls
