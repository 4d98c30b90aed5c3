-- aws.stub: answers, sequences, records, clients, installed modules.
local aws = require "aws"
local depot = require "spec.support.depot"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"
local stub = require "aws.stub"
local stubbed = require "spec.support.stubbed"

local failure = scripted.failure

local ARN, SERVER, STOP = stubbed.ARN, stubbed.SERVER, stubbed.STOP
local stopping, replications = stubbed.stopping, stubbed.replications

describe("aws.stub", function()
  it("is a door of its own and one of aws", function()
    assert.equal(stub, aws.stub)
  end)

  it("answers every request from a table", function()
    local fake = stub.new{ dms = { describe_replications = replications("running") }, drs = { start_replication = {} } }
    local client = fake:client(dms)
    for _ = 1, 3 do assert.same(replications("running"), (client.describe_replications())) end
    assert.same({}, (fake:client("drs").start_replication({ sourceServerID = SERVER })))
    fake:verify()
  end)

  it("makes real requests and real metadata of it", function()
    local fake = stub.new({ dms = { stop_replication = stopping } }, { now = 1709251198 })
    local _, metadata = fake:client(dms, { region = "eu-west-1" }).stop_replication(STOP)
    assert.same({ 200, 1, "stub-1", "https://dms.eu-west-1.amazonaws.com", "Thu, 29 Feb 2024 23:59:58 GMT" },
      { metadata.status, metadata.attempts, metadata.request_id, metadata.endpoint, metadata.headers.date })
    metadata.headers.date = "another"
    local _, again = fake:client(dms).stop_replication(STOP)
    assert.equal("Thu, 29 Feb 2024 23:59:58 GMT", again.headers.date)
  end)

  it("leaves the client's own checks and safeguards as they are", function()
    local fake = stub.new{ dms = { stop_replication = stopping } }
    local err = failure(fake:client(dms).stop_replication, { ReplicationConfigARN = ARN })
    assert.same({ "ParamValidationError", 2 }, { err.type, #err.problems })
    assert.equal("ReadOnlyError", failure(fake:client(dms, { read_only = true }).stop_replication, STOP).type)
    assert.same({}, fake.calls)
    assert.equal("POST", fake:client(dms).prepare.stop_replication(STOP).method)
    assert.same({}, fake.calls)
  end)

  it("asks a function, with the input as it was sent and the call so far", function()
    local seen = {}
    local fake = stub.new{ drs = { describe_source_servers = function(input, call)
      seen[#seen + 1] = { input, call.operation, call.attempts }
      if #seen == 1 then return stub.error("ThrottlingException") end
      return { items = { { sourceServerID = input.filters.sourceServerIDs[1] } } }
    end } }
    local output = fake:client(drs).describe_source_servers({ filters = { sourceServerIDs = { SERVER } }, maxResults = 7 })
    assert.equal(SERVER, output.items[1].sourceServerID)
    local input = { filters = { sourceServerIDs = { SERVER } }, maxResults = 7 }
    assert.same({ { input, "describe_source_servers", 1 }, { input, "describe_source_servers", 2 } }, seen)
  end)

  it("takes a table that can be called for a function", function()
    local answer = setmetatable({}, { __call = function(_, input) return { Replication = input.ReplicationConfigArn and {} } end })
    assert.same({ Replication = {} }, (stub.new{ dms = { stop_replication = answer } }:client(dms).stop_replication(STOP)))
  end)

  it("reads answers when they are given", function()
    local own = replications("running")
    local fake = stub.new{ dms = { describe_replications = own } }
    own.Replications[1].Status = "stopped"
    assert.equal("running", fake:client(dms).describe_replications().Replications[1].Status)
  end)

  it("takes other answers later, and keeps those of other operations", function()
    local fake = stub.new{ dms = { describe_replications = replications("running"), stop_replication = stopping } }
    local client = fake:client(dms)
    assert.equal(fake, fake:set({ dms = { describe_replications = replications("stopped") } }))
    assert.equal("stopped", client.describe_replications().Replications[1].Status)
    assert.same(stopping, (client.stop_replication(STOP)))
  end)
end)

describe("a list of answers of aws.stub", function()
  it("answers one request each, in order, whatever other operations are asked", function()
    local fake = stub.new{ dms = {
      describe_replications = { replications("running"), replications("stopped") }, stop_replication = stopping,
    } }
    local client = fake:client(dms)
    assert.equal("running", client.describe_replications().Replications[1].Status)
    client.stop_replication(STOP)
    assert.equal("stopped", client.describe_replications().Replications[1].Status)
    fake:verify()
  end)

  it("answers each attempt of a call with its next one", function()
    local fake = stub.new{ dms = { stop_replication = { stub.error("ThrottlingException"), stub.error("InternalFailure"), stopping } } }
    local output, metadata = fake:client(dms).stop_replication(STOP)
    assert.same(stopping, output)
    assert.equal(3, metadata.attempts)
    assert.same({ "ThrottlingException", "InternalFailure", "ok" }, fake.calls[1].outcomes)
    assert.equal(2, #fake.sleeps)
  end)

  it("that is used up is an error that says of what and how many there were", function()
    local fake = stub.new{ dms = { describe_replications = { replications("running"), replications("stopped") } } }
    local client = fake:client(dms)
    client.describe_replications()
    client.describe_replications()
    local err = failure(client.describe_replications)
    assert.same({ "ConfigError", "config", "no", 1, false }, { err.type, err.kind, err.applied, err.attempts, err.retryable })
    assert.truthy(err.message:find("dms.describe_replications has 2 answers, and was asked once more (another call)", 1, true), err.message)
    assert.truthy(failure(fake.verify, fake).message:find("has 2 answers", 1, true))
  end)

  it("that is used up by retries says which attempt it was", function()
    local fake = stub.new{ dms = { stop_replication = { stub.error("ThrottlingException") } } }
    local err = failure(fake:client(dms).stop_replication, STOP)
    assert.truthy(err.message:find("dms.stop_replication has 1 answer, and was asked once more (attempt 2)", 1, true), err.message)
    assert.equal(2, err.attempts)
  end)

  it("goes on for ever with stub.always, of an output, an error or a function", function()
    local count = 0
    for _, last in ipairs({ stopping, stub.error("InvalidResourceStateFault"), function() count = count + 1 return stopping end }) do
      local fake = stub.new{ dms = { stop_replication = { stopping, stub.always(last) } } }
      local client = fake:client(dms)
      for _ = 1, 4 do pcall(client.stop_replication, STOP) end
      assert.equal(4, #fake.calls)
      fake:verify()
    end
    assert.equal(3, count)
  end)

  it("that was not asked for is told by verify", function()
    local fake = stub.new{ dms = { stop_replication = { stopping, stopping, stub.always(stopping) } } }
    fake:client(dms).stop_replication(STOP)
    local err = failure(fake.verify, fake)
    assert.equal("ConfigError: aws.stub: dms.stop_replication: 1 of 2 answers were not asked for", scripted.without_line(err))
    assert.same({ { path = "dms.stop_replication", message = "1 of 2 answers were not asked for" } }, err.problems)
    assert.matches(":%d+$", err.where)
  end)
end)

describe("a request that aws.stub has no answer for", function()
  it("is named, with what has answers", function()
    local fake = stub.new{ dms = { stop_replication = stopping, describe_replications = {} } }
    local err = failure(fake:client(drs).retry_data_replication, { sourceServerID = SERVER })
    assert.same({ "ConfigError", "no", 1 }, { err.type, err.applied, err.attempts })
    assert.truthy(err.message:find("there is no answer for drs.retry_data_replication; "
      .. "it has answers for dms.describe_replications, dms.stop_replication", 1, true), err.message)
    assert.equal("ConfigError", fake.calls[1].outcomes[1])
    assert.equal(1, #fake.unanswered)
    assert.truthy(failure(fake.verify, fake).message:find("drs.retry_data_replication", 1, true))
    assert.truthy(failure(stub.new():client(dms).describe_replications).message:find("it has no answers", 1, true))
  end)

  it("is named where code has caught the error", function()
    local fake = stub.new{ dms = {} }
    pcall(fake:client(dms).stop_replication, STOP)
    assert.truthy(failure(fake.verify, fake).message:find("no answer for dms.stop_replication", 1, true))
  end)

  it("is named when it asks for keys", function()
    local fake = stub.new{ dms = { stop_replication = stopping } }
    local err = failure(fake:client(dms, { credentials = require("aws.credentials").imds() }).stop_replication, STOP)
    assert.equal("credentials", err.kind)
    assert.truthy(fake.unanswered[1]:find("^PUT http://169.254.169.254/latest/api/token is not a signed request"),
      fake.unanswered[1])
  end)

  it("is named when the keys of a role are asked for", function()
    local fake = stub.new{ dms = { stop_replication = stopping } }
    local role = require("aws.credentials").assume_role{ role_arn = "arn:aws:iam::123456789012:role/x", credentials = scripted.keys }
    assert.equal("credentials", failure(fake:client(dms, { credentials = role }).stop_replication, STOP).kind)
    assert.same({ 'POST https://sts.us-east-1.amazonaws.com/ is signed for "sts", and not an operation of it that is known here' },
      fake.unanswered)
    assert.same({}, fake.calls)
  end)

  it("is named when its service does not have it", function()
    local fake, own = stub.new({ dms = {} }), depot.model()
    own.signing_name, own.protocol, own.target_prefix = "dms", "awsJson1.1", "AmazonDMSv20160101"
    local err = failure(aws.service(own).new(fake:settings()).get_status)
    assert.truthy(err.message:find('is signed for "dms", and not an operation of it', 1, true), err.message)
    own.signing_name, own.protocol, own.target_prefix = "drs", "restJson1", nil
    fake = stub.new({ drs = {} })
    err = failure(aws.service(own).new(fake:settings()).get_status)
    assert.truthy(err.message:find('is signed for "drs", and not an operation of it', 1, true), err.message)
  end)

  it("is named without what a URL may hide", function()
    local fake = stub.new()
    fake({ method = "GET", url = "http://me:secret@127.0.0.1/keys?token=secret#secret", headers = {}, body = "" })
    assert.same({ "GET http://127.0.0.1/keys is not a signed request: something asks for keys; give the client `credentials`" },
      fake.unanswered)
  end)

  it("is named when it is of another service", function()
    local fake = stub.new{ dms = {} }
    local tagging = aws.service(dofile("examples/tagging.lua"))
    local err = failure(tagging.new(fake:settings()).get_resources)
    assert.truthy(err.message:find('is signed for "tagging", and not an operation of it that is known here', 1, true), err.message)
  end)
end)

describe("what aws.stub records", function()
  it("is what a call was: service, operation, input, region, keys, attempts", function()
    local fake = stub.new{ dms = { stop_replication = { stub.error("ReadTimeoutError"), stopping } } }
    fake:client(dms, { region = "eu-central-1" }).stop_replication(STOP)
    local call = fake.calls[1]
    assert.equal(1, #fake.calls)
    assert.same({ "dms", "stop_replication", "eu-central-1", "…STUB", 2, "POST", "https://dms.eu-central-1.amazonaws.com/" },
      { call.service, call.operation, call.region, call.key_id, call.attempts, call.method, call.url })
    assert.same(STOP, call.input)
    assert.same({ "ReadTimeoutError", "ok" }, call.outcomes)
    assert.equal("AmazonDMSv20160101.StopReplication", call.headers["x-amz-target"])
    assert.equal("attempt=2; max=3", call.headers["amz-sdk-request"])
    assert.equal(1767225600, call.at)
  end)

  it("has no key, token or signature", function()
    local fake = stub.new{ dms = { stop_replication = function() return stub.error("AccessDeniedFault") end } }
    local keys = { access_key_id = "AKIASTUBSPEC0000WXYZ", secret_access_key = "specSecretThatMustNotShow", session_token = "specTokenToo" }
    pcall(fake:client(dms, { credentials = keys }).stop_replication, STOP)
    local text = require("pl.pretty").write(fake.calls) .. tostring(fake)
    assert.truthy(text:find("WXYZ", 1, true))
    for _, secret in ipairs({ "AKIASTUBSPEC", "specSecret", "specToken", "Signature=", "Credential=" }) do
      assert.is_nil(text:find(secret, 1, true), secret)
    end
  end)

  it("is one call for each call, also where a client's chance is a constant", function()
    local fake = stub.new{ dms = { stop_replication = { stub.error("ThrottlingException"), stub.always(stopping) } } }
    local client = fake:client(dms, { random = function() return 0.5 end })
    for _ = 1, 3 do client.stop_replication(STOP) end
    local attempts = {}
    for i, call in ipairs(fake.calls) do attempts[i] = call.attempts end
    assert.same({ 2, 1, 1 }, attempts)
  end)

  it("is found by operation, and shown in lines", function()
    local fake = stub.new{ dms = {
      stop_replication = stopping, describe_replications = { stub.error("ConnectionError"), replications("x") },
    } }
    local client = fake:client(dms)
    client.describe_replications()
    client.stop_replication(STOP)
    client.stop_replication({ ReplicationConfigArn = ARN .. "2" })
    assert.equal(2, #fake:calls_of("stop_replication"))
    assert.equal(ARN .. "2", fake:calls_of("dms.stop_replication")[2].input.ReplicationConfigArn)
    assert.same({}, fake:calls_of("describe_endpoints"))
    assert.matches('did you mean "stop_replication"?', failure(fake.calls_of, fake, "stop_replicaton").message, 1, true)
    assert.equal("aws.stub: 3 calls\n  dms.describe_replications us-east-1 ConnectionError, ok\n"
      .. "  dms.stop_replication us-east-1 ok\n  dms.stop_replication us-east-1 ok", tostring(fake))
  end)
end)

describe("an answering function that raises", function()
  it("fails the call, and verify raises what it raised", function()
    local raised = setmetatable({}, { __tostring = function() return "expected 1, got 2" end })
    for _, value in ipairs({ raised, "text: expected 1, got 2" }) do
      local fake = stub.new{ dms = { stop_replication = function() error(value, 0) end } }
      local err = failure(fake:client(dms).stop_replication, STOP)
      assert.same({ "ConfigError", 1 }, { err.type, err.attempts })
      assert.truthy(err.message:find("the answer of dms.stop_replication raised: .*expected 1, got 2"), err.message)
      assert.equal(value, failure(fake.verify, fake))
    end
  end)

  it("fails the call also where what it raised has no words", function()
    for _, said in ipairs({ function() error("no words") end, function() return nil end }) do
      local raised = setmetatable({}, { __tostring = said })
      local fake = stub.new{ dms = { stop_replication = function() error(raised, 0) end } }
      local err = failure(fake:client(dms).stop_replication, STOP)
      assert.same({ "ConfigError", "no" }, { err.type, err.applied })
      assert.matches("the answer of dms.stop_replication raised: ", err.message, 1, true)
      assert.is_true(rawequal(raised, failure(fake.verify, fake)))
    end
  end)

  it("passes Ctrl-C on", function()
    local fake = stub.new{ dms = { stop_replication = function() error("interrupted!", 0) end } }
    local err = failure(fake:client(dms).stop_replication, STOP)
    assert.equal("Interrupted", err.type)
    fake:verify()
  end)
end)

describe("clients of aws.stub", function()
  it("read neither environment nor files", function()
    local fake = stub.new{ dms = { stop_replication = stopping } }
    scripted.with_environment({ AWS_REGION = "xx-east-9", AWS_PROFILE = "missing", AWS_MAX_ATTEMPTS = "9", HOME = "/nowhere" }, function()
      local client = fake:client(dms)
      assert.same({ "us-east-1", 3, "default" }, { client.config.region, client.config.max_attempts, client.config.profile })
      client.stop_replication(STOP)
    end)
  end)

  it("take settings, but not those that are the stub's", function()
    local fake = stub.new{ dms = { stop_replication = stub.error("ThrottlingException") } }
    assert.equal(5, failure(fake:client(dms, { max_attempts = 5 }).stop_replication, STOP).attempts)
    for _, name in ipairs({ "transport", "now", "clock", "sleep" }) do
      local err = failure(fake.client, fake, dms, { [name] = function() end })
      assert.truthy(tostring(err):find(("the setting %s is the stub's own"):format(name), 1, true), tostring(err))
    end
    assert.matches('unknown setting "regoin"; did you mean "region"?', tostring(failure(fake.client, fake, dms, { regoin = "x" })), 1, true)
    assert.matches("settings are a string", tostring(failure(fake.client, fake, dms, "x")), 1, true)
  end)

  it("may as well be made by `new`", function()
    local fake = stub.new{ dms = { stop_replication = stopping } }
    assert.same(stopping, (dms.new(fake:settings({ region = "eu-west-1" })).stop_replication(STOP)))
    local plain = dms.new{ region = "eu-west-1", credentials = scripted.keys, transport = fake }
    assert.same(stopping, (plain.stop_replication(STOP)))
    plain.close()
    assert.equal(2, #fake.calls)
  end)

  it("are of any module, given as a key", function()
    local module = aws.service(depot.model())
    local fake = stub.new{ [module] = { get_parcel = stub.error("ParcelNotFound", { parcelId = "p-1" }) } }
    local err = failure(fake:client(module).get_parcel, { parcelId = "p-1" })
    assert.same({ "NoParcel", 404, "p-1" }, { err.type, err.status, err.fields.parcelId })
    assert.same({ parcelId = "p-1" }, fake.calls[1].input)
  end)

  it("are not of what is not a module", function()
    local fake = stub.new()
    for key, text in pairs({ sts = "sts has no clients", dsm = 'did you mean "dms"?', other = "dms, drs and sts are" }) do
      assert.matches(text, tostring(failure(fake.client, fake, key)), 1, true)
    end
    for _, key in ipairs({ {}, 1, true, print }) do assert.equal("ConfigError", failure(fake.client, fake, key).type) end
    assert.equal("ConfigError", failure(fake.client, fake, nil).type)
  end)
end)

describe("an installed aws.stub", function()
  local fake
  after_each(function() if fake then fake:remove() end end)

  it("answers for modules, and for the clients that code makes, whatever they are given", function()
    fake = stub.new{ dms = { stop_replication = stopping } }
    assert.equal(fake, fake:install())
    assert.same(stopping, (dms.stop_replication(STOP)))
    local client = dms.new{ region = "eu-west-3", profile = "missing", credentials = function() error("asked") end, max_attempts = 1,
      transport = function() error("sent") end, sleep = error }
    assert.same(stopping, (client:stop_replication(STOP)))
    assert.same({ "us-east-1", "eu-west-3" }, { fake.calls[1].region, fake.calls[2].region })
    assert.truthy(tostring(failure(drs.describe_jobs)):find("no answer for drs.describe_jobs", 1, true))
  end)

  it("leaves errors of settings as they are", function()
    fake = stub.new():install()
    assert.matches('did you mean "region"?', tostring(failure(dms.new, { regoin = "x" })), 1, true)
    assert.matches("new takes a table of settings", tostring(failure(dms.new, "x")), 1, true)
    assert.matches("dms.new{…}", tostring(failure(dms.new, dms)), 1, true)
  end)

  it("is gone after remove, which may come again and late", function()
    fake = stub.new{ dms = { stop_replication = stopping } }:install()
    fake:remove()
    fake:remove()
    scripted.with_environment({}, function() assert.equal("NoRegionError", failure(dms.stop_replication, STOP).type) end)
    local other = stub.new{ dms = { stop_replication = {} } }:install()
    fake:remove() -- not its own any more
    assert.same({}, (dms.stop_replication(STOP)))
    other:remove()
  end)

  it("gives way to the next one", function()
    local first = stub.new{ dms = { stop_replication = {} } }:install()
    fake = stub.new{ dms = { stop_replication = stopping } }:install()
    assert.same(stopping, (dms.stop_replication(STOP)))
    assert.equal(0, #first.calls)
  end)

  it("holds modules of aws.service that it has answers for", function()
    local module = aws.service(depot.model())
    fake = stub.new{ [module] = { get_status = { open = true } } }:install()
    assert.is_true(module.get_status().open)
    fake:remove()
    scripted.with_environment({}, function() assert.equal("NoRegionError", failure(module.get_status).type) end)
  end)

  if _VERSION == "Lua 5.4" then
    it("ends with its block", function()
      local block = assert(load([[
        local fake, dms, input = ...
        local own <close> = fake:install()
        return dms.stop_replication(input)
      ]]))
      fake = stub.new{ dms = { stop_replication = stopping } }
      assert.same(stopping, (block(fake, dms, STOP)))
      scripted.with_environment({}, function() assert.equal("NoRegionError", failure(dms.stop_replication, STOP).type) end)
    end)
  end
end)

describe("GetCallerIdentity", function()
  it("has an answer without being given one", function()
    local fake = stub.new({}, { account = "210987654321" })
    assert.same({ account = "210987654321", arn = "arn:aws:iam::210987654321:user/stub", user_id = "AIDASTUB" },
      (fake:client(drs).get_caller_identity()))
    assert.same({ "sts", "get_caller_identity" }, { fake.calls[1].service, fake.calls[1].operation })
    assert.same({}, fake.calls[1].input)
  end)

  it("answers with what it was given, in part or whole, or an error", function()
    local fake = stub.new{ sts = { get_caller_identity = {
      { account = "111122223333" }, { arn = "arn:aws:iam::1:user/a&<b>" }, stub.error("ExpiredToken", { message = "a < b" }),
    } } }
    local client = fake:client(dms)
    assert.equal("arn:aws:iam::111122223333:user/stub", client.get_caller_identity().arn)
    assert.equal("arn:aws:iam::1:user/a&<b>", client.get_caller_identity().arn)
    local err = failure(client.get_caller_identity)
    assert.same({ "ExpiredToken", "a < b", 403, "stub-3", "sts" }, { err.type, err.message, err.status, err.request_id, err.service })
    assert.is_true(errors.is(err, "service"))
  end)
end)
