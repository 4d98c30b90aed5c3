-- The local endpoint's DRS: servers and jobs, filters, what a retry and a start lead to.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local world
before_each(function() world = local_world.new() end)

local function ids(document, member)
  local list = {}
  for i, item in ipairs(document.items) do list[i] = item[member or "sourceServerID"] end
  return list
end

local function servers(filters, more)
  return ids((world:drs("DescribeSourceServers", { filters = filters }, more)))
end

local function look(id)
  local document = world:drs("DescribeSourceServers", { filters = { sourceServerIDs = { id } } })
  return document.items[1]
end

local function job(id)
  return world:drs("DescribeJobs", { filters = { jobIDs = { id } } }, { words = "phase=1000" }).items[1]
end

describe("source servers", function()
  it("are listed by id, those in trouble among them", function()
    assert.same({
      "s-continuous0000001", "s-disconnected00001", "s-extended000000001", "s-initiating0000001", "s-paused00000000001",
      "s-stalled0000000001", "s-stopped0000000001",
    }, servers())
  end)

  it("are filtered by id, hardware and staging account", function()
    assert.same({ "s-paused00000000007", "s-stalled0000000001" },
      servers({ sourceServerIDs = { "s-stalled0000000001", "s-paused00000000007", "s-nosuch00000000001", "s-stalled0000000001" } }))
    assert.same({ "s-extended000000001" }, servers({ stagingAccountIDs = { "210987654321" } }))
    assert.same({}, servers({ stagingAccountIDs = { "210987654321" }, sourceServerIDs = { "s-stalled0000000001" } }))
    assert.same({ "s-stalled0000000003" }, servers({ hardwareId = "564d1a2b-3c4d-5e6f-7081-000000000003",
      sourceServerIDs = { "s-stalled0000000003", "s-stalled0000000004" } }))
  end)

  it("refuse what they do not know", function()
    for _, case in ipairs({
      { { filters = { state = "STALLED" } }, "filters.state" },
      { { filters = { sourceServerIDs = { "s-1" } } }, "filters.sourceServerIDs.1.member" },
      { { maxResults = 0 }, "maxResults" },
      { { nextToken = "nonsense" }, "nextToken" },
    }) do
      local name, document = world:refusal("drs", "DescribeSourceServers", case[1])
      assert.equal("ValidationException", name)
      assert.equal("fieldValidationFailed", document.reason)
      assert.equal(case[2], document.fieldList[1].name)
    end
    for _, input in ipairs({ { maxResults = "1" }, { filters = { "a" } }, { filters = { sourceServerIDs = "s-1" } } }) do
      assert.equal("SerializationException", (world:refusal("drs", "DescribeSourceServers", input)))
    end
    assert.equal("ValidationException", (world:refusal("drs", "DescribeSourceServers", {}, { body = "{" })))
  end)

  it("say their state, why and where they stall, and since when", function()
    local stalled = look("s-stalled0000000001").dataReplicationInfo
    assert.equal("STALLED", stalled.dataReplicationState)
    assert.equal("AGENT_NOT_SEEN", stalled.dataReplicationError.error)
    assert.equal("PT5M12S", stalled.lagDuration)
    assert.matches("^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%d%d%d%d%+00:00$", stalled.dataReplicationInitiation.startDateTime)
    local failed = look("s-stalled0000000005").dataReplicationInfo
    assert.equal("FAILED_TO_CREATE_SECURITY_GROUP", failed.dataReplicationError.error)
    assert.same({ "SUCCEEDED", "FAILED", "NOT_STARTED" }, {
      failed.dataReplicationInitiation.steps[1].status, failed.dataReplicationInitiation.steps[2].status,
      failed.dataReplicationInitiation.steps[3].status,
    })
    local well = look("s-continuous0000001").dataReplicationInfo
    assert.equal("PT0S", well.lagDuration)
    assert.is_nil(well.dataReplicationError)
    assert.equal("EXTENDED", look("s-extended000000001").stagingArea.status)
  end)

  it("have every state of the service", function()
    local states = { syncing = "INITIAL_SYNC", backlogged = "BACKLOG", rescanning = "RESCAN", snapshotting = "CREATING_SNAPSHOT" }
    for word, state in pairs(states) do
      assert.equal(state, look("s-" .. word .. ("0"):rep(17 - #word)).dataReplicationInfo.dataReplicationState)
    end
  end)

  it("belong to a region", function()
    world:drs("RetryDataReplication", { sourceServerID = "s-stalled0000000001" }, { region = "eu-west-1" })
    assert.equal("STALLED", look("s-stalled0000000001").dataReplicationInfo.dataReplicationState)
  end)
end)

describe("a retry", function()
  local function retry(id, more) return world:drs("RetryDataReplication", { sourceServerID = id }, more) end

  it("initiates, copies, and is then up to date", function()
    local began = look("s-stalled0000000001").dataReplicationInfo.dataReplicationInitiation.startDateTime
    local info = retry("s-stalled0000000001", { words = "phase=1000" }).dataReplicationInfo
    assert.equal("INITIATING", info.dataReplicationState)
    assert.is_true(info.dataReplicationInitiation.startDateTime > began)
    world:advance(1000)
    assert.equal("INITIAL_SYNC", look("s-stalled0000000001").dataReplicationInfo.dataReplicationState)
    world:advance(1000)
    assert.equal("CONTINUOUS", look("s-stalled0000000001").dataReplicationInfo.dataReplicationState)
    assert.same({ status = "CONTINUOUS", count = 1 }, world:state("s-stalled0000000001"))
  end)

  it("does not help a server that relapses", function()
    retry("s-relapsing00000002", { words = "phase=1000" })
    world:advance(1000)
    local info = look("s-relapsing00000002").dataReplicationInfo
    assert.equal("STALLED", info.dataReplicationState)
    assert.equal("SNAPSHOTS_FAILURE", info.dataReplicationError.error)
  end)

  it("is refused for whoever does not need one, and for an extended server", function()
    for _, id in ipairs({ "s-continuous0000001", "s-initiating0000001", "s-paused00000000001", "s-extended000000001" }) do
      local name, document = world:refusal("drs", "RetryDataReplication", { sourceServerID = id })
      assert.equal("ValidationException", name)
      assert.equal("other", document.reason)
    end
  end)
end)

describe("a start", function()
  it("initiates a stopped server", function()
    local document = world:drs("StartReplication", { sourceServerID = "s-stopped0000000001" })
    assert.equal("INITIATING", document.sourceServer.dataReplicationInfo.dataReplicationState)
    assert.equal(1, world:state("s-stopped0000000001").count)
  end)

  it("is a conflict for any other, and needs one that is there", function()
    local name, document = world:refusal("drs", "StartReplication", { sourceServerID = "s-stalled0000000001" })
    assert.equal("ConflictException", name)
    assert.equal("s-stalled0000000001", document.resourceId)
    assert.equal("ResourceNotFoundException", (world:refusal("drs", "StartReplication", { sourceServerID = "s-nosuch00000000001" })))
    assert.equal("ValidationException", (world:refusal("drs", "StartReplication", {})))
    assert.equal("ValidationException", (world:refusal("drs", "StartReplication", { sourceServerID = "s-stopped" })))
  end)

  it("is not for readers", function()
    local reader = { credentials = local_aws.reader_key }
    assert.equal(7, #servers(nil, reader))
    for _, operation in ipairs({ "StartReplication", "RetryDataReplication" }) do
      assert.equal("AccessDeniedException", (world:refusal("drs", operation, { sourceServerID = "s-stopped0000000001" }, reader)))
    end
  end)

  it("needs an account that was initialised, as a look does", function()
    for _, more in ipairs({ { region = "us-west-1" }, { credentials = local_aws.uninitialized_key } }) do
      for _, operation in ipairs({ "DescribeSourceServers", "DescribeJobs", "StartReplication" }) do
        assert.equal("UninitializedAccountException", (world:refusal("drs", operation, {}, more)))
      end
    end
  end)
end)

describe("jobs", function()
  it("say how each server's launch went", function()
    local done, failed = job("drsjob-completed00000001"), job("drsjob-failed00000000001")
    assert.equal("COMPLETED", done.status)
    assert.equal("LAUNCHED", done.participatingServers[2].launchStatus)
    assert.equal("COMPLETED", failed.status)
    assert.equal("LAUNCHED", failed.participatingServers[1].launchStatus)
    assert.equal("FAILED", failed.participatingServers[2].launchStatus)
    assert.equal("TERMINATE", job("drsjob-terminated0000001").type)
    assert.is_nil(job("drsjob-started0000000001").endDateTime)
  end)

  it("go on from the first look, when their name says so", function()
    local seen = {}
    for i = 1, 3 do
      local found = job("drsjob-launching00000001")
      seen[i] = found.status .. " " .. found.participatingServers[1].launchStatus
      world:advance(1000)
    end
    assert.same({ "PENDING PENDING", "STARTED IN_PROGRESS", "COMPLETED LAUNCHED" }, seen)
  end)

  it("are filtered by id and by date", function()
    local function listed(filters) return ids((world:drs("DescribeJobs", { filters = filters })), "jobID") end
    local all = { "drsjob-completed00000001", "drsjob-failed00000000001", "drsjob-started0000000001" }
    assert.same(all, listed())
    assert.same({ all[2] }, listed({ jobIDs = { all[2], "drsjob-nosuch00000000001" } }))
    assert.same(all, listed({ fromDate = "2001-01-01T00:00:00Z", toDate = "2999-01-01T00:00:00.5Z" }))
    assert.same({}, listed({ fromDate = "2999-01-01T00:00:00Z" }))
    assert.same({}, listed({ toDate = "2001-01-01T00:00:00Z" }))
    assert.equal("ValidationException", (world:refusal("drs", "DescribeJobs", { filters = { fromDate = "yesterday" } })))
    assert.equal("ValidationException", (world:refusal("drs", "DescribeJobs", { filters = { jobIDs = { "s-1" } } })))
  end)
end)
