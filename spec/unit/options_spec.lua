local checks = require "aws.settings.checks"
local environment = require "aws.settings.environment"
local options = require "aws.settings.options"

describe("options.read", function()
  local known = { count = checks.count, name = checks.text, switch = checks.boolean }
  local words = { table = "it takes a table", unknown = "choice", wrong = "choice %s" }

  local function fault_of(given)
    local own, fault = options.read(given, known, words)
    assert.is_nil(own)
    return fault
  end

  it("copies what fits", function()
    local given = { count = 3, switch = false }
    local own = options.read(given, known, words)
    assert.same(given, own)
    assert.are_not.equal(given, own)
    assert.same({}, options.read(nil, known, words))
    assert.same({}, options.read({}, {}, words))
  end)

  it("says what is wrong, in the words that it is given", function()
    assert.equal("it takes a table, got a string", fault_of("count"))
    assert.equal("it takes a table, got a boolean", fault_of(false))
    assert.equal("choice count is not a whole number above 0", fault_of({ count = 1.5 }))
    assert.equal("choice name is a table, not a string", fault_of({ name = {} }))
  end)

  it("names the nearest known name, or all of them", function()
    assert.equal('unknown choice "cuont"; did you mean "count"?', fault_of({ cuont = 1 }))
    assert.equal('unknown choice "xyzzy_plugh"; known: count, name, switch', fault_of({ xyzzy_plugh = 1 }))
    assert.equal("unknown choice of type number; known: count, name, switch", fault_of({ 1 }))
    assert.equal("unknown choice of type table; known: count, name, switch", fault_of({ [{}] = 1 }))
    assert.is_true(#fault_of({ [("x"):rep(10000)] = 1 }) < 200)
  end)

  it("never shows a value, and asks no metatable", function()
    assert.is_nil(fault_of({ name = "hunter2\n" }):find("hunter2", 1, true))
    local hidden = setmetatable({}, { __index = function() error("asked") end, __pairs = function() error("asked") end })
    assert.same({}, options.read(hidden, known, words))
  end)
end)

describe("a variable", function()
  local function getenv(name) return ({ A = "", B = "b", C = " " })[name] end

  it("that is empty is unset", function()
    assert.is_nil(environment.get(getenv, "A"))
    assert.is_nil(environment.get(getenv, "X"))
    assert.equal("b", environment.get(getenv, "B"))
    assert.equal(" ", environment.get(getenv, "C"))
  end)

  it("counts when it is the first one that is set", function()
    assert.same({ "b", "B" }, { environment.first(getenv, { "X", "A", "B", "C" }) })
    assert.same({ " ", "C" }, { environment.first(getenv, { "C", "B" }) })
    assert.same({}, { environment.first(getenv, { "X", "A" }) })
    assert.same({}, { environment.first(getenv, {}) })
  end)

  it("needs no word about nginx outside it", function()
    assert.equal("", environment.hint("AWS_REGION"))
  end)

  it("is hidden from workers of nginx, unless it is named", function()
    local real = package.loaded.ngx
    package.loaded.ngx = { get_phase = function() return "content" end }
    local hint = environment.hint("AWS_REGION")
    package.loaded.ngx = real
    assert.equal(" (nginx hides variables that are not named in nginx.conf: env AWS_REGION;)", hint)
  end)
end)
