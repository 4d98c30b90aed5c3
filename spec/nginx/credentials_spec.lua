-- Credentials inside nginx: fetched once for a worker, in a timer. What workers share: credentials_cache_spec.lua.
local child = require "spec.support.child"
local key_server = require "spec.nginx.handlers.key_server"
local nginx = require "spec.support.nginx"

local HANDLERS = [[
  lua_check_client_abort on;
  location = /key { content_by_lua_block { require("spec.nginx.handlers.credentials").print_key("One") } }
  location = /killed { content_by_lua_block { require("spec.nginx.handlers.credentials").print_key("Killed") } }
  location = /leaving { content_by_lua_block { require("spec.nginx.handlers.credentials").print_key_and_stay("Leaving") } }
]]

describe("credentials inside nginx", function()
  local server
  setup(function()
    server = nginx.start({ http = key_server.HTTP, server = key_server.SERVER .. HANDLERS })
  end)
  teardown(nginx.stop_all)
  before_each(function() server:call("key_server", "clear") end)

  local function call(name, ...) return server:call("credentials", name, ...) end

  --- Sets a member of the key server's state.
  local function set(name, value) server:call("key_server", "set", name, value) end

  local function fetches_of(name) return server:call("key_server", "fetches", name) end

  it("are fetched once for the requests of a worker", function()
    set("latency", 0.3)
    local command = "curl -q --noproxy '*' -s --stderr /dev/null -Z --parallel-immediate --parallel-max 50 '%s/key?n=[1-50]'"
    local _, answers = child.run(command:format(server.url))
    assert.equal(("AKIAOne1"):rep(50), answers)
    assert.equal(1, fetches_of("One"))
  end)

  it("come to the others when the handler that wanted them first is killed", function()
    set("latency", 0.6)
    local ok = pcall(server.ask, server, "/killed", { read_timeout = 0.2 })
    assert.is_false(ok)
    assert.equal("AKIAKilled1", server:ask("/killed").body)
    assert.equal(1, fetches_of("Killed"))
  end)

  it("come to a worker that is about to leave", function()
    set("latency", 2)
    local command = "curl -q --noproxy '*' -s --stderr /dev/null -Z --parallel-immediate '%s/leaving?delay=0' '%s/leaving?delay=1.8'"
    local load = child.start(command:format(server.url, server.url))
    server:call("key_server", "await_fetches", "Leaving", 1)
    server:signal("HUP")
    local _, answers = load.finish()
    assert.equal(("AKIALeaving1 leaving "):rep(2), answers)
  end)

  it("are fetched by a worker that is about to leave", function()
    local load = child.start(("curl -q --noproxy '*' -s '%s/leaving?delay=2'"):format(server.url))
    server:call("key_server", "give_turns", 20)
    server:signal("HUP")
    local _, answer = load.finish()
    assert.equal("AKIALeaving1 leaving ", answer)
  end)

  it("do not wait for a call whose time has ended, and the call not for them", function()
    set("latency", 1.5)
    local kind, key, fetches = call("is_late")
    assert.same({ "DeadlineExceeded", "AKIALate1", 1 }, { kind, key, fetches })
  end)

  it("fail for all who wait when the fetch fails, once", function()
    set("is_down", true)
    set("latency", 0.2)
    local kinds, fetches = call("fail_for_all_who_wait", 10)
    assert.equal(("CredentialsError "):rep(9) .. "CredentialsError", kinds)
    assert.equal(1, fetches)
  end)

  it("serve until their end when they cannot be renewed", function()
    local keys = call("grow_old")
    local fresh = table.remove(keys)
    assert.same({ "AKIAOld1", "AKIAOld1", "AKIAOld1", "AKIAOld1", "AKIAOld1", "CredentialsError" }, keys)
    assert.matches("^AKIAOld%d+$", fresh)
    assert.are_not.equal("AKIAOld1", fresh)
  end)

  it("are renewed by a timer while calls go on with the old ones, however little time these have", function()
    for name, left in pairs({ Early = 14 * 60, Last = 60 }) do
      server:call("key_server", "clear")
      local keys, during, fetches, after = call("renew_in_a_timer", name, left)
      assert.equal(("AKIA%s1 "):format(name):rep(10), keys .. " ")
      assert.is_true(during <= 2)
      assert.equal(2, fetches)
      assert.equal("AKIA" .. name .. "2", after)
    end
  end)

  it("that cannot be renewed are told to the logger", function()
    local event, count, expected = call("tell_the_logger")
    assert.equal(1, count)
    assert.is_true(math.abs(event.expiration - expected) < 60)
    assert.matches("container: no credentials from http://127.0.0.1:%d+/keys/Told: HTTP 500", event.message)
    assert.matches("^http://127.0.0.1:%d+$", event.place)
    event.expiration, event.message, event.invocation_id, event.place = nil, nil, nil, nil
    assert.same({
      type = "stale", service = "drs", operation = "retry_data_replication", attempt = 1, access_key_id = "AKIATold1",
      outcome = "CredentialsError", provider = "container",
    }, event)
  end)

  it("of one call's own function may need the request; of a client's function may not", function()
    local one, err = call("provide_from_the_request")
    assert.equal("ExpiredTokenException", one)
    assert.matches("API disabled in the current context", err, 1, true)
  end)

  it("end with an error when the provider needs them itself", function()
    local message = call("need_themselves")
    assert.matches("needs the very keys", message, 1, true)
  end)

  it("that are missing are explained: nginx hides variables", function()
    local message = call("are_missing")
    local hint = "nginx.conf: env AWS_ACCESS_KEY_ID; env AWS_SECRET_ACCESS_KEY;"
    assert.matches("NoCredentialsError: ", message, 1, true)
    assert.matches(hint, message, 1, true)
    assert.is_nil(message:find(hint, message:find(hint, 1, true) + 1, true))
    local profile, token = call("have_no_home")
    assert.matches("ProfileNotFound: .*; HOME is not set %(nginx hides variables .*: env HOME;%)", profile)
    assert.matches("CredentialsError: .*no HOME .*: env HOME;%)", token)
  end)

  it("that one provider alone does not find are explained, too", function()
    local told = {}
    for _, provider in ipairs({ "environment", "container", "shared_file" }) do
      told[provider] = call("are_not_found_by", provider)
    end
    assert.matches("CredentialsError: .*is not set %(nginx hides .*: env AWS_ACCESS_KEY_ID;%)", told.environment)
    assert.matches("CredentialsError: .*is set %(nginx hides .*: env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;%)", told.container)
    assert.matches("CredentialsError: .*no profile default %(nginx hides .*: env HOME;%)", told.shared_file)
  end)

  describe("of a process", function()
    it("block the worker for a second at most, say so, and are not tried again at once", function()
      local kind, again, blocked, seconds = call("come_of_process", "sleep 30")
      assert.same({ "CredentialsError", "CredentialsError" }, { kind, again })
      assert.equal(1, #blocked)
      assert.equal("process", blocked[1].provider)
      assert.equal("retry_data_replication", blocked[1].operation)
      assert.is_true(blocked[1].seconds >= 0.9 and blocked[1].seconds < 20)
      assert.is_true(seconds < 20)
    end)

    it("are kept", function()
      local one, two, blocked = call("come_of_process",
        [[printf '{"Version":1,"AccessKeyId":"AKIAP","SecretAccessKey":"s"}']])
      assert.same({ "AKIAP", "AKIAP", 1 }, { one, two, #blocked })
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
    local running, pending = server:call("credentials", "are_short_of_timers")
    assert.same({ "AKIARunning1", "AKIAPending1" }, { running, pending })
  end)
end)
