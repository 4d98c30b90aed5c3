-- Waits over real sockets, against the local endpoint. Whoever looks moves the world's clock on, so that nothing takes long.
local aws = require "aws"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local wait_cases = require "spec.support.wait_cases"
local waits = require "spec.support.waits"

local START = "arn:aws:dms:us-east-1:123456789012:replication-config:"

local world, clients
before_each(function() world, clients = local_world.new(), {} end)
after_each(function()
  for _, client in ipairs(clients) do client.close() end
end)

local function client_of(service, words, settings)
  local client = aws[service].new(local_aws.settings(world:url(words), settings))
  clients[#clients + 1] = client
  return client
end

-- Options of a wait whose looks follow at once, and find the world so many seconds later.
local function passing(seconds, more)
  local options = { delay = 0.01, max_time = 120, on_poll = function() world:advance(seconds) end }
  for name, value in pairs(more or {}) do options[name] = value end
  return options
end

local function fails(run, ...)
  local ok, err = pcall(run, ...)
  assert.is_false(ok)
  return err
end

describe("over real sockets", function()
  for _, case in ipairs(wait_cases.list) do
    it(case.name, function() wait_cases.check(case, wait_cases.perform(wait_cases.prepare(case))) end)
  end
end)

describe("waits for replications", function()
  it("see a stop to its end", function()
    local dms, input = client_of("dms", "phase=10"), { ReplicationConfigArn = START .. "RUNNING-ONE" }
    dms.stop_replication(input)
    local replication, info = dms.wait.replication_stopped(input, passing(4))
    assert.same({ "stopped", "Stop Reason NORMAL" }, { replication.Status, replication.StopReason })
    assert.equal("stopping*3 stopped", waits.states_of(info.observed))
    assert.equal("stopped", dms.wait.replication_at_rest(input).Status)
  end)

  it("see a start through all its phases", function()
    local dms = client_of("dms", "phase=60")
    local input = { ReplicationConfigArn = START .. "STOPPED-ONE", StartReplicationType = "resume-processing" }
    dms.start_replication(input)
    local replication, info = dms.wait.replication_running(input, passing(60))
    assert.equal("running", replication.Status)
    assert.equal("initializing preparing_metadata_resources testing_connection fetching_metadata calculating_capacity "
      .. "provisioning_capacity replication_starting running", waits.states_of(info.observed))
  end)

  it("see a start that fails, and a full load that ends", function()
    local dms = client_of("dms", "phase=60")
    local input = { ReplicationConfigArn = START .. "FAILING-ONE", StartReplicationType = "start-replication" }
    dms.start_replication(input)
    local err = fails(dms.wait.replication_running, input, passing(60))
    assert.same({ "WaitFailed", "failed", input.ReplicationConfigArn }, { err.type, err.state, err.resource_id })
    input = { ReplicationConfigArn = START .. "LOADING-ONE", StartReplicationType = "start-replication" }
    dms.start_replication(input)
    local replication, info = dms.wait.replication_running(input, passing(100000))
    assert.same({ "stopped", "Stop Reason FULL_LOAD_ONLY_FINISHED" }, { replication.Status, replication.StopReason })
    assert.equal("initializing stopped", waits.states_of(info.observed))
  end)

  it("see what is provisioned go", function()
    local dms, arn = client_of("dms", "deprovision=1000"), START .. "RUNNING-TWO"
    dms.stop_replication({ ReplicationConfigArn = arn })
    assert.equal("WaitFailed", fails(dms.wait.replication_deprovisioned, arn, passing(400, { max_time = 60 })).type)
    local replication, info = dms.wait.replication_deprovisioned(arn, passing(400, { max_time = 2000 }))
    assert.same({ "stopped", "deprovisioned" }, { replication.Status, info.state })
  end)

  it("see one that is taken away, in both of AWS's ways to say so", function()
    for _, words in ipairs({ "missing=empty", "none" }) do
      local dms, arn = client_of("dms", words), START .. "DELETING-ONE"
      local looks = 0
      local value, info = dms.wait.replication_deleted(arn, {
        delay = 0.01, on_poll = function()
          looks = looks + 1
          if looks == 2 then world:set(arn, { status = "missing" }) end
        end,
      })
      assert.is_nil(value)
      assert.equal("deleting*2 missing", waits.states_of(info.observed))
      assert.equal("ResourceMissing", fails(dms.wait.replication_stopped, arn).type)
      world = local_world.new()
    end
  end)

  it("go on while the service is throttled or lost, and end where it refuses", function()
    local dms, arn = client_of("dms", "throttled=30,id=t" .. local_aws.fresh(), { max_attempts = 1 }), START .. "STOPPED-TWO"
    local _, info = dms.wait.replication_stopped(arn, passing(8))
    assert.equal("ThrottlingException", info.last_error.type)
    dms = client_of("dms", "cut-body", { max_attempts = 1 })
    local err = fails(dms.wait.replication_stopped, arn, { max_time = 0.3, delay = 0.1 })
    assert.same({ "WaitTimeout", "ResponseParseError" }, { err.type, err.last_error.type })
    dms = client_of("dms", "error=AccessDeniedException", { max_attempts = 1 })
    err = fails(dms.wait.replication_stopped, arn)
    assert.same({ "AccessDeniedException", "replication_stopped", {} }, { err.type, err.waiter, err.observed })
  end)

  it("run by a definition of one's own", function()
    local dms, input = client_of("dms", "phase=10"), { ReplicationConfigArn = START .. "RUNNING-THREE" }
    dms.stop_replication(input)
    local _, info = dms.wait_for({
      look = "describe_replications", success = { "stopped" }, failure = { "failed", "missing" },
      state_of = function(output) return output.Replications[1] and output.Replications[1].Status end,
    }, { Filters = { { Name = "replication-config-arn", Values = { input.ReplicationConfigArn } } } }, passing(6))
    assert.equal("stopping*2 stopped", waits.states_of(info.observed))
  end)
end)

describe("waits for servers and jobs", function()
  local function server(state) return local_aws.server_id(state) end

  it("see a retry begin, and end", function()
    local drs, id = client_of("drs", "phase=100"), server("stalled")
    drs.retry_data_replication({ sourceServerID = id })
    local found, info = drs.wait.source_server_initiated(id, passing(100))
    assert.same({ id, 1 }, { found.sourceServerID, info.polls })
    found, info = drs.wait.source_server_continuous({ sourceServerID = id }, passing(100))
    assert.equal("CONTINUOUS", found.dataReplicationInfo.dataReplicationState)
    assert.equal("CONTINUOUS", info.observed[#info.observed].state)
  end)

  it("see a server that stays stalled, and one that is not there", function()
    local drs = client_of("drs")
    local err = fails(drs.wait.source_server_continuous, server("stalled"), { settle = 0.05, delay = 0.02 })
    assert.same({ "WaitFailed", "STALLED" }, { err.type, err.state })
    err = fails(drs.wait.source_server_initiated, "s-nobody0000000000a")
    assert.same({ "ResourceMissing", "s-nobody0000000000a" }, { err.type, err.resource_id })
  end)

  it("see a small lag", function()
    local drs, id = client_of("drs"), server("continuous")
    world:set(id, { lag = "PT5M" })
    local looks = 0
    local found = drs.wait.source_server_continuous(id, {
      delay = 0.01, max_lag = 30, on_poll = function()
        looks = looks + 1
        if looks == 3 then world:set(id, { lag = "PT20S" }) end
      end,
    })
    assert.same({ 4, "PT20S" }, { looks, found.dataReplicationInfo.lagDuration })
  end)

  it("see a job to its end", function()
    local drs = client_of("drs", "phase=20")
    local function job(state) return "drsjob-" .. (state .. ("0"):rep(17)):sub(1, 17) end
    local found, info = drs.wait.job_completed(job("launching"), passing(15))
    assert.equal("COMPLETED", found.status)
    assert.is_true(#info.observed > 1)
    local err = fails(drs.wait.job_completed, { jobID = job("failed") })
    assert.equal("WaitFailed", err.type)
    assert.truthy(err.message:find("FAILED", 1, true))
  end)
end)

describe("waits in aws.map", function()
  it("let other items run", function()
    local dms, arn = client_of("dms"), START .. "STOPPING-ONE"
    local has_looked
    local results, failed = aws.map({ 1, 2 }, function(item)
      if item == 1 then
        return dms.wait.replication_stopped(arn, { delay = 0.02, max_time = 60, on_poll = function() has_looked = true end })
      end
      while not has_looked do dms.describe_replications({ MaxRecords = 1 }) end
      world:set(arn, { status = "stopped" })
    end)
    assert.equal(0, failed, results[1].error and tostring(results[1].error))
    assert.equal("stopped", results[1].value.Status)
    assert.equal("replication_stopped", results[1].metadata.waiter)
  end)

  it("end with the map's time", function()
    local dms, arn = client_of("dms"), START .. "STOPPING-TWO"
    local err = fails(aws.map, { 1 }, function() return dms.wait.replication_stopped(arn, { delay = 30 }) end, { timeout = 0.5 })
    assert.equal("MapTimeout", err.type)
    local inner = err.results[1].error
    assert.same({ "MapTimeout", "replication_stopped", "stopping" }, { inner.type, inner.waiter, waits.states_of(inner.observed) })
  end)
end)
