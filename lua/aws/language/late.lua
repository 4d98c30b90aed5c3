--- A module that is loaded when something of it is first used: `local redact = late "aws.errors.redact"`. So a call does
--- not read what it has no use for. For modules that are tables of functions.
local require_late = require "aws.language.require_late"

---@param name string "aws.errors.redact"
---@return table # in the place of the module: its fields are looked up in it each time
return function(name)
  return setmetatable({}, { __index = function(_, key) return require_late(name)[key] end })
end
