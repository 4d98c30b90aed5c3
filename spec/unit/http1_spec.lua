-- The HTTP/1.1 reader and the request heads of the cosocket transport, without sockets.
local core = require "aws.core"
local http1 = require "aws.transport.http1"
local memory = require "spec.support.measured_memory"
local raw_answers = require "spec.support.raw_answers"
local reader_of = require "spec.support.pieces_reader"

local function read(text, size, limit, method)
  return http1.read(reader_of(text, size, limit), method or "POST")
end

describe("http1.read", function()
  for _, case in ipairs(raw_answers) do
    it("gives the same however the bytes come: " .. case.name, function()
      for _, size in ipairs({ 1, 2, 3, 7, 64, 1e6 }) do
        local response, problem = read(case.text, size)
        if case.type then
          assert.is_nil(response)
          assert.is_string(problem.reason)
          assert.equal(case.text ~= "", problem.got)
        else
          assert.equal(case.body, response.body)
          assert.is_number(response.status)
        end
      end
    end)
  end

  it("says whether the connection may be used again", function()
    local head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
    for text, expected in pairs({
      [head .. "\r\nok"] = true,
      [head .. "\r\nokx"] = false,
      [head .. "Connection: close\r\n\r\nok"] = false,
      [head .. "Connection: TE, Close\r\n\r\nok"] = false,
      [head .. "Connection: closed, keep-alive\r\n\r\nok"] = true,
      ["HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"] = false,
      ["HTTP/1.1 200 OK\r\n\r\nok"] = false,
      ["HTTP/1.1 101 Switching\r\n\r\n"] = false,
      ["HTTP/1.1 204 None\r\n\r\n"] = true,
      ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"] = true,
      ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nx"] = false,
    }) do
      local _, reusable = read(text, 1e6)
      assert.equal(expected, reusable, text)
    end
  end)

  it("expects no body of HEAD", function()
    local response, reusable = read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 1e6, nil, "HEAD")
    assert.equal("", response.body)
    assert.is_true(reusable)
  end)

  it("has status and headers in a problem only once the header block has ended", function()
    local text = "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 4\r\n\r\nbody"
    local head = text:find("body", 1, true) - 1
    for length = 0, #text - 1 do
      local response, problem = read(text:sub(1, length), 5)
      assert.is_nil(response)
      assert.equal("closed", problem.reason)
      assert.equal(length >= head and 200 or nil, problem.status)
      assert.equal(length >= head, problem.headers ~= nil)
    end
  end)

  it("counts headers and body against the limit, chunks by what they hold", function()
    local plain = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
    local head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for _, size in ipairs({ 1, 1e6 }) do
      assert.is_table((read(plain, size, #plain)))
      local _, in_body = read(plain, size, #plain - 1)
      assert.same({ "too large", 200 }, { in_body.reason, in_body.status })
      local _, in_head = read(plain, size, 20)
      assert.same({ "too large" }, { in_head.reason, in_head.status })
      assert.is_table((read(head .. "4\r\nbody\r\n0\r\n\r\n", size, #head + 4)))
      assert.equal("too large", select(2, read(head .. "4\r\nbody\r\n0\r\n\r\n", size, #head + 3)).reason)
    end
  end)

  for name, endless in pairs({
    ["headers without an end"] = function(i) return i == 1 and "HTTP/1.1 200 OK\r\n" or "X-Header: value\r\n" end,
    ["a header line without an end"] = function(i) return i == 1 and "HTTP/1.1 200 OK\r\nX: " or ("x"):rep(1000) end,
    ["interim answers without an end"] = function() return "HTTP/1.1 100 Continue\r\n\r\n" end,
    ["a chunk's extension without an end"] = function(i)
      return i == 1 and "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=" or "y"
    end,
    ["trailers without an end"] = function(i)
      return i == 1 and "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" or "X: y\r\n"
    end,
    ["chunks without an end"] = function(i)
      return i == 1 and "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" or "1\r\nx\r\n"
    end,
    ["a body without an end"] = function(i) return i == 1 and "HTTP/1.1 200 OK\r\n\r\n" or ("x"):rep(1000) end,
  }) do
    it("is not held up by " .. name, function()
      local count = 0
      local reader = reader_of("", 1, 100000)
      reader.receive = function()
        count = count + 1
        if count > 300000 then error("it never ends") end
        return endless(count)
      end
      assert.is_nil((http1.read(reader, "POST")))
    end)
  end

  for _, name in ipairs(memory.names) do
    if name:find("^joins the bytes") then
      it(name, function()
        if os.getenv "GC" == "every" then return pending("a collector runs inside what is measured") end
        memory.check(name)
      end)
    end
  end

  it("takes a thousand header lines, and 300 KiB of headers, and no more", function()
    local head, last = "HTTP/1.1 200 OK\r\n", "Content-Length: 0\r\n\r\n"
    for _, size in ipairs({ 100, 1e6 }) do
      assert.is_table((read(head .. ("a: b\r\n"):rep(999) .. last, size)))
      for _, text in ipairs({ head .. ("a: b\r\n"):rep(1000) .. last, head .. "a: b\r\n" .. (" b\r\n"):rep(1000) .. last,
        "HTTP/1.1 100 Continue\r\n" .. ("a: b\r\n"):rep(1001) .. "\r\n" .. head .. last }) do
        assert.equal("too large", select(2, read(text, size)).reason)
      end
      local room = 300 * 1024 - #head - #last - #"a: \r\n"
      assert.is_table((read(head .. "a: " .. ("b"):rep(room) .. "\r\n" .. last, size)))
      assert.equal("too large", select(2, read(head .. "a: " .. ("b"):rep(room + 1) .. "\r\n" .. last, size)).reason)
    end
  end)

  it("refuses what is no HTTP at its first byte", function()
    for text, reason in pairs({ x = "malformed", Hx = "malformed", HTTP = "closed", ["HTTP/"] = "closed" }) do
      assert.equal(reason, select(2, read(text, 1)).reason)
    end
  end)

  it("neither raises nor hangs, whatever bytes come", function()
    local seed = 42
    local function draw(n)
      seed = (seed * 1103515245 + 12345) % 2147483648
      return math.floor(seed / 65536) % n + 1
    end
    local spice = { "\r\n", "\n", "\r", "\0", ":", " ", "\t", "0", "f", "\r\n\r\n", "HTTP/1.1 ", "chunked", "\255", ";" }
    for round = 1, 3000 do
      local text = raw_answers[draw(#raw_answers)].text
      for _ = 1, draw(4) do
        local at = draw(#text + 1)
        text = text:sub(1, at - 1) .. spice[draw(#spice)] .. text:sub(at + draw(3) - 1)
      end
      local whole, first = read(text, 1e6, 10000)
      local pieces, second = read(text, draw(9), 10000)
      assert.equal(whole and whole.body, pieces and pieces.body, ("round %d: %q"):format(round, text))
      if whole then assert.same(whole, pieces) else assert.equal(first.status, second.status) end
    end
  end)
end)

describe("http1.read_head", function()
  local function head(text, size) return http1.read_head(reader_of(text, size).receive) end

  it("reads a status, and what stands behind the block", function()
    for _, size in ipairs({ 1, 1e6 }) do assert.same({ 407 }, { head("HTTP/1.1 407 No\r\nA: b\r\n\r\n", size) }) end
    assert.same({ 200, "more" }, { head("HTTP/1.1 200 OK\r\n\r\nmore", 1e6) })
    assert.equal("malformed", select(2, head("no HTTP\r\n\r\n", 3)).reason)
  end)
end)

describe("core.http1_answer", function()
  local function framing(headers, method, status)
    local text = ("HTTP/1.1 %d OK\r\n%s\r\n"):format(status or 200, headers)
    local stop, seen, _, how, may_stay = core.http1_answer(text, 1, 1, method or "POST")
    assert.equal(#text + 1, stop)
    return how, may_stay, seen
  end

  local function length(text) return (framing("Content-Length: " .. text .. "\r\n")) end

  it("takes lengths that a double holds exactly", function()
    assert.equal(9007199254740991, length("9007199254740991"))
    assert.equal(2 ^ 53, length("9007199254740992"))
    assert.equal(2 ^ 53, length("0009007199254740992, 9007199254740992"))
    for _, text in ipairs({ "9007199254740993", "9007199254740999", "9007199254740992, 9007199254740993",
      "18446744073709551616", ("9"):rep(400), "", "-1", "1 1", ",1", "1,,1", "0x10", "1.0" }) do
      local how, may_stay, status = framing("Content-Length: " .. text .. "\r\n")
      assert.same({ nil, nil, nil }, { how, may_stay, status }, text)
    end
  end)

  it("tells how the body ends", function()
    for _, case in ipairs({
      { "close", "" },
      { 5, "content-length: 5\r\nContent-Length:\t5 \r\n" },
      { "chunked", "Transfer-Encoding: chunked\r\nContent-Length: x\r\n" },
      { "chunked", "Transfer-Encoding: identity\r\nTransfer-Encoding: CHUNKED\r\n" },
      { "chunked", "Transfer-Encoding: identity chunked ,\r\n" },
      { "close", "Transfer-Encoding: identity\r\n" },
      { "close", "Transfer-Encoding:\r\n" },
      { "close", "Transfer-Encoding: chunked identity\r\n" },
      { "unknown", "Transfer-Encoding: gzip, chunked\r\n" },
      { "unknown", "Transfer-Encoding: chunkedd\r\n" },
      { 0, "Content-Length: 5\r\n", "HEAD" },
      { 5, "Content-Length: 5\r\n", "head" },
      { 0, "Transfer-Encoding: gzip\r\n", "POST", 204 },
      { 0, "Content-Length: 5\r\n", "POST", 304 },
      { 0, "", "POST", 101 },
    }) do
      assert.equal(case[1], (framing(case[2], case[3], case[4])), case[2])
    end
  end)

  it("tells whether the connection may stay", function()
    for text, may_stay in pairs({
      [""] = true, ["close"] = false, ["keep-alive"] = true, ["keep-alive, Close"] = false, ["keep-alive\t close ,"] = false,
      ["closed"] = true, ["close x"] = true, ["x-close"] = true, ["foreclose, upgrade"] = true, [",close"] = false,
    }) do
      assert.equal(may_stay, (select(2, framing("Connection: " .. text .. "\r\n"))), text)
    end
    assert.is_false((select(2, framing("", "POST", 101))))
    assert.is_false((select(5, core.http1_answer("HTTP/1.0 200 OK\r\n\r\n", 1, 1, "GET"))))
  end)

  it("gives headers alone of an interim answer, and without a method", function()
    assert.equal(3, select("#", core.http1_answer("HTTP/1.1 103 Early\r\nContent-Length: x\r\n\r\n", 1, 1, "GET")))
    assert.equal(3, select("#", core.http1_answer("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", 1, 1)))
  end)
end)

describe("core.http1_head", function()
  local HOST = { { "Host", "h" } }

  it("writes what it is given, and Content-Length where it belongs", function()
    assert.equal("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", core.http1_head("GET", "/a", HOST, 0))
    assert.equal("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", core.http1_head("POST", "/", HOST, 0))
    assert.equal("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1234567890\r\n\r\n", core.http1_head("PUT", "/", HOST, 1234567890))
    assert.matches("Content-Length: 9007199254740992\r\n", core.http1_head("PUT", "/", HOST, 9007199254740992), 1, true)
    assert.equal("DELETE / HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n", core.http1_head("DELETE", "/", HOST, 0, "X: y\r\n"))
    local own = { { "Host", "h" }, { "CONTENT-length", "2" }, { "Empty", "" } }
    assert.equal("POST / HTTP/1.1\r\nHost: h\r\nCONTENT-length: 2\r\nEmpty: \r\n\r\n", core.http1_head("POST", "/", own, 2))
  end)

  it("takes any number of headers of any length", function()
    local list, lines = {}, {}
    for i = 1, 500 do
      list[i] = { "X-" .. i, ("v"):rep(i) }
      lines[i] = "X-" .. i .. ": " .. ("v"):rep(i) .. "\r\n"
    end
    assert.equal("GET / HTTP/1.1\r\n" .. table.concat(lines) .. "\r\n", core.http1_head("GET", "/", list, 0))
  end)

  it("refuses what would begin another line", function()
    for _, case in ipairs({
      { "GET /x", HOST }, { "", HOST }, { "GET\r\n", HOST }, { "GET", { { "A\r\nB", "c" } } }, { "GET", { { "A", "b\r\nC: d" } } },
      { "GET", { { "A", "b\0" } } }, { "GET", { { "A", "b\r" } } }, { "GET", { { "", "b" } } }, { "GET", { { "A:", "b" } } },
      { "GET", { "A: b" } }, { "GET", { { "A" } } }, { "GET", { { 1, 2 } } }, { "GET", { {} } },
    }) do
      local head, fault = core.http1_head(case[1], "/", case[2], 0)
      assert.is_nil(head)
      assert.is_string(fault)
    end
  end)
end)
