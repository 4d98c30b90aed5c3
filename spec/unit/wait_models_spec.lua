-- AWS's own waiters: those of DMS, and those of any other model.
local client_room = require "aws.client"
local depot = require "spec.support.depot"
local dkjson = require "dkjson"
local dms = require "aws.dms"
local errors = require "aws.errors"
local facts = require "aws.model.dms"
local files = require "spec.support.files"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"

local failure = scripted.failure

local function answer(document)
  return scripted.answer(dkjson.encode(document), 200, { ["x-amzn-requestid"] = "r" })
end

-- A client of a service with these answers, the last one for ever.
local function client_of(service, answers)
  local list, count = {}, 0
  setmetatable(list, {
    __index = function()
      count = count + 1
      return answers[math.min(count, #answers)]
    end,
  })
  return retries.client(service, list, { max_attempts = 1 })
end

-- Inputs that the operations take.
local inputs = {
  describe_metadata_model_assessments = { MigrationProjectIdentifier = "p" },
  describe_metadata_model_conversions = { MigrationProjectIdentifier = "p" },
  describe_metadata_model_creations = { MigrationProjectIdentifier = "p" },
  describe_metadata_model_exports_as_script = { MigrationProjectIdentifier = "p" },
  describe_metadata_model_exports_to_target = { MigrationProjectIdentifier = "p" },
  describe_metadata_model_imports = { MigrationProjectIdentifier = "p" },
  describe_extension_pack_associations = { MigrationProjectIdentifier = "p" },
}

-- What an output has at "Members[].Member" of an acceptor.
local function output_with(acceptor, ...)
  local list, member = acceptor.path:match("^(%w+)%[%]%.(%w+)$")
  local items = setmetatable({}, { __jsontype = "array" })
  for i, value in ipairs({ ... }) do items[i] = { [member] = value } end
  return answer({ [list] = items })
end

local function sorted_names(list)
  local names = {}
  for name in pairs(list) do names[#names + 1] = name end
  table.sort(names)
  return names
end

describe("AWS's waiters of DMS", function()
  it("are named in the README, all of them and no others", function()
    local list, named = files.read("lua/aws/wait/README.md"):match("Those of DMS are (.-); DRS has none"), {}
    for name in list:gmatch("`([%w_]+)`") do named[#named + 1] = name end
    assert.same(sorted_names(facts.waiters), named)
    assert.is_nil(next(require("aws.model.drs").waiters or {}))
  end)

  it("are 17, beside ours", function()
    assert.equal(17, #sorted_names(facts.waiters))
    for _, name in ipairs(sorted_names(facts.waiters)) do assert.is_function(dms.wait[name]) end
  end)

  for _, name in ipairs(sorted_names(facts.waiters)) do
    local waiter = facts.waiters[name]
    local path_of = function(state)
      for _, acceptor in ipairs(waiter.acceptors) do
        if acceptor.state == state and acceptor.path then return acceptor end
      end
    end
    local any = path_of("success") or path_of("failure")

    local function run(answers, options)
      local client, world = client_of(dms, answers)
      local ok, value, info = pcall(client.wait[name], inputs[waiter.operation] or {}, options)
      return ok, value, info, world
    end

    for i, acceptor in ipairs(waiter.acceptors) do
      it(("%s: acceptor %d ends it with %s"):format(name, i, acceptor.state), function()
        local last = acceptor.path and output_with(acceptor, acceptor.expected) or retries.refusal(400, acceptor.expected)
        local ok, value, info, world = run({ output_with(any, "in between"), last })
        assert.equal(acceptor.state == "success", ok, tostring(value))
        if ok then
          assert.equal(acceptor.path == nil, value == nil)
          assert.same({ name, 2, acceptor.path and acceptor.expected or "missing" }, { info.waiter, info.polls, info.state })
        else
          assert.same({ "WaitFailed", "dms", waiter.operation, acceptor.expected },
            { value.type, value.service, value.operation, value.state })
        end
        assert.equal(waiter.delay, world.sleeps[1])
      end)
    end

    it(name .. ": goes on while only some are, or nothing is there", function()
      local acceptor = any
      local some = acceptor.matcher == "pathAll" and output_with(acceptor, acceptor.expected, "else") or output_with(acceptor, "else")
      local ok, err, _, world = run({ output_with(acceptor), some })
      assert.is_false(ok)
      assert.same({ "WaitTimeout", waiter.delay * waiter.max_attempts, true },
        { err.type, err.waited, #world.transport.requests <= waiter.max_attempts + 1 })
    end)

    it(name .. ": raises what no acceptor expects, and tolerates what may go away", function()
      local ok, err = run({ retries.refusal(400, "ThrottlingException"), retries.refusal(400, "AccessDeniedException") })
      assert.is_false(ok)
      assert.same({ "AccessDeniedException", name }, { err.type, err.waiter })
    end)
  end
end)

describe("the waiters of a model", function()
  local PARCEL = { parcelId = "p-1" }

  it("match a path with a text or a boolean, and errors", function()
    local module = client_room.module(depot.model())
    local client = client_of(module, { retries.refusal(404, "ParcelNotFound"), answer({ parcel = { state = "NEW" } }),
      answer({ parcel = { state = "STORED" } }), })
    local output, info = client.wait.parcel_stored(PARCEL)
    assert.equal("STORED", output.parcel.state)
    assert.equal("ParcelNotFound NEW STORED", waits.states_of(info.observed))
    client = client_of(module, { answer({ parcel = { state = "NEW", damaged = true } }) })
    local err = failure(client.wait.parcel_stored, PARCEL)
    assert.same({ "WaitFailed", "NEW" }, { err.type, err.state })
  end)

  it("match the absence of an error", function()
    local module = client_room.module(depot.model())
    local client = client_of(module, { answer({ parcel = { state = "NEW" } }), retries.refusal(404, "ParcelNotFound") })
    local output, info = client.wait.parcel_gone(PARCEL)
    assert.is_nil(output)
    assert.equal("found ParcelNotFound", waits.states_of(info.observed))
  end)

  it("match the status of an answer", function()
    local model = depot.model()
    model.waiters.parcel_gone.acceptors = {
      { state = "retry", matcher = "status", expected = 200 }, { state = "success", matcher = "status", expected = 410 },
      { state = "failure", matcher = "status", expected = 404 },
    }
    local module = client_room.module(model)
    local client = client_of(module, { answer({}), retries.refusal(410, "Gone") })
    assert.equal(2, select(2, client.wait.parcel_gone(PARCEL)).polls)
    client = client_of(module, { answer({}), retries.refusal(404, "ParcelNotFound") })
    local err = failure(client.wait.parcel_gone, PARCEL)
    assert.same({ "WaitFailed", "ParcelNotFound", 404 }, { err.type, err.state, err.cause.status })
  end)

  it("match any error, but for those that may go away", function()
    local model = depot.model()
    model.waiters.parcel_gone.acceptors = { { state = "success", matcher = "error", expected = true } }
    local module = client_room.module(model)
    local client = client_of(module, { retries.refusal(503), retries.fault("ConnectionError"), retries.refusal(400, "Whatever") })
    local _, info = client.wait.parcel_gone(PARCEL)
    assert.same({ 3, "Whatever", "ConnectionError" }, { info.polls, info.state, info.last_error.type })
  end)

  it("follow the longest delay of the model, or Smithy's", function()
    local model = depot.model()
    local function slept(max_delay, delay)
      model.waiters.parcel_gone.max_delay, model.waiters.parcel_gone.delay = max_delay, delay
      local client, world = client_of(client_room.module(model), { answer({}) })
      assert.equal(delay * 60, failure(client.wait.parcel_gone, PARCEL).waited)
      assert.equal(delay, world.sleeps[1])
      local longest = 0
      for _, seconds in ipairs(world.sleeps) do longest = math.max(longest, seconds) end
      return longest
    end
    assert.is_true(slept(10, 4) < 10 + 4)
    assert.is_true(slept(nil, 30) < 120 + 30)
    assert.is_true(slept(nil, 300) < 600)
  end)

  it("take an operation's input, the options of a wait, and a colon", function()
    local module = client_room.module(depot.model())
    local client, world = client_of(module, { answer({ parcels = { { state = "SENT" } } }) })
    local output = client.wait:parcels_sent({ maxResults = 5 }, { delay = 9 })
    assert.equal("SENT", output.parcels[1].state)
    assert.truthy(world.transport.requests[1].url:find("max=5", 1, true))
    assert.equal("ParamValidationError", failure(client.wait.parcels_sent, "p-1").type)
    assert.equal("ParamValidationError", failure(client.wait.parcel_gone, {}).type)
  end)

  it("are refused where an expression is not known, by the waiter's name", function()
    local model = depot.model()
    model.waiters.parcel_stored.acceptors[1].path = "parcel.states | [0]"
    local client, world = client_of(client_room.module(model), { answer({}) })
    local err = failure(client.wait.parcel_stored, PARCEL)
    assert.same({ "ConfigError", 'the waiter parcel_stored is not served: in parcel.states | [0], "| [0]" is not known', 0 },
      { err.type, err.message, #world.transport.requests })
    model.waiters.parcel_stored.acceptors[1].path = nil
    assert.equal("the waiter parcel_stored is not served: in its path, the end is not known",
      failure(client.wait.parcel_stored, PARCEL).message)
    model.waiters.parcel_stored.acceptors[1].path = "a\r\n\27[1m" .. ("x"):rep(300)
    assert.equal(
      "the waiter parcel_stored is not served: in a\\x0d\\x0a\\x1b[1m" .. ("x"):rep(193) .. ', "\\27[1mxxxxxxxxxxxx" is not known',
      failure(client.wait.parcel_stored, PARCEL).message)
    assert.equal("WaitTimeout", failure(client.wait.parcels_sent, {}, { max_time = 1 }).type) -- the others are served
  end)

  it("are found by AWS's name in a hint", function()
    local client = client_of(client_room.module(depot.model()), { answer({}) })
    assert.equal('unknown waiter "ParcelStored"; did you mean "parcel_stored"?',
      failure(function() return client.wait.ParcelStored end).message)
  end)

  it("need not be there", function()
    local model = depot.model()
    model.waiters = nil
    local client = client_of(client_room.module(model), { answer({}) })
    assert.is_nil(next(client.wait))
    assert.is_true(errors.is(failure(function() return client.wait.parcel_stored end), "ConfigError"))
  end)
end)
