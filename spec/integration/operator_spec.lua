-- Helpers that look before they write, over real sockets, against the local AWS endpoint.
local local_aws = require "spec.support.local_aws"
local operator_cases = require "spec.support.operator_cases"

describe("a helper tells what it did about", function()
  for _, case in ipairs(operator_cases.list) do
    it(case.name, function()
      local call, world = operator_cases.prepare(case)
      operator_cases.check(case, call, world, operator_cases.perform(call))
    end)
  end
end)

describe("a write of a helper", function()
  it("is sent once, with the client's number of attempts for looks alone", function()
    local id = "once" .. local_aws.fresh()
    local call = operator_cases.prepare({ service = "dms", state = "RUNNING",
      words = "status=500,on=StopReplication,id=" .. id,
      settings = { max_attempts = 3 }, options = { wait = false } })
    local ok, found = operator_cases.perform(call)
    assert.is_true(ok, found.text)
    assert.same({ "running", "unknown", 1 }, { found.status, found.changed, found.sent })
    local stops = 0
    for _,
      request in ipairs(local_aws.requests(id)) do stops = stops + (request.operation == "StopReplication" and 1 or 0) end
    assert.equal(1, stops)
  end)
end)
