--- What we know of services beyond what AWS publishes for machines: one place for our own lists, each entry with its reason.
--- Operations are called as AWS calls them. Texts are our own words, after AWS's API references.
local facts = {}

---@class models.Facts
---@field name? string the module's name; default: the endpoint prefix
---@field fips_without_name? string[] partitions whose FIPS endpoint is the standard one
---@field changes table<string, string> operations that read by their name and change something: why
---@field destructive table<string, string> operations that lose something: what they do
---@field harmless table<string, string> operations called Delete…, Terminate…, Purge…, Destroy… that lose nothing: why
---@field items table<string, string> the list that is a page's content, where an output has several
---@field page_sizes table<string, integer[]> least and most items of a page, where the manual says so and the model does not
---@field identifiers table<string, string> operations whose ARN or id is checked: the member of the input
---@field words table<string, string> a line for an operation whose name does not say it all

local TWENTY_TO_HUNDRED = { 20, 100 }

--- By the service's id.
---@type table<string, models.Facts>
facts.services = {
  ["Database Migration Service"] = {
    name = "dms",
    fips_without_name = { "aws-us-gov", "aws-iso", "aws-iso-b" },
    -- The API reference was read for every Describe…, List… and Get… of DMS: they read what is there. DescribeConnections
    -- tells of tests that TestConnection made, DescribeRefreshSchemasStatus of what RefreshSchemas began, and
    -- GetTargetSelectionRules answers with the rules that it was given, converted.
    changes = {},
    destructive = {
      DeleteCertificate = "Deletes a certificate",
      DeleteConnection = "Deletes the connection between a replication instance and an endpoint",
      DeleteDataMigration = "Deletes a data migration",
      DeleteDataProvider = "Deletes a data provider; no migration project may use it",
      DeleteEndpoint = "Deletes an endpoint; no task may use it",
      DeleteEventSubscription = "Deletes an event subscription",
      DeleteFleetAdvisorCollector = "Deletes a Fleet Advisor collector",
      DeleteFleetAdvisorDatabases = "Deletes databases that Fleet Advisor collected",
      DeleteInstanceProfile = "Deletes an instance profile; no migration project may use it",
      DeleteMigrationProject = "Deletes a migration project, which has to be closed",
      DeleteReplicationConfig = "Deletes a serverless replication's configuration and deprovisions its replications; none may run",
      DeleteReplicationInstance = "Deletes a replication instance; its tasks have to be deleted before",
      DeleteReplicationSubnetGroup = "Deletes a subnet group",
      DeleteReplicationTask = "Deletes a replication task",
      DeleteReplicationTaskAssessmentRun = "Deletes the record of an assessment run; what it wrote to S3 stays",
      ReloadReplicationTables = "Loads tables of a running serverless replication again, over the rows on the target",
      ReloadTables = "Loads tables of a running task again, over the rows on the target",
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
    identifiers = { StopReplication = "ReplicationConfigArn" }, -- pasted in a hurry, when something is wrong
    words = {
      DescribeReplicationConfigs = "Lists the configurations of serverless replications",
      DescribeReplicationTableStatistics = "Rows and state of each table of a serverless replication",
      DescribeReplicationTasks = "Lists replication tasks, which run on instances; serverless ones: describe_replications",
      DescribeReplications = "Lists serverless replications with status, progress and stop reason; filters: "
        .. "replication-config-arn, replication-config-id",
      ListTagsForResource = "Tags of one resource, or of many: ResourceArnList",
      RefreshSchemas = "Begins to read an endpoint's schemas; describe_refresh_schemas_status tells how far it is",
      StartReplication = "Starts a serverless replication; it takes most of an hour until it runs",
      StopReplication = "Stops a serverless replication; what is provisioned is billed until it is deprovisioned",
      StopReplicationTask = "Stops a replication task, which runs on an instance; serverless ones: stop_replication",
      TestConnection = "Begins a test of an endpoint; describe_connections tells how it ended",
    },
  },
  drs = {
    name = "drs",
    -- DRS's model marks what only reads: exactly its Describe…, List… and Get….
    destructive = {
      DeleteJob = "Deletes a job",
      DeleteLaunchAction = "Deletes a launch action",
      DeleteLaunchConfigurationTemplate = "Deletes a launch configuration template",
      DeleteRecoveryInstance = "Removes a recovery instance from DRS; it has to be disconnected before",
      DeleteReplicationConfigurationTemplate = "Deletes a replication configuration template",
      DeleteSourceNetwork = "Deletes a source network",
      DeleteSourceServer = "Removes a source server from DRS; it has to be disconnected before",
      DisconnectRecoveryInstance = "Ends replication from a recovery instance; what DRS made for it is deleted within 90 minutes",
      DisconnectSourceServer = "Ends a server's protection; what DRS made for it is deleted within 90 minutes",
      StopReplication = "Ends a server's protection and deletes its snapshots",
      TerminateRecoveryInstances = "Terminates recovery instances in EC2 and removes them from DRS",
    },
    identifiers = { RetryDataReplication = "sourceServerID" },
    words = {
      DescribeJobs = "Lists jobs, the newest first: recoveries, failbacks, terminations",
      DescribeSourceServers = "Lists source servers with the state of their replication",
      InitializeService = "Makes DRS usable in a region: once for each account",
      RetryDataReplication = "Begins a stalled server's data replication again at its next handshake",
      ReverseReplication = "Replicates from a recovery instance back to where its server came from",
      StartFailbackLaunch = "Ends a failback: the machine that is failed back to is converted and restarted",
      StartReplication = "Protects a stopped source server again, and bills for it again",
      StopFailback = "Gives a failback up; its state is FAILBACK_NOT_STARTED again",
      StopSourceNetworkReplication = "Ends the protection of a source network",
    },
  },
}

--- Facts with an empty table for each list that is absent.
---@param own? table
---@return models.Facts
function facts.complete(own)
  local complete = {}
  for _, key in ipairs({ "changes", "destructive", "harmless", "identifiers", "items", "page_sizes", "words" }) do complete[key] = {} end
  for key, value in pairs(own or {}) do complete[key] = value end
  return complete
end

return facts
