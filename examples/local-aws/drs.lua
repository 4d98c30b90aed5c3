-- DRS RetryDataReplication: restJson1, errors named in a header, times as ISO 8601 text.

local answers = require "answers"
local json = require "json"
local state = require "state"
local world = require "world"

local drs = { name = "drs", operation = "RetryDataReplication" }

-- The states from which the service documents that a retry works.
local retryable = { STALLED = true, DISCONNECTED = true, STOPPED = true }

local function iso(time)
  return os.date("!%Y-%m-%dT%H:%M:%S", time) .. (".%03dZ"):format(math.floor(time % 1 * 1000))
end

local function initiation(now)
  local steps = {}
  for i, name in ipairs {
    "WAIT", "CREATE_SECURITY_GROUP", "LAUNCH_REPLICATION_SERVER", "BOOT_REPLICATION_SERVER",
    "AUTHENTICATE_WITH_SERVICE", "DOWNLOAD_REPLICATION_SOFTWARE", "CREATE_STAGING_DISKS", "ATTACH_STAGING_DISKS",
    "PAIR_REPLICATION_SERVER_WITH_AGENT", "CONNECT_AGENT_TO_REPLICATION_SERVER", "START_DATA_TRANSFER",
  } do
    steps[i] = { name = name, status = i == 1 and "SUCCEEDED" or i == 2 and "IN_PROGRESS" or "NOT_STARTED" }
  end
  return { startDateTime = iso(now), nextAttemptDateTime = iso(now + 600), steps = steps }
end

local function replication_info(region, resource, now)
  return {
    lagDuration = "PT5M12S",
    etaDateTime = iso(now + 3600),
    replicatedDisks = {
      { deviceName = "/dev/sda", totalStorageBytes = 107374182400, replicatedStorageBytes = 53687091200,
        rescannedStorageBytes = 1048576, backloggedStorageBytes = 8589934592, volumeStatus = "REGULAR" },
      { deviceName = "/dev/sdb", totalStorageBytes = 2199023255552, replicatedStorageBytes = 0,
        rescannedStorageBytes = 0, backloggedStorageBytes = 0, volumeStatus = "PENDING" },
    },
    dataReplicationState = resource.status,
    dataReplicationInitiation = initiation(now),
    dataReplicationError = {
      error = "AGENT_NOT_SEEN",
      rawError = "The agent was not seen for 900 s.\nLast handshake: \"timed out\".",
    },
    stagingAvailabilityZone = region .. "a",
    stagingOutpostArn = "arn:aws:outposts:" .. region .. ":" .. world.account .. ":outpost/op-0123456789abcdef0",
  }
end

local function life_cycle(resource, now)
  return {
    addedToServiceDateTime = iso(resource.created - 864000),
    firstByteDateTime = iso(resource.created - 863000),
    elapsedReplicationDuration = "P10DT2H30M",
    lastSeenByServiceDateTime = iso(now - 900),
    lastLaunch = {
      initiated = { apiCallDateTime = iso(resource.created - 432000), jobID = "drsjob-0123456789abcdef0", type = "DRILL" },
      status = "LAUNCHED",
    },
  }
end

