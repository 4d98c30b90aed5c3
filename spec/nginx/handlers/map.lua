--- aws.map inside nginx: for map_spec.lua.
local aws = require "aws"
local typed = require "aws.errors.typed"
local sleep = require("aws.transport").sleep

local map = {}

local client

--- In init_by_lua: the client that all workers get.
---@param endpoint_url string
---@param access_key_id string
---@param secret_access_key string
function map.start(endpoint_url, access_key_id, secret_access_key)
  client = aws.dms.new {
    region = "us-east-1", endpoint_url = endpoint_url, max_attempts = 1,
    credentials = { access_key_id = access_key_id, secret_access_key = secret_access_key },
  }
end

local function stop_replication(arn) return client.stop_replication({ ReplicationConfigArn = arn }) end

local function numbers(count)
  local items = {}
  for i = 1, count do items[i] = i end
  return items
end

local function keep_busy(seconds)
  local stop = os.clock() + seconds
  while os.clock() < stop do end
end

--- A function around `body`, and a table that tells how many items are under way, and how many were at most.
local function counting(body)
  local counter = { now = 0, most = 0 }
  return function(item)
    counter.now = counter.now + 1
    counter.most = math.max(counter.most, counter.now)
    local value, more = body(item)
    counter.now = counter.now - 1
    return value, more
  end, counter
end

local function outcome(result)
  if result.ok then return "ok" end
  local applied = result.error.applied -- nil in the error of a map inside
  return result.error.type .. (applied and " " .. applied or "") .. (result.skipped and " skipped" or "")
end

--- The index that calls' metadata has in a map, an error's, those in a map of an item and after it, and outside.
function map.tells_indexes()
  local function index() return (select(2, client.describe_replications())).index end
  local inside = {}
  for i, result in ipairs(aws.map(numbers(4), index, { concurrency = 2 })) do inside[i] = result.value end
  local failed = aws.map({ true, false }, function(is_right)
    if not is_right then client.stop_replication({}) end
  end)
  local nested = aws.map(numbers(2), function()
    return aws.map({ 1 }, index)[1].value .. " " .. index()
  end)
  return inside, failed[2].error.index, nested[2].value, index()
end

--- What a map that ends early tells: its error's type, `failed`, and the outcome of each item.
local function ending(...)
  local ok, err = pcall(aws.map, ...)
  if ok then return "no error" end
  local told = { type = err.type or err, failed = err.failed }
  for i, result in ipairs(err.results or {}) do told[i] = outcome(result) end
  return told
end

function map.returns_in_order()
  return aws.map(numbers(5), function(n)
    sleep(0.01 / n)
    if n == 4 then error({ code = 4 }) end
    if n == 5 then error("five") end
    return n * 10, { attempts = n }, "ignored"
  end)
end

local function map_that_sleeps() aws.map({ 1, 2 }, function() sleep(0.002) end) end

--- How an item may wait.
local ways_to_wait = {
  ["the library's sleep"] = function() sleep(0.002) end,
  ["nginx's sleep"] = function() ngx.sleep(0.002) end,
  ["in pcall"] = function() pcall(sleep, 0.002) end,
  ["in a map"] = map_that_sleeps,
  ["in a coroutine"] = function() coroutine.wrap(sleep)(0.002) end,
  ["in a map in a coroutine"] = function() coroutine.wrap(map_that_sleeps)() end,
}

--- How many of 40 items failed, and how many were under way at most.
function map.waits(way, concurrency)
  local fn, counter = counting(ways_to_wait[way])
  local _, failed = aws.map(numbers(40), fn, { concurrency = concurrency })
  return failed, counter.most
end

function map.takes_no_item() return aws.map({}, print) end

function map.sums_without_a_wait(count)
  local sum = 0
  aws.map(numbers(count), function(n) sum = sum + n end, { concurrency = 3 })
  return sum
end

function map.counts_from_a_thread_and_a_timer()
  local function count() return #aws.map(numbers(3), function() sleep(0.001) end) end
  local semaphore, of_timer = require("ngx.semaphore").new(), 0
  ngx.timer.at(0, function()
    of_timer = count()
    semaphore:post()
  end)
  local _, of_thread = ngx.thread.wait(ngx.thread.spawn(count))
  semaphore:wait(20)
  return of_thread + of_timer
end

function map.most_at_once()
  local fn, counter = counting(function() sleep(0.005) end)
  aws.map(numbers(4), fn)
  return counter.most
end

function map.calls(arns)
  local fn, counter = counting(stop_replication)
  local results, failed = aws.map(arns, fn, { concurrency = 20 })
  return counter.most, failed, results
end

function map.hears_of_every_item()
  local heard, is_same, inner, running = {}, true, 0, coroutine.running()
  local function item(n)
    sleep(0.005 / n)
    return n
  end
  aws.map(numbers(20), item, {
    concurrency = 4,
    on_result = function(done, total, index, result)
      is_same = is_same and running == coroutine.running() and total == 20 and done == #heard + 1
      heard[done] = result.value == index and index
      sleep(0.001)
      inner = inner + #aws.map({ 1, 2 }, function() sleep(0.001) end)
    end,
  })
  table.sort(heard)
  return heard, is_same, inner
end

local function say_enough() error("enough", 0) end

function map.is_ended_by_on_result()
  local started, ended = 0, 0
  local told = ending(numbers(10), function(n)
    started = started + 1
    sleep(n == 2 and 0.01 or 0.1)
    ended = ended + 1
  end, { concurrency = 3, on_result = say_enough })
  sleep(0.3)
  return told.type, ended, started
end

