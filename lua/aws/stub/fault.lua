--- Errors by name: those of a service as it sends them, and failures on the way there.
local ascii = require "aws.text.ascii"
local contract = require "aws.transport.contract"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local guess = require "aws.text.guess"
local iterate = require "aws.language.iterate"
local messages = require "aws.protocol.messages"
local output = require "aws.stub.output"

local fault = {}

-- Failures on the way -------------------------------------------------------------------------------------------

--- A failure's usual words, whether the request had left, and the limit that has passed then.
---@type table<string, { message: string, sent: boolean, limit?: "connect_timeout"|"read_timeout" }>
local failures = {
  ConnectionError = { message = "the connection was reset", sent = true },
  ConnectTimeoutError = { message = "not connected in time", sent = false, limit = "connect_timeout" },
  ReadTimeoutError = { message = "no answer in time", sent = true, limit = "read_timeout" },
  TLSError = { message = "the certificate is not trusted", sent = false },
  ProxyError = { message = "the proxy does not answer", sent = false },
}

local failure_fields = { message = "string", sent = "boolean", status = "number", headers = "table", resent = "boolean" }

local function faults_of_failure(fields)
  local faults = {}
  for name, value in iterate.next, fields do
    local wanted = failure_fields[name]
    if not wanted then
      faults[#faults + 1] = ("%s is unknown: a failure has message, sent, status and headers"):format(tostring(name))
    elseif type(value) ~= wanted then
      faults[#faults + 1] = ("%s is a %s, a %s is wanted"):format(name, type(value), wanted)
    end
  end
  if #faults > 0 then return faults end
  local given = { status = fields.status or 200, headers = fields.headers or {}, body = "" }
  return contract.faults_of_response(given)
end

--- A failure by its name.
---@param mark aws.StubMark
---@return aws.StubStep? step nil where its fields are wrong
---@return string[]? faults
local function failure_of(mark)
  local usual, fields = failures[mark.name], mark.fields
  local faults = faults_of_failure(fields)
  if #faults > 0 then return nil, faults end
  local sent = fields.sent
  if sent == nil then sent = usual.sent or fields.status ~= nil end
  return {
    failure = {
      type = mark.name, message = fields.message or usual.message, sent = sent, status = fields.status,
      headers = fields.status and (fields.headers or {}) or nil, resent = fields.resent,
    },
    limit = usual.limit,
  }
end

-- Errors of a service -------------------------------------------------------------------------------------------

--- Errors that any service may answer with, and their statuses: "Common Errors" of AWS's API references, and those that the
--- older signatures of them have.
local common = {
  AccessDenied = 403, AccessDeniedException = 403, ExpiredToken = 403, ExpiredTokenException = 403, IncompleteSignature = 403,
  InternalFailure = 500, InternalServerError = 500, InternalServerException = 500, InvalidClientTokenId = 403,
  InvalidSignatureException = 403, MalformedHttpRequestException = 400, MissingAuthenticationTokenException = 403,
  NotAuthorized = 401, OptInRequired = 403, RequestAbortedException = 400, RequestEntityTooLargeException = 413,
  RequestExpired = 400, RequestLimitExceeded = 503, RequestTimeTooSkewed = 403, RequestTimeoutException = 408,
  ServiceUnavailable = 503, ServiceUnavailableException = 503, SignatureDoesNotMatch = 403, Throttling = 400,
  ThrottlingException = 400, TooManyRequestsException = 429, UnknownOperationException = 404, UnrecognizedClientException = 403,
  ValidationError = 400, ValidationException = 400,
}

--- The names of a service's errors, and of failures.
local function known_names(service)
  local names = {}
  for name, shape in iterate.pairs(service.model.shapes) do
    if shape.exception then names[#names + 1] = shape.code or name end
  end
  for _, list in iterate.pairs({ common, failures }) do
    for name in iterate.pairs(list) do names[#names + 1] = name end
  end
  table.sort(names, ascii.before)
  return names
end

--- Why a name cannot be that of an error of this service, or nil. Whoever gives a status knows better.
local function fault_of_name(service, mark, shape_name)
  local name = mark.name
  if name:find("[^0-9A-Za-z._-]") or name == "" then return "is not the name of an error" end
  if shape_name or common[name] then return nil end
  local hint = guess.hint(core.nearest(name, known_names(service)))
  if errors.kind_of(name) then return "is raised by this library itself, and not answered by a service" .. hint end
  if mark.fields.status then return nil end
  return ("is not an error of %s%s (with a status it may be any)"):format(service.name, hint)
end

--- The exception's members, none of them required: services leave some out. A code that the model does not have is a message.
local function message_of(service, shape_name)
  service.errors = service.errors or {}
  local known = service.errors[shape_name or ""]
  if known then return known end
  local shapes = iterate.copy(service.model.shapes)
  shapes[""] = { type = "structure", members = { message = "string" } }
  local own = iterate.copy(shapes[shape_name or ""])
  own.required = nil
  shapes[shape_name or ""] = own
  known = messages.compile({ name = service.name, protocol = service.model.protocol, shapes = shapes }, shape_name or "", "output")
  service.errors[shape_name or ""] = known
  return known
end

--- The member that is the message: "message", or "Message".
local function name_of_message(shape)
  for name in iterate.pairs(shape and shape.members or {}) do
    if ascii.lower(name) == "message" then return name end
  end
  return "message"
end

local own_fields = { status = true, headers = true, message = true }

--- The members of an error.
local function members_of(mark, shape)
  local members = { [name_of_message(shape)] = mark.fields.message or "stubbed " .. mark.name }
  for name, value in iterate.next, mark.fields do
    if not own_fields[name] then members[name] = value end
  end
  return members
end

--- Says by body or header which error it is.
local function add_code(service, response, code)
  if service.model.protocol == "restJson1" then
    response.headers["x-amzn-errortype"] = code
  else
    response.body = ('{"__type":"%s"%s%s'):format(code, response.body == "{}" and "" or ",", response.body:sub(2))
  end
end

local function add_headers(response, headers)
  for name, text in iterate.next, headers or {} do response.headers[ascii.lower(name)] = text end
end

local function texts_of(problems)
  local faults = {}
  for i, problem in ipairs(problems) do faults[i] = ("%s %s"):format(problem.path, problem.message) end
  return faults
end

--- What is wrong with the status and headers of an error.
local function faults_of_answer(fields)
  local faults = contract.faults_of_response({ status = fields.status or 400, headers = fields.headers or {}, body = "" })
  if #faults == 0 and fields.status and fields.status < 300 then
    faults[1] = "status is one of a success, and this is an error: stub.response answers with any"
  end
  return faults
end

--- An error of a service that answers in JSON.
local function json_error(service, mark, shape_name, status)
  local shape = service.model.shapes[shape_name]
  local response, problems = output.write(message_of(service, shape_name), members_of(mark, shape), status)
  if not response then return nil, texts_of(problems) end
  response.status = status -- a member of the model may have been there
  add_code(service, response, shape and shape.code or mark.name)
  return response
end

--- An error by its name.
---@param service aws.StubService
---@param mark aws.StubMark of stub.error
---@return aws.StubStep? step nil where something is wrong
---@return string[]? faults
function fault.of(service, mark)
  if failures[mark.name] then return failure_of(mark) end
  local shape_name = messages.exception(service.model, mark.name)
  local wrong = fault_of_name(service, mark, shape_name)
  local faults = wrong and { wrong } or faults_of_answer(mark.fields)
  if #faults > 0 then return nil, faults end
  local shape = service.model.shapes[shape_name]
  local write = service.write_error or json_error
  local response, problems = write(service, mark, shape_name, mark.fields.status or shape and shape.status or common[mark.name] or 400)
  if not response then return nil, problems end
  add_headers(response, mark.fields.headers)
  return { response = response }
end

return fault
