--- Calls, plans and examinations with a collector at work at every few instructions, each in a program of its own (apart.lua):
--- a step goes through much of what Lua has.
local apart = require "spec.support.apart"
local assert = require "luassert"
local collector = require "spec.support.collector"

local jit = rawget(_G, "jit")

--- How a collector is set up; what a mode returns ends it.
local modes = { incremental = collector.eager, generational = collector.generational }

--- Scenarios by the file that has them, which is loaded for them alone, and the instructions between two steps: what runs
--- many has longer distances. A generational step is a short one, and comes at each.
local strides = {
  memory_core = { decode = 1, shape = 1, wrong = 1, encode = 1, template = 1, journal = 1, random = 1 },
  memory_places = { identity = 31, plan = 31, run = 31, doctor = 101 },
}

--- Runs it with a step of the collector at each `stride`-th instruction.
local function collected(mode, stride, body, ...)
  if jit then jit.off() end -- count hooks do not fire in compiled code
  local finish = mode()
  debug.sethook(function() collectgarbage("step") end, "", stride)
  local ok, value = pcall(body, ...)
  debug.sethook()
  finish()
  if jit then jit.on() end
  if not ok then error(value, 0) end
  return value
end

--- Runs it without and with steps, and compares what comes.
local function compare(scenario, mode, stride)
  if type(scenario) == "function" then scenario = { run = scenario } end
  local show = scenario.show or tostring
  local function begin() return scenario.begin and scenario.begin() end
  local want = show(scenario.run(begin()))
  local world = begin()
  local value = collected(mode, stride, scenario.run, world)
  assert.equal(want, show(value))
  if scenario.check then scenario.check(world, true, value) end
end

local tests = {}

for file, names in pairs(strides) do
  for name, stride in pairs(names) do
    for mode_name, mode in pairs(modes) do
      tests[("%s, %s"):format(name, mode_name)] = function()
        local scenarios = require("spec.support." .. file)
        local ok, err = pcall(compare, scenarios.by_name[name], mode, mode_name == "generational" and 1 or stride)
        scenarios.clean()
        if not ok then error(err, 0) end
      end
    end
  end
end

return apart.tests("spec/support/collected_calls.lua", tests)
