-- core.decode: members in any order and number, names that come again, and which fault is told where there are several.
local core = require "aws.core"

local shapes = {
  Output = {
    type = "structure",
    members = {
      a = "integer", b = "string", c = "Output", d = "Outputs", e = "Tags", f = "Names", g = "Choice", h = "boolean",
      ["i\"\\"] = "string", Ratio = "double", Numbers = "Numbers", Any = "document", m = "Outputs2",
    },
  },
  Outputs = { type = "list", member = "Output" },
  Outputs2 = { type = "map", key = "string", value = "Output" },
  Tags = { type = "map", key = "string", value = "string" },
  Names = { type = "list", member = "string" },
  Numbers = { type = "list", member = "double" },
  Choice = { type = "structure", union = true, members = { x = "string", y = "Output" } },
}
local shape = core.shape(shapes, "Output")

local function read(json)
  local value, message = core.decode(shape, json)
  assert.is_nil(message)
  return value
end

local function refused(json, lenient)
  local value, message = core.decode(shape, json, lenient)
  assert.is_nil(value)
  return message
end

--- Numbers that look random and are the same in each run.
local function generator(seed)
  return function(limit)
    seed = (seed * 16807) % 2147483647
    return seed % limit + 1
  end
end

describe("core.decode reads members", function()
  local parts = {
    '"a":1', '"b":"x"', '"c":{"b":"y","a":2}', '"d":[{"a":3},{},{"b":"z"}]', '"e":{"k":"v","l":"w"}', '"f":["p","q"]',
    '"g":{"y":{"a":4}}', '"h":true', '"i\\"\\\\":"odd"', '"Future":{"a":[{}]}',
  }
  local expected = {
    a = 1, b = "x", c = { b = "y", a = 2 }, d = { { a = 3 }, {}, { b = "z" } }, e = { k = "v", l = "w" }, f = { "p", "q" },
    g = { y = { a = 4 } }, h = true, ["i\"\\"] = "odd",
  }

  it("in any order", function()
    local chance = generator(1)
    for _ = 1, 100 do
      local order = {}
      for _, part in ipairs(parts) do table.insert(order, chance(#order + 1), part) end
      assert.same(expected, read("{" .. table.concat(order, chance(2) == 1 and "," or " ,\n ") .. "}"))
    end
  end)

  it("whatever else of that shape was read before", function()
    local texts = {
      { "{" .. table.concat(parts, ",") .. "}", expected },
      { "{}", {} },
      { '{"h":false}', { h = false } },
      { '{"d":[' .. ("{},"):rep(1000) .. '{"a":1}]}', nil },
      { '{"d":[]}', { d = {} } },
      { '{"b":"x","a":null,"b":null,"h":true}', { h = true } },
      { '{"x":1,"a":5,"y":2,"b":"k","z":3}', { a = 5, b = "k" } },
    }
    local chance = generator(2)
    for _ = 1, 300 do
      local case = texts[chance(#texts)]
      local value = read(case[1])
      if case[2] then assert.same(case[2], value) else assert.equal(1001, #value.d) end
    end
  end)

  it("by names that are escaped, or are like a name", function()
    assert.same({ a = 1, b = "x", h = true }, read([[{"\u0061":1,"b" : "x","\u0068":true,"aa":5,"":6,"A":7,"a\u0000":8}]]))
    assert.same({ a = 1, b = "x" }, read('{"a":1,"b":"x"}'))
    assert.same({ a = 2, b = "x" }, read('{"a"\n:2,"b"\t: "x"}'))
    assert.same({ e = { a = "1", ["a\"\\/\n😀"] = "2" } }, read([[{"e":{"\u0061":"1","a\"\\\/\n\ud83d\ude00":"2"}}]]))
  end)

  it("in lists and maps of any length", function()
    for _, count in ipairs { 0, 1, 2, 15, 16, 17, 100, 10000 } do
      local list, map = {}, {}
      for i = 1, count do list[i], map[i] = ('{"a":%d}'):format(i), ('"k%d":"%d"'):format(i, i) end
      local value = read('{"d":[' .. table.concat(list, ",") .. '],"e":{' .. table.concat(map, ",") .. "}}")
      assert.equal(count, #value.d)
      for i = 1, count do assert(value.d[i].a == i and value.e["k" .. i] == tostring(i)) end
    end
  end)

  it("that are decimal numbers, exactly", function()
    local chance = generator(3)
    local texts = { "0.1", "1e22", "1e23", "9007199254740993.0", "8.41e+21", "0.000000000000000000001", "9007199254740991.5" }
    for i = 8, 2000 do
      texts[i] = ("%s%d.%0" .. chance(12) .. "d"):format(chance(2) == 1 and "-" or "", chance(10 ^ chance(9)), chance(10 ^ 9))
      if chance(4) == 1 then texts[i] = texts[i] .. "e" .. chance(60) - 30 end
    end
    local numbers = read('{"Numbers":[' .. table.concat(texts, ",") .. "]}").Numbers
    for i, text in ipairs(texts) do
      if numbers[i] ~= tonumber(text) then assert.equal(text, ("%.17g"):format(numbers[i])) end
    end
  end)
end)

describe("core.decode, where a name comes again,", function()
  local cases = {
    { "forgets a wrong value", '{"a":[],"b":"x","a":1}', { a = 1, b = "x" } },
    { "forgets it for null", '{"a":[],"a":null}', {} },
    { "forgets several", '{"b":{},"a":"no","c":[],"c":{},"b":"x","a":3}', { a = 3, b = "x", c = {} } },
    { "forgets what is wrong deep inside", '{"c":{"c":{"a":[]},"b":"x"},"c":{"a":1}}', { c = { a = 1 } } },
    { "forgets it in maps", '{"e":{"k":[],"l":"m","k":"v"},"m":{"k":{"a":{}},"k":{"a":1}}}',
      { e = { k = "v", l = "m" }, m = { k = { a = 1 } } } },
    { "forgets it in lists of structures", '{"d":[{"a":[],"a":1},{"a":{},"a":null}]}', { d = { { a = 1 }, {} } } },
    { "forgets it in unions", '{"g":{"x":[],"x":"y"}}', { g = { x = "y" } } },
    { "forgets whole values", '{"d":[{"a":1},{"a":2}],"d":[{"b":"x"}],"e":{"k":"v"},"e":{}}', { d = { { b = "x" } }, e = {} } },
    { "takes it for one of a union", '{"g":{"x":"1","x":"2","y":null}}', { g = { x = "2" } } },
  }
  for _, case in ipairs(cases) do
    it(case[1], function() assert.same(case[3], read(case[2])) end)
  end

  it("a hundred thousand times, is done in one go", function()
    assert.same({ a = 1, e = { k = "v" } },
      read('{' .. ('"a":[],'):rep(100000) .. '"e":{' .. ('"k":{},'):rep(100000) .. '"k":"v"},"a":1}'))
  end)
end)

describe("core.decode tells", function()
  local texts = {
    { '{"b":[],"a":[]}', "a: expected an integer, got an array" },
    { '{"b":[],"a":"x","a":1}', "b: expected a string, got an array" },
    { '{"a":[],"b":{},"a":1,"b":[]}', "b: expected a string, got an array" },
    { '{"a":[],"b":{},"a":"x"}', "a: expected an integer, got a string that cannot be converted" },
    { '{"c":{"b":{},"a":{}},"h":1}', "c.a: expected an integer, got an object" },
    { '{"h":1,"c":{"b":{},"a":{},"a":7}}', "c.b: expected a string, got an object" },
    { '{"d":[{},{"b":{}},{"a":[]}]}', "d[2].b: expected a string, got an object" },
    { '{"e":{"z":[],"a":{}}}', 'e["z"]: expected a string, got an array' },
    { '{"e":{"z":[],"a":{},"z":"x"}}', 'e["a"]: expected a string, got an object' },
    { '{"e":{"\\u007a\\u0001":[],"a":[]}}', 'e["z?"]: expected a string, got an array' },
    { '{"m":{"\\u0061\\"":{"c":{"e":{"\\u0062":[]}}}}}', 'm["a""].c.e["b"]: expected a string, got an array' },
    { '{"g":{"x":[],"y":{}},"a":[]}', "a: expected an integer, got an array" },
    { '{"g":{"x":[],"y":{}}}', "g: has 2 members set, at most one is possible" },
    { '{"g":{"x":[]}}', "g.x: expected a string, got an array" },
    { '{"g":{"u":1,"v":2,"u":3}}', "g: has 3 members set, at most one is possible" },
    { '{"Any":[{"a":1e999,"a":1},{"a":1e999}],"a":[]}', 'Any[2]["a"]: expected a JSON value, got a number too large' },
    { '{"b":{},"Any":{"k":1e999},"b":"x"}', 'Any["k"]: expected a JSON value, got a number too large' },
    { '{"a":[1,{"x":[2]}],"b":"x"', "the JSON is cut short after 26 bytes" },
    { '{"a":[],"b":nul}', "not JSON at byte 16: an unknown word" },
    { '{"d":[{"a":[],"Future":[1,]}]}', "not JSON at byte 27: a value is missing" },
    { '{"d":[[],"\\x"]}', "not JSON at byte 12: an unknown escape" },
    { '{"a":[]} x', "not JSON at byte 10: text after the end" },
    { '{"Future":{"a":{"b":[01]}}}', "not JSON at byte 23: a number with a leading zero" },
    { '{"Future":{"a" 1}}', 'not JSON at byte 16: a ":" is missing' },
    { '{"a":1"b":"x"}', 'not JSON at byte 7: a "," or "}" is missing' },
    { '{"a":1,"b"', "the JSON is cut short after 10 bytes" },
  }
  for _, case in ipairs(texts) do
    it(("of %s"):format(case[1]), function()
      assert.equal(case[2], refused(case[1]))
      assert.equal(case[2], refused(case[1]))
    end)
  end

  it("of a text cut at any place, after the names were expected", function()
    local json = '{"a":1,"b":"x","c":{"a":2,"b":"y"},"d":[{"a":3},{"a":4}],"e":{"k":"v"},"Future":{"a":[1]},"h":true}'
    read(json)
    for length = 1, #json - 1 do
      assert.equal(("the JSON is cut short after %d bytes"):format(length), refused(json:sub(1, length)))
    end
  end)

  it("when lenient, of nothing that can be left out", function()
    local value = core.decode(shape, '{"b":{},"c":{"a":[]},"h":true,"a":1,"a":[]}', true)
    assert.same({ h = true }, value)
    local choice = core.shape(shapes, "Choice")
    assert.same({}, core.decode(choice, '{"x":[]}', true))
    local nothing, message = core.decode(choice, '{"x":[],"y":{}}', true)
    assert.is_nil(nothing)
    assert.equal("has 2 members set, at most one is possible", message)
  end)

  it("that a text is too deep, inside known and unknown members", function()
    local deep = "the JSON is nested more than 1000 levels deep"
    assert.equal(deep, refused(('{"c":'):rep(1000) .. "[]" .. ("}"):rep(1000)))
    assert.equal(deep, refused(('{"c":'):rep(500) .. '{"Future":' .. ("["):rep(501)))
    assert.equal(deep, refused('{"Any":' .. ("["):rep(1000) .. ("]"):rep(1000) .. "}"))
    local value = read(('{"c":'):rep(500) .. '{"Any":' .. ("["):rep(499) .. ("]"):rep(499) .. "}" .. ("}"):rep(500))
    for _ = 1, 500 do value = value.c end
    for _ = 1, 499 do value = value.Any or value[1] end
    assert.same({}, value)
  end)
end)
