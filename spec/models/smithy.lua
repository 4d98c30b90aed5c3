--- Reads a model in Smithy's JSON form (https://smithy.io/2.0/spec/json-ast.html), as AWS publishes it today.
local ascii = require "aws.text.ascii"
local cursor = require "spec.models.cursor"
local names = require "spec.models.names"
local smithy_shapes = require "spec.models.smithy_shapes"
local traits = require "spec.models.smithy_traits"
local waiters = require "spec.models.smithy_waiters"

local smithy = {}

--- Names of the service for other tools.
local NAMES = {
  apiVersion = true,
  awsProductName = true,
  cloudFormationName = true,
  cloudTrailEventSource = true,
  docId = true,
  name = true,
  sdkServiceId = true,
  serviceName = true,
}

local PROTOCOLS = {
  ["aws.protocols#awsJson1_0"] = "awsJson1.0",
  ["aws.protocols#awsJson1_1"] = "awsJson1.1",
  ["aws.protocols#restJson1"] = "restJson1",
}

--- Smithy's shape of an operation without input or output.
local NOTHING = "smithy.api#Unit"

--- What binds operations to a service and to its resources.
local BOUND = { "create", "put", "read", "update", "delete", "list" }
local BOUND_LISTS = { "operations", "collectionOperations" }

local function target(object)
  local name = object:need("target", "string")
  object:done()
  return name
end

local function targets(object, key)
  local ids = {}
  for i, item in ipairs(object:list(key, "object")) do ids[i] = target(item) end
  return ids
end

--- The one shape of type "service".
local function find_service(shapes)
  local found, found_id
  for id, object in shapes:each() do
    if object.value.type == "service" then
      if found then object:fail("is a second service") end
      found, found_id = object, id
    end
  end
  if not found then shapes:fail("holds no service") end
  found:get("type", "string")
  return found, found_id
end

local add_bound

local function add_resources(shapes, object, ids)
  for _, id in ipairs(targets(object, "resources")) do
    local resource = shapes:object(id) or object:fail(("%q is missing"):format(id), "resources")
    add_bound(shapes, resource, ids)
    resource:done({ type = true, identifiers = true, properties = true, traits = true })
  end
end

--- The ids of all operations bound to a service or resource, and to the resources below it.
function add_bound(shapes, object, ids)
  for _, key in ipairs(BOUND_LISTS) do
    for _, id in ipairs(targets(object, key)) do ids[#ids + 1] = id end
  end
  for _, key in ipairs(BOUND) do
    local bound = object:object(key)
    if bound then ids[#ids + 1] = target(bound) end
  end
  add_resources(shapes, object, ids)
end

local function protocol_of(service_traits)
  local other
  for _, name in ipairs({ "aws.protocols#awsJson1_0", "aws.protocols#awsJson1_1", "aws.protocols#restJson1" }) do
    if service_traits.value[name] then return PROTOCOLS[name] end
  end
  for name in pairs(service_traits.value) do
    if name:find("^aws%.protocols#") and (not other or ascii.before(name, other)) then other = name end
  end
  service_traits:fail(("%s is not served; awsJson1_0, awsJson1_1 and restJson1 are"):format(other or "no protocol"))
end

local function bare(id)
  return id:match("#(.*)$") or id
end

--- The facts of the service itself.
local function read_service(service, id, into)
  local marks = service:object_or_empty("traits")
  local facts = marks:object("aws.api#service") or marks:fail("is missing", "aws.api#service")
  local sigv4 = marks:object("aws.auth#sigv4") or marks:fail("is missing: only this signature is served", "aws.auth#sigv4")
  local arn = facts:get("arnNamespace", "string") or ascii.lower(bare(id))
  into.full_name = marks:need("smithy.api#title", "string")
  into.service_id = facts:need("sdkId", "string")
  into.api_version = service:get("version", "string") or (facts:get("docId", "string") or ""):match("%d+%-%d+%-%d+$") or ""
  into.endpoint_prefix = facts:get("endpointPrefix", "string") or arn
  into.uid = facts:get("docId", "string") or names.uid(into.service_id, into.api_version)
  into.signing_name = sigv4:need("name", "string")
  into.protocol = protocol_of(marks)
  if into.protocol ~= "restJson1" then into.target_prefix = bare(id) end
  sigv4:done()
  facts:done(NAMES)
  local paginated = marks:object("smithy.api#paginated")
  traits.done(marks, "service")
  return paginated
end

--- Members of the trait "paginated"; the service's own are the default.
local function read_pages(paginated, default)
  if not paginated then return nil end
  local function either(key)
    return paginated:get(key, "string") or default and default:get(key, "string")
  end
  local pages = {
    input_token = either("inputToken"),
    output_token = either("outputToken"),
    page_size = either("pageSize"),
    items = either("items"),
  }
  paginated:done({ maxResults = "the same as pageSize, in an older spelling" })
  return pages
end

--- Method, path and status; the trait says nothing in awsJson.
local function read_http(marks, protocol, operation)
  local http = marks:object("smithy.api#http")
  if protocol ~= "restJson1" then
    operation.method, operation.path = "POST", "/"
    return
  end
  if not http then marks:fail("is missing", "smithy.api#http") end
  local status = http:get("code", "number")
  operation.method, operation.path = http:need("method", "string"), http:need("uri", "string")
  operation.status = status ~= 200 and status or nil
  http:done()
end

--- Reads the operation; `shapes` turns a shape's id into the name it gets in the model.
local function read_operation(object, name, protocol, common_errors, shapes)
  local marks = object:object_or_empty("traits")
  local function shape(key)
    local reference = object:object(key)
    local id = reference and target(reference)
    return id and id ~= NOTHING and shapes:resolve(id, object) or nil
  end
  local operation = { name = name, input = shape("input"), output = shape("output"), errors = {} }
  for _, list in ipairs({ targets(object, "errors"), common_errors }) do
    for _, id in ipairs(list) do operation.errors[#operation.errors + 1] = shapes:resolve(id, object) end
  end
  read_http(marks, protocol, operation)
  traits.operation(marks, operation)
  return operation, marks
end

--- Reads a model.
---@param source models.Source
---@return models.Description # raises one line of text: file, path, what is wrong
function smithy.read(source)
  local file = cursor.open(source.service.file, source.service.value)
  local shapes = file:object("shapes") or file:fail("is missing", "shapes")
  local service, id = find_service(shapes)
  local into = { file = source.service.file, operations = {}, waiters = {} }
  local default_pages = read_service(service, id, into)
  local reader = smithy_shapes.new(shapes, service:object("rename"), into.protocol)
  local ids, common_errors = {}, targets(service, "errors")
  add_bound(shapes, service, ids)
  service:done()
  for _, operation_id in ipairs(ids) do
    local object = shapes:object(operation_id) or service:fail(("%q is missing"):format(operation_id))
    local name = bare(operation_id)
    local operation, marks = read_operation(object, name, into.protocol, common_errors, reader)
    operation.pages = read_pages(marks:object("smithy.api#paginated"), default_pages)
    waiters.read(marks:object("smithy.waiters#waitable"), name, into.waiters)
    traits.done(marks, "operation")
    object:done({ type = true })
    into.operations[name] = operation
  end
  into.shapes = reader:finish()
  file:done({ smithy = true, metadata = true })
  return into
end

return smithy
