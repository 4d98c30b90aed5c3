--- What the doors of this library have in common: what they print as, and the error of a name that one does not have, with the
--- nearest name that it has.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local late = require "aws.language.late"
local guess = late "aws.text.guess"

local door = {}

--- Bytes of a name that a message shows.
local LONGEST_NAME = 64

--- Whether somebody may mean a function or module by a name. Programs that look into any table ask for others (numbers,
--- "__name", "_class"): these are absent, as anywhere.
---@param name any
---@return boolean
function door.is_name(name)
  return type(name) == "string" and ascii.begins_with_letter(name)
end

--- The names of a table's members, in order.
---@param own table
---@return string[]
function door.names_of(own)
  local names = {}
  for name in iterate.next, own do
    if door.is_name(name) then names[#names + 1] = name end
  end
  table.sort(names, ascii.before)
  return names
end

--- The same as a text.
---@param own table
---@return string
function door.list(own)
  return table.concat(door.names_of(own), ", ")
end

local function raise(message)
  errors.raise({ type = "ConfigError", message = message, attempts = 0, applied = "no", history = {} })
end

--- Raises ConfigError for a name that is not there, if somebody may mean something by it.
---@param what string "module", "function of aws.time"
---@param name any
---@param own table what is there, by name
function door.check(what, name, own)
  if not door.is_name(name) then return end
  local nearest = core.nearest(name, door.names_of(own))
  local hint = nearest and guess.hint(nearest) or "; known: " .. door.list(own)
  raise(("unknown %s %q%s"):format(what, name:sub(1, LONGEST_NAME), hint))
end

--- Raises ConfigError for an assignment to a field of `aws` that nothing reads.
---@param name any
function door.check_assignment(name)
  if not door.is_name(name) then return end
  raise(("aws.%s means nothing: settings belong to new, as in aws.dms.new{ region = … }"):format(name:sub(1, LONGEST_NAME)))
end

--- Makes a table of functions a door.
---@generic T: table
---@param name string "aws.time"
---@param own T
---@param call? fun(self: table, ...: any): any what calling the door does
---@return T # the same table
function door.make(name, own, call)
  return setmetatable(own, {
    __name = name,
    __call = call,
    __index = function(_, asked) return door.check("function of " .. name, asked, own) end,
    __tostring = function() return name .. ": " .. door.list(own) end,
  })
end

return door
