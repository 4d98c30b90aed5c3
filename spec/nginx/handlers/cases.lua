--- The calls of cases that run outside nginx, too.
local answer_cases = require "spec.support.answer_cases"
local credential_call = require "spec.support.credential_call"

local cases = {}

--- A call over cosockets; what answer_cases.call returns.
cases.call = answer_cases.call

--- A call with the variables of a case: nginx's own do not count.
---@param case table
---@param variables table<string, string>
---@return table result of credential_call.make
function cases.find_credentials(case, variables)
  local getenv = os.getenv
  function os.getenv(name) return variables[name] end
  local ok, result = pcall(credential_call.make, case)
  os.getenv = getenv
  if not ok then error(tostring(result), 0) end
  return result
end

return cases
