-- What a logger hears of a call that fails where no answer tells of it: before anything is sent, and between attempts.
local aws = require "aws"
local core = require "aws.core"
local dms = require "aws.dms"
local interruptions = require "spec.support.interruptions"
local page_source = require "aws.client.page_source"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"
local written = require "spec.support.written"

local INPUT, OK, refusal, types = retries.INPUT, retries.OK, retries.refusal, retries.types

--- A client of DRS whose logger notes what it hears.
local function client_with(settings, answers)
  return retries.logged_client(answers or {}, settings)
end

local function no_keys() return nil, "the vault is shut" end

--- Calls that fail before anything is sent: the error's type, settings, and the call.
local unsent = {
  ["an input that is wrong"] = { "ParamValidationError", {}, function(client) client.retry_data_replication({}) end },
  ["an input that is not a table"] = { "ParamValidationError", {}, function(client) client.retry_data_replication("s-1") end },
  ["an option that is not known"] = {
    "ConfigError", {}, function(client) client.retry_data_replication(INPUT, { tiemout = 1 }) end,
  },
  ["no keys"] = { "CredentialsError", { credentials = no_keys }, function(client) client.retry_data_replication(INPUT) end },
  ["a client that is read-only"] = {
    "ReadOnlyError", { read_only = true }, function(client) client.retry_data_replication(INPUT) end,
  },
  ["a no of confirm"] = {
    "NotConfirmed", { confirm = function() return false, "not today" end }, function(client) client.retry_data_replication(INPUT) end,
  },
  ["a closed client"] = {
    "ConfigError", {}, function(client)
      client.close()
      client.retry_data_replication(INPUT)
    end,
  },
  ["a clock that fails"] = {
    "ConfigError", { timeout = 5, clock = function() error("stopped", 0) end },
    function(client) client.retry_data_replication(INPUT) end,
  },
  ["a request that is only prepared"] = {
    "ReadOnlyError", { read_only = true }, function(client) client.prepare.retry_data_replication(INPUT) end,
  },
  ["Ctrl-C in a provider of keys"] = {
    "Interrupted", { credentials = function() error("interrupted!", 0) end },
    function(client) client.retry_data_replication(INPUT) end,
  },
}

