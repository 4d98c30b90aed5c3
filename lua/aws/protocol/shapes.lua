--- Shapes of a model, compiled. A model that is wrong, or has what the protocol does not serve, is refused by name: it
--- would be sent or read wrong.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local pieces = require "aws.protocol.pieces"

local shapes = {}

--- Raises a ConfigError that names the service's model.
---@param service aws.ServiceModel
---@param fault string what is not served, or wrong
function shapes.refuse(service, fault)
  errors.config("the model of %s is not served: %s", service.name, fault)
end

--- Whether members may be outside the body. awsJson has no such places: whatever a model says of them, all members are in
--- the body (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
---@param service aws.ServiceModel
---@return boolean
function shapes.has_places(service)
  return service.protocol == "restJson1"
end

--- Compiles a shape and all that it refers to. Free-form values are read, not sent: an empty table is both a list and an
--- object.
---@param service aws.ServiceModel
---@param name string of the shape
---@param direction "input"|"output"
---@return userdata # raises ConfigError for a model that is wrong
function shapes.compile(service, name, direction)
  local ok, shape = pcall(core.shape, pieces.reached(service.shapes, name), name, direction, not shapes.has_places(service))
  if ok then return shape end
  if errors.is_model_fault(shape) then shapes.refuse(service, tostring(shape)) end
  error(shape, 0)
end

--- The shape of that name: one of the model, or a built-in type.
---@param service aws.ServiceModel
---@param name string
---@return table
function shapes.named(service, name)
  return service.shapes[name] or { type = name }
end

local nothing

--- The shape of an input or output without members.
---@return userdata
function shapes.nothing()
  nothing = nothing or core.shape({ Nothing = { type = "structure", members = {} } }, "Nothing")
  return nothing
end

return shapes
