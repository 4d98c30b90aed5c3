--- What goes on in a coroutine that the end of other threads (leave_threads) wakes: for woken_spec.lua.
local aws = require "aws"
local key_server = require "spec.nginx.handlers.key_server"
local send = require("aws.transport.cosocket").send
local sleep = require("aws.transport").sleep

local woken = {}

--- How the threads end.
local ends = {
  function() end, function() return "a text" end, function() return nil, "timeout" end, function() return 1 end,
  function() error("raised") end, function() return {}, {} end, function() return true, true, true end,
}

--- Starts a thread that ends in 0.05, 0.1, … s, and wakes this coroutine.
local function leave_thread(index, finish)
  local slow = ngx.thread.spawn(function()
    ngx.sleep(0.05 * index)
    return finish()
  end)
  ngx.thread.wait(ngx.thread.spawn(function() ngx.sleep(0.001) end), slow)
end

local function leave_threads()
  for index, finish in ipairs(ends) do leave_thread(index, finish) end
end

--- How long a function takes, and its results.
local function seconds_of(fn, ...)
  local began = ngx.now()
  local results = { fn(...) }
  ngx.update_time()
  return ngx.now() - began, unpack(results, 1, 3)
end

local requests = 0

--- The TLS server's content.
function woken.answer_over_tls()
  requests = requests + 1
  ngx.print("over TLS")
end

function woken.requests_over_tls() return requests end

--- Sends a request; returns seconds, response, failure.
function woken.send(request)
  leave_threads()
  return seconds_of(send, request)
end

--- Sleeps; returns how long it took.
function woken.sleep(seconds)
  leave_threads()
  return (seconds_of(sleep, seconds))
end

--- Makes a call that is tried again; returns how long it took, its attempts, and the delay between them.
function woken.back_off(settings, arn)
  settings.random = function() return 0.999 end
  local client = aws.dms.new(settings)
  leave_threads()
  ngx.sleep(0)
  local seconds, _, metadata = seconds_of(client.stop_replication, { ReplicationConfigArn = arn })
  return seconds, metadata.attempts, metadata.retry_delay
end

--- Waits for keys that a timer fetches; returns the access key, and the number of fetches.
function woken.wait_for_keys()
  key_server.clear()
  key_server.set("latency", 0.5)
  local client = key_server.client(ngx.var.server_port, "Woken")
  leave_threads()
  return key_server.key_of(client), key_server.fetches("Woken")
end

--- Calls aws.map; returns how many of its items failed, and how many on_result heard of.
function woken.map(count)
  leave_threads()
  local heard, items = 0, {}
  for i = 1, count do items[i] = i end
  local _, failed = aws.map(items, function() sleep(0.05) end, {
    concurrency = 5, on_result = function() heard = heard + 1 end,
  })
  return failed, heard
end

--- Calls aws.map with a timeout; returns how long it took, and the error's type.
function woken.map_until(timeout)
  leave_threads()
  local seconds, _, err = seconds_of(pcall, aws.map, { 1, 2 }, function() sleep(30) end, { timeout = timeout })
  return seconds, err.type
end

--- Calls in items of aws.map, each of which leaves threads; returns how many failed, and each one's ARN or error.
function woken.call_in_items(settings, arns)
  local client = aws.dms.new(settings)
  local results, failed = aws.map(arns, function(arn)
    leave_threads()
    return client.stop_replication({ ReplicationConfigArn = arn }).Replication.ReplicationConfigArn
  end, { concurrency = 4, on_result = function(done) if done % 4 == 0 then sleep(0.4) end end })
  for i, result in ipairs(results) do results[i] = result.value or tostring(result.error) end
  return failed, results
end

return woken
