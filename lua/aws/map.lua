--- aws.map: one function for every item of a list, many at a time.
local ascii = require "aws.ascii"
local checks = require "aws.checks"
local errors = require "aws.errors"
local light_threads = require "aws.light_threads"
local nginx = require "aws.nginx"
local scheduler = require "aws.scheduler"

---@class aws.MapOptions
---@field concurrency? integer items under way at a time, 16 by default
---@field on_result? fun(done: integer, total: integer, index: integer, result: aws.MapResult) called in the caller's
---coroutine whenever an item has ended
---@field stop_on_error? boolean after a failed item no further one is started; those under way end as they do
---@field timeout? number seconds for the whole

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

local names = {}
for name in pairs(checks_by_name) do names[#names + 1] = name end
table.sort(names, ascii.before)

local function read_options(options)
  if options == nil then options = {} end
  if type(options) ~= "table" then errors.config("aws.map takes a table of options, got a %s", type(options)) end
  local read = {}
  for name, value in next, options do
    local check = checks_by_name[name]
    if not check then errors.config("%s", checks.unknown("option of aws.map", name, names)) end
    local fault = check(value)
    if fault then errors.config("option %s of aws.map %s", name, fault) end
    read[name] = value
  end
  read.concurrency = read.concurrency or DEFAULT_CONCURRENCY
  return read
end

--- The length of a list, which has nothing but the keys 1 to n.
local function length_of(items)
  if type(items) ~= "table" then errors.config("aws.map takes a list of items, got a %s", type(items)) end
  local count, highest = 0, 0
  for key in next, items do
    if type(key) ~= "number" or key < 1 or key % 1 ~= 0 then errors.config("the items of aws.map are not a list") end
    count, highest = count + 1, math.max(highest, key)
  end
  if count ~= highest then errors.config("the items of aws.map are a list with holes") end
  return count
end

-- Running -------------------------------------------------------------------------------------------------------

---@class aws.MapJob one map under way
---@field items any[]
---@field total integer
---@field call fun(item: any): any, any
---@field options aws.MapOptions
---@field results aws.MapResult[]
---@field started integer
---@field done integer
---@field failed integer
---@field ended integer[] indexes that on_result has not heard of

local function record(job, index, result)
  if job.results[index] then return end
  job.results[index] = result
  job.done = job.done + 1
  if not result.ok then job.failed = job.failed + 1 end
  job.ended[#job.ended + 1] = index
end

--- Tells on_result what has ended; whether anything had.
local function report(job)
  local ended, first = job.ended, job.done - #job.ended
  if #ended == 0 then return false end
  job.ended = {}
  for i, index in ipairs(ended) do
    if job.options.on_result then job.options.on_result(first + i, job.total, index, job.results[index]) end
  end
  return true
end

local function may_start(job)
  return job.started < job.total and not (job.options.stop_on_error and job.failed > 0)
end

local function next_item(job)
  job.started = job.started + 1
  return job.items[job.started], job.started
end

--- Runs the items; why it ended early, or nil. One is told so even if all items took it for an answer.
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

--- What lets items overlap here. The scheduler's coroutines cannot be resumed where nginx's own must not yield.
local function choose_driver()
  local how, cause = nginx.waiting()
  if not how then errors.config("aws.map cannot run here: %s", cause) end
  return how == "yield" and light_threads or scheduler
end

--- Runs a map; true and why it ended early (nil: it did not), or false and what was raised.
local function run(job)
  local driver = choose_driver()
  local around = driver.current()
  local group = driver.enter(job.options.timeout, function(index, result) record(job, index, result) end)
  local ok, stop = pcall(run_items, job, group, driver)
  if not ok or stop then
    local reason = ok and stop or { type = "Interrupted", message = "the map was left" }
    driver.leave(group, around)
    driver.cancel(group, reason)
  end
  driver.leave(group, around)
  return ok, stop
end

-- Results -------------------------------------------------------------------------------------------------------

--- Results for the items that were not started.
local function fill(job, why)
  local err = errors.new({ type = "Interrupted", message = "not started: " .. why, applied = "no", attempts = 0 })
  for index = 1, job.total do
    if not job.results[index] then
      job.results[index] = { ok = false, error = err, skipped = true }
      job.failed = job.failed + 1
    end
  end
end

local function raise_stop(job, stop)
  fill(job, stop.message)
  errors.raise({
    type = stop.type,
    message = ("%s; %d of %d items had ended"):format(stop.message, job.done, job.total),
    results = job.results,
    failed = job.failed,
  })
end

--- Runs `fn(item)` for every item, many at a time: inside, calls and back-off sleeps overlap.
---
--- An item that raises does not stop the others. With `stop_on_error` and at an early end the items that were not
--- started have results too, with `skipped`. At an early end (`timeout`, Ctrl-C) calls under way fail at once, with
--- errors that tell whether they may have been carried out.
---@param items any[] not to be changed meanwhile
---@param fn fun(item: any): any, any
---@param options? aws.MapOptions
---@return aws.MapResult[] results in the order of `items`
---@return integer failed how many are not ok
---Raises ConfigError for arguments that do not fit, MapTimeout and Interrupted with `results` and `failed`, and what
---`on_result` raises.
return function(items, fn, options)
  local total = length_of(items)
  local fault = checks.callable(fn)
  if fault then errors.config("what aws.map runs for its items %s", fault) end
  options = read_options(options)
  local job = {
    items = items, total = total, call = function(item) return fn(item) end, options = options,
    results = {}, started = 0, done = 0, failed = 0, ended = {},
  }
  local ok, stop = run(job)
  if not ok and errors.is_interruption(stop) then
    ok, stop = true, { type = "Interrupted", message = "interrupted" }
  end
  if not ok then error(stop, 0) end
  if stop then raise_stop(job, stop) end
  if job.started < total then fill(job, "an item before it failed (stop_on_error)") end
  return job.results, job.failed
end
