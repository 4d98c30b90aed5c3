--- How this library waits where it runs: in a script, in an item of aws.map, in a worker of nginx.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local nginx = require "aws.waiting.nginx"
local require_late = require "aws.language.require_late"
local tasks = require "aws.waiting.task"

local waiting = {}

--- Whether waiting here lets other coroutines run.
---@return boolean
function waiting.can_yield()
  local how = nginx.waiting()
  return how == "yield" or how == "block" and tasks.can_yield()
end

--- The default `sleep`: waits. In an item of aws.map the others go on, and so does an nginx worker.
---@param seconds number
---Raises ConfigError in a phase of nginx that cannot wait.
function waiting.sleep(seconds)
  local how, cause = nginx.waiting()
  if how == "block" then
    if tasks.current() then return require_late("aws.waiting.coroutines").sleep(seconds) end
    return core.sleep(seconds)
  end
  if how == "yield" then return nginx.sleep(seconds) end
  errors.config("%s", cause)
end

return waiting
