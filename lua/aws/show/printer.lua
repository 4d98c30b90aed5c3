--- Values as text: Lua's own notation, tables in a stable order, one member a line.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local literal = require "aws.show.literal"
local names = require "aws.show.names"

local printer = {}

---@class aws.ShowLimits
---@field width integer columns
---@field depth integer tables inside each other
---@field items integer of each table
---@field bytes integer of each text
---@field color boolean
---@field sensitive boolean what a model marks so is shown

---@class aws.Printer
---@field limits aws.ShowLimits
---@field known aws.ShownNames
---@field lines string[]
---@field inside table<table, true> tables around
---@field left integer values that may come yet

--- Values in all. A table may hold the same tables again and again.
local MOST_VALUES = 50000
--- Keys of a table that are put in order.
local MOST_KEYS = 100000

local INDENT = "  "

-- Colours ---------------------------------------------------------------------------------------------------------

--- SGR codes (ECMA-48 8.3.117).
local colors = { string = "32", number = "36", boolean = "35", other = "33", comment = "90" }

local function paint(own, kind, text)
  if not own.limits.color or text == "" then return text end
  return ("\27[%sm%s\27[0m"):format(colors[kind] or colors.other, text)
end

-- Order -----------------------------------------------------------------------------------------------------------

local ranks = { number = 1, string = 2, boolean = 3 }

local function before(one, other)
  local a, b = ranks[type(one)] or 4, ranks[type(other)] or 4
  if a ~= b then return a < b end
  if a == 1 then return one < other end
  if a == 2 then return ascii.before(one, other) end
  return a == 3 and one and not other
end

local function length_of(value)
  local length = 0
  while rawget(value, length + 1) ~= nil do length = length + 1 end
  return length
end

--- The keys of a table in order, and how many of them are those of a list.
local function keys_of(value)
  local keys, length = {}, length_of(value)
  for i = 1, length do keys[i] = i end
  for key in iterate.next, value do
    local is_of_list = type(key) == "number" and key >= 1 and key <= length and key % 1 == 0
    if not is_of_list and #keys < length + MOST_KEYS then keys[#keys + 1] = key end
  end
  local rest = {}
  for i = length + 1, #keys do rest[i - length], keys[i] = keys[i], nil end
  table.sort(rest, before)
  for i, key in ipairs(rest) do keys[length + i] = key end
  return keys, length
end

-- Single values ---------------------------------------------------------------------------------------------------

local reserved = {}
for word in ("and break do else elseif end false for function goto if in local nil not or repeat return then true until "
  .. "while"):gmatch("[a-z]+") do
  reserved[word] = true
end

local function label_of(own, key, is_of_list)
  if is_of_list then return "" end
  if type(key) == "string" then
    if key:find("^[A-Za-z_][0-9A-Za-z_]*$") and not reserved[key] then return key .. " = " end
    return "[" .. literal.text(key, own.limits.bytes) .. "] = "
  end
  if type(key) == "number" then return "[" .. literal.number(key) .. "] = " end
  return ("[%s] = "):format(type(key) == "boolean" and tostring(key) or "<" .. type(key) .. ">")
end

--- The metatable of a table, if it is one of those.
local function metatable_of(value)
  local metatable = type(value) == "table" and getmetatable(value)
  return type(metatable) == "table" and metatable or {}
end

--- Whether a value is a client's `config`, which returns its settings as a plain table when it is called.
local function is_config(value)
  local metatable = metatable_of(value)
  return rawget(metatable, "__name") == "aws.Config" and rawget(metatable, "__call") ~= nil
end

--- What an object says of itself; nil for a plain table, and for those whose members say more. One that fails says nothing.
local function words_of(value)
  if not rawget(metatable_of(value), "__tostring") or errors.is(value) or is_config(value) then return nil end
  local ok, text = pcall(tostring, value)
  return ok and type(text) == "string" and literal.without_secrets(text) or "table"
end

