-- core.decode: JSON read by shape, and what is refused; core.convert: single texts.
local core = require "aws.core"

local shapes = {
  Output = {
    type = "structure",
    members = {
      Text = "string", Count = "integer", Size = "long", Ratio = "double", Flag = "boolean", Data = "blob", Time = "timestamp",
      Iso = "Iso", Any = "document", Tags = "Tags", Counts = "Counts", Names = "Names", Self = "Output", Selves = "Selves",
      Key = { shape = "string", location_name = "_key" }, Choice = "Choice", Matrix = "Matrix", Anys = "Anys",
      Header = { shape = "string", location = "header", location_name = "X-Header" },
      Status = { shape = "integer", location = "statusCode" },
    },
  },
  Iso = { type = "timestamp", timestamp_format = "iso8601" },
  Tags = { type = "map", key = "string", value = "string" },
  Counts = { type = "map", key = "string", value = "integer" },
  Anys = { type = "map", key = "string", value = "document" },
  Names = { type = "list", member = "string", min = 5 },
  Matrix = { type = "list", member = "Names" },
  Selves = { type = "list", member = "Output" },
  Choice = { type = "structure", union = true, members = { a = "string", b = "Names" } },
}
local shape = core.shape(shapes, "Output")

-- A float or an integer, where Lua tells them apart.
local function number_type(value)
  return math.type and math.type(value) or nil
end

local function refused(json, lenient)
  local value, message = core.decode(shape, json, lenient)
  assert.is_nil(value)
  return message
end

