--- Asks the functions among a call's settings: `now`, `clock`, `random`, `sleep`.
---
--- What one of them raises becomes a ConfigError, except Ctrl-C.
local core = require "aws.core"
local errors = require "aws.errors.typed"

local user_functions = {}

local function raise_users(name, raised)
  if errors.is_interruption(raised) or errors.is(raised, "interrupted") then error(raised, 0) end
  local text = errors.is(raised) and raised.message or type(raised) == "string" and raised or "a " .. type(raised)
  errors.config("%s raised: %s", name, text)
end

--- A number from a function of the settings; core.random returns nil and a fault when the system has none.
---@param values table settings
---@param name "now"|"clock"|"random"
---@return number # raises ConfigError for anything else
function user_functions.number(values, name)
  local ok, value, fault = pcall(values[name])
  if not ok then raise_users(name, value) end
  if value == nil and type(fault) == "string" then errors.config("%s failed: %s", name, fault) end
  if type(value) ~= "number" or value ~= value then
    errors.config("%s returned a %s, not a number", name, value ~= value and "NaN" or type(value))
  end
  return value
end

--- The first second that a signature cannot hold: year 10000.
user_functions.END_OF_TIME = 253402300800

--- Epoch seconds, up to the last second of year 9999.
---@param call aws.Call
---@return number # raises ConfigError for any other time
function user_functions.now(call)
  local value = user_functions.number(call.values, "now")
  if not (value >= 0 and value < user_functions.END_OF_TIME) then errors.config("now returned a time outside 1970–9999") end
  return value
end

--- A time of the `now` setting, corrected as far as a client knows; never beyond what a signature can hold.
---@param now number epoch seconds
---@param skew number seconds to add
---@return number epoch seconds
function user_functions.corrected(now, skew)
  local corrected = now + skew
  return corrected >= 0 and corrected < user_functions.END_OF_TIME and corrected or now
end

--- Monotonic seconds.
---@param call aws.Call
---@return number # raises ConfigError for anything but a number
function user_functions.clock(call)
  return user_functions.number(call.values, "clock")
end

--- A random number in [0, 1).
---@param call aws.Call
---@return number # raises ConfigError for any other number
function user_functions.random(call)
  local value = user_functions.number(call.values, "random")
  if not (value >= 0 and value < 1) then errors.config("random returned a number outside [0, 1)") end
  return value
end

--- A random UUID, from the system's generator.
---@return string # raises ConfigError when the generator failed
function user_functions.uuid()
  local id, fault = core.uuid()
  if not id then errors.config("%s", fault) end
  return id
end

--- Ctrl-C during a C function is raised at the next instruction of the Lua function that called it: there must be one.
local function sleep_and_step(call, seconds)
  call.values.sleep(seconds)
  return nil
end

--- Waits.
---@param call aws.Call
---@param seconds number
---Raises ConfigError for what `sleep` raises.
function user_functions.sleep(call, seconds)
  local ok, raised = pcall(sleep_and_step, call, seconds)
  if not ok then raise_users("sleep", raised) end
end

return user_functions
