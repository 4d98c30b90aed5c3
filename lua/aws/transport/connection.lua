--- Opens connections of nginx cosockets: from the worker's pools, through proxies, with TLS.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local http1 = require "aws.transport.http1"
local nginx = require "aws.waiting.nginx"

local connection = {}

--- The longest time that nginx takes, in ms. It is used where there is no limit.
local LONGEST = 2 ^ 31 - 1
--- libcurl's default, where a request says nothing.
local CONNECT_SECONDS = 300
local MOST_SESSIONS = 256
local NO_RESOLVER =
  ': nginx.conf has no "resolver ADDRESS;" for this location (/etc/hosts and resolv.conf do not count)'
local NO_CONNECTION = "nginx has no connection left; nginx.conf may need a larger worker_connections N;"
--- connect() never fails with these. Out of worker_connections, nginx reports whatever errno was left over; these texts
--- mean that.
local unlikely = { ["operation now in progress"] = true, ["resource temporarily unavailable"] = true }
--- After how many seconds it is noticed, at the latest, that a thread was killed.
local LONGEST_WATCH = 0.1
--- A name may have dead addresses, and nginx takes one by chance each time. So connecting is tried again, at most so often.
--- In the first half of the time each try gets so many seconds; the last try gets the second half.
local MOST_TRIES, TRY_SECONDS = 16, 0.5

--- One request under way, and the reader of its answer.
---@class aws.Exchange: aws.Http1Reader
---@field request aws.TransportRequest
---@field route aws.Route
---@field sock table the cosocket
---@field reused boolean the connection had carried a request before
---@field deadline? number on the monotonic clock
---@field is_last? boolean the deadline comes before the end of `read_timeout`
---@field connected_by number when the connection must be open, TLS included
---@field tries_until number half of the time until then
---@field sent boolean bytes of the request may have left
---@field resent? boolean

---@param type_name string
---@param message string
---@return nil
---@return aws.TransportFailure
function connection.failure(type_name, message)
  return nil, { type = type_name, message = message, sent = false }
end
local failure = connection.failure

--- Waits for the end of an operation after another thread's end woke this coroutine. A socket that is busy refuses to
--- close. If it closes, no operation was under way.
local function wait_for(sock, value, fault)
  if not nginx.is_foreign(value) then return value, fault end
  local _, busy = sock:close()
  if type(busy) ~= "string" or not busy:find("^socket busy") then return value, fault end
  return wait_for(sock, nginx.suspend())
end

local function odd(value)
  return ("nginx's cosocket gave a %s"):format(type(value))
end

--- The result of a cosocket operation, after its end.
---@param wanted string type of its value
---@param sock table
---@param value any what the operation returned
---@param fault any
---@return any? value of that type
---@return string? fault where there is no value
function connection.result(wanted, sock, value, fault)
  if type(value) == wanted then return value end
  value, fault = wait_for(sock, value, fault)
  if type(value) == wanted then return value end
  if value == nil and type(fault) == "string" then return nil, fault end
  return nil, odd(value)
end
local result = connection.result

-- Time ----------------------------------------------------------------------------------------------------------

local function milliseconds(seconds)
  return math.max(1, math.min(math.ceil(seconds * 1000), LONGEST))
end

local function limit_of(seconds)
  return seconds and seconds > 0 and seconds or math.huge
end

local function connect_seconds(request)
  local seconds = request.connect_timeout
  return seconds and seconds > 0 and seconds or CONNECT_SECONDS
end

--- How long one operation on an open connection may take, in ms: the read timeout, or the rest of the whole time.
local function silence_of(exchange)
  local seconds = limit_of(exchange.request.read_timeout)
  local left = exchange.deadline and exchange.deadline - core.clock() or math.huge
  exchange.is_last = left <= seconds
  seconds = math.min(seconds, left)
  return seconds > 0 and milliseconds(seconds) or nil
end

--- Sets that limit.
---@param exchange aws.Exchange
---@return boolean # false when no time is left
function connection.limit_silence(exchange)
  local ms = silence_of(exchange)
  if ms then exchange.sock:settimeouts(ms, ms, ms) end
  return ms ~= nil
