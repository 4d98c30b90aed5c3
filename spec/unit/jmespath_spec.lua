-- JMESPath as far as waiters need it.
local jmespath = require "aws.wait.jmespath"

local function value_of(text, output)
  local evaluate, fault = jmespath.compile(text)
  assert.is_function(evaluate, text .. ": " .. tostring(fault))
  return evaluate(output)
end

local output = {
  Status = "ok", Count = 3, On = true, Off = false, Empty = {}, Text = "äöü", Blank = "",
  Job = { Status = "DONE", Deep = { Name = "n" } },
  Items = { { Status = "a", N = 1, Tags = { "x", "y" } }, { Status = "b", N = 2, Tags = { "z" } }, { N = 3 } },
  Groups = { { Members = { { Name = { V = 1 } }, { Name = { V = 2 } } } }, { Members = {} }, {}, { Members = { { Name = { V = 3 } } } } },
  Map = { one = { S = "s1" } },
  Nested = { { 1, 2 }, { 3, { 4 } }, 5 },
  ["a-b"] = { ["c d"] = 7 },
}

-- { expression, value }
local cases = {
  { "Status", "ok" }, { "Missing" }, { "Job.Status", "DONE" }, { "Job.Deep.Name", "n" }, { "Job.Missing.Name" }, { "Status.x" },
  { "Off", false }, { "Job . Status", "DONE" }, { '"a-b"."c d"', 7 }, { " Status ", "ok" },
  { "Items[].Status", { "a", "b" } }, { "Items[*].Status", { "a", "b" } }, { "Items[].N", { 1, 2, 3 } }, { "Missing[].N" },
  { "Status[].N" }, { "Empty[].N", {} }, { "Items[0].Status", "a" }, { "Items[-1].N", 3 }, { "Items[5].N" }, { "Items[-9]" },
  { "Items[].Tags", { { "x", "y" }, { "z" } } }, { "Items[].Tags[]", { "x", "y", "z" } }, { "Items[*].Tags[0]", { "x", "z" } },
  { "Items[*].Tags[]", { "x", "y", "z" } }, { "Groups[].Members[].Name.V", { 1, 2, 3 } },
  { "Groups[*].Members[*].Name.V", { { 1, 2 }, {}, { 3 } } },
  { "Nested[]", { 1, 2, 3, { 4 }, 5 } }, { "Nested[][]", { 1, 2, 3, 4, 5 } },
  { "Map.*.S", { "s1" } }, { "Status.*" }, { "*.Deep.Name", { "n" } },
  { "length(Items)", 3 }, { "length(Items[])", 3 }, { "length(Items[].Status)", 2 }, { "length(Text)", 3 }, { "length(Map)", 1 },
  { "length(Empty)", 0 }, { "length(Missing)" }, { "length(Count)" },
  { "length(Count) == `0`" }, { "!(length(Missing) > `0`)" }, { "Items[?length(N) > `0`]" },
  { "length(Blank)", 0 },
  { "length(Items) == `3`", true }, { "length(Items[]) > `0`", true }, { "length(Empty) == `0`", true },
  { "length(Empty) > `0`", false },
  { "length(Missing || '') > `0`", false }, { "length(Text || '') > `0`", true },
  { "Status == 'ok'", true }, { "Status != 'ok'", false }, { "Status == `\"ok\"`", true },
  { "Count == `3`", true }, { "Count == `3.0`", true },
  { "Count >= `3`", true }, { "Count <= `2`", false }, { "Count < `4`", true }, { "Count > `-1`", true }, { "Status > `1`" },
  { "On == `true`", true }, { "Off == `false`", true }, { "Missing == `null`", true }, { "Missing != `null`", false },
  { "Status == Count", false }, { "Items == Items" }, { "Items == `1`", false },
  { "On && Count", 3 }, { "Off && Count", false }, { "On && Off", false }, { "On && Missing" },
  { "Off || Status", "ok" }, { "On || Status", true },
  { "Blank || Empty || Status", "ok" }, { "Missing && Status || Count", 3 }, { "Count || Missing && Status", 3 },
  { "!On", false }, { "!Missing", true }, { "!Empty", true }, { "!!Status", true }, { "!(Job.Status == 'DONE')", false },
  { "(Items[].Tags)[0]", { "x", "y" } }, { "(On || Off) && Status", "ok" }, { "Status != 'x' && Status != 'y'", true },
  { "Items[?Status == 'a'].N", { 1 } }, { "Items[?Status].N", { 1, 2 } }, { "Items[?!Status].N", { 3 } },
  { "Items[?N > `1` && Status == 'b' || N == `1`].N", { 1, 2 } }, { "length(Items[?N > `1`]) == length(Items)", false },
  { "length(Items[?!(length(Tags || '') == `1` && N == `2`)]) == `2`", true }, { "Status[?a]" }, { "Items[?Tags[0] == 'z'].N", { 2 } },
}

