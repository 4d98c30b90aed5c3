--- Brings a description into the one form that all readers' descriptions have: shapes that nobody uses are left out, shapes
--- that say no more than a built-in type become that type, what has no order is sorted.
local ascii = require "aws.text.ascii"

local tidy = {}

local SCALARS = {
  string = true,
  blob = true,
  boolean = true,
  integer = true,
  long = true,
  float = true,
  double = true,
  timestamp = true,
}

--- Every reference of a shape: calls visit(name, place) and replaces the name by what it returns.
local function each_reference(shape, visit)
  for name, member in pairs(shape.members or {}) do member.shape = visit(member.shape, "members." .. name) end
  for _, key in ipairs({ "member", "key", "value" }) do
    if shape[key] then shape[key] = visit(shape[key], key) end
  end
end

local function fail(description, place, text)
  error(("%s: %s: %s"):format(description.file, place, text), 0)
end

local function must_exist(description, name, place)
  if description.shapes[name] or SCALARS[name] or name == "document" then return end
  fail(description, place, ("%q is not the name of a shape"):format(name))
end

--- The shapes that operations and errors reach.
local function used_shapes(description)
  local used = {}
  local function mark(name, place)
    must_exist(description, name, place)
    local shape = description.shapes[name]
    if not shape or used[name] then return name end
    used[name] = shape
    each_reference(shape, function(other, where) return mark(other, ("shapes.%s.%s"):format(name, where)) end)
    return name
  end
  for name, operation in pairs(description.operations) do
    local place = "operations." .. name
    for _, key in ipairs({ "input", "output" }) do
      if operation[key] then mark(operation[key], place .. "." .. key) end
    end
    for _, failure in ipairs(operation.errors) do mark(failure, place .. ".errors") end
  end
  for name, shape in pairs(description.shapes) do
    if shape.exception then mark(name, "shapes." .. name) end
  end
  return used
end

--- Types whose `min` is a length, which is 0 at least.
local LENGTHS = { string = true, blob = true, list = true, map = true }

local function drop_empty_limits(shapes)
  for _, shape in pairs(shapes) do
    if shape.min == 0 and LENGTHS[shape.type] then shape.min = nil end
  end
end

--- Whether a shape says nothing but its built-in type.
local function is_plain(shape)
  local first = next(shape)
  return SCALARS[shape.type] and first == "type" and next(shape, first) == nil
end

--- The name under which a reference finds its shape: a built-in type for a plain one. A shape that is called like a built-in
--- type gets another name.
local function final_names(shapes)
  local names = {}
  for name, shape in pairs(shapes) do
    names[name] = is_plain(shape) and shape.type or name
    if not is_plain(shape) and (SCALARS[name] or name == "document") then names[name] = name .. "Shape" end
  end
  return names
end

local function sorted(list)
  table.sort(list, ascii.before)
  return #list > 0 and list or nil
end

local function without_doubles(list)
  local seen, kept = {}, {}
  for _, item in ipairs(list) do
    if not seen[item] then kept[#kept + 1] = item end
    seen[item] = true
  end
  return kept
end

--- A member that is nothing but its shape is written as the shape's name.
local function shorten_members(shape)
  for name, member in pairs(shape.members or {}) do
    if next(member, "shape") == nil and next(member) == "shape" then shape.members[name] = member.shape end
  end
end

local function tidy_shape(shape, names)
  each_reference(shape, function(name) return names[name] or name end)
  shape.required = shape.required and sorted(shape.required)
  shape.enum = shape.enum and sorted(shape.enum)
  shorten_members(shape)
end

--- Tidies a description.
---@param description models.Description changed in place
function tidy.apply(description)
  local used = used_shapes(description)
  drop_empty_limits(used)
  local names, shapes = final_names(used), {}
  for name, shape in pairs(used) do
    tidy_shape(shape, names)
    if not is_plain(shape) then shapes[names[name]] = shape end
  end
  description.shapes = shapes
  for _, operation in pairs(description.operations) do
    operation.input = names[operation.input] or operation.input
    operation.output = names[operation.output] or operation.output
    operation.errors = sorted(without_doubles(operation.errors))
  end
end

return tidy
