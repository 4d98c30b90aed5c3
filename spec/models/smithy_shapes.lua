--- Shapes in Smithy's form of a model. A shape is read when it is first referred to.
local ascii = require "aws.text.ascii"
local synthetic = require "spec.models.synthetic"
local traits = require "spec.models.smithy_traits"

local smithy_shapes = {}

--- Smithy's types as the model names them.
local TYPES = {
  structure = "structure",
  union = "structure",
  list = "list",
  set = "list",
  map = "map",
  string = "string",
  enum = "string",
  blob = "blob",
  boolean = "boolean",
  byte = "integer",
  short = "integer",
  integer = "integer",
  intEnum = "integer",
  long = "long",
  float = "float",
  double = "double",
  timestamp = "timestamp",
  document = "document",
}

--- Smithy's own shapes.
local PRELUDE = {
  String = "string",
  Blob = "blob",
  Boolean = "boolean",
  PrimitiveBoolean = "boolean",
  Byte = "integer",
  PrimitiveByte = "integer",
  Short = "integer",
  PrimitiveShort = "integer",
  Integer = "integer",
  PrimitiveInteger = "integer",
  Long = "long",
  PrimitiveLong = "long",
  Float = "float",
  PrimitiveFloat = "float",
  Double = "double",
  PrimitiveDouble = "double",
  Timestamp = "timestamp",
  Document = "document",
}

local ELEMENTS = { list = { "member" }, map = { "key", "value" } }

local function capital(name)
  return ascii.upper(name:sub(1, 1)) .. name:sub(2)
end

local function read_enum_type(object, shape)
  shape.enum = {}
  for name, member in object:object_or_empty("members"):each() do
    local marks = member:object_or_empty("traits")
    shape.enum[#shape.enum + 1] = marks:get("smithy.api#enumValue", "string") or name
    marks:flag("smithy.api#deprecated")
    traits.done(marks, "member")
    member:done({ target = true })
  end
end

--- The older trait: a list of values.
local function read_enum_trait(marks, shape)
  local values = marks:list("smithy.api#enum", "object")
  if #values == 0 then return end
  shape.enum = {}
  for i, value in ipairs(values) do shape.enum[i] = value:need("value", "string") end
end

---@class models.SmithyShapes shapes of a model, read as they are referred to
---@field objects models.Cursor all of the model's, by id
---@field rename? models.Cursor the service's own names: id → name
---@field is_rest boolean
---@field shapes table<string, table> those that were read
---@field ids table<string, string> their ids
---@field narrowings table[] members that say more of a shape than the shape does
local reader = {}
reader.__index = reader

--- Puts the shape that a member refers to into a field; what the member adds to it follows when all shapes are read.
function reader:refer(object, marks, holder, field, place)
  holder[field] = self:resolve(object:need("target", "string"), object)
  self.narrowings[#self.narrowings + 1] = {
    holder = holder, field = field, limits = traits.constraints(marks), place = place,
  }
end

--- The elements of a list, or the keys or values of a map.
function reader:read_element(object, shape, key, owner)
  local reference = object:object(key) or object:fail("is missing", key)
  local marks = reference:object_or_empty("traits")
  self:refer(reference, marks, shape, key, owner .. capital(key))
  traits.done(marks, "member")
  reference:done()
end

--- Whether a member is a header that holds JSON.
function reader:is_json_text(id, member)
  local shape = self.objects.value[id]
  local media = shape and shape.traits and shape.traits["smithy.api#mediaType"]
  return member.location == "header" and media == "application/json" or nil
end

function reader:read_member(object, shape, owner, name)
  local marks, member = object:object_or_empty("traits"), {}
  self:refer(object, marks, member, "shape", owner .. capital(name))
  if traits.member(marks, member, name, self.is_rest) then shape.payload = name end
  if marks:flag("smithy.api#required") then shape.required[#shape.required + 1] = name end
  member.json_in_header = self:is_json_text(object.value.target, member)
  traits.done(marks, "member")
  object:done()
  return member
end

function reader:read_members(object, shape, name)
  shape.members, shape.required = {}, {}
  for member_name, member in object:object_or_empty("members"):each() do
    shape.members[member_name] = self:read_member(member, shape, name, member_name)
  end
end

function reader:read(object, name)
  local kind = object:need("type", "string")
  local shape = { type = TYPES[kind] or object:fail(("%q is not served"):format(kind), "type") }
  self.shapes[name] = shape
  shape.union = kind == "union" or nil
  local marks = object:object_or_empty("traits")
  if shape.type == "structure" then self:read_members(object, shape, name) end
  for _, key in ipairs(ELEMENTS[shape.type] or {}) do self:read_element(object, shape, key, name) end
  if kind == "enum" then read_enum_type(object, shape) end
  read_enum_trait(marks, shape)
  traits.shape(marks, shape)
  traits.done(marks, "shape")
  object:done(kind == "intEnum" and { members = true } or nil)
end

--- The name of a shape in the model; the shape is read when that is the first reference to it.
---@param id string "com.amazonaws.drs#Job"
---@param user models.Cursor what refers to it, for messages
---@return string
function reader:resolve(id, user)
  local space, name = id:match("^(.*)#(.*)$")
  if not name then user:fail(("%q is not the id of a shape"):format(id)) end
  if space == "smithy.api" and PRELUDE[name] then return PRELUDE[name] end
  name = self.rename and self.rename:get(id, "string") or name
  local known = self.ids[name]
  if known and known ~= id then user:fail(("%s and %s have one name"):format(known, id)) end
  if known then return name end
  self.ids[name] = id
  if id == "smithy.api#Unit" then
    self.shapes[name] = { type = "structure", members = {}, required = {} }
  else
    self:read(self.objects:object(id) or user:fail(("%q is missing"):format(id)), name)
  end
  return name
end

--- All shapes that were referred to, and those that members make of them.
---@return table<string, table>
function reader:finish()
  for _, each in ipairs(self.narrowings) do
    each.holder[each.field] = synthetic.narrowed(self.shapes, each.holder[each.field], each.limits, each.place)
  end
  return self.shapes
end

--- Begins the reading of a model's shapes.
---@param objects models.Cursor all shapes by id
---@param rename? models.Cursor
---@param protocol string
---@return models.SmithyShapes
function smithy_shapes.new(objects, rename, protocol)
  return setmetatable({
    objects = objects, rename = rename, is_rest = protocol == "restJson1", shapes = {}, ids = {}, narrowings = {},
  }, reader)
end

return smithy_shapes
