--- Waiting until a resource is in a state.
local engine = require "aws.wait.engine"
local iterate = require "aws.language.iterate"
local own_waiters = require "aws.wait.waiters"
local subject = require "aws.wait.subject"

local wait = {}

--- The waiters of a service by name: our own.
---@param service aws.ServiceModel
---@return table<string, table>
function wait.names(service)
  return own_waiters.of(service)
end

--- A waiter of our own that looks at the resource of an input.
local function about(source, name, row, input)
  local id = subject.id(source.service, row.subject, input)
  local request = row.subject.request(id)
  local waiter = { name = name, operation = row.subject.operation, resource_id = id }
  for key, value in iterate.pairs(row) do waiter[key] = value end
  function waiter.look(options)
    return (source.first(row.subject.operation, request, options))
  end
  return waiter
end

--- Waits by one of a service's waiters.
---@param source aws.WaitSource
---@param name string
---@param input any of the operation that is waited for, or its ARN or id alone
---@param options? aws.WaitOptions
---@return any value nil where there is nothing
---@return aws.WaitInfo info
---Raises what `engine.run` raises, and ParamValidationError.
function wait.run(source, name, input, options)
  local row = own_waiters.of(source.service)[name]
  return engine.run(source, about(source, name, row, input), options)
end

return wait
