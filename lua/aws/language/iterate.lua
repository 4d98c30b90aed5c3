--- `pairs` and `next` for the loops of this library, under names that LuaJIT does not take for those of such loops.
---
--- LuaJIT before August 2023 may never leave a loop over `pairs` or `next` inside a finalizer: the compiled loop ends by a
--- jump into itself until what follows it is compiled, too, and in a finalizer nothing is compiled
--- (https://github.com/LuaJIT/LuaJIT/issues/1000). aws.map in a finalizer hung by it. LuaJIT knows such loops by the two
--- names alone: under others they are compiled like loops over any function. `make lint-loops` looks for the two names; a
--- call of `next` that is not a loop is harmless.
local iterate = { pairs = pairs, next = next }

local function step(list, i)
  local value = rawget(list, i + 1)
  if value ~= nil then return i + 1, value end
end

--- As `ipairs`, but for metatables: that of a user's list may go on for ever.
---@param list table
function iterate.list(list)
  return step, list, 0
end

--- A table's members in a table of our own, without its metatable. Tables in it are the same ones.
---@generic T: table
---@param given T
---@return T
function iterate.copy(given)
  local copy = {}
  for name, value in iterate.next, given do copy[name] = value end
  return copy
end

return iterate
