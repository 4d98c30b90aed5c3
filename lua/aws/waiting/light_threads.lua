--- Lets the items of aws.map overlap in nginx, on its light threads.
---
--- A lane is a light thread that runs many items, one after another, because nginx keeps memory for each thread until the
--- request ends. Only the parent can kill a thread, and killing one whose children have ended leaves the request hanging:
--- we kill only as a last resort.
local core = require "aws.core"
local groups = require "aws.waiting.group"
local nginx = require "aws.waiting.nginx"
local tasks = require "aws.waiting.task"

local light_threads = {}

---@class aws.LightGroup: aws.DrivenGroup the items of one map
---@field caller thread
---@field lane? aws.Lane the caller, when an item of another map called this one
---@field before? aws.LightGroup the map in whose `on_result` this one was called
---@field lanes aws.Lane[]
---@field idle aws.Lane[] that wait for an item
---@field is_over boolean no further item comes
---@field turned_at number clock time at which it last let nginx do something else
---@field news table semaphore: an item has ended, or the map must end

---@class aws.Lane a light thread
---@field group aws.LightGroup
---@field thread? thread
---@field work table semaphore: there is a task
---@field task? { run: function, item: any, index: integer, is_started?: boolean }
---@field inner? aws.LightGroup the map that its item has called
---@field has_children? boolean a map in it has ended and threads of it still run

--- Seconds after which a thread without an item checks whether the caller of its map was killed.
local PATIENCE = 1
--- Seconds for which items that never wait may run. What they wake runs before anything else in nginx.
local LONGEST_TURN = 0.005
--- The longest single wait for a semaphore, in seconds: nginx counts milliseconds in 31 bits.
local LONGEST_WAIT = 3600

--- Weak both ways: a lane holds its thread, and a thread its lane.
---@type table<thread, aws.Lane>
local lanes = setmetatable({}, { __mode = "kv" })

local function new_semaphore()
  return require("ngx.semaphore").new()
end

--- Wakes the one who waits or will wait. One post does that; the second one stays and says that there was a post.
local function post(semaphore)
  semaphore:post(2)
end

local function take_posts(semaphore)
  local is_posted = false
  while semaphore:wait(0) do is_posted = true end
  return is_posted
end

--- Waits until it is posted, at most so many seconds. Only one coroutine may wait for a semaphore. The end of another
--- thread may wake it with the same values (nginx.is_foreign). Then the wait is still under way, and must not begin again.
local function wait(semaphore, seconds)
  semaphore:wait(seconds)
  while not take_posts(semaphore) and semaphore:count() ~= 0 do nginx.suspend() end
end

-- Threads -------------------------------------------------------------------------------------------------------

local function run_task(lane)
  local group, task = lane.group, lane.task
  task.is_started = true
  tasks.note_index(task.index)
  local result = tasks.result_of(task.run, task.item)
  tasks.note_index(nil)
  lane.task = nil
  group.running = group.running - 1
  group.on_end(task.index, result)
  post(group.news)
end

--- Waits for the next item. Returns false when no item comes any more.
local function is_given_work(lane)
  local group = lane.group
  if group.is_over or group.stop then return false end
  group.idle[#group.idle + 1] = lane
  repeat wait(lane.work, PATIENCE) until lane.task or group.is_over or coroutine.status(group.caller) == "dead"
  return lane.task ~= nil
end

--- What a lane's thread runs.
local function run_lane(lane)
  lanes[coroutine.running()] = lane
  repeat run_task(lane) until not is_given_work(lane)
end

--- Starts an item, in an idle thread or in a new one.
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

--- The lane whose thread runs this code; nil in any other coroutine.
---@return aws.Lane?
function light_threads.current()
  return lanes[coroutine.running()]
end

--- Begins a map here. `leave` must follow.
---@param timeout? number seconds for the whole map
---@param on_end fun(index: integer, result: aws.MapResult)
---@return aws.LightGroup
function light_threads.enter(timeout, on_end)
  local lane = light_threads.current()
  local deadline, late = groups.limit(timeout, lane and lane.group)
  local group = {
    caller = coroutine.running(), lane = lane, before = lane and lane.inner, lanes = {}, idle = {}, running = 0,
    deadline = deadline, late = late, is_over = false, turned_at = core.clock(), news = new_semaphore(), on_end = on_end,
  }
  if lane then lane.inner = group end
  return group
end

--- Why the items of this group must end, or nil.
---@param group aws.LightGroup
---@return aws.Stop?
function light_threads.stop_of(group)
  if not group.stop and core.clock() >= group.deadline then group.stop = group.late end
  return group.stop
end

--- nginx forks no worker in the middle of a request.
---@return boolean
function light_threads.is_forked() return false end

--- Nobody presses Ctrl-C in a worker of nginx.
---@return boolean
function light_threads.is_interrupted() return false end

--- Waits until an item may have ended.
---@param group aws.LightGroup
function light_threads.wait(group)
  wait(group.news, math.max(0.001, math.min(LONGEST_WAIT, group.deadline - core.clock())))
  if core.clock() < group.turned_at + LONGEST_TURN then return end
  nginx.sleep(0)
  group.turned_at = core.clock()
end

--- Ends a map, whatever the reason, and its threads without an item.
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

--- Kills a thread with its item, or lets it run to its end. nginx must not kill a thread that waits for another coroutine,
--- which would go on without it. A map in it is told to end.
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

--- Ends all items of a map. The outcome of those under way is unknown. Those that had not started have no result.
---@param group aws.LightGroup
---@param stop aws.Stop
function light_threads.cancel(group, stop)
  group.stop = stop
  local ended = {}
  for _, lane in ipairs(group.lanes) do
    local task = lane.task
    if task and task.is_started then
      stop_lane(lane, stop)
      group.on_end(task.index, groups.cut_off(stop))
    else -- it wakes up and finds no task
      lane.task = nil
      ended[#ended + 1] = lane
    end
  end
  group.lanes = ended
end

return light_threads
