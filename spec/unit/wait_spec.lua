-- The engine of waits, in virtual time: delays, settling, failures of a look, options, errors.
local dms = require "aws.dms"
local drs = require "aws.drs"
local delays = require "aws.wait.delays"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"

local failure = scripted.failure

local fails, succeeds, round = waits.fails, waits.succeeds, waits.round

describe("the delay between two looks", function()
  local timing = { min_delay = 2, max_delay = 30, max_time = 1000 }

  it("is between the least and the least doubled with every look, at most the most", function()
    local most = { 2, 4, 8, 16, 30, 30, 30 }
    for looks, expected in ipairs(most) do
      assert.equal(2, (delays.next(timing, looks, 1000, 0)))
      assert.equal(2 + (expected - 2) * 0.5, (delays.next(timing, looks, 1000, 0.5)))
      assert.is_true(delays.next(timing, looks, 1000, 0.999) < expected or looks == 1)
    end
  end)

  it("stays finite after very many looks", function()
    assert.equal(16, (delays.next(timing, 5000, 1e9, 0.5)))
  end)

  it("is what is left where less than the least would be left after it", function()
    assert.same({ 3.9, true }, { delays.next(timing, 1, 3.9, 0) })
    assert.same({ 2, false }, { delays.next(timing, 1, 4, 0) })
    assert.same({ 1, true }, { delays.next(timing, 1, 1, 0) })
  end)

  it("comes from the client's random, and the first look is at once", function()
    local _, info, world = succeeds("dms", "replication_stopped", { "stopped" })
    assert.same({ 0, 0, 1 }, { #world.sleeps, info.waited, info.polls })
    local client
    client, world = waits.client("dms", { "running", "running", "running", "running", "running", "stopped" },
      { random = function() return 0 end })
    client.wait.replication_stopped(waits.ARN)
    assert.equal("5 5 5 5 5", round(world.sleeps))
    client, world = waits.client("dms", { "running", "running", "running", "running", "running", "stopped" },
      { random = function() return 0.8 end })
    client.wait.replication_stopped(waits.ARN)
    assert.equal("5 9 17 25 25", round(world.sleeps))
  end)

  it("is fixed on request", function()
    local _, _, world = succeeds("dms", "replication_stopped", { "running", "running", "running", "stopped" }, { delay = 7 })
    assert.equal("7 7 7", round(world.sleeps))
  end)

  it("follows min_delay and max_delay, of which one moves the other", function()
    local states = { "running", "running", "running", "running", "stopped" }
    local function slept(options)
      local _, _, world = succeeds("dms", "replication_stopped", states, options)
      return round(world.sleeps)
    end
    assert.equal("8 12 19 19", slept({ min_delay = 8 }))
    assert.equal("50 50 50 50", slept({ min_delay = 50 }))
    assert.equal("3 3 3 3", slept({ max_delay = 3 }))
    assert.equal("5 6.5 6.5 6.5", slept({ max_delay = 8 }))
    assert.equal("1 1.5 2 2", slept({ min_delay = 1, max_delay = 3 }))
  end)

  it("ends with one last look at the very end", function()
    local err, world = fails("dms", "replication_stopped", { "running" }, { delay = 30, max_time = 100 })
    assert.equal("30 30 40", round(world.sleeps))
    assert.equal(4, #world.transport.requests)
    assert.equal("WaitTimeout", err.type)
    assert.same({ 4, 100, "running" }, { err.polls, err.waited, err.state })
    local value, info = succeeds("dms", "replication_stopped", { "running", "stopped" }, { max_time = 3 })
    assert.same({ "stopped", 3, 2 }, { value.Status, info.waited, info.polls })
  end)

  it("leaves out the look for which there is no time: looks take time, too", function()
    local client, world
    client, world = waits.client("dms", { "running" }, { sleep = function(seconds) world.pass(seconds + 20) end })
    local err = failure(client.wait.replication_stopped, waits.ARN, { max_time = 30, delay = 15 })
    assert.same({ "WaitTimeout", 2, 35 }, { err.type, err.polls, err.waited })
  end)
end)

describe("the last look", function()
  it("is the last one, also where the clock says that a sleep was too short", function()
    local client, world
    client, world = waits.client("dms", { "running" }, { sleep = function(seconds) world.pass(seconds * 0.999) end })
    local err = failure(client.wait.replication_stopped, waits.ARN, { max_time = 9, delay = 5 })
    assert.same({ "WaitTimeout", 2 }, { err.type, err.polls })
  end)

  it("has the same sums as the wait, whatever is seen", function()
    local kinds = { "running", "stopping", "created", "never_heard_of", retries.refusal(500), retries.fault("ReadTimeoutError") }
    for seed = 1, 200 do
      local value = seed
      local function random()
        value = (value * 16807) % 2147483647
        return value / 2147483647
      end
      local states, good = {}, 0
      for i = 1, 400 do states[i] = kinds[1 + math.floor(random() * #kinds)] end
      local client, world = waits.client("dms", states, { random = random })
      local last_info
      local err = failure(client.wait.replication_stopped, waits.ARN, {
        max_time = 1 + random() * 900, min_delay = 0.5 + random() * 40, settle = 1e6, on_poll = function(info) last_info = info end,
      })
      for i, one in ipairs(err.observed) do
        good = good + one.count
        local before = err.observed[i - 1]
        assert.is_true(not before or before.state ~= one.state and before.at < one.at)
      end
      local failed = 0
      for i = 1, err.polls do failed = failed + (type(states[i]) == "table" and 1 or 0) end
      assert.equal(err.polls, good + failed)
      assert.equal(err.polls, #world.transport.requests)
      assert.equal(err.polls, last_info.polls)
      local slept = 0
      for _, seconds in ipairs(world.sleeps) do slept = slept + seconds end
      assert.is_true(math.abs(err.waited - slept) < 1e-6)
      if err.type == "WaitFailed" then assert.same({ "created", true }, { err.state, #err.observed > 1 }) end
    end
  end)
end)

describe("a state from before", function()
  it("is not judged before the waiter's settle has passed", function()
    local err = fails("dms", "replication_stopped", { "created" })
    assert.same({ "WaitFailed", "created", 60 }, { err.type, err.state, err.waited })
    local value = succeeds("dms", "replication_stopped", { "created", "created", "stopping", "stopped" })
    assert.equal("stopped", value.Status)
  end)

  it("is judged at once after another state was seen", function()
    local err = fails("dms", "replication_stopped", { "stopping", "created" })
    assert.same({ "WaitFailed", 5 }, { err.type, err.waited })
    err = fails("dms", "replication_running", { "stopped", "starting", "created" })
    assert.equal("stopped starting created", waits.states_of(err.observed))
  end)

  it("is judged when the option says so", function()
    local err = fails("dms", "replication_stopped", { "ready" }, { settle = 0 })
    assert.same({ "WaitFailed", 0, 1 }, { err.type, err.waited, err.polls })
    err = fails("dms", "replication_stopped", { "ready" }, { settle = 200, delay = 30 })
    assert.equal(210, err.waited)
  end)
end)

describe("a resource that is not there", function()
  it("is one in an empty list, and one that the service does not find", function()
    for _, answer in ipairs({ "missing", retries.refusal(400, "ResourceNotFoundFault"),
      retries.refusal(404, "ResourceNotFoundException"), }) do
      local err = fails("dms", "replication_stopped", { "stopping", answer })
      assert.same({ "ResourceMissing", "state", "missing" }, { err.type, err.kind, err.state })
      assert.equal("ResourceMissing: replication_stopped: " .. waits.ARN .. " does not exist (dms.describe_replications)", tostring(err))
      assert.equal(answer ~= "missing", err.cause ~= nil)
      local value, info = succeeds("dms", "replication_deleted", { "deleting", answer })
      assert.is_nil(value)
      assert.equal("missing", info.state)
    end
  end)
end)

describe("what a wait returns", function()
  it("is the resource, and what was seen until then", function()
    local value, info = succeeds("dms", "replication_stopped", { "running", "running", "stopping", "stopped" })
    assert.same({ "stopped", waits.ARN }, { value.Status, value.ReplicationConfigArn })
    assert.same({
      waiter = "replication_stopped", state = "stopped", polls = 4, waited = 25, observed = {
        { state = "running", at = 0, count = 2 }, { state = "stopping", at = 12.5, count = 1 },
        { state = "stopped", at = 25, count = 1 },
      },
    }, info)
  end)

  it("is an error with the same", function()
    local err = fails("dms", "replication_stopped", { "running", { Status = "failed", FailureMessages = { "no space", "b" } } })
    assert.equal("WaitFailed: replication_stopped: " .. waits.ARN .. " is failed after 5 s: no space (dms.describe_replications)",
      tostring(err))
    assert.same({ "state", "replication_stopped", waits.ARN, "failed", 2, 5, "no", false },
      { err.kind, err.waiter, err.resource_id, err.state, err.polls, err.waited, err.applied, err.retryable })
    assert.equal("running failed", waits.states_of(err.observed))
    assert.is_nil(err.last_error)
    err = fails("dms", "replication_stopped", { "running" })
    assert.same({ "WaitTimeout", true, "no" }, { err.type, err.retryable, err.applied })
  end)
end)

describe("on_poll", function()
  it("is told of every look, the failed and the last ones too", function()
    local told = {}
    succeeds("dms", "replication_stopped", { "running", retries.refusal(500), "stopped" }, {
      on_poll = function(info) told[#told + 1] = info.state .. " " .. info.polls .. " " .. (info.last_error and "failed" or "-") end,
    })
    assert.same({ "running 1 -", "running 2 failed", "stopped 3 failed" }, told)
  end)

  it("ends the wait with false alone", function()
    local function ends(value) return fails("dms", "replication_stopped", { "running" }, { on_poll = function() return value end }) end
    local err = ends(false)
    assert.same({ "WaitTimeout", 1, 0 }, { err.type, err.polls, err.waited })
    assert.equal("WaitTimeout: replication_stopped: " .. waits.ARN .. " is still running after 0 s (on_poll ended the wait) "
      .. "(dms.describe_replications)", tostring(err))
    assert.same(1800, ends(nil).waited)
    local value = succeeds("dms", "replication_stopped", { "stopped" }, { on_poll = function() return false end })
    assert.equal("stopped", value.Status)
  end)

  it("may raise", function()
    local client = waits.client("dms", { "running" })
    assert.equal("mine", failure(client.wait.replication_stopped, waits.ARN, { on_poll = function() error("mine", 0) end }))
  end)

  it("may be a callable table", function()
    local count = 0
    local callable = setmetatable({}, { __call = function() count = count + 1 end })
    succeeds("dms", "replication_stopped", { "running", "stopped" }, { on_poll = callable })
    assert.equal(2, count)
  end)
end)

describe("the options of a wait", function()
  local function message(options, client)
    client = client or waits.client("dms", { "stopped" })
    local err = failure(client.wait.replication_stopped, waits.ARN, options)
    assert.same({ "ConfigError", "replication_stopped", "dms" }, { err.type, err.waiter, err.service })
    return err.message
  end

  it("are checked before anything is sent", function()
    local client, world = waits.client("dms", { "stopped" })
    assert.equal('unknown option "max_tiem"; did you mean "max_time"?', message({ max_tiem = 5 }, client))
    assert.equal("max_time is a string, not a number of seconds", message({ max_time = "5" }, client))
    assert.equal("min_delay is not a number of seconds above 0", message({ min_delay = 0 }, client))
    assert.equal("max_delay is not a number of seconds above 0", message({ max_delay = 1 / 0 }, client))
    assert.equal("delay is not a number of seconds above 0", message({ delay = -1 }, client))
    assert.equal("settle is not a number of seconds, 0 or more", message({ settle = -1 }, client))
    assert.equal("settle is not a number of seconds, 0 or more", message({ settle = 0 / 0 }, client))
    assert.equal("on_poll is a string, not a function or callable table", message({ on_poll = "no" }, client))
    assert.equal("a wait takes a table of options, got a number", message(5, client))
    assert.equal("delay and min_delay exclude each other", message({ delay = 5, min_delay = 5 }, client))
    assert.equal("delay and max_delay exclude each other", message({ delay = 5, max_delay = 5 }, client))
    assert.equal("min_delay is more than max_delay", message({ min_delay = 6, max_delay = 5 }, client))
    assert.truthy(message({ max_lag = 5 }, client):find('^unknown option "max_lag"'))
    assert.equal(0, #world.transport.requests)
  end)

  it("and those of a call are for each look", function()
    local client, world = waits.client("dms", { "running", "stopped" })
    client.wait.replication_stopped(waits.ARN, { region = "eu-west-1", read_timeout = 7 })
    for _, request in ipairs(world.transport.requests) do
      assert.truthy(request.url:find("eu-west-1", 1, true))
      assert.equal(7, request.read_timeout)
    end
  end)

  it("are not changed", function()
    local options = setmetatable({ delay = 5, read_timeout = 9 }, { __newindex = function() error("modified") end })
    succeeds("dms", "replication_stopped", { "running", "stopped" }, options)
    assert.same({ delay = 5, read_timeout = 9 }, options)
  end)
end)

describe("the input of a wait", function()
  it("is an operation's, or the ARN or id alone", function()
    for _, input in ipairs({ waits.ARN, { ReplicationConfigArn = waits.ARN },
      { ReplicationConfigArn = waits.ARN, StartReplicationType = "reload-target" }, }) do
      local client, world = waits.client("dms", { "stopped" })
      client.wait.replication_stopped(input)
      assert.equal('{"Filters":[{"Name":"replication-config-arn","Values":["' .. waits.ARN .. '"]}]}', world.transport.requests[1].body)
      assert.equal("AmazonDMSv20160101.DescribeReplications", scripted.header(world.transport.requests[1], "X-Amz-Target"))
    end
    local client, world = waits.client("drs", { "CONTINUOUS" })
    client.wait:source_server_initiated({ sourceServerID = waits.SERVER })
    assert.equal('{"filters":{"sourceServerIDs":["' .. waits.SERVER .. '"]}}', world.transport.requests[1].body)
    client, world = waits.client("jobs", { "COMPLETED" })
    client.wait.job_completed({ jobID = waits.JOB })
    assert.equal('{"filters":{"jobIDs":["' .. waits.JOB .. '"]}}', world.transport.requests[1].body)
  end)

  it("is refused otherwise, before anything is sent", function()
    local function message(name, input)
      local client, world = waits.client(name:find("^replication") and "dms" or "drs", { "stopped" })
      local err = failure(client.wait[name], input)
      assert.same({ "ParamValidationError", 0, name, "no" }, { err.type, #world.transport.requests, err.waiter, err.applied })
      return err.message
    end
    assert.equal("ReplicationConfigArn is required", message("replication_stopped", nil))
    assert.equal("ReplicationConfigArn is required", message("replication_stopped", {}))
    assert.equal("ReplicationConfigArn is empty", message("replication_stopped", ""))
    assert.equal("ReplicationConfigArn is a number, not a string", message("replication_stopped", { ReplicationConfigArn = 5 }))
    assert.equal("ReplicationConfigArn is not an ARN", message("replication_deleted", "my-config"))
    assert.equal("ReplicationConfigArn has white space or a control character", message("replication_stopped", waits.ARN .. "\n"))
    for _, id in ipairs({ "s-1 ", " x", "a\tb", "s-1\194\1602", "s-1\226\128\1392", "line\nend" }) do
      assert.equal("sourceServerID has white space or a control character", message("source_server_initiated", id))
    end
    assert.equal("sourceServerID is an ARN, where an id is wanted",
      message("source_server_initiated", "arn:aws:drs:us-east-1:123456789012:source-server/s-1"))
    assert.equal("input is a number, neither a table nor a text", message("job_completed", 5))
    assert.equal("ReplicationConfigArn is required; ReplicationConfigARN is not a member of this input",
      message("replication_stopped", { ReplicationConfigARN = waits.ARN }))
  end)
end)

describe("the table of waiters", function()
  it("refuses a name that is not there, with the nearest one", function()
    local client = waits.client("dms", { "stopped" })
    local err = failure(function() return client.wait.replication_stoped end)
    assert.same({ "ConfigError", 'unknown waiter "replication_stoped"; did you mean "replication_stopped"?' }, { err.type, err.message })
    assert.truthy(failure(function() return client.wait.job_completed end).message:find('^unknown waiter "job_completed"'))
    assert.is_nil(client.wait[5])
    assert.is_nil(client.wait.__name)
  end)

  it("is listed by pairs, on a client and a module", function()
    local function names_of(list)
      local names = {}
      for name, run in pairs(list) do
        assert.is_function(run)
        names[name] = true
      end
      return names
    end
    local names = names_of(dms.wait)
    assert.is_true(names.replication_running and names.replication_deprovisioned)
    assert.is_nil(names.job_completed)
    assert.is_true(names_of(drs.wait).job_completed)
  end)

  it("is part of a module: its default client waits", function()
    local curl = require "aws.transport.curl"
    local new, transport = curl.new, scripted.transport({ waits.answer("dms", "stopped"), waits.answer("dms", "stopped") })
    curl.new = function() return transport end
    local settings = { AWS_REGION = "eu-west-1", AWS_ACCESS_KEY_ID = "AK", AWS_SECRET_ACCESS_KEY = "SK" }
    local ok, value, other = pcall(scripted.with_environment, settings, function()
      return (dms.wait.replication_stopped(waits.ARN)), (dms.wait:replication_at_rest({ ReplicationConfigArn = waits.ARN }))
    end)
    curl.new = new
    dms.close()
    assert.is_true(ok, tostring(value))
    assert.same({ "stopped", "stopped" }, { value.Status, other.Status })
  end)
end)

describe("an interrupted wait", function()
  it("ends, with what was seen", function()
    local client, world
    client, world = waits.client("dms", { "running", "stopping" }, {
      sleep = function(seconds)
        if world.clock > 1000 then error("interrupted!", 0) end
        world.pass(seconds)
      end,
    })
    local err = failure(client.wait.replication_stopped, waits.ARN)
    assert.same({ "Interrupted", "interrupted", "no", "replication_stopped" }, { err.type, err.kind, err.applied, err.waiter })
    assert.equal("running stopping", waits.states_of(err.observed))
    assert.equal("Interrupted: interrupted while waiting (dms.describe_replications)", tostring(err))
  end)

  it("ends at once where a look is interrupted", function()
    local client, world = waits.client("dms", { "running", function() error("interrupted!", 0) end })
    local err = failure(client.wait.replication_stopped, waits.ARN)
    assert.same({ "Interrupted", 2, "replication_stopped" }, { err.type, #world.transport.requests, err.waiter })
  end)

  it("tells which function of the settings failed", function()
    local client = waits.client("dms", { "running" }, { sleep = function() error("no sleep", 0) end })
    local err = failure(client.wait.replication_stopped, waits.ARN)
    assert.same({ "ConfigError", "sleep raised: no sleep", "replication_stopped", "dms" },
      { err.type, err.message, err.waiter, err.service })
  end)
end)
