-- Stops DMS Serverless replications.
--
--   lua5.4 examples/stop_replication.lua ARN…
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local dms = require "aws.dms"
local show = require "show"

show.each_argument("lua5.4 examples/stop_replication.lua ARN…", function(arn)
  local output, metadata = dms.stop_replication({ ReplicationConfigArn = arn })
  return output, metadata, "now " .. (output.Replication and output.Replication.Status or "in an unknown state")
end)
