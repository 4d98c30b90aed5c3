-- A process that is forked while calls are in flight: its parent goes on with them, and the child repeats none.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

--- In front of the code. `fork_when(is_time)` forks in an item of a map, and opens the gate behind which the server answers
--- the parent; `tell(pid, …)` writes a line in one piece.
local PREFIX = [[
  package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
  local aws, process, env = require "aws", require "process", os.getenv
  local sleep = require("aws.transport").sleep
  local function call(client) return client.stop_replication{ ReplicationConfigArn = env "ARN" } end
  local function asked(count)
    return function()
      local file = io.open(env "LOG", "rb")
      local text = file and file:read "*a" or ""
      if file then file:close() end
      return select(2, text:gsub("Host: ", "")) >= count
    end
  end
  local function fork_when(is_time)
    local patience = 3000
    repeat
      sleep(0.01)
      patience = patience - 1
    until is_time() or patience == 0
    local pid = process.fork()
    if pid > 0 then io.open(env "GATE", "w"):close() end
    return pid
  end
  local function tell(pid, ...)
    local words = { pid == 0 and "child" or "parent", ... }
    for i = 1, #words do words[i] = tostring(words[i]) end
    io.stdout:write(table.concat(words, " "), "\n")
    io.stdout:flush()
  end
  local function tell_result(pid, result)
    local err = result.error
    if result.ok then return tell(pid, "ok", result.metadata.attempts) end
    tell(pid, err.type, err.kind, err.applied, err.attempts, err.retryable)
  end
  local function leave(pid)
    if pid == 0 then process.exit(0) end
    assert(process.wait(pid) == 0)
  end
]]

