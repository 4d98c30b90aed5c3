-- The time of aws.stub: failures on the way, delays, limits, waits, helpers and plans, in no real time.
local aws = require "aws"
local core = require "aws.core"
local dms = require "aws.dms"
local drs = require "aws.drs"
local scripted = require "spec.support.scripted"
local stub = require "aws.stub"
local stubbed = require "spec.support.stubbed"

local failure = scripted.failure

local ARN, SERVER, STOP = stubbed.ARN, stubbed.SERVER, stubbed.STOP
local stopping, replications = stubbed.stopping, stubbed.replications

--- The error of one call that is answered so, and the stub.
local function fail(answer, settings, options)
  local fake = stub.new{ dms = { stop_replication = answer } }
  return failure(fake:client(dms, settings).stop_replication, STOP, options), fake
end

describe("a failure on the way", function()
  local cases = {
    { "ConnectionError", nil, "unknown", true, 0 }, { "ConnectionError", { sent = false }, "no", true, 0 },
    { "ConnectTimeoutError", nil, "no", true, 30 }, { "ReadTimeoutError", nil, "unknown", true, 180 },
    { "TLSError", nil, "no", false, 0 }, { "ProxyError", nil, "no", true, 0 }, { "ProxyError", { sent = true }, "unknown", true, 0 },
    { "ConnectionError", { sent = false, resent = true }, "unknown", true, 0 },
  }
  for _, case in ipairs(cases) do
    local name, fields, applied, is_retried, seconds = (table.unpack or unpack)(case, 1, 5)
    it(("%s makes applied %q"):format(name, applied), function()
      local err, fake = fail(stub.error(name, fields))
      assert.same({ name, "transport", applied, is_retried and 3 or 1, is_retried },
        { err.type, err.kind, err.applied, err.attempts, err.retryable })
      for _, slept in ipairs(fake.sleeps) do seconds = seconds + slept end
      assert.near(1767225600 + seconds, fake:now(), 1e-6)
    end)
  end

  it("leaves a doubt that a later refusal does not take away", function()
    local err = fail({ stub.error("ConnectionError"), stub.error("InvalidResourceStateFault") })
    assert.same({ "InvalidResourceStateFault", "unknown" }, { err.type, err.applied })
    err = fail({ stub.error("ConnectionError", { sent = false }), stub.error("InvalidResourceStateFault") })
    assert.same({ "InvalidResourceStateFault", "no" }, { err.type, err.applied })
  end)

  it("may come after the answer's headers", function()
    local err = fail(stub.error("ConnectionError", { status = 200, headers = { ["x-amzn-requestid"] = "r-1" } }))
    assert.same({ "ResponseParseError", "yes", "r-1" }, { err.type, err.applied, err.request_id })
    err = fail({ stub.error("ConnectionError", { status = 400 }) })
    assert.same({ "HTTP 400", "no" }, { err.type, err.applied })
  end)

  it("says what it is told to say", function()
    assert.truthy(fail(stub.error("TLSError", { message = "self-signed" })).message:find("self-signed", 1, true))
  end)
end)

describe("stub.after", function()
  it("lets time pass before an answer, whatever that is", function()
    local fake = stub.new{ dms = { stop_replication = {
      stub.after(7, stopping), stub.after(2, stub.after(3, stopping)), stub.after(1, function() return stub.after(4, stopping) end),
      stub.after(5, stub.error("InvalidResourceStateFault")), stub.after(6, stub.response{ body = "{}" }),
    } } }
    local client, times = fake:client(dms), {}
    for i = 1, 5 do
      local before = fake:now()
      pcall(client.stop_replication, STOP)
      times[i] = fake:now() - before
    end
    assert.same({ 7, 5, 5, 5, 6 }, times)
  end)

  it("is a ReadTimeoutError where it takes too long", function()
    local err, fake = fail(stub.after(61, stopping), { max_attempts = 1 })
    assert.same({ "ReadTimeoutError", "unknown" }, { err.type, err.applied })
    assert.truthy(err.message:find("no answer within 60 s", 1, true), err.message)
    assert.equal(1767225660, fake:now())
    assert.equal("ReadTimeoutError", fail(stub.after(4, stopping), { read_timeout = 3, max_attempts = 1 }).type)
  end)

  it("is a DeadlineExceeded where the call's time ends before", function()
    local err, fake = fail(stub.after(20, stopping), nil, { timeout = 8 })
    assert.same({ "DeadlineExceeded", "unknown", 1 }, { err.type, err.applied, err.attempts })
    assert.truthy(err.message:find("no whole answer within 8 s (timeout): credentials 0.000 s, attempts 8.000 s", 1, true), err.message)
    assert.equal(1767225608, fake:now())
    err = fail(stub.error("ConnectTimeoutError"), nil, { timeout = 8 })
    assert.same({ "DeadlineExceeded", "no" }, { err.type, err.applied })
  end)

  it("counts over the attempts of a call", function()
    local err, fake = fail({ stub.after(6, stub.error("InternalFailure")), stub.after(6, stopping) }, nil, { timeout = 10 })
    assert.same({ "DeadlineExceeded", "unknown", 2 }, { err.type, err.applied, err.attempts })
    assert.near(1767225610, fake:now(), 1e-6)
  end)
end)

