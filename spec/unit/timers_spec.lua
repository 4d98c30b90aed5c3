-- Which timer is next.
local timers = require "aws.waiting.timers"

describe("timers", function()
  local function list(...)
    local made = timers.new()
    for i, due in ipairs({ ... }) do made:add({ due = due, name = i }) end
    return made
  end

  local function names(made, now)
    local taken = {}
    for timer in made:all_due(now) do taken[#taken + 1] = timer.name or "unnamed" end
    return taken
  end

  it("are taken in the order in which they are due, those of one time in the order in which they came", function()
    assert.same({ 4, 2, 3, 5, 1 }, names(list(9, 2, 2, 1, 3), 9))
  end)

  it("stay until they are due", function()
    local made = list(3, 1, 2)
    assert.equal(1, made:next_due())
    assert.same({ 2, 3 }, names(made, 2.5))
    assert.equal(3, made:next_due())
    assert.same({ 1 }, names(made, 3))
    assert.equal(math.huge, made:next_due())
    assert.same({}, names(made, 1e300))
  end)

  it("can be taken out", function()
    local made = list(1, 3)
    local timer = { due = 2 }
    made:add(timer)
    made:remove(timer)
    made:remove(timer)
    assert.same({ 1, 2 }, names(made, 9))
  end)
end)
