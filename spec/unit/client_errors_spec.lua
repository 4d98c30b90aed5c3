-- What a call raises for each way in which sending and reading can go wrong.
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"

local failure = scripted.failure
local INPUT = { sourceServerID = "s-1234567890abcdef0" }

--- The error of a call that gets one answer.
local function error_of(answer, settings)
  local client = scripted.client(drs, { answer }, settings)
  local err = failure(client.retry_data_replication, INPUT)
  assert.is_true(errors.is(err), tostring(err))
  assert.equal("drs", err.service)
  assert.equal("retry_data_replication", err.operation)
  assert.equal(1, err.attempts)
  assert.equal(1, #err.history)
  assert.equal(err.type, err.history[1].outcome)
  assert.equal(err.status, err.history[1].status)
  assert.equal(err.request_id, err.history[1].request_id)
  assert.equal("boolean", type(err.retryable))
  return err
end

local function failing(type_name, fields)
  local made = { type = type_name, message = "went wrong", sent = true }
  for name, value in pairs(fields or {}) do made[name] = value end
  return error_of({ failure = made })
end

local function check(err, expected)
  for name, value in pairs(expected) do assert.equal(value, err[name], name) end
end

describe("a transfer that fails", function()
  local cases = {
    ConnectionError = { kind = "transport", retryable = true },
    ConnectTimeoutError = { kind = "transport", retryable = true },
    ReadTimeoutError = { kind = "transport", retryable = true },
    ProxyError = { kind = "transport", retryable = true },
    TLSError = { kind = "transport", retryable = false },
    ResponseTooLargeError = { kind = "response", retryable = false },
    Interrupted = { kind = "interrupted", retryable = false },
    SomethingOfTheirs = { kind = "transport", retryable = false },
  }
  for type_name, expected in pairs(cases) do
    it("is an error of its type: " .. type_name, function()
      local err = failing(type_name)
      check(err, expected)
      assert.equal(type_name, err.type)
      assert.truthy(err.message:find("went wrong", 1, true))
      assert.is_nil(err.status)
    end)
  end

  it("was certainly not carried out when nothing was sent", function()
    assert.equal("no", failing("ConnectTimeoutError", { sent = false }).applied)
    assert.equal("no", failing("TLSError", { sent = false }).applied)
  end)

  it("may have been carried out once bytes had left, the first time or later", function()
    assert.equal("unknown", failing("ReadTimeoutError").applied)
    assert.equal("unknown", failing("ConnectionError", { sent = true, resent = true }).applied)
    assert.equal("unknown", failing("ConnectTimeoutError", { sent = false, resent = true }).applied)
  end)
end)

describe("an answer that breaks off behind its headers", function()
  local headers = { ["x-amzn-requestid"] = "r-1", ["x-amzn-errortype"] = "ThrottlingException", ["retry-after"] = "3" }

  it("is an answer that cannot be read when its status is good", function()
    for _, type_name in ipairs({ "ConnectionError", "ReadTimeoutError", "ResponseTooLargeError" }) do
      check(failing(type_name, { status = 200, headers = headers }), {
        type = type_name == "ResponseTooLargeError" and type_name or "ResponseParseError",
        kind = "response", applied = "yes", status = 200, request_id = "r-1", retryable = false,
      })
    end
  end)

  it("is the service's error when its status is bad", function()
    local err = failing("ConnectionError", { status = 429, headers = headers })
    check(err, {
      type = "ThrottlingException", kind = "service", applied = "no", status = 429, request_id = "r-1", throttling = true,
      retryable = true, headers = err.headers,
    })
    assert.equal("3", err.fields.retryAfterSeconds)
    check(failing("ReadTimeoutError", { status = 503, headers = {} }), {
      type = "HTTP 503", kind = "service", applied = "unknown", retryable = true, fault = "server",
    })
    check(failing("ConnectionError", { status = 400, headers = {}, resent = true }), { applied = "unknown" })
    check(failing("ConnectionError", { status = 400 }), { type = "HTTP 400", applied = "no" })
  end)
end)

describe("an answer of the service", function()
  local function refusal(status, code, fields)
    local answer = scripted.answer('{"message":"m"}', status, { ["x-amzn-errortype"] = code, ["x-amzn-requestid"] = "r-2" })
    for name, value in pairs(fields or {}) do answer[name] = value end
    return error_of(answer)
  end

  it("is an error with everything that is known", function()
    local err = refusal(404, "ResourceNotFoundException")
    check(err, {
      type = "ResourceNotFoundException", kind = "service", message = "m", status = 404, request_id = "r-2", fault = "client",
      applied = "no", retryable = false,
    })
    assert.equal("r-2", err.headers["x-amzn-requestid"])
    assert.same({ message = "m" }, err.fields)
    assert.is_true(errors.is(err, "ResourceNotFoundException"))
    assert.equal("ResourceNotFoundException: m (drs.retry_data_replication, HTTP 404, request id r-2)", tostring(err))
  end)

  it("says whether it may have been carried out", function()
    check(refusal(500, "InternalServerException"), { applied = "unknown", fault = "server", retryable = true })
    check(refusal(503, "Busy"), { applied = "unknown", fault = "server", retryable = true })
    check(refusal(429, "ThrottlingException"), { applied = "no", fault = "client", throttling = true })
    check(refusal(404, "ResourceNotFoundException", { resent = true }), { applied = "unknown" })
    check(refusal(301, "Moved"), { applied = "no", kind = "service", type = "Moved" })
    check(refusal(100, nil), { kind = "service", type = "HTTP 100" })
  end)

  it("whose body is no output is an error, and the operation was carried out", function()
    for _, body in ipairs({ "", "null", "[]", "<html>", '{"arn":', '{"arn":[]}', '{} {}', "\0", '{"arn":"a\0b"}' }) do
      check(error_of(scripted.answer(body, 200, { ["x-amzn-requestid"] = "r-3" })), {
        type = "ResponseParseError", kind = "response", applied = "yes", request_id = "r-3", status = 200, retryable = false,
      })
    end
  end)

  it("is read even when it is nested 100,000 deep", function()
    local deep = ("["):rep(100000) .. ("]"):rep(100000)
    local answer = scripted.answer('{"arn":' .. deep .. "}", 200, { ["x-amz-request-id"] = "r" })
    check(error_of(answer), { type = "ResponseParseError", applied = "yes" })
    check(error_of(scripted.answer('{"__type":' .. deep .. "}", 400)), { type = "HTTP 400", kind = "service" })
  end)
end)

describe("secrets", function()
  local SECRET, TOKEN = "SecretThatMustNotShow", "TokenThatMustNotShow"
  local keys = { access_key_id = "AKIDSHOWN", secret_access_key = SECRET, session_token = TOKEN }

  --- Everything of an error as text, what the service sent in headers left out.
  local function everything(err)
    local copy = {}
    for name, value in pairs(err) do copy[name] = value end
    copy.headers = nil
    return tostring(err) .. require("pl.pretty").write(copy)
  end

  local function shows_none(err, request)
    local text = everything(err)
    local signature = scripted.header(request, "Authorization"):match("Signature=(%x+)")
    for _, secret in ipairs({ SECRET, TOKEN, signature }) do assert.is_nil(text:find(secret, 1, true), text) end
    return text
  end

  local function call(module, name, input, answer)
    local client, transport = scripted.client(module, { answer }, { credentials = keys })
    return failure(client[name], input), transport
  end

  --- Repeats everything that was sent, and the secret twice.
  local function echo(request)
    local lines = { SECRET .. SECRET }
    for _, header in ipairs(request.headers) do lines[#lines + 1] = header[1] .. ": " .. header[2] end
    return table.concat(lines, " | ")
  end

  it("are taken out of what a service repeats", function()
    local err, transport = call(dms, "stop_replication", { ReplicationConfigArn = "a" }, function(request)
      return scripted.answer(('{"__type":"AccessDeniedFault","message":"%s"}'):format(echo(request)), 400)
    end)
    local text = shows_none(err, transport.requests[1])
    assert.truthy(text:find("AKIDSHOWN", 1, true))
    assert.truthy(err.message:find("[redacted][redacted] | Host:", 1, true))
    assert.equal(err.message, err.fields.message)
  end)

  it("are taken out of a page, wherever its excerpt is cut", function()
    local function escape(c) return ("&#%d;"):format(c:byte()) end
    for status = 200, 400, 200 do
      for pad = 0, 330, 11 do
        local err, transport = call(drs, "retry_data_replication", INPUT, function(request)
          return scripted.answer("<p>" .. ("x "):rep(pad / 2) .. echo(request):gsub("[^%w ]", escape), status)
        end)
        local text = shows_none(err, transport.requests[1])
        for _, secret in ipairs({ SECRET, TOKEN }) do assert.is_nil(text:find(secret:sub(1, 16), 1, true), text) end
      end
    end
  end)

  it("are taken out of nested members", function()
    local err, transport = call(drs, "retry_data_replication", INPUT, function(request)
      local body = ('{"message":"m","fieldList":[{"name":"n","message":"%s"}]}'):format(echo(request))
      return scripted.answer(body, 400, { ["x-amzn-errortype"] = "ValidationException" })
    end)
    assert.truthy(err.fields.fieldList[1].message:find("[redacted]", 1, true))
    shows_none(err, transport.requests[1])
  end)

  it("are taken out of what a transport says", function()
    local err, transport = call(drs, "retry_data_replication", INPUT, function(request)
      return nil, { type = "ConnectionError", message = "sent: " .. echo(request), sent = true }
    end)
    shows_none(err, transport.requests[1])
    err, transport = call(drs, "retry_data_replication", INPUT, function(request)
      return nil, { type = "ReadTimeoutError", message = echo(request), sent = true, status = 200, headers = {} }
    end)
    shows_none(err, transport.requests[1])
    err, transport = call(drs, "retry_data_replication", INPUT, function(request) error(echo(request), 0) end)
    shows_none(err, transport.requests[1])
  end)

  it("are taken out of what an answer that cannot be read says", function()
    local err, transport = call(drs, "retry_data_replication", INPUT, function()
      return scripted.answer(('{"tags":{"%s":[]}}'):format(SECRET))
    end)
    assert.equal("ResponseParseError", err.type)
    shows_none(err, transport.requests[1])
  end)
end)

describe("a transport that breaks its contract", function()
  local function misuse(answer)
    local err = error_of(answer)
    check(err, { type = "ConfigError", kind = "config", applied = "unknown", retryable = false })
    assert.truthy(err.message:find("transport", 1, true))
    return err
  end

  it("by what it returns is a ConfigError, and nobody knows what happened", function()
    local wrong = {
      function() end,
      function() return false end,
      function() return "200 OK" end,
      function() return {} end,
      function() return { status = "200", headers = {}, body = "{}" } end,
      function() return { status = 200, headers = {} } end,
      function() return { status = 200, body = "{}" } end,
      function() return { status = 200, headers = {}, body = 5 } end,
      function() return nil, "connection refused" end,
      function() return nil, {} end,
      function() return nil, { type = "ConnectionError" } end,
      function() return nil, { type = 5, message = "m" } end,
      function() return nil, { type = "ConnectionError", message = "m", status = "200" } end,
      function() return nil, { type = "ConnectionError", message = "m", headers = "none" } end,
    }
    for _, answer in ipairs(wrong) do misuse(answer) end
  end)

  it("by raising is a ConfigError with what it raised", function()
    assert.truthy(misuse(function() error("no route", 0) end).message:find("no route", 1, true))
    misuse(function() error({}) end)
    misuse(function() error() end)
    misuse(function() error(setmetatable({}, { __tostring = function() error "again" end })) end)
  end)

  it("by changing the request changes no later one", function()
    local client, transport = scripted.client(drs, {
      function(request)
        for name in pairs(request) do request[name] = nil end
        return scripted.answer()
      end,
      scripted.answer(),
    })
    client.retry_data_replication(INPUT)
    client.retry_data_replication(INPUT)
    assert.same(transport.requests[1].url, transport.requests[2].url)
  end)

  it("that yields lets a coroutine wait", function()
    local client = scripted.client(drs, {
      function() return coroutine.yield "waiting" end,
    }, { credentials = function() coroutine.yield "asking" return scripted.keys end })
    local thread = coroutine.create(client.retry_data_replication)
    assert.same({ true, "asking" }, { coroutine.resume(thread, INPUT) })
    assert.same({ true, "waiting" }, { coroutine.resume(thread) })
    local ok, output = coroutine.resume(thread, scripted.answer('{"arn":"a"}'))
    assert.is_true(ok)
    assert.same({ arn = "a" }, output)
    assert.equal("dead", coroutine.status(thread))
  end)
end)

describe("what cannot be signed", function()
  it("is a ConfigError, and nothing is sent", function()
    local cases = {
      { now = function() return -1 end },
      { now = function() return "soon" end },
      { now = function() return 0 / 0 end },
    }
    for _, settings in ipairs(cases) do
      local client, transport = scripted.client(drs, {}, settings)
      local err = failure(client.retry_data_replication, INPUT)
      assert.is_true(errors.is(err, "ConfigError"), tostring(err))
      assert.equal("no", err.applied)
      assert.equal(0, #transport.requests)
    end
  end)
end)
