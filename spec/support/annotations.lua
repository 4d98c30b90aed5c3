--- Type annotations (LuaCATS) derived from the models. `make annotations` writes them to lua/aws/types.lua; a spec
--- compares the two.
local ascii = require "aws.text.ascii"

local annotations = {}

local lua_types = {
  string = "string",
  blob = "string",
  integer = "integer",
  long = "integer",
  float = "number",
  double = "number",
  boolean = "boolean",
  timestamp = "number",
  document = "any",
}

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, ascii.before)
  return keys
end

local function quoted(values)
  local parts = {}
  for i, value in ipairs(values) do parts[i] = ("%q"):format(value) end
  return table.concat(parts, "|")
end

--- The type of a shape as an annotation writes it. AWS adds values to enumerations, so any string fits one.
local function type_of(service, shape_name)
  local shape = service.shapes[shape_name]
  if not shape then return lua_types[shape_name] end
  if shape.type == "structure" then return ("aws.%s.%s"):format(service.name, shape_name) end
  if shape.type == "list" then return type_of(service, shape.member) .. "[]" end
  if shape.type == "map" then return ("table<string, %s>"):format(type_of(service, shape.value)) end
  if shape.enum then return "string|" .. quoted(shape.enum) end
  return lua_types[shape.type]
end

local function member_shape(member)
  return type(member) == "table" and member.shape or member
end

local function is_timestamp(service, shape_name)
  local shape = service.shapes[shape_name]
  return (shape and shape.type or shape_name) == "timestamp"
end

local function add_structure(out, service, name)
  local shape = service.shapes[name]
  local required = {}
  for _, member in ipairs(shape.required or {}) do required[member] = true end
  out[#out + 1] = ""
  out[#out + 1] = ("---@class aws.%s.%s"):format(service.name, name)
  for _, member in ipairs(sorted_keys(shape.members or {})) do
    local member_name = member_shape(shape.members[member])
    local note = is_timestamp(service, member_name) and " seconds since the epoch" or ""
    out[#out + 1] = ("---@field %s%s %s%s"):format(
      member, required[member] and "" or "?", type_of(service, member_name), note)
  end
end

local function add_operations(out, service, class, result)
  out[#out + 1] = ""
  out[#out + 1] = class
  for _, name in ipairs(sorted_keys(service.operations)) do
    local operation = service.operations[name]
    local input = type_of(service, operation.input)
    local output = operation.output and type_of(service, operation.output) or "table"
    out[#out + 1] = ("---@field %s fun(input: %s, options?: aws.Options): %s"):format(
      name, input, result or output .. ", aws.Metadata")
  end
end

local function add_service(out, service)
  for _, name in ipairs(sorted_keys(service.shapes)) do
    if service.shapes[name].type == "structure" then add_structure(out, service, name) end
  end
  local prefix = "---@class aws." .. service.name
  add_operations(out, service, prefix .. ".Prepare", "aws.PreparedRequest")
  add_operations(out, service, prefix .. ".Client")
  out[#out + 1] = "---@field config aws.Config"
  out[#out + 1] = ("---@field prepare aws.%s.Prepare"):format(service.name)
  out[#out + 1] = "---@field close fun()"
  out[#out + 1] = ""
  out[#out + 1] = ("---@class aws.%s: aws.%s.Client"):format(service.name, service.name)
  out[#out + 1] = ("---@field new fun(settings?: aws.Settings): aws.%s.Client"):format(service.name)
end

--- The whole file.
---@return string
function annotations.generate()
  local out = { "---@meta", "--- Made from lua/aws/model/ by `make annotations`; not to be edited, not to be required." }
  for _, service in ipairs({ require("aws.model.dms"), (require("aws.model.drs")) }) do add_service(out, service) end
  return table.concat(out, "\n") .. "\n"
end

if not ... then io.stdout:write(annotations.generate()) end

return annotations