end

--- Whether it was the whole exchange's limit that struck. The clock cannot tell: nginx's timers may be a little early.
local function is_deadline(exchange, type_name)
  if type_name == "ConnectTimeoutError" then return exchange.connected_by == exchange.deadline end
  return exchange.is_last
end

local function seconds_text(seconds)
  return ascii.number("%g", seconds)
end

--- What a limit in time that struck means.
---@param exchange aws.Exchange
---@param type_name string "ConnectTimeoutError" or "ReadTimeoutError", unless it was the whole exchange's limit
---@return string type_name
---@return string message
function connection.late(exchange, type_name)
  local request = exchange.request
  if exchange.deadline and is_deadline(exchange, type_name) then
    return "DeadlineExceeded", ("no whole answer within %s s (timeout)"):format(seconds_text(request.timeout))
  elseif type_name == "ConnectTimeoutError" then
    local looked_up = exchange.route.needs_resolver and ", the look-up by nginx's resolver included" or ""
    return type_name, ("no connection within %s s (connect_timeout)%s"):format(seconds_text(connect_seconds(request)), looked_up)
  end
  return type_name, ("no byte of the answer within %s s (read_timeout)"):format(seconds_text(limit_of(request.read_timeout)))
end

-- Connecting ----------------------------------------------------------------------------------------------------

--- Sleeps until then, or until `caller` is dead.
local function watch(due, caller)
  while coroutine.status(caller) ~= "dead" do
    local left = due - core.clock()
    if left <= 0 then return end
    nginx.sleep(math.min(left, LONGEST_WATCH))
  end
end

--- Connects. Returns how often the connection had been used before, or nil and why it failed.
local function dial(exchange, host)
  local route, sock = exchange.route, exchange.sock
  local ok, fault = result("number", sock, sock:connect(host, route.port, route.options))
  if not ok then return nil, fault end
  local times
  times, fault = result("number", sock, sock:getreusedtimes())
  if not times then sock:close() end
  return times, fault
end

--- Connects in one thread, while another one watches the time.
local function dial_in_time(exchange, host, caller)
  local thread = nginx.api().thread
  local dialling = nginx.spawn(dial, exchange, host)
  if coroutine.status(dialling) == "zombie" then return select(2, nginx.join(dialling)) end
  local watching = nginx.spawn(watch, exchange.connected_by, caller)
  local _, ok, fault = thread.wait(dialling, watching)
  thread.kill(watching)
  if thread.kill(dialling) then return nil, "timeout" end
  return ok, fault or "timeout"
end

--- nginx's resolver has its own time limit, and a request waits for it even when the thread that asked was killed. Only
--- the parent can end a thread, so the thread that dials has a parent that nobody kills.
local function dial_by_name(exchange, host)
  local thread = nginx.spawn(dial_in_time, exchange, host, (coroutine.running()))
  return result("number", exchange.sock, select(2, nginx.join(thread)))
end

--- How long an address may be silent in the next try, in seconds. It does not limit the look-up of the name.
local function seconds_of_try(exchange, is_last, now)
  if is_last or now + TRY_SECONDS > exchange.tries_until then return exchange.connected_by - now end
  return TRY_SECONDS
end

local function try_to_connect(exchange, host, is_last, now)
  local silence, seconds = silence_of(exchange), seconds_of_try(exchange, is_last, now)
  if not silence then return nil, "timeout" end
  exchange.sock = nginx.api().socket.tcp()
  exchange.sock:settimeouts(milliseconds(seconds), silence, silence)
  if exchange.route.needs_resolver then return dial_by_name(exchange, host) end
  return dial(exchange, host)
end

--- Whether another try would fail in the same way.
local function is_final(exchange, fault)
  if fault == "timeout" then return not exchange.route.needs_resolver or core.clock() >= exchange.connected_by end
  return unlikely[fault] or fault:find("resolve", 1, true) ~= nil
end

