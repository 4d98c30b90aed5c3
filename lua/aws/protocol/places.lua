--- Where members of inputs, outputs and errors are outside the body (Smithy's HTTP bindings):
--- https://smithy.io/2.0/spec/http-bindings.html
local ascii = require "aws.text.ascii"
local iterate = require "aws.language.iterate"
local shapes = require "aws.protocol.shapes"

local places = {}

--- A member that travels outside the body.
---@class aws.LocatedMember
---@field name string
---@field location "uri"|"querystring"|"header"|"headers"|"statusCode"
---@field place string the label, the parameter, the header, or what the names of headers begin with
---@field shape table
---@field item? table the shape of a list's items, or of a map's values
---@field list_item? table the shape of the items of lists in a map

--- Types that are a piece of text outside the body.
local is_scalar = {
  string = true, integer = true, long = true, float = true, double = true, boolean = true, timestamp = true,
}

--- The shape of a list's items or a map's values.
local function item_of(service, shape)
  local name = shape and (shape.type == "list" and shape.member or shape.type == "map" and shape.value)
  return name and shapes.named(service, name) or nil
end

--- Headers of a request that HTTP needs for itself (RFC 9110 and 9112; Smithy's httpHeader leaves them out, too), that the
--- signature adds, or that each call sends.
local RESERVED = {
  authorization = true, connection = true, ["content-length"] = true, expect = true, host = true, te = true, trailer = true,
  ["transfer-encoding"] = true, upgrade = true,
  ["x-amz-date"] = true, ["x-amz-security-token"] = true,
  ["accept-encoding"] = true, ["amz-sdk-invocation-id"] = true, ["amz-sdk-request"] = true, ["user-agent"] = true,
}

--- Whether no input may set a header.
---@param name string in any case
---@return boolean
function places.is_reserved(name)
  return RESERVED[ascii.lower(name)] == true
end

local function fits_label(member) return is_scalar[member.shape.type] end

--- A piece of text, or a list of such.
local function fits_header(member)
  local shape = member.shape.type == "list" and member.item or member.shape
  return is_scalar[shape.type]
end

local function fits_query(member)
  if member.shape.type ~= "map" then return fits_header(member) end
  return is_scalar[(member.list_item or member.item).type]
end

local function fits_prefix(member) return member.shape.type == "map" and member.item.type == "string" end
local function fits_status(member) return member.shape.type == "integer" end

--- Where members may be, and whether one fits there. An answer has neither path nor query: members that are there in an
--- input are in its body.
local fitting = {
  input = { uri = fits_label, querystring = fits_query, header = fits_header, headers = fits_prefix },
  output = { header = fits_header, headers = fits_prefix, statusCode = fits_status },
}
local IN_BODY_OF_OUTPUT = { uri = true, querystring = true }

local function located_member(service, name, member)
  local shape = shapes.named(service, member.shape)
  local item = item_of(service, shape)
  return {
    name = name,
    location = member.location,
    place = member.location_name or member.location ~= "headers" and name or "",
    shape = shape,
    item = item,
    list_item = item and item.type == "list" and item_of(service, item) or nil,
  }
end

local function check(service, shape_name, member, direction)
  local fits = fitting[direction][member.location]
  if not (fits and fits(member)) then
    shapes.refuse(service, ("shape %q: member %q, of type %s, cannot be in the %s's location %q"):format(
      shape_name, member.name, member.shape.type, direction, member.location))
  elseif direction == "input" and member.location == "header" and places.is_reserved(member.place) then
    shapes.refuse(service, ("shape %q: member %q cannot be in the header %q"):format(shape_name, member.name, member.place))
  end
end

--- The members of a shape that travel outside the body, in the order of their names.
---@param service aws.ServiceModel
---@param shape_name? string
---@param direction "input"|"output"
---@return aws.LocatedMember[] # raises ConfigError for a place that the protocol does not serve
function places.of(service, shape_name, direction)
  local list, shape = {}, shapes.has_places(service) and service.shapes[shape_name]
  for name, facts in iterate.pairs(shape and shape.members or {}) do
    local location = type(facts) == "table" and facts.location
    if location and not (direction == "output" and IN_BODY_OF_OUTPUT[location]) then
      local member = located_member(service, name, facts)
      check(service, shape_name, member, direction)
      list[#list + 1] = member
    end
  end
  table.sort(list, function(one, other) return ascii.before(one.name, other.name) end)
  return list
end

return places
