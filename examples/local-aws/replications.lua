-- The replications of the world: who they are, and what a start and a stop do to them.

local population = require "population"
local state = require "state"
local timeline = require "timeline"
local world = require "world"

local replications = {}

-- The start-up phases, in AWS's order. A stop is refused in those before `provisioning_capacity` and carried out from
-- there on: AWS does not say which, so both can be met here.
local early = {
  "initializing", "preparing_metadata_resources", "testing_connection", "fetching_metadata", "calculating_capacity",
}

local stoppable = { running = true, provisioning_capacity = true, replication_starting = true }
local startable = { created = true, ready = true, stopped = true, failed = true }

-- The record of the first day.
local function first_record(place, region, name)
  local facts = world.replication(name)
  if not facts then
    return nil
  end
  local created = math.floor(place.began * 1000) / 1000
  local stopped = facts.stop_reason and created - (facts.stopped_ago or 3600)
  return {
    kind = "replications", region = region, name = name, arn = world.arn("dms", region, "replication-config:" .. name),
    status = facts.status, facts = facts, created = created, since = created, phase = world.phase_seconds,
    provisioned = facts.provisioned, started = facts.provisioned and created - 86000, stop_reason = facts.stop_reason,
    stopped = stopped, deprovision_time = stopped and stopped + world.deprovision_seconds, failure = facts.failure,
  }
end

--- A replication by its ARN, as it is now; nil when there is none in that region.
---@param place table
---@param region string
---@param arn string
---@return table|nil
function replications.find(place, region, arn)
  local name = arn:match("([^:]+)$")
  if not name or arn ~= world.arn("dms", region, "replication-config:" .. name) then
    return nil
  end
  local found = state.resource(place, arn, function()
    return first_record(place, region, name)
  end)
  return found and timeline.settle(found, state.now(place))
end

--- Who is listed in a region, sorted by name.
---@param place table
---@param region string
---@param many? integer that many, made up
---@return table[]
function replications.list(place, region, many)
  return population.list(place, region, "replications", many, function(name)
    return replications.find(place, region, world.arn("dms", region, "replication-config:" .. name))
  end)
end

--- What its capacity does: nil before it has any.
---@param replication table
---@param now number
---@return string|nil
function replications.provision_state(replication, now)
  local past = replication.deprovision_time and now - replication.deprovision_time or -1
  if replication.provision_state then
    return replication.provision_state
  elseif replication.status == "provisioning_capacity" then
    return "provisioning"
  elseif not replication.provisioned then
    return nil
  elseif past >= 0 then
    return past >= replication.phase and "deprovisioned" or "deprovisioning"
  end
  return "provisioned"
end

--- May it be stopped now?
function replications.may_stop(replication)
  return stoppable[replication.status] or false
end

--- May it be started now?
function replications.may_start(replication)
  return startable[replication.status] or false
end

local function count(place, replication, pace)
  replication.count = replication.count + 1
  replication.phase = pace.phase or world.phase_seconds
  state.keep(place, replication)
end

local function stopped_at(at, reason, pace)
  return { status = "stopped", stop_reason = reason, stopped = at,
    deprovision_time = at + (pace.deprovision or world.deprovision_seconds) }
end

--- Stops a replication: "stopping" for a while, then "stopped".
---@param place table
---@param replication table
---@param pace { phase: number|nil, deprovision: number|nil } seconds
function replications.stop(place, replication, pace)
  local now = state.now(place)
  local last = stopped_at(now, "NORMAL", pace)
  local first = stopped_at(now, "NORMAL", pace)
  first.status, first.seconds = "stopping", pace.phase or world.stopping_seconds
  timeline.begin(replication, { first, last }, now)
  count(place, replication, pace)
end

-- What a start leads to, phase by phase.
local function start_steps(replication, now, pace)
  local seconds, steps = pace.phase or world.phase_seconds, {}
  local function add(step)
    step.seconds, steps[#steps + 1] = seconds, step
  end
  for i, status in ipairs(early) do
    add { status = status }
    if replication.facts.start_fails and i == 3 then
      add { status = "failed", stop_reason = "FATAL_ERROR", stopped = now + 3 * seconds,
        failure = "Test connection failed: the source endpoint cannot be reached." }
      return steps
    end
  end
  add { status = "provisioning_capacity" }
  add { status = "replication_starting", provisioned = true }
  add { status = "running", started = now + #steps * seconds }
  if replication.facts.full_load then
    add(stopped_at(now + #steps * seconds, "FULL_LOAD_ONLY_FINISHED", pace))
  end
  return steps
end

--- Starts a replication: it goes through the phases of a start-up.
---@param place table
---@param replication table
---@param pace { phase: number|nil, deprovision: number|nil } seconds
---@param input table StartReplication's
function replications.start(place, replication, pace, input)
  local now = state.now(place)
  if replications.provision_state(replication, now) ~= "provisioned" then
    replication.provisioned = false
  end
  replication.stop_reason, replication.failure, replication.provision_state = nil, nil, nil
  replication.stopped, replication.deprovision_time = nil, nil
  replication.start = input
  timeline.begin(replication, start_steps(replication, now, pace), now)
  count(place, replication, pace)
end

return replications
