--- Shapes of a model, compiled; and the members that travel outside the body. What the protocol does not serve is refused
--- here, by name: it would be sent or read wrong.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"

local shapes = {}

--- Types that are a piece of text outside the body.
local is_scalar = {
  string = true, integer = true, long = true, float = true, double = true, boolean = true, timestamp = true,
}

--- Raises a ConfigError that names the service's model.
local function refuse(service, fault)
  errors.config("the model of %s is not served: %s", service.name, fault)
end

--- Compiles a shape and all that it refers to. Free-form values are read, not sent: an empty table is both a list and an
--- object.
---@param service aws.ServiceModel
---@param name string of the shape
---@param direction "input"|"output"
---@return userdata # raises ConfigError for a model that is wrong
function shapes.compile(service, name, direction)
  local ok, shape = pcall(core.shape, service.shapes, name, direction == "output")
  if ok then return shape end
  if errors.is_model_fault(shape) then refuse(service, tostring(shape)) end
  error(shape, 0)
end

--- The shape of that name: one of the model, or a built-in type.
---@param service aws.ServiceModel
---@param name string
---@return table
function shapes.named(service, name)
  return service.shapes[name] or { type = name }
end

--- A piece of text, or a list of such.
local function fits_header(service, shape)
  if shape.type == "list" then shape = shapes.named(service, shape.member) end
  return is_scalar[shape.type]
end

local function fits_query(service, shape)
  if shape.type == "map" then shape = shapes.named(service, shape.value) end
  return fits_header(service, shape)
end

local function fits_label(_, shape) return is_scalar[shape.type] end
local function fits_status(_, shape) return shape.type == "integer" end
local function is_ignored() return true end

--- Where members of inputs and of answers may be, and whether a shape fits there. An answer has no path and no query:
--- members there are not looked for (Smithy's HTTP bindings).
local places = {
  input = { uri = fits_label, querystring = fits_query, header = fits_header },
  output = { header = fits_header, statusCode = fits_status, uri = is_ignored, querystring = is_ignored },
}

--- The members of a shape that travel outside the body.
---@param service aws.ServiceModel
---@param name string of the shape
---@param direction "input"|"output"
---@return table<string, table>? located by name; nil where one has a place that the protocol does not serve
---@return string? fault which one
function shapes.located(service, name, direction)
  local located, shape = {}, service.shapes[name]
  for member_name, member in iterate.pairs(shape and shape.members or {}) do
    local location = type(member) == "table" and member.location
    if location then
      local fits, target = places[direction][location], shapes.named(service, member.shape)
      if not (fits and fits(service, target)) then
        return nil, ("shape %q: member %q, of type %s, cannot be in the %s's location %q"):format(
          name, member_name, target.type, direction, location)
      end
      located[member_name] = member
    end
  end
  return located
end

--- The same for a shape of an operation.
---@param service aws.ServiceModel
---@param name string
---@param direction "input"|"output"
---@return table<string, table> # raises ConfigError for a place that the protocol does not serve
function shapes.placed(service, name, direction)
  local located, fault = shapes.located(service, name, direction)
  if not located then refuse(service, fault) end
  return located
end

--- Fields of an operation (lua/aws/model/README.md).
local operation_fields = {
  name = true, method = true, path = true, status = true, input = true, output = true, errors = true, read_only = true,
  destructive = true, idempotent = true, deprecated = true, pages = true,
}

--- Raises ConfigError for what an operation has and nothing serves: a host prefix, a checksum, a query in its path.
---@param service aws.ServiceModel
---@param operation aws.OperationModel
function shapes.check_operation(service, operation)
  for field in iterate.pairs(operation) do
    if not operation_fields[field] then
      refuse(service, ("operation %q: field %q is not served"):format(operation.name, field))
    end
  end
  if operation.path:find("?", 1, true) then
    refuse(service, ("operation %q: a query in its path is not served"):format(operation.name))
  end
end

--- Raises ConfigError for a label of an operation's path that no member fills: it would be sent as it stands.
---@param service aws.ServiceModel
---@param operation aws.OperationModel
---@param located table<string, table> of the input
function shapes.check_labels(service, operation, located)
  local filled = {}
  for name, member in iterate.pairs(located) do
    if member.location == "uri" then filled[member.location_name or name] = true end
  end
  for label in operation.path:gmatch("{([^{}+]*)%+?}") do
    if not filled[label] then
      refuse(service, ("operation %q: no member fills the label %q of its path"):format(operation.name, label))
    end
  end
end

return shapes
