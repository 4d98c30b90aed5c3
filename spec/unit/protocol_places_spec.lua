-- Where members of inputs, outputs and errors may be outside the body, and what is refused when a model is compiled.
local errors = require "aws.errors"
local protocol = require "aws.protocol"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

--- A service whose operation has members of these facts in its input, and in its output.
local function with_members(input, output, path, more)
  local service = { name = "toy", protocol = "restJson1", shapes = { In = { type = "structure", members = input or {} } } }
  service.shapes.Out = { type = "structure", members = output or {} }
  service.shapes.Error = { type = "structure", exception = true, members = more or {} }
  for _, kind in ipairs({ "string", "integer", "long", "double", "boolean", "timestamp", "blob", "document" }) do
    service.shapes[kind .. "s"] = { type = "list", member = kind }
    service.shapes[kind .. "s_by_name"] = { type = "map", key = "string", value = kind }
  end
  service.shapes.lists = { type = "list", member = "strings" }
  service.shapes.lists_by_name = { type = "map", key = "string", value = "lists" }
  service.operations = { run = { name = "Run", method = "GET", path = path or "/", input = "In", output = "Out", errors = { "Error" } } }
  return service
end

local function one(shape, location) return { x = { shape = shape, location = location } } end

describe("a model with what the protocol does not serve", function()
  local function refusal(service)
    local err = failure(protocol.compile, service, "run")
    assert.is_true(errors.is(err, "ConfigError"), tostring(err))
    return err.message
  end

  for location, wrong in pairs({
    header = { "strings_by_name", "In", "blob", "document", "lists", "blobs" },
    uri = { "strings", "strings_by_name", "In", "blob", "document" },
    querystring = { "In", "blob", "document", "lists", "blobs", "blobs_by_name", "lists_by_name" },
    headers = { "string", "strings", "integers_by_name", "In" }, statusCode = { "integer" },
  }) do
    for _, shape in ipairs(wrong) do
      it(("is refused by name: %s of an input in %s"):format(shape, location), function()
        local message = refusal(with_members(one(shape, location), nil, location == "uri" and "/{x}" or "/"))
        assert.matches('the model of toy is not served: shape "In": member "x"', message, 1, true)
        assert.truthy(message:find(('"%s"'):format(location), 1, true), message)
      end)
    end
  end

  for location, wrong in pairs({
    header = { "strings_by_name", "In", "blob", "document", "lists" }, headers = { "string", "integers_by_name" },
    statusCode = { "string" },
  }) do
    for _, shape in ipairs(wrong) do
      it(("is refused by name: %s of an output or error in %s"):format(shape, location), function()
        assert.truthy(refusal(with_members(nil, one(shape, location))):find('shape "Out": member "x"', 1, true))
        assert.truthy(refusal(with_members(nil, nil, nil, one(shape, location))):find('shape "Error": member "x"', 1, true))
      end)
    end
  end

  it("is refused for a label that no member fills", function()
    for _, path in ipairs({ "/{y}", "/{x}/{y+}", "/{X}" }) do
      assert.truthy(refusal(with_members(one("string", "uri"), nil, path)):find("no member fills the label", 1, true))
    end
  end)

  it("is refused for a header of an input that HTTP, the signature or each call has; an answer may have it", function()
    local names = {
      "Host", "Authorization", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "TE", "Trailer", "Upgrade",
      "X-Amz-Date", "X-Amz-Security-Token", "accept-encoding", "amz-sdk-request", "amz-sdk-invocation-id", "User-Agent",
    }
    for _, name in ipairs(names) do
      local member = { x = { shape = "string", location = "header", location_name = name } }
      assert.equal(('the model of toy is not served: shape "In": member "x" cannot be in the header %q'):format(name),
        refusal(with_members(member)))
      assert.is_table(protocol.compile(with_members(nil, member), "run"))
    end
    assert.truthy(refusal(with_members({ host = { shape = "string", location = "header" } })):find('in the header "host"', 1, true))
  end)

  it("is refused where the core cannot compile it", function()
    assert.equal('the model of toy is not served: shape "In": unknown shape "missing"', refusal(with_members({ x = "missing" })))
    assert.truthy(refusal(with_members(nil, one("string", "body"))):find('member "x"', 1, true))
  end)

  it("is refused for a field of the operation that nothing serves", function()
    for _, field in ipairs({ "host_prefix", "checksum_required", "endpoint_discovery", "auth", "colour" }) do
      local service = with_members()
      service.operations.run[field] = "x"
      assert.equal(('the model of toy is not served: operation "Run": field "%s" is not served'):format(field), refusal(service))
    end
  end)

  it("is refused for a free-form value in an input; in an output it is read", function()
    assert.truthy(refusal(with_members({ x = "document" })):find('type "document" is not served', 1, true))
    assert.truthy(refusal(with_members({ x = "documents_by_name" })):find('type "document" is not served', 1, true))
    local operation = protocol.compile(with_members(nil, { x = "document" }), "run")
    assert.same({ x = { 1, { a = true } } }, (protocol.parse(operation, {
      status = 200, headers = {}, body = '{"x":[1,{"a":true}]}',
    })))
  end)

  it("is a ConfigError of the call, before anything is sent", function()
    local service = with_members(one("blob", "header"))
    service.service_id, service.endpoint_prefix, service.signing_name = "Toy", "toy", "toy"
    local err = failure(scripted.client(require("aws.client").module(service), {}).run, {})
    assert.same({ "ConfigError", "toy", "run", "no", 0 }, { err.type, err.service, err.operation, err.applied, err.attempts })
  end)

  it("is not one with every place that is served", function()
    for _, shape in ipairs({ "string", "integer", "long", "double", "boolean", "timestamp" }) do
      assert.is_table(protocol.compile(with_members(one(shape, "uri"), one(shape, "header"), "/{x+}"), "run"))
      for _, container in ipairs({ shape, shape .. "s", shape .. "s_by_name" }) do
        assert.is_table(protocol.compile(with_members(one(container, "querystring")), "run"))
      end
      assert.is_table(protocol.compile(with_members(one(shape .. "s", "header"), one(shape .. "s", "header")), "run"))
    end
    assert.is_table(protocol.compile(with_members(nil, one("integer", "statusCode")), "run"))
  end)
end)

