-- Waits by a definition of the user's own.
local dms = require "aws.dms"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"

local failure = scripted.failure

local function first_status(output)
  local found = output.Replications[1]
  return found and found.Status
end

local stopped = { look = "describe_replications", state_of = first_status, success = { "stopped" }, failure = { "failed" } }

describe("wait_for", function()
  it("looks with an operation of the client", function()
    local client, world = waits.client("dms", { "running", "stopped" })
    local input = { Filters = { { Name = "replication-config-arn", Values = { waits.ARN } } } }
    local output, info = client.wait_for(stopped, input)
    assert.equal(waits.ARN, output.Replications[1].ReplicationConfigArn)
    assert.same({ "wait_for", "stopped", 2 }, { info.waiter, info.state, info.polls })
    assert.equal("2", table.concat(world.sleeps, " "):match("^2"))
    assert.truthy(world.transport.requests[2].body:find(waits.ARN, 1, true))
  end)

  it("looks with a function, which has the input and a call's options", function()
    local client = waits.client("dms", {})
    local seen, states = {}, { "a", "b", "c" }
    local value, info = client:wait_for({
      look = function(input, options)
        seen[#seen + 1] = input .. " " .. tostring(options.read_timeout)
        return { at = #seen }
      end,
      state_of = function(value) return states[value.at] end,
      success = { "c" },
    }, "x-1", { read_timeout = 7, delay = 3 })
    assert.same({ { at = 3 }, "a b c", 6 }, { value, waits.states_of(info.observed), info.waited })
    assert.same({ "x-1 7", "x-1 7", "x-1 7" }, seen)
  end)

  it("reads lists without their metatables, which may go on for ever", function()
    local endless = setmetatable({ "stopped" }, { __index = function() return "stopped" end })
    local client = waits.client("dms", { "stopped" })
    local _, info = client.wait_for({ look = "describe_replications", state_of = first_status, success = endless }, {})
    assert.equal("stopped", info.state)
  end)

  it("takes a text for the state where state_of is missing", function()
    local client, count = waits.client("dms", {}), 0
    local value = client.wait_for({
      look = function()
        count = count + 1
        return count < 3 and "at work" or "done"
      end,
      success = { "done" },
    })
    assert.equal("done", value)
  end)

  it("fails, settles and runs out of time as other waiters", function()
    local function run(states, definition, options)
      local client = waits.client("dms", states)
      local all = { look = "describe_replications", state_of = first_status, success = { "stopped" } }
      for name, value in pairs(definition) do all[name] = value end
      return failure(client.wait_for, all, {}, options)
    end
    local err = run({ "running", "failed" }, { failure = { "failed" }, min_delay = 4 })
    assert.equal("WaitFailed: wait_for: the resource is failed after 4 s (dms.describe_replications)", tostring(err))
    err = run({ "created" }, { settle_on = { "created" }, settle = 20, min_delay = 10, max_delay = 10 })
    assert.same({ "WaitFailed", 20 }, { err.type, err.waited })
    err = run({ "starting", "created" }, { settle_on = { "created" }, settle = 20, min_delay = 10 })
    assert.same({ "WaitFailed", 10 }, { err.type, err.waited })
    err = run({ "created" }, { settle_on = { "created" } })
    assert.same({ "WaitFailed", 0 }, { err.type, err.waited })
    err = run({ "running" }, { max_time = 50 })
    assert.same({ "WaitTimeout", 50 }, { err.type, err.waited })
    err = run({ "running" }, { max_time = 50 }, { max_time = 20 })
    assert.same({ "WaitTimeout", 20 }, { err.type, err.waited })
    assert.same(1800, run({ "running" }, {}).waited)
    err = run({ "running", "missing" }, { failure = { "missing" } })
    assert.same({ "ResourceMissing", "missing" }, { err.type, err.state })
    err = run({ "running", retries.refusal(400, "ResourceNotFoundFault") }, { failure = { "missing" } })
    assert.same({ "ResourceMissing", "ResourceNotFoundFault" }, { err.type, err.cause.type })
  end)

  it("can wait until nothing is there", function()
    local client = waits.client("dms", { "deleting", "missing" })
    local value, info = client.wait_for({ look = "describe_replications", state_of = first_status, success = { "missing" } }, {})
    assert.is_nil(value)
    assert.equal("deleting missing", waits.states_of(info.observed))
    local count = 0
    value, info = client.wait_for({
      look = function()
        count = count + 1
        return count == 1 and "there" or nil
      end,
      success = { "missing" },
    })
    assert.same({ nil, 2 }, { value, info.polls })
  end)

  it("tolerates what other waiters tolerate, from any call of a look", function()
    local client = waits.client("dms", { retries.refusal(500), "running", retries.fault("ConnectionError"), "stopped" })
    local _, info = client.wait_for({
      look = function(_, options) return client.describe_replications({}, options).Replications[1] end,
      state_of = function(found) return found.Status end,
      success = { "stopped" },
    })
    assert.same({ 4, "ConnectionError" }, { info.polls, info.last_error.type })
    client = waits.client("dms", { "running", retries.refusal(400, "AccessDeniedException") })
    local err = failure(client.wait_for, stopped, {})
    assert.same({ "AccessDeniedException", "wait_for", "running" }, { err.type, err.waiter, waits.states_of(err.observed) })
  end)

  it("raises what the user's functions raise", function()
    local client = waits.client("dms", { "running" })
    local function raising(name)
      local definition = { look = function() return "a" end, success = { "b" } }
      definition[name] = function() error({ mine = name }, 0) end
      return failure(client.wait_for, definition).mine
    end
    assert.same({ "look", "state_of" }, { raising("look"), raising("state_of") })
  end)

  it("does not see what the definition becomes later", function()
    local client = waits.client("dms", { "running", "stopped" })
    local definition = { look = "describe_replications", state_of = first_status, success = { "stopped" } }
    local _, info = client.wait_for(definition, {}, { on_poll = function() definition.success[1] = "gone" end })
    assert.equal("stopped", info.state)
  end)

  it("is on a module, too", function()
    local curl = require "aws.transport.curl"
    local new, transport = curl.new, scripted.transport({ waits.answer("dms", "stopped"), waits.answer("dms", "stopped") })
    curl.new = function() return transport end
    local settings = { AWS_REGION = "eu-west-1", AWS_ACCESS_KEY_ID = "AK", AWS_SECRET_ACCESS_KEY = "SK" }
    local ok, _, info = pcall(scripted.with_environment, settings, function()
      dms:wait_for(stopped, {})
      return dms.wait_for(stopped, {})
    end)
    curl.new = new
    dms.close()
    assert.is_true(ok, tostring(_))
    assert.equal("stopped", info.state)
  end)

  it("refuses a definition that does not fit, before anything is sent", function()
    local client, world = waits.client("dms", { "running" })
    local function message(definition, options)
      local err = failure(client.wait_for, definition, {}, options)
      assert.same({ "ConfigError", "wait_for", "dms", "no" }, { err.type, err.waiter, err.service, err.applied })
      return err.message
    end
    local function changed(members)
      local definition = { look = "describe_replications", state_of = first_status, success = { "stopped" } }
      for name, value in pairs(members) do definition[name] = value end
      return message(definition)
    end
    assert.equal("wait_for takes a table as its definition, got nothing", message(nil))
    assert.equal("wait_for takes a table as its definition, got a string", message("replication_stopped"))
    assert.equal("look of the definition is missing", message({ success = { "a" } }))
    assert.equal("success of the definition is missing", message({ look = "describe_replications" }))
    assert.equal('unknown member of a definition "succes"; did you mean "success"?', changed({ succes = { "a" } }))
    assert.equal('look of the definition: unknown operation "describe_replication"; did you mean "describe_replications"?',
       changed({ look = "describe_replication" }))
    assert.equal("look of the definition is a number, neither the name of an operation nor a function", changed({ look = 5 }))
    assert.equal("state_of of the definition is a string, not a function or callable table", changed({ state_of = "Status" }))
    assert.equal("success of the definition is a string, not a list of states", changed({ success = "stopped" }))
    assert.equal("failure of the definition is not a list of states", changed({ failure = { 5 } }))
    assert.equal("settle_on of the definition is not a list of states", changed({ settle_on = { created = true } }))
    assert.equal("settle of the definition is not a number of seconds, 0 or more", changed({ settle = -1 }))
    assert.equal("max_time of the definition is not a number of seconds above 0", changed({ max_time = 0 }))
    assert.equal("definition: min_delay is more than max_delay", changed({ min_delay = 5, max_delay = 4 }))
    assert.truthy(message(stopped, { nonsense = 1 }):find('^unknown option "nonsense"'))
    assert.equal(0, #world.transport.requests)
  end)

  it("refuses a state that is not a text", function()
    local client = waits.client("dms", { "running" })
    local definition = { look = function() return { 1 } end, success = { "a" } }
    assert.equal("look returned a table, not a state", failure(client.wait_for, definition).message)
    definition.state_of = function() return true end
    assert.equal("state_of returned a boolean, not a state", failure(client.wait_for, definition).message)
  end)
end)
