--- Plans inside nginx: for plan_spec.lua.
local aws = require "aws"

local plan = {}

--- A plan over regions: what it has, while other light threads run.
function plan.makes(targets, where)
  local ticks, is_over = 0, false
  local thread = ngx.thread.spawn(function()
    while not is_over do
      ngx.sleep(0.005)
      ticks = ticks + 1
    end
  end)
  local made = aws.plan({ service = "dms", targets = targets, where = where })
  is_over = true
  ngx.thread.wait(thread)
  local names, unreadable = {}, {}
  for i, item in ipairs(made.items) do names[i] = item.region .. " " .. item.name .. " " .. item.action end
  for i, entry in ipairs(made.unreadable) do unreadable[i] = entry.region .. " " .. entry.error.type end
  return names, unreadable, tostring(made), ticks > 0
end

--- What `match` raises, after it has waited.
function plan.fails(targets)
  local ok, raised = pcall(aws.plan, { service = "dms", targets = targets, where = { match = function()
    ngx.sleep(0.001)
    error({ "mine" }, 0)
  end } })
  return ok, raised
end

return plan
