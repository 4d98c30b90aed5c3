-- Who is listed: the listed ones of the world, or as many as a caller wishes for, and whoever was touched.

local state = require "state"
local world = require "world"

local population = {}

--- Sorts by name, as the lists and their pages are.
---@param list { name: string }[]
---@return table list
function population.sort(list)
  table.sort(list, function(a, b)
    return a.name < b.name
  end)
  return list
end

--- The resources of a kind in a region, sorted by name.
---@param place table the world
---@param region string
---@param kind string "replications", "servers" or "jobs"
---@param many? integer
---@param find fun(name: string): table|nil
---@return table[]
function population.list(place, region, kind, many, find)
  local seen, list = {}, {}
  local function add(name)
    list[#list + 1] = not seen[name] and find(name) or nil
    seen[name] = true
  end
  for _, name in ipairs(world.names(kind, many)) do
    add(name)
  end
  for _, resource in ipairs(state.touched(place, kind, region)) do
    add(resource.name)
  end
  return population.sort(list)
end

return population
