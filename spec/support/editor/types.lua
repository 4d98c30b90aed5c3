--- Types as annotations (LuaCATS) write them: `read("string|aws.Options?")` makes a tree of one.
local types = {}

---@class editor.Type
---@field kind "name"|"literal"|"union"|"array"|"map"|"record"|"function"
---@field name? string of a name
---@field value? any of a literal
---@field of? editor.Type of an array, or of the values of a map
---@field key? editor.Type of a map
---@field fields? table<string, editor.Type> of a record
---@field index? editor.Type of a record: of any other member
---@field parameters? { name: string, type: editor.Type, is_optional: boolean }[] of a function
---@field returns? editor.Type[] of a function
---@field [integer] editor.Type of a union

---@param name string
---@return editor.Type
function types.name(name)
  return { kind = "name", name = name }
end

types.any = types.name("any")
types.none = types.name("nil")

---@param list editor.Type[]
---@return editor.Type # any for no type at all
function types.union(list)
  local members = { kind = "union" }
  for _, entry in ipairs(list) do
    for _, one in ipairs(entry.kind == "union" and entry or { entry }) do members[#members + 1] = one end
  end
  if #members == 0 then return types.any end
  return #members == 1 and members[1] or members
end

local function fail(reader, wanted)
  error(("%s is wanted at %q of the type %q"):format(wanted, reader.text:sub(reader.at, reader.at + 20), reader.text), 0)
end

--- What is at the reader's place, where it fits a pattern, and moves the place past it; nil where it does not fit.
local function take(reader, pattern)
  local first, last, found = reader.text:find("^%s*(" .. pattern .. ")", reader.at)
  if not first then return nil end
  reader.at = last + 1
  return found
end

local function want(reader, pattern)
  return take(reader, pattern) or fail(reader, pattern)
end

local read_union

local function read_parameters(reader)
  local parameters = {}
  while not take(reader, "%)") do
    local name = take(reader, "%.%.%.") or want(reader, "[%w_]+")
    local is_optional = take(reader, "%?") ~= nil or name == "..."
    local type_read = take(reader, ":") and read_union(reader) or types.any
    if is_optional then type_read = types.union({ type_read, types.none }) end
    parameters[#parameters + 1] = { name = name, type = type_read, is_optional = is_optional }
    take(reader, ",")
  end
  return parameters
end

local function read_function(reader)
  local made = { kind = "function", parameters = read_parameters(reader), returns = {} }
  if not take(reader, ":") then return made end
  repeat
    take(reader, "[%a_][%w_]*%s*:") -- its name
    made.returns[#made.returns + 1] = read_union(reader)
  until not take(reader, ",")
  return made
end

local function read_record(reader)
  local made = { kind = "record", fields = {} }
  while not take(reader, "}") do
    local is_index = take(reader, "%[")
    local name = is_index and (take(reader, "%d+") or read_union(reader)) or want(reader, "[%w_]+")
    if is_index then want(reader, "%]") end
    local is_optional = take(reader, "%?")
    want(reader, ":")
    local of = read_union(reader)
    if is_optional then of = types.union({ of, types.none }) end
    if type(name) == "table" then made.index = of else made.fields[name] = of end
    take(reader, "[,;]")
  end
  return made
end

local function read_name(reader)
  local name = want(reader, "[%a_][%w_.]*")
  if not take(reader, "<") then return types.name(name) end
  local arguments = {}
  repeat arguments[#arguments + 1] = read_union(reader) until not take(reader, ",")
  want(reader, ">")
  if name == "table" then return { kind = "map", key = arguments[1], of = arguments[2] } end
  return types.name(name)
end

local LITERALS = { ["true"] = true, ["false"] = false }

local function read_one(reader)
  if take(reader, "%(") then
    local inner = read_union(reader)
    want(reader, "%)")
    return inner
  end
  if take(reader, "fun%s*%(") then return read_function(reader) end
  if take(reader, "{") then return read_record(reader) end
  local text = take(reader, '"[^"]*"')
  if text then return { kind = "literal", value = text:sub(2, -2) } end
  local made = read_name(reader)
  if LITERALS[made.name] ~= nil then return { kind = "literal", value = LITERALS[made.name] } end
  return made
end

local function read_marked(reader)
  local made = read_one(reader)
  while true do
    if take(reader, "%[%]") then
      made = { kind = "array", of = made }
    elseif take(reader, "%?") then
      made = types.union({ made, types.none })
    else
      return made
    end
  end
end

function read_union(reader)
  local list = {}
  repeat list[#list + 1] = read_marked(reader) until not take(reader, "|")
  return types.union(list)
end

--- Reads a type at the beginning of a text.
---@param text string
---@return editor.Type
---@return string words after it
function types.read(text)
  local reader = { text = text, at = 1 }
  local made = read_union(reader)
  return made, text:sub(reader.at)
end

--- Several types with commas between them.
---@param text string
---@return editor.Type[]
function types.list(text)
  return types.read("fun(): " .. text).returns
end

return types
