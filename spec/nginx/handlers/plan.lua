--- Plans inside nginx: for plan_spec.lua.
local aws = require "aws"

local plan = {}

--- Calls something, and tells whether other light threads ran meanwhile.
local function beside(call)
  local ticks, is_over = 0, false
  local thread = ngx.thread.spawn(function()
    while not is_over do
      ngx.sleep(0.005)
      ticks = ticks + 1
    end
  end)
  local result = call()
  is_over = true
  ngx.thread.wait(thread)
  return result, ticks > 0
end

--- A plan over regions: what it has, while other light threads run.
function plan.makes(targets, where)
  local made, is_shared = beside(function() return aws.plan({ service = "dms", targets = targets, where = where }) end)
  local names, unreadable = {}, {}
  for i, item in ipairs(made.items) do names[i] = item.region .. " " .. item.name .. " " .. item.action end
  for i, entry in ipairs(made.unreadable) do unreadable[i] = entry.region .. " " .. entry.error.type end
  return names, unreadable, tostring(made), is_shared
end

--- What `match` raises, after it has waited.
function plan.fails(targets)
  local ok, raised = pcall(aws.plan, { service = "dms", targets = targets, where = { match = function()
    ngx.sleep(0.001)
    error({ "mine" }, 0)
  end } })
  return ok, raised
end

local function run(targets, path)
  local made = aws.plan({ service = "dms", targets = targets, options = { min_delay = 0.02, max_delay = 0.1 } })
  return made:run({ confirm = made.id, report = path, resume = true })
end

--- Runs a plan, and then another one with its report: the counts of both.
function plan.runs(targets, path)
  local first, is_shared = beside(function() return run(targets, path) end)
  return tostring(first), tostring(run(targets, path)), is_shared
end

--- Runs a plan: the counts.
function plan.runs_once(targets, path)
  return tostring(run(targets, path))
end

return plan
