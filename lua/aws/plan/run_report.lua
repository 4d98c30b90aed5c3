--- What plan:run returns: what has become of each item, and how many of each kind.
local iterate = require "aws.language.iterate"

local run_report = {}

---@alias aws.PlanOutcome
---| "done" it is as wished
---| "failed" it is not, and `error` says why
---| "unknown" a write was sent or may have been, and nobody has seen what came of it
---| "not started" nothing was sent

---@class aws.PlanResult
---@field item aws.PlanItem
---@field outcome aws.PlanOutcome
---@field before? string state seen first
---@field after? string state seen last
---@field changed? "yes"|"no"|"unknown" whether the run has changed it
---@field applied? "yes"|"no"|"unknown" whether its writes were carried out
---@field sent integer writes
---@field attempts integer of these
---@field request_id? string of the last of these
---@field error? any
---@field value? aws.EnsureStoppedResult|aws.RetryIfStalledResult of the helper
---@field is_reported? boolean the report says that an earlier run has done it

--- Each item counts once.
---@class aws.PlanReport
---@field plan string the plan's id
---@field path? string of the file
---@field total integer
---@field done integer
---@field skipped integer of those done: they needed no write
---@field failed integer
---@field may_have_been_carried_out integer
---@field not_started integer
---@field results aws.PlanResult[] in the order of the plan's items
---@field fault? string why the file does not tell all

--- Which count an outcome belongs to.
---@type table<aws.PlanOutcome, string>
local counts = {
  done = "done", failed = "failed", unknown = "may_have_been_carried_out", ["not started"] = "not_started",
}

--- Counts in words.
local function in_words(report)
  local skipped = report.skipped > 0 and (" (%d without a write)"):format(report.skipped) or ""
  return ("%d done%s, %d failed, %d may have been carried out, %d not started"):format(report.done, skipped, report.failed,
    report.may_have_been_carried_out, report.not_started)
end

local metatable = { __name = "aws.PlanReport", __tostring = in_words }

--- A report of items none of which was started.
---@param plan aws.Plan
---@param path? string
---@return aws.PlanReport
function run_report.new(plan, path)
  local report = {
    plan = plan.id, path = path, total = #plan.items, done = 0, skipped = 0, failed = 0, may_have_been_carried_out = 0,
    not_started = #plan.items, results = {}, fault = nil,
  }
  for i, item in ipairs(plan.items) do report.results[i] = { item = item, outcome = "not started", sent = 0, attempts = 0 } end
  return setmetatable(report, metatable)
end

local function add(report, result, number)
  local name = counts[result.outcome]
  report[name] = report[name] + number
  if result.outcome == "done" and result.sent == 0 then report.skipped = report.skipped + number end
end

--- Notes what has become of an item.
---@param report aws.PlanReport
---@param result aws.PlanResult of this report
---@param fields table its members from now on, `outcome` among them
function run_report.settle(report, result, fields)
  add(report, result, -1)
  for name, value in iterate.pairs(fields) do result[name] = value end
  add(report, result, 1)
end

--- Settles the counts at the end. An error may have come between an item and its count, or between a write and its end.
---@param report aws.PlanReport
function run_report.finish(report)
  for _, name in iterate.pairs(counts) do report[name] = 0 end
  report.skipped = 0
  for _, result in ipairs(report.results) do
    if result.outcome == "not started" and result.sent > 0 and result.applied ~= "no" then result.outcome = "unknown" end
    add(report, result, 1)
  end
end

return run_report
