-- Bodies in chunked coding (RFC 9112 7.1), read as inside nginx, without sockets.
local core = require "aws.core"
local http1 = require "aws.transport.http1"

local HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
local LONGEST_LINE = 8192

--- A reader that gets `text` in pieces that end before the places of `cuts`, and then "closed".
local function reader_of(text, cuts, limit)
  local reader = { buffer = "", at = 1, got = false, counted = 0, limit = limit or math.huge, received = 0 }
  local next_cut = 0
  function reader.receive()
    if reader.received == #text then return nil, "closed" end
    next_cut = next_cut + 1
    local from = reader.received + 1
    reader.received = (cuts[next_cut] or #text + 1) - 1
    return text:sub(from, reader.received)
  end
  return reader
end

--- The cuts of pieces of `size` bytes.
local function every(size, text)
  local cuts = {}
  for at = size + 1, #text, size do cuts[#cuts + 1] = at end
  return cuts
end

--- What becomes of a body in pieces of one byte, of some, and in one piece; `check` gets what http1.read gives.
local function try(body, limit, check)
  local text = HEAD .. body
  for _, size in ipairs({ 1, 2, 3, 1000, #text }) do
    local reader = reader_of(text, every(size, text), limit)
    check(reader, http1.read(reader, "POST"))
  end
end

local function assert_body(expected, body, limit)
  try(body, limit, function(_, response) assert.equal(expected, response and response.body) end)
end

local function assert_problem(reason, message, body, limit)
  try(body, limit, function(_, response, problem)
    assert.is_nil(response)
    assert.same({ reason, message, 200 }, { problem.reason, problem.message, problem.status })
  end)
end

local function assert_malformed(message, body) assert_problem("malformed", message, body) end

local function assert_too_large(body, limit)
  assert_problem("too large", "the answer is larger than max_response_bytes", body, #HEAD + limit)
end

describe("chunked coding", function()
  it("is read wherever its bytes are parted", function()
    local text = HEAD .. '5;a="b";c\r\none, \r\n00B \t;\r\ntwo, three,\r\n5\n four\n0;last\r\nA: 1\r\nB:\r\n\r\n'
    for first = 2, #text do
      for second = first + 1, #text + 1 do
        local response, reusable = http1.read(reader_of(text, { first, second }), "POST")
        assert.equal("one, two, three, four", response and response.body)
        assert.is_true(reusable)
      end
    end
  end)

  it("may have chunks of one byte", function()
    assert_body(("x"):rep(50000), ("1\r\nx\r\n"):rep(50000) .. "0\r\n\r\n")
  end)

  it("may have chunks of any length, and none", function()
    assert_body("", "0\r\n\r\n")
    for _, length in ipairs({ 9, 10, 255, 4096, 100000 }) do
      local data = ("ab\r\n0\r\n\r\n"):rep(length):sub(1, length)
      assert_body(data .. data, ("%x\r\n%s\r\n%X\r\n%s\r\n0\r\n\r\n"):format(length, data, length, data))
    end
  end)

  it("leaves what comes behind it", function()
    try("2\r\nok\r\n0\r\nA: 1\r\n\r\nHTTP/1.1 500 No\r\n", nil, function(reader, response, reusable)
      assert.equal("ok", response.body)
      local is_behind = reader.at <= #reader.buffer
      assert.equal(not is_behind, reusable)
      assert.equal(("HTTP/1.1 500 No\r\n"):sub(1, #reader.buffer - reader.at + 1), reader.buffer:sub(reader.at))
    end)
  end)

  it("is refused when its end is missing, wherever it is cut short", function()
    local body = "2;x\r\nok\r\n0\r\nA: 1\r\n\r\n"
    for length = 0, #body - 1 do assert_problem("closed", nil, body:sub(1, length)) end
  end)

  it("is refused as soon as a line is malformed", function()
    for message, lines in pairs({
      ["a chunk's size is malformed"] = {
        "\r\n", "\n", "zz\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\n", "1 2\r\n", "1x\r\n", "1\r\r\n", ";x\r\n", "1\0\r\n", "1\v\r\n",
        "1000000000000\r\n", "ffffffffffffffff\r\n", "10000000000000000\r\n", ("f"):rep(1000) .. "\r\n", "2\r\nok\r\n\r\n",
      },
      ["a chunk is longer than its size"] = { "2\r\nokx\r\n", "2\r\nok0\r\n", "2\r\nok\r\r\n", "2\r\nok \n" },
      ["a trailer is malformed"] = { "0\r\nno colon\r\n", "0\r\n \r\n", "0\r\n\r\r\n", "0\r\nA: 1\r\nB\n" },
    }) do
      for _, text in ipairs(lines) do
        assert_malformed(message, text)
        local reader = reader_of(HEAD .. text .. "more", every(1, HEAD .. text .. "more"))
        http1.read(reader, "POST")
        assert.equal(#HEAD + #text, reader.received, text)
      end
    end
  end)

  it("has sizes with any number of zeros in front", function()
    local zeros = ("0"):rep(1000)
    assert_body("ok", zeros .. "2\r\nok\r\n" .. zeros .. "\r\n\r\n")
    assert_problem("closed", nil, zeros .. "ffffffffffff\r\nok")
  end)

  it("has lines of 8 KiB at most, and none that never end", function()
    for _, body in ipairs({ "2\r\nok\r\n0;%s\r\n\r\n", "2;%s\r\nok\r\n0\r\n\r\n", "2\r\nok\r\n0\r\nA:%s\r\n\r\n" }) do
      local longest = ("x"):rep(LONGEST_LINE - #"2;\r")
      assert_body("ok", body:format(longest))
      assert_malformed("a chunk's line is too long", body:format(longest .. "x"))
    end
    for _, body in ipairs({ "", "2;", "2 ", "2\r\nok", "0\r\n", "0\r\nA:" }) do
      assert_malformed("a chunk's line is too long", body .. ("0"):rep(LONGEST_LINE + 1))
    end
  end)

  it("counts by what chunks hold, and by trailers", function()
    local body = "3;ignored\r\none\r\n3\r\ntwo\r\n0;ignored\r\nA: 1\r\nB: 2\n\r\n"
    assert_body("onetwo", body, #HEAD + 18)
    for limit = 0, 17 do assert_too_large(body, limit) end
  end)

  it("is refused at the size that is too large, before its data", function()
    assert_too_large("4\r\nfour\r\n5\r\n", 8)
    assert_too_large("ffffffffffff\r\n", 1e6)
    assert_problem("closed", nil, "4\r\nfour\r\n4\r\nfou", #HEAD + 8)
    for limit = 0, 3 do assert_too_large("4\r\nfour\r\n0\r\n\r\n", limit) end
  end)

  it("is refused when trailers never end", function()
    assert_too_large("2\r\nok\r\n0\r\n" .. ("A:\r\n"):rep(1000), 2000)
  end)
end)

describe("core.http1_chunks", function()
  it("raises for what is no limit, no text and no place in it", function()
    for _, limit in ipairs({ -1, 0 / 0, "x" }) do assert.has_error(function() core.http1_chunks(limit) end) end
    assert.has_error(function() core.http1_chunks() end)
    local take = core.http1_chunks(math.huge)
    for _, at in ipairs({ 0, -1, 5, "x" }) do assert.has_error(function() take("abc", at) end) end
    assert.has_error(function() take(nil, 1) end)
    assert.same({ "", 4, 0 }, { take("abc", 4) })
  end)

  it("leaves data that have not come to its caller", function()
    local take = core.http1_chunks(10)
    assert.same({ "xy", 11, 2 }, { take("1\r\nx\r\n3\r\ny", 1) })
    assert.same({ "", 3, 0 }, { take("\r\n0\r", 1) })
    assert.same({ "", 6 }, { take("0\r\n\r\nmore", 1) })
  end)
end)
