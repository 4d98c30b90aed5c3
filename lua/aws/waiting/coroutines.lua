--- What lets the items of aws.map overlap: a loop over libcurl's transfers and sleeps.
---
--- An item runs in a coroutine of its own, a task. A call or a sleep in it parks the task, and the loop resumes it when
--- the transfer has ended or the time has come. Where Lua cannot yield, it is waited for in place: other transfers go
--- on, their Lua waits. The loop belongs to the outermost map and is driven in its caller's coroutine; the items of a
--- map inside an item run on the same loop. Outside aws.map nothing of this is used.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local tasks = require "aws.waiting.task"
local timers = require "aws.waiting.timers"

local coroutines = {
  can_yield = tasks.can_yield,
  current = tasks.current,
  interrupt = tasks.interrupt,
  result_of = tasks.result_of,
}

---@class aws.Stop why a map ends early
---@field type "Interrupted"|"MapTimeout"
---@field message string

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

---@class aws.Group the items of one map
---@field loop aws.Loop
---@field process integer in which the map was called
---@field owner? aws.Task in which the map was called, when that can yield
---@field outer? aws.Group
---@field before? aws.Group the owner's map in whose `on_result` this one was called
---@field tasks table<aws.Task, boolean> that have not ended
---@field running integer how many
---@field deadline number on the monotonic clock; math.huge for none
---@field late aws.Stop what it means to miss it
---@field stop? aws.Stop
---@field timer? aws.Timer at `deadline`
---@field on_end fun(index: integer, result: aws.MapResult) may be told the same end twice

--- How long one wait lasts at most: Ctrl-C may reach another thread of the process, and is noticed after this.
local LONGEST_WAIT = 1

--- So many items run before the transfers that they began are driven: the service works on those meanwhile.
local RUN_AT_ONCE = 8

--- Pools that no task waits for are dropped beyond this number.
local POOLS_KEPT = 8

local ORPHANED = { type = "Interrupted", message = "the item that called its map has ended" }

local INTERRUPTED = { type = "Interrupted", message = "interrupted while waiting" }

local FORKED = { type = "Interrupted", message = "the process was forked while this item waited: the parent goes on with it" }

--- The tasks of all maps by the ids of the transfers that they wait for, by pool. Whoever drives a pool learns of all
--- transfers that end, those of other maps among them. Weak: a task belongs to its group.
---@type table<userdata, table<integer, aws.Task>>
local waiting = setmetatable({}, { __mode = "k" })

-- Stopping ------------------------------------------------------------------------------------------------------

--- Notes for a group and those around it why they have ended.
local function note_stop(group)
  local is_interrupted, now = group.loop.wire.is_interrupted, core.clock()
  local at = group
  while at do
    at.stop = at.stop or is_interrupted and INTERRUPTED or now >= at.deadline and at.late or nil
    at = at.outer
  end
end

--- Why the items of this group are not to go on, or nil.
---@param group aws.Group
---@return aws.Stop?
function coroutines.stop_of(group)
  note_stop(group)
  local at = group
  while at and not at.stop do at = at.outer end
  return at and at.stop
end

--- Whether Ctrl-C was seen by the code of this group's items, or by that of others on the same loop.
---@param group aws.Group
---@return boolean
function coroutines.is_interrupted(group)
  return group.loop.wire.is_interrupted
end

--- Whether this process was forked after the map began: its parent goes on with the map, and starts its items.
---@param group aws.Group
---@return boolean
function coroutines.is_forked(group)
  return core.process_id() ~= group.process
end

--- Why nothing may begin here, or nil: the map has ended, or another process goes on with the item. An item that does not
--- take it for an answer is left.
---@return aws.Stop?
function coroutines.refusal()
  local task = tasks.current()
  local stop = task and (task.is_left and FORKED or coroutines.stop_of(task.group))
  if not task or not stop then return nil end
  tasks.refuse(task)
  return stop
end

-- Waking --------------------------------------------------------------------------------------------------------

--- Wakes a sleeper, or the owner of a map whose time is up if it waits for that.
local function ring(timer)
  if not timer.group or timer.task.inner == timer.group then tasks.wake(timer.task) end
end

--- Wakes those whose transfers in this pool have ended; whether the pool is of use yet. The pool tells of each until it is
--- asked for the next one: who was to be woken is known also after an error in between.
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

--- Wakes whoever need not wait any more.
local function wake_all(loop)
  collect(loop.wire)
  if #loop.timers == 0 then return end
  for timer in loop.timers:all_due(core.clock()) do ring(timer) end
end

-- Running -------------------------------------------------------------------------------------------------------

--- Ends the maps that a task has called and not left: it was given up, for a yield of its own in `on_result`.
local function end_orphans(task)
  while task.map and not task.group.tasks[task] do
    local group = task.map
    coroutines.cancel(group, ORPHANED)
    task.map = group.before
  end
end

--- Takes an item out of its map that did not start; it leaves no result.
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

