---@meta
--- Made from lua/aws/model/ by `make annotations`; not to be edited, not to be required.

---@class aws.dms.AccessDeniedFault
---@field message? string

---@class aws.dms.InvalidResourceStateFault
---@field message? string

---@class aws.dms.PremigrationAssessmentStatus
---@field AssessmentProgress? aws.dms.ReplicationTaskAssessmentRunProgress
---@field FailOnAssessmentFailure? boolean
---@field LastFailureMessage? string
---@field PremigrationAssessmentRunArn? string
---@field PremigrationAssessmentRunCreationDate? number seconds since the epoch
---@field ResultEncryptionMode? string
---@field ResultKmsKeyArn? string
---@field ResultLocationBucket? string
---@field ResultLocationFolder? string
---@field ResultStatistic? aws.dms.ReplicationTaskAssessmentRunResultStatistic
---@field Status? string

---@class aws.dms.ProvisionData
---@field DateNewProvisioningDataAvailable? number seconds since the epoch
---@field DateProvisioned? number seconds since the epoch
---@field IsNewProvisioningAvailable? boolean
---@field ProvisionState? string
---@field ProvisionedCapacityUnits? integer
---@field ReasonForNewProvisioningData? string

---@class aws.dms.Replication
---@field CdcStartPosition? string
---@field CdcStartTime? number seconds since the epoch
---@field CdcStopPosition? string
---@field FailureMessages? string[]
---@field IsReadOnly? boolean
---@field PremigrationAssessmentStatuses? aws.dms.PremigrationAssessmentStatus[]
---@field ProvisionData? aws.dms.ProvisionData
---@field RecoveryCheckpoint? string
---@field ReplicationConfigArn? string
---@field ReplicationConfigIdentifier? string
---@field ReplicationCreateTime? number seconds since the epoch
---@field ReplicationDeprovisionTime? number seconds since the epoch
---@field ReplicationLastStopTime? number seconds since the epoch
---@field ReplicationStats? aws.dms.ReplicationStats
---@field ReplicationType? string|"full-load"|"cdc"|"full-load-and-cdc"
---@field ReplicationUpdateTime? number seconds since the epoch
---@field SourceEndpointArn? string
---@field StartReplicationType? string
---@field Status? string
---@field StopReason? string
---@field TargetEndpointArn? string

---@class aws.dms.ReplicationStats
---@field ElapsedTimeMillis? integer
---@field FreshStartDate? number seconds since the epoch
---@field FullLoadFinishDate? number seconds since the epoch
---@field FullLoadProgressPercent? integer
---@field FullLoadStartDate? number seconds since the epoch
---@field StartDate? number seconds since the epoch
---@field StopDate? number seconds since the epoch
---@field TablesErrored? integer
---@field TablesLoaded? integer
---@field TablesLoading? integer
---@field TablesQueued? integer

---@class aws.dms.ReplicationTaskAssessmentRunProgress
---@field IndividualAssessmentCompletedCount? integer
---@field IndividualAssessmentCount? integer

---@class aws.dms.ReplicationTaskAssessmentRunResultStatistic
---@field Cancelled? integer
---@field Error? integer
---@field Failed? integer
---@field Passed? integer
---@field Skipped? integer
---@field Warning? integer

---@class aws.dms.ResourceNotFoundFault
---@field message? string

---@class aws.dms.StopReplicationMessage
---@field ReplicationConfigArn string

---@class aws.dms.StopReplicationResponse
---@field Replication? aws.dms.Replication

---@class aws.dms.Prepare
---@field stop_replication fun(input: aws.dms.StopReplicationMessage, options?: aws.Options): aws.PreparedRequest

---@class aws.dms.Client
---@field stop_replication fun(input: aws.dms.StopReplicationMessage, options?: aws.Options): aws.dms.StopReplicationResponse, aws.Metadata
---@field config aws.Config
---@field prepare aws.dms.Prepare
---@field close fun()

---@class aws.dms: aws.dms.Client
---@field new fun(settings?: aws.Settings): aws.dms.Client

---@class aws.drs.CPU
---@field cores? integer
---@field modelName? string

---@class aws.drs.DataReplicationError
---@field error? string|"AGENT_NOT_SEEN"|"SNAPSHOTS_FAILURE"|"NOT_CONVERGING"|"UNSTABLE_NETWORK"|"FAILED_TO_CREATE_SECURITY_GROUP"|"FAILED_TO_LAUNCH_REPLICATION_SERVER"|"FAILED_TO_BOOT_REPLICATION_SERVER"|"FAILED_TO_AUTHENTICATE_WITH_SERVICE"|"FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE"|"FAILED_TO_CREATE_STAGING_DISKS"|"FAILED_TO_ATTACH_STAGING_DISKS"|"FAILED_TO_PAIR_REPLICATION_SERVER_WITH_AGENT"|"FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER"|"FAILED_TO_START_DATA_TRANSFER"
---@field rawError? string

