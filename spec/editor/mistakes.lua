--- Twenty mistakes of the kinds that users make. Nothing here runs: an editor with LuaLS marks each line that ends in an
--- arrow, with the diagnostic that is named there, and no other line.
local aws = require "aws"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"

local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:ORDERS"
local client = dms.new{ region = "us-east-1" }

-- Operations and their inputs: a misspelt operation, a member that is missing, of a wrong type, unknown, with a value that the
-- model does not know; with a colon; nothing, or a text, in place of an input.
dms.stop_replicaton{ ReplicationConfigArn = arn } --> undefined-field
dms.stop_replication{} --> missing-fields
dms.stop_replication{ ReplicationConfigArn = 7 } --> assign-type-mismatch
dms.start_replication{ ReplicationConfigArn = arn, StartReplicationType = "resume-processing", Force = true } --> assign-type-mismatch
drs.update_launch_configuration{ sourceServerID = "s-1", launchDisposition = "STOP" } --> assign-type-mismatch
client:stop_replication{ ReplicationConfigArn = { arn } } --> assign-type-mismatch
dms.stop_replication() --> missing-parameter
dms.stop_replication(arn) --> param-type-mismatch

-- Settings and options: a setting of a wrong type, an unknown one; an unknown option of a call, a value that an option of a
-- helper does not have, an unknown option of a provider, one of a wrong type.
dms.new{ region = "us-east-1", connect_timeout = "3" } --> assign-type-mismatch
drs.new{ region = "us-east-1", retries = 5 } --> assign-type-mismatch
dms.stop_replication({ ReplicationConfigArn = arn }, { timeout_seconds = 20 }) --> assign-type-mismatch
dms.ensure_stopped(arn, { missing = "ignore" }) --> assign-type-mismatch
drs.new{ credentials = credentials.assume_role{ role = "arn:aws:iam::123456789012:role/dr" } } --> assign-type-mismatch
aws.map({ arn }, dms.ensure_stopped, { concurrency = "four" }) --> assign-type-mismatch

-- What comes back: a member that outputs do not have, one that may be nil, a member of an item of pages.
local output = dms.stop_replication{ ReplicationConfigArn = arn }
local replication = output.Replication
print(output.Replications) --> undefined-field
print(replication.Status) --> need-check-nil
for item in dms.each.describe_replications() do print(item.State) end --> undefined-field

-- Waits, plans, errors: a misspelt waiter, an unknown member of a request, a field that errors do not have.
dms.wait.replication_stoped(arn) --> undefined-field
aws.plan{ service = "dms", where = { status = "running" }, target = {} } --> assign-type-mismatch
local ok, err = pcall(dms.stop_replication, { ReplicationConfigArn = arn })
if not ok and errors.is(err, "transport") then
  ---@cast err +aws.Error
  print(err.code) --> undefined-field
end
