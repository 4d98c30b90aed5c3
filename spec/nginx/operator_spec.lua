-- Helpers that look before they write, inside nginx: over cosockets.
local nginx = require "spec.support.nginx"
local operator_cases = require "spec.support.operator_cases"

describe("in nginx a helper tells what it did about", function()
  local server

  setup(function() server = nginx.start({}) end)
  teardown(function() server:stop() end)

  for _, case in ipairs(operator_cases.list) do
    it(case.name, function()
      local call, world = operator_cases.prepare(case)
      operator_cases.check(case, call, world, server:call("operator", "performs", call))
    end)
  end

  it("a replication, while others run", function()
    local call = operator_cases.prepare({ service = "dms", state = "RUNNING", phase = 0.5 })
    assert.same({ "stopped", "yes", true }, { server:call("operator", "waits_beside_others", call) })
  end)
end)