local function source_properties(now)
  return {
    lastUpdatedDateTime = iso(now - 900),
    recommendedInstanceType = "c5.2xlarge",
    identificationHints = {
      fqdn = "db1.corp.example", hostname = "db1", vmWareUuid = "564d1a2b-3c4d-5e6f-7081-92a3b4c5d6e7",
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

-- A document with every member that the service documents.
local function document(id, region, resource)
  local now = ngx.now()
  local arn = ("arn:aws:drs:%s:%s:source-server/"):format(region, world.account)
  return {
    sourceServerID = id,
    arn = arn .. id,
    tags = { Name = "db1", ["cost center"] = "4711", ["aws:cloudformation:stack-name"] = "dr", ["ключ"] = "значение" },
    recoveryInstanceId = "i-0fedcba9876543210",
    lastLaunchResult = "SUCCEEDED",
    dataReplicationInfo = replication_info(region, resource, now),
    lifeCycle = life_cycle(resource, now),
    sourceProperties = source_properties(now),
    stagingArea = {
      status = "EXTENSION_ERROR", stagingAccountID = world.account, stagingSourceServerArn = arn .. "s-0123456789abcdef0",
      errorMessage = "The staging source server did not answer.",
    },
    sourceCloudProperties = {
      originAccountID = world.account, originRegion = "us-west-2", originAvailabilityZone = "us-west-2b",
      sourceOutpostArn = "arn:aws:outposts:us-west-2:" .. world.account .. ":outpost/op-0fedcba9876543210",
    },
    replicationDirection = "FAILOVER",
    reversedDirectionSourceServerArn = arn .. "s-0fedcba9876543210",
    sourceNetworkID = "sn-0123456789abcdef0",
    agentVersion = "3.7.0.2024.001.0007",
  }
end

local function invalid(reason, message, field)
  local list = field and json.list { { name = "sourceServerID", message = field } } or nil
  return answers.fail("drs", "ValidationException", message, { reason = reason, fieldList = list, code = "VALIDATION" })
end

-- The id of a request body, or nil and the error answer.
local function read_input(body)
  local input, problem = json.decode(body)
  if input == nil then
    return nil, invalid("cannotParse", "The request body is not JSON: " .. problem)
  elseif json.kind(input) ~= "START_OBJECT" then
    return nil, answers.fail("drs", "SerializationException", "Start of structure or map found where not expected.")
  end
  local id = input.sourceServerID
  if id == nil or id == json.null then
    return nil, invalid("fieldValidationFailed", "1 validation error detected: Value null at 'sourceServerID' failed "
      .. "to satisfy constraint: Member must not be null", "Member must not be null")
  elseif type(id) ~= "string" then
    return nil, answers.fail("drs", "SerializationException", json.kind(id) .. " can not be converted to a String")
  elseif #id ~= 19 or not id:find("^s%-%w+$") then
    local rule = "Member must satisfy regular expression pattern: s-[0-9a-zA-Z]{17}"
    return nil, invalid("fieldValidationFailed", ("1 validation error detected: Value '%s' at 'sourceServerID' failed "
      .. "to satisfy constraint: %s"):format(id, rule), rule)
  end
  return id
end

--- Current record of a source server that a request has touched or would find, or nil.
---@param id string
---@return table|nil resource {status, count}
function drs.find(id)
  local first = #id == 19 and world.server(id)
  return first and state.resource(id, first) or nil
end

-- The refusals that come before the input is looked at.
local function check_caller(caller)
  if caller.key.denied then
    return answers.fail("drs", "AccessDeniedException", "User: arn:aws:iam::" .. world.account
      .. ":user/restricted is not authorized to perform: drs:RetryDataReplication", { code = "ACCESS_DENIED" })
  elseif caller.key.uninitialized or caller.region == world.uninitialized_region then
    return answers.fail("drs", "UninitializedAccountException",
      "Account " .. world.account .. " is not initialized for Elastic Disaster Recovery in this region.",
      { code = "UNINITIALIZED_ACCOUNT" })
  end
end

--- Carries out RetryDataReplication; with `dry` it answers the same and changes nothing.
---@param req table
---@param caller table from verify.check
---@param dry boolean
---@return table answer
function drs.perform(req, caller, dry)
  local problem = check_caller(caller)
  if problem then
    return problem
  end
  local id
  id, problem = read_input(req.body)
  if not id then
    return problem
  end
  local resource = drs.find(id)
  if not resource then
    return answers.fail("drs", "ResourceNotFoundException", "Source server " .. id .. " not found.",
      { code = "RESOURCE_NOT_FOUND", resourceId = id, resourceType = "SourceServer" })
  elseif not retryable[resource.status] then
    return invalid("other", ("Source server %s is %s; a retry needs STALLED, DISCONNECTED or STOPPED.")
      :format(id, resource.status))
  end
  if not dry then
    state.move(resource, "INITIATING")
  end
  local answer = answers.success("drs", document(id, caller.region, resource))
  answer.applied = not dry
  return answer
end

return drs
