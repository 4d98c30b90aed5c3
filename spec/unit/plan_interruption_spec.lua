-- plan:run with an error at the N-th instruction, as Ctrl-C raises it, for many N.
local errors = require "aws.errors"
local interruptions = require "spec.support.interruptions"
local plans = require "spec.support.plan_runs"
local temporary = require "spec.support.folder"

--- Instructions that are left out between two, and those before the run has begun, where the text passes as it is.
local STRIDE, OUTSIDE = 307, 500

describe("an error at any instruction of plan:run", function()
  local made

  before_each(function() made = temporary.new() end)

  after_each(function() made.remove() end)

  local number = 0

  local function begin()
    number = number + 1
    local plan, cloud, ids = plans.of("dms", { "running", "stopped", "running" })
    cloud.on_look = function() interruptions.join() end
    cloud.on_write = cloud.on_look
    return { plan = plan, cloud = cloud, ids = ids, path = made.path .. "/" .. number }
  end

  local function run(world, options)
    options.report, options.concurrency = world.path, 2
    return plans.run(world.plan, options)
  end

  --- What the report says is true of the cloud, and each item is in it once.
  local function check_truth(report, world)
    assert(report.done + report.failed + report.may_have_been_carried_out + report.not_started == 3, tostring(report))
    local counts = { done = 0, failed = 0, unknown = 0, ["not started"] = 0 }
    for i, result in ipairs(report.results) do
      local state = world.cloud.states[world.ids[i]]
      counts[result.outcome] = counts[result.outcome] + 1
      if result.outcome == "done" then assert(state == "stopped", state) end
      if result.outcome == "not started" then assert(state == world.plan.items[i].state, state) end
    end
    assert(counts.failed == 0 and counts.done == report.done and counts["not started"] == report.not_started, tostring(report))
  end

  local function check(outcome, world)
    local report = outcome.ok and outcome.first or errors.is(outcome.first) and outcome.first.report
    if report then check_truth(report, world) end
    if outcome.ok == false and errors.is(outcome.first) then
      assert(outcome.first.type == "Interrupted", tostring(outcome.first))
      assert(report or outcome.is_cut, "the error has no report")
    end
    world.cloud.on_look, world.cloud.on_write = nil, nil
    local again = run(world, { resume = true })
    assert(again.done == 3, tostring(again))
    assert(world.cloud.refused == 0, "a stop was sent again")
    for _, id in ipairs(world.ids) do assert(world.cloud.states[id] == "stopped") end
    for _, line in ipairs(plans.lines(world.path)) do assert(line.resource) end
  end

  it("leaves true counts, and a report to go on from", function()
    local tally = interruptions.sweep({ begin = begin, run = function(world) return run(world, {}) end, check = check }, STRIDE)
    assert.is_true(tally.steps > 10000)
    local texts = 0
    for _, count in pairs(tally.texts) do texts = texts + count end
    assert.is_true(texts * STRIDE <= OUTSIDE)
    assert.is_true((tally["Interrupted applied nil"] or 0) > 20)
  end)
end)
