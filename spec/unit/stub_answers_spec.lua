-- What aws.stub says of answers that are wrong, and of a user's transport whose answers are.
local depot = require "spec.support.depot"
local dms = require "aws.dms"
local drs = require "aws.drs"
local scripted = require "spec.support.scripted"
local service = require "aws.service"
local stub = require "aws.stub"
local stubbed = require "spec.support.stubbed"

local failure = scripted.failure

local STOP = stubbed.STOP

--- What is said of answers.
local function said_of(answers)
  local err = failure(stub.new, answers)
  assert.same({ "ConfigError", "config" }, { err.type, err.kind })
  return err.message
end

local function of_stop(answer) return said_of({ dms = { stop_replication = answer } }) end

local function has(text, message)
  assert.truthy(message:find(text, 1, true), message)
end

describe("names that aws.stub does not know", function()
  for text, answers in pairs({
    ['"dsm" is not the name of a service; did you mean "dms"?'] = { dsm = {} },
    ['"s3api" is not the name of a service: dms, drs and sts are, and modules of aws.service may be keys'] = { s3api = {} },
    ['"stop_replication" is not the name of a service, but an operation of dms: { dms = { stop_replication = … } }'] =
      { stop_replication = {} },
    ['"start_recovery" is not the name of a service, but an operation of drs'] = { start_recovery = {} },
    ["a key is a number, not the name of a service"] = { { stop_replication = {} } },
    ["a key is a table, but not the module of a service"] = { [{}] = {} },
    ["dms is a string, a table of answers by operation is wanted"] = { dms = "x" },
    ['dms has no operation "stop_replicaton"; did you mean "stop_replication"?'] = { dms = { stop_replicaton = {} } },
    ['dms has no operation "StopReplication"; did you mean "stop_replication"?'] = { dms = { StopReplication = {} } },
    ["dms has a key that is a number, not the name of an operation"] = { dms = { {} } },
    ['sts has no operation "assume_role"'] = { sts = { assume_role = {} } },
  }) do
    it("are told: " .. text, function() has(text, said_of(answers)) end)
  end

  it("are told all at once, in one order", function()
    local err = failure(stub.new, { dms = { b = {}, a = {} }, drs = { describe_jobs = { items = 1 } } })
    assert.equal('aws.stub: dms has no operation "a"; dms has no operation "b"; drs.describe_jobs: items expected a list, got a number',
      err.message)
    assert.same({ { path = "dms.a", message = 'dms has no operation "a"' }, { path = "dms.b", message = 'dms has no operation "b"' },
      { path = "drs.describe_jobs: items", message = "expected a list, got a number" } }, err.problems)
  end)

  it("leave a stub as it was", function()
    local fake = stub.new{ dms = { stop_replication = {} } }
    failure(fake.set, fake, { dms = { stop_replication = stub.error("ThrottlingException"), stop = {} } })
    assert.same({}, (fake:client(dms).stop_replication(STOP)))
  end)
end)

describe("an output that its operation cannot have", function()
  for text, answers in pairs({
    ['dms.stop_replication: Replication.Stat is unknown; did you mean "Status"?'] =
      { dms = { stop_replication = { Replication = { Stat = "x" } } } },
    ["dms.stop_replication: Replication.Status expected a string, got a number"] =
      { dms = { stop_replication = { Replication = { Status = 1 } } } },
    ["dms.stop_replication: Replication expected a table, got a string"] = { dms = { stop_replication = { Replication = "x" } } },
    ["dms.describe_replications[2]: Replications[1].ReplicationCreateTime expected a timestamp in seconds since 1970, got a string"] =
      { dms = { describe_replications = { {}, { Replications = { { ReplicationCreateTime = "2026-01-01" } } } } } },
    ["dms.describe_replications: Replications[2] is missing: a list has no holes"] =
      { dms = { describe_replications = { Replications = { {}, nil, {} } } } },
    ['drs.describe_source_servers: items["x"] is not a list index'] = { drs = { describe_source_servers = { items = { x = {} } } } },
    ["drs.describe_jobs: items[1].jobID is required"] = { drs = { describe_jobs = { items = { { status = "PENDING" } } } } },
    ['sts.get_caller_identity: acount is unknown; did you mean "account"?'] = { sts = { get_caller_identity = { acount = "1" } } },
  }) do
    it("is told with the place: " .. text, function() has(text, said_of(answers)) end)
  end

  it("is told in one sentence where it is a whole answer", function()
    assert.equal("aws.stub: dms.stop_replication is not an output: a whole answer of HTTP is stub.response{…}",
      of_stop({ status = 200, headers = {}, body = "{}" }))
  end)
end)

