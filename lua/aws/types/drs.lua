---@meta
--- Made from lua/aws/model/ by `make annotations`; not to be edited, not to be required.

---@class aws.drs.AccessDeniedException
---@field code? string
---@field message? string

---@class aws.drs.Account
---@field accountID? string

---@class (exact) aws.drs.AssociateSourceNetworkStackRequest
---@field cfnStackName string
---@field sourceNetworkID string
---@field [string] aws.NotAMember

---@class aws.drs.AssociateSourceNetworkStackResponse
---@field job? aws.drs.Job

---@class aws.drs.CPU
---@field cores? integer
---@field modelName? string

---@class aws.drs.ConflictException
---@field code? string
---@field message? string
---@field resourceId? string
---@field resourceType? string

---@class aws.drs.ConversionProperties
---@field dataTimestamp? string
---@field forceUefi? boolean
---@field rootVolumeName? string
---@field volumeToConversionMap? table<string, table<string, string>>
---@field volumeToProductCodes? table<string, aws.drs.ProductCode[]>
---@field volumeToVolumeSize? table<string, integer>

---@class (exact) aws.drs.CreateExtendedSourceServerRequest
---@field sourceServerArn string
---@field tags? table<string, string>
---@field [string] aws.NotAMember

---@class aws.drs.CreateExtendedSourceServerResponse
---@field sourceServer? aws.drs.SourceServer

---@class (exact) aws.drs.CreateLaunchConfigurationTemplateRequest
---@field copyPrivateIp? boolean
---@field copyTags? boolean
---@field exportBucketArn? string
---@field launchDisposition? aws.drs.LaunchDisposition
---@field launchIntoSourceInstance? boolean
---@field licensing? (aws.drs.Licensing|aws.drs.LicensingInput)
---@field postLaunchEnabled? boolean
---@field recoveryMode? aws.drs.RecoveryMode
---@field tags? table<string, string>
---@field targetInstanceTypeRightSizingMethod? aws.drs.TargetInstanceTypeRightSizingMethod
---@field [string] aws.NotAMember

---@class aws.drs.CreateLaunchConfigurationTemplateResponse
---@field launchConfigurationTemplate? aws.drs.LaunchConfigurationTemplate

---@class (exact) aws.drs.CreateReplicationConfigurationTemplateRequest
---@field associateDefaultSecurityGroup? boolean
---@field autoReplicateNewDisks? boolean
---@field bandwidthThrottling integer
---@field createPublicIP? boolean
---@field dataPlaneRouting? aws.drs.ReplicationConfigurationDataPlaneRouting
---@field defaultLargeStagingDiskType? aws.drs.ReplicationConfigurationDefaultLargeStagingDiskType
---@field ebsEncryption aws.drs.ReplicationConfigurationEbsEncryption
---@field ebsEncryptionKeyArn? string
---@field internetProtocol? aws.drs.InternetProtocol
---@field pitPolicy (aws.drs.PITPolicyRule|aws.drs.PITPolicyRuleInput)[]
---@field replicationServerInstanceType? string
---@field replicationServersSecurityGroupsIDs string[]
---@field stagingAreaSubnetId string
---@field stagingAreaTags table<string, string>
---@field tags? table<string, string>
---@field useDedicatedReplicationServer? boolean
---@field [string] aws.NotAMember

---@class (exact) aws.drs.CreateSourceNetworkRequest
---@field originAccountID string
---@field originRegion string
---@field tags? table<string, string>
---@field vpcID string
---@field [string] aws.NotAMember

---@class aws.drs.CreateSourceNetworkResponse
---@field sourceNetworkID? string

---@class aws.drs.DataReplicationError
---@field error? aws.drs.DataReplicationErrorString
---@field rawError? string

---@alias aws.drs.DataReplicationErrorString "AGENT_NOT_SEEN"|"FAILED_TO_ATTACH_STAGING_DISKS"|"FAILED_TO_AUTHENTICATE_WITH_SERVICE"|"FAILED_TO_BOOT_REPLICATION_SERVER"|"FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER"|"FAILED_TO_CREATE_SECURITY_GROUP"|"FAILED_TO_CREATE_STAGING_DISKS"|"FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE"|"FAILED_TO_LAUNCH_REPLICATION_SERVER"|"FAILED_TO_PAIR_REPLICATION_SERVER_WITH_AGENT"|"FAILED_TO_START_DATA_TRANSFER"|"NOT_CONVERGING"|"SNAPSHOTS_FAILURE"|"UNSTABLE_NETWORK"

---@class aws.drs.DataReplicationInfo
---@field dataReplicationError? aws.drs.DataReplicationError
---@field dataReplicationInitiation? aws.drs.DataReplicationInitiation
---@field dataReplicationState? aws.drs.DataReplicationState
---@field etaDateTime? string
---@field lagDuration? string
---@field replicatedDisks? aws.drs.DataReplicationInfoReplicatedDisk[]
---@field stagingAvailabilityZone? string
---@field stagingOutpostArn? string

---@class aws.drs.DataReplicationInfoReplicatedDisk
---@field backloggedStorageBytes? integer
---@field deviceName? string
---@field replicatedStorageBytes? integer
---@field rescannedStorageBytes? integer
---@field totalStorageBytes? integer
---@field volumeStatus? aws.drs.VolumeStatus

---@class aws.drs.DataReplicationInitiation
---@field nextAttemptDateTime? string
---@field startDateTime? string
---@field steps? aws.drs.DataReplicationInitiationStep[]

---@class aws.drs.DataReplicationInitiationStep
---@field name? aws.drs.DataReplicationInitiationStepName
---@field status? aws.drs.DataReplicationInitiationStepStatus

---@alias aws.drs.DataReplicationInitiationStepName "ATTACH_STAGING_DISKS"|"AUTHENTICATE_WITH_SERVICE"|"BOOT_REPLICATION_SERVER"|"CONNECT_AGENT_TO_REPLICATION_SERVER"|"CREATE_SECURITY_GROUP"|"CREATE_STAGING_DISKS"|"DOWNLOAD_REPLICATION_SOFTWARE"|"LAUNCH_REPLICATION_SERVER"|"PAIR_REPLICATION_SERVER_WITH_AGENT"|"START_DATA_TRANSFER"|"WAIT"

---@alias aws.drs.DataReplicationInitiationStepStatus "FAILED"|"IN_PROGRESS"|"NOT_STARTED"|"SKIPPED"|"SUCCEEDED"

---@alias aws.drs.DataReplicationState "BACKLOG"|"CONTINUOUS"|"CREATING_SNAPSHOT"|"DISCONNECTED"|"INITIAL_SYNC"|"INITIATING"|"PAUSED"|"RESCAN"|"STALLED"|"STOPPED"

---@class (exact) aws.drs.DeleteJobRequest
---@field jobID string
---@field [string] aws.NotAMember

---@class aws.drs.DeleteJobResponse

---@class (exact) aws.drs.DeleteLaunchActionRequest
---@field actionId string
---@field resourceId string
---@field [string] aws.NotAMember

---@class aws.drs.DeleteLaunchActionResponse

---@class (exact) aws.drs.DeleteLaunchConfigurationTemplateRequest
---@field launchConfigurationTemplateID string
---@field [string] aws.NotAMember

---@class aws.drs.DeleteLaunchConfigurationTemplateResponse

---@class (exact) aws.drs.DeleteRecoveryInstanceRequest
---@field recoveryInstanceID string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DeleteReplicationConfigurationTemplateRequest
---@field replicationConfigurationTemplateID string
---@field [string] aws.NotAMember

---@class aws.drs.DeleteReplicationConfigurationTemplateResponse

---@class (exact) aws.drs.DeleteSourceNetworkRequest
---@field sourceNetworkID string
---@field [string] aws.NotAMember

---@class aws.drs.DeleteSourceNetworkResponse

---@class (exact) aws.drs.DeleteSourceServerRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class aws.drs.DeleteSourceServerResponse

