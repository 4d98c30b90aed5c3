-- aws.stub and the models: outputs come out of calls as they were given, errors with their members, and inputs are recorded as
-- they were given; for every operation, and for what the two services do not have.
local depot = require "spec.support.depot"
local random_values = require "spec.support.random_values"
local scripted = require "spec.support.scripted"
local service = require "aws.service"
local stub = require "aws.stub"

local failure = scripted.failure

local SEED = tonumber(os.getenv "SEED" or "20260101")

--- Of each operation.
local ROUNDS = 4

local function sorted(t)
  local names = {}
  for name in pairs(t) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function random_of(random, model, shape)
  return shape and random:value(model, shape, 1) or {}
end

--- The input, with an identifier as those that are checked have to be.
local function input_of(random, model, operation)
  local input = random_of(random, model, operation.input)
  if operation.identifier then input[operation.identifier] = "s-1234567890abcdef0" end
  return input
end

--- Calls an operation with a random input that is answered with a random output: both arrive.
local function check_round(random, model, module, name)
  local operation = model.operations[name]
  local output, input = random_of(random, model, operation.output), input_of(random, model, operation)
  local fake = stub.new{ [module] = { [name] = output } }
  assert.same(output, (fake:client(module)[name](input)))
  local call = fake.calls[1]
  assert.same({ model.name, name }, { call.service, call.operation })
  assert.same(input, call.input)
  fake:verify()
end

for _, name in ipairs({ "dms", "drs" }) do
  local model, module = require("aws.model." .. name), require("aws." .. name)
  describe(("what goes through aws.stub for %s (SEED=%d)"):format(name, SEED), function()
    for index, operation in ipairs(sorted(model.operations)) do
      it("arrives as it was given: " .. operation, function()
        local random = random_values.new(SEED + index * 7919)
        for _ = 1, ROUNDS do check_round(random, model, module, operation) end
      end)
    end
  end)

  describe("errors of the model of " .. name, function()
    local operation = name == "dms" and "describe_replications" or "describe_source_servers"
    for index, code in ipairs(sorted(model.shapes)) do
      if model.shapes[code].exception then
        it("arrive with their members: " .. code, function()
          local random = random_values.new(SEED + index * 7919)
          local members = random:value(model, code, 1)
          members.message = members.message ~= "" and members.message or nil
          local fake = stub.new{ [module] = { [operation] = stub.error(code, members) } }
          local err = failure(fake:client(module, { max_attempts = 1 })[operation])
          assert.same({ code, "service", model.shapes[code].status or 400 }, { err.type, err.kind, err.status })
          members.message = members.message or "stubbed " .. code
          assert.equal(members.message, err.message)
          assert.same(members, err.fields)
        end)
      end
    end

    it("arrive without members, too", function()
      local err = failure(stub.new{ [module] = { [operation] = stub.error("ThrottlingException") } }:client(module)[operation])
      assert.same({ "ThrottlingException", name == "dms" and 400 or 429, 3, true }, { err.type, err.status, err.attempts, err.throttling })
      assert.same("stubbed ThrottlingException", err.message)
    end)
  end)
end

--- Takes the fractions from times that are written as dates.
local function whole_stamps(value)
  for name, item in pairs(value) do
    if type(item) == "table" then whole_stamps(item) end
    if name == "stamp" then value[name] = math.floor(item) end
  end
end

