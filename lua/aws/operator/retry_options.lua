--- What retry_if_stalled and decide take beside an input.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local one_of = require("aws.operator.checks").one_of
local wait_options = require "aws.wait.options"

local retry_options = {}

---@class (exact) aws.RetryIfStalledOptions: aws.WaitOptions, aws.RetryChoices
---@field wait? false|"initiated"|"continuous" goes on waiting until the server is that far; false by default
---@field dry_run? boolean one look, and what would be done
---@field skew? number seconds by which AWS's clock and ours may differ; 120 by default

--- Those that decide.
retry_options.choices = {
  disconnected = one_of("retry", "skip"),
  stopped = one_of("skip", "retry", "start"),
  force = checks.boolean,
}

local check_wait = one_of("initiated", "continuous")

--- All of retry_if_stalled's own.
retry_options.checks = {
  dry_run = checks.boolean,
  max_lag = wait_options.seconds_or_none,
  skew = wait_options.seconds_or_none,
  wait = function(value) return value ~= false and check_wait(value) or nil end,
}
for name, check in iterate.pairs(retry_options.choices) do retry_options.checks[name] = check end

--- Refuses options that exclude each other, before anything is sent.
---@param options aws.RetryIfStalledOptions that were read
---Raises ConfigError.
function retry_options.check(options)
  if options.max_lag and options.wait ~= "continuous" then errors.config('max_lag goes with wait = "continuous" alone') end
end

--- The options of the waiter that goes on: those of a wait and of a call, within the time that is left.
---@param given table
---@param waited number seconds
---@return aws.WaitOptions
function retry_options.of_waiter(given, waited)
  local own = {}
  for name, value in iterate.next, given do
    if name == "max_lag" or not retry_options.checks[name] then own[name] = value end
  end
  if own.max_time then own.max_time = math.max(own.max_time - waited, 0.001) end
  return own
end

return retry_options
