-- What changes: the worlds with every resource that was touched, the requests received, the counts of the faults.
-- One nginx worker serves everything, so plain Lua tables are enough and no two requests interleave here.

local world = require "world"

local state = {}

local worlds, log, struck

--- Back to the first day.
---@param name? string of one world; without it all worlds, requests and counts are new
function state.reset(name)
  if name then
    worlds[name] = nil
  else
    worlds, log, struck = {}, { first = 1, last = 0 }, {}
  end
end

state.reset()

--- A world, made when it is first asked for; the one without a name is everybody's.
---@param name? string
---@return table {resources, began, ahead: seconds by which its clock is ahead, throttled: since when, by a fault's id}
function state.world(name)
  name = name or ""
  if not worlds[name] then
    worlds[name] = { resources = {}, began = ngx.now(), ahead = 0, throttled = {} }
  end
  return worlds[name]
end

--- The time in a world, in seconds since 1970, exact to a millisecond.
---@param place table
---@return number
function state.now(place)
  return math.floor((ngx.now() + place.ahead) * 1000) / 1000
end

--- A resource: the one that was touched, else what `first` makes of it; a look keeps nothing. nil when it is gone.
---@param place table
---@param key string
---@param first fun(): table|nil
---@return table|nil
function state.resource(place, key, first)
  local resource = place.resources[key]
  if not resource then
    resource = first()
    if resource then
      resource.key, resource.count = key, 0
    end
  end
  return resource and not resource.gone and resource or nil
end

--- Remembers a resource that was touched.
---@param place table
---@param resource table
function state.keep(place, resource)
  place.resources[resource.key] = resource
end

--- The resources of a kind that were touched, gone ones included.
---@param place table
---@param kind string
---@param region string
---@return table[]
function state.touched(place, kind, region)
  local list = {}
  for _, resource in pairs(place.resources) do
    if resource.kind == kind and resource.region == region then
      list[#list + 1] = resource
    end
  end
  return list
end

--- How often the fault of that id has struck, this time included.
---@param id string
---@return integer
function state.strike(id)
  struck[id] = (struck[id] or 0) + 1
  return struck[id]
end

--- Seconds since a world was throttled first by the fault of that id.
---@param place table
---@param id string
---@return number
function state.since_throttled(place, id)
  local now = state.now(place)
  place.throttled[id] = place.throttled[id] or now
  return now - place.throttled[id]
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
