-- core.encode: Lua tables validated and written as JSON by shape.
local core = require "aws.core"

local shapes = {
  Input = {
    type = "structure",
    required = { "Id" },
    members = {
      Id = "Id", Text = "string", Count = "integer", Size = "long", Ratio = "double", Flag = "boolean", Data = "Data",
      Unix = "timestamp", Iso = "Iso", Http = "Http", Any = "document", Tags = "Tags", Names = "Names", Port = "Port",
      Key = { shape = "string", location_name = "_key\"" }, Choice = "Choice", Self = "Input", Selves = "Selves",
    },
  },
  Id = { type = "string", min = 3, max = 5, pattern = "^x+$", enum = { "xxx" } },
  Data = { type = "blob", min = 2 },
  Iso = { type = "timestamp", timestamp_format = "iso8601" },
  Http = { type = "timestamp", timestamp_format = "rfc822" },
  Tags = { type = "map", key = "string", value = "string" },
  Names = { type = "list", member = "string", min = 1 },
  Selves = { type = "list", member = "Input" },
  Port = { type = "integer", min = 1, max = 2 },
  Choice = { type = "structure", union = true, members = { a = "string", b = "integer" } },
  Elsewhere = {
    type = "structure",
    required = { "Id" },
    members = {
      Id = { shape = "Id", location = "uri" }, Head = { shape = "Tags", location = "headers" },
      Query = { shape = "Names", location = "querystring" }, A = "string", Z = "string",
    },
  },
}
local shape = core.shape(shapes, "Input")

local function encode(value)
  value.Id = value.Id or "abc"
  local json, problems = core.encode(shape, value)
  return json and json:gsub('"Id":"abc",?', ""):gsub(",}", "}"), problems
end

local function problems_of(value)
  local json, problems = core.encode(shape, value)
  assert.is_nil(json)
  local lines = {}
  for i, problem in ipairs(problems) do lines[i] = problem.path .. ": " .. problem.message end
  return lines
end

