-- What a model may say of an operation beyond members in a body: payloads, headers by prefix, parameters by name,
-- constant queries, labels, tokens, no input at all; and how awsJson sees the same.
local errors = require "aws.errors"
local json = require "spec.support.json"
local protocol = require "aws.protocol"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

local shapes = {
  Texts = { type = "map", key = "string", value = "string" },
  TextLists = { type = "map", key = "string", value = "Strings" },
  Strings = { type = "list", member = "string" },
  Point = { type = "structure", required = { "x" }, members = { x = "long", y = "double" } },
  Choice = { type = "structure", union = true, members = { text = "string", number = "long" } },
  Free = { type = "document" },
  Times = { type = "list", member = "timestamp" },
  TimesByName = { type = "map", key = "string", value = "Times" },
  Epoch = { type = "timestamp", timestamp_format = "unixTimestamp" },
}

--- An operation whose input, output and error have these facts.
local function compile(facts)
  local service = { name = "toy", protocol = facts.protocol or "restJson1", target_prefix = "Toy", shapes = {} }
  for name, shape in pairs(shapes) do service.shapes[name] = shape end
  local operation = { name = "Run", method = "POST", path = facts.path or "/", status = facts.status }
  for field, name in pairs({ input = "In", output = "Out" }) do
    if facts[field] then
      service.shapes[name], operation[field] = facts[field], name
      facts[field].type = "structure"
    end
  end
  for name, shape in pairs(facts.errors or {}) do
    service.shapes[name] = shape
    shape.type, shape.exception = "structure", true
  end
  operation.errors = facts.listed
  service.operations = { run = operation }
  return protocol.compile(service, "run")
end

local function build(facts, input) return protocol.build(compile(facts), input or {}) end

local function header(request, name) return (scripted.header(request, name)) end

local function problems_of(facts, input)
  local err = failure(build, facts, input)
  assert.is_true(errors.is(err, "ParamValidationError"), tostring(err))
  return err.problems
end

local function parse(facts, body, headers, status)
  return protocol.parse(compile(facts), { status = status or 200, headers = headers or {}, body = body })
end

local function at(location, shape, name) return { shape = shape, location = location, location_name = name } end

describe("an operation without input", function()
  it("takes nothing, and is sent", function()
    local request = build({})
    assert.same({ "POST", "/", "", "", {} }, { request.method, request.path, request.query, request.body, request.headers })
    assert.equal("{}", build({ protocol = "awsJson1.1" }).body)
    assert.same({ { path = "x", message = "is unknown" } }, problems_of({}, { x = 1 }))
  end)

  it("has an output of nothing where the model has none", function()
    assert.same({}, (parse({}, "")))
    assert.same({}, (parse({}, '{"x":1}')))
  end)
end)

describe("awsJson", function()
  it("names its version in the content type", function()
    for version, content_type in pairs({ ["1.0"] = "application/x-amz-json-1.0", ["1.1"] = "application/x-amz-json-1.1" }) do
      local request = build({ protocol = "awsJson" .. version })
      assert.equal(content_type, header(request, "Content-Type"))
      assert.equal("Toy.Run", header(request, "X-Amz-Target"))
    end
  end)

  it("has all members in the body, wherever a model says they are", function()
    local members = {
      a = at("header", "string", "X-A"), b = at("querystring", "string"), c = at("uri", "string"), d = at("headers", "Texts"),
      e = "string",
    }
    local values = { a = "1", b = "2", c = "", d = { k = "v" }, e = "3" }
    local facts = { protocol = "awsJson1.0", input = { members = members, payload = "e" }, output = { members = members } }
    local request = build(facts, values)
    assert.same(values, json.decode(request.body))
    assert.same({ "/", "" }, { request.path, request.query })
    assert.is_nil(header(request, "X-A"))
    assert.same({ a = "1" }, (parse(facts, '{"a":"1"}', { ["x-a"] = "2" })))
  end)

  it("is refused without a target, as is any other protocol", function()
    local service = { name = "toy", protocol = "awsJson1.1", shapes = {}, operations = { run = { name = "Run", path = "/" } } }
    assert.truthy(failure(protocol.compile, service, "run").message:find("target_prefix is missing", 1, true))
    for _, name in ipairs({ "query", "awsJson1.2", "restXml", "" }) do
      service.protocol = name
      local message = failure(protocol.compile, service, "run").message
      assert.equal(('the model of toy is not served: protocol "%s" is not served'):format(name), message)
    end
  end)
end)

