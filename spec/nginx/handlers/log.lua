--- The library's own logger inside nginx: for log_spec.lua.
local aws = require "aws"

local log = {}

local function client_of(about)
  local given = {
    region = "us-east-1", endpoint_url = about.endpoint, credentials = { access_key_id = about.id, secret_access_key = about.secret },
  }
  for name, value in pairs(about.settings or {}) do given[name] = value end
  return aws.dms.new(given)
end

--- The status after a stop.
function log.stops(about)
  return client_of(about).stop_replication({ ReplicationConfigArn = about.arn }).Replication.Status
end

--- The type and the invocation id of the error of a stop that fails.
function log.fails(about)
  local ok, err = pcall(client_of(about).stop_replication, { ReplicationConfigArn = about.arn })
  assert(not ok)
  return err.type, err.invocation_id
end

--- The index in the metadata of a stop in aws.map.
function log.stops_in_a_map(about)
  local client = client_of(about)
  local results = aws.map({ about.arn }, function(arn) return client.stop_replication({ ReplicationConfigArn = arn }) end)
  return results[1].metadata.index
end

return log
