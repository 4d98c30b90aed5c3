-- dms.ensure_stopped: the table of the manual, row by row, in virtual time.
local dms = require "aws.dms"
local errors = require "aws.errors"
local operator = require "spec.support.operator"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"

local run, stopped = operator.run, operator.stopped

local START_UP = {
  "initializing", "preparing_metadata_resources", "testing_connection", "fetching_metadata", "calculating_capacity",
  "provisioning_capacity", "replication_starting",
}

--- Between two looks there is at most one write, and none before the first look.
local function check_trace(world)
  assert.is_nil(world.trace:find("WW", 1, true), world.trace)
  assert.equal("L", world.trace:sub(1, 1))
end

--- Runs a row that must succeed; compares the members that are expected.
local function returns(expected, looks, writes, options)
  local ok, result, world = run("dms", looks, writes, options)
  assert.is_true(ok, tostring(result))
  check_trace(world)
  local found = {}
  for name in pairs(expected) do found[name] = result[name] end
  assert.same(expected, found)
  assert.equal(result.sent, #world.operations)
  return result, world
end

--- Runs a row that must fail, with so many writes.
local function raises(type_name, sent, looks, writes, options)
  local ok, err, world = run("dms", looks, writes, options)
  assert.is_false(ok)
  assert.is_true(errors.is(err), tostring(err))
  assert.equal(type_name, err.type, tostring(err))
  check_trace(world)
  assert.equal(sent, #world.operations, tostring(err))
  return err, world
end

describe("ensure_stopped", function()
  for _, status in ipairs({ "stopped", "created", "failed", "ready", "deleting" }) do
    it(status .. ": returns at once, changed no", function()
      local result, world = returns({ status = status, before = status, changed = "no", sent = 0, polls = 1, waited = 0 },
        { status })
      assert.same({ "L", 0 }, { world.trace, #world.sleeps })
      assert.equal(operator.ARN, result.arn)
    end)
  end

  for _, status in ipairs({ "stopping", "modifying" }) do
    it(status .. ": waits, and sends nothing", function()
      returns({ status = "stopped", before = status, changed = "no", sent = 0, polls = 3 }, { status, status, "stopped" })
    end)
  end

  it("missing: ResourceMissing, or the status", function()
    local err = raises("ResourceMissing", 0, { "missing" })
    assert.same({ "state", "missing", "no", operator.ARN, "ensure_stopped", "dms" },
      { err.kind, err.state, err.applied, err.resource_id, err.operation, err.service })
    raises("ResourceMissing", 0, { operator.answers.not_found })
    raises("ResourceMissing", 0, { "missing" }, nil, { dry_run = true })
    local result = returns({ status = "missing", changed = "no", sent = 0 }, { "missing" }, nil, { missing = "ok" })
    assert.is_nil(result.replication)
    returns({ status = "missing", changed = "no", would = "nothing" }, { operator.answers.not_found }, nil,
      { missing = "ok", dry_run = true })
  end)

  it("running, 200: waits until it is stopped, changed yes", function()
    local result = returns({ status = "stopped", before = "running", changed = "yes", sent = 1, polls = 4 },
      { "running", "running", "stopping", stopped(10) }, { "taken" })
    assert.equal("running*2 stopping stopped", waits.states_of(result.observed))
    returns({ changed = "yes", sent = 1 }, { "running", "stopping", stopped(-9999) }, { "taken" })
  end)

  it("running, 200 with a request id that cannot be read: changed yes, one stop", function()
    returns({ status = "stopped", changed = "yes", sent = 1 }, { "running", "running", "running", "running", stopped(60) },
      { "unreadable" })
  end)

  it("running, 200 without a request id: a lost reply", function()
    returns({ changed = "yes", sent = 1 }, { "running", "stopping", stopped(5) }, { "portal" })
    returns({ changed = "unknown", sent = 1 }, { "running", "stopping", stopped(-9999) }, { "portal" })
    returns({ changed = "yes", sent = 2 }, { "running", "running", "running", "running", "stopped" }, { "portal", "taken" })
  end)

  it("running, reply lost, it was applied: the look sees it, no second stop", function()
    returns({ status = "stopped", changed = "yes", sent = 1 }, { "running", "stopping", "stopping", stopped(3) }, { "lost" })
    returns({ status = "stopped", changed = "yes", sent = 1 }, { "running", stopped(-100) }, { "lost" })
    returns({ status = "stopped", changed = "unknown", sent = 1 }, { "running", stopped(-121) }, { "lost" })
    returns({ status = "stopped", changed = "unknown", sent = 1 }, { "running", stopped(-100) }, { "lost" }, { skew = 60 })
    returns({ status = "stopped", changed = "unknown", sent = 1 }, { "running", "stopped" }, { "lost" })
  end)

  it("running, reply lost, not applied: sent again after resend_after, not before", function()
    local looks = { "running", "running", "running", "running", "running", "running", "stopping", stopped(50) }
    local function trace_of(sent, writes, resend_after)
      local options = { delay = 5, resend_after = resend_after }
      local result, world = returns({ changed = "yes", sent = sent }, looks, writes, options)
      assert.equal(35, result.waited)
      return world.trace
    end
    assert.equal("LWLLLWLLLL", trace_of(2, { "lost", "taken" }))
    assert.equal("LWLLWLLLLL", trace_of(2, { "lost", "taken" }, 9))
    assert.equal("LWLWLWLLLLL", trace_of(3, { "lost", "lost", "taken" }, 0))
    assert.equal("LWLLLLLLL", trace_of(1, { "lost" }, 100))
  end)

  it("running, InvalidResourceStateFault, then stopping or stopped: changed no, one stop", function()
    returns({ status = "stopped", changed = "no", sent = 1 }, { "running", "stopping", stopped(5) }, { "invalid_state" })
    returns({ status = "stopped", changed = "no", sent = 1 }, { "running", stopped(5) }, { "invalid_state" })
    returns({ changed = "no", sent = 3 }, { "running", "running", "running", "stopping", stopped(5) }, { "invalid_state" })
  end)

  it("running, InvalidResourceStateFault, stays running: the fault after max_refusals", function()
    local err = raises("InvalidResourceStateFault", 3, { "running" }, { "invalid_state" })
    assert.same({ "service", "running", "no", "stop_replication", "ensure_stopped" },
      { err.kind, err.state, err.applied, err.operation, err.waiter })
    assert.same({ { state = "running", at = 0, count = 4 } }, err.observed)
    raises("InvalidResourceStateFault", 1, { "running" }, { "invalid_state" }, { max_refusals = 1 })
    err = raises("InvalidResourceStateFault", 4, { "running" }, { "lost", "invalid_state" }, { resend_after = 1 })
    assert.equal("unknown", err.applied)
  end)

  it("running, a fault between two other answers: counted anew", function()
    returns({ changed = "yes", sent = 6 }, { "running", "running", "running", "running", "running", "running", stopped(9) },
      { "invalid_state", "invalid_state", "throttled", "invalid_state", "invalid_state", "taken" })
  end)

  for _, name in ipairs({ "throttled", "broken", "not_sent" }) do
    it("running, " .. name .. ": goes on, one stop a look", function()
      local _, world = returns({ status = "stopped", changed = "yes", sent = 3 },
        { "running", "running", "running", "stopping", stopped(5) }, { name, name, "taken" })
      assert.equal("LWLWLWLL", world.trace)
    end)
  end

  it("running, throttled or not sent, and somebody else stops it: changed no; after a 500 it may have been us", function()
    returns({ changed = "no", sent = 1 }, { "running", "stopping", stopped(5) }, { "throttled" })
    returns({ changed = "no", sent = 1 }, { "running", stopped(5) }, { "not_sent" })
    returns({ changed = "yes", sent = 1 }, { "running", stopped(5) }, { "broken" })
    returns({ changed = "unknown", sent = 1 }, { "running", stopped(-500) }, { "broken" })
  end)

  it("running, denied or not valid: raised at once", function()
    for name, type_name in pairs({ denied = "AccessDeniedException", denied_by_dms = "AccessDeniedFault",
      invalid = "ValidationException" }) do
      local err, world = raises(type_name, 1, { "running" }, { name })
      assert.same({ "no", "running", "ensure_stopped", "LW" }, { err.applied, err.state, err.waiter, world.trace })
    end
    local err = raises("AccessDeniedException", 2, { "running" }, { "lost", "denied" }, { resend_after = 1 })
    assert.equal("unknown", err.applied)
  end)

  it("credentials that cannot be had: raised at once", function()
    local ok, err = run("dms", { "running" }, {}, nil, { credentials = function() return nil, "none here" end })
    assert.same({ false, "CredentialsError", "no" }, { ok, err.type, err.applied })
  end)

  it("running, ResourceNotFoundFault: the next look decides", function()
    returns({ status = "missing", changed = "unknown", sent = 1 }, { "running", "missing" }, { "not_found" })
    returns({ status = "stopped", changed = "no", sent = 1 }, { "running", "stopping", "stopped" }, { "not_found" })
    raises("ResourceNotFoundFault", 3, { "running" }, { "not_found" })
  end)

  for _, phase in ipairs(START_UP) do
    it(phase .. ", 200: waits", function()
      returns({ before = phase, changed = "yes", sent = 1 }, { phase, phase, "stopping", stopped(9) }, { "taken" })
    end)

    it(phase .. ", InvalidResourceStateFault: sent again only in another phase", function()
      local _, world = returns({ before = phase, changed = "yes", sent = 2 },
        { phase, phase, phase, phase, "running", "stopping", stopped(9) }, { "invalid_state", "taken" })
      assert.equal("LWLLLLWLL", world.trace)
    end)
  end

  it("start-up phases: at most one stop each", function()
    local looks = {}
    for _, phase in ipairs(START_UP) do
      for _ = 1, 4 do looks[#looks + 1] = phase end
    end
    looks[#looks + 1], looks[#looks + 2] = "running", stopped(900)
    returns({ changed = "no", sent = #START_UP + 1 }, looks, { "invalid_state" })
  end)

  it("start-up phases: their refusals do not count when it runs", function()
    raises("InvalidResourceStateFault", 4, { "replication_starting", "running" }, { "invalid_state" })
  end)

  it("unknown status: one stop, taken or refused, then waits", function()
    for _, answer in ipairs({ "taken", "invalid_state" }) do
      local err = raises("WaitTimeout", 1, { "resting" }, { answer }, { max_time = 600 })
      assert.same({ "resting", answer == "taken" and "yes" or "no" }, { err.state, err.applied })
      raises("WaitTimeout", 1, { "resting", "dreaming" }, { answer }, { max_time = 600 })
      returns({ status = "stopped", sent = 1 }, { "resting", "resting", "stopping", "stopped" }, { answer })
    end
    returns({ status = "stopped", sent = 2, changed = "yes" }, { "resting", "running", "stopped" }, { "invalid_state",
      "taken" })
    returns({ status = "stopped", sent = 1, before = "unknown" }, { { ReplicationConfigArn = operator.ARN }, "stopped" },
      { "taken" })
  end)

  it("time is up: WaitTimeout, applied as it was", function()
    for answer, applied in pairs({ taken = "yes", unreadable = "yes", lost = "unknown", broken = "unknown",
      throttled = "no" }) do
      local err = raises("WaitTimeout",
        answer == "taken" and 1 or answer == "unreadable" and 1 or answer == "lost" and 1 or 4,
        { "running" }, { answer }, { delay = 5, max_time = 20, resend_after = 60 })
      assert.same({ "state", applied, "running", 20, true, "ensure_stopped" },
        { err.kind, err.applied, err.state, err.waited, err.retryable, err.waiter })
    end
    assert.equal("no", raises("WaitTimeout", 0, { "stopping" }, nil, { max_time = 60 }).applied)
  end)

  it("sends nothing at the very end of its time", function()
    local _, world = raises("WaitTimeout", 2, { "running" }, { "throttled" }, { delay = 5, max_time = 10 })
    assert.equal("LWLWL", world.trace)
  end)

  it("after our stop it has failed, is deleted or is gone: that status, changed yes after a 200 and unknown else", function()
    for _, status in ipairs({ "failed", "deleting", "missing" }) do
      returns({ status = status, changed = "yes", sent = 1 }, { "running", "stopping", status }, { "taken" })
      returns({ status = status, changed = "yes", sent = 1 }, { "running", status }, { "unreadable" })
      returns({ status = status, changed = "unknown", sent = 1 }, { "running", "stopping", status }, { "lost" })
      returns({ status = status, changed = "unknown", sent = 1 }, { "running", status }, { "invalid_state" })
    end
  end)

  it("wait = false: one look after the stop, at once, status as seen", function()
    for _, seen in ipairs({ "running", "stopping", "stopped" }) do
      local result, world = returns({ status = seen, changed = "yes", sent = 1, polls = 2, waited = 0 }, { "running",
        seen }, { "taken" },
        { wait = false })
      assert.same({ "LWL", 0 }, { world.trace, #world.sleeps })
      assert.equal(seen, result.replication.Status)
    end
    returns({ status = "stopping", changed = "no", sent = 0, polls = 1 }, { "stopping" }, nil, { wait = false })
    returns({ status = "stopped", changed = "no", sent = 0, polls = 1 }, { "stopped" }, nil, { wait = false })
    returns({ status = "running", changed = "unknown", sent = 1 }, { "running" }, { "lost" }, { wait = false })
    returns({ status = "stopped", changed = "yes", sent = 1 }, { "running", stopped(1) }, { "lost" }, { wait = false })
    returns({ status = "stopping", changed = "no", sent = 1 }, { "running", "stopping" }, { "invalid_state" },
      { wait = false })
  end)

  it("wait = false: a stop that certainly was not taken is an error", function()
    local err = raises("InvalidResourceStateFault", 1, { "running" }, { "invalid_state" }, { wait = false })
    assert.same({ "running", "no", 2 }, { err.state, err.applied, err.observed[1].count })
    raises("ThrottlingException", 1, { "running" }, { "throttled" }, { wait = false })
  end)

  it("wait = false, dry_run: the look's failure ends it; after a stop it says so", function()
    local throttled = operator.answers.throttled
    local err = raises("ThrottlingException", 0, { throttled }, nil, { wait = false })
    assert.same({ "no", "describe_replications" }, { err.applied, err.operation })
    raises("ThrottlingException", 0, { throttled }, nil, { dry_run = true })
    err = raises("WaitTimeout", 1, { "running", throttled }, { "taken" }, { wait = false })
    assert.same({ "yes", "ThrottlingException", "running" }, { err.applied, err.last_error.type, err.state })
  end)

  it("dry_run: one look, and what would be done", function()
    local would = { running = "stop", initializing = "stop", resting = "stop", stopping = "wait", modifying = "wait",
      stopped = "nothing",
      created = "nothing", failed = "nothing", ready = "nothing", deleting = "nothing", }
    for status, expected in pairs(would) do
      returns({ status = status, changed = "no", sent = 0, polls = 1, would = expected }, { status }, nil, { dry_run = true })
    end
    assert.is_nil(returns({}, { "stopped" }).would)
  end)

  it("tolerates looks that fail, before and after the stop", function()
    local lost, throttled = operator.answers.lost, operator.answers.throttled
    returns({ status = "stopped", changed = "yes", sent = 1, polls = 5 }, { throttled, "running", lost, "stopping",
      stopped(5) }, { "taken" },
      { max_attempts = 1 })
    local err = raises("AccessDeniedException", 1, { "running", operator.answers.denied }, { "taken" })
    assert.same({ "yes", "describe_replications", "ensure_stopped" }, { err.applied, err.operation, err.waiter })
  end)

  it("sends a stop with one attempt, whatever the client's number is", function()
    local _, world = returns({ sent = 2 }, { "running", "running", "stopped" }, { "broken", "taken" }, { max_attempts = 5 })
    assert.equal("LWLWL", world.trace)
  end)

  it("returns what the replication says", function()
    local last = stopped(5, {
      FailureMessages = { "one", "two" }, ProvisionData = { ProvisionState = "provisioned" },
      ReplicationDeprovisionTime = scripted.time + 172800,
    })
    local result = returns({
      stop_reason = "Stop Reason NORMAL", stop_code = "NORMAL", stop_class = "asked", failure_messages = { "one", "two" },
      provision_state = "provisioned", deprovision_time = scripted.time + 172800,
    }, { "running", last }, { "taken" })
    assert.same({ "stopped", "NORMAL" }, { result.replication.Status, (dms.stop_reason(result.stop_reason)) })
    result = returns({}, { "created" })
    assert.same({}, { result.stop_reason, result.stop_code, result.stop_class, result.provision_state,
      result.deprovision_time })
  end)

  it("tells on_poll, which may end it", function()
    local seen = {}
    local err = raises("WaitTimeout", 1, { "running" }, { "taken" },
      { on_poll = function(info) seen[#seen + 1] = info.state return #seen < 3 end })
    assert.same({ { "running", "running", "running" }, "yes" }, { seen, err.applied })
  end)
end)
