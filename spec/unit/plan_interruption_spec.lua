-- plan:run with an error at the N-th instruction, as Ctrl-C raises it, for many N.
local interruptions = require "spec.support.interruptions"
local places = require "spec.support.interruption_places"

--- Instructions that are left out between two, and those before the run has begun, where the text passes as it is.
local STRIDE, OUTSIDE = 307, 700

describe("an error at any instruction of plan:run", function()
  after_each(places.clean)

  it("leaves true counts, and a report to go on from", function()
    local tally = interruptions.sweep(places.by_name.plan_run(), STRIDE)
    assert.is_true(tally.steps > 10000)
    local texts = 0
    for _, count in pairs(tally.texts) do texts = texts + count end
    assert.is_true(texts * STRIDE <= OUTSIDE)
    assert.is_true((tally["Interrupted applied nil"] or 0) > 20)
  end)
end)
