-- What a whole call costs an nginx worker: validated, signed, sent and decoded, beside a bare exchange of the same bytes
-- on a cosocket. CPU time of the worker alone; rounds of the two take turns. Run by `make bench`.
local nginx = require "spec.support.nginx"

local ROUNDS, CALLS = 15, 1000

--- An answer of DMS, by an nginx that does nothing else.
local BACKEND = [[
  location / {
    default_type application/x-amz-json-1.1;
    add_header x-amzn-RequestId 0f5d1ab2-6f5b-4c1e-9d3c-8f4a1d2b3c4d;
    return 200 '{"Replication":{"ReplicationConfigIdentifier":"bench","ReplicationConfigArn":"arn:aws:dms:us-east-1:123456789012:replication-config:BENCH","SourceEndpointArn":"arn:aws:dms:us-east-1:123456789012:endpoint:SOURCE","TargetEndpointArn":"arn:aws:dms:us-east-1:123456789012:endpoint:TARGET","ReplicationType":"full-load-and-cdc","Status":"stopping","ProvisionData":{"ProvisionState":"provisioned","ProvisionedCapacityUnits":4,"DateProvisioned":1709251190.5,"IsNewProvisioningAvailable":false},"StopReason":"Stop Reason User Request","ReplicationStats":{"FullLoadProgressPercent":100,"ElapsedTimeMillis":86400000,"TablesLoaded":42,"TablesLoading":0,"TablesQueued":0,"TablesErrored":0},"StartReplicationType":"start-replication","ReplicationCreateTime":1709164800.25,"ReplicationUpdateTime":1709251198.75}}';
  }
]]

local HANDLERS = [[
  init_by_lua_block {
    ffi = require "ffi"
    ffi.cdef "typedef struct { long s, us; } cpu_time; typedef struct { cpu_time user, system; long rest[14]; } cpu_use; int getrusage(int, cpu_use *);"
    function cpu()
      local use = ffi.new("cpu_use")
      ffi.C.getrusage(0, use)
      return tonumber(use.user.s + use.system.s) + tonumber(use.user.us + use.system.us) / 1e6
    end
    client = require("aws.dms").new({ region = "us-east-1", endpoint_url = "http://127.0.0.1:%d",
      credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" } })
    input = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:BENCH" }
    local request = client.prepare.stop_replication(input)
    local lines = { "POST / HTTP/1.1\r\n" }
    for _, header in ipairs(request.headers) do lines[#lines + 1] = header[1] .. ": " .. header[2] .. "\r\n" end
    text = table.concat(lines) .. "Content-Length: " .. #request.body .. "\r\n\r\n" .. request.body
    bytes = { whole = function() assert(client.stop_replication(input).Replication.Status == "stopping") end }
    function bytes.bare()
      local sock = ngx.socket.tcp()
      sock:settimeouts(10000, 60000, 60000)
      assert(sock:connect("127.0.0.1", %d))
      assert(sock:send(text))
      local head = assert(sock:receiveuntil("\r\n\r\n")())
      assert(sock:receive(tonumber(head:match("Content%%-Length: (%%d+)"))))
      assert(sock:setkeepalive(30000, 100))
    end
  }
]]

local ROUND = [[
  local kind, count = ...
  local run = bytes[kind]
  for _ = 1, 20 do run() end
  local before = cpu()
  for _ = 1, count do run() end
  return (cpu() - before) / count * 1e6
]]

local function median(list)
  table.sort(list)
  return list[math.floor(#list / 2) + 1]
end

local backend = nginx.start({ server = BACKEND, level = "error" })
local server = nginx.start({ http = HANDLERS:format(backend.port, backend.port), level = "error" })
local costs, ratios = { bare = {}, whole = {} }, {}
for _ = 1, 2 do server:run(ROUND, "whole", CALLS) end
for i = 1, ROUNDS do
  for _, kind in ipairs({ "bare", "whole" }) do costs[kind][i] = server:run(ROUND, kind, CALLS) end
  ratios[i] = costs.whole[i] / costs.bare[i]
end
nginx.stop_all()
local ratio = median(ratios)
print(("in an nginx worker: bare exchange %.1f us, whole call %.1f us of CPU; ratio %.2f (%.2f to %.2f in %d rounds; at most 2.6)")
  :format(median(costs.bare), median(costs.whole), ratio, ratios[1], ratios[#ratios], ROUNDS))
os.exit(ratio <= 2.6 and 0 or 1, true)
