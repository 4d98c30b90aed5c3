--- Coroutines over libcurl's transfers: what lets the items of aws.map overlap.
---
--- An item runs in a coroutine of its own, a task. A call or a sleep in it parks the task, and the loop resumes it when
--- the transfer has ended or the time has come. Where Lua cannot yield, it is waited for in place: other transfers go
--- on, their Lua waits. The loop belongs to the outermost map and is driven in its caller's coroutine; the items of a
--- map inside an item run on the same loop. Outside aws.map nothing of this is used.
local ascii = require "aws.ascii"
local core = require "aws.core"
local errors = require "aws.errors"
local nginx = require "aws.nginx"
local timers = require "aws.timers"

local scheduler = {}

---@class aws.Stop why a map ends early
---@field type "Interrupted"|"MapTimeout"
---@field message string

---@class aws.Group the items of one map
---@field loop table
---@field owner? aws.Task in which the map was called, when that can yield
---@field outer? aws.Group
---@field tasks table<aws.Task, boolean> that have not ended
---@field running integer how many
---@field deadline number on the monotonic clock; math.huge for none
---@field late aws.Stop what it means to miss it
---@field stop? aws.Stop
---@field on_end fun(index: integer, result: aws.MapResult)

---@class aws.Task one item
---@field co thread
---@field group aws.Group
---@field index integer
---@field is_parked boolean it has yielded, and nobody has woken it yet
---@field is_started boolean
---@field item any until it has started
---@field pool? userdata with `id`: the transfer that it waits for
---@field id? integer
---@field inner? aws.Group the map in it, while it waits for that
---@field result? aws.MapResult
---@field refusals integer how often it was told that its map has ended

--- How long one wait lasts at most: Ctrl-C may reach another thread of the process, and is noticed after this.
local LONGEST_WAIT = 1

--- So many items run before the transfers that they began are driven: the service works on those meanwhile.
local RUN_AT_ONCE = 8

--- How often an item may go on after it was told that the map has ended.
local PATIENCE = 10

--- Pools that no task waits for are dropped beyond this number.
local POOLS_KEPT = 8

local PARK, ABANDON = {}, {} -- what our own yields carry

local INTERRUPTED = { type = "Interrupted", message = "interrupted while waiting" }

--- The tasks of all maps by the ids of the transfers that they wait for, by pool. Whoever drives a pool learns of all
--- transfers that end, those of other maps among them. Weak: a task belongs to its group.
---@type table<userdata, table<integer, aws.Task>>
local waiting = setmetatable({}, { __mode = "k" })

--- PUC Lua 5.1 cannot yield through pcall, nor tell: there everything is waited for in place.
local is_yieldable = coroutine.isyieldable or nginx.api() and core.can_yield or function() return false end
local running, plain = coroutine.running, nginx.plain_coroutine
local create, resume, status, yield = plain("create"), plain("resume"), plain("status"), plain("yield")

---@type aws.Task? whose code runs now
local active

--- Whether waiting here lets other items run: in an item's own coroutine, where Lua can yield.
---@return boolean
function scheduler.can_yield()
  return active ~= nil and active.co == running() and is_yieldable()
end

-- Stopping ------------------------------------------------------------------------------------------------------

local function is_hooked(before)
  local hook = core.main_hook()
  return hook ~= nil and hook ~= before
end

--- Notes for a group and those around it why they have ended.
local function note_stop(group)
  local wire, now = group.loop.wire, core.clock()
  wire.is_interrupted = wire.is_interrupted or is_hooked(wire.hook)
  local at = group
  while at do
    local stop = wire.is_interrupted and INTERRUPTED or now >= at.deadline and at.late or nil
    at.stop = at.stop or stop
    at = at.outer
  end
end

--- Why the items of this group are not to go on, or nil.
---@param group aws.Group
---@return aws.Stop?
function scheduler.stop_of(group)
  note_stop(group)
  local at = group
  while at and not at.stop do at = at.outer end
  return at and at.stop
end

--- Notes that Ctrl-C was seen by the code of an item: it ends all maps around.
function scheduler.interrupt()
  if not active then return end
  active.group.loop.wire.is_interrupted = true
  note_stop(active.group)
end

--- Why nothing may begin here, or nil: the map has ended. An item that does not take it for an answer is left.
---@return aws.Stop?
function scheduler.refusal()
  local task = active
  local stop = task and scheduler.stop_of(task.group)
  if not task or not stop then return nil end
  task.refusals = task.refusals + 1
  if task.refusals > PATIENCE and scheduler.can_yield() then yield(ABANDON) end
  return stop
end

