--- How long a wait pauses between two looks, as Smithy defines it
--- (https://smithy.io/2.0/additional-specs/waiters.html#waiter-retries).
local delays = {}

--- When a waiter looks.
---@class aws.WaitTiming
---@field min_delay number seconds
---@field max_delay number seconds
---@field max_time number seconds

--- Seconds before the next look.
---@param timing aws.WaitTiming
---@param looks integer so many there were
---@param left number seconds of the wait
---@param random number in [0, 1)
---@return number seconds
---@return boolean is_last it is the last look, at the very end of the wait
function delays.next(timing, looks, left, random)
  local least = timing.min_delay
  local most = math.min(timing.max_delay, least * 2 ^ (looks - 1))
  local seconds = least + random * (most - least)
  if left - seconds < least then return left, true end
  return seconds, false
end

return delays