describe("an expression", function()
  for _, case in ipairs(cases) do
    it(case[1] .. " is evaluated", function() assert.same(case[2], (value_of(case[1], output))) end)
  end

  it("may begin with a bracket", function()
    assert.same({ 1, 2 }, value_of("[].N", { { N = 1 }, { N = 2 } }))
    assert.same(2, value_of("[1].N", { { N = 1 }, { N = 2 } }))
  end)

  it("does not change the output", function()
    local list = { Items = { { 1 }, { 2 } } }
    value_of("Items[]", list)
    assert.same({ Items = { { 1 }, { 2 } } }, list)
  end)

  it("may be nested as deeply as its length allows", function()
    assert.is_true(value_of(("("):rep(990) .. "On" .. (")"):rep(990), output))
    assert.is_true(value_of(("!"):rep(1990) .. "On", output))
    assert.equal("b", value_of(("Status[?a] || "):rep(140) .. "Items[1].Status", output))
  end)

  it("that is not known is refused by its name", function()
    for text, fault in pairs({
      ["contains(Items[].Status, 'a')"] = "the function contains is not known",
      ["Items[].Status | [0]"] = '"| [0]" is not known',
      ["Items[0:2]"] = '"[0:2]" is not known',
      ["[Status, Count]"] = '"[Status, Count]" is not known',
      ["{a: Status}"] = '"{a: Status}" is not known',
      ["@.Status"] = '"@.Status" is not known',
      ["Job.[Status]"] = '"[Status]" after a dot is not known',
      ["length(Items, Status)"] = ') is missing before ", Status)"',
      ["length("] = "the end is not known",
      ["Items[?Status"] = "] is missing before the end",
      ["(Status"] = ") is missing before the end",
      ["Status =="] = "the end is not known",
      ["Status == 'a' == 'b'"] = "\"== 'b'\" is not known",
      ["Status = 'a'"] = "\"= 'a'\" is not known",
      ["`[1]`"] = "the literal `[1]` is not known",
      ["`\"a\\n\"`"] = 'the literal `"a\\n"` is not known',
      ["!Job.Status"] = "a path after ! is not known without parentheses",
      ["!"] = "the end after ! is not known",
      ["Items[].Status &"] = '"&" is not known',
      ["5"] = '"5" is not known',
      [("("):rep(2001)] = "more than 2000 bytes are not read",
      ["5\n\0\27"] = '"5\\\\x0a\\0\\27" is not known',
      [("f"):rep(99) .. "(a)"] = "the function " .. ("f"):rep(64) .. " is not known",
      ["`" .. ("x"):rep(99) .. "`"] = "the literal `" .. ("x"):rep(64) .. "` is not known",
      ["`x\n\r`"] = "the literal `x\\x0a\\x0d` is not known",
      [""] = "the end is not known",
      ["a."] = "the end after a dot is not known",
      ["'open"] = "\"'open\" is not known",
    }) do
      local evaluate, found = jmespath.compile(text)
      assert.is_nil(evaluate, text)
      assert.equal(fault, found, text)
    end
  end)
end)
