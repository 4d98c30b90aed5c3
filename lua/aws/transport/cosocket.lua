--- The transport inside nginx: cosockets, which let the worker go on while they wait. Connections are kept in the
--- worker's pools, which belong to no client.
local connection = require "aws.transport.connection"
local core = require "aws.core"
local http1 = require "aws.transport.http1"

local cosocket = {}

--- How long a connection may be idle in a pool, in ms, and how many of one pool may.
local IDLE = 30000
local MOST_IDLE = 100
--- At most so many bytes are sent or received by one operation, so that limits in time are looked at in between.
local PIECE = 128 * 1024

local failure = connection.failure

-- One exchange on one connection --------------------------------------------------------------------------------

local function receive(exchange)
  if exchange.deadline and not connection.limit_silence(exchange) then return nil, "timeout" end
  return exchange.sock:receiveany(PIECE)
end

local function send(exchange, head)
  local body = exchange.request.body or ""
  exchange.sent = true
  if #body <= PIECE then return exchange.sock:send(head .. body) end
  local ok, fault = exchange.sock:send(head)
  for at = 1, #body, PIECE do
    if ok and exchange.deadline and not connection.limit_silence(exchange) then return nil, "timeout" end
    if ok then ok, fault = exchange.sock:send(body:sub(at, at + PIECE - 1)) end
  end
  return ok, fault
end

--- Sends the request and reads the answer.
---@return aws.TransportResponse?
---@return boolean|aws.Http1Problem
local function talk(exchange, head)
  if not connection.limit_silence(exchange) then return nil, { reason = "timeout", got = false } end
  local ok, fault = send(exchange, head)
  if not ok then return nil, { reason = fault, got = false } end
  local limit = exchange.request.max_response_bytes
  return http1.read(receive, exchange, exchange.request.method, limit and limit > 0 and limit or math.huge)
end

local types = { ["too large"] = "ResponseTooLargeError", timeout = "ReadTimeoutError" }

local function failure_of(exchange, problem)
  local type_name, message = types[problem.reason] or "ConnectionError", problem.message or problem.reason
  if problem.reason == "timeout" then
    type_name, message = connection.late(exchange, type_name)
  elseif problem.reason == "closed" then
    message = problem.status and "the connection was closed before the answer ended"
      or "the connection was closed before the answer's headers ended"
  end
  return { type = type_name, message = message, status = problem.status, headers = problem.headers }
end

-- The exchange --------------------------------------------------------------------------------------------------

--- A reused connection that ended without a byte of answer: the server had closed it.
local function is_stale(exchange, problem)
  return exchange.reused and not problem.got and problem.reason ~= "timeout"
end

local function release(exchange, is_reusable)
  if not (is_reusable and exchange.sock:setkeepalive(IDLE, MOST_IDLE)) then exchange.sock:close() end
end

local function complete(exchange, result)
  if exchange.resent then result.resent = true end
  return result
end

--- Opens a connection and talks; where that connection turns out to be stale, once more on a fresh one.
local function run(exchange, head)
  local ok, problem = connection.open(exchange)
  if not ok then return nil, problem end
  local response, more = talk(exchange, head)
  if not response and is_stale(exchange, more) then
    exchange.sock:close()
    ok, problem = connection.open_fresh(exchange)
    if not ok then return nil, problem end
    exchange.resent = true
    response, more = talk(exchange, head)
  end
  release(exchange, response and more)
  if response then return response end
  return nil, failure_of(exchange, more)
end

-- The request ---------------------------------------------------------------------------------------------------

local kinds = { method = "string", url = "string", headers = "table" }
local optional_kinds = { body = "string", connect_timeout = "number", read_timeout = "number", timeout = "number",
  max_response_bytes = "number", ca_bundle = "string" }

local function fault_of(request)
  if type(request) ~= "table" then return "a " .. type(request) .. ", not a table" end
  for name, kind in pairs(kinds) do
    if type(request[name]) ~= kind then return ("%s is not a %s"):format(name, kind) end
  end
  for name, kind in pairs(optional_kinds) do
    local value = request[name]
    if value and type(value) ~= kind then return ("%s is not a %s"):format(name, kind) end
  end
  local proxy = request.proxy
  if proxy and type(proxy) ~= "string" then return "proxy is not a string" end
  if request.method:find("[^%w%-]") or request.method == "" then return "the method is not valid" end
end

--- The route of a request, and what stands behind the method: a proxy of plain http wants the whole URL.
local function route_of(request)
  local origin, target = request.url:match("^([%w+.-]+://[^/?#]*)(.*)$")
  if not origin or target:find("[%c #\127-\255]") then return failure("ConnectionError", "the URL is not valid") end
  local route, problem = connection.route(origin, request.proxy or nil)
  if not route then return nil, problem end
  if route.is_tls and request.ca_bundle then
    return failure("ConfigError", "ca_bundle does not work inside nginx: name the file in nginx.conf, "
      .. "lua_ssl_trusted_certificate FILE;")
  end
  if target:sub(1, 1) ~= "/" then target = "/" .. target end
  if route.proxy and not route.is_tls then return route, origin .. target, route.proxy.header end
  return route, target
end

--- Sends a request and reads its answer. Only where nginx.waiting() says "yield".
---@param request aws.TransportRequest
---@return aws.TransportResponse?
---@return aws.TransportFailure?
function cosocket.send(request)
  local fault = fault_of(request)
  if fault then return failure("ConnectionError", "bad request: " .. fault) end
  local route, target, extra = route_of(request)
  if not route then return nil, target end
  local head
  head, fault = core.http1_head(request.method, target, request.headers, request.body and #request.body or 0, extra)
  if not head then return failure("ConnectionError", "bad request: " .. fault) end
  local seconds = request.timeout
  local exchange = {
    request = request,
    route = route,
    deadline = seconds and seconds > 0 and core.clock() + seconds or nil,
    sent = false,
  }
  local response, problem = run(exchange, head)
  if response then return complete(exchange, response) end
  problem.sent = exchange.sent
  return nil, complete(exchange, problem)
end

return cosocket
