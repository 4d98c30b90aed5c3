-- aws.map with real calls: several clients, connections, limits, interruption.
local aws = require "aws"
local child = require "spec.support.child"
local dms = require "aws.dms"
local curl = require "aws.curl" -- after aws.core, which that has loaded
local drs = require "aws.drs"
local local_aws = require "spec.support.local_aws"
local system = require "system"
local tcp_server = require "spec.support.tcp_server"

local clients = {}

local function new(service, fault)
  local client = service.new(local_aws.settings(local_aws.http(fault)))
  clients[#clients + 1] = client
  return client
end

local function arns(count)
  local list = {}
  for i = 1, count do list[i] = local_aws.arn() end
  return list
end

local function stop_with(client)
  return function(arn) return client.stop_replication({ ReplicationConfigArn = arn }) end
end

local function each_ok(results, failed)
  assert.equal(0, failed, results[1] and tostring(results[1].error))
  for _, result in ipairs(results) do
    assert.is_table(result.value)
    assert.equal(200, result.metadata.status)
  end
end

describe("aws.map over libcurl", function()
  after_each(function()
    for _, client in ipairs(clients) do client.close() end
    clients = {}
    tcp_server.stop_all()
  end)

  it("carries out every call once, over as many connections as run, also from map to map", function()
    local id = "map" .. local_aws.fresh()
    local client = new(dms, "delay=0.05,id=" .. id)
    for _ = 1, 2 do
      local list = arns(40)
      each_ok(aws.map(list, stop_with(client), { concurrency = 10 }))
      for _, arn in ipairs(list) do assert.equal(1, local_aws.count(arn)) end
    end
    assert.equal(80, #local_aws.requests(id))
    assert.equal(10, local_aws.connections(id))
  end)

  -- Each call takes half a second: in turn they would take a minute.
  it("overlaps the calls of several clients and of maps inside", function()
    local stop, retry, before = new(dms, "delay=0.5"), new(drs, "delay=0.5"), system.monotime()
    local results, failed = aws.map(arns(60), function(arn)
      return aws.map({ arn, local_aws.server_id() }, function(resource)
        if resource == arn then return stop_with(stop)(arn) end
        return retry.retry_data_replication({ sourceServerID = resource })
      end)
    end, { concurrency = 60 })
    assert.equal(0, failed)
    for _, result in ipairs(results) do each_ok(result.value, result.metadata) end
    assert.is_true(system.monotime() - before < 30)
  end)

  it("waits for more clients than it looks at at once", function()
    local results, failed = aws.map(arns(150), function(arn) return stop_with(new(dms, "delay=0.2"))(arn) end,
      { concurrency = 80 })
    each_ok(results, failed)
  end)

  it("does not turn while it waits", function()
    local client, before = new(dms, "delay=2"), os.clock()
    each_ok(aws.map(arns(4), stop_with(client)))
    assert.is_true(os.clock() - before < 0.5)
  end)

  it("completes calls where Lua cannot yield, while the others go on", function()
    local one, other = new(dms, "delay=0.1"), new(dms, "delay=0.1")
    local results, failed = aws.map(arns(12), function(arn)
      local output, metadata
      if arn:byte(-1) % 3 == 0 then return stop_with(one)(arn) end
      if arn:byte(-1) % 3 == 1 then
        coroutine.wrap(function() output, metadata = stop_with(other)(arn) end)()
      else
        arn:gsub("^arn:", function() output, metadata = stop_with(one)(arn) end)
      end
      return output, metadata
    end)
    each_ok(results, failed)
  end)

  it("keeps errors apart, each with its own call's truth", function()
    local client = new(dms)
    local list = { local_aws.arn(), local_aws.arn("NOSUCH"), local_aws.arn("STOPPED") }
    local results, failed = aws.map(list, stop_with(client))
    assert.equal(2, failed)
    assert.equal("stopping", results[1].value.Replication.Status)
    assert.equal("ResourceNotFoundFault", results[2].error.type)
    assert.equal("InvalidResourceStateFault", results[3].error.type)
    assert.is_string(results[3].error.request_id)
  end)

  it("at its timeout knows what may have been carried out", function()
    local client = new(dms, "delay=30,apply=yes")
    local ok, err = pcall(aws.map, arns(5), stop_with(client), { concurrency = 3, timeout = 2 })
    assert.is_false(ok)
    assert.equal("MapTimeout", err.type)
    for i = 1, 3 do
      local own = err.results[i].error
      assert.equal("MapTimeout", own.type)
      assert.equal("interrupted", own.kind)
      assert.equal("unknown", own.applied)
      assert.equal("stop_replication", own.operation)
    end
    for i = 4, 5 do assert.equal("no", err.results[i].error.applied) end
    local other = new(dms)
    each_ok(aws.map(arns(2), stop_with(other)))
  end)

  it("survives a client that is closed while it is used", function()
    local client, closer = new(dms, "delay=5"), new(dms, "delay=0.2")
    local list = arns(4)
    local results, failed = aws.map(list, function(arn)
      if arn ~= list[2] then return stop_with(client)(arn) end
      stop_with(closer)(arn)
      client.close()
    end)
    assert.equal(3, failed)
    for _, result in ipairs(results) do
      assert.is_true(result.ok or result.error.type == "ConnectionError", tostring(result.error))
    end
  end)

  it("sends nothing for calls that are refused before", function()
    local client = new(dms)
    local _, failed = aws.map({ 1, 2, 3 }, function() return client.stop_replication({}) end)
    assert.equal(3, failed)
  end)

  it("drops transfers with the coroutine that waited for them", function()
    local client = new(dms, "delay=30")
    local map = coroutine.wrap(function()
      aws.map({ 1, 2, 3 }, function(n)
        return n > 1 and stop_with(client)(local_aws.arn()) or n
      end, { on_result = coroutine.yield })
    end)
    map()
    map = nil -- luacheck: ignore 311
    collectgarbage()
    collectgarbage()
    each_ok(aws.map(arns(2), stop_with(new(dms))))
  end)

  it("leaves everything in order when an error strikes at any of its own calls", function()
    local client, list, map, pcall = new(dms, "apply=no"), arns(3), aws.map, pcall
    local stop = stop_with(client)
    for strike = 2, 500, 11 do
      local calls, is_armed = 0, true
      debug.sethook(function()
        calls = calls + 1
        if calls == strike and is_armed then error("struck", 0) end
      end, "c")
      pcall(map, list, stop, { concurrency = 2 })
      is_armed = false
      debug.sethook()
    end
    each_ok(aws.map(list, stop))
  end)
end)

describe("wait of aws.curl", function()
  it("takes a list of pools, closed ones too", function()
    local closed, open = curl.pool(), curl.pool()
    closed:close()
    curl.wait({ closed, open }, 0.01)
    curl.wait({}, 0.01)
    assert.is_false(closed:next_ended())
    assert.is_nil(open:next_ended())
    open:close()
    assert.has_error(function() curl.wait({ 1 }, 0) end)
    assert.has_error(function() curl.wait({}, nil) end)
    assert.has_error(function() curl.wait(nil, 0) end)
  end)

  it("tells each transfer that ended, once and in order, but for those that are closed", function()
    local server = tcp_server.start({ "read", tcp_server.answer(200, {}, "ok") })
    local pool, transfers = curl.pool(), {}
    for i = 1, 3 do
      transfers[i] = curl.transfer()
      assert(pool:start(transfers[i], local_aws.request(server.url)))
    end
    local deadline = system.monotime() + 20
    for _, transfer in ipairs(transfers) do
      while not transfer:done() and system.monotime() < deadline do curl.wait({ pool }, 1) end
    end
    local closed = transfers[2]:id()
    transfers[2]:close()
    local seen = { pool:next_ended() }
    assert.equal(seen[1], pool:next_ended()) -- whoever asked may have been interrupted
    seen[2] = pool:next_ended(seen[1])
    assert.is_nil(pool:next_ended(seen[2]))
    assert.is_nil(pool:next_ended())
    assert.equal(2, #seen)
    assert.is_true(seen[1] ~= closed and seen[2] ~= closed and seen[1] ~= seen[2])
    pool:close()
    assert.equal("ok", transfers[1]:result().body)
  end)
end)

local MAP = [[
  local aws = require "aws"
  local list = {}
  for i = 1, tonumber(os.getenv "COUNT") do
    list[i] = ("arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-%s-%d"):format(os.getenv "FRESH", i)
  end
  local client = aws.dms.new{ endpoint_url = os.getenv "ENDPOINT", read_timeout = 90 }
  local function stop(arn) return client.stop_replication{ ReplicationConfigArn = arn } end
]]

describe("aws.map in a process of its own", function()
  --- What a child that runs MAP and `code` writes.
  local function run(code, variables, before)
    variables.FRESH = local_aws.fresh()
    local command = child.lua_command(MAP .. code, local_aws.environment(variables))
    local exit_code, stdout, stderr = child.run((before or "") .. command)
    assert.equal("", stderr)
    assert.equal(0, exit_code)
    return stdout
  end

  it("keeps within the limit of open files", function()
    for _, limit in ipairs({ 40, 256 }) do
      local text = run([[
        local results, failed = aws.map(list, stop, { concurrency = 1000 })
        print(#results, failed, failed > 0 and results[1].error or "")
      ]], { COUNT = "1000", ENDPOINT = local_aws.http("delay=0.02,apply=no") }, "ulimit -n " .. limit .. "; ")
      assert.equal("1000\t0\t\n", text)
    end
  end)

  -- One after the other they would end further apart than the service waits.
  it("runs many at a time also after a burst whose connections took all open files", function()
    local text = run([[
      local clock, last, close = require("aws.core").clock, 0, 0
      local function stop_and_look(arn)
        stop(arn)
        if clock() - last < 0.3 then close = close + 1 end
        last = clock()
      end
      for _ = 1, 3 do
        close = 0
        local _, failed = aws.map(list, stop_and_look, { concurrency = 40 })
        print(failed, close > 10)
        require("aws.transport").sleep(0.2)
      end
    ]], { COUNT = "40", ENDPOINT = local_aws.http("delay=0.6,apply=no") }, "ulimit -n 40; ")
    assert.equal(("0\ttrue\n"):rep(3), text)
  end)

  it("is whole when garbage is collected at every call", function()
    local text = run([[
      local function collect() collectgarbage() end
      debug.sethook(collect, "c")
      local results, failed = aws.map(list, function(arn)
        debug.sethook(collect, "c")
        return stop(arn)
      end, { concurrency = 3 })
      debug.sethook()
      print(failed, results[6].value.Replication.Status, results[6].metadata.status)
    ]], { COUNT = "6", ENDPOINT = local_aws.http() })
    assert.equal("0\tstopping\t200\n", text)
  end)

  --- Runs code with a slow resolver; what it writes, how many lookups there were and how many at a time.
  local function run_with_slow_names(code, variables, before)
    local log, library = os.tmpname(), child.compile("slow_resolver", true)
    variables.RESOLVER_LOG, variables.FRESH = log, local_aws.fresh()
    local lua = arg and arg[-1] or os.getenv "LUA"
    local command = ('LD_PRELOAD="$LD_PRELOAD:%s" exec %s -e %s'):format(library, lua, child.quote(MAP .. code))
    local exit_code, stdout, stderr = child.run((before or "")
      .. child.environment(local_aws.environment(variables)) .. "sh -c " .. child.quote(command))
    assert.equal("", stderr)
    assert.equal(0, exit_code)
    local lookups, most = 0, 0
    for line in io.lines(log) do lookups, most = lookups + 1, math.max(most, tonumber(line)) end
    os.remove(log)
    return stdout, lookups, most
  end

  it("looks a host up once, however many calls wait for it", function()
    local port = local_aws.http():match(":(%d+)$")
    local text, lookups = run_with_slow_names([[
      local results, failed = aws.map(list, stop, { concurrency = 100 })
      print(failed, failed > 0 and results[1].error or "")
    ]], { COUNT = "100", ENDPOINT = "http://slow.example:" .. port .. "/fault/apply=no" })
    assert.equal("0\t\n", text)
    assert.equal(1, lookups)
  end)

  it("looks two hosts up at a time", function()
    local port = local_aws.http():match(":(%d+)$")
    local text, lookups, most = run_with_slow_names([[
      local other = aws.dms.new{ endpoint_url = os.getenv "OTHER" }
      local results, failed = aws.map(list, function(arn)
        if arn:byte(-1) % 2 == 0 then return stop(arn) end
        return other.stop_replication{ ReplicationConfigArn = arn }
      end, { concurrency = 100 })
      print(failed, failed > 0 and results[1].error or "")
    ]], {
      COUNT = "20", ENDPOINT = "http://slow.example:" .. port .. "/fault/apply=no",
      OTHER = "http://slower.example:" .. port .. "/fault/apply=no",
    })
    assert.equal("0\t\n", text)
    assert.equal(2, lookups)
    assert.equal(2, most)
  end)

  it("shares the failure to find a host among those that waited", function()
    local text, lookups = run_with_slow_names([[
      local results, failed = aws.map(list, function(arn)
        return client.stop_replication({ ReplicationConfigArn = arn }, { max_attempts = 1 })
      end, { concurrency = 50 })
      print(failed, results[50].error.type, results[50].error.applied)
    ]], { COUNT = "50", ENDPOINT = "http://no-such.example:1" })
    assert.equal("50\tConnectionError\tno\n", text)
    assert.equal(1, lookups)
  end)

  it("counts the wait for another's lookup as time to connect", function()
    local text = run_with_slow_names([[
      local results, failed = aws.map(list, function(arn)
        return client.stop_replication({ ReplicationConfigArn = arn }, { max_attempts = 1, connect_timeout = 0.1 })
      end, { concurrency = 50 })
      print(failed, results[50].error.type, results[50].error.applied)
    ]], { COUNT = "50", ENDPOINT = "http://slow.example:1" })
    assert.equal("50\tConnectTimeoutError\tno\n", text)
  end)

  -- Some 25 of them fit at a time: most wait longer than they may take to connect, and longer than the service is silent.
  it("counts the wait for open files neither as time to connect nor to read", function()
    local port = local_aws.http():match(":(%d+)$")
    local text = run_with_slow_names([[
      local results, failed = aws.map(list, function(arn)
        return client.stop_replication({ ReplicationConfigArn = arn }, {
          max_attempts = 1, connect_timeout = 1.5, read_timeout = 1.5,
        })
      end, { concurrency = 120 })
      print(failed, failed > 0 and results[120].error or "")
    ]], { COUNT = "120", ENDPOINT = "http://slow.example:" .. port .. "/fault/delay=0.6,apply=no" }, "ulimit -n 40; ")
    assert.equal("0\t\n", text)
  end)

  --- Interrupts a child while its calls wait.
  local function interrupt(code)
    local id = "mapint" .. local_aws.fresh()
    local process = child.start(child.lua_command(MAP .. [[
      local function map(...)
        local ok, err = pcall(aws.map, list, ...)
        print(ok, err.type, #err.results, err.results[1].ok, err.results[2].error.applied, err.results[5].skipped)
      end
      local function first_at_once(arn)
        if arn == list[1] then return "done" end
        return stop(arn)
      end
    ]] .. code, local_aws.environment({ COUNT = "5", FRESH = local_aws.fresh(), ENDPOINT = local_aws.http("delay=80,id=" .. id) })))
    local deadline = system.monotime() + 30
    while #local_aws.requests(id) < 2 do
      assert.is_true(system.monotime() < deadline, "the child sent no request")
      system.sleep(0.05)
    end
    system.sleep(0.1)
    local before = system.monotime()
    assert(os.execute("kill -INT " .. process.pid))
    local _, text = process.finish()
    assert.is_true(system.monotime() - before < 10)
    return text
  end

  local INTERRUPTED = "false\tInterrupted\t5\ttrue\tunknown\ttrue\n"

  it("ends at Ctrl-C with what had finished, and the script goes on", function()
    assert.equal(INTERRUPTED .. "on\n", interrupt("map(first_at_once, { concurrency = 2 }) print 'on'"))
  end)

  it("ends at Ctrl-C in a coroutine, too", function()
    local text = interrupt("coroutine.wrap(map)(first_at_once, { concurrency = 2 })")
    assert.equal(INTERRUPTED, text:sub(1, #INTERRUPTED))
  end)

  it("ends at Ctrl-C whatever its items catch", function()
    assert.equal(INTERRUPTED, interrupt([[
      map(function(arn)
        local ok, value = pcall(first_at_once, arn)
        while not ok do
          local last = value
          ok, value = pcall(stop, arn)
          if not ok and last.applied == "unknown" then error(last) end
        end
        return value
      end, { concurrency = 2 })
    ]]))
  end)
end)
