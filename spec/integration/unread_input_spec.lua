-- A connection over which something came that nobody asked for is not used again: its bytes would answer the next call.
local aws = require "aws"
local child = require "spec.support.child"
local curl = require "aws.transport.curl"
local dms = require "aws.dms"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

local HEAD = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"

local function answer(body) return HEAD:format(#body) .. body end

local STRAY = {
  ["a 408"] = "HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
  ["the answer once more"] = answer("first"),
  ["an answer for good"] = "HTTP/1.0 200 OK\r\n\r\n",
  ["half a header"] = "HTTP/1.1 200 OK\r\nContent-Le",
  ["garbage"] = "\1\2\255\0stray",
  ["an empty line"] = "\r\n",
  ["one byte"] = "H",
}

--- An answer whose end has more behind it, in one piece.
local SURPLUS = {
  ["a body"] = answer("first"),
  ["a body of no length"] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  ["no body"] = "HTTP/1.1 204 No Content\r\n\r\n",
  ["chunks"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
  ["chunks and a trailer"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\nX: y\r\n\r\n",
}

--- A program of the server's; over TLS with a handshake in front.
local function program(scheme, steps)
  if scheme == "https" then table.insert(steps, 1, tcp_server.tls()) end
  return steps
end

local function send(text) return tcp_server.bytes(text) end

for _, scheme in ipairs({ "http", "https" }) do
  describe("over " .. scheme .. ", a connection", function()
    local transport = transports.each()

    local function url_of(server) return scheme == "https" and server.https or server.url end

    local function ask(server, more)
      return transport.answer(url_of(server), more)
    end

    --- Two requests, with something between them. The first connection gets the steps, and logs what comes over it then.
    local function assert_left(steps, more)
      steps[#steps + 1] = "note [ready]"
      steps[#steps + 1] = "log"
      local server = tcp_server.start(program(scheme, steps), program(scheme, { "read", send(answer("second")), "read" }))
      ask(server, more)
      server.wait_for("[ready]")
      local response = ask(server, more)
      assert.equal("second", response.body)
      assert.equal(200, response.status)
      assert.is_nil(response.resent)
      local _, requests = server.log():gsub("%u+ / HTTP/1.1\r\n", "")
      assert.equal(2, requests)
      return server
    end

    for name, text in pairs(STRAY) do
      it("is left when it was idle and there came " .. name, function()
        assert_left({ "read", send(answer("first")), "sleep 20", send(text) })
      end)
    end

    for name, text in pairs(SURPLUS) do
      it("is left when more than its answer came at once, behind " .. name, function()
        assert_left({ "read", send(text .. "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsurplus") })
      end)

      it("is left when a single byte came at once behind " .. name, function()
        assert_left({ "read", send(text .. "\0") })
      end)
    end

    -- Over TLS the rest of the second record waits inside the TLS library.
    it("is left when more came behind a body that came by itself", function()
      assert_left({ "read", send(HEAD:format(5)), "sleep 20", send("first" .. answer("third")) })
    end)

    it("is left when more came behind a body of several pieces", function()
      local body = ("x"):rep(40000)
      assert_left({ "read", send(HEAD:format(#body)), send(body:sub(1, 30000)), "sleep 20", send(body:sub(30001) .. "\0") })
    end)

    it("is left when more came behind an answer to HEAD", function()
      local server = tcp_server.start(program(scheme, { "read", send(answer("first")), "note [ready]", "log" }),
        program(scheme, { "read", send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nX: second\r\n\r\n"), "read" }))
      ask(server, { method = "HEAD", body = "" })
      server.wait_for("[ready]")
      assert.equal("second", ask(server, { method = "HEAD", body = "" }).headers.x)
    end)

    it("is left when the server has ended it", function()
      local server = tcp_server.start(program(scheme, { "read", send(answer("first")), "note [ready]" }),
        program(scheme, { "read", send(answer("second")), "read" }))
      ask(server)
      server.wait_for("[ready]")
      local response = ask(server)
      assert.equal("second", response.body)
    end)

    it("is left when there came something through a proxy", function()
      local steps = { "read", send(answer("first")), "sleep 20", send("HTTP/1.1 503 Busy\r\n\r\n"), "note [ready]", "log" }
      local fresh = { "read", send(answer("second")), "read" }
      local url = "http://service.invalid/"
      if scheme == "https" then
        url = "https://127.0.0.1:1/" -- where the proxy does not connect to
        for _, list in ipairs({ steps, fresh }) do
          for i, step in ipairs({ "read", send("HTTP/1.1 200 OK\r\n\r\n"), tcp_server.tls() }) do table.insert(list, i, step) end
        end
      end
      local proxy = tcp_server.start(steps, fresh)
      local function ask_by_proxy() return assert(transport(local_aws.request(url, { proxy = proxy.url }))).body end
      assert.equal("first", ask_by_proxy())
      proxy.wait_for("[ready]")
      assert.equal("second", ask_by_proxy())
    end)

    it("is left by a call, in one attempt", function()
      local body = '{"Replication":{"Status":"%s"}}'
      local server = tcp_server.start(
        program(scheme, { "read", send(answer(body:format("one"))), "sleep 20", send(STRAY["a 408"]), "note [ready]", "log" }),
        program(scheme, { "read", send(answer(body:format("two"))), "read" }))
      local client = dms.new(local_aws.settings(url_of(server), { max_attempts = 3 }))
      client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      server.wait_for("[ready]")
      local output, metadata = client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      client.close()
      assert.equal("two", output.Replication.Status)
      assert.equal(1, metadata.attempts)
      assert.is_nil(metadata.history)
    end)

    it("gives no answer to another item of aws.map", function()
      local steps = { "read", send(answer("first")), "sleep 20", send(answer("stray")), "note [ready]", "log" }
      local twice = { "read", send(answer("fresh")), "read", send(answer("fresh")), "read" }
      local server = tcp_server.start(program(scheme, steps), program(scheme, { "read", send(answer("first")),
        "sleep 20", send("HTTP/1."), "note [also]", "log" }), program(scheme, twice))
      local function all(count)
        local bodies = {}
        for i, result in ipairs((aws.map({ 1, 2, 3, 4 }, function() return ask(server).body end, { concurrency = count }))) do
          bodies[i] = result.ok and result.value or tostring(result.error)
        end
        return bodies
      end
      aws.map({ 1, 2 }, function() return ask(server) end)
      server.wait_for("[ready]")
      server.wait_for("[also]")
      assert.same({ "fresh", "fresh", "fresh", "fresh" }, all(4))
    end)

    it("is kept while nothing comes", function()
      local id = "kept" .. local_aws.fresh()
      local url = (scheme == "https" and local_aws.https or local_aws.http)("none,id=" .. id) .. "/local-aws/echo"
      for _ = 1, 30 do assert(transport(local_aws.request(url))) end
      assert.equal(1, local_aws.connections(id))
    end)

    for name, text in pairs(SURPLUS) do
      it("is kept behind an answer with " .. name, function()
        local steps = { "read" }
        for _ = 1, 5 do
          steps[#steps + 1] = send(text)
          steps[#steps + 1] = "read"
        end
        local server = tcp_server.start(program(scheme, steps), program(scheme, { "read", send(answer("fresh")), "read" }))
        for _ = 1, 5 do assert.are_not.equal("fresh", ask(server).body) end
      end)
    end

    it("is left by a process that was forked from its own, and by that one", function()
      child.compile("process", true)
      local server = tcp_server.start(
        program(scheme, { "read", send(answer("first")), "sleep 20", send(answer("stray")), "note [ready]", "log" }),
        program(scheme, { "read", send(answer("second")), "read", send(answer("third")), "read" }))
      local code, stdout, stderr = child.lua([[
        package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
        local process, curl = require "process", require "aws.transport.curl"
        local transport, url = curl.new(), os.getenv "URL"
        local function ask(name)
          local response, failure = transport({ method = "POST", url = url, headers = { { "Host", "x" } }, body = name,
            ca_bundle = os.getenv "LOCAL_AWS_CA_BUNDLE", connect_timeout = 30, read_timeout = 60 })
          print(name, response and response.body or failure.message)
          io.stdout:flush()
        end
        ask "parent"
        local found
        repeat
          local file = io.open(os.getenv "LOG", "rb")
          found = file and file:read("*a"):find("[ready]", 1, true)
          if file then file:close() end
        until found
        local pid = process.fork()
        if pid == 0 then
          ask "child"
          os.exit(0, true)
        end
        assert(process.wait(pid) == 0)
        ask "parent"
      ]], local_aws.environment({ LUA_NAME = os.getenv "LUA" or "lua5.4", URL = url_of(server), LOG = server.log_path }))
      assert.equal("", stderr)
      assert.equal("parent\tfirst\nchild\tsecond\nparent\tsecond\n", stdout)
      assert.equal(0, code)
    end)
  end)
end

-- The proxy is the server as well. A record of the proxy's holds all that the server sends at a time.
describe("over https through a proxy that is reached by TLS, a connection", function()
  after_each(tcp_server.stop_all)

  it("is left when an answer came twice", function()
    local tls, tunnel = tcp_server.tls(), { "read", send("HTTP/1.1 200 OK\r\n\r\n") }
    local head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX: %s\r\n\r\n"
    local record = head:format(300, ("x"):rep(512 - 300 - #head:format(300, ""))) .. ("1"):rep(300)
    assert.equal(512, #record)
    local server = tcp_server.start({ tls, tunnel[1], tunnel[2], tls, "read", send(record .. record), "note [ready]", "log" },
      { tls, tunnel[1], tunnel[2], tls, "read", send(answer("second")), "read" })
    local transport = curl.new()
    finally(function() transport:close() end)
    local function ask() return assert(transport(local_aws.request("https://127.0.0.1:1/", { proxy = server.https }))).body end
    assert.equal(("1"):rep(300), ask())
    server.wait_for("[ready]")
    assert.equal("second", ask())
  end)
end)

describe("over https, a connection", function()
  after_each(tcp_server.stop_all)

  --- Two requests; the first connection gets `step` when it is idle.
  local function second_after(...)
    local steps = { tcp_server.tls(), "read", send(answer("first")), "sleep 20", ... }
    steps[#steps + 1] = "note [ready]"
    steps[#steps + 1] = "log"
    local server = tcp_server.start(steps, { tcp_server.tls(), "read", send(answer("second")), "read" })
    local transport = curl.new()
    finally(function() transport:close() end)
    assert(transport(local_aws.request(server.https)))
    server.wait_for("[ready]")
    return transport(local_aws.request(server.https))
  end

  it("is left when TLS was ended, and nothing is sent twice", function()
    local response = assert(second_after("notify"))
    assert.equal("second", response.body)
    assert.is_nil(response.resent)
  end)

  it("is left when bytes came that are not TLS", function()
    local response = assert(second_after("raw " .. "HTTP/1.1 400 Bad"))
    assert.equal("second", response.body)
    assert.is_nil(response.resent)
  end)

  it("is left when a part of a record came", function()
    local response = assert(second_after("raw \\x17\\x03\\x03\\x00\\x40"))
    assert.equal("second", response.body)
    assert.is_nil(response.resent)
  end)
end)
