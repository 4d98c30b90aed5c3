-- Reads and starts of both services through the client, against the local endpoint.
local dms = require "aws.dms"
local dms_model = require "aws.model.dms"
local documented = require "spec.support.documented"
local drs = require "aws.drs"
local drs_model = require "aws.model.drs"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:"

local world, clients
before_each(function() world, clients = local_world.new(), {} end)
after_each(function()
  for _, client in ipairs(clients) do client.close() end
end)

local function client(service, words, more)
  local one = service.new(local_aws.settings(world:url(words), more))
  clients[#clients + 1] = one
  return one
end

local function by_arn(arn) return { Filters = { { Name = "replication-config-arn", Values = { arn } } } } end

local function failure(fn, ...)
  local ok, err = pcall(fn, ...)
  assert.is_false(ok)
  return err
end

describe("dms over real sockets", function()
  it("lists replications and their configs, as the model has them", function()
    local one = client(dms)
    for operation, member in pairs({ describe_replications = "Replications", describe_replication_configs = "ReplicationConfigs" }) do
      local output, metadata = one[operation]()
      assert.equal(200, metadata.status)
      assert.equal(6, #output[member])
      documented.part(dms_model, dms_model.operations[operation].output, output)
    end
  end)

  it("finds one by its ARN, follows it through a stop, and starts it again", function()
    local one, arn = client(dms, "phase=1000"), ARN .. "RUNNING-ORDERS"
    local function look() return one.describe_replications(by_arn(arn)).Replications[1] end
    assert.equal("running", look().Status)
    one.stop_replication({ ReplicationConfigArn = arn })
    assert.equal("stopping", look().Status)
    world:advance(1000)
    local stopped = look()
    assert.equal("stopped", stopped.Status)
    assert.equal("Stop Reason NORMAL", stopped.StopReason)
    assert.near(48 * 3600, stopped.ReplicationDeprovisionTime - stopped.ReplicationLastStopTime, 0.01)
    documented.whole(dms_model, "Replication", stopped)
    local started = one.start_replication({ ReplicationConfigArn = arn, StartReplicationType = "resume-processing" })
    assert.equal("initializing", started.Replication.Status)
    assert.equal("resume-processing", look().StartReplicationType)
  end)

  it("carries times and positions of a start", function()
    local one, time = client(dms), 1700000000.5
    one.start_replication({ ReplicationConfigArn = ARN .. "STOPPED1", StartReplicationType = "start-replication",
      CdcStartTime = time, CdcStopPosition = "server_time:2031-01-01T00:00:00" })
    local replication = one.describe_replications(by_arn(ARN .. "STOPPED1")).Replications[1]
    assert.near(time, replication.CdcStartTime, 0.001)
    assert.equal("server_time:2031-01-01T00:00:00", replication.CdcStopPosition)
  end)

  it("reads table statistics and tags", function()
    local one, arn = client(dms), ARN .. "RUNNING-ORDERS"
    local output = one.describe_replication_table_statistics({ ReplicationConfigArn = arn })
    documented.part(dms_model, "DescribeReplicationTableStatisticsResponse", output)
    for _, statistics in ipairs(output.ReplicationTableStatistics) do
      documented.whole(dms_model, "TableStatistics", statistics)
    end
    assert.equal(9007199255740, output.ReplicationTableStatistics[1].FullLoadRows)
    local tags = one.list_tags_for_resource({ ResourceArnList = { arn } }).TagList
    documented.whole(dms_model, "TagList", tags)
    assert.equal("данные", tags[3].Value)
  end)

  it("follows a marker, over https as well", function()
    local one = dms.new(local_aws.settings((world:url("many=45"):gsub("^" .. local_aws.http():gsub("%p", "%%%0"), local_aws.https()))))
    clients[1] = one
    local count, marker = 0, nil
    repeat
      local output = one.describe_replications({ MaxRecords = 20, Marker = marker })
      count, marker = count + #output.Replications, output.Marker
    until not marker
    assert.equal(45, count)
  end)

  it("tells what the service refuses", function()
    local one = client(dms)
    assert.equal("ResourceNotFoundFault", failure(one.describe_replications, by_arn(ARN .. "NOSUCH")).type)
    assert.equal("InvalidParameterValueException", failure(one.describe_replications, { Marker = "nonsense" }).type)
    assert.equal("InvalidResourceStateFault",
      failure(one.start_replication, { ReplicationConfigArn = ARN .. "RUNNING1", StartReplicationType = "start-replication" }).type)
    local reader = client(dms, nil, { credentials = local_aws.reader_key })
    local denied = failure(reader.stop_replication, { ReplicationConfigArn = ARN .. "RUNNING1" })
    assert.equal("AccessDeniedException", denied.type)
    assert.equal("no", denied.applied)
  end)

  it("does not know what became of a stop whose reply was lost, and a look does", function()
    local one = client(dms, "phase=1000,reply-lost,on=StopReplication,times=1,id=lost" .. local_aws.fresh())
    local err = failure(one.stop_replication, { ReplicationConfigArn = ARN .. "RUNNING1" })
    assert.equal("unknown", err.applied)
    assert.equal("transport", err.kind)
    assert.equal("stopping", one.describe_replications(by_arn(ARN .. "RUNNING1")).Replications[1].Status)
  end)

  it("is throttled for a time, and retries", function()
    local one = client(dms, "throttled=1000,id=busy" .. local_aws.fresh(), { max_attempts = 2, sleep = function() world:advance(1000) end })
    local output, metadata = one.describe_replications()
    assert.equal(6, #output.Replications)
    assert.equal(2, metadata.attempts)
  end)
end)

describe("drs over real sockets", function()
  it("lists servers and jobs, as the model has them", function()
    local one = client(drs)
    for operation, count in pairs({ describe_source_servers = 7, describe_jobs = 3 }) do
      local output, metadata = one[operation]()
      assert.equal(200, metadata.status)
      assert.equal(count, #output.items)
      documented.part(drs_model, drs_model.operations[operation].output, output)
    end
  end)

  it("finds one by its id, and follows it through a retry", function()
    local one, id = client(drs, "phase=1000"), "s-stalled0000000001"
    local function state()
      local server = one.describe_source_servers({ filters = { sourceServerIDs = { id } } }).items[1]
      return server.dataReplicationInfo.dataReplicationState
    end
    assert.equal("STALLED", state())
    one.retry_data_replication({ sourceServerID = id })
    assert.equal("INITIATING", state())
    world:advance(2000)
    assert.equal("CONTINUOUS", state())
  end)

  it("starts a stopped server", function()
    local one = client(drs)
    local output = one.start_replication({ sourceServerID = "s-stopped0000000001" })
    assert.equal("INITIATING", output.sourceServer.dataReplicationInfo.dataReplicationState)
    local err = failure(one.start_replication, { sourceServerID = "s-stalled0000000001" })
    assert.equal("ConflictException", err.type)
    assert.equal("s-stalled0000000001", err.fields.resourceId)
  end)

  it("follows a token", function()
    local one, count, token = client(drs, "many=45"), 0, nil
    repeat
      local output = one.describe_source_servers({ maxResults = 20, nextToken = token })
      count, token = count + #output.items, output.nextToken
    until not token
    assert.equal(45, count)
  end)

  it("says why a launch failed", function()
    local job = client(drs).describe_jobs({ filters = { jobIDs = { "drsjob-failed00000000001" } } }).items[1]
    assert.equal("COMPLETED", job.status)
    assert.equal("FAILED", job.participatingServers[2].launchStatus)
  end)

  it("says when it is throttled, and for how long", function()
    local one = client(drs, "throttled=1000,retry-after=7,id=busy" .. local_aws.fresh())
    local err = failure(one.describe_source_servers)
    assert.equal("ThrottlingException", err.type)
    assert.is_true(err.throttling)
    assert.equal("7", err.fields.retryAfterSeconds)
  end)
end)

-- The client leaves out what it does not know: here the answers themselves are looked at.
describe("the local endpoint's answers", function()
  local calls = {
    { "dms", dms_model, "describe_replications", {} },
    { "dms", dms_model, "describe_replication_configs", {} },
    { "dms", dms_model, "describe_replication_table_statistics", { ReplicationConfigArn = ARN .. "RUNNING1" } },
    { "dms", dms_model, "start_replication", { ReplicationConfigArn = ARN .. "CREATED1", StartReplicationType = "start-replication" } },
    { "dms", dms_model, "stop_replication", { ReplicationConfigArn = ARN .. "RUNNING1" } },
    { "dms", dms_model, "list_tags_for_resource", { ResourceArn = ARN .. "RUNNING1" } },
    { "drs", drs_model, "describe_source_servers", { maxResults = 3 } },
    { "drs", drs_model, "describe_jobs", {} },
    { "drs", drs_model, "start_replication", { sourceServerID = "s-stopped0000000001" } },
    { "drs", drs_model, "retry_data_replication", { sourceServerID = "s-stalled0000000001" } },
  }

  for _, call in ipairs(calls) do
    it("have documented members only: " .. call[3], function()
      local operation = call[2].operations[call[3]]
      local document, status = world:call(call[1], operation.name, call[4])
      assert.equal(200, status)
      documented.part(call[2], operation.output, document)
    end)
  end
end)
