-- The transport's contract over cosockets: the same faults give the same results as libcurl, which is asked as well.
local curl = require "aws.transport.curl"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local tcp_server = require "spec.support.tcp_server"

local unpack = table.unpack or unpack

local server, transport

local function start()
  server = nginx.start({
    http = ('lua_ssl_trusted_certificate "%s"; lua_ssl_verify_depth 3;'):format(local_aws.variables().LOCAL_AWS_CA_BUNDLE),
  })
end

local function over_cosocket(request)
  request.ca_bundle = nil
  return server:call("transport", "send", request)
end

local function over_curl(request)
  return transport(request)
end

--- What both ways must agree on. The worker keeps connections from case to case, libcurl does not, so only a case with
--- a server of its own can tell whether a connection was replaced.
local function essence(response, failure)
  if not response then
    return { type = failure.type, sent = failure.sent, status = failure.status,
      request_id = failure.headers and failure.headers["x-amzn-requestid"] and true }
  end
  local headers = response.headers
  headers.date, headers["x-amzn-requestid"] = nil, nil
  return { status = response.status, headers = headers, body = response.body }
end

--- Runs `make` (which returns a request, given a server) for both; they must agree. Returns what the cosocket gave.
local function agree(make)
  local expected = essence(over_curl(make()))
  local response, failure = over_cosocket(make())
  local got = essence(response, failure)
  assert.same(expected, got)
  return got, failure
end