describe("core.decode reads", function()
  local cases = {
    { "an empty object", "{}", {} },
    { "white space", ' \t\r\n{ "Text" : "x" , "Names" : [ "a" , "b" ] }\n', { Text = "x", Names = { "a", "b" } } },
    { "escapes", [[{"Text":"\"\\\/\b\f\n\r\t\u0001\u007f"}]], { Text = '"\\/\b\f\n\r\t\1\127' } },
    { "unicode escapes", [[{"Text":"\u00e9\u0416\u4e2d\ud83d\ude00\uFFFF"}]], { Text = "éЖ中😀\239\191\191" } },
    { "UTF-8 and other bytes", '{"Text":"é😀\127\255\192\128"}', { Text = "é😀\127\255\192\128" } },
    { "a lone surrogate", [[{"Text":"a\ud83db"}]], { Text = "a\237\160\189b" } },
    { "surrogates the wrong way round", [[{"Text":"\ude00\ud83d"}]], { Text = "\237\184\128\237\160\189" } },
    { "a lone surrogate before an escape", [[{"Text":"\ud83d\u0041\ud83d\ud83d\ude00"}]],
      { Text = "\237\160\189A\237\160\189😀" } },
    { "an escaped NUL", [[{"Text":"a\u0000b\u0000"}]], { Text = "a\0b\0" } },
    { "an escaped backslash before u0000", [[{"Text":"\\u0000\\\u0000"}]], { Text = "\\u0000\\\0" } },
    { "an escaped NUL in keys", [[{"Tags":{"\u0000":"a","x\u0000y":"b","x":"c"},"Text\u0000":"no"}]],
      { Tags = { ["\0"] = "a", ["x\0y"] = "b", x = "c" } } },
    { "an escaped NUL among bytes that are not UTF-8", '{"Text":"\255\192\245\\u0000\255\128\255\\u0000\254\\u00e9"}',
      { Text = "\255\192\245\0\255\128\255\0\254é" } },
    { "an escaped NUL in an unknown member", [[{"Future":{"a":"\u0000"},"Text":"x"}]], { Text = "x" } },
    { "integers", '{"Count":12,"Size":-3}', { Count = 12, Size = -3 } },
    { "integral floats as integers", '{"Count":12.0,"Size":1e3}', { Count = 12, Size = 1000 } },
    { "integers in strings", '{"Count":"12","Size":"-1.2e1"}', { Count = 12, Size = -12 } },
    { "negative zero", '{"Count":-0,"Size":"-0.0","Time":-0}', { Count = 0, Size = 0, Time = 0 } },
    { "large integers", '{"Count":9007199254740991,"Size":-9007199254740991}',
      { Count = 9007199254740991, Size = -9007199254740991 } },
    { "ratios", '{"Ratio":-1.5e-3}', { Ratio = -0.0015 } },
    { "ratios in strings", '{"Ratio":"0.1"}', { Ratio = 0.1 } },
    { "infinity", '{"Ratio":"Infinity"}', { Ratio = math.huge } },
    { "negative infinity", '{"Ratio":"-Infinity"}', { Ratio = -math.huge } },
    { "numbers of many digits", '{"Ratio":0.1' .. ("0"):rep(500) .. '1,"Size":1' .. ("0"):rep(70) .. "}",
      { Ratio = 0.1, Size = 1e70 } },
    { "booleans", '{"Flag":false}', { Flag = false } },
    { "booleans in strings", '{"Flag":"true","Self":{"Flag":"false"}}', { Flag = true, Self = { Flag = false } } },
    { "numbers as text", '{"Text":5,"Names":[1.5,-0,0.1,1e3,9007199254740991,1e-7]}',
      { Text = "5", Names = { "1.5", "0", "0.1", "1000", "9007199254740991", "1e-7" } } },
    { "booleans as text", '{"Names":[true,false]}', { Names = { "true", "false" } } },
    { "blobs", '{"Data":"Zm9vYg=="}', { Data = "foob" } },
    { "blobs of any bytes", '{"Data":"AP/+AQI="}', { Data = "\0\255\254\1\2" } },
    { "an empty blob", '{"Data":""}', { Data = "" } },
    { "times", '{"Time":1700000000.123,"Iso":-1.5}', { Time = 1700000000.123, Iso = -1.5 } },
    { "times in strings", '{"Time":"1.7e9","Iso":"1700000000.25"}', { Time = 1700000000, Iso = 1700000000.25 } },
    { "ISO times", '{"Time":"2019-12-17T00:48:18+01:00","Iso":"2000-01-02t20:34:56.123z"}',
      { Time = 1576540098, Iso = 946845296.123 } },
    { "HTTP dates", '{"Time":"Sun, 06 Nov 1994 08:49:37 GMT"}', { Time = 784111777 } },
    { "lists without holes", '{"Names":[null,"a",null,null,"b",null]}', { Names = { "a", "b" } } },
    { "lists of structures without holes", '{"Selves":[null,{"Text":"x"},null,{}]}', { Selves = { { Text = "x" }, {} } } },
    { "lists of lists", '{"Matrix":[["a"],[],["b","c"]]}', { Matrix = { { "a" }, {}, { "b", "c" } } } },
    { "maps without null", '{"Tags":{"a":"b","c":null}}', { Tags = { a = "b" } } },
    { "odd keys", '{"Tags":{"":"a","1":"b","__index":"c","n":"d","日本":"e"}}',
      { Tags = { [""] = "a", ["1"] = "b", __index = "c", n = "d", ["日本"] = "e" } } },
    { "maps of numbers", '{"Counts":{"a":1,"b":2,"a":3,"c":1}}', { Counts = { a = 3, b = 2, c = 1 } } },
    { "null members", '{"Text":null,"Self":null,"Names":null}', {} },
    { "the last of equal keys", '{"Text":"a","Text":"b","Tags":{"k":"1","k":"2"}}', { Text = "b", Tags = { k = "2" } } },
    { "the last of equal keys, null too", '{"Text":"a","Text":null,"Tags":{"k":"1","k":null}}', { Tags = {} } },
    { "the last of equal keys, whatever came before", '{"Count":[],"Count":1,"Tags":{"k":{},"k":"1"}}',
      { Count = 1, Tags = { k = "1" } } },
    { "equal keys without merging", '{"Self":{"Text":"a"},"Self":{"Count":1}}', { Self = { Count = 1 } } },
    { "known members only", '{"text":"a","Future":{"a":[1,{"b":null}]},"Self":{"x":1}}', { Self = {} } },
    { "another key", '{"_key":"a","Key":"b"}', { Key = "a" } },
    { "nothing that belongs elsewhere", '{"Header":"a","X-Header":"b","Status":5}', {} },
    { "unions", '{"Choice":{"__type":"x","b":["y"],"a":null}}', { Choice = { b = { "y" } } } },
    { "documents", '{"Any":[1,2.5,"x",true,null,{"a":{},"b":null,"b":[null]}],"Anys":{"k":false}}',
      { Any = { 1, 2.5, "x", true, { a = {}, b = {} } }, Anys = { k = false } } },
    { "deep unknown members", '{"Future":' .. ("["):rep(999) .. ("]"):rep(999) .. "}", {} },
    { "huge numbers nobody wants", '{"Future":1e999}', {} },
  }
  for _, case in ipairs(cases) do
    it(case[1], function()
      local value, message = core.decode(shape, case[2])
      assert.is_nil(message)
      assert.same(case[3], value)
    end)
  end

  it("NaN", function()
    local ratio = core.decode(shape, '{"Ratio":"NaN"}').Ratio
    assert.are_not.equal(ratio, ratio)
  end)

  it("integers as Lua integers, beyond 64 bits as floats", function()
    local value = core.decode(shape, '{"Count":12.0,"Size":9223372036854775808,"Ratio":1,"Time":5,"Any":[7,7.5,1e30]}')
    assert.equal(2 ^ 63, value.Size)
    if not math.type then return end
    assert.equal("integer", number_type(value.Count))
    assert.equal("float", number_type(value.Size))
    assert.equal("float", number_type(value.Ratio))
    assert.equal("integer", number_type(value.Time))
    assert.equal("integer", number_type(value.Any[1]))
    assert.equal("float", number_type(value.Any[2]))
    assert.equal("float", number_type(value.Any[3]))
  end)

  it("integers of 64 bits exactly where Lua has them, else as floats", function()
    local texts = {
      "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808",
      "1234567890123456789", "-1000000000000000001", "0", "-1",
    }
    for _, text in ipairs(texts) do
      local value = core.decode(shape, ('{"Size":%s,"Text":"a\\u0000%s","Any":["%s",%s]}'):format(text, text, text, text))
      assert.equal("a\0" .. text, value.Text)
      assert.equal(text, value.Any[1])
      if not math.type then
        assert.equal(tonumber(text), value.Size)
        assert.equal(tonumber(text), value.Any[2])
      else
        assert.equal(text, ("%d"):format(value.Size))
        assert.equal("integer", number_type(value.Size))
        assert.equal(value.Size, value.Any[2])
        assert.equal(value.Size, core.decode(shape, ('{"Size":"%s"}'):format(text)).Size)
        assert.equal(value.Size, core.convert("long", text))
      end
    end
    for text, number in pairs({ ["9223372036854775808"] = 2 ^ 63, ["-9223372036854775809"] = -2 ^ 63, ["10000000000000000.0"] = 1e16,
      ["1e19"] = 1e19, ["1" .. ("0"):rep(100)] = 1e100 }) do
      local size = core.decode(shape, ('{"Size":%s}'):format(text)).Size
      assert.equal(number, size)
      assert.equal(number, core.convert("long", text))
      if math.type then assert.equal("float", number_type(size)) end
    end
  end)

  it("wide integers where a number or a time is expected, and beside bytes of every kind", function()
    assert.equal(2 ^ 60, core.decode(shape, '{"Ratio":1152921504606846976}').Ratio)
    assert.equal(1e16, core.decode(shape, '{"Time":10000000000000000}').Time)
    local bytes = {}
    for byte = 128, 255 do bytes[#bytes + 1] = string.char(byte, 255) end
    local odd = table.concat(bytes)
    local value = core.decode(shape, '{"Text":"' .. odd .. '","Size":9007199254740994,"Tags":{"' .. odd .. '":"x"}}')
    assert.same({ Text = odd, Size = 9007199254740994, Tags = { [odd] = "x" } }, value)
  end)

  it("megabytes", function()
    local text = ("xé"):rep(1000000)
    assert.equal(text, core.decode(shape, '{"Text":"' .. text .. '"}').Text)
    local nul = ("x\\u0000"):rep(200000)
    assert.equal(("x\0"):rep(200000), core.decode(shape, '{"Text":"' .. nul .. '"}').Text)
  end)

  it("recursive shapes as deep as JSON goes", function()
    local json = ('{"Self":'):rep(999) .. "{}" .. ("}"):rep(999)
    local value = core.decode(shape, json)
    for _ = 1, 999 do value = value.Self end
    assert.same({}, value)
  end)

  it("any escaped NUL, in free-form values one for which a byte pair is free", function()
    -- every pair of bytes that never occur in UTF-8, and every such byte before a continuation byte
    local odd = { 0xC0, 0xC1 }
    for byte = 0xF5, 0xFF do odd[#odd + 1] = byte end
    local held = {}
    for _, first in ipairs(odd) do
      for second = 0x80, 0xFF do held[#held + 1] = string.char(first, second, 32) end
    end
    local all = table.concat(held)
    assert.equal(all .. "\0", core.decode(shape, '{"Text":"' .. all .. '\\u0000"}').Text)
    assert.equal("Any: an escaped NUL among bytes that leave no room for it", refused('{"Any":["' .. all .. '\\u0000"]}'))
    local free = all:gsub("\200?\193\129 ", "", 1)
    assert.equal(free .. "\0", core.decode(shape, '{"Any":["' .. free .. '\\u0000"]}').Any[1])
  end)
end)

describe("core.decode refuses", function()
  local texts = {
    { "", "expected JSON, got nothing" },
    { " \r\n\t", "expected JSON, got nothing" },
    { "null", "expected an object, got null" },
    { "[]", "expected an object, got an array" },
    { '"x"', "expected an object, got a string" },
    { "5", "expected an object, got 5" },
    { "true", "expected an object, got true" },
    { "<html>", "not JSON at byte 1: a value is missing" },
    { "\239\187\191{}", "not JSON at byte 1: a byte order mark or a stray byte" },
    { "\255{}", "not JSON at byte 1: a value is missing" },
    { "{}\0", "not JSON at byte 3: text after the end" },
    { "{} trailing", "not JSON at byte 4: text after the end" },
    { "{}{}", "not JSON at byte 3: text after the end" },
    { '{"a":1,}', "not JSON at byte 8: a quoted name is missing" },
    { "{,}", "not JSON at byte 2: a quoted name is missing" },
    { "{a:1}", "not JSON at byte 2: a quoted name is missing" },
    { "{'a':1}", "not JSON at byte 2: a quoted name is missing" },
    { '{"a" 1}', 'not JSON at byte 6: a ":" is missing' },
    { '{"a":1 "b":2}', 'not JSON at byte 8: a "," or "}" is missing' },
    { '{"a":[1,]}', "not JSON at byte 9: a value is missing" },
    { '{"a":[1}', 'not JSON at byte 8: a "," or "]" is missing' },
    { '{"a":1]', 'not JSON at byte 7: a "," or "}" is missing' },
    { '{"a":}', "not JSON at byte 6: a value is missing" },
    { '{"a":\v1}', "not JSON at byte 6: a value is missing" },
    { '{"a":1\f}', 'not JSON at byte 7: a "," or "}" is missing' },
    { '{"a":1\194\160}', 'not JSON at byte 7: a "," or "}" is missing' },
    { '{"a":007}', "not JSON at byte 7: a number with a leading zero" },
    { '{"a":-01}', "not JSON at byte 8: a number with a leading zero" },
    { '{"a":0x10}', 'not JSON at byte 7: a "," or "}" is missing' },
    { '{"a":1.}', "not JSON at byte 6: a malformed number" },
    { '{"a":1.e5}', "not JSON at byte 6: a malformed number" },
    { '{"a":.5}', "not JSON at byte 6: a value is missing" },
    { '{"a":1e}', "not JSON at byte 6: a malformed number" },
    { '{"a":1e+}', "not JSON at byte 6: a malformed number" },
    { '{"a":-}', "not JSON at byte 6: a malformed number" },
    { '{"a":--1}', "not JSON at byte 6: a malformed number" },
    { '{"a":+1}', "not JSON at byte 6: a value is missing" },
    { '{"a":1-2}', 'not JSON at byte 7: a "," or "}" is missing' },
    { '{"a":NaN}', "not JSON at byte 6: a value is missing" },
    { '{"a":Infinity}', "not JSON at byte 6: a value is missing" },
    { '{"a":tru}', "not JSON at byte 9: an unknown word" },
    { '{"a":nulL}', "not JSON at byte 9: an unknown word" },
    { '{"a":truex}', 'not JSON at byte 10: a "," or "}" is missing' },
    { '{"a":"\0"}', "not JSON at byte 7: a control character in a string" },
    { '{"a":"\n"}', "not JSON at byte 7: a control character in a string" },
    { '{"a\t":1}', "not JSON at byte 4: a control character in a string" },
    { '{"a":"\\x"}', "not JSON at byte 8: an unknown escape" },
    { '{"a":"\\\0"}', "not JSON at byte 8: an unknown escape" },
    { '{"a":"\\u12"}', "not JSON at byte 11: a bad \\u escape" },
    { '{"a":"\\u12G4"}', "not JSON at byte 11: a bad \\u escape" },
    { '{"a":"\\u+123"}', "not JSON at byte 9: a bad \\u escape" },
    { '{"a":"\\ud83d\\u12"}', "not JSON at byte 17: a bad \\u escape" },
    { '{"a":1} // no', "not JSON at byte 9: text after the end" },
    { ("["):rep(1001) .. ("]"):rep(1001), "the JSON is nested more than 1000 levels deep" },
    { ("["):rep(100000), "the JSON is nested more than 1000 levels deep" },
    { ('{"a":'):rep(100000), "the JSON is nested more than 1000 levels deep" },
  }
  for _, case in ipairs(texts) do
    it(("%q"):format(case[1]:sub(1, 40)), function() assert.equal(case[2], refused(case[1])) end)
  end

  it("a text cut at any place", function()
    local json = [[{"Text":"a\u00e9\ud83d\ude00\n","Count":-1.5e+3,"Names":["x",null,true,false],"Tags":{"a":"b"}}]]
    for length = 1, #json - 1 do
      assert.equal(("the JSON is cut short after %d bytes"):format(length), refused(json:sub(1, length)))
    end
  end)

  local values = {
    { '{"Self":{"Self":{"Count":12.7}}}', "Self.Self.Count: expected an integer, got 12.7" },
    { '{"Count":"12.7"}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":"007"}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":"0x10"}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":"1_000"}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":" 1"}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":"1\\u0000"}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":""}', "Count: expected an integer, got a string that cannot be converted" },
    { '{"Count":true}', "Count: expected an integer, got true" },
    { '{"Count":[]}', "Count: expected an integer, got an array" },
    { '{"Count":{}}', "Count: expected an integer, got an object" },
    { '{"Count":1e400}', "Count: expected an integer, got a number too large" },
    { '{"Count":1' .. ("0"):rep(400) .. "}", "Count: expected an integer, got a number too large" },
    { '{"Ratio":-1e400}', "Ratio: expected a number, got a number too large" },
    { '{"Ratio":"1e400"}', "Ratio: expected a number, got a string that cannot be converted" },
    { '{"Ratio":"nan"}', "Ratio: expected a number, got a string that cannot be converted" },
    { '{"Ratio":false}', "Ratio: expected a number, got false" },
    { '{"Flag":1}', "Flag: expected a boolean, got 1" },
    { '{"Flag":0}', "Flag: expected a boolean, got 0" },
    { '{"Flag":"yes"}', "Flag: expected a boolean, got a string that cannot be converted" },
    { '{"Flag":""}', "Flag: expected a boolean, got a string that cannot be converted" },
    { '{"Text":{}}', "Text: expected a string, got an object" },
    { '{"Text":[]}', "Text: expected a string, got an array" },
    { '{"Text":9007199254740993}', "Text: expected a string, got a number too large" },
    { '{"Text":1e400}', "Text: expected a string, got a number too large" },
    { '{"Time":"yesterday"}', "Time: expected a timestamp, got a string that cannot be converted" },
    { '{"Time":"NaN"}', "Time: expected a timestamp, got a string that cannot be converted" },
    { '{"Time":true}', "Time: expected a timestamp, got true" },
    { '{"Iso":1e400}', "Iso: expected a timestamp, got a number too large" },
    { '{"Data":5}', "Data: expected base64 text, got 5" },
    { '{"Data":"Zm9vYg="}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Data":"Zm9vYg"}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Data":"Zm9vYh=="}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Data":"===="}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Data":"Zg==Zg=="}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Data":"Zm9v\\n"}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Data":"Zm9\\u0000"}', "Data: expected base64 text, got a string that cannot be converted" },
    { '{"Names":"a"}', "Names: expected an array, got a string" },
    { '{"Names":{}}', "Names: expected an array, got an object" },
    { '{"Names":["a",null,{}]}', "Names[3]: expected a string, got an object" },
    { '{"Matrix":[["a"],["b",[]]]}', "Matrix[2][2]: expected a string, got an array" },
    { '{"Tags":[]}', "Tags: expected an object, got an array" },
    { '{"Tags":{"a":"b","c":[]}}', 'Tags["c"]: expected a string, got an array' },
    { '{"Tags":{"a\\u0000":[]}}', 'Tags["a?"]: expected a string, got an array' },
    { '{"Self":[]}', "Self: expected an object, got an array" },
    { '{"Self":""}', "Self: expected an object, got a string" },
    { '{"Selves":[{},{"Self":{"Flag":3}}]}', "Selves[2].Self.Flag: expected a boolean, got 3" },
    { '{"Any":[{"a":1e400}]}', 'Any[1]["a"]: expected a JSON value, got a number too large' },
    { '{"Any":[{"a":' .. ("9"):rep(400) .. '}]}', 'Any[1]["a"]: expected a JSON value, got a number too large' },
    { '{"Any":-' .. ("9"):rep(400) .. "}", "Any: expected a JSON value, got a number too large" },
    { '{"Any":["\\u0000",' .. ("9"):rep(400) .. "]}", "Any[2]: expected a JSON value, got a number too large" },
    { '{"_key":{}}', "Key: expected a string, got an object" },
    { '{"Count":1,"Count":[]}', "Count: expected an integer, got an array" },
  }
  for _, case in ipairs(values) do
    it(("%q"):format(case[1]:sub(1, 40)), function() assert.equal(case[2], refused(case[1])) end)
  end

  it("with a message of bounded length, without the value", function()
    local message = refused('{"Tags":{"' .. ("k"):rep(5000) .. '":[]}}')
    assert.equal('Tags["' .. ("k"):rep(64) .. '..."]: expected a string, got an array', message)
    message = refused(('{"Self":'):rep(500) .. '{"Count":"s3cret"}' .. ("}"):rep(500))
    assert.truthy(message:find("^Self%.Self%."))
    assert.truthy(message:find("expected an integer", 1, true))
    assert.is_nil(message:find("s3cret", 1, true))
    assert.is_true(#message < 400)
  end)

  it("arguments of other types", function()
    for _, wrong in ipairs { 5, {}, true } do
      assert.has_error(function() core.decode(shape, wrong) end)
    end
    assert.has_error(function() core.decode(shape) end)
  end)
end)

describe("core.decode when lenient", function()
  it("leaves out members of the top that cannot be converted", function()
    assert.same({ Text = "x", Time = 5 },
      core.decode(shape, '{"Count":12.7,"Text":"x","Self":{"Count":true},"Names":5,"Tags":{"a":[]},"Time":5}', true))
  end)

  it("still refuses what is not an object of JSON", function()
    assert.equal("expected an object, got an array", refused("[]", true))
    assert.equal("the JSON is cut short after 12 bytes", refused('{"Text":"a",', true))
  end)
end)

describe("core.convert", function()
  local cases = {
    { "string", "", "" }, { "string", "12", "12" }, { "integer", "12", 12 }, { "long", "-5", -5 }, { "integer", "12.0", 12 },
    { "integer", "12.5" }, { "integer", "" }, { "integer", "abc" }, { "integer", "Wed, 21 Oct 2015 07:28:00 GMT" },
    { "double", "1.5", 1.5 }, { "float", "Infinity", math.huge }, { "double", "x" }, { "boolean", "true", true },
    { "boolean", "false", false }, { "boolean", "1" }, { "timestamp", "1398796238", 1398796238 },
    { "timestamp", "Tue, 29 Apr 2014 18:30:38 GMT", 1398796238 }, { "timestamp", "2014-04-29T18:30:38Z", 1398796238 },
    { "timestamp", "soon" }, { "blob", "Zm9v", "foo" }, { "blob", "Zm9" },
  }
  for _, case in ipairs(cases) do
    it(("%s from %q"):format(case[1], case[2]), function() assert.equal(case[3], core.convert(case[1], case[2])) end)
  end

  it("refuses other types", function()
    for _, kind in ipairs { "structure", "list", "document", "x", "" } do
      assert.has_error(function() core.convert(kind, "x") end)
    end
    assert.has_error(function() core.convert("string", 5) end)
  end)
end)

describe("core.decode of a union", function()
  local model = {
    In = { type = "structure", members = { choice = "Choice", list = "Choices" } },
    Choices = { type = "list", member = "Choice" },
    Choice = {
      type = "structure",
      union = true,
      members = { text = "string", point = { shape = "Point", location_name = "POINT" }, empty = "Nothing" },
    },
    Point = { type = "structure", members = { x = "long" } },
    Nothing = { type = "structure", members = {} },
  }
  local compiled = core.shape(model, "In", "output")

  local function read(text, ...) return core.decode(compiled, text, ...) end

  it("has the member that is set", function()
    assert.same({ choice = { text = "a" } }, read('{"choice":{"text":"a"}}'))
    assert.same({ choice = { point = { x = 1 } } }, read('{"choice":{"POINT":{"x":1,"y":2},"text":null,"other":null}}'))
    assert.same({ choice = { empty = {} } }, read('{"choice":{"__type":"a#Choice","empty":{}}}'))
    assert.same({ choice = {} }, read('{"choice":{}}'))
    assert.same({ choice = {} }, read('{"choice":{"__type":"a#Choice","text":null}}'))
  end)

  it("shows a member that the model does not know by its name", function()
    assert.same({ choice = { SDK_UNKNOWN_MEMBER = { name = "newer" } } }, read('{"choice":{"newer":{"a":[1]}}}'))
    assert.same({ choice = { SDK_UNKNOWN_MEMBER = { name = "n\0\195\169" } } }, read('{"choice":{"n\\u0000\\u00e9":1,"text":null}}'))
    assert.same({ choice = { SDK_UNKNOWN_MEMBER = { name = "x" } } }, read('{"choice":{"x":1,"x":2}}'))
    assert.same({ list = { { text = "a" }, { SDK_UNKNOWN_MEMBER = { name = "point" } } } },
      read('{"list":[{"text":"a"},{"point":{"x":1}}]}'))
  end)

  it("is refused with more than one", function()
    for _, members in ipairs({ '"text":"a","POINT":{}', '"text":"a","newer":1', '"x":1,"y":2', '"text":"","empty":{}' }) do
      local value, message = read('{"list":[{"text":"a"},{' .. members .. "}]}")
      assert.is_nil(value)
      assert.equal("list[2]: has 2 members set, at most one is possible", message)
    end
    assert.same({}, read('{"choice":{"x":1,"y":2}}', true))
  end)
end)

describe("what core.decode says of a value that is sensitive", function()
  local model = {
    In = { type = "structure", members = { secret = "Secret", key = "Key", flag = "boolean", bytes = "Bytes",
      own = { shape = "boolean", sensitive = true } } },
    Secret = { type = "structure", sensitive = true, members = { flag = "boolean", list = "Flags" } },
    Flags = { type = "list", member = "boolean" },
    Key = { type = "map", sensitive = true, key = "string", value = "boolean" },
    Bytes = { type = "blob", sensitive = true },
  }
  local compiled = core.shape(model, "In", "output")

  it("has no number of it", function()
    local texts = {
      ['{"secret":{"flag":4711}}'] = "secret.flag: expected a boolean, got another number",
      ['{"secret":{"list":[true,4711.5]}}'] = "secret.list[2]: expected a boolean, got another number",
      ['{"secret":4711}'] = "secret: expected an object, got another number",
      ['{"key":{"k":4711}}'] = 'key["k"]: expected a boolean, got another number',
      ['{"bytes":4711}'] = "bytes: expected base64 text, got another number",
      ['{"own":4711}'] = "own: expected a boolean, got another number",
      ['{"own":true,"flag":4711}'] = "flag: expected a boolean, got 4711",
      ['{"flag":4711}'] = "flag: expected a boolean, got 4711",
      ['{"secret":{"flag":true},"flag":4711}'] = "flag: expected a boolean, got 4711",
    }
    for text, expected in pairs(texts) do
      local _, message = core.decode(compiled, text)
      assert.equal(expected, message)
    end
  end)
end)
