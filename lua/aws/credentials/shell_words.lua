--- Splits a command line into words as a POSIX shell does (POSIX.1-2017, Shell Command Language 2.2), and does nothing
--- else that a shell does: no variables, no patterns, no operators.
local shell_words = {}

local BLANK = "[ \t\r\n]"

--- What a backslash quotes between double quotes.
local IN_DOUBLE_QUOTES = "[$`\"\\\n]"

--- The text behind the backslash at `at`, and where it goes on. A quoted line end is nothing.
local function unescape(line, at, quotable)
  local char = line:sub(at + 1, at + 1)
  if char == "" then return nil end
  if quotable and not char:find(quotable) then return "\\" .. char, at + 2 end
  return char == "\n" and "" or char, at + 2
end

--- The text between the double quotes that begin before `at`, and where it goes on.
local function read_double_quoted(line, at)
  local parts = {}
  while at <= #line do
    local char = line:sub(at, at)
    if char == '"' then return table.concat(parts), at + 1 end
    if char == "\\" then
      char, at = unescape(line, at, IN_DOUBLE_QUOTES)
      if not char then return nil end
    else
      at = at + 1
    end
    parts[#parts + 1] = char
  end
end

--- The next piece of a word and where it goes on, or nil, fault.
local function read_piece(line, at)
  local char = line:sub(at, at)
  if char == "'" then
    local stop = line:find("'", at + 1, true)
    if not stop then return nil, "has a single quote that is not closed" end
    return line:sub(at + 1, stop - 1), stop + 1
  elseif char == '"' then
    local text, stop = read_double_quoted(line, at + 1)
    return text, stop or "has a double quote that is not closed"
  elseif char == "\\" then
    local text, stop = unescape(line, at)
    return text, stop or "ends with a backslash"
  end
  local text = line:match("^[^ \t\r\n'\"\\]+", at)
  return text, at + #text
end

--- The words of a line.
---@param line string
---@return string[]?
---@return string? fault "has a single quote that is not closed"
function shell_words.split(line)
  if line:find("\0", 1, true) then return nil, "has a NUL" end
  local words, word, at = {}, nil, 1
  while at <= #line do
    if line:find("^" .. BLANK, at) then
      words[#words + 1] = word
      word, at = nil, at + 1
    else
      local piece, next_at = read_piece(line, at)
      if not piece then return nil, next_at end
      -- A quoted line end outside of quotes begins no word.
      if piece ~= "" or line:find("^['\"]", at) then word = (word or "") .. piece end
      at = next_at
    end
  end
  words[#words + 1] = word
  return words
end

return shell_words
