-- Scenarios of the standard retry mode: attempts, sleeps, the quota, the clock, and what comes out.
local conformance = require "spec.support.conformance"
local dms = require "aws.dms"
local drs = require "aws.drs"
local json = require "spec.support.json"
local quota = require "aws.retry.quota"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local operations = {
  RetryDataReplication = { drs, "retry_data_replication", { sourceServerID = "s-1234567890abcdef0" } },
  StopReplication = { dms, "stop_replication", { ReplicationConfigArn = "arn" } },
}

--- What the exceptions of the data are here; `sent` is no matter for a retry.
local failures = {
  read_timeout = { type = "ReadTimeoutError" },
  connect_timeout = { type = "ConnectTimeoutError" },
  connection_closed = { type = "ConnectionError" },
  tls_error = { type = "TLSError" },
  proxy_error = { type = "ProxyError" },
  other_http_client_error = { type = "ConnectionError" },
  incomplete_body = { type = "ConnectionError", status = 200, headers = {} },
}

--- Cases beside the repository in which ours does something else: what, and why.
local departures = {
  ["429-without-code-not-retried"] = {
    why = "429 says \"too many requests\" without a code too",
    attempts = 3, sleeps = { { 0, 1 }, { 0, 2 } }, quota_left = 490,
  },
  ["exception-tls_error"] = { why = "certificate failures are final", attempts = 1, sleeps = {}, final = "err", error_code = "TLSError" },
  ["exception-incomplete_body"] = {
    why = "a success that is cut was carried out", attempts = 1, sleeps = {}, final = "err", error_code = "ResponseParseError",
  },
  ["200-html-not-retried"] = { why = "a page is no success", final = "err", error_code = "ResponseParseError" },
}

local function answer_of(response)
  if response.exception then
    local failure = { message = response.exception, sent = true }
    for name, value in pairs(failures[response.exception]) do failure[name] = value end
    return { failure = failure }
  end
  return scripted.answer(response.body or "{}", response.status, conformance.headers(response.headers or {}))
end

--- The answers of all calls. One that is retried here alone comes again.
local function answers_of(case)
  local answers = {}
  for _, responses in ipairs(case.calls or { case.responses }) do
    for _, response in ipairs(responses) do answers[#answers + 1] = answer_of(response) end
  end
  for _ = 1, 2 do
    if case.ours then answers[#answers + 1] = answers[#answers] end
  end
  return answers
end

local function max_attempts_of(case)
  local given = case.client_config and case.client_config.retries or {}
  return given.total_max_attempts or given.max_attempts and given.max_attempts + 1
end

--- The error's type as the data names it: a missing code is written as the status.
local function expected_type(expect)
  local code = expect.error_code
  if code == json.null then return nil end
  if code and code:find("^%d+$") then return "HTTP " .. code end
  return code or expect.error_exception
end

local function check_header(expect, requests)
  local id
  for i, request in ipairs(requests) do
    local expected = expect.amz_sdk_request[i] and expect.amz_sdk_request[i]:gsub("^ttl=%w+; ", "")
    if expected then assert.equal(expected, (scripted.header(request, "amz-sdk-request"))) end
    id = id or scripted.header(request, "amz-sdk-invocation-id")
    assert.equal(id, (scripted.header(request, "amz-sdk-invocation-id")))
  end
end

local function check_call(expect, result, world, side)
  assert.equal(expect.attempts, #world.transport.requests)
  assert.equal(expect.attempts, result.attempts)
  assert.equal(#expect.sleeps, #world.sleeps)
  for i, bounds in ipairs(expect.sleeps) do
    assert.is_true(math.abs(bounds[side] - world.sleeps[i]) < 1e-9, ("sleep %d: %g"):format(i, world.sleeps[i]))
  end
  assert.equal(expect.final == "ok", result.type == nil)
  if expect.final ~= "ok" then assert.equal(expected_type(expect) or result.type, result.type) end
  check_header(expect, world.transport.requests)
  for i, date in ipairs(expect.amz_dates or {}) do
    assert.equal(date, (scripted.header(world.transport.requests[i], "X-Amz-Date")))
  end
end

local function with_departure(case, expect)
  local all = {}
  for name, value in pairs(expect) do all[name] = value end
  for name, value in pairs(case.ours or {}) do all[name] = value end
  return all
end

local function run(case, random, side)
  local own = quota.new()
  own.left = case.quota_before or own.left
  local new = quota.new
  quota.new = function() return own end
  finally(function() quota.new = new end)
  local service, name, input = (table.unpack or unpack)(operations[case.operation])
  local client, world = retries.client(service, answers_of(case), {
    random = function() return random end,
    now = function() return conformance.time "20240301T120000Z" end,
    max_attempts = max_attempts_of(case),
  })
  for _, expect in ipairs(case.calls and case.expect or { case.expect }) do
    expect = with_departure(case, expect)
    local ok, first, metadata = pcall(client[name], input)
    local requests = world.transport.requests
    local before = #requests - (ok and metadata or first).attempts
    world.transport = { requests = { (table.unpack or unpack)(requests, before + 1) } }
    check_call(expect, ok and metadata or first, world, side)
    assert.equal(expect.quota_left, own.left)
    world.sleeps, world.transport = {}, { requests = requests }
  end
end

-- The largest random number makes all but the whole delay.
local sides = { { "least", 0 }, { "most", 1 - 2 ^ -53 } }

for _, source in ipairs(conformance.sources("retries.json", "retries.json")) do
  describe("retries, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      case.ours = not source.is_ours and departures[case.name] or nil
      for side, jitter in ipairs(sides) do
        local title = conformance.title(case, case.ours and case.ours.why)
        it(("%s, %s jitter"):format(title, jitter[1]), function() run(case, jitter[2], side) end)
      end
    end
  end)
end
