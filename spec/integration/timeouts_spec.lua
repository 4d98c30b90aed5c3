-- Every limit in time: connecting, silence, the whole exchange. Bounds are wide: a machine may be slow.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local system = require "system"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

local LONG = 20 -- far above every limit that is set here, far below what the server would take

--- Runs `run`, which must take `least` seconds, and no more than the machine's slowness above that.
local function timed(least, run)
  local before = system.monotime()
  run()
  local took = system.monotime() - before
  assert.is_true(took >= least - 0.01, "took only " .. took)
  assert.is_true(took < LONG, "took " .. took)
end

describe("a time limit", function()
  local transport = transports.each()

  describe("for connecting", function()
    it("ends a connection that nobody takes", function()
      local server = tcp_server.start("--full")
      timed(0.3, function()
        local failure = transport.failure(server.url, { connect_timeout = 0.3 })
        assert.equal("ConnectTimeoutError", failure.type)
        assert.is_false(failure.sent)
        assert.is_nil(failure.status)
      end)
      local err = local_aws.call_error(server.url, { connect_timeout = 0.2 })
      assert.equal("ConnectTimeoutError", err.type)
      assert.equal("transport", err.kind)
      assert.equal("no", err.applied)
      assert.is_true(err.retryable)
    end)

    it("covers the TLS handshake", function()
      local server = tcp_server.start({ "sleep 60000" })
      timed(0.3, function()
        local failure = transport.failure("https://" .. server.authority, { connect_timeout = 0.3 })
        assert.equal("ConnectTimeoutError", failure.type)
        assert.is_false(failure.sent)
      end)
    end)

    it("covers a proxy that does not answer", function()
      local proxy = tcp_server.start({ "read", "sleep 60000" })
      timed(0.3, function()
        local failure = transport.failure(local_aws.https(), { connect_timeout = 0.3, proxy = proxy.url })
        assert.is_false(failure.sent)
        assert.is_true(failure.type == "ConnectTimeoutError" or failure.type == "ProxyError")
      end)
    end)

    it("does not limit the answer", function()
      transport.answer(local_aws.echo("delay=2.5"), { connect_timeout = 2 })
    end)

    -- /etc/hosts is a pipe that nobody writes to, in a mount namespace of the child: the resolver hangs.
    it("is not outlived by a resolver that hangs", function()
      local in_namespace = "unshare -rm sh -c "
      if child.run(in_namespace .. child.quote "mount --bind /etc/hosts /etc/hosts") ~= 0 then
        pending("this machine allows no mount namespaces")
        return
      end
      local pipe = os.tmpname()
      local lua = child.lua_command([[
        local core, curl = require "aws.core", require "aws.transport.curl"
        local before, transport = core.clock(), curl.new()
        local response, failure = transport { method = "POST", url = "http://hanging-name.invalid/", body = "",
          headers = { { "Host", "hanging-name.invalid" } }, connect_timeout = 0.3 }
        print(response, failure.type, failure.sent, core.clock() - before >= 0.29)
        transport:close()
      ]])
      local script = ("rm -f %s && mkfifo %s && mount --bind %s /etc/hosts && exec %s"):format(pipe, pipe, pipe, lua)
      timed(0.3, function()
        local code, stdout, stderr = child.run(("timeout -k 1 %d %s %s"):format(2 * LONG, in_namespace, child.quote(script)))
        assert.equal("", stderr)
        assert.equal("nil\tConnectTimeoutError\tfalse\ttrue\n", stdout)
        assert.equal(0, code)
      end)
      os.remove(pipe)
    end)
  end)

  describe("for silence", function()
    it("ends the wait for an answer", function()
      timed(0.4, function()
        local failure = transport.failure(local_aws.echo("delay=60"), { read_timeout = 0.4 })
        assert.equal("ReadTimeoutError", failure.type)
        assert.is_true(failure.sent)
        assert.is_nil(failure.status)
      end)
      local err = local_aws.call_error(local_aws.http("delay=60"), { read_timeout = 0.2 })
      assert.equal("ReadTimeoutError", err.type)
      assert.equal("transport", err.kind)
      assert.equal("unknown", err.applied)
      assert.is_true(err.retryable)
    end)

    it("ends a body that stops, which was an answer", function()
      timed(0.4, function()
        local failure = transport.failure(local_aws.echo("stall-body=60"), { read_timeout = 0.4 })
        assert.equal("ReadTimeoutError", failure.type)
        assert.equal(200, failure.status)
        assert.is_string(failure.headers["x-amzn-requestid"])
      end)
      local err = local_aws.call_error(local_aws.http("stall-body=60"), { read_timeout = 0.4 })
      assert.equal("ResponseParseError", err.type)
      assert.equal("yes", err.applied)
      assert.equal(err.headers["x-amzn-requestid"], err.request_id)
    end)

    it("is no average and no limit for the whole: a slow, steady answer passes", function()
      timed(3, function()
        transport.answer(local_aws.echo("drip=4"), { read_timeout = 2 })
      end)
    end)

    it("is counted anew after each byte, whatever came in bulk before", function()
      local server = tcp_server.start({
        "read", tcp_server.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n"), "sleep 100",
        tcp_server.bytes(("x"):rep(30000)), "sleep 60000",
      })
      timed(0.6, function()
        assert.equal("ReadTimeoutError", transport.failure(server.url, { read_timeout = 0.5 }).type)
      end)
    end)

    it("holds while a large request is not taken", function()
      local server = tcp_server.start({ "sleep 60000" })
      timed(0.4, function()
        local failure = transport.failure(server.url, { read_timeout = 0.4, body = ("x"):rep(20000000) })
        assert.equal("ReadTimeoutError", failure.type)
        assert.is_true(failure.sent)
      end)
    end)

    -- Four seconds in all. What the system's buffers hold at the end (up to ten megabytes) takes the server a second.
    it("is no limit for a large request that is taken slowly", function()
      local server = tcp_server.start({ "read 100", tcp_server.answer(200, {}, "ok") })
      timed(3, function()
        transport.answer(server.url, { read_timeout = 2.5, body = ("x"):rep(40000000) })
      end)
    end)

    it("does not limit connecting", function()
      local server = tcp_server.start("--full")
      local failure = transport.failure(server.url, { connect_timeout = 0.6, read_timeout = 0.1 })
      assert.equal("ConnectTimeoutError", failure.type)
    end)
  end)

  describe("for the whole exchange", function()
    it("ends the wait for an answer", function()
      timed(0.4, function()
        local failure = transport.failure(local_aws.echo("delay=60"), { timeout = 0.4 })
        assert.equal("DeadlineExceeded", failure.type)
        assert.is_true(failure.sent)
      end)
    end)

    it("ends an answer that never stops coming", function()
      timed(1, function()
        local failure = transport.failure(local_aws.echo("drip=60"), { timeout = 1, read_timeout = 50 })
        assert.equal("DeadlineExceeded", failure.type)
        assert.is_true(failure.status == nil or failure.status == 200)
      end)
    end)

    it("ends connecting", function()
      local server = tcp_server.start("--full")
      timed(0.3, function()
        local failure = transport.failure(server.url, { timeout = 0.3 })
        assert.equal("DeadlineExceeded", failure.type)
        assert.is_false(failure.sent)
      end)
    end)
  end)

  describe("for a whole call", function()
    local function late(fault, more)
      local settings = { timeout = 0.5, max_attempts = 3 }
      for name, value in pairs(more or {}) do settings[name] = value end
      local err = local_aws.call_error(local_aws.http(fault), settings)
      assert.equal("DeadlineExceeded", err.type)
      assert.equal("transport", err.kind)
      return err
    end

    it("ends an attempt, and tells", function()
      timed(0.5, function()
        local err = late("delay=60")
        assert.equal("unknown", err.applied)
        assert.equal(1, err.attempts)
        assert.matches("credentials %d+%.%d+ s, attempts %d+%.%d+ s, back%-off 0%.000 s", err.message)
      end)
    end)

    it("ends a later attempt, and the failure before it is the cause", function()
      timed(2, function()
        local err = late("status=503,delay=1.2", { timeout = 2, random = function() return 0 end })
        assert.equal(2, err.attempts)
        assert.equal("HTTP 503", err.cause.type)
        assert.equal("unknown", err.applied)
      end)
    end)

    it("begins no wait that is too long", function()
      local err = late("error=ThrottlingException,retry-after=4", { timeout = 3 })
      assert.equal(1, err.attempts)
      assert.equal("no", err.applied)
      assert.equal("ThrottlingException", err.cause.type)
    end)

    it("covers what credentials need", function()
      timed(0.5, function()
        local err = late("none", {
          credentials = function(context)
            local _, failure = context.transport(local_aws.request(local_aws.echo("delay=60"), { read_timeout = 30 }))
            return nil, failure.type
          end,
        })
        assert.equal("no", err.applied)
        assert.equal(0, err.attempts)
        assert.equal("CredentialsError", err.cause.type)
        assert.matches("DeadlineExceeded", err.cause.message, 1, true)
      end)
    end)
  end)

  it("that struck leaves the transport in order", function()
    transport.failure(local_aws.echo("delay=60"), { read_timeout = 0.2 })
    assert.is_nil(transport.answer(local_aws.echo()).resent)
  end)
end)
