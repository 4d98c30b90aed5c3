--- Answers that are not 2xx: the errors of a service.
local core = require "aws.core"
local excerpt = require "aws.text.excerpt"
local header_values = require "aws.text.header_values"
local messages = require "aws.protocol.messages"
local require_late = require "aws.language.require_late"
local response = require "aws.protocol.response"

local service_error = {}

--- The members of an error document that say which error it is.
local envelope_shapes = {
  Envelope = {
    type = "structure",
    members = {
      __type = "document",
      code = "document",
      Code = "document",
      message = "document",
      Message = "document",
    },
  },
}
local envelope

local function read_envelope(body)
  envelope = envelope or core.shape(envelope_shapes, "Envelope")
  return core.decode(envelope, body, true) or {}
end

--- Longer codes are cut: this much is read of a text that may be of any length.
local LONGEST_CODE = 1024

--- "namespace#Code:uri" → "Code"; nil for what is not a text, or is empty. Every step takes linear time.
local function bare_code(text)
  if type(text) ~= "string" then return nil end
  local code = text:sub(1, LONGEST_CODE):gsub(":.*$", ""):gsub("^.*#", "")
  local start = code:find("[^ \t-\r]")
  return start and code:match("^.*[^ \t-\r]", start)
end

local function text_of(value)
  return type(value) == "string" and value or nil
end

--- The modelled members of an error, converted; none for an error that the model does not know, or has in a way that is
--- not served.
local function read_fields(service, name, answer)
  local ok, message = pcall(messages.error, service, name)
  if not ok then return {} end
  local fields = message.payload and response.read_payload(message.payload, answer)
    or core.decode(message.shape, answer.body, true) or {}
  response.read_located(message, answer, fields, true)
  return fields
end

local function fault_side(service, name, status)
  return name and service.shapes[name].fault or status >= 500 and "server" or "client"
end

--- Code, message and request id of an error in XML, as S3, STS or EC2 write it.
---@return { code?: string, message?: string, request_id?: string }
local function read_xml(body)
  if not body:find("<Code>", 1, true) then return {} end
  local leaves = require_late("aws.text.xml").leaves(body) or {}
  local request_id = leaves["Error/RequestId"] or leaves["ErrorResponse/RequestId"] or leaves["Response/RequestID"]
  return { code = bare_code(leaves["Error/Code"]), message = leaves["Error/Message"], request_id = request_id }
end

--- The message of an error: the service's own, else what the answer is and says.
local function message_of(answer, message, code, request_id)
  if message and message ~= "" then return message end
  local target = excerpt.target(answer.status, answer.headers)
  if target then return ("redirected to %s, which is not followed"):format(target) end
  if code and excerpt.is_object(answer.body) or answer.body == "" and (code or request_id) then return "" end
  return excerpt.describe(answer)
end

--- Reads a response that is not 2xx: the members of a "service" error.
---@param operation aws.Operation
---@param answer aws.TransportResponse its body may be anything
---@return table fields for errors.new
function service_error.parse(operation, answer)
  local service, body, document = operation.service, read_envelope(answer.body), read_xml(answer.body)
  local code = bare_code(header_values.of(answer.headers, "x-amzn-errortype")) or bare_code(body.__type)
    or bare_code(body.code) or bare_code(body.Code) or document.code
  local name = messages.exception(service, code)
  local request_id = response.request_id(answer.headers) or document.request_id
  local message = text_of(body.message) or text_of(body.Message) or document.message
  return {
    kind = "service",
    type = code or ("HTTP %d"):format(answer.status),
    message = message_of(answer, message, code, request_id),
    request_id = request_id,
    fault = fault_side(service, name, answer.status),
    fields = name and read_fields(service, name, answer) or {},
  }
end

return service_error
