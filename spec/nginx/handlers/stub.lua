--- aws.stub inside nginx: for stub_spec.lua.
local aws = require "aws"
local stub = require "aws.stub"

local handlers = {}

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:ORDERS"

local function replications(status)
  return { Replications = { { ReplicationConfigArn = ARN, Status = status } } }
end

--- A stop with its looks, on a client of a stub: what came of it, and the seconds of the stub's time.
function handlers.stops()
  local fake = stub.new{ dms = {
    describe_replications = { replications("running"), replications("stopping"), stub.always(replications("stopped")) },
    stop_replication = { stub.error("ThrottlingException"), stub.after(5, { Replication = { Status = "stopping" } }) },
  } }
  local result = fake:client(aws.dms).ensure_stopped(ARN)
  return result.status, result.sent, #fake.calls, fake:now() > fake.calls[1].at
end

--- Calls of many light threads, answered by an installed stub.
function handlers.installed()
  local fake = stub.new{ drs = { describe_jobs = function(input) return { items = { { jobID = input.filters.jobIDs[1] } } } end } }
  fake:install()
  local ids = {}
  for i = 1, 20 do ids[i] = ("drsjob-%017d"):format(i) end
  local results, failed = aws.map(ids, function(id) return aws.drs.describe_jobs({ filters = { jobIDs = { id } } }) end)
  fake:remove()
  return failed, #fake.calls, results[20].value.items[1].jobID == ids[20]
end

return handlers