describe("a query", function()
  local facts = {
    path = "/x?fixed=1&flag",
    input = {
      members = {
        list = at("querystring", "Strings", "l"), one = at("querystring", "double"), map = at("querystring", "Texts"),
        lists = at("querystring", "TextLists"),
      },
    },
  }

  it("keeps the order of lists, and what the path has", function()
    local request = build(facts, { list = { "b", "a", "b", "" }, one = 0.5 })
    assert.equal("/x", request.path)
    assert.equal("fixed=1&flag&l=b&l=a&l=b&l=&one=0.5", request.query)
    assert.equal("fixed=1&flag", build(facts, { list = {} }).query)
    assert.equal("lists=2&lists=1", build({ input = { members = { lists = at("querystring", "Strings") } } },
      { lists = { "2", "1" } }).query)
  end)

  it("has the parameters of maps, but for those that a member sets", function()
    assert.equal("fixed=1&flag&a=1&l=x&z=2", build(facts, { list = { "x" }, map = { l = "y", z = "2", a = "1" } }).query)
    assert.equal("fixed=1&flag&k=2&k=1", build(facts, { lists = { k = { "2", "1" }, none = {} } }).query)
  end)

  it("writes numbers in full, and those that are not finite by name", function()
    local function text(value) return build(facts, { one = value }).query:match("one=(.*)") end
    assert.equal("NaN", text(0 / 0))
    assert.equal("Infinity", text(math.huge))
    assert.equal("-Infinity", text(-math.huge))
    assert.equal("0", text(-0.0))
    assert.equal("1e-07", text(1e-7))
    local long = { input = { members = { n = at("querystring", "long") } } }
    if math.type then
      assert.equal("n=9223372036854775807", build(long, { n = math.maxinteger }).query)
      assert.equal("n=-9223372036854775808", build(long, { n = math.mininteger }).query)
      assert.equal("n=9007199254740993", build(long, { n = 9007199254740993 }).query)
    end
    assert.equal("n=4503599627370496", build(long, { n = 2 ^ 52 }).query)
  end)

  it("is read raw: metamethods do not run", function()
    local trap = setmetatable({ "a" }, { __index = function() return "endless" end })
    assert.equal("fixed=1&flag&l=a", build(facts, { list = trap }).query)
  end)
end)

describe("labels", function()
  local members = { a = at("uri", "string"), b = at("uri", "string", "B"), c = "Point" }

  it("are needed, with all other problems at once", function()
    local facts = { path = "/{a}/{B+}", input = { members = members, required = { "a" } } }
    assert.same({
      { path = "a", message = "must not be empty" },
      { path = "c.x", message = "is required" },
      { path = "b", message = "is required" },
    }, problems_of(facts, { a = "", c = {} }))
    assert.same({ { path = "a", message = "is required" }, { path = "b", message = "must not be empty" } },
      problems_of(facts, { b = "" }))
    assert.same({
      { path = "a", message = 'must not be "..": it would be another path' },
      { path = "b", message = 'must not be ".": it would be another path' },
    }, problems_of(facts, { a = "..", b = "." }))
    assert.equal("/.../..%25", build(facts, { a = "...", b = "..%" }).path)
    for text, inside in pairs({ ["../x"] = "..", ["x/.."] = "..", ["x/../y"] = "..", ["x/./y"] = ".", ["a//."] = "." }) do
      assert.same({ { path = "b", message = ('must not have "%s" between slashes: it would be another path'):format(inside) } },
        problems_of(facts, { a = "a", b = text }))
    end
    assert.equal("/..%2Fx/.../..x/y..//", build(facts, { a = "../x", b = ".../..x/y..//" }).path)
    assert.equal("/x%2Fy/p/q%20r", build(facts, { a = "x/y", b = "p/q r" }).path)
    assert.equal("/{B+}/{a}", (build(facts, { a = "{B+}", b = "{a}" }).path:gsub("%%7B", "{"):gsub("%%7D", "}"):gsub("%%2B", "+")))
  end)
end)

