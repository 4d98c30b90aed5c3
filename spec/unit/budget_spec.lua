-- One budget of time for a whole call: credentials, attempts and back-off.
local credentials = require "aws.credentials"
local drs = require "aws.drs"
local errors = require "aws.errors"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local INPUT, fault, refusal = retries.INPUT, retries.fault, retries.refusal

--- A client whose answers take their time: each is { seconds, answer }.
local function slow_client(answers, settings)
  local client, world
  local timed = {}
  for i, answer in ipairs(answers) do
    timed[i] = retries.after(function() return world end, answer[1], answer[2])
  end
  client, world = retries.client(drs, timed, settings)
  return client, world
end

local function late(answers, settings, options)
  local client, world = slow_client(answers, settings)
  local err = scripted.failure(client.retry_data_replication, INPUT, options)
  assert.is_true(errors.is(err, "DeadlineExceeded"), tostring(err))
  assert.equal("transport", err.kind)
  assert.equal(#world.transport.requests, err.attempts)
  assert.is_nil(tostring(err):find("\n", 1, true))
  return err, world
end

describe("a timeout", function()
  it("tells each attempt what is left", function()
    local client, world = slow_client({ { 1, refusal(500) }, { 2, refusal(500) }, { 0, scripted.answer() } },
      { timeout = 10, random = function() return 0 end })
    client.retry_data_replication(INPUT)
    local left = {}
    for i, request in ipairs(world.transport.requests) do left[i] = request.timeout end
    assert.same({ 10, 9, 7 }, left)
  end)

  it("may be given with a call, and is none by default", function()
    local client, world = retries.client(drs, { scripted.answer(), scripted.answer() })
    client.retry_data_replication(INPUT, { timeout = 7 })
    client.retry_data_replication(INPUT)
    assert.equal(7, world.transport.requests[1].timeout)
    assert.is_nil(world.transport.requests[2].timeout)
  end)

  it("ends an attempt; the last failure is the cause", function()
    local cut = { failure = { type = "DeadlineExceeded", message = "no whole answer", sent = true } }
    local err = late({ { 1, refusal(503, nil, { ["retry-after"] = "2" }) }, { 1, cut } }, { timeout = 4 })
    assert.equal("no whole answer within 4 s (timeout): credentials 0.000 s, attempts 2.000 s, back-off 2.000 s; "
      .. "last failure: HTTP 503", err.message)
    assert.equal("unknown", err.applied)
    assert.is_true(errors.is(err.cause, "HTTP 503"))
    assert.equal(503, err.cause.status)
    assert.equal("r-503", err.cause.request_id)
    assert.equal("retry_data_replication", err.cause.operation)
    assert.same({ "HTTP 503", "DeadlineExceeded" }, { err.history[1].outcome, err.history[2].outcome })
  end)

  it("that ends the first attempt has that for its cause", function()
    local err = late({ { 1, { failure = { type = "DeadlineExceeded", message = "no connection", sent = false } } } }, { timeout = 1 })
    assert.equal("DeadlineExceeded", err.cause.type)
    assert.truthy(err.cause.message:find("no connection", 1, true))
    assert.equal("no whole answer within 1 s (timeout): credentials 0.000 s, attempts 1.000 s, back-off 0.000 s", err.message)
    assert.equal("no", err.applied)
    assert.equal(1, err.attempts)
  end)

  it("lets no wait begin that cannot end in time", function()
    local err, world = late({ { 1, refusal(429, nil, { ["retry-after"] = "3" }) } }, { timeout = 4 })
    assert.same({}, world.sleeps)
    assert.equal(1, err.attempts)
    assert.equal("no", err.applied)
    assert.equal("HTTP 429", err.cause.type)
    assert.is_true(err.cause.throttling)
    assert.truthy(err.message:find("^no time to wait 3.000 s and try again within 4 s"), err.message)
    local _, enough = late({ { 0.9, refusal(429, nil, { ["retry-after"] = "3" }) }, { 1, fault("DeadlineExceeded") } }, { timeout = 4 })
    assert.same({ 3 }, enough.sleeps)
  end)

  it("lets no attempt begin after it, and none is counted", function()
    local err, world = late({ { 3, fault("ConnectionError") } }, { timeout = 2 })
    assert.equal(1, #world.transport.requests)
    assert.equal("ConnectionError", err.cause.type)
    assert.equal("unknown", err.applied)
  end)

  it("takes no final word away, however late it comes", function()
    local client = slow_client({ { 9, refusal(400, "ValidationException") }, { 9, scripted.answer() } }, { timeout = 2 })
    assert.equal("ValidationException", scripted.failure(client.retry_data_replication, INPUT).type)
    assert.is_table((client.retry_data_replication(INPUT)))
    client = slow_client({ { 9, refusal(500) } }, { timeout = 2, max_attempts = 1 })
    assert.equal("HTTP 500", scripted.failure(client.retry_data_replication, INPUT).type)
    client = slow_client({ { 2, fault("DeadlineExceeded", { status = 200, headers = { ["x-amzn-requestid"] = "r" } }) } }, { timeout = 2 })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.same({ "ResponseParseError", "yes" }, { err.type, err.applied })
  end)

  it("says what the time went on", function()
    local world
    local client
    client, world = slow_client({ { 2, refusal(500) }, { 3, fault("DeadlineExceeded") } }, {
      timeout = 6.5,
      credentials = function() world.pass(1.25) return scripted.keys end,
    })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("no whole answer within 6.5 s (timeout): credentials 1.250 s, attempts 5.000 s, back-off 0.025 s; "
      .. "last failure: HTTP 500", err.message)
  end)

  it("says so of confirm, where it was asked", function()
    local client, world
    local function confirm() world.pass(3.5) return true end
    client, world = slow_client({ { 2, refusal(500) } }, { timeout = 5, confirm = confirm,
      credentials = function() world.pass(0.25) return scripted.keys end })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("no time to wait 0.025 s and try again within 5 s (timeout): confirm 3.500 s, credentials 0.250 s, attempts 2.000 s, "
      .. "back-off 0.000 s; last failure: HTTP 500", err.message)
    client, world = slow_client({}, { timeout = 3, confirm = confirm })
    err = scripted.failure(client.retry_data_replication, INPUT)
    assert.same({ "DeadlineExceeded", "no" }, { err.type, err.applied })
    assert.equal("no time for an attempt within 3 s (timeout): confirm 3.500 s, credentials 0.000 s, attempts 0.000 s, back-off 0.000 s",
      err.message)
    client, world = slow_client({}, { timeout = 3, confirm = confirm, credentials = function() return nil, "none" end })
    assert.matches("^no credentials within 3 s %(timeout%): confirm 3.500 s, credentials 0.000 s, ",
      scripted.failure(client.retry_data_replication, INPUT).message)
  end)

  it("gives back nothing to a clock that goes backwards", function()
    local err = late({ { 3, refusal(500) }, { -50, refusal(500) }, { 60, fault("DeadlineExceeded") } },
      { timeout = 5, random = function() return 0 end })
    assert.truthy(err.message:find("attempts 63.000 s", 1, true), err.message)
  end)
end)

describe("credentials", function()
  it("know the deadline, and their requests what is left", function()
    local context, answered
    local client, world = retries.client(drs, { scripted.answer('{"keys":1}'), scripted.answer() }, {
      timeout = 8,
      credentials = function(given)
        context = given
        answered = given.transport({ method = "GET", url = "http://h/", headers = {}, body = "" })
        return scripted.keys
      end,
    })
    client.retry_data_replication(INPUT)
    assert.equal(1008, context.deadline)
    assert.equal('{"keys":1}', answered.body)
    assert.equal(8, world.transport.requests[1].timeout)
    assert.equal(60, world.transport.requests[1].read_timeout)
  end)

  it("may ask for less time than is left, not for more", function()
    local client, world = retries.client(drs, { scripted.answer(), scripted.answer(), scripted.answer() }, {
      timeout = 8,
      credentials = function(context)
        for _, seconds in ipairs({ 1, 20 }) do
          context.transport({ method = "GET", url = "http://h/", headers = {}, body = "", timeout = seconds })
        end
        return scripted.keys
      end,
    })
    client.retry_data_replication(INPUT)
    assert.same({ 1, 8 }, { world.transport.requests[1].timeout, world.transport.requests[2].timeout })
  end)

  it("that come too late are of no use", function()
    local world, client
    client, world = retries.client(drs, {}, {
      timeout = 2,
      credentials = function() world.pass(3) return scripted.keys end,
    })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("DeadlineExceeded", err.type)
    assert.equal("no", err.applied)
    assert.equal(0, err.attempts)
    assert.same({}, err.history)
    assert.truthy(err.message:find("credentials 3.000 s", 1, true))
    assert.equal(0, #world.transport.requests)
  end)

  it("that fail for want of time are the cause", function()
    local world, client
    client, world = retries.client(drs, {}, {
      timeout = 2,
      credentials = function(context)
        world.pass(2)
        local _, failure = context.transport({ method = "GET", url = "http://h/", headers = {}, body = "" })
        return nil, "metadata: " .. failure.message
      end,
    })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("DeadlineExceeded", err.type)
    assert.equal("CredentialsError", err.cause.type)
    assert.equal("credentials", err.cause.kind)
    assert.truthy(err.cause.message:find("the call's timeout has passed", 1, true))
    assert.truthy(err.message:find("; last failure: CredentialsError$"), err.message)
    assert.equal(0, #world.transport.requests)
  end)

  it("that say themselves that the time was over are not told as another failure", function()
    local client = slow_client({ { 2, fault("ReadTimeoutError") } }, { timeout = 2, credentials = credentials.imds() })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("no credentials within 2 s (timeout): credentials 2.000 s, attempts 0.000 s, back-off 0.000 s", err.message)
    assert.equal("DeadlineExceeded", err.cause.type)
  end)

  it("may not wait longer than the call", function()
    local client, world = retries.client(drs, {}, {
      timeout = 2,
      credentials = function(context)
        context.sleep(1)
        context.sleep(1)
        return scripted.keys
      end,
    })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("DeadlineExceeded", err.type)
    assert.same({ 1 }, world.sleeps)
    assert.truthy(err.message:find("credentials 1.000 s", 1, true))
  end)

  it("that fail in time fail as ever, also after a wait that was refused", function()
    local given = { scripted.keys }
    local client = retries.client(drs, { refusal(400, "ExpiredToken") }, {
      timeout = 50,
      credentials = function(context)
        if #given > 0 then pcall(context.sleep, 100) end
        return table.remove(given), "the vault is shut"
      end,
    })
    assert.equal("CredentialsError", scripted.failure(client.retry_data_replication, INPUT).type)
  end)

  it("ask with requests that stay as they are", function()
    local request = { method = "GET", url = "http://h/", headers = {}, body = "" }
    local client, world = retries.client(drs, { scripted.answer(), scripted.answer(), scripted.answer(), scripted.answer() }, {
      credentials = { access_key_id = "A", secret_access_key = "a secret" },
    })
    for _, timeout in ipairs({ 0.5, 30 }) do
      client.retry_data_replication(INPUT, { timeout = timeout, credentials = function(context)
        context.transport(request)
        return scripted.keys
      end })
    end
    assert.same({ method = "GET", url = "http://h/", headers = {}, body = "" }, request)
    assert.equal(30, world.transport.requests[3].timeout)
  end)

  it("that fail in time fail as ever", function()
    local client = retries.client(drs, {}, { timeout = 2, credentials = function() return nil, "none here" end })
    assert.equal("CredentialsError", scripted.failure(client.retry_data_replication, INPUT).type)
  end)
end)
