-- What a URL of the local endpoint asks for: faults of one operation, lost replies, throttling, a world and a clock.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-ORDERS"
local by_arn = { Filters = { { Name = "replication-config-arn", Values = { ARN } } } }

local world
before_each(function() world = local_world.new() end)

local function look(words) return world:dms("DescribeReplications", by_arn, { words = words }) end

local function stop(words) return world:dms("StopReplication", { ReplicationConfigArn = ARN }, { words = words }) end

describe("a lost reply", function()
  it("is a stop that was carried out, of which nothing is heard", function()
    assert.is_nil((stop("reply-lost,phase=1000")))
    assert.equal("stopping", look().Replications[1].Status)
    assert.equal(1, world:state(ARN).count)
  end)

  it("is a retry that was carried out as well", function()
    assert.is_nil((world:drs("RetryDataReplication", { sourceServerID = "s-stalled0000000001" }, { words = "reply-lost" })))
    assert.equal(1, world:state("s-stalled0000000001").count)
  end)

  it("is one that was not carried out when cut-before asks for it", function()
    assert.is_nil((stop("cut-before")))
    assert.equal("running", look().Replications[1].Status)
  end)
end)

describe("a fault of one operation", function()
  it("leaves the others alone, and counts that one only", function()
    local words = "phase=1000,on=StopReplication,reply-lost,times=1,id=on" .. local_aws.fresh()
    assert.equal("running", look(words).Replications[1].Status)
    assert.equal("running", look(words).Replications[1].Status)
    assert.is_nil((stop(words)))
    assert.equal("stopping", look(words).Replications[1].Status)
    local document, status = stop(words)
    assert.equal(400, status)
    assert.equal("InvalidResourceStateFault", document.__type)
  end)

  it("is remembered by the operation's name", function()
    local id = "named" .. local_aws.fresh()
    look("status=503,on=StopReplication,id=" .. id)
    stop("status=503,on=StopReplication,id=" .. id)
    local requests = local_aws.requests(id)
    assert.same({ "DescribeReplications", false, "StopReplication", true },
      { requests[1].operation, requests[1].struck, requests[2].operation, requests[2].struck })
  end)
end)

describe("throttling for a time", function()
  it("begins with the first request that it concerns, and ends by the world's clock", function()
    local words = "throttled=1000,on=StopReplication,id=throttled" .. local_aws.fresh()
    world:advance(5000)
    look(words)
    for _ = 1, 3 do
      local document, status = stop(words)
      assert.equal(400, status)
      assert.equal("ThrottlingException", document.__type)
    end
    assert.equal("running", look(words).Replications[1].Status)
    world:advance(1000)
    assert.equal("stopping", stop(words).Replication.Status)
    assert.equal(1, world:state(ARN).count)
  end)

  it("begins anew in another world", function()
    for _ = 1, 2 do
      assert.equal("ThrottlingException", (world:refusal("dms", "DescribeReplications", {}, { words = "throttled=1000" })))
      world:advance(1000)
      assert.is_nil((world:refusal("dms", "DescribeReplications", {}, { words = "throttled=1000" })))
      world = local_world.new()
    end
  end)

  it("is a 429 in DRS, with the time to wait when that is asked for", function()
    local name, document = world:refusal("drs", "DescribeSourceServers", {}, { words = "throttled=1000,retry-after=7" })
    assert.equal("ThrottlingException", name)
    assert.equal("Rate exceeded", document.message)
    local _, status, headers = world:drs("DescribeSourceServers", {}, { words = "throttled=1000,retry-after=7" })
    assert.equal(429, status)
    assert.equal("7", headers["retry-after"])
  end)
end)

describe("a wish that cannot be met", function()
  it("is refused by name", function()
    for words, text in pairs({
      ["on=StopReplicaton"] = "StopReplicaton", ["tokens=odd"] = "odd", ["many=some"] = "many", ["many=100000"] = "many",
      ["many=1.5"] = "many", ["phase=long"] = "phase", ["phase=-1"] = "phase", ["phase=nan"] = "phase",
      ["deprovision=soon"] = "deprovision", ["deprovision=inf"] = "deprovision", ["missing=all"] = "missing",
      ["throttled=x"] = "throttled", ["replylost"] = "replylost",
    }) do
      local answer = local_aws.refused(words)
      assert.equal(400, answer.status)
      assert.matches("'" .. text .. "'", answer.body, 1, true)
    end
  end)
end)

describe("a world of one's own", function()
  it("shares neither states nor clock with another", function()
    local other = local_world.new()
    stop("phase=1000")
    world:advance(1000)
    assert.equal("stopped", world:state(ARN).status)
    assert.equal("running", other:state(ARN).status)
    local_aws.ask("/local-aws/reset?world=" .. world.name, "POST")
    assert.equal("running", world:state(ARN).status)
  end)

  it("takes any state by hand", function()
    world:set(ARN, { status = "never_heard_of", provision_state = "deprovisioning" })
    local replication = look().Replications[1]
    assert.equal("never_heard_of", replication.Status)
    assert.equal("deprovisioning", replication.ProvisionData.ProvisionState)
    world:set(ARN, { status = "failed", failure = "Out+of+order", stop_reason = "STOPPED_DUE_TO_LOW_DISK" })
    replication = look().Replications[1]
    assert.same({ "Out of order" }, replication.FailureMessages)
    assert.equal("Stop Reason STOPPED_DUE_TO_LOW_DISK", replication.StopReason)
  end)

  it("takes a state by hand in the middle of a way", function()
    stop("phase=1000")
    world:set(ARN, { status = "running" })
    world:advance(5000)
    assert.equal("running", look().Replications[1].Status)
  end)

  it("loses whom a hand takes away", function()
    world:set(ARN, { status = "missing" })
    assert.equal("ResourceNotFoundFault", (world:refusal("dms", "DescribeReplications", by_arn)))
    assert.equal("ResourceNotFoundFault", (world:refusal("dms", "StopReplication", { ReplicationConfigArn = ARN })))
    assert.equal(5, #world:dms("DescribeReplications").Replications)
    world:set("s-stalled0000000001", { status = "missing" })
    assert.equal("ResourceNotFoundException", (world:refusal("drs", "RetryDataReplication", { sourceServerID = "s-stalled0000000001" })))
  end)

  it("says what a hand may not do", function()
    assert.is_string(world:set(ARN:gsub("RUNNING", "NOSUCH"), { status = "running" }).message)
    assert.is_string(local_aws.ask("/local-aws/advance?seconds=-1", "POST").message)
    assert.is_string(local_aws.ask("/local-aws/advance", "POST").message)
    assert.is_string(local_aws.ask("/local-aws/nothing").message)
  end)
end)
