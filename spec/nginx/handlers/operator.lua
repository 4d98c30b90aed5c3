--- Helpers that look before they write, inside nginx: for operator_spec.lua.
local aws = require "aws"
local operator_cases = require "spec.support.operator_cases"

local operator = {}

--- Makes a call that the spec has prepared.
operator.performs = operator_cases.perform

--- Waits while other light threads run: how often they ran, and whether the replication is stopped.
function operator.waits_beside_others(call)
  local client, ticks, is_over = aws[call.service].new(call.settings), 0, false
  local thread = ngx.thread.spawn(function()
    while not is_over do
      ngx.sleep(0.01)
      ticks = ticks + 1
    end
  end)
  local result = client[call.helper](call.resource, call.options)
  is_over = true
  ngx.thread.wait(thread)
  return result.status, result.changed, ticks > 1
end

return operator
