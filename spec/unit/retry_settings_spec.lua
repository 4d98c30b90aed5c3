-- The settings of retries: which there are, and functions among them that raise, wait or are interrupted.
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors.typed"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local refusal, fail = retries.refusal, retries.fail

describe("the settings of retries", function()
  local function config(variables, settings)
    local given = { region = "us-east-1", credentials = scripted.keys }
    for name, value in pairs(settings or {}) do given[name] = value end
    return scripted.with_environment(variables, drs.new, given).config
  end

  it("have AWS's defaults and variables", function()
    assert.equal("standard", config({}).retry_mode)
    assert.equal(3, config({}).max_attempts)
    assert.is_nil(config({}).timeout)
    local shown = config({ AWS_RETRY_MODE = "Adaptive", AWS_MAX_ATTEMPTS = "7" })
    assert.same({ "adaptive", "AWS_RETRY_MODE", 7 }, { shown.retry_mode, shown.sources.retry_mode, shown.max_attempts })
    assert.equal("standard", config({ AWS_RETRY_MODE = "legacy" }).retry_mode)
    assert.equal("off", config({ AWS_RETRY_MODE = "legacy" }, { retry_mode = "off" }).retry_mode)
  end)

  it("are checked", function()
    for _, wrong in ipairs({ { retry_mode = "legacy" }, { retry_mode = 5 }, { retry_mode = {} }, { timeout = 0 }, { timeout = -1 },
      { timeout = "5" }, { timeout = math.huge }, { max_attempts = 0 }, { max_attempts = 1.5 }, { logger = "stdout" } }) do
      local err = scripted.failure(config, {}, wrong)
      assert.is_true(errors.is(err, "ConfigError"))
      assert.truthy(err.message:find(next(wrong), 1, true), err.message)
    end
    assert.is_true(errors.is(scripted.failure(config, { AWS_RETRY_MODE = "fast" }), "ConfigError"))
  end)
end)

describe("a function of the settings that raises", function()
  for _, name in ipairs({ "now", "random", "sleep" }) do
    it("after an attempt ends the call, which still tells what happened: " .. name, function()
      local armed
      local settings = { [name] = function()
        if armed then error("out of " .. name, 0) end
        return name == "now" and scripted.time or 0.5
      end }
      local err = fail({ function() armed = true return refusal(500) end }, settings)
      assert.equal("ConfigError", err.type)
      assert.equal(name .. " raised: out of " .. name, err.message)
      assert.equal("unknown", err.applied)
      assert.equal("HTTP 500", err.history[1].outcome)
    end)
  end

  it("may raise anything", function()
    for _, raised in ipairs({ {}, 5, errors.new({ type = "NoRegionError", message = "theirs" }) }) do
      local err = fail({ refusal(500) }, { sleep = function() error(raised, 0) end })
      assert.equal("ConfigError", err.type)
      assert.equal("unknown", err.applied)
    end
  end)

  it("before the first attempt ends the call too", function()
    for _, name in ipairs({ "now", "random", "clock" }) do
      local err = fail({}, { timeout = 5, [name] = function() error("none here", 0) end })
      assert.same({ "ConfigError", name .. " raised: none here", "no" }, { err.type, err.message, err.applied })
      err = fail({}, { timeout = 5, [name] = function() return "noon" end })
      assert.same({ "ConfigError", name .. " returned a string, not a number" }, { err.type, err.message })
    end
  end)
end)

describe("Ctrl-C", function()
  it("during a wait ends the call, judged over its attempts", function()
    for _, raised in ipairs({ "interrupted!", errors.new({ type = "Interrupted", message = "m" }) }) do
      local err = fail({ refusal(429), refusal(500) }, { sleep = function(seconds)
        if seconds < 0.3 then error(raised, 0) end
      end })
      assert.equal("Interrupted", err.type)
      assert.equal("interrupted", err.kind)
      assert.equal("unknown", err.applied)
      assert.equal(2, #err.history)
    end
    assert.equal("no", fail({ refusal(429) }, { sleep = function() error("interrupted!", 0) end }).applied)
  end)

  it("before the first attempt is an Interrupted error too", function()
    local err = fail({}, { now = function() error("lua: interrupted!", 0) end })
    assert.equal("Interrupted", err.type)
    assert.equal("no", err.applied)
  end)
end)

describe("a wait", function()
  it("lets a coroutine wait", function()
    local client = retries.client(dms, { refusal(500), scripted.answer() }, { sleep = coroutine.yield })
    local thread = coroutine.create(client.stop_replication)
    assert.same({ true, 0.025 }, { coroutine.resume(thread, { ReplicationConfigArn = "a" }) })
    assert.is_true(coroutine.resume(thread))
    assert.equal("dead", coroutine.status(thread))
  end)
end)
