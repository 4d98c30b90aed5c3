-- Modules that are loaded when something of them is first used.
local late = require "aws.language.late"

local NAME = "spec.a module that is not there"

describe("a late module", function()
  after_each(function() package.loaded[NAME], package.preload[NAME] = nil, nil end)

  if _VERSION ~= "Lua 5.4" then
    it("is loaded at once where core.so has no code that serves when files are gone", function()
      local module = { value = 5 }
      package.preload[NAME] = function() return module end
      assert.equal(module, late(NAME))
      assert.equal(module, package.loaded[NAME])
    end)
    return
  end

  it("is loaded when something of it is first used, once", function()
    local count = 0
    package.preload[NAME] = function()
      count = count + 1
      return { say = function(...) return "said", ... end, value = 5 }
    end
    local module = late(NAME)
    assert.equal(0, count)
    assert.same({ "said", 1, nil, 3 }, { module.say(1, nil, 3) })
    assert.equal(5, module.value)
    assert.is_nil(module.other)
    assert.equal(1, count)
  end)

  it("is looked into each time", function()
    package.loaded[NAME] = { value = 1 }
    local module = late(NAME)
    assert.equal(1, module.value)
    package.loaded[NAME].value = 2
    assert.equal(2, module.value)
  end)

  it("that cannot be loaded is told when it is used, and tried again", function()
    local module = late(NAME)
    assert.error_matches(function() return module.value end, "module '" .. NAME .. "' not found")
    package.loaded[NAME] = { value = 1 }
    assert.equal(1, module.value)
  end)
end)
