--- Reads the simple XML of STS answers: the texts of elements without children.
---
--- https://www.w3.org/TR/xml/ without document types and processing of namespaces; attributes are skipped.
local iterate = require "aws.language.iterate"

local xml = {}

--- The deepest nesting of elements; STS has four levels.
local DEEPEST = 20

local named = { lt = "<", gt = ">", amp = "&", quot = '"', apos = "'" }

--- UTF-8 of a character reference.
local function character(digits, base)
  local code = #digits <= 7 and tonumber(digits, base)
  if not code or code == 0 or code > 0x10FFFF or code >= 0xD800 and code < 0xE000 then return nil end
  local char, floor = string.char, math.floor
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then return char(0xE0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64) end
  return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64, 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
end

local function entity(name)
  local hex = name:match("^#x(%x+)$")
  local decimal = name:match("^#(%d+)$")
  return named[name] or hex and character(hex, 16) or decimal and character(decimal, 10)
end

--- Text with its references replaced; nil if a reference is not valid.
local function decode(text)
  if not text:find("&", 1, true) then return text end
  local is_broken = false
  local decoded = text:gsub("&([^;&]*)(;?)", function(name, stop)
    local value = stop == ";" and entity(name)
    is_broken = is_broken or not value
    return value
  end)
  return not is_broken and decoded or nil
end

--- A comment, a processing instruction or CDATA at `at`: where it ends, and the text that it means.
local function skip(text, at)
  for opening, closing in iterate.pairs({ ["<!--"] = "-->", ["<?"] = "?>", ["<![CDATA["] = "]]>" }) do
    if text:sub(at, at + #opening - 1) == opening then
      local first, last = text:find(closing, at + #opening, true)
      if not first then return nil end
      return last + 1, opening == "<![CDATA[" and text:sub(at + #opening, first - 1) or ""
    end
  end
end

--- Begins an element: its texts are collected until a child or its end comes.
local function open(state, name)
  if #state.path >= DEEPEST then return "is nested too deeply" end
  state.path[#state.path + 1] = name
  state.texts = {}
end

local function close(state, name)
  local path = state.path
  if path[#path] ~= name then return "has elements that cross each other" end
  local key = #path > 1 and path[#path - 1] .. "/" .. name or name
  if state.texts and state.leaves[key] == nil then state.leaves[key] = table.concat(state.texts) end
  path[#path] = nil
  state.texts = nil
end

--- One tag between "<" and ">".
local function tag(state, inside)
  local ending = inside:match("^/([0-9A-Za-z_:.-]+)[ \t-\r]*$")
  if ending then return close(state, ending) end
  local name = inside:match("^([A-Za-z_][0-9A-Za-z_:.-]*)[ \t-\r/]?") or ""
  if name == "" then return "is not well-formed XML (bad tag)" end
  local fault = open(state, name)
  if not fault and inside:sub(-1) == "/" then fault = close(state, name) end
  return fault
end

local function add_text(state, text)
  if state.texts and text ~= "" then state.texts[#state.texts + 1] = text end
end

--- Reads what begins with "<". Returns where to go on, or nil and what is wrong.
local function markup(state, text, at)
  local after, verbatim = skip(text, at)
  if after then
    add_text(state, verbatim)
    return after
  end
  local stop = text:find(">", at, true)
  if not stop or text:sub(at + 1, at + 1) == "!" then return nil, "is not well-formed XML (bad tag)" end
  local fault = tag(state, text:sub(at + 1, stop - 1))
  if fault then return nil, fault end
  return stop + 1
end

--- The texts of all elements without children, by "parent/name"; of equal names the first one counts.
---@param text string
---@return table<string, string>? leaves
---@return string? fault what is wrong with the text
function xml.leaves(text)
  local state, at = { path = {}, leaves = {} }, 1
  while at <= #text do
    local start = text:find("<", at, true) or #text + 1
    local run = decode(text:sub(at, start - 1))
    if not run then return nil, "is not well-formed XML (bad reference)" end
    if #state.path == 0 and run:find("[^ \t-\r]") then return nil, "is not XML" end
    add_text(state, run)
    if start > #text then break end
    local fault
    at, fault = markup(state, text, start)
    if not at then return nil, fault end
  end
  if #state.path > 0 then return nil, "ends too early" end
  if next(state.leaves) == nil then return nil, "is not XML" end
  return state.leaves
end

return xml
