--- A program that plans for all replications or servers of an endpoint and runs the plan with a report, for specs that end it
--- at any moment. It prints the counts; the exit code is 0 when all is done.
---   lua spec/support/plan_program.lua SERVICE REPORT PLAN [STEPS]
--- PLAN is "anew", or a file: the plan in it, which the first run saves there, is run each time.
--- With STEPS it kills itself after so many times a hundred instructions of the run. STEPS may be 0: then it prints how many the
--- run has.
local SERVICE, REPORT, PLAN, STEPS = arg[1], arg[2], arg[3], tonumber(arg[4])

local steps = 0

--- Counts in each coroutine: PUC Lua's hooks belong to one.
local function count_steps()
  package.cpath = "build/spec/" .. (os.getenv "LUA" or "lua5.4") .. "/?.so;" .. package.cpath
  local process = require "process"
  local function step()
    steps = steps + 1
    if steps == STEPS then process.die() end
  end
  if jit then jit.off() end -- compiled code calls no hook
  debug.sethook(step, "", 100)
  local create = coroutine.create
  coroutine.create = function(run) -- luacheck: ignore 122
    local thread = create(run)
    if not jit then debug.sethook(thread, step, "", 100) end
    return thread
  end
end

if STEPS then count_steps() end
local aws = require "aws"

local options = { min_delay = 0.02, max_delay = 0.05, max_time = 20 }
if SERVICE == "drs" then options.wait = "initiated" end
local function new_plan()
  local plan = aws.plan({ service = SERVICE, targets = { { max_attempts = 5 } }, options = options })
  if #plan.unreadable > 0 then error(plan.unreadable[1].error) end
  return plan
end

--- The plan of the first run; its file is there whole or not at all.
local function same_plan()
  local file = io.open(PLAN)
  if file then
    file:close()
    return aws.plan.load(PLAN)
  end
  local plan = new_plan()
  plan:save(PLAN)
  return plan
end

local plan = PLAN == "anew" and new_plan() or same_plan()
steps = 0
local report = plan:run({ confirm = plan.id, report = REPORT, resume = true, concurrency = 8, resend_after = 0.2,
  max_age = 3600 })
print(report, STEPS == 0 and steps or "")
os.exit(report.done == report.total and 0 or 1, true)
