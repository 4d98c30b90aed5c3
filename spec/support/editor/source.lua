--- Reads Lua programs: statements and expressions as trees, with their lines and the annotations between them. Enough for
--- programs that luacheck has seen; of operators only what they join is kept.
local source = {}

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
  while]]):gmatch("%a+") do KEYWORDS[word] = true end

local BINARY = { ["and"] = 2, ["or"] = 1, [".."] = 5, ["+"] = 6, ["-"] = 6, ["*"] = 7, ["/"] = 7, ["//"] = 7, ["%"] = 7, ["^"] = 9,
  ["=="] = 3, ["~="] = 3, ["<"] = 3, [">"] = 3, ["<="] = 3, [">="] = 3, ["&"] = 4, ["|"] = 4, ["~"] = 4, ["<<"] = 4, [">>"] = 4 }

-- Words ---------------------------------------------------------------------------------------------------------

--- The text after a long bracket that begins at `at`, or nil.
local function after_long(text, at)
  local level = text:match("^%[(=*)%[", at)
  if not level then return nil end
  local _, last = text:find("]" .. level .. "]", at, true)
  return last + 1
end

local function after_string(text, at)
  local quote = text:sub(at, at)
  local place = at + 1
  while text:sub(place, place) ~= quote do place = place + (text:sub(place, place) == "\\" and 2 or 1) end
  return place + 1
end

local OPERATORS = { "^%.%.%.", "^%.%.", "^[=~<>]=", "^//", "^<<", "^>>", "^::", "^." }

local function operator_at(text, at)
  for _, pattern in ipairs(OPERATORS) do
    local found = text:match(pattern, at)
    if found then return found end
  end
end

--- The next word: kind, value, and where the text goes on.
local function word_at(text, at)
  local name = text:match("^[%a_][%w_]*", at)
  if name then return KEYWORDS[name] and name or "name", name, at + #name end
  local number = text:match("^0[xX]%x+", at) or text:match("^%d+%.?%d*[eE]?[+-]?%d*", at)
  if number then return "number", number, at + #number end
  if text:find("^[\"']", at) then
    local stop = after_string(text, at)
    return "string", text:sub(at + 1, stop - 2), stop
  end
  local stop = after_long(text, at)
  if stop then return "string", text:sub(at, stop - 1), stop end
  local operator = operator_at(text, at)
  return operator, operator, at + #operator
end

--- Passes over blanks and comments; annotations are noted.
local function skip(text, at, note)
  while true do
    at = text:find("%S", at)
    if not at or text:sub(at, at + 1) ~= "--" then return at end
    local long = after_long(text, at + 2)
    local stop = long or text:find("\n", at, true) or #text + 1
    if not long then note(at, text:sub(at, stop - 1)) end
    at = stop
  end
end

