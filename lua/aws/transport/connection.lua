--- Opens connections of nginx cosockets: from the worker's pools, through proxies, with TLS.
local ascii = require "aws.ascii"
local core = require "aws.core"
local http1 = require "aws.transport.http1"
local nginx = require "aws.nginx"

local connection = {}

--- The longest time that nginx takes, in ms: what is meant where there is no limit.
local LONGEST = 2 ^ 31 - 1
--- libcurl's, where a request says nothing.
local CONNECT_SECONDS = 300
local PROXY_PORT = 1080
--- Addresses are told by their form; any other name needs nginx's resolver.
local LOOPBACKS = { "127.0.0.1", "[::1]" }
local MOST_ROUTES = 256
local NO_RESOLVER =
  ': nginx.conf has no "resolver ADDRESS;" for this location (/etc/hosts and resolv.conf do not count)'
local NO_CONNECTION = "nginx has no connection left; nginx.conf may need a larger worker_connections N;"
--- What connecting never fails with: nginx tells an older error of the system's where it has no connection left.
local unlikely = { ["operation now in progress"] = true, ["resource temporarily unavailable"] = true }
--- How long a thread that was killed may go unnoticed, in seconds.
local LONGEST_WATCH = 0.1

---@class aws.Route where connections of a request go, and which pool they come from
---@field is_tls boolean
---@field hosts string[] addresses or names to connect to, one after the other
---@field port integer
---@field needs_resolver boolean
---@field name string whom the certificate must name
---@field authority string "name:port"
---@field target string what stands behind the method: a proxy of plain http wants the whole URL
---@field extra? string header lines to add
---@field proxy? { is_tunnel: boolean, header: string }
---@field options { pool: string }

--- One request under way, and the reader of its answer.
---@class aws.Exchange: aws.Http1Reader
---@field request aws.TransportRequest
---@field route aws.Route
---@field sock table the cosocket
---@field reused boolean the connection had carried a request before
---@field deadline? number on the monotonic clock
---@field is_last? boolean the deadline comes before the end of `read_timeout`
---@field connected_by number when the connection has to be open, TLS included
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

-- Routes --------------------------------------------------------------------------------------------------------

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

--- RFC 7617. The proxy's header line, "" where its URL has no user.
local function authorization(user_info)
  if not user_info then return "" end
  local user, password = user_info:match("^([^:]*):?(.*)$")
  return "Proxy-Authorization: Basic " .. nginx.api().encode_base64(unescape(user) .. ":" .. unescape(password)) .. "\r\n"
end

local function hosts_of(name)
  local lower = ascii.lower(name)
  if lower == "localhost" or lower:find("%.localhost$") then return LOOPBACKS, false end -- RFC 6761 6.3
  local is_address = name:find("^%[") or name:find("^%d+%.%d+%.%d+%.%d+$")
  return { name }, not is_address
end

local function go_to(route, host, port)
  route.hosts, route.needs_resolver = hosts_of(host)
  route.port = port
end

local function add_proxy(route, proxy)
  local scheme, rest = proxy:match("^([A-Za-z]+)://([^/]*)/?$")
  if not scheme then return "the proxy's URL is not valid" end
  if ascii.lower(scheme) ~= "http" then return "nginx's cosockets can use an http proxy, no " .. ascii.lower(scheme) .. " proxy" end
  local user_info, authority = rest:match("^(.*)@(.*)$")
  local parts, fault = core.parse_url("http://" .. (authority or rest))
  if not parts then return "the proxy's URL " .. fault end
  go_to(route, parts.host, tonumber(parts.port) or PROXY_PORT)
  route.proxy = { is_tunnel = route.is_tls, header = authorization(user_info) }
  if not route.is_tls then route.extra = route.proxy.header end
end

--- Verification is part of the name although there is no other way: pools are shared with whatever else runs in nginx.
local function pool_name(scheme, authority, proxy)
  return ("aws-replication|%s|%s|%s|verified"):format(scheme, authority, proxy and nginx.api().md5(proxy) or "direct")
