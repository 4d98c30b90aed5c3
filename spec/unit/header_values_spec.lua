local header_values = require "aws.text.header_values"

describe("header_values.first", function()
  it("is the first of several values", function()
    for text, first in pairs({
      ["one"] = "one", ["one, one"] = "one", ["one,two"] = "one", ["ThrottlingException, BadRequestException"] = "ThrottlingException",
      ["2, 2"] = "2", [" a\t, b"] = "a", [", , a, b"] = "a", ["a,"] = "a", ["a b, c"] = "a b", ["text/html; q=1, x"] = "text/html; q=1",
    }) do
      assert.equal(first, header_values.first(text), text)
    end
  end)

  it("keeps the comma of a date, in every form of one", function()
    for _, date in ipairs({
      "Tue, 14 Nov 2023 22:13:20 GMT", "Tuesday, 14-Nov-23 22:13:20 GMT", "Tue Nov 14 22:13:20 2023", "Sun, 06 Nov 1994 08:49:37 GMT",
      "wednesday, 06-Nov-94 08:49:37 GMT", "Thu,14 Nov 2023 22:13:20 GMT", "Mon, 1", "Fri, 1", "Sat, 1",
    }) do
      assert.equal(date, header_values.first(date))
      assert.equal(date, header_values.first(date .. ", " .. date))
      assert.equal(date, header_values.first(date .. ",120"))
    end
    assert.equal("120", header_values.first("120, Tue, 14 Nov 2023 22:13:20 GMT"))
  end)

  it("takes no code for a weekday", function()
    for text, first in pairs({
      ["SatException, B"] = "SatException", ["Tuesdays, B"] = "Tuesdays", ["Su, B"] = "Su", ["Moon, B"] = "Moon",
    }) do
      assert.equal(first, header_values.first(text))
    end
  end)

  it("is nil where there is no value", function()
    for _, text in ipairs({ "", " ", ",", " , \t," }) do assert.is_nil(header_values.first(text)) end
    assert.is_nil(header_values.of({ a = "" }, "a"))
    assert.is_nil(header_values.of({}, "a"))
    assert.is_nil(header_values.of(nil, "a"))
    assert.equal("x", header_values.of({ a = "x, y" }, "a"))
  end)

  it("takes linear time", function()
    local long = ("a "):rep(500000)
    assert.equal(#long - 1, #header_values.first(long .. "," .. long))
    assert.is_nil(header_values.first((", "):rep(500000)))
  end)
end)

describe("header_values.all", function()
  it("has every value, in quotes or not", function()
    for text, values in pairs({
      ["a, b,c"] = { "a", "b", "c" }, ["one"] = { "one" }, [" a b\t,, c "] = { "a b", "c" },
      ['"b,c", "\\"def\\"", a'] = { "b,c", '"def"', "a" }, ['"", x'] = { "", "x" }, ['"a\\\\", b'] = { "a\\", "b" },
      ["Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT"] =
        { "Mon, 16 Dec 2019 23:48:18 GMT", "Tue, 17 Dec 2019 23:48:18 GMT" },
      [""] = {}, [" , "] = {}, ['"open'] = { "open" }, ['"open\\'] = { "open\\" }, ['a"b, c'] = { 'a"b', "c" },
    }) do
      assert.same(values, header_values.all(text), text)
    end
  end)

  it("are read as they were joined", function()
    for _, values in ipairs({ { "a", "b" }, { "a,b", 'c"d', "e\\f", 'g\\"h' }, { "one" }, {} }) do
      assert.same(values, header_values.all(header_values.join(values)))
    end
    assert.equal('"b,c", "\\"def\\"", a', header_values.join({ "b,c", '"def"', "a" }))
  end)

  it("takes linear time", function()
    for _, piece in ipairs({ "a,", '"a",', '"', '"\\', "\\", " ", ", ", "Mon," }) do
      assert.is_table(header_values.all(piece:rep(300000)))
    end
  end)
end)
