--- Letters, blanks, control characters and numbers, whatever the locale. A program that hosts Lua may set a locale. PUC
--- Lua's `upper`, `lower`, `<` of texts, classes like %w and decimal points follow it: under tr_TR the lower case of "I"
--- is "ı", under de_DE 1.5 is written "1,5". `%d` and `%x` never follow it.
local iterate = require "aws.language.iterate"

local ascii = {}

--- For sets in patterns: what %s and %c are in the C locale.
ascii.SPACE = " \t-\r"
ascii.CONTROL = "%z\1-\31\127"

local FIRST_BLANK = "^[" .. ascii.SPACE .. "]"
local NO_BLANK = "[^" .. ascii.SPACE .. "]"
local CONTROL = "[" .. ascii.CONTROL .. "]"
local CONTROLS = CONTROL .. "+"

local lower_of, upper_of = {}, {}
for byte = 65, 90 do
  local upper, lower = string.char(byte), string.char(byte + 32)
  lower_of[upper], upper_of[lower] = lower, upper
end

---@param text string
---@return string # with A to Z in lower case
function ascii.lower(text)
  return (text:gsub("[A-Z]", lower_of))
end

---@param text string
---@return string # with a to z in upper case
function ascii.upper(text)
  return (text:gsub("[a-z]", upper_of))
end

---@param text string
---@return boolean
function ascii.begins_with_letter(text)
  return text:find("^[A-Za-z]") ~= nil
end

---@param text string
---@return boolean
function ascii.has_control(text)
  return text:find(CONTROL) ~= nil
end

---@param text string
---@return string # with each run of control characters as one space
function ascii.one_line(text)
  return (text:gsub(CONTROLS, " "))
end

--- Takes linear time, unlike the pattern "%s*$", which starts again at every blank.
---@param text string
---@return string # without blanks at its ends
function ascii.trim(text)
  local start, stop = text:find(NO_BLANK), #text
  if not start then return "" end
  while text:find(FIRST_BLANK, stop) do stop = stop - 1 end
  return text:sub(start, stop)
end

--- Formats a number with "." as its decimal point.
---@param format string of string.format, for one number
---@param value number
---@return string
function ascii.number(format, value)
  local point = ("%.1f"):format(0.5):sub(2, -2)
  local text = format:format(value)
  if point == "." then return text end
  local start, stop = text:find(point, 1, true)
  return start and text:sub(1, start - 1) .. "." .. text:sub(stop + 1) or text
end

--- Whether one text comes before another by its bytes; for table.sort.
---@param one string
---@param other string
---@return boolean
function ascii.before(one, other)
  for i = 1, math.min(#one, #other) do
    local a, b = one:byte(i), other:byte(i)
    if a ~= b then return a < b end
  end
  return #one < #other
end

--- The keys of a table of ours, or those that its metatable tells of, sorted.
---@param values table<string, any>
---@return string[]
function ascii.sorted_keys(values)
  local keys = {}
  for key in iterate.pairs(values) do keys[#keys + 1] = key end
  table.sort(keys, ascii.before)
  return keys
end

return ascii
