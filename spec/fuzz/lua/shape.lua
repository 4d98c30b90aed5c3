-- Shapes: of any tables a compiled shape, or an error that says what is wrong with the model.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"

local names = { "A", "B", "C", "string", "integer", "document", "blob", "timestamp", "boolean", "float", "no", "" }
local types = { "structure", "list", "map", "string", "blob", "boolean", "integer", "long", "float", "double", "timestamp",
  "document", "union" }
local fields = { "min", "max", "pattern", "union", "required", "timestamp_format", "sensitive", "member", "value", "key", "members",
  "payload", "location", "location_name", "exception", "streaming", "x" }
local texts = { "iso8601", "rfc822", "unixTimestamp", "header", "uri", "querystring", "headers", "statusCode", "A", "b" }

local function reference(source)
  if source:once_in(6) then return source:anything(4) end
  if source:once_in(3) then
    return { shape = source:one_of(names), location = source:once_in(3) and source:one_of(texts) or nil,
      location_name = source:once_in(3) and source:one_of(texts) or nil, [source:one_of(fields)] = source:anything(5) }
  end
  return source:one_of(names)
end

local function specification(source)
  local made = { type = source:one_of(types) }
  if made.type == "structure" then
    made.members = {}
    for _ = 1, source:pick(4) - 1 do made.members[source:one_of(texts)] = reference(source) end
    made.union = source:once_in(6) or nil
  else
    made.member, made.key, made.value = reference(source), source:once_in(8) and 1 or "string", reference(source)
    if made.type ~= "list" then made.member = nil end
    if made.type ~= "map" then made.key, made.value = nil, nil end
  end
  if source:once_in(4) then made[source:one_of(fields)] = source:once_in(2) and source:one_of(texts) or source:anything(4) end
  return made
end

--- Uses a shape that was compiled, whatever it is.
local function use(shape, source)
  local json, problems = core.encode(shape, source:anything(1))
  assert(json or #problems > 0)
  local value, message = core.decode(shape, source:rest())
  if value == nil then checks.message(message, 500) end
end

return function(input)
  local source = bytes.new(input)
  local shapes = {}
  for _ = 1, source:pick(3) do shapes[source:one_of(names)] = source:once_in(8) and source:anything(1) or specification(source) end
  local direction = source:one_of({ "any", "input", "output" })
  local ok, shape = pcall(core.shape, shapes, source:one_of(names), direction, source:once_in(2))
  if ok then return use(shape, source) end
  if core.fault_type(shape) ~= "model" then error(shape, 0) end
  checks.message(tostring(shape), 500)
end
