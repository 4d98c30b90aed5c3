--- What `plan:run` takes, and what it refuses before anything is asked or sent.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local object = require "aws.plan.object"
local options = require "aws.settings.options"
local user_functions = require "aws.waiting.user_functions"
local wait_options = require "aws.wait.options"

local run_options = {}

---@class (exact) aws.PlanRunOptions
---@field confirm string the plan's id: whoever starts the run has seen what it will do
---@field concurrency? integer items under way at a time, 8 by default
---@field report? string path of a file of JSON lines: one before each write and one for each item that has ended
---@field resume? boolean go on with a report that has lines already
---@field on_item? fun(result: aws.PlanResult, report: aws.PlanReport) called in the caller's coroutine whenever an item has ended
---@field max_age? number seconds that a plan may be old, 300 by default
---@field stop_after_failures? integer after so many items that are not done no further one is started
---@field resend_after? number seconds after a write whose outcome is not known before another one is sent, 15 by default
---@field [string] aws.NotAMember

local CONCURRENCY, MAX_AGE, RESEND_AFTER = 8, 300, 15

local checks_by_name = {
  confirm = checks.string,
  concurrency = checks.count,
  report = checks.text,
  resume = checks.boolean,
  on_item = checks.callable,
  max_age = checks.seconds,
  stop_after_failures = checks.count,
  resend_after = wait_options.seconds_or_none,
}

local words = { table = "plan:run takes a table of options", unknown = "option of plan:run", wrong = "option %s of plan:run" }

--- The time by which plans tell theirs.
local function now_of(plan)
  local first = plan.targets[1]
  return user_functions.now({ now = first and first.now or core.now }, 0)
end

local function refuse(type_name, message, ...)
  errors.raise({ type = type_name, message = message:format(...), applied = "no", attempts = 0 })
end

local function check_confirmed(plan, confirm)
  if object.is(plan) and object.id(plan) ~= plan.id then
    refuse("NotConfirmed", "the plan was changed after it was made, and would do something else than it says: make a new one")
  end
  if confirm == plan.id then return end
  local what = confirm == nil and "was not confirmed" or "has another id than the one that was confirmed"
  refuse("NotConfirmed", "the plan %s: read it (print(plan)), then run it with confirm = plan.id", what)
end

local function check_age(plan, max_age)
  local age = now_of(plan) - plan.time
  if age > max_age then
    refuse("PlanTooOld", "the plan is %s s old, and %s s are the most (max_age): make a new one",
      ascii.number("%.0f", age), ascii.number("%g", max_age))
  end
  if age < -max_age then
    refuse("PlanTooOld", "the plan was made %s s from now: the clock was set back; make a new one", ascii.number("%.0f", -age))
  end
end

--- Reads the options of a run, and checks that it may begin.
---@param plan aws.Plan
---@param given? aws.PlanRunOptions
---@return aws.PlanRunOptions own with defaults
---Raises ConfigError for options that do not fit, NotConfirmed, PlanTooOld.
function run_options.read(plan, given)
  if type(plan) ~= "table" or type(rawget(plan, "items")) ~= "table" then
    errors.config("run is called with a colon: plan:run{…}")
  end
  local own, fault, problems = options.read(given, checks_by_name, words)
  if not own then errors.unfit(fault, problems) end
  if own.resume and not own.report then errors.config("resume = true of plan:run goes with report, the file to go on with") end
  check_confirmed(plan, own.confirm)
  own.max_age = own.max_age or MAX_AGE
  check_age(plan, own.max_age)
  own.concurrency = own.concurrency or CONCURRENCY
  own.resend_after = own.resend_after or plan.options.resend_after or RESEND_AFTER
  return own
end

return run_options
