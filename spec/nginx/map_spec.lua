-- aws.map in nginx: items on light threads.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

local HTTP = [[
  init_by_lua_block {
    aws, errors, typed = require "aws", require "aws.errors", require "aws.errors.typed"
    sleep = require("aws.transport").sleep
    client = aws.dms.new { region = "us-east-1", endpoint_url = "%s", max_attempts = 1,
      credentials = { access_key_id = "%s", secret_access_key = "%s" } }
    function numbers(count)
      local items = {}
      for i = 1, count do items[i] = i end
      return items
    end
    -- What tells how many items are under way, and how many were at most.
    function counting(body)
      local counter = { now = 0, most = 0 }
      return function(item)
        counter.now = counter.now + 1
        counter.most = math.max(counter.most, counter.now)
        local value, more = body(item)
        counter.now = counter.now - 1
        return value, more
      end, counter
    end
    -- A failed map, its error's and results' essence.
    function ending(...)
      local ok, err = pcall(aws.map, ...)
      if ok then return "no error" end
      local told = { type = err.type or err, failed = err.failed }
      for i, result in ipairs(err.results or {}) do
        local applied = result.error and result.error.applied -- none in the error of a map inside
        told[i] = result.ok and "ok"
          or result.error.type .. (applied and " " .. applied or "") .. (result.skipped and " skipped" or "")
      end
      return told
    end
  }
]]

local ABORT = [[
  location = /abort {
    lua_check_client_abort on;
    content_by_lua_block {
      aws.map(numbers(4), function(n)
        aborted = (aborted or 0) + 1
        sleep(n == 4 and 0.05 or 600)
        ngx.print("started")
        ngx.flush(true)
        sleep(600)
      end)
    }
  }
  location = /rewrite { rewrite_by_lua_block { require("spec.support.remote").serve() } }
  location = /access { access_by_lua_block { require("spec.support.remote").serve() } }
]]

