--- Single values as Lua writes them, made harmless for terminals and without secrets.
local ascii = require "aws.text.ascii"
local identifier = require "aws.text.identifier"
local utf8 = require "aws.text.utf8"

local literal = {}

local REDACTED = "[redacted]"

local named = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function escape_bytes(bytes)
  return (bytes:gsub(".", function(byte) return named[byte] or ("\\%03d"):format(byte:byte()) end))
end

--- A text of one line. Control characters, and others that steer a terminal or that nobody sees, are escaped as Lua does; in a
--- text that is not UTF-8 all bytes above 127 are.
---@param text string
---@return string
function literal.escape(text)
  text = text:gsub("[" .. ascii.CONTROL .. "]", escape_bytes)
  if not text:find("[\128-\255]") then return text end
  if utf8.fault(text) then return (text:gsub("[\128-\255]", escape_bytes)) end
  for _, pattern in ipairs(identifier.UNSEEN) do text = text:gsub(pattern, escape_bytes) end
  return text
end

--- What texts may hold that lets whoever reads them sign or call: signatures, and session tokens in URLs and headers.
local secrets = { "(Signature=)%x+", "([Xx]%-[Aa]mz%-[Ss]ecurity%-[Tt]oken[:=] *)[^&%s]+" }

--- A text without those.
---@param text string
---@return string
function literal.without_secrets(text)
  for _, pattern in ipairs(secrets) do text = text:gsub(pattern, "%1" .. REDACTED) end
  return text
end

--- A text of others without quotes, on one line.
---@param text string
---@param most integer bytes of it that are shown
---@return string
function literal.words(text, most)
  return literal.escape(utf8.cut(text, most))
end

--- A text in quotes.
---@param text string
---@param most integer bytes of it that are shown
---@return string
---@return string? comment how long it is, where it is cut
function literal.text(text, most)
  local shown = literal.without_secrets(utf8.cut(text, most))
  local quoted = '"' .. literal.escape((shown:gsub('[\\"]', "\\%0"))) .. '"'
  if #text <= most then return quoted end
  return quoted, ("… of %d bytes"):format(#text)
end

--- Digits alone would be an integer, where Lua has integers.
local function as_float(digits)
  return math.type and digits:find("^%-?%d+$") and digits .. ".0" or digits
end

--- A number so that Lua reads the same one.
---@param value number
---@return string
function literal.number(value)
  if value ~= value then return "0/0" end
  if value == math.huge then return "math.huge" end
  if value == -math.huge then return "-math.huge" end
  if math.type and math.type(value) == "integer" then return value == math.mininteger and "math.mininteger" or tostring(value) end
  if value % 1 == 0 and math.abs(value) < 2 ^ 53 then return ascii.number(math.type and "%.1f" or "%.0f", value) end
  for digits = 14, 16 do
    local text = ascii.number("%." .. digits .. "g", value)
    if tonumber(text) == value then return as_float(text) end
  end
  return as_float(ascii.number("%.17g", value))
end

--- What is in the place of a secret.
literal.REDACTED = '"' .. REDACTED .. '"'

return literal