describe("core.encode writes", function()
  local cases = {
    { "nothing", {}, "{}" },
    { "text", { Text = "a b" }, '{"Text":"a b"}' },
    { "escapes", { Text = '"\\/\b\f\n\r\t\0\1\31' }, [[{"Text":"\"\\/\b\f\n\r\t\u0000\u0001\u001f"}]] },
    { "DEL, UTF-8 and other bytes as they are", { Text = "\127é😀\255\192" }, '{"Text":"\127é😀\255\192"}' },
    { "the empty string", { Text = "" }, '{"Text":""}' },
    { "an integer", { Count = 5 }, '{"Count":5}' },
    { "an integral float", { Count = 12.0 }, '{"Count":12}' },
    { "a negative one", { Count = -7 }, '{"Count":-7}' },
    { "a large one", { Size = 9007199254740991 }, '{"Size":9007199254740991}' },
    { "a larger float", { Size = 1e15 * 1000 }, '{"Size":1000000000000000000}' },
    { "a ratio", { Ratio = 0.1 }, '{"Ratio":0.1}' },
    { "a third", { Ratio = 1 / 3 }, '{"Ratio":0.3333333333333333}' },
    { "an integral ratio", { Ratio = 2 }, '{"Ratio":2}' },
    { "a huge one", { Ratio = 1.5e300 }, '{"Ratio":1.5e300}' },
    { "a tiny one", { Ratio = -2.5e-10 }, '{"Ratio":-2.5e-10}' },
    { "NaN", { Ratio = 0 / 0 }, '{"Ratio":"NaN"}' },
    { "infinity", { Ratio = math.huge }, '{"Ratio":"Infinity"}' },
    { "negative infinity", { Ratio = -math.huge }, '{"Ratio":"-Infinity"}' },
    { "booleans", { Flag = false }, '{"Flag":false}' },
    { "blobs", { Data = "foob" }, '{"Data":"Zm9vYg=="}' },
    { "blobs of any bytes", { Data = "\0\255\254\1\2" }, '{"Data":"AP/+AQI="}' },
    { "a time", { Unix = 1700000000 }, '{"Unix":1700000000}' },
    { "a time with a fraction", { Unix = 1700000000.123 }, '{"Unix":1700000000.123}' },
    { "a time as ISO 8601", { Iso = 946845296.5 }, '{"Iso":"2000-01-02T20:34:56.5Z"}' },
    { "a time as HTTP date", { Http = 784111777 }, '{"Http":"Sun, 06 Nov 1994 08:49:37 GMT"}' },
    { "a list", { Names = { "a", "b" } }, '{"Names":["a","b"]}' },
    { "a map", { Tags = { [""] = "e" } }, '{"Tags":{"":"e"}}' },
    { "an empty map", { Tags = {} }, '{"Tags":{}}' },
    { "an empty list", { Selves = {} }, '{"Selves":[]}' },
    { "another key", { Key = "k" }, '{"_key\\"":"k"}' },
    { "a union", { Choice = { b = 1 } }, '{"Choice":{"b":1}}' },
    { "structures in structures", { Self = { Id = "xyz", Selves = { { Id = "uvw" } } } },
      '{"Self":{"Id":"xyz","Selves":[{"Id":"uvw"}]}}' },
    { "a document", { Any = { 1, 2.5, "x", true, { a = { {} } } } }, '{"Any":[1,2.5,"x",true,{"a":[{}]}]}' },
    { "a document that is an empty table", { Any = {} }, '{"Any":{}}' },
    { "a document that is a scalar", { Any = false }, '{"Any":false}' },
    { "members by name", { Text = "t", Flag = true, Count = 1 }, '{"Count":1,"Flag":true,"Text":"t"}' },
  }
  for _, case in ipairs(cases) do
    it(case[1], function()
      local json, problems = encode(case[2])
      assert.same(nil, problems)
      assert.equal(case[3], json)
    end)
  end

  it("64-bit integers exactly", function()
    if not math.type then return end
    assert.equal('{"Size":9223372036854775807}', encode { Size = math.maxinteger })
    assert.equal('{"Size":-9223372036854775808}', encode { Size = math.mininteger })
  end)

  it("megabytes", function()
    local text = ("aé\n"):rep(1000000)
    assert.equal('{"Text":"' .. text:gsub("\n", "\\n") .. '"}', encode { Text = text })
  end)

  it("no member that belongs elsewhere, but checks it", function()
    local other = core.shape(shapes, "Elsewhere")
    assert.equal('{"A":"1","Z":"2"}',
      core.encode(other, { Id = "abc", A = "1", Z = "2", Head = { a = "b" }, Query = { "q" } }))
    assert.equal("{}", core.encode(other, { Id = "abc" }))
    local _, problems = core.encode(other, { Head = { a = 1 }, Query = {} })
    assert.same({
      { path = 'Head["a"]', message = "expected a string, got a number" },
      { path = "Id", message = "is required" },
      { path = "Query", message = "has too few elements: 0, at least 1" },
    }, problems)
  end)

  it("without running metamethods or changing the value", function()
    local function trap() error("a metamethod ran") end
    local meta = { __index = trap, __newindex = trap, __pairs = trap, __ipairs = trap, __len = trap, __tostring = trap }
    local value = setmetatable({ Id = "abc", Names = setmetatable({ "a" }, meta), Tags = setmetatable({}, meta) }, meta)
    assert.equal('{"Id":"abc","Names":["a"],"Tags":{}}', core.encode(shape, value))
    assert.same({ "Id: is required" }, problems_of(setmetatable({}, meta)))
  end)
end)

