-- What a call costs in Lua: calls from one file of the library into another, instructions, memory.
--
--   lua5.4 spec/bench/calls.lua      (make bench BENCH=spec/bench/calls.lua)
if not os.getenv "LOCAL_AWS_HTTP_URL" then
  local ended = os.execute(("sh examples/local-aws/local-aws run %s %s"):format(arg[-1], arg[0]))
  os.exit((ended == true or ended == 0) and 0 or 1)
end

package.path = "./?.lua;" .. package.path
local dms = require "aws.dms"
local edges = require "spec.support.edges"

local INPUT = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-bench" }
local CALLS = 1000

local function client_of(settings)
  settings.endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/apply=no"
  local client = dms.new(settings)
  local function call() client.stop_replication(INPUT) end
  call()
  return call
end

local ANSWER = { status = 200, headers = { ["x-amzn-requestid"] = "r-1" }, body = '{"Replication":{"Status":"stopping"}}' }
local function instant() return ANSWER end

--- Bytes of memory that `run` takes each time.
local function memory(run)
  collectgarbage()
  collectgarbage("stop")
  local before = collectgarbage("count")
  for _ = 1, CALLS do run() end
  local after = collectgarbage("count")
  collectgarbage("restart")
  return (after - before) * 1024 / CALLS
end

--- The least microseconds of processor time that `run` takes, over several rounds.
local function cpu(run)
  local least = math.huge
  for _ = 1, 20 do
    local began = os.clock()
    for _ = 1, CALLS do run() end
    least = math.min(least, (os.clock() - began) / CALLS)
  end
  return least * 1e6
end

local call = client_of({})
local list = edges.of(call)
for i, edge in ipairs(list) do print(("%3d  %s"):format(i, edge)) end
print(("%d calls from one file into another on the warm path (libcurl, success)"):format(#list))

local swift = client_of({ transport = instant })
print(("%d instructions and %.0f bytes a call, %.1f us, with a transport that answers at once"):format(
  edges.instructions(swift), memory(swift), cpu(swift)))
