-- How long keys are kept, and when they are renewed.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local refresh = require "aws.credentials.keep.refresh"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

local MINUTE = 60

--- A call that asks for keys.
local function call_of(world)
  return scripted.keys_call(world.values, function() return { transport = error, sleep = core.sleep } end)
end

--- A source over a scripted provider. `world.ends_in` is how long new keys last, nil for ever; `world.failure` is raised.
local function new_world(fields)
  local world = { now = 1700000000, fetches = 0, ends_in = 60 * MINUTE, random = 0 }
  world.values = {
    now = function() return world.now end,
    clock = function() return world.now end,
    random = function() return world.random end,
    sleep = core.sleep,
  }
  world.source = refresh.new({
    name = "test",
    is_renewable = fields and fields.is_renewable,
    is_rereadable = fields and fields.is_rereadable,
    fetch = function(context)
      world.reread = context.reread
      world.fetches = world.fetches + 1
      if world.failure then error(world.failure, 0) end
      return {
        access_key_id = "K" .. world.fetches,
        secret_access_key = "s",
        expiration = world.ends_in and world.now + world.ends_in,
      }
    end,
  })
  function world.get()
    return world.source:get(call_of(world)).access_key_id
  end
  return world
end

local function refusal(message)
  return errors.new({ type = "CredentialsError", provider = "test", message = message or "test: no" })
end

describe("keys of a provider", function()
  it("without an end are asked for once", function()
    local world = new_world()
    world.ends_in = nil
    assert.equal("K1", world.get())
    world.now = world.now + 1e9
    assert.equal("K1", world.get())
    assert.equal(1, world.fetches)
  end)

  it("are kept as long as 15 minutes are left", function()
    local world = new_world()
    assert.equal("K1", world.get())
    world.now = world.now + 45 * MINUTE
    assert.equal("K1", world.get())
    world.now = world.now + 1
    assert.equal("K2", world.get())
    assert.equal(2, world.fetches)
  end)

  it("outlive a failure to renew them early, which is not tried again at once", function()
    local world = new_world()
    world.get()
    world.now, world.failure, world.random = world.now + 45 * MINUTE + 1, refusal(), 0.5
    assert.equal("K1", world.get())
    assert.equal(2, world.fetches)
    world.now = world.now + 89
    assert.equal("K1", world.get())
    assert.equal(2, world.fetches)
    world.now, world.failure = world.now + 1, nil
    assert.equal("K3", world.get())
  end)

  it("do not hide that nothing renews them when 10 minutes are left", function()
    local world = new_world()
    world.get()
    world.now, world.failure = world.now + 50 * MINUTE, refusal("test: gone")
    assert.equal("K1", world.get())
    world.now = world.now + 1
    assert.equal("test: gone", failure(world.get).message)
    assert.equal("test: gone", failure(world.get).message)
    world.failure = nil
    assert.equal("K5", world.get())
  end)

  it("that last a short time are not asked for at every call", function()
    local world = new_world()
    world.ends_in = 14 * MINUTE
    assert.equal("K1", world.get())
    assert.equal("K2", world.get())
    for _ = 1, 10 do assert.equal("K2", world.get()) end
  end)

  it("that have expired are an error, however new", function()
    for _, ends_in in ipairs({ 0, -1, -1e9 }) do
      local world = new_world()
      world.ends_in = ends_in
      local err = failure(world.get)
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.equal("test", err.provider)
      assert.truthy(err.message:find("expired at 20%d%d%-%d%d%-%d%dT") or err.message:find("expired at 19", 1, true), err.message)
    end
  end)

  it("pass an interruption on, also early", function()
    local world = new_world()
    world.get()
    world.now = world.now + 45 * MINUTE + 1
    world.failure = errors.new({ type = "Interrupted", message = "stop" })
    assert.is_true(errors.is(failure(world.get), "Interrupted"))
  end)

  it("raise a ConfigError for what a function of the settings raises or returns", function()
    local world = new_world()
    world.get()
    world.values.now = function() error("my clock broke", 0) end
    local err = failure(world.get)
    assert.same({ "ConfigError", "now raised: my clock broke" }, { err.type, err.message })
    for _, value in ipairs({ "noon", 0 / 0, {} }) do
      world.values.now = function() return value end
      assert.is_true(errors.is(failure(world.get), "ConfigError"))
    end
  end)

  it("are handed out without making anything", function()
    local world = new_world()
    local function context() error("asked for a context") end
    world.get()
    local source, call = world.source, scripted.keys_call(world.values, context)
    collectgarbage()
    collectgarbage("stop")
    local before = collectgarbage("count")
    for _ = 1, 100000 do source:get(call) end
    local grown = collectgarbage("count") - before
    collectgarbage("restart")
    assert.is_true(grown < 100, grown .. " KiB")
  end)
end)

describe("keys that a service refuses as expired", function()
  local function keys_of(world)
    return world.source:get(call_of(world))
  end

  it("are replaced when they have an end", function()
    local world = new_world()
    local keys = keys_of(world)
    assert.is_true(world.source:expire(keys))
    assert.equal("K2", world.get())
  end)

  it("stay when others are there already", function()
    local world = new_world()
    local old = keys_of(world)
    world.source:expire(old)
    assert.equal("K2", world.get())
    assert.is_true(world.source:expire(old))
    assert.equal("K2", world.get())
  end)

  it("stay when they have no end, but for those of a function of the user's", function()
    local world = new_world()
    world.ends_in = nil
    assert.is_false(world.source:expire(keys_of(world)))
    assert.equal("K1", world.get())
    world = new_world({ is_renewable = true })
    world.ends_in = nil
    assert.is_true(world.source:expire(keys_of(world)))
    assert.equal("K2", world.get())
  end)

  it("are read again where they are in a file, by a fetch that is told so", function()
    local world = new_world({ is_rereadable = true })
    world.ends_in = nil
    local old = keys_of(world)
    assert.is_false(world.reread)
    assert.same({ true, true }, { world.source:expire(old) })
    assert.equal("K2", world.get())
    assert.is_true(world.reread)
    assert.same({ true, true }, { world.source:expire(old) }) -- another caller who had them
    assert.equal("K2", world.get())
    assert.equal(2, world.fetches)
  end)

  it("stay where nothing else can be read, and are read again after the next refusal", function()
    local world = new_world({ is_rereadable = true })
    world.ends_in = nil
    keys_of(world)
    world.failure = errors.new({ type = "ConfigError", message = "half a file" })
    for fetches = 2, 3 do
      world.source:expire(keys_of(world))
      assert.equal("K1", world.get())
      assert.equal("K1", world.get())
      assert.equal(fetches, world.fetches)
    end
    world.failure = nil
    world.source:expire(keys_of(world))
    assert.equal("K4", world.get())
    world.failure = errors.new({ type = "Interrupted", message = "stop" })
    world.source:expire(keys_of(world))
    assert.is_true(errors.is(failure(world.get), "Interrupted"))
    world.failure = nil
    assert.equal("K6", world.get())
  end)

  it("with an end are not used again, also where they cannot be renewed", function()
    local world = new_world({ is_rereadable = true })
    assert.same({ true, false }, { world.source:expire(keys_of(world)) })
    world.failure = refusal("test: gone")
    for _ = 1, 2 do assert.equal("test: gone", failure(world.get).message) end
    world.failure = nil
    assert.equal("K4", world.get())
  end)
end)
