--- What is right, in as many forms as there are: an editor with LuaLS marks nothing here. Nothing here runs.
local aws = require "aws"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local doctor = require "aws.doctor"
local drs = require "aws.drs"
local errors = require "aws.errors"
local show = require "aws.show"
local sigv4 = require "aws.sigv4"
local stub = require "aws.stub"
local time = require "aws.time"

local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:ORDERS"
local client = dms.new{ region = "us-east-1", connect_timeout = 3, logger = "stderr", retry_mode = "adaptive" }

-- With a dot and with a colon; with options; with an input that is made before.
local output, metadata = dms.stop_replication{ ReplicationConfigArn = arn }
print(output.Replication and output.Replication.Status, metadata.request_id, metadata.attempts + 1)
client:stop_replication{ ReplicationConfigArn = arn }
client.stop_replication({ ReplicationConfigArn = arn }, { timeout = 20, max_attempts = 1 })
client:stop_replication({ ReplicationConfigArn = arn }, { timeout = 20, max_attempts = 1 })
client.describe_replications()
client:describe_replications()
local input = { ReplicationConfigArn = arn, StartReplicationType = "resume-processing" }
input.CdcStartPosition = "checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876"
dms.start_replication(input)
dms.create_replication_config{
  ReplicationConfigIdentifier = "orders", SourceEndpointArn = arn, TargetEndpointArn = arn, ReplicationType = "cdc",
  ComputeConfig = { MaxCapacityUnits = 16, MultiAZ = true, VpcSecurityGroupIds = { "sg-1" } }, TableMappings = "{}",
  Tags = { { Key = "team", Value = "dr" } },
}
drs.tag_resource{ resourceArn = arn, tags = { team = "dr" } }
local request = client.prepare.stop_replication{ ReplicationConfigArn = arn }
print(request.url, request.headers[1][1])

-- Pages, waits, helpers.
for page in dms.pages.describe_replications({ MaxRecords = 100 }, { max_items = 20 }) do print(#(page.Replications or {})) end
for item in dms.each:describe_replications{ Filters = { { Name = "replication-config-id", Values = { "orders" } } } } do
  print(item.Status, item.ReplicationStats and item.ReplicationStats.FullLoadProgressPercent)
end
for _, server in ipairs(drs.all.describe_source_servers()) do
  if server.dataReplicationInfo then print(server.dataReplicationInfo.dataReplicationState == "STALLED") end
  print(drs.decide(server, { stopped = "start" }))
end
dms.wait.replication_stopped(arn, { max_time = 600, on_poll = function(info) return info.polls < 9 end })
dms.wait.replication_stopped{ ReplicationConfigArn = arn }
client.wait.test_connection_succeeds{ Filters = { { Name = "endpoint-arn", Values = { arn } } } }
client:wait_for({ look = "describe_replications", success = { "ready" } }, {}, { max_time = 5 })
local stopped = dms.ensure_stopped(arn, { wait = false, timeout = 3, missing = "ok" })
print(stopped.before, stopped.changed == "no", stopped.sent + 1)
print(client:ensure_stopped{ ReplicationConfigArn = arn }.status)
print(drs.retry_if_stalled("s-1", { wait = "initiated", disconnected = "skip", max_time = 60 }).hint)
print(client.get_caller_identity().account, client:get_caller_identity().arn, client:explain(), client.explain{ fetch = true })

-- Errors, as they come out of pcall.
local ok, err = pcall(dms.stop_replication, { ReplicationConfigArn = arn })
if errors.is(err, "InvalidResourceStateFault") then print("there is nothing to stop") end
if not ok then
  ---@cast err +aws.Error
  print(err.kind == "service", err.type, err.applied == "unknown", err.request_id, "it failed: " .. err)
end
local is_done, raised = pcall(function() client.stop_replication{ ReplicationConfigArn = arn } end)
if not is_done then
  ---@cast raised aws.Error
  print(raised.type, raised.message)
end
errors.handler(function() print("served") end, { status = "by_kind" })
errors.handler(print, { status = { throttling = 429 } })

-- Credentials and other settings.
dms.new{ region = "us-east-1", credentials = { access_key_id = "AKID", secret_access_key = "SECRET" } }
dms.new{ credentials = credentials.assume_role{ role_arn = "arn:aws:iam::123456789012:role/dr", source_profile = "base" }, proxy = false }
dms.new{ credentials = function() return { access_key_id = "AKID", secret_access_key = "SECRET", expiration = 1 } end }
dms.new{ confirm = function(operation, _, about) return operation ~= "delete_endpoint" or about.destructive, "ask first" end }
print(client.config.region, client.config.sources.region, dms.config().region)

-- Many at once, plans, the doctor.
local results, failed = aws.map({ arn }, function(item) return dms.ensure_stopped(item) end, { concurrency = 4, timeout = 60 })
print(results[1].ok, results[1].error, failed + 1)
local plan = aws.plan{ service = "dms", targets = { { regions = { "us-east-1" }, profile = "dr" } }, where = { status = "running" } }
plan:save("plan.json")
print(plan, aws.plan.load("plan.json").items[1].action == "stop")
print(plan:run{ confirm = plan.id, resume = true, report = "report.jsonl" }.results[1].outcome)
print(doctor.json(doctor.run{ service = "drs", region = "us-east-1", network = false }))

-- What else there is.
show(output)
show(output, { width = 80, depth = 3 })
print(show.text(output), aws.version, time.parse("2026-01-01T00:00:00Z"), time.format(0))
local headers, details = sigv4.sign{
  method = "GET", url = { host = "example.com", path = "/" }, service = "s3", region = "us-east-1",
  credentials = { access_key_id = "AKID", secret_access_key = "SECRET" },
}
print(headers, details.url)
local fake = stub.new({ dms = { stop_replication = stub.error("ReadTimeoutError") } }, { account = "123456789012" })
print(fake:client("dms").stop_replication({ ReplicationConfigArn = arn }).Replication, fake.calls[1].operation, #fake.sleeps)
print(dms.new(fake:settings{ max_attempts = 1 }), dms.new{ transport = fake }, pcall(aws.plan, { service = "dms" }))
client:close()
dms.close()