---@class aws.drs.DataReplicationInfo
---@field dataReplicationError? aws.drs.DataReplicationError
---@field dataReplicationInitiation? aws.drs.DataReplicationInitiation
---@field dataReplicationState? string|"STOPPED"|"INITIATING"|"INITIAL_SYNC"|"BACKLOG"|"CREATING_SNAPSHOT"|"CONTINUOUS"|"PAUSED"|"RESCAN"|"STALLED"|"DISCONNECTED"
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
---@field volumeStatus? string|"REGULAR"|"CONTAINS_MARKETPLACE_PRODUCT_CODES"|"MISSING_VOLUME_ATTRIBUTES"|"MISSING_VOLUME_ATTRIBUTES_AND_PRECHECK_UNAVAILABLE"|"PENDING"

---@class aws.drs.DataReplicationInitiation
---@field nextAttemptDateTime? string
---@field startDateTime? string
---@field steps? aws.drs.DataReplicationInitiationStep[]

---@class aws.drs.DataReplicationInitiationStep
---@field name? string|"WAIT"|"CREATE_SECURITY_GROUP"|"LAUNCH_REPLICATION_SERVER"|"BOOT_REPLICATION_SERVER"|"AUTHENTICATE_WITH_SERVICE"|"DOWNLOAD_REPLICATION_SOFTWARE"|"CREATE_STAGING_DISKS"|"ATTACH_STAGING_DISKS"|"PAIR_REPLICATION_SERVER_WITH_AGENT"|"CONNECT_AGENT_TO_REPLICATION_SERVER"|"START_DATA_TRANSFER"
---@field status? string|"NOT_STARTED"|"IN_PROGRESS"|"SUCCEEDED"|"FAILED"|"SKIPPED"

---@class aws.drs.Disk
---@field bytes? integer
---@field deviceName? string

---@class aws.drs.IdentificationHints
---@field awsInstanceID? string
---@field fqdn? string
---@field hostname? string
---@field vmWareUuid? string

---@class aws.drs.InternalServerException
---@field message? string
---@field retryAfterSeconds? integer

---@class aws.drs.LifeCycle
---@field addedToServiceDateTime? string
---@field elapsedReplicationDuration? string
---@field firstByteDateTime? string
---@field lastLaunch? aws.drs.LifeCycleLastLaunch
---@field lastSeenByServiceDateTime? string

---@class aws.drs.LifeCycleLastLaunch
---@field initiated? aws.drs.LifeCycleLastLaunchInitiated
---@field status? string|"PENDING"|"IN_PROGRESS"|"LAUNCHED"|"FAILED"|"TERMINATED"

---@class aws.drs.LifeCycleLastLaunchInitiated
---@field apiCallDateTime? string
---@field jobID? string
---@field type? string|"RECOVERY"|"DRILL"

---@class aws.drs.NetworkInterface
---@field ips? string[]
---@field isPrimary? boolean
---@field macAddress? string

---@class aws.drs.OS
---@field fullString? string

---@class aws.drs.ResourceNotFoundException
---@field code? string
---@field message? string
---@field resourceId? string
---@field resourceType? string

---@class aws.drs.RetryDataReplicationRequest
---@field sourceServerID string

---@class aws.drs.SourceCloudProperties
---@field originAccountID? string
---@field originAvailabilityZone? string
---@field originRegion? string
---@field sourceOutpostArn? string

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
---@field lastLaunchResult? string|"NOT_STARTED"|"PENDING"|"SUCCEEDED"|"FAILED"
---@field lifeCycle? aws.drs.LifeCycle
---@field recoveryInstanceId? string
---@field replicationDirection? string|"FAILOVER"|"FAILBACK"
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
---@field status? string|"EXTENDED"|"EXTENSION_ERROR"|"NOT_EXTENDED"

---@class aws.drs.ThrottlingException
---@field message? string
---@field quotaCode? string
---@field retryAfterSeconds? string
---@field serviceCode? string

---@class aws.drs.UninitializedAccountException
---@field code? string
---@field message? string

---@class aws.drs.ValidationException
---@field code? string
---@field fieldList? aws.drs.ValidationExceptionField[]
---@field message? string
---@field reason? string|"unknownOperation"|"cannotParse"|"fieldValidationFailed"|"other"

---@class aws.drs.ValidationExceptionField
---@field message? string
---@field name? string

---@class aws.drs.Prepare
---@field retry_data_replication fun(input: aws.drs.RetryDataReplicationRequest, options?: aws.Options): aws.PreparedRequest

---@class aws.drs.Client
---@field retry_data_replication fun(input: aws.drs.RetryDataReplicationRequest, options?: aws.Options): aws.drs.SourceServer, aws.Metadata
---@field config aws.Config
---@field prepare aws.drs.Prepare
---@field close fun()

---@class aws.drs: aws.drs.Client
---@field new fun(settings?: aws.Settings): aws.drs.Client
