local ascii = require "aws.text.ascii"

--- Every byte, 64 to a line.
local function all_bytes()
  local bytes = {}
  for byte = 0, 255 do bytes[byte + 1] = string.char(byte) end
  return table.concat(bytes)
end

describe("aws.text.ascii", function()
  it("changes the case of A to Z alone", function()
    local all = all_bytes()
    local lower, upper = ascii.lower(all), ascii.upper(all)
    for byte = 0, 255 do
      local is_upper, is_lower = byte >= 65 and byte <= 90, byte >= 97 and byte <= 122
      assert.equal(is_upper and byte + 32 or byte, lower:byte(byte + 1))
      assert.equal(is_lower and byte - 32 or byte, upper:byte(byte + 1))
    end
    assert.equal("AWS_USE_FIPS_ENDPOINT_ıİ", ascii.upper("aws_use_fips_endpoint_ıİ"))
    assert.equal("", ascii.lower(""))
  end)

  it("knows control characters: below 32, and 127", function()
    for byte = 0, 255 do assert.equal(byte < 32 or byte == 127, ascii.has_control("a" .. string.char(byte))) end
    assert.equal("a b c \128", ascii.one_line("a\0\r\nb\127c\27\128"))
  end)

  it("trims blanks of ASCII, in linear time", function()
    assert.equal("a \160b", ascii.trim(" \t\n\v\f\ra \160b \r\n"))
    assert.equal("\160", ascii.trim(" \160 "))
    assert.equal("", ascii.trim(" \n "))
    assert.equal("", ascii.trim(""))
    assert.equal(200001, #ascii.trim("a" .. (" "):rep(199999) .. "b"))
    assert.equal("", ascii.trim((" "):rep(1000000)))
  end)

  it("writes numbers with a point", function()
    for format, text in pairs({ ["%g"] = "1.5", ["%.3f"] = "1.500", ["%.17g"] = "1.5", ["%.0f"] = "2", ["%5.1f"] = "  1.5" }) do
      assert.equal(text, ascii.number(format, 1.5))
    end
  end)

  it("orders by bytes", function()
    local list = { "b", "a", "B", "", "é", "ab", "A", "a\0", "z" }
    table.sort(list, ascii.before)
    assert.same({ "", "A", "B", "a", "a\0", "ab", "b", "z", "é" }, list)
    assert.is_false(ascii.before("a", "a"))
  end)
end)

-- What follows the locale is not used: https://www.lua.org/manual/5.4/manual.html#6.4.1 (classes), 6.4 (lower, upper).
describe("the library", function()
  --- Lines of files that have one of some patterns and none of the exceptions.
  local function findings(command, patterns, exceptions)
    local list, files = {}, io.popen(command)
    for path in files:lines() do
      local number = 0
      for line in io.lines(path) do
        number = number + 1
        local is_found = false
        for _, pattern in ipairs(patterns) do is_found = is_found or line:find(pattern) ~= nil end
        for _, exception in ipairs(exceptions) do is_found = is_found and not line:find(exception) end
        if is_found then list[#list + 1] = ("%s:%d: %s"):format(path, number, line) end
      end
    end
    files:close()
    return table.concat(list, "\n")
  end

  local LUA = "find lua -name '*.lua' ! -path 'lua/aws/model/*' ! -path 'lua/aws/text/ascii.lua' ! -path 'lua/aws/types*'"

  it("takes upper, lower and the order of texts from aws.ascii", function()
    assert.equal("", findings(LUA, { ":lower%(", ":upper%(", "string%.lower", "string%.upper", "table%.sort%([%w_.]+%)" }, {}))
  end)

  it("has no class of characters in a pattern but %d and %x", function()
    local calls = {}
    for _, name in ipairs({ "find", "match", "gmatch", "gsub" }) do
      for _, quote in ipairs({ '"', "'" }) do
        calls[#calls + 1] = ("[:.]%s%%([^%s]*%s[^%s]*%%%%[acglpsuwACGLPSUW]"):format(name, quote, quote, quote)
      end
    end
    assert.equal("", findings(LUA, calls, { '"[^"]*%%%%[^"]*"%):format', "provider%." }))
  end)

  it("writes no number with the locale's decimal point", function()
    assert.equal("", findings(LUA, { "%%%.?%d*[efgEG][^%w]" }, { "ascii%.number", "%%%.0f", "%%f%[" }))
  end)

  it("is so in C, too", function()
    local functions = { "isal%a+", "isdigit", "isspace", "isxdigit", "iscntrl", "ispunct", "is%a*print", "tolower", "toupper",
      "strn?casecmp", "strcoll", "strtod", "strtof", "atof", "strftime", "strptime", "sscanf", "strerror", "localeconv" }
    for i, name in ipairs(functions) do functions[i] = "%f[%w_]" .. name .. " ?%(" end
    functions[#functions + 1] = '"[^"]*%%%.?[%d*]*l?[aefgEG][^%w]'
    assert.equal("", findings("find csrc -name '*.[ch]' ! -path 'csrc/core/base/number.c'", functions, { "%%%.0f" }))
  end)
end)