-- Waking --------------------------------------------------------------------------------------------------------

local function wake(task)
  if not task.is_parked then return end
  local loop = task.group.loop
  task.is_parked = false
  loop.last = loop.last + 1
  loop.ready[loop.last] = task
end

--- Parks the running task; returns when it is woken, with the reason why its map has ended, if it has.
local function park(task)
  task.is_parked = true
  local stop = yield(PARK)
  task.is_parked = false
  return stop
end

--- Wakes a sleeper, or the owner of a map whose time is up if it waits for that.
local function ring(timer)
  if not timer.group or timer.task.inner == timer.group then wake(timer.task) end
end

--- Wakes those whose transfers in this pool have ended; whether the pool is of use yet.
local function collect_pool(wire, pool)
  local tasks = waiting[pool]
  local id = pool:next_ended()
  while id do
    local task = tasks[id]
    tasks[id] = nil
    if task then wake(task) end
    id = pool:next_ended()
  end
  if id == nil then return #wire.pools <= POOLS_KEPT or next(tasks) ~= nil end
  for ended, task in pairs(tasks) do -- the pool was closed, which ended them
    tasks[ended] = nil
    wake(task)
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

-- Tasks ---------------------------------------------------------------------------------------------------------

local function finish(task, result)
  local group = task.group
  group.on_end(task.index, result)
  group.tasks[task] = nil
  group.running = group.running - 1
  local owner = group.owner
  if owner and owner.inner == group then wake(owner) end
end

--- Gives a coroutine up. Lua 5.4 closes its variables; an error of theirs has nobody to go to.
local function drop(task)
  if coroutine.close then coroutine.close(task.co) end
end

local function foreign_yield()
  return errors.new({
    type = "ConfigError",
    message = "an item of aws.map yielded to something else than the library: inside an item, coroutine.yield and "
      .. "functions of an event loop work only in a coroutine of your own",
    applied = "unknown",
  })
end

--- A text that was raised gets its traceback, any other value stays as it is.
local function with_traceback(raised)
  if errors.is_interruption(raised) then scheduler.interrupt() end
  return type(raised) == "string" and debug.traceback(raised, 2) or raised
end

local function as_result(ok, value, metadata)
  if ok then return { ok = true, value = value, metadata = metadata } end
  return { ok = false, error = value }
end

--- Runs an item here.
---@param run fun(item: any): any, any
---@param item any
---@return aws.MapResult
function scheduler.result_of(run, item)
  return as_result(xpcall(function() return run(item) end, with_traceback))
end

--- Takes what a resume came to.
local function settle(task, previous, ok, yielded)
  active = previous
  if status(task.co) == "dead" then
    return finish(task, task.result or { ok = false, error = yielded })
  end
  if ok and (yielded == PARK or yielded == ABANDON) then return end
  drop(task)
  finish(task, { ok = false, error = foreign_yield() })
end

local function run_task(task, value)
  local previous = active
  active = task
  settle(task, previous, resume(task.co, value))
end

local function run_ready(loop)
  local last = math.min(loop.last, loop.first + RUN_AT_ONCE - 1)
  while loop.first <= last do
    local task = loop.ready[loop.first]
    loop.ready[loop.first] = nil
    loop.first = loop.first + 1
    local may_run = task.is_started or not scheduler.stop_of(task.group)
    if may_run and task.group.tasks[task] then
      local item = task.item
      task.item, task.is_started = nil, true
      run_task(task, item)
    end
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

--- Waits without a map around.
local function wait_alone(pool, transfer, hook)
  while not transfer:done() do
    pool:wait(LONGEST_WAIT)
    if is_hooked(hook) then return INTERRUPTED end
  end
end

--- Waits inside an item where Lua cannot yield. All transfers of the loop go on.
local function wait_in_place(group, deadline, is_done)
  local stop
  while not stop and not is_done() do
    local due = math.min(deadline, group.deadline)
    core.http_wait(group.loop.wire.pools, math.min(LONGEST_WAIT, due - core.clock()))
    stop = scheduler.stop_of(group)
  end
  return stop
end

local function join(wire, pool)
  if wire.joined[pool] then return end
  waiting[pool] = waiting[pool] or setmetatable({}, { __mode = "v" })
  table.insert(wire.pools, pool) -- first: a hook may raise at this call, and a pool in no list is never driven
  wire.joined[pool] = true
end

