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
    local states = server:run([[
      local settings, arn = ...
      local client = require("aws.dms").new(settings)
      local states, marker = {}, nil
      repeat
        local page = client.describe_replications({ MaxRecords = 20, Marker = marker })
        for _, replication in ipairs(page.Replications) do states[#states + 1] = replication.Status end
        marker = page.Marker
      until not marker
      client.close()
      return states
    ]], local_aws.settings(world:url("many=50")))
    assert.equal(50, #states)
    local counts = {}
    for _, state in ipairs(states) do counts[state] = (counts[state] or 0) + 1 end
    assert.same({ created = 8, failed = 8, running = 26, stopped = 8 }, counts)
  end)

  it("a replication is stopped, and a look sees it", function()
    local before, after, tag = server:run([[
      local settings, arn = ...
      local client = require("aws.dms").new(settings)
      local input = { Filters = { { Name = "replication-config-arn", Values = { arn } } } }
      local before = client.describe_replications(input).Replications[1].Status
      client.stop_replication({ ReplicationConfigArn = arn })
      local after = client.describe_replications(input).Replications[1].Status
      local tag = client.list_tags_for_resource({ ResourceArn = arn }).TagList[2].Value
      client.close()
      return before, after, tag
    ]], local_aws.settings(world:url("phase=1000")), ARN .. "RUNNING-NIGHTLY-TEST")
    assert.same({ "running", "stopping", "test" }, { before, after, tag })
    assert.equal(1, world:state(ARN .. "RUNNING-NIGHTLY-TEST").count)
  end)

  it("stalled servers are found and retried", function()
    local retried = server:run([[
      local client = require("aws.drs").new((...))
      local retried = {}
      for _, found in ipairs(client.describe_source_servers().items) do
        local area = found.stagingArea.status
        if found.dataReplicationInfo.dataReplicationState == "STALLED" and area ~= "EXTENDED" then
          client.retry_data_replication({ sourceServerID = found.sourceServerID })
          retried[#retried + 1] = found.sourceServerID
        end
      end
      client.close()
      return retried
    ]], local_aws.settings(world:url()))
    assert.same({ "s-stalled0000000001" }, retried)
    assert.equal(1, world:state("s-stalled0000000001").count)
  end)

  it("what the service refuses is an error with a type", function()
    local kind, code = server:run([[
      local client = require("aws.drs").new((...))
      local ok, err = pcall(client.start_replication, { sourceServerID = "s-stalled0000000001" })
      client.close()
      return err.kind, err.type
    ]], local_aws.settings(world:url()))
    assert.same({ "service", "ConflictException" }, { kind, code })
  end)
end)