end

local function new_route(url, proxy)
  local parts, fault = core.parse_url(url)
  local origin, target = url:match("^([^:]+://[^/?]*)(.*)$")
  if parts and target:find("[ \128-\255]") then parts, fault = nil, "has characters that must be encoded" end
  if not parts then return nil, "ConnectionError", "the URL " .. fault end
  local scheme, host = ascii.lower(parts.scheme), parts.host
  local port = tonumber(parts.port) or scheme == "https" and 443 or 80
  local authority = host .. ":" .. port
  if target:sub(1, 1) ~= "/" then target = "/" .. target end
  local route = {
    is_tls = scheme == "https",
    name = host:match("^%[(.*)%]$") or host,
    authority = authority,
    target = proxy and scheme == "http" and origin .. target or target,
    options = { pool = pool_name(scheme, authority, proxy) },
  }
  go_to(route, host, port)
  fault = proxy and add_proxy(route, proxy)
  if fault then return nil, "ConfigError", fault end
  return route
end

local DIRECT = {}
local routes, route_count = {}, 0

--- The route for a URL, made once: most requests go where others went.
---@param url string
---@param proxy? string
---@return aws.Route?
---@return aws.TransportFailure?
function connection.route(url, proxy)
  local of_proxy = routes[proxy or DIRECT]
  if of_proxy and of_proxy[url] then return of_proxy[url] end
  local made, type_name, fault = new_route(url, proxy)
  if not made then return failure(type_name, fault) end
  if route_count >= MOST_ROUTES then routes, route_count, of_proxy = {}, 0, nil end
  of_proxy = of_proxy or {}
  of_proxy[url] = made
  routes[proxy or DIRECT], route_count = of_proxy, route_count + 1
  return made
end

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

--- How long one operation on an open connection may take, in ms: the read timeout, or what is left of the whole.
local function silence_of(exchange)
  local seconds = limit_of(exchange.request.read_timeout)
  local left = exchange.deadline and exchange.deadline - core.clock() or math.huge
  exchange.is_last = left <= seconds
  seconds = math.min(seconds, left)
  return seconds > 0 and milliseconds(seconds) or nil
end

--- Sets that limit.
---@param exchange aws.Exchange
---@return boolean # false when nothing is left
function connection.limit_silence(exchange)
  local ms = silence_of(exchange)
  if ms then exchange.sock:settimeouts(ms, ms, ms) end
  return ms ~= nil
end

--- Whether the limit that struck was the whole exchange's. nginx's timers may be a little early, so the clock cannot tell.
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

--- Sleeps until connecting takes too long, or `caller` is dead.
local function watch(exchange, caller)
  while coroutine.status(caller) ~= "dead" do
    local left = exchange.connected_by - core.clock()
    if left <= 0 then return end
    nginx.sleep(math.min(left, LONGEST_WATCH))
  end
end

--- Connects in a thread that runs beside a clock.
local function dial(exchange, host, caller)
  local thread, route = nginx.api().thread, exchange.route
  local dialling = thread.spawn(function() return exchange.sock:connect(host, route.port, route.options) end)
  if coroutine.status(dialling) == "zombie" then return select(2, thread.wait(dialling)) end
  local watching = thread.spawn(watch, exchange, caller)
  local _, ok, fault = thread.wait(dialling, watching)
  thread.kill(watching)
  if thread.kill(dialling) then return nil, "timeout" end
  return ok, fault or "timeout"
end

--- nginx's resolver has a time limit of its own, which a request waits for even when the thread that asked was killed.
--- Only the parent can end a thread: so the one that dials has a parent that nobody kills.
local function connect_by_name(exchange, host)
  local thread = nginx.api().thread
  return select(2, thread.wait(thread.spawn(dial, exchange, host, (coroutine.running()))))
end

