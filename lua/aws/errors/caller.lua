--- Which line of a program has called this library.
local ascii = require "aws.text.ascii"

local caller = {}

--- A program may take `debug` away from the code that it runs.
local getinfo = debug and debug.getinfo

--- So many levels of the stack are looked at.
local DEEPEST = 200

--- What the sources of this library begin with: "@/usr/share/lua/5.4/aws/". False where they are not known, as in a program
--- that was compiled without them, or has no `debug`.
---@type string|false|nil
local own

local function own_sources()
  if own == nil then own = getinfo and getinfo(1, "S").source:match("^(@.*)errors/caller%.lua$") or false end
  return own
end

--- A line in words. The text of code that was loaded from a text is not shown: it may hold anything.
local function words_of(info)
  local is_named = info.source:find("^[@=]") ~= nil
  return ("%s:%d"):format(is_named and ascii.one_line(info.short_src) or "[string]", info.currentline)
end

--- The innermost line on the stack of this coroutine that is not of this library. A function that has called by a tail call is
--- not on the stack any more: then it is its caller's line.
---@return string? # "script.lua:12", as Lua's own messages have it; nil where there is no such line
function caller.line()
  local sources = own_sources()
  if not sources then return nil end
  for level = 2, DEEPEST do
    local info = getinfo(level, "Sl")
    if not info then return nil end
    if info.currentline > 0 and info.source:sub(1, #sources) ~= sources then return words_of(info) end
  end
end

return caller
