-- The local endpoint's DMS: lists, filters, the way of a replication through its states, what is asked for in the URL.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:"

local EMPTY = setmetatable({}, { __jsontype = "array" })

local world
before_each(function() world = local_world.new() end)

local function by_arn(...)
  return { Filters = { { Name = "replication-config-arn", Values = { ... } } } }
end

local function look(name)
  local document, status = world:dms("DescribeReplications", by_arn(ARN .. name))
  assert.equal(200, status)
  assert.equal(1, #document.Replications)
  return document.Replications[1]
end

local function names(document, member)
  local list = {}
  for i, item in ipairs(document[member]) do list[i] = item.ReplicationConfigIdentifier end
  return list
end

local function stop(name, more)
  return world:dms("StopReplication", { ReplicationConfigArn = ARN .. name }, more)
end

local function refused_stop(name, more)
  return (world:refusal("dms", "StopReplication", { ReplicationConfigArn = ARN .. name }, more))
end

local function start(name, more)
  return world:dms("StartReplication",
    { ReplicationConfigArn = ARN .. name, StartReplicationType = "start-replication" }, more)
end

describe("lists of replications", function()
  local listed = {
    "created-audit", "failed-customers", "finished-archive", "running-nightly-test", "running-orders", "stopped-invoices",
  }

  it("are the same in every region, sorted by name", function()
    for _, region in ipairs({ "us-east-1", "eu-west-1", "us-gov-west-1" }) do
      assert.same(listed, names(world:dms("DescribeReplications", {}, { region = region }), "Replications"))
      assert.same(listed, names(world:dms("DescribeReplicationConfigs", {}, { region = region }), "ReplicationConfigs"))
    end
    local document = world:dms("DescribeReplications", {}, { region = "us-gov-west-1" })
    assert.matches("^arn:aws%-us%-gov:dms:us%-gov%-west%-1:", document.Replications[1].ReplicationConfigArn)
  end)

  it("hold who was stopped or started, and not who was only looked at", function()
    look("RUNNING-LOOKED-AT")
    stop("RUNNING-EXTRA")
    local found = names(world:dms("DescribeReplications"), "Replications")
    assert.equal(#listed + 1, #found)
    assert.equal("running-extra", found[4])
    assert.same(listed, names(local_world.new():dms("DescribeReplications"), "Replications"))
    assert.same(listed, names(world:dms("DescribeReplications", {}, { region = "eu-west-1" }), "Replications"))
  end)

  it("are filtered by ARN and by identifier", function()
    assert.same({ "running-orders", "stopped-any" },
      names(world:dms("DescribeReplications", by_arn(ARN .. "STOPPED-any", ARN .. "RUNNING-ORDERS")), "Replications"))
    local by_id = { Filters = { { Name = "replication-config-id", Values = { "running-orders", "created-audit" } } } }
    assert.same({ "created-audit", "running-orders" }, names(world:dms("DescribeReplicationConfigs", by_id), "ReplicationConfigs"))
    by_id.Filters[2] = by_arn(ARN .. "RUNNING-ORDERS", ARN .. "STOPPED-INVOICES").Filters[1]
    assert.same({ "running-orders" }, names(world:dms("DescribeReplications", by_id), "Replications"))
  end)

  it("refuse what they do not know", function()
    local refused = {
      InvalidParameterValueException = {
        { Filters = { { Name = "status", Values = { "running" } } } },
        { Filters = { { Name = "replication-config-arn", Values = EMPTY } } },
        { MaxRecords = 0 }, { MaxRecords = -1 }, { Marker = "nonsense" }, { Marker = "" },
      },
      ValidationException = { { Filters = { { Name = "replication-config-arn" } } }, { Filters = { { Values = { "a" } } } } },
      SerializationException = {
        { Filters = "all" }, { MaxRecords = "ten" }, { MaxRecords = 1.5 }, { Marker = 7 },
        { Filters = { { Name = true, Values = { "a" } } } },
      },
    }
    for name, inputs in pairs(refused) do
      for _, input in ipairs(inputs) do
        assert.equal(name, (world:refusal("dms", "DescribeReplications", input)))
        assert.equal(name, (world:refusal("dms", "DescribeReplicationConfigs", input)))
      end
    end
  end)

  it("answer a filter that nobody fits with a fault, or with an empty list on request", function()
    for _, input in ipairs({ by_arn(ARN .. "NOSUCH"), by_arn("nonsense"), by_arn(ARN:gsub("us%-east%-1", "eu-west-1") .. "RUNNING1") }) do
      assert.equal("ResourceNotFoundFault", (world:refusal("dms", "DescribeReplications", input)))
      assert.same({ Replications = {} }, (world:dms("DescribeReplications", input, { words = "missing=empty" })))
    end
  end)
end)

describe("a replication that is stopped", function()
  it("is stopping for a while, then stopped, and says why and when", function()
    local before = look("RUNNING1")
    assert.is_nil(before.StopReason)
    assert.is_nil(before.ReplicationLastStopTime)
    local stopped = stop("RUNNING1", { words = "phase=1000" })
    assert.equal("stopping", stopped.Replication.Status)
    world:advance(500)
    assert.equal("stopping", look("RUNNING1").Status)
    world:advance(500)
    local after = look("RUNNING1")
    assert.equal("stopped", after.Status)
    assert.equal("Stop Reason NORMAL", after.StopReason)
    assert.equal(stopped.Replication.ReplicationLastStopTime, after.ReplicationLastStopTime)
    assert.equal(48 * 3600, math.floor(after.ReplicationDeprovisionTime - after.ReplicationLastStopTime + 0.5))
    assert.same({ status = "stopped", count = 1 }, world:state(ARN .. "RUNNING1"))
  end)

  it("is stopped after two seconds when nothing else is asked for", function()
    stop("RUNNING1")
    world:advance(2)
    assert.equal("stopped", look("RUNNING1").Status)
  end)

  it("keeps its capacity for 48 hours", function()
    stop("RUNNING1", { words = "phase=1000" })
    world:advance(48 * 3600 - 1000)
    assert.equal("provisioned", look("RUNNING1").ProvisionData.ProvisionState)
    world:advance(1000)
    assert.equal("deprovisioning", look("RUNNING1").ProvisionData.ProvisionState)
    world:advance(1000)
    assert.equal("deprovisioned", look("RUNNING1").ProvisionData.ProvisionState)
    assert.equal("stopped", look("RUNNING1").Status)
  end)

  it("keeps its capacity as long as the URL says", function()
    stop("RUNNING1", { words = "deprovision=70,phase=1000" })
    world:advance(70)
    assert.equal("deprovisioning", look("RUNNING1").ProvisionData.ProvisionState)
  end)

  it("cannot be stopped again, in whatever state it rests", function()
    stop("RUNNING1")
    local rests = { "RUNNING1", "STOPPED1", "STOPPING1", "FAILED1", "CREATED1", "READY1", "MODIFYING1", "DELETING1", "DEPROVISIONED1" }
    for _, name in ipairs(rests) do
      assert.equal("InvalidResourceStateFault", refused_stop(name))
    end
  end)
end)

describe("a replication that is started", function()
  local phases = {
    "initializing", "preparing_metadata_resources", "testing_connection", "fetching_metadata", "calculating_capacity",
    "provisioning_capacity", "replication_starting", "running",
  }

  -- The states seen, one look a phase.
  local function walk(name, count)
    local seen = {}
    for i = 1, count do
      seen[i] = look(name).Status
      world:advance(1000)
    end
    return seen
  end

  it("goes through the phases of a start-up", function()
    local document = start("CREATED1", { words = "phase=1000" })
    assert.equal("initializing", document.Replication.Status)
    assert.equal("start-replication", document.Replication.StartReplicationType)
    assert.same(phases, walk("CREATED1", #phases))
    assert.equal("running", look("CREATED1").Status)
    assert.equal("provisioned", look("CREATED1").ProvisionData.ProvisionState)
  end)

  it("gets its capacity on the way, and loses the traces of the stop", function()
    assert.equal("deprovisioned", look("DEPROVISIONED1").ProvisionData.ProvisionState)
    start("DEPROVISIONED1", { words = "phase=1000" })
    local early = look("DEPROVISIONED1")
    assert.is_nil(early.ProvisionData)
    assert.is_nil(early.StopReason)
    assert.is_nil(early.ReplicationDeprovisionTime)
    world:advance(5000)
    assert.equal("provisioning", look("DEPROVISIONED1").ProvisionData.ProvisionState)
  end)

  it("fails where its name says so", function()
    start("FAILING1", { words = "phase=1000" })
    assert.same({ "initializing", "preparing_metadata_resources", "testing_connection", "failed" }, walk("FAILING1", 4))
    local failed = look("FAILING1")
    assert.equal("Stop Reason FATAL_ERROR", failed.StopReason)
    assert.matches("cannot be reached", failed.FailureMessages[1], 1, true)
  end)

  it("stops by itself when all is loaded", function()
    start("LOADING1", { words = "phase=1000" })
    world:advance(7500)
    assert.equal("running", look("LOADING1").Status)
    world:advance(1000)
    assert.equal("stopped", look("LOADING1").Status)
    assert.equal("Stop Reason FULL_LOAD_ONLY_FINISHED", look("LOADING1").StopReason)
    assert.equal("full-load", look("LOADING1").ReplicationType)
  end)

  it("refuses a stop in the first phases, and takes it in the last ones", function()
    start("CREATED1", { words = "phase=1000" })
    for _, phase in ipairs(phases) do
      assert.equal(phase, look("CREATED1").Status)
      if phase == "provisioning_capacity" then break end
      assert.equal("InvalidResourceStateFault", refused_stop("CREATED1"))
      world:advance(1000)
    end
    assert.equal("stopping", stop("CREATED1", { words = "phase=1000" }).Replication.Status)
    assert.same({ status = "stopping", count = 2 }, world:state(ARN .. "CREATED1"))
  end)

  it("must be at rest, and has to have run for anything but a fresh start", function()
    for _, name in ipairs({ "RUNNING1", "STOPPING1", "STARTING1", "MODIFYING1", "DELETING1" }) do
      assert.equal("InvalidResourceStateFault", (world:refusal("dms", "StartReplication",
        { ReplicationConfigArn = ARN .. name, StartReplicationType = "start-replication" })))
    end
    for _, kind in ipairs({ "resume-processing", "reload-target" }) do
      local input = { ReplicationConfigArn = ARN .. "CREATED1", StartReplicationType = kind }
      assert.equal("InvalidResourceStateFault", (world:refusal("dms", "StartReplication", input)))
      input.ReplicationConfigArn = ARN .. "STOPPED-" .. kind:upper()
      assert.equal("initializing", world:dms("StartReplication", input).Replication.Status)
    end
  end)

  it("refuses a wrong input", function()
    local function refusal(arn, kind, more)
      local input = { ReplicationConfigArn = arn, StartReplicationType = kind }
      for name, value in pairs(more or {}) do input[name] = value end
      return (world:refusal("dms", "StartReplication", input))
    end
    local arn, kind = ARN .. "CREATED1", "start-replication"
    assert.equal("ValidationException", refusal())
    assert.equal("ValidationException", refusal(arn))
    assert.equal("InvalidParameterValueException", refusal(arn, "begin"))
    assert.equal("InvalidParameterValueException", refusal("CREATED1", kind))
    assert.equal("ResourceNotFoundFault", refusal(ARN .. "NOSUCH", kind))
    assert.equal("SerializationException", refusal(arn, kind, { CdcStartTime = "now" }))
    assert.equal("InvalidParameterCombinationException", refusal(arn, kind, { CdcStartTime = 1, CdcStartPosition = "x" }))
    local _, problem = world:refusal("dms", "StartReplication", {})
    assert.matches("^2 validation errors detected: .*'replicationConfigArn'.*; .*'startReplicationType'", problem.message)
    assert.equal(0, world:state(ARN .. "CREATED1").count)
  end)
end)

describe("table statistics", function()
  local function tables(input, more)
    input.ReplicationConfigArn = input.ReplicationConfigArn or ARN .. "RUNNING-ORDERS"
    return world:dms("DescribeReplicationTableStatistics", input, more)
  end

  local function table_names(document)
    local list = {}
    for i, item in ipairs(document.ReplicationTableStatistics) do list[i] = item.TableName end
    return list
  end

  local function refusal(input)
    return (world:refusal("dms", "DescribeReplicationTableStatistics", input))
  end

  it("are there for what has run", function()
    assert.same({ "audit_log", "customers", "invoices", "orders" }, table_names(tables({})))
    assert.equal(ARN .. "RUNNING-ORDERS", tables({}).ReplicationConfigArn)
    assert.equal("InvalidResourceStateFault", refusal({ ReplicationConfigArn = ARN .. "CREATED1" }))
    assert.equal("ValidationException", refusal({}))
  end)

  it("are filtered by schema, table and state", function()
    local function filtered(name, ...) return table_names(tables({ Filters = { { Name = name, Values = { ... } } } })) end
    assert.same({ "audit_log" }, filtered("table-state", "Table error"))
    assert.same({ "customers", "orders" }, filtered("table-name", "orders", "customers", "no_such"))
    assert.equal(4, #filtered("schema-name", "public"))
    assert.same({}, filtered("schema-name", "private"))
    assert.equal("InvalidParameterValueException", refusal(
      { ReplicationConfigArn = ARN .. "RUNNING1", Filters = { { Name = "replication-config-id", Values = { "a" } } } }))
  end)

  it("come in pages", function()
    local first = tables({ MaxRecords = 3 }, { words = "many=5" })
    assert.same({ "table_00001", "table_00002", "table_00003" }, table_names(first))
    local second = tables({ MaxRecords = 3, Marker = first.Marker }, { words = "many=5" })
    assert.same({ "table_00004", "table_00005" }, table_names(second))
    assert.is_nil(second.Marker)
  end)
end)

describe("tags", function()
  local function tags(input)
    local list = {}
    for i, tag in ipairs(world:dms("ListTagsForResource", input).TagList) do
      list[i] = ("%s %s=%s"):format(tag.ResourceArn and tag.ResourceArn:match("[^:]+$") or "-", tag.Key, tag.Value)
    end
    return list
  end

  it("belong to one resource or to many", function()
    assert.same({ "- Name=running-orders", "- env=production", "- команда=данные" }, tags({ ResourceArn = ARN .. "RUNNING-ORDERS" }))
    local of_two = tags({ ResourceArnList = { ARN .. "RUNNING-NIGHTLY-TEST", ARN .. "STOPPED1" } })
    assert.equal(6, #of_two)
    assert.equal("RUNNING-NIGHTLY-TEST env=test", of_two[2])
    assert.equal("STOPPED1 env=production", of_two[5])
  end)

  it("need a resource that is there", function()
    for name, input in pairs({
      InvalidParameterValueException = {},
      ResourceNotFoundFault = { ResourceArnList = { ARN .. "RUNNING1", ARN .. "NOSUCH" } },
      SerializationException = { ResourceArnList = ARN .. "RUNNING1" },
    }) do
      assert.equal(name, (world:refusal("dms", "ListTagsForResource", input)))
    end
  end)
end)

describe("what a caller may do", function()
  it("is nothing without permission", function()
    for operation in pairs({ DescribeReplications = 1, StopReplication = 1, StartReplication = 1, ListTagsForResource = 1 }) do
      local name, document = world:refusal("dms", operation, {}, { credentials = local_aws.denied_key })
      assert.equal("AccessDeniedException", name)
      assert.matches("dms:" .. operation, document.Message, 1, true)
    end
  end)

  it("is to look, with the key of a reader", function()
    local reader = { credentials = local_aws.reader_key }
    assert.equal(6, #world:dms("DescribeReplications", {}, reader).Replications)
    for _, operation in ipairs({ "StopReplication", "StartReplication" }) do
      local input = { ReplicationConfigArn = ARN .. "RUNNING1" }
      assert.equal("AccessDeniedException", (world:refusal("dms", operation, input, reader)))
    end
    assert.equal(0, world:state(ARN .. "RUNNING1").count)
  end)
end)
