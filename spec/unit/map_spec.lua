-- aws.map without a network: items that sleep, as back-off does.
local aws = require "aws"
local child = require "spec.support.child"
local dms = require "aws.dms"
local errors = require "aws.errors"
local typed = require "aws.errors.typed"
local coroutines = require "aws.waiting.coroutines"
local scripted = require "spec.support.scripted"
local transport = require "aws.transport"

local SHORT = 0.005

local function numbers(count)
  local items = {}
  for i = 1, count do items[i] = i end
  return items
end

--- A function that sleeps, and counts how many of it are under way at a time.
local function counting(body)
  local counter = { now = 0, most = 0, calls = 0 }
  return function(item)
    counter.now, counter.calls = counter.now + 1, counter.calls + 1
    counter.most = math.max(counter.most, counter.now)
    local value = (body or transport.sleep)(body and item or SHORT)
    counter.now = counter.now - 1
    return value
  end, counter
end

describe("aws.map", function()
  it("returns results in order, the first two values each, and a count of failures", function()
    local results, failed = aws.map(numbers(5), function(n)
      transport.sleep(SHORT / n)
      if n == 4 then error({ code = 4 }) end
      return n * 10, { attempts = n }, "ignored"
    end)
    assert.equal(1, failed)
    assert.same({ ok = true, value = 30, metadata = { attempts = 3 } }, results[3])
    assert.same({ ok = false, error = { code = 4 } }, results[4])
    assert.equal(5, #results)
  end)

  it("takes an empty list and a callable table", function()
    local results, failed = aws.map({}, print)
    assert.same({}, results)
    assert.equal(0, failed)
    assert.equal(7, aws.map({ 7 }, setmetatable({}, { __call = function(_, n) return n end }))[1].value)
  end)

  it("gives a raised text its traceback, and keeps an error of the library as it is", function()
    local own = typed.new({ type = "ConfigError", message = "own" })
    local function culprit(n)
      if n == 2 then error(own) end
      error("oh no")
    end
    local results = aws.map({ 1, 2 }, culprit)
    assert.matches("map_spec.lua:%d+: oh no\nstack traceback:\n", results[1].error)
    assert.matches("traceback:.*map_spec.lua:%d+: in ", results[1].error)
    assert.equal(own, results[2].error)
  end)

  it("goes on where an item raises a text that ends as Ctrl-C's does", function()
    local results, failed = aws.map(numbers(3), function(n) if n == 1 then error("the upload was interrupted!", 0) end end)
    assert.equal(1, failed)
    assert.matches("^the upload was interrupted!\n", results[1].error)
  end)

  it("runs at most `concurrency` items at a time, 16 by default", function()
    for _, concurrency in ipairs({ 1, 3, 40, 1e9, false }) do
      local fn, counter = counting()
      aws.map(numbers(50), fn, { concurrency = concurrency or nil })
      assert.equal(math.min(concurrency or 16, 50), counter.most)
      assert.equal(50, counter.calls)
    end
  end)

  describe("lets items overlap however deep they wait:", function()
    local function sleep() transport.sleep(SHORT) return 1 end
    local deep = {
      pcall = function() return select(2, pcall(pcall, sleep)) end,
      xpcall = function() return select(2, xpcall(sleep, print)) end,
      metamethods = function()
        local t = setmetatable({}, { __index = sleep, __add = sleep, __call = sleep, __concat = sleep, __eq = sleep })
        return t.x + (t + 1) + t() + (t .. "")
      end,
      iterators = function()
        for _ in function(_, last) if not last then return sleep() end end do sleep() end
      end,
      ["nested maps"] = function() return aws.map({ 1, 2 }, function() return aws.map({ 1 }, sleep) end) end,
    }
    for name, body in pairs(deep) do
      it(name, function()
        local fn, counter = counting(body)
        local _, failed = aws.map(numbers(6), fn, { concurrency = 6 })
        assert.equal(0, failed)
        assert.equal(6, counter.most)
      end)
    end
  end)

  describe("waits in place where Lua cannot yield:", function()
    local function sleep() transport.sleep(SHORT) return "x" end
    local places = {
      ["gsub"] = function() return (("a"):gsub("a", sleep)) end,
      ["table.sort"] = function()
        table.sort({ 2, 1 }, function(a, b) sleep() return a < b end)
        return "x"
      end,
      ["require"] = function()
        package.preload["spec.slow"], package.loaded["spec.slow"] = sleep, nil
        return (require "spec.slow")
      end,
      ["a coroutine of the user's own"] = function() return coroutine.wrap(sleep)() end,
      ["a map in a coroutine of the user's own"] = function()
        return coroutine.wrap(function() return aws.map({ 1 }, sleep)[1].value end)()
      end,
      ["a map in gsub"] = function() return (("a"):gsub("a", function() return aws.map({ 1 }, sleep)[1].value end)) end,
    }
    for name, body in pairs(places) do
      it(name, function()
        local results = aws.map({ 1, 2, 3 }, function(n)
          if n == 2 then transport.sleep(SHORT) end
          return body()
        end)
        for i = 1, 3 do assert.same({ ok = true, value = "x" }, results[i]) end
      end)
    end
  end)

  it("explains a yield that is not the library's, and goes on with the others", function()
    local results, failed = aws.map({ 1, 2, 3 }, function(n)
      if n == 2 then coroutine.yield("to an event loop") end
      transport.sleep(SHORT)
      return n
    end, { concurrency = 2 })
    assert.equal(1, failed)
    assert.is_true(errors.is(results[2].error, "ConfigError"))
    assert.matches("yield", results[2].error.message)
    assert.equal("unknown", results[2].error.applied)
    assert.equal(3, results[3].value)
  end)

  it("lets generators of the user's own yield", function()
    local results = aws.map({ 3 }, function(n)
      local sum = 0
      for i in coroutine.wrap(function() for i = 1, n do transport.sleep(0.001) coroutine.yield(i) end end) do
        sum = sum + i
      end
      return sum
    end)
    assert.equal(6, results[1].value)
  end)
end)

describe("on_result", function()
  it("hears of every item once, in the caller's coroutine", function()
    local heard, running = {}, coroutine.running()
    local results = aws.map(numbers(20), function(n) transport.sleep(SHORT / n) return n end, {
      concurrency = 4,
      on_result = function(done, total, index, result)
        assert.equal(running, (coroutine.running()))
        assert.equal(20, total)
        assert.equal(#heard + 1, done)
        heard[done] = { index, result }
      end,
    })
    assert.equal(20, #heard)
    for _, pair in ipairs(heard) do assert.equal(results[pair[1]], pair[2]) end
  end)

  it("may yield, call and map in the caller's own coroutine", function()
    local map = coroutine.wrap(function()
      aws.map({ 1, 2 }, function() transport.sleep(SHORT) end, {
        on_result = function(done)
          transport.sleep(0.001)
          aws.map({ 1 }, function() transport.sleep(0.001) end)
          coroutine.yield(done)
        end,
      })
      return "end"
    end)
    assert.same({ 1, 2, "end" }, { map(), map(), map() })
  end)

  it("that raises ends the map: its error passes, the items end", function()
    local ended = {}
    local failure = scripted.failure(aws.map, numbers(9), function(n)
      local ok, err = pcall(transport.sleep, n == 1 and 0.001 or 60)
      ended[n] = ok or err.type
    end, { concurrency = 4, on_result = function() error({ "mine" }) end })
    assert.same({ "mine" }, failure)
    assert.same({ true, "Interrupted", "Interrupted", "Interrupted" }, ended)
    assert.is_false(coroutines.can_yield())
    assert.is_nil(coroutines.current())
  end)

  it("whose call Ctrl-C ends interrupts the map, which tells what became of its items", function()
    local client = scripted.client(dms, { function() error("interrupted!", 0) end })
    local err = scripted.failure(aws.map, numbers(3), function(n) transport.sleep(n == 1 and 0 or 60) end, {
      concurrency = 2,
      on_result = function() client.stop_replication({ ReplicationConfigArn = "arn:aws:dms:a:1:replication-config:A" }) end,
    })
    assert.matches("^interrupted; 1 of 3 items had ended, 1 cut off .*, 1 not started$", err.message)
    assert.same({ "Interrupted", 2, true }, { err.type, err.failed, err.results[1].ok })
    assert.same({ "stop_replication", "unknown" }, { err.cause.operation, err.cause.applied })
  end)
end)

describe("on_result that yields", function()
  local function yielding() coroutine.yield() end

  it("where nothing can is told that it may not", function()
    local function in_a_callback() return (("a"):gsub("a", function() aws.map({ 1 }, type, { on_result = yielding }) end)) end
    local main = child.lua([[
      local ok, err = pcall(require("aws").map, { 1 }, type, { on_result = function() coroutine.yield() end })
      os.exit(not ok and require("aws.errors").is(err, "ConfigError") and err.message:find("on_result", 1, true) and 0 or 1)
    ]])
    assert.equal(0, main)
    local _, err = coroutine.wrap(function() return pcall(in_a_callback) end)()
    assert.is_true(errors.is(err, "ConfigError"), tostring(err))
    assert.matches("on_result of aws.map yielded", err.message, 1, true)
  end)

  it("in an item ends the item, whose error names it", function()
    local results = aws.map({ 1 }, function() return aws.map({ 1 }, type, { on_result = yielding }) end)
    assert.equal("ConfigError", results[1].error.type)
    assert.matches("on_result", results[1].error.message)
  end)

  it("in an item ends the items of its map as well", function()
    local ended = {}
    local results = aws.map({ 1, 2 }, function(item)
      if item == 2 then return transport.sleep(SHORT) end
      return aws.map({ 1, 2 }, function(n)
        local ok, err = pcall(transport.sleep, n == 1 and 0 or 60)
        ended[n] = ok or err.type
      end, { on_result = yielding })
    end)
    assert.equal("ConfigError", results[1].error.type)
    assert.is_true(results[2].ok)
    assert.same({ true, "Interrupted" }, ended)
  end)
end)

describe("stop_on_error", function()
  it("starts nothing after a failure and lets those under way end", function()
    local results, failed = aws.map(numbers(9), function(n)
      if n == 2 then error("two") end
      transport.sleep(SHORT)
      return n
    end, { concurrency = 3, stop_on_error = true })
    assert.equal(3, results[3].value)
    for i = 4, 9 do
      local result = results[i]
      if result.skipped then
        assert.equal("Interrupted", result.error.type)
        assert.equal("no", result.error.applied)
      end
    end
    assert.is_true(results[9].skipped)
    local bad = 0
    for _, result in ipairs(results) do bad = bad + (result.ok and 0 or 1) end
    assert.equal(bad, failed)
  end)
end)

describe("a map's timeout", function()
  it("ends sleeps, keeps what had ended, and tells what was not started", function()
    local err = scripted.failure(aws.map, numbers(5), function(n)
      transport.sleep(n == 1 and 0.001 or 60)
      return n
    end, { concurrency = 3, timeout = 1 })
    assert.is_true(errors.is(err, "MapTimeout"))
    assert.equal("interrupted", err.kind)
    assert.equal(1, err.results[1].value)
    assert.is_true(err.results[5].skipped)
    assert.is_nil(err.results[2].skipped)
    assert.equal(5, #err.results)
  end)

  it("leaves an item that takes no for an answer", function()
    local closed = 0
    local err = scripted.failure(aws.map, { 1 }, function()
      while true do
        pcall(transport.sleep, 60)
        closed = closed + 1
      end
    end, { timeout = 0.02 })
    assert.equal("MapTimeout", err.type)
    assert.equal("MapTimeout", err.results[1].error.type)
    assert.is_true(closed < 100)
  end)

  it("tells how many had ended, were cut off, may have been carried out, and were not started", function()
    local function counts(body, total, concurrency)
      local err = scripted.failure(aws.map, numbers(total), body, { concurrency = concurrency, timeout = 0.05 })
      return err.message:match("; (.*)$")
    end
    local function doubtful(n)
      if n == 1 then return n end
      local _, err = pcall(transport.sleep, 60)
      if n == 2 then err.applied = "no" end
      error(err)
    end
    assert.equal("1 of 7 items had ended, 3 cut off (2 may have been carried out), 3 not started", counts(doubtful, 7, 3))
    assert.equal("0 of 4 items had ended, 3 cut off (3 may have been carried out), 1 not started",
      counts(function() transport.sleep(60) end, 4, 3))
    assert.equal("2 of 2 items had ended, 0 cut off (0 may have been carried out), 0 not started",
      counts(function() return pcall(transport.sleep, 60) end, 2, 2)) -- they took it for an answer
  end)

  it("counts an item that failed by itself, of a map inside too, as ended", function()
    local err = scripted.failure(aws.map, numbers(3), function(n)
      if n == 1 then aws.map({ 1 }, function() transport.sleep(60) end, { timeout = 0.001 }) end
      transport.sleep(60)
    end, { concurrency = 2, timeout = 0.1 })
    assert.matches("; 1 of 3 items had ended, 2 cut off (2 may have been carried out), 0 not started", err.message, 1, true)
  end)

  it("of an inner map ends that one alone", function()
    local results = aws.map({ 1, 2 }, function(n)
      local ok, err = pcall(aws.map, { 1, 2 }, function() transport.sleep(60) end, { timeout = n / 100 })
      return ok == false and err.type
    end)
    assert.equal("MapTimeout", results[1].value)
    assert.equal("MapTimeout", results[2].value)
  end)

  it("ends the maps inside, in other coroutines and where Lua cannot yield as well", function()
    local function long() return aws.map({ 1 }, function() transport.sleep(60) end) end
    for _, body in ipairs({ long, function() coroutine.wrap(long)() end, function() return (("a"):gsub("a", long)) end }) do
      local err = scripted.failure(aws.map, { 1, 2 }, body, { timeout = 0.05 })
      assert.equal("MapTimeout", err.type)
      assert.equal(2, #err.results)
    end
  end)
end)

describe("the arguments of aws.map", function()
  local nan = 0 / 0
  for name, arguments in pairs({
    ["no items"] = { nil, print }, ["items that are a text"] = { "abc", print },
    ["a map for a list"] = { { a = 1 }, print }, ["holes"] = { { 1, nil, 3 }, print }, ["index 0"] = { { [0] = 1 }, print },
    ["no function"] = { {}, nil }, ["a table that cannot be called"] = { {}, {} },
    ["options that are no table"] = { {}, print, 16 }, ["concurrency 0"] = { {}, print, { concurrency = 0 } },
    ["concurrency NaN"] = { {}, print, { concurrency = nan } }, ["half an item"] = { {}, print, { concurrency = 1.5 } },
    ["endless concurrency"] = { {}, print, { concurrency = math.huge } }, ["a text"] = { {}, print, { concurrency = "16" } },
    ["no time"] = { {}, print, { timeout = 0 } }, ["timeout NaN"] = { {}, print, { timeout = nan } },
    ["on_result"] = { {}, print, { on_result = 1 } }, ["stop_on_error"] = { {}, print, { stop_on_error = "yes" } },
  }) do
    it("raise ConfigError for " .. name, function()
      assert.equal("ConfigError", scripted.failure(aws.map, arguments[1], arguments[2], arguments[3]).type)
    end)
  end

  it("name an unknown option and the nearest", function()
    local err = scripted.failure(aws.map, {}, print, { concurency = 3 })
    assert.matches('unknown option of aws.map "concurency".*"concurrency"', err.message)
  end)
end)

describe("what a map leaves", function()
  local function count(weak)
    collectgarbage()
    collectgarbage()
    local n = 0
    for _ in pairs(weak) do n = n + 1 end
    return n
  end

  it("is nothing, however its items ended", function()
    local seen = setmetatable({}, { __mode = "k" })
    for _, options in ipairs({ {}, { timeout = 0.01 }, { stop_on_error = true }, { on_result = error } }) do
      pcall(aws.map, numbers(12), function(n)
        seen[coroutine.running()] = true
        transport.sleep(n == 6 and 60 * (options.timeout or 0) or 0.001)
        if n == 7 then coroutine.yield() end
        if n == 8 then error("eight") end
      end, options)
    end
    assert.equal(0, count(seen))
  end)

  it("is nothing when its caller's coroutine is dropped half-way", function()
    local seen = setmetatable({}, { __mode = "k" })
    do
      local map = coroutine.wrap(function()
        aws.map(numbers(8), function(n)
          seen[coroutine.running()] = true
          aws.map({ 1 }, function() transport.sleep(n == 1 and 0.001 or 60) end)
        end, { on_result = coroutine.yield })
      end)
      assert.equal(1, (map()))
    end
    assert.equal(0, count(seen))
  end)

  -- In a child: the collector has little to look at there.
  it("is whole when garbage is collected at every call", function()
    local code, stdout, stderr = child.lua([[
      local aws, sleep = require "aws", require("aws.transport").sleep
      local function collect() collectgarbage() end
      debug.sethook(collect, "c")
      local results = aws.map({ 1, 2, 3, 4, 5, 6 }, function(n)
        debug.sethook(collect, "c")
        sleep(0.001)
        return aws.map({ n }, function(m) sleep(0.001) return { m } end)[1].value[1]
      end, { concurrency = 3 })
      debug.sethook()
      for i = 1, 6 do assert(results[i].value == i) end
    ]])
    assert.same({ 0, "", "" }, { code, stdout, stderr })
  end)

  it("is in order when an error strikes at any of its own calls", function()
    local map, pcall = aws.map, pcall
    for strike = 2, 120 do
      local calls, is_armed = 0, true
      local function hook()
        calls = calls + 1
        if calls == strike and is_armed then error("struck", 0) end
      end
      debug.sethook(hook, "c")
      pcall(map, { 1, 2, 3 }, function(n) transport.sleep(0.0001) return n end, { concurrency = 2 })
      is_armed = false
      debug.sethook()
      assert.is_nil(coroutines.current())
    end
    assert.equal(0, select(2, aws.map({ 1 }, transport.sleep)))
  end)
end)
