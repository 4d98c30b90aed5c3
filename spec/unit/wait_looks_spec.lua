-- The looks of a wait, in virtual time: how long each may take, and which failures of one are tolerated.
local errors = require "aws.errors"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"

local failure = scripted.failure

local fails, succeeds, round = waits.fails, waits.succeeds, waits.round

describe("a look", function()
  local function timeouts(options, settings)
    local client, world = waits.client("dms", { "running" }, settings)
    failure(client.wait.replication_stopped, waits.ARN, options)
    local list = {}
    for i, request in ipairs(world.transport.requests) do list[i] = request.timeout end
    return round(list)
  end

  it("has the rest of the time, and a few seconds at the very end", function()
    assert.equal("100 70 40 5", timeouts({ delay = 30, max_time = 100 }))
    assert.equal("5 5", timeouts({ delay = 1, max_time = 1 }))
  end)

  it("has less where the call or the client says so", function()
    assert.equal("50 50 40 5", timeouts({ delay = 30, max_time = 100, timeout = 50 }))
    assert.equal("60 60 40 5", timeouts({ delay = 30, max_time = 100 }, { timeout = 60 }))
    assert.equal("2 2 2 2", timeouts({ delay = 30, max_time = 100, timeout = 2 }, { timeout = 60 }))
    assert.equal("80 70 40 5", timeouts({ delay = 30, max_time = 100, timeout = 80 }, { timeout = 60 }))
  end)

  it("that has not ended by then ends the wait", function()
    local client, world
    client, world = waits.client("dms", { "stopping", function(request)
      world.pass(request.timeout)
      return nil, { type = "DeadlineExceeded", message = "late", sent = true }
    end, }, { max_attempts = 3 })
    local err = failure(client.wait.replication_stopped, waits.ARN, { delay = 10, max_time = 60 })
    assert.same({ "WaitTimeout", "DeadlineExceeded", "stopping", 60, 2 },
      { err.type, err.last_error.type, err.state, err.waited, err.polls })
  end)

  it("does not wait for another attempt that would begin after the end", function()
    local throttled = retries.refusal(400, "ThrottlingException", { ["retry-after"] = "50" })
    local err = fails("dms", "replication_stopped", { throttled }, { max_attempts = 3, max_time = 30, delay = 20 })
    assert.same({ "WaitTimeout", "DeadlineExceeded", "ThrottlingException" },
      { err.type, err.last_error.type, err.last_error.cause.type })
    assert.is_true(err.waited <= 35)
  end)
end)

describe("a look that fails", function()
  local throttled = retries.refusal(400, "ThrottlingException")

  it("is tolerated where it may go away by itself", function()
    for _, answer in ipairs({ throttled, retries.refusal(500), retries.refusal(503, "Whatever"), retries.refusal(501),
      retries.fault("ConnectionError"), retries.fault("ReadTimeoutError"), retries.fault("TLSError"),
      scripted.answer("{not json", 200, { ["x-amzn-requestid"] = "r" }), scripted.answer("<html>", 200), }) do
      local _, info = succeeds("dms", "replication_stopped", { answer, "stopping", answer, "stopped" })
      assert.same({ "stopping stopped", 4 }, { waits.states_of(info.observed), info.polls })
      assert.is_true(errors.is(info.last_error))
    end
  end)

  it("is tolerated to the end, and told there", function()
    local err = fails("dms", "replication_stopped", { throttled }, { max_time = 60 })
    assert.same({ "WaitTimeout", "state", "ThrottlingException", "ThrottlingException" },
      { err.type, err.kind, err.last_error.type, err.cause.type })
    assert.is_nil(err.state)
    assert.same({}, err.observed)
    assert.equal("WaitTimeout: replication_stopped: " .. waits.ARN .. " could not be looked at within 60 s (max_time); "
      .. "the last look that failed: ThrottlingException (dms.describe_replications)", tostring(err))
    err = fails("dms", "replication_stopped", { "stopping", throttled }, { max_time = 60 })
    assert.equal("WaitTimeout: replication_stopped: " .. waits.ARN .. " is still stopping after 60 s (max_time); "
      .. "the last look that failed: ThrottlingException (dms.describe_replications)", tostring(err))
  end)

  it("is raised as it is otherwise, with what was seen", function()
    for code, status in pairs({ AccessDeniedException = 400, UnrecognizedClientException = 400, ValidationException = 400,
      UninitializedAccountException = 400, AccessDeniedFault = 400, SomethingNew = 403, }) do
      local err, world = fails("dms", "replication_stopped", { "running", retries.refusal(status, code), "stopped" })
      assert.same({ code, "service", status, "r-" .. status }, { err.type, err.kind, err.status, err.request_id })
      assert.same({ "replication_stopped", "running" }, { err.waiter, waits.states_of(err.observed) })
      assert.same({ "dms", "describe_replications", 1 }, { err.service, err.operation, err.attempts })
      assert.equal(2, #world.transport.requests)
    end
  end)

  it("is raised where the caller's side is wrong", function()
    local client, world = waits.client("dms", { "running" }, { credentials = function() return nil end })
    local err = failure(client.wait.replication_stopped, waits.ARN)
    assert.equal("credentials", err.kind)
    assert.same({ "replication_stopped", 0, 0 }, { err.waiter, #err.observed, #world.transport.requests })
    client = waits.client("dms", { "running" })
    client.close()
    err = failure(client.wait.replication_stopped, waits.ARN)
    assert.same({ "ConfigError", "replication_stopped" }, { err.type, err.waiter })
  end)

  it("is retried within the look, as any call", function()
    local client, world = waits.client("dms", { throttled, "stopped" }, { max_attempts = 3 })
    local _, info = client.wait.replication_stopped(waits.ARN)
    assert.same({ 1, 2 }, { info.polls, #world.transport.requests })
    client, world = waits.client("dms", { throttled, "stopped" }, { max_attempts = 3 })
    _, info = client.wait.replication_stopped(waits.ARN, { max_attempts = 1 })
    assert.same({ 2, 2 }, { info.polls, #world.transport.requests })
  end)
end)
