-- An error at the N-th instruction of calls over libcurl, for some N.
local interruptions = require "spec.support.interruptions"
local local_aws = require "spec.support.local_aws"
local scenarios = require "spec.support.interruption_scenarios"
local scripted = require "spec.support.scripted"
local dms = require "aws.dms"

describe("after an error at any instruction over libcurl", function()
  it("the next call works", function()
    local tally = interruptions.sweep(scenarios.curl_call(local_aws.settings(local_aws.http("apply=no"))), 5)
    assert.is_true(tally.steps > 100)
  end)

  it("of a map the next one works, and no item goes on", function()
    local tally = interruptions.sweep(scenarios.curl_map(local_aws.settings(local_aws.http("apply=no"))), 61)
    assert.is_true(tally.steps > 1000)
  end)

  -- What it says is compared with what the endpoint did.
  it("it tells whether the operation was carried out, and what was not sent is never sent", function()
    local client = scripted.with_environment({}, dms.new, local_aws.settings(local_aws.http()))
    local said = {}
    interruptions.sweep({
      begin = function() return local_aws.arn() end,
      run = function(arn) return client.stop_replication({ ReplicationConfigArn = arn }) end,
      check = function(outcome, arn)
        if outcome.ok == false and not outcome.is_cut and type(outcome.first) == "table" then said[arn] = outcome.first.applied end
      end,
    }, 9)
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    local seen = {}
    for arn, applied in pairs(said) do
      seen[applied] = true
      local count = local_aws.count(arn)
      assert.is_true(count <= 1)
      if applied == "no" then assert.equal(0, count, arn) end
      if applied == "yes" then assert.equal(1, count, arn) end
    end
    assert.same({ no = true, unknown = true, yes = true }, seen)
    client.close()
  end)
end)
