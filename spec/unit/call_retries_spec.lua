-- What a call makes of its attempts: which follow one another, how they are signed, and what is said in the end.
local credentials = require "aws.credentials"
local drs = require "aws.drs"
local drs_model = require "aws.model.drs"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local INPUT, fault, refusal = retries.INPUT, retries.fault, retries.refusal
local succeed, fail = retries.succeed, retries.fail
local OK = scripted.answer('{"arn":"a"}', 200, { ["x-amzn-requestid"] = "r-ok" })

describe("attempts", function()
  it("follow one another until one succeeds", function()
    local metadata, world, output = succeed({ refusal(503), fault("ConnectionError"), OK })
    assert.same({ arn = "a" }, output)
    assert.equal(3, metadata.attempts)
    assert.same({ 0.025, 0.05 }, world.sleeps)
    assert.equal(0.025 + 0.05, metadata.retry_delay)
    assert.same({
      { outcome = "HTTP 503", status = 503, request_id = "r-503", delay = 0.025 },
      { outcome = "ConnectionError", delay = 0.05 },
      { outcome = "ok", status = 200, request_id = "r-ok", delay = 0 },
    }, metadata.history)
    assert.is_nil((select(1, succeed({ OK }))).history)
  end)

  it("are each signed anew for their time, and belong to one invocation", function()
    local _, world = succeed({ refusal(429), refusal(429), OK })
    local one, two, three = (table.unpack or unpack)(world.transport.requests)
    assert.equal("20240229T235958Z", (scripted.header(one, "X-Amz-Date")))
    assert.equal("20240229T235958Z", (scripted.header(two, "X-Amz-Date"))) -- half a second later
    assert.equal("20240229T235959Z", (scripted.header(three, "X-Amz-Date")))
    assert.are_not.equal((scripted.header(one, "Authorization")), (scripted.header(three, "Authorization")))
    for number, request in ipairs({ one, two, three }) do
      assert.equal((scripted.header(one, "amz-sdk-invocation-id")), (scripted.header(request, "amz-sdk-invocation-id")))
      assert.equal(("attempt=%d; max=3"):format(number), (scripted.header(request, "amz-sdk-request")))
      assert.equal(one.body, request.body)
      assert.equal(#one.headers, #request.headers)
    end
  end)

  it("end with max_attempts, of the client or the call", function()
    assert.equal(3, fail({ refusal(500), refusal(500), refusal(500) }).attempts)
    assert.equal(1, fail({ refusal(500) }, { max_attempts = 1 }).attempts)
    local err, world = fail({ refusal(500), refusal(500) }, nil, { max_attempts = 2 })
    assert.equal(2, err.attempts)
    assert.equal("attempt=2; max=2", (scripted.header(world.transport.requests[2], "amz-sdk-request")))
    assert.equal(0, err.history[2].delay)
  end)

  it("say how many there may be, call by call", function()
    local client, world = retries.client(drs, { OK, OK, OK })
    for _, options in ipairs({ {}, { max_attempts = 9 }, {} }) do client.retry_data_replication(INPUT, options) end
    local said = {}
    for i, request in ipairs(world.transport.requests) do said[i] = scripted.header(request, "amz-sdk-request") end
    assert.same({ "attempt=1; max=3", "attempt=1; max=9", "attempt=1; max=3" }, said)
  end)

  it("are one in the mode \"off\", whatever max_attempts says", function()
    local err, world = fail({ refusal(500) }, { retry_mode = "off", max_attempts = 5 })
    assert.equal("attempt=1; max=1", (scripted.header(world.transport.requests[1], "amz-sdk-request")))
    assert.equal("HTTP 500", err.type)
    assert.equal(1, fail({ refusal(500) }, nil, { retry_mode = "off" }).attempts)
    assert.equal(2, succeed({ refusal(500), OK }, { retry_mode = "off" }, { retry_mode = "standard" }).attempts)
  end)

  it("are not repeated for what will not go away", function()
    for _, answer in ipairs({
      refusal(400, "ValidationException"), refusal(404, "ResourceNotFoundException"), refusal(501), fault("TLSError", { sent = false }),
      fault("ResponseTooLargeError"), fault("Interrupted"), scripted.answer("<html>"), scripted.answer(""),
      fault("ConnectionError", { status = 200, headers = {} }), fault("ReadTimeoutError", { status = 200, headers = {} }),
      fault("ReadTimeoutError", { status = 403, headers = {} }), function() return "nothing of the sort" end,
    }) do
      local err, world = fail({ answer })
      assert.equal(1, err.attempts, err.type)
      assert.same({}, world.sleeps)
    end
  end)

  it("go on behind an answer that broke off behind its headers, when that is worth it", function()
    local metadata, world = succeed({ fault("ConnectionError", { status = 503, headers = { ["retry-after"] = "2" } }), OK })
    assert.equal(2, metadata.attempts)
    assert.same({ 2 }, world.sleeps)
  end)

  it("wait as long as the service asks", function()
    local _, world = succeed({ refusal(503, nil, { ["retry-after"] = "3" }), refusal(429, nil, { ["x-amz-retry-after"] = "100000" }), OK })
    assert.same({ 3, 6 }, world.sleeps)
    _, world = succeed({ refusal(503, nil, { ["retry-after"] = "Fri, 01 Mar 2024 00:00:01 GMT" }), OK })
    assert.same({ 3 }, world.sleeps)
  end)

  it("stop when the client is closed between them", function()
    local client
    local world
    client, world = retries.client(drs, { refusal(500) }, { sleep = function() client.close() end })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("ConfigError", err.type)
    assert.equal("unknown", err.applied)
    assert.equal(1, err.attempts)
    assert.equal(1, #err.history)
    assert.equal(1, #world.transport.requests)
  end)
end)

describe("the quota", function()
  it("is shared by all calls of a client, and of no other", function()
    local answers = {}
    for i = 1, 200 do answers[i] = refusal(500) end
    local client, world = retries.client(drs, answers)
    local attempts = {}
    for i = 1, 20 do attempts[i] = scripted.failure(client.retry_data_replication, INPUT).attempts end
    -- 35 retries of 14 fit into 500: 17 calls with two, one with one.
    for i = 1, 17 do assert.equal(3, attempts[i]) end
    assert.equal(2, attempts[18])
    assert.equal(1, attempts[19])
    assert.equal(35, #world.sleeps)
    assert.equal(2, succeed({ refusal(500), OK }).attempts)
  end)

  it("lets a call that it stops raise its own failure", function()
    local answers = {}
    for i = 1, 120 do answers[i] = refusal(500) end
    local client = retries.client(drs, answers, { timeout = 100 })
    for _ = 1, 18 do pcall(client.retry_data_replication, INPUT) end
    local err = scripted.failure(client.retry_data_replication, INPUT, { timeout = 0.001 })
    assert.equal("HTTP 500", err.type)
    assert.is_true(err.retryable)
  end)
end)

describe("what happened", function()
  local function applied(...) return fail({ ... }).applied end

  it("is unknown once it was, whatever refuses later", function()
    assert.equal("unknown", applied(refusal(500), refusal(400, "ValidationException")))
    assert.equal("unknown", applied(fault("ReadTimeoutError"), refusal(429), refusal(429)))
    assert.equal("unknown", applied(refusal(429), fault("ConnectionError"), fault("ConnectTimeoutError", { sent = false })))
    assert.equal("unknown", applied(refusal(503), fault("TLSError", { sent = false })))
  end)

  it("is nothing when every attempt was refused or never left", function()
    assert.equal("no", applied(refusal(429), refusal(400, "ThrottlingException"), refusal(429)))
    assert.equal("no", applied(fault("ConnectionError", { sent = false }), refusal(429), refusal(409)))
  end)

  it("is certain after a success that cannot be read", function()
    local err = fail({ refusal(500), scripted.answer("<html>", 200, { ["x-amzn-requestid"] = "r-2" }) })
    assert.equal("ResponseParseError", err.type)
    assert.equal("yes", err.applied)
    assert.same({ 500, 200 }, { err.history[1].status, err.history[2].status })
    assert.equal("r-2", err.request_id)
  end)

  it("is told attempt by attempt", function()
    local err = fail({ refusal(503), fault("ReadTimeoutError"), refusal(400, "ConflictException") })
    assert.same({
      { outcome = "HTTP 503", status = 503, request_id = "r-503", delay = 0.025 },
      { outcome = "ReadTimeoutError", delay = 0.05 },
      { outcome = "ConflictException", status = 400, request_id = "r-400", delay = 0 },
    }, err.history)
    assert.equal("ConflictException: m (drs.retry_data_replication, HTTP 400, request id r-400, 3 attempts, "
      .. "it may have been carried out)", tostring(err))
  end)

  it("is retried when it cannot be read and changes nothing", function()
    local model = drs_model.operations.retry_data_replication
    model.read_only = true
    finally(function() model.read_only = nil end)
    assert.equal(3, succeed({ scripted.answer("<html>"), fault("ConnectionError", { status = 200, headers = {} }), OK }).attempts)
    assert.equal(1, fail({ fault("ResponseTooLargeError", { status = 200, headers = {} }) }).attempts)
    assert.equal(1, fail({ refusal(400, "ResponseParseError") }).attempts)
  end)
end)

describe("a clock that is wrong", function()
  local AHEAD = "Fri, 01 Mar 2024 01:00:00 GMT" -- an hour and two seconds ahead of the client
  local function skewed(code, date) return refusal(403, code or "InvalidSignatureException", { date = date or AHEAD }) end
  local function date_of(request) return (scripted.header(request, "X-Amz-Date")) end

  it("is corrected from the answer's date, for the client", function()
    for _, code in ipairs({ "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
      "SignatureDoesNotMatch", "AuthFailure" }) do
      local client, world = retries.client(drs, { skewed(code), OK, OK })
      local _, metadata = client.retry_data_replication(INPUT)
      assert.equal(2, metadata.attempts, code)
      client.retry_data_replication(INPUT)
      assert.equal("20240229T235958Z", date_of(world.transport.requests[1]))
      assert.equal("20240301T010000Z", date_of(world.transport.requests[2]))
      assert.equal("20240301T010000Z", date_of(world.transport.requests[3]))
      assert.equal("20240301T010000Z", (scripted.header(client.prepare.retry_data_replication(INPUT), "X-Amz-Date")))
    end
  end)

  it("is corrected by what it read when the answer came", function()
    local client, world
    client, world = retries.client(drs, { retries.after(function() return world end, 30, skewed()), OK })
    client.retry_data_replication(INPUT)
    assert.equal("20240301T010000Z", date_of(world.transport.requests[2]))
  end)

  it("may also be ahead", function()
    local _, world = succeed({ skewed(nil, "Thu, 29 Feb 2024 20:00:00 GMT"), OK })
    assert.equal("20240229T200000Z", date_of(world.transport.requests[2]))
  end)

  it("is corrected once in a call", function()
    local err = fail({ skewed(), skewed(nil, "Sat, 02 Mar 2024 01:00:00 GMT") })
    assert.equal("InvalidSignatureException", err.type)
    assert.equal(2, err.attempts)
    assert.equal("no", err.applied)
  end)

  it("is corrected for later calls even where there is no other attempt", function()
    local client, world = retries.client(drs, { skewed(), OK }, { max_attempts = 1 })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.is_true(err.retryable)
    client.retry_data_replication(INPUT)
    assert.equal("20240301T010000Z", date_of(world.transport.requests[2]))
  end)

  it("is not to blame within 4 minutes, without a date, or for another error", function()
    for _, answer in ipairs({
      skewed(nil, "Fri, 01 Mar 2024 00:03:58 GMT"), skewed(nil, "soon"), skewed(nil, ""), refusal(403, "InvalidSignatureException"),
      skewed("AccessDeniedException"), skewed("ValidationException"),
    }) do
      local err = fail({ answer })
      assert.equal(1, err.attempts)
      assert.is_false(err.retryable)
    end
    assert.equal(2, succeed({ skewed(nil, "Fri, 01 Mar 2024 00:03:59 GMT"), OK }).attempts)
  end)

  it("is corrected whatever the status", function()
    local _, world = succeed({ refusal(503, "RequestExpired", { date = AHEAD }), OK })
    assert.equal("20240301T010000Z", date_of(world.transport.requests[2]))
  end)

  it("of a server that lies does not break the client", function()
    for _, date in ipairs({ "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT" }) do
      local client, world = retries.client(drs, { skewed(nil, date), skewed(), OK }, { max_attempts = 2 })
      pcall(client.retry_data_replication, INPUT)
      world.pass(100)
      client.retry_data_replication(INPUT)
      assert.equal(3, #world.transport.requests)
    end
  end)
end)

describe("credentials that have expired", function()
  local EXPIRED = refusal(400, "ExpiredTokenException")

  local function provider()
    local count = 0
    return function()
      count = count + 1
      return { access_key_id = "AK" .. count, secret_access_key = "secret-number-" .. count, session_token = "token" }
    end
  end

  it("are renewed once in a call", function()
    local metadata, world = succeed({ EXPIRED, OK }, { credentials = provider() })
    assert.equal(2, metadata.attempts)
    assert.truthy(scripted.header(world.transport.requests[1], "Authorization"):find("Credential=AK1/", 1, true))
    assert.truthy(scripted.header(world.transport.requests[2], "Authorization"):find("Credential=AK2/", 1, true))
    assert.equal(2, fail({ EXPIRED, EXPIRED }, { credentials = provider() }).attempts)
  end)

  it("are asked for with a word that the last ones were refused", function()
    local rereads, give = {}, provider()
    succeed({ EXPIRED, OK }, { credentials = function(context)
      rereads[#rereads + 1] = context.reread
      return give()
    end })
    assert.same({ false, true }, rereads)
  end)

  it("of a function are asked for again when the service does not know them, and the same ones not sent again", function()
    for _, code in ipairs({ "InvalidClientTokenId", "UnrecognizedClientException" }) do
      local metadata = succeed({ refusal(403, code), OK }, { credentials = provider() })
      assert.equal(2, metadata.attempts)
      local err = fail({ refusal(403, code) }, { credentials = function() return scripted.keys end })
      assert.same({ code, 1, false }, { err.type, err.attempts, err.retryable })
    end
  end)

  it("are renewed whatever the status", function()
    local _, world = succeed({ refusal(503, "ExpiredToken"), OK }, { credentials = provider() })
    assert.truthy(scripted.header(world.transport.requests[2], "Authorization"):find("Credential=AK2/", 1, true))
  end)

  it("are not, when they are a table", function()
    local err = fail({ EXPIRED })
    assert.equal("ExpiredTokenException", err.type)
    assert.is_false(err.retryable)
    assert.equal(1, err.attempts)
  end)

  it("are kept over other retries", function()
    local asked = 0
    succeed({ refusal(500), refusal(500), OK }, { credentials = function()
      asked = asked + 1
      return scripted.keys
    end })
    assert.equal(1, asked)
  end)

  it("that cannot be renewed end the call", function()
    local given = { scripted.keys }
    local err = fail({ EXPIRED }, { credentials = function() return table.remove(given), "the vault is shut" end })
    assert.equal("CredentialsError", err.type)
    assert.truthy(err.message:find("the vault is shut", 1, true))
    assert.equal("no", err.applied)
    assert.equal("ExpiredTokenException", err.history[1].outcome)
  end)

  it("are told to their source", function()
    local told = {}
    local explicit = credentials.explicit
    credentials.explicit = function(setting)
      local source = explicit(setting)
      source.expire = function(_, keys) told[#told + 1] = keys.access_key_id return true end
      return source
    end
    finally(function() credentials.explicit = explicit end)
    succeed({ EXPIRED, OK }, { credentials = provider() })
    assert.same({ "AK1" }, told)
  end)
end)

describe("secrets of earlier attempts", function()
  it("stay out of the error and of its cause", function()
    local keys = { scripted.keys, { access_key_id = "A", secret_access_key = "FirstSecretKey" } }
    local signatures = {}
    local function note(request) signatures[#signatures + 1] = scripted.header(request, "Authorization"):match("Signature=(%x+)") end
    local err = fail({
      function(request) note(request) return refusal(400, "ExpiredToken") end,
      function(request) note(request) return nil, { type = "ConnectionError", message = "first " .. signatures[1], sent = true } end,
      function(request) note(request) return nil, { type = "DeadlineExceeded", message = "FirstSecretKey", sent = true } end,
    }, { credentials = function() return table.remove(keys) end, timeout = 10 })
    local text = require("pl.pretty").write(err) .. tostring(err) .. tostring(err.cause)
    assert.equal("ConnectionError", err.cause.type)
    for _, secret in ipairs({ "FirstSecretKey", scripted.keys.secret_access_key, signatures[1], signatures[2], signatures[3] }) do
      assert.is_nil(text:find(secret, 1, true))
    end
    assert.truthy(text:find("first [redacted]", 1, true))
  end)

  it("stay out of a success's history", function()
    local metadata = succeed({
      function(request)
        return refusal(503, scripted.header(request, "Authorization"):match("Signature=(%x+)"))
      end,
      OK,
    })
    assert.equal("[redacted]", metadata.history[1].outcome)
  end)
end)

describe("names that are not what they seem", function()
  it("of a service's errors change nothing", function()
    for _, code in ipairs({ "DeadlineExceeded", "ResponseParseError", "Interrupted" }) do
      local err = fail({ refusal(400, code) }, { timeout = 5 })
      assert.same({ code, "service", "no" }, { err.type, err.kind, err.applied })
      assert.is_nil(err.cause)
    end
  end)

  it("of a transport's failures change nothing", function()
    for _, code in ipairs({ "AuthFailure", "ExpiredToken", "ThrottlingException" }) do
      local err = fail({ fault(code), scripted.answer() }, { credentials = function() return scripted.keys end, max_attempts = 1 })
      assert.same({ code, "transport", "unknown" }, { err.type, err.kind, err.applied })
    end
  end)
end)
