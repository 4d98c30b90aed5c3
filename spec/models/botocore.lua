--- Reads botocore's form of a model: service-2.json, paginators-1.json and waiters-2.json.
local cursor = require "spec.models.cursor"
local names = require "spec.models.names"
local shapes = require "spec.models.botocore_shapes"

local botocore = {}

---@class models.Description a service as all readers describe it; operations and waiters by AWS's names
---@field file string where it was read
---@field full_name string
---@field service_id string
---@field uid string
---@field api_version string
---@field endpoint_prefix string
---@field signing_name string
---@field protocol string
---@field target_prefix? string
---@field operations table<string, table>
---@field shapes table<string, table>
---@field waiters table<string, table>

local DROPPED = {
  service = {
    version = "of the file's form",
    documentation = "prose",
    examples = "prose",
    deprecated = "prose",
    deprecatedMessage = "prose",
    clientContextParams = "settings of S3's",
  },
  metadata = {
    serviceAbbreviation = "a name for prose",
    checksumFormat = "of S3 and Glacier",
    xmlNamespace = "of XML",
    protocolSettings = "HTTP/2, of event streams",
    ripServiceName = "of old tools",
    awsQueryCompatible = "lets old clients see old codes",
  },
  operation = {
    documentation = "prose",
    documentationUrl = "prose",
    deprecatedMessage = "prose",
    deprecatedSince = "prose",
    requestcompression = "a choice of the client's, ours does not compress",
    contextParam = "chooses between endpoints; ours go by region",
    staticContextParams = "chooses between endpoints; ours go by region",
    operationContextParams = "chooses between endpoints; ours go by region",
    endpointoperation = "marks what finds endpoints",
    unsignedPayload = "allows what we do not need: every body is signed",
    authtype = "the same as auth, in an older spelling",
  },
  reference = { documentation = "prose", locationName = "of XML", xmlNamespace = "of XML", resultWrapper = "of XML" },
  waiter = { description = "prose", documentation = "prose" },
}

local PROTOCOLS = { json = "awsJson", ["rest-json"] = "restJson1" }

--- The first protocol of the service that this library speaks.
local function protocol_of(metadata)
  local named = metadata:get("protocol", "string")
  local version = metadata:get("jsonVersion", "string")
  local offered = metadata:list("protocols", "string")
  if #offered == 0 then offered = { named } end
  for _, name in ipairs(offered) do
    if name == "json" and version ~= "1.0" and version ~= "1.1" then metadata:fail("has to be 1.0 or 1.1", "jsonVersion") end
    if PROTOCOLS[name] then return PROTOCOLS[name] .. (name == "json" and version or "") end
  end
  metadata:fail(("%q is not served; json and rest-json are"):format(named or "nothing"), "protocol")
end

local function is_signed(schemes)
  for _, scheme in ipairs(schemes) do
    if scheme == "aws.auth#sigv4" then return true end
  end
  return #schemes == 0
end

local function read_metadata(metadata, into)
  into.full_name = metadata:need("serviceFullName", "string")
  into.service_id = metadata:need("serviceId", "string")
  into.api_version = metadata:need("apiVersion", "string")
  into.endpoint_prefix = metadata:need("endpointPrefix", "string")
  into.uid = metadata:get("uid", "string") or names.uid(into.service_id, into.api_version)
  into.signing_name = metadata:get("signingName", "string") or into.endpoint_prefix
  into.protocol = protocol_of(metadata)
  local target = metadata:get("targetPrefix", "string")
  if into.protocol ~= "restJson1" then into.target_prefix = target or metadata:fail("is missing", "targetPrefix") end
  local signature = metadata:get("signatureVersion", "string")
  if signature and signature ~= "v4" then metadata:fail(("%q is not served; v4 is"):format(signature), "signatureVersion") end
  if not is_signed(metadata:list("auth", "string")) then metadata:fail("aws.auth#sigv4 is not among them", "auth") end
  metadata:done(DROPPED.metadata)
end

--- The shape that an operation refers to.
local function reference(object)
  if not object then return nil end
  local name = object:need("shape", "string")
  object:done(DROPPED.reference)
  return name
end

