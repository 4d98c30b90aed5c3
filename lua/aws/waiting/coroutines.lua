--- Lets the items of aws.map overlap in scripts: a loop over libcurl's transfers and sleeps.
---
--- Each item runs in its own coroutine, a task. A call or a sleep parks the task. The loop resumes it when the transfer
--- has ended or the time has come. Where Lua cannot yield, the wait happens in place: other transfers go on, their Lua
--- waits. The loop belongs to the outermost map and runs in its caller's coroutine. A map inside an item uses the same
--- loop. Outside aws.map nothing of this is used.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local groups = require "aws.waiting.group"
local iterate = require "aws.language.iterate"
local require_late = require "aws.language.require_late"
local tasks = require "aws.waiting.task"
local timers = require "aws.waiting.timers"

local coroutines = {
  can_yield = tasks.can_yield,
  current = tasks.current,
  interrupt = tasks.interrupt,
  result_of = tasks.result_of,
}

---@class aws.Wire what a loop and those inside it wait for
---@field pools userdata[]
---@field joined table<userdata, boolean>
---@field is_interrupted boolean Ctrl-C was seen

---@class aws.Loop
---@field wire aws.Wire
---@field ready table<integer, aws.Task> from `first` to `last`
---@field first integer
---@field last integer
---@field timers aws.Timers
---@field clocks? { clock: aws.VirtualClock, sleepers: aws.Timers }[] those that its items sleep on, in the order of their first sleep

--- A clock that nothing moves but sleeps: that of a stub.
---@class aws.VirtualClock
---@field elapsed number seconds

---@class aws.Group: aws.DrivenGroup the items of one map
---@field loop aws.Loop
---@field process integer in which the map was called
---@field owner? aws.Task in which the map was called, when that can yield
---@field outer? aws.Group
---@field before? aws.Group the owner's map in whose `on_result` this one was called
---@field tasks table<aws.Task, boolean> that have not ended
---@field timer? aws.Timer at `deadline`

--- How many items run in one turn, before libcurl sends: the service already works while the next items are prepared.
local RUN_AT_ONCE = 8

--- How many pools are kept while no task waits for them.
local POOLS_KEPT = 8

local ORPHANED = { type = "Interrupted", message = "the item that called its map has ended" }

local INTERRUPTED = { type = "Interrupted", message = "interrupted while waiting" }

local FORKED = { type = "Interrupted", message = "the process was forked while this item waited: the parent goes on with it" }

--- The tasks of all maps, by pool and by the id of the transfer for which they wait. Whoever drives a pool learns of all
--- its transfers that end, also those of other maps. Weak keys and values: a task belongs to its group.
---@type table<userdata, table<integer, aws.Task>>
local waiting = setmetatable({}, { __mode = "k" })

-- Stopping ------------------------------------------------------------------------------------------------------

--- Notes why a group, and those around it, have ended.
local function note_stop(group)
  local is_interrupted, now = group.loop.wire.is_interrupted, core.clock()
  local at = group
  while at do
    at.stop = at.stop or is_interrupted and INTERRUPTED or now >= at.deadline and at.late or nil
    at = at.outer
  end
end

--- Why the items of this group must end, or nil.
---@param group aws.Group
---@return aws.Stop?
function coroutines.stop_of(group)
  note_stop(group)
  local at = group
  while at and not at.stop do at = at.outer end
  return at and at.stop
end

--- Whether the code of an item on this loop has seen Ctrl-C.
---@param group aws.Group
---@return boolean
function coroutines.is_interrupted(group)
  return group.loop.wire.is_interrupted
end

--- Whether this process was forked after the map began. Then its parent goes on with the map, and starts its items.
---@param group aws.Group
---@return boolean
function coroutines.is_forked(group)
  return core.process_id() ~= group.process
end

--- Why nothing may begin here, or nil: the map has ended, or the parent process goes on with the item. An item that tries
--- again and again is abandoned.
---@param task aws.Task the current one
---@return aws.Stop?
function coroutines.refusal(task)
  local stop = task.is_parents and FORKED or coroutines.stop_of(task.group)
  if stop then tasks.refuse(task) end
  return stop
end

-- Waking --------------------------------------------------------------------------------------------------------

--- Wakes a task that sleeps, or the owner of a map whose time is over, if it waits for that map.
local function ring(timer)
  if not timer.group or timer.task.inner == timer.group then tasks.wake(timer.task) end
end

--- Wakes the tasks whose transfers in this pool have ended. Returns whether the pool is still needed. The pool repeats an
--- id until it is asked for the next one, so an error in between loses none.
local function collect_pool(wire, pool)
  local its_tasks = waiting[pool]
  local id = pool:next_ended()
  while id do
    local task = its_tasks[id]
    if task then tasks.wake(task) end
    its_tasks[id] = nil
    id = pool:next_ended(id)
  end
  if id == nil then return #wire.pools <= POOLS_KEPT or next(its_tasks) ~= nil end
  for ended, task in iterate.pairs(its_tasks) do -- the pool was closed, which ended them
    tasks.wake(task)
    its_tasks[ended] = nil
  end
  return false
