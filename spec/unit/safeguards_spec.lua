-- Settings that watch over what changes something: read_only, confirm, audit.
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local iterate = require "aws.language.iterate"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local INPUT, refusal = retries.INPUT, retries.refusal
local OK = retries.OK

--- A client, its world, and what a call raises.
local function client(answers, settings)
  local made, world = retries.client(drs, answers, settings)
  return made, world, function(perform, ...)
    local ok, err = pcall(perform, ...)
    assert.is_false(ok)
    return err
  end
end

local function assert_nothing_sent(err, type_name, world)
  assert.same({ type_name, "parameter", "no", false, 0 }, { err.type, err.kind, err.applied, err.retryable, err.attempts })
  assert.is_true(errors.is(err, "parameter"))
  assert.equal(0, #world.transport.requests)
end

describe("read_only", function()
  it("refuses what changes something, whatever the input", function()
    local own, world, failing = client({ OK }, { read_only = true })
    for _, input in ipairs({ INPUT, {}, { sourceServerID = 5 } }) do
      local err = failing(own.retry_data_replication, input)
      assert_nothing_sent(err, "ReadOnlyError", world)
      assert.equal("ReadOnlyError: the client is read-only (read_only), and this operation changes something "
        .. "(drs.retry_data_replication)", tostring(err))
    end
    assert_nothing_sent(failing(own.stop_replication, INPUT), "ReadOnlyError", world)
  end)

  it("lets read", function()
    local own, world = client({ OK, OK }, { read_only = true })
    own.describe_source_servers({})
    own.all.describe_jobs({})
    assert.equal(2, #world.transport.requests)
    assert.is_table(own.prepare.describe_source_servers({}))
  end)

  it("lets no request be signed that changes something", function()
    local own, world, failing = client({}, { read_only = true })
    assert_nothing_sent(failing(own.prepare.retry_data_replication, INPUT), "ReadOnlyError", world)
  end)

  it("takes true and false alone, for a client and not for a call", function()
    local _, world, failing = client({}, {})
    assert.equal("ConfigError", failing(drs.new, { region = "us-east-1", read_only = "yes" }).type)
    local own = retries.client(drs, { OK }, { read_only = true })
    assert.equal("ConfigError", failing(own.retry_data_replication, INPUT, { read_only = false }).type)
    assert.equal(0, #world.transport.requests)
    assert.is_true(own.config.read_only)
    assert.is_false(retries.client(drs, {}, {}).config.read_only)
  end)

  it("refuses every operation of both services that is not a reading one", function()
    for _, service in ipairs({ dms, drs }) do
      local own, world = retries.client(service, {}, { read_only = true })
      local model = require("aws.model." .. (service == dms and "dms" or "drs"))
      for name, operation in iterate.pairs(model.operations) do
        if not operation.read_only then
          local ok, err = pcall(own[name], {})
          assert.same({ false, "ReadOnlyError", name }, { ok, err.type, err.operation })
        end
      end
      assert.equal(0, #world.transport.requests)
    end
  end)
end)

describe("confirm", function()
  it("is asked before a write, with its name, input and what is known of it", function()
    local asked = {}
    local own, world = client({ OK, OK }, { confirm = function(...) asked[#asked + 1] = { ... } return true end })
    own.retry_data_replication(INPUT)
    own.describe_jobs({})
    assert.same({ { "retry_data_replication", INPUT, { service = "drs", region = "us-east-1", destructive = false } } }, asked)
    assert.equal(INPUT, asked[1][2])
    assert.equal(2, #world.transport.requests)
  end)

  it("knows what loses something", function()
    local own, _, failing = client({}, { confirm = function(_, _, about) return not about.destructive, "it loses snapshots" end })
    local err = failing(own.stop_replication, INPUT)
    assert.equal("NotConfirmed: confirm said no: it loses snapshots (drs.stop_replication)", tostring(err))
  end)

  it("confirms by true alone", function()
    local answers = { { false }, { false, "why" }, {}, { nil, {} }, { "yes" }, { 1 }, { {} } }
    local messages = { "said no", "said no: why", "said no", "said no", "returned a string, not true or false",
      "returned a number, not true or false", "returned a table, not true or false" }
    for i, answer in ipairs(answers) do
      local own, world, failing = client({ OK }, { confirm = function() return answer[1], answer[2] end })
      local err = failing(own.retry_data_replication, INPUT)
      assert_nothing_sent(err, "NotConfirmed", world)
      assert.equal("confirm " .. messages[i], err.message)
    end
  end)

  it("is asked about a prepared request too, and not about a wrong input", function()
    local asked = 0
    local own, _, failing = client({}, { confirm = function() asked = asked + 1 return asked == 1 end })
    assert.is_table(own.prepare.retry_data_replication(INPUT))
    assert.equal("NotConfirmed", failing(own.prepare.retry_data_replication, INPUT).type)
    assert.equal("ParamValidationError", failing(own.retry_data_replication, {}).type)
    assert.equal(2, asked)
  end)

  it("keeps the call from being made by what it raises", function()
    for _, raised in ipairs({ "no terminal", {} }) do
      local own, world, failing = client({ OK }, { confirm = function() error(raised, 0) end })
      local err = failing(own.retry_data_replication, INPUT)
      assert.same({ "ConfigError", "no" }, { err.type, err.applied })
      assert.equal("confirm raised: " .. (type(raised) == "string" and raised or "a table"), err.message)
      assert.equal(0, #world.transport.requests)
    end
    local own, _, failing = client({ OK }, { confirm = function() error("x.lua:1: interrupted!", 0) end })
    assert.equal("Interrupted", failing(own.retry_data_replication, INPUT).type)
  end)

  it("confirms the request as it was", function()
    local own, world = client({ OK }, { confirm = function(_, input) input.sourceServerID = "s-other" return true end })
    own.retry_data_replication({ sourceServerID = "s-1234567890abcdef0" })
    assert.equal('{"sourceServerID":"s-1234567890abcdef0"}', world.transport.requests[1].body)
  end)

  it("may close the client, which ends the call", function()
    local own, world, failing
    own, world, failing = client({ OK }, { confirm = function() own.close() return true end })
    local err = failing(own.retry_data_replication, INPUT)
    assert.equal("ConfigError: the client is closed (drs.retry_data_replication)", scripted.without_line(err))
    assert.equal(0, #world.transport.requests)
  end)
end)

describe("audit", function()
  --- What it hears of a call.
  local function lines_of(answers, settings, perform)
    local lines = {}
    local given = { audit = function(line) lines[#lines + 1] = line end }
    for name, value in pairs(settings or {}) do given[name] = value end
    local own, world = client(answers, given)
    local ok, err = pcall(perform or function() own.retry_data_replication(INPUT) end, own)
    return lines, ok, err, world
  end

  it("hears of a write before and after it", function()
    local keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = "a long secret", account_id = "123456789012" }
    local lines, ok, _, world = lines_of({ refusal(503), OK }, { credentials = keys })
    assert.is_true(ok)
    local id = scripted.header(world.transport.requests[1], "amz-sdk-invocation-id")
    local both = {
      service = "drs", operation = "retry_data_replication", invocation_id = id, region = "us-east-1", account = "123456789012",
      access_key_id = "AKIDEXAMPLE", resource = INPUT.sourceServerID, destructive = false, time = lines[1].time,
    }
    assert.is_number(lines[1].time)
    local function with(more)
      for name, value in pairs(both) do more[name] = more[name] or value end
      return more
    end
    assert.same({
      with({ phase = "sent" }),
      with({ phase = "outcome", time = lines[2].time, changed = "yes", request_id = "r-ok", attempts = 2 }),
    }, lines)
  end)

  it("hears of failures, and what is known of them", function()
    local lines, ok, err = lines_of({ refusal(503), refusal(400, "ConflictException") })
    assert.is_false(ok)
    assert.same({ "outcome", "ConflictException", err.applied, err.request_id, 2 },
      { lines[2].phase, lines[2].error, lines[2].changed, lines[2].request_id, lines[2].attempts })
    assert.equal("unknown", err.applied)
    lines = lines_of({ refusal(400, "ConflictException") })
    assert.same({ 2, "no" }, { #lines, lines[2].changed })
  end)

  it("hears of Ctrl-C and of settings that fail", function()
    for raised, type_name in pairs({ ["interrupted!"] = "Interrupted", ["no timer"] = "ConfigError" }) do
      local lines, _, err = lines_of({ refusal(503), OK }, { sleep = function() error(raised, 0) end })
      assert.same({ type_name, "unknown" }, { err.type, err.applied })
      assert.same({ 2, type_name, "unknown" }, { #lines, lines[2].error, lines[2].changed })
    end
    local lines, _, err = lines_of({}, { transport = function() error("interrupted!", 0) end })
    assert.same({ "Interrupted", "unknown" }, { err.type, err.applied })
    assert.same({ "sent", "outcome", "Interrupted", "unknown" },
      { lines[1].phase, lines[2].phase, lines[2].error, lines[2].changed })
  end)

  it("hears of the end that a debug hook makes", function()
    local step = 0
    local lines, ok, err = lines_of({}, { transport = function()
      debug.sethook(function()
        step = step + 1
        if step == 5 then
          debug.sethook()
          error({ "a hook's own" }, 0)
        end
      end, "l")
      return OK
    end })
    debug.sethook()
    assert.is_false(ok)
    assert.same({ "a hook's own" }, err)
    assert.same({ 2, "outcome", "unknown" }, { #lines, lines[2].phase, lines[2].changed })
  end)

  it("hears nothing of what is not sent, and of what only reads", function()
    local lines = lines_of({}, {}, function(own) own.prepare.retry_data_replication(INPUT) end)
    assert.same({}, lines)
    assert.same({}, (lines_of({ OK }, {}, function(own) own.describe_jobs({}) end)))
    assert.same({}, (lines_of({}, {}, function(own) own.retry_data_replication({}) end)))
    assert.same({}, (lines_of({}, { confirm = function() return false end })))
    assert.same({}, (lines_of({}, { credentials = function() return nil, "none" end })))
  end)

  it("names what an operation is about", function()
    local lines = lines_of({ OK }, {}, function(own)
      own.terminate_recovery_instances({ recoveryInstanceIDs = { "i-11111111111111111", "i-22222222222222222" } })
    end)
    assert.same({ "i-11111111111111111,i-22222222222222222", true }, { lines[1].resource, lines[1].destructive })
    lines = lines_of({ OK }, {}, function(own) own.start_recovery({ sourceServers = { { sourceServerID = "s-1234567890abcdef0" } } }) end)
    assert.is_nil(lines[1].resource)
  end)

  it("holds no secret, and nothing else of the input", function()
    local token = ("session token "):rep(5)
    local keys = { access_key_id = "AKID", secret_access_key = "the secret of these keys", session_token = token }
    local lines = lines_of({ OK }, { credentials = keys }, function(own)
      own.tag_resource({ resourceArn = "arn:aws:drs:us-east-1:1:x/y", tags = { name = "in the body" } })
    end)
    assert.equal(2, #lines)
    for _, line in ipairs(lines) do
      for name, value in pairs(line) do
        for _, hidden in ipairs({ "the secret", "session token", "in the body" }) do
          assert.is_nil(tostring(value):find(hidden, 1, true), name)
        end
      end
    end
  end)

  it("changes nothing by what it raises or does to a line", function()
    local own = client({ OK }, { audit = function(line) line.operation = nil error("no room") end })
    assert.is_table(own.retry_data_replication(INPUT))
    local other, _, failing = client({ refusal(400, "ConflictException") }, { audit = error })
    assert.equal("ConflictException", failing(other.retry_data_replication, INPUT).type)
  end)

  it("ends the call by Ctrl-C: nothing was sent, or it was carried out", function()
    for phase, applied in pairs({ sent = "no", outcome = "yes" }) do
      local own, world, failing = client({ OK }, { audit = function(line)
        if line.phase == phase then error("interrupted!", 0) end
      end })
      local err = failing(own.retry_data_replication, INPUT)
      assert.same({ "Interrupted", applied }, { err.type, err.applied })
      assert.equal(phase == "sent" and 0 or 1, #world.transport.requests)
    end
  end)

  it("hears of the end of a call whose clock fails once it was carried out", function()
    local lines, is_sent = {}, false
    local own = client({ function() is_sent = true return OK end }, {
      retry_mode = "adaptive",
      clock = function() return is_sent and error("stopped", 0) or 1000 end,
      audit = function(line) lines[#lines + 1] = { line.phase, line.changed } end,
    })
    assert.is_table(own.retry_data_replication(INPUT))
    assert.same({ { "sent" }, { "outcome", "yes" } }, lines)
  end)

  it("is not told of calls that it makes itself, and the logger is", function()
    local own, heard, logged = nil, 0, 0
    own = client({ OK, OK, OK }, {
      audit = function()
        heard = heard + 1
        own.retry_data_replication(INPUT)
      end,
      logger = function(event) if event.type == "attempt" then logged = logged + 1 end end,
    })
    own.retry_data_replication(INPUT)
    assert.same({ 2, 3 }, { heard, logged })
  end)
end)
