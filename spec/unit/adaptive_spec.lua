-- The adaptive mode's rate limiter, against the numbers that AWS's clients are tested with, and a model of its own.
local adaptive = require "aws.retry.adaptive"
local drs = require "aws.drs"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local function near(expected, value, tolerance)
  assert.is_true(math.abs(expected - value) <= (tolerance or 1e-6), ("%.9f, not %.9f"):format(value, expected))
end

--- { seconds, throttled, measured rate, fill rate }, from AWS's specification of the adaptive mode.
local published = {
  { 0.2, false, 0, 0.5 }, { 0.4, false, 0, 0.5 }, { 0.6, false, 4.8, 0.5 }, { 0.8, false, 4.8, 0.5 },
  { 1.0, false, 4.16, 0.5 }, { 1.2, false, 4.16, 0.6912 }, { 1.4, false, 4.16, 1.0976 }, { 1.6, false, 5.632, 1.6384 },
  { 1.8, false, 5.632, 2.3328 }, { 2.0, true, 4.3264, 3.02848 }, { 2.2, false, 4.3264, 3.486639 },
  { 2.4, false, 4.3264, 3.821874 }, { 2.6, false, 5.66528, 4.053386 }, { 2.8, false, 5.66528, 4.200373 },
  { 3.0, false, 4.333056, 4.282037 }, { 3.2, true, 4.333056, 2.997426 }, { 3.4, false, 4.333056, 3.452226 },
}

--- { seconds, throttled, calculated rate }, with a best rate of 10 at 5 s; from the same source.
local curves = {
  { { 5, false, 7 }, { 6, false, 9.64893600966 }, { 7, false, 10.000030849917364 }, { 8, false, 10.453284520772092 },
    { 9, false, 13.408697022224185 }, { 10, false, 21.26626835427364 }, { 11, false, 36.425998516920465 } },
  { { 5, false, 7 }, { 6, false, 9.64893600966 }, { 7, true, 6.754255206761999 }, { 8, true, 4.727978644733399 },
    { 9, false, 6.606547753887045 }, { 10, false, 6.763279816944947 }, { 11, false, 7.598174833907107 },
    { 12, false, 11.511232804773524 } },
}

describe("the limiter", function()
  it("follows the published rates", function()
    local limiter = adaptive.new(0)
    for _, row in ipairs(published) do
      limiter:learn(row[2], row[1])
      near(row[3], limiter.rate)
      near(row[4], limiter.fill_rate)
    end
  end)

  -- The measured rate bounds what comes out of the curve: here it is out of the way.
  it("follows the published curve", function()
    for _, rows in ipairs(curves) do
      local limiter = adaptive.new(0)
      limiter.best_rate, limiter.throttled_at, limiter.enabled = 10, 5, true
      for _, row in ipairs(rows) do
        limiter.rate, limiter.read_at, limiter.counted = 1000, row[1], 0
        limiter:learn(row[2], row[1])
        near(row[3], limiter.fill_rate, 1e-9)
      end
    end
  end)

  it("lets everything pass until the service throttles", function()
    local limiter = adaptive.new(100)
    for i = 1, 50 do
      assert.equal(0, limiter:delay(100 + i / 100))
      limiter:take()
      limiter:learn(false, 100 + i / 100)
    end
    limiter:learn(true, 100.6)
    assert.is_true(limiter:delay(100.6) > 0)
  end)

  it("makes a request wait for its token, and the next one longer", function()
    local limiter = adaptive.new(0)
    limiter:learn(true, 0.4)
    near(0.5, limiter.fill_rate)
    near(2, limiter:delay(0.4))
    limiter:take()
    near(4, limiter:delay(0.4))
    limiter:take()
    near(3, limiter:delay(3.4))
    near(0, limiter:delay(6.4))
  end)

  it("saves no more tokens than a second's worth, one at least", function()
    local limiter = adaptive.new(0)
    limiter:learn(true, 0.4)
    assert.equal(0, limiter:delay(1000))
    limiter:take()
    near(2, limiter:delay(1000))
  end)

  it("never stops, whatever the clock does", function()
    local limiter = adaptive.new(1e9)
    for _, now in ipairs({ 1e9, 1e9 - 50, 0, 1e12, 1e12, -5, 1e15 }) do
      limiter:learn(now % 2 == 0, now)
      local delay = limiter:delay(now)
      assert.is_true(delay >= 0 and delay <= 2.000001, delay)
      assert.is_true(limiter.fill_rate >= 0.5)
    end
  end)

  -- Written from the specification's words, with other state: no bucket, but the times at which tokens came.
  it("agrees with a model of its own on random traffic", function()
    local seed = 20240301
    local function random()
      seed = (seed * 16807) % 2147483647
      return seed / 2147483647
    end
    local limiter, now = adaptive.new(0), 0
    local measured, bucket, count, best, last, enabled, fill = 0, 0, 0, 0, 0, false, 0
    for _ = 1, 2000 do
      now = now + random() * 0.4
      local throttled = random() < 0.15
      limiter:learn(throttled, now)
      count = count + 1
      local half = math.floor(now * 2) / 2
      if half > bucket then
        measured, count, bucket = 0.8 * count / (half - bucket) + 0.2 * measured, 0, half
      end
      local wanted
      if throttled then
        best = enabled and math.min(measured, fill) or measured
        last, enabled, wanted = now, true, 0.7 * best
      else
        wanted = 0.4 * (now - last - (best * 0.3 / 0.4) ^ (1 / 3)) ^ 3 + best
      end
      fill = math.max(0.5, math.min(wanted, 2 * measured))
      near(measured, limiter.rate)
      near(fill, limiter.fill_rate)
    end
  end)
end)

