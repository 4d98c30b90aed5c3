-- The status and the body with which errors.handler answers.
local answers = require "aws.waiting.answers"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"
local typed = require "aws.errors.typed"

local function fails(options)
  local ok, err = pcall(errors.handler, print, options)
  assert.is_false(ok)
  return scripted.without_line(err)
end

describe("errors.handler's status", function()
  it("is 504 for a limit in time and 502 for all else", function()
    for _, options in ipairs({ {}, { status = nil } }) do
      local status = answers.statuses(options)
      for type_name, wanted in pairs({
        ConnectTimeoutError = 504, ReadTimeoutError = 504, DeadlineExceeded = 504, MapTimeout = 504, WaitTimeout = 504,
        ConnectionError = 502, ParamValidationError = 502, ResourceNotFoundFault = 502, ThrottlingException = 502,
      }) do
        assert.same({ wanted }, { status(typed.new({ type = type_name, message = "m", throttling = true })) })
      end
    end
    assert.equal(502, answers.statuses()(typed.new({ type = "ConfigError", message = "m" })))
  end)

  it("follows from what happened", function()
    local status = answers.statuses({ status = "by_kind" })
    for type_name, wanted in pairs({
      ParamValidationError = 400, ReadOnlyError = 403, NotConfirmed = 403, ResourceMissing = 404, WaitFailed = 409,
      WaitTimeout = 504, ReadTimeoutError = 504, MapTimeout = 504, ConfigError = 502, NoCredentialsError = 502, TLSError = 502,
      ResponseParseError = 502, Interrupted = 502,
      ResourceNotFoundFault = 404, ResourceNotFoundException = 404, InvalidResourceStateFault = 409, ConflictException = 409,
      ValidationException = 400, InvalidParameterValueException = 400, InternalServerException = 502,
      AccessDeniedFault = 502, AccessDeniedException = 502, UnrecognizedClientException = 502, ExpiredTokenException = 502,
      UninitializedAccountException = 502, ["HTTP 404"] = 502, ["HTTP 403"] = 502, ["Not Found"] = 502,
    }) do
      assert.same({ type_name, wanted }, { type_name, (status(typed.new({ type = type_name, message = "m" }))) })
    end
    assert.equal(503, (status(typed.new({ type = "ThrottlingException", message = "m", throttling = true }))))
    assert.equal(503, (status(typed.new({ type = "HTTP 429", message = "m", throttling = true }))))
  end)

  it("is the user's, by type or kind or from a function", function()
    local status = answers.statuses({ status = { ResourceNotFoundFault = 410, service = 424, transport = 503 } })
    assert.equal(410, status(typed.new({ type = "ResourceNotFoundFault", message = "m" })))
    assert.equal(424, status(typed.new({ type = "Other", message = "m" })))
    assert.equal(503, status(typed.new({ type = "ReadTimeoutError", message = "m" })))
    assert.equal(502, status(typed.new({ type = "ConfigError", message = "m" })))
    local seen
    status = answers.statuses({ status = function(err)
      seen = err
      return err.type == "ConfigError" and 418 or nil
    end })
    local err = typed.new({ type = "ConfigError", message = "m" })
    assert.same({ 418 }, { status(err) })
    assert.equal(err, seen)
    assert.same({ 504 }, { status(typed.new({ type = "MapTimeout", message = "m" })) })
  end)

  it("is as without a function where that fails, and the fault is told", function()
    local err = typed.new({ type = "ConfigError", message = "m" })
    for _, wrong in ipairs({ 200, 600, 404.5, "404", 0 / 0, true }) do
      assert.same({ 502, "errors.handler: status returned no whole number from 400 to 599" },
        { answers.statuses({ status = function() return wrong end })(err) })
    end
    assert.same({ 502, "errors.handler: status raised: broken" },
      { answers.statuses({ status = function() error("broken", 0) end })(err) })
  end)

  it("is checked when a handler is wrapped", function()
    assert.equal('ConfigError: errors.handler: status is a string, not "by_kind", a table or a function', fails({ status = "x" }))
    assert.equal('ConfigError: errors.handler: status is a number, not "by_kind", a table or a function', fails({ status = 404 }))
    assert.equal("ConfigError: errors.handler: status.x is not a whole number from 400 to 599", fails({ status = { x = 200 } }))
    assert.equal("ConfigError: errors.handler: status.1 is not a whole number from 400 to 599", fails({ status = { 404 } }))
    assert.equal('ConfigError: errors.handler: unknown option "state"', fails({ state = "by_kind" }))
    assert.equal("ConfigError: errors.handler: options are a string", fails("by_kind"))
  end)

  it("is for a function, or what can be called", function()
    for _, wrong in ipairs({ 1, "text", false, {}, setmetatable({}, { __index = {} }), coroutine.create(print), io.stdout }) do
      local raised = scripted.failure(errors.handler, wrong)
      assert.equal("ConfigError: errors.handler takes a function, got a " .. type(wrong), scripted.without_line(raised))
    end
    assert.equal("ConfigError: errors.handler takes a function, got a nil", scripted.without_line(scripted.failure(errors.handler)))
    local callable = setmetatable({}, { __call = function(_, value) return value end })
    assert.equal(7, errors.handler(callable)(7))
  end)
end)

describe("errors.handler's body", function()
  it("has error, type, applied and request id, in this order", function()
    local err = typed.new({ type = "AccessDeniedFault", message = "secret", applied = "no", request_id = "0-1" })
    assert.equal('{"error":"Bad Gateway","type":"AccessDeniedFault","applied":"no","request_id":"0-1"}', answers.body(502, err))
    assert.equal('{"error":"Service Unavailable","type":"HTTP 429"}',
      answers.body(503, typed.new({ type = "HTTP 429", message = "secret" })))
    assert.equal('{"error":"HTTP 418"}', answers.body(418))
    assert.equal('{"error":"Internal Server Error"}', answers.body(500))
  end)

  it("has nothing that would need an escape or is long", function()
    for _, hostile in ipairs({ '"},{"', "a\\", "a\r\nb", "é", "", ("x"):rep(129), 5, {} }) do
      local err = setmetatable({ type = hostile, applied = hostile, request_id = hostile }, nil)
      assert.equal('{"error":"Bad Gateway"}', answers.body(502, err))
    end
  end)

  it("goes with the seconds that the service asks for", function()
    local function after(fields) return answers.retry_after(fields) end
    assert.equal("7", after({ headers = { ["retry-after"] = "7" } }))
    assert.equal("9", after({ headers = {}, fields = { retryAfterSeconds = 9 } }))
    assert.equal("3600", after({ headers = { ["retry-after"] = ("9"):rep(30) } }))
    for _, unclear in ipairs({ "0", "-5", "", "soon", "1.5", "Fri, 01 Mar 2024 12:00:00 GMT" }) do
      assert.equal("1", after({ headers = { ["retry-after"] = unclear } }))
    end
    assert.equal("1", after({}))
  end)
end)
