-- aws.service: a module from any model; what is said of models that are wrong.
local aws = require "aws"
local depot = require "spec.support.depot"
local errors = require "aws.errors"
local files = require "spec.support.files"
local new_service = require "aws.service"
local paged = require "spec.support.paged"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

--- The smallest model, of lua/aws/model/README.md.
local function smallest()
  local text = files.read("lua/aws/model/README.md")
  local source = text:match("## The smallest one\n```lua\n(.-)```")
  return assert((loadstring or load)(source))()
end

describe("aws.service", function()
  it("is a door of its own and one of aws", function()
    assert.equal(new_service, aws.service)
  end)

  it("makes a module of the smallest model", function()
    local echo = aws.service(smallest())
    local client, transport = scripted.client(echo, { scripted.answer('{"text":"hello"}') })
    assert.same({ text = "hello" }, (client.say({ to = "you", text = "hello" })))
    assert.equal("https://echo.us-east-1.amazonaws.com/say/you", transport.requests[1].url)
    assert.truthy(scripted.header(transport.requests[1], "Authorization"):find("/us-east-1/echo/aws4_request", 1, true))
  end)

  it("gives it all that the own modules have", function()
    local module = aws.service(depot.model())
    assert.is_function(module.new)
    assert.is_function(module.close)
    local err = failure(function() module.put_parcl({}) end)
    assert.same({ "ConfigError", "depot" }, { err.type, err.service })
    local client = paged.client()
    assert.equal(10, #client.all.list_parcels())
    assert.equal("NoRegionError", failure(scripted.with_environment, {}, module.new).type)
    assert.equal("NoRegionError", failure(scripted.with_environment, {}, module.get_status).type)
    local request = scripted.client(module, {}).prepare.get_parcel({ parcelId = "p-1" })
    assert.same({ "GET", "" }, { request.method, request.body })
    assert.is_true(errors.is(failure(scripted.client(module, {}).get_parcel, {}), "ParamValidationError"))
  end)

  it("knows the model's errors", function()
    local client = scripted.client(aws.service(depot.model()), {
      scripted.answer('{"message":"gone","parcelId":"p-1"}', 404, { ["x-amzn-errortype"] = "NoParcel" }),
    })
    local err = failure(client.get_parcel, { parcelId = "p-1" })
    assert.same({ "service", "depot", "get_parcel", 404, "p-1" }, { err.kind, err.service, err.operation, err.status, err.fields.parcelId })
  end)

  it("takes settings from where the model's names lead", function()
    local module = aws.service(depot.model())
    local transport = scripted.transport({ scripted.answer("{}"), scripted.answer("{}") })
    scripted.with_environment({ AWS_ENDPOINT_URL_PARCEL_DEPOT = "http://parcels" }, function()
      module.new({ region = "eu-west-1", credentials = scripted.keys, transport = transport }).get_status({})
    end)
    assert.equal("http://parcels/status", transport.requests[1].url)
  end)

  it("says what is wrong with an operation that only a metatable gives", function()
    local model = smallest()
    setmetatable(model.operations, { __index = function() return 1 end })
    local client = aws.service(model).new({ region = "us-east-1", credentials = scripted.keys })
    local err = failure(client.no_such_one, {})
    assert.same({ "ConfigError", true }, { err.type, err.message:find("is a number", 1, true) ~= nil })
  end)

  it("makes modules that do not know of each other", function()
    local one, other = aws.service(depot.model()), aws.service(smallest())
    assert.is_function(rawget(one, "get_parcel"))
    assert.is_nil(rawget(other, "get_parcel"))
    assert.are_not.equal(one, aws.service(depot.model()))
  end)

  it("takes both own models", function()
    for _, name in ipairs({ "dms", "drs" }) do assert.is_table(aws.service(require("aws.model." .. name))) end
  end)

  it("takes all that a member may say", function()
    local model = smallest()
    model.shapes.SayRequest.members.text = { shape = "string", idempotency_token = true, deprecated = true, location_name = "Text" }
    model.shapes.SayResponse.members.text = { shape = "integer", sensitive = true }
    local client = scripted.client(aws.service(model), { scripted.answer('{"text":4711.5}') })
    assert.matches('^{"Text":"%x+%-%x+%-4%x+%-[89ab]%x+%-%x+"}$', client.prepare.say({ to = "you" }).body)
    local err = failure(client.say, { to = "you" })
    assert.equal("ResponseParseError", err.type)
    assert.matches("text: expected an integer, got another number", err.message, 1, true)
  end)

  it("does not change the model", function()
    local model = depot.model()
    local client = scripted.client(aws.service(model), { scripted.answer(), scripted.answer() })
    client.get_parcel({ parcelId = "p-1" })
    client.all.list_parcels()
    assert.same(depot.model(), model)
  end)
end)

describe("a model that is wrong", function()
  --- The message about the small model with a change.
  local function refused(change)
    local model = depot.model()
    local err = failure(aws.service, change(model) or model)
    assert.is_true(errors.is(err, "ConfigError"), tostring(err))
    assert.same({ 0, "no", {} }, { err.attempts, err.applied, err.history })
    return (err.message:gsub("^aws.service: ", ""))
  end

  it("is not a table", function()
    for _, value in ipairs({ 5, "lua/aws/model/dms.lua", true, print }) do
      assert.equal("ConfigError", failure(aws.service, value).type)
    end
    assert.equal("aws.service: the model is a nil, not a table", failure(aws.service).message)
    assert.equal("depot", failure(aws.service, { name = "depot" }).service)
  end)

  it("has fields that models do not have", function()
    local cases = {
      ["protocols is not a field of models; did you mean \"protocol\"?"] = function(m) m.protocols = {} end,
      ["operations.get_parcel.pth is not a field of models; did you mean \"path\"?"] =
        function(m) m.operations.get_parcel.pth = "/" end,
      ["operations.list_parcels.pages.limit is not a field of models"] = function(m) m.operations.list_parcels.pages.limit = "x" end,
      ["shapes.Parcel.requird is not a field of models; did you mean \"required\"?"] = function(m) m.shapes.Parcel.requird = {} end,
      ["shapes.Parcel.members.kind.locationName is not a field of models; did you mean \"location_name\"?"] =
        function(m) m.shapes.Parcel.members.kind.locationName = "x" end,
      ["waiters.parcel_gone.acceptors.2.argument is not a field of models"] =
        function(m) m.waiters.parcel_gone.acceptors[2].argument = "x" end,
      ["the model has a key that is a number"] = function(m) m[1] = "x" end,
      ["operations has a key that is a boolean"] = function(m) m.operations[true] = {} end,
    }
    for message, change in pairs(cases) do assert.equal(message, refused(change)) end
  end)

  it("misses fields", function()
    for _, name in ipairs({ "name", "service_id", "endpoint_prefix", "signing_name", "protocol", "operations", "shapes" }) do
      assert.equal(name .. " is missing", refused(function(m) m[name] = nil end))
    end
    assert.equal("target_prefix is missing", refused(function(m) m.protocol = "awsJson1.0" end))
    for _, name in ipairs({ "name", "method", "path" }) do
      assert.equal("operations.get_parcel." .. name .. " is missing", refused(function(m) m.operations.get_parcel[name] = nil end))
    end
    assert.equal("shapes.Parcel.type is missing", refused(function(m) m.shapes.Parcel.type = nil end))
    assert.equal("shapes.Labels.member is missing", refused(function(m) m.shapes.Labels.member = nil end))
    assert.equal("shapes.Tags.key is missing", refused(function(m) m.shapes.Tags.key = nil end))
    assert.equal("waiters.parcel_gone.delay is missing", refused(function(m) m.waiters.parcel_gone.delay = nil end))
  end)

  it("has values of other types", function()
    local cases = {
      ["operations is a string, not a table"] = function(m) m.operations = "x" end,
      ["operations.get_parcel is a number, not a table"] = function(m) m.operations.get_parcel = 5 end,
      ["operations.get_parcel.input is a table, not a string"] = function(m) m.operations.get_parcel.input = {} end,
      ["operations.get_parcel.method is not an HTTP method"] = function(m) m.operations.get_parcel.method = "GET /x" end,
      ["operations.get_parcel.path is not a path: it does not begin with /"] = function(m) m.operations.get_parcel.path = "x" end,
      ["operations.get_parcel.read_only is a string, not a boolean"] = function(m) m.operations.get_parcel.read_only = "yes" end,
      ["operations.get_parcel.errors is not a list of strings"] = function(m) m.operations.get_parcel.errors = { 5 } end,
      ["shapes.Parcel.required is a list with holes"] = function(m) m.shapes.Parcel.required = { [2] = "state" } end,
      ["shapes.Parcel.members.state is a boolean, not a string"] = function(m) m.shapes.Parcel.members.state = true end,
      ["shapes.Parcel.members is a boolean, not a table"] = function(m) m.shapes.Parcel.members = true end,
      ["shapes.Labels.min is a table"] = function(m) m.shapes.Labels.min = {} end,
      ["waiters.parcel_gone.acceptors is a number, not a table"] = function(m) m.waiters.parcel_gone.acceptors = 5 end,
      ["waiters.parcel_gone.acceptors.1.state is \"maybe\", not one of success, failure, retry"] =
        function(m) m.waiters.parcel_gone.acceptors[1].state = "maybe" end,
      ["protocol is \"query\", not one of awsJson1.0, awsJson1.1, restJson1"] = function(m) m.protocol = "query" end,
      ["name is not a name of lower-case letters, digits and _"] = function(m) m.name = "Depot 1" end,
      ["endpoint_prefix is not the beginning of a host name"] = function(m) m.endpoint_prefix = "a/b" end,
      ["signing_name is not a name of letters, digits and hyphens"] = function(m) m.signing_name = "a/b" end,
    }
    for message, change in pairs(cases) do assert.equal(message, refused(change)) end
  end)

  it("is told in one line, whatever its names are", function()
    local err = failure(aws.service, { name = "depot\r\nX: 1", ["a\nb\27"] = {} })
    assert.matches("a\\x0ab\\x1b is not a field of models", err.message, 1, true)
    assert.is_nil(tostring(err):find("[%z\1-\31\127]"))
    assert.is_nil(err.service)
  end)

  it("names what is not there", function()
    local cases = {
      ["operations.get_parcel.input is \"Nothing\", which is not a structure of the model"] =
        function(m) m.operations.get_parcel.input = "Nothing" end,
      ["operations.get_parcel.output is \"Labels\", which is not a structure of the model"] =
        function(m) m.operations.get_parcel.output = "Labels" end,
      ["operations.get_parcel.errors.1 is \"Fire\", which is not a structure of the model"] =
        function(m) m.operations.get_parcel.errors = { "Fire" } end,
      ["shapes.Labels.member is \"Lable\", which is not a shape of the model"] = function(m) m.shapes.Labels.member = "Lable" end,
      ["shapes.Parcel.members.state is \"Stat\", which is not a shape of the model"] =
        function(m) m.shapes.Parcel.members.state = "Stat" end,
      ["shapes.Parcel.members.kind is \"int\", which is not a shape of the model"] =
        function(m) m.shapes.Parcel.members.kind.shape = "int" end,
      ["waiters.parcel_gone.operation is \"get\", which is not an operation of the model"] =
        function(m) m.waiters.parcel_gone.operation = "get" end,
    }
    for message, change in pairs(cases) do assert.equal(message, refused(change)) end
  end)

  it("has operations of names that cannot be", function()
    local function renamed(name)
      return function(m) m.operations[name], m.operations.get_status = m.operations.get_status, nil end
    end
    for _, name in ipairs({ "new", "close", "config", "prepare", "pages", "each", "all" }) do
      assert.equal(("operations.%s has the name of something that every module or client has"):format(name), refused(renamed(name)))
    end
    for _, name in ipairs({ "GetStatus", "get-status", "1st", "" }) do
      assert.equal(("operations.%s is not a name of lower-case letters, digits and _"):format(name), refused(renamed(name)))
    end
  end)

  it("is told of with all its faults, the first five by name", function()
    local message = refused(function(m)
      for i = 1, 7 do m["field" .. i] = i end
    end)
    assert.truthy(message:find("^field1 is not a field of models; field2 .*field5 is not a field of models; and 2 more$"), message)
  end)

  it("may have what nothing serves: that operation is refused, the others work", function()
    local model = depot.model()
    model.operations.get_status.host_prefix = "data."
    local client, transport = scripted.client(aws.service(model), { scripted.answer() })
    local err = failure(client.get_status)
    assert.same({ "ConfigError", "get_status" }, { err.type, err.operation })
    client.delete_parcel({ parcelId = "p-1" })
    assert.equal(1, #transport.requests)
  end)
end)
