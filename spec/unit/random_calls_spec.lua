-- Random calls of all public functions with arguments of every wrong kind: typed errors alone. RANDOM_CALLS is their
-- number, RANDOM_SEED the first one's seed.
local folder = require "spec.support.folder"
local random_calls = require "spec.support.random_calls"

describe("calls with arguments of every wrong kind", function()
  local scratch
  setup(function() scratch = folder.new() end)
  teardown(function() scratch.remove() end)

  it("raise errors of the library alone", function()
    local count = tonumber(os.getenv("RANDOM_CALLS") or "") or 3000
    local faults, made = random_calls.run(count, tonumber(os.getenv("RANDOM_SEED") or "") or 1, scratch.path)
    assert.same({}, faults)
    local total = 0
    for _, calls in pairs(made) do total = total + calls end
    assert.equal(count, total)
  end)
end)
