-- aws.map with calls that retry, and with credentials that have to be fetched.
local aws = require "aws"
local core = require "aws.core"
local dms = require "aws.dms"
local local_aws = require "spec.support.local_aws"
local scripted = require "spec.support.scripted"
local system = require "system"
local transport = require "aws.transport"

local clients = {}

--- A client of the endpoint with the library's own retries.
local function new(fault, more)
  local settings = local_aws.settings(local_aws.http(fault), more)
  settings.max_attempts = more and more.max_attempts or 3
  clients[#clients + 1] = dms.new(settings)
  return clients[#clients]
end

--- Settings by which time runs twenty times as fast for everything above the transport.
local function hurried(settings)
  settings.clock = function() return core.clock() * 20 end
  settings.sleep = function(seconds) transport.sleep(seconds / 20) end
  return settings
end

local function arns(count)
  local list = {}
  for i = 1, count do list[i] = local_aws.arn() end
  return list
end

local function stop_with(client, options)
  return function(arn) return client.stop_replication({ ReplicationConfigArn = arn }, options) end
end

local function each_ok(results, failed)
  assert.equal(0, failed, results[1] and tostring(results[1].error))
  assert.is_true(#results > 0)
end

--- What a map came to that has to end early.
local function ended_early(...)
  local err = scripted.failure(aws.map, ...)
  assert.equal("MapTimeout", err.type)
  return err.results
end

after_each(function()
  for _, client in ipairs(clients) do client.close() end
  clients = {}
end)

describe("retries in aws.map", function()
  -- In turn the waits of a second would take a minute.
  it("wait at the same time, in maps inside as well", function()
    local id, before = "mapback" .. local_aws.fresh(), system.monotime()
    local client = new("status=429,amz-retry-after=1000,times=60,id=" .. id, { max_attempts = 10 })
    local results, failed = aws.map(arns(30), function(arn)
      each_ok(aws.map({ arn, local_aws.arn() }, stop_with(client)))
    end, { concurrency = 30 })
    each_ok(results, failed)
    assert.is_true(system.monotime() - before < 30)
    assert.equal(120, #local_aws.requests(id))
  end)

  it("end by the quota that all calls of a client share", function()
    local id = "mapquota" .. local_aws.fresh()
    local client = new("error=ThrottlingException,id=" .. id, { random = function() return 0.001 end })
    local results, failed = aws.map(arns(150), stop_with(client), { concurrency = 50 })
    assert.equal(150, failed)
    local sent = 0
    for _, result in ipairs(results) do
      assert.equal("ThrottlingException", result.error.type)
      assert.equal("no", result.error.applied)
      assert.equal(result.error.attempts, #result.error.history)
      sent = sent + result.error.attempts
    end
    assert.equal(150 + 500 / 5, sent)
    assert.equal(sent, #local_aws.requests(id))
  end)

  it("slow all calls of a client in adaptive mode", function()
    local id = "mapslow" .. local_aws.fresh()
    local client = new("error=ThrottlingException,times=10,id=" .. id,
      hurried({ retry_mode = "adaptive", max_attempts = 20, random = function() return 0.001 end }))
    local results, failed = aws.map(arns(30), stop_with(client), { concurrency = 10 })
    each_ok(results, failed)
    local slowed = 0
    for _, result in ipairs(results) do
      if result.metadata.attempts == 1 and result.metadata.retry_delay > 0 then slowed = slowed + 1 end
    end
    assert.is_true(slowed > 0)
  end)

  it("end by each call's own timeout, with what is known of it", function()
    local client = new("status=503,amz-retry-after=1500")
    local results, failed = aws.map(arns(20), stop_with(client, { timeout = 2 }), { concurrency = 20 })
    assert.equal(20, failed)
    for _, result in ipairs(results) do
      assert.equal("DeadlineExceeded", result.error.type)
      assert.equal("HTTP 503", result.error.cause.type)
      assert.equal("unknown", result.error.applied)
      assert.equal(result.error.attempts, #result.error.history)
    end
  end)

  it("do not go on at the map's timeout; each call tells of its attempts", function()
    for fault, applied in pairs({ ["status=503"] = "unknown", ["status=429"] = "no" }) do
      local id = "mapstop" .. local_aws.fresh()
      local client = new(fault .. ",amz-retry-after=90000,id=" .. id)
      for _, result in ipairs(ended_early(arns(3), stop_with(client), { timeout = 2.5 })) do
        local err = result.error
        assert.equal("MapTimeout", err.type)
        assert.equal("interrupted", err.kind)
        assert.equal("stop_replication", err.operation)
        assert.equal(applied, err.applied)
        assert.equal(1, err.attempts)
        assert.same({ 1, fault:gsub("status=", "HTTP ") }, { #err.history, err.history[1].outcome, 1 })
      end
      assert.equal(3, #local_aws.requests(id))
    end
  end)

  it("do not go on at the map's timeout where Lua cannot yield", function()
    local client = new("status=503,amz-retry-after=90000")
    local results = ended_early(arns(2), function(arn) arn:gsub("^arn:.*", stop_with(client)) end, { timeout = 0.5 })
    for _, result in ipairs(results) do
      assert.equal(result.skipped and "no" or "unknown", result.error.applied)
      assert.equal(result.skipped and "Interrupted" or "MapTimeout", result.error.type)
    end
    assert.is_nil(results[1].skipped)
  end)

  it("that end with the map while they wait for their turn let the next call go soon", function()
    local id = "mapturn" .. local_aws.fresh()
    local client = new("error=ThrottlingException,times=1,id=" .. id, { retry_mode = "adaptive", max_attempts = 1 })
    pcall(stop_with(client), local_aws.arn())
    for _, result in ipairs(ended_early(arns(60), stop_with(client), { concurrency = 60, timeout = 0.2 })) do
      assert.equal("no", result.error.applied)
      assert.equal(not result.skipped and "stop_replication" or nil, result.error.operation)
    end
    local _, metadata = stop_with(client)(local_aws.arn())
    assert.is_true(metadata.retry_delay < 10) -- and not two minutes, at half a request a second
  end)
end)

describe("credentials in aws.map", function()
  --- A provider that counts, and waits by `wait(context)`.
  local function counting(wait)
    local counter = { calls = 0 }
    return function(context)
      counter.calls = counter.calls + 1
      wait(context)
      return { access_key_id = local_aws.variables().AWS_ACCESS_KEY_ID,
        secret_access_key = local_aws.variables().AWS_SECRET_ACCESS_KEY }
    end, counter
  end

  --- Waits by a request of so many seconds.
  local function asking(seconds)
    return function(context)
      local response, failure = context.transport(local_aws.request(local_aws.echo("delay=" .. seconds)))
      if not response then error("the provider's request failed: " .. failure.type, 0) end
    end
  end

  local function sleeping(seconds)
    return function(context) context.sleep(seconds) end
  end

  for name, wait in pairs({ ["that sleeps"] = sleeping(0.2), ["that asks a server"] = asking(0.2) }) do
    it("are fetched once for all items by a provider " .. name, function()
      local provider, counter = counting(wait)
      local call = stop_with(new(nil, { credentials = provider }))
      local results, failed = aws.map(arns(40), function(arn)
        if arn:byte(-1) % 3 == 0 then return each_ok(aws.map({ arn }, call)) end
        return call(arn)
      end, { concurrency = 40 })
      each_ok(results, failed)
      assert.equal(1, counter.calls)
    end)
  end

  for name, wait in pairs({ ["that sleeps"] = sleeping(60), ["that asks a server"] = asking(60) }) do
    it("that do not come before the map's timeout: nothing was sent, by a provider " .. name, function()
      local provider, counter = counting(wait)
      local results = ended_early(arns(30), stop_with(new(nil, { credentials = provider })), { concurrency = 25, timeout = 0.4 })
      assert.is_nil(results[1].skipped)
      for i, result in ipairs(results) do
        local is_started = not result.skipped -- a busy machine may not have got to all 25
        assert.is_true(i <= 25 or not is_started)
        assert.equal(is_started and "MapTimeout" or "Interrupted", result.error.type)
        assert.equal(is_started and "stop_replication" or nil, result.error.operation)
        assert.equal("no", result.error.applied)
        assert.equal(0, result.error.attempts)
      end
      assert.equal(1, counter.calls)
    end)
  end

  it("outlast an inner map that ends while it fetches them", function()
    local provider, counter = counting(sleeping(1.5))
    local call = stop_with(new(nil, { credentials = provider }))
    local results, failed = aws.map(arns(4), function(arn)
      if arn:byte(-1) % 2 == 0 then return call(arn) end
      local err = scripted.failure(aws.map, { arn }, call, { timeout = 0.1 })
      assert.equal("MapTimeout", err.results[1].error.type)
      return call(arn)
    end)
    each_ok(results, failed)
    assert.is_true(counter.calls <= 3)
  end)
end)

describe("maps of one client, in coroutines of the user's own", function()
  it("do not take each other's answers", function()
    local client = new("delay=0.3")
    local function body(arn) return arn == 1 or stop_with(client)(arn) end
    local first = coroutine.wrap(function()
      return "end", select(2, aws.map({ 1, local_aws.arn(), local_aws.arn() }, body, { timeout = 20, on_result = coroutine.yield }))
    end)
    assert.equal(1, (first()))
    each_ok(aws.map(arns(3), body))
    assert.equal(2, (first()))
    assert.equal(3, (first()))
    assert.same({ "end", 0 }, { first() })
  end)
end)
