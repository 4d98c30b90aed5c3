-- How plan:run goes on with a report.
local plans = require "spec.support.plan_runs"
local reports = require "spec.support.plan_reports"
local report_lines = require "aws.plan.report_lines"
local scripted = require "spec.support.scripted"

describe("plan:run with a report", function()
  local run, resume, write, brief = reports.run, reports.resume, reports.write, reports.brief
  local made, path

  before_each(function() made, path = reports.begin() end)
  after_each(reports.finish)

  describe("that it goes on with", function()
    local STOPPED = { phase = "outcome", before = "running", after = "stopped", changed = "yes", applied = "yes", attempts = 1 }

    it("leaves out what is done", function()
      local plan, cloud = plans.of("dms", { "running", "running", "running" })
      cloud.on_write = function(_, count)
        if cloud:writes() == 2 and count == 1 then error("interrupted!", 0) end
      end
      scripted.failure(run, plan)
      local looks = #cloud.calls
      cloud.on_write = nil
      local report = resume(plan)
      assert.same({ 3, 1 }, { report.done, report.skipped })
      assert.is_true(report.results[1].is_reported)
      assert.same({ 1, 2, 1 }, { cloud:count(plans.id("dms", 1)), cloud:count(plans.id("dms", 2)), cloud:count(plans.id("dms", 3)) })
      for i = looks + 1, #cloud.calls do assert.not_equal(plans.id("dms", 1), cloud.calls[i].id) end
      local lines, calls = #plans.lines(path), #cloud.calls
      assert.equal(3, resume(plan).skipped)
      assert.same({ lines, calls }, { #plans.lines(path), #cloud.calls })
    end)

    it("tells on_item of it", function()
      write({ {}, STOPPED })
      local told = {}
      resume(plans.of("dms", { "running" }, { time = scripted.time - 200 }), { on_item = function(result)
        told[#told + 1] = result.is_reported and result.outcome
      end })
      assert.same({ "done" }, told)
    end)

    it("does again what the plan has seen running since", function()
      write({ {}, STOPPED })
      local plan, cloud, ids = plans.of("dms", { "running" })
      assert.equal("done", resume(plan).results[1].outcome)
      assert.equal(1, cloud:count(ids[1]))
    end)

    it("does what has failed, and what is in other accounts or regions", function()
      local failed = { phase = "outcome", changed = "no", applied = "no", error = { type = "X", message = "m" } }
      for _, lines in ipairs({ { {}, failed }, { STOPPED, failed }, { { region = "eu-west-1" }, STOPPED, { region = "eu-west-1" } },
        { { account = "1", phase = "outcome" } }, { { operation = "start_replication", phase = "outcome" } },
        { { resource = "arn:other", phase = "outcome" } } }) do
        write(lines)
        if lines[2] == STOPPED then write({ { region = "eu-west-1" }, { region = "eu-west-1", phase = "outcome" } }) end
        local plan, cloud, ids = plans.of("dms", { "running" }, { time = scripted.time - 200 })
        assert.equal(1, resume(plan).done)
        assert.equal(1, cloud:count(ids[1]))
      end
    end)

    it("by another plan, too", function()
      local plan, cloud = plans.of("dms", { "running", "running", "running" })
      cloud.on_write = function()
        if cloud:writes() == 2 then error("interrupted!", 0) end
      end
      scripted.failure(run, plan)
      cloud.on_write = nil
      cloud:pass(600)
      local report = resume(plans.again(plan, cloud))
      assert.same({ 3, 0 }, { report.done, report.not_started })
      assert.same({ 1, 2, 1 }, { cloud:count(plans.id("dms", 1)), cloud:count(plans.id("dms", 2)), cloud:count(plans.id("dms", 3)) })
    end)

    describe("and a write has no outcome", function()
      it("writes nothing where a look shows that it was carried out, and does not wait", function()
        for _, state in ipairs({ "stopping", "stopped" }) do
          write({ { time = scripted.time - 1 } })
          local plan, cloud, ids = plans.of("dms", { "running" }, { options = { wait = false } })
          cloud.states[ids[1]] = state
          if state == "stopped" then cloud.stopped_at[ids[1]] = scripted.time end
          local report = resume(plan)
          assert.same({ 1, 0 }, { report.done, cloud:writes() })
          assert.same({}, cloud.sleeps)
          assert.equal(state == "stopped" and "yes" or "unknown", report.results[1].changed)
          assert.equal("outcome R1", brief(plans.lines(path))[2])
        end
      end)

      it("cannot say who has stopped it where that was long before", function()
        write({ { time = scripted.time - 1 } })
        local plan, cloud, ids = plans.of("dms", { "running" })
        cloud.states[ids[1]], cloud.stopped_at[ids[1]] = "stopped", scripted.time - 1000
        assert.equal("unknown", resume(plan).results[1].changed)
      end)

      it("waits until resend_after before it writes again", function()
        for resend_after, expected in pairs({ [15] = 11, [60] = 56, [3] = 0, [0] = 0 }) do
          write({ { time = scripted.time - 4 } })
          local plan, cloud, ids = plans.of("dms", { "running" })
          local at
          cloud.on_write = function() at = cloud.now end
          resume(plan, { resend_after = resend_after })
          assert.equal(expected, at - scripted.time)
          assert.equal(1, cloud:count(ids[1]))
        end
      end)

      it("by 15 s, or by the plan's own option", function()
        for expected, options in pairs({ [11] = {}, [36] = { resend_after = 40 } }) do
          write({ { time = scripted.time - 4 } })
          local plan, cloud = plans.of("dms", { "running" }, { options = options })
          cloud.on_write = function() cloud.at = cloud.now end
          resume(plan)
          assert.equal(expected, cloud.at - scripted.time)
        end
      end)

      it("and looks again after the wait", function()
        write({ { time = scripted.time - 4 } })
        local plan, cloud, ids = plans.of("dms", { "running" })
        plan.targets[1].sleep = function(seconds)
          cloud:pass(seconds)
          cloud.states[ids[1]], cloud.stopped_at[ids[1]] = "stopped", scripted.time - 1
        end
        local report = resume(plan)
        assert.same({ 0, "yes" }, { cloud:writes(), report.results[1].changed })
      end)

      it("and waits where the look failed in a way that passes", function()
        write({ { time = scripted.time - 4 } })
        local plan, cloud, ids = plans.of("dms", { "running" })
        cloud.on_look = function(_, count)
          if count == 1 then return plans.answers.broken end
        end
        local at
        cloud.on_write = function() at = cloud.now end
        assert.equal(1, resume(plan).done)
        assert.same({ 11, 1 }, { at - scripted.time, cloud:count(ids[1]) })
      end)

      it("waits no longer than resend_after for a clock that was ahead", function()
        write({ { time = scripted.time + 1e6 } })
        local plan, cloud = plans.of("dms", { "running" })
        resume(plan)
        assert.equal(15, cloud.sleeps[1])
      end)

      it("is open still where the run before could not see what became of it", function()
        write({ { time = scripted.time - 4 },
          { phase = "outcome", time = scripted.time - 2, applied = "unknown", error = { type = "X", message = "m" } } })
        local plan, cloud = plans.of("dms", { "running" })
        resume(plan)
        assert.equal(11, cloud.sleeps[1])
      end)

      it("does not wait where it certainly was not carried out", function()
        write({ { time = scripted.time - 4 },
          { phase = "outcome", time = scripted.time - 2, applied = "no", changed = "no", error = { type = "X", message = "m" } } })
        local plan, cloud = plans.of("dms", { "running" })
        local at
        cloud.on_write = function() at = cloud.now end
        resume(plan)
        assert.equal(scripted.time, at)
      end)

      it("says that it may have been carried out while nothing else is known", function()
        write({ {} })
        local plan, cloud = plans.of("dms", { "running" })
        cloud.on_look = function() return plans.answers.denied end
        local report = resume(plan)
        assert.same({ "unknown", "AccessDeniedException" }, { report.results[1].outcome, report.results[1].error.type })
        assert.equal(1, report.may_have_been_carried_out)
        assert.equal("unknown", plans.lines(path)[2].applied)
      end)

      it("is settled by the plan's look where that shows it stopped", function()
        write({ {} })
        local plan, cloud = plans.of("dms", { "stopped" })
        local report = resume(plan)
        assert.same({ "done", "unknown", 0 }, { report.results[1].outcome, report.results[1].changed, #cloud.calls })
      end)

      it("of a retry: waits too, and knows a server that was retried", function()
        local line = { time = scripted.time - 4, operation = "retry_data_replication", resource = plans.id("drs", 1) }
        write({ line })
        local plan, cloud, ids = plans.of("drs", { "STALLED" })
        resume(plan)
        assert.same({ 11 }, cloud.sleeps)
        assert.equal(1, cloud:count(ids[1]))
        write({ line })
        plan, cloud, ids = plans.of("drs", { "STALLED" })
        cloud.states[ids[1]], cloud.started_at[ids[1]] = "INITIATING", scripted.time - 4
        local report = resume(plan)
        assert.same({ "done", "yes", 0 }, { report.results[1].outcome, report.results[1].changed, cloud:writes() })
      end)

      it("of a start, for a plan that retries", function()
        write({ { time = scripted.time - 4, operation = "start_replication", resource = plans.id("drs", 1) } })
        local plan, cloud = plans.of("drs", { "STALLED" })
        resume(plan)
        assert.same({ 11 }, cloud.sleeps)
      end)
    end)

    it("takes away a line that a kill has cut, which says that nothing was sent", function()
      local whole = assert(report_lines.text({
        phase = "sent", time = scripted.time - 1, account = plans.ACCOUNT, region = "us-east-1", operation = "stop_replication",
        resource = plans.id("dms", 2),
      }))
      for length = 1, #whole - 1 do
        write({ {}, STOPPED }, whole:sub(1, length))
        local plan, cloud = plans.of("dms", { "running", "running" }, { time = scripted.time - 200 })
        local report = resume(plan)
        assert.same({ 2, 0, 1 }, { report.done, cloud:count(plans.id("dms", 1)), cloud:count(plans.id("dms", 2)) })
        assert.same({ "sent R1", "outcome R1", "sent R2", "outcome R2" }, brief(plans.lines(path)))
      end
      made.write("stops.jsonl", whole:sub(1, 40))
      assert.equal(1, resume((plans.of("dms", { "running" }))).done)
    end)
  end)
end)
