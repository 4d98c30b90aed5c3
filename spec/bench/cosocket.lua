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
  location = /slow {
    content_by_lua_block { ngx.sleep(0.1) ngx.print('{"Replication":{"Status":"stopping"}}') }
  }
]]

local HANDLERS = [[
  init_by_lua_block {
    ffi = require "ffi"
    ffi.cdef [==[
      typedef struct { long s, ns; } cpu_time;
      int clock_gettime(int, cpu_time *);
    ]==]
    function cpu()
      local used = ffi.new("cpu_time")
      ffi.C.clock_gettime(2, used) -- CLOCK_PROCESS_CPUTIME_ID
      return tonumber(used.s) * 1e6 + tonumber(used.ns) / 1e3
    end
    function new_client(path)
      return require("aws.dms").new({ region = "us-east-1", endpoint_url = "http://127.0.0.1:BACKEND" .. path,
        credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" } })
    end
    client, slow_client = new_client(""), new_client("/slow")
    input = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:BENCH" }
    local request = client.prepare.stop_replication(input)
    local lines = { "POST / HTTP/1.1\r\n" }
    for _, header in ipairs(request.headers) do lines[#lines + 1] = header[1] .. ": " .. header[2] .. "\r\n" end
    text = table.concat(lines) .. "Content-Length: " .. #request.body .. "\r\n\r\n" .. request.body
    bytes = { whole = function() assert(client.stop_replication(input).Replication.Status == "stopping") end }
    function bytes.bare()
      local sock = ngx.socket.tcp()
      sock:settimeouts(10000, 60000, 60000)
      assert(sock:connect("127.0.0.1", BACKEND))
      assert(sock:send(text))
      local head = assert(sock:receiveuntil("\r\n\r\n")())
      assert(sock:receive(tonumber(head:match("Content%-Length: (%d+)"))))
      assert(sock:setkeepalive(30000, 100))
    end
    local loops = {
      bare = function(count) for _ = 1, count do bytes.bare() end end,
      whole = function(count) for _ = 1, count do bytes.whole() end end,
    }
    -- Microseconds of CPU for a call of each kind. A run is long enough to have its share of the garbage collector's work,
    -- which follows what is allocated. The code is here, since a chunk of its own would be compiled again in every run.
    function measure(turns, count)
      local costs = { bare = 0, whole = 0 }
      for turn = 1, turns do
        for _, kind in ipairs(turn % 2 == 0 and { "bare", "whole" } or { "whole", "bare" }) do
          local before = cpu()
          loops[kind](count)
          costs[kind] = costs[kind] + (cpu() - before) / count / turns
        end
      end
      return costs
    end
  }
]]

--- Sends requests from light threads; milliseconds until the last was answered.
local BURST = [[
  local port, count = ...
  local threads = {}
  ngx.update_time()
  local before = ngx.now()
  for i = 1, count do
    threads[i] = ngx.thread.spawn(function()
      local sock = ngx.socket.tcp()
      assert(sock:connect("127.0.0.1", port))
      assert(sock:send("GET /handler HTTP/1.1\r\nHost: a\r\n\r\n"))
      assert(sock:receive() == "HTTP/1.1 200 OK")
      sock:close()
    end)
  end
  for i = 1, count do assert(ngx.thread.wait(threads[i])) end
  ngx.update_time()
  return (ngx.now() - before) * 1000
]]

local function quartiles(list)
  table.sort(list)
  return list[math.floor(#list / 2) + 1], list[math.floor(#list / 4) + 1], list[math.floor(#list * 3 / 4) + 1]
end

--- A worker on the first CPU, whose backend is on the CPUs of `mask`.
local function start(mask)
  local backend = nginx.start({
    main = ("worker_cpu_affinity %s;"):format(mask), server = BACKEND:gsub("ANSWER", ANSWER), level = "error",
  })
  return nginx.start({
    level = "error",
    main = "worker_cpu_affinity 01;",
    http = HANDLERS:gsub("BACKEND", backend.port),
    server = [[ location = /handler { content_by_lua_block { slow_client.stop_replication(input) ngx.print("done") } } ]],
  })
end

local function compare(server, place, wanted)
  local bare, whole, ratios = {}, {}, {}
  for _ = 1, 10 do server:run("return measure(...)", TURNS, CALLS) end -- until all that can be compiled is
  for i = 1, RUNS do
    local costs = server:run("return measure(...)", TURNS, CALLS)
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
for i = 1, BURSTS do bursts[i] = driver:run(BURST, server.port, HANDLERS_AT_ONCE) end
print(("%d handlers at once in one worker, backend 100 ms: all answered after %.0f ms (median of %d, slowest %.0f); wanted: 160")
  :format(HANDLERS_AT_ONCE, (quartiles(bursts)), BURSTS, bursts[#bursts]))
nginx.stop_all()