describe("a time in a path, a query or a header", function()
  local members = {
    a = at("uri", "timestamp"), b = at("querystring", "timestamp"), c = at("header", "timestamp"), d = at("querystring", "Times"),
    e = at("querystring", "TimesByName"), f = at("querystring", "Epoch"),
  }
  local facts = { path = "/{a}", input = { members = members } }

  it("that has no date is refused: it would be left out", function()
    local message = "is out of range: years 1 to 9999"
    assert.same({
      { path = "a", message = message }, { path = "b", message = message }, { path = "c", message = message },
      { path = "d[2]", message = message }, { path = 'e["k"][1]', message = message },
    }, problems_of(facts, { a = 1e300, b = 253402300800, c = -62135596801, d = { 0, 1e15 }, e = { k = { -1e15 } }, f = 1e15 }))
  end)

  it("is sent to the last second of the year 9999", function()
    local request = build(facts, { a = 253402300799, b = -62135596800, c = -0.5, d = { 0 }, e = { k = { 1 } }, f = 1e15 })
    assert.equal("/9999-12-31T23%3A59%3A59Z", request.path)
    assert.equal("b=0001-01-01T00%3A00%3A00Z&d=1970-01-01T00%3A00%3A00Z&f=1000000000000000&k=1970-01-01T00%3A00%3A01Z", request.query)
    assert.same({ "c", "Wed, 31 Dec 1969 23:59:59 GMT" }, request.headers[1])
  end)

  it("is refused once where it is not a time at all, or contains itself", function()
    local circle = {}
    circle.k = circle
    assert.same({
      { path = "a", message = "expected a timestamp, got a number that is not finite" },
      { path = "b", message = "expected a timestamp in seconds since 1970, got a string" },
      { path = 'e["k"]["k"]', message = "is not a list index" },
    }, problems_of(facts, { a = 0 / 0, b = "now", e = circle }))
  end)
end)

