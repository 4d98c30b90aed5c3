--- aws.map: one function for every item of a list, many at a time.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local light_threads = require "aws.waiting.light_threads"
local nginx = require "aws.waiting.nginx"
local option_reader = require "aws.settings.options"
local coroutines = require "aws.waiting.coroutines"

---@class (exact) aws.MapOptions
---@field concurrency? integer items under way at a time, 16 by default
---@field on_result? fun(done: integer, total: integer, index: integer, result: aws.MapResult) called in the caller's
---coroutine whenever an item has ended
---@field stop_on_error? boolean after a failed item no further one is started; those under way end as they do
---@field timeout? number seconds for the whole
---@field [string] aws.NotAMember

---@class aws.MapResult
---@field ok boolean
---@field value? any the first that the function returned
---@field metadata? any the second
---@field error? any what it raised; a text with its traceback
---@field skipped? boolean the item was not started

local DEFAULT_CONCURRENCY = 16

-- Arguments -----------------------------------------------------------------------------------------------------

--- Every option, and its check.
local checks_by_name = {
  concurrency = checks.count,
  on_result = checks.callable,
  stop_on_error = checks.boolean,
  timeout = checks.seconds,
}

local words = { table = "aws.map takes a table of options", unknown = "option of aws.map", wrong = "option %s of aws.map" }

local function read_options(given)
  local read, fault, problems = option_reader.read(given, checks_by_name, words)
  if not read then errors.unfit(fault, problems) end
  read.concurrency = read.concurrency or DEFAULT_CONCURRENCY
  return read
end

--- The length of a list, which has nothing but the keys 1 to n.
local function length_of(items)
  if type(items) ~= "table" then errors.config("aws.map takes a list of items, got a %s", type(items)) end
  local count, highest = 0, 0
  for key in iterate.next, items do
    if type(key) ~= "number" or key < 1 or key % 1 ~= 0 then errors.config("the items of aws.map are not a list") end
    count, highest = count + 1, math.max(highest, key)
  end
  if count ~= highest then errors.config("the items of aws.map are a list with holes") end
  return count
end

-- Running -------------------------------------------------------------------------------------------------------

---@class aws.MapJob one map, from its first instruction on
---@field items any[]
---@field total integer
---@field call fun(item: any): any, any
---@field options aws.MapOptions
---@field driver aws.MapDriver
---@field around? any the item in which the map was called
---@field group? table of the driver, once items may have started
---@field results aws.MapResult[]
---@field cut table<integer, boolean> items that the map's early end has cut off
---@field started integer
---@field done integer
---@field failed integer
---@field ended integer[] indexes that on_result was not told yet
---@field stop? aws.Stop why it ends early
---@field interruption? string|aws.Error what Ctrl-C raised
---@field raised? { [1]: any } any other error
---@field is_over boolean no item of it runs

local function begin(job)
  job.total, job.started, job.done, job.failed, job.is_over = 0, 0, 0, 0, false
  job.results, job.cut, job.ended = {}, {}, {}
end

