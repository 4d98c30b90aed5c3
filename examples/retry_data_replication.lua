-- Makes DRS begin data replication of stalled, disconnected or stopped source servers again.
--
--   lua5.4 examples/retry_data_replication.lua ID…
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local drs = require "aws.drs"
local show = require "show"

if #arg > 0 then
  io.stderr:write("note: AWS has deprecated RetryDataReplication; it is kept for servers that still need it\n")
end

show.each_argument("lua5.4 examples/retry_data_replication.lua ID…", function(id)
  local output, metadata = drs.retry_data_replication({ sourceServerID = id })
  local info = output.dataReplicationInfo
  return output, metadata, "now " .. (info and info.dataReplicationState or "in an unknown state")
end)
