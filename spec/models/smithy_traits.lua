--- Traits in Smithy's form of a model: which are facts, and which are left out on purpose. Any other is an error.
local patterns = require "spec.models.patterns"

local smithy_traits = {}

--- Left out wherever they stand: prose, checks of the service's, tools of other languages.
local DROPPED = {
  ["smithy.api#documentation"] = true,
  ["smithy.api#externalDocumentation"] = true,
  ["smithy.api#examples"] = true,
  ["smithy.api#since"] = true,
  ["smithy.api#unstable"] = true,
  ["smithy.api#tags"] = true,
  ["smithy.api#suppress"] = true,
  ["smithy.api#references"] = true,
  ["smithy.api#title"] = true,
  ["smithy.api#internal"] = true,
  ["smithy.api#private"] = true,
  ["smithy.api#requiresLength"] = true,
  ["smithy.api#input"] = true,
  ["smithy.api#output"] = true,
  ["smithy.api#default"] = true,
  ["smithy.api#addedDefault"] = true,
  ["smithy.api#box"] = true,
  ["smithy.api#clientOptional"] = true,
  ["smithy.api#recommended"] = true,
  ["smithy.api#sparse"] = true,
  ["smithy.api#uniqueItems"] = true,
  ["smithy.api#mediaType"] = true,
  ["smithy.api#retryable"] = true, -- retries go by the codes that AWS lists
  ["smithy.api#requestCompression"] = true, -- a choice of the client's
  ["smithy.api#cors"] = true,
  ["smithy.api#xmlNamespace"] = true,
  ["smithy.api#xmlName"] = true,
  ["smithy.api#xmlFlattened"] = true,
  ["smithy.api#xmlAttribute"] = true,
  ["smithy.api#nestedProperties"] = true,
  ["smithy.api#property"] = true,
  ["smithy.api#notProperty"] = true,
  ["smithy.api#resourceIdentifier"] = true,
  ["aws.api#arn"] = true,
  ["aws.api#arnReference"] = true,
  ["aws.api#controlPlane"] = true,
  ["aws.api#dataPlane"] = true,
  ["aws.api#data"] = true,
  ["aws.api#tagEnabled"] = true,
  ["aws.api#taggable"] = true,
  ["aws.api#clientEndpointDiscovery"] = true, -- the operations say which of them need it
  ["aws.api#clientEndpointDiscoveryId"] = true,
  ["aws.auth#unsignedPayload"] = true, -- allows what we do not need: every body is signed
  ["aws.protocols#awsQueryCompatible"] = true, -- lets old clients see old codes
}

--- Namespaces that are left out: permissions, templates, endpoint rules (ours go by region), tests of the service's.
local DROPPED_SPACES = { "aws.iam", "aws.cloudformation", "smithy.rules", "smithy.test", "aws.endpoints" }

--- The service's traits that name what it offers; read_service has chosen among them.
local SERVICE = {
  ["aws.protocols#awsJson1_0"] = true,
  ["aws.protocols#awsJson1_1"] = true,
  ["aws.protocols#restJson1"] = true,
  ["aws.protocols#awsQuery"] = true,
  ["aws.auth#sigv4a"] = true,
  ["smithy.api#deprecated"] = true,
  ["smithy.api#httpBearerAuth"] = true,
  ["smithy.protocols#rpcv2Cbor"] = true,
}

