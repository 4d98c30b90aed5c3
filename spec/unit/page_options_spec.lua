-- Listings that come in pages: circles, options, time, what models say, aws.map.
local aws = require "aws"
local depot = require "spec.support.depot"
local errors = require "aws.errors"
local paged = require "spec.support.paged"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

describe("tokens that go in a circle", function()
  local circles = {
    { tokens = { "A", "A" }, pages = 2, where = "as that of page 1" },
    { tokens = { "A", "B", "A", "B" }, pages = 3, where = "as that of page 1" },
    { tokens = { "A", "B", "C", "B" }, pages = 4, where = "as that of page 2" },
    { tokens = { "S", "A" }, token = "S", pages = 1, where = "as the token that the listing began with" },
    { tokens = { "A", "S" }, token = "S", pages = 2, where = "as the token that the listing began with" },
  }

  it("raise PaginationError, after all that came", function()
    for _, circle in ipairs(circles) do
      paged.each_walk(function(_, kind)
        local client, transport = paged.client(paged.tokens(circle.tokens))
        local got, err = {}
        if kind == "all" then
          err = failure(client.all.list_parcels, {}, { token = circle.token })
          got = err.items
        else
          local next_one = client[kind].list_parcels({}, { token = circle.token })
          err = failure(function()
            for one in next_one do got[#got + 1] = one.parcels and one.parcels[1] or one end
          end)
          assert.equal("PaginationError", failure(next_one).type)
        end
        assert.same({ "PaginationError", "response", "depot", "list_parcels", circle.pages, 1, "yes", 200, "r-" .. circle.pages },
          { err.type, err.kind, err.service, err.operation, err.pages, err.attempts, err.applied, err.status, err.request_id })
        assert.truthy(err.message:find(circle.where, 1, true), err.message)
        assert.equal(paged.range(1, circle.pages), paged.numbers(got))
        assert.equal(circle.pages, #transport.requests)
        assert.is_true(errors.is(err, "response"))
        assert.is_false(err.retryable)
      end)
    end
  end)

  it("do not matter where enough has come before", function()
    local client = paged.client(paged.tokens({ "A", "B", "A" }))
    assert.equal("1 2 3", paged.numbers(client.all.list_parcels({}, { max_items = 3 })))
  end)
end)

describe("options", function()
  it("of calls go to every call", function()
    local client, transport = paged.client()
    client.all.list_parcels({}, { read_timeout = 7, region = "eu-west-1" })
    assert.equal(4, #transport.requests)
    for _, request in ipairs(transport.requests) do
      assert.equal(7, request.read_timeout)
      assert.truthy(request.url:find("eu-west-1", 1, true))
    end
  end)

  it("that do not fit are refused by name, before anything is sent", function()
    local client, transport = paged.client()
    local wrong = {
      page_size = { 0, -1, 1.5, "5", true, 0 / 0, math.huge, {} },
      max_items = { 0, -1, 2.5, "5", false, 0 / 0, math.huge },
      token = { 5, "", true, {} },
      total_timeout = { 0, -1, "5", math.huge, 0 / 0, true },
      read_timeout = { 0 },
      max_attempts = { "x" },
      page_sice = { 5 },
      endpoint_url = { "http://h" },
    }
    for name, values in pairs(wrong) do
      for _, value in ipairs(values) do
        for _, kind in ipairs({ "pages", "each", "all" }) do
          local err = failure(client[kind].list_parcels, {}, { [name] = value })
          assert.same({ "ConfigError", "config", "depot", "list_parcels", 0, "no", {} },
            { err.type, err.kind, err.service, err.operation, err.attempts, err.applied, err.history })
          assert.truthy(err.message:find(name, 1, true), err.message)
        end
      end
    end
    assert.truthy(failure(client.all.list_parcels, {}, { page_sice = 5 }).message:find('"page_size"', 1, true))
    for _, options in ipairs({ 5, "at-4", true, false }) do
      assert.equal("ConfigError", failure(client.pages.list_parcels, {}, options).type)
    end
    assert.equal(0, #transport.requests)
  end)
end)

describe("total_timeout", function()
  --- A client whose every request takes a second of its clock.
  local function slow_client(settings, seconds)
    local now = 100
    local given = { clock = function() return now end, timeout = settings and settings.timeout }
    local client, transport = paged.client(function(request)
      now = now + (seconds or 1)
      if request.timeout and (seconds or 1) > request.timeout then
        return nil, { type = "DeadlineExceeded", message = "late", sent = true }
      end
      return paged.answers(10, 3)(request)
    end, given)
    return client, transport, function(passed) now = now + passed end
  end

  it("bounds all pages together", function()
    paged.each_walk(function(walk)
      local client, transport = slow_client()
      walk(client, {}, { total_timeout = 4.5 })
      local timeouts = {}
      for i, request in ipairs(transport.requests) do timeouts[i] = request.timeout end
      assert.same({ 4.5, 3.5, 2.5, 1.5 }, timeouts)
    end)
  end)

  it("raises when the time is up, and says what had come", function()
    local client, transport = slow_client()
    local next_page, state = client.pages.list_parcels({}, { total_timeout = 2 })
    local err = failure(paged.items, next_page)
    assert.same({ "DeadlineExceeded", "transport", "depot", "list_parcels", 2, 0, "no", true },
      { err.type, err.kind, err.service, err.operation, err.pages, err.attempts, err.applied, err.retryable })
    assert.equal("the pages did not end within 2 s (total_timeout): 2 had come", err.message)
    assert.equal(2, #transport.requests)
    assert.equal("7 8 9 10", paged.numbers((paged.walks.each(client, {}, { token = state.token }))))
  end)

  it("cuts a call short, whose error is the cause", function()
    local client = slow_client(nil, 3)
    local err = failure(client.all.list_parcels, {}, { total_timeout = 5 })
    assert.same({ "DeadlineExceeded", 1, 1, "unknown" }, { err.type, err.pages, err.attempts, err.applied })
    assert.truthy(err.message:find("total_timeout", 1, true))
    assert.equal("DeadlineExceeded", err.cause.type)
    assert.equal("1 2 3", paged.numbers(err.items))
  end)

  it("leaves a call the shorter time of its own", function()
    local client, transport = slow_client({ timeout = 2 })
    client.all.list_parcels({}, { total_timeout = 100 })
    assert.equal(2, transport.requests[1].timeout)
    client.all.list_parcels({}, { total_timeout = 100, timeout = 1.5 })
    assert.equal(1.5, transport.requests[5].timeout)
    local err = failure(slow_client(nil, 3).all.list_parcels, {}, { total_timeout = 100, timeout = 1.5 })
    assert.is_nil(err.message:find("total_timeout", 1, true))
  end)

  it("asks the clock, whose errors are the operation's", function()
    local client, transport = paged.client(nil, { clock = function() error("stopped", 0) end })
    local next_page, state = client.pages.list_parcels({}, { total_timeout = 10 })
    local err = failure(next_page)
    assert.same({ "ConfigError", "depot", "list_parcels", "no", "clock raised: stopped" },
      { err.type, err.service, err.operation, err.applied, err.message })
    assert.same({ pages = 0, items = 0 }, state)
    assert.equal(0, #transport.requests)
  end)

  it("begins with the first request", function()
    local client, _, pass = slow_client()
    local next_page = client.pages.list_parcels({}, { total_timeout = 10 })
    pass(1000)
    assert.equal(10, #paged.items(next_page))
  end)
end)

describe("what a model says of pages", function()
  local function model_with(change)
    local model = depot.model()
    change(model.operations.list_parcels.pages, model.shapes)
    return model
  end

  it("may be paths, and several lists", function()
    local model = model_with(function(pages, shapes)
      shapes.ListParcelsResponse.members.result = "Result"
      shapes.Result = { type = "structure", members = { list = "Parcels", token = "string" } }
      pages.output_token, pages.items = "result.token", { "result.list", "skipped" }
    end)
    local client = paged.client(paged.bodies({
      '{"result":{"token":"A","list":[{"parcelId":"p-1"},{"parcelId":"p-2"}]}}', "{}",
    }), nil, model)
    assert.equal("1 2", paged.numbers(client.all.list_parcels()))
  end)

  it("may be a member that says whether more follows", function()
    local model = model_with(function(pages, shapes)
      shapes.ListParcelsResponse.members.more, pages.more = "boolean", "more"
    end)
    local function numbers(last)
      return #paged.client(paged.bodies({ '{"nextToken":"A","more":true}', last, '{"parcels":[{"parcelId":"p-1"}]}' }), nil, model)
        .all.list_parcels()
    end
    assert.equal(0, numbers('{"nextToken":"B","more":false}'))
    assert.equal(1, numbers('{"nextToken":"B","more":true}'))
    assert.equal(1, numbers('{"nextToken":"B"}'))
  end)

  it("is refused by name when it is not served", function()
    local function refused(change)
      local client, transport = paged.client(nil, nil, model_with(change))
      local err = failure(client.pages.list_parcels)
      assert.equal(0, #transport.requests)
      assert.equal("ConfigError", err.type)
      return err.message
    end
    assert.equal("pages whose input_token has several parts are not served",
      refused(function(pages) pages.input_token = { "nextToken", "filters" } end))
    assert.equal("pages whose input_token (filters) is not a string are not served",
      refused(function(pages) pages.input_token = "filters" end))
    assert.equal("pages whose output_token (parcels) is not a string are not served",
      refused(function(pages) pages.output_token = "parcels" end))
    assert.equal("pages whose items (nextToken) are not a list are not served",
      refused(function(pages) pages.items = "nextToken" end))
    assert.equal("pages whose output_token (a.b) is not a string are not served",
      refused(function(pages) pages.output_token = "a.b" end))
  end)

  it("covers both services, those that boto3 cannot page included", function()
    local counts = {}
    for _, name in ipairs({ "dms", "drs" }) do
      local model = require("aws.model." .. name)
      counts[name] = 0
      for operation, facts in pairs(model.operations) do
        if facts.pages then
          counts[name] = counts[name] + 1
          local next_item = scripted.client(aws[name], {}).each[operation]({})
          assert.is_function(next_item)
        end
      end
    end
    assert.same({ dms = 42, drs = 11 }, counts)
    for _, name in ipairs({ "replications", "replication_configs", "replication_table_statistics" }) do
      assert.is_function(aws.dms.pages["describe_" .. name])
    end
  end)
end)

describe("in aws.map", function()
  --- A client whose requests wait.
  local function waiting_client()
    local running, most = 0, 0
    local client = paged.client(function(request)
      running = running + 1
      most = math.max(most, running)
      require("aws.transport").sleep(0.01)
      running = running - 1
      return paged.answers(10, 3)(request)
    end)
    return client, function() return most end
  end

  it("listings overlap, in a `for` too", function()
    local client, most = waiting_client()
    local results, failed = aws.map({ 1, 2, 3, 4 }, function(item)
      if item == 1 then return client.all.list_parcels() end
      local list = {}
      for parcel in client.each.list_parcels({}, { page_size = item }) do list[#list + 1] = parcel end
      return list
    end)
    assert.equal(0, failed)
    for _, result in ipairs(results) do assert.equal(paged.range(1, 10), paged.numbers(result.value)) end
    assert.is_true(most() > 1)
  end)

  it("one iterator serves one coroutine at a time", function()
    local client = waiting_client()
    local next_page, state = client.pages.list_parcels()
    local results, failed = aws.map({ 1, 2, 3 }, next_page)
    assert.equal(2, failed)
    assert.same({ pages = 1, items = 3, token = "at-4" }, state)
    for _, result in ipairs(results) do
      if not result.ok then
        assert.equal("ConfigError", result.error.type)
        assert.truthy(result.error.message:find("at the same time", 1, true))
      end
    end
    assert.equal(7, #paged.items(next_page))
  end)
end)