--- Runs code; its lines, sorted.
local function run(code, variables)
  child.compile("process", true)
  local more = { LUA_NAME = os.getenv "LUA" or "lua5.4", ARN = local_aws.arn() }
  for name, value in pairs(variables) do more[name] = value end
  local exit_code, stdout, stderr = child.lua(PREFIX .. code, local_aws.environment(more))
  assert.equal("", stderr)
  assert.equal(0, exit_code)
  local lines = {}
  for line in stdout:gmatch("[^\n]+") do lines[#lines + 1] = line end
  table.sort(lines)
  return lines
end

--- A call in one item, a fork in another.
local CALL_AND_FORK = [[
  local is_waiting = false
  local client = aws.dms.new{ endpoint_url = env "ENDPOINT", max_attempts = 3,
    logger = function(event) is_waiting = is_waiting or event.type == "retry" end }
  local results = aws.map({ 1, 2 }, function(n)
    if n == 1 then return call(client) end
    return fork_when(env "LOG" and asked(1) or function() return is_waiting end)
  end)
  local pid = results[2].value
  tell_result(pid, results[1])
  leave(pid)
]]

local gate

--- How often a server was asked.
local function requests_of(server) return select(2, server.log():gsub("Host: ", "")) end

describe("a forked child", function()
  before_each(function()
    gate = os.tmpname()
    os.remove(gate)
  end)
  after_each(function()
    tcp_server.stop_all()
    os.remove(gate)
  end)

  for _, scheme in ipairs({ "http", "https" }) do
    it("repeats no call of its parent's map, and makes its own, over " .. scheme, function()
      local steps = { "read", "wait " .. gate, tcp_server.answer(200, {}, "{}") }
      if scheme == "https" then table.insert(steps, 1, tcp_server.tls()) end
      local server = tcp_server.start(steps)
      assert.same({
        "child ConnectionError transport unknown 1 false", "child ConnectionError transport unknown 1 false", "child own 1",
        "parent ok 1", "parent ok 1", "parent own 1",
      }, run([[
        local client = aws.dms.new{ endpoint_url = env "ENDPOINT", ca_bundle = env "LOCAL_AWS_CA_BUNDLE", max_attempts = 3 }
        local other = aws.dms.new{ endpoint_url = env "OTHER", ca_bundle = env "LOCAL_AWS_CA_BUNDLE" }
        local results = aws.map({ 1, 2, 3 }, function(n)
          if n < 3 then return call(client) end
          return fork_when(asked(2))
        end)
        local pid = results[3].value
        for i = 1, 2 do tell_result(pid, results[i]) end
        local _, metadata = call(other)
        tell(pid, "own", metadata.attempts)
        leave(pid)
      ]], {
        ENDPOINT = scheme == "https" and server.https or server.url, OTHER = local_aws[scheme]("apply=no"),
        LOG = server.log_path, GATE = gate,
      }))
      assert.equal(2, requests_of(server))
    end)
  end

  it("does not go on with a call that waited before its next attempt", function()
    local id = "wait" .. local_aws.fresh()
    local endpoint = local_aws.http("error=ThrottlingException,retry-after=2,times=1,id=" .. id)
    assert.same({ "child ConnectionError transport no 1 false", "parent ok 2" },
      run(CALL_AND_FORK, { ENDPOINT = endpoint, GATE = gate, LOG = false }))
    assert.equal(2, #local_aws.requests(id))
  end)

  it("does not go on with its parent's waits, which tell what was written before", function()
    local id = "looks" .. local_aws.fresh()
    local lines = run([[
      local client = aws.dms.new{ endpoint_url = env "ENDPOINT" }
      local looks = 0
      local results = aws.map({ 1, 2 }, function(n)
        if n == 2 then return fork_when(function() return looks == 1 end) end
        return client.ensure_stopped(env "ARN", { delay = 3, on_poll = function() looks = looks + 1 end })
      end)
      local result, pid = results[1], results[2].value
      local err = result.error
      tell(pid, result.ok and result.value.status or err.type, result.ok and result.value.changed or err.applied, looks,
        result.ok or err.waiter .. " " .. err.state)
      leave(pid)
    ]], { ENDPOINT = local_aws.http("phase=1,id=" .. id), GATE = gate, LOG = false })
    assert.same({ "child ConnectionError yes 1 ensure_stopped running", "parent stopped yes 2 true" }, lines)
    assert.equal(3, #local_aws.requests(id))
  end)

  it("tells an attempt of unknown outcome before that wait", function()
    local id = "unknown" .. local_aws.fresh()
    local endpoint = local_aws.http("status=503,retry-after=2,times=1,id=" .. id)
    assert.same({ "child ConnectionError transport unknown 1 false", "parent ok 2" },
      run(CALL_AND_FORK, { ENDPOINT = endpoint, GATE = gate, LOG = false }))
    assert.equal(2, #local_aws.requests(id))
  end)

  it("neither fetches its parent's keys once more, nor sends the call that waits for them", function()
    local id = "keys" .. local_aws.fresh()
    local key = local_aws.temporary_key
    local document = ('{"AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","Expiration":"2999-01-01T00:00:00Z"}'):format(
      key.access_key_id, key.secret_access_key, key.session_token)
    local keys = tcp_server.start({ "read", "wait " .. gate, tcp_server.answer(200, {}, document) })
    local lines = run(CALL_AND_FORK, {
      ENDPOINT = local_aws.http("apply=no,id=" .. id), AWS_CONTAINER_CREDENTIALS_FULL_URI = keys.url .. "/keys",
      AWS_ACCESS_KEY_ID = false, AWS_SECRET_ACCESS_KEY = false, LOG = keys.log_path, GATE = gate,
    })
    assert.equal(1, requests_of(keys))
    assert.matches("^child %u%a+ %a+ no 0 false$", lines[1])
    assert.equal("parent ok 1", lines[2])
    assert.equal(1, #local_aws.requests(id))
  end)

  for _, scheme in ipairs({ "http", "https" }) do
    it("may close connections on which its parent waits, over " .. scheme, function()
      local steps = { "read", "wait " .. gate, tcp_server.answer(200, {}, "first"), "read", tcp_server.answer(200, {}, "kept") }
      local own = { "read", tcp_server.answer(200, {}, "own") }
      if scheme == "https" then
        table.insert(steps, 1, tcp_server.tls())
        table.insert(own, 1, tcp_server.tls())
      end
      local server = tcp_server.start(steps, own)
      assert.same({ "child first false true true", "child next own", "parent first first", "parent next kept" }, run([[
        local transport = require("aws.transport.curl").new()
        local function ask()
          return transport({ method = "POST", url = env "ENDPOINT", headers = { { "Host", "x" } }, body = "",
            ca_bundle = env "LOCAL_AWS_CA_BUNDLE", connect_timeout = 30, read_timeout = 60 })
        end
        local results = aws.map({ 1, 2 }, function(n)
          if n == 1 then return ask() end
          local pid = fork_when(asked(1))
          if pid == 0 then transport:close() end
          return pid
        end)
        local pid, response, failure = results[2].value, results[1].value, results[1].metadata
        if pid == 0 then tell(pid, "first", failure.status ~= nil, failure.sent, failure.final) end
        if pid > 0 then tell(pid, "first", response.body) end
        if pid > 0 then assert(process.wait(pid) == 0) end
        tell(pid, "next", ask().body)
        transport:close()
        transport = nil
        collectgarbage()
        if pid == 0 then process.exit(0) end
      ]], { ENDPOINT = scheme == "https" and server.https or server.url, LOG = server.log_path, GATE = gate }))
    end)
  end

  it("does not repeat a call whose answer had begun", function()
    local server = tcp_server.start({
      "read", tcp_server.bytes("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{"), "wait " .. gate, tcp_server.bytes("}"),
    }, { "read", tcp_server.answer(200, {}, "{}") })
    assert.same({ "child ConnectionError transport unknown 1 false", "parent ok 2" },
      run(CALL_AND_FORK, { ENDPOINT = server.url, LOG = server.log_path, GATE = gate }))
    assert.equal(2, requests_of(server))
  end)

  --- In front of maps of items that write their names into a file. `count(results)`: the words that tell what they came to.
  local COUNTED = [[
    local function started(name)
      local file = io.open(env "LOG", "a")
      file:write(name, " ")
      file:close()
    end
    local function count(results)
      local ok, skipped, failed = 0, 0, 0
      for _, result in ipairs(results) do
        local err = result.error
        if result.ok then ok = ok + 1 end
        if not result.ok and not result.skipped then failed = failed + 1 end
        if result.skipped then
          skipped = skipped + 1
          assert(err.type == "Interrupted" and err.applied == "no" and err.attempts == 0)
          assert(err.message:find("the process was forked", 1, true))
        end
      end
      return ok, skipped, failed
    end
  ]]

  --- Runs it; its lines, and the names of the items that ran in one process or the other, sorted.
  local function run_counted(code)
    local log = os.tmpname()
    finally(function() os.remove(log) end)
    local lines = run(COUNTED .. code, { LOG = log, GATE = gate, ENDPOINT = local_aws.http("apply=no") })
    local names = {}
    for name in io.open(log):read("*a"):gmatch("%S+") do names[#names + 1] = name end
    table.sort(names)
    return lines, table.concat(names, " ")
  end

  for _, concurrency in ipairs({ 1, 3, 16 }) do
    it("starts no item of its parent's map, of which " .. concurrency .. " run at a time", function()
      local lines, names = run_counted(([[
        local pid
        local results, failed = aws.map({ 1, 2, 3, 4, 5, 6 }, function(n)
          if n == 2 then pid = process.fork() else started(n) end
        end, { concurrency = %d })
        local ok, skipped, others = count(results)
        tell(pid, ok, skipped, others, failed)
        leave(pid)
      ]]):format(concurrency))
      assert.same({ "child 2 4 0 4", "parent 6 0 0 0" }, lines)
      assert.equal("1 3 4 5 6", names)
    end)
  end

  it("starts none when on_result forks", function()
    local lines, names = run_counted([[
      local pid
      local results, failed = aws.map({ 1, 2, 3, 4 }, started, { concurrency = 1,
        on_result = function(done) if done == 2 then pid = process.fork() end end })
      local ok, skipped, others = count(results)
      tell(pid, ok, skipped, others, failed)
      leave(pid)
    ]])
    assert.same({ "child 2 2 0 2", "parent 4 0 0 0" }, lines)
    assert.equal("1 2 3 4", names)
  end)

  it("starts none of a map around, and runs maps of its own", function()
    local lines, names = run_counted([[
      local pid, own
      local inner_ok, inner_skipped
      local results, failed = aws.map({ "a", "b", "c" }, function(name)
        if name ~= "b" then return started(name) end
        inner_ok, inner_skipped = count((aws.map({ 1, 2, 3 }, function(n)
          if n ~= 1 then return started("b" .. n) end
          pid = process.fork()
          if pid == 0 then own = select(2, aws.map({ 1, 2 }, function() started "own" end)) end
        end, { concurrency = 1 })))
      end, { concurrency = 1 })
      local ok, skipped, others = count(results)
      tell(pid, inner_ok, inner_skipped, ok, skipped, others, failed, own)
      leave(pid)
    ]])
    assert.same({ "child 1 2 2 1 0 1 0", "parent 3 0 3 0 0 0" }, lines)
    assert.equal("a b2 b3 c own own", names)
  end)

  it("lets no item that slept at the fork make a call, or begin a map", function()
    local lines, names = run_counted([[
      local client = aws.dms.new{ endpoint_url = env "ENDPOINT" }
      local pid
      local results = aws.map({ "call", "map", "fork" }, function(name)
        if name == "fork" then
          pid = process.fork()
          return call(client)
        end
        sleep(0.2)
        if name == "map" then return aws.map({ 1 }, function() started "inner" end) end
        local output, metadata = call(client)
        started "called"
        return output, metadata
      end)
      for i = 1, 2 do
        local err = results[i].error
        tell(pid, results[i].ok, err and err.type, err and err.applied)
      end
      tell(pid, "own", results[3].ok)
      leave(pid)
    ]])
    assert.same({
      "child false Interrupted", "child false Interrupted no", "child own true",
      "parent own true", "parent true", "parent true",
    }, lines)
    assert.equal("called inner", names)
  end)
end)