--- Tries until the connection is open. Nothing is sent yet, so another try only costs time.
local function connect(exchange, now)
  local ok, fault
  local route = exchange.route
  local tries = route.needs_resolver and MOST_TRIES or #route.hosts
  for try = 1, tries do
    ok, fault = try_to_connect(exchange, route.hosts[try] or route.hosts[1], not route.needs_resolver or try == tries, now)
    if ok or is_final(exchange, fault) then break end
    now = core.clock()
  end
  return ok, fault
end

local function connect_failure(exchange, fault)
  if fault == "timeout" then return failure(connection.late(exchange, "ConnectTimeoutError")) end
  if fault:find("no resolver defined", 1, true) then return failure("ConfigError", fault .. NO_RESOLVER) end
  if unlikely[fault] then fault = NO_CONNECTION end
  local route = exchange.route
  if route.proxy then
    local host = route.hosts[#route.hosts]
    return failure("ProxyError", ("cannot connect to the proxy %s:%d: %s"):format(host, route.port, fault))
  end
  return failure("ConnectionError", ("cannot connect to %s: %s"):format(route.authority, fault))
end

--- Limits the next step to the time left for connecting. Returns false when no time is left.
local function limit_connecting(exchange)
  local left = exchange.connected_by - core.clock()
  local ms = milliseconds(left)
  exchange.sock:settimeouts(ms, ms, ms)
  return left > 0
end

local function receive(reader)
  local exchange = reader.context
  if not limit_connecting(exchange) then return nil, "timeout" end
  return result("string", exchange.sock, exchange.sock:receiveany(4096))
end

--- Has the proxy connect to the server (RFC 9110 9.3.6). Bytes after the proxy's headers are refused: they would be read
--- as the server's answer.
local function open_tunnel(exchange)
  local route, sock = exchange.route, exchange.sock
  limit_connecting(exchange)
  local ok, fault = result("number", sock, sock:send(("CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"):format(
    route.authority, route.authority, route.proxy.header)))
  local status, more
  if ok then
    status, more = http1.read_head(receive, exchange)
    fault = not status and (more.message or more.reason) or nil
  end
  if fault == "timeout" then return failure(connection.late(exchange, "ConnectTimeoutError")) end
  if fault then return failure("ProxyError", "the proxy did not answer CONNECT: " .. fault) end
  if status < 200 or status > 299 then return failure("ProxyError", "the proxy answered CONNECT with " .. status) end
  if more then return failure("ProxyError", "the proxy sent more than an answer to CONNECT") end
  return true
end

-- TLS -----------------------------------------------------------------------------------------------------------

local TRUST = "lua_ssl_trusted_certificate FILE; (Debian: /etc/ssl/certs/ca-certificates.crt)"
local DEPTH = "lua_ssl_verify_depth N; with N above 1 (5 suits AWS)"

local BOTH = TRUST .. ", or " .. DEPTH

--- What helps against OpenSSL's X509_V_ERR_* codes: more trusted certificates, or a longer chain. A chain longer than the
--- limit may look like one whose end is not trusted.
local remedies = { ["2"] = BOTH, ["18"] = TRUST, ["19"] = TRUST, ["20"] = BOTH, ["21"] = BOTH, ["22"] = DEPTH }

--- lua-resty-core raises an assertion for a refused certificate when the handshake did not have to wait.
local UNTOLD = "refused"

--- Types of what a finished handshake returns: a session, or true.
local handshaken = { cdata = true, userdata = true, boolean = true }

local function handshake(exchange, session)
  local sock = exchange.sock
  local ok, made, fault = pcall(sock.sslhandshake, sock, session, exchange.route.name, true)
  if not ok then return nil, UNTOLD end
  if made and handshaken[type(made)] then return made end
  return nil, made and odd(made) or type(fault) == "string" and fault or "the handshake failed"
end

--- lua-resty-core puts the number of an earlier certificate error in front of a socket error.
local function says(fault, text)
  return fault ~= nil and fault:gsub("^%d+: ", "") == text
end

--- Makes sure that a handshake is finished, certificate included. When another thread's end wakes this coroutine,
--- lua-resty-core takes a handshake under way for a finished one. Its error is lost then; the time tells a timeout.
---@param due number time of nginx's clock at which its timer strikes
local function confirm_handshake(exchange, due)
  local made, fault = handshake(exchange)
  while says(fault, "socket busy connecting") do
    nginx.suspend()
    made, fault = handshake(exchange)
  end
  if made then return true end
  if says(fault, "closed") then fault = nginx.api().now() >= due and "timeout" or "handshake failed" end
  return nil, fault
end

local function tls_failure(exchange, fault)
  if fault == "timeout" then return failure(connection.late(exchange, "ConnectTimeoutError")) end
  local name, remedy = exchange.route.name, remedies[fault:match("^(%d+): ")]
  local is_address = name:find(":", 1, true) or name:find("^[%d.]+$")
  local note = is_address and " (nginx's cosockets compare names, not addresses)" or ""
  if fault == "certificate host mismatch" then
    fault = ("the certificate's subject name does not match %s"):format(name) .. note
  elseif says(fault, "handshake failed") then
    fault = "the handshake failed; nginx's error log says why"
    remedy = nil
  elseif fault == UNTOLD then
    fault = "the certificate was refused" .. note .. "; nginx's error log says why, with lua_socket_log_errors on"
    remedy = BOTH
  end
  return failure("TLSError", fault .. (remedy and "; nginx.conf may need " .. remedy or ""))
end

local sessions, session_count = {}, 0

local function start_tls(exchange)
  local due = nginx.api().now() + exchange.connected_by - core.clock() - 0.001
  local ok, fault = handshake(exchange, sessions[exchange.route.options.pool])
  if ok then ok, fault = confirm_handshake(exchange, due) end
  if not ok then return tls_failure(exchange, fault) end
  return true
end

--- Keeps the TLS session of a new connection for the next one. Called after the answer: TLS 1.3 sends its session ticket
--- after the handshake. A finished handshake is not repeated, it returns its session.
---@param exchange aws.Exchange
function connection.keep_session(exchange)
  local pool = exchange.route.options.pool
  local session = exchange.route.is_tls and not exchange.reused and handshake(exchange)
  if not session then return end
  if not sessions[pool] then
    if session_count >= MOST_SESSIONS then sessions, session_count = {}, 0 end
    session_count = session_count + 1
  end
  sessions[pool] = session
end

-- Opening -------------------------------------------------------------------------------------------------------

local function set_up(exchange)
  local route = exchange.route
  if route.proxy and route.proxy.is_tunnel then
    local ok, problem = open_tunnel(exchange)
    if not ok then return nil, problem end
  end
  if route.is_tls then
    limit_connecting(exchange)
    return start_tls(exchange)
  end
  return true
end

--- Opens a connection for an exchange: `sock`, and whether it was `reused`.
---@param exchange aws.Exchange
---@return boolean?
---@return aws.TransportFailure?
function connection.open(exchange)
  local now = core.clock()
  exchange.connected_by = now + connect_seconds(exchange.request)
  if exchange.deadline then exchange.connected_by = math.min(exchange.connected_by, exchange.deadline) end
  exchange.tries_until = now + (exchange.connected_by - now) / 2
  local times, fault = connect(exchange, now)
  if not times then return connect_failure(exchange, fault) end
  exchange.reused = times > 0
  if exchange.reused then return true end
  local ok, problem = set_up(exchange)
  if ok and connection.limit_silence(exchange) then return true end
  exchange.sock:close()
  if ok then return failure(connection.late(exchange, "ConnectTimeoutError")) end
  return nil, problem
end

--- Opens a connection that has carried no request before. One of the pool was dead, so the others are dropped too.
---@param exchange aws.Exchange
---@return boolean?
---@return aws.TransportFailure?
function connection.open_fresh(exchange)
  while true do
    local ok, problem = connection.open(exchange)
    if not ok or not exchange.reused then return ok, problem end
    exchange.sock:close()
  end
end

return connection
