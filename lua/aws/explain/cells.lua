--- Texts of an explanation's cells. None holds a secret.
local ascii = require "aws.text.ascii"
local origin = require "aws.credentials.origin"

local cells = {}

--- Bytes of the longest text that is shown whole.
local LONGEST = 300

--- A text of others, on one line and not longer than can be read.
---@param text any
---@return string
function cells.text(text)
  text = ascii.one_line(tostring(text))
  if #text <= LONGEST then return text end
  return (text:sub(1, LONGEST):gsub("[\192-\255]?[\128-\191]*$", "")) .. "…"
end

--- A URL, without what may be secret in it.
---@param url string
---@return string
function cells.url(url)
  return cells.text(origin.url(url))
end

--- The value of a setting.
---@param value any
---@param is_default boolean
---@return string
function cells.value(value, is_default)
  local kind = type(value)
  if value == nil then return "not set" end
  if kind == "function" then return is_default and "the library's own" or "a function" end
  if kind == "table" then return value.access_key_id and "a table of keys" or "a table" end
  if kind == "number" then return ascii.number("%.14g", value) end
  return cells.text(value)
end

local units = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } }

--- A span of time in its largest unit.
---@param seconds number
---@return string # "5 min"
function cells.span(seconds)
  for _, unit in ipairs(units) do
    if seconds >= unit[1] then return ascii.number("%.0f", math.floor(seconds / unit[1])) .. " " .. unit[2] end
  end
  return "0 s"
end

--- The end of an access key id.
---@param id string
---@return string
function cells.key_id(id)
  return origin.last_of(id)
end

return cells
