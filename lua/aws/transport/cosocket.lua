--- The transport inside nginx: cosockets, which let the worker go on while they wait. Connections are kept in the
--- worker's pools, which all its clients share.
local connection = require "aws.transport.connection"
local core = require "aws.core"
local http1 = require "aws.transport.http1"
local routes = require "aws.transport.route"

local cosocket = {}

--- How long a connection may be idle in a pool, in ms, and how many idle ones a pool may hold.
local IDLE = 30000
local MOST_IDLE = 100
--- The most bytes that one operation sends or receives, so that time limits are checked in between.
local PIECE = 128 * 1024

local NO_BUNDLE = "ca_bundle does not work inside nginx: name the file in nginx.conf, lua_ssl_trusted_certificate FILE;"

--- Answers after which the connection is closed: the server at its end may be ill, and the next attempt needs another.
local last_of_connection = { [500] = true, [502] = true, [503] = true, [504] = true }

local failure = connection.failure

-- One exchange on one connection --------------------------------------------------------------------------------

local function receive(exchange)
  if exchange.deadline and not connection.limit_silence(exchange) then return nil, "timeout" end
  return connection.result("string", exchange.sock, exchange.sock:receiveany(PIECE))
end

local function send_piece(exchange, text)
  return connection.result("number", exchange.sock, exchange.sock:send(text))
end

--- `text` is the head, with the body unless that is large.
local function send(exchange, text)
  local body = exchange.request.body or ""
  exchange.sent = true
  local ok, fault = send_piece(exchange, text)
  if #body <= PIECE then return ok, fault end
  for at = 1, #body, PIECE do
    if ok and exchange.deadline and not connection.limit_silence(exchange) then return nil, "timeout" end
    if ok then ok, fault = send_piece(exchange, body:sub(at, at + PIECE - 1)) end
  end
  return ok, fault
end

--- Sends the request and reads the answer.
---@return aws.TransportResponse?
---@return boolean|aws.Http1Problem
local function talk(exchange, text)
  local ok, fault = send(exchange, text)
  if not ok then return nil, { reason = fault, got = false } end
  return http1.read(exchange, exchange.request.method)
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

--- Opens a connection and talks. If that connection turns out to be stale, once more on a fresh one.
local function run(exchange, text)
  local ok, problem = connection.open(exchange)
  if not ok then return nil, problem end
  local response, more = talk(exchange, text)
  if not response and is_stale(exchange, more) then
    exchange.sock:close()
    ok, problem = connection.open_fresh(exchange)
    if not ok then return nil, problem end
    exchange.resent = true
    exchange.buffer, exchange.at, exchange.counted = "", 1, 0
    response, more = talk(exchange, text)
  end
  if response then connection.keep_session(exchange) end
  release(exchange, response and more and not last_of_connection[response.status])
  if response then return response end
  return nil, failure_of(exchange, more)
end

--- The result of the exchange. nginx raises where the request has ended meanwhile; a transport never raises.
local function finish(exchange, ok, response, problem)
  if not ok then
    if exchange.sock then pcall(exchange.sock.close, exchange.sock) end
    response, problem = failure("ConnectionError", "nginx raised: " .. tostring(response))
  end
  local result = response or problem
  if exchange.resent then result.resent = true end
  if not response then problem.sent = exchange.sent end
  return response, problem
end

-- The request ---------------------------------------------------------------------------------------------------

local texts = { "body", "proxy", "ca_bundle" }
local numbers = { "connect_timeout", "read_timeout", "timeout", "max_response_bytes" }

--- The first of these fields that is there and of another type.
local function misfit(request, names, kind)
  for i = 1, #names do
    local value = request[names[i]]
    if value and type(value) ~= kind then return names[i] end
  end
end

--- What is wrong with a request; a transport never raises.
local function fault_of(request)
  if type(request) ~= "table" then return "a " .. type(request) .. ", not a table" end
  if type(request.method) ~= "string" then return "method is not a string" end
  if type(request.url) ~= "string" then return "url is not a string" end
  local name = misfit(request, texts, "string")
  if name then return name .. " is not a string" end
  name = misfit(request, numbers, "number")
  if name then return name .. " is not a number" end
end

--- What a field is before it is written, for LuaJIT, which makes no room for a `nil` that it sees.
local LATER = nil

--- An exchange before anything is sent, with room for the rest.
local function new_exchange(request, route)
  return {
    request = request,
    route = route,
    sock = LATER,
    connected_by = LATER,
    tries_until = LATER,
    is_last = LATER,
    reused = false,
    deadline = request.timeout and request.timeout > 0 and core.clock() + request.timeout or nil,
    sent = false,
    receive = receive,
    buffer = "",
    at = 1,
    got = false,
    counted = 0,
    limit = request.max_response_bytes and request.max_response_bytes > 0 and request.max_response_bytes or math.huge,
  }
end

--- Sends a request and reads its answer. Only where nginx.waiting() says "yield".
---@param request aws.TransportRequest
---@return aws.TransportResponse?
---@return aws.TransportFailure?
function cosocket.send(request)
  local fault = fault_of(request)
  if fault then return failure("ConnectionError", "bad request: " .. fault) end
  local route, problem = routes.of(request.url, request.proxy or nil)
  if not route then return nil, problem end
  if route.is_tls and request.ca_bundle then return failure("ConfigError", NO_BUNDLE) end
  local body = request.body or ""
  local text, problem_of_head, is_short =
    core.http1_head(request.method, route.target, request.headers, #body, route.extra, #body <= PIECE and body or nil)
  if not text then return failure("ConnectionError", (is_short and "" or "bad request: ") .. problem_of_head) end
  local exchange = new_exchange(request, route)
  return finish(exchange, pcall(run, exchange, text))
end

return cosocket
