local errors = require "aws.errors"
local json = require "spec.support.json"
local outcome = require "aws.client.outcome"
local protocol = require "aws.protocol"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

local shapes = {
  Strings = { type = "list", member = "string" },
  Times = { type = "list", member = "Time" },
  Integers = { type = "list", member = "integer" },
  Time = { type = "timestamp" },
  HttpTime = { type = "timestamp", timestamp_format = "rfc822" },
  Parameters = { type = "map", key = "string", value = "string" },
  ParameterLists = { type = "map", key = "string", value = "Strings" },
  Nothing = { type = "structure", members = {} },
  PutInput = {
    type = "structure",
    required = { "bucket", "key" },
    members = {
      bucket = { shape = "string", location = "uri" },
      key = { shape = "string", location = "uri", location_name = "Key-Name" },
      tags = { shape = "Strings", location = "querystring", location_name = "tag" },
      numbers = { shape = "Integers", location = "querystring" },
      times = { shape = "Times", location = "querystring" },
      since = { shape = "timestamp", location = "querystring" },
      flag = { shape = "boolean", location = "querystring" },
      more = { shape = "Parameters", location = "querystring" },
      many = { shape = "ParameterLists", location = "querystring" },
      owner = { shape = "string", location = "header", location_name = "X-Owner" },
      changed = { shape = "timestamp", location = "header", location_name = "If-Modified-Since" },
      size = { shape = "long", location = "header", location_name = "X-Size" },
      comment = "string",
    },
  },
  GetInput = {
    type = "structure",
    required = { "id" },
    members = {
      id = { shape = "integer", location = "uri" },
      when = { shape = "timestamp", location = "uri" },
    },
  },
  GetOutput = {
    type = "structure",
    members = {
      code = { shape = "integer", location = "statusCode" },
      etag = { shape = "string", location = "header", location_name = "ETag" },
      size = { shape = "long", location = "header", location_name = "X-Size" },
      ready = { shape = "boolean", location = "header", location_name = "X-Ready" },
      modified = { shape = "timestamp", location = "header", location_name = "Last-Modified" },
      stamped = { shape = "HttpTime", location = "header", location_name = "X-Stamped" },
      comment = "string",
    },
  },
  HeadOutput = {
    type = "structure",
    members = { etag = { shape = "string", location = "header", location_name = "ETag" } },
  },
  GoneError = {
    type = "structure",
    exception = true,
    fault = "server",
    members = {
      message = "string",
      since = { shape = "integer", location = "header", location_name = "Gone-Since" },
      parts = "Strings",
    },
  },
}

local rest = {
  name = "toy",
  protocol = "restJson1",
  shapes = shapes,
  operations = {
    put = { name = "Put", method = "PUT", path = "/{bucket}/x/{Key-Name+}", input = "PutInput", output = "Nothing" },
    get = { name = "Get", method = "GET", path = "/things/{id}", input = "GetInput", output = "GetOutput" },
    at = { name = "At", method = "GET", path = "/at/{when}/{id}", input = "GetInput" },
    head = { name = "Head", method = "HEAD", path = "/", input = "Nothing", output = "HeadOutput" },
  },
}

local awsjson = {
  name = "toy",
  protocol = "awsJson1.1",
  target_prefix = "Toy_20200101",
  shapes = shapes,
  operations = {
    run = { name = "Run", method = "POST", path = "/", input = "Nothing", output = "GetOutput" },
    note = { name = "Note", method = "POST", path = "/", input = "HeadInput" },
  },
}
shapes.HeadInput = { type = "structure", members = { text = "string" } }

local function build(name, input, service)
  service = service or rest
  return protocol.build(protocol.compile(service, name), input)
end

local function put(changes)
  local input = { bucket = "b", key = "k" }
  for name, value in pairs(changes) do input[name] = value end
  return build("put", input)
end

local function parse(name, response, service)
  response.headers = response.headers or {}
  return protocol.parse(protocol.compile(service or rest, name), response)
end

local function parse_error(response)
  response.headers = response.headers or {}
  return protocol.parse_error(protocol.compile(rest, "get"), response)
end

