--- The waits of a call: for its turn in the adaptive mode, and before it tries again.
local budget = require "aws.client.budget"
local common = require "aws.client.common"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local user_functions = require "aws.waiting.user_functions"

local pause = {}

--- Sleeps. A process that was forked meanwhile does not go on: its parent does.
---@param values table settings
---@param seconds number
---Raises ConfigError for a `sleep` that fails, ConnectionError after a fork.
function pause.sleep(values, seconds)
  local process = core.process_id()
  user_functions.sleep(values, seconds)
  if core.process_id() == process then return end
  errors.raise({ type = "ConnectionError", message = "the process was forked while the call waited" })
end

--- Waits before the next attempt.
---@param call aws.Call
---@param seconds number
---Raises what `sleep` raises, ConfigError for a client that was closed meanwhile.
function pause.back_off(call, seconds)
  pause.sleep(call.values, seconds)
  budget.book(call, "back_off")
  common.check_open(call.state)
end

--- Waits until the adaptive mode lets the call's next request go.
---@param call aws.Call in the adaptive mode
---@return number seconds; raises what `back_off` raises, DeadlineExceeded
function pause.for_turn(call)
  local limiter = call.limiter
  local seconds = limiter:delay(user_functions.clock(call.values))
  budget.check(call, seconds)
  limiter:take()
  if seconds == 0 then return 0 end
  local ok, raised = pcall(pause.back_off, call, seconds)
  if ok then return seconds end
  limiter:put_back()
  error(raised, 0)
end

--- Tells the adaptive mode how an attempt ended.
---@param call aws.Call
---@param throttling? boolean
---Raises ConfigError for a `clock` that fails.
function pause.learn(call, throttling)
  if call.limiter then call.limiter:learn(throttling, user_functions.clock(call.values)) end
end

return pause
