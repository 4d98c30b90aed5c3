--- What we know of services beyond what AWS publishes for machines: one place for our own lists, each entry with its reason.
--- Operations are called as AWS calls them.
local facts = {}

---@class models.Facts
---@field name? string the module's name; default: the endpoint prefix
---@field fips_without_name? string[] partitions whose FIPS endpoint is the standard one
---@field changes table<string, string> operations that read by their name and change something: why
---@field destructive table<string, string> operations that lose data: what; those called Delete…, Terminate… are known
---@field harmless table<string, string> operations called Delete… and the like that lose nothing: why
---@field items table<string, string> the list that is a page's content, where an output has several
---@field page_sizes table<string, integer[]> least and most items of a page, where the manual says so and the model does not
---@field words table<string, string> a line of our own for an operation whose name does not say it all

local TWENTY_TO_HUNDRED = { 20, 100 }

--- By the service's id.
---@type table<string, models.Facts>
facts.services = {
  ["Database Migration Service"] = {
    name = "dms",
    fips_without_name = { "aws-us-gov", "aws-iso", "aws-iso-b" },
    -- Every Describe…, List… and Get… of DMS was looked up in its API reference (2026): they read what is there. Even
    -- GetTargetSelectionRules converts the rules that it is given and keeps nothing; DescribeConnections tells of tests that
    -- TestConnection made.
    changes = {},
    destructive = {
      ReloadReplicationTables = "The rows of these tables on the target are removed and loaded again",
      ReloadTables = "The rows of these tables on the target are removed and loaded again",
      UpdateSubscriptionsToEventBridge = "Turns the account's event subscriptions into EventBridge rules; there is no way back",
    },
    -- From the descriptions of MaxRecords in the API reference.
    page_sizes = {
      DescribeConnections = TWENTY_TO_HUNDRED,
      DescribeEndpointTypes = TWENTY_TO_HUNDRED,
      DescribeEndpoints = TWENTY_TO_HUNDRED,
      DescribeEventSubscriptions = TWENTY_TO_HUNDRED,
      DescribeEvents = TWENTY_TO_HUNDRED,
      DescribeOrderableReplicationInstances = TWENTY_TO_HUNDRED,
      DescribePendingMaintenanceActions = TWENTY_TO_HUNDRED,
      DescribeReplicationInstanceTaskLogs = TWENTY_TO_HUNDRED,
      DescribeReplicationInstances = TWENTY_TO_HUNDRED,
      DescribeReplicationSubnetGroups = TWENTY_TO_HUNDRED,
      DescribeReplicationTaskAssessmentResults = TWENTY_TO_HUNDRED,
      DescribeReplicationTasks = TWENTY_TO_HUNDRED,
      DescribeSchemas = TWENTY_TO_HUNDRED,
      DescribeTableStatistics = { 20, 500 },
    },
  },
  drs = {
    name = "drs",
    -- DRS's model marks what only reads: exactly its Describe…, List… and Get….
    destructive = {
      DisconnectRecoveryInstance = "Stops replication back from the instance; what DRS made for it is deleted within 90 minutes",
      DisconnectSourceServer = "Stops replication; what DRS made for the server, its recovery points included, is deleted within "
        .. "90 minutes",
      StartFailbackLaunch = "Ends a failback: the machine that is failed back to is converted and restarted",
      StopReplication = "Deletes the server's snapshots: it is unprotected from then on",
    },
  },
}

--- Facts with an empty table for each list that is absent.
---@param own? table
---@return models.Facts
function facts.complete(own)
  local complete = {}
  for _, key in ipairs({ "changes", "destructive", "harmless", "items", "page_sizes", "words" }) do complete[key] = {} end
  for key, value in pairs(own or {}) do complete[key] = value end
  return complete
end

return facts
