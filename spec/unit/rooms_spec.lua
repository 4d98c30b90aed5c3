-- What `make lint-layers` finds in Lua.
local rooms = require "spec.support.rooms"

local function list_of(count)
  local list = {}
  for i = 1, count do list[i] = "aws.text.t" .. i end
  return list
end

describe("the rooms of lua/aws", function()
  it("take what their row allows, and their own", function()
    assert.same({}, rooms.problems("lua/aws/client/call.lua", { "aws.retry", "aws.client.report", "aws.core" }))
    assert.same({}, rooms.problems("lua/aws/text/words.lua", {}))
  end)

  it("refuse what is above them", function()
    local found = rooms.problems("lua/aws/retry/init.lua", { "aws.core", "aws.client.call", "aws.credentials.keys" })
    assert.equal(2, #found)
    assert.truthy(found[1]:find('"retry/" may not use "client/" (aws.client.call)', 1, true), found[1])
    assert.truthy(found[2]:find("aws.credentials.keys", 1, true), found[2])
  end)

  it("are found in every way to require", function()
    local text = [==[
-- require "aws.not_this"
local a = require "aws.a"
local ok, b = pcall(require, 'aws.b')
  --- as does "aws.nor_this"
local c, root = require_late("aws.c." .. name), require("aws")
local modules = { d = "aws.d" }
return require[[aws.e]], "aws.map takes a list", "aws.Error", "aws"]==]
    assert.same({ "aws.a", "aws.b", "aws.c.", "aws.d", "aws.e", "aws" }, rooms.required_in(text))
    assert.same({}, rooms.required_in("---@meta\n" .. text))
    assert.same(6, #rooms.required_in("--- no ---@meta\n" .. text))
  end)

  it("have a row each", function()
    assert.same({ "lua/aws/cellar/new.lua is not in a room" }, rooms.problems("lua/aws/cellar/new.lua", {}))
  end)

  it("need 10 modules at most, but for the doors", function()
    assert.same({}, rooms.problems("lua/aws/client/call.lua", list_of(10)))
    assert.same({ "lua/aws/client/call.lua requires 11 modules, and 10 are the most" },
      rooms.problems("lua/aws/client/call.lua", list_of(11)))
    assert.same({}, rooms.problems("lua/aws/map.lua", list_of(11)))
  end)
end)
