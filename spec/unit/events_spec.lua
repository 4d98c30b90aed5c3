-- What a logger hears.
local drs = require "aws.drs"
local errors = require "aws.errors.typed"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local INPUT, OK, refusal, types = retries.INPUT, retries.OK, retries.refusal, retries.types

local function log_of(answers, settings, times)
  local client, log, world = retries.logged_client(answers, settings)
  for _ = 1, times or 1 do pcall(client.retry_data_replication, INPUT) end
  return log, world
end

describe("a logger", function()
  it("hears of attempts, answers and retries", function()
    local log, world = log_of({ refusal(503), OK })
    assert.equal("attempt response retry attempt response", types(log))
    local id = scripted.header(world.transport.requests[1], "amz-sdk-invocation-id")
    for _, event in ipairs(log) do
      assert.same({ "drs", "retry_data_replication", id }, { event.service, event.operation, event.invocation_id })
      event.service, event.operation, event.invocation_id = nil, nil, nil
    end
    assert.same({
      type = "attempt", attempt = 1, max_attempts = 3, endpoint = "https://drs.us-east-1.amazonaws.com", region = "us-east-1",
      access_key_id = "AKIDEXAMPLE", provider = "settings", place = "credentials given to new",
    }, log[1])
    assert.same({
      type = "response", attempt = 1, outcome = "HTTP 503", message = "m", status = 503, request_id = "r-503",
      applied = "unknown", seconds = 0,
    }, log[2])
    assert.same({ type = "retry", attempt = 1, reason = "transient", delay = 0.025 }, log[3])
    assert.equal(2, log[4].attempt)
    assert.same({
      type = "response", attempt = 2, outcome = "ok", status = 200, request_id = "r-ok", applied = "yes", seconds = 0,
    }, log[5])
  end)

  it("hears why", function()
    local keys = { scripted.keys, { access_key_id = "OLD", secret_access_key = "an older secret" } }
    local log = log_of({
      refusal(429), refusal(403, "AuthFailure", { date = "Fri, 01 Mar 2024 12:00:00 GMT" }), refusal(400, "ExpiredToken"), OK,
    }, { max_attempts = 4, credentials = function() return table.remove(keys) end })
    local reasons = {}
    for _, event in ipairs(log) do
      if event.type == "retry" then reasons[#reasons + 1] = event.reason end
    end
    assert.same({ "throttling", "clock skew", "expired credentials" }, reasons)
    assert.equal("attempt response retry attempt response retry attempt response retry credentials attempt response", types(log))
    assert.equal("AKIDEXAMPLE", log[10].access_key_id)
    assert.equal(4, log[10].attempt)
  end)

  it("hears of renewed credentials only when they are others", function()
    local log = log_of({ OK, OK, OK }, { credentials = function() return scripted.keys end }, 3)
    assert.equal("attempt response attempt response attempt response", types(log))
  end)

  it("hears that keys could not be renewed, which serve still", function()
    local now, ends = 1700000000, 1700000000 + 12 * 60
    local fetches = 0
    local log = log_of({ OK, OK, OK }, {
      now = function() return now end,
      credentials = function()
        fetches = fetches + 1
        if fetches > 1 then return nil, "the vault is shut" end
        return { access_key_id = "AKIDEXAMPLE", secret_access_key = "s", expiration = ends }
      end,
    }, 3)
    assert.equal("attempt response stale attempt response attempt response", types(log))
    local event = log[3]
    event.invocation_id = nil
    assert.same({
      type = "stale", service = "drs", operation = "retry_data_replication", attempt = 1, access_key_id = "AKIDEXAMPLE",
      expiration = ends, outcome = "CredentialsError", message = "credentials function: the vault is shut",
      provider = "credentials function", place = "given to new",
    }, event)
  end)

  it("hears nothing of keys that are a call's own", function()
    local log = {}
    local client = retries.client(drs, { OK, OK, OK }, { logger = function(event) log[#log + 1] = event end })
    client.retry_data_replication(INPUT)
    client.retry_data_replication(INPUT, { credentials = { access_key_id = "OTHER", secret_access_key = "another secret" } })
    client.retry_data_replication(INPUT)
    assert.equal("attempt response attempt response attempt response", types(log))
    assert.equal("OTHER", log[3].access_key_id)
  end)

  it("hears how long an attempt took", function()
    local world
    local log = {}
    local client
    client, world = retries.client(drs, { retries.after(function() return world end, 1.5, OK) },
      { logger = function(event) log[#log + 1] = event end })
    client.retry_data_replication(INPUT)
    assert.equal(1.5, log[2].seconds)
  end)

  it("hears of no secret", function()
    local signature
    local log = log_of({ function(request)
      signature = scripted.header(request, "Authorization"):match("Signature=(%x+)")
      return nil, { type = "ConnectionError", sent = true,
        message = scripted.header(request, "Authorization") .. scripted.keys.secret_access_key .. " a token of ours" }
    end, OK }, { credentials = {
      access_key_id = "AKIDEXAMPLE", secret_access_key = scripted.keys.secret_access_key, session_token = "a token of ours",
    } })
    local text = require("pl.pretty").write(log)
    for _, secret in ipairs({ signature, scripted.keys.secret_access_key, "a token of ours" }) do
      assert.is_nil(text:find(secret, 1, true))
    end
    assert.truthy(text:find("Credential=AKIDEXAMPLE", 1, true))
  end)

  it("may be a callable table, and only that or a function", function()
    local count = 0
    local client = retries.client(drs, { OK }, { logger = setmetatable({}, { __call = function() count = count + 1 end }) })
    client.retry_data_replication(INPUT)
    assert.equal(2, count)
    local err = scripted.failure(retries.client, drs, {}, { logger = true })
    assert.equal("ConfigError", err.type)
  end)

  it("that raises does not break the call", function()
    for _, raised in ipairs({ "no space", {}, false, errors.new({ type = "ConfigError", message = "theirs" }) }) do
      local client = retries.client(drs, { refusal(500), OK }, { logger = function() error(raised, 0) end })
      local _, metadata = client.retry_data_replication(INPUT)
      assert.equal(2, metadata.attempts)
    end
  end)

  it("may make calls, of which it hears nothing", function()
    local answers, log = {}, {}
    local client, world
    for i = 1, 20 do answers[i] = OK end
    client, world = retries.client(drs, answers, { logger = function(event)
      log[#log + 1] = event
      client.retry_data_replication(INPUT)
    end })
    client.retry_data_replication(INPUT)
    client.retry_data_replication(INPUT)
    assert.equal("attempt response attempt response", types(log))
    assert.equal(6, #world.transport.requests)
  end)

  it("that waits does not keep it from other coroutines", function()
    local log = {}
    local client = retries.client(drs, { OK, OK }, { logger = function(event)
      log[#log + 1] = event
      coroutine.yield()
    end })
    local threads = {}
    for i = 1, 2 do
      threads[i] = coroutine.create(client.retry_data_replication)
      coroutine.resume(threads[i], INPUT)
    end
    assert.equal("attempt attempt", types(log))
    for _ = 1, 2 do
      for i = 1, 2 do coroutine.resume(threads[i]) end
    end
    assert.equal("attempt attempt response response", types(log))
    for i = 1, 2 do assert.equal("dead", coroutine.status(threads[i])) end
  end)

  it("that yields where nothing can is told once, and the call goes on", function()
    local log = {}
    local client = retries.client(drs, { OK, OK }, { logger = function(event)
      log[#log + 1] = event
      coroutine.yield()
    end })
    local function call() return (("a"):gsub("a", function() client.retry_data_replication(INPUT) end)) end
    for _ = 1, 2 do assert.is_true(coroutine.wrap(function() return pcall(call) end)()) end
    assert.equal("attempt misuse response attempt response", types(log))
    assert.matches("logger yielded", log[2].message)
    assert.equal(1, log[2].attempt)
  end)

  it("that changes its event changes nothing else", function()
    local client = retries.client(drs, { refusal(500), OK }, { logger = function(event)
      for name in pairs(event) do event[name] = nil end
    end })
    local _, metadata = client.retry_data_replication(INPUT)
    assert.equal("HTTP 500", metadata.history[1].outcome)
  end)

  it("in which Ctrl-C strikes ends the call, wherever that is", function()
    local expected = { "no", "unknown", "unknown", "unknown", "yes" }
    for number, applied in ipairs(expected) do
      local heard = 0
      local client, world = retries.client(drs, { refusal(500), OK }, { logger = function()
        heard = heard + 1
        if heard == number then error("interrupted!", 0) end
      end })
      local err = scripted.failure(client.retry_data_replication, INPUT)
      assert.equal("Interrupted", err.type)
      assert.equal(applied, err.applied, number)
      assert.equal(number, heard)
      assert.equal(number > 4 and 2 or number > 1 and 1 or 0, #world.transport.requests)
      assert.equal(#world.transport.requests, err.attempts)
    end
  end)
end)

describe("a clock that fails behind an answer", function()
  it("takes no answer away", function()
    local armed = false
    local client = retries.client(drs, { function() armed = true return OK end }, {
      logger = function() end,
      clock = function() if armed then error("stopped", 0) end return 5 end,
    })
    assert.is_table((client.retry_data_replication(INPUT)))
  end)
end)
