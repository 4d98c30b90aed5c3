-- Random sequences of outcomes against a model of the rules, written apart from the library.
local drs = require "aws.drs"
local quota = require "aws.retry.quota"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

--- 2024-03-01T12:00:00Z: half a day behind the scripted clock.
local AWS = { ["x-amzn-requestid"] = "r-1" }
local FAR_DATE = "Fri, 01 Mar 2024 12:00:00 GMT"

--- What can happen: how it is scripted, and what the rules say of it. `again`: "always", "throttled", "skew", "expired".
local outcomes = {
  { type = "ok", answer = scripted.answer() },
  { type = "ok", answer = scripted.answer("{}", 200, {}), resent = true },
  { type = "HTTP 500", status = 500, applied = "unknown", again = "always" },
  { type = "HTTP 503", status = 503, headers = { ["retry-after"] = "3" }, asked = 3, applied = "unknown", again = "always" },
  { type = "HTTP 504", status = 504, headers = { ["x-amz-retry-after"] = "-1" }, applied = "unknown", again = "always" },
  { type = "HTTP 501", status = 501, applied = "unknown" },
  { type = "HTTP 101", status = 101, applied = "unknown" },
  { type = "HTTP 101", status = 101, failure = { type = "ReadTimeoutError", sent = true }, applied = "unknown" },
  { type = "HTTP 429", status = 429, headers = { ["x-amz-retry-after"] = "90000" }, asked = 90, applied = "no", again = "throttled" },
  { type = "SlowDown", status = 503, applied = "unknown", again = "throttled" },
  { type = "ThrottlingException", status = 400, applied = "no", again = "throttled" },
  { type = "ThrottlingException", status = 400, resent = true, applied = "unknown", again = "throttled" },
  { type = "RequestTimeout", status = 400, applied = "no", again = "always" },
  { type = "ValidationException", status = 400, applied = "no" },
  { type = "ConflictException", status = 409, resent = true, applied = "unknown" },
  { type = "RequestExpired", status = 403, headers = { date = FAR_DATE }, applied = "no", again = "skew" },
  { type = "AuthFailure", status = 503, headers = { date = FAR_DATE }, applied = "unknown", again = "skew", is_transient = true },
  { type = "ExpiredToken", status = 400, applied = "no", again = "expired" },
  { type = "ConnectionError", failure = { sent = true }, applied = "unknown", again = "always" },
  { type = "ConnectionError", failure = { sent = false }, applied = "no", again = "always" },
  { type = "ConnectTimeoutError", failure = { sent = false, resent = true }, applied = "unknown", again = "always" },
  { type = "ReadTimeoutError", failure = { sent = true }, applied = "unknown", again = "always" },
  { type = "TLSError", failure = { sent = false }, applied = "no" },
  { type = "HTTP 502", status = 502, failure = { type = "ConnectionError", sent = true }, applied = "unknown", again = "always" },
  { type = "ResponseParseError", status = 200, failure = { type = "ReadTimeoutError", sent = true }, applied = "unknown" },
  { type = "ResponseParseError", status = 200, failure = { type = "ReadTimeoutError", sent = true, headers = AWS }, applied = "yes" },
  { type = "ResponseParseError", status = 200, answer = scripted.answer("<html>"), applied = "unknown" },
  { type = "ResponseParseError", status = 200, answer = scripted.answer("<html>", 200, AWS), applied = "yes" },
  { type = "ResponseTooLargeError", failure = { sent = true }, applied = "unknown" },
}

local function answer_of(outcome)
  if outcome.failure then
    local failure = { type = outcome.type, message = "m", status = outcome.status, headers = outcome.status and {} or nil }
    for name, value in pairs(outcome.failure) do failure[name] = value end
    return { failure = failure }
  end
  local code = not outcome.type:find("^HTTP") and outcome.type or nil
  local answer = outcome.answer or retries.refusal(outcome.status, code, outcome.headers)
  return { status = answer.status, headers = answer.headers, body = answer.body, resent = outcome.resent }
