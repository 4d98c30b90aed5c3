-- Listings that come in pages: client.pages, client.each, client.all; how they go on after an end.
local client_room = require "aws.client"
local depot = require "spec.support.depot"
local paged = require "spec.support.paged"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

describe("pages", function()
  it("come one by one, with their metadata", function()
    local client, transport = paged.client()
    local next_page, state = client.pages.list_parcels({ filters = { a = "b" } })
    assert.same({ pages = 0, items = 0 }, state)
    assert.equal(0, #transport.requests)
    local page, metadata = next_page()
    assert.equal("1 2 3", paged.numbers(page.parcels))
    assert.equal("at-4", page.nextToken)
    assert.same({ 200, "r-1" }, { metadata.status, metadata.request_id })
    assert.same({ token = "at-4", pages = 1, items = 3 }, state)
    for _ = 1, 3 do page = next_page() end
    assert.equal("10", paged.numbers(page.parcels))
    assert.same({ pages = 4, items = 10 }, state)
    assert.is_nil(next_page())
    assert.is_nil(next_page())
    assert.equal("- at-4 at-7 at-10", paged.tokens_of(transport))
    for _, request in ipairs(transport.requests) do assert.equal("b", paged.parameter(request, "a")) end
  end)

  it("come in a `for`, page by page and item by item", function()
    local client = paged.client()
    local seen = {}
    for page, metadata in client.pages.list_parcels() do
      seen[#seen + 1] = #page.parcels .. " " .. metadata.request_id
    end
    assert.same({ "3 r-1", "3 r-4", "3 r-7", "1 r-10" }, seen)
    seen = {}
    for parcel, metadata in client.each.list_parcels() do seen[#seen + 1] = parcel.parcelId .. " " .. metadata.request_id end
    assert.equal(10, #seen)
    assert.same({ "p-1 r-1", "p-3 r-1", "p-4 r-4", "p-10 r-10" }, { seen[1], seen[3], seen[4], seen[10] })
  end)

  it("come as one list", function()
    local list, state = paged.client().all.list_parcels()
    assert.equal(paged.range(1, 10), paged.numbers(list))
    assert.same({ pages = 4, items = 10 }, state)
  end)

  it("end without a token, with an empty one and with null", function()
    for _, last in ipairs({ '{"parcels":[{"parcelId":"p-2"}]}', '{"parcels":[{"parcelId":"p-2"}],"nextToken":""}',
      '{"parcels":[{"parcelId":"p-2"}],"nextToken":null}', }) do
      paged.each_walk(function(walk)
        local client, transport = paged.client(paged.bodies({ '{"parcels":[{"parcelId":"p-1"}],"nextToken":"A"}', last }))
        local list, state = walk(client)
        assert.equal("1 2", paged.numbers(list))
        assert.is_nil(state.token)
        assert.equal(2, #transport.requests)
      end)
    end
  end)

  it("may be empty in between and at the end", function()
    local answers = paged.bodies({
      '{"nextToken":"A"}', '{"parcels":[],"nextToken":"B"}', '{"parcels":[{"parcelId":"p-1"}],"nextToken":"C"}',
      '{"parcels":[],"nextToken":"D"}', "{}",
    })
    paged.each_walk(function(walk, kind)
      local client, transport = paged.client(answers)
      local list, state = walk(client)
      assert.equal("1", paged.numbers(list), kind)
      assert.same({ pages = 5, items = 1 }, state)
      assert.equal("- A B C D", paged.tokens_of(transport))
    end)
  end)

  it("leave the input and the options as they are", function()
    local client = paged.client()
    local function frozen(value) return setmetatable(value, { __newindex = function() error("modified") end }) end
    local input, options = frozen({ maxResults = 4 }), frozen({ page_size = 5, max_items = 7, token = "at-2", read_timeout = 9 })
    paged.each_walk(function(walk) walk(client, input, options) end)
    assert.same({ maxResults = 4 }, input)
    assert.same({ page_size = 5, max_items = 7, token = "at-2", read_timeout = 9 }, options)
  end)

  it("do not see what the input becomes later", function()
    local client, transport = paged.client()
    local input = { maxResults = 4 }
    local next_page = client.pages.list_parcels(input)
    input.maxResults = 1
    next_page()
    assert.equal("4", paged.parameter(transport.requests[1], "max"))
  end)

  it("work with a colon, and on a module", function()
    local client = paged.client()
    assert.equal(10, #client.all:list_parcels({}, { page_size = 4 }))
    local module = client_room.module(depot.model())
    local settings = { AWS_REGION = "eu-west-1", AWS_ACCESS_KEY_ID = "AK", AWS_SECRET_ACCESS_KEY = "SK" }
    local curl = require "aws.transport.curl"
    local new, transport = curl.new, scripted.transport({ paged.page(1, 2, "A"), paged.page(3, 3), paged.page(1, 1) })
    curl.new = function() return transport end
    local ok, list, short = pcall(scripted.with_environment, settings, function()
      local list = module.all.list_parcels()
      return list, (module.each:list_parcels()())
    end)
    curl.new = new
    module.close()
    assert.is_true(ok, list)
    assert.equal("1 2 3", paged.numbers(list))
    assert.equal("p-1", short.parcelId)
  end)

  it("raise what a call raises", function()
    local client, transport = paged.client()
    assert.equal("ParamValidationError", failure(client.pages.list_parcels({ filter = 5 })).type)
    assert.equal("ParamValidationError", failure(client.pages.list_parcels("a text")).type)
    assert.equal("ParamValidationError", failure(client.all.list_parcels, 5, { page_size = 5 }).type)
    assert.equal("ParamValidationError", failure(client.all.list_parcels, { nextToken = 5 }).type)
    assert.equal("ParamValidationError", failure(client.all.list_parcels, { maxResults = "many" }).type)
    assert.equal(0, #transport.requests)
    local next_item = client.each.list_parcels()
    client.close()
    local err = failure(next_item)
    assert.same({ "ConfigError", "depot", "list_parcels" }, { err.type, err.service, err.operation })
  end)
end)

describe("the size of a page", function()
  it("is sent, within what the service takes", function()
    for given, sent in pairs({ [1] = "1", [7] = "7", [50] = "50", [51] = "50", [1e6] = "50", [2 ^ 53] = "50" }) do
      local client, transport = paged.client()
      client.pages.list_parcels({ maxResults = 9 }, { page_size = given })()
      assert.equal(sent, paged.parameter(transport.requests[1], "max"))
    end
    local model = depot.model()
    model.operations.list_parcels.pages.least = 20
    local client, transport = paged.client(nil, nil, model)
    client.pages.list_parcels({}, { page_size = 2 })()
    assert.equal("20", paged.parameter(transport.requests[1], "max"))
  end)

  it("is that of the input, or the service's own, when none is given", function()
    local client, transport = paged.client()
    client.pages.list_parcels({ maxResults = 9 })()
    client.pages.list_parcels()()
    assert.equal("9", paged.parameter(transport.requests[1], "max"))
    assert.is_nil(paged.parameter(transport.requests[2], "max"))
  end)

  it("is as it was given where nothing is documented", function()
    local client, transport = paged.client(paged.bodies({ "{}" }))
    client.pages.list_labels({ folder = "f" }, { page_size = 100000 })()
    assert.equal('{"MaxRecords":100000}', transport.requests[1].body)
  end)

  it("is refused where the service takes none", function()
    local model = depot.model()
    model.operations.list_parcels.pages.page_size = nil
    local client = paged.client(nil, nil, model)
    local err = failure(client.pages.list_parcels, {}, { page_size = 5 })
    assert.equal("ConfigError", err.type)
    assert.truthy(err.message:find("page_size", 1, true))
  end)
end)

describe("going on", function()
  it("from a token begins there", function()
    paged.each_walk(function(walk)
      local client, transport = paged.client()
      assert.equal("7 8 9 10", paged.numbers((walk(client, {}, { token = "at-7" }))))
      assert.equal("at-7 at-10", paged.tokens_of(transport))
      assert.equal("4 5 6 7 8 9 10", paged.numbers((walk(client, { nextToken = "at-4" }))))
      assert.equal("10", paged.numbers((walk(client, { nextToken = "at-4" }, { token = "at-10" }))))
      assert.equal(paged.range(1, 10), paged.numbers((walk(client, { nextToken = "" }))))
      local _, state = walk(client, {}, { max_items = 5 })
      assert.equal("6 7 8 9 10", paged.numbers((walk(client, { nextToken = state.token }))))
      _, state = walk(client, {}, { max_items = 2 })
      assert.equal(paged.range(3, 10), paged.numbers((walk(client, { nextToken = "at-7" }, { token = state.token }))))
    end)
  end)

  it("from a beginning that failed begins there again", function()
    local client = paged.client(function(_, number)
      return number == 1 and scripted.answer("", 500) or paged.answers(10, 3)({ url = "" })
    end)
    local next_page, state = client.pages.list_parcels({}, { token = "at-7" })
    assert.equal("HTTP 500", failure(next_page).type)
    assert.same({ token = "at-7", pages = 0, items = 0 }, state)
  end)

  it("after an error loses nothing and repeats nothing, wherever that came", function()
    paged.each_walk(function(walk, kind)
      for broken = 1, 4 do
        local client = paged.client(function(request, number)
          return number == broken and scripted.answer("", 503) or paged.answers(10, 3)(request)
        end)
        local got, token = {}
        if kind == "all" then
          local err = failure(client.all.list_parcels)
          assert.equal("HTTP 503", err.type)
          got, token = err.items, err.token
        else
          local next_one, state = client[kind].list_parcels()
          local err = failure(function()
            for one in next_one do
              for _, item in ipairs(one.parcels or { one }) do got[#got + 1] = item end
            end
          end)
          assert.equal("HTTP 503", err.type)
          assert.same({ pages = broken - 1, items = #got, token = state.token }, state)
          token = state.token
        end
        assert.equal((broken - 1) * 3, #got)
        for _, item in ipairs((walk(client, {}, { token = token }))) do got[#got + 1] = item end
        assert.equal(paged.range(1, 10), paged.numbers(got))
      end
    end)
  end)

  it("works with the same iterator, too", function()
    local client = paged.client(function(request, number)
      return number % 2 == 0 and scripted.answer("", 503) or paged.answers(10, 3)(request)
    end)
    local got, next_item = {}, client.each.list_parcels()
    for _ = 1, 100 do
      local ok, item = pcall(next_item)
      if ok and item == nil then break end
      if ok then got[#got + 1] = item end
    end
    assert.equal(paged.range(1, 10), paged.numbers(got))
  end)

  it("after a break goes on with the next item", function()
    for count = 1, 10 do
      local client = paged.client()
      local next_item, state = client.each.list_parcels()
      local got = {}
      for item in next_item do
        got[#got + 1] = item
        if #got == count then break end
      end
      paged.each_walk(function(walk, kind)
        if not state.token then return end
        local rest = walk(client, {}, { token = state.token })
        assert.equal(paged.range(count + 1, 10), paged.numbers(rest), kind)
      end)
      assert.equal(count == 10, state.token == nil)
    end
  end)

  it("with another size of pages loses nothing", function()
    for size = 1, 12 do
      local client = paged.client()
      local next_item, state = client.each.list_parcels({}, { page_size = 9 })
      for _ = 1, 7 do next_item() end
      paged.each_walk(function(walk)
        assert.equal("8 9 10", paged.numbers((walk(client, {}, { token = state.token, page_size = size }))))
      end)
    end
  end)

  it("with a token of another operation is refused before anything is sent", function()
    local client, transport = paged.client()
    local next_item, state = client.each.list_parcels()
    next_item()
    for _, kind in ipairs({ "pages", "each", "all" }) do
      local err = failure(client[kind].list_labels, { folder = "f" }, { token = state.token })
      assert.same({ "ConfigError", "depot", "list_labels" }, { err.type, err.service, err.operation })
      assert.equal("token is one of depot.list_parcels", err.message)
    end
    assert.equal(1, #transport.requests)
  end)

  it("takes whatever token a service gives", function()
    for _, token in ipairs({ "+", "+3@", "+1@a.b", "+1@x", "3@depot.list_parcels:", " ", "\195\169+/=%&", ("x"):rep(9000) }) do
      local client, transport = paged.client(function(_, number) return paged.page(number, number + 1, number == 1 and token or nil) end)
      local next_page, state = client.pages.list_parcels()
      next_page()
      assert.equal(token, state.token)
      next_page()
      client.pages.list_parcels({}, { token = state.token or token })()
      assert.equal(paged.parameter(transport.requests[2], "nextToken"), paged.parameter(transport.requests[3], "nextToken"))
    end
  end)
end)

describe("max_items", function()
  it("ends a listing, which goes on from there", function()
    paged.each_walk(function(walk, kind)
      for first = 1, 11 do
        for second = 1, 4 do
          local client = paged.client()
          local list, state = walk(client, {}, { max_items = first })
          assert.equal(paged.range(1, math.min(10, first)), paged.numbers(list), kind)
          assert.equal(math.min(10, first), state.items)
          assert.equal(first >= 10, state.token == nil)
          if state.token then
            list, state = walk(client, {}, { max_items = second, token = state.token, page_size = 2 })
            assert.equal(paged.range(first + 1, math.min(10, first + second)), paged.numbers(list), kind)
            local rest = state.token and walk(client, {}, { token = state.token }) or {}
            assert.equal(paged.range(first + second + 1, 10), paged.numbers(rest), kind)
          end
        end
      end
    end)
  end)

  it("asks for no page more than it needs", function()
    paged.each_walk(function(walk)
      local client, transport = paged.client()
      walk(client, {}, { max_items = 6 })
      assert.equal(2, #transport.requests)
    end)
  end)

  it("needs a model that says where the items are", function()
    local model = depot.model()
    model.operations.list_parcels.pages.items = nil
    local client, transport = paged.client(nil, nil, model)
    assert.truthy(failure(client.pages.list_parcels, {}, { max_items = 1 }).message:find("max_items", 1, true))
    assert.equal("ConfigError", failure(client.each.list_parcels).type)
    assert.equal("ConfigError", failure(client.all.list_parcels).type)
    assert.equal(0, #transport.requests)
    local next_page, state = client.pages.list_parcels()
    assert.equal(10, #paged.items(next_page))
    assert.same({ pages = 4, items = 0 }, state)
  end)
end)
