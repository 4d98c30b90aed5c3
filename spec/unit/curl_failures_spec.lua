-- What the libcurl transport says where something is raised below it: a request that nobody answers fails, and is not lost.
local curl_transport = require "aws.transport.curl"
local errors = require "aws.errors"
local typed = require "aws.errors.typed"
local local_aws = require "spec.support.local_aws"

local curl = require "aws.curl" -- after aws.core

--- What comes of a request whose pool raises.
local function outcome(raise)
  local transport = curl_transport.new()
  transport.pool = { start = raise, close = function() end }
  return pcall(transport, local_aws.request("http://127.0.0.1:1/"))
end

describe("a request to libcurl where", function()
  it("memory runs out fails, and may be tried again", function()
    for _, text in ipairs({ "not enough memory", "curl.lua:1: not enough memory" }) do
      assert.same({ true, nil, { type = "ConnectionError", message = "not enough memory", sent = false } },
        { outcome(function() error(text, 0) end) })
    end
  end)

  it("the stack runs out fails for good", function()
    local function deeper() return 1 + deeper() end
    for _, raise in ipairs({ deeper, function() error("x.lua:1: stack overflow", 0) end }) do
      assert.same({ true, nil, { type = "ConfigError", message = "stack overflow", sent = false } }, { outcome(raise) })
    end
  end)

  it("the pool is closed fails as one of a closed client", function()
    local closed = curl.pool()
    closed:close()
    assert.same({ true, nil, { type = "ConfigError", message = typed.CLOSED, sent = false } },
      { outcome(function() closed:wait(0) end) })
  end)

  it("something else is raised passes that on as it is, the end of a program as Interrupted", function()
    for _, value in ipairs({ "watchdog: too long", 12, true }) do
      assert.same({ false, value }, { outcome(function() error(value, 0) end) })
    end
    local ok, _, failure = outcome(function() error("x.lua:1: interrupted!", 0) end)
    assert.same({ true, "Interrupted", "interrupted before sending", false }, { ok, failure.type, failure.message, failure.sent })
    assert.is_false(errors.is(failure))
  end)
end)
