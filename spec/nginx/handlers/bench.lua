--- What spec/bench/cosocket.lua measures: whole calls, and bare exchanges of the same bytes.
local ffi = require "ffi"

ffi.cdef [[
  typedef struct { long s, ns; } cpu_time;
  int clock_gettime(int, cpu_time *);
]]

local bench = {}

local CLOCK_PROCESS_CPUTIME_ID = 2
local INPUT = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:BENCH" }

local client, slow_client, backend_port, text

local function new_client(path)
  return require("aws.dms").new({
    region = "us-east-1", endpoint_url = "http://127.0.0.1:" .. backend_port .. path,
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  })
end

--- A prepared request as it is sent.
local function text_of(request)
  local lines = { "POST / HTTP/1.1\r\n" }
  for _, header in ipairs(request.headers) do lines[#lines + 1] = header[1] .. ": " .. header[2] .. "\r\n" end
  return table.concat(lines) .. "Content-Length: " .. #request.body .. "\r\n\r\n" .. request.body
end

--- In init_by_lua.
---@param port integer the backend's
function bench.start(port)
  backend_port = port
  client, slow_client = new_client(""), new_client("/slow")
  text = text_of(client.prepare.stop_replication(INPUT))
end

--- Microseconds of CPU that the worker has used.
local function cpu()
  local used = ffi.new("cpu_time")
  ffi.C.clock_gettime(CLOCK_PROCESS_CPUTIME_ID, used)
  return tonumber(used.s) * 1e6 + tonumber(used.ns) / 1e3
end

local function exchange_bare()
  local sock = ngx.socket.tcp()
  sock:settimeouts(10000, 60000, 60000)
  assert(sock:connect("127.0.0.1", backend_port))
  assert(sock:send(text))
  local head = assert(sock:receiveuntil("\r\n\r\n")())
  assert(sock:receive(tonumber(head:match("Content%-Length: (%d+)"))))
  assert(sock:setkeepalive(30000, 100))
end

local function call_whole() assert(client.stop_replication(INPUT).Replication.Status == "stopping") end

local loops = {
  bare = function(count) for _ = 1, count do exchange_bare() end end,
  whole = function(count) for _ = 1, count do call_whole() end end,
}

--- Microseconds of CPU for a call of each kind. A run is long enough to have its share of the garbage collector's work,
--- which follows what is allocated.
---@param turns integer
---@param count integer calls in a turn
---@return { bare: number, whole: number }
function bench.measure(turns, count)
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

--- The slow backend's content.
function bench.answer_slowly()
  ngx.sleep(0.1)
  ngx.print('{"Replication":{"Status":"stopping"}}')
end

--- A request's content: a call to the slow backend.
function bench.call_slowly()
  slow_client.stop_replication(INPUT)
  ngx.print("done")
end

local function ask(port)
  local sock = ngx.socket.tcp()
  assert(sock:connect("127.0.0.1", port))
  assert(sock:send("GET /handler HTTP/1.1\r\nHost: a\r\n\r\n"))
  assert(sock:receive() == "HTTP/1.1 200 OK")
  sock:close()
end

--- Sends requests from light threads; milliseconds until the last was answered.
---@param port integer
---@param count integer
---@return number
function bench.burst(port, count)
  local threads = {}
  ngx.update_time()
  local before = ngx.now()
  for i = 1, count do threads[i] = ngx.thread.spawn(ask, port) end
  for i = 1, count do assert(ngx.thread.wait(threads[i])) end
  ngx.update_time()
  return (ngx.now() - before) * 1000
end

return bench
