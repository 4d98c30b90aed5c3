-- An error at every instruction of calls, maps, renewals, runs of plans and examinations, as Ctrl-C raises it: interrupts.lua [NAME…]
-- Ends with 0, or 1 when the next call did not work, an item went on or an error told what is not true.
local core = require "aws.core"
local interruptions = require "spec.support.interruptions"
local local_aws = require "spec.support.local_aws"
local places = require "spec.support.interruption_places"
local scenarios = require "spec.support.interruption_scenarios"

--- Of these only every so-many-th instruction: they are long. Where the first one is, is drawn.
local strides = { retried_call = 3, throttled_call = 3, map_in_a_map = 2, plan_run = 101, doctor = 101 }

for name, scenario in pairs(places.by_name) do scenarios[name] = scenario end

local settings = local_aws.settings(local_aws.http("apply=no"))

local names = { (table.unpack or unpack)(arg, 1) }
if #names == 0 then
  for name in pairs(scenarios) do names[#names + 1] = name end
  table.sort(names)
end

local failed = false
for _, name in ipairs(names) do
  local stride = strides[name] or 1
  local first = 1 + math.floor(core.random() * stride)
  local ok, tally = pcall(interruptions.sweep, scenarios[name](settings), stride, nil, first)
  failed = failed or not ok
  if ok then
    local texts = 0
    for _, count in pairs(tally.texts) do texts = texts + count end
    print(("ok      %-28s %d instructions from %d by %d; a text passed at %d of the library's"):format(
      name, tally.steps, first, stride, texts))
  else
    print(("FAILED  %-28s from %d by %d: %s"):format(name, first, stride, tostring(tally)))
  end
end
places.clean()
os.exit(failed and 1 or 0, true)
