-- Safeguards inside nginx: their functions may wait there, as calls do.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

describe("safeguards inside nginx", function()
  local server
  setup(function() server = nginx.start() end)
  teardown(nginx.stop_all)

  local function about()
    local keys = local_aws.settings().credentials
    return { endpoint = local_aws.http(), id = keys.access_key_id, secret = keys.secret_access_key, arn = local_aws.arn() }
  end

  it("wait without blocking anybody", function()
    local asked = about()
    local status, log = server:call("safeguards", "waits", asked)
    assert.equal("stopping", status)
    assert.same({ "other", "confirm stop_replication", "sent " .. asked.arn .. " nil", "outcome " .. asked.arn .. " yes" }, log)
  end)

  it("refuse what changes something", function()
    local asked = about()
    assert.matches("^ReadOnlyError: ", (server:call("safeguards", "only_reads", asked)))
    assert.equal(0, local_aws.count(asked.arn))
  end)
end)
