-- Proxies over cosockets, compared with libcurl's way where both have one.
local curl = require "aws.transport.curl"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local tcp_server = require "spec.support.tcp_server"

describe("a proxy over cosockets", function()
  local server
  setup(function()
    server = nginx.start({ http = ('lua_ssl_trusted_certificate "%s";'):format(local_aws.variables().LOCAL_AWS_CA_BUNDLE) })
  end)
  teardown(nginx.stop_all)
  after_each(tcp_server.stop_all)

  local function send(url, proxy, more)
    local request = local_aws.request(url, more)
    request.ca_bundle, request.proxy = nil, proxy
    return server:call("transport", "send", request)
  end

  local function log_of_curl(url, user_info)
    local proxy = tcp_server.start({ "read", "relay" })
    local transport = curl.new()
    assert(transport(local_aws.request(url, { proxy = proxy.url:gsub("//", "//" .. user_info) })))
    transport:close()
    return proxy.log()
  end

  local function without_extras(text)
    return (text:gsub("Proxy%-Connection: [^\r]*\r\n", ""))
  end

  for _, user_info in ipairs({ "", "user:pass%%20word@" }) do
    it("gets plain http as libcurl sends it: " .. (user_info == "" and "no user" or "a user"), function()
      local proxy = tcp_server.start({ "read", "relay" })
      assert.equal(200, send(local_aws.echo(), (proxy.url:gsub("//", "//" .. user_info))).status)
      local lines, expected = {}, {}
      for line in proxy.log():gmatch("[^\r\n]+") do lines[line] = true end
      for line in without_extras(log_of_curl(local_aws.echo(), user_info)):gmatch("[^\r\n]+") do expected[line] = true end
      assert.same(expected, lines)
    end)

    it("tunnels https and gives away nothing but the name: " .. (user_info == "" and "no user" or "a user"), function()
      local proxy = tcp_server.start({ "read", "relay" })
      for _ = 1, 3 do
        local response = send(local_aws.https() .. "/local-aws/echo", (proxy.url:gsub("//", "//" .. user_info)))
        assert.equal(200, response.status)
        assert.is_nil(response.headers["x-proxy"])
      end
      local authority = local_aws.https():match("//(.*)$")
      local credentials = user_info ~= "" and "Proxy-Authorization: Basic dXNlcjpwYXNzIHdvcmQ=\r\n" or ""
      assert.equal(("CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"):format(authority, authority, credentials), proxy.log())
    end)
  end

  for _, scheme in ipairs({ "http", "https" }) do
    it("that is not there is a ProxyError: " .. scheme, function()
      local _, failure = send(local_aws[scheme]() .. "/", "http://user:secret-word@127.0.0.1:1")
      assert.same({ "ProxyError", false }, { failure.type, failure.sent })
      assert.is_nil(failure.message:find("secret-word", 1, true))
    end)

    it("of https is a ConfigError: " .. scheme, function()
      local _, failure = send(local_aws[scheme]() .. "/", "https://127.0.0.1:1")
      assert.same({ "ConfigError", false }, { failure.type, failure.sent })
      assert.matches("https proxy", failure.message)
    end)
  end

  for _, status in ipairs({ 403, 407, 502 }) do
    it(("that answers CONNECT with %d is a ProxyError, and no answer"):format(status), function()
      local proxy = tcp_server.start({ "read", tcp_server.answer(status, { ["x-amzn-RequestId"] = "proxy" }, "refused") })
      local _, failure = send(local_aws.https() .. "/", proxy.url)
      assert.same({ "ProxyError", false }, { failure.type, failure.sent })
      assert.is_nil(failure.status)
      assert.is_nil(failure.headers)
      assert.matches(tostring(status), failure.message)
    end)
  end

  it("is not told the zone of an address (RFC 6874 4), which cosockets cannot connect to", function()
    for zone, address in pairs({ ["%25eth0"] = "fe80::1", ["%br-1a"] = "fe80::a", [""] = "fd00::1" }) do
      local host = ("[%s%s]:81"):format(address, zone)
      local proxy = tcp_server.start({ "read", tcp_server.answer(200, {}, "ok") })
      assert.equal("ok", send("http://" .. host .. "/p%20q?a=%5B", proxy.url).body)
      assert.equal(("POST http://[%s]:81/p%%20q?a=%%5B HTTP/1.1"):format(address), proxy.log():match("^[^\r]*"))
      proxy = tcp_server.start({ "read", tcp_server.answer(403, {}, "") })
      send("https://" .. host .. "/", proxy.url)
      assert.equal(("CONNECT [%s]:81 HTTP/1.1"):format(address), proxy.log():match("^[^\r]*"))
      for _, way in ipairs(zone ~= "" and { { "http://" .. host .. "/" }, { local_aws.http() .. "/", "http://" .. host } } or {}) do
        local _, failure = send(way[1], way[2])
        assert.same({ "ConfigError", false }, { failure.type, failure.sent })
        assert.matches("zone", failure.message)
      end
    end
  end)

  for name, step in pairs({
    ["closes instead of answering CONNECT"] = "sleep 1",
    ["closes within its answer"] = tcp_server.bytes("HTTP/1.1 200 OK\r\nA: "),
    ["answers it with garbage"] = tcp_server.bytes("no HTTP at all\r\n\r\n"),
    ["answers it without an end"] = tcp_server.bytes("HTTP/1.1 200 OK\r\nA: 1\r\n"),
  }) do
    it("that " .. name .. " is a ProxyError, as libcurl's is", function()
      local proxy = tcp_server.start({ "read", step })
      local transport = curl.new()
      local _, expected = transport(local_aws.request(local_aws.https() .. "/", { proxy = proxy.url }))
      transport:close()
      local _, failure = send(local_aws.https() .. "/", proxy.url)
      for _, found in ipairs({ expected, failure }) do assert.same({ "ProxyError", false }, { found.type, found.sent }) end
    end)
  end

  it("that sends words of its own behind the answer is a ProxyError", function()
    local proxy = tcp_server.start({ "read", tcp_server.bytes("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n") })
    local _, failure = send(local_aws.https() .. "/", proxy.url)
    assert.same({ "ProxyError", false }, { failure.type, failure.sent })
  end)

  it("that does not answer CONNECT is a ConnectTimeoutError", function()
    local proxy = tcp_server.start({ "read", "sleep 60000" })
    local _, failure = send(local_aws.https() .. "/", proxy.url, { connect_timeout = 0.3 })
    assert.same({ "ConnectTimeoutError", false }, { failure.type, failure.sent })
  end)

  it("that answers CONNECT a byte at a time does not get more time", function()
    local steps = { "read" }
    for i = 1, 40 do steps[#steps + 1] = tcp_server.bytes(("HTTP/1.1 200 OK\r\nA: " .. ("x"):rep(40)):sub(i, i)) .. ";sleep 100" end
    local proxy = tcp_server.start(steps)
    local _, failure = send(local_aws.https() .. "/", proxy.url, { connect_timeout = 0.5 })
    assert.same({ "ConnectTimeoutError", false }, { failure.type, failure.sent })
  end)

  it("does not stand in for the server's certificate", function()
    local proxy = tcp_server.start({ "read", "relay" })
    local _, failure = send(local_aws.variables().LOCAL_AWS_WRONG_HOST_URL .. "/", proxy.url)
    assert.same({ "TLSError", false }, { failure.type, failure.sent })
  end)
end)
