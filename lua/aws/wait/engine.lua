--- Looks again and again, until what is waited for has happened, can no longer happen, or the time is up.
---
--- Time passes by the client's `clock` and `sleep` alone. A wait keeps nothing outside: an error at any instruction ends it.
local delays = require "aws.wait.delays"
local errors = require "aws.errors.typed"
local failures = require "aws.wait.failures"
local iterate = require "aws.language.iterate"
local judge = require "aws.wait.judge"
local wait_options = require "aws.wait.options"

local engine = {}

--- Seconds that every look has at least, the one at the very end too: a wait ends so much after `max_time` at most.
local LEAST_LOOK = 5

--- Observations that are kept: the first one, and the last ones, each with so many bytes of its state. A service may tell
--- of another state at each look, and of a long one.
local MOST_OBSERVED, LONGEST_OBSERVED = 100, 200

--- What a wait may use of its client.
---@class aws.WaitSource
---@field service aws.ServiceModel
---@field call fun(operation: string, input: any, options: table): table, aws.Metadata
---@field first fun(operation: string, input: any, options: table): any, aws.Metadata? the first item of its pages
---@field clock fun(): number monotonic seconds
---@field now fun(): number epoch seconds
---@field random fun(): number in [0, 1)
---@field sleep fun(seconds: number)
---@field max_attempts integer of a call
---@field timeout? number of a call, seconds
---@field told? fun(waiter: aws.Waiter, info: aws.WaitInfo) hears of each look
---@field operation? string that looks; this and `info` are written by the engine, for errors of any step
---@field info? aws.WaitInfo
---@field applied? "no"|"yes"|"unknown" what the writes of a helper have done, written by it; nil where nothing writes

--- What is waited for. The times are defaults; options go over them.
---@class aws.Waiter: aws.WaitTiming
---@field name string
---@field operation? string that looks, for errors
---@field resource_id? string for errors
---@field look fun(options: table): any a value with the state in it; nil where there is nothing
---@field state_of fun(value: any): string? nil where there is nothing
---@field state_of_error? fun(raised: aws.Error): string? a failure of a look that is a state; for ResourceNotFound… by default
---@field success? string[] states that end the wait well
---@field failure? string[] states that end it at once
---@field settle_on? string[] states that end it when they cannot be those from before
---@field settle? number seconds after which they cannot
---@field judge? fun(state: string, value: any, wait: aws.Wait): ("success"|"failure"|"go on"|"again")?, string? goes before
---the lists: a verdict ("again": look again at once), and the reason of a failure; nil leaves it to the lists. It may write,
---and say so in `source.applied`
---@field on_failure? fun(raised: aws.Error, wait: aws.Wait) told of each look that failed and is tolerated; it may raise
---@field reason? fun(value: any): string? what the service says of a failure
---@field options? table<string, fun(value: any): string?> checks of options of its own

--- What a wait has seen.
---@class aws.WaitInfo
---@field waiter string
---@field state? string seen last; "missing" where there is nothing
---@field polls integer looks
---@field waited number seconds
---@field observed aws.WaitObservation[] in the order in which they were seen; of more than 100 the first and the last 99
---@field last_error? aws.Error of the last look that failed

---@class aws.WaitObservation
---@field state string
---@field at number seconds after the beginning of the wait
---@field count integer looks in a row that saw it

--- A wait under way.
---@class aws.Wait
---@field source aws.WaitSource
---@field waiter aws.Waiter
---@field options aws.WaitOptions the wait's own
---@field of_looks table options of each look
---@field timing aws.WaitTiming
---@field settle number seconds
---@field began number of the `clock`
---@field info aws.WaitInfo
---@field value any of the last look that did not fail
---@field cause? aws.Error that the state was read from
---@field is_changed boolean another state was seen before the one seen last

-- Begin ---------------------------------------------------------------------------------------------------------

local function new_wait(source, waiter, given)
  local mine, of_looks, problems = wait_options.read(given, waiter.options)
  if not mine then errors.unfit(of_looks, problems) end
  local timing, fault = wait_options.timing(waiter, mine)
  if not timing then errors.config("%s", fault) end
  local info = { waiter = waiter.name, state = nil, polls = 0, waited = 0, observed = {}, last_error = nil }
  source.operation, source.info = waiter.operation, info
  return {
    source = source, waiter = waiter, options = mine, of_looks = of_looks, timing = timing,
    settle = mine.settle or waiter.settle or 0, began = source.clock(), value = nil, cause = nil, is_changed = false,
    info = info,
  }
