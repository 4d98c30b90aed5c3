--- A call in each request: for reload_spec.lua.
local reload = {}

local client, arn_start

--- In init_by_lua: the client that all workers get.
---@param endpoint_url string
---@param access_key_id string
---@param secret_access_key string
---@param id string of this run of the spec
function reload.start(endpoint_url, access_key_id, secret_access_key, id)
  client = require("aws.dms").new({
    region = "us-east-1", endpoint_url = endpoint_url,
    credentials = { access_key_id = access_key_id, secret_access_key = secret_access_key },
  })
  arn_start = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-" .. id .. "-"
end

--- A request's content: the status of a replication that was stopped.
---@param number string
function reload.stop_replication(number)
  local out = client.stop_replication({ ReplicationConfigArn = arn_start .. number })
  ngx.print(out.Replication.Status)
end

return reload
