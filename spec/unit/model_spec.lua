-- The models against the public documentation of the two founding operations: every documented member, and no other.
local ascii = require "aws.text.ascii"

local dms = require "aws.model.dms"
local drs = require "aws.model.drs"

--- path=type of every member; "[]" is an element of a list, "{}" a value of a map.
local documented = {
  StopReplication = [[
    Replication=structure Replication.CdcStartPosition=string Replication.CdcStartTime=timestamp
    Replication.CdcStopPosition=string Replication.FailureMessages=list Replication.FailureMessages[]=string
    Replication.IsReadOnly=boolean Replication.PremigrationAssessmentStatuses=list
    Replication.PremigrationAssessmentStatuses[]=structure
    Replication.PremigrationAssessmentStatuses[].AssessmentProgress=structure
    Replication.PremigrationAssessmentStatuses[].AssessmentProgress.IndividualAssessmentCompletedCount=integer
    Replication.PremigrationAssessmentStatuses[].AssessmentProgress.IndividualAssessmentCount=integer
    Replication.PremigrationAssessmentStatuses[].FailOnAssessmentFailure=boolean
    Replication.PremigrationAssessmentStatuses[].LastFailureMessage=string
    Replication.PremigrationAssessmentStatuses[].PremigrationAssessmentRunArn=string
    Replication.PremigrationAssessmentStatuses[].PremigrationAssessmentRunCreationDate=timestamp
    Replication.PremigrationAssessmentStatuses[].ResultEncryptionMode=string
    Replication.PremigrationAssessmentStatuses[].ResultKmsKeyArn=string
    Replication.PremigrationAssessmentStatuses[].ResultLocationBucket=string
    Replication.PremigrationAssessmentStatuses[].ResultLocationFolder=string
    Replication.PremigrationAssessmentStatuses[].ResultStatistic=structure
    Replication.PremigrationAssessmentStatuses[].ResultStatistic.Cancelled=integer
    Replication.PremigrationAssessmentStatuses[].ResultStatistic.Error=integer
    Replication.PremigrationAssessmentStatuses[].ResultStatistic.Failed=integer
    Replication.PremigrationAssessmentStatuses[].ResultStatistic.Passed=integer
    Replication.PremigrationAssessmentStatuses[].ResultStatistic.Skipped=integer
    Replication.PremigrationAssessmentStatuses[].ResultStatistic.Warning=integer
    Replication.PremigrationAssessmentStatuses[].Status=string Replication.ProvisionData=structure
    Replication.ProvisionData.DateNewProvisioningDataAvailable=timestamp
    Replication.ProvisionData.DateProvisioned=timestamp
    Replication.ProvisionData.IsNewProvisioningAvailable=boolean Replication.ProvisionData.ProvisionState=string
    Replication.ProvisionData.ProvisionedCapacityUnits=integer
    Replication.ProvisionData.ReasonForNewProvisioningData=string Replication.RecoveryCheckpoint=string
    Replication.ReplicationConfigArn=string Replication.ReplicationConfigIdentifier=string
    Replication.ReplicationCreateTime=timestamp Replication.ReplicationDeprovisionTime=timestamp
    Replication.ReplicationLastStopTime=timestamp Replication.ReplicationStats=structure
    Replication.ReplicationStats.ElapsedTimeMillis=long Replication.ReplicationStats.FreshStartDate=timestamp
    Replication.ReplicationStats.FullLoadFinishDate=timestamp
    Replication.ReplicationStats.FullLoadProgressPercent=integer
    Replication.ReplicationStats.FullLoadStartDate=timestamp Replication.ReplicationStats.StartDate=timestamp
    Replication.ReplicationStats.StopDate=timestamp Replication.ReplicationStats.TablesErrored=integer
    Replication.ReplicationStats.TablesLoaded=integer Replication.ReplicationStats.TablesLoading=integer
    Replication.ReplicationStats.TablesQueued=integer Replication.ReplicationType=string
    Replication.ReplicationUpdateTime=timestamp Replication.SourceEndpointArn=string
    Replication.StartReplicationType=string Replication.Status=string Replication.StopReason=string
    Replication.TargetEndpointArn=string
  ]],
  RetryDataReplication = [[
    agentVersion=string arn=string dataReplicationInfo=structure
    dataReplicationInfo.dataReplicationError=structure dataReplicationInfo.dataReplicationError.error=string
    dataReplicationInfo.dataReplicationError.rawError=string
    dataReplicationInfo.dataReplicationInitiation=structure
    dataReplicationInfo.dataReplicationInitiation.nextAttemptDateTime=string
    dataReplicationInfo.dataReplicationInitiation.startDateTime=string
    dataReplicationInfo.dataReplicationInitiation.steps=list
    dataReplicationInfo.dataReplicationInitiation.steps[]=structure
    dataReplicationInfo.dataReplicationInitiation.steps[].name=string
    dataReplicationInfo.dataReplicationInitiation.steps[].status=string
    dataReplicationInfo.dataReplicationState=string dataReplicationInfo.etaDateTime=string
    dataReplicationInfo.lagDuration=string dataReplicationInfo.replicatedDisks=list
    dataReplicationInfo.replicatedDisks[]=structure
    dataReplicationInfo.replicatedDisks[].backloggedStorageBytes=long
    dataReplicationInfo.replicatedDisks[].deviceName=string
    dataReplicationInfo.replicatedDisks[].replicatedStorageBytes=long
    dataReplicationInfo.replicatedDisks[].rescannedStorageBytes=long
    dataReplicationInfo.replicatedDisks[].totalStorageBytes=long
    dataReplicationInfo.replicatedDisks[].volumeStatus=string dataReplicationInfo.stagingAvailabilityZone=string
    dataReplicationInfo.stagingOutpostArn=string lastLaunchResult=string lifeCycle=structure
    lifeCycle.addedToServiceDateTime=string lifeCycle.elapsedReplicationDuration=string
    lifeCycle.firstByteDateTime=string lifeCycle.lastLaunch=structure lifeCycle.lastLaunch.initiated=structure
    lifeCycle.lastLaunch.initiated.apiCallDateTime=string lifeCycle.lastLaunch.initiated.jobID=string
    lifeCycle.lastLaunch.initiated.type=string lifeCycle.lastLaunch.status=string
    lifeCycle.lastSeenByServiceDateTime=string recoveryInstanceId=string replicationDirection=string
    reversedDirectionSourceServerArn=string sourceCloudProperties=structure
    sourceCloudProperties.originAccountID=string sourceCloudProperties.originAvailabilityZone=string
    sourceCloudProperties.originRegion=string sourceCloudProperties.sourceOutpostArn=string
    sourceNetworkID=string sourceProperties=structure sourceProperties.cpus=list
    sourceProperties.cpus[]=structure sourceProperties.cpus[].cores=long
    sourceProperties.cpus[].modelName=string sourceProperties.disks=list sourceProperties.disks[]=structure
    sourceProperties.disks[].bytes=long sourceProperties.disks[].deviceName=string
    sourceProperties.identificationHints=structure sourceProperties.identificationHints.awsInstanceID=string
    sourceProperties.identificationHints.fqdn=string sourceProperties.identificationHints.hostname=string
    sourceProperties.identificationHints.vmWareUuid=string sourceProperties.lastUpdatedDateTime=string
    sourceProperties.networkInterfaces=list sourceProperties.networkInterfaces[]=structure
    sourceProperties.networkInterfaces[].ips=list sourceProperties.networkInterfaces[].ips[]=string
    sourceProperties.networkInterfaces[].isPrimary=boolean
    sourceProperties.networkInterfaces[].macAddress=string sourceProperties.os=structure
    sourceProperties.os.fullString=string sourceProperties.ramBytes=long
    sourceProperties.recommendedInstanceType=string sourceProperties.supportsNitroInstances=boolean
    sourceServerID=string stagingArea=structure stagingArea.errorMessage=string
    stagingArea.stagingAccountID=string stagingArea.stagingSourceServerArn=string stagingArea.status=string
    tags=map tags{}=string
  ]],
}