end

-- Look ----------------------------------------------------------------------------------------------------------

--- The state that a failure of a look is; nil for one that says nothing of the resource.
local function state_of_error(waiter, raised)
  if not errors.is(raised) then return nil end
  if waiter.state_of_error then return waiter.state_of_error(raised) end
  return failures.is_missing(raised) and failures.MISSING or nil
end

local function note_time(wait)
  local info = wait.info
  info.polls, info.waited = info.polls + 1, wait.source.clock() - wait.began
end

local function note_observation(info, state)
  local observed = info.observed
  local last, seen = observed[#observed], state:sub(1, LONGEST_OBSERVED)
  if last and last.state == seen then
    last.count = last.count + 1
    return
  end
  if #observed == MOST_OBSERVED then table.remove(observed, 2) end
  observed[#observed + 1] = { state = seen, at = info.waited, count = 1 }
end

local function note_state(wait, state, value, cause)
  local info = wait.info
  note_observation(info, state)
  info.state, wait.value, wait.cause, wait.is_changed = state, value, cause, #info.observed > 1
end

--- Takes note of a failed look. Returns whether it shows a state.
local function note_failure(wait, raised)
  local state = state_of_error(wait.waiter, raised)
  if state then
    note_state(wait, state, nil, raised)
  elseif failures.is_tolerated(raised) then
    wait.info.last_error = raised
    if wait.waiter.on_failure then wait.waiter.on_failure(raised, wait) end
  else
    error(raised, 0)
  end
  return state ~= nil
end

--- The options of the next look: without a shorter limit of its own it has the rest of the time.
local function of_next_look(wait)
  local own, source = iterate.copy(wait.of_looks), wait.source
  local left = wait.timing.max_time - (source.clock() - wait.began)
  own.timeout = math.min(own.timeout or source.timeout or math.huge, math.max(left, LEAST_LOOK))
  return own
end

--- Looks once. Returns whether a state was seen.
local function look(wait)
  local waiter = wait.waiter
  local ok, value = pcall(waiter.look, of_next_look(wait))
  note_time(wait)
  if not ok then return note_failure(wait, value) end
  local state = value ~= nil and waiter.state_of(value) or nil
  if state == nil then value = nil end
  note_state(wait, state or failures.MISSING, value)
  return true
end

-- Go on ---------------------------------------------------------------------------------------------------------

--- Tells of a look. Returns whether the wait goes on.
local function tell(wait)
  local on_poll, told = wait.options.on_poll, wait.source.told
  if told then told(wait.waiter, wait.info) end
  return not on_poll or on_poll(wait.info) ~= false
end

--- Seconds left of a wait.
---@param wait aws.Wait
---@return number # 0 or less at the end
function engine.left(wait)
  return wait.timing.max_time - wait.info.waited
end

--- Waits before the next look; returns whether that is the last one.
local function pause(wait)
  local source = wait.source
  local left = engine.left(wait)
  if left <= 0 then failures.raise_late(wait, "max_time") end
  local seconds, is_last = delays.next(wait.timing, wait.info.polls, left, source.random())
  source.sleep(seconds)
  return is_last
end

--- Runs a wait from its first look to its end.
---@param wait aws.Wait
---@return any value
---@return aws.WaitInfo info
local function run(wait)
  local is_last = false
  while true do
    local verdict, reason = "go on", nil
    if look(wait) then verdict, reason = judge.verdict(wait) end
    local goes_on = tell(wait)
    if verdict == "success" then return wait.value, wait.info end
    if verdict == "failure" then failures.raise_failed(wait, reason) end
    if not goes_on then failures.raise_late(wait, "on_poll ended the wait") end
    if is_last then failures.raise_late(wait, "max_time") end
    is_last = verdict ~= "again" and pause(wait)
  end
end

--- Waits.
---@param source aws.WaitSource
---@param waiter aws.Waiter
---@param given? aws.WaitOptions
---@return any value of the last look; nil where there is nothing
---@return aws.WaitInfo info
---Raises WaitFailed, WaitTimeout, ResourceMissing; ConfigError for options that do not fit; what a look, `judge`, `on_poll`
---and the functions of `source` raise.
function engine.run(source, waiter, given)
  return run(new_wait(source, waiter, given))
end

return engine
