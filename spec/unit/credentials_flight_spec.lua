-- One fetch for all who need keys at once, whatever becomes of the one who fetches.
local credentials = require "aws.credentials"
local drs = require "aws.drs"
local errors = require "aws.errors"
local scheduler = require "spec.support.scheduler"
local scripted = require "spec.support.scripted"

local INPUT = { sourceServerID = "s-1234567890abcdef0" }
--- Callers at once; fewer where each has to wait long.
local CALLERS, FEW = 200, 40

--- A client on an instance, with settings of its own (false for none). The metadata service takes `latency` for each answer;
--- `answer(path)` may replace one.
local function new_world(settings)
  local world = { clock = scheduler.new(), requests = {}, calls = 0, latency = 0.2 }
  local keys = '{"Code":"Success","AccessKeyId":"AKI","SecretAccessKey":"SKI","Token":"TI","Expiration":"2099-01-01T00:00:00Z"}'

  local function imds(request)
    local path = request.url:match("169%.254%.169%.254(/.*)$")
    world.requests[#world.requests + 1] = path
    world.clock.sleep(world.latency)
    local own = world.answer and world.answer(path)
    if own then return own end
    if path == "/latest/api/token" then return { status = 200, headers = {}, body = "TOKEN" } end
    return { status = 200, headers = {}, body = path:find("/role1$") and keys or "role1" }
  end

  local function transport(request)
    if request.url:find("169.254.169.254", 1, true) then return imds(request) end
    world.calls = world.calls + 1
    world.clock.sleep(0.1)
    return { status = 200, headers = {}, body = "{}" }
  end

  local given = {
    region = "us-east-1", transport = transport, credentials = credentials.imds(), max_attempts = 1,
    now = function() return scripted.time end, clock = world.clock.clock, sleep = world.clock.sleep,
  }
  for name, value in pairs(settings or {}) do given[name] = value or nil end
  world.client = scripted.with_environment({}, drs.new, given)

  function world.spawn(count)
    local tasks = {}
    for i = 1, count or CALLERS do tasks[i] = world.clock.spawn(world.client.retry_data_replication, INPUT) end
    return tasks
  end

  --- How many fetches were begun.
  function world.fetches()
    local count = 0
    for _, path in ipairs(world.requests) do count = count + (path == "/latest/api/token" and 1 or 0) end
    return count
  end

  --- Runs until there were so many requests to the metadata service.
  function world.run_until(count)
    world.clock.run(function() return #world.requests >= count end)
  end

  return world
end

--- How many tasks succeeded, and the first error.
local function tally(tasks)
  local good, first = 0, nil
  for _, task in ipairs(tasks) do
    if task.ok then good = good + 1 elseif task.is_done and not first then first = task.value end
  end
  return good, first
end

describe("the first calls of many coroutines", function()
  it("fetch keys once", function()
    local world = new_world()
    local tasks = world.spawn()
    world.clock.run()
    assert.same({ CALLERS }, { tally(tasks) })
    assert.equal(1, world.fetches())
    assert.equal(CALLERS, world.calls)
  end)

  it("search the chain once", function()
    local world = new_world({ credentials = false })
    local tasks = world.spawn()
    world.clock.run()
    assert.same({ CALLERS }, { tally(tasks) })
    assert.equal(3, #world.requests)
  end)

  it("fetch them once with a sleep that takes no time", function()
    local world
    world = new_world({ sleep = function() world.clock.sleep(0) end })
    world.latency = 0
    local tasks = world.spawn()
    world.clock.run()
    assert.same({ CALLERS }, { tally(tasks) })
    assert.equal(1, world.fetches())
  end)

  --- A world whose clock goes on at every sleep of everybody, by all of it.
  local function new_world_of_sleepers()
    local world, seconds = nil, 0
    world = new_world({
      clock = function() return seconds end,
      sleep = function(time)
        seconds = seconds + time
        world.clock.sleep(0.001)
      end,
    })
    world.latency = 0.02
    return world
  end

  it("fetch them once by a clock that all their sleeps move on", function()
    local world = new_world_of_sleepers()
    local tasks = world.spawn()
    world.clock.run()
    assert.same({ CALLERS }, { tally(tasks) })
    assert.equal(1, world.fetches())
  end)

  it("lose nobody to a clock that all their sleeps move on", function()
    local world = new_world_of_sleepers()
    local tasks = world.spawn()
    world.run_until(2)
    world.clock.kill(tasks[1])
    world.clock.run()
    assert.equal(CALLERS - 1, (tally(tasks)))
    assert.equal(2, world.fetches())
  end)

  for requests = 1, 3 do
    it("lose nobody when the fetching one is killed at request " .. requests, function()
      local world = new_world()
      local tasks = world.spawn(FEW)
      world.run_until(requests)
      world.clock.kill(tasks[1])
      world.clock.run()
      assert.equal(FEW - 1, (tally(tasks)))
      assert.equal(2, world.fetches())
    end)
  end

  it("lose nobody when the next ones are killed too", function()
    local world = new_world()
    local tasks = world.spawn(FEW)
    local killed = 0
    for _ = 1, 5 do
      local before = #world.requests
      world.clock.run(function() return #world.requests > before end)
      local source_owner
      for _, task in ipairs(tasks) do
        if not task.is_done and not task.is_killed and task.thread == world.clock.last then source_owner = task end
      end
      if source_owner then
        world.clock.kill(source_owner)
        killed = killed + 1
      end
    end
    world.clock.run()
    assert.equal(5, killed)
    assert.equal(FEW - killed, (tally(tasks)))
  end)

  it("lose nobody to a clock that stands still", function()
    local world = new_world({ clock = function() return 7 end })
    local tasks = world.spawn(FEW)
    world.run_until(2)
    world.clock.kill(tasks[1])
    world.clock.run()
    assert.equal(FEW - 1, (tally(tasks)))
    assert.equal(2, world.fetches())
  end)

  it("wait for a slow fetch as long as its requests go on", function()
    local world = new_world({ credentials = function(context)
      for _ = 1, 5 do context.sleep(30) end
      context.transport({ method = "GET", url = "http://169.254.169.254/latest/api/token", headers = {}, body = "" })
      return scripted.keys
    end })
    local tasks = world.spawn(10)
    world.clock.run()
    assert.equal(10, (tally(tasks)))
    assert.equal(1, #world.requests)
  end)

  it("fail together, after one fetch", function()
    local world = new_world()
    world.answer = function() return { status = 400, headers = {}, body = "" } end
    local tasks = world.spawn()
    world.clock.run()
    local good, err = tally(tasks)
    assert.equal(0, good)
    assert.equal(1, world.fetches())
    assert.is_true(errors.is(err, "CredentialsError"), tostring(err))
    for _, task in ipairs(tasks) do
      assert.equal("retry_data_replication", task.value.operation)
      assert.equal(err.message, task.value.message)
    end
    world.answer = nil
    tasks = world.spawn()
    world.clock.run()
    assert.equal(CALLERS, (tally(tasks)))
    assert.equal(2, world.fetches())
  end)

  it("do not fail for another one's Ctrl-C", function()
    local world = new_world()
    local is_first = true
    world.answer = function()
      if not is_first then return nil end
      is_first = false
      error("interrupted!", 0)
    end
    local tasks = world.spawn(FEW)
    world.clock.run()
    local good, err = tally(tasks)
    assert.equal(FEW - 1, good)
    assert.is_true(errors.is(err, "Interrupted"), tostring(err))
    assert.equal(2, world.fetches())
  end)

  it("fetch for themselves where sleeping blocks", function()
    local world = new_world({ sleep = false })
    local tasks = world.spawn(3)
    world.clock.run()
    assert.equal(3, (tally(tasks)))
    assert.equal(3, world.fetches())
  end)
end)

describe("a coroutine that needs keys", function()
  local function new_source(fetch)
    return credentials.explicit(fetch)
  end

  local function values_of(clock)
    return { now = function() return scripted.time end, clock = clock.clock, sleep = clock.sleep, random = function() return 0 end }
  end

  local function call_of(clock)
    return scripted.keys_call(values_of(clock), function()
      return { transport = error, sleep = clock.sleep, clock = clock.clock }
    end)
  end

  if coroutine.close then -- luacheck: ignore 143
    it("takes over at once from one that was closed", function()
      local clock, fetches = scheduler.new(), 0
      local source = new_source(function(context)
        fetches = fetches + 1
        context.sleep(1)
        return scripted.keys
      end)
      local tasks = {}
      for i = 1, 2 do tasks[i] = clock.spawn(source.get, source, call_of(clock)) end
      clock.run(function() return fetches == 1 end)
      clock.kill(tasks[1])
      coroutine.close(tasks[1].thread) -- luacheck: ignore 143
      local before = clock.seconds
      clock.run()
      assert.is_true(tasks[2].ok)
      assert.equal(2, fetches)
      assert.is_true(clock.seconds - before < 2)
    end)
  end

  it("does not wait for the one that waits for it", function()
    local clock, fetches = scheduler.new(), 0
    local source
    local inner_ok
    source = new_source(function()
      fetches = fetches + 1
      if fetches == 1 then
        local inner = coroutine.create(function() return source:get(call_of(clock)) end)
        inner_ok = select(2, coroutine.resume(inner))
      end
      return scripted.keys
    end)
    local task = clock.spawn(source.get, source, call_of(clock))
    clock.run()
    assert.is_true(task.ok)
    assert.equal(scripted.keys.access_key_id, inner_ok.access_key_id)
    assert.equal(2, fetches)
  end)

  it("may be one that was killed while it fetched, and serves again", function()
    local clock, source, is_killed = scheduler.new(), nil, true
    source = new_source(function()
      -- What a pool of coroutines does: the stack of the first use is gone, and nobody was told.
      if is_killed then
        is_killed = false
        return source:get(call_of(clock))
      end
      return scripted.keys
    end)
    local task = clock.spawn(source.get, source, call_of(clock))
    clock.run()
    assert.is_true(task.ok, tostring(task.value))
  end)

  it("is told when it asks for its own keys", function()
    local clock, source = scheduler.new(), nil
    source = new_source(function() return source:get(call_of(clock)) end)
    for _, run in ipairs({
      function() return pcall(source.get, source, call_of(clock)) end,
      function()
        local task = clock.spawn(source.get, source, call_of(clock))
        clock.run()
        return task.ok, task.value
      end,
    }) do
      local ok, err = run()
      assert.is_false(ok)
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.truthy(err.message:find("needs the very keys", 1, true), err.message)
    end
  end)

  it("waits no longer than its call has time", function()
    local clock = scheduler.new()
    local source = new_source(function(context)
      context.sleep(60)
      return scripted.keys
    end)
    local function late()
      return { transport = error, sleep = clock.sleep, clock = clock.clock, deadline = 1002 }
    end
    local owner = clock.spawn(source.get, source, call_of(clock))
    local waiter = clock.spawn(source.get, source, scripted.keys_call(values_of(clock), late))
    clock.run(function() return waiter.is_done end)
    assert.is_false(waiter.ok)
    assert.is_true(errors.is(waiter.value, "DeadlineExceeded"))
    assert.is_true(clock.seconds < 1003)
    clock.run()
    assert.is_true(owner.ok)
  end)

  it("goes on with old keys while another one renews them", function()
    local clock, fetches, now = scheduler.new(), 0, scripted.time
    local source = new_source(function(context)
      fetches = fetches + 1
      context.sleep(5)
      return { access_key_id = "K" .. fetches, secret_access_key = "s", expiration = now + 3600 }
    end)
    local call = call_of(clock)
    call.values.now = function() return now end
    local function get() return source:get(call).access_key_id end
    clock.spawn(get)
    clock.run()
    now = now + 2701
    local first, others = clock.spawn(get), {}
    for i = 1, 50 do others[i] = clock.spawn(get) end
    clock.run()
    assert.equal("K2", first.value)
    for _, task in ipairs(others) do assert.equal("K1", task.value) end
    assert.equal(2, fetches)
  end)
end)
