--- Inputs, outputs and errors, compiled: what of them is in the body, and what elsewhere.
local iterate = require "aws.language.iterate"
local late = require "aws.language.late"
local pieces = require "aws.protocol.pieces"
local places = late "aws.protocol.places"
local shapes = require "aws.protocol.shapes"

local messages = {}

--- A member that is the whole body (Smithy's httpPayload).
---@class aws.Payload
---@field name string
---@field type string "blob" and "string" are sent as they are, any other as JSON
---@field shape userdata
---@field absent string the body where an input leaves it out

---@class aws.Message
---@field shape userdata
---@field located aws.LocatedMember[]
---@field has_body boolean whether a member is in the body, by the model
---@field payload? aws.Payload
---@field tokens? string[] members of an input that the client fills in

local function has_body_members(service, shape)
  for _, member in iterate.pairs(shape and shape.members or {}) do
    if type(member) ~= "table" or not (member.location and shapes.has_places(service)) then return true end
  end
  return false
end

--- The name of a payload's shape. Raises ConfigError for a payload that is not alone in the body.
local function check_payload(service, name, shape)
  local payload = shape.members[shape.payload]
  for member_name, member in iterate.pairs(shape.members) do
    local is_located = type(member) == "table" and member.location
    if (member_name == shape.payload) == (is_located and true or false) then
      shapes.refuse(service, ("shape %q: member %q cannot be beside a payload"):format(name, member_name))
    end
  end
  return type(payload) == "table" and payload.shape or payload
end

local function payload_of(service, name, shape, direction)
  if not (shape and shape.payload and shapes.has_places(service)) then return nil end
  local target_name = check_payload(service, name, shape)
  local target = shapes.named(service, target_name)
  return {
    name = shape.payload,
    type = target.type,
    shape = shapes.compile(service, target_name, direction),
    absent = target.type == "structure" and not target.union and "{}" or "",
  }
end

local function tokens_of(shape)
  local names = {}
  for name, member in iterate.pairs(shape and shape.members or {}) do
    if type(member) == "table" and member.idempotency_token then names[#names + 1] = name end
  end
  return #names > 0 and names or nil
end

--- Compiles an input, an output or an error.
---@param service aws.ServiceModel
---@param name? string of its shape; nil for one without members
---@param direction "input"|"output"
---@return aws.Message # raises ConfigError for what the protocol does not serve
function messages.compile(service, name, direction)
  local shape = service.shapes[name]
  local located = shapes.has_places(service) and places.of(service, name, direction) or {}
  return {
    shape = name and shapes.compile(service, name, direction) or shapes.nothing(),
    located = located,
    has_body = has_body_members(service, shape),
    payload = payload_of(service, name, shape, direction),
    tokens = direction == "input" and tokens_of(shape) or nil,
  }
end

--- What is kept of a service's errors as long as its model: compiled ones by shape, and shapes by code.
local kept = setmetatable({}, { __mode = "k" })

--- Exceptions by the code that they have on the wire, where that is another than their name.
local function codes_of(service)
  local codes = {}
  for name, shape in iterate.pairs(pieces.all(service.shapes)) do
    if shape.exception and shape.code then codes[shape.code] = name end
  end
  return codes
end

local function kept_of(service)
  kept[service] = kept[service] or { compiled = {} }
  return kept[service]
end

--- The name of the exception that has this code, whether the operation lists it or not.
---@param service aws.ServiceModel
---@param code? string
---@return string? # nil for one that the model does not know
function messages.exception(service, code)
  if not code then return nil end
  local shape = service.shapes[code]
  if shape and shape.exception then return code end
  local own = kept_of(service)
  own.codes = own.codes or codes_of(service)
  return own.codes[code]
end

--- An exception, compiled once for the service.
---@param service aws.ServiceModel
---@param name string of its shape
---@return aws.Message # raises ConfigError for what the protocol does not serve
function messages.error(service, name)
  local compiled = kept_of(service).compiled
  compiled[name] = compiled[name] or messages.compile(service, name, "output")
  return compiled[name]
end

return messages
