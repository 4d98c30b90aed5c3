--- Waiting until a resource is in a state: by waiters of our own, by those of AWS's models, and by the user's.
local definition = require "aws.wait.definition"
local engine = require "aws.wait.engine"
local iterate = require "aws.language.iterate"
local modelled = require "aws.wait.modelled"
local own_waiters = require "aws.wait.waiters"
local subject = require "aws.wait.subject"

local wait = {}

--- The waiters of a service by name: our own, and those of its model.
---@param service aws.ServiceModel
---@return table<string, table>
function wait.names(service)
  local all = own_waiters.of(service)
  for name, facts in iterate.pairs(service.waiters or {}) do all[name] = all[name] or facts end
  return all
end

--- A waiter of our own that looks at the resource of an input.
local function own_waiter(source, name, row, input)
  local about = row.subject
  local id = subject.id(source.service, about, input)
  local request = about.request(id)
  local waiter = { name = name, operation = about.operation, resource_id = id }
  for key, value in iterate.pairs(row) do waiter[key] = value end
  function waiter.look(options) return (source.first(about.operation, request, options)) end
  return waiter
end

--- Waits by one of a service's waiters.
---@param source aws.WaitSource
---@param name string
---@param input any of the operation that is waited for, or its ARN or id alone; for a waiter of AWS's, of the operation that
---looks
---@param options? aws.WaitOptions
---@return any value nil where there is nothing
---@return aws.WaitInfo info
---Raises what `engine.run` raises; ParamValidationError; ConfigError for a waiter that is not served.
function wait.run(source, name, input, options)
  local row = own_waiters.of(source.service)[name]
  local waiter = row and own_waiter(source, name, row, input)
    or modelled.waiter(source, name, source.service.waiters[name], input)
  return engine.run(source, waiter, options)
end

--- Waits by a definition of the user's own.
---@param source aws.WaitSource
---@param given aws.WaitDefinition
---@param input any for its look
---@param options? aws.WaitOptions
---@return any value nil where there is nothing
---@return aws.WaitInfo info
---Raises what `engine.run` raises; ConfigError for a definition that does not fit; what its functions raise.
function wait.run_for(source, given, input, options)
  return engine.run(source, definition.waiter(source, given, input), options)
end

return wait
