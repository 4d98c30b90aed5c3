--- `plan:run`: does what a plan says, many items at a time, and keeps a report to go on from.
local errors = require "aws.errors.typed"
local map = require "aws.map"
local report_file = require "aws.plan.report_file"
local report_lines = require "aws.plan.report_lines"
local run_clients = require "aws.plan.run_clients"
local run_item = require "aws.plan.run_item"
local run_options = require "aws.plan.run_options"
local run_report = require "aws.plan.run_report"
local run_state = require "aws.plan.run_state"
local tasks = require "aws.waiting.task"

--- Tells `on_item` of an item that has ended.
local function tell(run, result)
  local on_item = run.options.on_item
  if not on_item or result.outcome == "not started" then return end
  local ok, raised = pcall(on_item, result, run.report)
  if ok then return end
  if errors.is(raised) or errors.is_interruption(raised) then error(raised, 0) end
  errors.raise({ type = "ConfigError", message = "on_item raised: " .. tostring(raised), cause = raised })
end

-- Which items ---------------------------------------------------------------------------------------------------

--- Whether the report says that an item is done, and no later look says that it is to be done again.
local function is_reported_done(run, item, known)
  if not known or not known.is_done then return false end
  return known.time >= run.plan.time or not run.kind.writes[item.action]
end

---@class aws.RunOrder
---@field todo aws.RunEntry[]
---@field items aws.PlanItem[] of these
---@field idle aws.RunEntry[] that need nothing, by the plan
---@field reported aws.RunEntry[] that an earlier run has done

--- Says of each item whether there is something to do.
---@return aws.RunOrder
local function sort_out(run)
  local order, known_items = { todo = {}, items = {}, idle = {}, reported = {} }, run.file and run.file.items or {}
  for i, item in ipairs(run.plan.items) do
    local known = known_items[report_lines.key(item.account, item.region, run.kind.operation, item.id)]
    local is_done = is_reported_done(run, item, known)
    local list = is_done and order.reported or item.action == run.kind.idle and order.idle or order.todo
    list[#list + 1] = { item = item, result = run.report.results[i], state = item.state, known = known, operation = nil }
    if list == order.todo then order.items[#list] = item end
  end
  return order
end

-- The run -------------------------------------------------------------------------------------------------------

--- Takes note of what needs nothing.
local function skip(run, order)
  for _, name in ipairs({ "reported", "idle" }) do
    for _, entry in ipairs(order[name]) do
      run_item.skip(run, entry, name == "reported")
      tell(run, entry.result)
    end
  end
end

local function perform(run)
  local options = run.options
  run.file = options.report and report_file.open(options.report, options.resume)
  local order = sort_out(run)
  run_clients.open(run, order.items)
  run_clients.check_accounts(run)
  skip(run, order)
  map(order.todo, function(entry) run_item.perform(run, entry) end, {
    concurrency = options.concurrency,
    on_result = function(_, _, index, result)
      if not result.ok and not errors.is_interrupted(result.error) then error(result.error, 0) end -- a clock that fails
      tell(run, order.todo[index].result)
    end,
  })
end

-- The end -------------------------------------------------------------------------------------------------------

--- Ends a run. After an error it may be called again.
local function finish(run)
  run_report.finish(run.report)
  if run.file then
    run.report.fault = run.file.fault
    run.file:close()
  end
  run_clients.close(run)
end

--- What the run raises: the same error with the report; at Ctrl-C, or where memory ran out, one that tells the counts.
local function with_report(raised, report)
  local exhausted = errors.exhausted(raised)
  if exhausted then
    return errors.new({ type = "ConfigError", message = ("%s; %s"):format(exhausted, report), report = report })
  end
  if not errors.is_interrupted(raised) then
    if errors.is(raised) then raised.report = report end
    return raised
  end
  local is_text = errors.is_interruption(raised)
  if is_text then tasks.interrupt() end -- of the maps around as well
  local why = is_text and "interrupted" or raised.message:match("^[^;]*")
  return errors.new({
    type = is_text and "Interrupted" or raised.type, message = ("%s; %s"):format(why, report), report = report,
    cause = is_text and raised or raised.cause,
  })
end

--- How often the end of a run may be interrupted.
local PATIENCE = 3

--- Does what a plan says. Each item goes through the plan's helper, which looks before it writes; what the plan says needs
--- nothing is not looked at again.
---
--- With `report` a line is in the file before each write leaves, and another one after the item has ended. A run with
--- `resume` leaves out what the file says is done, unless the plan has seen it otherwise since; of a write without an
--- outcome a look tells.
---@param plan aws.Plan
---@param given aws.PlanRunOptions
---@return aws.PlanReport
---Raises ConfigError for options, NotConfirmed, PlanTooOld; then, each with `report`: ReportLocked, WrongAccount, ConfigError for
---the file, and what making a client and GetCallerIdentity raise, before anything is sent; Interrupted, and what `on_item` raises.
return function(plan, given)
  local run = run_state.new(plan, run_options.read(plan, given))
  local ok, raised = pcall(perform, run)
  for _ = 1, PATIENCE do
    local is_ended, other = pcall(finish, run)
    if is_ended then break end
    ok, raised = false, not ok and raised or other
  end
  if not ok then error(with_report(raised, run.report), 0) end
  return run.report
end
