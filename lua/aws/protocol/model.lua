--- What a model may say: each field and what fits there; lua/aws/model/README.md tells what they mean. Models that users
--- bring are checked here as a whole. What is right and not served yet (a stream, a host prefix) is refused later, when the
--- operation is compiled: the others work.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local guess = require "aws.text.guess"
local iterate = require "aws.language.iterate"
local printable = require "aws.text.printable"

local model = {}

-- Values: what is wrong with one, or nil ------------------------------------------------------------------------

local function of_type(expected)
  return function(value)
    if type(value) ~= expected then return ("is a %s, not a %s"):format(type(value), expected) end
  end
end

local text, flag, number = of_type("string"), of_type("boolean"), of_type("number")

local function scalar(value)
  if type(value) == "table" or type(value) == "function" then return ("is a %s"):format(type(value)) end
end

local function matching(pattern, what)
  local fault = "is not " .. what
  return function(value)
    return text(value) or not value:find(pattern) and fault or nil
  end
end

local function one_of(list)
  local known = {}
  for _, name in ipairs(list) do known[name] = true end
  return function(value)
    return text(value) or not known[value] and ("is %q, not one of %s"):format(value:sub(1, 64), table.concat(list, ", ")) or nil
  end
end

local function texts(value)
  if type(value) ~= "table" then return ("is a %s, not a list of strings"):format(type(value)) end
  local count = 0
  for key, item in iterate.next, value do
    if type(key) ~= "number" or type(item) ~= "string" then return "is not a list of strings" end
    count = count + 1
  end
  if count ~= #value then return "is a list with holes" end
end

local function path(value)
  if type(value) == "table" then return texts(value) end
  return text(value)
end

-- Fields of each kind of table ----------------------------------------------------------------------------------

--- A field that is a table, or has tables.
---@class aws.ModelField
---@field of? aws.ModelKind the value is such a table
---@field named? aws.ModelKind it has such tables by name
---@field listed? aws.ModelKind it is a list of such tables

---@class aws.ModelKind
---@field fields table<string, aws.ModelField|fun(value: any): string?>
---@field needed string[]
---@field short? fun(value: any): string? what may be in the place of such a table

---@type aws.ModelKind
local pages = {
  fields = { input_token = path, output_token = path, page_size = text, items = path, more = text, least = number, most = number },
  needed = { "input_token", "output_token" },
}

---@type aws.ModelKind
local operation = {
  fields = {
    name = text, method = matching("^[A-Z]+$", "an HTTP method"), path = matching("^/", "a path: it does not begin with /"),
    status = number, input = text, output = text, errors = texts, read_only = flag, destructive = flag, idempotent = flag,
    deprecated = flag, identifier = text, pages = { of = pages },
    host_prefix = scalar, endpoint_discovery = scalar, checksum_required = scalar, auth = scalar, -- not served
  },
  needed = { "name", "method", "path" },
}

---@type aws.ModelKind
local acceptor = {
  fields = {
    state = one_of({ "success", "failure", "retry" }),
    matcher = one_of({ "path", "pathAll", "pathAny", "error", "status" }),
    path = text, expected = scalar,
  },
  needed = { "state", "matcher", "expected" },
}

---@type aws.ModelKind
local waiter = {
  fields = {
    name = text, operation = text, delay = number, max_delay = number, max_attempts = number, acceptors = { listed = acceptor },
  },
  needed = { "operation", "delay", "max_attempts", "acceptors" },
}

---@type aws.ModelKind
local member = {
  fields = {
    shape = text, location = one_of({ "uri", "querystring", "header", "headers", "statusCode" }), location_name = text,
    idempotency_token = flag, sensitive = flag, deprecated = flag,
    streaming = flag, host_label = flag, json_in_header = flag, event_header = flag, event_payload = flag, -- not served
  },
  needed = { "shape" },
  short = text,
}

local SCALARS = { "string", "blob", "boolean", "integer", "long", "float", "double", "timestamp", "document" }

---@type aws.ModelKind
local shape = {
  fields = {
    type = one_of({ "structure", "list", "map", (table.unpack or unpack)(SCALARS) }),
    members = { named = member }, required = texts, union = flag, exception = flag, fault = one_of({ "client", "server" }),
    status = number, code = text, member = text, key = text, value = text, min = scalar, max = scalar, pattern = text,
    enum = texts, timestamp_format = one_of({ "iso8601", "rfc822", "unixTimestamp" }), sensitive = flag, deprecated = flag,
    payload = text, streaming = flag, event_stream = flag, event = flag,
  },
  needed = { "type" },
}

--- Of a module or an operation.
local NAME = "^[a-z][a-z0-9_]*$"

--- Part of a host name and of a signature's scope.
local HOST = matching("^[0-9A-Za-z][0-9A-Za-z.-]*$", "the beginning of a host name")

---@type aws.ModelKind
local service = {
  fields = {
    name = matching(NAME, "a name of lower-case letters, digits and _"),
    full_name = text, api_version = text, uid = text, service_id = matching("[0-9A-Za-z]", "an id"), endpoint_prefix = HOST,
    signing_name = matching("^[0-9A-Za-z._-]+$", "a name of letters, digits and hyphens"),
    protocol = one_of({ "awsJson1.0", "awsJson1.1", "restJson1" }), target_prefix = text, fips_without_name = texts,
    operations = { named = operation }, shapes = { named = shape }, waiters = { named = waiter },
  },
  needed = { "name", "service_id", "endpoint_prefix", "signing_name", "protocol", "operations", "shapes" },
}

-- Reading: functions that add what is wrong, with its place, to a list ------------------------------------------

