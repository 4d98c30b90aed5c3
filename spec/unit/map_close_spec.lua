-- Variables of aws.map's items that Lua 5.4 closes: what their handlers may do when an item is given up.
local aws = require "aws"
local dms = require "aws.dms"
local scripted = require "spec.support.scripted"
local transport = require "aws.transport"
local waiting = require "aws.waiting"

local INPUT = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:CLOSED" }

-- Lua 5.4 alone has the syntax.
local item_with_handler = (loadstring or load)([[
  local on_close, body = ...
  local closed <close> = setmetatable({}, { __close = on_close })
  return body()
]])

--- An item that does not take the end of its map for an answer.
local function never_ending()
  while true do pcall(transport.sleep, 60) end
end

local function yielding() coroutine.yield() end

local describe_here = item_with_handler and describe or pending

describe_here("the handler of an item's variable", function()
  local function map(on_close, body, options)
    return aws.map({ 1 }, function() return item_with_handler(on_close, body) end, options)
  end

  --- What a map raises whose time ends while its item runs. On a slow machine time may end before: then it gets more.
  local function failure_at_end(on_close)
    local timeout, has_begun, failure = 0.005, false, nil
    local function item()
      has_begun = true
      never_ending()
    end
    while not has_begun and timeout < 60 do
      failure, timeout = scripted.failure(map, on_close, item, { timeout = timeout }), timeout * 4
    end
    return failure
  end

  it("makes no call and does not sleep where the item was given up at the map's end", function()
    local client = scripted.with_environment({}, dms.new, {
      region = "us-east-1", credentials = scripted.keys, endpoint_url = "http://127.0.0.1:1", retry_mode = "off",
    })
    local slept, called
    local failure = failure_at_end(function()
      slept, called = scripted.failure(transport.sleep, 60), scripted.failure(client.stop_replication, INPUT)
    end)
    assert.equal("MapTimeout", failure.type)
    assert.same({ "MapTimeout", "MapTimeout", "no" }, { slept.type, called.type, called.applied })
  end)

  it("sleeps, calls and maps in place where the item was given up for a yield of its own", function()
    local client = scripted.client(dms, { scripted.answer('{"Replication":{"Status":"stopping"}}') })
    local status, can_yield, mapped
    local results = map(function()
      can_yield = waiting.can_yield()
      transport.sleep(0.001)
      status = client.stop_replication(INPUT).Replication.Status
      mapped = { aws.map({ 1, 2 }, function() transport.sleep(0.001) end) }
    end, yielding)
    assert.equal("ConfigError", results[1].error.type)
    assert.same({ "stopping", 0, false }, { status, mapped[2], can_yield })
  end)

  it("may raise: nobody hears of it, but for Ctrl-C", function()
    local results = map(function() error("its own") end, yielding)
    assert.equal("ConfigError", results[1].error.type)
    local failure = scripted.failure(map, function() error("interrupted!", 0) end, yielding)
    assert.equal("Interrupted", failure.type)
    assert.equal("ConfigError", failure.results[1].error.type)
    failure = failure_at_end(function() error("interrupted!", 0) end)
    assert.equal("Interrupted", failure.type)
  end)

  it("may yield: that is an error of its own", function()
    local went_on = false
    map(function()
      coroutine.yield()
      went_on = true
    end, yielding)
    assert.is_false(went_on)
  end)
end)
