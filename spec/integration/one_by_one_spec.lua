-- What differs between the Luas: PUC Lua 5.1 cannot yield where the library waits. There items of a map run one by one, and
-- whatever else is in a coroutine completes in place; nothing waits for ever.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"

local is_puc_5_1 = _VERSION == "Lua 5.1" and not rawget(_G, "jit")

local PRELUDE = [[
  local aws, env, sleep = require "aws", os.getenv, require("aws.transport").sleep
  io.stdout:setvbuf "line"
  local client = aws.dms.new{ endpoint_url = env "LOCAL_AWS_HTTP_URL" .. "/fault/apply=no" }
  local function call() return client.stop_replication{ ReplicationConfigArn = env "ARN" }.Replication.Status end
]]

local function command(code)
  return child.lua_command(PRELUDE .. code, local_aws.environment({ ARN = local_aws.arn() }))
end

--- What a child writes, which has a minute.
local function run(code)
  local status, text, stderr = child.run("timeout -k 5 60 sh -c " .. child.quote(command(code)))
  assert.same({ 0, "" }, { status, stderr })
  return text
end

describe("items of a map", function()
  it("run one by one in PUC Lua 5.1, side by side elsewhere", function()
    local text = run([[
      local words = {}
      local results, failed = aws.map({ 1, 2, 3 }, function(item)
        words[#words + 1] = "begin " .. item
        sleep(0.1 * item)
        words[#words + 1] = "end " .. item
        return call()
      end)
      print(table.concat(words, ", "), failed, results[3].value)
    ]])
    local order = is_puc_5_1 and "begin 1, end 1, begin 2, end 2, begin 3, end 3" or "begin 1, begin 2, begin 3, end 1, end 2, end 3"
    assert.equal(order .. "\t0\trunning\n", text)
  end)

  it("end with the map's time, and after what on_result raises", function()
    assert.equal("MapTimeout\t4\nenough\t0\nrunning\n", run([[
      local function tell(options)
        local _, raised = pcall(aws.map, { 1, 2, 3, 4 }, function(item) sleep(0.2) return item end, options)
        print(raised.type or raised[1], #(raised.results or {}))
      end
      tell{ timeout = 0.3, concurrency = 2 }
      tell{ on_result = function() error({ "enough" }) end }
      print(call())
    ]]))
  end)

  it("end at Ctrl-C: those that have not begun, and those under way, which PUC Lua 5.1 lets come to their end", function()
    local process = child.start(command(("local SECONDS = %d"):format(is_puc_5_1 and 1 or 60) .. [[
      local ok, err = pcall(aws.map, { 1, 2, 3 }, function(item)
        print("item " .. item)
        sleep(SECONDS)
      end, { concurrency = 2 })
      local first = err.results[1].error
      print(ok, err.type, #err.results, first and first.type, err.results[3].skipped)
      print(call())
    ]]))
    process.wait_for("item 1")
    if not is_puc_5_1 then process.wait_for("item 2") end
    assert(os.execute("kill -INT " .. process.pid))
    local first = is_puc_5_1 and "nil" or "Interrupted"
    assert.same({ 0, ("false\tInterrupted\t3\t%s\ttrue\nrunning\n"):format(first) }, { process.finish() })
  end)
end)

describe("in a coroutine", function()
  it("calls, waits and pages complete in place", function()
    assert.equal("running\tdead\n", run([[
      local thread = coroutine.create(function()
        local count = 0
        for _ in client.pages.describe_replications({}, { page_size = 20, max_items = 40 }) do count = count + 1 end
        assert(count > 0)
        sleep(0.01)
        return call()
      end)
      local _, status = coroutine.resume(thread)
      print(status, coroutine.status(thread))
    ]]))
  end)
end)
