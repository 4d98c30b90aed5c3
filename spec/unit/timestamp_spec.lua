-- Points in time as text, both ways; expected values come from GNU date.
local core = require "aws.core"

describe("core.parse_timestamp", function()
  local good = {
    ["1970-01-01T00:00:00Z"] = 0,
    ["2019-12-16T23:48:18Z"] = 1576540098,
    ["2019-12-16t23:48:18z"] = 1576540098,
    ["2019-12-16 23:48:18Z"] = 1576540098,
    ["2019-12-16T23:48:18"] = 1576540098,
    ["2019-12-16T22:48:18-01:00"] = 1576540098,
    ["2019-12-17T00:48:18+01:00"] = 1576540098,
    ["2019-12-17T05:18:18+0530"] = 1576540098,
    ["2019-12-17T00:48:18+01"] = 1576540098,
    ["2019-12-16T23:48Z"] = 1576540080,
    ["2019-12-16 23:48:18 +0000"] = 1576540098,
    ["2019-12-16 23:48:18 UTC"] = 1576540098,
    ["2019-12-16T23:48:18   Z"] = 1576540098,
    ["2019-12-16T22:48:18.000 -01:00"] = 1576540098,
    ["20191217T051818 +0530"] = 1576540098,
    ["2019-12-16 23:48 gmt"] = 1576540080,
    ["2019-12-16 23:48:18 +0000 UTC"] = 1576540098,
    ["2019-12-17 00:48:18.5 +0100 CET"] = 1576540098.5,
    ["2019-12-17T00:48:18+01 CET"] = 1576540098,
    ["2019-12-16"] = 1576454400,
    ["20191216T234818Z"] = 1576540098,
    ["2000-01-02T20:34:56.123Z"] = 946845296.123,
    ["2000-01-02T20:34:56,123000Z"] = 946845296.123,
    ["2000-01-02T20:34:56.123456Z"] = 946845296.123456,
    ["2000-01-02T20:34:56.1234567890123456789Z"] = 946845296.123456789,
    ["1969-12-31T23:59:58.5Z"] = -1.5,
    ["2016-12-31T23:59:60Z"] = 1483228800,
    ["2000-02-29T00:00:00Z"] = 951782400,
    ["0001-01-01T00:00:00Z"] = -62135596800,
    ["9999-12-31T23:59:59Z"] = 253402300799,
    ["9999-12-31T23:59:59.123456789Z"] = 253402300799.123456,
    ["1899-12-31T23:59:59Z"] = -2208988801,
    ["Sun, 06 Nov 1994 08:49:37 GMT"] = 784111777,
    ["sun, 06 nov 1994 08:49:37 gmt"] = 784111777,
    ["Sunday, 06-Nov-94 08:49:37 GMT"] = 784111777,
    ["Sun Nov  6 08:49:37 1994"] = 784111777,
    ["06 Nov 1994 08:49:37 GMT"] = 784111777,
    ["Sun, 6 Nov 1994 08:49:37 +0000"] = 784111777,
    ["Sun, 06 Nov 1994 09:49:37 +0100"] = 784111777,
    ["Sun, 06 Nov 1994 08:49 UT"] = 784111740,
    ["Tue, 29 Apr 2014 18:30:38 GMT"] = 1398796238,
    ["Sun, 02 Jan 2000 20:34:56.456 GMT"] = 946845296.456,
    ["Thu, 01 Jan 69 00:00:00 GMT"] = 3124224000,
    ["Thu, 01-Jan-70 00:00:00 GMT"] = 0,
  }
  for text, seconds in pairs(good) do
    it("reads " .. text, function() assert.equal(seconds, core.parse_timestamp(text)) end)
  end

  local bad = {
    "", "x", "0", "1700000000", "20191216", "NaN", "2019-13-16T23:48:18Z", "2019-00-16T23:48:18Z", "2019-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z", "2019-12-32T23:48:18Z", "2019-12-00T23:48:18Z", "2019-12-16T24:00:00Z", "2019-12-16T23:60:18Z",
    "2019-12-16T23:48:61Z", "0000-12-16T23:48:18Z", "2019-12-16T23:48:18.Z", "2019-12-16T23:48:18Zx", "2019-12-16T23:48:18+",
    "2019-12-16T23:48:18+1:00", "2019-12-16T23:48:18+24:00", "2019-12-16T23:48:18+01:60", "2019-12-16T23:48:18 EST",
    "2019-12-16T23:48:18 ", "2019-12-16T23:48:18+0100 ", "2019-12-16T23:48:18+0100 CET ", "2019-12-16T23:48:18+0100CET",
    "2019-12-16T23:48:18+0100 +0100", "2019-12-16T23:48:18+01: CET", "2019-12-16T23:48:18+010 CET",
    "2019-12-16T23:48:18 + 01:00", "2019-12-16T23:48:18\tZ", "2019-12-16 Z", "2019-12-16T23:48:18 Z ",
    "2019-12-16T", "2019-12-16T23", "2019-1-16T23:48:18Z", "+2019-12-16T23:48:18Z", " 2019-12-16T23:48:18Z",
    "2019-12-16T23:48:18Z\0", "2019-12-16T234818Z", "Sun, 06 Nov 1994", "Sun, 06 Nox 1994 08:49:37 GMT",
    "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 PST", "Sun Nov 6 1994",
    "Sun, 06-Nov 1994 08:49:37 GMT", ("2019-12-16T23:48:18.%sZ"):format(("1"):rep(100)),
  }
  for _, text in ipairs(bad) do
    it(("refuses %q"):format(text:sub(1, 40)), function() assert.is_nil(core.parse_timestamp(text)) end)
  end

  it("gives integers where Lua has them", function()
    local integer = math.type and math.type(core.parse_timestamp("1970-01-02T00:00:00Z"))
    assert.equal(math.type and "integer", integer)
  end)

  it("refuses arguments that are no string", function()
    assert.has_error(function() core.parse_timestamp(5) end)
    assert.has_error(function() core.parse_timestamp() end)
  end)
end)

