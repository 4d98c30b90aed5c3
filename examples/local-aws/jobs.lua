-- The jobs of the world.

local population = require "population"
local state = require "state"
local timeline = require "timeline"
local world = require "world"

local jobs = {}

local function first_record(place, region, id)
  local facts = world.job(id)
  local created = math.floor(place.began * 1000) / 1000 - 3600
  return facts and {
    kind = "jobs", region = region, name = id, status = facts.status, launch = facts.launch, facts = facts, created = created,
    since = created, ended = facts.status == "COMPLETED" and created + 900 or nil,
  }
end

-- A job that goes on does so from the first look on.
local function begin(place, job, seconds)
  local now = state.now(place)
  timeline.begin(job, {
    { status = "PENDING", launch = "PENDING", seconds = seconds, created = now },
    { status = "STARTED", launch = "IN_PROGRESS", seconds = seconds },
    { status = "COMPLETED", launch = "LAUNCHED", ended = now + 2 * seconds },
  }, now)
  state.keep(place, job)
end

--- A job, as it is now; nil when there is none.
---@param place table
---@param region string
---@param id string
---@param phase? number seconds that each state lasts, of one that goes on
---@return table|nil
function jobs.find(place, region, id, phase)
  local found = #id == 24 and state.resource(place, region .. "/" .. id, function()
    return first_record(place, region, id)
  end)
  if not found then
    return nil
  elseif found.facts.goes_on and not found.next_steps then
    begin(place, found, phase or world.phase_seconds)
  end
  return timeline.settle(found, state.now(place))
end

--- Who is listed in a region, sorted by id.
---@param place table
---@param region string
---@param many? integer that many, made up
---@return table[]
function jobs.list(place, region, many)
  return population.list(place, region, "jobs", many, function(id)
    return jobs.find(place, region, id)
  end)
end

return jobs