describe("a client in adaptive mode", function()
  local THROTTLED = retries.refusal(429, "ThrottlingException")

  it("waits for its turn after throttling, and counts that as delay", function()
    local client, world = retries.client(drs, { THROTTLED, scripted.answer(), scripted.answer() },
      { retry_mode = "adaptive", random = function() return 0 end })
    local _, metadata = client.retry_data_replication(retries.INPUT)
    assert.same({ 0, 2 }, world.sleeps)
    assert.equal(2, metadata.retry_delay)
    assert.equal(2, metadata.history[1].delay)
    _, metadata = client.retry_data_replication(retries.INPUT)
    assert.equal(1, metadata.attempts)
    assert.is_nil(metadata.history)
    assert.equal(3, #world.sleeps)
    assert.is_true(metadata.retry_delay > 0 and metadata.retry_delay <= 2)
    assert.equal(world.sleeps[3], metadata.retry_delay)
  end)

  it("waits for nothing while nobody throttles, and retries as the standard mode", function()
    local client, world = retries.client(drs, { retries.refusal(503), scripted.answer() }, { retry_mode = "adaptive" })
    client.retry_data_replication(retries.INPUT)
    assert.same({ 0.025 }, world.sleeps)
  end)

  it("shares its rate between calls, but not with calls in another mode", function()
    local client, world = retries.client(drs, { THROTTLED, scripted.answer(), scripted.answer() }, { max_attempts = 1 })
    pcall(client.retry_data_replication, retries.INPUT, { retry_mode = "adaptive" })
    client.retry_data_replication(retries.INPUT)
    assert.same({}, world.sleeps)
    client.retry_data_replication(retries.INPUT, { retry_mode = "adaptive" })
    assert.equal(1, #world.sleeps)
  end)

  it("waits less and less while calls succeed", function()
    local answers = { THROTTLED }
    for i = 2, 41 do answers[i] = scripted.answer() end
    local client, world = retries.client(drs, answers, { retry_mode = "adaptive", max_attempts = 1 })
    pcall(client.retry_data_replication, retries.INPUT)
    for _ = 2, 41 do client.retry_data_replication(retries.INPUT) end
    assert.equal(2, world.sleeps[1])
    assert.is_true(world.clock - 1000 < 30, "40 calls took " .. world.clock - 1000)
  end)

  it("that is closed while a call waits for its turn sends nothing more", function()
    local client, world
    client, world = retries.client(drs, { THROTTLED, scripted.answer() },
      { retry_mode = "adaptive", max_attempts = 1, sleep = function() client.close() end })
    pcall(client.retry_data_replication, retries.INPUT)
    local err = scripted.failure(client.retry_data_replication, retries.INPUT)
    assert.same({ "ConfigError", "the client is closed", "no", 0 }, { err.type, err.message, err.applied, err.attempts })
    assert.equal(1, #world.transport.requests)
  end)

  it("keeps no turn for a call that is prepared", function()
    local client, world = retries.client(drs, { THROTTLED, scripted.answer() }, { retry_mode = "adaptive", max_attempts = 1 })
    pcall(client.retry_data_replication, retries.INPUT)
    for _ = 1, 3 do client.prepare.retry_data_replication(retries.INPUT) end
    assert.same({}, world.sleeps)
    client.retry_data_replication(retries.INPUT)
    assert.same({ 2 }, world.sleeps)
  end)

  it("does not wait longer than the call may take", function()
    local client, world = retries.client(drs, { THROTTLED }, { retry_mode = "adaptive", max_attempts = 1, timeout = 1.5 })
    pcall(client.retry_data_replication, retries.INPUT)
    local err = scripted.failure(client.retry_data_replication, retries.INPUT)
    assert.equal("DeadlineExceeded", err.type)
    assert.equal("no", err.applied)
    assert.equal(0, err.attempts)
    assert.same({}, world.sleeps)
    assert.equal(1, #world.transport.requests)
  end)
end)
