-- Credentials that the workers of an nginx share, in the lua_shared_dict of `credentials_cache`.
local key_server = require "spec.support.key_server"
local nginx = require "spec.support.nginx"

describe("credentials in a lua_shared_dict", function()
  local server
  setup(function()
    server = nginx.start({ http = key_server.HTTP, server = key_server.SERVER })
  end)
  teardown(nginx.stop_all)
  before_each(function() server:run("ngx.shared.state:flush_all() ngx.shared.keys:flush_all()") end)

  --- Runs code with `port`, the server's, in a request.
  local function run(code, ...)
    return server:run("local port = ngx.var.server_port " .. code, ...)
  end

  it("are fetched once for all clients with the same inputs, and for no other", function()
    local keys, fetches = run([[
      local function key(settings, options)
        settings = settings or {}
        settings.credentials_cache = "keys"
        return key_server.key_of(client(port, "Same", settings, options))
      end
      return { key(), key(), key({ region = "eu-west-1" }), key({ use_fips_endpoint = false }), key({ proxy = false }),
        key(nil, { timeout = 9 }), key(nil, { authorization_token = "t" }), key() }, key_server.fetches("Same")
    ]])
    assert.same({ "AKIASame1", "AKIASame1", "AKIASame2", "AKIASame1", "AKIASame3", "AKIASame4", "AKIASame5", "AKIASame1" }, keys)
    assert.equal(5, fetches)
  end)

  it("are not shared where a function or a transport of the user's has a part in them", function()
    local count = run([[
      local function provide() state:incr("asked", 1, 0) return { access_key_id = "AKIAF", secret_access_key = "s" } end
      local transport = require("aws.transport").new()
      for _ = 1, 2 do
        key_server.key_of(client(port, "Mine", { credentials_cache = "keys", credentials = provide }))
        key_server.key_of(client(port, "Mine", { credentials_cache = "keys", transport = transport }))
      end
      return state:get("asked") + key_server.fetches("Mine")
    ]])
    assert.equal(4, count)
  end)

  it("that another client renewed serve without a fetch", function()
    local keys, fetches = run([[
      local one, two = client(port, "Renew", { credentials_cache = "keys" }), client(port, "Renew", { credentials_cache = "keys" })
      local keys = { key_server.key_of(one), key_server.key_of(two) }
      state:set("shift", 3600 - 5 * 60)
      local function renewed(own)
        for _ = 1, 1500 do
          if key_server.key_of(own) ~= "AKIARenew1" then break end
          ngx.sleep(0.01)
        end
        return key_server.key_of(own)
      end
      keys[3], keys[4] = renewed(one), renewed(two)
      return keys, key_server.fetches("Renew")
    ]])
    assert.same({ "AKIARenew1", "AKIARenew1", "AKIARenew2", "AKIARenew2" }, keys)
    assert.equal(2, fetches)
  end)

  it("serve clients that are new until their end when they cannot be renewed, and no longer", function()
    local keys = run([[
      local function key(seconds)
        state:set("shift", seconds)
        return key_server.key_of(client(port, "Stale", { credentials_cache = "keys" }))
      end
      local first = key(0)
      state:set("is_down", true)
      return { first, key(3600 - 5 * 60), key(3600 - 1), key(3600 + 1) }
    ]])
    assert.same({ "AKIAStale1", "AKIAStale1", "AKIAStale1", "CredentialsError" }, keys)
  end)

  it("are not used again when the service calls them expired", function()
    local keys, fetches, attempts = run([[
      local one, two = client(port, "Bad", { credentials_cache = "keys" }), client(port, "Bad", { credentials_cache = "keys" })
      local keys = { key_server.key_of(one), key_server.key_of(two) }
      state:set("refused", "AKIABad1")
      local _, metadata = one.retry_data_replication(key_server.INPUT)
      two.retry_data_replication(key_server.INPUT)
      keys[3], keys[4] = key_server.key_of(one), key_server.key_of(two)
      return keys, key_server.fetches("Bad"), metadata.attempts
    ]])
    assert.same({ "AKIABad1", "AKIABad1", "AKIABad2", "AKIABad2" }, keys)
    assert.equal(2, fetches)
    assert.equal(2, attempts)
  end)

  it("of a file that was replaced are read again, and shared under another name", function()
    local keys, attempts, names = run([[
      local path, getenv = os.tmpname(), os.getenv
      local function put(id)
        local file = io.open(path, "w")
        file:write("[default]\naws_access_key_id = ", id, "\naws_secret_access_key = s\n")
        file:close()
      end
      os.getenv = function(name) return name == "AWS_SHARED_CREDENTIALS_FILE" and path or getenv(name) end
      local function new()
        return client(port, "File", { credentials_cache = "keys", credentials = require("aws.credentials").shared_file() })
      end
      put("AKIAFILE1")
      local one, two = new(), new()
      os.getenv = getenv
      local keys, names = { key_server.key_of(one), key_server.key_of(two) }, { ngx.shared.keys:get_keys()[1] }
      put("AKIAFILE2")
      state:set("refused", "AKIAFILE1")
      local _, metadata = one.retry_data_replication(key_server.INPUT)
      two.retry_data_replication(key_server.INPUT)
      keys[3], keys[4] = key_server.key_of(one), key_server.key_of(two)
      for _, name in ipairs(ngx.shared.keys:get_keys()) do names[#names + 1] = name end
      os.remove(path)
      return keys, metadata.attempts, names
    ]])
    assert.same({ "AKIAFILE1", "AKIAFILE1", "AKIAFILE2", "AKIAFILE2" }, keys)
    assert.equal(2, attempts)
    assert.equal(2, #names)
    assert.are_not.equal(names[1], names[2])
  end)

  for _, cache in ipairs({ "keys", "" }) do
    it("of a file that is replaced serve all threads that were refused: cache " .. (cache == "" and "none" or cache), function()
      local outcomes, reads = run([[
        local cache = ...
        local core, path, getenv = require "aws.core", os.tmpname(), os.getenv
        local function put(id)
          local file = io.open(path .. ".new", "w")
          file:write(id == "" and "half a li" or "[default]\naws_access_key_id = " .. id .. "\naws_secret_access_key = s\n")
          file:close()
          os.rename(path .. ".new", path)
        end
        os.getenv = function(name) return name == "AWS_SHARED_CREDENTIALS_FILE" and path or getenv(name) end
        put("AKIAMANY1")
        local own = client(port, "Many", {
          credentials_cache = cache ~= "" and cache or nil, credentials = require("aws.credentials").shared_file(),
        })
        os.getenv = getenv
        key_server.key_of(own)
        local reads, read_file = 0, core.read_file
        core.read_file = function(name, limit)
          if name == path then reads = reads + 1 end
          return read_file(name, limit)
        end
        local function outcomes_of(count)
          local threads, outcomes = {}, {}
          for i = 1, count do
            threads[i] = ngx.thread.spawn(function()
              local ok, result, metadata = pcall(own.retry_data_replication, key_server.INPUT)
              local outcome = ok and "ok" .. metadata.attempts or type(result) == "table" and result.type or tostring(result)
              outcomes[outcome] = (outcomes[outcome] or 0) + 1
            end)
          end
          for i = 1, count do ngx.thread.wait(threads[i]) end
          return outcomes
        end
        state:set("refused", "AKIAMANY1")
        put("")
        local all = { outcomes_of(16) }
        put("AKIAMANY2")
        all[2], reads = outcomes_of(16), 0
        all[3] = outcomes_of(4)
        core.read_file = read_file
        os.remove(path)
        return all, reads
      ]], cache)
      assert.same({ { ExpiredTokenException = 16 }, { ok2 = 16 }, { ok1 = 4 } }, outcomes)
      assert.equal(0, reads)
    end)
  end

  it("do not depend on a worker that died while it fetched, nor on what else is in there", function()
    local one, two, fetches = run([[
      local own = client(port, "Dead", { credentials_cache = "keys" })
      local one = key_server.key_of(own)
      for _, key in ipairs(ngx.shared.keys:get_keys()) do
        ngx.shared.keys:set(key, "garbage\n\n\n")
        ngx.shared.keys:set(key .. " lock", "another worker", 0.3)
      end
      return one, key_server.key_of(client(port, "Dead", { credentials_cache = "keys" })), key_server.fetches("Dead")
    ]])
    assert.same({ "AKIADead1", "AKIADead2", 2 }, { one, two, fetches })
  end)

  it("need the dictionary: the error says how to make it", function()
    local err = run([[
      local _, err = pcall(client, port, "Unused", { credentials_cache = "nowhere" })
      return { type = err.type, message = err.message }
    ]])
    assert.equal("ConfigError", err.type)
    assert.matches("lua_shared_dict nowhere 1m;", err.message, 1, true)
  end)

  it("that is full are fetched all the same", function()
    local full = nginx.start({ http = key_server.HTTP .. "lua_shared_dict tiny 12k;", server = key_server.SERVER })
    local key, again = full:run([[
      for i = 1, 1000 do ngx.shared.tiny:set("key" .. i, ("x"):rep(60)) end
      local own = client(ngx.var.server_port, "Tiny", { credentials_cache = "tiny" })
      local key = key_server.key_of(own)
      for i = 1, 1000 do ngx.shared.tiny:set("key" .. i, ("x"):rep(60)) end
      return key, key_server.key_of(own)
    ]])
    assert.same({ "AKIATiny1", "AKIATiny1" }, { key, again })
  end)
end)

describe("credentials of four workers", function()
  teardown(nginx.stop_all)

  --- Each worker takes part, whatever worker a request reaches: it does what `round` asks for.
  local WORKERS = [[
    init_worker_by_lua_block {
      ngx.timer.at(0, function()
        local own = client(PORT, "All", { credentials_cache = "keys" })
        for round = 1, 3 do
          while (state:get("round") or 0) < round and not ngx.worker.exiting() do ngx.sleep(0.005) end
          local id = key_server.key_of(own)
          state:set("answer " .. round .. " " .. ngx.worker.id(), id)
          state:incr("answers", 1, 0)
        end
      end)
    }
  ]]

  it("are fetched by one of them, at first and when they are about to end", function()
    local server = nginx.start({ workers = 4, http = key_server.HTTP .. WORKERS, server = key_server.SERVER })
    local function round(number, shift)
      return server:run([[
        local number, shift = ...
        state:set("latency", 0.3) state:set("shift", shift) state:set("round", number)
        for _ = 1, 2000 do
          if (state:get("answers") or 0) == 4 * number then break end
          ngx.sleep(0.01)
        end
        local keys = {}
        for id = 0, 3 do keys[#keys + 1] = state:get("answer " .. number .. " " .. id) end
        return keys, key_server.fetches("All")
      ]], number, shift)
    end
    local keys, fetches = round(1, 0)
    assert.same({ "AKIAAll1", "AKIAAll1", "AKIAAll1", "AKIAAll1" }, keys)
    assert.equal(1, fetches)
    keys = round(2, 3600 - 12 * 60)
    assert.same({ "AKIAAll1", "AKIAAll1", "AKIAAll1", "AKIAAll1" }, keys)
    assert.equal(2, server:run([[
      for _ = 1, 2000 do
        if key_server.fetches("All") > 1 then break end
        ngx.sleep(0.01)
      end
      ngx.sleep(0.5)
      return key_server.fetches("All")
    ]]))
    keys, fetches = round(3, 3600 - 11 * 60 + 3600)
    assert.same({ "AKIAAll3", "AKIAAll3", "AKIAAll3", "AKIAAll3" }, keys)
    assert.equal(3, fetches)
  end)

  it("are fetched by another one when the one who did is killed", function()
    local FETCHER = [[
      init_worker_by_lua_block {
        ngx.timer.at(0, function()
          local own = client(PORT, "Orphan", { credentials_cache = "keys" }, { timeout = 600 })
          state:set("pid " .. ngx.worker.id(), ngx.worker.pid())
          while not state:get("go " .. ngx.worker.id()) and not ngx.worker.exiting() do ngx.sleep(0.005) end
          state:set("key " .. ngx.worker.id(), key_server.key_of(own))
        end)
      }
    ]]
    local server = nginx.start({ workers = 4, http = key_server.HTTP .. FETCHER, server = key_server.SERVER })
    --- Waits for a value of the state, for a while.
    local function await(name)
      return server:run([[
        local name = ...
        for _ = 1, 1500 do
          if state:get(name) then break end
          ngx.sleep(0.01)
        end
        return state:get(name)
      ]], name)
    end
    local pid = await("pid 0")
    server:run("state:set('latency', 600) state:set('go 0', true)")
    assert.equal(1, await("fetches Orphan"))
    -- Of the next fetch, which is not to be one of the worker that nginx starts in the place of the killed one.
    server:run("state:set('latency', 0.3) state:delete('go 0') for i = 1, 3 do state:set('go ' .. i, true) end ngx.sleep(0.1)")
    os.execute(("kill -9 %d"):format(pid))
    for i = 1, 3 do
      local key = await("key " .. i)
      assert.equal("AKIAOrphan2", key)
    end
    assert.equal(2, server:run("return key_server.fetches('Orphan')"))
  end)
end)
