-- Lists the DMS Serverless replications with their states.
--
--   lua5.4 examples/list_replications.lua
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local dms = require "aws.dms"
local script = require "script"

-- Why it is in that state, and until when its capacity is paid for.
local function remark(replication)
  local provision = replication.ProvisionData or {}
  if replication.Status == "failed" and replication.FailureMessages then return replication.FailureMessages[1] end
  if replication.Status ~= "stopped" then return "" end
  local deprovisioned = script.date(replication.ReplicationDeprovisionTime)
  return ("%s; %s%s"):format(replication.StopReason or "no reason given", provision.ProvisionState or "not provisioned",
    provision.ProvisionState == "provisioned" and deprovisioned and " until " .. deprovisioned or "")
end

script.run("lua5.4 examples/list_replications.lua", 0, function()
  local rows = {}
  for replication in dms.each.describe_replications() do
    rows[#rows + 1] = { replication.ReplicationConfigIdentifier, replication.Status, remark(replication) }
  end
  script.rows(rows)
  return true
end)
