-- Lists, a stop and a retry inside nginx, over cosockets, against the local endpoint.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local nginx = require "spec.support.nginx"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:"

describe("in nginx", function()
  local server, world

  setup(function() server = nginx.start({}) end)
  teardown(function() server:stop() end)
  before_each(function() world = local_world.new() end)

  it("a list of replications is read page by page", function()
    local states = server:call("lists", "states", local_aws.settings(world:url("many=50")))
    assert.equal(50, #states)
    local counts = {}
    for _, state in ipairs(states) do counts[state] = (counts[state] or 0) + 1 end
    assert.same({ created = 8, failed = 8, running = 26, stopped = 8 }, counts)
  end)

  it("a replication is stopped, and a look sees it", function()
    local before, after, tag = server:call("lists", "stop", local_aws.settings(world:url("phase=1000")), ARN .. "RUNNING-NIGHTLY-TEST")
    assert.same({ "running", "stopping", "test" }, { before, after, tag })
    assert.equal(1, world:state(ARN .. "RUNNING-NIGHTLY-TEST").count)
  end)

  it("stalled servers are found and retried", function()
    local retried = server:call("lists", "retry_stalled", local_aws.settings(world:url()))
    assert.same({ "s-stalled0000000001" }, retried)
    assert.equal(1, world:state("s-stalled0000000001").count)
  end)

  it("what the service refuses is an error with a type", function()
    local kind, code = server:call("lists", "start", local_aws.settings(world:url()), "s-stalled0000000001")
    assert.same({ "service", "ConflictException" }, { kind, code })
  end)
end)
