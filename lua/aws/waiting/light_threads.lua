--- Light threads of nginx: what lets the items of aws.map overlap there. aws.map uses it in place of coroutines.lua.
---
--- Items run in light threads that the map's caller spawned, each one after the other: nginx keeps something of every
--- thread until its request ends, or its parent waits for it. Only that parent may kill them. A request in which a thread
--- was killed that had ended children never ends, so a thread is killed only where there is no other way.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local nginx = require "aws.waiting.nginx"
local coroutines = require "aws.waiting.coroutines"

local light_threads = {}

---@class aws.LightGroup the items of one map
---@field caller thread
---@field lane? aws.Lane the caller, when an item of another map called this one
---@field before? aws.LightGroup the map in whose `on_result` this one was called
---@field lanes aws.Lane[]
---@field idle aws.Lane[] that wait for an item
---@field running integer items under way
---@field deadline number on the monotonic clock; math.huge for none
---@field late? aws.Stop what it means to miss it
---@field stop? aws.Stop
---@field is_over boolean no item follows
---@field turned_at number clock time at which it last let nginx do something else
---@field news table semaphore: an item has ended, or the map is to
---@field on_end fun(index: integer, result: aws.MapResult)

---@class aws.Lane a light thread
---@field group aws.LightGroup
---@field thread? thread
---@field work table semaphore: there is a task
---@field task? { run: function, item: any, index: integer, is_started?: boolean }
---@field inner? aws.LightGroup the map that its item has called
---@field has_children? boolean threads that a map in it has left

--- Seconds after which a thread without an item looks whether its map was killed.
local PATIENCE = 1
--- Seconds for which items may run that never wait: what they wake runs before anything else in nginx.
local LONGEST_TURN = 0.005
--- Seconds that a semaphore is waited for at most: nginx counts milliseconds in 31 bits.
local LONGEST_WAIT = 3600

--- Weak both ways: a lane holds its thread, and a thread its lane.
---@type table<thread, aws.Lane>
local lanes = setmetatable({}, { __mode = "kv" })

local function new_semaphore()
  return require("ngx.semaphore").new()
end

--- Wakes who waits, or who will. One post does that; the other one is left to tell of it.
local function post(semaphore)
  semaphore:post(2)
end

local function take_posts(semaphore)
  local is_posted = false
  while semaphore:wait(0) do is_posted = true end
  return is_posted
end

--- Waits until it is posted, or so many seconds; only one coroutine may. The end of another thread may wake that one, with
--- the same values (nginx.is_foreign): the wait is under way still, and nginx must not be made to begin it twice.
local function wait(semaphore, seconds)
  semaphore:wait(seconds)
  while not take_posts(semaphore) and semaphore:count() ~= 0 do nginx.suspend() end
end

-- Threads -------------------------------------------------------------------------------------------------------

local function run_task(lane)
  local group, task = lane.group, lane.task
  task.is_started = true
  local result = coroutines.result_of(task.run, task.item)
  lane.task = nil
  group.running = group.running - 1
  group.on_end(task.index, result)
  post(group.news)
end

--- Waits for the next item; false when there is none, or nobody to give it.
local function is_given_work(lane)
  local group = lane.group
  if group.is_over or group.stop then return false end
  group.idle[#group.idle + 1] = lane
  repeat wait(lane.work, PATIENCE) until lane.task or group.is_over or coroutine.status(group.caller) == "dead"
  return lane.task ~= nil
end

--- A thread's life.
local function run_lane(lane)
  lanes[coroutine.running()] = lane
  repeat run_task(lane) until not is_given_work(lane)
end

--- Starts an item, in a thread that is idle or in a new one.
---@param group aws.LightGroup
---@param run fun(item: any): any, any
---@param item any
---@param index integer
function light_threads.spawn(group, run, item, index)
  local lane = table.remove(group.idle)
  local task = { run = run, item = item, index = index }
  group.running = group.running + 1
  if lane then
    lane.task = task
    return post(lane.work)
  end
  lane = { group = group, task = task, work = new_semaphore() }
  group.lanes[#group.lanes + 1] = lane
  lane.thread = nginx.spawn(run_lane, lane)
end

-- Groups --------------------------------------------------------------------------------------------------------

--- The thread of aws.map whose code runs here; nil in a coroutine of its own.
---@return aws.Lane?
function light_threads.current()
  return lanes[coroutine.running()]
end

--- Begins a map here. `leave` has to follow.
---@param timeout? number seconds for the whole
---@param on_end fun(index: integer, result: aws.MapResult)
---@return aws.LightGroup
function light_threads.enter(timeout, on_end)
  local lane = light_threads.current()
  local deadline, late = coroutines.limit(timeout, lane and lane.group)
  local group = {
    caller = coroutine.running(), lane = lane, before = lane and lane.inner, lanes = {}, idle = {}, running = 0,
    deadline = deadline, late = late, is_over = false, turned_at = core.clock(), news = new_semaphore(), on_end = on_end,
  }
  if lane then lane.inner = group end
  return group
end

--- Why the items of this group are not to go on, or nil.
---@param group aws.LightGroup
---@return aws.Stop?
function light_threads.stop_of(group)
  if not group.stop and core.clock() >= group.deadline then group.stop = group.late end
  return group.stop
end

--- Waits until an item may have ended.
---@param group aws.LightGroup
function light_threads.wait(group)
  wait(group.news, math.max(0.001, math.min(LONGEST_WAIT, group.deadline - core.clock())))
  if core.clock() < group.turned_at + LONGEST_TURN then return end
  nginx.sleep(0)
  group.turned_at = core.clock()
end

--- Ends a map, however it came to that, and the threads without an item.
---@param group aws.LightGroup
---@param lane? aws.Lane of `current` when it began
function light_threads.leave(group, lane)
  group.is_over = true
  for _, idle in ipairs(group.idle) do post(idle.work) end
  group.idle = {}
  for i = #group.lanes, 1, -1 do
    if not group.lanes[i].task then nginx.join(table.remove(group.lanes, i).thread) end
  end
  if lane then lane.inner = group.before end
end

--- Ends a thread with its item, or leaves it to its end. nginx must not kill one that waits for another coroutine, which
--- would go on without it; a map in it is told to end.
local function stop_lane(lane, stop)
  local inner = lane.inner
  while inner do
    inner.stop = inner.stop or stop
    post(inner.news)
    inner = inner.before
  end
  if not (lane.inner or lane.has_children) and coroutine.status(lane.thread) ~= "normal" then
    return nginx.api().thread.kill(lane.thread)
  end
  local caller = lane.group.lane
  if caller then caller.has_children = true end
end

--- Ends all items of a map. Nobody knows what those under way came to; those that had not started leave no result.
---@param group aws.LightGroup
---@param stop aws.Stop
function light_threads.cancel(group, stop)
  group.stop = stop
  local ended = {}
  for _, lane in ipairs(group.lanes) do
    local task = lane.task
    if task and task.is_started then
      stop_lane(lane, stop)
      local err = errors.new({ type = stop.type, message = stop.message, applied = "unknown" })
      group.on_end(task.index, { ok = false, error = err })
    else -- it wakes up and finds no task
      lane.task = nil
      ended[#ended + 1] = lane
    end
  end
  group.lanes = ended
end

return light_threads