end

local function collect(wire)
  for i = #wire.pools, 1, -1 do
    local pool = wire.pools[i]
    if not collect_pool(wire, pool) then
      wire.joined[pool] = nil
      table.remove(wire.pools, i)
    end
  end
end

--- Wakes every task that need not wait any more.
local function wake_all(loop)
  collect(loop.wire)
  if #loop.timers == 0 then return end
  for timer in loop.timers:all_due(core.clock()) do ring(timer) end
end

-- Running -------------------------------------------------------------------------------------------------------

--- Ends the maps that an abandoned task has called and not ended: its `on_result` yielded by itself.
local function end_orphans(task)
  while task.map and not task.group.tasks[task] do
    local group = task.map
    coroutines.cancel(group, ORPHANED)
    task.map = group.before
  end
end

--- Takes an item out of its map before it has started: it has no result.
local function take_out(task)
  local group = task.group
  if not group.tasks[task] then return end
  group.tasks[task] = nil
  group.running = group.running - 1
  if group.owner and group.owner.inner == group then tasks.wake(group.owner) end
end

--- Starts an item, unless its map has ended or belongs to the parent of this process.
local function start(task)
  if coroutines.is_forked(task.group) then return take_out(task) end
  if not coroutines.stop_of(task.group) then tasks.run(task) end
end

local function run_ready(loop)
  local last = math.min(loop.last, loop.first + RUN_AT_ONCE - 1)
  while loop.first <= last do
    local task = loop.ready[loop.first]
    loop.ready[loop.first] = nil
    loop.first = loop.first + 1
    if task.is_started then tasks.run(task) else start(task) end
    end_orphans(task)
  end
  if loop.first > loop.last then loop.first, loop.last = 1, 0 end
end

--- For how many seconds only transfers can move on.
local function idle_time(loop, deadline)
  if loop.first <= loop.last then return 0 end
  local due = math.min(deadline, loop.timers:next_due())
  return math.min(tasks.LONGEST_WAIT, due - core.clock())
end

--- Lets transfers go on until one ends, `seconds` at most. Where there are none, libcurl need not be there.
local function wait_for_transfers(pools, seconds)
  if #pools == 0 then return core.sleep(seconds) end
  require_late("aws.curl").wait(pools, seconds)
end

--- Where nothing can run, each virtual clock goes on to the end of the next sleep on it. A timer may have been left by an
--- item that no longer sleeps: then to the one after it.
local function move_clocks(loop)
  for _, known in ipairs(loop.clocks) do
    local clock, sleepers, last = known.clock, known.sleepers, loop.last
    while #sleepers > 0 and loop.last == last do
      clock.elapsed = math.max(clock.elapsed, sleepers:next_due())
      for timer in sleepers:all_due(clock.elapsed) do ring(timer) end
    end
  end
end

--- Waits until something can move on, at most until `deadline`, and runs it.
local function step(loop, deadline)
  wake_all(loop)
  if loop.clocks and loop.first > loop.last then move_clocks(loop) end
  wait_for_transfers(loop.wire.pools, idle_time(loop, deadline))
  wake_all(loop)
  run_ready(loop)
end

-- Waiting -------------------------------------------------------------------------------------------------------

--- Waits inside an item where Lua cannot yield. All transfers of the loop go on.
local function wait_in_place(group, deadline, is_done)
  local stop
  while not stop and not is_done() do
    local due = math.min(deadline, group.deadline)
    wait_for_transfers(group.loop.wire.pools, math.min(tasks.LONGEST_WAIT, due - core.clock()))
    stop = coroutines.stop_of(group)
  end
  return stop
end

local function join(wire, pool)
  if wire.joined[pool] then return end
  waiting[pool] = waiting[pool] or setmetatable({}, { __mode = "v" })
  table.insert(wire.pools, pool) -- first: a hook may raise at this call, and a pool in no list is never driven
  wire.joined[pool] = true
end

--- Parks an item that waits. When the process is forked meanwhile, the item is the parent's.
local function park(task)
  local process = core.process_id()
  local stop = tasks.park(task)
  task.is_parents = task.is_parents or core.process_id() ~= process
  return stop
end

--- Waits for a transfer in an item's own coroutine.
local function park_for(task, pool, transfer)
  local wire, id, stop = task.group.loop.wire, transfer:id(), nil
  while not stop and not transfer:done() do
    join(wire, pool) -- each time: a pool for which nobody waits is dropped
    waiting[pool][id] = task
    stop = park(task)
  end
  waiting[pool][id] = nil
  return stop
end

--- Waits in an item until a transfer has ended; raises what Ctrl-C raises.
---@param task aws.Task the current one
---@param pool userdata
---@param transfer userdata
---@return aws.Stop? # why the wait ended early
function coroutines.await(task, pool, transfer)
  if tasks.can_yield() then return park_for(task, pool, transfer) end
  join(task.group.loop.wire, pool)
  return wait_in_place(task.group, math.huge, function() return transfer:done() end)
