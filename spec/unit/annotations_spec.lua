local annotations = require "spec.support.annotations"

describe("type annotations", function()
  it("say what the models say (make annotations writes them)", function()
    local file = assert(io.open("lua/aws/types.lua"))
    local text = file:read("*a")
    file:close()
    assert.equal(annotations.generate(), text)
  end)
end)
