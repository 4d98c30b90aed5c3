--- Values of an input as the text that they are in a path, a query or a header.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local header_values = require "aws.text.header_values"
local iterate = require "aws.language.iterate"

local scalar_text = {}

--- As few digits as read back as the same number.
local function float_text(value)
  for digits = 15, 16 do
    local text = ascii.number(("%%.%dg"):format(digits), value)
    if tonumber(text) == value then return text end
  end
  return ascii.number("%.17g", value)
end

local function number_text(value)
  if value ~= value then return "NaN" end
  if value == math.huge or value == -math.huge then return value > 0 and "Infinity" or "-Infinity" end
  if value == 0 then return "0" end -- a float may be -0
  if math.type and math.type(value) == "integer" then return ("%d"):format(value) end
  return value % 1 == 0 and ("%.0f"):format(value) or float_text(value)
end

--- How times are written where neither shape nor member says it (Smithy's timestampFormat).
local TIME_FORMATS = { header = "rfc822", querystring = "iso8601", uri = "iso8601" }

--- The text of a value that was validated.
---@param shape table of a scalar type
---@param location "uri"|"querystring"|"header"
---@param value string|number|boolean
---@return string? # nil for a time without a date of four digits a year, where the place has dates
function scalar_text.of(shape, location, value)
  if shape.type == "timestamp" then
    return core.format_timestamp(value, shape.timestamp_format or TIME_FORMATS[location])
  end
  return type(value) == "number" and number_text(value) or tostring(value)
end

--- The text of a member in a header.
---@param member aws.LocatedMember in the location "header"
---@param value any that was validated
---@return string? # nil for a list without items, and as of `of`
function scalar_text.in_header(member, value)
  if member.shape.type ~= "list" then return scalar_text.of(member.shape, "header", value) end
  local texts = {}
  for i, item in iterate.list(value) do texts[i] = scalar_text.of(member.item, "header", item) end
  if #texts == 0 then return nil end
  return member.item.type == "string" and header_values.join(texts) or table.concat(texts, ", ")
end

return scalar_text
