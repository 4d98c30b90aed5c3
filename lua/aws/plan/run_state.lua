--- A run of a plan: what it goes by, and what it has so far.
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local kinds = require "aws.plan.kinds"
local run_item = require "aws.plan.run_item"
local run_report = require "aws.plan.run_report"
local user_functions = require "aws.waiting.user_functions"
local waiting = require "aws.waiting"

local run_state = {}

---@class aws.PlanRun
---@field plan aws.Plan
---@field options aws.PlanRunOptions
---@field kind aws.PlanKind
---@field helper_options table
---@field report aws.PlanReport
---@field clients table<integer, aws.RunClient> by the number of their target
---@field file? aws.ReportFile
---@field failures integer items that are not done
---@field now fun(item: aws.PlanItem): number epoch seconds
---@field sleep fun(item: aws.PlanItem, seconds: number)
---@field may_not_start fun(): boolean whether no further item may start
---@field before_write fun(entry: aws.RunEntry, operation: string): boolean, string?
---@field after_write fun(entry: aws.RunEntry, line: aws.AuditLine)

--- The options of the helper: those of the plan.
local function helper_options(plan, kind, options)
  local own = iterate.copy(plan.options or {})
  own.dry_run = nil
  if kind.takes_resend_after then own.resend_after = options.resend_after end
  return own
end

--- Makes the state of a run.
---@param plan aws.Plan
---@param options aws.PlanRunOptions with defaults
---@return aws.PlanRun
function run_state.new(plan, options)
  local kind = kinds.of(plan.service, plan.action)
  local run = {
    plan = plan, options = options, kind = kind, helper_options = helper_options(plan, kind, options),
    report = run_report.new(plan, options.report), clients = {}, file = nil, failures = 0,
    after_write = run_item.after_write,
  }
  function run.now(item) return user_functions.now({ now = plan.targets[item.target].now or core.now }, 0) end
  function run.sleep(item, seconds)
    user_functions.sleep({ sleep = plan.targets[item.target].sleep or waiting.sleep }, seconds)
  end
  function run.before_write(entry, operation) return run_item.before_write(run, entry, operation) end
  function run.may_not_start()
    local most = options.stop_after_failures
    return most ~= nil and run.failures >= most or run.file ~= nil and run.file.fault ~= nil
  end
  return run
end

return run_state
