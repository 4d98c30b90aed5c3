--- What an error at every instruction is tried on, for spec.support.interruptions: runs of plans, the doctor, decoding.
local doctor = require "spec.support.doctor"
local errors = require "aws.errors"
local interruptions = require "spec.support.interruptions"
local memory_core = require "spec.support.memory_core"
local plans = require "spec.support.plan_runs"
local temporary = require "spec.support.folder"

local scenarios = {}

-- Runs ----------------------------------------------------------------------------------------------------------

local made, number

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

local function run(world, options)
  options.report, options.concurrency = world.path, 2
  return plans.run(world.plan, options)
end

local function check_run(outcome, world)
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
  os.remove(world.path)
end

--- plan:run with its report, from which another run goes on.
function scenarios.plan_run()
  return {
    begin = function()
      made = made or temporary.new()
      number = (number or 0) + 1
      local plan, cloud, ids = plans.of("dms", { "running", "stopped", "running" })
      cloud.on_look = function() interruptions.join() end
      cloud.on_write = cloud.on_look
      return { plan = plan, cloud = cloud, ids = ids, path = made.path .. "/" .. number }
    end,
    run = function(world) return run(world, {}) end,
    check = check_run,
  }
end

-- The doctor ----------------------------------------------------------------------------------------------------

--- Ctrl-C is not taken for something that the doctor has found.
function scenarios.doctor()
  return {
    begin = doctor.prepare({}),
    run = function(examine) return examine() end,
    check = function(outcome)
      if outcome.is_cut or not outcome.place then return end
      assert(outcome.ok == false, "it goes on")
      assert(errors.is(outcome.first, "Interrupted") or not outcome.is_ours or outcome.first == interruptions.TEXT)
    end,
  }
end

-- Decoding ------------------------------------------------------------------------------------------------------

--- core.decode and core.encode, which no hook may leave with something half-done.
function scenarios.decode()
  local decode, encode = memory_core.by_name.decode, memory_core.by_name.encode
  decode.begin()
  local function both() return decode.show({ decode.run(), encode.run() }) end
  local want = both()
  return { run = both, check = function() assert(both() == want, "another result") end }
end

--- Removes what the scenarios have made.
local function clean()
  if made then made.remove() end
  made = nil
  doctor.clean()
end

return { by_name = scenarios, clean = clean }
