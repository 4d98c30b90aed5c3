-- Signals while a call waits: SIGINT, as at Ctrl-C, and SIGPIPE.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local system = require "system"

local CALL = [[
  local dms = require "aws.dms"
  local function call(fault, logger)
    local client = dms.new{ endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/" .. fault, read_timeout = 90,
      logger = logger }
    return client.stop_replication{ ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-C" }
  end
  local function report()
    local ok, err = pcall(call, "delay=80,apply=no,id=" .. os.getenv "ID")
    print(ok, err.type, err.kind, err.applied, require("aws.errors").is(err, "interrupted"))
  end
]]

--- Waits until the endpoint has the request that names `id`.
local function wait_for_request(id)
  local deadline = system.monotime() + 30
  while #local_aws.requests(id) == 0 do
    assert(system.monotime() < deadline, "the child sent no request")
    system.sleep(0.05)
  end
end

--- Runs code in a child, sends it a signal once it waits; its exit code, what it wrote, and how long it took to end.
--- It waits for the answer when the endpoint has its request, or after it has written the line `sign`.
local function interrupt(code, signal, sign)
  local id = "interrupt" .. local_aws.fresh()
  local process = child.start(child.lua_command(CALL .. code, local_aws.environment({ ID = id })))
  wait_for_request(id)
  if sign then process.wait_for(sign) end
  system.sleep(0.1) -- it has sent, and waits now
  local before = system.monotime()
  assert(os.execute(("kill -%s %s"):format(signal or "INT", process.pid)))
  local exit_code, text = process.finish()
  return exit_code, text, system.monotime() - before
end

local LONG = 30 -- far below what the calls would take

local INTERRUPTED = "false\tInterrupted\tinterrupted\tunknown\ttrue\n"

describe("Ctrl-C", function()
  it("ends a call of the main chunk, and the script goes on", function()
    local code, text, took = interrupt("report() print(call('none,apply=no').Replication.Status)")
    assert.equal(INTERRUPTED .. "running\n", text)
    assert.equal(0, code)
    assert.is_true(took < LONG)
  end)

  it("ends a call inside a coroutine", function()
    local _, text, took = interrupt("coroutine.wrap(report)()")
    assert.equal(INTERRUPTED, text:sub(1, #INTERRUPTED))
    assert.is_true(took < LONG)
  end)

  it("ends a script that catches nothing", function()
    local code, text, took = interrupt("call('delay=80,apply=no,id=' .. os.getenv 'ID')")
    assert.equal(1, code)
    assert.matches("Interrupted", text, 1, true)
    assert.is_true(took < LONG)
  end)

  it("ends a script that catches nothing inside a coroutine", function()
    local code, text, took = interrupt("coroutine.wrap(function() call('delay=80,apply=no,id=' .. os.getenv 'ID') end)()")
    assert.equal(1, code)
    assert.matches("nterrupted", text, 1, true)
    assert.is_true(took < LONG)
  end)
end)

-- The answer asks for a wait of 4 s.
describe("Ctrl-C between two attempts", function()
  local WAITING = [[
    io.stdout:setvbuf "line"
    local function logger(event)
      if event.type == "retry" then print "it waits" end
    end
    local function waiting()
      local ok, err = pcall(call, "status=503,amz-retry-after=90000,id=" .. os.getenv "ID", logger)
      print(ok, err.type, err.kind, err.applied, err.attempts, err.history[1].outcome)
    end
  ]]
  local EXPECTED = "false\tInterrupted\tinterrupted\tunknown\t1\tHTTP 503\n"

  it("ends the wait of a call of the main chunk, and the script goes on", function()
    local code, text, took = interrupt(
      WAITING .. "waiting() print(call('none,apply=no').Replication.Status)", "INT", "it waits")
    assert.equal(EXPECTED .. "running\n", text)
    assert.equal(0, code)
    assert.is_true(took < 4)
  end)

  it("ends the wait of a call inside a coroutine", function()
    local _, text, took = interrupt(WAITING .. "coroutine.wrap(waiting)()", "INT", "it waits")
    assert.equal(EXPECTED, text:sub(1, #EXPECTED))
    assert.is_true(took < 4)
  end)
end)

describe("Ctrl-C between two looks of a wait", function()
  local WAITING = [[
    io.stdout:setvbuf "line"
    local client = dms.new{ endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/none,id=" .. os.getenv "ID" }
    local function waiting()
      local ok, err = pcall(client.wait.replication_stopped, "arn:aws:dms:us-east-1:123456789012:replication-config:STOPPING-C",
        { delay = 300, on_poll = function() print "it waits" end })
      print(ok, err.type, err.kind, err.applied, err.waiter, err.observed[1].state)
    end
  ]]
  local EXPECTED = "false\tInterrupted\tinterrupted\tno\treplication_stopped\tstopping\n"

  it("ends it, and the script goes on", function()
    local code, text, took = interrupt(WAITING .. "waiting() print(call('none,apply=no').Replication.Status)", "INT", "it waits")
    assert.equal(EXPECTED .. "running\n", text)
    assert.equal(0, code)
    assert.is_true(took < LONG)
  end)

  it("ends it in an item of aws.map, and the map", function()
    local code, text, took = interrupt(WAITING .. [[
      local ok, err = pcall(require("aws").map, { 1, 2 }, waiting)
      print(ok, err.type)
    ]], "INT", "it waits")
    assert.equal("false\tInterrupted\n", text:match("[^\n]*\n$"))
    assert.equal(0, code)
    assert.is_true(took < LONG)
  end)
end)

describe("SIGPIPE", function()
  -- Whoever writes to a connection that is gone inside libcurl gets one.
  it("is held back while libcurl works", function()
    local code, text = interrupt("print(call('delay=3,apply=no,id=' .. os.getenv 'ID').Replication.Status)", "PIPE")
    assert.equal("running\n", text)
    assert.equal(0, code)
  end)

  it("is as it was after a call", function()
    local id = "pipe" .. local_aws.fresh()
    local code = child.lua(CALL .. [[
      call("none,apply=no,id=" .. os.getenv "ID")
      os.execute "kill -PIPE $PPID"
      require("aws.core").sleep(5)
    ]], local_aws.environment({ ID = id }))
    assert.equal(128 + 13, code)
  end)
end)