describe("headers by prefix", function()
  local members = { meta = at("headers", "Texts", "X-Meta-"), own = at("header", "string", "x-meta-own"), all = "string" }
  local facts = { input = { members = members }, output = { members = members } }

  it("are sent, but for one that a member sets", function()
    local request = build(facts, { meta = { b = "2", a = "1", OWN = "lost" }, own = "kept" })
    assert.same({
      { "x-meta-own", "kept" }, { "X-Meta-a", "1" }, { "X-Meta-b", "2" }, { "Content-Type", "application/json" },
    }, request.headers)
    assert.same({ { path = 'meta["a"]', message = "expected a string, got a number" } }, problems_of(facts, { meta = { a = 1 } }))
  end)

  it("and others are refused where they would end, or are no names", function()
    local more = { list = at("header", "Strings"), meta = members.meta, own = members.own, all = { shape = "long" } }
    assert.same({
      { path = "all", message = "expected an integer, got a string" },
      { path = "list[2]", message = "must not have CR, LF or NUL: it is a header" },
      { path = 'meta["a b"]', message = "must not have such characters: it is in the name of a header" },
      { path = "own", message = "must not have CR, LF or NUL: it is a header" },
    }, problems_of({ input = { members = more } }, { list = { "a", "b\0" }, own = "a\r\nX: y", all = "x", meta = { ["a b"] = "1" } }))
    for _, key in ipairs({ "a:", "a\n", "\195\188", "a\"", "(" }) do
      assert.equal(1, #problems_of(facts, { meta = { [key] = "1" } }))
    end
    assert.equal('meta["a?' .. ("k"):rep(62) .. '"]', problems_of(facts, { meta = { ["a\n" .. ("k"):rep(99)] = "1" } })[1].path)
    assert.equal(1, #problems_of({ input = { members = { m = at("headers", "Texts") } } }, { m = { [""] = "1" } }))
    assert.equal(2, #build(facts, { meta = { ["a!#$%&'*+.^_`|~-"] = "\tx" } }).headers)
  end)

  it("are refused where HTTP, the signature or each call has that header", function()
    local every = { input = { members = { m = at("headers", "Texts"), x = at("headers", "Texts", "X-Amz-") } } }
    local message = "must not be there: no input sets that header"
    assert.same({ { path = 'm["HOST"]', message = message }, { path = 'x["date"]', message = message } },
      problems_of(every, { m = { HOST = "elsewhere" }, x = { date = "1" } }))
    assert.equal(2, #build(every, { m = { Hosts = "1" }, x = { dates = "2" } }).headers)
  end)

  it("are read", function()
    local output = parse(facts, "{}", { ["x-meta-a"] = "1", ["x-meta-own"] = "o", other = "x", ["x-meta"] = "y" })
    assert.same({ meta = { a = "1", own = "o" }, own = "o" }, output)
    assert.same({}, (parse(facts, "{}", { other = "x" })))
    local every = { output = { members = { all = at("headers", "Texts") } } }
    assert.same({ all = { a = "1", b = "2" } }, (parse(every, "", { a = "1", b = "2" })))
  end)
end)

describe("a payload", function()
  local function with(shape, more)
    local members = { body = shape, kind = at("header", "string", "Content-Type"), tag = at("header", "string", "X-Tag") }
    for name, member in pairs(more or {}) do members[name] = member end
    local facts = { payload = "body", members = members }
    return { input = facts, output = facts }
  end

  it("that is a structure is the body", function()
    local facts = with("Point")
    local request = build(facts, { body = { x = 1, y = 0.5 }, tag = "t" })
    assert.same({ x = 1, y = 0.5 }, json.decode(request.body))
    assert.equal("application/json", header(request, "Content-Type"))
    assert.equal("t", header(request, "X-Tag"))
    assert.equal("{}", build(facts, {}).body)
    assert.same({ { path = "body.x", message = "is required" } }, problems_of(facts, { body = {} }))
    assert.same({ body = { x = 2 }, tag = "t" }, (parse(facts, '{"x":2}', { ["x-tag"] = "t" })))
    assert.same({}, (parse(facts, "")))
  end)

  it("that is a union or a list is one as well", function()
    assert.equal('{"text":"a"}', build(with("Choice"), { body = { text = "a" } }).body)
    local empty = build(with("Choice"), {})
    assert.equal("", empty.body)
    assert.is_nil(header(empty, "Content-Type"))
    assert.equal('["a"]', build(with("Strings"), { body = { "a" } }).body)
    assert.same({ body = { "a" } }, (parse(with("Strings"), '["a"]')))
  end)

  it("that is a blob or a text is sent and read as it is", function()
    for shape, content_type in pairs({ blob = "application/octet-stream", string = "text/plain" }) do
      local request = build(with(shape), { body = "\0\255{" })
      assert.equal("\0\255{", request.body)
      assert.equal(content_type, header(request, "Content-Type"))
      local absent = build(with(shape), {})
      assert.equal("", absent.body)
      assert.is_nil(header(absent, "Content-Type"))
      assert.same({ body = "\0\255{" }, (parse(with(shape), "\0\255{")))
      assert.same({}, (parse(with(shape), "")))
    end
  end)

  it("has the content type that a member gives it", function()
    local request = build(with("blob"), { body = "x", kind = "image/jpeg" })
    assert.equal("image/jpeg", header(request, "Content-Type"))
    assert.equal(1, #request.headers)
  end)

  it("that is free-form is read alone", function()
    local out = { output = { payload = "body", members = { body = "Free" } } }
    assert.same({ body = "hello" }, (parse(out, '"hello"')))
    assert.same({ body = false }, (parse(out, "false")))
    assert.truthy(failure(compile, with("Free")).message:find('type "document" is not served', 1, true))
  end)

  it("that cannot be read says where", function()
    local output, fault = parse(with("Point"), '{"x":"one"}')
    assert.is_nil(output)
    assert.equal("body: x: expected an integer, got a string that cannot be converted", fault)
    output, fault = parse(with("Point"), "<html>")
    assert.is_nil(output)
    assert.truthy(fault:find("<html>", 1, true), fault)
  end)

  it("is refused beside other members of the body, or with a place of its own", function()
    local message = failure(compile, with("Point", { more = "string" })).message
    assert.equal('the model of toy is not served: shape "In": member "more" cannot be beside a payload', message)
    local facts = { input = { payload = "body", members = { body = at("header", "string") } } }
    assert.truthy(failure(compile, facts).message:find('member "body" cannot be beside a payload', 1, true))
  end)
end)

describe("tokens", function()
  local facts = {
    input = {
      required = { "token" },
      members = { token = { shape = "string", idempotency_token = true }, other = at("header", "string", "X-Other") },
    },
  }
  facts.input.members.other.idempotency_token = true

  it("are made for an input that lacks them, which stays as it is", function()
    local operation, made = compile(facts), 0
    local function new_token()
      made = made + 1
      return "token-" .. made
    end
    local input = setmetatable({ token = "mine" }, { __index = function() return "a trap" end })
    local request = protocol.build(operation, input, new_token)
    assert.same({ token = "mine" }, json.decode(request.body))
    assert.equal("token-1", header(request, "X-Other"))
    assert.is_nil(rawget(input, "other"))
    request = protocol.build(operation, {}, new_token)
    assert.is_truthy(json.decode(request.body).token:find("^token%-[23]$"))
    assert.equal(3, made)
    protocol.build(operation, { token = "a", other = "b" }, new_token)
    assert.equal(3, made)
    for _, wrong in ipairs({ "x", 5, false }) do
      assert.is_true(errors.is(failure(protocol.build, operation, wrong, new_token), "ParamValidationError"))
    end
  end)
end)

describe("errors", function()
  local facts = {
    listed = { "Gone" },
    errors = {
      Gone = { members = { meta = at("headers", "Texts", "X-"), count = at("header", "long", "X-Count") } },
      Unlisted = { fault = "server", members = { detail = "string" } },
      Renamed = { code = "Other.Name", members = { detail = "string" } },
      Whole = { payload = "body", members = { body = "Point" } },
      Unserved = { members = { x = { shape = "string", host_label = true } } },
    },
  }

  local function fields_of(code, body, headers)
    headers = headers or {}
    headers["x-amzn-errortype"] = code
    return protocol.parse_error(compile(facts), { status = 400, headers = headers, body = body })
  end

  it("that an operation does not list keep their fields", function()
    local err = fields_of("Unlisted", '{"detail":"d"}')
    assert.same({ "Unlisted", "server", { detail = "d" } }, { err.type, err.fault, err.fields })
  end)

  it("have another name on the wire where the model says so", function()
    local err = fields_of("Other.Name", '{"detail":"d"}')
    assert.same({ "Other.Name", { detail = "d" } }, { err.type, err.fields })
    assert.same({ detail = "d" }, fields_of("Renamed", '{"detail":"d"}').fields)
    assert.same({}, fields_of("Another", '{"detail":"d"}').fields)
  end)

  it("have members in headers and payloads", function()
    local fields = fields_of("Gone", "", { ["x-count"] = "many", ["x-a"] = "1", other = "o", ["x-amzn-errortype"] = "Gone" }).fields
    assert.same({ meta = { count = "many", a = "1", ["amzn-errortype"] = "Gone" } }, fields)
    assert.equal(7, fields_of("Gone", "", { ["x-count"] = "7" }).fields.count)
    assert.same({ body = { x = 1 } }, fields_of("Whole", '{"x":1}').fields)
    assert.same({}, fields_of("Whole", "<").fields)
  end)

  it("are themselves even where the model has what nothing serves", function()
    local err = fields_of("Unserved", '{"x":"1","message":"m"}')
    assert.same({ "Unserved", "m", {} }, { err.type, err.message, err.fields })
    local other = { listed = { "Unserved" }, errors = facts.errors }
    assert.truthy(failure(compile, other).message:find('member "x": field "host_label" is not served', 1, true))
  end)
end)

describe("an empty body", function()
  it("is an answer where the model says 204, or that nothing is in it", function()
    local members = { x = "string" }
    assert.same({}, (parse({ status = 204, output = { members = members } }, "", nil, 204)))
    assert.is_nil((parse({ output = { members = members } }, "", nil, 204)))
    assert.same({ x = 201 }, (parse({ output = { members = { x = at("statusCode", "integer") } } }, "", nil, 201)))
  end)

  it("of an answer has what an input has in path and query", function()
    local members = { a = at("uri", "string"), b = at("querystring", "string", "B") }
    assert.same({ a = "1", b = "2" }, (parse({ output = { members = members } }, '{"a":"1","b":"2"}')))
  end)
end)
