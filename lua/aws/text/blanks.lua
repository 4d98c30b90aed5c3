--- Blanks around a text: those of Unicode that Python's str.strip() cuts. boto3 and the AWS CLI read AWS's files so. Text
--- copied from web pages often has no-break spaces. Lua's own "%s" knows only ASCII, and follows the locale.
local blanks = {}

--- Blanks of more than one byte (UTF-8): U+0085, U+00A0; U+1680; U+2000 to U+200A, U+2028, U+2029, U+202F; U+205F; U+3000.
local multibyte = {
  { "^\194[\133\160]", 2 },
  { "^\225\154\128", 3 },
  { "^\226\128[\128-\138\168\169\175]", 3 },
  { "^\226\129\159", 3 },
  { "^\227\128\128", 3 },
}

--- How many bytes the blank at a position has.
---@param text string
---@param at integer
---@return integer? # nil if there is no blank
function blanks.length_at(text, at)
  local byte = text:byte(at)
  if not byte or byte < 9 then return nil end
  if byte <= 32 then return (byte <= 13 or byte >= 28) and 1 or nil end
  if byte < 194 or byte > 227 then return nil end
  for _, blank in ipairs(multibyte) do
    if text:find(blank[1], at) then return blank[2] end
  end
end

--- How many bytes the blank that ends at a position has.
local function length_before(text, stop)
  for length = 1, 3 do
    if stop >= length and blanks.length_at(text, stop - length + 1) == length then return length end
  end
end

--- The first position without a blank, or the one after the end of the text; and how many blanks are in front of it.
---@param text string
---@return integer start
---@return integer count
function blanks.skip(text)
  local start, count = 1, 0
  local length = blanks.length_at(text, start)
  while length do
    start, count = start + length, count + 1
    length = blanks.length_at(text, start)
  end
  return start, count
end

--- The text without the blanks around it.
---@param text string
---@return string
function blanks.trim(text)
  local start, stop = blanks.skip(text), #text
  local length = stop >= start and length_before(text, stop)
  while length do
    stop = stop - length
    length = stop >= start and length_before(text, stop)
  end
  return text:sub(start, stop)
end

return blanks