end

--- Whether the model sends another attempt after this outcome, were there no limits.
local function is_worth_it(outcome, seen)
  local kind = outcome.again
  if kind ~= "skew" and kind ~= "expired" then return kind ~= nil end
  local is_first = not seen[kind]
  seen[kind] = true
  return is_first or outcome.is_transient or false
end

--- The model: what a call of these outcomes comes to.
local function expected_of(sequence, limits)
  local rank, seen = { no = 1, unknown = 2, yes = 3 }, {}
  local left, cost, sleeps, applied, i = limits.quota, nil, {}, "no", 1
  while sequence[i].type ~= "ok" do
    local outcome = sequence[i]
    if rank[outcome.applied] > rank[applied] then applied = outcome.applied end
    local again = is_worth_it(outcome, seen)
    local price = outcome.again == "throttled" and 5 or 14
    if not again or i >= limits.max_attempts or left < price then
      return { type = outcome.type, applied = applied, attempts = i, sleeps = sleeps, left = left, retryable = again }
    end
    left, cost = left - price, price
    local delay = 0.5 * math.min(20, (price == 5 and 1 or 0.05) * 2 ^ (i - 1))
    sleeps[i] = math.max(delay, math.min(outcome.asked or 0, delay + 5))
    i = i + 1
  end
  return { attempts = i, sleeps = sleeps, left = math.min(500, left + (cost or 1)) }
end

local seed = 20240301
local function random(limit)
  seed = seed * 16807 % 2147483647
  return seed % limit + 1
end

--- A client with a quota of its own; its credentials can be renewed.
local function new_client(sequence, limits)
  local own, new, answers = quota.new(), quota.new, {}
  own.left = limits.quota
  for i, outcome in ipairs(sequence) do answers[i] = answer_of(outcome) end
  quota.new = function() return own end
  finally(function() quota.new = new end)
  local client, world = retries.client(drs, answers, {
    max_attempts = limits.max_attempts,
    retry_mode = limits.mode,
    credentials = function() return scripted.keys end,
  })
  quota.new = new
  return client, world, own
end

local function check_history(history, sequence, expected)
  assert.equal(expected.attempts, #history)
  for i, entry in ipairs(history) do
    assert.equal(sequence[i].type, entry.outcome)
    assert.equal(expected.sleeps[i] or 0, entry.delay)
  end
end

local function check(sequence, limits)
  local client, world, own = new_client(sequence, limits)
  local ok, first, metadata = pcall(client.retry_data_replication, retries.INPUT)
  if limits.mode == "off" then limits.max_attempts = 1 end
  local expected = expected_of(sequence, limits)
  local result = ok and metadata or first
  assert.same({ expected.type, expected.attempts, expected.applied, expected.retryable },
    { not ok and first.type or nil, result.attempts, result.applied, result.retryable })
  assert.same(expected.sleeps, world.sleeps)
  assert.same({ expected.left, expected.attempts }, { own.left, #world.transport.requests })
  if ok and expected.attempts == 1 then
    assert.is_nil(result.history)
  else
    check_history(result.history, sequence, expected)
  end
end

describe("any sequence of outcomes", function()
  it("comes to what the rules say", function()
    for _ = 1, 3000 do
      local sequence, names = {}, {}
      for i = 1, 6 do
        sequence[i] = outcomes[random(#outcomes)]
        names[i] = sequence[i].type
      end
      local mode = random(8) == 1 and "off" or "standard"
      local limits = { max_attempts = random(6), quota = random(4) == 1 and random(60) - 1 or 500, mode = mode }
      local text = ("%s; %d attempts, quota %d, %s"):format(table.concat(names, ", "), limits.max_attempts, limits.quota, mode)
      local ok, raised = pcall(check, sequence, limits)
      if not ok then error(text .. "\n" .. tostring(type(raised) == "table" and raised.message or raised), 0) end
    end
  end)
end)
