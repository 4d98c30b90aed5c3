--- Shapes in botocore's form of a model.
local patterns = require "spec.models.patterns"
local synthetic = require "spec.models.synthetic"

local botocore_shapes = {}

local DROPPED = {
  shape = {
    documentation = "prose",
    deprecatedMessage = "prose",
    deprecatedSince = "prose",
    box = "of languages where a number cannot be absent",
    sparse = "null elements are left out anyway",
    uniqueItems = "the service checks it",
    requiresLength = "of streams",
    synthetic = "how AWS made it",
    retryable = "retries go by the codes that AWS lists",
    flattened = "of XML",
    locationName = "of XML",
    wrapper = "of XML",
    xmlNamespace = "of XML",
    xmlOrder = "of XML",
  },
  member = {
    documentation = "prose",
    deprecatedMessage = "prose",
    deprecatedSince = "prose",
    box = "of languages where a number cannot be absent",
    contextParam = "chooses between endpoints; ours go by region",
    enum = "the service checks it",
    flattened = "of XML",
    queryName = "of another protocol",
    xmlAttribute = "of XML",
    xmlNamespace = "of XML",
  },
}

DROPPED.element = {
  documentation = "prose",
  box = "of languages where a number cannot be absent",
  jsonvalue = "a text all the same",
  locationName = "of XML",
  xmlNamespace = "of XML",
}

local TYPES = {
  structure = true,
  list = true,
  map = true,
  string = true,
  blob = true,
  boolean = true,
  integer = true,
  long = true,
  float = true,
  double = true,
  timestamp = true,
  character = "string",
}

--- Where a member travels, with the name it has there when that is another.
local function read_location(object, member, name)
  local location_name = object:get("locationName", "string")
  member.location = object:get("location", "string")
  if location_name ~= name then member.location_name = location_name end
end

local function read_member(object, name)
  local member = {
    shape = object:need("shape", "string"),
    timestamp_format = object:get("timestampFormat", "string"),
    idempotency_token = object:flag("idempotencyToken"),
    deprecated = object:flag("deprecated"),
    -- No code serves these yet; they stay, so that the shape is refused when it is compiled.
    json_in_header = object:flag("jsonvalue"),
    host_label = object:flag("hostLabel"),
    streaming = object:flag("streaming"),
    event_header = object:flag("eventheader"),
    event_payload = object:flag("eventpayload"),
  }
  read_location(object, member, name)
  object:done(DROPPED.member)
  return member
end

--- Whose fault an exception is; nil where the model does not say.
local function fault_of(is_client, is_server, status)
  if is_client or not is_server and status and status < 500 then return "client" end
  return (is_server or status) and "server" or nil
end

local function read_exception(object, shape)
  local facts = object:object_or_empty("error")
  local is_server = object:flag("fault") or facts:flag("fault")
  shape.status = facts:get("httpStatusCode", "number")
  shape.code = facts:get("code", "string")
  shape.fault = fault_of(facts:flag("senderFault"), is_server, shape.status)
  shape.exception = object:flag("exception")
  facts:done()
end

local function read_structure(object, shape)
  shape.members, shape.required = {}, object:list("required", "string")
  for name, member in object:object_or_empty("members"):each() do shape.members[name] = read_member(member, name) end
  shape.union = object:flag("union")
  shape.payload = object:get("payload", "string")
  read_exception(object, shape)
end

--- The shape of a list's elements, of a map's keys or values.
local function element(object, key)
  local reference = object:object(key) or object:fail("is missing", key)
  local name = reference:need("shape", "string")
  reference:done(DROPPED.element)
  return name
end

local function read_type(object, shape)
  local name = object:need("type", "string")
  local known = TYPES[name] or object:fail(("%q is not known"):format(name), "type")
  shape.type = known == true and name or known
  if object:flag("document") then shape.type = "document" end
  if name == "structure" then read_structure(object, shape) end
  if name == "list" then shape.member = element(object, "member") end
  if name == "map" then shape.key, shape.value = element(object, "key"), element(object, "value") end
end

--- Reads a shape.
---@param object models.Cursor
---@return table
function botocore_shapes.read(object)
  local shape = {
    min = object:get("min", "number"),
    max = object:get("max", "number"),
    pattern = patterns.whole(object:get("pattern", "string")),
    sensitive = object:flag("sensitive"),
    deprecated = object:flag("deprecated"),
    timestamp_format = object:get("timestampFormat", "string"),
    -- No code serves these yet; they stay, so that the shape is refused when it is compiled.
    streaming = object:flag("streaming"),
    event_stream = object:flag("eventstream"),
    event = object:flag("event"),
  }
  if object.value.enum ~= nil then shape.enum = object:list("enum", "string") end
  read_type(object, shape)
  object:done(DROPPED.shape)
  return shape
end

--- Gives members with a time format of their own a shape that has it.
---@param shapes table<string, table> all of them
function botocore_shapes.narrow(shapes)
  local narrowings = {}
  for _, shape in pairs(shapes) do
    for _, member in pairs(shape.members or {}) do
      if member.timestamp_format then narrowings[#narrowings + 1] = member end
    end
  end
  for _, member in ipairs(narrowings) do
    member.shape = synthetic.narrowed(shapes, member.shape, { timestamp_format = member.timestamp_format }, "")
    member.timestamp_format = nil
  end
end

return botocore_shapes