end

local function raise_stop(stop)
  errors.raise({ type = stop.type, message = stop.message })
end

--- Sleeps in an item's own coroutine.
local function park_until(task, due)
  local stop
  while not stop and core.clock() < due do
    task.group.loop.timers:add({ due = due, task = task })
    stop = park(task)
  end
  return stop
end

--- Sleeps. In an item of aws.map the others go on. When the map ends early, the sleep ends with an error.
---@param seconds number
---Raises Interrupted, MapTimeout, and what Ctrl-C raises.
function coroutines.sleep(seconds)
  local task = tasks.current()
  local is_long = type(seconds) == "number" and seconds > 0
  if not task or not is_long then return core.sleep(seconds) end
  local stop = coroutines.refusal(task)
  if stop then raise_stop(stop) end
  local due = core.clock() + seconds
  if tasks.can_yield() then
    stop = park_until(task, due)
  else
    stop = wait_in_place(task.group, due, function() return core.clock() >= due end)
  end
  if stop then raise_stop(stop) end
end

--- The sleepers of a virtual clock.
local function sleepers_of(loop, clock)
  loop.clocks = loop.clocks or {}
  for _, known in ipairs(loop.clocks) do
    if known.clock == clock then return known.sleepers end
  end
  local sleepers = timers.new()
  table.insert(loop.clocks, { clock = clock, sleepers = sleepers })
  return sleepers
end

--- Sleeps on a virtual clock. In an item of aws.map the others go on first, and what they sleep passes at the same time.
---@param clock aws.VirtualClock
---@param seconds number not below 0, and finite
---Raises Interrupted, MapTimeout, and what Ctrl-C raises.
function coroutines.sleep_on(clock, seconds)
  local due = clock.elapsed + seconds
  if due == clock.elapsed or not tasks.can_yield() then
    clock.elapsed = due
    return
  end
  local task = tasks.current() ---@cast task aws.Task
  local stop, sleepers, timer = coroutines.refusal(task), sleepers_of(task.group.loop, clock), { due = due, task = task }
  if not stop then sleepers:add(timer) end
  while not stop and clock.elapsed < due do stop = park(task) end
  if stop then
    sleepers:remove(timer)
    raise_stop(stop)
  end
end

-- Groups --------------------------------------------------------------------------------------------------------

local function new_loop(wire)
  wire = wire or { pools = {}, joined = {}, is_interrupted = false }
  return { wire = wire, ready = {}, first = 1, last = 0, timers = timers.new() }
end

--- Makes a task the owner of the map that it calls.
local function belong(group, owner, is_own_limit)
  group.owner, group.before = owner, owner.map
  group.timer = is_own_limit and { due = group.deadline, task = owner, group = group } or nil
  if group.timer then group.loop.timers:add(group.timer) end
  owner.map = group
end

--- Begins a map here. `coroutines.leave` must follow.
---@param timeout? number seconds for the whole map
---@param on_end fun(index: integer, result: aws.MapResult)
---@return aws.Group
function coroutines.enter(timeout, on_end)
  local around = tasks.current()
  local owner, outer = tasks.can_yield() and around or nil, around and around.group
  local deadline, late, is_own = groups.limit(timeout, outer)
  local group = {
    process = core.process_id(), loop = owner and outer.loop or new_loop(outer and outer.loop.wire), outer = outer, tasks = {},
    running = 0, deadline = deadline, late = late, stop = around and around.is_parents and FORKED or nil, on_end = on_end,
  }
  if owner then belong(group, owner, is_own) end
  return group
end

--- Ends a map, whatever the reason.
---@param group aws.Group
function coroutines.leave(group)
  if group.timer then group.loop.timers:remove(group.timer) end
  if group.owner then group.owner.map = group.before end
end

--- Adds an item. It starts at the next `wait`.
---@param group aws.Group
---@param run fun(item: any): any, any
---@param item any
---@param index integer
function coroutines.spawn(group, run, item, index)
  local task = tasks.new(group, run, item, index)
  group.tasks[task] = true
  group.running = group.running + 1
  tasks.wake(task)
end

--- Waits until an item may have ended.
---@param group aws.Group
function coroutines.wait(group)
  local owner = group.owner
  if not owner then return step(group.loop, group.deadline) end
  owner.inner = group
  local stop = tasks.park(owner)
  owner.inner = nil
  group.stop = group.stop or stop
end

--- Ends all items of a map. Those that had not started have no result. After an error it may be called again.
---@param group aws.Group
---@param stop aws.Stop
function coroutines.cancel(group, stop)
  group.stop = stop
  local unended = {}
  for task in iterate.pairs(group.tasks) do unended[#unended + 1] = task end
  for _, task in ipairs(unended) do
    if task.inner then coroutines.cancel(task.inner, stop) end
    if task.is_started then
      tasks.unwind(task, stop)
      end_orphans(task)
    else
      take_out(task)
    end
  end
end

return coroutines
