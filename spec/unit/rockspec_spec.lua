local rockspec = require "spec.support.rockspec"

describe("the rockspec", function()
  it("lists every Lua module of the tree, and nothing else (make rockspec writes the list)", function()
    local current, wanted = rockspec.texts()
    assert.equal(wanted, current)
  end)
end)
