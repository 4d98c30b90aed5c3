-- Stops DMS Serverless replications.
--
--   lua5.4 examples/stop_replication.lua [--wait] ARN…
--
-- With --wait it looks at each first, sends a stop only where that may help, and goes on when it has stopped.
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local dms = require "aws.dms"
local script = require "script"

local AT_REST = { stopped = true, created = true, ready = true, failed = true, deleting = true, missing = true }

local function stop(arn)
  local output, metadata = dms.stop_replication({ ReplicationConfigArn = arn })
  return "now " .. (output.Replication and output.Replication.Status or "in an unknown state"), metadata, output
end

local function stop_and_wait(arn)
  local r = dms.ensure_stopped(arn, { on_poll = script.progress(AT_REST) })
  local billed = r.provision_state == "provisioned" and script.date(r.deprovision_time)
  return ("%s after %.0f s, was %s; changed by this: %s, stops sent: %d%s"):format(
    r.status, r.waited, r.before, r.changed, r.sent, billed and "; billed until " .. billed or "")
end

local USAGE = "lua5.4 examples/stop_replication.lua [--wait] ARN…"

local waits = script.option("--wait")
if waits and waits ~= "" then script.usage(USAGE, 2) end
script.each_argument(USAGE, waits and stop_and_wait or stop)
