-- Every waiter of our own, row by row of its table: what it looks at, success, failure at once, failure after settling, times.
local duration = require "aws.text.duration"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"
local stop_reason = require "aws.wait.stop_reason"
local waits = require "spec.support.waits"

-- A run's end in a word: "success", or the error's type; and the seconds that it took.
local function ends(kind, name, states, options)
  local ok, value, info = waits.run(kind, name, states, options)
  if ok then return "success", info.waited, info, value end
  assert.is_true(errors.is(value, "state"), tostring(value))
  return value.type, value.waited, value
end

-- What is the same in every row: a list of states for each end.
local rows = {
  {
    "dms", "replication_stopped", success = { "stopped" }, failure = { "failed", "deleting", "missing" },
    settle_on = { "created", "ready" },
    go_on = { "initializing", "running", "stopping", "modifying", "provisioning_capacity", "never_heard_of" },
    settle = 60, times = { 5, 30, 1800 },
  },
  {
    "dms", "replication_at_rest", success = { "stopped", "failed", "created", "ready" }, failure = { "deleting", "missing" },
    go_on = { "running", "stopping", "never_heard_of" }, times = { 5, 30, 1800 },
  },
  {
    "dms", "replication_running", success = { "running" }, failure = { "deleting", "missing" },
    settle_on = { "created", "stopped", "failed", "ready" },
    go_on = { "initializing", "testing_connection", "replication_starting", "stopping", "never_heard_of" },
    settle = 60, times = { 15, 60, 5400 },
  },
  {
    "dms", "replication_deprovisioned", success = { "missing" }, go_on = { "stopped", "running", "stopping", "never_heard_of" },
    times = { 30, 120, 3600 },
  },
  {
    "dms", "replication_deleted", success = { "missing" }, failure = { "running" }, settle_on = { "stopped", "failed", "created" },
    go_on = { "deleting", "stopping", "never_heard_of" }, settle = 120, times = { 15, 60, 3600 },
  },
  {
    "drs", "source_server_initiated",
    success = { "INITIATING", "INITIAL_SYNC", "BACKLOG", "RESCAN", "CREATING_SNAPSHOT", "CONTINUOUS" }, failure = { "missing" },
    settle_on = { "STOPPED", "PAUSED" }, go_on = { "STALLED", "DISCONNECTED", "NEVER_HEARD_OF" }, settle = 300, times = { 15, 60, 2700 },
  },
  {
    "drs", "source_server_continuous", success = { "CONTINUOUS" }, failure = { "missing" },
    settle_on = { "STALLED", "STOPPED", "DISCONNECTED", "PAUSED" },
    go_on = { "INITIATING", "INITIAL_SYNC", "BACKLOG", "RESCAN", "CREATING_SNAPSHOT", "NEVER_HEARD_OF" },
    settle = 300, times = { 15, 120, 14400 },
  },
  {
    "jobs", "job_completed", success = { "COMPLETED" }, failure = { "missing" }, go_on = { "PENDING", "STARTED", "NEVER_HEARD_OF" },
    times = { 15, 60, 3600 },
  },
}

local function failure_of(state)
  return state == "missing" and "ResourceMissing" or "WaitFailed"
end

