--- The format of AWS's two files, as Python's RawConfigParser (and so boto3 and the AWS CLI) reads it. A blank is one of
--- Unicode's; a line ends in LF, CR LF or CR and nothing else.
---
--- `key = value` or `key: value` below `[section]`; an indented line continues the value above it; comments are whole
--- lines that start with `#` or `;`. A value of several lines whose first line is empty is a table of nested keys.
--- Faults name a line and never show it: it may hold a secret.
local ascii = require "aws.text.ascii"
local blanks = require "aws.text.blanks"
local words = require "aws.text.words"

local ini = {}

local trim = blanks.trim

---@class aws.IniSection
---@field name string as written between the brackets
---@field values table<string, string|table<string, string>> by key in lower case

--- A value that is being read: its lines.
---@class aws.IniOption
---@field key string
---@field lines integer[] the number of each
---@field [integer] string

--- Every line break that Python's str.splitlines() knows as a line feed; botocore splits nested keys by it.
local function with_plain_breaks(text)
  if not text:find("[\11\12\28-\30\194\226]") then return text end
  return (text:gsub("[\11\12\28-\30]", "\n"):gsub("\194\133", "\n"):gsub("\226\128[\168\169]", "\n"))
end

--- One level of keys. Deeper levels are put into the same table.
---@param option aws.IniOption
local function nested_values(option)
  local values = {}
  for i = 2, #option do
    for line in with_plain_breaks(option[i]):gmatch("[^\n]+") do
      local text = trim(line)
      local delimiter = text:find("=", 1, true)
      if delimiter then
        values[trim(text:sub(1, delimiter - 1))] = trim(text:sub(delimiter + 1))
      elseif text ~= "" then
        return nil, "a nested line without =", option.lines[i]
      end
    end
  end
  return values
end

--- Puts the value that is being read, if any, into its section.
local function finish_option(state)
  local option = state.option
  state.option = nil
  if not option then return true end
  while option[#option] == "" and #option > 1 do option[#option] = nil end
  local value, fault, line = table.concat(option, "\n"), nil, nil
  if option[1] == "" and #option > 1 then value, fault, line = nested_values(option) end
  state.section.values[option.key] = value
  return not fault, fault, line
end

--- The text between the first bracket and the one that closes it: the first one before a blank that is not inside
--- quotes; else the last one.
local function header_of(text)
  if text:sub(1, 1) ~= "[" then return nil end
  local stop = text:find("]", 2, true)
  while stop and not blanks.length_at(text, stop + 1) do stop = text:find("]", stop + 1, true) end
  local name = stop and text:sub(2, stop - 1) or ""
  return name ~= "" and words.split(name) and name or text:match("^%[(.+)%]")
end

local function begin_section(state, name)
  if state.seen[name] then return nil, "the same section as in line " .. state.seen[name], state.line end
  state.seen[name] = state.line
  state.section = { name = name, values = {} }
  state.sections[#state.sections + 1] = state.section
  return true
end

local function begin_option(state, text)
  if not state.section then return nil, "text before the first [section]", state.line end
  local delimiter = text:find("[=:]")
  if not delimiter then return nil, "no [section], no key = value and no indented line", state.line end
  if delimiter == 1 then return nil, "a value without a key", state.line end
  local key = ascii.lower(trim(text:sub(1, delimiter - 1)))
  if state.section.values[key] ~= nil then return nil, "a key that its section already has", state.line end
  state.option = { trim(text:sub(delimiter + 1)), key = key, lines = { state.line } }
  return true
end

local function continue_option(option, text, line)
  option[#option + 1] = text
  option.lines[#option] = line
  return true
end

---@return boolean? ok, string? fault, integer? line
local function read_line(state, line)
  local option, start, indent = state.option, blanks.skip(line)
  if start > #line then return not option or continue_option(option, "", state.line) end
  if line:find("^[#;]", start) then return true end
  local text = trim(line)
  if option and indent > state.indent then return continue_option(option, text, state.line) end
  state.indent = indent
  local ok, fault, at = finish_option(state)
  if not ok then return nil, fault, at end
  local name = header_of(text)
  if name then return begin_section(state, name) end
  return begin_option(state, text)
end

--- Reads a file's text, in time linear to its length.
---@param text string lines that end in LF, CR LF or CR
---@return aws.IniSection[]? sections in order
---@return string? fault what is wrong
---@return integer? line where
function ini.parse(text)
  local state = { sections = {}, seen = {}, indent = 0, line = 0 }
  if text:find("\r", 1, true) then text = text:gsub("\r\n?", "\n") end
  local at = 1
  while at <= #text do
    local stop = text:find("\n", at, true) or #text + 1
    state.line = state.line + 1
    local ok, fault, line = read_line(state, text:sub(at, stop - 1))
    if not ok then return nil, fault, line end
    at = stop + 1
  end
  local ok, fault, line = finish_option(state)
  if not ok then return nil, fault, line end
  return state.sections
end

return ini
