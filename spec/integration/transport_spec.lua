-- The transport's contract (what is sent, what an answer is), on libcurl and a real server.
local ascii = require "aws.text.ascii"
local child = require "spec.support.child"
local dkjson = require "dkjson"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

describe("the libcurl transport", function()
  local transport = transports.each()

  --- What the server received.
  local function echoed(url, more)
    local response = transport.answer(url, more)
    return dkjson.decode(response.body), response
  end

  describe("sends", function()
    it("the headers given, in their order, and nothing but Content-Length with them", function()
      local authority = local_aws.http():match("//(.*)$")
      local received = echoed(local_aws.echo(), {
        headers = { { "Host", authority }, { "X-One", "1" }, { "x-two", "a  b" }, { "X-One", "2" }, { "X-Empty", "" } },
        body = "12345",
      })
      assert.same({
        { "Host", authority }, { "X-One", "1" }, { "x-two", "a  b" }, { "X-One", "2" }, { "X-Empty", "" },
        { "Content-Length", "5" },
      }, received.headers)
      assert.equal("12345", received.body)
    end)

    it("Host exactly as given, first and once", function()
      local server = tcp_server.start({ "read", tcp_server.answer(200, {}, "ok") })
      local request = local_aws.request(server.url .. "/", { headers = { { "Host", "other.example" }, { "A", "b" } } })
      assert.equal("ok", transport(request).body)
      assert.equal("POST / HTTP/1.1\r\nHost: other.example\r\nA: b\r\nContent-Length: 2\r\n\r\n", server.log())
    end)

    it("Accept, User-Agent, Content-Type and Expect only when they are given", function()
      local names = { "Accept", "User-Agent", "Content-Type", "Expect" }
      local headers = { { "Host", local_aws.http():match("//(.*)$") } }
      for _, header in ipairs(echoed(local_aws.echo(), { headers = headers, body = ("x"):rep(2000000) }).headers) do
        for _, name in ipairs(names) do assert.are_not.equal(ascii.lower(name), ascii.lower(header[1])) end
      end
      for i = 1, 3 do headers[#headers + 1] = { names[i], "mine/1" } end
      local received = echoed(local_aws.echo(), { headers = headers })
      for i = 1, 3 do assert.same({ names[i], "mine/1" }, received.headers[i + 1]) end
    end)

    it("any body, NULs included", function()
      local body = ("\0\1é \r\n"):rep(10000)
      assert.equal(body, echoed(local_aws.echo(), { body = body }).body)
    end)

    it("an empty POST with its length", function()
      local received = echoed(local_aws.echo(), { body = "" })
      assert.same({ "Content-Length", "0" }, received.headers[#received.headers])
    end)

    for _, method in ipairs({ "GET", "PUT", "DELETE", "PATCH" }) do
      it("the method " .. method, function()
        local received = echoed(local_aws.echo(), { method = method, body = method == "GET" and "" or "b" })
        assert.equal(method, received.method)
      end)
    end

    it("HEAD, and expects no body", function()
      local response = transport(local_aws.request(local_aws.echo(), { method = "HEAD", body = "" }))
      assert.equal(200, response.status)
      assert.equal("", response.body)
    end)

    it("path and query as they stand", function()
      local path = "/a/../b//./c%2Fd%7e;=@/?x=%20&y=1+2&x=../..&z"
      local server = tcp_server.start({ "read", tcp_server.answer(200, {}, "") })
      transport(local_aws.request(server.url .. path))
      assert.matches("POST " .. path .. " HTTP/1.1\r\n", server.log(), 1, true)
    end)

    it("and leaves the request as it was", function()
      local request = local_aws.request(local_aws.echo(), { proxy = false })
      local headers, pair = request.headers, request.headers[1]
      local name, value = pair[1], pair[2]
      local before = dkjson.encode(request, { indent = true })
      transport(request)
      assert.equal(before, dkjson.encode(request, { indent = true }))
      assert.equal(headers, request.headers)
      assert.equal(pair, request.headers[1])
      assert.same({ name, value }, pair)
    end)
  end)

  describe("reads", function()
    for _, fault in ipairs({ "none", "chunked", "close-delimited", "continue=100", "continue=103", "drip=0.5" }) do
      it("a right answer: " .. fault, function()
        local received, response = echoed(local_aws.echo(fault), { body = "the body" })
        assert.equal("the body", received.body)
        assert.equal(200, response.status)
        assert.is_string(response.headers["x-amzn-requestid"])
        assert.is_nil(response.headers.link)
        assert.is_nil(response.resent)
      end)
    end

    it("names in lower case, repeated headers as one list", function()
      local server = tcp_server.start({
        "read",
        tcp_server.bytes("HTTP/1.1 418 Teapot\r\nX-MiXed:  a b \r\nX-Twice: 1\r\nx-twice: 2\r\nX-Empty:\r\n"
          .. "Content-Length: 3\r\n\r\n\0\255\n"),
      })
      local response = transport(local_aws.request(server.url))
      assert.equal(418, response.status)
      assert.equal("\0\255\n", response.body)
      assert.equal("a b", response.headers["x-mixed"])
      assert.equal("1, 2", response.headers["x-twice"])
      assert.equal("", response.headers["x-empty"])
      if math.type then assert.equal("integer", math.type(response.status)) end
    end)

    it("an answer of HTTP/1.0", function()
      local server = tcp_server.start({ "read", tcp_server.bytes("HTTP/1.0 200 OK\r\nA: 1\r\n\r\nto the end") })
      local response = transport(local_aws.request(server.url))
      assert.equal("to the end", response.body)
      assert.equal("1", response.headers.a)
    end)

    it("an answer without a body", function()
      local server = tcp_server.start({ "read", tcp_server.bytes("HTTP/1.1 204 None\r\nA: 1\r\n\r\n") })
      local response = transport(local_aws.request(server.url))
      assert.equal(204, response.status)
      assert.equal("", response.body)
    end)

    it("every status as it is, redirects included", function()
      for _, status in ipairs({ 301, 307, 401, 407, 417, 500 }) do
        local server = tcp_server.start({
          "read",
          tcp_server.answer(status, { Location = "http://127.0.0.1:1/", ["WWW-Authenticate"] = "Basic" }, "x"),
        })
        local response = transport(local_aws.request(server.url))
        assert.equal(status, response and response.status)
        server.stop()
      end
    end)
  end)

  describe("limits the answer:", function()
    local function failure_of(fault, limit)
      local response, failure = transport(local_aws.request(local_aws.echo(fault), { max_response_bytes = limit }))
      assert.is_nil(response)
      assert.equal("ResponseTooLargeError", failure.type)
      assert.is_true(failure.sent)
      return failure
    end

    it("a body that is too large fails with status and headers", function()
      local failure = failure_of("large=200000", 100000)
      assert.equal(200, failure.status)
      assert.is_string(failure.headers["x-amzn-requestid"])
    end)

    it("so does one that comes in chunks", function()
      assert.equal(200, failure_of("chunked,large=200000", 100000).status)
    end)

    it("headers that are too large fail without a status", function()
      local failure = failure_of("header-large=50000", 20000)
      assert.is_nil(failure.status)
      assert.is_nil(failure.headers)
    end)

    it("headers count with the body", function()
      assert.equal(200, failure_of("large=60000,header-large=60000", 100000).status)
    end)

    it("an answer of just that size passes", function()
      local _, response = echoed(local_aws.echo("large=50000"))
      assert.equal(50000, #response.body)
      local size = 50000 + #"HTTP/1.1 200 OK\r\n\r\n"
      for name, value in pairs(response.headers) do size = size + #name + #value + 4 end
      assert.is_table((transport(local_aws.request(local_aws.echo("large=50000"), { max_response_bytes = size }))))
      failure_of("large=50000", size - 1)
    end)

    it("the next request on the same transport works", function()
      failure_of("large=200000", 100000)
      assert.equal("{}", echoed(local_aws.echo()).body)
    end)
  end)

  describe("refuses", function()
    for _, url in ipairs({ "file:///etc/hostname", "ftp://127.0.0.1:1/x", "gopher://127.0.0.1:1/", "127.0.0.1:1", "",
      "http://", "http://127.0.0.1:99999/", "http://user:password@127.0.0.1:1/" }) do
      it("the URL '" .. url .. "'", function()
        local request = local_aws.request("http://127.0.0.1:1/")
        request.url = url
        local response, failure = transport(request)
        assert.is_nil(response)
        assert.equal(url == "127.0.0.1:1" and failure.type or "ConnectionError", failure.type)
        assert.is_false(failure.sent)
        assert.is_string(failure.message)
        assert.is_nil(failure.message:find("password", 1, true))
      end)
    end

    it("a name and password in the URL of a server that is there", function()
      local id = "userinfo" .. local_aws.fresh()
      local url = local_aws.echo("none,id=" .. id):gsub("//", "//user:password@", 1)
      local response, failure = transport(local_aws.request(url))
      assert.is_nil(response)
      assert.is_false(failure.sent)
      assert.same({}, local_aws.requests(id))
    end)

    it("with no other word a port where nothing listens", function()
      local response, failure = transport(local_aws.request("http://127.0.0.1:1/"))
      assert.is_nil(response)
      assert.equal("ConnectionError", failure.type)
      assert.is_false(failure.sent)
    end)

    it("a text that libcurl cannot take, and says so", function()
      for name, value in pairs({ url = local_aws.echo() .. "?" .. ("x"):rep(8000001), ca_bundle = "/" .. ("x"):rep(8000001) }) do
        local response, failure = transport(local_aws.request(local_aws.echo(), { [name] = value }))
        assert.is_nil(response)
        assert.same({ type = "ConnectionError", message = "bad request: a text of more than 8 MB", sent = false }, failure)
      end
    end)

    -- No resolver asks the network for a label of more than 63 bytes, so this needs none (RFC 1035 2.3.4).
    it("a host name that cannot exist", function()
      local _, failure = transport(local_aws.request(("http://%s.invalid/"):format(("n"):rep(64)), { connect_timeout = 30 }))
      assert.equal("ConnectionError", failure.type)
      assert.equal("transport", require("aws.errors.typed").new(failure).kind)
      assert.is_false(failure.sent)
    end)
  end)

  it("opens its connections anew after close", function()
    assert.is_table((transport(local_aws.request(local_aws.echo()))))
    transport:close()
    transport:close()
    assert.is_table((transport(local_aws.request(local_aws.echo()))))
  end)

  it("heeds no variable of the environment", function()
    local proxy = "http://127.0.0.1:1"
    local code, stdout, stderr = child.lua([[
      local dms = require "aws.dms"
      for _, url in ipairs { os.getenv "LOCAL_AWS_HTTP_URL", os.getenv "LOCAL_AWS_HTTPS_URL" } do
        local client = dms.new { endpoint_url = url, ca_bundle = os.getenv "LOCAL_AWS_CA_BUNDLE", proxy = false }
        local _, err = pcall(client.stop_replication, { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:X" })
        io.write(err.type, " ", tostring(err.status), "\n")
      end
    ]], local_aws.environment({
      http_proxy = proxy, https_proxy = proxy, HTTPS_PROXY = proxy, all_proxy = proxy, ALL_PROXY = proxy,
      no_proxy = false, NO_PROXY = false,
    }))
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal("ResourceNotFoundFault 400\nResourceNotFoundFault 400\n", stdout)
  end)

  it("takes an explicit proxy whatever NO_PROXY says", function()
    local code, stdout, stderr = child.lua([[
      local url = os.getenv "LOCAL_AWS_HTTP_URL"
      local response, failure = require("aws.transport.curl").new() {
        method = "POST", url = url, headers = { { "Host", url:match "//(.*)" } }, body = "", proxy = "http://127.0.0.1:1",
      }
      print(response, failure.type)
    ]], local_aws.environment({ NO_PROXY = "*", no_proxy = "*" }))
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal("nil\tProxyError\n", stdout)
  end)
end)