describe("a logger", function()
  for name, case in pairs(unsent) do
    local type_name, settings, call = case[1], case[2], case[3]

    it("hears once of " .. name, function()
      local client, log, world = client_with(settings)
      local err = scripted.failure(call, client)
      assert.equal(type_name, err.type)
      assert.is_string(err.invocation_id)
      assert.same({ {
        type = "failure", service = "drs", operation = "retry_data_replication", invocation_id = err.invocation_id, attempts = 0,
        outcome = type_name, message = err.message, applied = "no",
      } }, log)
      assert.equal(0, #world.transport.requests)
    end)

    it("that writes lines writes one about " .. name, function()
      for _, format in ipairs({ "text", "json", "text:warn", "json:warn" }) do
        local err
        local texts = written.by(function()
          err = scripted.failure(call, (client_with((function()
            local all = { logger = format }
            for setting, value in pairs(settings) do all[setting] = value end
            return all
          end)())))
        end)
        assert.equal(1, #texts)
        if format:find("^json") then
          local shape = { Line = { type = "structure", members = {
            level = "string", service = "string", operation = "string", type = "string", outcome = "string", applied = "string",
            attempts = "integer", invocation_id = "string",
          } } }
          assert.same({
            level = "warn", service = "drs", operation = "retry_data_replication", type = "failure", outcome = type_name, applied = "no",
            attempts = 0, invocation_id = err.invocation_id,
          }, core.decode(core.shape(shape, "Line"), texts[1]))
        else
          local beginning = (" warn  drs.retry_data_replication failure region=us-east-1 attempts=0 outcome=%s applied=no message=")
            :format(type_name)
          assert.truthy(texts[1]:find(beginning, 1, true), texts[1])
          assert.truthy(texts[1]:find(" invocation_id=" .. err.invocation_id .. "\n", 1, true))
        end
      end
    end)
  end

  it("hears which item of aws.map has failed", function()
    local client, log = client_with({}, { OK })
    aws.map({ INPUT, {} }, client.retry_data_replication, { concurrency = 1 })
    assert.equal("attempt response failure", types(log))
    assert.equal(2, log[3].index)
  end)

  it("hears of a call of STS that has failed so", function()
    local client, log = client_with()
    local err = scripted.failure(client.get_caller_identity, { tiemout = 1 })
    assert.equal("failure", types(log))
    assert.same({ "sts", "get_caller_identity", err.message, 0 }, { log[1].service, log[1].operation, log[1].message, log[1].attempts })
  end)

  it("hears of a listing that has failed so, and of pages that go in a circle", function()
    local page = scripted.answer('{"items":[],"nextToken":"t"}')
    local client, log = client_with({}, { page, page })
    assert.equal("ConfigError", scripted.failure(client.all.describe_source_servers, {}, { page_sise = 1 }).type)
    assert.equal("failure", types(log))
    assert.same({ "describe_source_servers", 0, "no" }, { log[1].operation, log[1].attempts, log[1].applied })
    assert.equal("PaginationError", scripted.failure(client.all.describe_source_servers, {}).type)
    assert.equal("failure attempt response attempt response failure", types(log))
    assert.equal("PaginationError", log[6].outcome)
  end)

  it("hears of a listing that Ctrl-C or a clock has ended between its calls", function()
    local page = scripted.answer('{"items":[{}],"nextToken":"t"}')
    for raised, type_name in pairs({ ["interrupted!"] = "Interrupted", ["stopped"] = "ConfigError" }) do
      local answers, is_broken = { page }, false
      local client, log = client_with({ clock = function()
        if is_broken then error(raised, 0) end
        return 5
      end }, answers)
      local following = client.each.describe_source_servers({}, { total_timeout = 60 })
      following()
      is_broken, log[1], log[2] = true, nil, nil
      local err = scripted.failure(following)
      assert.same({ type_name, 1 }, { err.type, #log })
      assert.same({ "failure", type_name, err.message }, { log[1].type, log[1].outcome, log[1].message })
    end
  end)

  it("hears of Ctrl-C in a listing outside of its calls, once", function()
    local log = {}
    local state = { service = { name = "drs" }, values = { logger = function(event) log[#log + 1] = event end }, telling = { logger = {} } }
    local err = scripted.failure(page_source(state, "describe_source_servers").fail, "interrupted!", 1)
    assert.same({ "Interrupted", "unknown" }, { err.type, err.applied })
    assert.same({ "failure", "Interrupted", "unknown" }, { log[1].type, log[1].outcome, log[1].applied })
    assert.equal(1, #log)
  end)

  it("hears of a wait that has failed", function()
    local log = {}
    local client = waits.client("dms", { "running" }, { logger = function(event) log[#log + 1] = event end })
    scripted.failure(client.wait.replication_stopped, waits.ARN, { timeuot = 1 })
    assert.equal("failure", types(log))
    assert.same({ "ConfigError", "replication_stopped" }, { log[1].outcome, log[1].waiter })
    assert.is_nil(log[1].attempts)
    local err = scripted.failure(client.wait.replication_stopped, waits.ARN, { max_time = 5, delay = 10 })
    assert.equal("failure attempt response look attempt response look failure", types(log))
    local last = log[8]
    assert.same({ "WaitTimeout", "replication_stopped", waits.ARN, "running", 2, 5, err.message },
      { last.outcome, last.waiter, last.resource, last.state, last.polls, last.waited, last.message })
  end)

  it("hears no second time of what an answer has told, or a call inside", function()
    local client, log = client_with({}, { refusal(400, "ValidationException") })
    scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("attempt response", types(log))
    log = {}
    local waiting = waits.client("dms", {}, { read_only = true, logger = function(event) log[#log + 1] = event end })
    scripted.failure(waiting.wait.replication_stopped, { 5 })
    assert.equal("failure", types(log))
  end)

  it("hears what has ended a call between its attempts", function()
    local client, log = client_with({}, { refusal(503) })
    assert.equal("DeadlineExceeded", scripted.failure(client.retry_data_replication, INPUT, { timeout = 0.01 }).type)
    assert.equal("attempt response failure", types(log))
    assert.same({ "DeadlineExceeded", 1, "unknown" }, { log[3].outcome, log[3].attempts, log[3].applied })

    local keys = { scripted.keys }
    client, log = client_with({ credentials = function()
      local found = table.remove(keys)
      if found then return found end
      return nil, "no more"
    end }, { refusal(400, "ExpiredToken") })
    assert.equal("CredentialsError", scripted.failure(client.retry_data_replication, INPUT).type)
    assert.equal("CredentialsError", log[#log].outcome)
    assert.equal("failure", log[#log].type)
  end)

  it("hears of Ctrl-C before another attempt", function()
    local client, log = client_with({ sleep = function() error("interrupted!", 0) end }, { refusal(503) })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.same({ "Interrupted", "unknown" }, { err.type, err.applied })
    assert.equal("attempt response retry failure", types(log))
    assert.same({ "Interrupted", 1, "unknown" }, { log[4].outcome, log[4].attempts, log[4].applied })
  end)

  --- What fails so that its own error is told, and no call's, and the instructions between two places of Ctrl-C.
  local around = {
    ["a listing"] = { 3, function(logger)
      local list = client_with({ logger = logger }).all.describe_source_servers
      return function() list({}, { page_sise = 1 }) end
    end },
    ["a wait"] = { 13, function(logger)
      local wait = waits.client("dms", { "failed" }, { logger = logger }).wait.replication_stopped
      return function() wait(waits.ARN) end
    end },
  }
  for name, case in pairs(around) do
    it("hears once, and later again, of " .. name .. " that Ctrl-C ends at any instruction", function()
      local stride, make = case[1], case[2]
      local failures, fail
      local tally = interruptions.sweep({
        begin = function()
          fail = make(function(event) if event.type == "failure" then failures = failures + 1 end end)
          failures = 0
        end,
        run = function() return fail() end,
        check = function()
          assert.is_true(failures <= 1)
          failures = 0
          scripted.failure(fail)
          assert.equal(1, failures)
        end,
      }, stride)
      assert.is_true(tally.steps > 100)
      local texts = tally["a text"] or 0 -- outside of the guard, at the door
      assert.is_true(texts * stride < 600, texts .. " times a text")
    end)
  end

  it("hears once of a wait that another one is in", function()
    local log = {}
    local client = waits.client("dms", { "running", "failed" }, { logger = function(event) log[#log + 1] = event end })
    local err = scripted.failure(client.wait.replication_stopped, waits.ARN, {
      on_poll = function() client.wait.replication_stopped(waits.ARN) end,
    })
    assert.equal("WaitFailed", err.type)
    local _, count = types(log):gsub("failure", "")
    assert.equal(1, count)
  end)

  it("that writes lines does so where now is what fails", function()
    for _, now in ipairs({ function() error("no time", 0) end, function() return -1 end }) do
      local texts = written.by(function() scripted.failure(client_with({ logger = "text", now = now }).retry_data_replication, INPUT) end)
      assert.equal(1, #texts)
      assert.matches("^20%d%d%-.* failure .* attempts=0 outcome=ConfigError applied=no message=\"now r", texts[1])
    end
    local texts = written.by(function()
      local client = client_with({ logger = "text", now = function() error("interrupted!", 0) end })
      assert.equal("Interrupted", scripted.failure(client.retry_data_replication, INPUT).type)
    end)
    assert.same({}, texts)
  end)

  it("hears no secret, and no key of a map", function()
    local client, log = client_with()
    scripted.failure(client.tag_resource, { resourceArn = "arn:aws:drs:us-east-1:123456789012:x/1", tags = { ["the key"] = 5 } })
    assert.equal('tags["…"] expected a string, got a number', log[1].message)
    scripted.failure(client.retry_data_replication, INPUT,
      { credentials = function() return nil, "no " .. scripted.keys.secret_access_key end })
    assert.equal("credentials function: no [redacted]", log[2].message)
    local keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = "a secret that is long" }
    local other
    other, log = client_with({ credentials = keys, confirm = function() return false, "not with " .. keys.secret_access_key end })
    scripted.failure(other.retry_data_replication, INPUT)
    assert.equal("confirm said no: not with [redacted]", log[1].message)
  end)

  it("that fails itself changes no error", function()
    for _, logger in ipairs({ function() error("no space", 0) end, function() error({}, 0) end, coroutine.yield }) do
      local client = client_with({ logger = logger })
      assert.equal("ParamValidationError", scripted.failure(client.retry_data_replication, {}).type)
    end
  end)

  it("hears nothing where why there are no keys is an answer", function()
    local client, log = client_with({ credentials = no_keys })
    assert.matches("the vault is shut", client.explain({ fetch = true }))
    assert.same({}, log)
  end)
end)

describe("AWS_LOG", function()
  --- Lines about something, with these variables as the environment.
  local function lines_of(variables, body)
    return written.by(function() scripted.with_environment(variables, body) end)
  end

  before_each(function() dms.close() end)
  after_each(function() dms.close() end)

  it("tells of a call of a module that has no region", function()
    local texts = lines_of({ AWS_LOG = "text", AWS_ACCESS_KEY_ID = "AKID", AWS_SECRET_ACCESS_KEY = "s" }, function()
      scripted.failure(dms.stop_replication, {})
    end)
    assert.equal(1, #texts)
    assert.matches(" warn  dms.stop_replication failure attempts=0 outcome=NoRegionError applied=no ", texts[1])
  end)

  it("tells of a call of a module whose client cannot be made", function()
    for value, form in pairs({
      text = " warn  dms.stop_replication failure attempts=0 outcome=ConfigError applied=no message=\"AWS_MAX_ATTEMPTS is not ",
      ["JSON:warn"] = '^{"applied":"no","attempts":0,"level":"warn","message":"AWS_MAX_ATTEMPTS is not [^"]*",'
        .. '"operation":"stop_replication",',
    }) do
      local texts = lines_of({ AWS_LOG = value, AWS_MAX_ATTEMPTS = "many" }, function()
        for _ = 1, 2 do scripted.failure(dms.stop_replication, {}) end
      end)
      assert.equal(2, #texts)
      assert.matches(form, texts[2])
    end
  end)

  it("tells nothing of it where it is not set, cannot be read, or no call has asked", function()
    for _, value in ipairs({ "", "yes" }) do
      assert.same({}, lines_of({ AWS_LOG = value, AWS_MAX_ATTEMPTS = "many" }, function() scripted.failure(dms.stop_replication, {}) end))
    end
    assert.same({}, lines_of({ AWS_LOG = "text", AWS_MAX_ATTEMPTS = "many" }, function()
      scripted.failure(function() return dms.config end)
      scripted.failure(dms.new, {})
    end))
  end)
end)
