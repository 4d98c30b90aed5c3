-- aws.map in nginx: items on light threads.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

local HTTP = [[ init_by_lua_block { require("spec.nginx.handlers.map").start("%s", "%s", "%s") } ]]

local SERVER = [[
  location = /abort {
    lua_check_client_abort on;
    content_by_lua_block { require("spec.nginx.handlers.map").waits_for_the_client_to_leave() }
  }
  location = /line {
    content_by_lua_block {
      local ok, err = pcall(require("aws.dms").new, { regoin = "a" })
      ngx.print(err.where) }
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
      server = SERVER,
    })
  end)
  teardown(nginx.stop_all)

  local function call(name, ...) return server:call("map", name, ...) end

  it("returns results in order, the first two values each, and a count of failures", function()
    local results, failed = call("returns_in_order")
    assert.equal(2, failed)
    assert.same({ ok = true, value = 30, metadata = { attempts = 3 } }, results[3])
    assert.same({ ok = false, error = { code = 4 } }, results[4])
    assert.matches("five\nstack traceback:\n", results[5].error)
  end)

  it("tells each call which item has made it, of the innermost map", function()
    local inside, failed_inside, nested, after = call("tells_indexes")
    assert.same({ 1, 2, 3, 4 }, inside)
    assert.equal(2, failed_inside)
    assert.equal("1 2", nested)
    assert.is_nil(after)
  end)

  it("runs at most `concurrency` items at a time, however deep they wait, and as many", function()
    for _, way in ipairs({
      "the library's sleep", "nginx's sleep", "in pcall", "in a map", "in a coroutine", "in a map in a coroutine",
    }) do
      for _, concurrency in ipairs({ 1, 3, 16 }) do
        local failed, most = call("waits", way, concurrency)
        assert.equal(0, failed)
        assert.equal(concurrency, most)
      end
    end
  end)

  it("takes no item, items that never wait, and light threads and timers as callers", function()
    assert.same({}, (call("takes_no_item")))
    assert.equal(500500, call("sums_without_a_wait", 1000))
    assert.equal(6, call("counts_from_a_thread_and_a_timer"))
  end)

  for _, phase in ipairs({ "rewrite", "access" }) do
    it("overlaps in the " .. phase .. " phase", function()
      assert.equal(4, server:call_at("/" .. phase, "map", "most_at_once"))
    end)
  end

  -- One by one they would take forty seconds.
  it("overlaps calls, each carried out once", function()
    local arns = {}
    for i = 1, 40 do arns[i] = local_aws.arn() end
    local most, failed, results = call("calls", arns)
    assert.equal(20, most)
    assert.equal(0, failed)
    for i, arn in ipairs(arns) do
      assert.equal(arn, results[i].value.Replication.ReplicationConfigArn)
      assert.equal(1, local_aws.count(arn))
    end
  end)

  describe("on_result", function()
    it("hears of every item once, in the caller's coroutine, and may wait, call and map there", function()
      local heard, same, inner = call("hears_of_every_item")
      local all = {}
      for i = 1, 20 do all[i] = i end
      assert.same(all, heard)
      assert.is_true(same)
      assert.equal(40, inner)
    end)

    it("that raises ends the map: its error passes, what was under way ends", function()
      local raised, ended, started = call("is_ended_by_on_result")
      assert.equal("enough", raised)
      assert.equal(1, ended)
      assert.equal(3, started)
    end)
  end)

  it("that ends early starts nothing more, also in a thread that cannot be killed", function()
    local raised, started = call("starts_nothing_after_its_end")
    assert.same({ "enough", 1 }, { raised, started })
  end)

  it("starts nothing after a failure with stop_on_error, and lets those under way end", function()
    local results, failed = call("stops_on_error")
    local told = {}
    for i, result in ipairs(results) do told[i] = result.ok and "ok" or result.skipped and "skipped" or "failed" end
    assert.same({ "ok", "failed", "ok", "ok", "skipped", "skipped" }, told)
    assert.equal(3, failed)
  end)

  describe("a map's timeout", function()
    it("ends what waits, keeps what had ended, and tells what was not started", function()
      local told, ended = call("is_late")
      assert.equal(2, ended)
      assert.same({ type = "MapTimeout", failed = 3, "ok", "ok", "MapTimeout unknown", "MapTimeout unknown",
        "Interrupted no skipped" }, told)
    end)

    it("that passes while nothing is under way is told as such", function()
      assert.same({ type = "MapTimeout", failed = 1, "ok", "ok", "Interrupted no skipped" }, (call("is_late_while_nothing_is_under_way")))
    end)

    it("starts nothing once it has passed, however long on_result takes", function()
      assert.equal(0, call("late_starts"))
    end)

    it("ends calls and the maps inside", function()
      local arn = local_aws.arn()
      local told, inner = call("ends_calls_and_maps_inside", arn)
      assert.same({ type = "MapTimeout", failed = 2, "MapTimeout unknown", "MapTimeout unknown" }, told)
      assert.same({ type = "MapTimeout", failed = 1, "MapTimeout unknown" }, inner)
    end)

    it("of an inner map ends that one alone", function()
      local results, failed = call("ends_inner_maps", { 0.02, 30 })
      assert.equal(0, failed)
      assert.equal("MapTimeout", results[1].value)
    end)

    it("leaves an item in a coroutine of its own to its end", function()
      local told, ended = call("leaves_coroutines_to_their_end")
      assert.same({ type = "MapTimeout", failed = 2, "MapTimeout unknown", "MapTimeout unknown" }, told)
      assert.equal(2, ended)
    end)
  end)

  it("ends with its request when the client goes away", function()
    local ok = pcall(server.ask, server, "/abort", { read_timeout = 1 })
    assert.is_false(ok)
    assert.is_true(call("has_ended_with_its_request"))
  end)

  it("leaves nothing of a caller that was killed", function()
    assert.equal(2, call("starts_of_a_killed_caller"))
  end)

  -- nginx would never end their requests if the items' threads were killed.
  it("ends with threads that its items have started and not waited for, also where it ends early", function()
    assert.equal(0, (select(2, call("has_items_that_start_threads"))))
    assert.equal("MapTimeout", call("ends_nested_maps_early"))
  end)

  it("ends when its caller is killed after some of its threads had nothing to do", function()
    assert.equal("killed", call("is_killed_when_threads_are_idle"))
  end)

  it("lets nginx serve others while its items never wait", function()
    local others = call("turns_of_others")
    assert.is_true(others > 5, others .. " times")
  end)

  it("leaves no warning in nginx's log where its items never wait", function()
    call("never_waits")
    assert.is_nil(server:log():match("%[warn%][^\n]*ngx%.sleep"))
  end)

  it("keeps nothing of a map that has ended", function()
    local before, after = call("memory_kept")
    assert.is_true(after < before + 100, ("%.0f KiB before, %.0f after"):format(before, after))
  end)

  it("knows the lines that wrong inputs are from", function()
    local found, expected = call("lines_of_errors")
    local own = ("spec/nginx/handlers/map.lua"):gsub("%p", "%%%0")
    for i, where in ipairs(found) do assert.equal(expected[i], where:match("(" .. own .. ":%d+)$")) end
    assert.equal(3, #found)
    assert.matches("^content_by_lua%(nginx.conf:%d+%):2$", server:ask("/line").body)
  end)

  it("has logged no complaint", function()
    for line in server:log():gmatch("[^\n]+") do
      assert.is_nil(line:match("%[error%].*") or line:match("%[alert%].*") or line:match("%[crit%].*"), line)
    end
  end)
end)
