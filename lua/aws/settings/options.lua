--- Reads what users give in a table: settings, options of a call, of aws.map or of a provider.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local late = require "aws.language.late"
local guess = late "aws.text.guess"
local require_late = require "aws.language.require_late"

local options = {}

--- Characters of an unknown name that are shown.
local LONGEST_NAME = 64

--- How messages speak of a table.
---@class aws.OptionWords
---@field table string "new takes a table of settings"
---@field unknown string in front of a name that is not known: "setting"
---@field wrong string a format for the name of a value that does not fit: "%s", "option %s"

--- What to add to a message about a name that is not known: the nearest one.
---@param name string
---@param known table<string, any> by name
---@return string # "" where none is near
function options.hint(name, known)
  return guess.hint(core.nearest(name, ascii.sorted_keys(known)))
end

--- Notes a name that is not known, with the nearest one that is, or all of them at the end.
local function add_unknown(found, words, name, known)
  if found:is_full() then return end
  local is_text = type(name) == "string"
  local shown = is_text and name:sub(1, LONGEST_NAME) or "of type " .. type(name)
  local nearest = is_text and core.nearest(name, known)
  local hint = guess.hint(nearest)
  if not nearest then found:end_with("known: " .. table.concat(known, ", ")) end
  found:add(shown, "is not known" .. hint, ("unknown %s %s%s"):format(words.unknown, is_text and ("%q"):format(shown) or shown, hint))
end

--- Reads a table without its metatable, and keeps what fits. No message shows a value.
---@param given? table
---@param checks table<string, fun(value: any): string?> by name: what is wrong with a value, or nil
---@param words aws.OptionWords
---@param found aws.Problems gets what does not fit
---@return table own a table of our own
function options.collect(given, checks, words, found)
  local own, known = {}, nil
  if given ~= nil and type(given) ~= "table" then
    found:add("", "", ("%s, got a %s"):format(words.table, type(given)))
    given = nil
  end
  for name, value in iterate.next, given or {} do
    local check = checks[name]
    local fault = check and check(value)
    if fault then
      found:add(name, fault, words.wrong:format(name) .. " " .. fault)
    elseif check then
      own[name] = value
    else
      known = known or ascii.sorted_keys(checks)
      add_unknown(found, words, name, known)
    end
  end
  return own
end

--- A copy of what was given; nil when something is wrong with it.
local function copy_of(given, checks)
  if type(given) ~= "table" then return nil end
  local own = {}
  for name, value in iterate.next, given do
    local check = checks[name]
    if not check or check(value) then return nil end
    own[name] = value
  end
  return own
end

--- Reads a table without its metatable. No message shows a value.
---@param given? table
---@param checks table<string, fun(value: any): string?> by name: what is wrong with a value, or nil
---@param words aws.OptionWords
---@return table? own a table of our own; nil when something is wrong
---@return string? fault all of it: "max_attempts is not a whole number above 0; unknown setting \"regoin\"; did you mean …"
---@return aws.Problem[]? problems the same as a list
function options.read(given, checks, words)
  if given == nil then return {} end
  local own = copy_of(given, checks)
  if own then return own end
  local found = require_late("aws.settings.problems").new()
  options.collect(given, checks, words, found)
  return nil, found:text(), found:list()
end

return options
