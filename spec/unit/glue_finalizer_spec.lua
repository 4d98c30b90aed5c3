--- Finalizers that run inside functions of aws.core and take away or change what these were given. A function sees its
--- input as it was or as it is then, and never memory that was freed (make sanitize shows that).
local attacks = require "spec.support.glue_attacks"
local curl = require "aws.curl"

describe("a finalizer inside", function()
  for _, name in ipairs(attacks.names) do
    it(name .. " does no harm", function() attacks.check(name) end)
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
