-- Credentials that the workers of an nginx share, in the lua_shared_dict of `credentials_cache`.
local key_server = require "spec.nginx.handlers.key_server"
local nginx = require "spec.support.nginx"

describe("credentials in a lua_shared_dict", function()
  local server
  setup(function()
    server = nginx.start({ http = key_server.HTTP, server = key_server.SERVER })
  end)
  teardown(nginx.stop_all)
  before_each(function() server:call("key_server", "clear") end)

  local function call(name, ...) return server:call("credentials_cache", name, ...) end

  it("are fetched once for all clients with the same inputs, and for no other", function()
    local keys, fetches = call("share_among_clients")
    assert.same({ "AKIASame1", "AKIASame1", "AKIASame2", "AKIASame1", "AKIASame3", "AKIASame4", "AKIASame5", "AKIASame1" }, keys)
    assert.equal(5, fetches)
  end)

  it("keep whose they are, in errors and events of clients that took them from there", function()
    local used, events, place, fetches = call("tell_whose_they_are")
    local expected = { provider = "container", place = place, key_id = "…ose1" }
    assert.same({ expected, expected }, used)
    assert.same({ "container " .. place, "container " .. place }, events)
    assert.equal(1, fetches)
  end)

  it("are explained as any others", function()
    local before, after, place, fetches = call("explain")
    assert.truthy(before:find("keys +not asked for yet +container\n"))
    assert.truthy(before:find("workers see only variables that nginx.conf names", 1, true))
    assert.truthy(after:find("provider +container\n") and after:find("place +" .. place:gsub("%p", "%%%0") .. "\n"), after)
    assert.truthy(after:find("access key +…ain1\n"))
    assert.is_nil(after:find("secret\n", 1, true))
    assert.equal(1, fetches)
  end)

  it("are not shared where a function or a transport of the user's has a part in them", function()
    local count = call("keep_apart")
    assert.equal(4, count)
  end)

  it("that another client renewed serve without a fetch", function()
    local keys, fetches = call("are_renewed")
    assert.same({ "AKIARenew1", "AKIARenew1", "AKIARenew2", "AKIARenew2" }, keys)
    assert.equal(2, fetches)
  end)

  it("serve clients that are new until their end when they cannot be renewed, and no longer", function()
    local keys = call("serve_until_their_end")
    assert.same({ "AKIAStale1", "AKIAStale1", "AKIAStale1", "CredentialsError" }, keys)
  end)

  it("are not used again when the service calls them expired", function()
    local keys, fetches, attempts = call("are_refused")
    assert.same({ "AKIABad1", "AKIABad1", "AKIABad2", "AKIABad2" }, keys)
    assert.equal(2, fetches)
    assert.equal(2, attempts)
  end)

  it("of a file that was replaced are read again, and shared under another name", function()
    local keys, attempts, names = call("of_a_file_are_refused")
    assert.same({ "AKIAFILE1", "AKIAFILE1", "AKIAFILE2", "AKIAFILE2" }, keys)
    assert.equal(2, attempts)
    assert.equal(2, #names)
    assert.are_not.equal(names[1], names[2])
  end)

  for _, cache in ipairs({ "keys", "" }) do
    it("of a file that is replaced serve all threads that were refused: cache " .. (cache == "" and "none" or cache), function()
      local outcomes, reads = call("of_a_file_are_refused_for_many", cache ~= "" and cache or nil)
      assert.same({ { ExpiredTokenException = 16 }, { ok2 = 16 }, { ok1 = 4 } }, outcomes)
      assert.equal(0, reads)
    end)
  end

  it("do not depend on a worker that died while it fetched, nor on what else is in there", function()
    local one, two, fetches = call("survive_garbage")
    assert.same({ "AKIADead1", "AKIADead2", 2 }, { one, two, fetches })
  end)

  it("need the dictionary: the error says how to make it", function()
    local err = call("have_no_dictionary")
    assert.equal("ConfigError", err.type)
    assert.matches("lua_shared_dict nowhere 1m;", err.message, 1, true)
  end)

  it("that is full are fetched all the same", function()
    local full = nginx.start({ http = key_server.HTTP .. "lua_shared_dict tiny 12k;", server = key_server.SERVER })
    local key, again = full:call("credentials_cache", "have_no_room")
    assert.same({ "AKIATiny1", "AKIATiny1" }, { key, again })
  end)
end)

describe("credentials of four workers", function()
  teardown(nginx.stop_all)

  --- Starts four workers, each of which runs a function of handlers/credentials_cache.lua.
  local function start_workers(name)
    local start = (' init_worker_by_lua_block { require("spec.nginx.handlers.credentials_cache").%s(PORT) }'):format(name)
    return nginx.start({ workers = 4, http = key_server.HTTP .. start, server = key_server.SERVER })
  end

  it("are fetched by one of them, at first and when they are about to end", function()
    local server = start_workers("start_rounds")
    local function round(number, shift)
      return server:call("credentials_cache", "run_round", number, shift)
    end
    local keys, fetches = round(1, 0)
    assert.same({ "AKIAAll1", "AKIAAll1", "AKIAAll1", "AKIAAll1" }, keys)
    assert.equal(1, fetches)
    keys = round(2, 3600 - 12 * 60)
    assert.same({ "AKIAAll1", "AKIAAll1", "AKIAAll1", "AKIAAll1" }, keys)
    server:call("key_server", "await_fetches", "All", 2)
    server:call("key_server", "give_turns", 50)
    assert.equal(2, server:call("key_server", "fetches", "All"))
    keys, fetches = round(3, 3600 - 11 * 60 + 3600)
    assert.same({ "AKIAAll3", "AKIAAll3", "AKIAAll3", "AKIAAll3" }, keys)
    assert.equal(3, fetches)
  end)

  it("are fetched by another one when the one who did is killed", function()
    local server = start_workers("start_fetcher")
    --- Waits for a value of the state, for a while.
    local function await(name)
      return server:call("key_server", "await", name)
    end
    local pid = await("pid 0")
    server:call("credentials_cache", "let_the_first_fetch")
    assert.equal(1, await("fetches Orphan"))
    server:call("credentials_cache", "let_the_others_fetch")
    os.execute(("kill -9 %d"):format(pid))
    for i = 1, 3 do
      local key = await("key " .. i)
      assert.equal("AKIAOrphan2", key)
    end
    assert.equal(2, server:call("key_server", "fetches", "Orphan"))
  end)
end)
