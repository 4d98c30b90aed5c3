local excerpt = require "aws.text.excerpt"

describe("excerpt.of", function()
  local function check(cases)
    for body, expected in pairs(cases) do assert.equal(expected, excerpt.of(body), ("%q"):format(body)) end
  end

  it("is the text of a page, without what is not for readers", function()
    check({
      ["<html><title>403 Forbidden</title><body>nginx</body></html>"] = "403 Forbidden nginx",
      ["<SCRIPT>if (a<b) x</SCRIPT>one<style>p{}</style><svg><path d='x'/></svg>two"] = "one two",
      ["<!-- a > b <p> -->text<!---->"] = "text",
      ["<?xml version='1.0'?><!DOCTYPE x><a><![CDATA[c & d]]></a>"] = "c & d]]>",
      ["1 < 2 and 3 > 2"] = "1 < 2 and 3 > 2",
      ["<p>one<br/>two"] = "one two",
      ["shown<p unfinished"] = "shown",
      ["shown<script>unfinished"] = "shown",
    })
  end)

  it("reads references to characters", function()
    check({
      ["<p>&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;&nbsp;e"] = "<b> & \"c\" 'd' e",
      ["<p>&#65;&#x42;&#X43;&#10;&#0;&#27;D"] = "ABC D",
      ["<p>&bogus; &#999999; &#xFFFF; & &;"] = "&bogus; &#999999; &#xFFFF; & &;",
      ["&amp; where no tag is"] = "&amp; where no tag is",
    })
  end)

  it("is one line without control characters, of ASCII or beyond", function()
    check({
      [" a\r\n\tb\0\127c \11"] = "a b c",
      ["a\194\133b\194\160c\226\128\168d\226\128\174e"] = "a b c d e",
      ["\239\187\191a"] = "a",
      ["a\226\128\139b\226\129\166c\226\129\169"] = "a b c", -- nothing to be seen, but for what they do to the rest
      ["a\226\128\144b\226\129\158c"] = "a\226\128\144b\226\129\158c", -- a hyphen, four dots
      ["é ä 中 😀"] = "é ä 中 😀",
      ["a\255b\195\40c\128\226\130"] = "a?b?(c??",
      ["a\237\160\128b\224\130\130c\240\130\130\172d\244\144\128\128e"] = "a?b?c?d?e", -- half of a pair, too long, too high
      ["\224\160\128 \237\159\191 \240\144\128\128 \244\143\191\191"] = "\224\160\128 \237\159\191 \240\144\128\128 \244\143\191\191",
    })
  end)

  it("shows the tags where there is nothing else", function()
    check({ ["<script>location = 'x'</script>"] = "<script>location = 'x'</script>", ["<html></html>"] = "<html></html>", ["<"] = "<" })
  end)

  it("is empty for what is blank", function()
    check({ [""] = "", [" \r\n\t"] = "", ["\194\160"] = "" })
  end)

  it("says so of bytes that are not text", function()
    check({ [("\0\1\2\3"):rep(30)] = "120 bytes that are not text" })
    assert.equal("a b c", excerpt.of("a\27b\0c"))
  end)

  it("is cut between words, else between characters", function()
    local words = excerpt.of(("many words "):rep(100))
    assert.matches("^many words .* words…$", words)
    assert.is_true(#words <= 303)
    for offset = 0, 3 do
      local cut = excerpt.of(("x"):rep(offset) .. ("é😀"):rep(200))
      assert.is_true(#cut <= 303)
      assert.is_nil(cut:find("?", 1, true))
    end
  end)

  it("takes linear time and reads no more than the beginning", function()
    for _, piece in ipairs({ "<script ", "<!--", "<", "<a", "&", "&#1", "\200", "<svg>", "  ", "a<b>", "</script" }) do
      assert.is_true(#excerpt.of(piece:rep(1000000)) <= 303)
    end
  end)
end)

describe("excerpt.target", function()
  it("is where a redirect leads", function()
    for place, shown in pairs({
      ["https://a/b?c"] = "https://a/b?c", ["/x"] = "/x", ["https://u:p@h/x@y"] = "https://***@h/x@y", ["http://a, http://b"] = "http://a",
      ["/a,b"] = "/a,b", ["/\27\rx"] = "/ x",
    }) do
      assert.equal(shown, excerpt.target(302, { location = place }))
    end
    assert.is_nil(excerpt.target(200, { location = "/x" }))
    assert.is_nil(excerpt.target(400, { location = "/x" }))
    assert.is_nil(excerpt.target(301, { location = "" }))
    assert.is_nil(excerpt.target(301, {}))
    assert.is_nil(excerpt.target(301))
    assert.is_nil(excerpt.target())
  end)
end)
