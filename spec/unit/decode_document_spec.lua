-- Free-form members (type "document"): texts and numbers that cJSON would not read as they are meant.
local core = require "aws.core"

local shape = core.shape({ Output = { type = "structure", members = { Any = "document" } } }, "Output")

local function read(text)
  local value, fault = core.decode(shape, ('{"Any":%s}'):format(text))
  return value and value.Any, fault
end

describe("a document", function()
  local PAIR = "\240\159\152\128" -- U+1F600

  it("keeps pairs of surrogates beside NUL and beside halves of pairs", function()
    for text, want in pairs({
      [ [["\u0000","\ud83d\ude00x"]] ] = { "\0", PAIR .. "x" },
      [ [["\ud83d\ude00\u0000\ud83d\ude00"]] ] = { PAIR .. "\0" .. PAIR },
      [ [["\ud800","\uD83D\uDE00"]] ] = { "\237\160\128", PAIR },
      [ [["\ud800\ud83d\ude00\udc00"]] ] = { "\237\160\128" .. PAIR .. "\237\176\128" },
      [ [["\u0000","\n\u00e9\/\\\" "]] ] = { "\0", "\n\195\169/\\\" " },
    }) do
      assert.same(want, (read("[" .. text .. "]")), text)
    end
  end)

  it("reads numbers of any length", function()
    local zeros = ("0"):rep(70)
    for text, want in pairs({
      ["1" .. zeros] = 1e70, ["-1" .. zeros] = -1e70, ["0." .. zeros .. "1"] = 1e-71, ["0.5" .. zeros] = 0.5,
      ["1" .. zeros .. "e-60"] = 1e10, ["0.1" .. ("3"):rep(100)] = tonumber("0.1" .. ("3"):rep(100)),
    }) do
      assert.same({ want, 7 }, (read("[" .. text .. ",7]")), text)
    end
  end)

  it("refuses numbers beyond a double's, long and short", function()
    for _, text in ipairs({ "1" .. ("0"):rep(400), "-1" .. ("0"):rep(400), "1e400", "-1e400" }) do
      local value, fault = read("[0," .. text .. "]")
      assert.is_nil(value)
      assert.equal("Any[2]: expected a JSON value, got a number too large", fault)
    end
  end)
end)

describe("the place of what is wrong", function()
  it("has no half of a character of a long name", function()
    for blanks = 58, 66 do
      local name = ("k"):rep(blanks) .. ("\240\159\152\128"):rep(3)
      local _, fault = read(('{"%s":1e400}'):format(name))
      assert.truthy(fault:find("number too large", 1, true), fault)
      assert.is_nil(fault:gsub("[\194-\244][\128-\191]+", ""):find("[\128-\255]"), fault)
    end
  end)
end)