local function words_of(text)
  local words, notes, line, counted = {}, {}, 1, 1
  local function line_of(at)
    for _ in text:sub(counted, at - 1):gmatch("\n") do line = line + 1 end
    counted = at
    return line
  end
  local function note(at, comment) notes[#notes + 1] = { line = line_of(at), text = comment } end
  local at = skip(text, 1, note)
  while at do
    local here = line_of(at)
    local kind, value, stop = word_at(text, at)
    words[#words + 1] = { kind = kind, value = value, line = here }
    at = skip(text, stop, note)
  end
  words[#words + 1] = { kind = "end of file", line = line }
  return words, notes
end

-- Expressions ---------------------------------------------------------------------------------------------------

local read_expression, read_block

local function peek(reader) return reader.words[reader.at].kind end

local function line_of(reader) return reader.words[reader.at].line end

local function take(reader, kind)
  local word = reader.words[reader.at]
  if kind and word.kind ~= kind then return nil end
  reader.at = reader.at + 1
  return word
end

local function want(reader, kind)
  return take(reader, kind) or error(("line %d: %s is wanted, not %s"):format(line_of(reader), kind, peek(reader)), 0)
end

local function read_list(reader)
  local list = {}
  repeat list[#list + 1] = read_expression(reader, 0) until not take(reader, ",")
  return list
end

local function read_names(reader)
  local names = {}
  repeat
    names[#names + 1] = want(reader, "name").value
    if take(reader, "<") then take(reader, "name"); want(reader, ">") end
  until not take(reader, ",")
  return names
end

local function read_table(reader)
  local made = { type = "table", line = line_of(reader), named = {}, listed = {}, others = {} }
  want(reader, "{")
  while not take(reader, "}") do
    local line, following = line_of(reader), reader.words[reader.at + 1]
    if take(reader, "[") then
      local key = read_expression(reader, 0)
      want(reader, "]"); want(reader, "=")
      made.others[#made.others + 1] = { key = key, value = read_expression(reader, 0) }
    elseif peek(reader) == "name" and following.kind == "=" then
      local name = take(reader).value
      take(reader)
      made.named[#made.named + 1] = { name = name, line = line, value = read_expression(reader, 0) }
    else
      made.listed[#made.listed + 1] = read_expression(reader, 0)
    end
    if not take(reader, ",") then take(reader, ";") end
  end
  return made
end

--- Parameters and body of a function.
local function read_body(reader)
  local made = { type = "function", line = line_of(reader), parameters = {} }
  want(reader, "(")
  while not take(reader, ")") do
    made.parameters[#made.parameters + 1] = take(reader).value
    take(reader, ",")
  end
  made.body = read_block(reader)
  want(reader, "end")
  return made
end

local function read_arguments(reader)
  local kind = peek(reader)
  if kind == "string" then return { { type = "string", value = take(reader).value, line = line_of(reader) } } end
  if kind == "{" then return { read_table(reader) } end
  want(reader, "(")
  if take(reader, ")") then return {} end
  local list = read_list(reader)
  want(reader, ")")
  return list
end

--- A name, or an expression in brackets.
local function read_first(reader)
  local line = line_of(reader)
  if not take(reader, "(") then return { type = "name", line = line, name = want(reader, "name").value } end
  local inner = read_expression(reader, 0)
  want(reader, ")")
  return { type = "brackets", line = line, inner = inner }
end

local function read_suffixed(reader)
  local made = read_first(reader)
  while true do
    local kind, here = peek(reader), line_of(reader)
    if take(reader, ".") then
      made = { type = "index", line = here, object = made, name = want(reader, "name").value }
    elseif take(reader, "[") then
      made = { type = "index", line = here, object = made, key = read_expression(reader, 0) }
      want(reader, "]")
    elseif take(reader, ":") then
      local method = { type = "index", line = here, object = made, name = want(reader, "name").value }
      made = { type = "call", line = here, callee = method, receiver = made, arguments = read_arguments(reader) }
    elseif kind == "(" or kind == "{" or kind == "string" then
      made = { type = "call", line = here, callee = made, arguments = read_arguments(reader) }
    else
      return made
    end
  end
end

local CONSTANTS = { ["nil"] = true, ["true"] = true, ["false"] = true, ["..."] = true, number = true, string = true }

local function read_one(reader)
  local kind, line = peek(reader), line_of(reader)
  if kind == "{" then return read_table(reader) end
  if take(reader, "function") then return read_body(reader) end
  if CONSTANTS[kind] then return { type = kind, line = line, value = take(reader).value } end
  if kind == "not" or kind == "-" or kind == "#" or kind == "~" then
    take(reader)
    return { type = "unary", operator = kind, line = line, of = read_expression(reader, 8) }
  end
  return read_suffixed(reader)
end

function read_expression(reader, least)
  local made = read_one(reader)
  while true do
    local operator = peek(reader)
    local strength = BINARY[operator]
    if not strength or strength <= least then return made end
    local line = line_of(reader)
    take(reader)
    local is_right = operator == ".." or operator == "^"
    made = { type = "binary", operator = operator, line = line, left = made,
      right = read_expression(reader, is_right and strength - 1 or strength) }
  end
end

-- Statements ----------------------------------------------------------------------------------------------------

local statements = {}

statements["local"] = function(reader)
  if take(reader, "function") then
    local name = want(reader, "name").value
    return { type = "local", names = { name }, values = { read_body(reader) } }
  end
  return { type = "local", names = read_names(reader), values = take(reader, "=") and read_list(reader) or {} }
end

statements["function"] = function(reader)
  while peek(reader) ~= "(" do take(reader) end
  return { type = "values", values = { read_body(reader) } }
end

statements["return"] = function(reader)
  local kind = peek(reader)
  local is_empty = kind == "end" or kind == "else" or kind == "elseif" or kind == "until" or kind == "end of file" or kind == ";"
  local values = is_empty and {} or read_list(reader)
  take(reader, ";")
  return { type = "values", values = values }
end

statements["if"] = function(reader)
  local made = { type = "blocks", conditions = {}, blocks = {} }
  repeat
    made.conditions[#made.conditions + 1] = read_expression(reader, 0)
    want(reader, "then")
    made.blocks[#made.blocks + 1] = read_block(reader)
  until not take(reader, "elseif")
  if take(reader, "else") then made.blocks[#made.blocks + 1] = read_block(reader) end
  want(reader, "end")
  return made
end

statements["while"] = function(reader)
  local condition = read_expression(reader, 0)
  want(reader, "do")
  local made = { type = "blocks", conditions = { condition }, blocks = { read_block(reader) } }
  want(reader, "end")
  return made
end

statements["do"] = function(reader)
  local made = { type = "blocks", conditions = {}, blocks = { read_block(reader) } }
  want(reader, "end")
  return made
end

statements["repeat"] = function(reader)
  local block = read_block(reader)
  want(reader, "until")
  return { type = "blocks", conditions = { read_expression(reader, 0) }, blocks = { block } }
end

statements["for"] = function(reader)
  local made = { type = "for", names = read_names(reader), is_numeric = take(reader, "=") ~= nil }
  if not made.is_numeric then want(reader, "in") end
  made.values = read_list(reader)
  want(reader, "do")
  made.block = read_block(reader)
  want(reader, "end")
  return made
end

statements["break"] = function() return { type = "values", values = {} } end

local function read_other(reader)
  local first = read_suffixed(reader)
  if first.type == "call" and peek(reader) ~= "=" and peek(reader) ~= "," then return { type = "values", values = { first } } end
  local targets = { first }
  while take(reader, ",") do targets[#targets + 1] = read_suffixed(reader) end
  want(reader, "=")
  return { type = "assignment", targets = targets, values = read_list(reader) }
end

local ENDS = { ["end"] = true, ["else"] = true, ["elseif"] = true, ["until"] = true, ["end of file"] = true }

function read_block(reader)
  local block = {}
  while not ENDS[peek(reader)] do
    if not take(reader, ";") then
      local line, read = line_of(reader), statements[peek(reader)]
      if read then take(reader) end
      local made = (read or read_other)(reader)
      made.line, made.last = line, reader.words[reader.at - 1].line
      block[#block + 1] = made
    end
  end
  return block
end

--- Reads a program.
---@param text string
---@return table[] statements
---@return { line: integer, text: string }[] comments of one line, in order
function source.read(text)
  local words, notes = words_of(text)
  local reader = { words = words, at = 1 }
  local block = read_block(reader)
  want(reader, "end of file")
  return block, notes
end

return source
