-- Models that the converter refuses: one line with file and path.
local ascii = require "aws.text.ascii"
local child = require "spec.support.child"
local convert = require "spec.models.convert"
local depot = require "spec.support.depot"
local folder = require "spec.support.folder"
local json = require "spec.support.json"
local writer = require "spec.models.writer"

local SERVICE = depot.BOTOCORE .. "/service-2.json: "

--- What is wrong with the small model after a change.
local function fault_of(form, change)
  local ok, fault = pcall(convert.model, depot.source(form, change))
  assert.is_false(ok, "the converter took it")
  assert.equal("string", type(fault))
  assert.is_nil(fault:find("\n", 1, true))
  return fault
end

--- Cases: change, and what is said of it.
local botocore_cases = {
  { function(s) s.metadata.protocol, s.metadata.protocols = "query", nil end,
    'metadata.protocol: "query" is not served; json and rest-json are' },
  { function(s) s.metadata.protocol, s.metadata.protocols = "rest-xml", depot.value('["rest-xml"]') end,
    'metadata.protocol: "rest-xml" is not served; json and rest-json are' },
  { function(s) s.metadata.protocols, s.metadata.protocol = nil, "json" end, "metadata.jsonVersion: has to be 1.0 or 1.1" },
  { function(s) s.metadata.signatureVersion = "s3v4" end, 'metadata.signatureVersion: "s3v4" is not served; v4 is' },
  { function(s) s.metadata.auth = depot.value('["smithy.api#httpBearerAuth"]') end,
    "metadata.auth: aws.auth#sigv4 is not among them" },
  { function(s) s.metadata.globalEndpoint = "depot.amazonaws.com" end,
    "metadata.globalEndpoint: is a field that the converter does not know" },
  { function(s) s.metadata.serviceId = nil end, "metadata.serviceId: is missing" },
  { function(s) s.metadata.apiVersion = 3 end, "metadata.apiVersion: expected a string, got a number" },
  { function(s) s.metadata = nil end, "metadata: is missing" },
  { function(s) s.operations = depot.value("[]") end, "operations: expected an object, got a list" },
  { function(s) s.operations.GetStatus.http = nil end, "operations.GetStatus.http: is missing" },
  { function(s) s.operations.GetStatus.http.verb = "GET" end,
    "operations.GetStatus.http.verb: is a field that the converter does not know" },
  { function(s) s.operations.GetStatus.teleport = true end,
    "operations.GetStatus.teleport: is a field that the converter does not know" },
  { function(s) s.operations.GetStatus.output = { shape = "Nothing" } end,
    'operations.GetStatus.output: "Nothing" is not the name of a shape' },
  { function(s) s.operations.GetStatus.errors = depot.value('[{"shape": 1}]') end,
    "operations.GetStatus.errors[0].shape: expected a string, got a number" },
  { function(s) s.operations.Get_status = s.operations.GetStatus end, nil },
  { function(s) s.operations.GetSTATUS = s.operations.GetStatus end,
    "operations.GetStatus: has the same name in Lua as GetSTATUS", true },
  { function(s) s.shapes.Blob.type = "bigdecimal" end, 'shapes.Blob.type: "bigdecimal" is not known' },
  { function(s) s.shapes.Label.length = 3 end, "shapes.Label.length: is a field that the converter does not know" },
  { function(s) s.shapes.Label.max = "9" end, "shapes.Label.max: expected a number, got a string" },
  { function(s) s.shapes.Ink.enum = depot.value("[1]") end, "shapes.Ink.enum[0]: expected a string, got a number" },
  { function(s) s.shapes.Labels.member = nil end, "shapes.Labels.member: is missing" },
  { function(s) s.shapes.Labels.member.shape = "Lable" end, 'shapes.Labels.member: "Lable" is not the name of a shape' },
  { function(s) s.shapes.Letter.members.ink = depot.value('"Ink"') end,
    "shapes.Letter.members.ink: expected an object, got a string" },
  { function(s) s.shapes.Letter.members.ink.colour = true end,
    "shapes.Letter.members.ink.colour: is a field that the converter does not know" },
  { function(_, source) source.paginators.value.pagination.ListParcels.result_key = "boxes" end,
    'operations.ListParcels.pages.items: "boxes" does not lead to a member' },
}

