-- What aws.map costs: time beside the ideal, CPU beside calls in turn, memory as items grow.
--
--   lua5.4 spec/bench/map.lua [ITEMS]      (make bench; ITEMS of the largest map, default 20,000)
if not os.getenv "LOCAL_AWS_HTTP_URL" then
  local ended = os.execute(("sh examples/local-aws/local-aws run %s %s %s"):format(arg[-1], arg[0], arg[1] or ""))
  os.exit((ended == true or ended == 0) and 0 or 1)
end

local aws = require "aws"
local core = require "aws.core"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-bench"
local MOST = tonumber(arg[1] or 20000)

local function client_of(fault)
  return aws.dms.new({ endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/apply=no," .. fault })
end

local function list(count)
  local items = {}
  for i = 1, count do items[i] = i end
  return items
end

--- Wall and CPU seconds of `run`.
local function measure(run)
  collectgarbage()
  local wall, cpu = core.clock(), os.clock()
  run()
  return core.clock() - wall, os.clock() - cpu
end

local function calls_of(client)
  return function() client.stop_replication({ ReplicationConfigArn = ARN }) end
end

local function map(count, concurrency, client)
  return measure(function()
    local _, failed = aws.map(list(count), calls_of(client), { concurrency = concurrency })
    assert(failed == 0, failed .. " calls failed")
  end)
end

local function in_turn(count, client)
  local call = calls_of(client)
  return measure(function() for _ = 1, count do call() end end)
end

--- Kilobytes of the process in memory, as the kernel counts.
local function resident()
  local file = assert(io.open("/proc/self/status"))
  local text = file:read("*a")
  file:close()
  return tonumber(text:match("VmRSS:%s*(%d+)"))
end

local function best(rounds, run)
  local wall, cpu = math.huge, math.huge
  for _ = 1, rounds do
    local w, c = run()
    wall, cpu = math.min(wall, w), math.min(cpu, c)
  end
  return wall, cpu
end

local slow = client_of("delay=0.1")
local wall, cpu = best(5, function() return map(900, 100, slow) end)
local _, cpu_in_turn = best(5, function() return in_turn(300, client_of("none")) end)
print(("900 calls of 0.1 s, 100 at a time: %.2f s (ideal 0.90); best of 5"):format(wall))
print(("CPU of a call: %.0f µs, in turn %.0f µs: %.2f times"):format(
  cpu / 900 * 1e6, cpu_in_turn / 300 * 1e6, cpu / 900 / (cpu_in_turn / 300)))

local fast = client_of("none")
for _, count in ipairs({ 1000, math.floor(MOST / 4), MOST }) do
  local most = 0
  local seconds = measure(function()
    local _, failed = aws.map(list(count), calls_of(fast), {
      concurrency = 1000,
      on_result = function(done) if done % 500 == 0 then most = math.max(most, resident()) end end,
    })
    assert(failed == 0, failed .. " calls failed")
  end)
  print(("%6d items, 1,000 at a time: %.1f MB resident at most, %.1f s"):format(count, most / 1024, seconds))
end
