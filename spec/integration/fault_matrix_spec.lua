-- The fault matrix over libcurl.
local errors = require "aws.errors"
local fault_calls = require "spec.support.fault_calls"
local fault_matrix = require "spec.support.fault_matrix"

local function outcome_of(fault, service, mode)
  local sleeps, settings = {}, fault_matrix.settings(mode)
  settings.sleep = function(seconds) sleeps[#sleeps + 1] = seconds end
  local client = fault_calls.client(fault, service, settings)
  finally(client.close)
  local ok, result, resource = client.call()
  return {
    ok = ok, result = result, is_error = errors.is(result), text = tostring(result), resource = resource, sleeps = sleeps,
  }
end

describe("the fault matrix:", function() fault_matrix.define(it, outcome_of) end)
