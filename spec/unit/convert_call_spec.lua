-- A new operation is new facts: it is added to a published model, converted, and called.
local convert = require "spec.models.convert"
local depot = require "spec.support.depot"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local service = require "aws.service"

local ADDED = [["RepaintParcel":{"name":"RepaintParcel","http":{"method":"POST","requestUri":"/"},
  "input":{"shape":"RepaintParcelMessage"},"output":{"shape":"Letter"},"errors":[]},]]

local ADDED_SHAPE = [["RepaintParcelMessage":{"type":"structure","required":["Colour"],
  "members":{"Colour":{"shape":"Colour"},"Layers":{"shape":"Integer"}}},"Colour":{"type":"string","min":3},]]

--- What the transport got, and the module of a model, on a client that answers with a body.
local function with_client(model, body)
  local requests = {}
  local function transport(request)
    requests[#requests + 1] = request
    return { status = 200, headers = { ["x-amzn-requestid"] = "0a1b" }, body = body }
  end
  return service(model).new{
    region = "eu-west-1",
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "secret" },
    transport = transport,
  }, requests
end

local function header(request, name)
  for _, pair in ipairs(request.headers) do
    if pair[1]:lower() == name then return pair[2] end
  end
end

describe("an operation that is added to a model", function()
  local scratch, model

  before_each(function()
    scratch = folder.new()
    -- The small model as an awsJson service, with one operation more.
    local text = depot.wrapper():gsub('"protocol": "rest%-json",%s*"protocols": %["rest%-json"%]',
      '"protocol": "json", "jsonVersion": "1.1", "targetPrefix": "Depot_2024"', 1)
    text = text:gsub('"operations": {', '"operations": {' .. ADDED, 1):gsub('"shapes": {', '"shapes": {' .. ADDED_SHAPE, 1)
    scratch.write("scratch.json", text)
    local made = convert.all(scratch.path .. "/scratch.json")[1]
    model = dofile(scratch.write("scratch.lua", made.text))
  end)
  after_each(function() scratch.remove() end)

  it("can be called, with the checks of its input and the types of its output", function()
    local made, requests = with_client(model, '{"pages":"3","ink":"green"}')
    local output, metadata = made.repaint_parcel{ Colour = "red", Layers = 2 }
    assert.same({ pages = 3, ink = "green" }, output)
    assert.equal("0a1b", metadata.request_id)
    assert.equal("https://depot.eu-west-1.amazonaws.com/", requests[1].url)
    assert.equal("Depot_2024.RepaintParcel", header(requests[1], "x-amz-target"))
    assert.matches("/eu%-west%-1/parcel%-depot/aws4_request", header(requests[1], "authorization"))
    assert.equal('{"Colour":"red","Layers":2}', requests[1].body)
    local ok, err = pcall(made.repaint_parcel, { Layers = "many", Color = "red" })
    assert.is_false(ok)
    assert.equal("ParamValidationError", err.type)
    assert.equal(3, #err.problems)
    assert.equal(1, #requests)
  end)

  it("can be prepared", function()
    local made = with_client(model, "{}")
    local prepared = made.prepare.repaint_parcel{ Colour = "red" }
    assert.equal('{"Colour":"red"}', prepared.body)
  end)
end)

describe("the model in lua/aws/model/README.md", function()
  it("is served as it is written there", function()
    local code = assert(files.read("lua/aws/model/README.md"):match("## The smallest one\n```lua\n(.-)```"))
    local model = assert((loadstring or load)(code))() -- luacheck: ignore (Lua 5.1 has loadstring)
    local made, requests = with_client(model, '{"text":"well"}')
    assert.same({ text = "well" }, (made.say{ to = "a b", text = "hello" }))
    assert.equal("https://echo.eu-west-1.amazonaws.com/say/a%20b", requests[1].url)
    assert.equal('{"text":"hello"}', requests[1].body)
  end)
end)

describe("the small model", function()
  it("is served: labels, queries, headers and status", function()
    local made, requests = with_client(dofile(depot.GOLDEN), '{"parcel":{"parcelId":"p-1","type":2}}')
    local output = made.get_parcel{ parcelId = "p/1", tenant = "t" }
    assert.same({ parcel = { parcelId = "p-1", kind = 2 }, code = 200 }, output)
    assert.equal("https://depot.eu-west-1.amazonaws.com/parcels/p%2F1", requests[1].url)
    assert.equal("t", header(requests[1], "x-depot-tenant"))
    made.list_parcels{ maxResults = 5, nextToken = "a b" }
    assert.equal("https://depot.eu-west-1.amazonaws.com/parcels?max=5&nextToken=a%20b", requests[2].url)
  end)
end)
