-- How long a connection and an address are used, on a clock that is moved on.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"

local CODE = [[
  package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
  local advance = require "moving_clock"
  local client = require("aws.dms").new{ endpoint_url = os.getenv "ENDPOINT" }
  local input = { ReplicationConfigArn = os.getenv "ARN" }
  client.stop_replication(input)
  advance(tonumber(os.getenv "IDLE"))
  client.stop_replication(input)
]]

--- Makes two calls with a pause between them: how many connections and lookups they took.
local function count_after(seconds)
  local clock, resolver = child.compile("moving_clock", true), child.compile("slow_resolver", true)
  local log, id = os.tmpname(), "idle" .. local_aws.fresh()
  finally(function() os.remove(log) end)
  local lua = arg and arg[-1] or os.getenv "LUA"
  local command = ('LD_PRELOAD="$LD_PRELOAD:%s:%s" exec %s -e %s'):format(clock, resolver, lua, child.quote(CODE))
  local code, _, stderr = child.run(child.environment(local_aws.environment({
    ENDPOINT = ("http://idle.example:%s/fault/apply=no,id=%s"):format(local_aws.http():match(":(%d+)$"), id),
    ARN = local_aws.arn(), IDLE = tostring(seconds), RESOLVER_LOG = log, LUA_NAME = os.getenv "LUA" or "lua5.4",
  })) .. "sh -c " .. child.quote(command))
  assert.equal("", stderr)
  assert.equal(0, code)
  local requests, lookups = local_aws.requests(id), 0
  assert.equal(2, #requests)
  for _ in io.lines(log) do lookups = lookups + 1 end
  return requests[1].connection == requests[2].connection and 1 or 2, lookups
end

describe("a client that made no call", function()
  it("for 40 s uses its connection again", function() assert.same({ 1, 1 }, { count_after(40) }) end)
  it("for 55 s opens another one, to the same address", function() assert.same({ 2, 1 }, { count_after(55) }) end)
  it("for 65 s looks the address up again", function() assert.same({ 2, 2 }, { count_after(65) }) end)
end)