describe("core.encode reports", function()
  local coroutine_value = coroutine.create(function() end)
  local cases = {
    { "a missing member", {}, { "Id: is required" } },
    { "a missing member deep inside", { Id = "abc", Selves = { { Id = "abc" }, {} } }, { "Selves[2].Id: is required" } },
    { "an unknown member", { Id = "abc", Colour = 1 }, { "Colour: is unknown" } },
    { "the nearest known name", { Id = "abc", Txet = "x", TAGS = {} },
      { 'TAGS: is unknown; did you mean "Tags"?', 'Txet: is unknown; did you mean "Text"?' } },
    { "the nearest name of one in another case", { id = "abc" },
      { "Id: is required", 'id: is unknown; did you mean "Id"?' } },
    { "keys that are no strings", { "x", Id = "abc", [2.5] = 1, [true] = 1, [print] = 1 },
      { "[1]: is unknown", "[2.5]: is unknown", "[function]: is unknown", "[true]: is unknown" } },
    { "a number for a string", { Id = 5 }, { "Id: expected a string, got a number" } },
    { "a table for a string", { Id = {} }, { "Id: expected a string, got a table" } },
    { "a boolean for a string", { Id = false }, { "Id: expected a string, got a boolean" } },
    { "a function for a string", { Id = print }, { "Id: expected a string, got a function" } },
    { "a userdata for a string", { Id = io.stdout }, { "Id: expected a string, got a userdata" } },
    { "a coroutine for a string", { Id = coroutine_value }, { "Id: expected a string, got a coroutine" } },
    { "a string for an integer", { Id = "abc", Count = "5" }, { "Count: expected an integer, got a string" } },
    { "a fraction", { Id = "abc", Count = 5.5 }, { "Count: expected an integer, got a number with a fraction" } },
    { "NaN for an integer", { Id = "abc", Count = 0 / 0 }, { "Count: expected an integer, got a number that is not finite" } },
    { "an integer beyond 64 bits", { Id = "abc", Size = 1e19 }, { "Size: is out of range: integers have 64 bits" } },
    { "a string for a boolean", { Id = "abc", Flag = "true" }, { "Flag: expected a boolean, got a string" } },
    { "a string for a ratio", { Id = "abc", Ratio = "1" }, { "Ratio: expected a number, got a string" } },
    { "a string for a time", { Id = "abc", Unix = "now" },
      { "Unix: expected a timestamp in seconds since 1970, got a string" } },
    { "an infinite time", { Id = "abc", Unix = math.huge, Iso = 0 / 0 },
      { "Iso: expected a timestamp, got a number that is not finite",
        "Unix: expected a timestamp, got a number that is not finite" } },
    { "a time beyond the calendar", { Id = "abc", Iso = 1e15, Http = -1e15 },
      { "Http: is out of range: years 1 to 9999", "Iso: is out of range: years 1 to 9999" } },
    { "a number for a blob", { Id = "abc", Data = 12 }, { "Data: expected a string, got a number" } },
    { "a string for a list", { Id = "abc", Names = "a" }, { "Names: expected a list, got a string" } },
    { "a string for a map", { Id = "abc", Tags = "a" }, { "Tags: expected a map, got a string" } },
    { "a string for a structure", { Id = "abc", Self = "a" }, { "Self: expected a table, got a string" } },
    { "a list with a hole", { Id = "abc", Names = { "a", nil, "c" } }, { "Names[2]: is missing: a list has no holes" } },
    { "a list that starts at 0", { Id = "abc", Names = { [0] = "x", "a" } }, { "Names[0]: is not a list index" } },
    { "a list with names", { Id = "abc", Names = { "a", n = 1 } }, { 'Names["n"]: is not a list index' } },
    { "an element of the wrong type", { Id = "abc", Names = { "a", 2 } }, { "Names[2]: expected a string, got a number" } },
    { "a map with numbers as keys", { Id = "abc", Tags = { "a" } }, { "Tags[1]: expected a string as key, got a number" } },
    { "a map value of the wrong type", { Id = "abc", Tags = { Name = 1 } }, { 'Tags["Name"]: expected a string, got a number' } },
    { "an empty union", { Id = "abc", Choice = {} }, { "Choice: has 0 members set, exactly one is needed" } },
    { "a full union", { Id = "abc", Choice = { a = "x", b = 1 } }, { "Choice: has 2 members set, exactly one is needed" } },
    { "a short string", { Id = "éé" }, { "Id: is too short: 2 characters, at least 3" } },
    { "a short string of one", { Id = "😀" }, { "Id: is too short: 1 character, at least 3" } },
    { "a short list", { Id = "abc", Names = {} }, { "Names: has too few elements: 0, at least 1" } },
    { "a short blob", { Id = "abc", Data = "é", Port = 1, Self = { Id = "abc", Data = "x" } },
      { "Self.Data: is too short: 1 byte, at least 2" } },
    { "a small number", { Id = "abc", Port = 0 }, { "Port: is too small: at least 1" } },
    { "a document that is no JSON", { Id = "abc", Any = { print, 0 / 0, { x = io.stdout } } },
      { "Any[1]: expected a JSON value, got a function", "Any[2]: expected a JSON value, got a number that is not finite",
        'Any[3]["x"]: expected a JSON value, got a userdata' } },
    { "a document with both kinds of keys", { Id = "abc", Any = { { a = 1, [true] = 2 } } },
      { "Any[1][true]: expected a string as key, got a boolean" } },
    { "everything at once, in order", { Count = "x", Foo = 1, Names = { 1, 2, "c", 4 }, Self = { Flag = 1 } },
      { "Count: expected an integer, got a string", "Foo: is unknown", "Id: is required",
        "Names[1]: expected a string, got a number", "Names[2]: expected a string, got a number",
        "Names[4]: expected a string, got a number", "Self.Flag: expected a boolean, got a number",
        "Self.Id: is required" } },
  }
  for _, case in ipairs(cases) do
    it(case[1], function() assert.same(case[3], problems_of(case[2])) end)
  end

  for _, value in ipairs { 5, "x", true, print } do
    it("a " .. type(value) .. " as the whole input", function()
      assert.same({ "input: expected a table, got a " .. type(value) }, problems_of(value))
    end)
  end

  it("nil as the whole input", function()
    assert.same({ "input: expected a table, got nil" }, problems_of(nil))
  end)

  it("nothing about max, pattern and enum", function()
    assert.equal('{"Id":"something longer"}', core.encode(shape, { Id = "something longer" }))
    assert.equal('{"Id":"abc","Port":70000}', core.encode(shape, { Id = "abc", Port = 70000 }))
  end)

  it("lengths in code points, a byte that is not UTF-8 as one", function()
    for _, text in ipairs { "\255\255\255", "a\195b", "\237\160\128", "\192\128x", "éàü", "\240\159\152" } do
      assert.is_string(core.encode(shape, { Id = text }))
    end
    for _, text in ipairs { "\255\255", "\240\159\152\128x", "é\195" } do
      assert.same({ "Id: is too short: 2 characters, at least 3" }, problems_of { Id = text })
    end
  end)

  it("never a value", function()
    local text = table.concat(problems_of { Id = "s3", Count = "s3cret", Names = { s3cret = "s3cret" }, Tags = { "s3cret" } })
    assert.is_nil(text:gsub('%["s3cret"%]', ""):find("s3", 1, true))
  end)

  it("long and odd names cut and cleaned", function()
    local lines = problems_of { Id = "abc", [("x"):rep(1000)] = 1, ["a\n\0b"] = 1, Tags = { [("é"):rep(100)] = 1 } }
    assert.same({
      'Tags["' .. ("é"):rep(32) .. '..."]: expected a string, got a number',
      "a??b: is unknown",
      ("x"):rep(64) .. "...: is unknown",
    }, lines)
  end)

  it("at most 100 problems and how many more there are", function()
    local names = {}
    for i = 1, 250 do names[i] = i end
    local lines = problems_of { Id = "abc", Names = names }
    assert.equal(101, #lines)
    assert.equal("Names[9]: expected a string, got a number", lines[9])
    assert.equal("Names[100]: expected a string, got a number", lines[100])
    assert.equal("input: has 150 more problems", lines[101])
  end)

  it("the same problems whatever the order of keys", function()
    local function input(first, last, step)
      local value = { Id = "abc" }
      for i = first, last, step do value["unknown" .. i] = i end
      return value
    end
    assert.same(problems_of(input(1, 300, 1)), problems_of(input(300, 1, -1)))
  end)

  it("cycles and great depth", function()
    local document, self = {}, { Id = "abc" }
    document[1], document[2] = document, document
    self.Self = self
    local lines = problems_of { Id = "abc", Any = document }
    assert.equal(1, #lines)
    assert.truthy(lines[1]:find("^Any%[1%]%[1%].*is nested too deeply$"))
    assert.truthy(problems_of(self)[1]:find("is nested too deeply", 1, true))
    local deep = {}
    for _ = 1, 100000 do deep = { deep } end
    assert.truthy(problems_of({ Id = "abc", Any = deep })[1]:find("is nested too deeply", 1, true))
    local fine = {}
    for _ = 1, 190 do fine = { fine } end
    assert.is_string(core.encode(shape, { Id = "abc", Any = fine }))
  end)

  it("tables that blow up when written", function()
    local text = ("x"):rep(1000000)
    local value = {}
    for i = 1, 300 do value[i] = text end
    assert.same({ "Names[270]: is too large" }, problems_of { Id = "abc", Names = value })
  end)
end)