local function compile(...)
  return protocol.compile(with_members(...), "run")
end

describe("lists in headers", function()
  local function header(shape, value)
    return (scripted.header(protocol.build(compile(one(shape, "header")), { x = value }), "x"))
  end

  it("are sent as one, a text with a comma in quotes", function()
    assert.equal("a, b", header("strings", { "a", "b" }))
    assert.equal('"a,b", "c\\"", d\\', header("strings", { "a,b", 'c"', "d\\" }))
    assert.equal("1, -2", header("integers", { 1, -2 }))
    assert.equal("true, false", header("booleans", { true, false }))
    assert.equal("Thu, 29 Feb 2024 23:59:58 GMT, Thu, 01 Jan 1970 00:00:00 GMT", header("timestamps", { scripted.time, 0 }))
    assert.is_nil(header("strings", {}))
  end)

  it("are read, or are what cannot be read", function()
    local function read(shape, text)
      return protocol.parse(compile(nil, one(shape, "header")), { status = 200, body = "{}", headers = { x = text } })
    end
    assert.same({ x = { "a,b", "c" } }, (read("strings", '"a,b", c')))
    assert.same({ x = { 1, 2 } }, (read("integers", "1,2")))
    assert.same({ x = { scripted.time, 0 } }, (read("timestamps", "Thu, 29 Feb 2024 23:59:58 GMT, Thu, 01 Jan 1970 00:00:00 GMT")))
    local output, fault = read("integers", "1, two")
    assert.is_nil(output)
    assert.equal("x: cannot read the header's value", fault)
  end)
end)
