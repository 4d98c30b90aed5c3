-- An error at every instruction of calls, maps and renewals, as Ctrl-C raises it: interrupts.lua [NAME…]
-- Ends with 0, or 1 when the next call did not work, an item went on or an error told what is not true.
local interruptions = require "spec.support.interruptions"
local local_aws = require "spec.support.local_aws"
local scenarios = require "spec.support.interruption_scenarios"

--- Of these only every so-many-th instruction: they are long.
local strides = { retried_call = 3, throttled_call = 3, map_in_a_map = 2 }

local settings = local_aws.settings(local_aws.http("apply=no"))

local names = { (table.unpack or unpack)(arg, 1) }
if #names == 0 then
  for name in pairs(scenarios) do names[#names + 1] = name end
  table.sort(names)
end

local failed = false
for _, name in ipairs(names) do
  local ok, tally = pcall(interruptions.sweep, scenarios[name](settings), strides[name])
  failed = failed or not ok
  if ok then
    local texts = 0
    for _, count in pairs(tally.texts) do texts = texts + count end
    print(("ok      %-28s %d instructions; a text passed at %d of the library's"):format(name, tally.steps, texts))
  else
    print(("FAILED  %-28s %s"):format(name, tostring(tally)))
  end
end
os.exit(failed and 1 or 0, true)
