-- Which phases of nginx can make calls, each tried in Debian's module; the others say why not, and what to do.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

--- In every phase: one call, its outcome kept by the phase's name.
local INIT = [[
  lua_shared_dict outcomes 1m;
  init_by_lua_block {
    local dms = require "aws.dms"
    client = dms.new {
      region = "us-east-1", endpoint_url = "%s", credentials = { access_key_id = "%s", secret_access_key = "%s" },
    }
    local asking = dms.new { region = "us-east-1", credentials = function() ngx.shared.outcomes:set("asked", true) end }
    function ask_provider()
      pcall(asking.stop_replication, { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:X" })
    end
    function call(name)
      local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:%s-" .. name
      local ok, result = pcall(client.stop_replication, { ReplicationConfigArn = arn })
      local text = ok and result.Replication.Status or result.applied .. " " .. tostring(result)
      ngx.shared.outcomes:add(name, text)
      return text
    end
    function sleep(name)
      local ok, err = pcall(require("aws.transport").sleep, 0.001)
      ngx.shared.outcomes:set(name .. "-sleep", ok and "slept" or tostring(err))
    end
    function map(name)
      local now, most = 0, 0
      local ok, err = pcall(require("aws").map, { 1, 2 }, function(n)
        now = now + 1
        most = math.max(most, now)
        call(name .. "-item" .. n)
        now = now - 1
      end)
      ngx.shared.outcomes:set(name .. "-map", ok and most .. " at once" or tostring(err))
    end
    package.preload["spec.calls"] = function() call("require") sleep("require") map("require") return true end
    call("init") sleep("init") map("init")
  }
  init_worker_by_lua_block {
    call("init_worker") sleep("init_worker") map("init_worker")
    ngx.timer.at(0, function() call("timer") sleep("timer") map("timer") end)
  }
  exit_worker_by_lua_block { ngx.log(ngx.NOTICE, "exit_worker: ", call("exit_worker")) }
  ssl_session_fetch_by_lua_block { call("ssl_session_fetch") }
  ssl_session_store_by_lua_block { call("ssl_session_store") }
  upstream balanced {
    server 127.0.0.1:1;
    balancer_by_lua_block { call("balancer") sleep("balancer") map("balancer") require("ngx.balancer").set_current_peer("127.0.0.1", PORT) }
  }
  server {
    listen "unix:FOLDER/tls.sock" ssl;
    ssl_protocols TLSv1.2;
    ssl_session_tickets off;
    ssl_session_cache shared:sessions:1m;
    ssl_certificate "%s/tls/good.pem";
    ssl_certificate_key "%s/tls/server.key";
    ssl_client_hello_by_lua_block { call("ssl_client_hello") }
    ssl_certificate_by_lua_block { call("ssl_certificate") sleep("ssl_certificate") map("ssl_certificate") }
    location / { return 200 "over TLS"; }
  }
]]

local SERVER = [[
    server_rewrite_by_lua_block { if ngx.var.uri == "/phases" then call("server_rewrite") end }
    location = /phases {
      set_by_lua_block $unused { call("set") sleep("set") map("set") return "" }
      rewrite_by_lua_block { call("rewrite") sleep("rewrite") map("rewrite") }
      access_by_lua_block { call("access") sleep("access") map("access") }
      header_filter_by_lua_block { call("header_filter") sleep("header_filter") map("header_filter") ask_provider() }
      body_filter_by_lua_block { call("body_filter") sleep("body_filter") map("body_filter") }
      log_by_lua_block { call("log") sleep("log") map("log") }
      content_by_lua_block {
        call("content") sleep("content") map("content")
        pcall(require, "spec.calls")
        string.gsub("x", "x", function() call("gsub") map("gsub") end)
        table.sort({ 2, 1 }, function(a, b) call("sort") return a < b end)
        local co = coroutine.wrap(function() call("coroutine1") coroutine.yield() call("coroutine2") end)
        co() co()
        coroutine.wrap(function() coroutine.wrap(function() call("nested") map("nested") end)() end)()
        ngx.thread.wait(ngx.thread.spawn(call, "thread"))
        local _ = setmetatable({}, { __index = function() call("metamethod") end }).x
        for _ in function() call("iterator") end do end
        xpcall(function() call("xpcall") end, debug.traceback)
        ngx.say("fine")
      }
    }
    location = /balanced { proxy_pass http://balanced/ready; }
    location = /handshake { content_by_lua_block {
      for _ = 1, 2 do
        local sock = ngx.socket.tcp()
        assert(sock:connect("unix:FOLDER/tls.sock"))
        SESSION = assert(sock:sslhandshake(SESSION, "localhost", false))
        sock:close()
      end
      ngx.say("fine")
    } }
]]

describe("inside nginx", function()
  local server
  setup(function()
    local variables = local_aws.variables()
    local folder = variables.LOCAL_AWS_DIR
    server = nginx.start({
      level = "notice",
      http = INIT:format(local_aws.http(), variables.AWS_ACCESS_KEY_ID, variables.AWS_SECRET_ACCESS_KEY, "RUNNING-"
        .. local_aws.fresh(), folder, folder),
      server = SERVER,
    })
    assert.equal("fine\n", server:ask("/phases").body)
    assert.equal(200, server:ask("/balanced").status)
    assert.equal("fine\n", server:ask("/handshake").body)
  end)
  teardown(nginx.stop_all)

  local function outcome(name)
    return server:run("return ngx.shared.outcomes:get(...)", name)
  end

  for _, name in ipairs({ "init", "init_worker", "server_rewrite", "rewrite", "access", "content", "timer", "ssl_certificate",
    "coroutine1", "coroutine2", "nested", "thread", "metamethod", "iterator", "xpcall" }) do
    it("a call works in " .. name, function() assert.equal("stopping", outcome(name)) end)
  end

  for _, name in ipairs({ "init", "init_worker", "rewrite", "access", "content", "timer", "ssl_certificate" }) do
    it("the default sleep works in " .. name, function() assert.equal("slept", outcome(name .. "-sleep")) end)
  end

  for _, phase in ipairs({ "set", "header_filter", "body_filter", "log", "balancer", "ssl_client_hello", "ssl_session_store",
    "ssl_session_fetch" }) do
    it("a call in " .. phase .. " is a ConfigError that names it and the way out", function()
      assert.matches("^no ConfigError: .*nginx's phase " .. phase .. " cannot wait.*ngx%.timer%.at", outcome(phase))
    end)
  end

  for _, phase in ipairs({ "set", "header_filter", "body_filter", "log", "balancer" }) do
    it("so is the default sleep in " .. phase, function()
      assert.matches("^ConfigError: .*nginx's phase " .. phase .. " cannot wait.*ngx%.timer%.at", outcome(phase .. "-sleep"))
    end)
  end

  it("a call that cannot be made asks no provider, which may run a program", function()
    assert.is_nil(outcome("asked"))
  end)

  for _, place in ipairs({ "require", "gsub", "sort" }) do
    it("a call from a C function is a ConfigError that says so: " .. place, function()
      assert.matches("^no ConfigError: .*C function.*phase content.*ngx%.timer%.at", outcome(place))
    end)
  end

  it("so is the default sleep", function()
    assert.matches("^ConfigError: .*C function.*phase content", outcome("require-sleep"))
  end)

  for _, name in ipairs({ "init", "init_worker", "rewrite", "access", "content", "timer", "ssl_certificate", "nested" }) do
    it("the items of aws.map overlap in " .. name, function() assert.equal("2 at once", outcome(name .. "-map")) end)
  end

  for _, phase in ipairs({ "set", "header_filter", "body_filter", "log", "balancer" }) do
    it("aws.map in " .. phase .. " is a ConfigError that says so", function()
      assert.matches("^ConfigError: aws%.map .*nginx's phase " .. phase .. " cannot wait.*ngx%.timer%.at", outcome(phase .. "-map"))
    end)
  end

  for _, place in ipairs({ "require", "gsub" }) do
    it("aws.map called by a C function is a ConfigError that says so: " .. place, function()
      assert.matches("^ConfigError: aws%.map .*C function.*phase content.*ngx%.timer%.at", outcome(place .. "-map"))
    end)
  end

  it("a call in exit_worker is a ConfigError, and the worker ends in order", function()
    server:signal("HUP")
    local tries = 0
    while not server:log():find("exit_worker: ", 1, true) and tries < 500 do
      tries = tries + 1
      require("system").sleep(0.02)
    end
    assert.matches("exit_worker: no ConfigError: .*nginx's phase exit_worker cannot wait for the network[^;]*\n", server:log())
    assert.is_nil(server:log():find("attempt to yield", 1, true))
    assert.is_nil(server:log():find("[alert]", 1, true))
  end)
end)
