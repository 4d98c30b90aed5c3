-- The source servers of the world: who they are, and what a retry and a start do to them.

local population = require "population"
local state = require "state"
local timeline = require "timeline"
local world = require "world"

local servers = {}

-- Why a server stalls; the number at the end of its id picks one, 1 the first.
local errors = {
  "AGENT_NOT_SEEN", "SNAPSHOTS_FAILURE", "NOT_CONVERGING", "UNSTABLE_NETWORK", "FAILED_TO_CREATE_SECURITY_GROUP",
  "FAILED_TO_LAUNCH_REPLICATION_SERVER", "FAILED_TO_BOOT_REPLICATION_SERVER", "FAILED_TO_AUTHENTICATE_WITH_SERVICE",
  "FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE", "FAILED_TO_CREATE_STAGING_DISKS", "FAILED_TO_ATTACH_STAGING_DISKS",
  "FAILED_TO_PAIR_REPLICATION_SERVER_WITH_AGENT", "FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER",
  "FAILED_TO_START_DATA_TRANSFER",
}

-- The states from which the service documents that a retry works.
local retryable = { STALLED = true, DISCONNECTED = true, STOPPED = true }

local function first_record(place, region, id)
  local facts = world.server(id)
  if not facts then
    return nil
  end
  local number, created = tonumber(id:match("%d+$")) or 1, math.floor(place.began * 1000) / 1000
  return {
    kind = "servers", region = region, name = id, number = number, status = facts.status, facts = facts,
    created = created, since = created, initiated = created - 863000,
    error = facts.stalled_by and errors[(number - 1) % #errors + 1],
  }
end

--- A source server, as it is now; nil when there is none.
---@param place table
---@param region string
---@param id string
---@return table|nil
function servers.find(place, region, id)
  local found = #id == 19 and state.resource(place, region .. "/" .. id, function()
    return first_record(place, region, id)
  end)
  return found and timeline.settle(found, state.now(place)) or nil
end

--- Who is listed in a region, sorted by id.
---@param place table
---@param region string
---@param many? integer that many, made up
---@return table[]
function servers.list(place, region, many)
  return population.list(place, region, "servers", many, function(id)
    return servers.find(place, region, id)
  end)
end

--- May data replication be retried now?
function servers.may_retry(server)
  return retryable[server.status] and not server.facts.extended or false
end

--- Begins data replication anew: INITIATING, INITIAL_SYNC, CONTINUOUS, each for a while; one that relapses stalls.
---@param place table
---@param server table
---@param pace { phase: number|nil } seconds
function servers.initiate(place, server, pace)
  local now, seconds = state.now(place), pace.phase or world.phase_seconds
  local steps = { { status = "INITIATING", seconds = seconds, initiated = now } }
  if server.facts.relapses then
    steps[2] = { status = "STALLED" }
  else
    steps[2] = { status = "INITIAL_SYNC", seconds = seconds, error = false }
    steps[3] = { status = "CONTINUOUS" }
  end
  timeline.begin(server, steps, now)
  server.count = server.count + 1
  state.keep(place, server)
end

return servers
