--- Lists, a stop and a retry: for lists_spec.lua. Each function makes a client of its settings, and closes it.
local lists = {}

--- The states of all replications, page by page.
---@param settings table
---@return string[]
function lists.states(settings)
  local client = require("aws.dms").new(settings)
  local states, marker = {}, nil
  repeat
    local page = client.describe_replications({ MaxRecords = 20, Marker = marker })
    for _, replication in ipairs(page.Replications) do states[#states + 1] = replication.Status end
    marker = page.Marker
  until not marker
  client.close()
  return states
end

--- A replication's state before it is stopped and after that, and the value of its second tag.
---@param settings table
---@param arn string
function lists.stop(settings, arn)
  local client = require("aws.dms").new(settings)
  local function look()
    local input = { Filters = { { Name = "replication-config-arn", Values = { arn } } } }
    return client.describe_replications(input).Replications[1].Status
  end
  local before = look()
  client.stop_replication({ ReplicationConfigArn = arn })
  local after = look()
  local tag = client.list_tags_for_resource({ ResourceArn = arn }).TagList[2].Value
  client.close()
  return before, after, tag
end

--- Retries the servers that are stalled; returns which.
---@param settings table
---@return string[]
function lists.retry_stalled(settings)
  local client = require("aws.drs").new(settings)
  local retried = {}
  for _, found in ipairs(client.describe_source_servers().items) do
    local area = found.stagingArea.status
    if found.dataReplicationInfo.dataReplicationState == "STALLED" and area ~= "EXTENDED" then
      client.retry_data_replication({ sourceServerID = found.sourceServerID })
      retried[#retried + 1] = found.sourceServerID
    end
  end
  client.close()
  return retried
end

--- Starts a replication that cannot be started; returns its error's kind and type.
---@param settings table
---@param id string
function lists.start(settings, id)
  local client = require("aws.drs").new(settings)
  local _, err = pcall(client.start_replication, { sourceServerID = id })
  client.close()
  return err.kind, err.type
end

return lists
