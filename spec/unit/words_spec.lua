local words = require "aws.text.words"

describe("words.split", function()
  it("parts a line as a POSIX shell does", function()
    for line, expected in pairs({
      [""] = {},
      ["  \t "] = {},
      [" a  b\tc "] = { "a", "b", "c" },
      ["a\\ b 'c d' \"e f\""] = { "a b", "c d", "e f" },
      ["a'b'\"c\"d"] = { "abcd" },
      ["'' \"\""] = { "", "" },
      ['"a\\"b\\\\c\\d" \'e\\\''] = { 'a"b\\c\\d', "e\\" },
      ["\\\\ \\'"] = { "\\", "'" },
      ["a#b # c"] = { "a#b", "#", "c" },
      ["a\194\160b\11c d\194\133"] = { "a\194\160b\11c", "d\194\133" },
      ["$HOME `x` *"] = { "$HOME", "`x`", "*" },
    }) do
      assert.same(expected, words.split(line), line)
    end
  end)

  it("refuses what stays open", function()
    for _, line in ipairs({ "'", '"', "a 'b", 'a "b\\"', "\\", "a\\", '"\\' }) do assert.is_nil(words.split(line), line) end
  end)
end)
