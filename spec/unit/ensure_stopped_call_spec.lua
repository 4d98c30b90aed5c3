-- dms.ensure_stopped: what it takes and refuses, how it ends early, where it is found.
local child = require "spec.support.child"
local dms = require "aws.dms"
local errors = require "aws.errors"
local operator = require "spec.support.operator"
local scripted = require "spec.support.scripted"

local run = operator.run

describe("ensure_stopped, interrupted", function()
  local function interrupted(looks, writes, settings)
    local ok, err, world = run("dms", looks, writes, nil, settings)
    assert.same({ false, "Interrupted", "ensure_stopped" }, { ok, err.type, err.waiter })
    return err, world
  end

  it("while it waits: says what became of the stop", function()
    for answer, applied in pairs({ taken = "yes", lost = "unknown", throttled = "no" }) do
      local slept = function() error("interrupted!", 0) end
      local err = interrupted({ "running" }, { answer }, { sleep = slept, max_attempts = 1 })
      assert.same({ applied, "running", "ensure_stopped" }, { err.applied, err.state, err.operation })
    end
  end)

  it("while it looks for the first time: nothing was sent", function()
    local err = interrupted({ function() error("interrupted!", 0) end })
    assert.equal("no", err.applied)
  end)

  it("while it stops: it may have been carried out", function()
    local err, world = interrupted({ "running" }, { function() error("interrupted!", 0) end })
    assert.same({ "unknown", "stop_replication", "LW" }, { err.applied, err.operation, world.trace })
  end)
end)

describe("ensure_stopped's max_time", function()
  it("cuts looks, and never a stop, which the call's own timeout does", function()
    local function timeouts(options)
      local _, _, world = run("dms", { "running", "stopped" }, { "taken" }, options)
      local list = {}
      for i, request in ipairs(world.transport.requests) do list[i] = request.timeout or "none" end
      return list
    end
    assert.same({ 100, "none", 90 }, timeouts({ max_time = 100, delay = 10 }))
    assert.same({ 30, 30, 30 }, timeouts({ max_time = 100, delay = 10, timeout = 30 }))
  end)
end)

describe("ensure_stopped refuses", function()
  local function refused(input, options)
    local client, world = operator.client("dms", { "running" }, { "taken" })
    local err = scripted.failure(client.ensure_stopped, input, options)
    assert.is_true(errors.is(err), tostring(err))
    assert.same({ "dms", "ensure_stopped", "no", "" }, { err.service, err.operation, err.applied, world.trace })
    return err
  end

  it("inputs that do not name a replication", function()
    local arn = operator.ARN
    for _, input in ipairs({ "", arn .. " ", "\t" .. arn, arn .. "\n", arn .. "\0", arn .. "\127", "ORDERS",
      "s-1234567890abcdef0", 7, true,
      { ReplicationConfigArn = arn .. "\r" }, { ReplicationConfigArn = 7 }, {}, { ReplicationConfigArns = arn }, }) do
      assert.equal("ParamValidationError", refused(input).type)
    end
    assert.equal("ReplicationConfigArn is required", refused(nil).message)
    local err = refused({ ReplicationConfigArn = arn, Replication = 1 })
    assert.equal("Replication", err.problems[1].path)
  end)

  it("options that it does not have, and wrong ones", function()
    local arn = operator.ARN
    assert.equal('unknown option "mising"; did you mean "missing"?', refused(arn, { mising = "ok" }).message)
    for name, values in pairs({ missing = { "maybe", true }, wait = { "yes", 1 }, dry_run = { "no" }, resend_after = { -1,
      "5", 0 / 0 },
      max_refusals = { 0, 1.5, "3" }, skew = { -1, "x" }, max_time = { 0, "x" }, on_poll = { 5 }, timeout = { "x" }, }) do
      for _, value in ipairs(values) do
        local err = refused(arn, { [name] = value })
        assert.same({ "ConfigError", name }, { err.type, err.message:match("^%S+") })
      end
    end
    assert.equal("ConfigError", refused(arn, "fast").type)
  end)

  it("a client that is closed", function()
    local client = operator.client("dms", { "running" })
    client.close()
    assert.equal("ConfigError", scripted.failure(client.ensure_stopped, operator.ARN).type)
  end)
end)

describe("ensure_stopped is", function()
  it("a member of clients and modules, with a dot or a colon, listed and guessed", function()
    local client = operator.client("dms", { "stopped" })
    assert.equal("stopped", client:ensure_stopped({ ReplicationConfigArn = operator.ARN }).status)
    assert.equal("stopped", client:ensure_stopped(operator.ARN, { dry_run = true }).status)
    local names = {}
    for name in pairs(dms) do names[name] = true end
    for _, name in ipairs({ "ensure_stopped", "stop_reason" }) do
      assert.is_true(names[name])
      assert.is_function(client[name])
      assert.equal(client[name], rawget(client, name))
    end
    for _, value in ipairs({ dms, client }) do
      local err = scripted.failure(function() return value.ensure_stoped end)
      assert.equal('unknown operation "ensure_stoped"; did you mean "ensure_stopped"?', err.message)
    end
  end)

  it("not a member of other services, nor of modules of other models", function()
    assert.equal("ConfigError", scripted.failure(function() return require("aws.drs").ensure_stopped end).type)
    assert.equal("ConfigError",
      scripted.failure(function() return require("aws.service")(require("aws.model.dms")).ensure_stopped end).type)
  end)

  it("loaded when it is first used", function()
    local code = [[
      local child = require "spec.support.child"
local dms = require "aws.dms"
      local function loaded()
        for name in pairs(package.loaded) do
          if name:find("^aws%.operator") or name:find("^aws%.wait%.") then return "yes" end
        end
        return "no"
      end
      local before = dms.ensure_stopped and loaded()
      dms.stop_reason("NORMAL")
      io.write(before, loaded())
    ]]
    local status, text = child.lua(code)
    assert.same({ 0, "noyes" }, { status, text })
  end)
end)
