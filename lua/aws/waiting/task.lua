--- Items of aws.map as coroutines: which one runs, which ones wait, and the result of each.
---
--- A debug hook may raise at any instruction, as Ctrl-C does. So the note of which task runs is checked when it is read, a
--- task may be woken without a reason, and an end that is noted twice changes nothing.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local groups = require "aws.waiting.group"
local nginx = require "aws.waiting.nginx"

local tasks = {}

---@class aws.Task one item
---@field co thread
---@field group aws.Group
---@field index integer
---@field item any until it has started
---@field is_started boolean
---@field is_parked boolean it waits, in a yield of this module
---@field is_ready boolean it is in its loop's list of tasks to resume
---@field is_closing? boolean it was abandoned, and its variables are being closed
---@field is_parents? boolean the process was forked while it waited: the parent process goes on with it
---@field before? aws.Task whose code resumed this one
---@field pool? userdata with `id`: the transfer that it waits for
---@field id? integer
---@field inner? aws.Group the map in it, while it waits for that
---@field map? aws.Group the last map that it has called and not ended
---@field result? aws.MapResult
---@field refusals integer how often it was told that its map has ended

--- The longest single wait in C, in seconds. Ctrl-C may reach another thread of the process: it is noticed after this time.
tasks.LONGEST_WAIT = 1

--- How often an item may be told that its map has ended before it is abandoned.
local PATIENCE = 10

local PARK, ABANDON = {}, {} -- what our own yields carry

--- PUC Lua 5.1 cannot yield through pcall, and cannot tell where it can: there every wait happens in place.
local is_yieldable = coroutine.isyieldable or nginx.api() and core.can_yield or function() return false end
local running, plain = coroutine.running, nginx.plain_coroutine
local create, resume, status, yield = plain("create"), plain("resume"), plain("status"), plain("yield")

---@type aws.Task? the task whose code runs now; an error at the wrong moment may leave an old one here
local active

---@type table<thread, integer>? what light threads of nginx run, by thread; none before the first one
local indexes

local function is_under_way(task)
  local state = status(task.co)
  return state == "running" or state == "normal"
end

--- The item whose code runs here, nil outside aws.map.
---@return aws.Task?
function tasks.current()
  while active and not is_under_way(active) do active = active.before end
  return active
end

--- Notes which item the running light thread runs.
---@param index? integer nil at its end
function tasks.note_index(index)
  indexes = indexes or setmetatable({}, { __mode = "k" })
  indexes[running()] = index
end

--- Which item of aws.map runs here, of the innermost map. In nginx, coroutines and light threads that an item makes for
--- itself are not known.
---@return integer? # nil outside aws.map
function tasks.index()
  if not (active or indexes) then return nil end
  local task = tasks.current()
  if task then return task.index end
  local thread = indexes and running()
  return thread and indexes[thread]
end

--- Whether waiting here lets other items run: in an item's own coroutine, where Lua can yield.
---@return boolean
function tasks.can_yield()
  local task = tasks.current()
  return task ~= nil and task.co == running() and not task.is_closing and is_yieldable()
end

-- Waiting -------------------------------------------------------------------------------------------------------

--- Has the loop resume a task that waits.
---@param task aws.Task
function tasks.wake(task)
  if not task.is_parked or task.is_ready then return end
  local loop = task.group.loop
  loop.ready[loop.last + 1] = task
  loop.last = loop.last + 1
  task.is_ready = true
end

--- Parks the running task. It may be woken without a reason.
---@param task aws.Task
---@return aws.Stop? # why its map has ended, if it has
function tasks.park(task)
  task.is_parked = true
  return (yield(PARK))
end

--- Notes that the running task was told that its map has ended. A task that goes on all the same is abandoned.
---@param task aws.Task
function tasks.refuse(task)
  task.refusals = task.refusals + 1
  if task.refusals > PATIENCE and tasks.can_yield() then yield(ABANDON) end
end

--- Notes that the code of an item has seen Ctrl-C, which ends all maps around it.
function tasks.interrupt()
  local task = tasks.current()
  if task then task.group.loop.wire.is_interrupted = true end
