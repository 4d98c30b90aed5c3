-- Ctrl-C while the calls of aws.map wait between two attempts, or for credentials.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local system = require "system"

--- A child's map over the ARNs `list`; it writes what became of each, and goes on.
local MAP = [[
  local aws = require "aws"
  local list = {}
  for i = 1, 4 do
    list[i] = ("arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-%s-%d"):format(os.getenv "ID", i)
  end
  io.stdout:setvbuf "line"
  local function logger(event)
    if event.type == "retry" then print "it waits" end
  end
  local function new(fault, credentials)
    return aws.dms.new{ endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/" .. fault, credentials = credentials,
      logger = logger }
  end
  local function run(client, body)
    local ok, err = pcall(aws.map, list, body or function(arn) return client.stop_replication{ ReplicationConfigArn = arn } end,
      { concurrency = 3 })
    print(ok, err.type, #err.results)
    for i = 1, 4 do
      local own = err.results[i].error
      print(own.type, own.applied, own.attempts, own.operation, own.history and #own.history, err.results[i].skipped)
    end
    print(new("apply=no").stop_replication{ ReplicationConfigArn = list[1] }.Replication.Status)
  end
]]

--- What a child writes that is interrupted when `id` was named in so many requests, and `waits` of its calls have
--- written that they wait.
local function interrupt(code, count, waits)
  local id = "mapwait" .. local_aws.fresh()
  local process = child.start(child.lua_command(MAP .. code, local_aws.environment({ ID = id })))
  local deadline = system.monotime() + 30
  while #local_aws.requests(id) < count do
    assert(system.monotime() < deadline, "the child sent no request")
    system.sleep(0.05)
  end
  for _ = 1, waits do process.wait_for "it waits" end
  system.sleep(0.1)
  local before = system.monotime()
  assert(os.execute("kill -INT " .. process.pid))
  local _, text = process.finish()
  assert.is_true(system.monotime() - before < 20)
  assert.equal(count, #local_aws.requests(id))
  return text
end

local NOT_STARTED = "Interrupted\tno\t0\tnil\tnil\ttrue\nrunning\n"

describe("Ctrl-C in aws.map", function()
  local WAITED = "false\tInterrupted\t4\n" .. ("Interrupted\tunknown\t1\tstop_replication\t1\tnil\n"):rep(3) .. NOT_STARTED

  it("ends the waits between attempts", function()
    assert.equal(WAITED, interrupt("run(new('status=503,amz-retry-after=90000,id=' .. os.getenv 'ID'))", 3, 3))
  end)

  it("ends the waits between attempts of a map in a coroutine", function()
    local text = interrupt("coroutine.wrap(run)(new('status=503,amz-retry-after=90000,id=' .. os.getenv 'ID'))", 3, 3)
    assert.equal(WAITED, text:sub(1, #WAITED)) -- the main chunk hears of Ctrl-C after that
  end)

  local FETCHING = "false\tInterrupted\t4\n" .. ("Interrupted\tno\t0\tstop_replication\t0\tnil\n"):rep(3) .. NOT_STARTED

  it("ends a provider that sleeps, and those that wait for it", function()
    assert.equal(FETCHING, interrupt([[run(new("none", function(context)
      context.transport{ method = "GET",
        url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/none,id=" .. os.getenv "ID" .. "/local-aws/echo",
        headers = { { "Host", "localhost" } }, body = "" }
      print "it waits"
      context.sleep(60)
    end))]], 1, 1))
  end)

  it("ends a provider that asks a server, and those that wait for it", function()
    assert.equal(FETCHING, interrupt([[run(new("none", function(context)
      context.transport{ method = "GET",
        url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/delay=60,id=" .. os.getenv "ID" .. "/local-aws/echo",
        headers = { { "Host", "localhost" } }, body = "" }
      return nil, "it must not go on"
    end))]], 1, 0))
  end)
end)
