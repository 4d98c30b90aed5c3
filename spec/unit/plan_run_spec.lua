-- plan:run: what it refuses, what it does with each item, what it returns.
local errors = require "aws.errors"
local object = require "aws.plan.object"
local plans = require "spec.support.plan_runs"
local scripted = require "spec.support.scripted"
local stub = require "aws.stub"

--- The counts of a report, in their order.
local function counts(report)
  return { report.done, report.failed, report.may_have_been_carried_out, report.not_started }
end

local function outcomes(report)
  local list = {}
  for i, result in ipairs(report.results) do list[i] = result.outcome end
  return list
end

describe("plan:run", function()
  describe("refuses, and sends nothing,", function()
    local function refusal(options, more)
      local plan, cloud = plans.of("dms", { "running" }, more)
      local raised = scripted.failure(plan.run, plan, options)
      assert.equal(0, cloud:writes())
      assert.is_true(errors.is(raised), tostring(raised))
      return raised, cloud
    end

    it("a plan that is not confirmed by its id", function()
      for _, options in ipairs({ {}, { confirm = "yes" }, { confirm = "" }, { confirm = "0123456789AB" } }) do
        local raised, cloud = refusal(options)
        assert.equal("NotConfirmed", raised.type)
        assert.equal("parameter", raised.kind)
        assert.equal("no", raised.applied)
        assert.matches("confirm = plan.id", raised.message, 1, true)
        assert.equal(0, #cloud.calls)
      end
      assert.equal("NotConfirmed", refusal(nil).type)
    end)

    it("a plan that was changed after it was made: its id says something else", function()
      for _, change in ipairs({
        function(plan) plan.items[2].id = plans.id("dms", 7) end, function(plan) plan.items[1].region = "eu-west-1" end,
        function(plan) table.remove(plan.items) end, function(plan) plan.options = { missing = "ok" } end,
      }) do
        local made, cloud = plans.of("dms", { "running", "running" }, { unreadable = {} })
        local plan = object.new(made)
        change(plan)
        local raised = scripted.failure(plans.run, plan)
        assert.is_true(errors.is(raised, "NotConfirmed"), tostring(raised))
        assert.matches("was changed after it was made", raised.message, 1, true)
        assert.equal(0, #cloud.calls)
      end
      assert.equal(1, plans.run(object.new((plans.of("dms", { "running" }, { unreadable = {} })))).done)
    end)

    it("a plan that is older than max_age", function()
      local raised = refusal({ confirm = "0123456789ab" }, { time = scripted.time - 301 })
      assert.equal("PlanTooOld", raised.type)
      assert.equal("PlanTooOld: the plan is 301 s old, and 300 s are the most (max_age): make a new one", tostring(raised))
      assert.equal("PlanTooOld", refusal({ confirm = "0123456789ab", max_age = 10 }, { time = scripted.time - 11 }).type)
      assert.matches("600 s from now", refusal({ confirm = "0123456789ab" }, { time = scripted.time + 600 }).message, 1, true)
    end)

    it("options that it does not know or that do not fit", function()
      local faults = {
        [{ confirn = "x" }] = 'unknown option of plan:run "confirn"; did you mean "confirm"?',
        [{ max_aeg = 1 }] = 'unknown option of plan:run "max_aeg"; did you mean "max_age"?',
        [{ stop_after_failure = 1 }] = 'unknown option of plan:run "stop_after_failure"; did you mean "stop_after_failures"?',
        [{ confirm = 1 }] = "option confirm of plan:run is a number, not a string",
        [{ concurrency = 0 }] = "option concurrency of plan:run is not a whole number above 0",
        [{ report = "" }] = "option report of plan:run is empty",
        [{ report = 1 }] = "option report of plan:run is a number, not a string",
        [{ resume = "yes" }] = "option resume of plan:run is a string, not a boolean",
        [{ on_item = 1 }] = "option on_item of plan:run is a number, not a function or callable table",
        [{ max_age = 0 }] = "option max_age of plan:run is not a number of seconds above 0",
        [{ stop_after_failures = 1.5 }] = "option stop_after_failures of plan:run is not a whole number above 0",
        [{ resend_after = -1 }] = "option resend_after of plan:run is not a number of seconds, 0 or more",
        [{ resume = true }] = "resume = true of plan:run goes with report, the file to go on with",
        [1] = "plan:run takes a table of options, got a number",
      }
      for options, expected in pairs(faults) do
        local raised = refusal(options)
        assert.equal("ConfigError", raised.type)
        assert.equal(expected, raised.message)
      end
    end)

    it("to be called with a dot", function()
      local plan = plans.of("dms", { "running" })
      for _, given in ipairs({ { confirm = "x" }, "x" }) do
        assert.equal("run is called with a colon: plan:run{…}", scripted.failure(plan.run, given).message)
      end
    end)

    it("keys of another account than the items'", function()
      local plan, cloud = plans.of("dms", { "running", "running" })
      cloud.account = "999999999999"
      local raised = scripted.failure(plans.run, plan)
      assert.equal("WrongAccount", raised.type)
      assert.equal("parameter", raised.kind)
      assert.equal("the keys of targets[1] are of account 999999999999, and the plan has items of account 123456789012 there",
        raised.message)
      assert.same({ 0, 0, 0, 2 }, counts(raised.report))
      assert.same({ 0, 1 }, { cloud:writes(), #cloud.calls })
    end)

    it("keys of which nobody says whose they are", function()
      local plan, cloud = plans.of("dms", { "running" })
      cloud.on_identity = function() return stub.error("AccessDenied") end
      local raised = scripted.failure(plans.run, plan)
      assert.equal("AccessDenied", raised.type)
      assert.equal("get_caller_identity", raised.operation)
      assert.same({ 0, 0, 0, 1 }, counts(raised.report))
      assert.equal(0, cloud:writes())
    end)

    it("settings of which no client can be made", function()
      local plan, cloud = plans.of("dms", { "running" })
      plan.targets[1].regoin = "x"
      assert.equal("ConfigError", scripted.failure(plans.run, plan).type)
      assert.equal(0, #cloud.calls)
    end)
  end)

  describe("of replications", function()
    it("stops what runs, waits for what is stopping, and leaves the rest alone", function()
      local plan, cloud, ids = plans.of("dms", { "running", "stopping", "stopped", "created", "running" })
      cloud.stopped_at[ids[2]] = cloud.now + 60
      local report = plans.run(plan)
      assert.same({ 5, 0, 0, 0 }, counts(report))
      assert.equal(3, report.skipped)
      assert.same({ 1, 0, 0, 0, 1 }, { cloud:count(ids[1]), cloud:count(ids[2]), cloud:count(ids[3]), cloud:count(ids[4]),
        cloud:count(ids[5]) })
      assert.equal(0, cloud:count(ids[3], "describe_replications"))
      local first, second, third = report.results[1], report.results[2], report.results[3]
      assert.same({ "done", "running", "stopped", "yes", "yes", 1, 1, "stub-3" }, { first.outcome, first.before, first.after,
        first.changed, first.applied, first.sent, first.attempts, first.request_id })
      assert.equal(plan.items[1], first.item)
      assert.equal("stopped", first.value.status)
      assert.same({ "done", "stopping", "stopped", "no", 0 }, { second.outcome, second.before, second.after, second.changed,
        second.sent })
      assert.same({ "done", "stopped", "stopped", "no", 0 }, { third.outcome, third.before, third.after, third.changed, third.sent })
      assert.equal("5 done (3 without a write), 0 failed, 0 may have been carried out, 0 not started", tostring(report))
      assert.same({ plan.id, 5 }, { report.plan, report.total })
    end)

    it("looks again before it writes: who has stopped meanwhile is done", function()
      local plan, cloud, ids = plans.of("dms", { "running" })
      cloud.states[ids[1]] = "stopped"
      local report = plans.run(plan)
      assert.same({ 1, 0, 0, 0 }, counts(report))
      assert.equal("no", report.results[1].changed)
      assert.equal(0, cloud:writes())
    end)

    it("goes by the plan's options", function()
      local plan, cloud = plans.of("dms", { "running" }, { options = { wait = false } })
      local report = plans.run(plan)
      assert.same({ "stopping", "yes" }, { report.results[1].after, report.results[1].changed })
      assert.same({}, cloud.sleeps)
    end)

    it("never does a dry run", function()
      local plan, cloud = plans.of("dms", { "running" }, { options = { dry_run = true } })
      plans.run(plan)
      assert.equal(1, cloud:writes())
    end)

    it("counts what failed, what is unknown and what was carried out in vain", function()
      local plan, cloud, ids = plans.of("dms", { "running", "running", "missing", "running", "running" },
        { options = { max_time = 20 } })
      cloud.on_write = function(id)
        if id == ids[1] then return plans.answers.denied, false end
        if id == ids[2] then return plans.answers.lost, false end
        if id == ids[4] then cloud.phase = 1000 end
        if id == ids[5] then cloud.phase = 1 end
      end
      local report = plans.run(plan, { concurrency = 1, resend_after = 100 })
      assert.same({ "failed", "unknown", "failed", "failed", "done" }, outcomes(report))
      assert.same({ 1, 3, 1, 0 }, counts(report))
      local denied, lost, missing, late = report.results[1], report.results[2], report.results[3], report.results[4]
      assert.same({ "AccessDeniedException", "no", "running" }, { denied.error.type, denied.applied, denied.after })
      assert.same({ "WaitTimeout", "unknown" }, { lost.error.type, lost.applied })
      assert.same({ "ResourceMissing", "no", 0 }, { missing.error.type, missing.applied, missing.sent })
      assert.same({ "WaitTimeout", "yes", "stopping" }, { late.error.type, late.applied, late.after })
    end)

    it("does not take for done what still runs after a lost reply", function()
      local plan, cloud = plans.of("dms", { "running", "running" }, { options = { wait = false } })
      cloud.on_write = function(id)
        if id == plan.items[1].id then return plans.answers.lost, false end
        return plans.answers.lost
      end
      local report = plans.run(plan, { concurrency = 1 })
      assert.same({ "unknown", "done" }, outcomes(report))
      local first = report.results[1]
      assert.same({ "WaitTimeout", "unknown", "running", "running" }, { first.error.type, first.applied, first.before, first.after })
      assert.equal(("WaitTimeout: ensure_stopped: %s is still running, and the answer to the write was lost (it may have been carried out)")
        :format(plan.items[1].id), tostring(first.error))
    end)

    it("ends where a clock of a target fails, with what has become of each item", function()
      local plan, cloud = plans.of("dms", { "running", "running" })
      local path = os.tmpname()
      cloud.on_write = function()
        plan.targets[1].now = function() error("no clock", 0) end
      end
      local raised = scripted.failure(plans.run, plan, { concurrency = 1, report = path })
      os.remove(path)
      assert.equal("ConfigError: now raised: no clock", scripted.without_line(raised))
      assert.same({ 1, 0, 0, 1 }, counts(raised.report))
    end)

    it("has a client for each target, closed at the end", function()
      local plan, cloud, ids = plans.of("dms", { "running", "running", "stopped" })
      local closed = {}
      for i = 1, 3 do
        local transport = cloud:target().transport
        plan.targets[i] = cloud:target({
          region = "eu-west-" .. i,
          transport = setmetatable({ close = function() closed[#closed + 1] = i end }, { __call = function(_, r) return transport(r) end }),
        })
        plan.items[i].target = i
      end
      assert.same({ 3, 0, 0, 0 }, counts(plans.run(plan)))
      table.sort(closed)
      assert.same({ 1, 2 }, closed)
      local identity = 0
      for _, call in ipairs(cloud.calls) do identity = identity + (call.operation == "get_caller_identity" and 1 or 0) end
      assert.same({ 2, 1, 1 }, { identity, cloud:count(ids[1]), cloud:count(ids[2]) })
    end)

    it("asks the target's own confirm, and tells its audit", function()
      local plan, cloud, ids = plans.of("dms", { "running", "running" })
      local asked, heard = {}, {}
      plan.targets[1].confirm = function(operation, input, about)
        asked[#asked + 1] = { operation, about.service }
        return input.ReplicationConfigArn ~= ids[1], "not this one"
      end
      plan.targets[1].audit = function(line) heard[#heard + 1] = line.phase .. " " .. line.resource end
      local report = plans.run(plan, { concurrency = 1 })
      assert.same({ "failed", "done" }, outcomes(report))
      assert.same({ "NotConfirmed", "confirm said no: not this one", 0 }, { report.results[1].error.type,
        report.results[1].error.message, report.results[1].sent })
      assert.same({ { "stop_replication", "dms" }, { "stop_replication", "dms" } }, asked)
      assert.same({ "sent " .. ids[2], "outcome " .. ids[2] }, heard)
      assert.equal(1, cloud:writes())
    end)
  end)

  describe("of servers", function()
    it("retries what is stalled, and leaves the rest alone", function()
      local plan, cloud, ids = plans.of("drs", { "STALLED", "CONTINUOUS", "PAUSED" })
      local report = plans.run(plan)
      assert.same({ 3, 0, 0, 0 }, counts(report))
      assert.equal(2, report.skipped)
      assert.same({ 1, 0, 0 }, { cloud:count(ids[1]), cloud:count(ids[2]), cloud:count(ids[3]) })
      local first = report.results[1]
      assert.same({ "STALLED", "INITIATING", "yes", 1, "retried" }, { first.before, first.after, first.changed, first.sent,
        first.value.action })
    end)

    it("starts what is stopped where the plan says so", function()
      local plan, cloud, ids = plans.of("drs", { "STOPPED" }, { options = { stopped = "start" } })
      local report = plans.run(plan)
      assert.equal("yes", report.results[1].changed)
      assert.equal(1, cloud:count(ids[1], "start_replication"))
    end)

    it("tells a lost retry from a refused one", function()
      local plan, cloud, ids = plans.of("drs", { "STALLED", "STALLED" })
      cloud.on_write = function(id)
        if id == ids[1] then return plans.answers.lost, false end
        return plans.answers.denied, false
      end
      local report = plans.run(plan)
      assert.same({ "unknown", "failed" }, outcomes(report))
      assert.same({ 0, 1, 1, 0 }, counts(report))
    end)
  end)

  describe("with stop_after_failures", function()
    it("starts no further item", function()
      local plan, cloud = plans.of("dms", { "stopped", "running", "running", "running", "running", "running" })
      cloud.on_write = function(_, _) return plans.answers.denied, false end
      local told = {}
      local report = plans.run(plan, { concurrency = 1, stop_after_failures = 2, on_item = function(result)
        told[#told + 1] = result.outcome
      end })
      assert.same({ 1, 2, 0, 3 }, counts(report))
      assert.same({ "done", "failed", "failed" }, told)
      assert.equal(2, cloud:writes())
      assert.same({ "done", "failed", "failed", "not started", "not started", "not started" }, outcomes(report))
    end)

    it("counts items of unknown outcome too", function()
      local plan, cloud = plans.of("drs", { "STALLED", "STALLED" })
      cloud.on_write = function() return plans.answers.lost, false end
      assert.same({ 0, 0, 1, 1 }, counts(plans.run(plan, { concurrency = 1, stop_after_failures = 1 })))
    end)
  end)

  describe("tells on_item", function()
    it("of each item that has ended, with the counts so far", function()
      local plan = plans.of("dms", { "running", "stopped", "running" })
      local told = {}
      plans.run(plan, { concurrency = 1, on_item = function(result, report)
        told[#told + 1] = ("%s %s"):format(result.item.name, report)
      end })
      assert.same({
        "name2 1 done (1 without a write), 0 failed, 0 may have been carried out, 2 not started",
        "name1 2 done (1 without a write), 0 failed, 0 may have been carried out, 1 not started",
        "name3 3 done (1 without a write), 0 failed, 0 may have been carried out, 0 not started",
      }, told)
    end)

    it("and raises what it raises, with the report", function()
      local plan, cloud = plans.of("dms", { "running", "running", "running" })
      local raised = scripted.failure(plans.run, plan, { concurrency = 1, on_item = function() error("no disk", 0) end })
      assert.equal("ConfigError: on_item raised: no disk", scripted.without_line(raised))
      assert.equal("no disk", raised.cause)
      assert.same({ 1, 0, 0, 2 }, counts(raised.report))
      assert.equal(1, cloud:writes())
      local mine = errors.is(raised) and raised
      assert.equal(mine, scripted.failure(plans.run, plan, { on_item = function() error(mine, 0) end }))
    end)
  end)

  describe("at Ctrl-C", function()
    it("tells what is done, what may have been carried out, and what was not started", function()
      local plan, cloud, ids = plans.of("dms", { "stopped", "running", "running", "running", "running" })
      cloud.on_write = function(id)
        if id == ids[3] then error("interrupted!", 0) end
      end
      local raised = scripted.failure(plans.run, plan, { concurrency = 1 })
      assert.equal("Interrupted", raised.type)
      assert.equal("interrupted; 2 done (1 without a write), 0 failed, 1 may have been carried out, 2 not started", raised.message)
      assert.same({ "done", "done", "unknown", "not started", "not started" }, outcomes(raised.report))
      assert.equal("unknown", raised.report.results[3].applied)
    end)

    it("says that an item is not started while it only looks", function()
      local plan, cloud = plans.of("dms", { "running", "running" })
      cloud.on_look = function() error("interrupted!", 0) end
      local raised = scripted.failure(plans.run, plan, { concurrency = 1 })
      assert.equal("Interrupted", raised.type)
      assert.same({ 0, 0, 0, 2 }, counts(raised.report))
    end)

    it("says that an item may have been carried out while it waits for what was", function()
      local plan, cloud = plans.of("dms", { "running", "running" })
      plan.targets[1].sleep = function() error("interrupted!", 0) end
      local raised = scripted.failure(plans.run, plan, { concurrency = 1 })
      assert.same({ 0, 0, 1, 1 }, counts(raised.report))
      assert.equal("yes", raised.report.results[1].applied)
      assert.equal(1, cloud:writes())
    end)

    it("before anything has begun has the report too", function()
      local plan, cloud = plans.of("dms", { "running" })
      cloud.on_identity = function() error("interrupted!", 0) end
      local raised = scripted.failure(plans.run, plan)
      assert.equal("interrupted; 0 done, 0 failed, 0 may have been carried out, 1 not started", raised.message)
    end)

    it("in on_item ends the run", function()
      local plan = plans.of("dms", { "running", "running" })
      local raised = scripted.failure(plans.run, plan, { concurrency = 1, on_item = function() error("interrupted!", 0) end })
      assert.equal("Interrupted", raised.type)
      assert.same({ 1, 0, 0, 1 }, counts(raised.report))
    end)
  end)

  it("does nothing about a plan without items", function()
    local plan, cloud = plans.of("dms", {})
    assert.same({ 0, 0, 0, 0 }, counts(plans.run(plan)))
    assert.equal(0, #cloud.calls)
  end)

  it("may run within aws.map, and ends with it", function()
    local map = require "aws.map"
    local plan = plans.of("dms", { "running", "running" })
    plan.targets[1].sleep = nil
    local raised = scripted.failure(map, { plan }, function(one) return plans.run(one, { concurrency = 1 }) end, { timeout = 0.2 })
    assert.equal("MapTimeout", raised.type)
    local inner = raised.results[1].error
    assert.equal("MapTimeout", inner.type)
    assert.matches("^the map did not end within 0.2 s %(timeout%); 0 done", inner.message)
    assert.same({ 0, 0, 1, 1 }, counts(inner.report))
  end)
end)