function map.starts_nothing_after_its_end()
  local started = 0
  local told = ending({ 1, 2 }, function()
    started = started + 1
    ending({ 1 }, function() coroutine.wrap(sleep)(0.1) end, { timeout = 0.02 })
  end, { concurrency = 1, on_result = say_enough })
  sleep(0.2)
  return told.type, started
end

function map.stops_on_error()
  return aws.map(numbers(6), function(n)
    sleep(0.01 * n)
    if n == 2 then error({ code = 2 }) end
  end, { concurrency = 3, stop_on_error = true })
end

function map.is_late()
  local ended = 0
  local told = ending(numbers(5), function(n)
    sleep(n == 1 and 0.001 or n == 2 and 0.01 or 1.5)
    ended = ended + 1
  end, { concurrency = 2, timeout = 1 })
  sleep(1)
  return told, ended
end

function map.is_late_while_nothing_is_under_way()
  return ending({ 1, 2, 3 }, function() end, { concurrency = 1, timeout = 0.05, on_result = function() sleep(0.1) end })
end

--- How many items start after the map's timeout.
function map.late_starts()
  local clock = require("aws.core").clock
  local late, deadline = 0, clock() + 0.15
  ending(numbers(8), function()
    if clock() > deadline + 0.01 then late = late + 1 end
    sleep(0.01)
  end, { concurrency = 2, timeout = 0.15, on_result = function() sleep(0.1) end })
  return late
end

function map.ends_calls_and_maps_inside(arn)
  local inner = {}
  local told = ending({ arn, "map" }, function(item)
    if item ~= "map" then return stop_replication(item) end
    inner = ending({ 1 }, function() sleep(30) end)
    error(typed.new({ type = inner.type, applied = "unknown" }))
  end, { timeout = 0.1 })
  sleep(0.05)
  return told, inner
end

function map.ends_inner_maps(timeouts)
  return aws.map(timeouts, function(timeout)
    return ending({ 1, 2 }, function() sleep(0.1) end, { timeout = timeout }).type or "none"
  end)
end

function map.leaves_coroutines_to_their_end()
  local ended = 0
  local told = ending({ 1, 2 }, function()
    coroutine.wrap(function() sleep(0.2) end)()
    collectgarbage()
    ended = ended + 1
  end, { timeout = 0.05 })
  collectgarbage()
  sleep(0.4)
  return told, ended
end

local aborted = 0

--- A request's content: begins to answer while items wait for ten minutes.
function map.waits_for_the_client_to_leave()
  aws.map(numbers(4), function(n)
    aborted = aborted + 1
    sleep(n == 4 and 0.05 or 600)
    ngx.print("started")
    ngx.flush(true)
    sleep(600)
  end)
end

--- Whether that one's items were started, and its connection has ended.
function map.has_ended_with_its_request()
  local before = aborted
  for _ = 1, 200 do
    if tonumber(ngx.var.connections_active) <= 1 then break end
    ngx.sleep(0.01)
  end
  return before == 4 and tonumber(ngx.var.connections_active) <= 1
end

function map.starts_of_a_killed_caller()
  local started = 0
  local thread = ngx.thread.spawn(aws.map, numbers(10), function()
    started = started + 1
    sleep(0.05)
  end, { concurrency = 2 })
  sleep(0.01)
  ngx.thread.kill(thread)
  return started
end

function map.has_items_that_start_threads()
  local function start() ngx.thread.spawn(function() end) end
  return aws.map({ 1, 2 }, function()
    start()
    sleep(0.001)
    aws.map({ 1, 2 }, start)
  end)
end

function map.ends_nested_maps_early()
  local function nest(depth)
    if depth == 0 then return sleep(30) end
    aws.map({ 1, 2 }, function() nest(depth - 1) end)
  end
  for _ = 1, 5 do ending({ 1, 2 }, function() nest(4) end, { timeout = 0.02 }) end
  return ending({ 1, 2 }, function() nest(4) end, { timeout = 0.02 }).type
end

function map.is_killed_when_threads_are_idle()
  local thread = ngx.thread.spawn(aws.map, numbers(3), function(n) sleep(n == 1 and 2 or 0.001) end)
  sleep(1.2)
  ngx.thread.kill(thread)
  return "killed"
end

--- How often another thread has a turn while items never wait.
function map.turns_of_others()
  local is_over, others = false, 0
  local other = ngx.thread.spawn(function()
    while not is_over do
      sleep(0.001)
      others = others + 1
    end
  end)
  aws.map(numbers(200), function() keep_busy(0.001) end)
  is_over = true
  ngx.thread.wait(other)
  return others
end

function map.never_waits() aws.map(numbers(5), function() keep_busy(0.01) end) end

local function line() return "spec/nginx/handlers/map.lua:" .. debug.getinfo(2, "l").currentline end

--- The lines of errors about wrong inputs, and those that made the calls: in a handler, in the function of items, and where
--- the items' function is the call.
function map.lines_of_errors()
  local called, _, direct = line(), pcall(client.stop_replication, {})
  local mapped, results = line(), aws.map({ {} }, client.stop_replication)
  local inside
  local own = aws.map({ {} }, function(input)
    inside = line()
    client.stop_replication(input)
  end)
  inside = inside:gsub("%d+$", function(number) return ("%d"):format(number + 1) end)
  return { direct.where, results[1].error.where, own[1].error.where }, { called, mapped, inside }
end

--- KiB in use after some maps, and after many more.
function map.memory_kept()
  local function maps(count)
    for _ = 1, count do
      aws.map(numbers(30), function(n)
        sleep(0)
        if n == 7 then error("seven") end
      end, { concurrency = 5 })
    end
    collectgarbage()
    collectgarbage()
    return collectgarbage("count")
  end
  maps(50)
  return maps(10), maps(200)
end

return map
