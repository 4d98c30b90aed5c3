--- Whether a text is UTF-8, and where it may be cut.
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

--- The beginning of a text, cut between two characters.
---@param text string
---@param most integer bytes
---@return string
function utf8.cut(text, most)
  if #text <= most then return text end
  local stop = most
  while stop > most - 3 and text:find("^[\128-\191]", stop + 1) do stop = stop - 1 end
  return text:sub(1, stop)
end

return utf8
