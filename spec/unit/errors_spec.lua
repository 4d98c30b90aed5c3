local errors = require "aws.errors.typed"
local scripted = require "spec.support.scripted"

describe("errors.new", function()
  local kinds = {
    WaitFailed = "state", WaitTimeout = "state", ResourceMissing = "state",
    ParamValidationError = "parameter",
    ConfigError = "config",
    NoRegionError = "config",
    NoCredentialsError = "credentials",
    CredentialsError = "credentials",
    ConnectionError = "transport",
    ConnectTimeoutError = "transport",
    ReadTimeoutError = "transport",
    TLSError = "transport",
    ProxyError = "transport",
    ResponseParseError = "response",
    ResponseTooLargeError = "response",
    Interrupted = "interrupted",
    ResourceNotFoundFault = "service",
    ["HTTP 503"] = "service",
  }
  for name, kind in pairs(kinds) do
    it(("knows that %s is of kind %s"):format(name, kind), function()
      assert.equal(kind, errors.new({ type = name, message = "" }).kind)
    end)
  end

  it("keeps a kind that is given, and is not retryable unless said", function()
    assert.equal("service", errors.new({ kind = "service", type = "ConfigError", message = "" }).kind)
    assert.is_false(errors.new({ type = "X", message = "" }).retryable)
    assert.is_true(errors.new({ type = "X", message = "", retryable = true }).retryable)
  end)
end)

describe("tostring of an error", function()
  local function text_of(fields)
    fields.message = fields.message or ""
    return tostring(errors.new(fields))
  end

  it("says what, where and with which request id", function()
    assert.equal("ResourceNotFoundFault: no such thing (dms.stop_replication, HTTP 400, request id r-1)", text_of({
      type = "ResourceNotFoundFault", message = "no such thing", service = "dms", operation = "stop_replication",
      status = 400, request_id = "r-1", applied = "no",
    }))
    assert.equal("ConfigError: bad", text_of({ type = "ConfigError", message = "bad" }))
    assert.equal("NoRegionError: bad (dms)", text_of({ type = "NoRegionError", message = "bad", service = "dms" }))
    assert.equal("HTTP 503 (HTTP 503)", text_of({ type = "HTTP 503", status = 503 }))
  end)

  it("says whether the operation may have been carried out", function()
    assert.equal("A (it may have been carried out)", text_of({ type = "A", applied = "unknown" }))
    assert.equal("A (it was carried out)", text_of({ type = "A", applied = "yes" }))
    assert.equal("A", text_of({ type = "A", applied = "no" }))
  end)

  it("is one line whatever a service sent", function()
    local text = text_of({
      type = "A\nB", message = "one\r\ntwo\0three\27[31m\127", request_id = "r\r\n1", status = 400,
    })
    assert.is_nil(text:find("%c"))
    assert.truthy(text:find("one two three", 1, true))
  end)

  it("is of limited length", function()
    local text = text_of({ type = "A", message = ("x"):rep(1000000), status = 500, request_id = ("y"):rep(1000000) })
    assert.is_true(#text < 2100)
    assert.equal("A: xxx", text:sub(1, 6))
  end)
end)

describe("errors.raise and errors.config", function()
  it("raise the table itself, without a position", function()
    local err = scripted.failure(errors.raise, { type = "ConfigError", message = "m" })
    assert.equal("table", type(err))
    assert.equal("ConfigError: m", scripted.without_line(err))
    assert.equal("failed: " .. tostring(err) .. "!", "failed: " .. err .. "!")
  end)

  it("format the message", function()
    local err = scripted.failure(errors.config, "%s is %d", "a%s", 5)
    assert.equal("a%s is 5", err.message)
    assert.equal("config", err.kind)
  end)
end)

describe("errors.is", function()
  local err = errors.new({ type = "ThrottlingException", message = "" })

  it("knows an error of this library, its type and its kind", function()
    assert.is_true(errors.is(err))
    assert.is_true(errors.is(err, "ThrottlingException"))
    assert.is_true(errors.is(err, "service"))
    assert.is_false(errors.is(err, "transport"))
    assert.is_false(errors.is(err, "Throttling"))
  end)

  it("knows what is none", function()
    for _, other in ipairs({ "ThrottlingException", 5, true, print, {}, { type = "ThrottlingException", kind = "service" } }) do
      assert.is_false(errors.is(other))
      assert.is_false(errors.is(other, "ThrottlingException"))
    end
    assert.is_false(errors.is(nil))
    assert.is_false(errors.is(setmetatable({}, { __index = err })))
    assert.is_false(errors.is(setmetatable({}, { __metatable = "locked" })))
  end)
end)

describe("errors.is_interruption", function()
  it("knows the interpreters' word for Ctrl-C, with a position and without", function()
    for _, text in ipairs({ "interrupted!", "main.lua:7: interrupted!", '[string "return"]:0: interrupted!', "?: interrupted!" }) do
      assert.is_true(errors.is_interruption(text), text)
    end
  end)

  it("does not take others' texts for it", function()
    for _, other in ipairs({ "main.lua:7: the upload was interrupted!", "interrupted", "interrupted! ", "uninterrupted!", {}, 5 }) do
      assert.is_false(errors.is_interruption(other))
    end
    assert.is_false(errors.is_interruption(nil))
  end)
end)

describe("what Lua and our C code raise", function()
  local core = require "aws.core"

  local function raised_by(run, ...)
    local ok, raised = pcall(run, ...)
    assert.is_false(ok)
    return raised
  end

  local function closed()
    local signer = core.signer()
    signer:close()
    return raised_by(signer.sign, signer, {})
  end

  it("is told by value where it is ours", function()
    assert.is_true(errors.is_closed(closed()))
    assert.is_false(errors.is_model_fault(closed()))
    assert.is_true(errors.is_model_fault(raised_by(core.shape, {}, "A")))
    assert.is_false(errors.is_closed(raised_by(core.shape, {}, "A")))
    assert.equal("the signer is closed", tostring(closed()))
  end)

  it("is not told by the words", function()
    local look_alike = setmetatable({ type = "closed", message = "the signer is closed" }, { __tostring = tostring })
    for _, other in ipairs({ "the signer is closed", "the shape is closed", look_alike, {}, 5, print, true }) do
      assert.is_false(errors.is_closed(other))
      assert.is_false(errors.is_model_fault(other))
    end
    assert.is_false(errors.is_closed(nil))
  end)

  it("says what ran out", function()
    assert.same({ "not enough memory", "memory" }, { errors.exhausted("not enough memory") })
    assert.same({ "not enough memory", "memory" }, { errors.exhausted("main.lua:7: not enough memory") })
    local function deep() return 1 + deep() end
    assert.same({ "stack overflow", "stack" }, { errors.exhausted(raised_by(deep)) })
    for _, other in ipairs({ "not enough memory!", "out of memory", {}, 5 }) do assert.is_nil((errors.exhausted(other))) end
  end)

  it("says where a coroutine cannot yield", function()
    assert.is_true(errors.cannot_yield(raised_by(function()
      return (coroutine.wrap(function() return (("a"):gsub("a", coroutine.yield)) end)())
    end)))
    for _, other in ipairs({ "cannot yield", {}, 5 }) do assert.is_false(errors.cannot_yield(other)) end
  end)
end)