describe("requests of restJson1", function()
  it("put labels into the path, encoded", function()
    assert.equal("/b/x/k", put({}).path)
    assert.equal("/a%2Fb%20%25%C3%A9%7BKey-Name%2B%7D/x/k", put({ bucket = "a/b %é{Key-Name+}" }).path)
    assert.equal("/b/x/a/b//c%20%3F%23%2B", put({ key = "a/b//c ?#+" }).path)
    assert.equal("/b/x/%25s%251", put({ key = "%s%1" }).path)
  end)

  it("write numbers and times into the path", function()
    assert.equal("/things/12", build("get", { id = 12 }).path)
    assert.equal("/things/-3", build("get", { id = -3 }).path)
    assert.equal("/at/2024-02-29T23%3A59%3A58Z/1", build("at", { id = 1, when = scripted.time }).path)
  end)

  it("refuse an empty label and a missing one", function()
    local err = failure(put, { bucket = "" })
    assert.is_true(errors.is(err, "ParamValidationError"))
    assert.same({ { path = "bucket", message = "must not be empty" } }, err.problems)
    err = failure(build, "put", {})
    assert.equal(2, #err.problems)
  end)

  it("put members into the query, sorted", function()
    assert.equal("", put({}).query)
    assert.equal("tag=a%20b&tag=c%26d", put({ tags = { "a b", "c&d" } }).query)
    assert.equal("numbers=1&numbers=20", put({ numbers = { 1, 20 } }).query)
    assert.equal("flag=true&since=2024-02-29T23%3A59%3A58Z", put({ flag = true, since = scripted.time }).query)
    assert.equal("flag=false", put({ flag = false }).query)
    assert.equal("a%3D=b%2Bc&z=", put({ more = { ["a="] = "b+c", z = "" } }).query)
    assert.equal("", put({ tags = {}, more = {} }).query)
  end)

  it("put times of a list and lists of a map into the query", function()
    assert.equal("times=1970-01-01T00%3A00%3A00Z&times=1970-01-01T00%3A00%3A01Z", put({ times = { 0, 1 } }).query)
    assert.equal("a=1&a=2&b=3", put({ many = { a = { "1", "2" }, b = { "3" } } }).query)
  end)

  it("put members into headers", function()
    local headers = put({ owner = "me", changed = scripted.time, size = 2 ^ 40 }).headers
    local request = { headers = headers }
    assert.equal("me", (scripted.header(request, "X-Owner")))
    assert.equal("Thu, 29 Feb 2024 23:59:58 GMT", (scripted.header(request, "If-Modified-Since")))
    assert.equal("1099511627776", (scripted.header(request, "X-Size")))
    assert.equal("application/json", (scripted.header(request, "Content-Type")))
  end)

  it("put only the rest into the body", function()
    local request = put({ comment = "c", owner = "me", tags = { "t" } })
    assert.equal("PUT", request.method)
    assert.same({ comment = "c" }, json.decode(request.body))
    assert.equal("{}", put({}).body)
  end)

  it("have neither body nor content type when no member goes there", function()
    local request = build("get", { id = 1 })
    assert.equal("GET", request.method)
    assert.equal("", request.body)
    assert.same({}, request.headers)
    assert.equal("", build("head", {}).body)
  end)

  it("do not share what they were built from", function()
    local operation = protocol.compile(rest, "put")
    local input = { bucket = "b", key = "k", owner = "me" }
    protocol.build(operation, input)
    assert.same({ bucket = "b", key = "k", owner = "me" }, input)
    local request = protocol.build(operation, { bucket = "b", key = "k" })
    assert.is_nil((scripted.header(request, "X-Owner")))
  end)
end)

describe("requests of awsJson1.1", function()
  it("name the operation in a header and put everything into the body", function()
    local request = build("note", { text = "é/" }, awsjson)
    assert.equal("POST", request.method)
    assert.equal("/", request.path)
    assert.equal("", request.query)
    assert.equal('{"text":"é/"}', request.body)
    assert.equal("application/x-amz-json-1.1", (scripted.header(request, "Content-Type")))
    assert.equal("Toy_20200101.Note", (scripted.header(request, "X-Amz-Target")))
  end)

  it("have an empty object as body when there is no input", function()
    assert.equal("{}", build("run", {}, awsjson).body)
  end)
end)

describe("outputs", function()
  it("have members of the body, of headers and of the status", function()
    local output = parse("get", {
      status = 203,
      body = '{"comment":"c"}',
      headers = {
        etag = '"e"', ["x-size"] = "12", ["x-ready"] = "true", ["last-modified"] = "Thu, 29 Feb 2024 23:59:58 GMT",
        ["x-stamped"] = "Thu, 29 Feb 2024 23:59:59 GMT", ["x-other"] = "o",
      },
    })
    assert.same({
      code = 203, etag = '"e"', size = 12, ready = true, modified = scripted.time, stamped = scripted.time + 1, comment = "c",
    }, output)
    if math.type then assert.equal("integer", math.type(output.size)) end
  end)

  it("lack members whose header is missing", function()
    assert.same({ code = 200 }, (parse("get", { status = 200, body = "{}" })))
  end)

  it("cannot be read when a header cannot", function()
    for name, text in pairs({ ["x-size"] = "twelve", ["x-ready"] = "perhaps", ["last-modified"] = "yesterday" }) do
      local output, fault = parse("get", { status = 200, body = "{}", headers = { [name] = text } })
      assert.is_nil(output)
      assert.is_string(fault)
    end
  end)

  it("may have no body only where no member is in it", function()
    assert.same({ etag = "e" }, (parse("head", { status = 200, body = "", headers = { etag = "e" } })))
    assert.same({}, (parse("at", { status = 200, body = "" })))
    assert.same({}, (parse("put", { status = 204, body = "" })))
    for _, body in ipairs({ "", " ", "null", "[]", "{", "{} x", '"a"', "<html>" }) do
      local output, fault = parse("get", { status = 200, body = body })
      assert.is_nil(output, body)
      assert.is_string(fault)
    end
  end)

  it("of an operation without one are read all the same: a page is no success", function()
    for _, body in ipairs({ "", "{}", '{"a":1}' }) do
      assert.same({}, (parse("note", { status = 200, body = body }, awsjson)))
    end
    for _, body in ipairs({ "<html>", "null", "[]", "{", " " }) do
      local output, fault = parse("note", { status = 200, body = body }, awsjson)
      assert.is_nil(output, body)
      assert.is_string(fault)
    end
  end)

  it("take the first of a header's values where it is no text", function()
    local fields = { etag = "a, b", ["x-size"] = "12, 13", ["x-ready"] = "true,false" }
    fields["last-modified"] = "Thu, 29 Feb 2024 23:59:58 GMT, Thu, 29 Feb 2024 23:59:59 GMT"
    local output = parse("get", { status = 200, body = "{}", headers = fields })
    assert.same({ code = 200, etag = "a, b", size = 12, ready = true, modified = scripted.time }, output)
  end)
end)

describe("the code of an error", function()
  local function code_of(headers, body)
    return parse_error({ status = 400, headers = headers, body = body }).type
  end

  it("is in the header, else in __type, else in code", function()
    local all = '{"__type":"InType","code":"InCode"}'
    assert.equal("InHeader", code_of({ ["x-amzn-errortype"] = "InHeader" }, all))
    assert.equal("InType", code_of({}, all))
    assert.equal("InCode", code_of({}, '{"code":"InCode"}'))
    assert.equal("InCode", code_of({ ["x-amzn-errortype"] = "" }, '{"__type":null,"code":"InCode"}'))
    assert.equal("HTTP 400", code_of({}, '{"__type":5,"code":{}}'))
    for _, body in ipairs({ "", "null", "<html>", '{"__type"', "[]" }) do assert.equal("HTTP 400", code_of({}, body)) end
  end)

  it("loses its namespace and suffix", function()
    for _, text in ipairs({ "Bad", "a.b#Bad", "a#b#Bad", "Bad:http://x#y/", "a#Bad:http://x/", " Bad " }) do
      assert.equal("Bad", code_of({ ["x-amzn-errortype"] = text }, ""))
      assert.equal("Bad", code_of({}, ('{"__type":"%s"}'):format(text)))
    end
  end)
end)

describe("an error", function()
  it("has its modelled members, converted, headers included", function()
    local err = parse_error({
      status = 410,
      headers = { ["x-amzn-errortype"] = "GoneError", ["gone-since"] = "7" },
      body = '{"message":"gone","parts":["a",null,"b"],"other":1}',
    })
    assert.equal("GoneError", err.type)
    assert.equal("gone", err.message)
    assert.equal("server", err.fault)
    assert.same({ message = "gone", since = 7, parts = { "a", "b" } }, err.fields)
  end)

  it("keeps what can be read of it", function()
    local err = parse_error({
      status = 410,
      headers = { ["x-amzn-errortype"] = "GoneError", ["gone-since"] = "soon" },
      body = '{"message":"gone","parts":5}',
    })
    assert.same({ message = "gone" }, err.fields)
    assert.same({}, parse_error({ status = 410, headers = { ["x-amzn-errortype"] = "GoneError" }, body = "<" }).fields)
  end)

  it("that is not modelled has no fields, and its side by the status", function()
    local err = parse_error({ status = 403, body = '{"__type":"Denied","Message":"no"}' })
    assert.equal("no", err.message)
    assert.same({}, err.fields)
    assert.equal("client", err.fault)
    assert.equal("server", parse_error({ status = 502, body = "" }).fault)
    assert.same({}, parse_error({ status = 400, body = '{"__type":"GetInput"}' }).fields)
  end)

  it("is retryable and throttling by code and status", function()
    local operation = protocol.compile(rest, "get")
    local function flags(status, code)
      local response = { status = status, body = "", headers = { ["x-amzn-errortype"] = code } }
      local _, err, is_transient = outcome.of(operation, "https://host", response)
      return { not not is_transient, not not err.throttling }
    end
    assert.same({ false, false }, flags(400, "ValidationException"))
    assert.same({ true, true }, flags(400, "ThrottlingException"))
    assert.same({ true, true }, flags(429))
    assert.same({ true, false }, flags(503))
    assert.same({ true, false }, flags(400, "RequestTimeout"))
    assert.same({ false, false }, flags(501))
    assert.same({ true, true }, flags(400, "PriorRequestNotComplete"))
  end)
end)

describe("protocol.request_id", function()
  it("knows every header that may hold it", function()
    assert.equal("a", protocol.request_id({ ["x-amzn-requestid"] = "a", ["x-amz-request-id"] = "b" }))
    assert.equal("b", protocol.request_id({ ["x-amz-request-id"] = "b" }))
    assert.equal("c", protocol.request_id({ ["x-amzn-request-id"] = "c" }))
    assert.is_nil(protocol.request_id({}))
  end)
end)
