-- Where code may wait, told by what nginx says of itself; spec/nginx asks a real one.
local core = require "aws.core"
local errors = require "aws.errors"
local nginx = require "aws.waiting.nginx"
local transport = require "aws.transport"
local waiting = require "aws.waiting"

local slept

local function inside(phase, body)
  package.loaded.ngx = { get_phase = function() return phase end, sleep = function(seconds) slept = seconds end }
  local ok, err = pcall(coroutine.wrap(body))
  package.loaded.ngx = nil
  if not ok then error(err, 0) end
end

describe("waiting", function()
  it("blocks outside nginx, and lets nobody else run", function()
    assert.equal("block", nginx.waiting())
    assert.is_false(waiting.can_yield())
    local before = core.clock()
    transport.sleep(0.01)
    assert.is_true(core.clock() - before >= 0.009)
  end)

  it("yields in the phases that can", function()
    for _, phase in ipairs({ "rewrite", "server_rewrite", "access", "content", "timer", "ssl_cert", "preread" }) do
      local can_yield
      slept = nil
      inside(phase, function()
        can_yield = waiting.can_yield()
        transport.sleep(7)
      end)
      assert.same({ true, 7 }, { can_yield, slept }, phase)
    end
  end)

  it("ends where another function is in the place of nginx's sleep, and never waits", function()
    local count = 0
    inside("content", function()
      package.loaded.ngx.sleep = function()
        count = count + 1
        return true
      end
      transport.sleep(1000)
    end)
    assert.is_true(count > 1)
  end)

  it("blocks where nginx is starting", function()
    for _, phase in ipairs({ "init", "init_worker" }) do
      local how
      inside(phase, function() how = nginx.waiting() end)
      assert.equal("block", how)
    end
  end)

  it("is refused in every other phase, known or not", function()
    for _, phase in ipairs({ "set", "log", "balancer", "exit_worker", "some_phase_to_come" }) do
      local ok, err, response, failure
      inside(phase, function()
        ok, err = pcall(transport.sleep, 1)
        response, failure = transport.new()({})
      end)
      assert.is_false(ok)
      assert.is_true(errors.is(err, "ConfigError"))
      assert.matches("phase " .. phase, err.message, 1, true)
      assert.is_nil(response)
      assert.same({ "ConfigError", false }, { failure.type, failure.sent })
    end
  end)

  it("is refused in a function that C called", function()
    local how, cause
    inside("content", function() ("x"):gsub("x", function() how, cause = nginx.waiting() end) end)
    assert.is_nil(how)
    assert.matches("C function", cause)
  end)
end)
