--- Reads what users give in a table: settings, options of a call, of aws.map or of a provider.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local iterate = require "aws.language.iterate"

local options = {}

--- How messages speak of a table.
---@class aws.OptionWords
---@field table string "new takes a table of settings"
---@field unknown string in front of a name that is not known: "setting"
---@field wrong string a format for the name of a value that does not fit: "%s", "option %s"

local function sorted_names(checks)
  local names = {}
  for name in iterate.pairs(checks) do names[#names + 1] = name end
  table.sort(names, ascii.before)
  return names
end

--- The message for a name that is not known, with the nearest one that is.
local function unknown(what, name, known)
  local nearest = type(name) == "string" and core.nearest(name, known)
  local hint = nearest and ("; did you mean %q?"):format(nearest) or "; known: " .. table.concat(known, ", ")
  local shown = type(name) == "string" and ("%q"):format(name:sub(1, 64)) or "of type " .. type(name)
  return ("unknown %s %s%s"):format(what, shown, hint)
end

--- Reads a table without its metatable. No message shows a value.
---@param given? table
---@param checks table<string, fun(value: any): string?> by name: what is wrong with a value, or nil
---@param words aws.OptionWords
---@return table? own a table of our own; nil when something is wrong
---@return string? fault "max_attempts is not a whole number above 0"
function options.read(given, checks, words)
  if given == nil then return {} end
  if type(given) ~= "table" then return nil, ("%s, got a %s"):format(words.table, type(given)) end
  local own = {}
  for name, value in iterate.next, given do
    local check = checks[name]
    if not check then return nil, unknown(words.unknown, name, sorted_names(checks)) end
    local fault = check(value)
    if fault then return nil, words.wrong:format(name) .. " " .. fault end
    own[name] = value
  end
  return own
end

return options
