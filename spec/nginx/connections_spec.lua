-- The worker's pools, names, and requests that end early.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local system = require "system"
local tcp_server = require "spec.support.tcp_server"

local SERVER = [[
  location = /abort {
    lua_check_client_abort on;
    content_by_lua_block { require("spec.nginx.handlers.transport").send_until_the_client_leaves() }
  }
  location = /named { resolver 127.0.0.1:DNSPORT ipv6=off; content_by_lua_block { require("spec.support.remote").serve() } }
  location = /deaf {
    resolver 127.0.0.1:TLSPORT ipv6=off; resolver_timeout 60s;
    content_by_lua_block { require("spec.support.remote").serve() }
  }
]]

describe("cosocket connections", function()
  local server
  setup(function()
    server = nginx.start({
      http = ('lua_ssl_trusted_certificate "%s";'):format(local_aws.variables().LOCAL_AWS_CA_BUNDLE), server = SERVER,
    })
  end)
  teardown(nginx.stop_all)
  after_each(tcp_server.stop_all)

  local function send(url, more)
    local request = local_aws.request(url, more)
    request.ca_bundle = nil
    return server:call("transport", "send", request)
  end

  --- Settings for a client over cosockets.
  local function settings_for(url, more)
    local settings = local_aws.settings(url, more)
    settings.ca_bundle = nil
    return settings
  end

  for _, scheme in ipairs({ "http", "https" }) do
    it("are used again: " .. scheme, function()
      local id = scheme .. local_aws.fresh()
      for _ = 1, 5 do assert.equal(200, send(local_aws[scheme]("none,id=" .. id) .. "/").status and 200) end
      assert.equal(1, local_aws.connections(id))
    end)
  end

  it("are used again by another request and another client", function()
    local id = "clients" .. local_aws.fresh()
    for _ = 1, 3 do
      server:call("transport", "call_and_close", settings_for(local_aws.http("none,id=" .. id)), local_aws.arn())
    end
    assert.equal(1, local_aws.connections(id))
  end)

  for name, text in pairs({
    ["that the server will close"] = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
    ["of HTTP/1.0"] = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    ["with bytes left over"] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno",
  }) do
    it("are not used again: one " .. name, function()
      local scripted = tcp_server.start({ "read", tcp_server.bytes(text), "read" })
      for _ = 1, 3 do
        local response = send(scripted.url)
        assert.equal("ok", response.body)
        assert.is_nil(response.resent)
      end
    end)
  end

  it("are not used again after an answer of a server that may be ill: a retry goes over another", function()
    for fault, connections in pairs({ ["status=500"] = 2, ["status=502"] = 2, ["status=503"] = 2, ["status=504"] = 2,
      ["status=429"] = 1, ["error=ThrottlingException"] = 1 }) do
      local id = "ill" .. local_aws.fresh()
      local settings = settings_for(local_aws.http("times=1,id=" .. id .. "," .. fault), { max_attempts = 2 })
      local attempts = server:call("transport", "count_attempts", settings, local_aws.arn())
      assert.same({ 2, connections }, { attempts, local_aws.connections(id) }, fault)
    end
  end)

  it("go to localhost without a resolver", function()
    assert.equal(200, send((local_aws.echo():gsub("127%.0%.0%.1", "localhost"))).status)
    assert.equal(200, send((local_aws.echo():gsub("127%.0%.0%.1", "dms.localhost"))).status)
  end)

  it("go to an IPv6 address", function()
    local url = local_aws.echo():gsub("127%.0%.0%.1", "[::1]")
    local response, failure = send(url)
    local transport = require("aws.transport.curl").new()
    local can_connect = transport(local_aws.request(url)) -- a machine may have no IPv6
    transport:close()
    assert.equal(can_connect and 200 or "ConnectionError", response and response.status or failure.type)
  end)

  it("to a name say that the resolver is missing", function()
    local _, failure = send("http://dms.eu-west-1.amazonaws.com/")
    assert.same({ "ConfigError", false }, { failure.type, failure.sent })
    assert.matches('nginx.conf has no "resolver ADDRESS;"', failure.message, 1, true)
  end)

  --- In the location with a resolver of ours, or with one that does not answer.
  local function send_from(location, url, more)
    local request = local_aws.request(url, more)
    request.ca_bundle = nil
    return server:call_at(location, "transport", "send", request)
  end

  it("to a name ask the resolver of nginx.conf, and are used again", function()
    local id = "named" .. local_aws.fresh()
    local url = local_aws.http("none,id=" .. id):gsub("127%.0%.0%.1", "dms.aws.example") .. "/"
    for _ = 1, 4 do assert.is_number(send_from("/named", url).status) end
    assert.equal(1, local_aws.connections(id))
  end)

  it("to a name that does not exist say so", function()
    local _, failure = send_from("/named", "http://no-such-host.example/")
    assert.same({ "ConnectionError", false }, { failure.type, failure.sent })
    assert.matches("no-such-host.example could not be resolved", failure.message, 1, true)
  end)

  it("to a name behind which nothing listens are refused", function()
    local _, failure = send_from("/named", "http://dms.aws.example:1/")
    assert.same({ "ConnectionError", false }, { failure.type, failure.sent })
    assert.matches("refused", failure.message)
  end)

  it("end at connect_timeout when the resolver does not answer", function()
    local before = system.monotime()
    local _, failure = send_from("/deaf", "http://no-such-host.example/", { connect_timeout = 0.3 })
    assert.same({ "ConnectTimeoutError", false }, { failure.type, failure.sent })
    assert.matches("look-up by nginx's resolver included", failure.message, 1, true)
    _, failure = send_from("/deaf", "http://no-such-host.example/", { timeout = 0.3 })
    assert.same({ "DeadlineExceeded", false }, { failure.type, failure.sent })
    assert.is_true(system.monotime() - before < 15)
  end)

  it("end with a killed thread while the resolver does not answer", function()
    local before = system.monotime()
    local request = local_aws.request("http://no-such-host.example/", { ca_bundle = false, connect_timeout = 25 })
    server:call_at("/deaf", "transport", "send_in_a_thread_that_is_killed", request)
    assert.is_true(system.monotime() - before < 15)
  end)

  it("to a name take any connect_timeout", function()
    local _, failure = send_from("/deaf", "http://no-such-host.example/", { connect_timeout = 1e300, timeout = 0.3 })
    assert.equal("DeadlineExceeded", failure.type)
    failure = select(2, send_from("/named", "http://no-such-host.example/", { connect_timeout = 1e300 }))
    assert.equal("ConnectionError", failure.type)
  end)

  -- nginx's timers count from when it last looked at the clock.
  it("tell which limit struck, also when the worker was busy before", function()
    local silent = tcp_server.start({ "read", "sleep 5000" })
    local limits = { ca_bundle = false, timeout = 0.1 }
    for _, outcome in ipairs({
      { server:call_at("/deaf", "transport", "send_after_being_busy", local_aws.request("http://no-such-host.example/", limits)) },
      { server:call("transport", "send_after_being_busy", local_aws.request(silent.url, limits)) },
    }) do
      assert.equal("DeadlineExceeded", outcome[2].type)
    end
  end)

  --- The next request must get its own answer, on a connection of its own.
  local function assert_clean(url)
    local response = send(url)
    assert.equal("second", response.body)
    assert.is_nil(response.resent)
  end

  local slow = { "read", "sleep 4000", tcp_server.answer(200, {}, "first"), "sleep 60000" }
  local quick = { "read", tcp_server.answer(200, {}, "second") }

  it("of a killed thread are closed", function()
    local scripted = tcp_server.start(slow, quick)
    local request = local_aws.request(scripted.url, { ca_bundle = false })
    server:call("transport", "send_in_a_thread_that_is_killed", request)
    assert_clean(scripted.url)
  end)

  it("of a client that went away are closed", function()
    local scripted = tcp_server.start(slow, quick)
    local transport = require("aws.transport.curl").new()
    local _, failure = transport(local_aws.request(server.url .. "/abort?url=" .. scripted.url, { timeout = 0.2 }))
    assert.equal("DeadlineExceeded", failure.type)
    transport:close()
    system.sleep(0.1)
    assert_clean(scripted.url)
  end)

  it("of a request that was ended are closed", function()
    local scripted = tcp_server.start(slow, quick)
    local request = local_aws.request(scripted.url, { ca_bundle = false })
    pcall(server.call, server, "transport", "send_and_exit", request)
    assert_clean(scripted.url)
  end)

  it("leave no warning in nginx's log for a short sleep", function()
    server:call("transport", "sleep_shortly")
    assert.is_nil(server:log():find("[warn]", 1, true))
  end)

  it("say what to do where nginx has none left", function()
    local silent = tcp_server.start({ "read", "sleep 5000" })
    local small = nginx.start({ connections = 16 })
    local request = local_aws.request(silent.url, { ca_bundle = false, read_timeout = 0.5 })
    local seen = small:call("transport", "send_at_once", request, 20)
    assert.matches("worker_connections N;", seen.ConnectionError, 1, true)
  end)

  it("do not grow in number with requests that fail", function()
    local function count()
      local pipe = io.popen("ls /proc/" .. server:workers()[1] .. "/fd | wc -l")
      local found = tonumber(pipe:read("*a"))
      pipe:close()
      return found
    end
    local function round()
      for _, fault in ipairs({ "cut-before", "cut-headers", "cut-body", "garbage", "close-silently" }) do
        send(local_aws.echo(fault))
      end
      send(local_aws.variables().LOCAL_AWS_EXPIRED_URL)
      send("http://127.0.0.1:1/")
      send(local_aws.echo("delay=5"), { read_timeout = 0.02 })
    end
    round()
    local before = count()
    for _ = 1, 10 do round() end
    assert.is_true(count() <= before + 1)
  end)
end)
