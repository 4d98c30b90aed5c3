--- Headers of an answer that have one value. Transports join those with the same name by ", " (RFC 9110 5.3), and so may
--- a proxy: of several values the first counts.
local ascii = require "aws.text.ascii"

local header_values = {}

local weekdays = { mon = true, tue = true, wed = true, thu = true, fri = true, sat = true, sun = true }

--- Whether a text is the part of a date (RFC 9110 5.6.7) in front of its comma: "Tue", "Tuesday".
local function is_weekday(text)
  local start = ascii.lower(text:sub(1, 3))
  return weekdays[start] ~= nil and (#text == 3 or text:sub(-3) == "day")
end

--- The first of the values that a header may hold; the comma of a date is part of its value.
---@param text string of a header whose values have no other comma
---@return string? # without blanks at its ends; nil where there is none
function header_values.first(text)
  local start = text:find("[^, \t]")
  if not start then return nil end
  local comma = text:find(",", start, true)
  if comma and is_weekday(text:sub(start, comma - 1)) then comma = text:find(",", comma + 1, true) end
  local stop = (comma or #text + 1) - 1
  while text:find("^[ \t]", stop) do stop = stop - 1 end
  return text:sub(start, stop)
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