--- What no code serves yet stays in the model, so that the operation is refused when it is compiled.
local function read_unserved(object, operation)
  local endpoint = object:object("endpoint")
  if endpoint then
    operation.host_prefix = endpoint:need("hostPrefix", "string")
    endpoint:done()
  end
  local discovery = object:object("endpointdiscovery")
  if discovery then
    operation.endpoint_discovery = discovery:flag("required")
    discovery:done()
  end
  local checksum = object:object("httpChecksum")
  if object:flag("httpChecksumRequired") or checksum and checksum:flag("requestChecksumRequired") then
    operation.checksum_required = true
  end
  local auth = object:list("auth", "string")
  if auth[1] == "smithy.api#noAuth" or object.value.authtype == "none" then
    operation.auth = "none"
  elseif not is_signed(auth) then
    operation.auth = auth[1]
  end
end

local function read_operation(object, name)
  local http = object:object("http") or object:fail("is missing", "http")
  local status = http:get("responseCode", "number")
  local operation = {
    name = object:get("name", "string") or name,
    method = http:need("method", "string"),
    path = http:need("requestUri", "string"),
    status = status ~= 200 and status or nil,
    input = reference(object:object("input")),
    output = reference(object:object("output")),
    errors = {},
    read_only = object:flag("readonly"),
    idempotent = object:flag("idempotent"),
    deprecated = object:flag("deprecated"),
  }
  http:done()
  for _, listed in ipairs(object:list("errors", "object")) do
    operation.errors[#operation.errors + 1] = reference(listed)
  end
  read_unserved(object, operation)
  object:done(DROPPED.operation)
  return operation
end

--- One member's path, or several that are filled together.
local function path_or_paths(object, key)
  if type(object.value[key]) == "table" then return object:list(key, "string") end
  return object:get(key, "string")
end

local function read_paginators(part, operations)
  local file = cursor.open(part.file, part.value, part.path)
  local pagination = file:object("pagination") or file:fail("is missing", "pagination")
  for name, object in pagination:each() do
    local operation = operations[name] or object:fail("is not the name of an operation")
    operation.pages = {
      input_token = path_or_paths(object, "input_token"),
      output_token = path_or_paths(object, "output_token"),
      page_size = object:get("limit_key", "string"),
      items = path_or_paths(object, "result_key"),
      more = object:get("more_results", "string"),
    }
    object:done({ non_aggregate_keys = "the same in every page", py_input_token = "of botocore's" })
  end
  file:done({ version = true })
end

local MATCHERS = { path = true, pathAll = true, pathAny = true, error = true, status = true }

local function read_acceptor(object)
  local matcher = object:need("matcher", "string")
  if not MATCHERS[matcher] then object:fail(("%q is not known"):format(matcher), "matcher") end
  local acceptor = { state = object:need("state", "string"), matcher = matcher, expected = object.value.expected }
  if acceptor.expected == nil or type(acceptor.expected) == "table" then object:fail("has to be a scalar", "expected") end
  object.read.expected = true
  if matcher:find("^path") then acceptor.path = object:need("argument", "string") end
  object:done()
  return acceptor
end

local function read_waiter(object)
  local waiter = {
    operation = object:need("operation", "string"),
    delay = object:need("delay", "number"),
    max_attempts = object:need("maxAttempts", "number"),
    acceptors = {},
  }
  for i, acceptor in ipairs(object:list("acceptors", "object")) do waiter.acceptors[i] = read_acceptor(acceptor) end
  object:done(DROPPED.waiter)
  return waiter
end

local function read_waiters(part, into)
  local file = cursor.open(part.file, part.value, part.path)
  for name, object in (file:object("waiters") or file:fail("is missing", "waiters")):each() do
    into[name] = read_waiter(object)
  end
  file:done({ version = true })
end

--- Reads a model.
---@param source models.Source
---@return models.Description # raises one line of text: file, path, what is wrong
function botocore.read(source)
  local service = cursor.open(source.service.file, source.service.value, source.service.path)
  local description = { file = source.service.file, operations = {}, shapes = {}, waiters = {} }
  read_metadata(service:object("metadata") or service:fail("is missing", "metadata"), description)
  for name, object in (service:object("operations") or service:fail("is missing", "operations")):each() do
    description.operations[name] = read_operation(object, name)
  end
  for name, object in (service:object("shapes") or service:fail("is missing", "shapes")):each() do
    description.shapes[name] = shapes.read(object)
  end
  shapes.narrow(description.shapes)
  service:done(DROPPED.service)
  if source.paginators then read_paginators(source.paginators, description.operations) end
  if source.waiters then read_waiters(source.waiters, description.waiters) end
  return description
end

return botocore