end

-- Results -------------------------------------------------------------------------------------------------------

--- Adds the traceback to a text that was raised. Any other value stays as it is.
local function with_traceback(raised)
  if type(raised) ~= "string" or errors.is_interruption(raised) then return raised end
  return debug.traceback(raised, 2)
end

local function failure(raised)
  if errors.is_interruption(raised) then
    raised = errors.new({ type = "Interrupted", message = "interrupted", applied = "unknown", cause = raised })
  end
  return { ok = false, error = raised }
end

local function as_result(ok, value, metadata)
  if ok then return { ok = true, value = value, metadata = metadata } end
  if errors.is_interruption(value) then tasks.interrupt() end
  return failure(value)
end

--- Runs an item here.
---@param run fun(item: any): any, any
---@param item any
---@return aws.MapResult
function tasks.result_of(run, item)
  return as_result(xpcall(function() return run(item) end, with_traceback))
end

local function foreign_yield()
  return errors.new({
    type = "ConfigError",
    message = "an item of aws.map, or a logger or on_result in it, yielded to something other than the library: there, "
      .. "coroutine.yield and functions of an event loop work only in a coroutine of your own",
    applied = "unknown",
  })
end

-- Running -------------------------------------------------------------------------------------------------------

--- Makes the task of an item. It starts when it is resumed.
---@param group aws.Group
---@param run fun(item: any): any, any
---@param item any
---@param index integer
---@return aws.Task
function tasks.new(group, run, item, index)
  local task = {
    group = group, index = index, item = item, is_parked = true, is_ready = false, is_started = false, refusals = 0,
  }
  -- The coroutine itself notes the result: a hook may raise here as soon as the coroutine has ended.
  task.co = create(function(own_item) task.result = tasks.result_of(run, own_item) end)
  return task
end

--- Notes the end of a task.
---@param task aws.Task
---@param result aws.MapResult
local function finish(task, result)
  local group = task.group
  group.on_end(task.index, result)
  if not group.tasks[task] then return end
  group.tasks[task] = nil
  group.running = group.running - 1
  local owner = group.owner
  if owner and owner.inner == group then tasks.wake(owner) end
end

--- Abandons a coroutine. Lua 5.4 closes its variables: their handlers run as the item's code, and cannot yield. Ctrl-C in
--- a handler counts. Any other error of a handler is dropped.
local function drop(task)
  if not coroutine.close then return end
  task.before, task.is_closing = tasks.current(), true
  active = task
  local ok, raised = coroutine.close(task.co)
  active = task.before
  if not ok and errors.is_interruption(raised) then task.group.loop.wire.is_interrupted = true end
end

--- Notes what a resume returned.
local function settle(task, ok, yielded)
  active = task.before
  if not ok and errors.is_interruption(yielded) then task.group.loop.wire.is_interrupted = true end
  if status(task.co) == "dead" then return finish(task, task.result or failure(yielded)) end
  if ok and (yielded == PARK or yielded == ABANDON) then return end
  drop(task)
  finish(task, { ok = false, error = foreign_yield() })
end

local function continue(task, value)
  task.before = tasks.current()
  task.is_parked = false
  active = task
  settle(task, resume(task.co, value))
end

--- Runs a task until it waits or ends. A task that has ended, or that waits outside this module, is not touched.
---@param task aws.Task
function tasks.run(task)
  task.is_ready = false
  if not (task.is_parked and task.group.tasks[task]) then return end
  local item = task.item
  task.item, task.is_started = nil, true
  continue(task, item)
end

--- Ends a task whose map has ended: what it waits for fails, and its code runs to its end.
---@param task aws.Task
---@param stop aws.Stop
function tasks.unwind(task, stop)
  if not task.result and status(task.co) == "suspended" then continue(task, stop) end
  if not task.group.tasks[task] then return end
  if status(task.co) == "suspended" then drop(task) end
  finish(task, task.result or groups.cut_off(stop))
end

return tasks