--- Waits for a transfer to end.
---@param pool userdata
---@param transfer userdata
---@param hook any core.main_hook() before it began
---@return aws.Stop? # why it was not waited for
function scheduler.await(pool, transfer, hook)
  local task = active
  if not task then return wait_alone(pool, transfer, hook) end
  local wire = task.group.loop.wire
  join(wire, pool)
  if not scheduler.can_yield() then
    return wait_in_place(task.group, math.huge, function() return transfer:done() end)
  end
  task.pool, task.id = pool, transfer:id()
  waiting[pool][task.id] = task
  local stop = park(task)
  task.pool = nil
  return stop
end

local function raise_stop(stop)
  errors.raise({ type = stop.type, message = stop.message })
end

--- Sleeps. In an item of aws.map the others go on; when the map ends early, so does the sleep, by an error.
---@param seconds number raises Interrupted and MapTimeout
function scheduler.sleep(seconds)
  local task = active
  local is_long = type(seconds) == "number" and seconds > 0
  if not task or not is_long then return core.sleep(seconds) end
  local stop = scheduler.refusal()
  if stop then raise_stop(stop) end
  local due, group = core.clock() + seconds, task.group
  if scheduler.can_yield() then
    group.loop.timers:add({ due = due, task = task })
    stop = park(task)
  else
    stop = wait_in_place(group, due, function() return core.clock() >= due end)
  end
  if stop then raise_stop(stop) end
end

-- Groups --------------------------------------------------------------------------------------------------------

local function new_loop(wire)
  wire = wire or { pools = {}, joined = {}, hook = core.main_hook(), is_interrupted = false }
  return { wire = wire, ready = {}, first = 1, last = 0, timers = timers.new() }
end

--- Begins a map here. `scheduler.leave` has to follow.
---@param timeout? number seconds for the whole
---@param on_end fun(index: integer, result: aws.MapResult)
---@return aws.Group
function scheduler.enter(timeout, on_end)
  local around = active
  local owner = scheduler.can_yield() and around or nil
  local group = {
    owner = owner,
    outer = around and around.group,
    tasks = {},
    running = 0,
    deadline = around and around.group.deadline or math.huge,
    late = around and around.group.late,
    on_end = on_end,
  }
  group.loop = owner and owner.group.loop or new_loop(around and around.group.loop.wire)
  local due = timeout and core.clock() + timeout
  if due and due < group.deadline then
    group.deadline = due
    group.late = { type = "MapTimeout", message = ("the map did not end within %s s (timeout)"):format(ascii.number("%g", timeout)) }
    group.timer = owner and { due = due, task = owner, group = group }
    if owner then group.loop.timers:add(group.timer) end
  end
  return group
end

--- Ends a map, however it came to that: its caller's code runs on.
---@param group aws.Group
---@param task? aws.Task of `scheduler.current` when it began
function scheduler.leave(group, task)
  active = task
  if group.timer then group.loop.timers:remove(group.timer) end
end

--- The item whose code runs here, nil outside aws.map.
---@return aws.Task?
function scheduler.current()
  return active
end

--- Adds an item; it starts when the group is waited for.
---@param group aws.Group
---@param run fun(item: any): any, any
---@param item any
---@param index integer
function scheduler.spawn(group, run, item, index)
  local task = { group = group, index = index, item = item, is_parked = true, is_started = false, refusals = 0 }
  -- The result is noted in the coroutine: a hook may raise in ours as soon as that one has ended.
  task.co = create(function(own_item) task.result = scheduler.result_of(run, own_item) end)
  group.tasks[task] = true
  group.running = group.running + 1
  wake(task)
end

--- Waits until an item may have ended.
---@param group aws.Group
function scheduler.wait(group)
  local owner = group.owner
  if not owner then return step(group.loop, group.deadline) end
  owner.inner = group
  local stop = park(owner)
  owner.inner = nil
  group.stop = group.stop or stop
end

--- Ends a task of a map that has ended: whatever it waits for fails, and its code runs on to its end.
local function unwind(task, stop)
  if task.inner then scheduler.cancel(task.inner, stop) end
  if task.pool then
    waiting[task.pool][task.id] = nil
  end
  if not task.result then run_task(task, stop) end
  if not task.group.tasks[task] then return end
  drop(task)
  local err = { type = stop.type, message = stop.message, applied = "unknown" }
  finish(task, task.result or { ok = false, error = errors.new(err) })
end

--- Ends all items of a map. Those that had not started leave no result.
---@param group aws.Group
---@param stop aws.Stop
function scheduler.cancel(group, stop)
  group.stop = stop
  local tasks = {}
  for task in pairs(group.tasks) do tasks[#tasks + 1] = task end
  for _, task in ipairs(tasks) do
    if task.is_started then
      unwind(task, stop)
    else
      group.tasks[task] = nil
      group.running = group.running - 1
    end
  end
end

return scheduler
