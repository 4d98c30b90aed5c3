--- A transport and a sleep for programs that run on cqueues: calls of other coroutines go on while one waits.
---
---   local on_cqueues = require "cqueues_transport"
---   local client = dms.new{ transport = on_cqueues.transport, sleep = on_cqueues.sleep }
---
--- Works on other event loops in the same way: a transport is one function. This one opens a connection for each request
--- and knows no proxies; it needs Debian's lua-cqueues and lua-luaossl.
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

--- Scheme, host, port and what stands on the request line.
local function parts_of(url)
  local scheme, authority, target = url:match("^(https?)://([^/?#]+)([^#]*)")
  if not scheme then fail("ConnectionError", "not an http or https URL") end
  local host = authority:match("^%[(.*)%]") or authority:match("^[^:]*")
  local port = tonumber(authority:match(":(%d+)$")) or (scheme == "https" and 443 or 80)
  return scheme, host, port, target:find("^/") and target or "/" .. target
end

local function connect(exchange, request)
  if request.proxy then fail("ProxyError", "this transport knows no proxies") end
  local scheme, host, port, target = parts_of(request.url)
  local seconds, late = allowance(exchange, request.connect_timeout, "ConnectTimeoutError")
  exchange.target = target
  exchange.socket = check(socket.connect({ host = host, port = port, nodelay = true }))
  exchange.socket:onerror(function(_, _, code) return code end)
  exchange.socket:setmode("b", "bf")
  exchange.socket:setmaxline(LONGEST_LINE)
  local ok, code = exchange.socket:connect(seconds)
  check(ok, code, late)
  if scheme == "http" then return end
  ok, code = exchange.socket:starttls(session(host, request.ca_bundle), seconds)
  if not ok and code ~= errno.ETIMEDOUT then fail("TLSError", "the certificate or the handshake was refused") end
  check(ok, code, late)
end

local function send(exchange, request)
  local lines = { ("%s %s HTTP/1.1"):format(request.method, exchange.target) }
  for _, header in ipairs(request.headers) do lines[#lines + 1] = header[1] .. ": " .. header[2] end
  lines[#lines + 1] = "Content-Length: " .. #request.body
  local seconds, late = allowance(exchange, request.read_timeout, "ReadTimeoutError")
  exchange.socket:settimeout(seconds)
  exchange.sent = true
  local ok, code = exchange.socket:write(table.concat(lines, "\r\n"), "\r\n\r\n", request.body)
  check(ok, code, late)
  ok, code = exchange.socket:flush()
  check(ok, code, late)
end

--- Reads by one of cqueues' formats; nil at the end of the stream.
local function read(exchange, format)
  local request = exchange.request
  local seconds, late = allowance(exchange, request.read_timeout, "ReadTimeoutError")
  local text, code = exchange.socket:xread(format, "b", seconds)
  if not text and code and code ~= errno.EPIPE then check(nil, code, late) end
  exchange.received = exchange.received + #(text or "")
  if exchange.received > (request.max_response_bytes or math.huge) then
    fail("ResponseTooLargeError", "the answer is larger than max_response_bytes")
  end
  return text
end

local function read_line(exchange)
  local line = read(exchange, "*L")
  if not line or not line:find("\n$") then fail("ConnectionError", "the answer ended early, or has too long a line") end
  return (line:gsub("\r?\n$", ""))
end

--- In ASCII: `text:lower()` follows the locale.
local function lower(text)
  return (text:gsub("[A-Z]", function(letter) return string.char(letter:byte() + 32) end))
end

local function read_headers(exchange)
  local headers = {}
  while true do
    local line = read_line(exchange)
    if line == "" then return headers end
    local name, value = line:match("^([^:%s]+):%s*(.-)%s*$")
    if not name then fail("ConnectionError", "a header line of the answer has no name") end
    name = lower(name)
    headers[name] = headers[name] and headers[name] .. ", " .. value or value
  end
end

--- Status and headers of the answer; what comes before it (1xx) is passed over.
local function read_head(exchange)
  local status, headers
  repeat
    status = tonumber(read_line(exchange):match("^HTTP/1%.%d (%d%d%d)"))
    if not status then fail("ConnectionError", "the answer is not HTTP") end
    headers = read_headers(exchange)
  until status >= 200
  exchange.status, exchange.headers = status, headers
end

local function read_exactly(exchange, length, parts)
  while length > 0 do
    local piece = read(exchange, -math.min(length, LONGEST_LINE))
    if not piece then fail("ConnectionError", "the connection was closed before the answer ended") end
    parts[#parts + 1] = piece
    length = length - #piece
  end
end

local function read_chunks(exchange, parts)
  while true do
    local length = tonumber(read_line(exchange):match("^%x+") or "", 16)
    if not length then fail("ConnectionError", "a chunk of the answer has no length") end
    if length == 0 then return read_headers(exchange) end
    read_exactly(exchange, length, parts)
    read_line(exchange)
  end
end

local function read_body(exchange)
  local parts, length = {}, exchange.headers["content-length"]
  local has_none = exchange.request.method == "HEAD" or exchange.status == 204 or exchange.status == 304
  if has_none then return "" end
  if lower(exchange.headers["transfer-encoding"] or "") == "chunked" then
    read_chunks(exchange, parts)
  elseif length then
    if not length:find("^%d+$") then fail("ConnectionError", "the answer has no valid length") end
    read_exactly(exchange, tonumber(length), parts)
  else
    for piece in function() return read(exchange, -LONGEST_LINE) end do parts[#parts + 1] = piece end
  end
  return table.concat(parts)
end

local function run(exchange)
  connect(exchange, exchange.request)
  send(exchange, exchange.request)
  read_head(exchange)
  return read_body(exchange)
end

local on_cqueues = {}

--- The transport (it raises nothing but what is a mistake of its own).
---@param request aws.TransportRequest
---@return aws.TransportResponse?
---@return aws.TransportFailure?
function on_cqueues.transport(request)
  local exchange = { request = request, received = 0, sent = false }
  exchange.deadline = request.timeout and cqueues.monotime() + request.timeout or math.huge
  local ok, body = pcall(run, exchange)
  ---@cast body any
  if exchange.socket then exchange.socket:close() end
  if ok then return { status = exchange.status, headers = exchange.headers, body = body } end
  local failure = type(body) == "table" and body or { type = "ConnectionError", message = tostring(body) }
  failure.sent, failure.status, failure.headers = exchange.sent, exchange.status, exchange.headers
  return nil, failure
end

--- Lets other coroutines run for that many seconds.
---@param seconds number
function on_cqueues.sleep(seconds)
  cqueues.sleep(seconds)
end

return on_cqueues
