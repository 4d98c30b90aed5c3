-- One request, start to end: read, route, verify, carry out, remember, answer.

local answers = require "answers"
local delivery = require "delivery"
local faults = require "faults"
local inspect = require "inspect"
local json = require "json"
local request = require "request"
local services = require "services"
local state = require "state"
local verify = require "verify"

local endpoint = {}

local kept_body = 65536

-- The one operation that needs no signature: it answers with what was received (for tests of a transport alone).
local echo = { name = "echo" }

function echo.perform(req)
  local document = { method = req.method, uri = req.uri, headers = json.list(req.headers), body = req.body }
  local answer = answers.success("echo", document)
  answer.applied = true
  return answer
end

-- The service and the operation that are meant; without a service the answer.
local function route(req, path)
  if path == "/local-aws/echo" then
    return echo, "Echo"
  end
  return services.route(req, path)
end

-- The answer before any fault, and what the signature check said ("ok" or the error's name).
local function answer_for(req, service, operation, fault, wishes)
  if service == echo then
    return echo.perform(req), "none"
  end
  local caller, problem = verify.check(req, service.name, req.time + faults.skew(fault))
  if not caller then
    return answers.fail(service.name, problem.code, problem.message), problem.code
  end
  return services.perform(service, operation, req, caller, wishes), "ok"
end

-- JSON text has to be UTF-8, and the log has to stay small.
local function loggable(body)
  body = body:sub(1, kept_body)
  local _, _, not_utf8 = ngx.re.find(body, "^", "u")
  if not_utf8 then
    return nil, ngx.encode_base64(body)
  end
  return body
end

-- What is remembered: the request, and what was made of it.
local function remember(req, answer, outcome)
  local body, body_base64 = loggable(req.body)
  state.record {
    method = req.method, uri = req.uri, protocol = req.protocol, headers = req.headers,
    body = body, body_base64 = body_base64, body_bytes = #req.body,
    connection = req.connection, connection_requests = req.connection_requests, scheme = req.scheme, tls = req.tls,
    time = req.time, verification = outcome.verification, service = outcome.service and outcome.service.name,
    operation = outcome.service and outcome.operation, status = answer.status, code = answer.code,
    applied = answer.applied or false, struck = outcome.struck ~= nil, fault_id = outcome.fault_id,
  }
end

local function skewed_date(answer, fault)
  local skew = faults.skew(fault)
  if skew ~= 0 then
    answer.headers[#answer.headers + 1] = { "Date", ngx.http_time(math.floor(ngx.now() + skew)) }
  end
end

local function refuse_fault(problem)
  return delivery.normal { status = 400, headers = { { "Content-Type", "text/plain" } }, body = problem .. "\n" }
end

-- Answers a request that asks for `asked` (a fault, wishes, or nil).
local function answer(req, path, asked)
  local service, operation = route(req, path)
  local fault = faults.strike(asked, service and operation)
  local outcome = { service = service, operation = operation, verification = "unknown operation", fault_id = asked and asked.id }
  local reply = operation
  if service then
    reply, outcome.verification = answer_for(req, service, operation, fault, faults.wishes(asked, fault))
  end
  -- A request that failed the signature check gets that answer, whatever fault it asked for.
  if outcome.verification == "ok" or outcome.verification == "none" then
    outcome.struck = fault
  end
  local applied = reply.applied
  reply = faults.edit(outcome.struck, reply, req, service and service.name)
  reply.applied = applied
  skewed_date(reply, fault)
  remember(req, reply, outcome)
  return faults.send(outcome.struck, reply)
end

--- Handles the current request.
function endpoint.handle()
  local req = request.read()
  if req.path:find("^/local%-aws/") and req.path ~= "/local-aws/echo" then
    return inspect.answer(req)
  end
  local asked, path, problem = faults.parse(req.path)
  if problem then
    return refuse_fault(problem)
  end
  return answer(req, path, asked)
end

return endpoint
