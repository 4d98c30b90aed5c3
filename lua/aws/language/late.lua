--- A module that is loaded when something of it is first used: `local redact = late "aws.errors.redact"`. So a call does
--- not read what it has no use for. For modules that are tables of functions.
local require_late = require "aws.language.require_late"

-- Only Lua 5.4 has the library's code in core.so (csrc/lua/compiled.c). Elsewhere a module might be missing when it is wanted
-- (another working folder, no descriptor left), and what it was to tell would be lost: it is loaded at once.
if _VERSION ~= "Lua 5.4" then return require end

---@param name string "aws.errors.redact"
---@return table # in the place of the module: its fields are looked up in it each time
return function(name)
  return setmetatable({}, { __index = function(_, key) return require_late(name)[key] end })
end