---@class (exact) aws.drs.DescribeJobLogItemsRequest
---@field jobID string
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class aws.drs.DescribeJobLogItemsResponse
---@field items? aws.drs.JobLog[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeJobsRequest
---@field filters? aws.drs.DescribeJobsRequestFilters
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DescribeJobsRequestFilters
---@field fromDate? string
---@field jobIDs? string[]
---@field toDate? string
---@field [string] aws.NotAMember

---@class aws.drs.DescribeJobsResponse
---@field items? aws.drs.Job[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeLaunchConfigurationTemplatesRequest
---@field launchConfigurationTemplateIDs? string[]
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class aws.drs.DescribeLaunchConfigurationTemplatesResponse
---@field items? aws.drs.LaunchConfigurationTemplate[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeRecoveryInstancesRequest
---@field filters? aws.drs.DescribeRecoveryInstancesRequestFilters
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DescribeRecoveryInstancesRequestFilters
---@field recoveryInstanceIDs? string[]
---@field sourceServerIDs? string[]
---@field [string] aws.NotAMember

---@class aws.drs.DescribeRecoveryInstancesResponse
---@field items? aws.drs.RecoveryInstance[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeRecoverySnapshotsRequest
---@field filters? aws.drs.DescribeRecoverySnapshotsRequestFilters
---@field maxResults? integer
---@field nextToken? string
---@field order? aws.drs.RecoverySnapshotsOrder
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DescribeRecoverySnapshotsRequestFilters
---@field fromDateTime? string
---@field toDateTime? string
---@field [string] aws.NotAMember

---@class aws.drs.DescribeRecoverySnapshotsResponse
---@field items? aws.drs.RecoverySnapshot[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeReplicationConfigurationTemplatesRequest
---@field maxResults? integer
---@field nextToken? string
---@field replicationConfigurationTemplateIDs? string[]
---@field [string] aws.NotAMember

---@class aws.drs.DescribeReplicationConfigurationTemplatesResponse
---@field items? aws.drs.ReplicationConfigurationTemplate[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeSourceNetworksRequest
---@field filters? aws.drs.DescribeSourceNetworksRequestFilters
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DescribeSourceNetworksRequestFilters
---@field originAccountID? string
---@field originRegion? string
---@field sourceNetworkIDs? string[]
---@field [string] aws.NotAMember

---@class aws.drs.DescribeSourceNetworksResponse
---@field items? aws.drs.SourceNetwork[]
---@field nextToken? string

---@class (exact) aws.drs.DescribeSourceServersRequest
---@field filters? aws.drs.DescribeSourceServersRequestFilters
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DescribeSourceServersRequestFilters
---@field hardwareId? string
---@field sourceServerIDs? string[]
---@field stagingAccountIDs? string[]
---@field [string] aws.NotAMember

---@class aws.drs.DescribeSourceServersResponse
---@field items? aws.drs.SourceServer[]
---@field nextToken? string

---@class (exact) aws.drs.DisconnectRecoveryInstanceRequest
---@field recoveryInstanceID string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.DisconnectSourceServerRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class aws.drs.Disk
---@field bytes? integer
---@field deviceName? string

---@alias aws.drs.EC2InstanceState "NOT_FOUND"|"PENDING"|"RUNNING"|"SHUTTING-DOWN"|"STOPPED"|"STOPPING"|"TERMINATED"

---@class aws.drs.EventResourceData exactly one member is set
---@field sourceNetworkData? aws.drs.SourceNetworkData
---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known

---@class (exact) aws.drs.ExportSourceNetworkCfnTemplateRequest
---@field sourceNetworkID string
---@field [string] aws.NotAMember

---@class aws.drs.ExportSourceNetworkCfnTemplateResponse
---@field s3DestinationUrl? string

---@alias aws.drs.ExtensionStatus "EXTENDED"|"EXTENSION_ERROR"|"NOT_EXTENDED"

---@alias aws.drs.FailbackLaunchType "DRILL"|"RECOVERY"

---@alias aws.drs.FailbackReplicationError "AGENT_NOT_SEEN"|"FAILBACK_CLIENT_NOT_SEEN"|"FAILED_GETTING_REPLICATION_STATE"|"FAILED_TO_ATTACH_STAGING_DISKS"|"FAILED_TO_AUTHENTICATE_WITH_SERVICE"|"FAILED_TO_BOOT_REPLICATION_SERVER"|"FAILED_TO_CONFIGURE_REPLICATION_SOFTWARE"|"FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER"|"FAILED_TO_CREATE_SECURITY_GROUP"|"FAILED_TO_CREATE_STAGING_DISKS"|"FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE"|"FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE_TO_FAILBACK_CLIENT"|"FAILED_TO_ESTABLISH_AGENT_REPLICATOR_SOFTWARE_COMMUNICATION"|"FAILED_TO_ESTABLISH_RECOVERY_INSTANCE_COMMUNICATION"|"FAILED_TO_LAUNCH_REPLICATION_SERVER"|"FAILED_TO_PAIR_AGENT_WITH_REPLICATION_SOFTWARE"|"FAILED_TO_PAIR_REPLICATION_SERVER_WITH_AGENT"|"FAILED_TO_START_DATA_TRANSFER"|"NOT_CONVERGING"|"SNAPSHOTS_FAILURE"|"UNSTABLE_NETWORK"

---@alias aws.drs.FailbackState "FAILBACK_COMPLETED"|"FAILBACK_ERROR"|"FAILBACK_IN_PROGRESS"|"FAILBACK_LAUNCH_STATE_NOT_AVAILABLE"|"FAILBACK_NOT_READY_FOR_LAUNCH"|"FAILBACK_NOT_STARTED"|"FAILBACK_READY_FOR_LAUNCH"

---@class (exact) aws.drs.GetFailbackReplicationConfigurationRequest
---@field recoveryInstanceID string
---@field [string] aws.NotAMember

---@class aws.drs.GetFailbackReplicationConfigurationResponse
---@field bandwidthThrottling? integer
---@field internetProtocol? aws.drs.InternetProtocol
---@field name? string
---@field recoveryInstanceID string
---@field usePrivateIP? boolean

---@class (exact) aws.drs.GetLaunchConfigurationRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.GetReplicationConfigurationRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class aws.drs.IdentificationHints
---@field awsInstanceID? string
---@field fqdn? string
---@field hostname? string
---@field vmWareUuid? string

---@class (exact) aws.drs.InitializeServiceRequest
---@field [string] aws.NotAMember

---@class aws.drs.InitializeServiceResponse

---@alias aws.drs.InitiatedBy "ASSOCIATE_NETWORK_RECOVERY"|"CREATE_NETWORK_RECOVERY"|"DIAGNOSTIC"|"FAILBACK"|"START_DRILL"|"START_RECOVERY"|"TARGET_ACCOUNT"|"TERMINATE_RECOVERY_INSTANCES"|"UPDATE_NETWORK_RECOVERY"

---@class aws.drs.InternalServerException
---@field message? string
---@field retryAfterSeconds? integer

---@alias aws.drs.InternetProtocol "IPV4"|"IPV6"

---@class aws.drs.Job
---@field arn? string
---@field creationDateTime? string
---@field endDateTime? string
---@field initiatedBy? aws.drs.InitiatedBy
---@field jobID string
---@field participatingResources? aws.drs.ParticipatingResource[]
---@field participatingServers? aws.drs.ParticipatingServer[]
---@field status? aws.drs.JobStatus
---@field tags? table<string, string>
---@field type? aws.drs.JobType

---@class aws.drs.JobLog
---@field event? aws.drs.JobLogEvent
---@field eventData? aws.drs.JobLogEventData
---@field logDateTime? string

---@alias aws.drs.JobLogEvent "CLEANUP_END"|"CLEANUP_FAIL"|"CLEANUP_START"|"CONVERSION_END"|"CONVERSION_FAIL"|"CONVERSION_START"|"DEPLOY_NETWORK_CONFIGURATION_END"|"DEPLOY_NETWORK_CONFIGURATION_FAILED"|"DEPLOY_NETWORK_CONFIGURATION_START"|"JOB_CANCEL"|"JOB_END"|"JOB_START"|"LAUNCH_FAILED"|"LAUNCH_START"|"NETWORK_RECOVERY_FAIL"|"SERVER_SKIPPED"|"SNAPSHOT_END"|"SNAPSHOT_FAIL"|"SNAPSHOT_START"|"UPDATE_LAUNCH_TEMPLATE_END"|"UPDATE_LAUNCH_TEMPLATE_FAILED"|"UPDATE_LAUNCH_TEMPLATE_START"|"UPDATE_NETWORK_CONFIGURATION_END"|"UPDATE_NETWORK_CONFIGURATION_FAILED"|"UPDATE_NETWORK_CONFIGURATION_START"|"USING_PREVIOUS_SNAPSHOT"|"USING_PREVIOUS_SNAPSHOT_FAILED"

---@class aws.drs.JobLogEventData
---@field attemptCount? integer
---@field conversionProperties? aws.drs.ConversionProperties
---@field conversionServerID? string
---@field eventResourceData? aws.drs.EventResourceData
---@field maxAttemptsCount? integer
---@field rawError? string
---@field sourceServerID? string
---@field targetInstanceID? string

---@alias aws.drs.JobStatus "COMPLETED"|"PENDING"|"STARTED"

---@alias aws.drs.JobType "CREATE_CONVERTED_SNAPSHOT"|"LAUNCH"|"TERMINATE"

---@alias aws.drs.LastLaunchResult "FAILED"|"NOT_STARTED"|"PENDING"|"SUCCEEDED"

---@alias aws.drs.LastLaunchType "DRILL"|"RECOVERY"

---@class aws.drs.LaunchAction
---@field actionCode? string
---@field actionId? string
---@field actionVersion? string
---@field active? boolean
---@field category? aws.drs.LaunchActionCategory
---@field description? string
---@field name? string
---@field optional? boolean
---@field order? integer
---@field parameters? table<string, aws.drs.LaunchActionParameter>
---@field type? aws.drs.LaunchActionType

---@alias aws.drs.LaunchActionCategory "CONFIGURATION"|"MONITORING"|"OTHER"|"SECURITY"|"VALIDATION"

---@class aws.drs.LaunchActionParameter
---@field type? aws.drs.LaunchActionParameterType
---@field value? string

---@class (exact) aws.drs.LaunchActionParameterInput: aws.drs.LaunchActionParameter
---@field [string] aws.NotAMember

---@alias aws.drs.LaunchActionParameterType "DYNAMIC"|"SSM_STORE"

---@class aws.drs.LaunchActionRun
---@field action? aws.drs.LaunchAction
---@field failureReason? string
---@field runId? string
---@field status? aws.drs.LaunchActionRunStatus

---@alias aws.drs.LaunchActionRunStatus "FAILED"|"IN_PROGRESS"|"SUCCEEDED"

---@alias aws.drs.LaunchActionType "SSM_AUTOMATION"|"SSM_COMMAND"

---@class (exact) aws.drs.LaunchActionsRequestFilters
---@field actionIds? string[]
---@field [string] aws.NotAMember

---@class aws.drs.LaunchActionsStatus
---@field runs? aws.drs.LaunchActionRun[]
---@field ssmAgentDiscoveryDatetime? string

---@class aws.drs.LaunchConfiguration
---@field copyPrivateIp? boolean
---@field copyTags? boolean
---@field ec2LaunchTemplateID? string
---@field launchDisposition? aws.drs.LaunchDisposition
---@field launchIntoInstanceProperties? aws.drs.LaunchIntoInstanceProperties
---@field licensing? aws.drs.Licensing
---@field name? string
---@field postLaunchEnabled? boolean
---@field recoveryMode? aws.drs.RecoveryMode
---@field sourceServerID? string
---@field targetInstanceTypeRightSizingMethod? aws.drs.TargetInstanceTypeRightSizingMethod

---@class aws.drs.LaunchConfigurationTemplate
---@field arn? string
---@field copyPrivateIp? boolean
---@field copyTags? boolean
---@field exportBucketArn? string
---@field launchConfigurationTemplateID? string
---@field launchDisposition? aws.drs.LaunchDisposition
---@field launchIntoSourceInstance? boolean
---@field licensing? aws.drs.Licensing
---@field postLaunchEnabled? boolean
---@field recoveryMode? aws.drs.RecoveryMode
---@field tags? table<string, string>
---@field targetInstanceTypeRightSizingMethod? aws.drs.TargetInstanceTypeRightSizingMethod

---@alias aws.drs.LaunchDisposition "STARTED"|"STOPPED"

---@class aws.drs.LaunchIntoInstanceProperties
---@field launchIntoEC2InstanceID? string

---@class (exact) aws.drs.LaunchIntoInstancePropertiesInput: aws.drs.LaunchIntoInstanceProperties
---@field [string] aws.NotAMember

---@alias aws.drs.LaunchStatus "FAILED"|"IN_PROGRESS"|"LAUNCHED"|"PENDING"|"TERMINATED"

---@class aws.drs.Licensing
---@field osByol? boolean

---@class (exact) aws.drs.LicensingInput: aws.drs.Licensing
---@field [string] aws.NotAMember

---@class aws.drs.LifeCycle
---@field addedToServiceDateTime? string
---@field elapsedReplicationDuration? string
---@field firstByteDateTime? string
---@field lastLaunch? aws.drs.LifeCycleLastLaunch
---@field lastSeenByServiceDateTime? string

---@class aws.drs.LifeCycleLastLaunch
---@field initiated? aws.drs.LifeCycleLastLaunchInitiated
---@field status? aws.drs.LaunchStatus

---@class aws.drs.LifeCycleLastLaunchInitiated
---@field apiCallDateTime? string
---@field jobID? string
---@field type? aws.drs.LastLaunchType

---@class (exact) aws.drs.ListExtensibleSourceServersRequest
---@field maxResults? integer
---@field nextToken? string
---@field stagingAccountID string
---@field [string] aws.NotAMember

---@class aws.drs.ListExtensibleSourceServersResponse
---@field items? aws.drs.StagingSourceServer[]
---@field nextToken? string

---@class (exact) aws.drs.ListLaunchActionsRequest
---@field filters? aws.drs.LaunchActionsRequestFilters
---@field maxResults? integer
---@field nextToken? string
---@field resourceId string
---@field [string] aws.NotAMember

---@class aws.drs.ListLaunchActionsResponse
---@field items? aws.drs.LaunchAction[]
---@field nextToken? string

---@class (exact) aws.drs.ListStagingAccountsRequest
---@field maxResults? integer
---@field nextToken? string
---@field [string] aws.NotAMember

---@class aws.drs.ListStagingAccountsResponse
---@field accounts? aws.drs.Account[]
---@field nextToken? string

---@class (exact) aws.drs.ListTagsForResourceRequest
---@field resourceArn string
---@field [string] aws.NotAMember

---@class aws.drs.ListTagsForResourceResponse
---@field tags? table<string, string>

---@class aws.drs.NetworkInterface
---@field ips? string[]
---@field isPrimary? boolean
---@field macAddress? string

---@class aws.drs.OS
---@field fullString? string

---@alias aws.drs.OriginEnvironment "AWS"|"ON_PREMISES"

---@class aws.drs.PITPolicyRule
---@field enabled? boolean
---@field interval integer
---@field retentionDuration integer
---@field ruleID? integer
---@field units aws.drs.PITPolicyRuleUnits

---@class (exact) aws.drs.PITPolicyRuleInput: aws.drs.PITPolicyRule
---@field [string] aws.NotAMember

---@alias aws.drs.PITPolicyRuleUnits "DAY"|"HOUR"|"MINUTE"

---@class aws.drs.ParticipatingResource
---@field launchStatus? aws.drs.LaunchStatus
---@field participatingResourceID? aws.drs.ParticipatingResourceID

---@class aws.drs.ParticipatingResourceID exactly one member is set
---@field sourceNetworkID? string
---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known

---@class aws.drs.ParticipatingServer
---@field launchActionsStatus? aws.drs.LaunchActionsStatus
---@field launchStatus? aws.drs.LaunchStatus
---@field recoveryInstanceID? string
---@field sourceServerID? string

---@class aws.drs.ProductCode
---@field productCodeId? string
---@field productCodeMode? aws.drs.ProductCodeMode

---@alias aws.drs.ProductCodeMode "DISABLED"|"ENABLED"

---@class (exact) aws.drs.PutLaunchActionRequest
---@field actionCode string
---@field actionId string
---@field actionVersion string
---@field active boolean
---@field category aws.drs.LaunchActionCategory
---@field description string
---@field name string
---@field optional boolean
---@field order integer
---@field parameters? table<string, (aws.drs.LaunchActionParameter|aws.drs.LaunchActionParameterInput)>
---@field resourceId string
---@field [string] aws.NotAMember

---@class aws.drs.PutLaunchActionResponse
---@field actionCode? string
---@field actionId? string
---@field actionVersion? string
---@field active? boolean
---@field category? aws.drs.LaunchActionCategory
---@field description? string
---@field name? string
---@field optional? boolean
---@field order? integer
---@field parameters? table<string, aws.drs.LaunchActionParameter>
---@field resourceId? string
---@field type? aws.drs.LaunchActionType

---@class aws.drs.RecoveryInstance
---@field agentVersion? string
---@field arn? string
---@field dataReplicationInfo? aws.drs.RecoveryInstanceDataReplicationInfo
---@field ec2InstanceID? string
---@field ec2InstanceState? aws.drs.EC2InstanceState
---@field failback? aws.drs.RecoveryInstanceFailback
---@field isDrill? boolean
---@field jobID? string
---@field originAvailabilityZone? string
---@field originEnvironment? aws.drs.OriginEnvironment
---@field pointInTimeSnapshotDateTime? string
---@field recoveryInstanceID? string
---@field recoveryInstanceProperties? aws.drs.RecoveryInstanceProperties
---@field sourceOutpostArn? string
---@field sourceServerID? string
---@field tags? table<string, string>

---@class aws.drs.RecoveryInstanceDataReplicationError
---@field error? aws.drs.FailbackReplicationError
---@field rawError? string

---@class aws.drs.RecoveryInstanceDataReplicationInfo
---@field dataReplicationError? aws.drs.RecoveryInstanceDataReplicationError
---@field dataReplicationInitiation? aws.drs.RecoveryInstanceDataReplicationInitiation
---@field dataReplicationState? aws.drs.RecoveryInstanceDataReplicationState
---@field etaDateTime? string
---@field lagDuration? string
---@field replicatedDisks? aws.drs.RecoveryInstanceDataReplicationInfoReplicatedDisk[]
---@field stagingAvailabilityZone? string
---@field stagingOutpostArn? string

---@class aws.drs.RecoveryInstanceDataReplicationInfoReplicatedDisk
---@field backloggedStorageBytes? integer
---@field deviceName? string
---@field replicatedStorageBytes? integer
---@field rescannedStorageBytes? integer
---@field totalStorageBytes? integer

---@class aws.drs.RecoveryInstanceDataReplicationInitiation
---@field startDateTime? string
---@field steps? aws.drs.RecoveryInstanceDataReplicationInitiationStep[]

---@class aws.drs.RecoveryInstanceDataReplicationInitiationStep
---@field name? aws.drs.RecoveryInstanceDataReplicationInitiationStepName
---@field status? aws.drs.RecoveryInstanceDataReplicationInitiationStepStatus

---@alias aws.drs.RecoveryInstanceDataReplicationInitiationStepName "ATTACH_STAGING_DISKS"|"AUTHENTICATE_WITH_SERVICE"|"BOOT_REPLICATION_SERVER"|"COMPLETE_VOLUME_MAPPING"|"CONFIGURE_REPLICATION_SOFTWARE"|"CONNECT_AGENT_TO_REPLICATION_SERVER"|"CREATE_SECURITY_GROUP"|"CREATE_STAGING_DISKS"|"DOWNLOAD_REPLICATION_SOFTWARE"|"DOWNLOAD_REPLICATION_SOFTWARE_TO_FAILBACK_CLIENT"|"ESTABLISH_AGENT_REPLICATOR_SOFTWARE_COMMUNICATION"|"ESTABLISH_RECOVERY_INSTANCE_COMMUNICATION"|"LAUNCH_REPLICATION_SERVER"|"LINK_FAILBACK_CLIENT_WITH_RECOVERY_INSTANCE"|"PAIR_AGENT_WITH_REPLICATION_SOFTWARE"|"PAIR_REPLICATION_SERVER_WITH_AGENT"|"START_DATA_TRANSFER"|"WAIT"

---@alias aws.drs.RecoveryInstanceDataReplicationInitiationStepStatus "FAILED"|"IN_PROGRESS"|"NOT_STARTED"|"SKIPPED"|"SUCCEEDED"

---@alias aws.drs.RecoveryInstanceDataReplicationState "BACKLOG"|"CONTINUOUS"|"CREATING_SNAPSHOT"|"DISCONNECTED"|"INITIAL_SYNC"|"INITIATING"|"NOT_STARTED"|"PAUSED"|"REPLICATION_STATE_NOT_AVAILABLE"|"RESCAN"|"STALLED"|"STOPPED"

---@class aws.drs.RecoveryInstanceDisk
---@field bytes? integer
---@field ebsVolumeID? string
---@field internalDeviceName? string

---@class aws.drs.RecoveryInstanceFailback
---@field agentLastSeenByServiceDateTime? string
---@field elapsedReplicationDuration? string
---@field failbackClientID? string
---@field failbackClientLastSeenByServiceDateTime? string
---@field failbackInitiationTime? string
---@field failbackJobID? string
---@field failbackLaunchType? aws.drs.FailbackLaunchType
---@field failbackToOriginalServer? boolean
---@field firstByteDateTime? string
---@field state? aws.drs.FailbackState

---@class aws.drs.RecoveryInstanceProperties
---@field cpus? aws.drs.CPU[]
---@field disks? aws.drs.RecoveryInstanceDisk[]
---@field identificationHints? aws.drs.IdentificationHints
---@field lastUpdatedDateTime? string
---@field networkInterfaces? aws.drs.NetworkInterface[]
---@field os? aws.drs.OS
---@field ramBytes? integer

---@class aws.drs.RecoveryLifeCycle
---@field apiCallDateTime? number seconds since the epoch
---@field jobID? string
---@field lastRecoveryResult? aws.drs.RecoveryResult

---@alias aws.drs.RecoveryMode "FAST"|"OPTIMAL"

---@alias aws.drs.RecoveryResult "ASSOCIATE_FAIL"|"ASSOCIATE_SUCCESS"|"FAIL"|"IN_PROGRESS"|"NOT_STARTED"|"PARTIAL_SUCCESS"|"SUCCESS"

---@class aws.drs.RecoverySnapshot
---@field ebsSnapshots? string[]
---@field expectedTimestamp string
---@field snapshotID string
---@field sourceServerID string
---@field timestamp? string

---@alias aws.drs.RecoverySnapshotsOrder "ASC"|"DESC"

---@class aws.drs.ReplicationConfiguration
---@field associateDefaultSecurityGroup? boolean
---@field autoReplicateNewDisks? boolean
---@field bandwidthThrottling? integer
---@field createPublicIP? boolean
---@field dataPlaneRouting? aws.drs.ReplicationConfigurationDataPlaneRouting
---@field defaultLargeStagingDiskType? aws.drs.ReplicationConfigurationDefaultLargeStagingDiskType
---@field ebsEncryption? aws.drs.ReplicationConfigurationEbsEncryption
---@field ebsEncryptionKeyArn? string
---@field internetProtocol? aws.drs.InternetProtocol
---@field name? string
---@field pitPolicy? aws.drs.PITPolicyRule[]
---@field replicatedDisks? aws.drs.ReplicationConfigurationReplicatedDisk[]
---@field replicationServerInstanceType? string
---@field replicationServersSecurityGroupsIDs? string[]
---@field sourceServerID? string
---@field stagingAreaSubnetId? string
---@field stagingAreaTags? table<string, string>
---@field useDedicatedReplicationServer? boolean

---@alias aws.drs.ReplicationConfigurationDataPlaneRouting "PRIVATE_IP"|"PUBLIC_IP"

---@alias aws.drs.ReplicationConfigurationDefaultLargeStagingDiskType "AUTO"|"GP2"|"GP3"|"ST1"

---@alias aws.drs.ReplicationConfigurationEbsEncryption "CUSTOM"|"DEFAULT"|"NONE"

---@class aws.drs.ReplicationConfigurationReplicatedDisk
---@field deviceName? string
---@field iops? integer
---@field isBootDisk? boolean
---@field optimizedStagingDiskType? aws.drs.ReplicationConfigurationReplicatedDiskStagingDiskType
---@field stagingDiskType? aws.drs.ReplicationConfigurationReplicatedDiskStagingDiskType
---@field throughput? integer

---@class (exact) aws.drs.ReplicationConfigurationReplicatedDiskInput: aws.drs.ReplicationConfigurationReplicatedDisk
---@field [string] aws.NotAMember

---@alias aws.drs.ReplicationConfigurationReplicatedDiskStagingDiskType "AUTO"|"GP2"|"GP3"|"IO1"|"SC1"|"ST1"|"STANDARD"

---@class aws.drs.ReplicationConfigurationTemplate
---@field arn? string
---@field associateDefaultSecurityGroup? boolean
---@field autoReplicateNewDisks? boolean
---@field bandwidthThrottling? integer
---@field createPublicIP? boolean
---@field dataPlaneRouting? aws.drs.ReplicationConfigurationDataPlaneRouting
---@field defaultLargeStagingDiskType? aws.drs.ReplicationConfigurationDefaultLargeStagingDiskType
---@field ebsEncryption? aws.drs.ReplicationConfigurationEbsEncryption
---@field ebsEncryptionKeyArn? string
---@field internetProtocol? aws.drs.InternetProtocol
---@field pitPolicy? aws.drs.PITPolicyRule[]
---@field replicationConfigurationTemplateID string
---@field replicationServerInstanceType? string
---@field replicationServersSecurityGroupsIDs? string[]
---@field stagingAreaSubnetId? string
---@field stagingAreaTags? table<string, string>
---@field tags? table<string, string>
---@field useDedicatedReplicationServer? boolean

---@alias aws.drs.ReplicationDirection "FAILBACK"|"FAILOVER"

---@alias aws.drs.ReplicationStatus "ERROR"|"IN_PROGRESS"|"PROTECTED"|"STOPPED"

---@class aws.drs.ResourceNotFoundException
---@field code? string
---@field message? string
---@field resourceId? string
---@field resourceType? string

---@class (exact) aws.drs.RetryDataReplicationRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.ReverseReplicationRequest
---@field recoveryInstanceID string
---@field [string] aws.NotAMember

---@class aws.drs.ReverseReplicationResponse
---@field reversedDirectionSourceServerArn? string

---@class aws.drs.ServiceQuotaExceededException
---@field code? string
---@field message? string
---@field quotaCode? string
---@field resourceId? string
---@field resourceType? string
---@field serviceCode? string

---@class aws.drs.SourceCloudProperties
---@field originAccountID? string
---@field originAvailabilityZone? string
---@field originRegion? string
---@field sourceOutpostArn? string

---@class aws.drs.SourceNetwork
---@field arn? string
---@field cfnStackName? string
---@field lastRecovery? aws.drs.RecoveryLifeCycle
---@field launchedVpcID? string
---@field replicationStatus? aws.drs.ReplicationStatus
---@field replicationStatusDetails? string
---@field sourceAccountID? string
---@field sourceNetworkID? string
---@field sourceRegion? string
---@field sourceVpcID? string
---@field tags? table<string, string>

---@class aws.drs.SourceNetworkData
---@field sourceNetworkID? string
---@field sourceVpc? string
---@field stackName? string
---@field targetVpc? string

---@class aws.drs.SourceProperties
---@field cpus? aws.drs.CPU[]
---@field disks? aws.drs.Disk[]
---@field identificationHints? aws.drs.IdentificationHints
---@field lastUpdatedDateTime? string
---@field networkInterfaces? aws.drs.NetworkInterface[]
---@field os? aws.drs.OS
---@field ramBytes? integer
---@field recommendedInstanceType? string
---@field supportsNitroInstances? boolean

---@class aws.drs.SourceServer
---@field agentVersion? string
---@field arn? string
---@field dataReplicationInfo? aws.drs.DataReplicationInfo
---@field lastLaunchResult? aws.drs.LastLaunchResult
---@field lifeCycle? aws.drs.LifeCycle
---@field recoveryInstanceId? string
---@field replicationDirection? aws.drs.ReplicationDirection
---@field reversedDirectionSourceServerArn? string
---@field sourceCloudProperties? aws.drs.SourceCloudProperties
---@field sourceNetworkID? string
---@field sourceProperties? aws.drs.SourceProperties
---@field sourceServerID? string
---@field stagingArea? aws.drs.StagingArea
---@field tags? table<string, string>

---@class aws.drs.StagingArea
---@field errorMessage? string
---@field stagingAccountID? string
---@field stagingSourceServerArn? string
---@field status? aws.drs.ExtensionStatus

---@class aws.drs.StagingSourceServer
---@field arn? string
---@field hostname? string
---@field tags? table<string, string>

---@class (exact) aws.drs.StartFailbackLaunchRequest
---@field recoveryInstanceIDs string[]
---@field tags? table<string, string>
---@field [string] aws.NotAMember

---@class aws.drs.StartFailbackLaunchResponse
---@field job? aws.drs.Job

---@class (exact) aws.drs.StartRecoveryRequest
---@field isDrill? boolean
---@field sourceServers aws.drs.StartRecoveryRequestSourceServer[]
---@field tags? table<string, string>
---@field [string] aws.NotAMember

---@class (exact) aws.drs.StartRecoveryRequestSourceServer
---@field recoverySnapshotID? string
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class aws.drs.StartRecoveryResponse
---@field job? aws.drs.Job

---@class (exact) aws.drs.StartReplicationRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class aws.drs.StartReplicationResponse
---@field sourceServer? aws.drs.SourceServer

---@class (exact) aws.drs.StartSourceNetworkRecoveryRequest
---@field deployAsNew? boolean
---@field sourceNetworks aws.drs.StartSourceNetworkRecoveryRequestNetworkEntry[]
---@field tags? table<string, string>
---@field [string] aws.NotAMember

---@class (exact) aws.drs.StartSourceNetworkRecoveryRequestNetworkEntry
---@field cfnStackName? string
---@field sourceNetworkID string
---@field [string] aws.NotAMember

---@class aws.drs.StartSourceNetworkRecoveryResponse
---@field job? aws.drs.Job

---@class (exact) aws.drs.StartSourceNetworkReplicationRequest
---@field sourceNetworkID string
---@field [string] aws.NotAMember

---@class aws.drs.StartSourceNetworkReplicationResponse
---@field sourceNetwork? aws.drs.SourceNetwork

---@class (exact) aws.drs.StopFailbackRequest
---@field recoveryInstanceID string
---@field [string] aws.NotAMember

---@class (exact) aws.drs.StopReplicationRequest
---@field sourceServerID string
---@field [string] aws.NotAMember

---@class aws.drs.StopReplicationResponse
---@field sourceServer? aws.drs.SourceServer

---@class (exact) aws.drs.StopSourceNetworkReplicationRequest
---@field sourceNetworkID string
---@field [string] aws.NotAMember

---@class aws.drs.StopSourceNetworkReplicationResponse
---@field sourceNetwork? aws.drs.SourceNetwork

---@class (exact) aws.drs.TagResourceRequest
---@field resourceArn string
---@field tags table<string, string>
---@field [string] aws.NotAMember

---@alias aws.drs.TargetInstanceTypeRightSizingMethod "BASIC"|"IN_AWS"|"NONE"

---@class (exact) aws.drs.TerminateRecoveryInstancesRequest
---@field recoveryInstanceIDs string[]
---@field [string] aws.NotAMember

---@class aws.drs.TerminateRecoveryInstancesResponse
---@field job? aws.drs.Job

---@class aws.drs.ThrottlingException
---@field message? string
---@field quotaCode? string
---@field retryAfterSeconds? string
---@field serviceCode? string

---@class aws.drs.UninitializedAccountException
---@field code? string
---@field message? string

---@class (exact) aws.drs.UntagResourceRequest
---@field resourceArn string
---@field tagKeys string[]
---@field [string] aws.NotAMember

---@class (exact) aws.drs.UpdateFailbackReplicationConfigurationRequest
---@field bandwidthThrottling? integer
---@field internetProtocol? aws.drs.InternetProtocol
---@field name? string
---@field recoveryInstanceID string
---@field usePrivateIP? boolean
---@field [string] aws.NotAMember

---@class (exact) aws.drs.UpdateLaunchConfigurationRequest
---@field copyPrivateIp? boolean
---@field copyTags? boolean
---@field launchDisposition? aws.drs.LaunchDisposition
---@field launchIntoInstanceProperties? (aws.drs.LaunchIntoInstanceProperties|aws.drs.LaunchIntoInstancePropertiesInput)
---@field licensing? (aws.drs.Licensing|aws.drs.LicensingInput)
---@field name? string
---@field postLaunchEnabled? boolean
---@field recoveryMode? aws.drs.RecoveryMode
---@field sourceServerID string
---@field targetInstanceTypeRightSizingMethod? aws.drs.TargetInstanceTypeRightSizingMethod
---@field [string] aws.NotAMember

---@class (exact) aws.drs.UpdateLaunchConfigurationTemplateRequest
---@field copyPrivateIp? boolean
---@field copyTags? boolean
---@field exportBucketArn? string
---@field launchConfigurationTemplateID string
---@field launchDisposition? aws.drs.LaunchDisposition
---@field launchIntoSourceInstance? boolean
---@field licensing? (aws.drs.Licensing|aws.drs.LicensingInput)
---@field postLaunchEnabled? boolean
---@field recoveryMode? aws.drs.RecoveryMode
---@field targetInstanceTypeRightSizingMethod? aws.drs.TargetInstanceTypeRightSizingMethod
---@field [string] aws.NotAMember

---@class aws.drs.UpdateLaunchConfigurationTemplateResponse
---@field launchConfigurationTemplate? aws.drs.LaunchConfigurationTemplate

---@class (exact) aws.drs.UpdateReplicationConfigurationRequest
---@field associateDefaultSecurityGroup? boolean
---@field autoReplicateNewDisks? boolean
---@field bandwidthThrottling? integer
---@field createPublicIP? boolean
---@field dataPlaneRouting? aws.drs.ReplicationConfigurationDataPlaneRouting
---@field defaultLargeStagingDiskType? aws.drs.ReplicationConfigurationDefaultLargeStagingDiskType
---@field ebsEncryption? aws.drs.ReplicationConfigurationEbsEncryption
---@field ebsEncryptionKeyArn? string
---@field internetProtocol? aws.drs.InternetProtocol
---@field name? string
---@field pitPolicy? (aws.drs.PITPolicyRule|aws.drs.PITPolicyRuleInput)[]
---@field replicatedDisks? (aws.drs.ReplicationConfigurationReplicatedDisk|aws.drs.ReplicationConfigurationReplicatedDiskInput)[]
---@field replicationServerInstanceType? string
---@field replicationServersSecurityGroupsIDs? string[]
---@field sourceServerID string
---@field stagingAreaSubnetId? string
---@field stagingAreaTags? table<string, string>
---@field useDedicatedReplicationServer? boolean
---@field [string] aws.NotAMember

---@class (exact) aws.drs.UpdateReplicationConfigurationTemplateRequest
---@field arn? string
---@field associateDefaultSecurityGroup? boolean
---@field autoReplicateNewDisks? boolean
---@field bandwidthThrottling? integer
---@field createPublicIP? boolean
---@field dataPlaneRouting? aws.drs.ReplicationConfigurationDataPlaneRouting
---@field defaultLargeStagingDiskType? aws.drs.ReplicationConfigurationDefaultLargeStagingDiskType
---@field ebsEncryption? aws.drs.ReplicationConfigurationEbsEncryption
---@field ebsEncryptionKeyArn? string
---@field internetProtocol? aws.drs.InternetProtocol
---@field pitPolicy? (aws.drs.PITPolicyRule|aws.drs.PITPolicyRuleInput)[]
---@field replicationConfigurationTemplateID string
---@field replicationServerInstanceType? string
---@field replicationServersSecurityGroupsIDs? string[]
---@field stagingAreaSubnetId? string
---@field stagingAreaTags? table<string, string>
---@field useDedicatedReplicationServer? boolean
---@field [string] aws.NotAMember

---@class aws.drs.ValidationException
---@field code? string
---@field fieldList? aws.drs.ValidationExceptionField[]
---@field message? string
---@field reason? aws.drs.ValidationExceptionReason

---@class aws.drs.ValidationExceptionField
---@field message? string
---@field name? string

---@alias aws.drs.ValidationExceptionReason "cannotParse"|"fieldValidationFailed"|"other"|"unknownOperation"

---@alias aws.drs.VolumeStatus "CONTAINS_MARKETPLACE_PRODUCT_CODES"|"MISSING_VOLUME_ATTRIBUTES"|"MISSING_VOLUME_ATTRIBUTES_AND_PRECHECK_UNAVAILABLE"|"PENDING"|"REGULAR"

---@class aws.drs.Prepare: aws.Receiver
---@field associate_source_network_stack (fun(input: aws.drs.AssociateSourceNetworkStackRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.AssociateSourceNetworkStackRequest, options?: aws.Options): aws.PreparedRequest)
---@field create_extended_source_server (fun(input: aws.drs.CreateExtendedSourceServerRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.CreateExtendedSourceServerRequest, options?: aws.Options): aws.PreparedRequest)
---@field create_launch_configuration_template (fun(input?: aws.drs.CreateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.CreateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)
---@field create_replication_configuration_template (fun(input: aws.drs.CreateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.CreateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)
---@field create_source_network (fun(input: aws.drs.CreateSourceNetworkRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.CreateSourceNetworkRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_job (fun(input: aws.drs.DeleteJobRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteJobRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_launch_action (fun(input: aws.drs.DeleteLaunchActionRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteLaunchActionRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_launch_configuration_template (fun(input: aws.drs.DeleteLaunchConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteLaunchConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_recovery_instance (fun(input: aws.drs.DeleteRecoveryInstanceRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteRecoveryInstanceRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_replication_configuration_template (fun(input: aws.drs.DeleteReplicationConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteReplicationConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_source_network (fun(input: aws.drs.DeleteSourceNetworkRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteSourceNetworkRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_source_server (fun(input: aws.drs.DeleteSourceServerRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DeleteSourceServerRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_job_log_items (fun(input: aws.drs.DescribeJobLogItemsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DescribeJobLogItemsRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_jobs (fun(input?: aws.drs.DescribeJobsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.DescribeJobsRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_launch_configuration_templates (fun(input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_recovery_instances (fun(input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_recovery_snapshots (fun(input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_configuration_templates (fun(input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_source_networks (fun(input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_source_servers (fun(input?: aws.drs.DescribeSourceServersRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceServersRequest, options?: aws.Options): aws.PreparedRequest)
---@field disconnect_recovery_instance (fun(input: aws.drs.DisconnectRecoveryInstanceRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DisconnectRecoveryInstanceRequest, options?: aws.Options): aws.PreparedRequest)
---@field disconnect_source_server (fun(input: aws.drs.DisconnectSourceServerRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.DisconnectSourceServerRequest, options?: aws.Options): aws.PreparedRequest)
---@field export_source_network_cfn_template (fun(input: aws.drs.ExportSourceNetworkCfnTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.ExportSourceNetworkCfnTemplateRequest, options?: aws.Options): aws.PreparedRequest)
---@field get_failback_replication_configuration (fun(input: aws.drs.GetFailbackReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.GetFailbackReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)
---@field get_launch_configuration (fun(input: aws.drs.GetLaunchConfigurationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.GetLaunchConfigurationRequest, options?: aws.Options): aws.PreparedRequest)
---@field get_replication_configuration (fun(input: aws.drs.GetReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.GetReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)
---@field initialize_service (fun(input?: aws.drs.InitializeServiceRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.InitializeServiceRequest, options?: aws.Options): aws.PreparedRequest)
---@field list_extensible_source_servers (fun(input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.Options): aws.PreparedRequest)
---@field list_launch_actions (fun(input: aws.drs.ListLaunchActionsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.ListLaunchActionsRequest, options?: aws.Options): aws.PreparedRequest)
---@field list_staging_accounts (fun(input?: aws.drs.ListStagingAccountsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.drs.ListStagingAccountsRequest, options?: aws.Options): aws.PreparedRequest)
---@field list_tags_for_resource (fun(input: aws.drs.ListTagsForResourceRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.ListTagsForResourceRequest, options?: aws.Options): aws.PreparedRequest)
---@field put_launch_action (fun(input: aws.drs.PutLaunchActionRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.PutLaunchActionRequest, options?: aws.Options): aws.PreparedRequest)
---@field retry_data_replication (fun(input: aws.drs.RetryDataReplicationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.RetryDataReplicationRequest, options?: aws.Options): aws.PreparedRequest)
---@field reverse_replication (fun(input: aws.drs.ReverseReplicationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.ReverseReplicationRequest, options?: aws.Options): aws.PreparedRequest)
---@field start_failback_launch (fun(input: aws.drs.StartFailbackLaunchRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StartFailbackLaunchRequest, options?: aws.Options): aws.PreparedRequest)
---@field start_recovery (fun(input: aws.drs.StartRecoveryRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StartRecoveryRequest, options?: aws.Options): aws.PreparedRequest)
---@field start_replication (fun(input: aws.drs.StartReplicationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StartReplicationRequest, options?: aws.Options): aws.PreparedRequest)
---@field start_source_network_recovery (fun(input: aws.drs.StartSourceNetworkRecoveryRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StartSourceNetworkRecoveryRequest, options?: aws.Options): aws.PreparedRequest)
---@field start_source_network_replication (fun(input: aws.drs.StartSourceNetworkReplicationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StartSourceNetworkReplicationRequest, options?: aws.Options): aws.PreparedRequest)
---@field stop_failback (fun(input: aws.drs.StopFailbackRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StopFailbackRequest, options?: aws.Options): aws.PreparedRequest)
---@field stop_replication (fun(input: aws.drs.StopReplicationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StopReplicationRequest, options?: aws.Options): aws.PreparedRequest)
---@field stop_source_network_replication (fun(input: aws.drs.StopSourceNetworkReplicationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.StopSourceNetworkReplicationRequest, options?: aws.Options): aws.PreparedRequest)
---@field tag_resource (fun(input: aws.drs.TagResourceRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.TagResourceRequest, options?: aws.Options): aws.PreparedRequest)
---@field terminate_recovery_instances (fun(input: aws.drs.TerminateRecoveryInstancesRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.TerminateRecoveryInstancesRequest, options?: aws.Options): aws.PreparedRequest)
---@field untag_resource (fun(input: aws.drs.UntagResourceRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.UntagResourceRequest, options?: aws.Options): aws.PreparedRequest)
---@field update_failback_replication_configuration (fun(input: aws.drs.UpdateFailbackReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.UpdateFailbackReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)
---@field update_launch_configuration (fun(input: aws.drs.UpdateLaunchConfigurationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.UpdateLaunchConfigurationRequest, options?: aws.Options): aws.PreparedRequest)
---@field update_launch_configuration_template (fun(input: aws.drs.UpdateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.UpdateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)
---@field update_replication_configuration (fun(input: aws.drs.UpdateReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.UpdateReplicationConfigurationRequest, options?: aws.Options): aws.PreparedRequest)
---@field update_replication_configuration_template (fun(input: aws.drs.UpdateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.drs.UpdateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.PreparedRequest)

---@alias aws.drs.DescribeJobLogItemsResponsePages fun(): aws.drs.DescribeJobLogItemsResponse?, aws.Metadata?
---@alias aws.drs.DescribeJobLogItemsResponseItems fun(): aws.drs.JobLog?, aws.Metadata?

---@alias aws.drs.DescribeJobsResponsePages fun(): aws.drs.DescribeJobsResponse?, aws.Metadata?
---@alias aws.drs.DescribeJobsResponseItems fun(): aws.drs.Job?, aws.Metadata?

---@alias aws.drs.DescribeLaunchConfigurationTemplatesResponsePages fun(): aws.drs.DescribeLaunchConfigurationTemplatesResponse?, aws.Metadata?
---@alias aws.drs.DescribeLaunchConfigurationTemplatesResponseItems fun(): aws.drs.LaunchConfigurationTemplate?, aws.Metadata?

---@alias aws.drs.DescribeRecoveryInstancesResponsePages fun(): aws.drs.DescribeRecoveryInstancesResponse?, aws.Metadata?
---@alias aws.drs.DescribeRecoveryInstancesResponseItems fun(): aws.drs.RecoveryInstance?, aws.Metadata?

---@alias aws.drs.DescribeRecoverySnapshotsResponsePages fun(): aws.drs.DescribeRecoverySnapshotsResponse?, aws.Metadata?
---@alias aws.drs.DescribeRecoverySnapshotsResponseItems fun(): aws.drs.RecoverySnapshot?, aws.Metadata?

---@alias aws.drs.DescribeReplicationConfigurationTemplatesResponsePages fun(): aws.drs.DescribeReplicationConfigurationTemplatesResponse?, aws.Metadata?
---@alias aws.drs.DescribeReplicationConfigurationTemplatesResponseItems fun(): aws.drs.ReplicationConfigurationTemplate?, aws.Metadata?

---@alias aws.drs.DescribeSourceNetworksResponsePages fun(): aws.drs.DescribeSourceNetworksResponse?, aws.Metadata?
---@alias aws.drs.DescribeSourceNetworksResponseItems fun(): aws.drs.SourceNetwork?, aws.Metadata?

---@alias aws.drs.DescribeSourceServersResponsePages fun(): aws.drs.DescribeSourceServersResponse?, aws.Metadata?
---@alias aws.drs.DescribeSourceServersResponseItems fun(): aws.drs.SourceServer?, aws.Metadata?

---@alias aws.drs.ListExtensibleSourceServersResponsePages fun(): aws.drs.ListExtensibleSourceServersResponse?, aws.Metadata?
---@alias aws.drs.ListExtensibleSourceServersResponseItems fun(): aws.drs.StagingSourceServer?, aws.Metadata?

---@alias aws.drs.ListLaunchActionsResponsePages fun(): aws.drs.ListLaunchActionsResponse?, aws.Metadata?
---@alias aws.drs.ListLaunchActionsResponseItems fun(): aws.drs.LaunchAction?, aws.Metadata?

---@alias aws.drs.ListStagingAccountsResponsePages fun(): aws.drs.ListStagingAccountsResponse?, aws.Metadata?
---@alias aws.drs.ListStagingAccountsResponseItems fun(): aws.drs.Account?, aws.Metadata?

---@class aws.drs.Pages: aws.Receiver
---@field describe_job_log_items (fun(input: aws.drs.DescribeJobLogItemsRequest, options?: aws.PageOptions): aws.drs.DescribeJobLogItemsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.DescribeJobLogItemsRequest, options?: aws.PageOptions): aws.drs.DescribeJobLogItemsResponsePages, aws.PageState)
---@field describe_jobs (fun(input?: aws.drs.DescribeJobsRequest, options?: aws.PageOptions): aws.drs.DescribeJobsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeJobsRequest, options?: aws.PageOptions): aws.drs.DescribeJobsResponsePages, aws.PageState)
---@field describe_launch_configuration_templates (fun(input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeLaunchConfigurationTemplatesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeLaunchConfigurationTemplatesResponsePages, aws.PageState)
---@field describe_recovery_instances (fun(input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.PageOptions): aws.drs.DescribeRecoveryInstancesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.PageOptions): aws.drs.DescribeRecoveryInstancesResponsePages, aws.PageState)
---@field describe_recovery_snapshots (fun(input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.PageOptions): aws.drs.DescribeRecoverySnapshotsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.PageOptions): aws.drs.DescribeRecoverySnapshotsResponsePages, aws.PageState)
---@field describe_replication_configuration_templates (fun(input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeReplicationConfigurationTemplatesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeReplicationConfigurationTemplatesResponsePages, aws.PageState)
---@field describe_source_networks (fun(input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.PageOptions): aws.drs.DescribeSourceNetworksResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.PageOptions): aws.drs.DescribeSourceNetworksResponsePages, aws.PageState)
---@field describe_source_servers (fun(input?: aws.drs.DescribeSourceServersRequest, options?: aws.PageOptions): aws.drs.DescribeSourceServersResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceServersRequest, options?: aws.PageOptions): aws.drs.DescribeSourceServersResponsePages, aws.PageState)
---@field list_extensible_source_servers (fun(input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.PageOptions): aws.drs.ListExtensibleSourceServersResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.PageOptions): aws.drs.ListExtensibleSourceServersResponsePages, aws.PageState)
---@field list_launch_actions (fun(input: aws.drs.ListLaunchActionsRequest, options?: aws.PageOptions): aws.drs.ListLaunchActionsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.ListLaunchActionsRequest, options?: aws.PageOptions): aws.drs.ListLaunchActionsResponsePages, aws.PageState)
---@field list_staging_accounts (fun(input?: aws.drs.ListStagingAccountsRequest, options?: aws.PageOptions): aws.drs.ListStagingAccountsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.ListStagingAccountsRequest, options?: aws.PageOptions): aws.drs.ListStagingAccountsResponsePages, aws.PageState)

---@class aws.drs.Each: aws.Receiver
---@field describe_job_log_items (fun(input: aws.drs.DescribeJobLogItemsRequest, options?: aws.PageOptions): aws.drs.DescribeJobLogItemsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.DescribeJobLogItemsRequest, options?: aws.PageOptions): aws.drs.DescribeJobLogItemsResponseItems, aws.PageState)
---@field describe_jobs (fun(input?: aws.drs.DescribeJobsRequest, options?: aws.PageOptions): aws.drs.DescribeJobsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeJobsRequest, options?: aws.PageOptions): aws.drs.DescribeJobsResponseItems, aws.PageState)
---@field describe_launch_configuration_templates (fun(input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeLaunchConfigurationTemplatesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeLaunchConfigurationTemplatesResponseItems, aws.PageState)
---@field describe_recovery_instances (fun(input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.PageOptions): aws.drs.DescribeRecoveryInstancesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.PageOptions): aws.drs.DescribeRecoveryInstancesResponseItems, aws.PageState)
---@field describe_recovery_snapshots (fun(input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.PageOptions): aws.drs.DescribeRecoverySnapshotsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.PageOptions): aws.drs.DescribeRecoverySnapshotsResponseItems, aws.PageState)
---@field describe_replication_configuration_templates (fun(input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeReplicationConfigurationTemplatesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.DescribeReplicationConfigurationTemplatesResponseItems, aws.PageState)
---@field describe_source_networks (fun(input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.PageOptions): aws.drs.DescribeSourceNetworksResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.PageOptions): aws.drs.DescribeSourceNetworksResponseItems, aws.PageState)
---@field describe_source_servers (fun(input?: aws.drs.DescribeSourceServersRequest, options?: aws.PageOptions): aws.drs.DescribeSourceServersResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceServersRequest, options?: aws.PageOptions): aws.drs.DescribeSourceServersResponseItems, aws.PageState)
---@field list_extensible_source_servers (fun(input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.PageOptions): aws.drs.ListExtensibleSourceServersResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.PageOptions): aws.drs.ListExtensibleSourceServersResponseItems, aws.PageState)
---@field list_launch_actions (fun(input: aws.drs.ListLaunchActionsRequest, options?: aws.PageOptions): aws.drs.ListLaunchActionsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.ListLaunchActionsRequest, options?: aws.PageOptions): aws.drs.ListLaunchActionsResponseItems, aws.PageState)
---@field list_staging_accounts (fun(input?: aws.drs.ListStagingAccountsRequest, options?: aws.PageOptions): aws.drs.ListStagingAccountsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.ListStagingAccountsRequest, options?: aws.PageOptions): aws.drs.ListStagingAccountsResponseItems, aws.PageState)

---@class aws.drs.All: aws.Receiver
---@field describe_job_log_items (fun(input: aws.drs.DescribeJobLogItemsRequest, options?: aws.PageOptions): aws.drs.JobLog[], aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.DescribeJobLogItemsRequest, options?: aws.PageOptions): aws.drs.JobLog[], aws.PageState)
---@field describe_jobs (fun(input?: aws.drs.DescribeJobsRequest, options?: aws.PageOptions): aws.drs.Job[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeJobsRequest, options?: aws.PageOptions): aws.drs.Job[], aws.PageState)
---@field describe_launch_configuration_templates (fun(input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.LaunchConfigurationTemplate[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.LaunchConfigurationTemplate[], aws.PageState)
---@field describe_recovery_instances (fun(input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.PageOptions): aws.drs.RecoveryInstance[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.PageOptions): aws.drs.RecoveryInstance[], aws.PageState)
---@field describe_recovery_snapshots (fun(input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.PageOptions): aws.drs.RecoverySnapshot[], aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.PageOptions): aws.drs.RecoverySnapshot[], aws.PageState)
---@field describe_replication_configuration_templates (fun(input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.ReplicationConfigurationTemplate[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.PageOptions): aws.drs.ReplicationConfigurationTemplate[], aws.PageState)
---@field describe_source_networks (fun(input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.PageOptions): aws.drs.SourceNetwork[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.PageOptions): aws.drs.SourceNetwork[], aws.PageState)
---@field describe_source_servers (fun(input?: aws.drs.DescribeSourceServersRequest, options?: aws.PageOptions): aws.drs.SourceServer[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceServersRequest, options?: aws.PageOptions): aws.drs.SourceServer[], aws.PageState)
---@field list_extensible_source_servers (fun(input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.PageOptions): aws.drs.StagingSourceServer[], aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.PageOptions): aws.drs.StagingSourceServer[], aws.PageState)
---@field list_launch_actions (fun(input: aws.drs.ListLaunchActionsRequest, options?: aws.PageOptions): aws.drs.LaunchAction[], aws.PageState)|(fun(self: aws.Receiver, input: aws.drs.ListLaunchActionsRequest, options?: aws.PageOptions): aws.drs.LaunchAction[], aws.PageState)
---@field list_staging_accounts (fun(input?: aws.drs.ListStagingAccountsRequest, options?: aws.PageOptions): aws.drs.Account[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.drs.ListStagingAccountsRequest, options?: aws.PageOptions): aws.drs.Account[], aws.PageState)

---@class aws.drs.Wait: aws.Receiver
---@field job_completed (fun(input: string|{ jobID: string }, options?: aws.WaitOptions): aws.drs.Job?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ jobID: string }, options?: aws.WaitOptions): aws.drs.Job?, aws.WaitInfo)
---@field source_server_continuous (fun(input: string|{ sourceServerID: string }, options?: aws.WaitOptions): aws.drs.SourceServer?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ sourceServerID: string }, options?: aws.WaitOptions): aws.drs.SourceServer?, aws.WaitInfo)
---@field source_server_initiated (fun(input: string|{ sourceServerID: string }, options?: aws.WaitOptions): aws.drs.SourceServer?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ sourceServerID: string }, options?: aws.WaitOptions): aws.drs.SourceServer?, aws.WaitInfo)

---@class aws.drs.Client: aws.Receiver
---@field associate_source_network_stack (fun(input: aws.drs.AssociateSourceNetworkStackRequest, options?: aws.Options): aws.drs.AssociateSourceNetworkStackResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.AssociateSourceNetworkStackRequest, options?: aws.Options): aws.drs.AssociateSourceNetworkStackResponse, aws.Metadata)
---@field create_extended_source_server (fun(input: aws.drs.CreateExtendedSourceServerRequest, options?: aws.Options): aws.drs.CreateExtendedSourceServerResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.CreateExtendedSourceServerRequest, options?: aws.Options): aws.drs.CreateExtendedSourceServerResponse, aws.Metadata)
---@field create_launch_configuration_template (fun(input?: aws.drs.CreateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.drs.CreateLaunchConfigurationTemplateResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.CreateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.drs.CreateLaunchConfigurationTemplateResponse, aws.Metadata)
---@field create_replication_configuration_template (fun(input: aws.drs.CreateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.drs.ReplicationConfigurationTemplate, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.CreateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.drs.ReplicationConfigurationTemplate, aws.Metadata)
---@field create_source_network (fun(input: aws.drs.CreateSourceNetworkRequest, options?: aws.Options): aws.drs.CreateSourceNetworkResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.CreateSourceNetworkRequest, options?: aws.Options): aws.drs.CreateSourceNetworkResponse, aws.Metadata)
--- Destructive. Deletes a job.
---@field delete_job (fun(input: aws.drs.DeleteJobRequest, options?: aws.Options): aws.drs.DeleteJobResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteJobRequest, options?: aws.Options): aws.drs.DeleteJobResponse, aws.Metadata)
--- Destructive. Deletes a launch action.
---@field delete_launch_action (fun(input: aws.drs.DeleteLaunchActionRequest, options?: aws.Options): aws.drs.DeleteLaunchActionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteLaunchActionRequest, options?: aws.Options): aws.drs.DeleteLaunchActionResponse, aws.Metadata)
--- Destructive. Deletes a launch configuration template.
---@field delete_launch_configuration_template (fun(input: aws.drs.DeleteLaunchConfigurationTemplateRequest, options?: aws.Options): aws.drs.DeleteLaunchConfigurationTemplateResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteLaunchConfigurationTemplateRequest, options?: aws.Options): aws.drs.DeleteLaunchConfigurationTemplateResponse, aws.Metadata)
--- Destructive. Removes a recovery instance from DRS; it has to be disconnected before.
---@field delete_recovery_instance (fun(input: aws.drs.DeleteRecoveryInstanceRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteRecoveryInstanceRequest, options?: aws.Options): table, aws.Metadata)
--- Destructive. Deletes a replication configuration template.
---@field delete_replication_configuration_template (fun(input: aws.drs.DeleteReplicationConfigurationTemplateRequest, options?: aws.Options): aws.drs.DeleteReplicationConfigurationTemplateResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteReplicationConfigurationTemplateRequest, options?: aws.Options): aws.drs.DeleteReplicationConfigurationTemplateResponse, aws.Metadata)
--- Destructive. Deletes a source network.
---@field delete_source_network (fun(input: aws.drs.DeleteSourceNetworkRequest, options?: aws.Options): aws.drs.DeleteSourceNetworkResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteSourceNetworkRequest, options?: aws.Options): aws.drs.DeleteSourceNetworkResponse, aws.Metadata)
--- Destructive. Removes a source server from DRS; it has to be disconnected before.
---@field delete_source_server (fun(input: aws.drs.DeleteSourceServerRequest, options?: aws.Options): aws.drs.DeleteSourceServerResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DeleteSourceServerRequest, options?: aws.Options): aws.drs.DeleteSourceServerResponse, aws.Metadata)
---@field describe_job_log_items (fun(input: aws.drs.DescribeJobLogItemsRequest, options?: aws.Options): aws.drs.DescribeJobLogItemsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DescribeJobLogItemsRequest, options?: aws.Options): aws.drs.DescribeJobLogItemsResponse, aws.Metadata)
--- Lists jobs, the newest first: recoveries, failbacks, terminations.
---@field describe_jobs (fun(input?: aws.drs.DescribeJobsRequest, options?: aws.Options): aws.drs.DescribeJobsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.DescribeJobsRequest, options?: aws.Options): aws.drs.DescribeJobsResponse, aws.Metadata)
---@field describe_launch_configuration_templates (fun(input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.Options): aws.drs.DescribeLaunchConfigurationTemplatesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.DescribeLaunchConfigurationTemplatesRequest, options?: aws.Options): aws.drs.DescribeLaunchConfigurationTemplatesResponse, aws.Metadata)
---@field describe_recovery_instances (fun(input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.Options): aws.drs.DescribeRecoveryInstancesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.DescribeRecoveryInstancesRequest, options?: aws.Options): aws.drs.DescribeRecoveryInstancesResponse, aws.Metadata)
---@field describe_recovery_snapshots (fun(input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.Options): aws.drs.DescribeRecoverySnapshotsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DescribeRecoverySnapshotsRequest, options?: aws.Options): aws.drs.DescribeRecoverySnapshotsResponse, aws.Metadata)
---@field describe_replication_configuration_templates (fun(input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.Options): aws.drs.DescribeReplicationConfigurationTemplatesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.DescribeReplicationConfigurationTemplatesRequest, options?: aws.Options): aws.drs.DescribeReplicationConfigurationTemplatesResponse, aws.Metadata)
---@field describe_source_networks (fun(input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.Options): aws.drs.DescribeSourceNetworksResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceNetworksRequest, options?: aws.Options): aws.drs.DescribeSourceNetworksResponse, aws.Metadata)
--- Lists source servers with the state of their replication.
---@field describe_source_servers (fun(input?: aws.drs.DescribeSourceServersRequest, options?: aws.Options): aws.drs.DescribeSourceServersResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.DescribeSourceServersRequest, options?: aws.Options): aws.drs.DescribeSourceServersResponse, aws.Metadata)
--- Destructive. Ends replication from a recovery instance; what DRS made for it is deleted within 90 minutes.
---@field disconnect_recovery_instance (fun(input: aws.drs.DisconnectRecoveryInstanceRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DisconnectRecoveryInstanceRequest, options?: aws.Options): table, aws.Metadata)
--- Destructive. Ends a server's protection; what DRS made for it is deleted within 90 minutes.
---@field disconnect_source_server (fun(input: aws.drs.DisconnectSourceServerRequest, options?: aws.Options): aws.drs.SourceServer, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.DisconnectSourceServerRequest, options?: aws.Options): aws.drs.SourceServer, aws.Metadata)
---@field export_source_network_cfn_template (fun(input: aws.drs.ExportSourceNetworkCfnTemplateRequest, options?: aws.Options): aws.drs.ExportSourceNetworkCfnTemplateResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.ExportSourceNetworkCfnTemplateRequest, options?: aws.Options): aws.drs.ExportSourceNetworkCfnTemplateResponse, aws.Metadata)
---@field get_failback_replication_configuration (fun(input: aws.drs.GetFailbackReplicationConfigurationRequest, options?: aws.Options): aws.drs.GetFailbackReplicationConfigurationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.GetFailbackReplicationConfigurationRequest, options?: aws.Options): aws.drs.GetFailbackReplicationConfigurationResponse, aws.Metadata)
---@field get_launch_configuration (fun(input: aws.drs.GetLaunchConfigurationRequest, options?: aws.Options): aws.drs.LaunchConfiguration, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.GetLaunchConfigurationRequest, options?: aws.Options): aws.drs.LaunchConfiguration, aws.Metadata)
---@field get_replication_configuration (fun(input: aws.drs.GetReplicationConfigurationRequest, options?: aws.Options): aws.drs.ReplicationConfiguration, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.GetReplicationConfigurationRequest, options?: aws.Options): aws.drs.ReplicationConfiguration, aws.Metadata)
--- Makes DRS usable in a region: once for each account.
---@field initialize_service (fun(input?: aws.drs.InitializeServiceRequest, options?: aws.Options): aws.drs.InitializeServiceResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.InitializeServiceRequest, options?: aws.Options): aws.drs.InitializeServiceResponse, aws.Metadata)
---@field list_extensible_source_servers (fun(input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.Options): aws.drs.ListExtensibleSourceServersResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.ListExtensibleSourceServersRequest, options?: aws.Options): aws.drs.ListExtensibleSourceServersResponse, aws.Metadata)
---@field list_launch_actions (fun(input: aws.drs.ListLaunchActionsRequest, options?: aws.Options): aws.drs.ListLaunchActionsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.ListLaunchActionsRequest, options?: aws.Options): aws.drs.ListLaunchActionsResponse, aws.Metadata)
---@field list_staging_accounts (fun(input?: aws.drs.ListStagingAccountsRequest, options?: aws.Options): aws.drs.ListStagingAccountsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.drs.ListStagingAccountsRequest, options?: aws.Options): aws.drs.ListStagingAccountsResponse, aws.Metadata)
---@field list_tags_for_resource (fun(input: aws.drs.ListTagsForResourceRequest, options?: aws.Options): aws.drs.ListTagsForResourceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.ListTagsForResourceRequest, options?: aws.Options): aws.drs.ListTagsForResourceResponse, aws.Metadata)
---@field put_launch_action (fun(input: aws.drs.PutLaunchActionRequest, options?: aws.Options): aws.drs.PutLaunchActionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.PutLaunchActionRequest, options?: aws.Options): aws.drs.PutLaunchActionResponse, aws.Metadata)
--- Deprecated by AWS. Begins a stalled server's data replication again at its next handshake.
---@field retry_data_replication (fun(input: aws.drs.RetryDataReplicationRequest, options?: aws.Options): aws.drs.SourceServer, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.RetryDataReplicationRequest, options?: aws.Options): aws.drs.SourceServer, aws.Metadata)
--- Replicates from a recovery instance back to where its server came from.
---@field reverse_replication (fun(input: aws.drs.ReverseReplicationRequest, options?: aws.Options): aws.drs.ReverseReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.ReverseReplicationRequest, options?: aws.Options): aws.drs.ReverseReplicationResponse, aws.Metadata)
--- Ends a failback: the machine that is failed back to is converted and restarted.
---@field start_failback_launch (fun(input: aws.drs.StartFailbackLaunchRequest, options?: aws.Options): aws.drs.StartFailbackLaunchResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StartFailbackLaunchRequest, options?: aws.Options): aws.drs.StartFailbackLaunchResponse, aws.Metadata)
---@field start_recovery (fun(input: aws.drs.StartRecoveryRequest, options?: aws.Options): aws.drs.StartRecoveryResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StartRecoveryRequest, options?: aws.Options): aws.drs.StartRecoveryResponse, aws.Metadata)
--- Protects a stopped source server again, and bills for it again.
---@field start_replication (fun(input: aws.drs.StartReplicationRequest, options?: aws.Options): aws.drs.StartReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StartReplicationRequest, options?: aws.Options): aws.drs.StartReplicationResponse, aws.Metadata)
---@field start_source_network_recovery (fun(input: aws.drs.StartSourceNetworkRecoveryRequest, options?: aws.Options): aws.drs.StartSourceNetworkRecoveryResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StartSourceNetworkRecoveryRequest, options?: aws.Options): aws.drs.StartSourceNetworkRecoveryResponse, aws.Metadata)
---@field start_source_network_replication (fun(input: aws.drs.StartSourceNetworkReplicationRequest, options?: aws.Options): aws.drs.StartSourceNetworkReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StartSourceNetworkReplicationRequest, options?: aws.Options): aws.drs.StartSourceNetworkReplicationResponse, aws.Metadata)
--- Gives a failback up; its state is FAILBACK_NOT_STARTED again.
---@field stop_failback (fun(input: aws.drs.StopFailbackRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StopFailbackRequest, options?: aws.Options): table, aws.Metadata)
--- Destructive. Ends a server's protection and deletes its snapshots.
---@field stop_replication (fun(input: aws.drs.StopReplicationRequest, options?: aws.Options): aws.drs.StopReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StopReplicationRequest, options?: aws.Options): aws.drs.StopReplicationResponse, aws.Metadata)
--- Ends the protection of a source network.
---@field stop_source_network_replication (fun(input: aws.drs.StopSourceNetworkReplicationRequest, options?: aws.Options): aws.drs.StopSourceNetworkReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.StopSourceNetworkReplicationRequest, options?: aws.Options): aws.drs.StopSourceNetworkReplicationResponse, aws.Metadata)
---@field tag_resource (fun(input: aws.drs.TagResourceRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.TagResourceRequest, options?: aws.Options): table, aws.Metadata)
--- Destructive. Terminates recovery instances in EC2 and removes them from DRS.
---@field terminate_recovery_instances (fun(input: aws.drs.TerminateRecoveryInstancesRequest, options?: aws.Options): aws.drs.TerminateRecoveryInstancesResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.TerminateRecoveryInstancesRequest, options?: aws.Options): aws.drs.TerminateRecoveryInstancesResponse, aws.Metadata)
---@field untag_resource (fun(input: aws.drs.UntagResourceRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.UntagResourceRequest, options?: aws.Options): table, aws.Metadata)
---@field update_failback_replication_configuration (fun(input: aws.drs.UpdateFailbackReplicationConfigurationRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.UpdateFailbackReplicationConfigurationRequest, options?: aws.Options): table, aws.Metadata)
---@field update_launch_configuration (fun(input: aws.drs.UpdateLaunchConfigurationRequest, options?: aws.Options): aws.drs.LaunchConfiguration, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.UpdateLaunchConfigurationRequest, options?: aws.Options): aws.drs.LaunchConfiguration, aws.Metadata)
---@field update_launch_configuration_template (fun(input: aws.drs.UpdateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.drs.UpdateLaunchConfigurationTemplateResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.UpdateLaunchConfigurationTemplateRequest, options?: aws.Options): aws.drs.UpdateLaunchConfigurationTemplateResponse, aws.Metadata)
---@field update_replication_configuration (fun(input: aws.drs.UpdateReplicationConfigurationRequest, options?: aws.Options): aws.drs.ReplicationConfiguration, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.UpdateReplicationConfigurationRequest, options?: aws.Options): aws.drs.ReplicationConfiguration, aws.Metadata)
---@field update_replication_configuration_template (fun(input: aws.drs.UpdateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.drs.ReplicationConfigurationTemplate, aws.Metadata)|(fun(self: aws.Receiver, input: aws.drs.UpdateReplicationConfigurationTemplateRequest, options?: aws.Options): aws.drs.ReplicationConfigurationTemplate, aws.Metadata)
--- What would help a source server: the action, why, and what to look at.
---@field decide (fun(server: aws.drs.SourceServer, options?: aws.RetryChoices): aws.RetryAction, string, string?)|(fun(self: aws.Receiver, server: aws.drs.SourceServer, options?: aws.RetryChoices): aws.RetryAction, string, string?)
--- Looks at a source server, makes it replicate again where that helps, looks again.
---@field retry_if_stalled (fun(input: aws.drs.RetryDataReplicationRequest|string, options?: aws.RetryIfStalledOptions): aws.RetryIfStalledResult)|(fun(self: aws.Receiver, input: aws.drs.RetryDataReplicationRequest|string, options?: aws.RetryIfStalledOptions): aws.RetryIfStalledResult)
--- Which settings and keys count, and where each came from.
---@field explain (fun(options?: aws.ExplainOptions): string)|(fun(self: aws.Receiver, options?: aws.ExplainOptions): string)
--- Waits by a definition of your own: what looks, and which states end the wait.
---@field wait_for (fun(definition: aws.WaitDefinition, input?: any, options?: aws.WaitOptions): any, aws.WaitInfo)|(fun(self: aws.Receiver, definition: aws.WaitDefinition, input?: any, options?: aws.WaitOptions): any, aws.WaitInfo)
--- Whose keys the calls are signed with.
---@field get_caller_identity (fun(options?: aws.Options): aws.CallerIdentity, aws.Metadata)|(fun(self: aws.Receiver, options?: aws.Options): aws.CallerIdentity, aws.Metadata)
---@field config aws.Config
---@field prepare aws.drs.Prepare
---@field pages aws.drs.Pages
---@field each aws.drs.Each
---@field all aws.drs.All
---@field wait aws.drs.Wait
---@field close fun(self?: aws.Receiver)

---@class aws.drs: aws.drs.Client
---@field new fun(settings?: aws.Settings): aws.drs.Client