describe("aws.map in nginx", function()
  local server
  setup(function()
    local variables = local_aws.variables()
    server = nginx.start({
      http = HTTP:format(local_aws.http("delay=1"), variables.AWS_ACCESS_KEY_ID, variables.AWS_SECRET_ACCESS_KEY),
      server = ABORT,
    })
  end)
  teardown(nginx.stop_all)

  it("returns results in order, the first two values each, and a count of failures", function()
    local results, failed = server:run([[return aws.map(numbers(5), function(n)
      sleep(0.01 / n)
      if n == 4 then error({ code = 4 }) end
      if n == 5 then error("five") end
      return n * 10, { attempts = n }, "ignored"
    end)]])
    assert.equal(2, failed)
    assert.same({ ok = true, value = 30, metadata = { attempts = 3 } }, results[3])
    assert.same({ ok = false, error = { code = 4 } }, results[4])
    assert.matches("five\nstack traceback:\n", results[5].error)
  end)

  it("runs at most `concurrency` items at a time, however deep they wait, and as many", function()
    for _, body in ipairs({
      "sleep(0.002)", "ngx.sleep(0.002)", "pcall(sleep, 0.002)", "aws.map({ 1, 2 }, function() sleep(0.002) end)",
      "coroutine.wrap(sleep)(0.002)", "coroutine.wrap(function() aws.map({ 1, 2 }, function() sleep(0.002) end) end)()",
    }) do
      for _, concurrency in ipairs({ 1, 3, 16 }) do
        local failed, most = server:run(([[
          local fn, counter = counting(function() %s end)
          local _, failed = aws.map(numbers(40), fn, { concurrency = ... })
          return failed, counter.most
        ]]):format(body), concurrency)
        assert.equal(0, failed)
        assert.equal(concurrency, most)
      end
    end
  end)

  it("takes no item, items that never wait, and light threads and timers as callers", function()
    assert.same({}, (server:run("return aws.map({}, print)")))
    assert.equal(500500, server:run([[
      local sum = 0
      aws.map(numbers(1000), function(n) sum = sum + n end, { concurrency = 3 })
      return sum
    ]]))
    assert.equal(6, server:run([[
      local function map() return #aws.map(numbers(3), sleep and function() sleep(0.001) end) end
      local semaphore, count = require("ngx.semaphore").new(), 0
      ngx.timer.at(0, function() count = map() semaphore:post() end)
      local _, own = ngx.thread.wait(ngx.thread.spawn(map))
      semaphore:wait(20)
      return own + count
    ]]))
  end)

  for _, phase in ipairs({ "rewrite", "access" }) do
    it("overlaps in the " .. phase .. " phase", function()
      assert.equal(4, server:run_at("/" .. phase, [[
        local fn, counter = counting(function() sleep(0.005) end)
        aws.map(numbers(4), fn)
        return counter.most
      ]]))
    end)
  end

  -- One by one they would take forty seconds.
  it("overlaps calls, each carried out once", function()
    local arns = {}
    for i = 1, 40 do arns[i] = local_aws.arn() end
    local most, failed, results = server:run([[
      local fn, counter = counting(function(arn) return client.stop_replication({ ReplicationConfigArn = arn }) end)
      local results, failed = aws.map(..., fn, { concurrency = 20 })
      return counter.most, failed, results
    ]], arns)
    assert.equal(20, most)
    assert.equal(0, failed)
    for i, arn in ipairs(arns) do
      assert.equal(arn, results[i].value.Replication.ReplicationConfigArn)
      assert.equal(1, local_aws.count(arn))
    end
  end)

  describe("on_result", function()
    it("hears of every item once, in the caller's coroutine, and may wait, call and map there", function()
      local heard, same, inner = server:run([[
        local heard, same, inner, running = {}, true, 0, coroutine.running()
        aws.map(numbers(20), function(n) sleep(0.005 / n) return n end, {
          concurrency = 4,
          on_result = function(done, total, index, result)
            same = same and running == coroutine.running() and total == 20 and done == #heard + 1
            heard[done] = result.value == index and index
            sleep(0.001)
            inner = inner + #aws.map({ 1, 2 }, function() sleep(0.001) end)
          end,
        })
        table.sort(heard)
        return heard, same, inner
      ]])
      local all = {}
      for i = 1, 20 do all[i] = i end
      assert.same(all, heard)
      assert.is_true(same)
      assert.equal(40, inner)
    end)

    it("that raises ends the map: its error passes, what was under way ends", function()
      local raised, ended, started = server:run([[
        local started, ended = 0, 0
        local told = ending(numbers(10), function(n)
          started = started + 1
          sleep(n == 2 and 0.01 or 0.1)
          ended = ended + 1
        end, { concurrency = 3, on_result = function() error("enough", 0) end })
        sleep(0.3)
        return told.type, ended, started
      ]])
      assert.equal("enough", raised)
      assert.equal(1, ended)
      assert.equal(3, started)
    end)
  end)

  it("that ends early starts nothing more, also in a thread that cannot be killed", function()
    local raised, started = server:run([[
      local started = 0
      local told = ending({ 1, 2 }, function(n)
        started = started + 1
        ending({ 1 }, function() coroutine.wrap(sleep)(0.1) end, { timeout = 0.02 })
      end, { concurrency = 1, on_result = function() error("enough", 0) end })
      sleep(0.2)
      return told.type, started
    ]])
    assert.same({ "enough", 1 }, { raised, started })
  end)

  it("starts nothing after a failure with stop_on_error, and lets those under way end", function()
    local results, failed = server:run([[
      return aws.map(numbers(6), function(n)
        sleep(0.01 * n)
        if n == 2 then error({ code = 2 }) end
      end, { concurrency = 3, stop_on_error = true })
    ]])
    local told = {}
    for i, result in ipairs(results) do told[i] = result.ok and "ok" or result.skipped and "skipped" or "failed" end
    assert.same({ "ok", "failed", "ok", "ok", "skipped", "skipped" }, told)
    assert.equal(3, failed)
  end)

  describe("a map's timeout", function()
    it("ends what waits, keeps what had ended, and tells what was not started", function()
      local told, ended = server:run([[
        local ended = 0
        local told = ending(numbers(5), function(n)
          sleep(n == 1 and 0.001 or n == 2 and 0.01 or 1.5)
          ended = ended + 1
        end, { concurrency = 2, timeout = 1 })
        sleep(1)
        return told, ended
      ]])
      assert.equal(2, ended)
      assert.same({ type = "MapTimeout", failed = 3, "ok", "ok", "MapTimeout unknown", "MapTimeout unknown",
        "Interrupted no skipped" }, told)
    end)

    it("that passes while nothing is under way is told as such", function()
      assert.same({ type = "MapTimeout", failed = 1, "ok", "ok", "Interrupted no skipped" }, (server:run([[
        return ending({ 1, 2, 3 }, function() end, { concurrency = 1, timeout = 0.05, on_result = function() sleep(0.1) end })
      ]])))
    end)

    it("starts nothing once it has passed, however long on_result takes", function()
      assert.equal(0, server:run([[
        local clock = require("aws.core").clock
        local late, deadline = 0, clock() + 0.15
        ending(numbers(8), function()
          if clock() > deadline + 0.01 then late = late + 1 end
          sleep(0.01)
        end, { concurrency = 2, timeout = 0.15, on_result = function() sleep(0.1) end })
        return late
      ]]))
    end)

    it("ends calls and the maps inside", function()
      local arn = local_aws.arn()
      local told, inner = server:run([[
        local inner = {}
        local told = ending({ ..., "map" }, function(item)
          if item ~= "map" then return client.stop_replication({ ReplicationConfigArn = item }) end
          inner = ending({ 1 }, function() sleep(30) end)
          error(typed.new({ type = inner.type, applied = "unknown" }))
        end, { timeout = 0.1 })
        sleep(0.05)
        return told, inner
      ]], arn)
      assert.same({ type = "MapTimeout", failed = 2, "MapTimeout unknown", "MapTimeout unknown" }, told)
      assert.same({ type = "MapTimeout", failed = 1, "MapTimeout unknown" }, inner)
    end)

    it("of an inner map ends that one alone", function()
      local results, failed = server:run([[
        return aws.map({ 0.02, 30 }, function(timeout)
          return ending({ 1, 2 }, function() sleep(0.1) end, { timeout = timeout }).type or "none"
        end)
      ]])
      assert.equal(0, failed)
      assert.equal("MapTimeout", results[1].value)
    end)

    it("leaves an item in a coroutine of its own to its end", function()
      local told, ended = server:run([[
        local ended = 0
        local told = ending({ 1, 2 }, function(n)
          coroutine.wrap(function() sleep(0.2) end)()
          collectgarbage()
          ended = ended + 1
        end, { timeout = 0.05 })
        collectgarbage()
        sleep(0.4)
        return told, ended
      ]])
      assert.same({ type = "MapTimeout", failed = 2, "MapTimeout unknown", "MapTimeout unknown" }, told)
      assert.equal(2, ended)
    end)
  end)

  it("ends with its request when the client goes away", function()
    local ok = pcall(server.ask, server, "/abort", { read_timeout = 1 })
    assert.is_false(ok)
    assert.is_true(server:run([[
      local before = aborted
      for _ = 1, 200 do
        if tonumber(ngx.var.connections_active) <= 1 then break end
        ngx.sleep(0.01)
      end
      return before == 4 and tonumber(ngx.var.connections_active) <= 1
    ]]))
  end)

  it("leaves nothing of a caller that was killed", function()
    assert.equal(2, server:run([[
      local started = 0
      local map = ngx.thread.spawn(aws.map, numbers(10), function() started = started + 1 sleep(0.05) end, { concurrency = 2 })
      sleep(0.01)
      ngx.thread.kill(map)
      return started
    ]]))
  end)

  -- nginx would never end their requests if the items' threads were killed.
  it("ends with threads that its items have started and not waited for, also where it ends early", function()
    assert.equal(0, (select(2, server:run([[
      local function start() ngx.thread.spawn(function() end) end
      return aws.map({ 1, 2 }, function()
        start()
        sleep(0.001)
        aws.map({ 1, 2 }, start)
      end)
    ]]))))
    assert.equal("MapTimeout", server:run([[
      local function nest(depth)
        if depth == 0 then return sleep(30) end
        aws.map({ 1, 2 }, function() nest(depth - 1) end)
      end
      for _ = 1, 5 do ending({ 1, 2 }, function() nest(4) end, { timeout = 0.02 }) end
      return ending({ 1, 2 }, function() nest(4) end, { timeout = 0.02 }).type
    ]]))
  end)

  it("ends when its caller is killed after some of its threads had nothing to do", function()
    assert.equal("killed", server:run([[
      local map = ngx.thread.spawn(aws.map, numbers(3), function(n) sleep(n == 1 and 2 or 0.001) end)
      sleep(1.2)
      ngx.thread.kill(map)
      return "killed"
    ]]))
  end)

  it("lets nginx serve others while its items never wait", function()
    local others = server:run([[
      local is_over, others = false, 0
      local other = ngx.thread.spawn(function()
        while not is_over do sleep(0.001) others = others + 1 end
      end)
      aws.map(numbers(200), function()
        local stop = os.clock() + 0.001
        while os.clock() < stop do end
      end)
      is_over = true
      ngx.thread.wait(other)
      return others
    ]])
    assert.is_true(others > 5, others .. " times")
  end)

  it("leaves no warning in nginx's log where its items never wait", function()
    server:run([[
      aws.map(numbers(5), function()
        local stop = os.clock() + 0.01
        while os.clock() < stop do end
      end)
    ]])
    assert.is_nil(server:log():match("%[warn%][^\n]*ngx%.sleep"))
  end)

  it("keeps nothing of a map that has ended", function()
    local before, after = server:run([[
      local function maps(count)
        for _ = 1, count do
          aws.map(numbers(30), function(n) sleep(0) if n == 7 then error("seven") end end, { concurrency = 5 })
        end
        collectgarbage() collectgarbage()
        return collectgarbage("count")
      end
      maps(50)
      return maps(10), maps(200)
    ]])
    assert.is_true(after < before + 100, ("%.0f KiB before, %.0f after"):format(before, after))
  end)

  it("has logged no complaint", function()
    for line in server:log():gmatch("[^\n]+") do
      assert.is_nil(line:match("%[error%].*") or line:match("%[alert%].*") or line:match("%[crit%].*"), line)
    end
  end)
end)
