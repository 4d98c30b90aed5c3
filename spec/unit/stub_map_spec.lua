-- The time of aws.stub in aws.map: sleeps and delays of items overlap.
local aws = require "aws"
local core = require "aws.core"
local dms = require "aws.dms"
local scripted = require "spec.support.scripted"
local stub = require "aws.stub"
local stubbed = require "spec.support.stubbed"

local failure = scripted.failure

local ARN, STOP, stopping, replications = stubbed.ARN, stubbed.STOP, stubbed.stopping, stubbed.replications

describe("the time of a stub in aws.map", function()
  --- The seconds that a map takes, and in which order items have ended and when.
  local function run(items, body, options, answer)
    local fake = stub.new{ dms = { stop_replication = answer or stopping } }
    local client, ended = fake:client(dms), {}
    local began = fake:now()
    local results, failed = aws.map(items, function(item)
      local value = body(item, client, fake)
      ended[#ended + 1] = ("%s at %g"):format(tostring(item), fake:now() - began)
      return value
    end, options)
    return fake:now() - began, ended, results, failed, fake
  end

  --- A call whose answer takes this time.
  local function call(seconds, client)
    return client.stop_replication({ ReplicationConfigArn = ARN .. seconds }, { read_timeout = 1000 })
  end

  local function delayed(input)
    return stub.after(tonumber(input.ReplicationConfigArn:match("%d+$")), stopping)
  end

  it("is that of the longest item", function()
    local seconds, ended = run({ 30, 10, 20, 10 }, call, nil, delayed)
    assert.equal(30, seconds)
    assert.same({ "10 at 10", "10 at 10", "20 at 20", "30 at 30" }, ended)
    seconds, ended = run({ 3, 1, 2 }, function(item, client, fake)
      fake:settings().sleep(item)
      return call(item, client)
    end, nil, delayed)
    assert.same({ 6, "1 at 2", "2 at 4", "3 at 6" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("goes by how many items are under way", function()
    local seconds, ended = run({ 5, 10, 3, 4 }, call, { concurrency = 2 }, delayed)
    assert.same({ 12, "5 at 5", "3 at 8", "10 at 10", "4 at 12" }, { seconds, (table.unpack or unpack)(ended) })
    assert.equal(22, (run({ 5, 10, 3, 4 }, call, { concurrency = 1 }, delayed)))
    local many = {}
    for i = 1, 100 do many[i] = 7 end
    assert.equal(7 * 4, (run(many, call, { concurrency = 25 }, delayed)))
  end)

  it("is the same in each run, and none passes where no item sleeps", function()
    local items = {}
    for i = 1, 60 do items[i] = (i * 37 + 11) % 23 end
    local _, first = run(items, call, { concurrency = 7 }, delayed)
    for _ = 1, 3 do
      local _, ended = run(items, call, { concurrency = 7 }, delayed)
      assert.same(first, ended)
    end
    local seconds, ended = run({ "a", "b", "c" }, function(_, client) return client.stop_replication(STOP) end)
    assert.same({ 0, "a at 0", "b at 0", "c at 0" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("is one for maps inside of maps", function()
    local seconds, ended = run({ 4, 6 }, function(item, client)
      aws.map({ item, item + 1 }, function(inner) call(inner, client) end)
      call(1, client)
    end, nil, delayed)
    assert.same({ 8, "4 at 6", "6 at 8" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("passes for retries and waits side by side", function()
    local busy = stub.error("ThrottlingException", { headers = { ["Retry-After"] = "3" } })
    local seconds, _, results = run({ 1, 2, 3 }, function(_, client)
      local _, metadata = client.stop_replication(STOP)
      return metadata.retry_delay
    end, nil, function(_, asked) return asked.attempts == 1 and busy or stopping end)
    local longest = 0
    for i = 1, 3 do longest = math.max(longest, results[i].value) end
    assert.near(longest, seconds, 1e-6)

    local looks = stub.new{ dms = { describe_replications = function(_, asked)
      return replications(asked.at >= 1767225600 + 600 and "stopped" or "stopping")
    end } }
    local client = looks:client(dms)
    local _, failed = aws.map({ 1, 2, 3, 4 }, function() return client.wait.replication_stopped(ARN) end)
    assert.equal(0, failed)
    assert.is_true(looks:now() - 1767225600 < 800)
  end)

  it("adds up where an item cannot yield, and outside of maps", function()
    local seconds = run({ 2, 3 }, function(item, client)
      string.gsub("a", "a", function() call(item, client) end) -- luacheck: ignore 143
      coroutine.wrap(function() call(item, client) end)()
    end, nil, delayed)
    assert.equal(10, seconds)
  end)

  it("goes on by pass at once", function()
    local seconds, ended = run({ 10, 1 }, function(item, client, fake)
      call(item, client)
      if item == 1 then fake:pass(20) end
    end, nil, delayed)
    assert.same({ 21, "1 at 21", "10 at 21" }, { seconds, (table.unpack or unpack)(ended) })
  end)

  it("ends with a map that ends early", function()
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local client = fake:client(dms)
    local err = failure(aws.map, { 50, 60 }, function(item) return call(item, client) end, {
      concurrency = 1, on_result = function() error("enough", 0) end,
    })
    assert.equal("enough", err)
    local results
    local outer = aws.map({ 1, 2 }, function(item)
      if item == 2 then return call(40, client) end
      local raised = failure(aws.map, { 5, 500 }, function(inner) return call(inner, client) end, {
        on_result = function() error("enough", 0) end,
      })
      results = raised
    end)
    assert.same({ "enough", true, true }, { results, outer[1].ok, outer[2].ok })
    assert.equal(1767225600 + 50 + 40, fake:now())
  end)

  it("is cut off where the map ends while an item waits", function()
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local client, cut = fake:client(dms), nil
    failure(aws.map, { 5, 500 }, function(item)
      local ok, raised = pcall(call, item, client)
      if not ok then cut = raised end
    end, { on_result = function() error("enough", 0) end })
    assert.same({ "Interrupted", "unknown", 1, "stop_replication" }, { cut.type, cut.applied, cut.attempts, cut.operation })
    assert.equal(1767225605, fake:now())
  end)

  --- Runs `body`, in which nothing may wait in real time.
  local function assert_no_wait(body)
    local real = core.sleep
    core.sleep = function(seconds)
      if seconds > 0 then error("a real wait of " .. seconds .. " s") end
      return real(seconds)
    end
    local ok, raised = pcall(body)
    core.sleep = real
    if not ok then error(raised, 0) end
  end

  it("goes on after sleeps that are too short to move it", function()
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local sleep, client = fake:settings().sleep, fake:client(dms)
    fake:pass(1e9)
    assert_no_wait(function()
      aws.map({ 1e-12, 5, 0 }, function(item) return item == 5 and call(5, client) or sleep(item) end)
    end)
    assert.equal(1767225600 + 1e9 + 5, fake:now())
  end)

  it("goes on after an item that a debug hook has taken out of its sleep, at any instruction", function()
    local jit = rawget(_G, "jit")
    if jit then jit.off() end
    finally(function() if jit then jit.on() end end)
    local fake = stub.new{ dms = { stop_replication = delayed } }
    local sleep, client, taken_out = fake:settings().sleep, fake:client(dms), 0
    local pcall, running, set_hook = pcall, coroutine.running, debug.sethook -- busted looks globals up by many instructions
    local function body(item, count)
      if item == 2 then return call(5, client) end
      local here = running()
      set_hook(function()
        set_hook()
        if running() == here then error("taken out", 0) end
      end, "", count)
      local ok = pcall(sleep, 3)
      set_hook()
      if not ok then taken_out = taken_out + 1 end
    end
    for count = 1, 250 do
      assert_no_wait(function()
        local results = aws.map({ 1, 2 }, function(item) return body(item, count) end)
        assert.is_true(results[2].ok)
      end)
    end
    assert.is_true(taken_out > 10 and taken_out < 250)
  end)

  it("is each stub's own", function()
    local one, other = stub.new{ dms = { stop_replication = delayed } }, stub.new{ dms = { stop_replication = delayed } }
    local clients = { one:client(dms), other:client(dms) }
    aws.map({ 1, 2, 3, 4 }, function(item) return call(item * 10, clients[item % 2 + 1]) end)
    assert.same({ 40, 30 }, { one:now() - 1767225600, other:now() - 1767225600 })
  end)
end)
