--- Whether a text is UTF-8.
local utf8 = {}

--- Characters of more than one byte (RFC 3629 4).
local multibyte = {
  "[\194-\223][\128-\191]",
  "\224[\160-\191][\128-\191]",
  "[\225-\236\238\239][\128-\191][\128-\191]",
  "\237[\128-\159][\128-\191]",
  "\240[\144-\191][\128-\191][\128-\191]",
  "[\241-\243][\128-\191][\128-\191][\128-\191]",
  "\244[\128-\143][\128-\191][\128-\191]",
}

--- The place of the first byte that is not of a character, in a text in which each longer character has become "?".
---@param text string
---@return integer? at nil where all is UTF-8
---@return string? text
function utf8.fault(text)
  if not text:find("[\128-\255]") then return nil end
  for _, pattern in ipairs(multibyte) do text = text:gsub(pattern, "?") end
  return text:find("[\128-\255]"), text
end

return utf8
