--- Percent-encoding (RFC 3986 2.1).
local percent = {}

--- Characters that need no encoding in any part of a URL (RFC 3986 2.3), for a set in a pattern.
percent.UNRESERVED = "0-9A-Za-z%-._~"

local function escape(c)
  return ("%%%02X"):format(c:byte())
end

--- Encodes every byte of `text` that is in a set.
---@param text string
---@param set string a pattern for one byte: "[?#]"
---@return string
function percent.encode(text, set)
  return (text:gsub(set, escape))
end

return percent
