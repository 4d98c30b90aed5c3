--- Types and what fits them: members of classes, functions that something may be called as, values for what is wanted.
local types = require "spec.support.editor.types"

local fits = {}

local function add_shapes(library, shapes, of)
  if of.kind == "union" then
    for _, one in ipairs(of) do add_shapes(library, shapes, one) end
  elseif of.kind == "module" then
    add_shapes(library, shapes, library.modules[of.name] or types.any)
  elseif of.kind == "name" and library.aliases[of.name] then
    add_shapes(library, shapes, library.aliases[of.name])
  elseif of.kind == "name" and library.classes[of.name] then
    shapes[#shapes + 1] = { kind = "class", class = library.classes[of.name] }
  else
    shapes[#shapes + 1] = of
  end
end

--- What a type is made of: classes, lists, functions, literals, and names of Lua's own types.
---@param library editor.Library
---@param of editor.Type
---@return table[]
function fits.shapes(library, of)
  local shapes = {}
  add_shapes(library, shapes, of)
  return shapes
end

local function is_named(shape, name)
  return shape.kind == "name" and shape.name == name
end

--- Whether a type, as it is written, may be nil.
function fits.has_nil(of)
  if of.kind ~= "union" then return is_named(of, "nil") end
  for _, one in ipairs(of) do
    if is_named(one, "nil") then return true end
  end
  return false
end

function fits.without_nil(of)
  if of.kind ~= "union" then return of end
  local list = {}
  for _, one in ipairs(of) do
    if not is_named(one, "nil") then list[#list + 1] = one end
  end
  return types.union(list)
end

-- Members -------------------------------------------------------------------------------------------------------

--- Calls `visit` with a class and those that it is based on, until that returns something.
local function search(library, class, visit)
  local found = visit(class)
  if found then return found end
  for _, name in ipairs(class.parents) do
    local parent = library.classes[name]
    found = parent and search(library, parent, visit)
    if found then return found end
  end
end

--- The type of a member of a shape; nil where it says nothing of it.
function fits.member(library, shape, name)
  if shape.kind == "record" then return shape.fields[name] or shape.index end
  if shape.kind == "map" then return shape.of end
  if shape.kind ~= "class" then return nil end
  return search(library, shape.class, function(class) return class.fields[name] end)
    or search(library, shape.class, function(class) return class.index end)
end

--- Whether a class has a required member that is not among `names`.
function fits.lacks(library, class, names)
  return search(library, class, function(one)
    for name, of in pairs(one.fields) do
      if not names[name] and not fits.has_nil(of) then return true end
    end
  end) or false
end

local OPEN = { any = true, unknown = true, table = true, userdata = true, string = true, ["function"] = true }

--- Whether nothing is known of a shape's members.
local function is_open(library, shape)
  if shape.kind == "name" then return OPEN[shape.name] or shape.name:find("[.*]") ~= nil or #shape.name == 1 end
  if shape.kind == "literal" then return type(shape.value) == "string" end
  return shape.kind == "class" and search(library, shape.class, function(class)
    return class.is_function and next(class.fields) == nil or nil
  end) or false
end

--- The type of `object.name` or `object[key]`; nil where there is no such member.
---@return editor.Type?
function fits.index(library, object, name, key)
  local found = {}
  for _, shape in ipairs(fits.shapes(library, object)) do
    if is_open(library, shape) then return types.any end
    local of
    if key then of = shape.of or shape.index or types.any else of = fits.member(library, shape, name) end
    if of then found[#found + 1] = of end
  end
  return #found > 0 and types.union(found) or nil
end

--- The functions that something may be called as; none where nothing is known.
function fits.callees(library, of)
  local callees = {}
  for _, shape in ipairs(fits.shapes(library, of)) do
    if shape.kind == "function" then callees[#callees + 1] = shape end
    if shape.kind == "class" then
      for _, call in ipairs(shape.class.calls) do callees[#callees + 1] = call end
    end
  end
  return callees
end

-- Values --------------------------------------------------------------------------------------------------------

local function is_based_on(library, class, wanted)
  return search(library, class, function(one) return one == wanted or nil end) or false
end

local function is_table(shape)
  local kind = shape.kind
  return is_named(shape, "table") or kind == "class" or kind == "array" or kind == "map" or kind == "record"
end

local function is_function(shape)
  if shape.kind == "class" then return shape.class.is_function or #shape.class.calls > 0 end
  return shape.kind == "function" or is_named(shape, "function")
end

--- What fits each of Lua's own types besides what is named like it.
local named = {
  string = function(shape) return shape.kind == "literal" and type(shape.value) == "string" end,
  boolean = function(shape) return shape.kind == "literal" and type(shape.value) == "boolean" end,
  number = function(shape) return is_named(shape, "integer") end,
  integer = function() return false end,
  table = is_table,
  ["function"] = is_function,
  ["nil"] = function() return false end,
}

local kinds = {}

function kinds.name(_, shape, wanted)
  if is_named(shape, wanted.name) or not named[wanted.name] then return true end
  return named[wanted.name](shape)
end

function kinds.literal(_, shape, wanted)
  if shape.kind == "literal" then return shape.value == wanted.value end
  return is_named(shape, type(wanted.value)) -- any text may be the one that is wanted, as LuaLS sees it
end

function kinds.class(library, shape, wanted)
  if shape.kind == "class" then return is_based_on(library, shape.class, wanted.class) end
  return is_table(shape) or wanted.class.is_function and is_function(shape)
end

function kinds.array(_, shape) return is_table(shape) end

kinds.map, kinds.record = kinds.array, kinds.array

kinds["function"] = function(_, shape) return is_function(shape) end

local function fits_one(library, shape, wanted)
  if is_named(shape, "any") or is_named(wanted, "any") then return true end
  return kinds[wanted.kind](library, shape, wanted)
end

local function fits_any(library, shape, wanted)
  for _, one in ipairs(wanted) do
    if fits_one(library, shape, one) then return true end
  end
  return false
end

--- Whether a value of one type fits another. What may be nil counts as if it was looked at before.
---@param library editor.Library
---@param value editor.Type
---@param wanted editor.Type
---@return boolean
function fits.check(library, value, wanted)
  local shapes = fits.shapes(library, wanted)
  for _, shape in ipairs(fits.shapes(library, fits.without_nil(value))) do
    if not fits_any(library, shape, shapes) then return false end
  end
  return true
end

return fits
