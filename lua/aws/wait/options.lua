--- What a wait takes beside an input: a call's options, for each look, and its own.
local checks = require "aws.settings.checks"
local iterate = require "aws.language.iterate"
local options = require "aws.settings.options"
local settings = require "aws.settings"

local wait_options = {}

---@class (exact) aws.WaitOptions: aws.Options
---@field max_time? number seconds; no look begins later, and each ends by then, or within 5 s where less is left; a write of a
---helper that is under way is not cut
---@field min_delay? number least seconds between two looks
---@field max_delay? number most seconds between two looks
---@field delay? number seconds between two looks, in place of `min_delay` and `max_delay`
---@field settle? number seconds; until then a state that may be the one from before is not judged
---@field on_poll? fun(info: aws.WaitInfo): boolean? called after every look; false ends the wait
---@field max_lag? number seconds, of `drs.wait.source_server_continuous`: the lag that is small enough

--- A number of seconds that may be 0.
---@param value any
---@return string? fault
function wait_options.seconds_or_none(value)
  if type(value) ~= "number" then return ("is a %s, not a number of seconds"):format(type(value)) end
  if not (value >= 0 and value < math.huge) then return "is not a number of seconds, 0 or more" end
end

--- Those that a definition of the user's own has, too.
---@type table<string, fun(value: any): string?>
wait_options.timing_checks = {
  max_time = checks.seconds,
  min_delay = checks.seconds,
  max_delay = checks.seconds,
  settle = wait_options.seconds_or_none,
}

local own_checks = { delay = checks.seconds, on_poll = checks.callable }
for name, check in iterate.pairs(wait_options.timing_checks) do own_checks[name] = check end

local words = { table = "a wait takes a table of options", unknown = "option", wrong = "%s" }

local function add_all(into, more)
  for name, check in iterate.pairs(more or {}) do into[name] = check end
  return into
end

--- The option that excludes another one, and that one.
local function contradiction(given)
  if not given.delay then return nil end
  local other = given.min_delay and "min_delay" or given.max_delay and "max_delay"
  return other and ("delay and %s exclude each other"):format(other)
end

--- Reads options.
---@param given any
---@param more? table<string, fun(value: any): string?> checks of a waiter's own options
---@return aws.WaitOptions? mine those of the wait; nil when something is wrong
---@return table|string of_looks the options of each look, a table of their own; or what is wrong
---@return aws.Problem[]? problems the same as a list
function wait_options.read(given, more)
  local mine_checks = add_all(add_all({}, own_checks), more)
  local of_looks, fault, problems = options.read(given, add_all(add_all({}, settings.per_call_checks), mine_checks), words)
  fault = fault or contradiction(of_looks)
  if fault then return nil, fault, problems end
  local mine = {}
  for name in iterate.pairs(mine_checks) do mine[name], of_looks[name] = of_looks[name], nil end
  return mine, of_looks
end

--- When to look, by a waiter and the options over it. A least delay moves the most where that was not given, and the other
--- way round; so does a model's delay that is longer than the most.
---@param waiter aws.WaitTiming
---@param mine aws.WaitOptions of `read`
---@return aws.WaitTiming? timing; nil when something is wrong
---@return string? fault
function wait_options.timing(waiter, mine)
  local least = mine.delay or mine.min_delay
  local most = mine.delay or mine.max_delay
  if least and most and least > most then return nil, "min_delay is more than max_delay" end
  least = least or math.min(waiter.min_delay, most or math.huge)
  return {
    min_delay = least,
    max_delay = most or math.max(waiter.max_delay, least),
    max_time = mine.max_time or waiter.max_time,
  }
end

return wait_options
