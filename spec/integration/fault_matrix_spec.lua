-- Every fault × both operations × every retry mode, over real sockets. Back-off is recorded, not waited for.
local errors = require "aws.errors"
local fault_calls = require "spec.support.fault_calls"
local faults = require "spec.support.faults"

local function check_history(result, sleeps)
  local slept, told = 0, 0
  for _, seconds in ipairs(sleeps) do slept = slept + seconds end
  if result.history then
    assert.equal(result.attempts, #result.history)
    for _, entry in ipairs(result.history) do told = told + entry.delay end
  end
  assert.is_true(math.abs(slept - told) < 1e-9, ("slept %g, told %g"):format(slept, told))
end

local function check(fault, service, mode)
  local sleeps, expected = {}, faults.expected(fault, service, mode)
  local client = fault_calls.client(fault, service, {
    max_attempts = 3,
    retry_mode = mode,
    sleep = function(seconds) sleeps[#sleeps + 1] = seconds end,
  })
  finally(client.close)
  local ok, result, resource = client.call()
  assert.equal(expected.type, not ok and result.type or nil, tostring(result))
  assert.equal(expected.attempts, result.attempts)
  if not ok then
    assert.is_true(errors.is(result))
    assert.equal(expected.applied, result.applied)
    assert.equal(expected.type, result.history[#result.history].outcome)
  end
  check_history(result, sleeps)
  assert.is_nil(fault_calls.untruth(fault, ok, result, resource))
end

describe("the fault matrix:", function()
  for _, fault in ipairs(faults.list) do
    for _, service in ipairs(fault_calls.services) do
      for _, mode in ipairs(fault_calls.modes) do
        local expected = faults.expected(fault, service, mode)
        local outcome = expected.type and expected.type .. ", applied " .. expected.applied or "ok"
        it(("%s, %s, %s: %d attempts, %s"):format(fault.name, service, mode, expected.attempts, outcome), function()
          check(fault, service, mode)
        end)
      end
    end
  end
end)
