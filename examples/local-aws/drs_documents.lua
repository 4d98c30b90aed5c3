-- What DRS answers about a source server and a job: every member that its model has, where its state gives it one.

local json = require "json"
local world = require "world"

local documents = {}

-- Times as DRS sends them.
local function iso(time)
  return os.date("!%Y-%m-%dT%H:%M:%S", math.floor(time)) .. (".%06d+00:00"):format(math.floor(time % 1 * 1000 + 0.5) * 1000)
end

local step_names = {
  "WAIT", "CREATE_SECURITY_GROUP", "LAUNCH_REPLICATION_SERVER", "BOOT_REPLICATION_SERVER",
  "AUTHENTICATE_WITH_SERVICE", "DOWNLOAD_REPLICATION_SOFTWARE", "CREATE_STAGING_DISKS", "ATTACH_STAGING_DISKS",
  "PAIR_REPLICATION_SERVER_WITH_AGENT", "CONNECT_AGENT_TO_REPLICATION_SERVER", "START_DATA_TRANSFER",
}

-- The step at which the initiation is: 2 while it is at work, that of a FAILED_TO_… error, else past the last one.
local function at_step(server)
  if server.status == "INITIATING" then
    return 2, "IN_PROGRESS"
  end
  local failed = server.error and server.error:match("^FAILED_TO_(.*)$")
  for i, name in ipairs(step_names) do
    if name == failed then
      return i, "FAILED"
    end
  end
  return #step_names + 1
end

local function initiation(server)
  local steps, at, state = {}, at_step(server)
  for i, name in ipairs(step_names) do
    steps[i] = { name = name, status = i < at and "SUCCEEDED" or i == at and state or "NOT_STARTED" }
  end
  return {
    startDateTime = iso(server.initiated),
    nextAttemptDateTime = at <= #step_names and iso(server.initiated + 600) or nil,
    steps = steps,
  }
end

-- How far the copy lags, and when it is expected to be up to date.
local lags = { CONTINUOUS = "PT0S", STOPPED = "P2DT3H", PAUSED = "PT45M" }

local raw_errors = { AGENT_NOT_SEEN = "The agent was not seen for 900 s.\nLast handshake: \"timed out\"." }

local function replication_info(server, now)
  local continuous = server.status == "CONTINUOUS"
  return {
    lagDuration = server.lag or lags[server.status] or "PT5M12S",
    etaDateTime = not continuous and iso(now + 3600) or nil,
    replicatedDisks = {
      { deviceName = "/dev/sda", totalStorageBytes = 107374182400,
        replicatedStorageBytes = continuous and 107374182400 or 53687091200, rescannedStorageBytes = 1048576,
        backloggedStorageBytes = continuous and 0 or 8589934592, volumeStatus = "REGULAR" },
      { deviceName = "/dev/sdb", totalStorageBytes = 2199023255552,
        replicatedStorageBytes = continuous and 2199023255552 or 0, rescannedStorageBytes = 0,
        backloggedStorageBytes = 0, volumeStatus = continuous and "REGULAR" or "PENDING" },
    },
    dataReplicationState = server.status,
    dataReplicationInitiation = initiation(server),
    dataReplicationError = server.error and {
      error = server.error,
      rawError = raw_errors[server.error] or ("Replication stalled.\nLast answer: \"" .. server.error .. "\"."),
    } or nil,
    stagingAvailabilityZone = server.region .. "a",
    stagingOutpostArn = world.arn("outposts", server.region, "outpost/op-0123456789abcdef0"),
  }
end

local function life_cycle(server, now)
  return {
    addedToServiceDateTime = iso(server.created - 864000),
    firstByteDateTime = iso(server.created - 863000),
    elapsedReplicationDuration = "P10DT2H30M",
    lastSeenByServiceDateTime = iso(server.status == "DISCONNECTED" and now - 5400 or now - 2),
    lastLaunch = {
      initiated = { apiCallDateTime = iso(server.created - 432000), jobID = "drsjob-completed00000001", type = "DRILL" },
      status = "LAUNCHED",
    },
  }
end

