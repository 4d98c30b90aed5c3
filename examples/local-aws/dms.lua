-- DMS StopReplication: awsJson1.1, errors with status 400, times as epoch seconds.

local answers = require "answers"
local json = require "json"
local state = require "state"
local world = require "world"

local dms = { name = "dms", operation = "StopReplication" }

-- A document with every member that the service documents.
local function document(arn, name, region, resource)
  local now, created = math.floor(ngx.now() * 1000) / 1000, math.floor(resource.created * 1000) / 1000
  local prefix = arn:match("^arn:[^:]*")
  local owned = (":%s:%s:"):format(region, world.account)
  return { Replication = {
    ReplicationConfigIdentifier = name:lower(),
    ReplicationConfigArn = arn,
    SourceEndpointArn = prefix .. ":dms" .. owned .. "endpoint:LOCALSOURCE",
    TargetEndpointArn = prefix .. ":dms" .. owned .. "endpoint:LOCALTARGET",
    ReplicationType = "full-load-and-cdc",
    Status = resource.status,
    ProvisionData = {
      ProvisionState = "provisioned",
      ProvisionedCapacityUnits = 16,
      DateProvisioned = created - 86000.877,
      IsNewProvisioningAvailable = false,
      DateNewProvisioningDataAvailable = created - 43200,
      ReasonForNewProvisioningData = "The load fits the capacity that is provisioned.",
    },
    PremigrationAssessmentStatuses = { {
      PremigrationAssessmentRunArn = prefix .. ":dms" .. owned .. "assessment-run:LOCALRUN",
      FailOnAssessmentFailure = true,
      Status = "warning",
      PremigrationAssessmentRunCreationDate = created - 90000.5,
      AssessmentProgress = { IndividualAssessmentCount = 12, IndividualAssessmentCompletedCount = 12 },
      LastFailureMessage = "Table public.audit_log has no primary key.",
      ResultLocationBucket = "dms-serverless-premigration-results",
      ResultLocationFolder = "assessments/" .. name:lower(),
      ResultEncryptionMode = "SSE_KMS",
      ResultKmsKeyArn = prefix .. ":kms" .. owned .. "key/00000000-1111-2222-3333-444444444444",
      ResultStatistic = { Passed = 10, Failed = 0, Error = 0, Warning = 1, Cancelled = 0, Skipped = 1 },
    } },
    StopReason = "Stop Reason NORMAL",
    FailureMessages = { "Table public.audit_log was suspended: it has no primary key." },
    ReplicationStats = {
      FullLoadProgressPercent = 100,
      ElapsedTimeMillis = 85812345,
      TablesLoaded = 41,
      TablesLoading = 0,
      TablesQueued = 0,
      TablesErrored = 1,
      FreshStartDate = created - 86000,
      StartDate = created - 85990.25,
      StopDate = now,
      FullLoadStartDate = created - 85900.125,
      FullLoadFinishDate = created - 80000.75,
    },
    StartReplicationType = "start-replication",
    CdcStartTime = created - 85900,
    CdcStartPosition = "checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:"
      .. "mysql-bin-changelog.157832:1876#0#0#*#0#93",
    CdcStopPosition = "server_time:2030-01-01T00:00:00",
    RecoveryCheckpoint = "checkpoint:V1#34#00000132/0F000E48#0#0#*#0#121",
    ReplicationCreateTime = created - 172800.001,
    ReplicationUpdateTime = now,
    ReplicationLastStopTime = now,
    ReplicationDeprovisionTime = now + 259200,
    IsReadOnly = false,
  } }
end

-- A stopped replication is "stopping" for a while, except one that was stopping from the first day.
local function settle(resource)
  if resource.status == "stopping" and resource.count > 0 and ngx.now() - resource.since >= world.stopping_seconds then
    resource.status = "stopped"
  end
  return resource
end

-- The ARN of a request body, or nil and the error answer.
local function read_input(body)
  local input, problem = json.decode(body)
  if input == nil then
    return nil, answers.fail("dms", "SerializationException", "The request body is not JSON: " .. problem)
  elseif json.kind(input) ~= "START_OBJECT" then
    return nil, answers.fail("dms", "SerializationException", "Start of structure or map found where not expected.")
  end
  local arn = input.ReplicationConfigArn
  if arn == nil or arn == json.null then
    return nil, answers.fail("dms", "ValidationException", "1 validation error detected: Value null at "
      .. "'replicationConfigArn' failed to satisfy constraint: Member must not be null")
  elseif type(arn) ~= "string" then
    return nil, answers.fail("dms", "SerializationException", json.kind(arn) .. " can not be converted to a String")
  elseif not arn:find("^arn:[^:]+:dms:[^:]*:[^:]*:replication%-config:[^:]+$") then
    return nil, answers.fail("dms", "InvalidParameterValueException",
      "The parameter ReplicationConfigArn must provide a valid replication config ARN.")
  end
  return arn
end

--- Current record of a replication that a request has touched or would find, or nil.
---@param arn string
---@return table|nil resource {status, count}
function dms.find(arn)
  local first = world.replication(arn, arn:match("^arn:[^:]*:dms:([^:]*)"))
  return first and settle(state.resource(arn, first))
end

--- Carries out StopReplication; with `dry` it answers the same and changes nothing.
---@param req table
---@param caller table from verify.check
---@param dry boolean
---@return table answer
function dms.perform(req, caller, dry)
  if caller.key.denied then
    return answers.fail("dms", "AccessDeniedFault",
      "User: arn:aws:iam::" .. world.account .. ":user/restricted is not authorized to perform: dms:StopReplication")
  end
  local arn, problem = read_input(req.body)
  if not arn then
    return problem
  end
  local first, name = world.replication(arn, caller.region)
  if not first then
    return answers.fail("dms", "ResourceNotFoundFault", "Replication config " .. arn .. " not found.")
  end
  local resource = dms.find(arn)
  if resource.status ~= "running" then
    return answers.fail("dms", "InvalidResourceStateFault",
      ("Replication %s can't be stopped: it is %s, not running."):format(arn, resource.status))
  end
  if not dry then
    state.move(resource, "stopping")
  end
  local answer = answers.success("dms", document(arn, name, caller.region, resource))
  answer.applied = not dry
  return answer
end

return dms
