--- Texts of others on a terminal: what is in them is shown, and does nothing.
local printable = {}

local function escape(character)
  return ("\\x%02x"):format(character:byte())
end

--- U+0080 to U+009F, control characters of two bytes.
local function escape_wide(character)
  return ("\\u{%x}"):format(character:byte(2))
end

--- A text on one line, with its control characters as Lua writes them: "\x1b".
---@param text string
---@return string
function printable.escape(text)
  return (text:gsub("[%z\1-\31\127]", escape):gsub("\194[\128-\159]", escape_wide))
end

--- How many characters a text in UTF-8 has.
---@param text string
---@return integer
function printable.width(text)
  return #text - select(2, text:gsub("[\128-\191]", ""))
end

--- Rows as lines with columns: each is as wide as its widest text. Nothing follows the last one.
---@param rows string[][] texts without control characters
---@return string[]
function printable.columns(rows)
  local widths, lines = {}, {}
  for _, row in ipairs(rows) do
    for i, text in ipairs(row) do widths[i] = math.max(widths[i] or 0, printable.width(text)) end
  end
  for i, row in ipairs(rows) do
    local cells = {}
    for column, text in ipairs(row) do cells[column] = text .. (" "):rep(widths[column] - printable.width(text)) end
    lines[i] = table.concat(cells, "  "):match("^(.-) *$")
  end
  return lines
end

return printable