describe("core.format_timestamp", function()
  local cases = {
    { 0, "iso8601", "1970-01-01T00:00:00Z" },
    { 946845296.123, "iso8601", "2000-01-02T20:34:56.123Z" },
    { 946845296.1, "iso8601", "2000-01-02T20:34:56.1Z" },
    { 946845296.0001, "iso8601", "2000-01-02T20:34:56Z" },
    { 946845296.9996, "iso8601", "2000-01-02T20:34:57Z" },
    { -1.5, "iso8601", "1969-12-31T23:59:58.5Z" },
    { -62135596800, "iso8601", "0001-01-01T00:00:00Z" },
    { 253402300799, "iso8601", "9999-12-31T23:59:59Z" },
    { 951782400, "iso8601", "2000-02-29T00:00:00Z" },
    { 951868800, "iso8601", "2000-03-01T00:00:00Z" },
    { -2203891201, "iso8601", "1900-02-28T23:59:59Z" },
    { 253402300800, "iso8601" }, { -62135596801, "iso8601" }, { 253402300799.9996, "iso8601" },
    { 0 / 0, "iso8601" }, { math.huge, "iso8601" },
    { 784111777, "rfc822", "Sun, 06 Nov 1994 08:49:37 GMT" },
    { 784111777.9, "rfc822", "Sun, 06 Nov 1994 08:49:37 GMT" },
    { -0.5, "rfc822", "Wed, 31 Dec 1969 23:59:59 GMT" },
    { 253402300800, "rfc822" }, { -math.huge, "rfc822" },
    { 1700000000, "unixTimestamp", "1700000000" },
    { 1700000000.5, "unixTimestamp", "1700000000.5" },
    { 1700000000.123, "unixTimestamp", "1700000000.123" },
    { 1700000000.123456, "unixTimestamp", "1700000000.123456" },
    { 1.23456789, "unixTimestamp", "1.234568" },
    { 253402300799.123, "unixTimestamp", "253402300799.123" },
    { -1.5, "unixTimestamp", "-1.5" }, { -0.0, "unixTimestamp", "0" }, { 1e-9, "unixTimestamp", "0" },
    { 0 / 0, "unixTimestamp" }, { math.huge, "unixTimestamp" },
  }
  for _, case in ipairs(cases) do
    it(("writes %s as %s"):format(case[1], case[2]), function()
      assert.equal(case[3], core.format_timestamp(case[1], case[2]))
    end)
  end

  it("agrees with the reader on every day of four centuries", function()
    local seconds = -11676096000 -- 1600-01-01
    for _ = 1, 146097 do
      assert(core.parse_timestamp(core.format_timestamp(seconds, "iso8601")) == seconds)
      assert(core.parse_timestamp(core.format_timestamp(seconds, "rfc822")) == seconds)
      seconds = seconds + 86400
    end
    assert.equal("2000-01-01T00:00:00Z", core.format_timestamp(seconds, "iso8601"))
  end)

  it("refuses wrong arguments", function()
    assert.has_error(function() core.format_timestamp("0", "iso8601") end)
    assert.has_error(function() core.format_timestamp(0, "iso") end)
    assert.has_error(function() core.format_timestamp(0) end)
  end)
end)
