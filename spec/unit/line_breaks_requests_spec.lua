-- CR, LF and NUL in inputs, page tokens and requests: no line of a request is ever split. See line_breaks_spec.lua, too.
local aws = require "aws"
local core = require "aws.core"
local curl = require "aws.transport.curl"
local depot = require "spec.support.depot"
local line_breaks = require "spec.support.line_breaks"
local random_values = require "spec.support.random_values"
local scripted = require "spec.support.scripted"

local services = { dms = require "aws.dms", drs = require "aws.drs" }
local models = { dms = require "aws.model.dms", drs = require "aws.model.drs" }
local INJECTED = line_breaks.INJECTED
local broken, assert_line = line_breaks.in_text, line_breaks.assert_line
local assert_whole, assert_told = line_breaks.assert_whole, line_breaks.assert_told

describe("CR, LF and NUL in inputs", function()
  --- Members of an operation's input that are in a path, a query or a header and take texts.
  local function placed_texts(model, operation)
    local shape, list = model.shapes[operation.input] or { members = {} }, {}
    for _, name in ipairs(random_values.names(shape)) do
      local member = random_values.member(shape, name)
      local target = model.shapes[member.shape] or { type = member.shape }
      local item = target.type == "list" and (model.shapes[target.member] or { type = target.member })
      if member.location and target.type == "string" then list[#list + 1] = { name, member.location } end
      if member.location and item and item.type == "string" then list[#list + 1] = { name, member.location, true } end
    end
    return list
  end

  --- Calls an operation with an input that has a text in one place.
  local function send(client, transport, name, input, what)
    local before = #transport.requests
    local ok, raised = pcall(client[name], input)
    if not ok then assert_told(raised, what) end
    for i = before + 1, #transport.requests do assert_whole(transport.requests[i], what) end
    return #transport.requests > before
  end

  local function sweep(service, model)
    local transport = setmetatable({ requests = {} }, { __call = function(self, request)
      self.requests[#self.requests + 1] = request
      return scripted.answer("{}")
    end })
    local client = scripted.with_environment({}, service.new, {
      region = "us-east-1", credentials = scripted.keys, transport = transport, now = function() return scripted.time end,
    })
    local values, count, sent = random_values.new(4711), 0, 0
    for name, operation in pairs(model.operations) do
      for _, place in ipairs(placed_texts(model, operation)) do
        for _, text in ipairs(broken("value-of-some-length-for-arns")) do
          local input = values:value(model, operation.input, 0)
          input[place[1]] = place[3] and { text } or text
          count = count + 1
          if send(client, transport, name, input, name .. "." .. place[1]) then sent = sent + 1 end
        end
      end
    end
    client.close()
    return count, sent
  end

  it("of both services' paths and queries are percent-encoded, or refused", function()
    local count, sent = sweep(services.drs, models.drs)
    assert.is_true(count >= 5 * #broken("x"), tostring(count))
    assert.is_true(sent > 0)
    assert.equal(0, (sweep(services.dms, models.dms))) -- all of its inputs are in bodies
  end)

  it("of any model's headers, labels and queries are encoded, or refused", function()
    local model = depot.model()
    local count = sweep(aws.service(model), model)
    assert.is_true(count > #broken("x"), tostring(count))
  end)

  it("of bodies stay inside JSON", function()
    for _, text in ipairs(broken("name")) do
      local client, transport = scripted.client(services.dms, { scripted.answer("{}") })
      assert.is_true(pcall(client.describe_replications, { Filters = { { Name = text, Values = { text } } }, Marker = text }))
      assert_whole(transport.requests[1], "body")
      assert.is_nil(transport.requests[1].body:find("[%z\r\n]"))
    end
  end)

  it("that a service gave as the token of the next page stay inside", function()
    for _, text in ipairs(broken("token")) do
      local quoted = text:gsub("[%z\r\n]", function(byte) return ("\\u%04x"):format(byte:byte()) end)
      local client, transport = scripted.client(services.drs, {
        scripted.answer('{"accounts":[],"nextToken":"' .. quoted .. '"}'), scripted.answer('{"accounts":[]}'),
      })
      local ok, raised = pcall(client.all.list_staging_accounts, {})
      if not ok then assert_told(raised, "page") end
      assert.equal(2, #transport.requests)
      for _, request in ipairs(transport.requests) do assert_whole(request, "page") end
    end
  end)
end)

-- Below them ----------------------------------------------------------------------------------------------------

describe("CR, LF and NUL in a request", function()
  local function request_with(change)
    local request = {
      method = "POST", url = "http://127.0.0.1:1/path?q=1", headers = { { "Host", "127.0.0.1:1" }, { "X-Own", "value" } }, body = "",
      connect_timeout = 5,
    }
    change(request)
    return request
  end

  local places = {
    ["the method"] = function(text) return function(r) r.method = text end end,
    ["the URL's path"] = function(text) return function(r) r.url = "http://127.0.0.1:1/" .. text end end,
    ["the URL's host"] = function(text) return function(r) r.url = "http://" .. text .. ":1/" end end,
    ["the URL's query"] = function(text) return function(r) r.url = "http://127.0.0.1:1/?" .. text end end,
    ["a header's name"] = function(text) return function(r) r.headers[2][1] = text end end,
    ["a header's value"] = function(text) return function(r) r.headers[2][2] = text end end,
  }

  for label, place in pairs(places) do
    it(label .. " are refused by libcurl's transport", function()
      local transport = curl.new()
      for _, text in ipairs(broken("value")) do
        local ok, response, failure = pcall(transport, request_with(place(text)))
        assert.is_true(not ok or response == nil)
        if ok then assert.is_false(failure.sent, label) end
      end
      transport:close()
    end)

    it(label .. " are refused, or taken out, by what writes HTTP/1.1 and what signs", function()
      for _, text in ipairs(broken("value")) do
        local request = request_with(place(text))
        local parts = core.parse_url(request.url)
        if parts then
          local target = request.url:match("^%w+://[^/]*(.*)$")
          local ok, head = pcall(core.http1_head, request.method, target, request.headers, 0)
          if ok and head then assert.is_nil(head:find("\n" .. INJECTED, 1, true), label) end
          if ok and head then assert.is_nil(head:find("%z"), label) end
        end
        local signed = { method = request.method, url = request.url, service = "s", region = "r", time = 0, headers = request.headers,
          credentials = { access_key_id = "A", secret_access_key = "S" } }
        local ok, template, url = pcall(core.request_template, signed, 1, 0)
        if ok and template then
          assert_line(url, label)
          local signer = core.signer()
          for _, header in ipairs(assert(template:sign(signer, signed.credentials, 0, "")):list()) do
            assert_line(header[1], label)
            assert_line(header[2], label)
          end
          signer:close()
        end
      end
    end)
  end

  it("the values that a template gets with each signature are refused", function()
    local signer, keys = core.signer(), { access_key_id = "A", secret_access_key = "S", session_token = "T" }
    local template = assert(core.request_template({ method = "GET", url = "https://a.example/", service = "s", region = "r", time = 0,
      headers = { { "host", "a.example" }, { "x-own", "v" } }, credentials = keys }, 2, 1))
    for _, text in ipairs(broken("value")) do
      local ok, headers = pcall(template.sign, template, signer, keys, 0, "", text)
      if ok and headers then
        for _, header in ipairs(headers:list()) do assert_line(header[2], "value") end
      end
      for _, member in ipairs({ "access_key_id", "session_token" }) do
        local own = { access_key_id = "A", secret_access_key = "S", session_token = "T", [member] = text }
        ok, headers = pcall(template.sign, template, signer, own, 0, "", "v")
        if ok and headers then
          for _, header in ipairs(headers:list()) do assert_line(header[2], member) end
        end
      end
    end
    signer:close()
  end)
end)