describe("the clock of aws.stub", function()
  it("is moved by pass, and what clients sleep", function()
    local busy = stub.error("ThrottlingException", { headers = { ["Retry-After"] = "3" } })
    local fake = stub.new({ dms = { stop_replication = { busy, stopping } } }, { now = 1000 })
    fake:pass(5)
    local _, metadata = fake:client(dms).stop_replication(STOP)
    assert.same({ metadata.retry_delay }, fake.sleeps)
    assert.is_true(metadata.retry_delay >= 3)
    assert.equal(1005 + metadata.retry_delay, fake:now())
  end)

  it("does not go by the machine's", function()
    local fake = stub.new{ dms = { stop_replication = stub.after(1e9, stopping) } }
    local before = core.clock()
    pcall(fake:client(dms, { read_timeout = 2e9 }).stop_replication, STOP)
    assert.is_true(core.clock() - before < 1e8)
    assert.equal(2767225600, fake:now())
  end)

  it("takes numbers of seconds only, and does not go back", function()
    local fake = stub.new{ dms = { stop_replication = stopping } }
    local sleep = fake:settings().sleep
    for _, wrong in ipairs({ -1, 0 / 0, math.huge, "5", {} }) do
      for name, run in pairs({
        sleep = sleep, pass = function(seconds) fake:pass(seconds) end,
        ["sleep in aws.map"] = function(seconds)
          local results = aws.map({ seconds }, sleep)
          error(results[1].error, 0)
        end,
      }) do
        local err = failure(run, wrong)
        assert.equal(("aws.stub: %s takes a number of seconds, not below 0"):format(name:match("^%w+")), err.message)
      end
    end
    assert.same({ 1767225600, {} }, { fake:now(), fake.sleeps })
  end)

  it("ends keys, and signs", function()
    local fetched, fake = 0, stub.new{ dms = { stop_replication = stopping } }
    local client = fake:client(dms, { credentials = function()
      fetched = fetched + 1
      return { access_key_id = "AKIASTUB", secret_access_key = "stub", expiration = fake:now() + 3600 }
    end })
    client.stop_replication(STOP)
    client.stop_replication(STOP)
    fake:pass(3000)
    client.stop_replication(STOP)
    assert.equal(2, fetched)
    assert.equal("20260101T005000Z", fake.calls[3].headers["x-amz-date"])
  end)

  it("is that of a service whose clock is another one", function()
    local fake = stub.new{ dms = { stop_replication = {
      stub.error("RequestTimeTooSkewed", { headers = { Date = "Thu, 01 Jan 2026 01:00:00 GMT" } }), stopping,
    } } }
    local _, metadata = fake:client(dms).stop_replication(STOP)
    assert.equal(2, metadata.attempts)
    assert.equal("20260101T010000Z", fake.calls[1].headers["x-amz-date"])
  end)
end)