local function source_properties(server, now)
  local host = "db" .. server.number
  return {
    lastUpdatedDateTime = iso(now - 900),
    recommendedInstanceType = "c5.2xlarge",
    identificationHints = {
      fqdn = host .. ".corp.example", hostname = host, vmWareUuid = ("564d1a2b-3c4d-5e6f-7081-%012d"):format(server.number),
      awsInstanceID = "i-0123456789abcdef0",
    },
    networkInterfaces = {
      { macAddress = "02:00:00:00:00:01", ips = { "10.0.0.17", "fe80::1" }, isPrimary = true },
      { macAddress = "02:00:00:00:00:02", ips = json.list {}, isPrimary = false },
    },
    disks = {
      { deviceName = "/dev/sda", bytes = 107374182400 },
      { deviceName = "/dev/sdb", bytes = 2199023255552 },
    },
    cpus = { { cores = 8, modelName = "Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz" } },
    ramBytes = 34359738368,
    os = { fullString = "Debian GNU/Linux 12 (bookworm)" },
    supportsNitroInstances = true,
  }
end

--- The account in which a server is staged.
---@param server table
---@return string
function documents.staging_account(server)
  return server.facts.extended and world.staging_account or world.account
end

local function staging_area(server)
  local account = documents.staging_account(server)
  return {
    status = server.facts.extended and "EXTENDED" or "EXTENSION_ERROR",
    stagingAccountID = account,
    stagingSourceServerArn = ("arn:%s:drs:%s:%s:source-server/s-0123456789abcdef0"):format(world.partition(server.region),
      server.region, account),
    errorMessage = not server.facts.extended and "The staging source server did not answer." or nil,
  }
end

--- A SourceServer.
---@param server table
---@param now number
---@return table
function documents.server(server, now)
  return {
    sourceServerID = server.name,
    arn = world.arn("drs", server.region, "source-server/" .. server.name),
    tags = { Name = "db" .. server.number, ["cost center"] = "4711", ["aws:cloudformation:stack-name"] = "dr",
      ["ключ"] = "значение" },
    recoveryInstanceId = "i-0fedcba9876543210",
    lastLaunchResult = "SUCCEEDED",
    dataReplicationInfo = replication_info(server, now),
    lifeCycle = life_cycle(server, now),
    sourceProperties = source_properties(server, now),
    stagingArea = staging_area(server),
    sourceCloudProperties = {
      originAccountID = world.account, originRegion = "us-west-2", originAvailabilityZone = "us-west-2b",
      sourceOutpostArn = "arn:aws:outposts:us-west-2:" .. world.account .. ":outpost/op-0fedcba9876543210",
    },
    replicationDirection = "FAILOVER",
    reversedDirectionSourceServerArn = world.arn("drs", server.region, "source-server/s-0fedcba9876543210"),
    sourceNetworkID = "sn-0123456789abcdef0",
    agentVersion = "3.7.0.2024.001.0007",
  }
end

local function launch_actions(job)
  return {
    ssmAgentDiscoveryDatetime = iso(job.ended - 60),
    runs = { {
      action = { actionId = "01234567-89ab-cdef-0123-456789abcdef", actionCode = "AWS-RunShellScript", type = "SSM_COMMAND",
        name = "Check the database", active = true, order = 2, actionVersion = "$DEFAULT", optional = true,
        parameters = { commands = { value = "systemctl is-active postgresql", type = "DYNAMIC" } },
        description = "Says whether the database answers.", category = "VALIDATION" },
      runId = "76543210-fedc-ba98-7654-3210fedcba98",
      status = "SUCCEEDED",
    } },
  }
end

local function participant(id, launch, job)
  local launched = launch == "LAUNCHED"
  return { sourceServerID = id, recoveryInstanceID = launched and "i-0fedcba9876543210" or nil, launchStatus = launch,
    launchActionsStatus = launched and job.ended and launch_actions(job) or nil }
end

--- A Job of two servers.
---@param job table
---@return table
function documents.job(job)
  local first = job.status == "COMPLETED" and job.launch == "FAILED" and "LAUNCHED" or job.launch
  return {
    jobID = job.name,
    arn = world.arn("drs", job.region, "job/" .. job.name),
    type = job.launch == "TERMINATED" and "TERMINATE" or "LAUNCH",
    initiatedBy = job.launch == "TERMINATED" and "TERMINATE_RECOVERY_INSTANCES" or "START_DRILL",
    creationDateTime = iso(job.created),
    endDateTime = job.status == "COMPLETED" and iso(job.ended) or nil,
    status = job.status,
    participatingServers = {
      participant("s-continuous0000001", first, job), participant("s-continuous0000002", job.launch, job),
    },
    tags = { ["cost center"] = "4711" },
    participatingResources = { {
      participatingResourceID = { sourceNetworkID = "sn-0123456789abcdef0" }, launchStatus = first,
    } },
  }
end

return documents
