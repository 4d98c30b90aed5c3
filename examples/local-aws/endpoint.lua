-- One request, start to end: read, route, verify, carry out, remember, answer.

local answers = require "answers"
local delivery = require "delivery"
local dms = require "dms"
local drs = require "drs"
local faults = require "faults"
local inspect = require "inspect"
local json = require "json"
local request = require "request"
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

-- Which service is meant? nil and the answer when none is.
local function route(req, path)
  local target = request.header(req, "x-amz-target")
  if path == "/local-aws/echo" then
    return echo
  elseif target then
    if req.method ~= "POST" or path ~= "/"
      or not (request.header(req, "content-type") or ""):find("^application/x%-amz%-json%-1%.1") then
      return nil, answers.unknown_path()
    elseif target ~= "AmazonDMSv20160101." .. dms.operation then
      return nil, answers.fail("dms", "UnknownOperationException", "Unknown operation " .. target)
    end
    return dms
  elseif req.method == "POST" and path == "/" .. drs.operation then
    local kind = request.header(req, "content-type")
    if kind and not kind:find("^application/json") then
      return nil, answers.fail("drs", "UnsupportedMediaTypeException", "Unsupported content type: " .. kind)
    end
    return drs
  end
  return nil, answers.unknown_path()
end

-- The answer before any fault, and what the signature check said ("ok" or the error's name).
local function answer_for(req, path, fault)
  local service, refusal = route(req, path)
  if not service then
    return refusal, "unknown operation"
  end
  if service == echo then
    return echo.perform(req), "none", service
  end
  local caller, problem = verify.check(req, service.name, req.time + faults.skew(fault))
  if not caller then
    return answers.fail(service.name, problem.code, problem.message), problem.code, service
  end
  return service.perform(req, caller, faults.dry(fault)), "ok", service
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

local function remember(req, answer, verification, service, fault, fault_id)
  local body, body_base64 = loggable(req.body)
  state.record {
    method = req.method, uri = req.uri, protocol = req.protocol, headers = req.headers,
    body = body, body_base64 = body_base64, body_bytes = #req.body,
    connection = req.connection, connection_requests = req.connection_requests, scheme = req.scheme, tls = req.tls,
    time = req.time, verification = verification, service = service and service.name, status = answer.status,
    code = answer.code, applied = answer.applied or false, struck = fault ~= nil, fault_id = fault_id,
  }
end

local function skewed_date(answer, fault)
  local skew = faults.skew(fault)
  if skew ~= 0 then
    answer.headers[#answer.headers + 1] = { "Date", ngx.http_time(math.floor(ngx.now() + skew)) }
  end
end

--- Handles the current request.
function endpoint.handle()
  local req = request.read()
  if req.path:find("^/local%-aws/") and req.path ~= "/local-aws/echo" then
    return inspect.answer(req)
  end
  local asked, path, problem = faults.parse(req.path)
  if problem then
    return delivery.normal { status = 400, headers = { { "Content-Type", "text/plain" } }, body = problem .. "\n" }
  end
  local fault = faults.strike(asked)
  local answer, verification, service = answer_for(req, path, fault)
  local applied = answer.applied
  -- A request that failed the signature check gets that answer, whatever fault it asked for.
  local struck = (verification == "ok" or verification == "none") and fault or nil
  if struck then
    answer = faults.edit(struck, answer, req, service.name)
    answer.applied = applied
  end
  skewed_date(answer, fault)
  remember(req, answer, verification, service, struck, asked and asked.id)
  return faults.send(struck, answer)
end

return endpoint