describe("what is not an answer", function()
  for text, answer in pairs({
    ['dms.stop_replication is a text: an output is a table, an error by its name is stub.error("ThrottlingException")'] =
      "ThrottlingException",
    ["dms.stop_replication is a boolean: an output is a table"] = true,
    ["dms.stop_replication[1] is a number: an output is a table"] = { 1 },
    ["dms.stop_replication[1] is a list where one answer is wanted"] = { { {}, {} } },
    ['dms.stop_replication is a list that also has the key "Replication"'] = { {}, Replication = {} },
    ["dms.stop_replication is a list with holes"] = { {}, nil, {} },
    ['dms.stop_replication is a list that also has the key "note"; dms.stop_replication is a list with holes'] =
      { {}, [0] = {}, note = {} },
    ["aws.stub: dms.stop_replication is a list with holes"] = { [0.5] = {}, [-1] = {} },
    ["dms.stop_replication is stub.always outside of a list"] = stub.always({}),
    ["dms.stop_replication[1] is stub.always, and what comes after it is never asked for"] = { stub.always({}), {} },
    ["dms.stop_replication is a list where one answer is wanted"] = stub.after(1, { {} }),
    ["dms.stop_replication is a boolean"] = stub.after(1, false),
  }) do
    it("is told: " .. text, function() has(text, of_stop(answer)) end)
  end

  it("is told of an error that a call has raised", function()
    has('dms.stop_replication is an error as calls raise it: stub.error("ParamValidationError") answers with one',
      of_stop(failure(stub.new():client(dms).stop_replication, {})))
  end)

  for text, answer in pairs({
    ["returned is nil: an output is a table"] = function() end,
    ["returned is a function"] = function() return print end,
    ["returned is a list where one answer is wanted"] = function() return { {} } end,
    ['what the function of dms.stop_replication returned: Replicaton is unknown; did you mean "Replication"?'] =
      function() return { Replicaton = {} } end,
    ["returned: NoSuchFault: is not an error of dms"] = function() return stub.error("NoSuchFault") end,
  }) do
    it("is told when a function has returned it: " .. text, function()
      local fake = stub.new{ dms = { stop_replication = answer } }
      local err = failure(fake:client(dms).stop_replication, STOP)
      assert.same({ "ConfigError", 1, "no" }, { err.type, err.attempts, err.applied })
      has(text, err.message)
      has(text, failure(fake.verify, fake).message)
    end)
  end
end)