local function below(place, name)
  return place == "" and tostring(name) or place .. "." .. tostring(name)
end

local function note(faults, place, what)
  faults[#faults + 1] = place .. " " .. what
end

local function unknown(kind, name)
  return "is not a field of models" .. guess.hint(core.nearest(name, ascii.sorted_keys(kind.fields)))
end

--- Whether a value is a table with names or, for a list, numbers as its keys.
local function is_table(faults, value, place, is_list)
  local own, expected = place == "" and "the model" or place, is_list and "number" or "string"
  if type(value) ~= "table" then
    note(faults, own, ("is a %s, not a table"):format(type(value)))
    return false
  end
  for key in iterate.next, value do
    if type(key) ~= expected then
      note(faults, own, ("has a key that is a %s"):format(type(key)))
      return false
    end
  end
  return true
end

local read

local function read_each(faults, kind, value, place, is_list)
  if not is_table(faults, value, place, is_list) then return end
  for key, item in iterate.next, value do read(faults, kind, item, below(place, key)) end
end

local function read_field(faults, field, value, place)
  if type(field) == "function" then
    local fault = field(value)
    if fault then note(faults, place, fault) end
  elseif field.of then
    read(faults, field.of, value, place)
  else
    read_each(faults, field.named or field.listed, value, place, field.listed ~= nil)
  end
end

--- Reads one table.
---@param faults string[]
---@param kind aws.ModelKind
---@param value any
---@param place string "" for the model itself
function read(faults, kind, value, place)
  if kind.short and type(value) ~= "table" then return read_field(faults, kind.short, value, place) end
  if not is_table(faults, value, place) then return end
  for name, item in iterate.next, value do
    local field = kind.fields[name]
    if field then
      read_field(faults, field, item, below(place, name))
    else
      note(faults, below(place, name:sub(1, 64)), unknown(kind, name))
    end
  end
  for _, name in ipairs(kind.needed) do
    if rawget(value, name) == nil then note(faults, below(place, name), "is missing") end
  end
end

-- What refers to something else ---------------------------------------------------------------------------------

local is_scalar = {}
for _, name in ipairs(SCALARS) do is_scalar[name] = true end

--- Fields of a shape that name another one, by type.
local of_types = { list = { "member" }, map = { "key", "value" } }

local function refer(faults, shapes, name, place)
  if not name then return note(faults, place, "is missing") end
  if not (shapes[name] or is_scalar[name]) then note(faults, place, ("is %q, which is not a shape of the model"):format(name)) end
end

local function refer_to_structure(faults, shapes, name, place)
  local own = name and shapes[name]
  if name and not (own and own.type == "structure") then
    note(faults, place, ("is %q, which is not a structure of the model"):format(name))
  end
end

local function check_shape(faults, found, own, place)
  for _, field in ipairs(of_types[own.type] or {}) do refer(faults, found.shapes, own[field], below(place, field)) end
  for name, given in iterate.pairs(own.members or {}) do
    refer(faults, found.shapes, type(given) == "table" and given.shape or given, place .. ".members." .. name)
  end
end

local function check_operation(faults, found, own, place)
  refer_to_structure(faults, found.shapes, own.input, place .. ".input")
  refer_to_structure(faults, found.shapes, own.output, place .. ".output")
  local input = found.shapes[own.input]
  if own.identifier and not (input and input.members and input.members[own.identifier]) then
    note(faults, place .. ".identifier", ("is %q, which is not a member of the input"):format(own.identifier:sub(1, 64)))
  end
  for i, code in ipairs(own.errors or {}) do refer_to_structure(faults, found.shapes, code, ("%s.errors.%d"):format(place, i)) end
end

local function check_waiter(faults, found, own, place)
  if not found.operations[own.operation] then
    note(faults, place .. ".operation", ("is %q, which is not an operation of the model"):format(own.operation))
  end
end

local function check_each(faults, found, key, check)
  for name, own in iterate.pairs(found[key] or {}) do check(faults, found, own, key .. "." .. name) end
end

local function check_names(faults, found, taken)
  for name in iterate.pairs(found.operations) do
    if not name:find(NAME) then
      note(faults, "operations." .. name, "is not a name of lower-case letters, digits and _")
    elseif taken[name] then
      note(faults, "operations." .. name, "has the name of something that every module or client has")
    end
  end
end

--- Of so many faults a message tells.
local SHOWN = 5

local function message_of(faults)
  table.sort(faults, ascii.before)
  local shown = table.concat(faults, "; ", 1, math.min(SHOWN, #faults))
  if #faults > SHOWN then shown = ("%s; and %d more"):format(shown, #faults - SHOWN) end
  return printable.escape(shown) -- names may be anything
end

--- Whether a value can be the name of a module.
---@param value any
---@return boolean
function model.is_name(value)
  return type(value) == "string" and value:find(NAME) ~= nil
end

--- What is wrong with a model, or nil.
---@param value any
---@param taken table<string, any> names that no operation may have
---@return string? faults with their places: "operations.say.pth is not a field of models; did you mean \"path\"?"
function model.fault(value, taken)
  local faults = {}
  read(faults, service, value, "")
  if #faults > 0 then return message_of(faults) end
  if value.protocol ~= "restJson1" and not value.target_prefix then note(faults, "target_prefix", "is missing") end
  check_names(faults, value, taken)
  check_each(faults, value, "operations", check_operation)
  check_each(faults, value, "shapes", check_shape)
  check_each(faults, value, "waiters", check_waiter)
  return #faults > 0 and message_of(faults) or nil
end

return model