describe("what is built on calls", function()
  it("waits in the stub's time", function()
    local states = { replications("running"), replications("stopping"), replications("stopped") }
    local fake = stub.new{ dms = { describe_replications = states } }
    local replication, info = fake:client(dms).wait.replication_stopped(ARN)
    assert.same({ "stopped", 3 }, { replication.Status, info.polls })
    assert.near(info.waited, fake:now() - 1767225600, 1e-6)
    assert.equal(2, #fake.sleeps)
    fake:verify()
    local late = stub.new{ dms = { describe_replications = replications("stopping") } }
    local err = failure(late:client(dms).wait.replication_stopped, ARN, { max_time = 600 })
    assert.same({ "WaitTimeout", "stopping" }, { err.type, err.state })
    assert.near(600, late:now() - 1767225600, 6)
  end)

  it("reads pages", function()
    local fake = stub.new{ drs = { describe_source_servers = function(input)
      local first = tonumber(input.nextToken or "1")
      local items = {}
      for i = first, math.min(first + input.maxResults - 1, 5) do items[#items + 1] = { sourceServerID = ("s-%017d"):format(i) } end
      return { items = items, nextToken = first + #items <= 5 and ("%d"):format(first + #items) or nil }
    end } }
    local client = fake:client(drs)
    assert.equal(5, #client.all.describe_source_servers({}, { page_size = 2 }))
    assert.equal(3, #fake.calls)
    local count = 0
    for _ in client.each.describe_source_servers({}, { page_size = 3 }) do count = count + 1 end
    assert.equal(5, count)
  end)

  it("stops, and knows that it has stopped, though the reply was lost", function()
    local fake = stub.new{ dms = {
      describe_replications = { replications("running"), replications("stopping"),
        stub.always(replications("stopped", { ReplicationLastStopTime = 1767225610 })) },
      stop_replication = stub.error("ReadTimeoutError"),
    } }
    local result = fake:client(dms).ensure_stopped(ARN)
    assert.same({ "stopped", "yes", 1 }, { result.status, result.changed, result.sent })
    assert.equal(1, #fake:calls_of("stop_replication"))
    fake:verify()
  end)

  it("retries a server that is stalled", function()
    local function server(state) return { sourceServerID = SERVER, dataReplicationInfo = { dataReplicationState = state } } end
    local fake = stub.new{ drs = {
      describe_source_servers = { { items = { server("STALLED") } }, stub.always({ items = { server("INITIATING") } }) },
      retry_data_replication = server("INITIATING"),
    } }
    local result = fake:client(drs).retry_if_stalled(SERVER, { wait = "initiated" })
    assert.same({ "retried", "STALLED", "INITIATING" }, { result.action, result.before, result.state })
    fake:verify()
  end)

  it("plans and runs over regions, with targets of the stub's settings", function()
    local status = { ["us-east-1"] = "running", ["eu-west-1"] = "stopped" }
    local fake
    fake = stub.new{ dms = {
      describe_replications = function(_, call) return replications(status[call.region]) end,
      stop_replication = function(_, call)
        status[call.region] = "stopped"
        return stopping
      end,
    } }
    local plan = aws.plan{ service = "dms", targets = { fake:settings(), fake:settings({ region = "eu-west-1" }) } }
    assert.same({ 1, 1 }, { plan.summary.stop, plan.summary.nothing })
    local report = plan:run{ confirm = plan.id }
    assert.same({ 2, 0 }, { report.done, report.failed })
    assert.equal(1, #fake:calls_of("stop_replication"))
    assert.equal("us-east-1", fake:calls_of("stop_replication")[1].region)
    fake:pass(301)
    assert.equal("PlanTooOld", failure(plan.run, plan, { confirm = plan.id }).type)
    fake:verify()
  end)

  it("plans where it is installed, whatever profiles the targets name", function()
    local fake = stub.new{ drs = { describe_source_servers = { items = {} } } }:install()
    local ok, plan = pcall(aws.plan, { service = "drs", targets = { { profile = "ops", regions = { "eu-west-1", "eu-west-2" } } } })
    fake:remove()
    assert.is_true(ok, tostring(plan))
    assert.same({}, plan.items)
    assert.equal(2, #fake:calls_of("describe_source_servers"))
  end)

  it("calls many at once", function()
    local arns = {}
    for i = 1, 40 do arns[i] = ARN .. i end
    local fake = stub.new{ dms = { stop_replication = function(input, call)
      if call.attempts == 1 and input.ReplicationConfigArn:find("7$") then return stub.error("ThrottlingException") end
      return { Replication = { ReplicationConfigArn = input.ReplicationConfigArn } }
    end } }
    local client = fake:client(dms)
    local results, failed = aws.map(arns, function(arn) return client.stop_replication{ ReplicationConfigArn = arn } end)
    assert.equal(0, failed)
    for i, result in ipairs(results) do
      assert.same({ arns[i], arns[i]:find("7$") and 2 or 1 }, { result.value.Replication.ReplicationConfigArn, result.metadata.attempts })
    end
    assert.equal(40, #fake.calls)
  end)

  it("examines", function()
    local fake = stub.new{ drs = { describe_source_servers = stub.error("UninitializedAccountException") } }
    local settings = fake:settings({ service = "drs", getenv = function() end })
    local report = require("aws.doctor").run(settings)
    local statuses = {}
    for _, check in ipairs(report.checks) do statuses[check.name] = check.status end
    assert.same({ "ok", "ok", "ok", "fail" }, { statuses.connection, statuses.clock, statuses.identity, statuses.service })
    fake:verify()
  end)
end)
