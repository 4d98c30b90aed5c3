-- aws.time: the texts in which DRS writes times and durations.
local aws = require "aws"
local time = require "aws.time"

describe("aws.time", function()
  it("is a door", function() assert.equal(time, aws.time) end)

  it("parses times as DRS writes them", function()
    local cases = {
      ["2022-12-05T17:42:54.510190+00:00"] = 1670262174.51019,
      ["2022-12-05T17:42:54Z"] = 1670262174,
      ["2022-12-05T18:42:54+01:00"] = 1670262174,
      ["2022-12-05T17:42:54"] = 1670262174,
      ["1969-12-31T23:59:59Z"] = -1,
      ["2024-02-29T00:00:00.5Z"] = 1709164800.5,
    }
    for text, seconds in pairs(cases) do
      local found = time.parse(text)
      assert.is_true(math.abs(found - seconds) < 1e-6, text)
    end
  end)

  it("parses durations", function()
    local cases = { PT0S = 0, PT1H30M = 5400, ["P2DT0.5S"] = 172800.5, P1W = 604800, PT36H = 129600, ["PT1M2,25S"] = 62.25,
      P1D = 86400 }
    for text, seconds in pairs(cases) do assert.equal(seconds, time.duration(text)) end
  end)

  it("says what it cannot read", function()
    for _, text in ipairs({ "", "yesterday", "2022-13-05T17:42:54Z", "2023-02-29T00:00:00Z", "P1D" }) do
      assert.same({ n = 2, nil, "not an ISO 8601 time" }, { n = select("#", time.parse(text)), time.parse(text) })
    end
    for _, text in ipairs({ "", "P", "PT", "P1M", "P1Y", "1H", "PT1H2H", "PT1M1H", "pt1h", "PT-1S", ("9"):rep(100) }) do
      assert.same({ n = 2, nil, "not an ISO 8601 duration of a fixed length" }, { n = select("#", time.duration(text)),
        time.duration(text) })
    end
    for _, value in ipairs({ 7, true, {} }) do
      assert.equal(("a %s, not a text"):format(type(value)), (select(2, time.parse(value))))
      assert.equal(("a %s, not a text"):format(type(value)), (select(2, time.duration(value))))
    end
    assert.equal("a nil, not a text", (select(2, time.parse(nil))))
  end)

  it("formats times as DRS takes them", function()
    assert.equal("2022-12-05T17:42:54Z", time.format(1670262174))
    assert.equal("2022-12-05T17:42:54.51Z", time.format(1670262174.51019))
    for _, value in ipairs({ 0 / 0, math.huge, -math.huge, 1e18 }) do
      assert.same({ n = 2, nil, "not a time in the years 1 to 9999" }, { n = select("#", time.format(value)),
        time.format(value) })
    end
    assert.equal("a string, not a number", (select(2, time.format("now"))))
    assert.equal(1670262174, time.parse(time.format(1670262174)))
  end)
end)
