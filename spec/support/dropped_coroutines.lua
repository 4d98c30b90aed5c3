--- Coroutines that are dropped at each of their yields and collected, each test in a program of its own (apart.lua).
local apart = require "spec.support.apart"
local assert = require "luassert"
local dms = require "aws.dms"
local scripted = require "spec.support.scripted"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:ONE"

--- Answers that all yield before they are there.
local function client_of(answers, settings)
  local asked = 0
  local given = {
    sleep = function() coroutine.yield("sleep") end, max_attempts = 3,
    transport = function()
      asked = asked + 1
      local number = asked
      coroutine.yield("exchange")
      return answers[(number - 1) % #answers + 1]
    end,
  }
  for name, value in pairs(settings or {}) do given[name] = value end
  return scripted.client(dms, {}, given)
end

--- Runs a body to its end, or up to a yield; whether it has ended, and with what.
local function run(body, yields)
  local thread = coroutine.create(body)
  for _ = 1, yields do
    local ok, value = coroutine.resume(thread)
    if not ok then error(value, 0) end
    if coroutine.status(thread) == "dead" then return true, value end
  end
  return false
end

--- Drops it at each yield, and looks whether what comes then is whole.
local function check(body, want, least)
  local yields = 0
  local is_over
  repeat
    is_over = run(body, yields)
    collectgarbage()
    local ended, value = run(body, 1000)
    assert.same({ true, want }, { ended, value })
    yields = yields + 1
  until is_over or yields > 1000
  assert.is_true(yields > least and yields < 1000)
end

local good = scripted.answer('{"Replication":{"Status":"stopping"}}', 200, { ["x-amzn-requestid"] = "r-1" })
local broken = scripted.answer("", 500)

local tests = {}

tests["leaves calls with retries in order"] = function()
  check(function()
    -- Of whoever is dropped the place in the answers is left as it is: each call has answers of its own.
    local client = client_of({ broken, broken, good })
    return client.stop_replication({ ReplicationConfigArn = ARN }).Replication.Status
  end, "stopping", 5)
end

tests["leaves a client that is shared in order"] = function()
  local client = client_of({ good }, { retry_mode = "adaptive" })
  check(function() return client.stop_replication({ ReplicationConfigArn = ARN }).Replication.Status end, "stopping", 1)
end

tests["leaves waits in order"] = function()
  local looks = {}
  for i, status in ipairs({ "stopping", "stopping", "stopped" }) do
    looks[i] = scripted.answer(('{"Replications":[{"Status":"%s"}]}'):format(status), 200, { ["x-amzn-requestid"] = "r-1" })
  end
  check(function()
    local client = client_of(looks, { clock = function() return 5 end })
    return client.wait.replication_stopped(ARN).Status
  end, "stopped", 4)
end

tests["leaves nobody waiting for keys that it was to fetch"] = function()
  local now, clock = scripted.time, 1000
  local client
  client = client_of({ good }, {
    now = function() return now end, clock = function() return clock end,
    sleep = function(seconds)
      clock = clock + seconds
      coroutine.yield("sleep")
    end,
    credentials = function(context)
      context.sleep(0.01)
      return { access_key_id = "AKIDOWN", secret_access_key = "a secret of ours", expiration = now + 3600 }
    end,
  })
  check(function()
    now = now + 7200
    return client.stop_replication({ ReplicationConfigArn = ARN }).Replication.Status
  end, "stopping", 2)
end

return apart.tests("spec/support/dropped_coroutines.lua", tests)
