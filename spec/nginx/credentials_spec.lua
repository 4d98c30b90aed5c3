-- Credentials inside nginx: fetched once for a worker, in a timer. What workers share: credentials_cache_spec.lua.
local child = require "spec.support.child"
local key_server = require "spec.support.key_server"
local nginx = require "spec.support.nginx"

local HANDLERS = [[
  lua_check_client_abort on;
  location = /key { content_by_lua_block {
    shared_client = shared_client or client(ngx.var.server_port, "One")
    ngx.print(key_server.key_of(shared_client))
  } }
  location = /killed { content_by_lua_block {
    killed_client = killed_client or client(ngx.var.server_port, "Killed")
    ngx.print(key_server.key_of(killed_client))
  } }
  location = /leaving { content_by_lua_block {
    ngx.sleep(tonumber(ngx.var.arg_delay))
    leaving_client = leaving_client or client(ngx.var.server_port, "Leaving", { credentials_cache = "keys" })
    ngx.print(key_server.key_of(leaving_client), ngx.worker.exiting() and " leaving " or " staying ")
  } }
]]

describe("credentials inside nginx", function()
  local server
  setup(function()
    server = nginx.start({ http = key_server.HTTP, server = key_server.SERVER .. HANDLERS })
  end)
  teardown(nginx.stop_all)
  before_each(function() server:run("ngx.shared.state:flush_all() ngx.shared.keys:flush_all()") end)

  --- Runs code with `port`, the server's, in a request.
  local function run(code, ...)
    return server:run("local port = ngx.var.server_port " .. code, ...)
  end

  it("are fetched once for the requests of a worker", function()
    run("state:set('latency', 0.3)")
    local command = "curl -q --noproxy '*' -s --stderr /dev/null -Z --parallel-immediate --parallel-max 50 '%s/key?n=[1-50]'"
    local _, answers = child.run(command:format(server.url))
    assert.equal(("AKIAOne1"):rep(50), answers)
    assert.equal(1, run("return key_server.fetches('One')"))
  end)

  it("come to the others when the handler that wanted them first is killed", function()
    run("state:set('latency', 0.6)")
    local ok = pcall(server.ask, server, "/killed", { read_timeout = 0.2 })
    assert.is_false(ok)
    assert.equal("AKIAKilled1", server:ask("/killed").body)
    assert.equal(1, run("return key_server.fetches('Killed')"))
  end)

  it("come to a worker that is about to leave", function()
    run("state:set('latency', 2)")
    local command = "curl -q --noproxy '*' -s --stderr /dev/null -Z --parallel-immediate '%s/leaving?delay=0' '%s/leaving?delay=1.8'"
    local load = child.start(command:format(server.url, server.url))
    run("for _ = 1, 1000 do if key_server.fetches('Leaving') > 0 then return end ngx.sleep(0.01) end")
    server:signal("HUP")
    local _, answers = load.finish()
    assert.equal(("AKIALeaving1 leaving "):rep(2), answers)
  end)

  it("are fetched by a worker that is about to leave", function()
    local load = child.start(("curl -q --noproxy '*' -s '%s/leaving?delay=2'"):format(server.url))
    run("for _ = 1, 20 do ngx.sleep(0.01) end")
    server:signal("HUP")
    local _, answer = load.finish()
    assert.equal("AKIALeaving1 leaving ", answer)
  end)

  it("do not wait for a call whose time has ended, and the call not for them", function()
    local kind, key, fetches = run([[
      state:set("latency", 1.5)
      local own = client(port, "Late")
      local _, err = pcall(own.retry_data_replication, key_server.INPUT, { timeout = 0.1 })
      return err.type, key_server.key_of(own), key_server.fetches("Late")
    ]])
    assert.same({ "DeadlineExceeded", "AKIALate1", 1 }, { kind, key, fetches })
  end)

  it("fail for all who wait when the fetch fails, once", function()
    local kinds, fetches = run([[
      state:set("is_down", true) state:set("latency", 0.2)
      local own, threads, kinds = client(port, "Down"), {}, {}
      for i = 1, 10 do threads[i] = ngx.thread.spawn(function() kinds[i] = key_server.key_of(own) end) end
      for i = 1, 10 do ngx.thread.wait(threads[i]) end
      return table.concat(kinds, " "), key_server.fetches("Down")
    ]])
    assert.equal(("CredentialsError "):rep(9) .. "CredentialsError", kinds)
    assert.equal(1, fetches)
  end)

  it("serve until their end when they cannot be renewed", function()
    local keys = run([[
      local own, keys = client(port, "Old"), {}
      local function look(seconds)
        state:set("shift", seconds)
        keys[#keys + 1] = key_server.key_of(own)
        ngx.sleep(0.05)
      end
      look(0)
      state:set("is_down", true)
      look(3600 - 14 * 60) look(3600 - 5 * 60) look(3600 - 4 * 60) look(3600 - 30) look(3600 + 1)
      state:set("is_down", false)
      look(3600 + 2)
      return keys
    ]])
    local fresh = table.remove(keys)
    assert.same({ "AKIAOld1", "AKIAOld1", "AKIAOld1", "AKIAOld1", "AKIAOld1", "CredentialsError" }, keys)
    assert.matches("^AKIAOld%d+$", fresh)
    assert.are_not.equal("AKIAOld1", fresh)
  end)

  it("are renewed by a timer while calls go on with the old ones, however little time these have", function()
    for name, left in pairs({ Early = 14 * 60, Last = 60 }) do
      local keys, during, fetches, after = run([[
        local name, left = ...
        local own, threads, keys = client(port, name), {}, {}
        state:flush_all()
        key_server.key_of(own)
        state:set("shift", 3600 - left) state:set("latency", 2)
        local ok, metadata = pcall(own.retry_data_replication, key_server.INPUT, { timeout = 1.8 })
        if not ok then error(tostring(metadata)) end
        for i = 1, 10 do threads[i] = ngx.thread.spawn(function() keys[i] = key_server.key_of(own) end) end
        for i = 1, 10 do ngx.thread.wait(threads[i]) end
        local during, after = key_server.fetches(name), keys[1]
        for _ = 1, 1500 do
          if after ~= keys[1] then break end
          ngx.sleep(0.01)
          after = key_server.key_of(own)
        end
        return table.concat(keys, " "), during, key_server.fetches(name), after
      ]], name, left)
      assert.equal(("AKIA%s1 "):format(name):rep(10), keys .. " ")
      assert.is_true(during <= 2)
      assert.equal(2, fetches)
      assert.equal("AKIA" .. name .. "2", after)
    end
  end)

  it("that cannot be renewed are told to the logger", function()
    local event, count, expected = run([[
      local events = {}
      local own = client(port, "Told", { logger = function(event)
        if event.type == "stale" then events[#events + 1] = event end
      end })
      local _, request = pcall(own.prepare.retry_data_replication, key_server.INPUT)
      state:set("is_down", true) state:set("shift", 3600 - 5 * 60)
      local ends = ngx.time() + 3600
      key_server.key_of(own)
      for _ = 1, 1500 do
        if events[1] then break end
        ngx.sleep(0.01)
      end
      key_server.key_of(own)
      return events[1], #events, ends
    ]])
    assert.equal(1, count)
    assert.is_true(math.abs(event.expiration - expected) < 60)
    assert.matches("container: no credentials from http://127.0.0.1:%d+/keys/Told: HTTP 500", event.message)
    event.expiration, event.message, event.invocation_id = nil, nil, nil
    assert.same({
      type = "stale", service = "drs", operation = "retry_data_replication", attempt = 1, access_key_id = "AKIATold1",
      outcome = "CredentialsError",
    }, event)
  end)

  it("of one call's own function may need the request; of a client's function may not", function()
    local one, err = run([[
      local function provide() return { access_key_id = "AKIA" .. ngx.var.request_method, secret_access_key = "s" } end
      local own = client(port, "Unused")
      state:set("refused", "AKIAPOST")
      local _, refused = pcall(own.retry_data_replication, key_server.INPUT, { credentials = provide, max_attempts = 1 })
      local _, failed = pcall(client(port, "Unused", { credentials = provide }).retry_data_replication, key_server.INPUT)
      return refused.type, failed.message
    ]])
    assert.equal("ExpiredTokenException", one)
    assert.matches("API disabled in the current context", err, 1, true)
  end)

  it("end with an error when the provider needs them itself", function()
    local message = run([[
      local own
      own = client(port, "Unused", { credentials = function() own.retry_data_replication(key_server.INPUT) end })
      local _, err = pcall(own.retry_data_replication, key_server.INPUT)
      return err.message
    ]])
    assert.matches("needs the very keys", message, 1, true)
  end)

  it("that are missing are explained: nginx hides variables", function()
    local message = run([[
      local chain = require("aws.credentials").chain()
      local own = client(port, "Unused", { credentials = chain, connect_timeout = 0.1,
        transport = function() return nil, { type = "ConnectTimeoutError", message = "no", sent = false } end })
      local _, err = pcall(own.retry_data_replication, key_server.INPUT)
      return tostring(err)
    ]])
    local hint = "nginx.conf: env AWS_ACCESS_KEY_ID; env AWS_SECRET_ACCESS_KEY;"
    assert.matches("NoCredentialsError: ", message, 1, true)
    assert.matches(hint, message, 1, true)
    assert.is_nil(message:find(hint, message:find(hint, 1, true) + 1, true))
    local profile, token = run([[
      local _, one = pcall(require("aws.drs").new, { region = "eu-west-1", profile = "dr" })
      local sso = require("aws.credentials").sso({
        sso_role_name = "r", sso_account_id = "1", sso_region = "eu-west-1", sso_start_url = "https://x",
      })
      local _, two = pcall(client(port, "Unused", { credentials = sso }).retry_data_replication, key_server.INPUT)
      return tostring(one), tostring(two)
    ]])
    assert.matches("ProfileNotFound: .*; HOME is not set %(nginx hides variables .*: env HOME;%)", profile)
    assert.matches("CredentialsError: .*no HOME .*: env HOME;%)", token)
  end)

  it("that one provider alone does not find are explained, too", function()
    local told = run([[
      local told = {}
      for _, name in ipairs({ "environment", "container", "shared_file" }) do
        local own = client(port, "Unused", { credentials = require("aws.credentials")[name]() })
        told[name] = tostring(select(2, pcall(own.retry_data_replication, key_server.INPUT)))
      end
      return told
    ]])
    assert.matches("CredentialsError: .*is not set %(nginx hides .*: env AWS_ACCESS_KEY_ID;%)", told.environment)
    assert.matches("CredentialsError: .*is set %(nginx hides .*: env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;%)", told.container)
    assert.matches("CredentialsError: .*no profile default %(nginx hides .*: env HOME;%)", told.shared_file)
  end)

  describe("of a process", function()
    local COUNTING = [[
      local events = {}
      local function process(command)
        local provider = require("aws.credentials").process({ command = command })
        return client(port, "Unused", { credentials = provider, logger = function(event)
          if event.type == "blocked" then events[#events + 1] = event end
        end })
      end
    ]]

    it("block the worker for a second at most, say so, and are not tried again at once", function()
      local kind, again, blocked, began = run(COUNTING .. [[
        local own = process("sleep 30")
        local began = ngx.now()
        local kind, again = key_server.key_of(own), key_server.key_of(own)
        ngx.update_time()
        return kind, again, events, ngx.now() - began
      ]])
      assert.same({ "CredentialsError", "CredentialsError" }, { kind, again })
      assert.equal(1, #blocked)
      assert.equal("process", blocked[1].provider)
      assert.equal("retry_data_replication", blocked[1].operation)
      assert.is_true(blocked[1].seconds >= 0.9 and blocked[1].seconds < 20)
      assert.is_true(began < 20)
    end)

    it("are kept", function()
      local one, two, blocked = run(COUNTING .. [[
        local own = process([=[printf '{"Version":1,"AccessKeyId":"AKIAP","SecretAccessKey":"s"}']=])
        return key_server.key_of(own), key_server.key_of(own), #events
      ]])
      assert.same({ "AKIAP", "AKIAP", 1 }, { one, two, blocked })
    end)
  end)
end)

describe("credentials inside an nginx that is short of timers", function()
  teardown(nginx.stop_all)

  it("are fetched all the same", function()
    local server = nginx.start({
      http = key_server.HTTP .. "lua_max_running_timers 1; lua_max_pending_timers 1;",
      server = key_server.SERVER,
    })
    local running, pending = server:run([[
      local port = ngx.var.server_port
      assert(ngx.timer.at(0, function() ngx.sleep(20) end))
      ngx.sleep(0.05)
      local running = key_server.key_of(client(port, "Running"))
      assert(ngx.timer.at(20, function() end))
      return running, key_server.key_of(client(port, "Pending"))
    ]])
    assert.same({ "AKIARunning1", "AKIAPending1" }, { running, pending })
  end)
end)
