--- AWS's JSON protocols, without I/O: input to request, response to output or error.
---
--- Rules: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html, aws-json-1_0-protocol.html and
--- aws-restjson1-protocol.html
local iterate = require "aws.language.iterate"
local late = require "aws.language.late"
local messages = require "aws.protocol.messages"
local request = require "aws.protocol.request"
local response = require "aws.protocol.response"
local service_error = late "aws.protocol.service_error"
local shapes = require "aws.protocol.shapes"

local protocol = {}

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
---@field identifier? string the member of the input, an ARN or id, that is checked before it is sent
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
---@field input aws.Message
---@field output aws.Message
---@field path string with labels, without a query
---@field labels? string[] members that fill labels and that the model does not require
---@field query string what the model's path has after "?"; "" for nothing
---@field headers string[][] the same for every call
---@field has_body boolean
---@field is_about_arn boolean its model's `identifier` is an ARN
---@field is_body_alone boolean requests differ in nothing but the body
---@field read? fun(body: string): table?, string? of answers that are not JSON, in place of the output's shape: the output; or
---nil, and what is wrong inside a document of the service

local CONTENT_TYPES = { ["awsJson1.0"] = "application/x-amz-json-1.0", ["awsJson1.1"] = "application/x-amz-json-1.1" }

--- The types of a body that is one member.
local PAYLOAD_TYPES = { blob = "application/octet-stream", string = "text/plain" }

local function is_aws_json(service) return CONTENT_TYPES[service.protocol] ~= nil end

local function constant_headers(service, model, input)
  if is_aws_json(service) then
    return {
      { "Content-Type", CONTENT_TYPES[service.protocol] },
      { "X-Amz-Target", service.target_prefix .. "." .. model.name },
    }
  end
  local content_type = input.payload and PAYLOAD_TYPES[input.payload.type] or "application/json"
  return input.has_body and { { "Content-Type", content_type } } or {}
end

-- What is refused -----------------------------------------------------------------------------------------------

--- Fields of an operation (lua/aws/model/README.md).
local operation_fields = {
  name = true, method = true, path = true, status = true, input = true, output = true, errors = true, read_only = true,
  destructive = true, idempotent = true, deprecated = true, identifier = true, pages = true,
}

local function check_protocol(service)
  if service.protocol ~= "restJson1" and not is_aws_json(service) then
    shapes.refuse(service, ("protocol %q is not served"):format(tostring(service.protocol)))
  elseif is_aws_json(service) and type(service.target_prefix) ~= "string" then
    shapes.refuse(service, "target_prefix is missing")
  end
end

--- A field of an operation that nothing serves: a host prefix, a checksum, …
local function check_fields(service, model)
  for field in iterate.pairs(model) do
    if not operation_fields[field] then
      shapes.refuse(service, ("operation %q: field %q is not served"):format(model.name, field))
    end
  end
end

--- The members of an input that fill a label of the path and are not required by the model, by name. A label that no
--- member fills would be sent as it stands.
local function check_labels(service, model, input)
  local filled, unrequired, required = {}, {}, {}
  local shape = service.shapes[model.input]
  for _, name in ipairs(shape and shape.required or {}) do required[name] = true end
  for _, member in ipairs(input.located) do
    if member.location == "uri" then filled[member.place] = member.name end
  end
  for label in model.path:gmatch("{([^{}+]*)%+?}") do
    local name = filled[label]
    if not name then shapes.refuse(service, ("operation %q: no member fills the label %q of its path"):format(model.name, label)) end
    if not required[name] then unrequired[#unrequired + 1] = name end
  end
  return unrequired[1] and unrequired
end

-- Operations ----------------------------------------------------------------------------------------------------

--- Compiles an operation's shapes.
---@param service aws.ServiceModel
---@param name string "stop_replication"
---@return aws.Operation # raises ConfigError for a model that is wrong, or has what the protocol does not serve
function protocol.compile(service, name)
  local model = service.operations[name]
  check_protocol(service)
  if type(model) ~= "table" then shapes.refuse(service, ("operation %q is a %s"):format(name, type(model))) end
  check_fields(service, model)
  local input = messages.compile(service, model.input, "input")
  local labels = check_labels(service, model, input)
  for _, code in ipairs(model.errors or {}) do messages.error(service, code) end
  local path, query = model.path:match("^([^?]*)%??(.*)$")
  return {
    model = model,
    service = service,
    input = input,
    output = messages.compile(service, model.output, "output"),
    path = path,
    labels = labels,
    query = query,
    headers = constant_headers(service, model, input),
    has_body = is_aws_json(service) or input.has_body,
    is_about_arn = model.identifier ~= nil and model.identifier:find("A[Rr][Nn]$") ~= nil,
    is_body_alone = not (input.located[1] or input.payload),
  }
end

protocol.build = request.build
protocol.parse = response.parse
function protocol.parse_error(...) return service_error.parse(...) end
protocol.request_id = response.request_id
protocol.is_from_aws = response.is_from_aws

return protocol
