-- Explicit proxies: plain requests through them, CONNECT for TLS, and proxies that refuse.
local ascii = require "aws.text.ascii"
local curl = require "aws.transport.curl"
local dms = require "aws.dms"
local drs = require "aws.drs"
local local_aws = require "spec.support.local_aws"
local scripted = require "spec.support.scripted"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

describe("a proxy", function()
  after_each(tcp_server.stop_all)

  local function stop(url, proxy)
    local client = dms.new(local_aws.settings(url, { proxy = proxy }))
    local ok, output, metadata = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })
    client.close()
    if not ok then return nil, output end
    return output, metadata
  end

  it("carries plain http", function()
    local proxy = tcp_server.start({ "read", "relay" })
    local output, metadata = stop(local_aws.http(), proxy.url)
    assert.equal("stopping", output.Replication.Status)
    assert.equal(200, metadata.status)
    assert.matches("^POST " .. local_aws.http():gsub("%p", "%%%0") .. "/ HTTP/1.1\r\n", proxy.log())
  end)

  it("tunnels https, and gives away nothing but the name", function()
    local proxy = tcp_server.start({ "read", "relay" })
    local client = drs.new(local_aws.settings(local_aws.https(), { proxy = proxy.url }))
    for _ = 1, 3 do
      local output, metadata = client.retry_data_replication({ sourceServerID = local_aws.server_id() })
      assert.equal("INITIATING", output.dataReplicationInfo.dataReplicationState)
      assert.equal(200, metadata.status)
      assert.is_nil(metadata.headers["x-proxy"])
    end
    client.close()
    local authority = local_aws.https():match("//(.*)$")
    assert.matches("CONNECT " .. authority .. " HTTP/1.1\r\n", proxy.log(), 1, true)
    local _, connections = proxy.log():gsub("CONNECT ", "")
    assert.equal(1, connections)
    assert.is_nil(ascii.lower(proxy.log()):find("authorization", 1, true))
    assert.is_nil(ascii.lower(proxy.log()):find("user-agent", 1, true))
  end)

  it("comes from the environment, but for hosts of NO_PROXY", function()
    local proxy = tcp_server.start({ "read", "relay" })
    local function stop_with(no_proxy)
      return scripted.with_environment({ HTTP_PROXY = proxy.url, NO_PROXY = no_proxy }, stop, local_aws.http())
    end
    assert.truthy(stop_with("127.0.0.1"))
    assert.equal("", proxy.log())
    assert.truthy(stop_with("elsewhere"))
    assert.matches("^POST http://127.0.0.1:", proxy.log())
  end)

  it("is left out when it is false", function()
    local _, metadata = stop(local_aws.http(), false)
    assert.equal(200, metadata.status)
  end)

  it("verifies the server behind it", function()
    local proxy = tcp_server.start({ "read", "relay" })
    local _, err = stop(local_aws.variables().LOCAL_AWS_WRONG_HOST_URL, proxy.url)
    assert.equal("TLSError", err.type)
    assert.equal("no", err.applied)
  end)

  it("that is reached by TLS is trusted as ca_bundle says", function()
    local proxy = tcp_server.start({ tcp_server.tls(), "read", tcp_server.answer(200, {}, "ok") })
    local transport = curl.new()
    finally(function() transport:close() end)
    local function ask(ca_bundle)
      return transport(local_aws.request("http://service.invalid/", { proxy = proxy.https, ca_bundle = ca_bundle }))
    end
    local variables = local_aws.variables()
    assert.equal("ok", assert(ask(variables.LOCAL_AWS_CA_BUNDLE)).body)
    for _, bundle in ipairs({ variables.LOCAL_AWS_DIR .. "/tls/wrong-host.pem", "/nowhere/ca.pem" }) do
      proxy = tcp_server.start({ tcp_server.tls(), "read", tcp_server.answer(200, {}, "ok") })
      local response, failure = ask(bundle)
      assert.is_nil(response)
      assert.equal("TLSError", failure.type)
      assert.matches(bundle, failure.message, 1, true)
      assert.is_false(failure.sent)
    end
  end)

  for _, scheme in ipairs({ "http", "https" }) do
    it("that is not there is a ProxyError: " .. scheme, function()
      local _, err = stop(local_aws[scheme](), "http://127.0.0.1:1")
      assert.equal("ProxyError", err.type)
      assert.equal("transport", err.kind)
      assert.equal("no", err.applied)
      assert.is_true(err.retryable)
    end)

    it("whose name does not resolve is a ProxyError: " .. scheme, function()
      local _, err = stop(local_aws[scheme](), ("http://%s.invalid:3128"):format(("n"):rep(64))) -- asks no network
      assert.equal("ProxyError", err.type)
      assert.equal("no", err.applied)
    end)
  end

  for _, status in ipairs({ 403, 407, 502 }) do
    it(("that answers CONNECT with %d is a ProxyError, and no answer"):format(status), function()
      local proxy = tcp_server.start({
        "read",
        tcp_server.answer(status, { ["Proxy-Authenticate"] = "Basic", ["x-amzn-RequestId"] = "proxy" }, "refused"),
      })
      local response, failure = transports.once(local_aws.request(local_aws.https() .. "/", { proxy = proxy.url }))
      assert.is_nil(response)
      assert.equal("ProxyError", failure.type)
      assert.is_false(failure.sent)
      assert.is_nil(failure.status)
      assert.is_nil(failure.headers)
      assert.matches(tostring(status), failure.message)

      local _, err = stop(local_aws.https(), proxy.url)
      assert.equal("ProxyError", err.type)
      assert.equal("no", err.applied)
      assert.is_nil(err.status)
      assert.is_nil(err.request_id)
    end)
  end

  for zone, address in pairs({ ["%25eth0"] = "fe80::1", ["%br-1a"] = "fe80::a", ["%25a~b%2Fc"] = "fe80::2", [""] = "fd00::1" }) do
    it("is not told the zone of an address (RFC 6874 4): " .. zone, function()
      local transport = curl.new()
      local host = ("[%s%s]:81"):format(address, zone)
      local proxy = tcp_server.start({ "read", tcp_server.answer(200, {}, "ok") })
      local response = assert(transport(local_aws.request("http://" .. host .. "/p%20q?a=%5B", { proxy = proxy.url })))
      assert.equal("ok", response.body)
      assert.equal(("POST http://[%s]:81/p%%20q?a=%%5B HTTP/1.1"):format(address), proxy.log():match("^[^\r]*"))
      proxy = tcp_server.start({ "read", tcp_server.answer(403, {}, "") })
      transport(local_aws.request("https://" .. host .. "/", { proxy = proxy.url }))
      transport:close()
      assert.equal(("CONNECT [%s]:81 HTTP/1.1"):format(address), proxy.log():match("^[^\r]*"))
    end)
  end

  it("that closes instead of answering CONNECT sent nothing", function()
    local proxy = tcp_server.start({ "read" })
    local _, err = stop(local_aws.https(), proxy.url)
    assert.equal("transport", err.kind)
    assert.equal("no", err.applied)
    assert.is_nil(err.status)
  end)

  it("that wants a password gets it, and nobody else does", function()
    local proxy = tcp_server.start({ "read", "relay" })
    local url = proxy.url:gsub("//", "//user:pass%%20word@")
    local client = dms.new(local_aws.settings(local_aws.http("none,id=auth"), { proxy = url }))
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    assert.matches("Proxy-Authorization: Basic dXNlcjpwYXNzIHdvcmQ=\r\n", proxy.log(), 1, true)
    assert.is_nil(tostring(client.config.proxy):find("pass", 1, true))
    client.close()

    local gone = dms.new(local_aws.settings(nil, { proxy = "http://user:secret-word@127.0.0.1:1" }))
    local _, err = pcall(gone.stop_replication, { ReplicationConfigArn = local_aws.arn() })
    assert.equal("ProxyError", err.type)
    assert.is_nil(tostring(err):find("secret-word", 1, true))
    gone.close()
  end)
end)
