-- The operations of modules and clients: made when they are used, listed, and what is said of names that are not there.
local ascii = require "aws.text.ascii"
local client_room = require "aws.client"
local depot = require "spec.support.depot"
local errors = require "aws.errors"
local memory = require "spec.support.measured_memory"
local protocol = require "aws.protocol"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

--- Lua asks metatables for `pairs`: not Lua 5.1, nor LuaJIT unless it was built so.
local has_pairs = false
for _ in pairs(setmetatable({}, { __pairs = function() return next, { true } end })) do has_pairs = true end

local function keys_of(value, kind)
  local keys = {}
  for key, item in pairs(value) do
    if not kind or type(item) == kind then keys[#keys + 1] = key end
  end
  table.sort(keys, ascii.before)
  return keys
end

local function read(value, key) return value[key] end

local function client_of(module, answers)
  return scripted.client(module, answers or { scripted.answer(), scripted.answer() })
end

local OPERATIONS = {
  "delete_parcel", "get_parcel", "get_status", "list_labels", "list_parcels", "put_parcel", "send_report", "tag_parcel",
}

--- How often operations are compiled while `body` runs.
local function compiled_by(body)
  local real, count = protocol.compile, 0
  protocol.compile = function(...) count = count + 1 return real(...) end
  local ok, raised = pcall(body)
  protocol.compile = real
  if not ok then error(raised, 0) end
  return count
end

--- `value` must not have the name; returns the message.
local function refused(value, name)
  local err = failure(read, value, name)
  assert.is_true(errors.is(err, "ConfigError"), tostring(err))
  assert.same({ "depot", nil, 0, "no" }, { err.service, err.operation, err.attempts, err.applied })
  return err.message
end

describe("a module", function()
  it("lists its operations in every Lua", function()
    local module = client_room.module(depot.model())
    local expected = { "close", "explain", "get_caller_identity", "new", "wait_for", (table.unpack or unpack)(OPERATIONS) }
    table.sort(expected, ascii.before)
    assert.same(expected, keys_of(module, "function"))
    for _, name in ipairs(expected) do assert.is_function(rawget(module, name)) end
    for _, kind in ipairs({ "pages", "each", "all" }) do
      assert.same({ "list_labels", "list_parcels" }, keys_of(module[kind], "function"))
      assert.equal(module[kind], module[kind])
    end
  end)

  it("makes no client and compiles nothing to list them", function()
    local asked = 0
    local real = os.getenv
    os.getenv = function() asked = asked + 1 end -- luacheck: ignore 122
    local ok, compiled = pcall(compiled_by, function()
      local module = client_room.module(depot.model())
      keys_of(module)
      keys_of(module.pages)
      keys_of(module.all)
    end)
    os.getenv = real -- luacheck: ignore 122
    assert.is_true(ok, compiled)
    assert.equal(0, compiled)
    assert.equal(0, asked)
  end)

  it("compiles an operation on its first call, once for all clients", function()
    local module = client_room.module(depot.model())
    local one, other
    assert.equal(0, compiled_by(function() one, other = client_of(module), client_of(module) end))
    local input = { parcelId = "p-1" }
    assert.equal(1, compiled_by(function()
      one.delete_parcel(input)
      one.delete_parcel(input)
      other.delete_parcel(input)
      other.prepare.delete_parcel(input)
    end))
    assert.equal(1, compiled_by(function() client_of(client_room.module(depot.model())).delete_parcel(input) end))
  end)
end)

describe("a client", function()
  it("makes functions when they are first used, and keeps them", function()
    local client = client_of(client_room.module(depot.model()))
    assert.is_nil(rawget(client, "get_parcel"))
    local made = client.get_parcel
    assert.is_function(made)
    assert.equal(made, rawget(client, "get_parcel"))
    assert.equal(made, client.get_parcel)
    assert.is_nil(rawget(client, "prepare"))
    assert.equal(client.prepare.get_parcel, client.prepare.get_parcel)
    assert.are_not.equal(made, client.prepare.get_parcel)
  end)

  it("lists all that it has where Lua asks metatables, elsewhere what was used", function()
    local client = client_of(client_room.module(depot.model()))
    client.delete_parcel({ parcelId = "p-1" })
    local made, pages = client.delete_parcel, client.pages
    local expected = { "close", "delete_parcel", "pages" }
    if has_pairs then
      expected = { "all", "close", "config", "each", "explain", "get_caller_identity", "pages", "prepare", "wait", "wait_for",
        (table.unpack or unpack)(OPERATIONS) }
      table.sort(expected, ascii.before)
      assert.same({ "list_labels", "list_parcels" }, keys_of(client.pages))
      assert.same(OPERATIONS, keys_of(client.prepare))
    end
    assert.same(expected, keys_of(client))
    for key, value in pairs(client) do assert.truthy(value, key) end
    assert.same({ made, pages }, { client.delete_parcel, client.pages })
    assert.is_true(rawequal(pages, client.pages))
  end)

  it("costs no more for a service with many operations", function()
    memory.check("a client costs no more for a service with many operations")
  end)

  it("works with a dot and with a colon in all its tables", function()
    local client = client_of(client_room.module(depot.model()))
    local input = { parcelId = "p-1" }
    client.delete_parcel(input)
    client:delete_parcel(input)
    assert.same(client.prepare.delete_parcel(input).url, client.prepare:delete_parcel(input).url)
  end)
end)

describe("a name that is not there", function()
  local module = client_room.module(depot.model())
  local client = client_of(module)

  it("is an error that names the nearest one", function()
    for _, value in ipairs({ module, client, client.prepare, module.pages, client.each }) do
      assert.equal('unknown operation "list_parcls"; did you mean "list_parcels"?', refused(value, "list_parcls"))
      assert.equal('unknown operation "put_parcell"; did you mean "put_parcel"?', refused(value, "put_parcell"))
    end
    assert.truthy(tostring(failure(read, client, "list_parcls")):find("(depot, at spec/unit/operations_spec.lua:", 1, true))
    assert.truthy(failure(function() client.list_parcls({}) end).message:find("list_parcels", 1, true))
    assert.truthy(failure(function() client:list_parcls({}) end).message:find("list_parcels", 1, true))
  end)

  it("knows AWS's own spellings", function()
    assert.equal('unknown operation "ListParcels"; did you mean "list_parcels"?', refused(client, "ListParcels"))
    assert.equal('unknown operation "tagParcel"; did you mean "tag_parcel"?', refused(module, "tagParcel"))
  end)

  it("knows the other members", function()
    assert.equal('unknown operation "confg"; did you mean "config"?', refused(client, "confg"))
    assert.equal('unknown operation "prepair"; did you mean "prepare"?', refused(module, "prepair"))
    assert.equal('unknown operation "nwe"; did you mean "new"?', refused(module, "nwe"))
  end)

  it("may be like no other", function()
    assert.equal('unknown operation "x"', refused(client, "x"))
    assert.equal('unknown operation "new"', refused(client, "new"))
    local message = refused(module, ("long"):rep(10000))
    assert.is_true(#message < 200)
    assert.equal('unknown operation "a\\\nb"', refused(module, "a\nb"))
  end)

  it("says of an operation without pages that it has none", function()
    for _, kind in ipairs({ "pages", "each", "all" }) do
      local expected = "get_status has no pages: its model has no token in and out"
      assert.equal(expected, refused(module[kind], "get_status"))
      assert.equal(expected, refused(client[kind], "get_status"))
    end
  end)

  it("is absent when no operation could be called so", function()
    for _, value in ipairs({ module, client, client.prepare, module.all }) do
      for _, key in ipairs({ 1, 0.5, true, "", "_class", "__index", "__name", "__tostring", "__close", "__gc", "1st", print }) do
        assert.is_nil(value[key])
      end
      assert.is_nil(rawget(value, "list_parcls"))
    end
  end)

  it("does not disturb programs that look into tables", function()
    for _, value in ipairs({ module, client }) do
      assert.is_string(tostring(value))
      assert.is_string(require("pl.pretty").write(value))
      assert.is_true(require("luassert.util").deepcompare(value, value))
      assert.has_error(function() assert.same({}, value) end)
      assert.is_table(require("luassert.util").deepcopy(value))
    end
  end)

  it("does not hide what the default client misses", function()
    local err = failure(scripted.with_environment, { AWS_REGION = "a b" }, read, module, "config")
    assert.equal("ConfigError", err.type)
    assert.truthy(err.message:find("AWS_REGION", 1, true))
  end)
end)
