--- What examples/watch.lua shows of each service's items: names, state, since when, and what else a person looks for.
local aws = require "aws"
local script = require "script"

local watched = {}

---@class WatchedItem
---@field key string its ARN or id
---@field names string[] its first columns
---@field state string
---@field since? number epoch seconds: when it came into that state, where the service says so
---@field rank integer 1: in trouble, 2: on its way, 3: at rest
---@field detail string

local TROUBLE, MOVING, REST = 1, 2, 3

--- Texts with a comma between them; those that are nil or false are left out.
local function list(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local text = select(i, ...)
    if text then parts[#parts + 1] = text end
  end
  return table.concat(parts, ", ")
end

--- A number with words after it; nil for none.
local function some(number, words)
  return number and number > 0 and ("%d %s"):format(number, words)
end

--- A number of seconds, roughly.
---@param seconds number
---@return string "42 s", "5 min", "3 h", "12 d"
function watched.age(seconds)
  if seconds < 60 then return ("%d s"):format(math.max(0, math.floor(seconds))) end
  if seconds < 3600 then return ("%d min"):format(math.floor(seconds / 60)) end
  if seconds < 48 * 3600 then return ("%d h"):format(math.floor(seconds / 3600)) end
  return ("%d d"):format(math.floor(seconds / 86400))
end

-- DMS -----------------------------------------------------------------------------------------------------------

local at_rest = { running = true, stopped = true, created = true, ready = true }

local function dms_rank(replication)
  local _, class = aws.dms.stop_reason(replication.StopReason)
  if replication.Status == "failed" or replication.Status == "stopped" and class == "trouble" then return TROUBLE end
  return at_rest[replication.Status] and REST or MOVING
end

local function dms_since(replication)
  local stats = replication.ReplicationStats or {}
  if replication.Status == "stopped" then return replication.ReplicationLastStopTime end
  if replication.Status == "running" then return stats.StartDate end
end

--- What has been loaded, of one that has begun; what is not over is shown with its percents.
local function progress(replication)
  local stats = replication.ReplicationStats or {}
  local percents = stats.FullLoadProgressPercent
  return list(percents and percents < 100 and ("full load %d %%"):format(percents), some(stats.TablesLoaded, "tables loaded"),
    some(stats.TablesLoading, "loading"), some(stats.TablesQueued, "queued"), some(stats.TablesErrored, "with errors"))
end

local function dms_detail(replication)
  local provision = replication.ProvisionData or {}
  if replication.Status == "failed" and replication.FailureMessages then return replication.FailureMessages[1] or "" end
  if replication.Status ~= "stopped" then return progress(replication) end
  local gone = script.date(replication.ReplicationDeprovisionTime)
  local until_when = provision.ProvisionState == "provisioned" and gone and " until " .. gone or ""
  return list((aws.dms.stop_reason(replication.StopReason)), provision.ProvisionState and provision.ProvisionState .. until_when)
end

-- DRS -----------------------------------------------------------------------------------------------------------

local ranks = {
  STALLED = TROUBLE, DISCONNECTED = TROUBLE, CONTINUOUS = REST, STOPPED = REST, PAUSED = REST,
}

local function drs_since(info)
  local initiation = info.dataReplicationInitiation or {}
  return info.dataReplicationState == "INITIATING" and initiation.startDateTime and aws.time.parse(initiation.startDateTime)
end

--- The step of an initiation that failed or is under way.
local function step_of(info)
  for _, step in ipairs(info.dataReplicationInitiation and info.dataReplicationInitiation.steps or {}) do
    if step.status == "FAILED" then return "failed at " .. step.name end
    if step.status == "IN_PROGRESS" then return "at " .. step.name end
  end
end

--- How much of the disks is there, and how much has to be sent again.
local function copied(info)
  local total, done, backlog = 0, 0, 0
  for _, disk in ipairs(info.replicatedDisks or {}) do
    total, done = total + (disk.totalStorageBytes or 0), done + (disk.replicatedStorageBytes or 0)
    backlog = backlog + (disk.backloggedStorageBytes or 0)
  end
  return done < total and ("%d %% copied"):format(math.floor(100 * done / total)),
    backlog > 0 and ("backlog %.1f GiB"):format(backlog / 2 ^ 30)
end

local function drs_detail(info, now)
  local problem = info.dataReplicationError
  local lag = info.lagDuration and aws.time.duration(info.lagDuration)
  local eta = info.etaDateTime and aws.time.parse(info.etaDateTime)
  local part, backlog = copied(info)
  return list(problem and (problem.error or problem.rawError), step_of(info), lag and lag > 0 and "lag " .. watched.age(lag), part,
    backlog, eta and eta > now and "ready in " .. watched.age(eta - now))
end

-- Both ----------------------------------------------------------------------------------------------------------

---@type table<string, table> by service: what its items are called, its columns, the operation that lists them, and a
---function that makes a WatchedItem
watched.services = {
  dms = {
    what = "replications", columns = { "REPLICATION" }, operation = "describe_replications",
    item = function(found)
      return {
        key = found.ReplicationConfigArn or "", names = { found.ReplicationConfigIdentifier or found.ReplicationConfigArn or "?" },
        state = found.Status or "unknown", since = dms_since(found), rank = dms_rank(found), detail = dms_detail(found),
      }
    end,
  },
  drs = {
    what = "source servers", columns = { "SERVER", "HOST" }, operation = "describe_source_servers",
    item = function(found, now)
      local info = found.dataReplicationInfo or {}
      local hints = found.sourceProperties and found.sourceProperties.identificationHints or {}
      return {
        key = found.sourceServerID or "", names = { found.sourceServerID or "?", hints.hostname or hints.fqdn or "" },
        state = info.dataReplicationState or "unknown", since = drs_since(info) or nil,
        rank = ranks[info.dataReplicationState] or MOVING, detail = drs_detail(info, now),
      }
    end,
  },
}

return watched