--- The same, with a scripted server for each.
local function agree_on(programs, more)
  local logs = {}
  local got, failure = agree(function()
    local scripted = tcp_server.start(unpack(programs))
    logs[#logs + 1] = scripted
    return local_aws.request(scripted.url .. "/", more)
  end)
  assert.equal(logs[1].log():gsub(":%d+", ""), (logs[2].log():gsub(":%d+", "")))
  return got, failure, logs[2].log()
end

describe("over cosockets", function()
  setup(start)
  teardown(nginx.stop_all)
  before_each(function() transport = curl.new() end)
  after_each(function()
    transport:close()
    tcp_server.stop_all()
  end)

  describe("the request is libcurl's, byte by byte:", function()
    local OK = { "read", tcp_server.answer(200, {}, "ok") }
    local host = { "Host", "other.example" }

    for name, more in pairs({
      ["headers in their order"] = { headers = { host, { "X-One", "1" }, { "x-two", "a  b" }, { "X-One", "2" } } },
      ["an empty POST"] = { headers = { host }, body = "" },
      ["GET"] = { headers = { host }, method = "GET", body = "" },
      ["PUT with a body"] = { headers = { host }, method = "PUT", body = "b" },
      ["DELETE"] = { headers = { host }, method = "DELETE", body = "" },
      ["a Content-Length of the caller's"] = { headers = { host, { "content-length", "2" } } },
    }) do
      it(name, function() assert.equal("ok", agree_on({ OK }, more).body) end)
    end

    it("path and query as they stand", function()
      local path = "/a/../b//./c%2Fd%7e;=@/?x=%20&y=1+2&x=../..&z"
      local scripted = tcp_server.start(OK)
      over_cosocket(local_aws.request(scripted.url .. path))
      assert.matches("POST " .. path .. " HTTP/1.1\r\n", scripted.log(), 1, true)
    end)

    it("any body, NULs and megabytes included", function()
      for _, body in ipairs({ ("\0\1é \r\n"):rep(1000), ("x"):rep(3000000) }) do
        local response = over_cosocket(local_aws.request(local_aws.echo(), { body = body }))
        assert.equal(200, response.status)
        if #body < 60000 then assert.equal(body, require("dkjson").decode(response.body).body) end
      end
    end)
  end)

  describe("an answer is read as libcurl reads it:", function()
    local answers = require "spec.support.raw_answers"
    for _, case in ipairs(answers) do
      it(case.name, function()
        local got, failure = agree_on({ { "read", case.steps or tcp_server.bytes(case.text) } }, case.more)
        if case.type then
          assert.equal(case.type, got.type)
          assert.is_true(#failure.message > 0)
          assert.is_nil(failure.message:find("\n", 1, true))
        else
          assert.equal(case.body, got.body)
        end
      end)
    end

    for _, fault in ipairs({ "chunked", "close-delimited", "continue=100", "continue=103", "drip=0.5", "large=500000",
      "error=ThrottlingException", "status=503", "redirect" }) do
      it("a right one: " .. fault, function()
        local got = agree(function() return local_aws.request(local_aws.http(fault) .. "/") end)
        assert.is_number(got.status)
      end)
    end

    for _, fault in ipairs({ "cut-before", "cut-headers", "cut-body", "cut-chunk", "garbage" }) do
      it("a broken one: " .. fault, function()
        local got = agree(function() return local_aws.request(local_aws.echo(fault)) end)
        assert.equal("ConnectionError", got.type)
        assert.is_true(got.sent)
      end)
    end

    for fault, limit in pairs({ ["large=200000"] = 100000, ["chunked,large=200000"] = 100000, ["header-large=50000"] = 20000,
      ["header-large=400000"] = 8000000, ["large=60000,header-large=60000"] = 100000 }) do
      it("one that is too large: " .. fault, function()
        local got = agree(function() return local_aws.request(local_aws.echo(fault), { max_response_bytes = limit }) end)
        assert.equal("ResponseTooLargeError", got.type)
      end)
    end

    it("one of just the size that is allowed", function()
      local text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345"
      assert.equal("12345", agree_on({ { "read", tcp_server.bytes(text) } }, { max_response_bytes = #text }).body)
      assert.equal(200, agree_on({ { "read", tcp_server.bytes(text) } }, { max_response_bytes = #text - 1 }).status)
    end)
  end)

  describe("a limit in time", function()
    for name, case in pairs({
      ["for connecting"] = { { "--full" }, { connect_timeout = 0.3 }, "ConnectTimeoutError" },
      ["for silence"] = { { { "read", "sleep 60000" } }, { read_timeout = 0.3 }, "ReadTimeoutError" },
      ["for silence in the headers"] = {
        { { "read", tcp_server.bytes("HTTP/1.1 200 OK\r\n"), "sleep 60000" } }, { read_timeout = 0.3 }, "ReadTimeoutError",
      },
      ["for silence in the body"] = {
        { { "read", tcp_server.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"), "sleep 60000" } },
        { read_timeout = 0.3 }, "ReadTimeoutError",
      },
      ["while a large request is not taken"] = {
        { { "sleep 60000" } }, { read_timeout = 0.4, body = ("x"):rep(20000000) }, "ReadTimeoutError",
      },
      ["for the whole"] = { { { "read", "sleep 60000" } }, { timeout = 0.3 }, "DeadlineExceeded" },
      ["for the whole, while connecting"] = { { "--full" }, { timeout = 0.3 }, "DeadlineExceeded" },
    }) do
      it(name .. " strikes as libcurl's does", function()
        assert.equal(case[3], agree_on(case[1], case[2]).type)
      end)
    end

    it("covers the TLS handshake", function()
      local got = agree(function()
        local scripted = tcp_server.start({ "sleep 60000" })
        return local_aws.request("https://" .. scripted.authority, { connect_timeout = 0.3 })
      end)
      assert.same({ type = "ConnectTimeoutError", sent = false }, got)
    end)

    it("ends an answer that never stops coming", function()
      local response, failure = over_cosocket(local_aws.request(local_aws.echo("drip=60"), { timeout = 1, read_timeout = 50 }))
      assert.is_nil(response)
      assert.equal("DeadlineExceeded", failure.type)
    end)

    it("may be left out", function()
      local request = local_aws.request(local_aws.echo())
      request.connect_timeout, request.read_timeout = nil, nil
      assert.equal(200, over_cosocket(request).status)
    end)

    it("is no limit for a slow, steady answer", function()
      local response = over_cosocket(local_aws.request(local_aws.echo("drip=2"), { read_timeout = 1.2 }))
      assert.equal(200, response.status)
    end)
  end)

  describe("a stale connection", function()
    local answer = tcp_server.answer(200, {}, "ok")

    it("that dies after it took the request is replaced and marked, time after time", function()
      local scripted = tcp_server.start({ "read", answer, "read" })
      assert.is_nil(over_cosocket(local_aws.request(scripted.url)).resent)
      for _ = 1, 10 do assert.is_true(over_cosocket(local_aws.request(scripted.url)).resent) end
    end)

    it("that the server closed silently costs nothing", function()
      for _ = 1, 20 do
        local response, failure = over_cosocket(local_aws.request(local_aws.echo("close-silently")))
        assert(response, failure and failure.message)
      end
    end)

    it("whose replacement fails too is a failure that was sent and resent", function()
      local scripted = tcp_server.start({ "read", answer, "read" }, { "read" })
      over_cosocket(local_aws.request(scripted.url))
      local _, failure = over_cosocket(local_aws.request(scripted.url))
      assert.same({ "ConnectionError", true, true }, { failure.type, failure.sent, failure.resent })
    end)

    it("whose replacement cannot connect was sent all the same", function()
      local scripted = tcp_server.start({ "read", answer, "read", "sleep 100" })
      over_cosocket(local_aws.request(scripted.url))
      scripted.stop()
      local _, failure = over_cosocket(local_aws.request(scripted.url))
      assert.equal("ConnectionError", failure.type)
    end)
  end)

  describe("refused is", function()
    for _, url in ipairs({ "file:///etc/hostname", "ftp://127.0.0.1:1/x", "127.0.0.1:1", "", "http://", "http://127.0.0.1:99999/",
      "http://user:password@127.0.0.1:1/", "http://127.0.0.1:1/a b", "http://127.0.0.1:1/a\r\nb" }) do
      it(("the URL %q"):format(url):gsub("%c", " "), function()
        local request = local_aws.request("http://127.0.0.1:1/")
        request.url = url
        local response, failure = over_cosocket(request)
        assert.is_nil(response)
        assert.same({ "ConnectionError", false }, { failure.type, failure.sent })
        assert.is_nil(failure.message:find("password", 1, true))
      end)
    end

    for name, change in pairs({
      ["a header with a line end"] = { headers = { { "Host", "a\r\nb: c" } } },
      ["a header's name with a line end"] = { headers = { { "Host\r\nb", "c" } } },
      ["a method with a blank"] = { method = "GET /x HTTP/1.1" },
      ["headers that are no list"] = { headers = { "Host: a" } },
      ["a body that is no text"] = { body = 1 },
      ["a timeout that is no number"] = { timeout = "1" },
    }) do
      it(name, function()
        local _, failure = over_cosocket(local_aws.request(local_aws.echo(), change))
        assert.same({ "ConnectionError", false }, { failure.type, failure.sent })
        assert.matches("^bad request: ", failure.message)
      end)
    end

    it("with no other word a port where nothing listens", function()
      agree(function() return local_aws.request("http://127.0.0.1:1/") end)
    end)
  end)
end)
