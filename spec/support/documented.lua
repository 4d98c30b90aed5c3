--- Compares a document with what a service's model says of it: names and Lua types of its members.
local documented = {}

local lua_types = {
  timestamp = "number", integer = "number", long = "number", double = "number", float = "number", boolean = "boolean",
  string = "string",
}

local function is_integer(value)
  if math.type then return math.type(value) == "integer" end
  return value % 1 == 0
end

local check

local function check_structure(model, shape, value, path)
  for name, member in pairs(shape.members) do
    if value[name] ~= nil or not model.partial then check(model, member, value[name], path .. "." .. name) end
  end
  for name in pairs(value) do
    assert(shape.members[name] ~= nil, path .. "." .. tostring(name) .. " is not documented")
  end
end

local function check_collection(model, shape, value, path)
  if shape.type == "list" then
    for key, item in pairs(value) do
      assert(is_integer(key) and key >= 1 and key <= #value, path .. " has the key " .. tostring(key))
      check(model, shape.member, item, path .. "[" .. key .. "]")
    end
    return
  end
  assert(next(value) ~= nil, path .. " is empty")
  for key, item in pairs(value) do
    assert(type(key) == "string", path .. " is not a map of strings")
    check(model, shape.value or "string", item, path .. "." .. key)
  end
end

function check(model, name, value, path)
  local shape = model.shapes[name] or { type = name }
  assert(value ~= nil, path .. " is missing")
  assert(type(value) == (lua_types[shape.type] or "table"), path .. " is a " .. type(value))
  if shape.type == "structure" then
    check_structure(model, shape, value, path)
  elseif type(value) == "table" then
    check_collection(model, shape, value, path)
  elseif shape.type == "integer" or shape.type == "long" then
    assert(is_integer(value), path .. " is not an integer")
  elseif shape.type == "string" then
    assert(value ~= "", path .. " is empty")
  end
end

--- Raises an error unless every documented member is there, of the right type, and no other.
---@param model table of the service
---@param shape string its name
---@param value any
function documented.whole(model, shape, value)
  check({ shapes = model.shapes }, shape, value, shape)
end

--- Raises an error unless the members that are there are documented and of the right type.
---@param model table of the service
---@param shape string its name
---@param value any
function documented.part(model, shape, value)
  check({ shapes = model.shapes, partial = true }, shape, value, shape)
end

return documented
