-- Few descriptors left: a call waits for its turn, as long as it may for a connection, and is told what is missing.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

--- Leaves `left` descriptors (of 40) and calls, `count` at a time. Prints how many failed and their types and words.
local PROGRAM = [[
  local aws, dms, errors = require "aws", require "aws.dms", require "aws.errors"
  require "aws.map"
  local left, count, is_warm = %d, %d, %s
  local client = dms.new({
    endpoint_url = os.getenv "ENDPOINT", ca_bundle = os.getenv "LOCAL_AWS_CA_BUNDLE", connect_timeout = 0.5, retry_mode = "off",
  })
  local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING1"
  local files, items, odd, told = {}, {}, {}, 0
  local function call(item)
    if item == "free" then
      require("aws.core").sleep(0.05)
      for i = 1, 10 do files[#files]:close() files[#files] = nil end
      return
    end
    return client.stop_replication({ ReplicationConfigArn = ARN })
  end
  if is_warm then call() end
  local file = io.open("/dev/null")
  while file do files[#files + 1] = file file = io.open("/dev/null") end
  for i = 1, left do files[#files]:close() files[#files] = nil end
  for i = 1, count do items[i] = i end
  if %s then items[#items + 1] = "free" end
  local results, failed = aws.map(items, call, { concurrency = #items })
  for i = 1, #items do
    local err = results[i].error
    local is_told = errors.is(err, "ConnectTimeoutError") and err.message:find("no descriptor left", 1, true)
    if is_told and err.applied == "no" then told = told + 1 end
    if err and not is_told then odd[#odd + 1] = tostring(err) end
  end
  print(("failed %%d, told %%d, odd %%d %%s"):format(failed, told, #odd, odd[1] or ""))
]]

local function run(url, left, count, more)
  more = more or {}
  local environment = local_aws.environment({ ENDPOINT = url })
  local code = PROGRAM:format(left, count, tostring(more.is_warm == true), tostring(more.is_freed == true))
  local status, stdout, stderr = child.run("(ulimit -n 40; exec " .. child.lua_command(code, environment) .. ")")
  assert.equal(0, status, stderr)
  return (stdout:gsub("%s+$", ""))
end

describe("with few descriptors left,", function()
  for _, scheme in ipairs({ "http", "https" }) do
    local url = function() return local_aws[scheme]("apply=no") end

    for left = 1, 3 do
      it(("%d are told: %s"):format(left, scheme), function()
        assert.equal("failed 4, told 4, odd 0", run(url(), left, 4))
      end)
    end

    it("4 or 5 are enough or told: " .. scheme, function()
      for left = 4, 5 do
        assert.matches("odd 0$", run(url(), left, 4))
      end
    end)

    for _, left in ipairs({ 6, 7, 8, 12 }) do
      it(("%d let many calls take their turns: %s"):format(left, scheme), function()
        assert.equal("failed 0, told 0, odd 0", run(url(), left, 12))
      end)
    end

    it("an idle connection is enough: " .. scheme, function()
      for left = 0, 4 do
        assert.equal("failed 0, told 0, odd 0", run(url(), left, left == 0 and 1 or 8, { is_warm = true }))
      end
    end)

    it("some that others give back are used: " .. scheme, function()
      assert.equal("failed 0, told 0, odd 0", run(url(), 1, 4, { is_freed = true }))
    end)
  end

  it("a call that waits for its turn lets others go on", function()
    local gate = os.tmpname()
    os.remove(gate)
    finally(function()
      tcp_server.stop_all()
      os.remove(gate)
    end)
    local server = tcp_server.start({ "read", "wait " .. gate, tcp_server.answer(200, {}, "slow") },
      { "read", tcp_server.answer(200, {}, "in turn") })
    local code = [[
      local aws, transport, env = require "aws", require("aws.transport.curl").new(), os.getenv
      local sleep = require("aws.transport").sleep
      local files, is_full = {}, false
      local function ask(url)
        local response, failure = transport({ method = "POST", url = url, headers = { { "Host", "x" } }, body = "",
          connect_timeout = 20, read_timeout = 60 })
        return response and response.body or failure.message
      end
      local items = {
        function() return ask(env "SLOW") end,
        function() return #ask(env "OTHER") > 0 end,
        function()
          repeat sleep(0.01) until io.open(env "LOG")
          repeat files[#files + 1] = io.open("/dev/null") or false until not files[#files]
          is_full = true
          local body = ask(env "SLOW")
          io.open(env "GATE", "w"):close()
          return body
        end,
        function()
          repeat sleep(0.01) until is_full
          for _ = 1, 5 do sleep(0.01) end
          for i = 1, 10 do files[i]:close() end
        end,
      }
      local results = aws.map(items, function(item) return item() end)
      for i = 1, 3 do print(results[i].value or results[i].error) end
    ]]
    local environment = local_aws.environment({
      SLOW = server.url, OTHER = local_aws.http("none"), GATE = gate, LOG = server.log_path,
    })
    local _, stdout, stderr = child.run("(ulimit -n 40; exec " .. child.lua_command(code, environment) .. ")")
    assert.equal("slow\ntrue\nin turn\n", stdout)
    assert.equal("", stderr)
  end)

  it("another failure stays what it is", function()
    local report = run("http://127.0.0.1:1", 12, 2)
    assert.matches("^failed 2, told 0, odd 2 ConnectionError", report)
  end)
end)