describe("a name of stub.error", function()
  for text, answer in pairs({
    ['InvalidResourceStateFalt: is not an error of dms; did you mean "InvalidResourceStateFault"?'] =
      stub.error("InvalidResourceStateFalt"),
    ['ThrotlingException: is not an error of dms; did you mean "ThrottlingException"?'] = stub.error("ThrotlingException"),
    ['ReadTimeout: is not an error of dms; did you mean "ReadTimeoutError"?'] = stub.error("ReadTimeout"),
    ["ResourceNotFoundException: is not an error of dms"] = stub.error("ResourceNotFoundException"),
    ["ParamValidationError: is raised by this library itself, and not answered by a service"] = stub.error("ParamValidationError"),
    ["DeadlineExceeded: is raised by this library itself"] = stub.error("DeadlineExceeded"),
    ["Bad Name: is not the name of an error"] = stub.error("Bad Name", { status = 400 }),
    [": is not the name of an error"] = stub.error("", { status = 400 }),
    ['InvalidResourceStateFault: arn is unknown'] = stub.error("InvalidResourceStateFault", { arn = "x" }),
    ["ThrottlingException: quotaCode is unknown"] = stub.error("ThrottlingException", { quotaCode = "x" }),
    ["ThrottlingException: message expected a string, got a number"] = stub.error("ThrottlingException", { message = 7 }),
    ["AccessDeniedFault: headers is a list, a map is wanted"] = stub.error("AccessDeniedFault", { headers = { { "date", "x" } } }),
    ["AccessDeniedFault: status is not a whole number from 100 to 999"] = stub.error("AccessDeniedFault", { status = 40 }),
    ["AccessDeniedFault: status is one of a success, and this is an error: stub.response answers with any"] =
      stub.error("AccessDeniedFault", { status = 200 }),
    ["Any: status is one of a success"] = stub.error("Any", { status = 100 }),
    ["ReadTimeoutError: sent is a string, a boolean is wanted"] = stub.error("ReadTimeoutError", { sent = "yes" }),
    ["ReadTimeoutError: seconds is unknown: a failure has message, sent, status and headers"] =
      stub.error("ReadTimeoutError", { seconds = 1 }),
    ["ConnectionError: headers is a list"] = stub.error("ConnectionError", { status = 200, headers = { "x" } }),
  }) do
    it("or what is said with it may be wrong: " .. text, function()
      has(text, of_stop(answer))
      has(text, of_stop({ {}, answer }))
    end)
  end

  it("may be any with a status", function()
    local fake = stub.new{ dms = { stop_replication = stub.error("BrandNewFault", { status = 418, message = "new" }) } }
    local err = failure(fake:client(dms).stop_replication, STOP)
    assert.same({ "BrandNewFault", 418, "new" }, { err.type, err.status, err.message })
  end)
end)

describe("arguments of aws.stub", function()
  for text, call in pairs({
    ["stub.error takes the name of an error, got a table"] = function() stub.error({}) end,
    ["stub.error: what is said of X takes a table, got a string"] = function() stub.error("X", "message") end,
    ["stub.response takes a table, got a string"] = function() stub.response("x") end,
    ["stub.response: headers is a list, a map is wanted"] = function() stub.response{ headers = { { "date", "x" } } } end,
    ["stub.response: headers is a string, a map of texts by name is wanted"] = function() stub.response{ headers = "date" } end,
    ['stub.response: headers has at "x" a number, a text is wanted'] = function() stub.response{ headers = { X = 1 } } end,
    ["stub.response: headers has a key that is a boolean, a text is wanted"] = function() stub.response{ headers = { [true] = "x" } } end,
    ["stub.response: status is a string, a whole number from 100 to 999 is wanted"] = function() stub.response{ status = "200" } end,
    ["stub.response: status is not a whole number from 100 to 999"] = function() stub.response{ status = 2000 } end,
    ["stub.response: body is a table, a text is wanted; an output is given as it is, without stub.response"] =
      function() stub.response{ body = {} } end,
    ["stub.response: code is unknown: it takes status, headers and body"] = function() stub.response{ code = 200 } end,
    ["stub.after: the first argument is a table, not a number of seconds"] = function() stub.after({}, {}) end,
    ["stub.after: the first argument is not a number of seconds above 0"] = function() stub.after(-1, {}) end,
    ["aws.stub takes a table of answers by service, got a string"] = function() stub.new("dms") end,
    ['unknown option of aws.stub "nwo"; did you mean "now"?'] = function() stub.new({}, { nwo = 1 }) end,
    ["aws.stub: the option now is not a time in epoch seconds"] = function() stub.new({}, { now = -1 }) end,
    ["aws.stub: the option account is not a text of twelve digits"] = function() stub.new({}, { account = 123456789012 }) end,
    ["aws.stub: options are a table, got a number"] = function() stub.new({}, 1) end,
    ["aws.stub: pass takes a number of seconds, not below 0"] = function() stub.new():pass(-1) end,
    ["aws.stub: calls_of: no operation nil"] = function() stub.new():calls_of(nil) end,
    ["aws.stub: calls_of: no operation table"] = function() stub.new():calls_of({}) end,
    ["aws.stub: client is called with a colon: aws:client(…)"] = function() stub.new().client("dms") end,
    ["aws.stub: verify is called with a colon: aws:verify(…)"] = function() stub.new().verify() end,
    ["aws.stub: set is called with a colon: aws:set(…)"] = function() stub.new().set({ dms = {} }) end,
  }) do
    it("that are wrong are told: " .. text, function()
      local err = failure(call)
      assert.equal("ConfigError", err.type)
      has(text, err.message)
    end)
  end
end)

