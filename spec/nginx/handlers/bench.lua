--- What spec/bench/rows/nginx.lua measures: whole calls, and bare exchanges of the same bytes.
local ffi = require "ffi"

ffi.cdef [[
  typedef struct { long s, ns; } cpu_time;
  int clock_gettime(int, cpu_time *);
]]

local bench = {}

local CLOCK_PROCESS_CPUTIME_ID = 2
local INPUT = { sourceServerID = "s-0123456789abcdef0" }

local client, backend_port, prepared, text

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
  client = require("aws.drs").new({
    region = "us-east-1", endpoint_url = "http://127.0.0.1:" .. port,
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  })
  prepared = client.prepare.retry_data_replication(INPUT)
  text = text_of(prepared)
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

local function call_whole() assert(client.retry_data_replication(INPUT).sourceServerID) end

--- The same request by lua-resty-http, signed beforehand, and its answer not decoded.
local function exchange_by_resty_http()
  local headers = {}
  for _, header in ipairs(prepared.headers) do headers[header[1]] = header[2] end
  local answer = assert(require("resty.http").new():request_uri(prepared.url, {
    method = "POST", headers = headers, body = prepared.body, keepalive_timeout = 30000, keepalive_pool = 100,
  }))
  assert(answer.status == 200)
end

local units = { bare = exchange_bare, whole = call_whole, resty_http = exchange_by_resty_http }

--- Microseconds of CPU for a call of each kind. A run is long enough to have its share of the garbage collector's work,
--- which follows what is allocated.
---@param turns integer
---@param count integer calls in a turn
---@param kinds string[] two of `units`
---@return table<string, number> by kind
function bench.measure(turns, count, kinds)
  local costs = { [kinds[1]] = 0, [kinds[2]] = 0 }
  for turn = 1, turns do
    for _, kind in ipairs(turn % 2 == 0 and kinds or { kinds[2], kinds[1] }) do
      local unit, before = units[kind], cpu()
      for _ = 1, count do unit() end
      costs[kind] = costs[kind] + (cpu() - before) / count / turns
    end
  end
  return costs
end

return bench