describe("aws.stub for any model", function()
  local model = depot.model()
  local module = service(model)

  for index, operation in ipairs(sorted(model.operations)) do
    it("carries values of every place: " .. operation, function()
      local random = random_values.new(SEED + index * 104729)
      for _ = 1, 20 do
        local facts = model.operations[operation]
        local output, input = random_of(random, model, facts.output), random_of(random, model, facts.input)
        if input.filters and not next(input.filters) then input.filters = nil end -- a query without parameters
        if input.parcelId then input.parcelId = "p-" .. random:pick(1000) .. "/ %+" end
        if input.tenant then input.tenant = "tenant " .. random:pick(9) end
        if input.folder == "" or input.folder then input.folder = "a b/c%20d" .. random:pick(9) end
        whole_stamps(input)
        if facts.output == "GetParcelResponse" then output.code = 200 + random:pick(3) - 1 end
        local fake = stub.new{ [module] = { [operation] = output } }
        assert.same(output, (fake:client(module)[operation](input)))
        local got = fake.calls[1].input
        if model.shapes[facts.input] and model.shapes[facts.input].members.clientToken then
          assert.is_string(got.clientToken)
          input.clientToken = got.clientToken
        end
        assert.same(input, got)
      end
    end)
  end

  it("knows an operation where the endpoint has a path", function()
    local fake = stub.new{ [module] = { get_parcel = { parcel = { state = "STORED" } }, list_parcels = {} } }
    local client = fake:client(module, { endpoint_url = "http://localhost:4566/base" })
    client.get_parcel({ parcelId = "parcels" })
    client.list_parcels()
    assert.same({ "get_parcel", "list_parcels" }, { fake.calls[1].operation, fake.calls[2].operation })
    assert.equal("parcels", fake.calls[1].input.parcelId)
  end)

  it("waits by the model's waiters", function()
    local fake = stub.new{ [module] = { get_parcel = { { parcel = { state = "SENT" } }, { parcel = { state = "STORED" } } } } }
    local output, info = fake:client(module).wait.parcel_stored({ parcelId = "p-1" })
    assert.same({ "STORED", 2 }, { output.parcel.state, info.polls })
    fake:verify()
  end)

  local function at(shape, location, name) return { shape = shape, location = location, location_name = name } end

  --- A service of one operation, with these members in input and output.
  local function toy(input, output, more)
    local toys = {
      name = "toy", service_id = "Toy", endpoint_prefix = "toy", signing_name = "toy", protocol = "restJson1",
      operations = { run = { name = "Run", method = "POST", path = "/run?kind=toy", input = "In", output = "Out", errors = { "Broken" } } },
      shapes = {
        In = { type = "structure", members = input }, Out = { type = "structure", members = output },
        Broken = { type = "structure", exception = true, members = { Message = "string", when = at("timestamp", "header") } },
        Texts = { type = "list", member = "string" }, Map = { type = "map", key = "string", value = "string" },
        Times = { type = "list", member = "timestamp" }, Lists = { type = "map", key = "string", value = "Texts" },
        Deep = { type = "structure", members = { n = "long" } },
      },
    }
    for name, value in pairs(more or {}) do toys.operations.run[name] = value end
    toys.shapes.In.payload, toys.shapes.Out.payload = toys.operations.run.in_payload, toys.operations.run.out_payload
    toys.operations.run.in_payload, toys.operations.run.out_payload = nil, nil
    return service(toys)
  end

  it("reads and writes headers, maps of headers, queries and the status", function()
    local own = toy(
      { text = at("string", "header", "X-Text"), texts = at("Texts", "header", "X-Texts"), all = at("Map", "headers", "x-meta-"),
        n = at("integer", "querystring", "n"), list = at("Texts", "querystring", "l"), rest = at("Lists", "querystring"),
        since = at("timestamp", "querystring"), is_on = at("boolean", "querystring", "on") },
      { text = at("string", "header", "X-Text"), texts = at("Texts", "header", "X-Texts"), all = at("Map", "headers", "x-meta-"),
        time = at("timestamp", "header", "X-Time"), times = at("Times", "header", "X-Times"), code = at("integer", "statusCode"),
        body = "string" })
    local input = { text = "a b", texts = { "a,b", 'c"d', "e" }, all = { one = "1", two = "2" }, n = -7, list = { "x&y", "z" },
      rest = { more = { "1", "2" } }, since = 1767225600, is_on = true }
    local output = { text = "t", texts = { "a,b", "c" }, all = { a = "1" }, time = 1767225600, times = { 1767225600, 1767225601 },
      code = 202, body = "b" }
    local fake = stub.new{ [own] = { run = output } }
    assert.same(output, (fake:client(own).run(input)))
    assert.same(input, fake.calls[1].input)
  end)

  it("carries a body that is one member", function()
    local bytes = "\0\255 bytes"
    for _, case in ipairs({ { "blob", bytes }, { "string", "text" }, { "Deep", { n = 7 } } }) do
      local own = toy({ x = case[1], tag = at("string", "header", "x-tag") }, { x = case[1], tag = at("string", "header", "x-tag") },
        { in_payload = "x", out_payload = "x" })
      local fake = stub.new{ [own] = { run = { { x = case[2], tag = "t" }, {} } } }
      assert.same({ x = case[2], tag = "t" }, (fake:client(own).run({ x = case[2], tag = "u" })))
      assert.same({ x = case[2], tag = "u" }, fake.calls[1].input)
      assert.same(case[1] == "Deep" and { x = {} } or {}, (fake:client(own).run()))
    end
    local own = toy({ x = "Deep" }, { x = "Deep" }, { out_payload = "x" })
    assert.truthy(failure(stub.new, { [own] = { run = { x = { m = 1 } } } }).message:find("toy.run: x.m is unknown", 1, true))
  end)

  it("carries errors with members in headers, and another spelling of the message", function()
    local own = toy({}, {})
    local err = failure(stub.new{ [own] = { run = stub.error("Broken", { message = "m", when = 1767225600 }) } }:client(own).run)
    assert.same({ "Broken", "m", 1767225600 }, { err.type, err.message, err.fields.when })
  end)

  if math.type then
    it("keeps integers of 64 bits", function()
      local own = toy({ n = "long" }, { n = "long" })
      for _, n in ipairs({ math.maxinteger, math.mininteger, 9007199254740993 }) do
        local fake = stub.new{ [own] = { run = { n = n } } }
        assert.equal(n, fake:client(own).run({ n = n }).n)
        assert.equal(n, fake.calls[1].input.n)
      end
    end)
  end
end)