describe("a whole answer of HTTP", function()
  it("goes to the client as it is", function()
    local fake = stub.new{ dms = { stop_replication = {
      stub.response{ status = 503, headers = { ["Content-Type"] = "text/html" }, body = "<html>busy</html>" },
      stub.response{ headers = { ["X-Amzn-RequestId"] = "r-1" }, body = '{"Replication":' }, stub.response{ body = "<html>portal</html>" },
      stub.response{ body = "{}" },
    } } }
    local client = fake:client(dms)
    local cut = failure(client.stop_replication, STOP)
    assert.same({ "ResponseParseError", "yes", 2 }, { cut.type, cut.applied, cut.attempts })
    local portal = failure(client.stop_replication, STOP)
    assert.same({ "ResponseParseError", "unknown" }, { portal.type, portal.applied })
    local _, metadata = client.stop_replication(STOP)
    assert.same({ 200, {} }, { metadata.status, metadata.headers })
    assert.same({ "HTTP 503", "ok" }, fake.calls[1].outcomes)
  end)
end)

describe("what a user's own transport returns", function()
  local function said(...)
    local results, count = { ... }, select("#", ...)
    local client = drs.new{ region = "us-east-1", credentials = scripted.keys,
      transport = function() return (table.unpack or unpack)(results, 1, count) end }
    local err = failure(client.describe_jobs)
    assert.same({ "ConfigError", "unknown", 1 }, { err.type, err.applied, err.attempts })
    return err.message
  end

  it("is told where it is wrong", function()
    local start = "the transport returned neither a response nor a failure: "
    assert.equal(start .. 'headers is a list, a map is wanted: { ["content-type"] = "…" }',
      said({ status = 200, headers = { { "a", "b" } }, body = "" }))
    assert.equal(start .. "status is missing, a whole number from 100 to 999 is wanted; headers is missing, a map of texts by name is "
      .. "wanted; body is missing, a text is wanted", said({}))
    assert.equal(start .. "body is a table, a text is wanted", said({ status = 200, headers = {}, body = {} }))
    assert.equal(start .. "status is not a whole number from 100 to 999", said({ status = 20.5, headers = {}, body = "" }))
    assert.equal(start .. "its first value is a string", said("{}"))
    assert.equal(start .. "its first value is a boolean", said(false, { type = "ConnectionError", message = "m" }))
    assert.equal(start .. "nil, and its second value is a nil", said())
    assert.equal(start .. "nil, and its second value is a string", said(nil, "connection refused"))
    assert.equal(start .. "nil, and a failure whose type is missing, a text is wanted; message is a number, a text is wanted",
      said(nil, { message = 1 }))
    assert.equal(start .. "nil, and a failure whose headers is a string, a map of texts by name is wanted",
      said(nil, { type = "ConnectionError", message = "m", headers = "x" }))
  end)

  it("is told without what is in it", function()
    assert.is_nil(said({ status = 200, headers = { a = {} }, body = "secret" }):find("secret", 1, true))
  end)
end)

describe("answers of a module's model", function()
  it("are told by the name of the module", function()
    local module = service(depot.model())
    has('depot.get_parcel: parcel.stat is unknown; did you mean "state"?',
      said_of({ [module] = { get_parcel = { parcel = { stat = "x" } } } }))
    has("depot.put_parcel: parcelId is too short: 1 character, at least 3", said_of({ [module] = { put_parcel = { parcelId = "p" } } }))
    has('depot has no operation "get_parcl"; did you mean "get_parcel"?', said_of({ [module] = { get_parcl = {} } }))
    has("depot.get_parcel: NoParcl: is not an error of depot", said_of({ [module] = { get_parcel = stub.error("NoParcl") } }))
  end)
end)