local function is_dropped(name, of_service)
  if DROPPED[name] or of_service and (SERVICE[name] or name == "smithy.api#auth") then return true end
  for _, space in ipairs(DROPPED_SPACES) do
    if name:sub(1, #space + 1) == space .. "#" then return true end
  end
  return false
end

--- Ends the reading of traits.
---@param marks models.Cursor
---@param kind "service"|"operation"|"shape"|"member"
function smithy_traits.done(marks, kind)
  local dropped = {}
  for name in pairs(marks.value) do dropped[name] = is_dropped(name, kind == "service") end
  marks:done(dropped)
end

--- The traits that make an operation one that no code serves yet: it is refused when it is compiled.
local function read_unserved(marks, operation)
  local endpoint = marks:object("smithy.api#endpoint")
  operation.host_prefix = endpoint and endpoint:need("hostPrefix", "string")
  local discovery = marks:object("aws.api#clientDiscoveredEndpoint")
  operation.endpoint_discovery = discovery and discovery:flag("required")
  local checksum = marks:object("aws.protocols#httpChecksum")
  if marks:flag("smithy.api#httpChecksumRequired") or checksum and checksum:flag("requestChecksumRequired") then
    operation.checksum_required = true
  end
  local schemes = marks:get("smithy.api#auth", "list")
  local auth = marks:list("smithy.api#auth", "string")
  if marks:flag("smithy.api#optionalAuth") or schemes and #auth == 0 then operation.auth = "none" end
  if #auth > 0 and not table.concat(auth, " "):find("aws.auth#sigv4", 1, true) then operation.auth = auth[1] end
end

--- Puts an operation's traits into it.
---@param marks models.Cursor
---@param operation table
function smithy_traits.operation(marks, operation)
  operation.read_only = marks:flag("smithy.api#readonly")
  operation.idempotent = marks:flag("smithy.api#idempotent")
  operation.deprecated = marks:flag("smithy.api#deprecated")
  read_unserved(marks, operation)
end

local FORMATS = { ["epoch-seconds"] = "unixTimestamp", ["date-time"] = "iso8601", ["http-date"] = "rfc822" }

local function timestamp_format(marks)
  local name = marks:get("smithy.api#timestampFormat", "string")
  return name and (FORMATS[name] or marks:fail(("%q is not known"):format(name), "smithy.api#timestampFormat"))
end

--- The limits of a value, which a shape has and a member may narrow.
---@param marks models.Cursor
---@return table
function smithy_traits.constraints(marks)
  local limits = {}
  for _, key in ipairs({ "smithy.api#length", "smithy.api#range" }) do
    local limit = marks:object(key)
    if limit then
      limits.min, limits.max = limit:get("min", "number"), limit:get("max", "number")
      limit:done()
    end
  end
  limits.pattern = patterns.part(marks:get("smithy.api#pattern", "string"))
  limits.timestamp_format = timestamp_format(marks)
  return limits
end

--- Puts a shape's traits into it.
---@param marks models.Cursor
---@param shape table
function smithy_traits.shape(marks, shape)
  for key, value in pairs(smithy_traits.constraints(marks)) do shape[key] = value end
  shape.sensitive = marks:flag("smithy.api#sensitive")
  shape.deprecated = marks:flag("smithy.api#deprecated")
  shape.fault = marks:get("smithy.api#error", "string")
  shape.exception = shape.fault and true
  shape.status = marks:get("smithy.api#httpError", "number")
  local query = marks:object("aws.protocols#awsQueryError")
  shape.code = query and query:need("code", "string")
  if marks:flag("smithy.api#streaming") then
    shape[shape.union and "event_stream" or "streaming"] = true
  end
end

--- Where a member travels in restJson1: trait → location.
local LOCATIONS = {
  ["smithy.api#httpHeader"] = "header",
  ["smithy.api#httpPrefixHeaders"] = "headers",
  ["smithy.api#httpQuery"] = "querystring",
}
local NAMELESS = {
  ["smithy.api#httpLabel"] = "uri",
  ["smithy.api#httpQueryParams"] = "querystring",
  ["smithy.api#httpResponseCode"] = "statusCode",
}

--- Reads a member's place; awsJson knows none.
local function read_location(marks, member, name, is_rest)
  local location_name = marks:get("smithy.api#jsonName", "string")
  for key, location in pairs(LOCATIONS) do
    local text = marks:get(key, "string")
    if text then member.location, location_name = location, text end
  end
  for key, location in pairs(NAMELESS) do
    if marks:flag(key) then member.location = location end
  end
  if not is_rest then
    member.location = nil
  elseif location_name ~= name then
    member.location_name = location_name
  end
end

--- Puts a member's traits into it.
---@param marks models.Cursor
---@param member table
---@param name string
---@param is_rest boolean whether the protocol is restJson1
---@return boolean? is_payload the member is the whole body
function smithy_traits.member(marks, member, name, is_rest)
  read_location(marks, member, name, is_rest)
  member.idempotency_token = marks:flag("smithy.api#idempotencyToken")
  member.deprecated = marks:flag("smithy.api#deprecated")
  member.host_label = marks:flag("smithy.api#hostLabel")
  member.event_header = marks:flag("smithy.api#eventHeader")
  member.event_payload = marks:flag("smithy.api#eventPayload")
  return marks:flag("smithy.api#httpPayload") and is_rest
end

return smithy_traits
