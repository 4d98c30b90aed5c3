-- What changes in the world: the state of every resource that was touched, and the requests received.
-- One nginx worker serves everything, so plain Lua tables are enough and no two requests interleave here.

local world = require "world"

local state = {}

local resources, log, struck

--- Back to the first day.
function state.reset()
  resources, log, struck = {}, { first = 1, last = 0 }, {}
end

state.reset()

--- The record of a resource, made when it is first asked for.
---@param id string
---@param first_status string
---@return table {status, count, since, created}
function state.resource(id, first_status)
  if not resources[id] then
    local now = ngx.now()
    resources[id] = { status = first_status, count = 0, since = now, created = now }
  end
  return resources[id]
end

--- The record of a resource that an operation has touched, or nil.
---@param id string
---@return table|nil
function state.peek(id)
  return resources[id]
end

--- Moves a resource on, and counts that the operation was carried out.
---@param resource table
---@param status string
function state.move(resource, status)
  resource.status, resource.since, resource.count = status, ngx.now(), resource.count + 1
end

--- How often the fault of that id has struck, this time included.
---@param id string
---@return integer
function state.strike(id)
  struck[id] = (struck[id] or 0) + 1
  return struck[id]
end

--- Remembers a request; the oldest is forgotten when there are too many.
---@param entry table
function state.record(entry)
  log.last = log.last + 1
  entry.number = log.last
  log[log.last] = entry
  if log.last - log.first >= world.kept_requests then
    log[log.first] = nil
    log.first = log.first + 1
  end
end

--- The last `n` requests that `wanted` accepts, oldest first.
---@param n integer
---@param wanted fun(entry: table): boolean
---@return table[]
function state.requests(n, wanted)
  local newest = {}
  for i = log.last, log.first, -1 do
    if #newest >= n then
      break
    elseif wanted(log[i]) then
      table.insert(newest, 1, log[i])
    end
  end
  return newest
end

return state
