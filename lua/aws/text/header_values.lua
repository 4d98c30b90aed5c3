--- Values of headers. Transports join those with the same name by ", " (RFC 9110 5.3), and so may a proxy: where one is
--- expected, the first of several counts.
local ascii = require "aws.text.ascii"

local header_values = {}

local weekdays = { mon = true, tue = true, wed = true, thu = true, fri = true, sat = true, sun = true }

--- Whether a text is the part of a date (RFC 9110 5.6.7) in front of its comma: "Tue", "Tuesday".
local function is_weekday(text)
  local start = ascii.lower(text:sub(1, 3))
  return weekdays[start] ~= nil and (#text == 3 or text:sub(-3) == "day")
end

--- The value from `at` on, without blanks at its ends, and where what follows it begins; nil if there is none.
local function value_at(text, at)
  local start = text:find("[^, \t]", at)
  if not start then return nil end
  local comma = text:find(",", start, true)
  if comma and is_weekday(text:sub(start, comma - 1)) then comma = text:find(",", comma + 1, true) end
  local stop = (comma or #text + 1) - 1
  while text:find("^[ \t]", stop) do stop = stop - 1 end
  return text:sub(start, stop), comma or #text + 1
end

--- The same of a value in quotes, of which "," and an escaped quote may be a part.
local function quoted_at(text, at)
  local start = text:match('^[, \t]*"()', at)
  if not start then return nil end
  local stop = text:find('["\\]', start) or #text + 1
  while text:sub(stop, stop) == "\\" do stop = text:find('["\\]', stop + 2) or #text + 1 end
  return text:sub(start, stop - 1):gsub("\\(.)", "%1"), stop + 1
end

--- Three plain searches take less than one by a pattern.
local function is_plain(text)
  return not (text:find(",", 1, true) or text:find(" ", 1, true) or text:find("\t", 1, true))
end

--- The first of the values that a header may hold; the comma of a date is part of its value.
---@param text string of a header whose values have no other comma
---@return string? # without blanks at its ends; nil if there is no value
function header_values.first(text)
  if text ~= "" and is_plain(text) then return text end
  return (value_at(text, 1))
end

--- All values of a header that is a list (Smithy's httpHeader): in quotes, or without commas but that of a date.
---@param text string
---@return string[]
function header_values.all(text)
  local list, at = {}, 1
  while at do
    local value, stop = quoted_at(text, at)
    if not stop then value, stop = value_at(text, at) end
    list[#list + 1], at = value, stop
  end
  return list
end

--- The text of a list; a value with a comma or a quote is put in quotes.
---@param values string[]
---@return string
function header_values.join(values)
  local parts = {}
  for i, value in ipairs(values) do
    parts[i] = value:find('[,"]') and '"' .. value:gsub('["\\]', "\\%0") .. '"' or value
  end
  return table.concat(parts, ", ")
end

--- The value of a header that has one.
---@param headers? table<string, string> of an answer
---@param name string in lower case
---@return string? # nil where it is missing or empty
function header_values.of(headers, name)
  local text = headers and headers[name]
  return text and header_values.first(text)
end

return header_values