for _, row in ipairs(rows) do
  local kind, name = row[1], row[2]
  describe(name, function()
    for _, state in ipairs(row.success) do
      it("succeeds with " .. state, function()
        local how, waited, info, value = ends(kind, name, { state })
        assert.same({ "success", 0, state }, { how, waited, info.state })
        assert.equal(state == "missing", value == nil)
        local then_how, _, then_info = ends(kind, name, { row.go_on[1], state })
        assert.same({ "success", 2 }, { then_how, then_info.polls })
      end)
    end

    for _, state in ipairs(row.failure or {}) do
      it("fails at once with " .. state, function()
        local how, waited, err = ends(kind, name, { state })
        assert.same({ failure_of(state), 0, state }, { how, waited, err.state })
      end)
    end

    for _, state in ipairs(row.settle_on or {}) do
      it(("fails with %s after %d s, or after another state"):format(state, row.settle), function()
        local how, waited, err = ends(kind, name, { state }, { delay = 10 })
        assert.same({ "WaitFailed", row.settle, state }, { how, waited, err.state })
        how, waited = ends(kind, name, { row.go_on[1], state }, { delay = 10 })
        assert.same({ "WaitFailed", 10 }, { how, waited })
        how = ends(kind, name, { state, state, row.go_on[1], row.success[1] }, { delay = 10 })
        assert.equal("success", how)
      end)
    end

    for _, state in ipairs(row.go_on) do
      it("goes on with " .. state, function()
        local how, waited, err = ends(kind, name, { state })
        assert.same({ "WaitTimeout", row.times[3], state }, { how, waited, err.state })
        assert.equal(1, #err.observed)
      end)
    end

    it(("looks every %d to %d s for %d s"):format(row.times[1], row.times[2], row.times[3]), function()
      local client, world = waits.client(kind, { row.go_on[1] }, { random = function() return 1 - 2 ^ -53 end })
      local err = scripted.failure(client.wait[name], waits.ids[kind])
      assert.equal(row.times[3], err.waited)
      assert.equal(row.times[1], world.sleeps[1])
      assert.is_true(math.abs(world.sleeps[#world.sleeps - 1] - row.times[2]) < 1e-9)
    end)
  end)
end

describe("replication_running", function()
  local function stopped(reason)
    return { Status = "stopped", StopReason = reason, FailureMessages = {} }
  end

  it("succeeds with stopped after another state where the reason is that all is done", function()
    for _, code in ipairs({ "FULL_LOAD_ONLY_FINISHED", "STOPPED_AFTER_FULL_LOAD", "STOPPED_AFTER_CACHED_EVENTS" }) do
      for _, reason in ipairs({ code, "Stop Reason " .. code }) do
        assert.equal("success", (ends("dms", "replication_running", { "initializing", stopped(reason) })))
        local how, waited = ends("dms", "replication_running", { stopped(reason) }, { delay = 10 })
        assert.same({ "WaitFailed", 60 }, { how, waited })
      end
    end
  end)

  it("fails with stopped after another state for any other reason", function()
    for _, code in ipairs({ "FATAL_ERROR", "RECOVERABLE_ERROR", "STOPPED_DUE_TO_LOW_MEMORY", "NORMAL", "STOPPED_AT_SERVER_TIME", "NEW" }) do
      local how, _, err = ends("dms", "replication_running", { "initializing", stopped("Stop Reason " .. code) })
      assert.equal("WaitFailed", how)
      assert.equal("WaitFailed: replication_running: " .. waits.ARN .. " is stopped after 15 s: " .. code .. " (dms.describe_replications)",
        tostring(err))
    end
    assert.equal("WaitFailed", (ends("dms", "replication_running", { "initializing", stopped(nil) })))
  end)

  it("goes on where DMS stopped it for a moment", function()
    for _, code in ipairs({ "RECONFIGURATION_RESTART", "RECYCLE_TASK" }) do
      local internal = stopped("Stop Reason " .. code)
      assert.equal("success", (ends("dms", "replication_running", { "initializing", internal, internal, "running" })))
      assert.equal("WaitTimeout", (ends("dms", "replication_running", { "initializing", internal })))
    end
  end)

  it("tells the service's first failure message", function()
    local _, _, err = ends("dms", "replication_running", { "initializing", { Status = "failed", FailureMessages = { "one", "two" } } })
    assert.truthy(tostring(err):find("is failed after 15 s: one (dms", 1, true))
    _, _, err = ends("dms", "replication_running", { "initializing", { Status = "stopped", StopReason = "Stop Reason FATAL_ERROR",
      FailureMessages = { "one" }, }, })
    assert.truthy(tostring(err):find("is stopped after 15 s: one (dms", 1, true))
  end)
end)

describe("replication_deprovisioned", function()
  local function provisioned(state, members)
    local all = { Status = "stopped", ProvisionData = { ProvisionState = state } }
    for name, value in pairs(members or {}) do all[name] = value end
    return all
  end

  it("looks at the state of what is provisioned", function()
    local how, _, info = ends("dms", "replication_deprovisioned",
      { provisioned("provisioned"), provisioned("deprovisioning"), provisioned("deprovisioned") })
    assert.same({ "success", "provisioned deprovisioning deprovisioned" }, { how, waits.states_of(info.observed) })
  end)

  it("succeeds with created that never ran, and with no other created", function()
    assert.equal("success", (ends("dms", "replication_deprovisioned", { "created" })))
    local has_run = { Status = "created", ReplicationLastStopTime = 1700000000 }
    assert.equal("WaitTimeout", (ends("dms", "replication_deprovisioned", { has_run })))
    assert.equal("WaitTimeout", (ends("dms", "replication_deprovisioned", { provisioned("provisioned", { Status = "created" }) })))
  end)

  it("fails at once where it is to be later than the end of the wait", function()
    local function due(seconds) return provisioned("provisioned", { ReplicationDeprovisionTime = scripted.time + seconds }) end
    local how, waited, err = ends("dms", "replication_deprovisioned", { due(3601) })
    assert.same({ "WaitFailed", 0 }, { how, waited })
    assert.equal("WaitFailed: replication_deprovisioned: " .. waits.ARN .. " is provisioned after 0 s: it is to be deprovisioned in "
      .. "3601 s, after the end of the wait (dms.describe_replications)", tostring(err))
    assert.equal("WaitTimeout", (ends("dms", "replication_deprovisioned", { due(3600) })))
    assert.equal("success", (ends("dms", "replication_deprovisioned", { due(3500), provisioned("deprovisioned") })))
    assert.equal("WaitFailed", (ends("dms", "replication_deprovisioned", { due(50) }, { max_time = 40 })))
    how, waited = ends("dms", "replication_deprovisioned", { provisioned("provisioned"), due(3601) })
    assert.same({ "WaitFailed", 30 }, { how, waited })
    assert.equal("success", (ends("dms", "replication_deprovisioned", { due(172800), "missing" }, { max_time = 180000 })))
    assert.equal("success", (ends("dms", "replication_deprovisioned",
      { provisioned("deprovisioned", { ReplicationDeprovisionTime = scripted.time + 1e6 }) })))
  end)
end)

describe("source_server_continuous", function()
  it("waits for a small lag where one is given", function()
    local function lagging(lag) return { dataReplicationState = "CONTINUOUS", lagDuration = lag } end
    local function how(lag, most) return (ends("drs", "source_server_continuous", { lagging(lag) }, { max_lag = most })) end
    assert.equal("success", how("PT1H", nil))
    assert.equal("success", how("PT30S", 30))
    assert.equal("success", how("PT0S", 0))
    assert.equal("WaitTimeout", how("PT30.5S", 30))
    assert.equal("WaitTimeout", how("P1D", 3600))
    assert.equal("WaitTimeout", how(nil, 30))
    assert.equal("WaitTimeout", how("soon", 30))
    assert.equal("success", (ends("drs", "source_server_continuous", { lagging("PT2M"), lagging("PT1M") }, { max_lag = 60 })))
  end)

  it("tells the service's error", function()
    local _, _, err = ends("drs", "source_server_continuous",
      { "INITIATING", { dataReplicationState = "STALLED", dataReplicationError = { error = "AGENT_NOT_SEEN" } } })
    assert.equal("WaitFailed: source_server_continuous: " .. waits.SERVER .. " is STALLED after 15 s: AGENT_NOT_SEEN "
      .. "(drs.describe_source_servers)", tostring(err))
  end)
end)

describe("job_completed", function()
  local function completed(...)
    local servers = {}
    for i, status in ipairs({ ... }) do servers[i] = { sourceServerID = "s-" .. i, launchStatus = status } end
    return { status = "COMPLETED", participatingServers = servers }
  end

  it("succeeds where every server was launched or terminated", function()
    assert.equal("success", (ends("jobs", "job_completed", { completed("LAUNCHED", "TERMINATED", "LAUNCHED") })))
    assert.equal("success", (ends("jobs", "job_completed", { completed("LAUNCHED", "IN_PROGRESS"), completed("LAUNCHED", "LAUNCHED") })))
  end)

  it("fails where some were not, and lists them", function()
    local how, _, err = ends("jobs", "job_completed", { "STARTED", completed("FAILED", "LAUNCHED", "FAILED") })
    assert.equal("WaitFailed", how)
    assert.equal("WaitFailed: job_completed: " .. waits.JOB .. " is COMPLETED after 15 s: s-1 FAILED, s-3 FAILED (drs.describe_jobs)",
      tostring(err))
  end)

  it("goes on where some are under way, or have a status that nobody knows", function()
    assert.equal("WaitTimeout", (ends("jobs", "job_completed", { completed("LAUNCHED", "PENDING") })))
    assert.equal("WaitTimeout", (ends("jobs", "job_completed", { completed("LAUNCHED", "NEW") })))
    local started = { status = "STARTED", participatingServers = { { launchStatus = "FAILED" } } }
    assert.equal("WaitTimeout", (ends("jobs", "job_completed", { started })))
  end)
end)

describe("a stop reason", function()
  it("has a code and a class, with or without the words in front", function()
    for text, expected in pairs({
      NORMAL = "asked", STOPPED_AT_SERVER_TIME = "asked", STOPPED_AT_COMMIT_TIME = "asked", STOPPED_AFTER_DDL_APPLY = "asked",
      FULL_LOAD_ONLY_FINISHED = "finished", STOPPED_AFTER_FULL_LOAD = "finished", STOPPED_AFTER_CACHED_EVENTS = "finished",
      RECOVERABLE_ERROR = "trouble", FATAL_ERROR = "trouble", STOPPED_DUE_TO_LOW_MEMORY = "trouble",
      STOPPED_DUE_TO_LOW_DISK = "trouble", EXPRESS_LICENSE_LIMITS_REACHED = "trouble",
      RECONFIGURATION_RESTART = "internal", RECYCLE_TASK = "internal", SOMETHING_NEW = "unknown", normal = "unknown",
    }) do
      assert.same({ text, expected }, { stop_reason(text) })
      assert.same({ text, expected }, { stop_reason("Stop Reason " .. text) })
      assert.same({ text, expected }, { stop_reason(" Stop Reason  " .. text .. "\n") })
    end
  end)

  it("may be missing, empty or strange", function()
    for _, text in ipairs({ false, "", "  ", 5, {} }) do
      local code, class = stop_reason(text or nil)
      assert.same({ nil, "unknown" }, { code, class })
    end
    assert.same({ "Stop Reason", "unknown" }, { stop_reason("Stop Reason ") })
    assert.same({ "ONE TWO", "unknown" }, { stop_reason("ONE TWO") })
  end)
end)

describe("a duration", function()
  it("is read where its length is fixed", function()
    for text, seconds in pairs({
      PT0S = 0, PT1S = 1, PT90M = 5400, PT1H30M = 5400, P1D = 86400, P1W = 604800, P2DT3H4M5S = 183845, ["PT0.5S"] = 0.5,
      ["PT1,25S"] = 1.25, ["PT1M0.001S"] = 60.001, P1W2D = 777600,
    }) do
      assert.is_true(math.abs(duration.seconds(text) - seconds) < 1e-9, text)
    end
  end)

  it("is not read otherwise", function()
    for _, text in ipairs({ "", "P", "PT", "1S", "P1Y", "P1M", "PT1S2M", "PT1M1M", "P1DT", "P1H", "PT1", "PTS", "PT-1S", "pt1s", "PT1S ",
      " PT1S", "PT1..5S", ("P1D"):rep(50), 5, {}, }) do
      assert.is_nil(duration.seconds(text))
    end
    assert.is_nil(duration.seconds(nil))
  end)
end)
