-- What a whole call costs an nginx worker: validated, signed, sent and decoded, beside a bare exchange of the same bytes
-- on a cosocket. CPU time of the worker alone; the two take turns every few milliseconds, since what else the machine does
-- changes what either costs. The kernel's share depends on where the backend runs, so both places are measured: on a CPU
-- of its own, which has to be woken, and on the worker's. Then how 100 handlers at once share a worker.
-- Run by `make bench`.
local nginx = require "spec.support.nginx"

local RUNS, TURNS, CALLS = 60, 10, 40
local HANDLERS_AT_ONCE, BURSTS = 100, 10

local ANSWER = table.concat({
  '{"Replication":{"ReplicationConfigIdentifier":"bench","ReplicationType":"full-load-and-cdc",',
  '"ReplicationConfigArn":"arn:aws:dms:us-east-1:123456789012:replication-config:BENCH","Status":"stopping",',
  '"SourceEndpointArn":"arn:aws:dms:us-east-1:123456789012:endpoint:SOURCE","StopReason":"Stop Reason User Request",',
  '"TargetEndpointArn":"arn:aws:dms:us-east-1:123456789012:endpoint:TARGET","ProvisionData":{"ProvisionState":',
  '"provisioned","ProvisionedCapacityUnits":4,"DateProvisioned":1709251190.5,"IsNewProvisioningAvailable":false},',
  '"ReplicationStats":{"FullLoadProgressPercent":100,"ElapsedTimeMillis":86400000,"TablesLoaded":42,"TablesLoading":0,',
  '"TablesQueued":0,"TablesErrored":0},"StartReplicationType":"start-replication","ReplicationCreateTime":1709164800.25,',
  '"ReplicationUpdateTime":1709251198.75}}',
})

--- An answer of DMS, by an nginx that does nothing else.
local BACKEND = [[
  location / {
    default_type application/x-amz-json-1.1;
    add_header x-amzn-RequestId 0f5d1ab2-6f5b-4c1e-9d3c-8f4a1d2b3c4d;
    return 200 'ANSWER';
  }
  location = /slow { content_by_lua_block { require("spec.nginx.handlers.bench").answer_slowly() } }
]]

local HTTP = [[ init_by_lua_block { require("spec.nginx.handlers.bench").start(%d) } ]]
local SERVER = [[ location = /handler { content_by_lua_block { require("spec.nginx.handlers.bench").call_slowly() } } ]]

local function quartiles(list)
  table.sort(list)
  return list[math.floor(#list / 2) + 1], list[math.floor(#list / 4) + 1], list[math.floor(#list * 3 / 4) + 1]
end

--- A worker on the first CPU, whose backend is on the CPUs of `mask`.
local function start(mask)
  local backend = nginx.start({
    main = ("worker_cpu_affinity %s;"):format(mask), server = BACKEND:gsub("ANSWER", ANSWER), level = "error",
  })
  return nginx.start({ level = "error", main = "worker_cpu_affinity 01;", http = HTTP:format(backend.port), server = SERVER })
end

local function compare(server, place, wanted)
  local bare, whole, ratios = {}, {}, {}
  for _ = 1, 10 do server:call("bench", "measure", TURNS, CALLS) end -- until all that can be compiled is
  for i = 1, RUNS do
    local costs = server:call("bench", "measure", TURNS, CALLS)
    bare[i], whole[i], ratios[i] = costs.bare, costs.whole, costs.whole / costs.bare
  end
  print(("nginx worker, backend on %s, CPU: bare exchange %.1f us, whole call %.1f us")
    :format(place, (quartiles(bare)), (quartiles(whole))))
  local middle, low, high = quartiles(ratios)
  print(("  ratio %.2f (quartiles %.2f to %.2f of %d runs)%s"):format(middle, low, high, RUNS, wanted))
end

local server = start("10")
compare(server, "a CPU of its own", "; wanted: at most 2.6")
compare(start("01"), "the same CPU", "")

local driver, bursts = nginx.start({ level = "error" }), {}
for i = 1, BURSTS do bursts[i] = driver:call("bench", "burst", server.port, HANDLERS_AT_ONCE) end
print(("%d handlers at once in one worker, backend 100 ms: all answered after %.0f ms (median of %d, slowest %.0f); wanted: 160")
  :format(HANDLERS_AT_ONCE, (quartiles(bursts)), BURSTS, bursts[#bursts]))
nginx.stop_all()
