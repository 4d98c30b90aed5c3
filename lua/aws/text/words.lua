--- Words of a line, quoted as for a POSIX shell (and as AWS's files and boto3 quote them).
local words = {}

--- What separates words, for a set in a pattern: the same as in Python's shlex, whatever the locale.
local BLANKS = " \t\r\n"

--- The text between double quotes, from `at` on: a backslash is itself except before a quote or backslash.
---@return string? text, integer? at after the closing quote
local function read_double_quoted(line, at)
  local parts = {}
  while true do
    local stop = line:find('["\\]', at)
    if not stop then return nil end
    parts[#parts + 1] = line:sub(at, stop - 1)
    if line:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    parts[#parts + 1] = line:match('^\\(["\\])', stop) or line:sub(stop, stop + 1)
    at = stop + 2
  end
end

--- The text of the quote or backslash at `at`; nil if it is not closed.
---@return string? text, integer? at
local function read_special(line, at)
  local character = line:sub(at, at)
  if character == '"' then return read_double_quoted(line, at + 1) end
  if character == "'" then
    local stop = line:find("'", at + 1, true)
    if not stop then return nil end
    return line:sub(at + 1, stop - 1), stop + 1
  end
  if at == #line then return nil end
  return line:sub(at + 1, at + 1), at + 2
end

--- The word that starts at `at`.
---@return string? word, integer? at
local function read_word(line, at)
  local parts = {}
  while true do
    local stop = line:find("[" .. BLANKS .. "'\"\\]", at) or #line + 1
    parts[#parts + 1] = line:sub(at, stop - 1)
    if stop > #line or line:find("^[" .. BLANKS .. "]", stop) then return table.concat(parts), stop end
    local text
    text, at = read_special(line, stop)
    if not text then return nil end
    parts[#parts + 1] = text
  end
end

--- Splits a line into words.
---@param line string
---@return string[]? # nil when a quote stays open or a backslash ends the line
function words.split(line)
  local list, at = {}, line:find("[^" .. BLANKS .. "]")
  while at do
    local word
    word, at = read_word(line, at)
    if not word then return nil end
    list[#list + 1] = word
    at = line:find("[^" .. BLANKS .. "]", at)
  end
  return list
end

return words