local smithy_cases = {
  { function(file) file.shapes["com.example.depot#ParcelDepot_20240131"].traits["aws.auth#sigv4"] = nil end,
    "shapes.com.example.depot#ParcelDepot_20240131.traits.aws.auth#sigv4: is missing: only this signature is served" },
  { function(file)
    local traits = file.shapes["com.example.depot#ParcelDepot_20240131"].traits
    traits["aws.protocols#restJson1"], traits["aws.protocols#restXml"] = nil, {}
  end, "shapes.com.example.depot#ParcelDepot_20240131.traits: aws.protocols#restXml is not served; "
    .. "awsJson1_0, awsJson1_1 and restJson1 are" },
  { function(file) file.shapes["com.example.depot#ParcelDepot_20240131"] = nil end, "shapes: holds no service" },
  { function(file) file.shapes["com.example.depot#Label"].traits["example#colour"] = {} end,
    "shapes.com.example.depot#Label.traits.example#colour: is a field that the converter does not know" },
  { function(file) file.shapes["com.example.depot#GetParcel"].traits["example#colour"] = {} end,
    "shapes.com.example.depot#GetParcel.traits.example#colour: is a field that the converter does not know" },
  { function(file) file.shapes["com.example.depot#Letter"].members.ink.traits = depot.value('{"example#colour": 1}') end,
    "shapes.com.example.depot#Letter.members.ink.traits.example#colour: is a field that the converter does not know" },
  { function(file) file.shapes["com.example.depot#Letter"].mixins = depot.value("[]") end,
    "shapes.com.example.depot#Letter.mixins: is a field that the converter does not know" },
  { function(file) file.shapes["com.example.depot#Ink"] = nil end,
    'shapes.com.example.depot#Letter.members.ink: "com.example.depot#Ink" is missing' },
  { function(file) file.shapes["com.example.shared#Weight"].type = "bigInteger" end,
    'shapes.com.example.shared#Weight.type: "bigInteger" is not served' },
  { function(file) file.shapes["com.example.depot#GetStatus"].traits["smithy.api#http"] = nil end,
    "shapes.com.example.depot#GetStatus.traits.smithy.api#http: is missing" },
  { function(file) file.shapes["com.example.depot#ParcelDepot_20240131"].rename = nil
    file.shapes["com.example.depot#Weight"] = { type = "string" }
    file.shapes["com.example.depot#Letter"].members.heavy = { target = "com.example.depot#Weight" }
  end, "com.example.shared#Weight and com.example.depot#Weight have one name", true },
}

