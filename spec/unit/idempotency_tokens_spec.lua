-- Idempotency tokens that the client makes: a UUID for each call, the same for all its attempts.
local client = require "aws.client"
local json = require "spec.support.json"
local scripted = require "spec.support.scripted"

local service = {
  name = "toy", service_id = "Toy", endpoint_prefix = "toy", signing_name = "toy", protocol = "awsJson1.0", target_prefix = "Toy",
  operations = { make = { name = "Make", method = "POST", path = "/", input = "In" } },
  shapes = {
    In = {
      type = "structure",
      required = { "ClientToken" },
      members = { ClientToken = { shape = "string", idempotency_token = true }, Name = "string" },
    },
  },
}

local UUID = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-4%x%x%x%-[89ab]%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"

local function new_client(answers, settings)
  return scripted.client(client.module(service), answers, settings)
end

local function token_of(request) return json.decode(request.body).ClientToken end

describe("a token", function()
  it("is a random UUID, another for each call", function()
    local made, transport = new_client({ scripted.answer(), scripted.answer() })
    local input = { Name = "n" }
    made.make(input)
    made.make(input)
    local first, second = token_of(transport.requests[1]), token_of(transport.requests[2])
    assert.truthy(first:find(UUID), first)
    assert.truthy(second:find(UUID), second)
    assert.are_not.equal(first, second)
    assert.same({ Name = "n" }, input)
  end)

  it("is the same for all attempts of a call", function()
    local made, transport = new_client({ scripted.answer("", 500), scripted.answer("", 503), scripted.answer() },
      { max_attempts = 3, sleep = function() end })
    made.make()
    local token = token_of(transport.requests[1])
    assert.truthy(token:find(UUID), token)
    assert.equal(3, #transport.requests)
    for _, request in ipairs(transport.requests) do assert.equal(token, token_of(request)) end
  end)

  it("is the caller's where one is given", function()
    local made, transport = new_client({ scripted.answer() })
    made.make { ClientToken = "mine" }
    assert.equal("mine", token_of(transport.requests[1]))
  end)

  it("comes from the random setting where there is one", function()
    local made, transport = new_client({ scripted.answer() }, { random = function() return 0.5 end })
    made.make {}
    assert.equal("80000000-8000-4800-a000-800000800000", token_of(transport.requests[1]))
  end)

  it("is in what is prepared", function()
    local made = new_client({})
    local prepared = made.prepare.make { Name = "n" }
    assert.truthy(token_of(prepared):find(UUID))
    assert.equal("n", json.decode(prepared.body).Name)
  end)
end)
