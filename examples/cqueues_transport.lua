--- A transport and a sleep for programs that run on cqueues: calls of other coroutines go on while one waits.
---
---   local on_cqueues = require "cqueues_transport"
---   local client = dms.new{ transport = on_cqueues.transport, sleep = on_cqueues.sleep }
---
--- One connection for each request, closed after the answer. Proxies are refused: what has none is plain to read.
local cqueues = require "cqueues"
local context = require "openssl.ssl.context"
local errno = require "cqueues.errno"
local socket = require "cqueues.socket"
local ssl = require "openssl.ssl"
local store = require "openssl.x509.store"
local verify_param = require "openssl.x509.verify_param"

local LONGEST_LINE = 65536

--- Ends a request: the failure that the transport returns.
local function fail(type_name, message) error({ type = type_name, message = message }, 0) end

--- Seconds that this step may take, and the failure when they are over.
local function allowance(exchange, seconds, type_name)
  local left = exchange.deadline - cqueues.monotime()
  if left < (seconds or math.huge) then return math.max(left, 0), "DeadlineExceeded" end
  return seconds, type_name
end

--- Raises for a failed step of the socket.
local function check(value, code, late)
  if value then return value end
  if code == errno.ETIMEDOUT then fail(late, "no answer in time") end
  fail("ConnectionError", code and errno.strerror(code) or "the connection was closed before the answer ended")
end

--- A TLS session that verifies chain and name.
local function session(host, ca_bundle)
  local settings, certificates, parameters = context.new("TLS", false), store.new(), verify_param.new()
  if ca_bundle then certificates:add(ca_bundle) else certificates:addDefaults() end
  if host:find("^[%d.]+$") or host:find(":", 1, true) then parameters:setIP(host) else parameters:setHost(host) end
  settings:setStore(certificates)
  settings:setParam(parameters)
  settings:setVerify(context.VERIFY_PEER)
  local made = ssl.new(settings)
  made:setHostName(host)
  return made
end

local function connect(exchange, request)
  local scheme, authority = request.url:match("^(https?)://([^/?#]+)")
  local host = authority:match("^%[(.*)%]") or authority:match("^[^:]*")
  local port = authority:match(":(%d+)$") or (scheme == "https" and 443 or 80)
  local seconds, late = allowance(exchange, request.connect_timeout, "ConnectTimeoutError")
  exchange.socket = socket.connect({ host = host, port = tonumber(port), nodelay = true })
  exchange.socket:onerror(function(_, _, code) return code end)
  exchange.socket:setmode("b", "bf")
  exchange.socket:setmaxline(LONGEST_LINE)
  check(exchange.socket, select(2, exchange.socket:connect(seconds)) and nil, late)
  local connected, code = exchange.socket:connect(seconds)
  check(connected, code, late)
  if scheme == "http" then return end
  local ok, problem = exchange.socket:starttls(session(host, request.ca_bundle), seconds)
  if not ok and problem ~= errno.ETIMEDOUT then fail("TLSError", "the certificate or the handshake was refused") end
  check(ok, problem, late)
end

local function send(exchange, request)
  local lines = { ("%s %s HTTP/1.1"):format(request.method, request.url:match("^https?://[^/?#]+([^#]*)")) }
  if lines[1]:find("^%S+ HTTP") or lines[1]:find("  ") then lines[1] = request.method .. " / HTTP/1.1" end
  for _, header in ipairs(request.headers) do lines[#lines + 1] = header[1] .. ": " .. header[2] end
  lines[#lines + 1] = "Content-Length: " .. #request.body
  local seconds, late = allowance(exchange, request.read_timeout, "ReadTimeoutError")
  exchange.socket:settimeout(seconds)
  exchange.sent = true
  check(exchange.socket:write(table.concat(lines, "\r\n"), "\r\n\r\n", request.body), errno.EPIPE, late)
  local flushed, code = exchange.socket:flush()
  check(flushed, code, late)
end

--- Reads by one of cqueues' formats; nil at the end of the stream.
local function read(exchange, request, format)
  local seconds, late = allowance(exchange, request.read_timeout, "ReadTimeoutError")
  local text, code = exchange.socket:xread(format, "b", seconds)
  if not text and code and code ~= errno.EPIPE then check(nil, code, late) end
  exchange.received = exchange.received + #(text or "")
  if exchange.received > (request.max_response_bytes or math.huge) then
    fail("ResponseTooLargeError", "the answer is larger than max_response_bytes")
  end
  return text
end
