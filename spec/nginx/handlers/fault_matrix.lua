--- The calls of the fault matrix: for fault_matrix_spec.lua.
local aws = require "aws"
local errors = require "aws.errors"

local fault_matrix = {}

local function call(case)
  local sleeps = {}
  case.settings.sleep = function(seconds) sleeps[#sleeps + 1] = seconds end
  local client = aws[case.service].new(case.settings)
  local ok, first, metadata = pcall(client[case.operation], { [case.member] = case.resource })
  client.close()
  local result = ok and metadata or first
  return {
    ok = ok, result = result, is_error = errors.is(result), text = tostring(result), resource = case.resource, sleeps = sleeps,
  }
end

--- Makes the call of each case, in one map; returns the results in their order.
---@param cases table[]
function fault_matrix.call_all(cases) return (aws.map(cases, call)) end

return fault_matrix
