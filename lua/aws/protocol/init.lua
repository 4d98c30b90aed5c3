--- AWS's two JSON protocols, without I/O: input to request, response to output or error.
---
--- Rules: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html and aws-restjson1-protocol.html
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local excerpt = require "aws.text.excerpt"
local header_values = require "aws.text.header_values"
local iterate = require "aws.language.iterate"
local percent = require "aws.text.percent"
local shapes = require "aws.protocol.shapes"
local xml = require "aws.text.xml"

local protocol = {}

--- Bytes; AWS's have 16 to 76.
local LONGEST_REQUEST_ID = 128

--- What a model says of an operation; lua/aws/model/README.md tells of each field.
---@class aws.OperationModel
---@field name string AWS's name: "StopReplication"
---@field method string
---@field path string
---@field status? integer of a good answer, where it is not 200
---@field input? string shape
---@field output? string shape
---@field errors? string[] shapes
---@field deprecated? boolean
---@field idempotent? boolean
---@field read_only? boolean changes nothing: a success that cannot be read is retried
---@field destructive? boolean loses data
---@field pages? aws.PagesModel

---@class aws.PagesModel how an operation answers in pages; members, or paths to them with dots
---@field input_token string|string[]
---@field output_token string|string[]
---@field page_size? string
---@field items? string|string[] the content
---@field more? string a flag: there is more
---@field least? integer of page_size
---@field most? integer of page_size

---@class aws.WaiterModel
---@field name string AWS's name: "ReplicationTaskStopped"
---@field operation string its name in Lua
---@field delay number seconds
---@field max_delay? number seconds
---@field max_attempts integer
---@field acceptors { state: string, matcher: string, path?: string, expected: string|boolean|number }[]

---@class aws.ServiceModel
---@field name string the module's: "dms"
---@field full_name? string
---@field uid? string
---@field api_version? string
---@field service_id string
---@field endpoint_prefix string
---@field signing_name string
---@field protocol "awsJson1.0"|"awsJson1.1"|"restJson1"
---@field target_prefix? string of awsJson
---@field fips_without_name? string[] partitions whose FIPS endpoint is the standard one
---@field operations table<string, aws.OperationModel>
---@field waiters? table<string, aws.WaiterModel>
---@field shapes table<string, table>

--- An operation whose shapes are compiled, made on its first call.
---@class aws.Operation
---@field model aws.OperationModel
---@field service aws.ServiceModel
---@field input userdata
---@field output? userdata
---@field headers string[][] the same for every call
---@field located table<string, table> input members that do not travel in the body, by name
---@field located_output table<string, table> the same of the output
---@field has_body boolean
---@field error_shapes table<string, userdata> by code, compiled when such an error comes

local function has_body_members(service, shape_name)
  for _, member in iterate.pairs(shape_name and service.shapes[shape_name].members or {}) do
    if type(member) ~= "table" or not member.location then return true end
  end
  return false
end

local nothing

--- The shape of an input or output without members.
local function shape_of_nothing()
  nothing = nothing or core.shape({ Nothing = { type = "structure", members = {} } }, "Nothing")
  return nothing
end

local function constant_headers(service, model, has_body)
  if service.protocol == "awsJson1.1" then
    return {
      { "Content-Type", "application/x-amz-json-1.1" },
      { "X-Amz-Target", service.target_prefix .. "." .. model.name },
    }
  end
  return has_body and { { "Content-Type", "application/json" } } or {}
end

--- Compiles an operation's shapes.
---@param service aws.ServiceModel
---@param name string "stop_replication"
---@return aws.Operation # raises ConfigError for a model that is wrong, or has what the protocol does not serve
function protocol.compile(service, name)
  local model = service.operations[name]
  shapes.check_operation(service, model)
  local has_body = service.protocol == "awsJson1.1" or has_body_members(service, model.input)
  local located = shapes.placed(service, model.input, "input")
  shapes.check_labels(service, model, located)
  for _, code in ipairs(model.errors or {}) do shapes.placed(service, code, "output") end
  return {
    model = model,
    service = service,
    input = model.input and shapes.compile(service, model.input, "input") or shape_of_nothing(),
    output = model.output and shapes.compile(service, model.output, "output"),
    headers = constant_headers(service, model, has_body),
    located = located,
    located_output = model.output and shapes.placed(service, model.output, "output") or {},
    has_body = has_body,
    error_shapes = {},
  }
end

-- Input ---------------------------------------------------------------------------------------------------------

local function escape(text, kept)
  return percent.encode(text, "[^" .. percent.UNRESERVED .. kept .. "]")
end

local function shape_of(service, member)
  return shapes.named(service, member.shape)
end

--- As few digits as read back as the same number.
local function float_text(value)
  for digits = 15, 16 do
    local text = ascii.number(("%%.%dg"):format(digits), value)
    if tonumber(text) == value then return text end
  end
  return ascii.number("%.17g", value)
