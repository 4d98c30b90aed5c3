--- A script as people write one: a call, by what the environment says.
local output = require("aws.dms").stop_replication({
  ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-bench",
})
print(output.Replication.Status)