--- How long nothing can move on but transfers, in seconds.
local function idle_time(loop, deadline)
  if loop.first <= loop.last then return 0 end
  local due = math.min(deadline, loop.timers:next_due())
  return math.min(LONGEST_WAIT, due - core.clock())
end

--- Lets everything move on: waits until something can, until `deadline` at most, and runs it.
local function step(loop, deadline)
  wake_all(loop)
  core.http_wait(loop.wire.pools, idle_time(loop, deadline))
  wake_all(loop)
  run_ready(loop)
end

-- Waiting -------------------------------------------------------------------------------------------------------

--- Waits inside an item where Lua cannot yield. All transfers of the loop go on.
local function wait_in_place(group, deadline, is_done)
  local stop
  while not stop and not is_done() do
    local due = math.min(deadline, group.deadline)
    core.http_wait(group.loop.wire.pools, math.min(LONGEST_WAIT, due - core.clock()))
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
  task.is_left = task.is_left or core.process_id() ~= process
  return stop
end

--- Waits for a transfer in an item's own coroutine.
local function park_for(task, pool, transfer)
  local wire, id, stop = task.group.loop.wire, transfer:id(), nil
  while not stop and not transfer:done() do
    join(wire, pool) -- each time: one that nobody waits for is dropped
    waiting[pool][id] = task
    stop = park(task)
  end
  waiting[pool][id] = nil
  return stop
end

--- Waits for a transfer to end; raises what Ctrl-C raises.
---@param pool userdata
---@param transfer userdata
---@return aws.Stop? # why it was not waited for
function coroutines.await(pool, transfer)
  local task = tasks.current()
  if not task then
    while not transfer:done() do pool:wait(LONGEST_WAIT) end
    return nil
  end
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

--- Sleeps. In an item of aws.map the others go on; when the map ends early, so does the sleep, by an error.
---@param seconds number raises Interrupted and MapTimeout, and what Ctrl-C raises
function coroutines.sleep(seconds)
  local task = tasks.current()
  local is_long = type(seconds) == "number" and seconds > 0
  if not task or not is_long then return core.sleep(seconds) end
  local stop = coroutines.refusal()
  if stop then raise_stop(stop) end
  local due = core.clock() + seconds
  if tasks.can_yield() then
    stop = park_until(task, due)
  else
    stop = wait_in_place(task.group, due, function() return core.clock() >= due end)
  end
  if stop then raise_stop(stop) end
end

-- Groups --------------------------------------------------------------------------------------------------------

local function new_loop(wire)
  wire = wire or { pools = {}, joined = {}, is_interrupted = false }
  return { wire = wire, ready = {}, first = 1, last = 0, timers = timers.new() }
end

--- When a map has to end: at its own limit, or at that of the map around it.
---@param timeout? number seconds for the whole
---@param outer? { deadline: number, late?: aws.Stop } the group around
---@return number deadline on the monotonic clock; math.huge for none
---@return aws.Stop? late what it means to miss it
---@return boolean is_own
function coroutines.limit(timeout, outer)
  local deadline, due = outer and outer.deadline or math.huge, timeout and core.clock() + timeout or math.huge
  if due >= deadline then return deadline, outer and outer.late, false end
  local message = ("the map did not end within %s s (timeout)"):format(ascii.number("%g", timeout))
  return due, { type = "MapTimeout", message = message }, true
end

--- Makes a task the owner of a map that it has called.
local function belong(group, owner, is_own_limit)
  group.owner, group.before = owner, owner.map
  group.timer = is_own_limit and { due = group.deadline, task = owner, group = group } or nil
  if group.timer then group.loop.timers:add(group.timer) end
  owner.map = group
end

--- Begins a map here. `coroutines.leave` has to follow.
---@param timeout? number seconds for the whole
---@param on_end fun(index: integer, result: aws.MapResult)
---@return aws.Group
function coroutines.enter(timeout, on_end)
  local around = tasks.current()
  local owner, outer = tasks.can_yield() and around or nil, around and around.group
  local deadline, late, is_own = coroutines.limit(timeout, outer)
  local group = {
    process = core.process_id(), loop = owner and outer.loop or new_loop(outer and outer.loop.wire), outer = outer, tasks = {},
    running = 0, deadline = deadline, late = late, stop = around and around.is_left and FORKED or nil, on_end = on_end,
  }
  if owner then belong(group, owner, is_own) end
  return group
end

--- Ends a map, for whatever reason.
---@param group aws.Group
function coroutines.leave(group)
  if group.timer then group.loop.timers:remove(group.timer) end
  if group.owner then group.owner.map = group.before end
end

--- Adds an item; it starts when the group is waited for.
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

--- Ends all items of a map; may be begun anew after an error. Those that had not started leave no result.
---@param group aws.Group
---@param stop aws.Stop
function coroutines.cancel(group, stop)
  group.stop = stop
  local left = {}
  for task in iterate.pairs(group.tasks) do left[#left + 1] = task end
  for _, task in ipairs(left) do
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
