--- Finalizers that run inside functions of aws.core and take away or change what these were given. A function sees its
--- input as it was or as it is then, and never memory that was freed (make sanitize shows that).
local attacks = require "spec.support.glue_attacks"
local child = require "spec.support.child"
local curl = require "aws.curl"

--- The interpreter of these specs; with the sanitizers it is a host that was built with them.
local function interpreter()
  local sanitized = package.cpath:match("([^;]*/sanitize/[^/;]*)/%?%.so")
  return child.quote(sanitized and sanitized .. "/host" or os.getenv "LUA" or "lua5.4")
end

describe("a finalizer inside", function()
  for name in pairs(attacks) do
    it(name .. " does no harm", function()
      local code, said, errors = child.run(interpreter() .. " spec/support/glue_attacks.lua " .. child.quote(name))
      assert.equal("survived\n", said, errors)
      assert.equal(0, code, errors)
    end)
  end
end)

describe("metamethods of a request", function()
  it("are not asked: a transport reads its tables raw", function()
    local pool, transfer = curl.pool(), curl.transfer()
    local asked = 0
    local request = setmetatable({ method = "GET", url = "http://127.0.0.1:1/" }, {
      __index = function()
        asked = asked + 1
        pool:close()
      end,
    })
    local started, failure = pool:start(transfer, request)
    assert.is_nil(started)
    assert.equal("bad request: headers is not a list of {name, value}", failure.message)
    assert.equal(0, asked)
  end)
end)
