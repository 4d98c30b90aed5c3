--- What specs of aws.stub ask for and answer with: a replication, and the call that stops it.
local waits = require "spec.support.waits"

local stubbed = {
  ARN = waits.ARN,
  SERVER = waits.SERVER,
  STOP = { ReplicationConfigArn = waits.ARN },
  stopping = { Replication = { ReplicationConfigArn = waits.ARN, Status = "stopping" } },
}

--- The output of describe_replications with one replication.
---@param status string
---@param more? table further members of it
---@return table
function stubbed.replications(status, more)
  local replication = { ReplicationConfigArn = stubbed.ARN, ReplicationConfigIdentifier = "orders", Status = status }
  for name, value in pairs(more or {}) do replication[name] = value end
  return { Replications = { replication } }
end

return stubbed
