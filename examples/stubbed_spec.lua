-- Tests of a program that stops replications, without AWS: copy it, and put your own code in the place of `nightly`.
--
--   busted --lua=lua5.4 examples/stubbed_spec.lua
local dms = require "aws.dms"
local errors = require "aws.errors"
local stub = require "aws.stub"

-- The code under test; usually `require "nightly"`. It knows nothing of the stub.
local nightly = {}

--- Stops all replications that run. Returns the names of those, and what went wrong.
function nightly.stop_all()
  local stopped, failures = {}, {}
  for replication in dms.each.describe_replications() do
    if replication.Status == "running" then
      local ok, result = pcall(dms.ensure_stopped, replication.ReplicationConfigArn, { max_time = 1800 })
      if errors.is(result, "interrupted") then error(result, 0) end
      if ok then stopped[#stopped + 1] = replication.ReplicationConfigIdentifier else failures[#failures + 1] = result end
    end
  end
  return stopped, failures
end

-- What AWS says ---------------------------------------------------------------------------------------------------

local function replication(name, status)
  return {
    ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:" .. name:upper(),
    ReplicationConfigIdentifier = name, Status = status,
  }
end

--- Replications by name that stop when they are asked to, ten seconds later.
local function cloud(states)
  local stopped_at = {}
  local aws ---@type aws.Stub

  local function describe(input)
    local wanted, list = input.Filters and input.Filters[1].Values[1], {}
    for name, status in pairs(states) do
      if stopped_at[name] and aws:now() >= stopped_at[name] then status = "stopped" end
      local one = replication(name, status)
      if not wanted or wanted == one.ReplicationConfigArn then list[#list + 1] = one end
    end
    table.sort(list, function(a, b) return a.ReplicationConfigIdentifier < b.ReplicationConfigIdentifier end)
    return { Replications = list }
  end

  local function stop(input)
    local name = input.ReplicationConfigArn:match("[^:]*$"):lower()
    if states[name] ~= "running" then return stub.error("InvalidResourceStateFault", { message = name .. " does not run" }) end
    states[name], stopped_at[name] = "stopping", aws:now() + 10
    return { Replication = replication(name, "stopping") }
  end

  aws = stub.new{ dms = { describe_replications = describe, stop_replication = stop } }
  return aws
end

-- The tests -------------------------------------------------------------------------------------------------------

describe("the nightly stop", function()
  local aws

  after_each(function() aws:remove() end)

  it("stops what runs, and nothing else", function()
    aws = cloud({ orders = "running", audit = "stopped", nightly = "running" }):install()
    assert.same({ "nightly", "orders" }, (nightly.stop_all()))
    assert.equal(2, #aws:calls_of("stop_replication"))
    assert.is_true(aws:now() - aws.calls[1].at >= 20) -- of the stub's time: the test took none of it
    aws:verify()
  end)

  it("goes on when one of them is refused", function()
    aws = cloud({ orders = "running", audit = "running" })
    local stop = 0
    aws:set{ dms = { stop_replication = function()
      stop = stop + 1
      return stop == 1 and stub.error("AccessDeniedException", { message = "not you" }) or stub.error("InvalidResourceStateFault")
    end } }
    aws:install()
    local stopped, failures = nightly.stop_all()
    assert.same({}, stopped)
    assert.same({ "AccessDeniedException", "InvalidResourceStateFault" }, { failures[1].type, failures[2].type })
  end)

  it("does not send a stop again when its answer got lost", function()
    aws = stub.new{ dms = {
      describe_replications = {
        { Replications = { replication("orders", "running") } },   -- the list
        { Replications = { replication("orders", "running") } },   -- ensure_stopped looks
        { Replications = { replication("orders", "stopping") } },  -- and again after the stop
        stub.always{ Replications = { replication("orders", "stopped") } },
      },
      stop_replication = { stub.error("ReadTimeoutError") },
    } }
    aws:install()
    assert.same({ "orders" }, (nightly.stop_all()))
    assert.same({ "ReadTimeoutError" }, aws:calls_of("stop_replication")[1].outcomes)
    aws:verify()
  end)
end)
