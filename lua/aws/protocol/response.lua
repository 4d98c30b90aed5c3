--- Answers: what a 2xx answer, or an error, says by its headers and its body.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local late = require "aws.language.late"
local excerpt = late "aws.text.excerpt"
local header_values = require "aws.text.header_values"
local iterate = require "aws.language.iterate"

local response = {}

--- Bytes; AWS's have 16 to 76.
local LONGEST_REQUEST_ID = 128

--- The service's own name for this request, whatever header it came in.
---@param headers table<string, string>
---@return string?
function response.request_id(headers)
  return header_values.of(headers, "x-amzn-requestid") or header_values.of(headers, "x-amz-request-id")
    or header_values.of(headers, "x-amzn-request-id")
end

--- Whether an answer has a request id as AWS's services write them (a UUID, hexadecimal or base64). Nothing else tells
--- their answers from those of a captive portal or another server.
---@param headers table<string, string>
---@return boolean
function response.is_from_aws(headers)
  local id = response.request_id(headers)
  return id ~= nil and #id <= LONGEST_REQUEST_ID and id:find("^[0-9A-Za-z][0-9A-Za-z+/=_.-]*$") ~= nil
end

-- Members outside the body --------------------------------------------------------------------------------------

--- A header's text as a value of a member; nil where it cannot be read.
local function header_value(member, text)
  local kind = member.shape.type
  if kind ~= "list" then return core.convert(kind, kind ~= "string" and header_values.first(text) or text) end
  local list = header_values.all(text)
  for i, item in ipairs(list) do
    list[i] = core.convert(member.item.type, item)
    if list[i] == nil then return nil end
  end
  return list
end

--- The headers whose names begin with a prefix, by the rest of their names; nil where there are none.
local function prefixed(headers, prefix)
  local found
  for name, text in iterate.pairs(headers) do
    if name:sub(1, #prefix) == prefix then
      found = found or {}
      found[name:sub(#prefix + 1)] = text
    end
  end
  return found
end

--- Adds the members that are outside the body. One that cannot be read is left out when `lenient`.
---@param message aws.Message
---@param answer aws.TransportResponse
---@param target table
---@param lenient boolean
---@return string? fault
function response.read_located(message, answer, target, lenient)
  for _, member in ipairs(message.located) do
    local place = ascii.lower(member.place)
    local text = answer.headers[place]
    if member.location == "statusCode" then
      target[member.name] = answer.status
    elseif member.location == "headers" then
      target[member.name] = prefixed(answer.headers, place)
    elseif text then
      local value = header_value(member, text)
      if value == nil and not lenient then return member.name .. ": cannot read the header's value" end
      target[member.name] = value
    end
  end
end

-- Bodies --------------------------------------------------------------------------------------------------------

--- What is wrong with a body: the place inside it, or what else the answer is.
local function fault_of(answer, fault)
  if excerpt.is_object(answer.body) and not header_values.of(answer.headers, "content-encoding") then return fault end
  return excerpt.describe(answer)
end

--- Reads a body that is one member. An empty one is that of an answer without it.
---@param payload aws.Payload
---@param answer aws.TransportResponse
---@return table? members nil for one that cannot be read
---@return string? fault
function response.read_payload(payload, answer)
  if answer.body == "" then return {} end
  if payload.type == "blob" or payload.type == "string" then return { [payload.name] = answer.body } end
  local value, fault = core.decode(payload.shape, answer.body)
  if value == nil then return nil, fault_of(answer, payload.name .. ": " .. fault) end
  return { [payload.name] = value }
end

--- An operation without output, and one whose answer is "204 No Content" by the model, may have no body.
local function may_be_empty(operation)
  return not operation.output.has_body or operation.model.status == 204
end

--- Reads a body that is not JSON.
local function read_other(operation, answer)
  local output, fault = operation.read(answer.body)
  if output then return output end
  return nil, fault or excerpt.describe(answer)
end

local function read_body(operation, answer)
  local message = operation.output
  if operation.read then return read_other(operation, answer) end
  if message.payload then return response.read_payload(message.payload, answer) end
  if answer.body == "" and may_be_empty(operation) then return {} end
  local output, fault = core.decode(message.shape, answer.body)
  if output then return output end
  return nil, fault_of(answer, fault)
end

--- Reads a 2xx answer.
---@param operation aws.Operation
---@param answer aws.TransportResponse
---@return table? output nil for an answer that cannot be read
---@return string? fault what is wrong with it
function response.parse(operation, answer)
  local output, fault = read_body(operation, answer)
  if output and operation.output.located[1] then fault = response.read_located(operation.output, answer, output, false) end
  if fault then return nil, fault end
  return output
end

return response
