--- Timers in the order in which they are due. Pure: the time is an argument.
local timers = {}

---@class aws.Timer
---@field due number clock time

---@class aws.Timers
---@field [integer] aws.Timer the next one last
local list = {}
list.__index = list

---@return aws.Timers
function timers.new()
  return setmetatable({}, list)
end

--- Of two timers that are due at the same time, the one that was added first goes first.
---@param timer aws.Timer
function list:add(timer)
  local low, high = 1, #self + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if self[middle].due > timer.due then low = middle + 1 else high = middle end
  end
  table.insert(self, low, timer)
end

---@param timer aws.Timer
function list:remove(timer)
  for i, other in ipairs(self) do
    if other == timer then return table.remove(self, i) end
  end
end

--- When the next one is due.
---@return number # math.huge for never
function list:next_due()
  local timer = self[#self]
  return timer and timer.due or math.huge
end

--- Takes out those that are due, one by one, for a loop.
---@param now number clock time
---@return fun(): aws.Timer?
function list:all_due(now)
  return function()
    if self:next_due() <= now then return table.remove(self) end
  end
end

return timers
