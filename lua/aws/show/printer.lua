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
---@field orders table<table, aws.ShownOrder> of large tables that were seen
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

--- The keys of a table that may be shown.
---@class aws.ShownOrder
---@field keys any[] in order
---@field length integer of the list: so many of them are 1, 2, …
---@field count integer of all that the table has

local function length_of(value)
  local length = 0
  while rawget(value, length + 1) ~= nil do length = length + 1 end
  return length
end

--- The keys that are not those of its list, in order, and how many there are.
local function other_keys(value, length)
  local keys, count = {}, 0
  for key in iterate.next, value do
    local is_of_list = type(key) == "number" and key >= 1 and key <= length and key % 1 == 0
    if not is_of_list then
      count = count + 1
      if count <= MOST_KEYS then keys[count] = key end
    end
  end
  table.sort(keys, before)
  return keys, count
end

--- The keys of a table in order, its list first. Those of a large one are sorted once, however often it is there.
---@return aws.ShownOrder
local function order_of(own, value)
  if own.orders[value] then return own.orders[value] end
  local keys, length, most = {}, length_of(value), own.limits.items
  local others, count = other_keys(value, length)
  for i = 1, math.min(length, most) do keys[i] = i end
  for i = 1, math.min(#others, most - #keys) do keys[#keys + 1] = others[i] end
  local order = { keys = keys, length = length, count = length + count }
  if order.count > most then own.orders[value] = order end
  return order
end

-- Single values ---------------------------------------------------------------------------------------------------

-- Of every Lua: a "goto" is one from 5.2 on, and a "global" from 5.5 on.
local reserved = {}
for word in ("and break do else elseif end false for function global goto if in local nil not or repeat return then true "
  .. "until while"):gmatch("[a-z]+") do
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

--- What an object says of itself; nil for a plain table, and for those whose members say more. One that fails says nothing, and
--- Ctrl-C goes on.
local function words_of(value)
  if not rawget(metatable_of(value), "__tostring") or errors.is(value) or is_config(value) then return nil end
  local ok, text = pcall(tostring, value)
  if not ok and errors.is_interrupted(text) then error(text, 0) end
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
  return ("<%s>"):format(literal.words(words, own.limits.bytes)), "other"
end

--- What may hold a secret.
local hidden = { string = true, number = true, table = true }

--- Where the name of a value is in a table of both: a header is a list of its name and value.
local name_beside = { [2] = 1, value = "name", Value = "Name" }

--- Whether a value must not be shown.
local function is_hidden(own, key, value, around)
  if not hidden[type(value)] then return false end
  local beside = name_beside[key]
  if names.is_secret(key) or beside and names.is_secret(rawget(around, beside)) then return true end
  return type(key) == "string" and own.known.sensitive[key] and not own.limits.sensitive
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
local function one_line(own, value, order, room)
  local plain, painted, width, length = {}, {}, 4, order.length
  if order.count == 0 then return "{}" end
  if order.count > #order.keys then return nil end
  for i, key in ipairs(order.keys) do
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

local function add_members(own, indent, value, order)
  local shown = 0
  for i, key in ipairs(order.keys) do
    if own.left <= 0 then break end
    shown, own.left = i, own.left - 1
    add_value(own, indent, label_of(own, key, i <= order.length), key, rawget(value, key), value, ",")
  end
  local more = order.count - shown
  if more > 0 then add(own, indent, paint(own, "comment", ("-- … and %d more"):format(more))) end
end

local function add_table(own, indent, label, value, ending)
  local order = order_of(own, value)
  local line = one_line(own, value, order, own.limits.width - #indent - #label - #ending)
  if line then return add(own, indent, label .. line .. ending) end
  if #indent / #INDENT >= own.limits.depth then
    return add(own, indent, label .. "{}" .. ending, ("… %d inside"):format(order.count))
  end
  own.inside[value] = true
  add(own, indent, label .. "{")
  add_members(own, indent .. INDENT, value, order)
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
  local own = { limits = limits, known = names.known(), lines = {}, inside = {}, orders = {}, left = MOST_VALUES }
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
