--- `client.config`: the effective settings, to be read. Whoever assigns to it learns how a setting is changed.
local assignment = require "aws.client.assignment"
local iterate = require "aws.language.iterate"

local function copy_of(plain)
  local copy = {}
  for name, value in iterate.pairs(plain) do copy[name] = type(value) == "table" and copy_of(value) or value end
  return copy
end

--- A view of a table, and of those in it. It is empty itself, so that Lua asks its metatable at every assignment. `pairs` goes
--- over the settings where Lua asks a metatable how (not in Lua 5.1 and LuaJIT without its compatibility with 5.2). Called, it
--- returns a plain table, for `pairs` and encoders everywhere.
---@param service string "dms"
---@param plain table
---@return aws.Config
local function view_of(service, plain)
  local shown = {}
  for name, value in iterate.pairs(plain) do shown[name] = type(value) == "table" and view_of(service, value) or value end
  return setmetatable({}, {
    __name = "aws.Config",
    __index = shown,
    __newindex = function(_, name) assignment.to_config(service, name) end,
    __pairs = function() return iterate.next, shown end,
    __call = function() return copy_of(plain) end,
    __tostring = function() return ("aws.%s config: read by name; config() is a table of all"):format(service) end,
  })
end

return view_of
