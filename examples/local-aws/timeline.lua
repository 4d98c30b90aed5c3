-- A resource on its way through states that last a while each.

local timeline = {}

local function enter(resource, step, at)
  for name, value in pairs(step) do
    resource[name] = value
  end
  resource.since = at
end

--- Sets a resource on its way. Each step holds the members that the resource then has (`status` and others), and
--- `seconds`, after which the next one follows; the last one stays.
---@param resource table
---@param steps table[]
---@param now number
function timeline.begin(resource, steps, now)
  resource.next_steps = { (table.unpack or unpack)(steps, 2) }
  enter(resource, steps[1], now)
end

--- Moves a resource on to where it is now.
---@param resource table
---@param now number
---@return table resource
function timeline.settle(resource, now)
  local steps = resource.next_steps
  while steps and steps[1] and now - resource.since >= resource.seconds do
    enter(resource, table.remove(steps, 1), resource.since + resource.seconds)
  end
  return resource
end

return timeline
