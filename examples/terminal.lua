--- A terminal: its size, and a screen of lines that is written over the last one. Nothing has to be put right at the end: the
--- cursor is shown all the time, and what makes a line bold ends with it.
local terminal = {}

--- What `terminal.cut` puts where something is missing.
local CUT = "~"

--- Whether a descriptor is a terminal.
---@param descriptor integer 1 for standard output
---@return boolean
function terminal.is_one(descriptor)
  local answer = os.execute("test -t " .. descriptor)
  return answer == true or answer == 0
end

--- Whether a descriptor is a terminal that can move its cursor.
---@param descriptor integer
---@return boolean
function terminal.can_draw(descriptor)
  local kind = os.getenv "TERM" or ""
  return kind ~= "" and kind ~= "dumb" and terminal.is_one(descriptor)
end

--- Its size; 24 and 80 where it does not say.
---@return integer rows
---@return integer columns
function terminal.size()
  local pipe = io.popen("stty size </dev/tty 2>/dev/null")
  local text = pipe and pipe:read "*l" or ""
  if pipe then pipe:close() end
  local rows, columns = text:match("^(%d+) (%d+)$")
  rows, columns = tonumber(rows) or 0, tonumber(columns) or 0
  return rows > 0 and rows or 24, columns > 0 and columns or 80
end

--- Columns of a character by its first byte: two for those of East Asia and emoji, none for the bytes after the first.
local function columns_of(byte)
  if byte < 128 then return 1 end
  if byte < 192 then return 0 end
  return byte >= 0xE3 and 2 or 1
end

--- How many columns a text takes at most.
---@param text string UTF-8
---@return integer
function terminal.width(text)
  local width = 0
  for i = 1, #text do width = width + columns_of(text:byte(i)) end
  return width
end

--- A text of so many columns at most; what is cut ends in "~".
---@param text string UTF-8
---@param most integer
---@return string
function terminal.cut(text, most)
  if terminal.width(text) <= most then return text end
  local width = 0
  for i = 1, #text do
    width = width + columns_of(text:byte(i))
    if width >= most then return text:sub(1, i - 1) .. CUT end
  end
  return text
end

--- A text of just so many columns.
---@param text string UTF-8
---@param columns integer
---@return string
function terminal.pad(text, columns)
  local own = terminal.cut(text, columns)
  return own .. (" "):rep(columns - terminal.width(own))
end

--- Writes a screen over the one before; raises where nobody reads it any more.
---@param lines { text: string, is_bold: boolean }[] each fits the terminal, and so do all
---@param before? { count: integer, size: string } what this function returned for the one before
---@param size string of the terminal: another one begins anew
---@return { count: integer, size: string }
function terminal.draw(lines, before, size)
  local parts = {}
  if before then parts[1] = before.size ~= size and "\27[H\27[2J" or before.count > 0 and ("\27[%dA\r"):format(before.count) end
  for _, line in ipairs(lines) do
    local text = line.is_bold and "\27[1m" .. line.text .. "\27[0m" or line.text
    parts[#parts + 1] = text .. "\27[K\n"
  end
  parts[#parts + 1] = "\27[J"
  assert(io.write(table.concat(parts)))
  assert(io.flush())
  return { count = #lines, size = size }
end

return terminal
