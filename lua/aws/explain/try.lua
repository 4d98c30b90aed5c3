--- Calls what may refuse what it reads, and goes on without a result then.
local errors = require "aws.errors.typed"

---@param run function
---@param ... any
---@return any result
---@return any more the second result
---@return string? fault the message of the error; then there is no result
---Raises Ctrl-C and what is not an error of this library.
return function(run, ...)
  local ok, result, more = pcall(run, ...)
  if ok then return result, more end
  if not errors.is(result) or errors.is_interrupted(result) then error(result, 0) end
  return nil, nil, result.message
end
