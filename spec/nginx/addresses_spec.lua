-- Names with several addresses, some of which are dead: nginx takes one by chance each time.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local tcp_server = require "spec.support.tcp_server"

local SERVER = [[
  location = /ipv4 { resolver 127.0.0.1:DNSPORT ipv6=off; content_by_lua_block { require("spec.support.remote").serve() } }
  location = /both { resolver 127.0.0.1:DNSPORT; content_by_lua_block { require("spec.support.remote").serve() } }
]]

describe("a name with several addresses", function()
  local server
  setup(function() server = nginx.start({ server = SERVER }) end)
  teardown(nginx.stop_all)
  after_each(tcp_server.stop_all)

  --- The URL with another name.
  local function named(url, name) return (url:gsub("127%.0%.0%.1", name .. ".aws.example")) end

  --- Calls with one attempt each, each over a connection of its own; how many failed, and the last error.
  local function calls(location, url, count)
    local settings = local_aws.settings(url)
    settings.ca_bundle = nil
    local arns = {}
    for i = 1, count do arns[i] = local_aws.arn() end
    local failed, why = server:call_at(location, "transport", "count_failures", settings, arns)
    for _, arn in ipairs(arns) do assert.is_true(local_aws.count(arn) <= 1) end
    return failed, why
  end

  -- All sixteen tries of a call go wrong once in 65536 calls.
  for location, name in pairs({ ["/ipv4"] = "two", ["/both"] = "six" }) do
    it("is tried again where one refuses or cannot be reached, in one attempt: " .. name, function()
      local failed, why = calls(location, named(local_aws.http("close-delimited"), name), 30)
      assert.equal(0, failed, why)
    end)

    it("is tried again where it is a proxy's: " .. name, function()
      local proxy = tcp_server.start({ "read", "relay" })
      for _ = 1, 10 do
        local request = local_aws.request(local_aws.echo("close-delimited"),
          { ca_bundle = false, proxy = named(proxy.url, name) })
        local response, failure = server:call_at(location, "transport", "send", request)
        assert.equal(200, response and response.status, failure and failure.message)
      end
    end)
  end

  it("is tried again where one does not answer at all", function()
    local port = local_aws.http():match("(%d+)$")
    tcp_server.start("--full", "127.0.0.2", port)
    assert.equal(0, (calls("/ipv4", named(local_aws.http("close-delimited"), "two"), 4)))
  end)

  it("all of which refuse is an error, and nothing was sent", function()
    local failed, why = calls("/ipv4", named(local_aws.http(), "dead"), 2)
    assert.equal(2, failed)
    assert.matches("^ConnectionError no .*cannot connect to dead%.aws%.example:%d+: connection refused", why)
    local request = local_aws.request(local_aws.http() .. "/", { ca_bundle = false, proxy = "http://dead.aws.example:1" })
    local _, failure = server:call_at("/ipv4", "transport", "send", request)
    assert.same({ "ProxyError", false }, { failure.type, failure.sent })
  end)

  it("none of which answers is late at connect_timeout, and nothing was sent", function()
    local silent = tcp_server.start("--full")
    tcp_server.start("--full", "127.0.0.2", tostring(silent.port))
    for type_name, limits in pairs({
      ConnectTimeoutError = { connect_timeout = 1.2 }, DeadlineExceeded = { connect_timeout = 60, timeout = 1.2 },
    }) do
      local request = local_aws.request(named(silent.url, "two"), limits)
      request.ca_bundle = nil
      local _, failure, seconds = server:call_at("/ipv4", "transport", "send_timed", request)
      assert.same({ type_name, false }, { failure.type, failure.sent })
      assert.is_true(seconds >= 1.1, seconds .. " s")
    end
  end)
end)
