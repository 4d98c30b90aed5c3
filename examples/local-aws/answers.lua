-- Answers, errors above all, in the form each service gives them: status, headers, body.

local json = require "json"

local answers = {}

-- HTTP status by name. awsJson1.1 answers every client error with 400, so `dms` only lists the others.
local statuses = {
  dms = {
    InternalFailure = 500, InternalServerError = 500, InternalServerException = 500, ServiceUnavailable = 503,
    ServiceUnavailableException = 503, SlowDown = 503, RequestTimeout = 408,
  },
  drs = {
    AccessDeniedException = 403, AuthFailure = 403, ConflictException = 409, ExpiredTokenException = 403,
    IncompleteSignatureException = 403, InternalFailure = 500, InternalServerError = 500,
    InternalServerException = 500, InvalidSignatureException = 403, MissingAuthenticationTokenException = 403,
    RequestTimeTooSkewed = 403, RequestTimeout = 408, ResourceNotFoundException = 404, ServiceUnavailable = 503,
    ServiceUnavailableException = 503, ServiceQuotaExceededException = 402, SignatureDoesNotMatch = 403,
    SlowDown = 503, ThrottlingException = 429, TooManyRequestsException = 429, UnrecognizedClientException = 403,
    UnsupportedMediaTypeException = 415,
  },
  sts = {
    AccessDenied = 403, ExpiredToken = 403, InternalFailure = 500, InvalidClientTokenId = 403,
    MissingAuthenticationToken = 403, RegionDisabledException = 403, ServiceUnavailable = 503, SignatureDoesNotMatch = 403,
    UnrecognizedClientException = 403,
  },
}

-- STS has names of its own for what is wrong with a signature.
local names_of_sts = {
  ExpiredTokenException = "ExpiredToken", IncompleteSignatureException = "IncompleteSignature",
  InvalidSignatureException = "SignatureDoesNotMatch", MissingAuthenticationTokenException = "MissingAuthenticationToken",
  UnrecognizedClientException = "InvalidClientTokenId",
}

local content_types = { dms = "application/x-amz-json-1.1", drs = "application/json", sts = "text/xml" }

-- Raised by the framework below the services: AWS names them with its namespace and writes "Message".
local framework = { AccessDeniedException = true, SerializationException = true, UnknownOperationException = true }

--- A new request id.
---@return string
function answers.request_id()
  local parts = {}
  for i, n in ipairs { 8, 4, 4, 4, 12 } do
    local digits = {}
    for j = 1, n do
      digits[j] = ("%x"):format(math.random(0, 15))
    end
    parts[i] = table.concat(digits)
  end
  return table.concat(parts, "-")
end

--- Headers that every answer of a service has.
---@param service string
---@return table list of {name, value}
function answers.headers(service)
  return {
    { "x-amzn-RequestId", answers.request_id() },
    { "Content-Type", content_types[service] or "application/json" },
  }
end

--- Status a service gives an error of that name.
---@param service string
---@param name string
---@return integer
function answers.status(service, name)
  return (statuses[service] or statuses.dms)[name] or 400
end

local references = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&apos;" }

local function element(name, text)
  return "<" .. name .. ">" .. text:gsub("[&<>\"']", references) .. "</" .. name .. ">\n"
end

local function xml_document(name, content)
  return ('<%s xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n%s</%s>\n'):format(name, content, name)
end

-- An error in XML.
local function fail_in_xml(service, name, message)
  name = names_of_sts[name] or name
  local headers, status = answers.headers(service), answers.status(service, name)
  local content = "<Error>\n" .. element("Type", status < 500 and "Sender" or "Receiver") .. element("Code", name)
    .. element("Message", message) .. "</Error>\n" .. element("RequestId", headers[1][2])
  return { status = status, headers = headers, body = xml_document("ErrorResponse", content), code = name }
end

--- A good answer in XML.
---@param service string "sts"
---@param operation string
---@param members table list of {name, text}
---@return table answer
function answers.query_success(service, operation, members)
  local headers, parts = answers.headers(service), {}
  for i, member in ipairs(members) do
    parts[i] = element(member[1], member[2])
  end
  local content = ("<%sResult>\n%s</%sResult>\n<ResponseMetadata>\n%s</ResponseMetadata>\n")
    :format(operation, table.concat(parts), operation, element("RequestId", headers[1][2]))
  return { status = 200, headers = headers, body = xml_document(operation .. "Response", content) }
end

--- An error.
---@param service string "dms", "drs" or "sts"
---@param name string
---@param message string
---@param fields? table further members of the body
---@return table answer {status, headers, body, code}
function answers.fail(service, name, message, fields)
  if service == "sts" then
    return fail_in_xml(service, name, message)
  end
  local body, headers = {}, answers.headers(service)
  for k, v in pairs(fields or {}) do
    body[k] = v
  end
  body[framework[name] and "Message" or "message"] = message
  if service == "dms" then
    body.__type = (framework[name] and "com.amazon.coral.service#" or "") .. name
  else
    local suffix = framework[name] and ":http://internal.amazon.com/coral/com.amazon.coral.service/" or ""
    headers[#headers + 1] = { "x-amzn-ErrorType", name .. suffix }
  end
  return { status = answers.status(service, name), headers = headers, body = json.encode(body), code = name }
end

--- What a gateway says to a path or protocol that it does not know.
---@return table answer
function answers.unknown_path()
  return {
    status = 404,
    headers = { { "x-amzn-RequestId", answers.request_id() } },
    body = "<UnknownOperationException/>\n",
    code = "UnknownOperationException",
  }
end

--- A good answer.
---@param service string
---@param document table
---@return table answer
function answers.success(service, document)
  return { status = 200, headers = answers.headers(service), body = json.encode(document), document = document }
end

return answers