--- Notes an item's result. The same one may be noted twice.
local function record(job, index, result)
  if job.results[index] then return end
  local is_cut = not result.ok and errors.is(result.error, "interrupted") and job.driver.stop_of(job.group)
  job.cut[index] = is_cut and true or nil
  job.results[index] = result
  job.done = job.done + 1
  if not result.ok then job.failed = job.failed + 1 end
  job.ended[#job.ended + 1] = index
end

--- Tells on_result what has ended. Returns whether anything has.
local function report(job)
  local ended, first = job.ended, job.done - #job.ended
  if #ended == 0 then return false end
  job.ended = {}
  for i, index in ipairs(ended) do
    local raised = job.results[index].error
    if errors.is(raised) then errors.locate(raised) end -- its item may have been a function of this library
    if job.options.on_result then job.options.on_result(first + i, job.total, index, job.results[index]) end
  end
  return true
end

local function may_start(job)
  return job.started < job.total and not (job.options.stop_on_error and job.failed > 0) and not job.driver.is_forked(job.group)
end

local function next_item(job)
  job.started = job.started + 1
  return job.items[job.started], job.started
end

--- Runs the items. Returns why the map ended early, or nil; the reason is returned even when every item caught its error
--- and finished.
local function run_items(job, group, driver)
  repeat
    while group.running < job.options.concurrency and may_start(job) and not driver.stop_of(group) do
      driver.spawn(group, job.call, next_item(job))
    end
    if not report(job) then
      if group.running == 0 and not may_start(job) then return group.stop end
      local stop = driver.stop_of(group)
      if stop then return stop end
      driver.wait(group)
    end
  until false
end

--- What lets items overlap here. The coroutines of coroutines.lua cannot be resumed where nginx's own must not yield.
local function choose_driver()
  local how, cause = nginx.waiting()
  if not how then errors.config("aws.map cannot run here: %s", cause) end
  return how == "yield" and light_threads or coroutines
end

local function prepare(job, items, fn, options)
  begin(job)
  job.items, job.total = items, length_of(items)
  local fault = checks.callable(fn)
  if fault then errors.config("what aws.map runs for its items %s", fault) end
  job.call = function(item) return fn(item) end
  job.options = read_options(options)
  job.driver = choose_driver()
  job.around = job.driver.current()
  job.group = job.driver.enter(job.options.timeout, function(index, result) record(job, index, result) end)
end

-- The end -------------------------------------------------------------------------------------------------------

local INTERRUPTED = { type = "Interrupted", message = "interrupted" }

local function yielded(raised)
  return errors.new({
    type = "ConfigError",
    message = "on_result of aws.map yielded where it may not: it runs in the coroutine that called aws.map, and yields only "
      .. "where that can: " .. raised,
    cause = raised,
  })
end

--- Notes an error that was raised outside of the items: by on_result, or by a debug hook at any instruction.
local function note_error(job, raised)
  local is_text = errors.is_interruption(raised)
  if is_text then coroutines.interrupt() end -- of the maps around as well
  if is_text or errors.is(raised, "Interrupted") then -- of a call in on_result
    job.interruption = job.interruption or raised
    job.stop = job.stop or INTERRUPTED
    return
  end
  if errors.cannot_yield(raised) then raised = yielded(raised) end
  job.raised = job.raised or { raised }
  job.stop = job.stop or { type = "Interrupted", message = "the map has ended by an error outside of its items" }
end

--- Gives the items that were not started a result, and counts the results by kind.
local function fill(job, why)
  local err = errors.new({ type = "Interrupted", message = "not started: " .. why, applied = "no", attempts = 0 })
  local counts = { failed = 0, cut = 0, in_doubt = 0, skipped = 0 }
  for index = 1, job.total do
    local result = job.results[index] or { ok = false, error = err, skipped = true }
    job.results[index] = result
    counts.failed = counts.failed + (result.ok and 0 or 1)
    counts.skipped = counts.skipped + (result.skipped and 1 or 0)
    counts.cut = counts.cut + (job.cut[index] and 1 or 0)
    counts.in_doubt = counts.in_doubt + (job.cut[index] and result.error.applied ~= "no" and 1 or 0)
  end
  job.failed = counts.failed
  return counts
end

local function raise_stop(job, stop)
  local counts = fill(job, stop.message)
  errors.raise({
    type = stop.type,
    message = ("%s; %d of %d items had ended, %d cut off (%d may have been carried out), %d not started"):format(
      stop.message, job.total - counts.cut - counts.skipped, job.total, counts.cut, counts.in_doubt, counts.skipped),
    results = job.results,
    failed = job.failed,
    cause = job.interruption,
  })
end

--- Ends what still runs. After an error it may be called again.
local function end_items(job)
  if job.is_over then return end
  job.driver.leave(job.group, job.around)
  if job.stop then
    job.driver.cancel(job.group, job.stop)
    job.driver.leave(job.group, job.around)
  end
  job.is_over = true
end

--- Whether Ctrl-C was seen, which counts before any other reason to end.
local function is_interrupted(job)
  return job.interruption ~= nil or job.group and job.driver.is_interrupted(job.group)
end

--- Ends a map, and returns its results or raises its error.
local function finish(job)
  if job.group then end_items(job) else begin(job) end
  if is_interrupted(job) then raise_stop(job, INTERRUPTED) end
  if job.raised then error(job.raised[1], 0) end
  if job.stop then raise_stop(job, job.stop) end
  if job.done < job.total then
    fill(job, job.driver.is_forked(job.group) and "the process was forked, and its parent goes on with the map"
      or "an item before it failed (stop_on_error)")
  end
  return job.results, job.failed
end

local function perform(job, items, fn, options)
  prepare(job, items, fn, options)
  local ok, stop = pcall(run_items, job, job.group, job.driver)
  if not ok then note_error(job, stop) else job.stop = stop end
  return finish(job)
end

--- How often the end of a map may be interrupted.
local PATIENCE = 5

--- Runs `fn(item)` for every item, many at a time: inside, calls and back-off sleeps overlap.
---
--- An item that raises does not stop the others. With `stop_on_error`, and at an early end, the items that were not
--- started have results too, with `skipped`. At an early end (`timeout`, Ctrl-C) calls under way fail at once, with
--- errors that tell whether they may have been carried out. When this returns or raises, no item runs, even if a debug
--- hook has raised at any instruction. A process that was forked meanwhile starts no further item.
---@generic T
---@param items T[] not to be changed meanwhile
---@param fn fun(item: T): any, any
---@param options? aws.MapOptions
---@return aws.MapResult[] results in the order of `items`
---@return integer failed how many are not ok
---Raises ConfigError for arguments that do not fit, MapTimeout and Interrupted with `results` and `failed`, and what
---`on_result` or a debug hook raises.
return function(items, fn, options)
  local job = {}
  local ok, results, failed = pcall(perform, job, items, fn, options)
  for _ = 1, PATIENCE do
    local is_ended = job.is_over or not job.group
    if ok or is_ended and not errors.is_interruption(results) then break end
    note_error(job, results)
    ok, results, failed = pcall(finish, job)
  end
  if not ok then error(results, 0) end
  return results, failed
end
