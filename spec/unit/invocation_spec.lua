-- What tells calls apart: the id that AWS is sent with each, and the item of aws.map that made it.
local aws = require "aws"
local drs = require "aws.drs"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local INPUT, OK, refusal = retries.INPUT, retries.OK, retries.refusal

local function sent_id(request)
  return scripted.header(request, "amz-sdk-invocation-id")
end

describe("the invocation id of a call", function()
  it("is in its metadata: what AWS was sent, the same in all attempts", function()
    local metadata, world = retries.succeed({ refusal(503), OK }, { random = require("aws.core").random })
    local first, second = sent_id(world.transport.requests[1]), sent_id(world.transport.requests[2])
    assert.matches("^%x+%-%x+%-4%x+%-%x+%-%x+$", first)
    assert.same({ first, first }, { second, metadata.invocation_id })
  end)

  it("is another one in another call", function()
    local client, world = retries.client(drs, { OK, OK }, { random = require("aws.core").random })
    local _, one = client.retry_data_replication(INPUT)
    local _, other = client.retry_data_replication(INPUT)
    assert.not_equal(one.invocation_id, other.invocation_id)
    assert.equal(sent_id(world.transport.requests[2]), other.invocation_id)
  end)

  it("is in its error, where it was sent and where it was not", function()
    local err, world = retries.fail({ refusal(503), refusal(400, "ValidationException") })
    assert.equal(sent_id(world.transport.requests[1]), err.invocation_id)
    local client = retries.client(drs, {})
    local unsent = scripted.failure(client.retry_data_replication, {})
    assert.equal("ParamValidationError", unsent.type)
    assert.matches("^%x+%-", unsent.invocation_id)
  end)

  it("is in its error from the first step on, and not in errors of what is not a call", function()
    local client = retries.client(drs, {})
    assert.matches("^%x+%-", scripted.failure(client.retry_data_replication, INPUT, { tiemout = 1 }).invocation_id)
    client.close()
    assert.matches("^%x+%-", scripted.failure(client.retry_data_replication, INPUT).invocation_id)
    assert.is_nil(scripted.failure(drs.new, { tiemout = 1 }).invocation_id)
  end)

  it("is in the events that the logger hears", function()
    local ids = {}
    local metadata = retries.succeed({ refusal(503), OK }, { logger = function(event) ids[event.invocation_id] = true end })
    assert.same({ [metadata.invocation_id] = true }, ids)
  end)
end)

describe("the index of an item of aws.map", function()
  local function client_of_many(count, settings)
    local answers = {}
    for i = 1, count do answers[i] = OK end
    return retries.client(drs, answers, settings)
  end

  it("is in metadata, events and errors of the item's calls", function()
    local events = {}
    local client = client_of_many(3, { logger = function(event) events[#events + 1] = event.index end })
    local results = aws.map({ INPUT, {}, INPUT }, function(input)
      return client.retry_data_replication(input)
    end, { concurrency = 1 })
    assert.same({ 1, 3 }, { results[1].metadata.index, results[3].metadata.index })
    assert.same({ "ParamValidationError", 2 }, { results[2].error.type, results[2].error.index })
    assert.same({ 1, 1, 2, 3, 3 }, events)
  end)

  it("is nowhere outside of it, before, after and in on_result", function()
    local client = client_of_many(3)
    local seen = {}
    local function note(_, metadata) seen[#seen + 1] = metadata.index or "none" end
    note(client.retry_data_replication(INPUT))
    aws.map({ 1 }, function() end, { on_result = function() note(client.retry_data_replication(INPUT)) end })
    note(client.retry_data_replication(INPUT))
    assert.same({ "none", "none", "none" }, seen)
    assert.is_nil(scripted.failure(client.retry_data_replication, {}).index)
  end)

  it("is that of the innermost map, and of the outer one again after it", function()
    local client = client_of_many(6)
    local results = aws.map({ 1, 2 }, function()
      local inner = aws.map({ 1 }, function() return client.retry_data_replication(INPUT) end)
      local _, after = client.retry_data_replication(INPUT)
      return inner[1].metadata.index .. " " .. after.index
    end, { concurrency = 1 })
    assert.same({ "1 1", "1 2" }, { results[1].value, results[2].value })
  end)

  it("is there where items wait, in coroutines of their own, and where Lua cannot yield", function()
    local client = retries.client(drs, { OK, OK, OK, OK, OK, OK, OK, OK, OK }, { sleep = require("aws.transport").sleep })
    local results = aws.map({ 1, 2, 3 }, function(item)
      require("aws.transport").sleep(0.002 * (4 - item))
      local found = {}
      local function call()
        local _, metadata = client.retry_data_replication(INPUT)
        found[#found + 1] = metadata.index
      end
      call()
      assert(coroutine.resume(coroutine.create(call)))
      string.gsub("a", "a", function() call() end) -- luacheck: ignore 143
      return table.concat(found, " ")
    end)
    for i = 1, 3 do assert.equal(("%d %d %d"):format(i, i, i), results[i].value) end
  end)
end)
