--- The specs of the fault matrix: every fault × both operations × every retry mode, whatever the transport.
local fault_calls = require "spec.support.fault_calls"
local faults = require "spec.support.faults"
local assert = require "luassert"

local fault_matrix = {}

--- Settings of every case; back-off is recorded, not waited for.
---@param mode string
---@return table
function fault_matrix.settings(mode)
  return { max_attempts = 3, retry_mode = mode }
end

local function check_history(result, sleeps)
  local slept, told = 0, 0
  for _, seconds in ipairs(sleeps) do slept = slept + seconds end
  if result.history then
    assert.equal(result.attempts, #result.history)
    for _, entry in ipairs(result.history) do told = told + entry.delay end
  end
  assert.is_true(math.abs(slept - told) < 1e-9, ("slept %g, told %g"):format(slept, told))
end

---@class spec.FaultOutcome
---@field ok boolean
---@field result table metadata or error
---@field is_error boolean of the library
---@field text string what `tostring` makes of the result
---@field resource string
---@field sleeps number[]

local function check(fault, expected, outcome)
  local result, ok = outcome.result, outcome.ok
  assert.equal(expected.type, not ok and result.type or nil, outcome.text)
  assert.equal(expected.attempts, result.attempts)
  if not ok then
    assert.is_true(outcome.is_error)
    assert.equal(expected.applied, result.applied)
    assert.equal(expected.type, result.history[#result.history].outcome)
  end
  check_history(result, outcome.sleeps)
  assert.is_nil(fault_calls.untruth(fault, ok, result, outcome.resource))
end

--- Calls `each` for every case.
---@param each fun(fault: spec.Fault, service: string, mode: string)
function fault_matrix.each(each)
  for _, fault in ipairs(faults.list) do
    for _, service in ipairs(fault_calls.services) do
      for _, mode in ipairs(fault_calls.modes) do each(fault, service, mode) end
    end
  end
end

--- Defines the specs.
---@param it function busted's, which only a spec's own file sees
---@param outcome_of fun(fault: spec.Fault, service: string, mode: string): spec.FaultOutcome
---@param differences? table<string, table> by a fault's name: what is expected of it in place of what faults.lua says
function fault_matrix.define(it, outcome_of, differences)
  fault_matrix.each(function(fault, service, mode)
    local expected = faults.expected(differences and differences[fault.name] or fault, service, mode)
    local outcome = expected.type and expected.type .. ", applied " .. expected.applied or "ok"
    it(("%s, %s, %s: %d attempts, %s"):format(fault.name, service, mode, expected.attempts, outcome), function()
      check(fault, expected, outcome_of(fault, service, mode))
    end)
  end)
end

return fault_matrix
