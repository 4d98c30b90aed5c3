-- Which phases of nginx can make calls, each tried in Debian's module; the others say why not, and what to do.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

--- In every phase: one call, its outcome kept by the phase's name.
local HTTP = [[
  lua_shared_dict outcomes 1m;
  init_by_lua_block { require("spec.nginx.handlers.phases").start("%s", "%s", "%s", "%s") }
  init_worker_by_lua_block { require("spec.nginx.handlers.phases").start_worker() }
  exit_worker_by_lua_block { require("spec.nginx.handlers.phases").end_worker() }
  ssl_session_fetch_by_lua_block { require("spec.nginx.handlers.phases").call("ssl_session_fetch") }
  ssl_session_store_by_lua_block { require("spec.nginx.handlers.phases").call("ssl_session_store") }
  upstream balanced {
    server 127.0.0.1:1;
    balancer_by_lua_block { require("spec.nginx.handlers.phases").balancer(PORT) }
  }
  server {
    listen "unix:FOLDER/tls.sock" ssl;
    ssl_protocols TLSv1.2;
    ssl_session_tickets off;
    ssl_session_cache shared:sessions:1m;
    ssl_certificate "%s/tls/good.pem";
    ssl_certificate_key "%s/tls/server.key";
    ssl_client_hello_by_lua_block { require("spec.nginx.handlers.phases").call("ssl_client_hello") }
    ssl_certificate_by_lua_block { require("spec.nginx.handlers.phases").try("ssl_certificate") }
    location / { return 200 "over TLS"; }
  }
]]

local SERVER = [[
  server_rewrite_by_lua_block { require("spec.nginx.handlers.phases").server_rewrite() }
  location = /phases {
    set_by_lua_block $unused { return require("spec.nginx.handlers.phases").try("set") }
    rewrite_by_lua_block { require("spec.nginx.handlers.phases").try("rewrite") }
    access_by_lua_block { require("spec.nginx.handlers.phases").try("access") }
    header_filter_by_lua_block { require("spec.nginx.handlers.phases").header_filter() }
    body_filter_by_lua_block { require("spec.nginx.handlers.phases").try("body_filter") }
    log_by_lua_block { require("spec.nginx.handlers.phases").try("log") }
    content_by_lua_block { require("spec.nginx.handlers.phases").content() }
  }
  location = /balanced { proxy_pass http://balanced/ready; }
  location = /handshake { content_by_lua_block { require("spec.nginx.handlers.phases").handshake() } }
]]

describe("inside nginx", function()
  local server
  setup(function()
    local variables = local_aws.variables()
    local folder = variables.LOCAL_AWS_DIR
    server = nginx.start({
      level = "notice",
      http = HTTP:format(local_aws.http(), variables.AWS_ACCESS_KEY_ID, variables.AWS_SECRET_ACCESS_KEY, local_aws.fresh(),
        folder, folder),
      server = SERVER,
    })
    assert.equal("fine\n", server:ask("/phases").body)
    assert.equal(200, server:ask("/balanced").status)
    assert.equal("fine\n", server:ask("/handshake").body)
  end)
  teardown(nginx.stop_all)

  local function outcome(name)
    return server:call("phases", "outcome", name)
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
