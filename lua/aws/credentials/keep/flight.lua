--- A flight: one fetch of keys that several coroutines wait for. Here is who runs it, and whether that one is still
--- alive.
---
--- A killed coroutine runs no clean-up and may stay suspended for ever. So a flight also ends at a time limit, and every
--- request and every sleep of its owner moves that limit on.
local user_functions = require "aws.waiting.user_functions"
local errors = require "aws.errors.typed"
local nginx = require "aws.waiting.nginx"
local waiting = require "aws.waiting"

local flight = {}

---@class aws.Flight
---@field owner thread|string the coroutine that fetches; "main"; or "timer" until that has begun
---@field limit number clock time at which the owner counts as dead
---@field span number seconds that the limit was moved on by
---@field progress integer how often the limit was moved on
---@field waited number seconds that its waiters have slept since then; those that sleep at the same time count once
---@field is_awaited boolean whether a waiter has slept since then
---@field depth integer how many flights of the same coroutine are around it
---@field done boolean
---@field step number seconds of a waiter's first wait
---@field keys? aws.Credentials that it got
---@field raised? any what it raised
---@field failure? any the same, where that concerns the waiters
---@field on_progress? fun(seconds: number) told how long the owner may be silent from now on

--- Seconds that an owner may spend between two requests or sleeps.
local IDLE_LIMIT = 10

--- Seconds granted to a request or sleep beyond its own limit.
local SLACK = 1

--- Seconds in which a timer has to begin. nginx drops timers beyond its limit and says so only in its log.
local START_LIMIT = 1

--- Seconds of a waiter's sleeps. For a timer they begin short: it may have the keys at once.
local STEP, FIRST_STEP, LONGEST_STEP = 0.05, 0.001, 0.01

--- The clock alone cannot tell whether the owner died: a test clock may jump at every sleep, or never move. So waiters
--- add up how long they slept. Below `span` the owner counts as alive; at PATIENCE × span as dead, whatever the clock
--- says.
local PATIENCE = 15

--- So many flights inside each other are not a mistake yet.
local DEEPEST = 3

local MAIN, TIMER = "main", "timer"

--- The running coroutine. Lua 5.1 has no value for the main one.
local function running()
  local thread, is_main = coroutine.running()
  return not is_main and thread or MAIN
end

local function extend(self, values, seconds)
  self.span = seconds
  self.limit = user_functions.number(values, "clock") + seconds
  self.progress = self.progress + 1
  self.waited, self.is_awaited = 0, false
  if self.on_progress then self.on_progress(seconds) end
end

--- Begins a flight, owned by the running coroutine.
---@param values table settings of the call
---@param outer? aws.Flight the one that is under way
---@return aws.Flight
function flight.start(values, outer)
  local self = { owner = running(), step = STEP, progress = 0, done = false, depth = 0 }
  if outer and not outer.done and outer.owner == self.owner then self.depth = outer.depth + 1 end
  extend(self, values, IDLE_LIMIT)
  return self
end

--- Begins a flight that a timer of nginx takes over. It goes on when the coroutine that began it ends.
---@param values table settings of the call
---@return aws.Flight
function flight.start_in_timer(values)
  local self = { owner = TIMER, step = FIRST_STEP, progress = 0, done = false, depth = 0 }
  extend(self, values, START_LIMIT)
  return self
end

--- Makes the running coroutine, which is the timer's, the owner.
---@param self aws.Flight
---@param values table settings of the call
function flight.take_over(self, values)
  self.owner = running()
  extend(self, values, IDLE_LIMIT)
end

local function limit_of(request, values)
  local connect = request.connect_timeout or values.connect_timeout or 0
  local whole = connect + (request.read_timeout or values.read_timeout or 0)
  return math.min(whole, request.timeout or math.huge)
end

--- Makes the requests and sleeps of a provider's context move the limit on, and Ctrl-C and the end of a map end the
--- provider.
---@param self aws.Flight
---@param context aws.CredentialsContext changed
---@param values table settings of the call
---@return aws.CredentialsContext
function flight.watch(self, context, values)
  local send, sleep = context.transport, context.sleep
  function context.transport(request)
    extend(self, values, limit_of(request, values) + SLACK)
    local response, failure = send(request)
    extend(self, values, IDLE_LIMIT)
    if not response and type(failure) == "table" and (failure.final or errors.kind_of(failure.type) == "interrupted") then
      errors.raise({ type = failure.type, message = failure.message })
    end
    return response, failure
  end
  function context.sleep(seconds)
    extend(self, values, seconds + SLACK)
    sleep(seconds)
    extend(self, values, IDLE_LIMIT)
  end
  return context
end

--- Whether a provider asks for its own keys again and again. Once may only mean that a coroutine was killed and is now
--- used for something else.
function flight.is_endless(self)
  return self.depth > DEEPEST
end

--- nginx's own coroutine.status knows only the coroutines of this request.
local status = nginx.plain_coroutine("status")

local function is_dead(thread)
  return status(thread) == "dead"
end

--- Whether the owner may still finish.
---@param self aws.Flight
---@param values table settings of the call
---@return boolean
function flight.is_alive(self, values)
  if self.done or type(self.owner) == "thread" and is_dead(self.owner) then return false end
  if self.waited >= PATIENCE * self.span then return false end
  return user_functions.number(values, "clock") < self.limit or self.is_awaited and self.waited < self.span
end

--- Whether a `sleep` here lets other coroutines run. A user's own `sleep` is there for that.
local function sleep_yields(values)
  local thread = running()
  if thread == MAIN or coroutine.isyieldable and not coroutine.isyieldable() then return false end
  return values.sleep ~= waiting.sleep or waiting.can_yield()
end

--- Whether the owner can run while the running coroutine sleeps: not when it is this one, or waits for this one to
--- return.
---@param self aws.Flight
---@param values table settings of the call
---@return boolean
function flight.can_wait(self, values)
  if self.owner == MAIN or self.owner == running() or not sleep_yields(values) then return false end
  return self.owner == TIMER or coroutine.status(self.owner) ~= "normal"
end

--- Sleeps until the flight has ended.
---@param self aws.Flight
---@param values table settings of the call
---@param deadline? number clock time at which the call ends
---@return boolean # false when the owner is dead; raises DeadlineExceeded
function flight.wait(self, values, deadline)
  local progress, waited, step = self.progress, self.waited, self.step
  while flight.is_alive(self, values) do
    if deadline and user_functions.number(values, "clock") >= deadline then
      errors.raise({ type = "DeadlineExceeded", message = "no time left while waiting for credentials" })
    end
    self.is_awaited = true
    values.sleep(step)
    waited = self.progress == progress and waited + step or self.waited
    progress = self.progress
    self.waited = math.max(self.waited, waited)
    step = math.max(step, math.min(2 * step, LONGEST_STEP))
  end
  return self.done
end

return flight
