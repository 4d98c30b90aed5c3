-- A coroutine that has waited for one of several threads is woken by the end of the others, too: out of whatever it waits
-- for by then, with that thread's values. What is under way has to go on to its own end.
local key_server = require "spec.nginx.handlers.key_server"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local tcp_server = require "spec.support.tcp_server"

local HTTP = key_server.HTTP .. [[
  lua_ssl_trusted_certificate %s;
  lua_socket_log_errors off;
]]

--- A TLS server that takes its time in the handshake, and a resolver that does not answer.
local SERVER = key_server.SERVER .. [[
    location = /deaf {
      resolver 127.0.0.1:1 ipv6=off; resolver_timeout 60s;
      content_by_lua_block { require("spec.support.remote").serve() }
    }
    location = /untrusting {
      lua_ssl_trusted_certificate %s;
      content_by_lua_block { require("spec.support.remote").serve() }
    }
  }
  server {
    listen 127.0.0.1:TLSPORT ssl;
    ssl_certificate %s/tls/good.pem;
    ssl_certificate_key %s/tls/server.key;
    ssl_session_tickets off;
    keepalive_timeout 0;
    ssl_certificate_by_lua_block { ngx.sleep(0.5) }
    location / { content_by_lua_block { require("spec.nginx.handlers.woken").answer_over_tls() } }
]]

describe("a coroutine that another thread's end wakes", function()
  local server
  setup(function()
    local variables = local_aws.variables()
    local folder = variables.LOCAL_AWS_DIR
    server = nginx.start({
      http = HTTP:format(variables.LOCAL_AWS_CA_BUNDLE),
      server = SERVER:format(folder .. "/tls/wrong-host.pem", folder, folder),
    })
  end)
  teardown(nginx.stop_all)
  after_each(tcp_server.stop_all)

  local function request_to(url, more)
    local request = local_aws.request(url, more)
    request.ca_bundle = nil
    return request
  end

  --- Sends a request in such a coroutine, in a location; returns seconds, response, failure.
  local function send_from(location, url, more)
    return server:call_at(location, "woken", "send", request_to(url, more))
  end

  it("gets the answer that it waits for, over connections that are kept", function()
    local id = "woken" .. local_aws.fresh()
    for _ = 1, 2 do
      local _, response = send_from("/call", local_aws.http("delay=0.5,id=" .. id) .. "/")
      assert.is_number(response.status)
      assert.is_nil(response.resent)
    end
    assert.equal(1, local_aws.connections(id))
  end)

  it("gets an answer in pieces, and one to a large request", function()
    local _, response = send_from("/call", local_aws.echo("drip=0.6"))
    assert.equal(200, response.status)
    local slow = tcp_server.start({ "sleep 500", "read 20", tcp_server.answer(200, {}, "taken") })
    _, response = send_from("/call", slow.url, { body = ("x"):rep(20000000) })
    assert.equal("taken", response.body)
  end)

  it("waits for its limits in time, and no shorter", function()
    local silent = tcp_server.start({ "read", "sleep 60000" })
    local full = tcp_server.start("--full")
    for _, case in ipairs({
      { "/call", silent.url, { read_timeout = 0.6 }, "ReadTimeoutError", true },
      { "/call", silent.url, { timeout = 0.6 }, "DeadlineExceeded", true },
      { "/call", full.url, { connect_timeout = 0.6 }, "ConnectTimeoutError", false },
      { "/deaf", "http://no-such-host.example/", { connect_timeout = 0.6 }, "ConnectTimeoutError", false },
      { "/call", "https://" .. silent.authority, { connect_timeout = 0.6 }, "ConnectTimeoutError", false },
      { "/call", "https://" .. silent.authority, { proxy = silent.url, connect_timeout = 0.6 }, "ConnectTimeoutError", false },
    }) do
      local seconds, response, failure = send_from(case[1], case[2], case[3])
      assert.is_nil(response)
      assert.same({ case[4], case[5] }, { failure.type, failure.sent })
      assert.is_true(seconds > 0.5, seconds .. " s: " .. failure.message)
    end
  end)

  it("goes through a proxy that takes its time", function()
    local proxy = tcp_server.start({ "read", "sleep 500", "relay" })
    local _, response = send_from("/call", local_aws.https() .. "/local-aws/echo", { proxy = proxy.url })
    assert.equal(200, response.status)
  end)

  it("takes no TLS handshake for done before it is, certificate included", function()
    local url = ("https://localhost:%d/"):format(server.port + 1)
    local _, response, failure = send_from("/call", url)
    assert.equal("over TLS", response and response.body, failure and failure.message)
    local requests = server:call("woken", "requests_over_tls")
    _, response, failure = send_from("/untrusting", url)
    assert.is_nil(response)
    assert.same({ "TLSError", false }, { failure.type, failure.sent })
    assert.equal(requests, server:call("woken", "requests_over_tls"))
  end)

  it("connects with TLS after a certificate was refused, whose error's number stays in lua-resty-core", function()
    local url = ("https://localhost:%d/"):format(server.port + 1)
    local _, failure = server:call_at("/untrusting", "transport", "send", request_to(url))
    assert.equal("TLSError", failure.type)
    local _, response, problem = send_from("/call", url)
    assert.equal("over TLS", response and response.body, problem and problem.message)
  end)

  it("sleeps to the end", function()
    assert.is_true(server:call("woken", "sleep", 0.4) > 0.39)
  end)

  it("waits the whole of a back-off, and makes no attempt more", function()
    local settings = local_aws.settings(local_aws.http("times=1,status=503,id=backoff" .. local_aws.fresh()),
      { max_attempts = 3, ca_bundle = false })
    settings.ca_bundle = nil
    local seconds, attempts, delay = server:call("woken", "back_off", settings, local_aws.arn())
    assert.equal(2, attempts)
    assert.is_true(delay > 0 and seconds > delay - 0.01)
  end)

  it("waits for credentials that a timer fetches", function()
    local key, fetches = server:call("woken", "wait_for_keys")
    assert.same({ "AKIAWoken1", 1 }, { key, fetches })
  end)

  describe("in aws.map", function()
    it("as its caller, hears of every item once", function()
      local failed, heard = server:call("woken", "map", 40)
      assert.same({ 0, 40 }, { failed, heard })
    end)

    it("as its caller, waits for the map's timeout, and no shorter", function()
      local seconds, kind = server:call("woken", "map_until", 0.6)
      assert.equal("MapTimeout", kind)
      assert.is_true(seconds > 0.59, seconds .. " s")
    end)

    -- Threads of an item end while its thread has the next one, or none.
    it("as an item, and when that has ended", function()
      local arns = {}
      for i = 1, 20 do arns[i] = local_aws.arn() end
      local settings = local_aws.settings(local_aws.http("delay=0.1"))
      settings.ca_bundle = nil
      local failed, results = server:call("woken", "call_in_items", settings, arns)
      assert.same(arns, results)
      assert.equal(0, failed)
      for _, arn in ipairs(arns) do assert.equal(1, local_aws.count(arn)) end
    end)
  end)

  it("leaves nothing in nginx's log but what the threads raised", function()
    local log = server:log()
    assert.is_nil(log:find("exited on signal", 1, true))
    for line in log:gmatch("[^\n]+") do
      local complaint = line:match("%[error%].*") or line:match("%[alert%].*") or line:match("%[crit%].*")
      local is_known = line:find("lua user thread aborted", 1, true) or line:find("while resolving", 1, true)
      assert.is_nil(not is_known and complaint or nil)
    end
  end)
end)
