-- drs.retry_if_stalled and drs.decide: the tables of the manual, row by row, in virtual time.
local dkjson = require "dkjson"
local drs = require "aws.drs"
local errors = require "aws.errors"
local operator = require "spec.support.operator"
local scripted = require "spec.support.scripted"

local run, initiated = operator.run, operator.initiated

local AT_WORK = { "INITIATING", "INITIAL_SYNC", "BACKLOG", "RESCAN", "CREATING_SNAPSHOT" }
local EXTENDED = { stagingArea = { status = "EXTENDED", stagingAccountID = "210987654321" } }

--- A server as describe_source_servers returns it.
local function server(state, code, more)
  local made = {
    sourceServerID = operator.SERVER,
    dataReplicationInfo = { dataReplicationState = state, dataReplicationError = code and { error = code } },
  }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

--- What `found` has of the members that are expected.
local function compare(expected, found)
  local members = {}
  for name in pairs(expected) do members[name] = found[name] end
  assert.same(expected, members)
end

--- Runs a row that must succeed. Between two looks there is at most one write, and none before the first look.
local function returns(expected, looks, writes, options, settings)
  local ok, result, world = run("drs", looks, writes, options, settings)
  assert.is_true(ok, tostring(result))
  assert.is_nil(world.trace:find("WW", 1, true), world.trace)
  assert.equal("L", world.trace:sub(1, 1))
  compare(expected, result)
  assert.same({ #world.operations, operator.SERVER }, { result.sent, result.id })
  return result, world
end

local function raises(type_name, sent, looks, writes, options, settings)
  local ok, err, world = run("drs", looks, writes, options, settings)
  assert.is_false(ok)
  assert.is_true(errors.is(err), tostring(err))
  assert.equal(type_name, err.type, tostring(err))
  assert.is_nil(world.trace:find("WW", 1, true), world.trace)
  assert.equal(sent, #world.operations, tostring(err))
  return err, world
end

describe("retry_if_stalled", function()
  it("CONTINUOUS: skipped, it replicates", function()
    local _, world = returns({ action = "skipped", reason = "it replicates", before = "CONTINUOUS", state = "CONTINUOUS",
      changed = "no",
      sent = 0, }, { "CONTINUOUS" })
    assert.same({ "L", 0 }, { world.trace, #world.sleeps })
  end)

  for _, state in ipairs(AT_WORK) do
    it(state .. ": skipped, it is at work", function()
      returns({ action = "skipped", reason = "it is at work", before = state, changed = "no", sent = 0 }, { state }, nil,
        { force = true })
    end)
  end

  it("PAUSED: skipped, even with force", function()
    for _, force in ipairs({ false, true }) do
      returns({ action = "skipped", reason = "it is paused", sent = 0 }, { "PAUSED" }, nil, { force = force })
    end
  end)

  it("unknown state: skipped; force sends", function()
    local result = returns({ action = "skipped", state = "DREAMING", sent = 0 }, { "DREAMING" })
    assert.truthy(result.reason:find("DREAMING", 1, true))
    returns({ action = "retried", before = "DREAMING", changed = "yes", sent = 1 }, { "DREAMING" }, { "taken" },
      { force = true })
    returns({ action = "skipped", before = "unknown", sent = 0 }, { { lagDuration = "PT1S" } })
  end)

  it("STOPPED: skip, retry or start", function()
    local result = returns({ action = "skipped", reason = "it is stopped", sent = 0 }, { "STOPPED" })
    assert.truthy(result.hint:find("bills", 1, true))
    returns({ action = "skipped", sent = 0 }, { "STOPPED" }, nil, { stopped = "skip" })
    local _, world = returns({ action = "retried", before = "STOPPED", state = "INITIATING", changed = "yes" },
      { "STOPPED" }, { "taken" },
      { stopped = "retry" })
    assert.same({ "RetryDataReplication" }, world.operations)
    _, world = returns({ action = "retried", before = "STOPPED", state = "INITIATING", changed = "yes" }, { "STOPPED" },
      { "taken" },
      { stopped = "start" })
    assert.same({ "StartReplication" }, world.operations)
  end)

  it("DISCONNECTED: retried with the hint that the agent must be there, or skipped", function()
    local result = returns({ action = "retried", before = "DISCONNECTED", changed = "yes", sent = 1 }, { "DISCONNECTED" },
      { "taken" })
    assert.truthy(result.hint:find("agent", 1, true))
    returns({ action = "skipped", sent = 0 }, { "DISCONNECTED" }, nil, { disconnected = "skip" })
  end)

  it("STALLED: retried, with a hint by error code", function()
    local stalled = {
      dataReplicationState = "STALLED", dataReplicationError = { error = "FAILED_TO_LAUNCH_REPLICATION_SERVER" },
        lagDuration = "PT1H30M",
      etaDateTime = "2022-12-05T17:42:54.510190+00:00",
      dataReplicationInitiation = { steps = { { name = "WAIT", status = "SUCCEEDED" },
        { name = "LAUNCH_REPLICATION_SERVER", status = "FAILED" },
        { name = "START_DATA_TRANSFER", status = "FAILED" }, } },
    }
    local result, world = returns({ action = "retried", before = "STALLED", state = "INITIATING", changed = "yes", sent = 1,
      error = "FAILED_TO_LAUNCH_REPLICATION_SERVER", failed_step = "LAUNCH_REPLICATION_SERVER", }, { stalled }, { "taken" })
    assert.truthy(result.hint:find("quota", 1, true))
    assert.truthy(result.reason:find("FAILED_TO_LAUNCH_REPLICATION_SERVER", 1, true))
    assert.equal("INITIATING", result.server.dataReplicationInfo.dataReplicationState)
    assert.same({ "LW", 0 }, { world.trace, #world.sleeps })
    returns({ action = "would retry", lag = 5400, eta = 1670262174.51019, changed = "no", sent = 0, state = "STALLED" },
      { stalled }, nil,
      { dry_run = true })
  end)

  it("an extended server: skipped, names the staging account", function()
    for _, state in ipairs({ "STALLED", "DISCONNECTED", "STOPPED", "PAUSED", "DREAMING" }) do
      local action, reason = drs.decide(server(state, nil, EXTENDED), { stopped = "retry", force = true })
      assert.equal("skip", action)
      assert.truthy(reason:find("210987654321", 1, true))
      local look = scripted.answer(dkjson.encode({ items = { server(state, nil, EXTENDED) } }))
      returns({ action = "skipped", reason = reason, state = state, changed = "no", sent = 0 }, { look }, nil,
        { stopped = "retry", force = true })
    end
    assert.equal("it replicates", (select(2, drs.decide(server("CONTINUOUS", nil, EXTENDED)))))
    assert.equal("retry", (drs.decide(server("STALLED", nil, { stagingArea = { status = "NOT_EXTENDED" } }))))
  end)

  it("missing: ResourceMissing", function()
    local err = raises("ResourceMissing", 0, { "missing" })
    assert.same({ "state", "missing", operator.SERVER, "no", "drs", "retry_if_stalled" },
      { err.kind, err.state, err.resource_id, err.applied, err.service, err.operation })
    raises("ResourceMissing", 0, { operator.answers.no_such_server })
  end)

  it("dry_run: one look, nothing sent", function()
    for _, state in ipairs({ "STALLED", "DISCONNECTED" }) do
      local _, world = returns({ action = "would retry", state = state, changed = "no", sent = 0 }, { state }, nil,
        { dry_run = true })
      assert.equal("L", world.trace)
    end
    returns({ action = "would retry" }, { "STOPPED" }, nil, { dry_run = true, stopped = "start" })
    returns({ action = "skipped" }, { "CONTINUOUS" }, nil, { dry_run = true, wait = "continuous" })
  end)
end)

describe("retry_if_stalled, after the call", function()
  it("200 that cannot be read, with a request id: retried", function()
    for _, state in ipairs({ "INITIATING", "STALLED", "CONTINUOUS" }) do
      returns({ action = "retried", state = state, changed = "yes", sent = 1 }, { "STALLED", state }, { "unreadable" })
    end
  end)

  it("reply lost, and an initiation began since: retried", function()
    for _, state in ipairs({ "INITIATING", "STALLED" }) do
      returns({ action = "retried", before = "STALLED", state = state, changed = "yes", sent = 1 }, { "STALLED",
        initiated(state, 1) }, { "lost" })
      returns({ action = "retried", changed = "yes", sent = 1 }, { "STALLED", initiated(state, -119) }, { "lost" })
    end
    returns({ action = "retried", changed = "yes" }, { "STALLED", initiated("INITIATING", 1) }, { "portal" })
  end)

  it("reply lost, healthy without a new initiation: already, changed unknown", function()
    for _, state in ipairs({ "CONTINUOUS", "INITIAL_SYNC" }) do
      for _, look in ipairs({ state, initiated(state, -121), { dataReplicationState = state,
        dataReplicationInitiation = { startDateTime = "?" } } }) do
        returns({ action = "already", state = state, changed = "unknown", sent = 1 }, { "STALLED", look }, { "lost" })
      end
    end
    returns({ action = "already", changed = "unknown" }, { "STALLED", initiated("BACKLOG", -61) }, { "lost" }, { skew = 60 })
  end)

  it("reply lost, still stalled: the transport error", function()
    for _, state in ipairs({ "STALLED", "PAUSED", "DREAMING" }) do
      local err = raises("ConnectionError", 1, { "STALLED", state }, { "lost" })
      assert.same({ "unknown", state, "retry_data_replication", "retry_if_stalled" }, { err.applied, err.state,
        err.operation, err.waiter })
      assert.same({ "STALLED", state }, { err.observed[1].state, err.observed[#err.observed].state })
    end
    raises("ConnectionError", 1, { "STALLED", initiated("STALLED", -500) }, { "lost" })
    assert.equal("unknown", raises("ResourceMissing", 1, { "STALLED", "missing" }, { "lost" }).applied)
  end)

  it("ValidationException, healthy or at work: already, changed no; else raised", function()
    for _, state in ipairs({ "CONTINUOUS", "INITIATING" }) do
      returns({ action = "already", state = state, changed = "no", sent = 1 }, { "STALLED", state }, { "invalid" })
    end
    local err = raises("ValidationException", 1, { "STALLED" }, { "invalid" })
    assert.same({ "no", "STALLED", "service" }, { err.applied, err.state, err.kind })
    returns({ action = "already", changed = "no" }, { "STOPPED", "INITIATING" }, { "conflict" }, { stopped = "start" })
    raises("ConflictException", 1, { "STOPPED" }, { "conflict" }, { stopped = "start" })
  end)

  for _, name in ipairs({ "throttled", "broken", "not_sent" }) do
    it(name .. ": a look, then again, at most max_attempts writes, one a look", function()
      local _, world = returns({ action = "retried", changed = "yes", sent = 2 }, { "STALLED" }, { name, "taken" })
      assert.equal("LWLW", world.trace)
      local type_name = name == "throttled" and "ThrottlingException" or name == "broken" and "InternalFailure" or "ConnectionError"
      local err
      err, world = raises(type_name, 3, { "STALLED" }, { name })
      assert.same({ "LWLWLWL", name == "broken" and "unknown" or "no" }, { world.trace, err.applied })
      raises(type_name, 5, { "STALLED" }, { name }, nil, { max_attempts = 5 })
      raises(type_name, 2, { "STALLED" }, { name }, { max_attempts = 2 })
      raises(type_name, 1, { "STALLED" }, { name }, nil, { retry_mode = "off" })
    end)

    it(name .. ", and the look shows it healthy: already", function()
      returns({ action = "already", changed = name == "broken" and "unknown" or "no", sent = 1 }, { "STALLED",
        "CONTINUOUS" }, { name })
      returns({ action = name == "broken" and "retried" or "already", sent = 1 }, { "STALLED", initiated("INITIATING",
        5) }, { name })
      returns({ action = "skipped", state = "PAUSED", sent = 1 }, { "STALLED", "PAUSED" }, { name })
    end)
  end

  it("ResourceNotFoundException: the next look decides", function()
    raises("ResourceMissing", 1, { "STALLED", "missing" }, { "no_such_server" })
    returns({ action = "already", changed = "no" }, { "STALLED", "CONTINUOUS" }, { "no_such_server" })
    raises("ResourceNotFoundException", 1, { "STALLED" }, { "no_such_server" })
  end)

  it("denied, not initialised: raised at once", function()
    local err, world = raises("AccessDeniedException", 1, { "STALLED" }, { "denied" })
    assert.same({ "no", "STALLED", "LW" }, { err.applied, err.state, world.trace })
    raises("UninitializedAccountException", 1, { "STALLED" }, { "uninitialized" })
    assert.equal("unknown", raises("AccessDeniedException", 2, { "STALLED" }, { "broken", "denied" }).applied)
  end)

  it("an unknown operation: an error that names what is next", function()
    local err, world = raises("UnknownOperationException", 1, { "STALLED" }, { "unknown_operation" })
    for _, words in ipairs({ "StartReplication", "console", "Replication Agent", "deprecated" }) do
      assert.truthy(tostring(err):find(words, 1, true), tostring(err))
    end
    assert.same({ "service", "no", "LW" }, { err.kind, err.applied, world.trace })
    err = raises("UnknownOperationException", 1, { "STOPPED" }, { "unknown_operation" }, { stopped = "start" })
    assert.is_nil(err.message:find("deprecated", 1, true))
  end)

  it("looks that fail are tolerated once something was sent; before that they end the call", function()
    local throttled = operator.answers.throttled
    raises("ThrottlingException", 0, { throttled }, nil, { max_attempts = 1 })
    returns({ action = "retried", sent = 1 }, { "STALLED", throttled, throttled, initiated("INITIATING", 2) }, { "lost" },
      { max_attempts = 1 })
    local err = raises("WaitTimeout", 1, { "STALLED", throttled }, { "lost" }, { max_attempts = 1 })
    assert.same({ "unknown", "ThrottlingException", 300 }, { err.applied, err.last_error.type, err.waited })
    returns({ action = "retried" }, { throttled, "STALLED", "CONTINUOUS" }, { "taken" }, { max_attempts = 1,
      wait = "initiated" })
  end)
end)

describe("retry_if_stalled, with a wait", function()
  it("goes on with the waiter", function()
    local result = returns({ action = "retried", before = "STALLED", state = "INITIATING", sent = 1 }, { "STALLED",
      "STALLED", "INITIATING" },
      { "taken" }, { wait = "initiated" })
    assert.equal("INITIATING", result.server.dataReplicationInfo.dataReplicationState)
    result = returns({ action = "retried", state = "CONTINUOUS", lag = 2 },
      { "STALLED", "INITIATING", "INITIAL_SYNC", { dataReplicationState = "CONTINUOUS", lagDuration = "PT1H" },
        { dataReplicationState = "CONTINUOUS", lagDuration = "PT2S" }, }, { "taken" }, { wait = "continuous", max_lag = 60 })
    assert.equal("PT2S", result.server.dataReplicationInfo.lagDuration)
  end)

  it("waits for a server that is on its way, not for one that it leaves alone", function()
    returns({ action = "skipped", before = "BACKLOG", state = "CONTINUOUS", sent = 0 }, { "BACKLOG", "BACKLOG",
      "CONTINUOUS" }, nil, { wait = "continuous" })
    for _, state in ipairs({ "PAUSED", "STOPPED", "DREAMING" }) do
      local _, world = returns({ action = "skipped", state = state }, { state }, nil, { wait = "continuous" })
      assert.equal("L", world.trace)
    end
  end)

  it("fails as the waiter does, and says what was written", function()
    local err = raises("WaitFailed", 1, { "STALLED" }, { "taken" }, { wait = "continuous" })
    assert.same({ "yes", "STALLED", "source_server_continuous", 300 }, { err.applied, err.state, err.waiter,
      err.waited - err.waited % 300 })
    err = raises("WaitTimeout", 1, { "STALLED" }, { "taken" }, { wait = "initiated", max_time = 60 })
    assert.same({ "yes", 60 }, { err.applied, err.waited })
    assert.equal("no", raises("WaitTimeout", 0, { "BACKLOG" }, nil, { wait = "continuous", max_time = 60 }).applied)
  end)
end)

describe("retry_if_stalled refuses", function()
  local function refused(input, options, looks)
    local client, world = operator.client("drs", { "STALLED" }, { "taken" })
    local err = scripted.failure(client.retry_if_stalled, input, options)
    assert.is_true(errors.is(err), tostring(err))
    assert.same({ "drs", "retry_if_stalled", "no", looks or "" }, { err.service, err.operation, err.applied, world.trace })
    return err
  end

  it("inputs that do not name a server", function()
    local id = operator.SERVER
    for _, input in ipairs({ "", id .. " ", " " .. id, id .. "\n", id .. "\0",
      "arn:aws:drs:us-east-1:123456789012:source-server/" .. id, 7,
      { sourceServerID = "arn:aws:drs:us-east-1:123456789012:source-server/" .. id }, { sourceServerID = id .. "\t" }, {},
        { sourceServerId = id }, }) do
      assert.equal("ParamValidationError", refused(input).type)
    end
    assert.equal("sourceServerID is an ARN, where an id is wanted", refused("arn:aws:drs:::x").message)
  end)

  it("options that it does not have, and wrong ones", function()
    local id = operator.SERVER
    assert.equal('unknown option "stoped"; did you mean "stopped"?', refused(id, { stoped = "retry" }).message)
    for name, values in pairs({ stopped = { "resume", true }, disconnected = { "start" }, force = { 1 }, dry_run = { "x" },
      wait = { true, "stopped" }, skew = { -1 }, max_time = { -1 }, max_lag = { "x" }, }) do
      for _, value in ipairs(values) do
        local err = refused(id, { [name] = value })
        assert.same({ "ConfigError", name }, { err.type, err.message:match("^%S+") })
      end
    end
    assert.equal("ConfigError", refused(id, { max_lag = 5, wait = "initiated" }, "L").type)
  end)
end)

describe("decide", function()
  it("has the same table, without a call", function()
    local rows = {
      { "skip", "CONTINUOUS" }, { "skip", "INITIATING" }, { "skip", "INITIAL_SYNC" }, { "skip", "BACKLOG" }, { "skip",
        "RESCAN" },
      { "skip", "CREATING_SNAPSHOT" }, { "skip", "PAUSED" }, { "skip", "PAUSED", { force = true } }, { "skip", "DREAMING" },
      { "retry", "DREAMING", { force = true } }, { "skip", "STOPPED" }, { "retry", "STOPPED", { stopped = "retry" } },
      { "start", "STOPPED", { stopped = "start" } }, { "retry", "DISCONNECTED" }, { "skip", "DISCONNECTED",
        { disconnected = "skip" } },
      { "retry", "STALLED" },
    }
    for _, row in ipairs(rows) do
      local action, reason = drs.decide(server(row[2]), row[3])
      assert.equal(row[1], action, row[2])
      assert.is_string(reason)
    end
    assert.same({ "skip", "unknown" }, { (drs.decide({})), (select(2, drs.decide({})):match("unknown")) })
  end)

  it("has a hint for every error code of the model, and for those alone", function()
    local codes = require("aws.model.drs").shapes.DataReplicationErrorString.enum
    assert.equal(14, #codes)
    for _, code in ipairs(codes) do
      local action, reason, hint = drs.decide(server("STALLED", code))
      assert.same({ "retry", "it is stalled: " .. code }, { action, reason })
      assert.is_string(hint, code)
    end
    assert.is_nil((select(3, drs.decide(server("STALLED", "SOMETHING_NEW")))))
    assert.is_nil((select(3, drs.decide(server("STALLED")))))
    local raw = { dataReplicationInfo = { dataReplicationState = "STALLED", dataReplicationError = { rawError = "a\nb" } } }
    assert.same({ "retry", "it is stalled" }, { drs.decide(raw) })
    local known = require "aws.operator.retry_hints"
    local count = 0
    for _ in pairs(known) do count = count + 1 end
    assert.equal(#codes, count)
  end)

  it("is a member of clients too, with a dot or a colon, and reads no environment", function()
    local client = operator.client("drs", { "STALLED" })
    assert.equal("retry", (client.decide(server("STALLED"))))
    assert.equal("retry", (client:decide(server("STALLED"))))
    local real = os.getenv
    os.getenv = function() error("asked") end -- luacheck: ignore 122
    local ok, action = pcall(drs.decide, server("STALLED"))
    os.getenv = real -- luacheck: ignore 122
    assert.same({ true, "retry" }, { ok, action })
  end)

  it("refuses what is not a server, and options that it does not have", function()
    for _, value in ipairs({ 7, "s-1", true }) do
      local err = scripted.failure(drs.decide, value)
      assert.same({ "ParamValidationError", "drs", "decide" }, { err.type, err.service, err.operation })
    end
    for path, value in pairs({
      ["server.dataReplicationInfo is a number"] = { dataReplicationInfo = 5 },
      ["server.dataReplicationInfo is a boolean"] = { dataReplicationInfo = false },
      ["server.dataReplicationInfo.dataReplicationState is a table"] = { dataReplicationInfo = { dataReplicationState = {} } },
      ["server.dataReplicationInfo.dataReplicationError is a string"] =
        { dataReplicationInfo = { dataReplicationState = "STALLED", dataReplicationError = "x" } },
      ["server.dataReplicationInfo.dataReplicationError.error is a function"] =
        { dataReplicationInfo = { dataReplicationState = "STALLED", dataReplicationError = { error = print } } },
      ["server.stagingArea is a string"] = { stagingArea = "x" },
      ["server.stagingArea.stagingAccountID is a boolean"] = { stagingArea = { status = "EXTENDED", stagingAccountID = true } },
    }) do
      local err = scripted.failure(drs.decide, value)
      assert.equal("ParamValidationError", err.type)
      assert.matches(path, tostring(err), 1, true)
    end
    for _, options in ipairs({ { stopped = "x" }, { dry_run = true }, { force = 1 } }) do
      assert.equal("ConfigError", scripted.failure(drs.decide, server("STALLED"), options).type)
    end
  end)
end)
