--- The variables of the environment.
local nginx = require "aws.waiting.nginx"

local environment = {}

--- The value of a variable. An empty variable is an unset one.
---@param getenv fun(name: string): string? the environment
---@param name string
---@return string?
function environment.get(getenv, name)
  local value = getenv(name)
  return value ~= "" and value or nil
end

--- The first of these variables that is set.
---@param getenv fun(name: string): string? the environment
---@param names string[]
---@return string? value
---@return string? name of the variable
function environment.first(getenv, names)
  for _, name in ipairs(names) do
    local value = environment.get(getenv, name)
    if value then return value, name end
  end
end

--- What to add to a message about a variable that is not set: nginx hides the environment from its workers.
---@param names string "AWS_REGION"
---@return string # "" outside nginx
function environment.hint(names)
  return nginx.api() and (" (nginx hides variables that are not named in nginx.conf: env %s;)"):format(names) or ""
end

return environment
