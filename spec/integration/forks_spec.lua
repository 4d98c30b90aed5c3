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

  it("does not repeat a call whose answer had begun", function()
    local server = tcp_server.start({
      "read", tcp_server.bytes("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{"), "wait " .. gate, tcp_server.bytes("}"),
    }, { "read", tcp_server.answer(200, {}, "{}") })
    assert.same({ "child ConnectionError transport unknown 1 false", "parent ok 2" },
      run(CALL_AND_FORK, { ENDPOINT = server.url, LOG = server.log_path, GATE = gate }))
    assert.equal(2, requests_of(server))
  end)
end)
