-- What the services refuse, and what AWS refuses for them: every error as a Lua table.
local ascii = require "aws.text.ascii"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local local_aws = require "spec.support.local_aws"

local calls = {
  dms = function(settings, input)
    local client = dms.new(settings)
    local ok, err = pcall(client.stop_replication, input or { ReplicationConfigArn = local_aws.arn() })
    client.close()
    return ok, err
  end,
  drs = function(settings, input)
    local client = drs.new(settings)
    local ok, err = pcall(client.retry_data_replication, input or { sourceServerID = local_aws.server_id() })
    client.close()
    return ok, err
  end,
}

local operations = { dms = "stop_replication", drs = "retry_data_replication" }

--- The error that a call raises, with all that every service error has checked.
local function error_of(service, settings, input)
  local ok, err = calls[service](settings, input)
  assert.is_false(ok)
  assert.is_true(errors.is(err))
  assert.equal("service", err.kind)
  assert.equal(service, err.service)
  assert.equal(operations[service], err.operation)
  assert.equal(1, err.attempts)
  assert.equal(1, #err.history)
  assert.equal(err.type, err.history[1].outcome)
  assert.equal(err.status, err.history[1].status)
  assert.matches("^%x+%-%x+%-%x+%-%x+%-%x+$", err.request_id)
  assert.equal(err.headers["x-amzn-requestid"], err.request_id)
  assert.is_true(errors.is(err, err.type))
  assert.is_true(errors.is(err, "service"))
  local line = tostring(err)
  assert.is_nil(line:find("\n", 1, true))
  assert.matches(err.type, line, 1, true)
  assert.matches(err.request_id, line, 1, true)
  assert.is_table(err.fields)
  return err
end

--- { service, name, status, fault, throttling, retryable, applied }
local asked = {
  { "dms", "ResourceNotFoundFault", 400, "client", false, false, "no" },
  { "dms", "InvalidResourceStateFault", 400, "client", false, false, "no" },
  { "dms", "AccessDeniedFault", 400, "client", false, false, "no" },
  { "dms", "ThrottlingException", 400, "client", true, true, "no" },
  { "dms", "RequestLimitExceeded", 400, "client", true, true, "no" },
  { "dms", "InternalFailure", 500, "server", false, true, "unknown" },
  { "dms", "ServiceUnavailable", 503, "server", false, true, "unknown" },
  { "dms", "SlowDown", 503, "server", true, true, "unknown" },
  { "dms", "RequestTimeout", 408, "client", false, true, "no" },
  { "dms", "UnknownOperationException", 400, "client", false, false, "no" },
  { "dms", "SerializationException", 400, "client", false, false, "no" },
  { "drs", "ResourceNotFoundException", 404, "client", false, false, "no" },
  { "drs", "InternalServerException", 500, "server", false, true, "unknown" },
  { "drs", "ThrottlingException", 429, "client", true, true, "no" },
  { "drs", "ValidationException", 400, "client", false, false, "no" },
  { "drs", "UninitializedAccountException", 400, "client", false, false, "no" },
  { "drs", "AccessDeniedException", 403, "client", false, false, "no" },
  { "drs", "ConflictException", 409, "client", false, false, "no" },
  { "drs", "ServiceQuotaExceededException", 402, "client", false, false, "no" },
  { "drs", "TooManyRequestsException", 429, "client", true, true, "no" },
  { "drs", "ServiceUnavailableException", 503, "server", false, true, "unknown" },
  { "drs", "SomethingNewException", 400, "client", false, false, "no" },
}

describe("an error by name:", function()
  for _, case in ipairs(asked) do
    local service, name, status, fault, throttling, retryable, applied = (table.unpack or unpack)(case, 1, 7)
    for _, scheme in ipairs({ "http", "https" }) do
      it(("%s %s over %s"):format(service, name, scheme), function()
        local settings = local_aws.settings(local_aws[scheme](("error=%s,message=as asked"):format(name):gsub(" ", "%%20")))
        local err = error_of(service, settings)
        assert.equal(name, err.type)
        assert.equal("as asked", err.message)
        assert.equal(status, err.status)
        assert.equal(fault, err.fault)
        assert.equal(throttling, err.throttling)
        assert.equal(retryable, err.retryable)
        assert.equal(applied, err.applied)
      end)
    end
  end
end)

describe("a state of the world:", function()
  it("a replication that does not exist", function()
    local arn = local_aws.arn("NOSUCH")
    local err = error_of("dms", local_aws.settings(), { ReplicationConfigArn = arn })
    assert.equal("ResourceNotFoundFault", err.type)
    assert.matches(arn, err.message, 1, true)
    assert.equal(err.message, err.fields.message)
  end)

  for _, state in ipairs({ "STOPPING", "STOPPED", "FAILED", "CREATED" }) do
    it("a replication that is " .. state, function()
      local err = error_of("dms", local_aws.settings(), { ReplicationConfigArn = local_aws.arn(state) })
      assert.equal("InvalidResourceStateFault", err.type)
      assert.matches(ascii.lower(state), err.message, 1, true)
    end)
  end

  it("a replication that was stopped before", function()
    local input = { ReplicationConfigArn = local_aws.arn() }
    assert.is_true((calls.dms(local_aws.settings(), input)))
    assert.equal("InvalidResourceStateFault", error_of("dms", local_aws.settings(), input).type)
    assert.equal(1, local_aws.count(input.ReplicationConfigArn))
  end)

  it("no ARN of a replication", function()
    local err = error_of("dms", local_aws.settings(), { ReplicationConfigArn = "arn:aws:s3:::bucket" })
    assert.equal("InvalidParameterValueException", err.type)
  end)

  it("a server that does not exist", function()
    local id = local_aws.server_id("nosuch")
    local err = error_of("drs", local_aws.settings(), { sourceServerID = id })
    assert.equal("ResourceNotFoundException", err.type)
    assert.equal(404, err.status)
    assert.equal(id, err.fields.resourceId)
    assert.equal("SourceServer", err.fields.resourceType)
    assert.equal("RESOURCE_NOT_FOUND", err.fields.code)
  end)

  for _, state in ipairs({ "continuous", "initiating", "paused" }) do
    it("a server that is " .. state, function()
      local err = error_of("drs", local_aws.settings(), { sourceServerID = local_aws.server_id(state) })
      assert.equal("ValidationException", err.type)
      assert.equal("other", err.fields.reason)
      assert.matches(ascii.upper(state), err.message, 1, true)
    end)
  end

  for _, state in ipairs({ "stalled", "disconnected", "stopped" }) do
    it("a server that was retried before, first " .. state, function()
      local input = { sourceServerID = local_aws.server_id(state) }
      assert.is_true((calls.drs(local_aws.settings(), input)))
      assert.equal("ValidationException", error_of("drs", local_aws.settings(), input).type)
    end)
  end

  it("an id of the wrong form, with the list of fields", function()
    local err = error_of("drs", local_aws.settings(), { sourceServerID = "s-" .. ("!"):rep(17) })
    assert.equal("ValidationException", err.type)
    assert.equal("fieldValidationFailed", err.fields.reason)
    assert.equal("VALIDATION", err.fields.code)
    assert.equal(1, #err.fields.fieldList)
    assert.equal("sourceServerID", err.fields.fieldList[1].name)
    assert.matches("regular expression", err.fields.fieldList[1].message)
  end)

  it("an account that never used the service", function()
    local by_key = local_aws.settings(nil, { credentials = local_aws.uninitialized_key })
    assert.equal("UninitializedAccountException", error_of("drs", by_key).type)
    local by_region = error_of("drs", local_aws.settings(nil, { region = "us-west-1" }))
    assert.equal("UninitializedAccountException", by_region.type)
    assert.equal("UNINITIALIZED_ACCOUNT", by_region.fields.code)
  end)

  it("a key without permission", function()
    local settings = local_aws.settings(nil, { credentials = local_aws.denied_key })
    assert.equal("AccessDeniedException", error_of("dms", settings).type)
    local err = error_of("drs", settings)
    assert.equal("AccessDeniedException", err.type)
    assert.equal(403, err.status)
    assert.matches("not authorized", err.message)
  end)
end)

describe("members that travel in headers:", function()
  it("the seconds of InternalServerException are a number", function()
    local err = error_of("drs", local_aws.settings(local_aws.http("error=InternalServerException,retry-after=7")))
    assert.equal(7, err.fields.retryAfterSeconds)
    if math.type then assert.equal("integer", math.type(err.fields.retryAfterSeconds)) end
  end)

  it("the seconds of ThrottlingException are a string", function()
    local err = error_of("drs", local_aws.settings(local_aws.http("error=ThrottlingException,retry-after=7")))
    assert.equal("7", err.fields.retryAfterSeconds)
    assert.equal("drs", err.fields.serviceCode)
    assert.equal("L-LOCAL001", err.fields.quotaCode)
  end)

  it("are absent when the header is", function()
    local err = error_of("drs", local_aws.settings(local_aws.http("error=ThrottlingException")))
    assert.is_nil(err.fields.retryAfterSeconds)
  end)
end)

describe("a bare status", function()
  for _, status in ipairs({ 400, 403, 404, 413, 429, 500, 502, 503, 504 }) do
    for _, body in ipairs({ "html", "json", "empty" }) do
      it(("%d with %s is the error HTTP %d"):format(status, body, status), function()
        local err = error_of("drs", local_aws.settings(local_aws.http(("status=%d,body=%s"):format(status, body))))
        assert.equal("HTTP " .. status, err.type)
        assert.equal(status, err.status)
        assert.equal(status >= 500 and "server" or "client", err.fault)
        assert.equal(status >= 500 and "unknown" or "no", err.applied)
        assert.equal(status == 429, err.throttling)
        assert.equal(status == 429 or status >= 500, err.retryable)
      end)
    end
  end

  it("307 is not followed", function()
    local id = "redirect" .. local_aws.fresh()
    local err = error_of("dms", local_aws.settings(local_aws.http("redirect,id=" .. id)))
    assert.equal("HTTP 307", err.type)
    assert.equal("no", err.applied)
    assert.matches("^http://", err.headers.location)
    assert.equal(1, #local_aws.requests(id))
  end)
end)

--- Whether `secret` is anywhere in a value, keys included.
local function holds(value, secret, seen)
  if type(value) == "string" then return value:find(secret, 1, true) ~= nil end
  if type(value) ~= "table" or seen[value] then return false end
  seen[value] = true
  for key, item in pairs(value) do
    if holds(key, secret, seen) or holds(item, secret, seen) then return true end
  end
  return false
end

describe("a signature that is refused", function()
  local function refused(service, credentials)
    local id = "signature" .. local_aws.fresh()
    local err = error_of(service, local_aws.settings(local_aws.http("none,id=" .. id), { credentials = credentials }))
    local signature
    for _, header in ipairs(local_aws.requests(id)[1].headers) do
      if ascii.lower(header[1]) == "authorization" then signature = header[2]:match("Signature=(%x+)") end
    end
    return err, assert(signature)
  end

  local function assert_silent(err, ...)
    for _, secret in ipairs({ ... }) do
      assert.is_false(holds(err, secret, {}))
      assert.is_nil(tostring(err):find(secret, 1, true))
      assert.is_nil(err.message:find(secret, 1, true))
    end
  end

  for service in pairs(calls) do
    it("gives no secret away: " .. service, function()
      local wrong = {
        access_key_id = local_aws.temporary_key.access_key_id,
        secret_access_key = "a/wrong+secret/EXAMPLEKEY000000000000001",
        session_token = local_aws.temporary_key.session_token,
      }
      local err, signature = refused(service, wrong)
      assert.equal("InvalidSignatureException", err.type)
      assert.equal("no", err.applied)
      assert.matches("Canonical String", err.message)
      assert.matches("x%-amz%-security%-token", err.message)
      assert_silent(err, wrong.secret_access_key, wrong.session_token, signature)
    end)

    it("names an unknown key and an expired token: " .. service, function()
      local unknown = { access_key_id = "AKIAUNKNOWN000000001", secret_access_key = "unknown/secret/0000" }
      local err, signature = refused(service, unknown)
      assert.equal("UnrecognizedClientException", err.type)
      assert_silent(err, unknown.secret_access_key, signature)
      err, signature = refused(service, local_aws.expired_key)
      assert.equal("ExpiredTokenException", err.type)
      assert_silent(err, local_aws.expired_key.secret_access_key, local_aws.expired_key.session_token, signature)
    end)

    it("tells a clock that is off: " .. service, function()
      local err = error_of(service, local_aws.settings(local_aws.http("date-skew=1000")))
      assert.equal("InvalidSignatureException", err.type)
      assert.matches("^Signature expired", err.message)
      assert.is_string(err.headers.date)
    end)

    it("tells a region that is none: " .. service, function()
      local err = error_of(service, local_aws.settings(nil, { region = "nowhere-1" }))
      assert.equal("InvalidSignatureException", err.type)
      assert.matches("valid region", err.message)
    end)
  end
end)
