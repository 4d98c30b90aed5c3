--- Asks the functions among a call's settings: `now`, `clock`, `random`, `sleep`, `confirm`.
---
--- What one of them raises becomes a ConfigError, except Ctrl-C.
local core = require "aws.core"
local errors = require "aws.errors.typed"

local user_functions = {}

local function raise_users(name, raised)
  if errors.is_interrupted(raised) then error(raised, 0) end
  local text = errors.is(raised) and raised.message or type(raised) == "string" and raised or "a " .. type(raised)
  errors.config("%s raised: %s", name, text)
end

--- Asks whether something may be done.
---@param values table settings
---@param ... any what `confirm` is given
---@return any answer
---@return any why
---Raises ConfigError for what `confirm` raises.
function user_functions.confirm(values, ...)
  local ok, answer, why = pcall(values.confirm, ...)
  if not ok then raise_users("confirm", answer) end
  return answer, why
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

--- A time of the `now` setting, corrected as far as a client knows; never beyond what a signature can hold.
---@param now number epoch seconds
---@param skew number seconds to add
---@return number epoch seconds
function user_functions.corrected(now, skew)
  local corrected = now + skew
  return corrected >= 0 and corrected < user_functions.END_OF_TIME and corrected or now
end

--- Epoch seconds, up to the last second of year 9999.
---@param values table settings
---@param skew number seconds to add, as `corrected` does
---@return number # raises ConfigError for any other time
function user_functions.now(values, skew)
  local now = user_functions.number(values, "now")
  if not (now >= 0 and now < user_functions.END_OF_TIME) then errors.config("now returned a time outside 1970–9999") end
  return user_functions.corrected(now, skew)
end

--- Monotonic seconds.
---@param values table settings
---@return number # raises ConfigError for anything but a number
function user_functions.clock(values)
  return user_functions.number(values, "clock")
end

--- A random number in [0, 1).
---@param values table settings
---@return number # raises ConfigError for any other number
function user_functions.random(values)
  local value = user_functions.number(values, "random")
  if not (value >= 0 and value < 1) then errors.config("random returned a number outside [0, 1)") end
  return value
end

--- A random UUID, from the system's generator.
---@param is_fresh? boolean not even the copy of a virtual machine repeats it; takes a system call each time
---@return string # raises ConfigError when the generator failed
function user_functions.uuid(is_fresh)
  local id, fault = core.uuid(is_fresh)
  if not id then errors.config("%s", fault) end
  return id
end

--- A number of `bits` bits from the `random` setting.
local function draw(values, bits)
  return math.floor(user_functions.random(values) * 2 ^ bits)
end

--- A random UUID; from the `random` setting when there is one.
---@param values table settings
---@param is_fresh? boolean as of `uuid`
---@return string # raises ConfigError for a `random` that fails
function user_functions.id(values, is_fresh)
  if values.random == core.random then return user_functions.uuid(is_fresh) end
  return ("%08x-%04x-4%03x-%04x-%06x%06x"):format(draw(values, 32), draw(values, 16), draw(values, 12),
    0x8000 + draw(values, 14), draw(values, 24), draw(values, 24))
end

--- Ctrl-C during a C function is raised at the next instruction of the Lua function that called it: there must be one.
local function sleep_and_step(values, seconds)
  values.sleep(seconds)
  return nil
end

--- Waits.
---@param values table settings
---@param seconds number
---Raises ConfigError for what `sleep` raises.
function user_functions.sleep(values, seconds)
  local ok, raised = pcall(sleep_and_step, values, seconds)
  if not ok then raise_users("sleep", raised) end
end

return user_functions
