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
    local name, fields, applied, is_retried, seconds = (table.unpack or unpack)(case)
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

describe("the time of a stub in aws.map", function()
  --- The seconds that a map takes, and in which order items have ended and when.
  local function run(items, body, options, answer)
    local fake = stub.new{ dms = { stop_replication = answer or stopping } }
    local client, ended = fake:client(dms), {}
    local began = fake:now()
    local results, failed = aws.map(items, function(item)
      local value = body(item, client, fake)
      ended[#ended + 1] = ("%s at %g"):format(tostring(item), fake:now() - began)
      return value
    end, options)
    return fake:now() - began, ended, results, failed, fake
  end

  --- A call whose answer takes this time.
  local function call(seconds, client)
    return client.stop_replication({ ReplicationConfigArn = ARN .. seconds }, { read_timeout = 1000 })
  end

  local function delayed(input)
    return stub.after(tonumber(input.ReplicationConfigArn:match("%d+$")), stopping)
  end

  it("is that of the longest item", function()
    local seconds, ended = run({ 30, 10, 20, 10 }, call, nil, delayed)
    assert.equal(30, seconds)
    assert.same({ "10 at 10", "10 at 10", "20 at 20", "30 at 30" }, ended)
    seconds, ended = run({ 3, 1, 2 }, function(item, client, fake)
      fake:settings().sleep(item)
      return call(item, client)
    end, nil, delayed)
    assert.same({ 6, "1 at 2", "2 at 4", "3 at 6" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("goes by how many items are under way", function()
    local seconds, ended = run({ 5, 10, 3, 4 }, call, { concurrency = 2 }, delayed)
    assert.same({ 12, "5 at 5", "3 at 8", "10 at 10", "4 at 12" }, { seconds, (table.unpack or unpack)(ended) })
    assert.equal(22, (run({ 5, 10, 3, 4 }, call, { concurrency = 1 }, delayed)))
    local many = {}
    for i = 1, 100 do many[i] = 7 end
    assert.equal(7 * 4, (run(many, call, { concurrency = 25 }, delayed)))
  end)

  it("is the same in each run, and none passes where no item sleeps", function()
    local items = {}
    for i = 1, 60 do items[i] = (i * 37 + 11) % 23 end
    local _, first = run(items, call, { concurrency = 7 }, delayed)
    for _ = 1, 3 do
      local _, ended = run(items, call, { concurrency = 7 }, delayed)
      assert.same(first, ended)
    end
    local seconds, ended = run({ "a", "b", "c" }, function(_, client) return client.stop_replication(STOP) end)
    assert.same({ 0, "a at 0", "b at 0", "c at 0" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("is one for maps inside of maps", function()
    local seconds, ended = run({ 4, 6 }, function(item, client)
      aws.map({ item, item + 1 }, function(inner) call(inner, client) end)
      call(1, client)
    end, nil, delayed)
    assert.same({ 8, "4 at 6", "6 at 8" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("passes for retries and waits side by side", function()
    local busy = stub.error("ThrottlingException", { headers = { ["Retry-After"] = "3" } })
    local seconds, _, results = run({ 1, 2, 3 }, function(_, client)
      local _, metadata = client.stop_replication(STOP)
      return metadata.retry_delay
    end, nil, function(_, asked) return asked.attempts == 1 and busy or stopping end)
    local longest = 0
    for i = 1, 3 do longest = math.max(longest, results[i].value) end
    assert.near(longest, seconds, 1e-6)

    local looks = stub.new{ dms = { describe_replications = function(_, asked)
      return replications(asked.at >= 1767225600 + 600 and "stopped" or "stopping")
    end } }
    local client = looks:client(dms)
    local _, failed = aws.map({ 1, 2, 3, 4 }, function() return client.wait.replication_stopped(ARN) end)
    assert.equal(0, failed)
    assert.is_true(looks:now() - 1767225600 < 800)
  end)

  it("adds up where an item cannot yield, and outside of maps", function()
    local seconds = run({ 2, 3 }, function(item, client)
      string.gsub("a", "a", function() call(item, client) end) -- luacheck: ignore 143
      coroutine.wrap(function() call(item, client) end)()
    end, nil, delayed)
    assert.equal(10, seconds)
  end)

  it("goes on by pass at once", function()
    local seconds, ended = run({ 10, 1 }, function(item, client, fake)
      call(item, client)
      if item == 1 then fake:pass(20) end
    end, nil, delayed)
    assert.same({ 21, "1 at 21", "10 at 21" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("ends with a map that ends early", function()
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local client = fake:client(dms)
    local err = failure(aws.map, { 50, 60 }, function(item) return call(item, client) end, {
      concurrency = 1, on_result = function() error("enough", 0) end,
    })
    assert.equal("enough", err)
    local results
    local outer = aws.map({ 1, 2 }, function(item)
      if item == 2 then return call(40, client) end
      local raised = failure(aws.map, { 5, 500 }, function(inner) return call(inner, client) end, {
        on_result = function() error("enough", 0) end,
      })
      results = raised
    end)
    assert.same({ "enough", true, true }, { results, outer[1].ok, outer[2].ok })
    assert.equal(1767225600 + 50 + 40, fake:now())
  end)

  it("is cut off where the map ends while an item waits", function()
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local client, cut = fake:client(dms), nil
    failure(aws.map, { 5, 500 }, function(item)
      local ok, raised = pcall(call, item, client)
      if not ok then cut = raised end
    end, { on_result = function() error("enough", 0) end })
    assert.same({ "Interrupted", "unknown", 1, "stop_replication" }, { cut.type, cut.applied, cut.attempts, cut.operation })
    assert.equal(1767225605, fake:now())
  end)

  --- Runs `body`, in which nothing may wait in real time.
  local function assert_no_wait(body)
    local real = core.sleep
    core.sleep = function(seconds)
      if seconds > 0 then error("a real wait of " .. seconds .. " s") end
      return real(seconds)
    end
    local ok, raised = pcall(body)
    core.sleep = real
    if not ok then error(raised, 0) end
  end

  it("goes on after sleeps that are too short to move it", function()
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local sleep, client = fake:settings().sleep, fake:client(dms)
    fake:pass(1e9)
    assert_no_wait(function()
      aws.map({ 1e-12, 5, 0 }, function(item) return item == 5 and call(5, client) or sleep(item) end)
    end)
    assert.equal(1767225600 + 1e9 + 5, fake:now())
  end)

  it("goes on after an item that a debug hook has taken out of its sleep, at any instruction", function()
    local jit = rawget(_G, "jit")
    if jit then jit.off() end
    finally(function() if jit then jit.on() end end)
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local sleep, client, taken_out = fake:settings().sleep, fake:client(dms), 0
    local pcall, running, set_hook = pcall, coroutine.running, debug.sethook -- busted looks globals up by many instructions
    local function body(item, count)
      if item == 2 then return call(5, client) end
      local here = running()
      set_hook(function()
        set_hook()
        if running() == here then error("taken out", 0) end
      end, "", count)
      local ok = pcall(sleep, 3)
      set_hook()
      if not ok then taken_out = taken_out + 1 end
    end
    for count = 1, 250 do
      assert_no_wait(function()
        local results = aws.map({ 1, 2 }, function(item) return body(item, count) end)
        assert.is_true(results[2].ok)
      end)
    end
    assert.is_true(taken_out > 10 and taken_out < 250)
  end)

  it("is each stub's own", function()
    local one, other = stub.new{ dms = { stop_replication = delayed } }, stub.new{ dms = { stop_replication = delayed } }
    local clients = { one:client(dms), other:client(dms) }
    aws.map({ 1, 2, 3, 4 }, function(item) return call(item * 10, clients[item % 2 + 1]) end)
    assert.same({ 40, 30 }, { one:now() - 1767225600, other:now() - 1767225600 })
  end)
end)