end

--- Text of a scalar outside the body. RFC 822 dates in headers, ISO 8601 ones elsewhere.
local function scalar_text(shape, member, value)
  if shape.type == "timestamp" then
    local format = shape.timestamp_format or (member.location == "header" and "rfc822" or "iso8601")
    return core.format_timestamp(value, format)
  end
  if type(value) == "number" and value % 1 == 0 then return ("%.0f"):format(value) end
  return type(value) == "number" and float_text(value) or tostring(value)
end

--- Adds "name=value", one for each item of a list.
local function append_values(parts, service, name, member, value)
  local shape = shape_of(service, member)
  if shape.type ~= "list" then
    parts[#parts + 1] = escape(name, "") .. "=" .. escape(scalar_text(shape, member, value), "")
    return
  end
  local item_member = { shape = shape.member, location = member.location }
  for _, item in ipairs(value) do append_values(parts, service, name, item_member, item) end
end

--- A map's keys are names of their own.
local function append_query(parts, service, name, member, value)
  local shape = shape_of(service, member)
  if shape.type ~= "map" then
    return append_values(parts, service, member.location_name or name, member, value)
  end
  local value_member = { shape = shape.value, location = member.location }
  for key, item in iterate.pairs(value) do append_values(parts, service, key, value_member, item) end
end

--- Puts a member's value into the path's label: {name}, or {name+} which keeps slashes.
local function fill_label(path, service, name, member, value)
  local label = (member.location_name or name):gsub("[^0-9A-Za-z]", "%%%0")
  local text = scalar_text(shape_of(service, member), member, value)
  if text == "" then return nil end
  return (path:gsub("{" .. label .. "(%+?)}", function(greedy)
    return escape(text, greedy == "+" and "/" or "")
  end))
end

--- A member's header; none for a list without items.
local function header_of(service, name, member, value)
  local shape, texts = shape_of(service, member), {}
  if shape.type ~= "list" then return { member.location_name or name, scalar_text(shape, member, value) } end
  local item_shape = shapes.named(service, shape.member)
  for i, item in ipairs(value) do texts[i] = scalar_text(item_shape, member, item) end
  if item_shape.type == "string" then texts = { header_values.join(texts) } end
  return #value > 0 and { member.location_name or name, table.concat(texts, ", ") } or nil
end

--- Path, query and headers of an operation with members outside the body.
local function place_members(operation, input)
  local path, query, headers = operation.model.path, {}, {}
  for _, header in ipairs(operation.headers) do headers[#headers + 1] = header end
  for name, member in iterate.pairs(operation.located) do
    local value = rawget(input, name)
    if value ~= nil and member.location == "uri" then
      path = fill_label(path, operation.service, name, member, value)
      if not path then return nil, name end
    elseif value ~= nil and member.location == "querystring" then
      append_query(query, operation.service, name, member, value)
    elseif value ~= nil and member.location == "header" then
      headers[#headers + 1] = header_of(operation.service, name, member, value)
    end
  end
  table.sort(query, ascii.before)
  return path, table.concat(query, "&"), headers
end

---@class aws.UnsignedRequest
---@field method string
---@field path string
---@field query string
---@field headers string[][]
---@field body string

--- Validates `input` and builds the request for it.
---@param operation aws.Operation
---@param input table
---@return aws.UnsignedRequest # raises ParamValidationError with every problem of the input
function protocol.build(operation, input)
  local body, problems = core.encode(operation.input, input)
  if not body then errors.invalid(problems) end
  local model = operation.model
  local path, query, headers = model.path, "", operation.headers
  if next(operation.located) then
    path, query, headers = place_members(operation, input)
    if not path then errors.invalid({ { path = query, message = "must not be empty" } }) end
  end
  return {
    method = model.method,
    path = path,
    query = query,
    headers = headers,
    body = operation.has_body and body or "",
  }
end

-- Output --------------------------------------------------------------------------------------------------------

--- The service's own name for this request, whatever header it came in.
---@param headers table<string, string>
---@return string?
function protocol.request_id(headers)
  return header_values.of(headers, "x-amzn-requestid") or header_values.of(headers, "x-amz-request-id")
    or header_values.of(headers, "x-amzn-request-id")
end

--- Whether an answer has a request id as AWS's services write them (a UUID, hexadecimal or base64). Nothing else tells
--- their answers from those of a captive portal or another server.
---@param headers table<string, string>
---@return boolean
function protocol.is_from_aws(headers)
  local id = protocol.request_id(headers)
  return id ~= nil and #id <= LONGEST_REQUEST_ID and id:find("^[0-9A-Za-z][0-9A-Za-z+/=_.-]*$") ~= nil
end

--- A header's text as a value of a shape; nil where it cannot be read.
local function header_value(service, shape, text)
  if shape.type ~= "list" then
    return core.convert(shape.type, shape.type ~= "string" and header_values.first(text) or text)
  end
  local list, item_type = header_values.all(text), shapes.named(service, shape.member).type
  for i, item in ipairs(list) do
    list[i] = core.convert(item_type, item)
    if list[i] == nil then return nil end
  end
  return list
end

--- Adds the members that travel in headers. One that cannot be read is left out when `lenient`.
local function read_headers(located, service, response, target, lenient)
  for name, member in iterate.pairs(located) do
    local text = response.headers[ascii.lower(member.location_name or name)]
    if member.location == "statusCode" then
      target[name] = response.status
    elseif member.location == "header" and text then
      local value = header_value(service, shape_of(service, member), text)
      if value == nil and not lenient then return name .. ": cannot read the header's value" end
      target[name] = value
    end
  end
end

local function parse_output(operation, response)
  local model, shape = operation.model, operation.output
  if response.body == "" and not (shape and has_body_members(operation.service, model.output)) then return {} end
  local output, fault = core.decode(shape or shape_of_nothing(), response.body)
  if output or excerpt.is_object(response.body) and not header_values.of(response.headers, "content-encoding") then
    return output, fault
  end
  return nil, excerpt.describe(response)
end

--- Reads a 2xx response.
---@param operation aws.Operation
---@param response aws.TransportResponse
---@return table? output nil for an answer that cannot be read
---@return string? fault what is wrong with it
function protocol.parse(operation, response)
  local output, fault = parse_output(operation, response)
  if output and next(operation.located_output) then
    fault = read_headers(operation.located_output, operation.service, response, output, false)
  end
  if fault then return nil, fault end
  return output
end

-- Errors --------------------------------------------------------------------------------------------------------

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

--- "namespace#Code:uri" → "Code"; nil for what is no text or empty. Every step takes linear time.
local function bare_code(text)
  if type(text) ~= "string" then return nil end
  local code = text:sub(1, LONGEST_CODE):gsub(":.*$", ""):gsub("^.*#", "")
  local start = code:find("[^ \t-\r]")
  return start and code:match("^.*[^ \t-\r]", start)
end

local function text_of(value)
  return type(value) == "string" and value or nil
end

--- The modelled members of an error, converted; nil for an error that the model does not know.
local function read_fields(operation, code, response)
  local service = operation.service
  local facts = service.shapes[code]
  if not (facts and facts.exception) then return nil end
  local shape = operation.error_shapes[code] or shapes.compile(service, code, "output")
  operation.error_shapes[code] = shape
  local fields = core.decode(shape, response.body, true) or {}
  read_headers(shapes.located(service, code, "output") or {}, service, response, fields, true)
  return fields
end

local function fault_side(service, code, status)
  local facts = service.shapes[code]
  if facts and facts.exception and facts.fault then return facts.fault end
  return status >= 500 and "server" or "client"
end

--- Code, message and request id of an error in XML, as S3, STS or EC2 write it.
---@return { code?: string, message?: string, request_id?: string }
local function read_xml(body)
  if not body:find("<Code>", 1, true) then return {} end
  local leaves = xml.leaves(body) or {}
  local request_id = leaves["Error/RequestId"] or leaves["ErrorResponse/RequestId"] or leaves["Response/RequestID"]
  return { code = bare_code(leaves["Error/Code"]), message = leaves["Error/Message"], request_id = request_id }
end

--- The message of an error: the service's own, else what the answer is and says.
local function message_of(response, message, code, request_id)
  if message and message ~= "" then return message end
  local target = excerpt.target(response.status, response.headers)
  if target then return ("redirected to %s, which is not followed"):format(target) end
  if code and excerpt.is_object(response.body) or response.body == "" and (code or request_id) then return "" end
  return excerpt.describe(response)
end

--- Reads a response that is not 2xx: the members of a "service" error.
---@param operation aws.Operation
---@param response aws.TransportResponse its body may be anything
---@return table fields for errors.new
function protocol.parse_error(operation, response)
  local body, document = read_envelope(response.body), read_xml(response.body)
  local code = bare_code(header_values.of(response.headers, "x-amzn-errortype")) or bare_code(body.__type)
    or bare_code(body.code) or bare_code(body.Code) or document.code
  local request_id = protocol.request_id(response.headers) or document.request_id
  local message = text_of(body.message) or text_of(body.Message) or document.message
  local fault = fault_side(operation.service, code, response.status)
  return {
    kind = "service",
    type = code or ("HTTP %d"):format(response.status),
    message = message_of(response, message, code, request_id),
    request_id = request_id,
    fault = fault,
    fields = code and read_fields(operation, code, response) or {},
  }
end

return protocol