local function connect(exchange)
  local sock, route = exchange.sock, exchange.route
  local ok, fault
  for _, host in ipairs(route.hosts) do
    local silence = silence_of(exchange)
    if not silence then return nil, "timeout" end
    sock:settimeouts(milliseconds(exchange.connected_by - core.clock()), silence, silence)
    if route.needs_resolver then
      ok, fault = connect_by_name(exchange, host)
    else
      ok, fault = sock:connect(host, route.port, route.options)
    end
    if ok or fault == "timeout" then return ok, fault end
  end
  return nil, fault
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

--- Limits the next step to what is left for connecting; false when nothing is.
local function limit_connecting(exchange)
  local left = exchange.connected_by - core.clock()
  local ms = milliseconds(left)
  exchange.sock:settimeouts(ms, ms, ms)
  return left > 0
end

local function receive(reader)
  local exchange = reader.context
  if not limit_connecting(exchange) then return nil, "timeout" end
  return exchange.sock:receiveany(4096)
end

--- Has the proxy connect to the server (RFC 9110 9.3.6). What it answers beyond its headers would be the proxy's own
--- words in the place of the server's.
local function open_tunnel(exchange)
  local route = exchange.route
  limit_connecting(exchange)
  local ok, fault = exchange.sock:send(("CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"):format(
    route.authority, route.authority, route.proxy.header))
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

--- OpenSSL's X509_V_ERR_* after which more trusted certificates, or a longer chain, would help. A chain beyond the
--- depth may look like one whose end is not trusted.
local remedies = { ["2"] = BOTH, ["18"] = TRUST, ["19"] = TRUST, ["20"] = BOTH, ["21"] = BOTH, ["22"] = DEPTH }

--- lua-resty-core has no word for a refused certificate when the handshake did not have to wait: it asserts.
local UNTOLD = "refused"

local function handshake(exchange, session)
  local sock = exchange.sock
  local ok, made, fault = pcall(sock.sslhandshake, sock, session, exchange.route.name, true)
  if not ok then return nil, UNTOLD end
  return made, fault
end

local function tls_failure(exchange, fault)
  if fault == "timeout" then return failure(connection.late(exchange, "ConnectTimeoutError")) end
  local name, remedy = exchange.route.name, remedies[fault:match("^(%d+): ")]
  local is_address = name:find(":", 1, true) or name:find("^[%d.]+$")
  local note = is_address and " (nginx's cosockets compare names, no addresses)" or ""
  if fault == "certificate host mismatch" then
    fault = ("the certificate's subject name does not match %s"):format(name) .. note
  elseif fault:find("handshake failed$") then -- a number in front is that of an earlier certificate
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
  local session, fault = handshake(exchange, sessions[exchange.route.options.pool])
  if not session then return tls_failure(exchange, fault or "the handshake failed") end
  return true
end

--- Keeps the TLS session of a new connection for the next one. Once there is an answer: TLS 1.3 sends what can be
--- resumed after the handshake. A handshake that is done is not repeated, it gives its session.
---@param exchange aws.Exchange
function connection.keep_session(exchange)
  local pool = exchange.route.options.pool
  local session = exchange.route.is_tls and not exchange.reused and handshake(exchange)
  if not session then return end
  if not sessions[pool] then
    if session_count >= MOST_ROUTES then sessions, session_count = {}, 0 end
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
  exchange.connected_by = core.clock() + connect_seconds(exchange.request)
  if exchange.deadline then exchange.connected_by = math.min(exchange.connected_by, exchange.deadline) end
  exchange.sock = nginx.api().socket.tcp()
  local ok, fault = connect(exchange)
  if not ok then return connect_failure(exchange, fault) end
  exchange.reused = exchange.sock:getreusedtimes() > 0
  if exchange.reused then return true end
  local problem
  ok, problem = set_up(exchange)
  if ok and connection.limit_silence(exchange) then return true end
  exchange.sock:close()
  if ok then return failure(connection.late(exchange, "ConnectTimeoutError")) end
  return nil, problem
end

--- Opens a connection that carried nothing before. One of the pool died, so its fellows are dropped with it.
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