--- A value that is not a plain table: its text, its kind for colours, and a comment.
local function scalar(own, key, value)
  local kind = type(value)
  if kind == "string" then
    local text, comment = literal.text(value, own.limits.bytes)
    return text, kind, comment
  end
  if kind == "number" then return literal.number(value), kind, names.date(own.known, key, value) end
  if kind == "boolean" or kind == "nil" then return tostring(value), "boolean" end
  local words = words_of(value) or kind
  return ("<%s>"):format(literal.escape(words:sub(1, own.limits.bytes))), "other"
end

--- Whether a value must not be shown. A header is a list of its name and value.
local function is_hidden(own, key, value, around)
  if type(value) ~= "string" and type(value) ~= "table" then return false end
  if names.is_secret(key) then return type(value) == "string" end
  if type(key) == "string" and own.known.sensitive[key] then return not own.limits.sensitive end
  return key == 2 and type(value) == "string" and names.is_secret(rawget(around, 1))
end

-- Tables ----------------------------------------------------------------------------------------------------------

--- The text of a member that needs no lines of its own, and its comment; nil for a table.
local function simple(own, key, value, around)
  if is_hidden(own, key, value, around) then return literal.REDACTED, "other" end
  if type(value) ~= "table" or words_of(value) then return scalar(own, key, value) end
  if own.inside[value] then return "<a table around this one>", "other" end
  return nil
end

--- A small table without tables and comments, in one line of at most so many characters; nil for any other.
local function one_line(own, value, keys, length, room)
  local plain, painted, width = {}, {}, 4
  if #keys == 0 then return "{}" end
  if #keys > own.limits.items then return nil end
  for i, key in ipairs(keys) do
    local text, kind, comment = simple(own, key, rawget(value, key), value)
    if not text or comment then return nil end
    plain[i] = label_of(own, key, i <= length) .. text
    width = width + #plain[i] + 2
    if width > room then return nil end
    painted[i] = label_of(own, key, i <= length) .. paint(own, kind, text)
  end
  return "{ " .. table.concat(painted, ", ") .. " }"
end

local add_value

local function add(own, indent, text, comment)
  local note = comment and " " .. paint(own, "comment", "-- " .. comment) or ""
  own.lines[#own.lines + 1] = indent .. text .. note
end

local function add_members(own, indent, value, keys, length)
  for i, key in ipairs(keys) do
    if i > own.limits.items or own.left <= 0 then
      return add(own, indent, paint(own, "comment", ("-- … and %d more"):format(#keys - i + 1)))
    end
    own.left = own.left - 1
    add_value(own, indent, label_of(own, key, i <= length), key, rawget(value, key), value, ",")
  end
end

local function add_table(own, indent, label, value, ending)
  local keys, length = keys_of(value)
  local line = one_line(own, value, keys, length, own.limits.width - #indent - #label - #ending)
  if line then return add(own, indent, label .. line .. ending) end
  if #indent / #INDENT >= own.limits.depth then
    return add(own, indent, label .. "{}" .. ending, ("… %d inside"):format(#keys))
  end
  own.inside[value] = true
  add(own, indent, label .. "{")
  add_members(own, indent .. INDENT, value, keys, length)
  add(own, indent, "}" .. ending)
  own.inside[value] = nil
end

--- Adds the lines of a value.
function add_value(own, indent, label, key, value, around, ending)
  if is_config(value) then value = value() end
  local text, kind, comment = simple(own, key, value, around)
  if text then return add(own, indent, label .. paint(own, kind, text) .. ending, comment) end
  add_table(own, indent, label, value, ending)
end

--- The lines of an object that says itself what it is.
local function add_words(own, text)
  for line in (text .. "\n"):gmatch("(.-)\n") do add(own, "", literal.escape(line)) end
end

--- A value as text.
---@param value any
---@param limits aws.ShowLimits
---@return string # without a line feed at its end
function printer.text(value, limits)
  local own = { limits = limits, known = names.known(), lines = {}, inside = {}, left = MOST_VALUES }
  local words = words_of(value)
  if words then
    add_words(own, words)
  else
    if errors.is(value) then add(own, "", paint(own, "comment", "-- " .. literal.escape(tostring(value)))) end
    add_value(own, "", "", nil, value, {}, "")
  end
  return table.concat(own.lines, "\n")
end

return printer
