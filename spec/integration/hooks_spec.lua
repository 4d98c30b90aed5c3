-- Debug hooks that are not Ctrl-C: watchdogs, profilers, handlers of signals. They run, and calls that wait go on.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"

local library = child.compile("signal_hook", true)

--- What a child writes; `stop()` is a call that waits for its answer.
local function run(code)
  local exit_code, stdout, stderr = child.lua([[
    package.cpath = os.getenv "HOOK_FOLDER" .. "/?.so;" .. package.cpath
    local aws, dms, errors = require "aws", require "aws.dms", require "aws.errors"
    local signals = require "signal_hook"
    local heard, handler = 0, nil
    local pid = signals.handle(function() heard = heard + 1 if handler then handler() end end)
    local client = dms.new{ endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/delay=0.4,apply=no", retry_mode = "off" }
    local function stop()
      return client.stop_replication{ ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-C" }
    end
    local function signal_soon() os.execute(("(sleep 0.05; kill -USR1 %d) &"):format(pid)) end
    local function sleep(seconds) require("aws.transport").sleep(seconds) return 1 end
    local function in_coroutine(f, ...)
      local results = { coroutine.wrap(function(...) return pcall(f, ...) end)(...) }
      return (table.unpack or unpack)(results)
    end
    local function show(ok, value) print(ok, errors.is(value) and value.type .. " " .. tostring(value.cause) or type(value), heard) end
  ]] .. code, local_aws.environment({ HOOK_FOLDER = library:match("^(.*)/") }))
  assert.equal("", stderr)
  assert.equal(0, exit_code)
  return stdout
end

describe("a signal handler of another library", function()
  for name, call in pairs({
    ["a call"] = "show(pcall(stop))", ["a call in a coroutine"] = "show(in_coroutine(stop))",
    ["a sleep"] = "show(true, {}, sleep(0.4))", ["a sleep in a coroutine"] = "in_coroutine(sleep, 0.4) show(true, {})",
    ["a map"] = "local r, failed = aws.map({ 1, 2 }, stop) show(failed == 0, r)",
    ["a map of sleeps in a coroutine"] =
      "local _, r, failed = in_coroutine(aws.map, { 1, 2 }, function() sleep(0.4) end) show(failed == 0, r)",
    ["an item that cannot yield"] =
      "local r, failed = aws.map({ 1 }, function() return (('a'):gsub('a', function() stop() end)) end) show(failed == 0, r)",
  }) do
    it("runs while " .. name .. " waits, which goes on", function()
      assert.equal("true\ttable\t1\n", run("signal_soon() " .. call))
    end)
  end

  it("runs while a credential process does", function()
    assert.equal("false\tCredentialsError nil\t1\n", run([[
      signal_soon()
      show(pcall(dms.new{ credentials = require("aws.credentials").process{ command = "sleep 0.4" } }.stop_replication,
        { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-C" }))
    ]]))
  end)

  for name, call in pairs({ ["the main chunk"] = "pcall(stop)", ["a coroutine"] = "in_coroutine(stop)" }) do
    it("ends a call of " .. name .. " where it raises what Ctrl-C raises, once", function()
      assert.equal("false\tInterrupted interrupted!\t1\ntrue\ttable\t1\n", run(([[
        handler = function() handler = nil error("interrupted!", 0) end
        signal_soon()
        show(%s)
        assert(not require("aws.core").main_hook(), "the hook would strike again")
        show(%s)
      ]]):format(call, call)))
    end)
  end

  it("ends a map in a coroutine where it raises what Ctrl-C raises", function()
    assert.equal("false\tInterrupted interrupted!\t1\ntrue\ttable\t1\n", run([[
      handler = function() handler = nil error("interrupted!", 0) end
      signal_soon()
      show(in_coroutine(aws.map, { 1, 2 }, stop))
      show(pcall(stop))
    ]]))
  end)

  it("may run again and again, as a profiler's", function()
    local text = run([[
      signals.tick(3000)
      local results, failed = aws.map({ 1, 2, 3 }, stop)
      local ok = pcall(stop)
      local _, inner = in_coroutine(stop)
      signals.tick(0)
      print(failed, ok, inner.Replication.Status, heard > 10)
    ]])
    assert.equal("0\ttrue\trunning\ttrue\n", text)
  end)
end)

describe("a hook that Lua code sets", function()
  for name, code in pairs({
    ["before the map"] = "debug.sethook(function() end, '', 1000) local _, failed = aws.map({ 1, 2 }, stop) print(failed)",
    ["around each item's call"] = [[
      local _, failed = aws.map({ 1, 2, 3 }, function()
        debug.sethook(function() end, "", 1e6)
        local output = stop()
        debug.sethook()
        return output
      end)
      print(failed)]],
    ["in on_result"] = [[
      local _, failed = aws.map({ 1, 2, 3 }, stop, { concurrency = 1, on_result = function() debug.sethook(function() end, "l") end })
      print(failed)]],
    ["in another coroutine"] = [[
      local other = coroutine.wrap(function() debug.sethook(function() end, "l") end)
      local _, failed = aws.map({ 1, 2 }, function(n) if n == 1 then other() end return stop() end)
      print(failed)]],
    ["for the main chunk while a call waits in a coroutine"] = [[
      local main = coroutine.running()
      local _, failed = aws.map({ 1, 2 }, function()
        if main then debug.sethook(main, function() end, "", 10) else debug.sethook(function() end, "", 10) end
        return stop()
      end)
      print(failed)]],
  }) do
    it(name .. " is not Ctrl-C", function() assert.equal("0\n", run(code)) end)
  end

  it("and that raises ends the call with its own error; the next one works", function()
    assert.equal("false\ttoo long\ntrue\nfalse\ttoo long\n0\n", run([[
      local function watched(f, ...)
        debug.sethook(function() debug.sethook() error("too long", 0) end, "", 60)
        local ok, err = pcall(f, ...)
        debug.sethook()
        return ok, err
      end
      if rawget(_G, "jit") then jit.off() end
      print(watched(stop))
      print((pcall(stop)))
      print(watched(aws.map, { 1, 2 }, function() return stop() end))
      local _, failed = aws.map({ 1, 2 }, stop)
      print(failed)
    ]]))
  end)
end)
