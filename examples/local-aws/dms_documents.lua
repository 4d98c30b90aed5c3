-- What DMS answers about a replication: every member that its model has, where the state of the replication gives it one.

local replications = require "replications"
local json = require "json"
local world = require "world"

local documents = {}

local function owned(service, replication, rest)
  return world.arn(service, replication.region, rest)
end

local function provision_data(replication, now)
  local provisioning = replications.provision_state(replication, now)
  local since = replication.started or replication.since
  return provisioning and {
    ProvisionState = provisioning,
    ProvisionedCapacityUnits = 16,
    DateProvisioned = since - 0.877,
    IsNewProvisioningAvailable = false,
    DateNewProvisioningDataAvailable = since + 43200,
    ReasonForNewProvisioningData = "The load fits the capacity that is provisioned.",
  }
end

local function assessments(replication)
  local id = replication.name:lower()
  return { {
    PremigrationAssessmentRunArn = owned("dms", replication, "assessment-run:LOCALRUN"),
    FailOnAssessmentFailure = true,
    Status = "warning",
    PremigrationAssessmentRunCreationDate = replication.created - 90000.5,
    AssessmentProgress = { IndividualAssessmentCount = 12, IndividualAssessmentCompletedCount = 12 },
    LastFailureMessage = "Table public.audit_log has no primary key.",
    ResultLocationBucket = "dms-serverless-premigration-results",
    ResultLocationFolder = "assessments/" .. id,
    ResultEncryptionMode = "SSE_KMS",
    ResultKmsKeyArn = owned("kms", replication, "key/00000000-1111-2222-3333-444444444444"),
    ResultStatistic = { Passed = 10, Failed = 0, Error = 0, Warning = 1, Cancelled = 0, Skipped = 1 },
  } }
end

local function stats(replication)
  local started = replication.started
  return started and {
    FullLoadProgressPercent = 100,
    ElapsedTimeMillis = 85812345,
    TablesLoaded = 41,
    TablesLoading = 0,
    TablesQueued = 0,
    TablesErrored = 1,
    FreshStartDate = started,
    StartDate = started + 9.75,
    StopDate = replication.stopped,
    FullLoadStartDate = started + 99.875,
    FullLoadFinishDate = started + 5999.25,
  }
end

-- Where it reads from: as the start asked for it, else as it went on by itself.
local function positions(document, replication)
  local start, started = replication.start or {}, replication.started
  document.StartReplicationType = start.StartReplicationType or started and "start-replication" or nil
  document.CdcStartTime = start.CdcStartTime or started and started + 100
  document.CdcStartPosition = start.CdcStartPosition
    or started and "checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93"
  document.CdcStopPosition = start.CdcStopPosition or started and "server_time:2030-01-01T00:00:00"
  document.RecoveryCheckpoint = started and "checkpoint:V1#34#00000132/0F000E48#0#0#*#0#121"
  return document
end

local function failure_messages(replication)
  if replication.failure then
    return { replication.failure }
  end
  return replication.started and { "Table public.audit_log was suspended: it has no primary key." } or nil
end

local function replication_type(replication)
  return replication.facts.full_load and "full-load" or "full-load-and-cdc"
end

--- A Replication.
---@param replication table
---@param now number
---@return table
function documents.replication(replication, now)
  return positions({
    ReplicationConfigIdentifier = replication.name:lower(),
    ReplicationConfigArn = replication.arn,
    SourceEndpointArn = owned("dms", replication, "endpoint:LOCALSOURCE"),
    TargetEndpointArn = owned("dms", replication, "endpoint:LOCALTARGET"),
    ReplicationType = replication_type(replication),
    Status = replication.status,
    ProvisionData = provision_data(replication, now),
    PremigrationAssessmentStatuses = replication.started and assessments(replication) or nil,
    StopReason = replication.stop_reason and "Stop Reason " .. replication.stop_reason,
    FailureMessages = failure_messages(replication),
    ReplicationStats = stats(replication),
    ReplicationCreateTime = replication.created - 172800.001,
    ReplicationUpdateTime = replication.since,
    ReplicationLastStopTime = replication.stopped,
    ReplicationDeprovisionTime = replication.deprovision_time,
    IsReadOnly = false,
  }, replication)