--- Members of the errors, those that travel in headers included.
local documented_errors = {
  [dms] = {
    ResourceNotFoundFault = "message=string",
    InvalidResourceStateFault = "message=string",
    AccessDeniedFault = "message=string",
  },
  [drs] = {
    ResourceNotFoundException = "code=string message=string resourceId=string resourceType=string",
    InternalServerException = "message=string retryAfterSeconds=long@Retry-After",
    ThrottlingException = "message=string quotaCode=string retryAfterSeconds=string@Retry-After serviceCode=string",
    ValidationException = "code=string fieldList=list fieldList[]=structure fieldList[].message=string "
      .. "fieldList[].name=string message=string reason=string",
    UninitializedAccountException = "code=string message=string",
  },
}

local scalars = { string = true, integer = true, long = true, boolean = true, timestamp = true, float = true, double = true }

local add_members

--- Adds a value of a shape, and what is in it, to the lines.
local function add_value(lines, shapes, name, path, place)
  local shape = shapes[name] or assert(scalars[name] and { type = name }, name)
  if path ~= "" then lines[#lines + 1] = path .. "=" .. shape.type .. place end
  if shape.type == "structure" then
    add_members(lines, shapes, shape, path)
  elseif shape.type == "list" then
    add_value(lines, shapes, shape.member, path .. "[]", "")
  elseif shape.type == "map" then
    add_value(lines, shapes, shape.value, path .. "{}", "")
  end
end

function add_members(lines, shapes, structure, path)
  for name, member in pairs(structure.members) do
    local facts = type(member) == "table" and member or { shape = member }
    local place = facts.location and "@" .. facts.location_name or ""
    add_value(lines, shapes, facts.shape, path == "" and name or path .. "." .. name, place)
  end
end

local function members_of(service, shape)
  local lines = {}
  add_value(lines, service.shapes, shape, "", "")
  table.sort(lines, ascii.before)
  return lines
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch("%S+") do lines[#lines + 1] = line end
  table.sort(lines, ascii.before)
  return lines
end

local operations = { { dms, "stop_replication" }, { drs, "retry_data_replication" } }

for _, pair in ipairs(operations) do
  local service, operation = pair[1], pair[1].operations[pair[2]]

  describe("the model of " .. operation.name, function()
    it("has every documented member of the output", function()
      assert.same(lines_of(documented[operation.name]), members_of(service, operation.output))
    end)

    it("has every documented error, with its members", function()
      local listed, expected = {}, {}
      for _, name in ipairs(operation.errors) do listed[name] = members_of(service, name) end
      for name, text in pairs(documented_errors[service]) do expected[name] = lines_of(text) end
      assert.same(expected, listed)
      for name in pairs(listed) do assert.is_true(service.shapes[name].exception, name) end
    end)
  end)
end

describe("the model of DMS", function()
  it("has the facts of the service", function()
    local operation = dms.operations.stop_replication
    assert.same({ "dms", "Database Migration Service", "dms", "dms", "awsJson1.1", "AmazonDMSv20160101" }, {
      dms.name, dms.service_id, dms.endpoint_prefix, dms.signing_name, dms.protocol, dms.target_prefix,
    })
    assert.same({ "StopReplication", "POST", "/" }, { operation.name, operation.method, operation.path })
    assert.same({ "ReplicationConfigArn" }, dms.shapes[operation.input].required)
    assert.same({ "ReplicationConfigArn=string" }, members_of(dms, operation.input))
    assert.is_nil(operation.deprecated)
  end)
end)

describe("the model of DRS", function()
  it("has the facts of the service", function()
    local operation = drs.operations.retry_data_replication
    assert.same({ "drs", "drs", "drs", "drs", "restJson1" }, {
      drs.name, drs.service_id, drs.endpoint_prefix, drs.signing_name, drs.protocol,
    })
    assert.same({ "RetryDataReplication", "POST", "/RetryDataReplication" },
      { operation.name, operation.method, operation.path })
    assert.same({ "sourceServerID" }, drs.shapes[operation.input].required)
    assert.same({ "sourceServerID=string" }, members_of(drs, operation.input))
    assert.equal(19, drs.shapes.SourceServerID.min)
    assert.is_true(operation.deprecated)
  end)

  it("knows whose fault each error is", function()
    assert.equal("server", drs.shapes.InternalServerException.fault)
    for _, name in ipairs({ "ResourceNotFoundException", "ThrottlingException", "ValidationException" }) do
      assert.equal("client", drs.shapes[name].fault, name)
    end
    assert.equal("client", drs.shapes.UninitializedAccountException.fault)
  end)
end)