describe("the converter refuses", function()
  local scratch

  before_each(function() scratch = folder.new() end)
  after_each(function() scratch.remove() end)

  it("what is not served or not known in botocore's form", function()
    for _, case in ipairs(botocore_cases) do
      if not case[2] then
        convert.model(depot.source("botocore", case[1]))
      elseif case[3] then
        assert.matches("has the same name in Lua as", fault_of("botocore", case[1]), nil, true)
      else
        assert.equal(SERVICE .. case[2], fault_of("botocore", case[1]))
      end
    end
  end)

  it("the same in paginators and waiters", function()
    local function change(text) return function(_, source) source.waiters.value = depot.value(text) end end
    local waiters = depot.BOTOCORE .. "/waiters-2.json: "
    assert.equal(waiters .. "waiters: is missing", fault_of("botocore", change("{}")))
    assert.equal(waiters .. "waiters.Done.operation: is missing", fault_of("botocore", change('{"waiters": {"Done": {}}}')))
    assert.equal(waiters .. 'waiters.Done.acceptors[0].matcher: "guess" is not known', fault_of("botocore", change(
      '{"waiters": {"Done": {"operation": "GetStatus", "delay": 1, "maxAttempts": 2, "acceptors": '
      .. '[{"matcher": "guess", "state": "success", "expected": 1}]}}}')))
    assert.equal(SERVICE .. 'waiters.Done.operation: "GetNothing" is not the name of an operation', fault_of("botocore", change(
      '{"waiters": {"Done": {"operation": "GetNothing", "delay": 1, "maxAttempts": 2, "acceptors": []}}}')))
    assert.equal(depot.BOTOCORE .. "/paginators-1.json: pagination.ListNothing: is not the name of an operation",
      fault_of("botocore", function(_, source) source.paginators.value.pagination.ListNothing = {} end))
  end)

  it("what is not served or not known in Smithy's form", function()
    for _, case in ipairs(smithy_cases) do
      local fault = fault_of("smithy", case[1])
      if case[3] then
        assert.matches("have one name", fault, nil, true)
      else
        assert.equal(depot.SMITHY .. ": " .. case[2], fault)
      end
    end
  end)

  --- The places inside a decoded value, in a fixed order: lists of keys.
  local function places_in(value, prefix, list)
    if type(value) ~= "table" or value == json.null then return list end
    local keys = {}
    for key in pairs(value) do keys[#keys + 1] = key end
    table.sort(keys, function(one, other) return ascii.before(tostring(one), tostring(other)) end)
    for _, key in ipairs(keys) do
      local place = { (table.unpack or unpack)(prefix) }
      place[#place + 1] = key
      list[#list + 1] = place
      places_in(value[key], place, list)
    end
    return list
  end

  local function put(value, place, new)
    for i = 1, #place - 1 do value = value[place[i]] end
    value[place[#place]] = new
  end

  it("anything else at any place, or converts it: never with an error of Lua", function()
    local texts = { "null", "7", '"x"', "true", "[]", "{}", '[1, {}]', '{"a": {}}', '"a.b[0]"', "1e999" }
    local refused, converted = 0, 0
    for _, form in ipairs({ "smithy", "botocore" }) do
      for _, part in ipairs(form == "smithy" and { "service" } or { "service", "paginators", "waiters" }) do
        for i, place in ipairs(places_in(depot.source(form)[part].value, {}, {})) do
          if i % 3 == 0 then
            local source = depot.source(form)
            put(source[part].value, place, depot.value(texts[i % #texts + 1]))
            local ok, said = pcall(convert.model, source)
            if ok then said = writer.text(said) end
            converted, refused = converted + (ok and 1 or 0), refused + (ok and 0 or 1)
            local is_right = ok and (loadstring or load)(said) or said:find("^spec/data/models/depot[^\n]*$")
            assert.is_truthy(is_right and not said:find("attempt to", 1, true), table.concat(place, ".") .. ": " .. said)
          end
        end
      end
    end
    assert.is_true(refused > 100 and converted > 20)
  end)

  it("files that are cut, at every kind of place", function()
    local text = depot.wrapper()
    for size = 0, #text - 2, 97 do
      local path = scratch.write("cut.json", text:sub(1, size))
      local ok, fault = pcall(convert.all, path)
      assert.is_false(ok, "cut at " .. size)
      assert.matches("^" .. path:gsub("%p", "%%%0") .. ": is not the JSON of a model, or is cut %([^\n]*%)$", fault)
    end
  end)

  it("what is JSON and not a model", function()
    local function fault(text)
      local ok, said = pcall(convert.all, scratch.write("x.json", text))
      assert.is_false(ok)
      return said:sub(#scratch.path + 2)
    end
    assert.equal("x.json: is not a model: expected an object", fault("[]"))
    assert.equal("x.json: is not a model: expected an object", fault("7"))
    assert.equal('x.json: is not a model: neither "smithy" nor "service" is there', fault("{}"))
    assert.equal("x.json: service: expected an object, got a number", fault('{"service": 1}'))
    assert.equal("x.json: extras: is a field that the converter does not know", fault('{"service": {}, "extras": 1}'))
    assert.matches("^x%.json: is not the JSON of a model", fault(("["):rep(300000)))
    assert.matches("^x%.json: is botocore's service%-2%.json", fault('{"metadata": {}, "operations": {}}'))
  end)

  it("places where no model is", function()
    local function fault(from)
      local ok, said = pcall(convert.all, from)
      assert.is_false(ok)
      return said
    end
    assert.equal("/nonexistent/it's: cannot be read", fault("/nonexistent/it's"))
    assert.equal(scratch.path .. ": holds no model: neither service-2.json nor another .json file is there",
      fault(scratch.path))
    scratch.write("2020-01-01/readme", "")
    assert.matches("2020-01-01: holds no model", fault(scratch.path), nil, true)
    local quoted = child.quote(scratch.path .. "/two models")
    child.run("mkdir " .. quoted)
    scratch.write("two models/a.json", depot.wrapper())
    scratch.write("two models/b.json", depot.wrapper())
    assert.matches("b%.json: has the name depot, as another model", fault(scratch.path .. "/two models"))
  end)
end)