end

--- A ReplicationConfig.
---@param replication table
---@return table
function documents.config(replication)
  return {
    ReplicationConfigIdentifier = replication.name:lower(),
    ReplicationConfigArn = replication.arn,
    SourceEndpointArn = owned("dms", replication, "endpoint:LOCALSOURCE"),
    TargetEndpointArn = owned("dms", replication, "endpoint:LOCALTARGET"),
    ReplicationType = replication_type(replication),
    ComputeConfig = {
      AvailabilityZone = replication.region .. "a",
      DnsNameServers = "10.0.0.2",
      KmsKeyId = owned("kms", replication, "key/00000000-1111-2222-3333-444444444444"),
      MaxCapacityUnits = 64,
      MinCapacityUnits = 1,
      MultiAZ = false,
      PreferredMaintenanceWindow = "sun:23:45-mon:00:30",
      ReplicationSubnetGroupId = "local-subnets",
      VpcSecurityGroupIds = { "sg-0123456789abcdef0" },
    },
    ReplicationSettings = '{"Logging":{"EnableLogging":true}}',
    SupplementalSettings = '{"ResourceTags":[]}',
    TableMappings = '{"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"all","object-locator":'
      .. '{"schema-name":"public","table-name":"%"},"rule-action":"include"}]}',
    ReplicationConfigCreateTime = replication.created - 172800.001,
    ReplicationConfigUpdateTime = replication.created - 172000.5,
    IsReadOnly = false,
  }
end

--- A TableStatistics: the first table of a replication has an error, the others are loaded.
---@param replication table
---@param table_name string
---@param number integer which table it is
---@return table
function documents.table_statistics(replication, table_name, number)
  local bad, rows, started = number == 1, 1000 * number, replication.started or replication.created
  return {
    SchemaName = "public", TableName = table_name,
    Inserts = rows, Deletes = number, Updates = 2 * number, Ddls = 0,
    AppliedInserts = rows, AppliedDeletes = number, AppliedUpdates = 2 * number, AppliedDdls = 0,
    FullLoadRows = 9007199254740 + rows, FullLoadCondtnlChkFailedRows = 0, FullLoadErrorRows = bad and 7 or 0,
    FullLoadStartTime = started + 99.875, FullLoadEndTime = started + 100.125 + number, FullLoadReloaded = false,
    LastUpdateTime = started + 6000 + number,
    TableState = bad and "Table error" or "Table completed",
    ValidationPendingRecords = 0, ValidationFailedRecords = bad and 7 or 0, ValidationSuspendedRecords = 0,
    ValidationState = bad and "Mismatched records" or "Validated",
    ValidationStateDetails = bad and "7 records differ." or "All records agree.",
    ResyncState = bad and "Resync in progress" or "Not enabled",
    ResyncRowsAttempted = bad and 7 or 0, ResyncRowsSucceeded = bad and 3 or 0, ResyncRowsFailed = 0,
    ResyncProgress = bad and 42.85 or 100,
  }
end

--- The tags of a replication config. A name with TEST or NIGHTLY in it is one of a test.
---@param replication table
---@param with_arn boolean whether each tag names whose it is
---@return table[]
function documents.tags(replication, with_arn)
  local is_test = replication.name:find("TEST", 1, true) or replication.name:find("NIGHTLY", 1, true)
  local list = json.list {}
  for _, pair in ipairs {
    { "Name", replication.name:lower() }, { "env", is_test and "test" or "production" }, { "команда", "данные" },
  } do
    list[#list + 1] = { Key = pair[1], Value = pair[2], ResourceArn = with_arn and replication.arn or nil }
  end
  return list
end

return documents
