--- Reads the annotations (LuaCATS) of Lua files: classes with their fields, aliases, and functions with their parameters.
local comments = {}

---@class docs.Field
---@field name string
---@field optional boolean
---@field type string
---@field words string
---@field private boolean

---@class docs.Class
---@field name string
---@field parent? string
---@field overload? string what calling it is
---@field words string
---@field fields docs.Field[]

---@class docs.Function
---@field name string as the code has it: "plan.load", "Stub:set"; "" for what a module returns
---@field words string
---@field params docs.Field[]
---@field returns docs.Field[]
---@field raises string

local closing = { ["("] = ")", ["{"] = "}", ["<"] = ">", ["["] = "]" }

--- Where the string that begins at a position ends.
local function after_quotes(text, position)
  local quote = text:sub(position, position)
  return (text:find(quote, position + 1, true) or #text) + 1
end

local function goes_on(text, position)
  if text:sub(position - 1, position - 1):find("[:,|]") then return true end
  return text:find("^%s*|", position) ~= nil
end

--- A type at the beginning of a text, and the words after it.
---@param text string
---@return string type
---@return string words
function comments.split_type(text)
  local position, depth = 1, 0
  while position <= #text do
    local char = text:sub(position, position)
    if char == '"' or char == "'" then
      position = after_quotes(text, position)
    else
      if closing[char] then depth = depth + 1 end
      if char:find("[%)}%]>]") then depth = depth - 1 end
      if char == " " and depth == 0 and not goes_on(text, position) then break end
      position = position + 1
    end
  end
  return text:sub(1, position - 1), (text:sub(position):gsub("^%s*#?%s*", ""))
end

--- An index's field, "[string] any", is named by its brackets.
local function field_of(rest)
  local private, name, optional, after = rest:match("^(private%s+)([%w_]+)(%??)%s+(.*)$")
  if not private then name, optional, after = rest:match("^([%w_%.]+)(%??)%s+(.*)$") end
  if not name then name, optional, after = rest:match('^%["([^%]"]+)"%](%??)%s+(.*)$') end
  if not name then name, optional, after = rest:match("^(%[%w+%])(%??)%s+(.*)$") end
  assert(name, "a field that cannot be read: " .. rest)
  local type_name, words = comments.split_type(after)
  return { name = name, optional = optional == "?", type = type_name, words = words, private = private ~= nil }
end

local function return_of(rest)
  local type_name, words = comments.split_type(rest)
  return { name = "", optional = false, type = type_name, words = words, private = false }
end

--- The lines of a block in groups: words, or a tag with all that follows it.
---@param lines string[] without "---"
---@return { tag?: string, text: string }[]
local function groups_of(lines)
  local groups, last = {}, nil
  for _, line in ipairs(lines) do
    local tag, rest = line:match("^@(%a+)%s*(.*)$")
    local words = not tag and (line:match("^ (.*)$") or line == "" and "")
    if tag then
      last = { tag = tag, text = rest }
      groups[#groups + 1] = last
    elseif words and not (last and not last.tag) then
      last = { text = words }
      groups[#groups + 1] = last
    elseif not words and line:find("^Raises ") then
      last = { tag = "raises", text = line:sub(8) }
      groups[#groups + 1] = last
    else
      last.text = last.text .. (last.text:find("\n$") and "" or words == "" and "\n\n" or " ") .. (words or line)
    end
  end
  return groups
end

local readers = {}

function readers.class(file, rest, state)
  rest = rest:gsub("^%(exact%)%s*", "")
  local name, parent, words = rest:match("^([%w_.]+):%s*([%w_.]+)%s*(.*)$")
  if not name then name, words = rest:match("^([%w_.]+)%s*(.*)$") end
  local class = { name = name, parent = parent, words = words, fields = {} }
  if state.words ~= "" then class.words = state.words .. (words ~= "" and " " .. words or "") end
  state.words, state.class, state.entry = "", class, class
  file.classes[#file.classes + 1] = class
end

function readers.field(_, rest, state)
  local field = field_of(rest)
  if state.words ~= "" then field.words = state.words .. (field.words ~= "" and " " .. field.words or "") end
  state.words = ""
  if field.type == "aws.NotAMember" then return end -- says that there are no others
  if state.class then state.class.fields[#state.class.fields + 1] = field end
end

function readers.overload(_, rest, state)
  if state.class then state.class.overload = rest end
end

function readers.alias(file, rest, state)
  local name, after = rest:match("^([%w_.]+)%s*(.*)$")
  local type_name, words = comments.split_type(after)
  file.aliases[#file.aliases + 1] = {
    name = name, type = type_name, words = state.words .. (words ~= "" and " " .. words or ""),
  }
  state.words = ""
end

function readers.param(_, rest, state)
  state.params[#state.params + 1] = field_of(rest)
end

--- "client # raises ConfigError": what follows the mark is words, or about errors.
readers["return"] = function(file, rest, state)
  local before, errors = rest:match("^(.-)%s*# raises (.*)$")
  local result = return_of(before or rest)
  result.words = result.words:gsub("%s+# ", ": ")
  state.returns[#state.returns + 1] = result
  if errors then readers.raises(file, errors, state) end
end

function readers.raises(_, rest, state)
  state.raises = state.raises == "" and rest or state.raises .. " " .. rest
end

--- What a line of code names: a function, with its owner; "" for one that the file returns.
local function function_name(code)
  return code:match("^function ([%w_.:]+)%(") or code:match("^local function ([%w_]+)%(")
    or code:match("^return function%(") and "" or code:match("^([%w_.]+) = function%(")
end

local function read_block(file, lines, code)
  local state = { words = "", params = {}, returns = {}, raises = "" }
  for _, group in ipairs(groups_of(lines)) do
    if not group.tag then
      state.words = state.words == "" and group.text or state.words .. " " .. group.text
    elseif readers[group.tag] then
      readers[group.tag](file, group.text, state)
    end
  end
  local name = code and function_name(code)
  if name then
    file.functions[#file.functions + 1] = {
      name = name, words = state.words, params = state.params, returns = state.returns, raises = state.raises,
    }
  end
  return state
end

--- Reads the text of a file.
---@param text string
---@return { words: string, classes: docs.Class[], aliases: docs.Field[], functions: docs.Function[] }
function comments.read(text)
  local file, block = { words = "", classes = {}, aliases = {}, functions = {} }, nil
  local is_first = true
  for line in (text .. "\n\n"):gmatch("([^\n]*)\n") do
    local comment = line:match("^%s*%-%-%-(.*)$")
    if comment and not comment:find("^%-") then
      block = block or {}
      block[#block + 1] = comment
    elseif block then
      local state = read_block(file, block, line:match("^%s*(.*)$"))
      if is_first then file.words = state.words end
      block, is_first = nil, false
    end
  end
  return file
end

return comments
