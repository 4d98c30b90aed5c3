-- How many calls go from one Lua file of the library into another on the warm path: the second call of a client, by libcurl,
-- that succeeds.
local dms = require "aws.dms"
local edges = require "spec.support.edges"
local local_aws = require "spec.support.local_aws"

local MOST = 20

--- Functions that are as if they came from files of lua/aws.
local function files(texts)
  local made = {}
  for name, text in pairs(texts) do
    local load = loadstring or load -- luacheck: ignore 113
    made[name] = assert(load(text, "@./lua/aws/" .. name .. ".lua"))
  end
  return made
end

describe("calls from one file into another", function()
  it("are at most 20 on the warm path", function()
    local client = dms.new(local_aws.settings(local_aws.http("apply=no")))
    local input = { ReplicationConfigArn = local_aws.arn() }
    client.stop_replication(input)
    local list = edges.of(function() client.stop_replication(input) end)
    local text = #list .. " calls:\n" .. table.concat(list, "\n")
    assert.is_true(#list <= MOST, text)
    assert.is_true(#list > MOST / 2, text) -- it counted
    local _, asked = table.concat(list, "\n"):gsub("%-> waiting/nginx%.lua", "")
    assert.equal(1, asked, text)
  end)

  it("are counted where they end a function, come out of pcall, or follow an error", function()
    local made = files({
      leaf = "return function(...) return ... end",
      tail = "local leaf = ... return function(x) return leaf(x) end",
      guard = "local leaf = ... return function() pcall(leaf) pcall(error, 'e') return (leaf()) end",
      inner = "local function own() return 1 end return function() return own() + own() end",
    })
    local leaf = made.leaf()
    local tail, guard, inner = made.tail(leaf), made.guard(leaf), made.inner()
    assert.same({}, edges.of(function() return leaf(1) end)) -- a spec's own calls do not count
    assert.same({}, edges.of(inner))
    assert.same({ "tail.lua -> leaf.lua:1" }, edges.of(function() return tail(1) end))
    assert.same({ "tail.lua -> leaf.lua:1", "tail.lua -> leaf.lua:1" }, edges.of(function() tail(1) leaf(1) tail(1) leaf(1) end))
    assert.same({ "guard.lua -> leaf.lua:1", "guard.lua -> leaf.lua:1" }, edges.of(guard))
  end)
end)
