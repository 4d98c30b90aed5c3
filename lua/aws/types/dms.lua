---@meta
--- Made from lua/aws/model/ by `make annotations`; not to be edited, not to be required.

---@class aws.dms.AccessDeniedFault
---@field message? string

---@class aws.dms.AccountQuota
---@field AccountQuotaName? string
---@field Max? integer
---@field Used? integer

---@class (exact) aws.dms.AddTagsToResourceMessage
---@field ResourceArn string
---@field Tags (aws.dms.Tag|aws.dms.TagInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.AddTagsToResourceResponse

---@class (exact) aws.dms.ApplyPendingMaintenanceActionMessage
---@field ApplyAction string
---@field OptInType string
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.ApplyPendingMaintenanceActionResponse
---@field ResourcePendingMaintenanceActions? aws.dms.ResourcePendingMaintenanceActions

---@alias aws.dms.AssessmentReportType "csv"|"pdf"

---@alias aws.dms.AuthMechanismValue "default"|"mongodb_cr"|"scram_sha_1"

---@alias aws.dms.AuthTypeValue "no"|"password"

---@class aws.dms.AvailabilityZone
---@field Name? string

---@class aws.dms.BatchStartRecommendationsErrorEntry
---@field Code? string
---@field DatabaseId? string
---@field Message? string

---@class (exact) aws.dms.BatchStartRecommendationsRequest
---@field Data? aws.dms.StartRecommendationsRequestEntry[]
---@field [string] aws.NotAMember

---@class aws.dms.BatchStartRecommendationsResponse
---@field ErrorEntries? aws.dms.BatchStartRecommendationsErrorEntry[]

---@class (exact) aws.dms.CancelMetadataModelConversionMessage
---@field MigrationProjectIdentifier string
---@field RequestIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.CancelMetadataModelConversionResponse
---@field Request? aws.dms.SchemaConversionRequest

---@class (exact) aws.dms.CancelMetadataModelCreationMessage
---@field MigrationProjectIdentifier string
---@field RequestIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.CancelMetadataModelCreationResponse
---@field Request? aws.dms.SchemaConversionRequest

---@class (exact) aws.dms.CancelReplicationTaskAssessmentRunMessage
---@field ReplicationTaskAssessmentRunArn string
---@field [string] aws.NotAMember

---@class aws.dms.CancelReplicationTaskAssessmentRunResponse
---@field ReplicationTaskAssessmentRun? aws.dms.ReplicationTaskAssessmentRun

---@alias aws.dms.CannedAclForObjectsValue "authenticated-read"|"aws-exec-read"|"bucket-owner-full-control"|"bucket-owner-read"|"none"|"private"|"public-read"|"public-read-write"

---@class aws.dms.Certificate
---@field CertificateArn? string
---@field CertificateCreationDate? number seconds since the epoch
---@field CertificateIdentifier? string
---@field CertificateOwner? string
---@field CertificatePem? string
---@field CertificateWallet? string
---@field KeyLength? integer
---@field KmsKeyId? string
---@field SigningAlgorithm? string
---@field ValidFromDate? number seconds since the epoch
---@field ValidToDate? number seconds since the epoch

---@alias aws.dms.CharLengthSemantics "byte"|"char"|"default"

---@class aws.dms.CollectorHealthCheck
---@field CollectorStatus? aws.dms.CollectorStatus
---@field LocalCollectorS3Access? boolean
---@field WebCollectorGrantedRoleBasedAccess? boolean
---@field WebCollectorS3Access? boolean

---@class aws.dms.CollectorNotFoundFault
---@field message? string

---@class aws.dms.CollectorResponse
---@field CollectorHealthCheck? aws.dms.CollectorHealthCheck
---@field CollectorName? string
---@field CollectorReferencedId? string
---@field CollectorVersion? string
---@field CreatedDate? string
---@field Description? string
---@field InventoryData? aws.dms.InventoryData
---@field LastDataReceived? string
---@field ModifiedDate? string
---@field RegisteredDate? string
---@field S3BucketName? string
---@field ServiceAccessRoleArn? string
---@field VersionStatus? aws.dms.VersionStatus

---@class aws.dms.CollectorShortInfoResponse
---@field CollectorName? string
---@field CollectorReferencedId? string

---@alias aws.dms.CollectorStatus "ACTIVE"|"UNREGISTERED"

---@alias aws.dms.CompressionTypeValue "gzip"|"none"

---@class aws.dms.ComputeConfig
---@field AvailabilityZone? string
---@field DnsNameServers? string
---@field KmsKeyId? string
---@field MaxCapacityUnits? integer
---@field MinCapacityUnits? integer
---@field MultiAZ? boolean
---@field PreferredMaintenanceWindow? string
---@field ReplicationSubnetGroupId? string
---@field VpcSecurityGroupIds? string[]

---@class (exact) aws.dms.ComputeConfigInput: aws.dms.ComputeConfig
---@field [string] aws.NotAMember

---@class aws.dms.Connection
---@field EndpointArn? string
---@field EndpointIdentifier? string
---@field LastFailureMessage? string
---@field ReplicationInstanceArn? string
---@field ReplicationInstanceIdentifier? string
---@field Status? string

---@class (exact) aws.dms.CreateDataMigrationMessage
---@field DataMigrationName? string
---@field DataMigrationType aws.dms.MigrationTypeValue
---@field EnableCloudwatchLogs? boolean
---@field MigrationProjectIdentifier string
---@field NumberOfJobs? integer
---@field SelectionRules? string
---@field ServiceAccessRoleArn string
---@field SourceDataSettings? (aws.dms.SourceDataSetting|aws.dms.SourceDataSettingInput)[]
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field TargetDataSettings? (aws.dms.TargetDataSetting|aws.dms.TargetDataSettingInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.CreateDataMigrationResponse
---@field DataMigration? aws.dms.DataMigration

---@class (exact) aws.dms.CreateDataProviderMessage
---@field DataProviderName? string
---@field Description? string
---@field Engine string
---@field Settings (aws.dms.DataProviderSettings|aws.dms.DataProviderSettingsInput)
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field Virtual? boolean
---@field [string] aws.NotAMember

---@class aws.dms.CreateDataProviderResponse
---@field DataProvider? aws.dms.DataProvider

---@class (exact) aws.dms.CreateEndpointMessage
---@field CertificateArn? string
---@field DatabaseName? string
---@field DmsTransferSettings? (aws.dms.DmsTransferSettings|aws.dms.DmsTransferSettingsInput)
---@field DocDbSettings? (aws.dms.DocDbSettings|aws.dms.DocDbSettingsInput)
---@field DynamoDbSettings? (aws.dms.DynamoDbSettings|aws.dms.DynamoDbSettingsInput)
---@field ElasticsearchSettings? (aws.dms.ElasticsearchSettings|aws.dms.ElasticsearchSettingsInput)
---@field EndpointIdentifier string
---@field EndpointType aws.dms.ReplicationEndpointTypeValue
---@field EngineName string
---@field ExternalTableDefinition? string
---@field ExtraConnectionAttributes? string
---@field GcpMySQLSettings? (aws.dms.GcpMySQLSettings|aws.dms.GcpMySQLSettingsInput)
---@field IBMDb2Settings? (aws.dms.IBMDb2Settings|aws.dms.IBMDb2SettingsInput)
---@field KafkaSettings? (aws.dms.KafkaSettings|aws.dms.KafkaSettingsInput)
---@field KinesisSettings? (aws.dms.KinesisSettings|aws.dms.KinesisSettingsInput)
---@field KmsKeyId? string
---@field MicrosoftSQLServerSettings? (aws.dms.MicrosoftSQLServerSettings|aws.dms.MicrosoftSQLServerSettingsInput)
---@field MongoDbSettings? (aws.dms.MongoDbSettings|aws.dms.MongoDbSettingsInput)
---@field MySQLSettings? (aws.dms.MySQLSettings|aws.dms.MySQLSettingsInput)
---@field NeptuneSettings? (aws.dms.NeptuneSettings|aws.dms.NeptuneSettingsInput)
---@field OracleSettings? (aws.dms.OracleSettings|aws.dms.OracleSettingsInput)
---@field Password? string
---@field Port? integer
---@field PostgreSQLSettings? (aws.dms.PostgreSQLSettings|aws.dms.PostgreSQLSettingsInput)
---@field RedisSettings? (aws.dms.RedisSettings|aws.dms.RedisSettingsInput)
---@field RedshiftSettings? (aws.dms.RedshiftSettings|aws.dms.RedshiftSettingsInput)
---@field ResourceIdentifier? string
---@field S3Settings? (aws.dms.S3Settings|aws.dms.S3SettingsInput)
---@field ServerName? string
---@field ServiceAccessRoleArn? string
---@field SslMode? aws.dms.DmsSslModeValue
---@field SybaseSettings? (aws.dms.SybaseSettings|aws.dms.SybaseSettingsInput)
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field TimestreamSettings? (aws.dms.TimestreamSettings|aws.dms.TimestreamSettingsInput)
---@field Username? string
---@field [string] aws.NotAMember

---@class aws.dms.CreateEndpointResponse
---@field Endpoint? aws.dms.Endpoint

---@class (exact) aws.dms.CreateEventSubscriptionMessage
---@field Enabled? boolean
---@field EventCategories? string[]
---@field SnsTopicArn string
---@field SourceIds? string[]
---@field SourceType? string
---@field SubscriptionName string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.CreateEventSubscriptionResponse
---@field EventSubscription? aws.dms.EventSubscription

---@class (exact) aws.dms.CreateFleetAdvisorCollectorRequest
---@field CollectorName string
---@field Description? string
---@field S3BucketName string
---@field ServiceAccessRoleArn string
---@field [string] aws.NotAMember

---@class aws.dms.CreateFleetAdvisorCollectorResponse
---@field CollectorName? string
---@field CollectorReferencedId? string
---@field Description? string
---@field S3BucketName? string
---@field ServiceAccessRoleArn? string

---@class (exact) aws.dms.CreateInstanceProfileMessage
---@field AvailabilityZone? string
---@field Description? string
---@field InstanceProfileName? string
---@field KmsKeyArn? string
---@field NetworkType? string
---@field PubliclyAccessible? boolean
---@field SubnetGroupIdentifier? string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field VpcSecurityGroups? string[]
---@field [string] aws.NotAMember

---@class aws.dms.CreateInstanceProfileResponse
---@field InstanceProfile? aws.dms.InstanceProfile

---@class (exact) aws.dms.CreateMigrationProjectMessage
---@field Description? string
---@field InstanceProfileIdentifier string
---@field MigrationProjectName? string
---@field SchemaConversionApplicationAttributes? (aws.dms.SCApplicationAttributes|aws.dms.SCApplicationAttributesInput)
---@field SourceDataProviderDescriptors aws.dms.DataProviderDescriptorDefinition[]
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field TargetDataProviderDescriptors aws.dms.DataProviderDescriptorDefinition[]
---@field TransformationRules? string
---@field [string] aws.NotAMember

---@class aws.dms.CreateMigrationProjectResponse
---@field MigrationProject? aws.dms.MigrationProject

---@class (exact) aws.dms.CreateReplicationConfigMessage
---@field ComputeConfig (aws.dms.ComputeConfig|aws.dms.ComputeConfigInput)
---@field ReplicationConfigIdentifier string
---@field ReplicationSettings? string
---@field ReplicationType aws.dms.MigrationTypeValue
---@field ResourceIdentifier? string
---@field SourceEndpointArn string
---@field SupplementalSettings? string
---@field TableMappings string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field TargetEndpointArn string
---@field [string] aws.NotAMember

---@class aws.dms.CreateReplicationConfigResponse
---@field ReplicationConfig? aws.dms.ReplicationConfig

---@class (exact) aws.dms.CreateReplicationInstanceMessage
---@field AllocatedStorage? integer
---@field AutoMinorVersionUpgrade? boolean
---@field AvailabilityZone? string
---@field DnsNameServers? string
---@field EngineVersion? string
---@field KerberosAuthenticationSettings? (aws.dms.KerberosAuthenticationSettings|aws.dms.KerberosAuthenticationSettingsInput)
---@field KmsKeyId? string
---@field MultiAZ? boolean
---@field NetworkType? string
---@field PreferredMaintenanceWindow? string
---@field PubliclyAccessible? boolean
---@field ReplicationInstanceClass string
---@field ReplicationInstanceIdentifier string
---@field ReplicationSubnetGroupIdentifier? string
---@field ResourceIdentifier? string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field VpcSecurityGroupIds? string[]
---@field [string] aws.NotAMember

---@class aws.dms.CreateReplicationInstanceResponse
---@field ReplicationInstance? aws.dms.ReplicationInstance

---@class (exact) aws.dms.CreateReplicationSubnetGroupMessage
---@field ReplicationSubnetGroupDescription string
---@field ReplicationSubnetGroupIdentifier string
---@field SubnetIds string[]
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.CreateReplicationSubnetGroupResponse
---@field ReplicationSubnetGroup? aws.dms.ReplicationSubnetGroup

---@class (exact) aws.dms.CreateReplicationTaskMessage
---@field CdcStartPosition? string
---@field CdcStartTime? number seconds since the epoch
---@field CdcStopPosition? string
---@field MigrationType aws.dms.MigrationTypeValue
---@field ReplicationInstanceArn string
---@field ReplicationTaskIdentifier string
---@field ReplicationTaskSettings? string
---@field ResourceIdentifier? string
---@field SourceEndpointArn string
---@field TableMappings string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field TargetEndpointArn string
---@field TaskData? string
---@field [string] aws.NotAMember

---@class aws.dms.CreateReplicationTaskResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@alias aws.dms.DataFormatValue "csv"|"parquet"

---@class aws.dms.DataMigration
---@field DataMigrationArn? string
---@field DataMigrationCidrBlocks? string[]
---@field DataMigrationCreateTime? number seconds since the epoch
---@field DataMigrationEndTime? number seconds since the epoch
---@field DataMigrationName? string
---@field DataMigrationSettings? aws.dms.DataMigrationSettings
---@field DataMigrationStartTime? number seconds since the epoch
---@field DataMigrationStatistics? aws.dms.DataMigrationStatistics
---@field DataMigrationStatus? string
---@field DataMigrationType? aws.dms.MigrationTypeValue
---@field LastFailureMessage? string
---@field MigrationProjectArn? string
---@field PublicIpAddresses? string[]
---@field ServiceAccessRoleArn? string
---@field SourceDataSettings? aws.dms.SourceDataSetting[]
---@field StopReason? string
---@field TargetDataSettings? aws.dms.TargetDataSetting[]

---@class aws.dms.DataMigrationSettings
---@field CloudwatchLogsEnabled? boolean
---@field NumberOfJobs? integer
---@field SelectionRules? string

---@class aws.dms.DataMigrationStatistics
---@field CDCLatency? integer
---@field ElapsedTimeMillis? integer
---@field FullLoadPercentage? integer
---@field StartTime? number seconds since the epoch
---@field StopTime? number seconds since the epoch
---@field TablesErrored? integer
---@field TablesLoaded? integer
---@field TablesLoading? integer
---@field TablesQueued? integer

---@class aws.dms.DataProvider
---@field DataProviderArn? string
---@field DataProviderCreationTime? number seconds since the epoch
---@field DataProviderName? string
---@field Description? string
---@field Engine? string
---@field Settings? aws.dms.DataProviderSettings
---@field Virtual? boolean

---@class aws.dms.DataProviderDescriptor
---@field DataProviderArn? string
---@field DataProviderName? string
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string

---@class (exact) aws.dms.DataProviderDescriptorDefinition
---@field DataProviderIdentifier string
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field [string] aws.NotAMember

---@class aws.dms.DataProviderSettings exactly one member is set
---@field DocDbSettings? aws.dms.DocDbDataProviderSettings
---@field IbmDb2LuwSettings? aws.dms.IbmDb2LuwDataProviderSettings
---@field IbmDb2zOsSettings? aws.dms.IbmDb2zOsDataProviderSettings
---@field MariaDbSettings? aws.dms.MariaDbDataProviderSettings
---@field MicrosoftSqlServerSettings? aws.dms.MicrosoftSqlServerDataProviderSettings
---@field MongoDbSettings? aws.dms.MongoDbDataProviderSettings
---@field MySqlSettings? aws.dms.MySqlDataProviderSettings
---@field OracleSettings? aws.dms.OracleDataProviderSettings
---@field PostgreSqlSettings? aws.dms.PostgreSqlDataProviderSettings
---@field RedshiftSettings? aws.dms.RedshiftDataProviderSettings
---@field SybaseAseSettings? aws.dms.SybaseAseDataProviderSettings
---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known

---@class (exact) aws.dms.DataProviderSettingsInput: aws.dms.DataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.DatabaseInstanceSoftwareDetailsResponse
---@field Engine? string
---@field EngineEdition? string
---@field EngineVersion? string
---@field OsArchitecture? integer
---@field ServicePack? string
---@field SupportLevel? string
---@field Tooltip? string

---@alias aws.dms.DatabaseMode "babelfish"|"default"

---@class aws.dms.DatabaseResponse
---@field Collectors? aws.dms.CollectorShortInfoResponse[]
---@field DatabaseId? string
---@field DatabaseName? string
---@field IpAddress? string
---@field NumberOfSchemas? integer
---@field Server? aws.dms.ServerShortInfoResponse
---@field SoftwareDetails? aws.dms.DatabaseInstanceSoftwareDetailsResponse

---@class aws.dms.DatabaseShortInfoResponse
---@field DatabaseEngine? string
---@field DatabaseId? string
---@field DatabaseIpAddress? string
---@field DatabaseName? string

---@alias aws.dms.DatePartitionDelimiterValue "DASH"|"NONE"|"SLASH"|"UNDERSCORE"

---@alias aws.dms.DatePartitionSequenceValue "DDMMYYYY"|"MMYYYYDD"|"YYYYMM"|"YYYYMMDD"|"YYYYMMDDHH"

---@class aws.dms.DefaultErrorDetails
---@field Message? string

---@class (exact) aws.dms.DeleteCertificateMessage
---@field CertificateArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteCertificateResponse
---@field Certificate? aws.dms.Certificate

---@class (exact) aws.dms.DeleteCollectorRequest
---@field CollectorReferencedId string
---@field [string] aws.NotAMember

---@class (exact) aws.dms.DeleteConnectionMessage
---@field EndpointArn string
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteConnectionResponse
---@field Connection? aws.dms.Connection

---@class (exact) aws.dms.DeleteDataMigrationMessage
---@field DataMigrationIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteDataMigrationResponse
---@field DataMigration? aws.dms.DataMigration

---@class (exact) aws.dms.DeleteDataProviderMessage
---@field DataProviderIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteDataProviderResponse
---@field DataProvider? aws.dms.DataProvider

---@class (exact) aws.dms.DeleteEndpointMessage
---@field EndpointArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteEndpointResponse
---@field Endpoint? aws.dms.Endpoint

---@class (exact) aws.dms.DeleteEventSubscriptionMessage
---@field SubscriptionName string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteEventSubscriptionResponse
---@field EventSubscription? aws.dms.EventSubscription

---@class (exact) aws.dms.DeleteFleetAdvisorDatabasesRequest
---@field DatabaseIds string[]
---@field [string] aws.NotAMember

---@class aws.dms.DeleteFleetAdvisorDatabasesResponse
---@field DatabaseIds? string[]

---@class (exact) aws.dms.DeleteInstanceProfileMessage
---@field InstanceProfileIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteInstanceProfileResponse
---@field InstanceProfile? aws.dms.InstanceProfile

---@class (exact) aws.dms.DeleteMigrationProjectMessage
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteMigrationProjectResponse
---@field MigrationProject? aws.dms.MigrationProject

---@class (exact) aws.dms.DeleteReplicationConfigMessage
---@field ReplicationConfigArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteReplicationConfigResponse
---@field ReplicationConfig? aws.dms.ReplicationConfig

---@class (exact) aws.dms.DeleteReplicationInstanceMessage
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteReplicationInstanceResponse
---@field ReplicationInstance? aws.dms.ReplicationInstance

---@class (exact) aws.dms.DeleteReplicationSubnetGroupMessage
---@field ReplicationSubnetGroupIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteReplicationSubnetGroupResponse

---@class (exact) aws.dms.DeleteReplicationTaskAssessmentRunMessage
---@field ReplicationTaskAssessmentRunArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteReplicationTaskAssessmentRunResponse
---@field ReplicationTaskAssessmentRun? aws.dms.ReplicationTaskAssessmentRun

---@class (exact) aws.dms.DeleteReplicationTaskMessage
---@field ReplicationTaskArn string
---@field [string] aws.NotAMember

---@class aws.dms.DeleteReplicationTaskResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@class (exact) aws.dms.DescribeAccountAttributesMessage
---@field [string] aws.NotAMember

---@class aws.dms.DescribeAccountAttributesResponse
---@field AccountQuotas? aws.dms.AccountQuota[]
---@field UniqueAccountIdentifier? string

---@class (exact) aws.dms.DescribeApplicableIndividualAssessmentsMessage
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationType? aws.dms.MigrationTypeValue
---@field ReplicationConfigArn? string
---@field ReplicationInstanceArn? string
---@field ReplicationTaskArn? string
---@field SourceEngineName? string
---@field TargetEngineName? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeApplicableIndividualAssessmentsResponse
---@field IndividualAssessmentNames? string[]
---@field Marker? string

---@class (exact) aws.dms.DescribeCertificatesMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeCertificatesResponse
---@field Certificates? aws.dms.Certificate[]
---@field Marker? string

---@class (exact) aws.dms.DescribeConnectionsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeConnectionsResponse
---@field Connections? aws.dms.Connection[]
---@field Marker? string

---@class (exact) aws.dms.DescribeConversionConfigurationMessage
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeConversionConfigurationResponse
---@field ConversionConfiguration? string
---@field MigrationProjectIdentifier? string

---@class (exact) aws.dms.DescribeDataMigrationsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field WithoutSettings? boolean
---@field WithoutStatistics? boolean
---@field [string] aws.NotAMember

---@class aws.dms.DescribeDataMigrationsResponse
---@field DataMigrations? aws.dms.DataMigration[]
---@field Marker? string

---@class (exact) aws.dms.DescribeDataProvidersMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeDataProvidersResponse
---@field DataProviders? aws.dms.DataProvider[]
---@field Marker? string

---@class (exact) aws.dms.DescribeEndpointSettingsMessage
---@field EngineName string
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEndpointSettingsResponse
---@field EndpointSettings? aws.dms.EndpointSetting[]
---@field Marker? string

---@class (exact) aws.dms.DescribeEndpointTypesMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEndpointTypesResponse
---@field Marker? string
---@field SupportedEndpointTypes? aws.dms.SupportedEndpointType[]

---@class (exact) aws.dms.DescribeEndpointsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEndpointsResponse
---@field Endpoints? aws.dms.Endpoint[]
---@field Marker? string

---@class (exact) aws.dms.DescribeEngineVersionsMessage
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEngineVersionsResponse
---@field EngineVersions? aws.dms.EngineVersion[]
---@field Marker? string

---@class (exact) aws.dms.DescribeEventCategoriesMessage
---@field Filters? aws.dms.Filter[]
---@field SourceType? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEventCategoriesResponse
---@field EventCategoryGroupList? aws.dms.EventCategoryGroup[]

---@class (exact) aws.dms.DescribeEventSubscriptionsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field SubscriptionName? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEventSubscriptionsResponse
---@field EventSubscriptionsList? aws.dms.EventSubscription[]
---@field Marker? string

---@class (exact) aws.dms.DescribeEventsMessage
---@field Duration? integer
---@field EndTime? number seconds since the epoch
---@field EventCategories? string[]
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field SourceIdentifier? string
---@field SourceType? aws.dms.SourceType
---@field StartTime? number seconds since the epoch
---@field [string] aws.NotAMember

---@class aws.dms.DescribeEventsResponse
---@field Events? aws.dms.Event[]
---@field Marker? string

---@class (exact) aws.dms.DescribeExtensionPackAssociationsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeExtensionPackAssociationsResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeFleetAdvisorCollectorsRequest
---@field Filters? aws.dms.Filter[]
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeFleetAdvisorCollectorsResponse
---@field Collectors? aws.dms.CollectorResponse[]
---@field NextToken? string

---@class (exact) aws.dms.DescribeFleetAdvisorDatabasesRequest
---@field Filters? aws.dms.Filter[]
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeFleetAdvisorDatabasesResponse
---@field Databases? aws.dms.DatabaseResponse[]
---@field NextToken? string

---@class (exact) aws.dms.DescribeFleetAdvisorLsaAnalysisRequest
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeFleetAdvisorLsaAnalysisResponse
---@field Analysis? aws.dms.FleetAdvisorLsaAnalysisResponse[]
---@field NextToken? string

---@class (exact) aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest
---@field Filters? aws.dms.Filter[]
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponse
---@field FleetAdvisorSchemaObjects? aws.dms.FleetAdvisorSchemaObjectResponse[]
---@field NextToken? string

---@class (exact) aws.dms.DescribeFleetAdvisorSchemasRequest
---@field Filters? aws.dms.Filter[]
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeFleetAdvisorSchemasResponse
---@field FleetAdvisorSchemas? aws.dms.SchemaResponse[]
---@field NextToken? string

---@class (exact) aws.dms.DescribeInstanceProfilesMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeInstanceProfilesResponse
---@field InstanceProfiles? aws.dms.InstanceProfile[]
---@field Marker? string

---@class (exact) aws.dms.DescribeMetadataModelAssessmentsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelAssessmentsResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeMetadataModelChildrenMessage
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field Origin aws.dms.OriginTypeValue
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelChildrenResponse
---@field Marker? string
---@field MetadataModelChildren? aws.dms.MetadataModelReference[]

---@class (exact) aws.dms.DescribeMetadataModelConversionsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelConversionsResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeMetadataModelCreationsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelCreationsResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeMetadataModelExportsAsScriptMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelExportsAsScriptResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeMetadataModelExportsToTargetMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelExportsToTargetResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeMetadataModelImportsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelImportsResponse
---@field Marker? string
---@field Requests? aws.dms.SchemaConversionRequest[]

---@class (exact) aws.dms.DescribeMetadataModelMessage
---@field MigrationProjectIdentifier string
---@field Origin aws.dms.OriginTypeValue
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMetadataModelResponse
---@field Definition? string
---@field MetadataModelName? string
---@field MetadataModelType? string
---@field TargetMetadataModels? aws.dms.MetadataModelReference[]

---@class (exact) aws.dms.DescribeMigrationProjectsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeMigrationProjectsResponse
---@field Marker? string
---@field MigrationProjects? aws.dms.MigrationProject[]

---@class (exact) aws.dms.DescribeOrderableReplicationInstancesMessage
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeOrderableReplicationInstancesResponse
---@field Marker? string
---@field OrderableReplicationInstances? aws.dms.OrderableReplicationInstance[]

---@class (exact) aws.dms.DescribePendingMaintenanceActionsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field ReplicationInstanceArn? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribePendingMaintenanceActionsResponse
---@field Marker? string
---@field PendingMaintenanceActions? aws.dms.ResourcePendingMaintenanceActions[]

---@class (exact) aws.dms.DescribeRecommendationLimitationsRequest
---@field Filters? aws.dms.Filter[]
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeRecommendationLimitationsResponse
---@field Limitations? aws.dms.Limitation[]
---@field NextToken? string

---@class (exact) aws.dms.DescribeRecommendationsRequest
---@field Filters? aws.dms.Filter[]
---@field MaxRecords? integer
---@field NextToken? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeRecommendationsResponse
---@field NextToken? string
---@field Recommendations? aws.dms.Recommendation[]

---@class (exact) aws.dms.DescribeRefreshSchemasStatusMessage
---@field EndpointArn string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeRefreshSchemasStatusResponse
---@field RefreshSchemasStatus? aws.dms.RefreshSchemasStatus

---@class (exact) aws.dms.DescribeReplicationConfigsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationConfigsResponse
---@field Marker? string
---@field ReplicationConfigs? aws.dms.ReplicationConfig[]

---@class (exact) aws.dms.DescribeReplicationInstanceTaskLogsMessage
---@field Marker? string
---@field MaxRecords? integer
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationInstanceTaskLogsResponse
---@field Marker? string
---@field ReplicationInstanceArn? string
---@field ReplicationInstanceTaskLogs? aws.dms.ReplicationInstanceTaskLog[]

---@class (exact) aws.dms.DescribeReplicationInstancesMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationInstancesResponse
---@field Marker? string
---@field ReplicationInstances? aws.dms.ReplicationInstance[]

---@class (exact) aws.dms.DescribeReplicationSubnetGroupsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationSubnetGroupsResponse
---@field Marker? string
---@field ReplicationSubnetGroups? aws.dms.ReplicationSubnetGroup[]

---@class (exact) aws.dms.DescribeReplicationTableStatisticsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field ReplicationConfigArn string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationTableStatisticsResponse
---@field Marker? string
---@field ReplicationConfigArn? string
---@field ReplicationTableStatistics? aws.dms.TableStatistics[]

---@class (exact) aws.dms.DescribeReplicationTaskAssessmentResultsMessage
---@field Marker? string
---@field MaxRecords? integer
---@field ReplicationTaskArn? string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationTaskAssessmentResultsResponse
---@field BucketName? string
---@field Marker? string
---@field ReplicationTaskAssessmentResults? aws.dms.ReplicationTaskAssessmentResult[]

---@class (exact) aws.dms.DescribeReplicationTaskAssessmentRunsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationTaskAssessmentRunsResponse
---@field Marker? string
---@field ReplicationTaskAssessmentRuns? aws.dms.ReplicationTaskAssessmentRun[]

---@class (exact) aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationTaskIndividualAssessmentsResponse
---@field Marker? string
---@field ReplicationTaskIndividualAssessments? aws.dms.ReplicationTaskIndividualAssessment[]

---@class (exact) aws.dms.DescribeReplicationTasksMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field WithoutSettings? boolean
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationTasksResponse
---@field Marker? string
---@field ReplicationTasks? aws.dms.ReplicationTask[]

---@class (exact) aws.dms.DescribeReplicationsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeReplicationsResponse
---@field Marker? string
---@field Replications? aws.dms.Replication[]

---@class (exact) aws.dms.DescribeSchemasMessage
---@field EndpointArn string
---@field Marker? string
---@field MaxRecords? integer
---@field [string] aws.NotAMember

---@class aws.dms.DescribeSchemasResponse
---@field Marker? string
---@field Schemas? string[]

---@class (exact) aws.dms.DescribeTableStatisticsMessage
---@field Filters? aws.dms.Filter[]
---@field Marker? string
---@field MaxRecords? integer
---@field ReplicationTaskArn string
---@field [string] aws.NotAMember

---@class aws.dms.DescribeTableStatisticsResponse
---@field Marker? string
---@field ReplicationTaskArn? string
---@field TableStatistics? aws.dms.TableStatistics[]

---@alias aws.dms.DmsSslModeValue "none"|"require"|"verify-ca"|"verify-full"

---@class aws.dms.DmsTransferSettings
---@field BucketName? string
---@field ServiceAccessRoleArn? string

---@class (exact) aws.dms.DmsTransferSettingsInput: aws.dms.DmsTransferSettings
---@field [string] aws.NotAMember

---@class aws.dms.DocDbDataProviderSettings
---@field CertificateArn? string
---@field DatabaseName? string
---@field Port? integer
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.DocDbDataProviderSettingsInput: aws.dms.DocDbDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.DocDbSettings
---@field DatabaseName? string
---@field DocsToInvestigate? integer
---@field ExtractDocId? boolean
---@field KmsKeyId? string
---@field NestingLevel? aws.dms.NestingLevelValue
---@field Password? string
---@field Port? integer
---@field ReplicateShardCollections? boolean
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field UseUpdateLookUp? boolean
---@field Username? string

---@class (exact) aws.dms.DocDbSettingsInput: aws.dms.DocDbSettings
---@field [string] aws.NotAMember

---@class aws.dms.DynamoDbSettings
---@field ServiceAccessRoleArn string

---@class (exact) aws.dms.DynamoDbSettingsInput: aws.dms.DynamoDbSettings
---@field [string] aws.NotAMember

---@class aws.dms.ElasticsearchSettings
---@field EndpointUri string
---@field ErrorRetryDuration? integer
---@field FullLoadErrorPercentage? integer
---@field ServiceAccessRoleArn string
---@field UseNewMappingType? boolean

---@class (exact) aws.dms.ElasticsearchSettingsInput: aws.dms.ElasticsearchSettings
---@field [string] aws.NotAMember

---@alias aws.dms.EncodingTypeValue "plain"|"plain-dictionary"|"rle-dictionary"

---@alias aws.dms.EncryptionModeValue "sse-kms"|"sse-s3"

---@class aws.dms.Endpoint
---@field CertificateArn? string
---@field DatabaseName? string
---@field DmsTransferSettings? aws.dms.DmsTransferSettings
---@field DocDbSettings? aws.dms.DocDbSettings
---@field DynamoDbSettings? aws.dms.DynamoDbSettings
---@field ElasticsearchSettings? aws.dms.ElasticsearchSettings
---@field EndpointArn? string
---@field EndpointIdentifier? string
---@field EndpointType? aws.dms.ReplicationEndpointTypeValue
---@field EngineDisplayName? string
---@field EngineName? string
---@field ExternalId? string
---@field ExternalTableDefinition? string
---@field ExtraConnectionAttributes? string
---@field GcpMySQLSettings? aws.dms.GcpMySQLSettings
---@field IBMDb2Settings? aws.dms.IBMDb2Settings
---@field IsReadOnly? boolean
---@field KafkaSettings? aws.dms.KafkaSettings
---@field KinesisSettings? aws.dms.KinesisSettings
---@field KmsKeyId? string
---@field LakehouseSettings? aws.dms.LakehouseSettings
---@field MicrosoftSQLServerSettings? aws.dms.MicrosoftSQLServerSettings
---@field MongoDbSettings? aws.dms.MongoDbSettings
---@field MySQLSettings? aws.dms.MySQLSettings
---@field NeptuneSettings? aws.dms.NeptuneSettings
---@field OracleSettings? aws.dms.OracleSettings
---@field Port? integer
---@field PostgreSQLSettings? aws.dms.PostgreSQLSettings
---@field RedisSettings? aws.dms.RedisSettings
---@field RedshiftSettings? aws.dms.RedshiftSettings
---@field S3Settings? aws.dms.S3Settings
---@field ServerName? string
---@field ServiceAccessRoleArn? string
---@field SslMode? aws.dms.DmsSslModeValue
---@field Status? string
---@field SybaseSettings? aws.dms.SybaseSettings
---@field TimestreamSettings? aws.dms.TimestreamSettings
---@field Username? string

---@class aws.dms.EndpointSetting
---@field Applicability? string
---@field DefaultValue? string
---@field EnumValues? string[]
---@field IntValueMax? integer
---@field IntValueMin? integer
---@field Name? string
---@field Sensitive? boolean
---@field Type? aws.dms.EndpointSettingTypeValue
---@field Units? string

---@alias aws.dms.EndpointSettingTypeValue "boolean"|"enum"|"integer"|"string"

---@class aws.dms.EngineVersion
---@field AutoUpgradeDate? number seconds since the epoch
---@field AvailableUpgrades? string[]
---@field DeprecationDate? number seconds since the epoch
---@field ForceUpgradeDate? number seconds since the epoch
---@field LaunchDate? number seconds since the epoch
---@field Lifecycle? string
---@field ReleaseStatus? aws.dms.ReleaseStatusValues
---@field Version? string

---@class aws.dms.ErrorDetails exactly one member is set
---@field defaultErrorDetails? aws.dms.DefaultErrorDetails
---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known

---@class aws.dms.Event
---@field Date? number seconds since the epoch
---@field EventCategories? string[]
---@field Message? string
---@field SourceIdentifier? string
---@field SourceType? aws.dms.SourceType

---@class aws.dms.EventCategoryGroup
---@field EventCategories? string[]
---@field SourceType? string

---@class aws.dms.EventSubscription
---@field CustSubscriptionId? string
---@field CustomerAwsId? string
---@field Enabled? boolean
---@field EventCategoriesList? string[]
---@field SnsTopicArn? string
---@field SourceIdsList? string[]
---@field SourceType? string
---@field Status? string
---@field SubscriptionCreationTime? string

---@class (exact) aws.dms.ExportMetadataModelAssessmentMessage
---@field AssessmentReportTypes? aws.dms.AssessmentReportType[]
---@field FileName? string
---@field MigrationProjectIdentifier string
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.ExportMetadataModelAssessmentResponse
---@field CsvReport? aws.dms.ExportMetadataModelAssessmentResultEntry
---@field PdfReport? aws.dms.ExportMetadataModelAssessmentResultEntry

---@class aws.dms.ExportMetadataModelAssessmentResultEntry
---@field ObjectURL? string
---@field S3ObjectKey? string

---@class aws.dms.ExportSqlDetails
---@field ObjectURL? string
---@field S3ObjectKey? string

---@class aws.dms.FailedDependencyFault
---@field message? string

---@class (exact) aws.dms.Filter
---@field Name string
---@field Values string[]
---@field [string] aws.NotAMember

---@class aws.dms.FleetAdvisorLsaAnalysisResponse
---@field LsaAnalysisId? string
---@field Status? string

---@class aws.dms.FleetAdvisorSchemaObjectResponse
---@field CodeLineCount? integer
---@field CodeSize? integer
---@field NumberOfObjects? integer
---@field ObjectType? string
---@field SchemaId? string

---@class aws.dms.GcpMySQLSettings
---@field AfterConnectScript? string
---@field CleanSourceMetadataOnMismatch? boolean
---@field DatabaseName? string
---@field EventsPollInterval? integer
---@field MaxFileSize? integer
---@field ParallelLoadThreads? integer
---@field Password? string
---@field Port? integer
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field ServerTimezone? string
---@field TargetDbType? aws.dms.TargetDbType
---@field Username? string

---@class (exact) aws.dms.GcpMySQLSettingsInput: aws.dms.GcpMySQLSettings
---@field [string] aws.NotAMember

---@class (exact) aws.dms.GetTargetSelectionRulesMessage
---@field MigrationProjectIdentifier string
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.GetTargetSelectionRulesResponse
---@field TargetSelectionRules? string

---@class aws.dms.IBMDb2Settings
---@field CurrentLsn? string
---@field DatabaseName? string
---@field KeepCsvFiles? boolean
---@field LoadTimeout? integer
---@field MaxFileSize? integer
---@field MaxKBytesPerRead? integer
---@field Password? string
---@field Port? integer
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field SetDataCaptureChanges? boolean
---@field Username? string
---@field WriteBufferSize? integer

---@class (exact) aws.dms.IBMDb2SettingsInput: aws.dms.IBMDb2Settings
---@field [string] aws.NotAMember

---@class aws.dms.IbmDb2LuwDataProviderSettings
---@field CertificateArn? string
---@field DatabaseName? string
---@field EncryptionAlgorithm? integer
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field SecurityMechanism? integer
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.IbmDb2LuwDataProviderSettingsInput: aws.dms.IbmDb2LuwDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.IbmDb2zOsDataProviderSettings
---@field CertificateArn? string
---@field DatabaseName? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.IbmDb2zOsDataProviderSettingsInput: aws.dms.IbmDb2zOsDataProviderSettings
---@field [string] aws.NotAMember

---@class (exact) aws.dms.ImportCertificateMessage
---@field CertificateIdentifier string
---@field CertificatePem? string
---@field CertificateWallet? string
---@field KmsKeyId? string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.ImportCertificateResponse
---@field Certificate? aws.dms.Certificate

---@class aws.dms.InstanceProfile
---@field AvailabilityZone? string
---@field Description? string
---@field InstanceProfileArn? string
---@field InstanceProfileCreationTime? number seconds since the epoch
---@field InstanceProfileName? string
---@field KmsKeyArn? string
---@field NetworkType? string
---@field PubliclyAccessible? boolean
---@field SubnetGroupIdentifier? string
---@field VpcSecurityGroups? string[]

---@class aws.dms.InsufficientResourceCapacityFault
---@field message? string

---@class aws.dms.InvalidCertificateFault
---@field message? string

---@class aws.dms.InvalidOperationFault
---@field message? string

---@class aws.dms.InvalidResourceStateFault
---@field message? string

---@class aws.dms.InvalidSubnet
---@field message? string

---@class aws.dms.InventoryData
---@field NumberOfDatabases? integer
---@field NumberOfSchemas? integer

---@class aws.dms.KMSAccessDeniedFault
---@field message? string

---@class aws.dms.KMSDisabledFault
---@field message? string

---@class aws.dms.KMSFault
---@field message? string

---@class aws.dms.KMSInvalidStateFault
---@field message? string

---@class aws.dms.KMSKeyNotAccessibleFault
---@field message? string

---@class aws.dms.KMSNotFoundFault
---@field message? string

---@class aws.dms.KMSThrottlingFault
---@field message? string

---@alias aws.dms.KafkaSaslMechanism "plain"|"scram-sha-512"

---@alias aws.dms.KafkaSecurityProtocol "plaintext"|"sasl-ssl"|"ssl-authentication"|"ssl-encryption"

---@class aws.dms.KafkaSettings
---@field Broker? string
---@field IncludeControlDetails? boolean
---@field IncludeNullAndEmpty? boolean
---@field IncludePartitionValue? boolean
---@field IncludeTableAlterOperations? boolean
---@field IncludeTransactionDetails? boolean
---@field MessageFormat? aws.dms.MessageFormatValue
---@field MessageMaxBytes? integer
---@field NoHexPrefix? boolean
---@field PartitionIncludeSchemaTable? boolean
---@field SaslMechanism? aws.dms.KafkaSaslMechanism
---@field SaslPassword? string
---@field SaslUsername? string
---@field SecurityProtocol? aws.dms.KafkaSecurityProtocol
---@field SslCaCertificateArn? string
---@field SslClientCertificateArn? string
---@field SslClientKeyArn? string
---@field SslClientKeyPassword? string
---@field SslEndpointIdentificationAlgorithm? aws.dms.KafkaSslEndpointIdentificationAlgorithm
---@field Topic? string
---@field UseLargeIntegerValue? boolean

---@class (exact) aws.dms.KafkaSettingsInput: aws.dms.KafkaSettings
---@field [string] aws.NotAMember

---@alias aws.dms.KafkaSslEndpointIdentificationAlgorithm "https"|"none"

---@class aws.dms.KerberosAuthenticationSettings
---@field KeyCacheSecretIamArn? string
---@field KeyCacheSecretId? string
---@field Krb5FileContents? string

---@class (exact) aws.dms.KerberosAuthenticationSettingsInput: aws.dms.KerberosAuthenticationSettings
---@field [string] aws.NotAMember

---@class aws.dms.KinesisSettings
---@field IncludeControlDetails? boolean
---@field IncludeNullAndEmpty? boolean
---@field IncludePartitionValue? boolean
---@field IncludeTableAlterOperations? boolean
---@field IncludeTransactionDetails? boolean
---@field MessageFormat? aws.dms.MessageFormatValue
---@field NoHexPrefix? boolean
---@field PartitionIncludeSchemaTable? boolean
---@field ServiceAccessRoleArn? string
---@field StreamArn? string
---@field UseLargeIntegerValue? boolean

---@class (exact) aws.dms.KinesisSettingsInput: aws.dms.KinesisSettings
---@field [string] aws.NotAMember

---@class aws.dms.LakehouseSettings
---@field Arn string

---@class aws.dms.Limitation
---@field DatabaseId? string
---@field Description? string
---@field EngineName? string
---@field Impact? string
---@field Name? string
---@field Type? string

---@class (exact) aws.dms.ListTagsForResourceMessage
---@field ResourceArn? string
---@field ResourceArnList? string[]
---@field [string] aws.NotAMember

---@class aws.dms.ListTagsForResourceResponse
---@field TagList? aws.dms.Tag[]

---@alias aws.dms.LongVarcharMappingType "clob"|"nclob"|"wstring"

---@class aws.dms.MariaDbDataProviderSettings
---@field CertificateArn? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.MariaDbDataProviderSettingsInput: aws.dms.MariaDbDataProviderSettings
---@field [string] aws.NotAMember

---@alias aws.dms.MessageFormatValue "json"|"json-unformatted"

---@class (exact) aws.dms.MetadataModelProperties exactly one member is set
---@field StatementProperties? aws.dms.StatementProperties
---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known
---@field [string] aws.NotAMember

---@class aws.dms.MetadataModelReference
---@field MetadataModelName? string
---@field SelectionRules? string

---@class aws.dms.MicrosoftSQLServerSettings
---@field AuthenticationMethod? aws.dms.SqlServerAuthenticationMethod
---@field BcpPacketSize? integer
---@field ControlTablesFileGroup? string
---@field DatabaseName? string
---@field ForceLobLookup? boolean
---@field Password? string
---@field Port? integer
---@field QuerySingleAlwaysOnNode? boolean
---@field ReadBackupOnly? boolean
---@field SafeguardPolicy? aws.dms.SafeguardPolicy
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field TlogAccessMode? aws.dms.TlogAccessMode
---@field TrimSpaceInChar? boolean
---@field UseBcpFullLoad? boolean
---@field UseThirdPartyBackupDevice? boolean
---@field Username? string

---@class (exact) aws.dms.MicrosoftSQLServerSettingsInput: aws.dms.MicrosoftSQLServerSettings
---@field [string] aws.NotAMember

---@class aws.dms.MicrosoftSqlServerDataProviderSettings
---@field CertificateArn? string
---@field DatabaseName? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.MicrosoftSqlServerDataProviderSettingsInput: aws.dms.MicrosoftSqlServerDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.MigrationProject
---@field Description? string
---@field InstanceProfileArn? string
---@field InstanceProfileName? string
---@field MigrationProjectArn? string
---@field MigrationProjectCreationTime? number seconds since the epoch
---@field MigrationProjectName? string
---@field SchemaConversionApplicationAttributes? aws.dms.SCApplicationAttributes
---@field SourceDataProviderDescriptors? aws.dms.DataProviderDescriptor[]
---@field TargetDataProviderDescriptors? aws.dms.DataProviderDescriptor[]
---@field TransformationRules? string

---@alias aws.dms.MigrationTypeValue "cdc"|"full-load"|"full-load-and-cdc"

---@class (exact) aws.dms.ModifyConversionConfigurationMessage
---@field ConversionConfiguration string
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.ModifyConversionConfigurationResponse
---@field MigrationProjectIdentifier? string

---@class (exact) aws.dms.ModifyDataMigrationMessage
---@field DataMigrationIdentifier string
---@field DataMigrationName? string
---@field DataMigrationType? aws.dms.MigrationTypeValue
---@field EnableCloudwatchLogs? boolean
---@field NumberOfJobs? integer
---@field SelectionRules? string
---@field ServiceAccessRoleArn? string
---@field SourceDataSettings? (aws.dms.SourceDataSetting|aws.dms.SourceDataSettingInput)[]
---@field TargetDataSettings? (aws.dms.TargetDataSetting|aws.dms.TargetDataSettingInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.ModifyDataMigrationResponse
---@field DataMigration? aws.dms.DataMigration

---@class (exact) aws.dms.ModifyDataProviderMessage
---@field DataProviderIdentifier string
---@field DataProviderName? string
---@field Description? string
---@field Engine? string
---@field ExactSettings? boolean
---@field Settings? (aws.dms.DataProviderSettings|aws.dms.DataProviderSettingsInput)
---@field Virtual? boolean
---@field [string] aws.NotAMember

---@class aws.dms.ModifyDataProviderResponse
---@field DataProvider? aws.dms.DataProvider

---@class (exact) aws.dms.ModifyEndpointMessage
---@field CertificateArn? string
---@field DatabaseName? string
---@field DmsTransferSettings? (aws.dms.DmsTransferSettings|aws.dms.DmsTransferSettingsInput)
---@field DocDbSettings? (aws.dms.DocDbSettings|aws.dms.DocDbSettingsInput)
---@field DynamoDbSettings? (aws.dms.DynamoDbSettings|aws.dms.DynamoDbSettingsInput)
---@field ElasticsearchSettings? (aws.dms.ElasticsearchSettings|aws.dms.ElasticsearchSettingsInput)
---@field EndpointArn string
---@field EndpointIdentifier? string
---@field EndpointType? aws.dms.ReplicationEndpointTypeValue
---@field EngineName? string
---@field ExactSettings? boolean
---@field ExternalTableDefinition? string
---@field ExtraConnectionAttributes? string
---@field GcpMySQLSettings? (aws.dms.GcpMySQLSettings|aws.dms.GcpMySQLSettingsInput)
---@field IBMDb2Settings? (aws.dms.IBMDb2Settings|aws.dms.IBMDb2SettingsInput)
---@field KafkaSettings? (aws.dms.KafkaSettings|aws.dms.KafkaSettingsInput)
---@field KinesisSettings? (aws.dms.KinesisSettings|aws.dms.KinesisSettingsInput)
---@field MicrosoftSQLServerSettings? (aws.dms.MicrosoftSQLServerSettings|aws.dms.MicrosoftSQLServerSettingsInput)
---@field MongoDbSettings? (aws.dms.MongoDbSettings|aws.dms.MongoDbSettingsInput)
---@field MySQLSettings? (aws.dms.MySQLSettings|aws.dms.MySQLSettingsInput)
---@field NeptuneSettings? (aws.dms.NeptuneSettings|aws.dms.NeptuneSettingsInput)
---@field OracleSettings? (aws.dms.OracleSettings|aws.dms.OracleSettingsInput)
---@field Password? string
---@field Port? integer
---@field PostgreSQLSettings? (aws.dms.PostgreSQLSettings|aws.dms.PostgreSQLSettingsInput)
---@field RedisSettings? (aws.dms.RedisSettings|aws.dms.RedisSettingsInput)
---@field RedshiftSettings? (aws.dms.RedshiftSettings|aws.dms.RedshiftSettingsInput)
---@field S3Settings? (aws.dms.S3Settings|aws.dms.S3SettingsInput)
---@field ServerName? string
---@field ServiceAccessRoleArn? string
---@field SslMode? aws.dms.DmsSslModeValue
---@field SybaseSettings? (aws.dms.SybaseSettings|aws.dms.SybaseSettingsInput)
---@field TimestreamSettings? (aws.dms.TimestreamSettings|aws.dms.TimestreamSettingsInput)
---@field Username? string
---@field [string] aws.NotAMember

---@class aws.dms.ModifyEndpointResponse
---@field Endpoint? aws.dms.Endpoint

---@class (exact) aws.dms.ModifyEventSubscriptionMessage
---@field Enabled? boolean
---@field EventCategories? string[]
---@field SnsTopicArn? string
---@field SourceType? string
---@field SubscriptionName string
---@field [string] aws.NotAMember

---@class aws.dms.ModifyEventSubscriptionResponse
---@field EventSubscription? aws.dms.EventSubscription

---@class (exact) aws.dms.ModifyInstanceProfileMessage
---@field AvailabilityZone? string
---@field Description? string
---@field InstanceProfileIdentifier string
---@field InstanceProfileName? string
---@field KmsKeyArn? string
---@field NetworkType? string
---@field PubliclyAccessible? boolean
---@field SubnetGroupIdentifier? string
---@field VpcSecurityGroups? string[]
---@field [string] aws.NotAMember

---@class aws.dms.ModifyInstanceProfileResponse
---@field InstanceProfile? aws.dms.InstanceProfile

---@class (exact) aws.dms.ModifyMigrationProjectMessage
---@field Description? string
---@field InstanceProfileIdentifier? string
---@field MigrationProjectIdentifier string
---@field MigrationProjectName? string
---@field SchemaConversionApplicationAttributes? (aws.dms.SCApplicationAttributes|aws.dms.SCApplicationAttributesInput)
---@field SourceDataProviderDescriptors? aws.dms.DataProviderDescriptorDefinition[]
---@field TargetDataProviderDescriptors? aws.dms.DataProviderDescriptorDefinition[]
---@field TransformationRules? string
---@field [string] aws.NotAMember

---@class aws.dms.ModifyMigrationProjectResponse
---@field MigrationProject? aws.dms.MigrationProject

---@class (exact) aws.dms.ModifyReplicationConfigMessage
---@field ComputeConfig? (aws.dms.ComputeConfig|aws.dms.ComputeConfigInput)
---@field ReplicationConfigArn string
---@field ReplicationConfigIdentifier? string
---@field ReplicationSettings? string
---@field ReplicationType? aws.dms.MigrationTypeValue
---@field SourceEndpointArn? string
---@field SupplementalSettings? string
---@field TableMappings? string
---@field TargetEndpointArn? string
---@field [string] aws.NotAMember

---@class aws.dms.ModifyReplicationConfigResponse
---@field ReplicationConfig? aws.dms.ReplicationConfig

---@class (exact) aws.dms.ModifyReplicationInstanceMessage
---@field AllocatedStorage? integer
---@field AllowMajorVersionUpgrade? boolean
---@field ApplyImmediately? boolean
---@field AutoMinorVersionUpgrade? boolean
---@field EngineVersion? string
---@field KerberosAuthenticationSettings? (aws.dms.KerberosAuthenticationSettings|aws.dms.KerberosAuthenticationSettingsInput)
---@field MultiAZ? boolean
---@field NetworkType? string
---@field PreferredMaintenanceWindow? string
---@field ReplicationInstanceArn string
---@field ReplicationInstanceClass? string
---@field ReplicationInstanceIdentifier? string
---@field VpcSecurityGroupIds? string[]
---@field [string] aws.NotAMember

---@class aws.dms.ModifyReplicationInstanceResponse
---@field ReplicationInstance? aws.dms.ReplicationInstance

---@class (exact) aws.dms.ModifyReplicationSubnetGroupMessage
---@field ReplicationSubnetGroupDescription? string
---@field ReplicationSubnetGroupIdentifier string
---@field SubnetIds string[]
---@field [string] aws.NotAMember

---@class aws.dms.ModifyReplicationSubnetGroupResponse
---@field ReplicationSubnetGroup? aws.dms.ReplicationSubnetGroup

---@class (exact) aws.dms.ModifyReplicationTaskMessage
---@field CdcStartPosition? string
---@field CdcStartTime? number seconds since the epoch
---@field CdcStopPosition? string
---@field MigrationType? aws.dms.MigrationTypeValue
---@field ReplicationTaskArn string
---@field ReplicationTaskIdentifier? string
---@field ReplicationTaskSettings? string
---@field TableMappings? string
---@field TaskData? string
---@field [string] aws.NotAMember

---@class aws.dms.ModifyReplicationTaskResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@class aws.dms.MongoDbDataProviderSettings
---@field AuthMechanism? aws.dms.AuthMechanismValue
---@field AuthSource? string
---@field AuthType? aws.dms.AuthTypeValue
---@field CertificateArn? string
---@field DatabaseName? string
---@field Port? integer
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.MongoDbDataProviderSettingsInput: aws.dms.MongoDbDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.MongoDbSettings
---@field AuthMechanism? aws.dms.AuthMechanismValue
---@field AuthSource? string
---@field AuthType? aws.dms.AuthTypeValue
---@field DatabaseName? string
---@field DocsToInvestigate? string
---@field ExtractDocId? string
---@field KmsKeyId? string
---@field NestingLevel? aws.dms.NestingLevelValue
---@field Password? string
---@field Port? integer
---@field ReplicateShardCollections? boolean
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field UseUpdateLookUp? boolean
---@field Username? string

---@class (exact) aws.dms.MongoDbSettingsInput: aws.dms.MongoDbSettings
---@field [string] aws.NotAMember

---@class (exact) aws.dms.MoveReplicationTaskMessage
---@field ReplicationTaskArn string
---@field TargetReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.MoveReplicationTaskResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@alias aws.dms.MySQLAuthenticationMethod "iam"|"password"

---@class aws.dms.MySQLSettings
---@field AfterConnectScript? string
---@field AuthenticationMethod? aws.dms.MySQLAuthenticationMethod
---@field CleanSourceMetadataOnMismatch? boolean
---@field DatabaseName? string
---@field EventsPollInterval? integer
---@field ExecuteTimeout? integer
---@field MaxFileSize? integer
---@field ParallelLoadThreads? integer
---@field Password? string
---@field Port? integer
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field ServerTimezone? string
---@field ServiceAccessRoleArn? string
---@field TargetDbType? aws.dms.TargetDbType
---@field Username? string

---@class (exact) aws.dms.MySQLSettingsInput: aws.dms.MySQLSettings
---@field [string] aws.NotAMember

---@class aws.dms.MySqlDataProviderSettings
---@field CertificateArn? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.MySqlDataProviderSettingsInput: aws.dms.MySqlDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.NeptuneSettings
---@field ErrorRetryDuration? integer
---@field IamAuthEnabled? boolean
---@field MaxFileSize? integer
---@field MaxRetryCount? integer
---@field S3BucketFolder string
---@field S3BucketName string
---@field ServiceAccessRoleArn? string

---@class (exact) aws.dms.NeptuneSettingsInput: aws.dms.NeptuneSettings
---@field [string] aws.NotAMember

---@alias aws.dms.NestingLevelValue "none"|"one"

---@alias aws.dms.OracleAuthenticationMethod "kerberos"|"password"

---@class aws.dms.OracleDataProviderSettings
---@field AsmServer? string
---@field CertificateArn? string
---@field DatabaseName? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field SecretsManagerOracleAsmAccessRoleArn? string
---@field SecretsManagerOracleAsmSecretId? string
---@field SecretsManagerSecurityDbEncryptionAccessRoleArn? string
---@field SecretsManagerSecurityDbEncryptionSecretId? string
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.OracleDataProviderSettingsInput: aws.dms.OracleDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.OracleSettings
---@field AccessAlternateDirectly? boolean
---@field AddSupplementalLogging? boolean
---@field AdditionalArchivedLogDestId? integer
---@field AllowSelectNestedTables? boolean
---@field ArchivedLogDestId? integer
---@field ArchivedLogsOnly? boolean
---@field AsmPassword? string
---@field AsmServer? string
---@field AsmUser? string
---@field AuthenticationMethod? aws.dms.OracleAuthenticationMethod
---@field CharLengthSemantics? aws.dms.CharLengthSemantics
---@field ConvertTimestampWithZoneToUTC? boolean
---@field DatabaseName? string
---@field DirectPathNoLog? boolean
---@field DirectPathParallelLoad? boolean
---@field EnableHomogenousTablespace? boolean
---@field ExtraArchivedLogDestIds? integer[]
---@field FailTasksOnLobTruncation? boolean
---@field NumberDatatypeScale? integer
---@field OpenTransactionWindow? integer
---@field OraclePathPrefix? string
---@field ParallelAsmReadThreads? integer
---@field Password? string
---@field Port? integer
---@field ReadAheadBlocks? integer
---@field ReadTableSpaceName? boolean
---@field ReplacePathPrefix? boolean
---@field RetryInterval? integer
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerOracleAsmAccessRoleArn? string
---@field SecretsManagerOracleAsmSecretId? string
---@field SecretsManagerSecretId? string
---@field SecurityDbEncryption? string
---@field SecurityDbEncryptionName? string
---@field ServerName? string
---@field SpatialDataOptionToGeoJsonFunctionName? string
---@field StandbyDelayTime? integer
---@field TrimSpaceInChar? boolean
---@field UseAlternateFolderForOnline? boolean
---@field UseBFile? boolean
---@field UseDirectPathFullLoad? boolean
---@field UseLogminerReader? boolean
---@field UsePathPrefix? string
---@field Username? string

---@class (exact) aws.dms.OracleSettingsInput: aws.dms.OracleSettings
---@field [string] aws.NotAMember

---@class aws.dms.OrderableReplicationInstance
---@field AvailabilityZones? string[]
---@field DefaultAllocatedStorage? integer
---@field EngineVersion? string
---@field IncludedAllocatedStorage? integer
---@field MaxAllocatedStorage? integer
---@field MinAllocatedStorage? integer
---@field ReleaseStatus? aws.dms.ReleaseStatusValues
---@field ReplicationInstanceClass? string
---@field StorageType? string

---@alias aws.dms.OriginTypeValue "SOURCE"|"TARGET"

---@alias aws.dms.ParquetVersionValue "parquet-1-0"|"parquet-2-0"

---@class aws.dms.PendingMaintenanceAction
---@field Action? string
---@field AutoAppliedAfterDate? number seconds since the epoch
---@field CurrentApplyDate? number seconds since the epoch
---@field Description? string
---@field ForcedApplyDate? number seconds since the epoch
---@field OptInStatus? string

---@alias aws.dms.PluginNameValue "no-preference"|"pglogical"|"test-decoding"

---@alias aws.dms.PostgreSQLAuthenticationMethod "iam"|"password"

---@class aws.dms.PostgreSQLSettings
---@field AfterConnectScript? string
---@field AuthenticationMethod? aws.dms.PostgreSQLAuthenticationMethod
---@field BabelfishDatabaseName? string
---@field CaptureDdls? boolean
---@field DatabaseMode? aws.dms.DatabaseMode
---@field DatabaseName? string
---@field DdlArtifactsSchema? string
---@field DisableUnicodeSourceFilter? boolean
---@field ExecuteTimeout? integer
---@field FailTasksOnLobTruncation? boolean
---@field HeartbeatEnable? boolean
---@field HeartbeatFrequency? integer
---@field HeartbeatSchema? string
---@field MapBooleanAsBoolean? boolean
---@field MapJsonbAsClob? boolean
---@field MapLongVarcharAs? aws.dms.LongVarcharMappingType
---@field MaxFileSize? integer
---@field Password? string
---@field PluginName? aws.dms.PluginNameValue
---@field Port? integer
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field ServiceAccessRoleArn? string
---@field SlotName? string
---@field TrimSpaceInChar? boolean
---@field Username? string

---@class (exact) aws.dms.PostgreSQLSettingsInput: aws.dms.PostgreSQLSettings
---@field [string] aws.NotAMember

---@class aws.dms.PostgreSqlDataProviderSettings
---@field CertificateArn? string
---@field DatabaseName? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.PostgreSqlDataProviderSettingsInput: aws.dms.PostgreSqlDataProviderSettings
---@field [string] aws.NotAMember

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

---@class aws.dms.ProcessedObject
---@field EndpointType? string
---@field Name? string
---@field Type? string

---@class aws.dms.Progress
---@field ProcessedObject? aws.dms.ProcessedObject
---@field ProgressPercent? number
---@field ProgressStep? string
---@field TotalObjects? integer

---@class aws.dms.ProvisionData
---@field DateNewProvisioningDataAvailable? number seconds since the epoch
---@field DateProvisioned? number seconds since the epoch
---@field IsNewProvisioningAvailable? boolean
---@field ProvisionState? string
---@field ProvisionedCapacityUnits? integer
---@field ReasonForNewProvisioningData? string

---@class aws.dms.RdsConfiguration
---@field DeploymentOption? string
---@field EngineEdition? string
---@field EngineVersion? string
---@field InstanceMemory? number
---@field InstanceType? string
---@field InstanceVcpu? number
---@field StorageIops? integer
---@field StorageSize? integer
---@field StorageType? string

---@class aws.dms.RdsRecommendation
---@field RequirementsToTarget? aws.dms.RdsRequirements
---@field TargetConfiguration? aws.dms.RdsConfiguration

---@class aws.dms.RdsRequirements
---@field DeploymentOption? string
---@field EngineEdition? string
---@field EngineVersion? string
---@field InstanceMemory? number
---@field InstanceVcpu? number
---@field StorageIops? integer
---@field StorageSize? integer

---@class (exact) aws.dms.RebootReplicationInstanceMessage
---@field ForceFailover? boolean
---@field ForcePlannedFailover? boolean
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.RebootReplicationInstanceResponse
---@field ReplicationInstance? aws.dms.ReplicationInstance

---@class aws.dms.Recommendation
---@field CreatedDate? string
---@field Data? aws.dms.RecommendationData
---@field DatabaseId? string
---@field EngineName? string
---@field Preferred? boolean
---@field Settings? aws.dms.RecommendationSettings
---@field Status? string

---@class aws.dms.RecommendationData
---@field RdsEngine? aws.dms.RdsRecommendation

---@class aws.dms.RecommendationSettings
---@field InstanceSizingType string
---@field WorkloadType string

---@class (exact) aws.dms.RecommendationSettingsInput: aws.dms.RecommendationSettings
---@field [string] aws.NotAMember

---@alias aws.dms.RedisAuthTypeValue "auth-role"|"auth-token"|"none"

---@class aws.dms.RedisSettings
---@field AuthPassword? string
---@field AuthType? aws.dms.RedisAuthTypeValue
---@field AuthUserName? string
---@field Port integer
---@field ServerName string
---@field SslCaCertificateArn? string
---@field SslSecurityProtocol? aws.dms.SslSecurityProtocolValue

---@class (exact) aws.dms.RedisSettingsInput: aws.dms.RedisSettings
---@field [string] aws.NotAMember

---@class aws.dms.RedshiftDataProviderSettings
---@field DatabaseName? string
---@field Port? integer
---@field S3AccessRoleArn? string
---@field S3Path? string
---@field ServerName? string

---@class (exact) aws.dms.RedshiftDataProviderSettingsInput: aws.dms.RedshiftDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.RedshiftSettings
---@field AcceptAnyDate? boolean
---@field AfterConnectScript? string
---@field BucketFolder? string
---@field BucketName? string
---@field CaseSensitiveNames? boolean
---@field CompUpdate? boolean
---@field ConnectionTimeout? integer
---@field DatabaseName? string
---@field DateFormat? string
---@field EmptyAsNull? boolean
---@field EncryptionMode? aws.dms.EncryptionModeValue
---@field ExplicitIds? boolean
---@field FileTransferUploadStreams? integer
---@field LoadTimeout? integer
---@field MapBooleanAsBoolean? boolean
---@field MaxFileSize? integer
---@field Password? string
---@field Port? integer
---@field RemoveQuotes? boolean
---@field ReplaceChars? string
---@field ReplaceInvalidChars? string
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field ServerSideEncryptionKmsKeyId? string
---@field ServiceAccessRoleArn? string
---@field TimeFormat? string
---@field TrimBlanks? boolean
---@field TruncateColumns? boolean
---@field Username? string
---@field WriteBufferSize? integer

---@class (exact) aws.dms.RedshiftSettingsInput: aws.dms.RedshiftSettings
---@field [string] aws.NotAMember

---@class (exact) aws.dms.RefreshSchemasMessage
---@field EndpointArn string
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.RefreshSchemasResponse
---@field RefreshSchemasStatus? aws.dms.RefreshSchemasStatus

---@class aws.dms.RefreshSchemasStatus
---@field EndpointArn? string
---@field LastFailureMessage? string
---@field LastRefreshDate? number seconds since the epoch
---@field ReplicationInstanceArn? string
---@field Status? aws.dms.RefreshSchemasStatusTypeValue

---@alias aws.dms.RefreshSchemasStatusTypeValue "failed"|"refreshing"|"successful"

---@alias aws.dms.ReleaseStatusValues "beta"|"prod"

---@alias aws.dms.ReloadOptionValue "data-reload"|"validate-only"

---@class (exact) aws.dms.ReloadReplicationTablesMessage
---@field ReloadOption? aws.dms.ReloadOptionValue
---@field ReplicationConfigArn string
---@field TablesToReload aws.dms.TableToReload[]
---@field [string] aws.NotAMember

---@class aws.dms.ReloadReplicationTablesResponse
---@field ReplicationConfigArn? string

---@class (exact) aws.dms.ReloadTablesMessage
---@field ReloadOption? aws.dms.ReloadOptionValue
---@field ReplicationTaskArn string
---@field TablesToReload aws.dms.TableToReload[]
---@field [string] aws.NotAMember

---@class aws.dms.ReloadTablesResponse
---@field ReplicationTaskArn? string

---@class (exact) aws.dms.RemoveTagsFromResourceMessage
---@field ResourceArn string
---@field TagKeys string[]
---@field [string] aws.NotAMember

---@class aws.dms.RemoveTagsFromResourceResponse

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
---@field ReplicationType? aws.dms.MigrationTypeValue
---@field ReplicationUpdateTime? number seconds since the epoch
---@field SourceEndpointArn? string
---@field StartReplicationType? string
---@field Status? string
---@field StopReason? string
---@field TargetEndpointArn? string

---@class aws.dms.ReplicationConfig
---@field ComputeConfig? aws.dms.ComputeConfig
---@field IsReadOnly? boolean
---@field ReplicationConfigArn? string
---@field ReplicationConfigCreateTime? number seconds since the epoch
---@field ReplicationConfigIdentifier? string
---@field ReplicationConfigUpdateTime? number seconds since the epoch
---@field ReplicationSettings? string
---@field ReplicationType? aws.dms.MigrationTypeValue
---@field SourceEndpointArn? string
---@field SupplementalSettings? string
---@field TableMappings? string
---@field TargetEndpointArn? string

---@alias aws.dms.ReplicationEndpointTypeValue "source"|"target"

---@class aws.dms.ReplicationInstance
---@field AllocatedStorage? integer
---@field AutoMinorVersionUpgrade? boolean
---@field AvailabilityZone? string
---@field DnsNameServers? string
---@field EngineVersion? string
---@field FreeUntil? number seconds since the epoch
---@field InstanceCreateTime? number seconds since the epoch
---@field KerberosAuthenticationSettings? aws.dms.KerberosAuthenticationSettings
---@field KmsKeyId? string
---@field MultiAZ? boolean
---@field NetworkType? string
---@field PendingModifiedValues? aws.dms.ReplicationPendingModifiedValues
---@field PreferredMaintenanceWindow? string
---@field PubliclyAccessible? boolean
---@field ReplicationInstanceArn? string
---@field ReplicationInstanceClass? string
---@field ReplicationInstanceIdentifier? string
---@field ReplicationInstanceIpv6Addresses? string[]
---@field ReplicationInstancePrivateIpAddress? string deprecated
---@field ReplicationInstancePrivateIpAddresses? string[]
---@field ReplicationInstancePublicIpAddress? string deprecated
---@field ReplicationInstancePublicIpAddresses? string[]
---@field ReplicationInstanceStatus? string
---@field ReplicationSubnetGroup? aws.dms.ReplicationSubnetGroup
---@field SecondaryAvailabilityZone? string
---@field VpcSecurityGroups? aws.dms.VpcSecurityGroupMembership[]

---@class aws.dms.ReplicationInstanceTaskLog
---@field ReplicationInstanceTaskLogSize? integer
---@field ReplicationTaskArn? string
---@field ReplicationTaskName? string

---@class aws.dms.ReplicationPendingModifiedValues
---@field AllocatedStorage? integer
---@field EngineVersion? string
---@field MultiAZ? boolean
---@field NetworkType? string
---@field ReplicationInstanceClass? string

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

---@class aws.dms.ReplicationSubnetGroup
---@field IsReadOnly? boolean
---@field ReplicationSubnetGroupDescription? string
---@field ReplicationSubnetGroupIdentifier? string
---@field SubnetGroupStatus? string
---@field Subnets? aws.dms.Subnet[]
---@field SupportedNetworkTypes? string[]
---@field VpcId? string

---@class aws.dms.ReplicationSubnetGroupDoesNotCoverEnoughAZs
---@field message? string

---@class aws.dms.ReplicationTask
---@field CdcStartPosition? string
---@field CdcStopPosition? string
---@field LastFailureMessage? string
---@field MigrationType? aws.dms.MigrationTypeValue
---@field RecoveryCheckpoint? string
---@field ReplicationInstanceArn? string
---@field ReplicationTaskArn? string
---@field ReplicationTaskCreationDate? number seconds since the epoch
---@field ReplicationTaskIdentifier? string
---@field ReplicationTaskSettings? string
---@field ReplicationTaskStartDate? number seconds since the epoch
---@field ReplicationTaskStats? aws.dms.ReplicationTaskStats
---@field SourceEndpointArn? string
---@field Status? string
---@field StopReason? string
---@field TableMappings? string
---@field TargetEndpointArn? string
---@field TargetReplicationInstanceArn? string
---@field TaskData? string

---@class aws.dms.ReplicationTaskAssessmentResult
---@field AssessmentResults? string
---@field AssessmentResultsFile? string
---@field AssessmentStatus? string
---@field ReplicationTaskArn? string
---@field ReplicationTaskIdentifier? string
---@field ReplicationTaskLastAssessmentDate? number seconds since the epoch
---@field S3ObjectUrl? string

---@class aws.dms.ReplicationTaskAssessmentRun
---@field AssessmentProgress? aws.dms.ReplicationTaskAssessmentRunProgress
---@field AssessmentRunName? string
---@field IsLatestTaskAssessmentRun? boolean
---@field LastFailureMessage? string
---@field ReplicationTaskArn? string
---@field ReplicationTaskAssessmentRunArn? string
---@field ReplicationTaskAssessmentRunCreationDate? number seconds since the epoch
---@field ResultEncryptionMode? string
---@field ResultKmsKeyArn? string
---@field ResultLocationBucket? string
---@field ResultLocationFolder? string
---@field ResultStatistic? aws.dms.ReplicationTaskAssessmentRunResultStatistic
---@field ServiceAccessRoleArn? string
---@field Status? string

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

---@class aws.dms.ReplicationTaskIndividualAssessment
---@field IndividualAssessmentName? string
---@field ReplicationTaskAssessmentRunArn? string
---@field ReplicationTaskIndividualAssessmentArn? string
---@field ReplicationTaskIndividualAssessmentStartDate? number seconds since the epoch
---@field Status? string

---@class aws.dms.ReplicationTaskStats
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

---@class aws.dms.ResourceAlreadyExistsFault
---@field message? string
---@field resourceArn? string

---@class aws.dms.ResourceNotFoundFault
---@field message? string

---@class aws.dms.ResourcePendingMaintenanceActions
---@field PendingMaintenanceActionDetails? aws.dms.PendingMaintenanceAction[]
---@field ResourceIdentifier? string

---@class aws.dms.ResourceQuotaExceededFault
---@field message? string

---@class aws.dms.RunFleetAdvisorLsaAnalysisResponse
---@field LsaAnalysisId? string
---@field Status? string

---@class aws.dms.S3AccessDeniedFault
---@field message? string

---@class aws.dms.S3ResourceNotFoundFault
---@field message? string

---@class aws.dms.S3Settings
---@field AddColumnName? boolean
---@field AddTrailingPaddingCharacter? boolean
---@field BucketFolder? string
---@field BucketName? string
---@field CannedAclForObjects? aws.dms.CannedAclForObjectsValue
---@field CdcInsertsAndUpdates? boolean
---@field CdcInsertsOnly? boolean
---@field CdcMaxBatchInterval? integer
---@field CdcMinFileSize? integer
---@field CdcPath? string
---@field CompressionType? aws.dms.CompressionTypeValue
---@field CsvDelimiter? string
---@field CsvNoSupValue? string
---@field CsvNullValue? string
---@field CsvRowDelimiter? string
---@field DataFormat? aws.dms.DataFormatValue
---@field DataPageSize? integer
---@field DatePartitionDelimiter? aws.dms.DatePartitionDelimiterValue
---@field DatePartitionEnabled? boolean
---@field DatePartitionSequence? aws.dms.DatePartitionSequenceValue
---@field DatePartitionTimezone? string
---@field DictPageSizeLimit? integer
---@field EnableStatistics? boolean
---@field EncodingType? aws.dms.EncodingTypeValue
---@field EncryptionMode? aws.dms.EncryptionModeValue
---@field ExpectedBucketOwner? string
---@field ExternalTableDefinition? string
---@field GlueCatalogGeneration? boolean
---@field IgnoreHeaderRows? integer
---@field IncludeOpForFullLoad? boolean
---@field MaxFileSize? integer
---@field ParquetTimestampInMillisecond? boolean
---@field ParquetVersion? aws.dms.ParquetVersionValue
---@field PreserveTransactions? boolean
---@field Rfc4180? boolean
---@field RowGroupLength? integer
---@field ServerSideEncryptionKmsKeyId? string
---@field ServiceAccessRoleArn? string
---@field TimestampColumnName? string
---@field UseCsvNoSupValue? boolean
---@field UseTaskStartTimeForFullLoadTimestamp? boolean

---@class (exact) aws.dms.S3SettingsInput: aws.dms.S3Settings
---@field [string] aws.NotAMember

---@class aws.dms.SCApplicationAttributes
---@field S3BucketPath? string
---@field S3BucketRoleArn? string

---@class (exact) aws.dms.SCApplicationAttributesInput: aws.dms.SCApplicationAttributes
---@field [string] aws.NotAMember

---@class aws.dms.SNSInvalidTopicFault
---@field message? string

---@class aws.dms.SNSNoAuthorizationFault
---@field message? string

---@alias aws.dms.SafeguardPolicy "exclusive-automatic-truncation"|"rely-on-sql-server-replication-agent"|"shared-automatic-truncation"

---@class aws.dms.SchemaConversionRequest
---@field Error? aws.dms.ErrorDetails
---@field ExportSqlDetails? aws.dms.ExportSqlDetails
---@field MigrationProjectArn? string
---@field Progress? aws.dms.Progress
---@field RequestIdentifier? string
---@field Status? string

---@class aws.dms.SchemaResponse
---@field CodeLineCount? integer
---@field CodeSize? integer
---@field Complexity? string
---@field DatabaseInstance? aws.dms.DatabaseShortInfoResponse
---@field OriginalSchema? aws.dms.SchemaShortInfoResponse
---@field SchemaId? string
---@field SchemaName? string
---@field Server? aws.dms.ServerShortInfoResponse
---@field Similarity? number

---@class aws.dms.SchemaShortInfoResponse
---@field DatabaseId? string
---@field DatabaseIpAddress? string
---@field DatabaseName? string
---@field SchemaId? string
---@field SchemaName? string

---@class aws.dms.ServerShortInfoResponse
---@field IpAddress? string
---@field ServerId? string
---@field ServerName? string

---@class aws.dms.SourceDataSetting
---@field CDCStartPosition? string
---@field CDCStartTime? number seconds since the epoch
---@field CDCStopTime? number seconds since the epoch
---@field SlotName? string

---@class (exact) aws.dms.SourceDataSettingInput: aws.dms.SourceDataSetting
---@field [string] aws.NotAMember

---@alias aws.dms.SourceType "replication-instance"

---@alias aws.dms.SqlServerAuthenticationMethod "kerberos"|"password"

---@alias aws.dms.SslSecurityProtocolValue "plaintext"|"ssl-encryption"

---@class (exact) aws.dms.StartDataMigrationMessage
---@field DataMigrationIdentifier string
---@field StartType aws.dms.StartReplicationMigrationTypeValue
---@field [string] aws.NotAMember

---@class aws.dms.StartDataMigrationResponse
---@field DataMigration? aws.dms.DataMigration

---@class (exact) aws.dms.StartExtensionPackAssociationMessage
---@field MigrationProjectIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.StartExtensionPackAssociationResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartMetadataModelAssessmentMessage
---@field MigrationProjectIdentifier string
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.StartMetadataModelAssessmentResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartMetadataModelConversionMessage
---@field MigrationProjectIdentifier string
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.StartMetadataModelConversionResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartMetadataModelCreationMessage
---@field MetadataModelName string
---@field MigrationProjectIdentifier string
---@field Properties aws.dms.MetadataModelProperties
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.StartMetadataModelCreationResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartMetadataModelExportAsScriptMessage
---@field FileName? string
---@field MigrationProjectIdentifier string
---@field Origin aws.dms.OriginTypeValue
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.StartMetadataModelExportAsScriptResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartMetadataModelExportToTargetMessage
---@field MigrationProjectIdentifier string
---@field OverwriteExtensionPack? boolean
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.StartMetadataModelExportToTargetResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartMetadataModelImportMessage
---@field MigrationProjectIdentifier string
---@field Origin aws.dms.OriginTypeValue
---@field Refresh? boolean
---@field SelectionRules string
---@field [string] aws.NotAMember

---@class aws.dms.StartMetadataModelImportResponse
---@field RequestIdentifier? string

---@class (exact) aws.dms.StartRecommendationsRequest
---@field DatabaseId string
---@field Settings (aws.dms.RecommendationSettings|aws.dms.RecommendationSettingsInput)
---@field [string] aws.NotAMember

---@class (exact) aws.dms.StartRecommendationsRequestEntry
---@field DatabaseId string
---@field Settings (aws.dms.RecommendationSettings|aws.dms.RecommendationSettingsInput)
---@field [string] aws.NotAMember

---@class (exact) aws.dms.StartReplicationMessage
---@field CdcStartPosition? string
---@field CdcStartTime? number seconds since the epoch
---@field CdcStopPosition? string
---@field PremigrationAssessmentSettings? string
---@field ReplicationConfigArn string
---@field StartReplicationType string
---@field [string] aws.NotAMember

---@alias aws.dms.StartReplicationMigrationTypeValue "reload-target"|"resume-processing"|"start-replication"

---@class aws.dms.StartReplicationResponse
---@field Replication? aws.dms.Replication

---@class (exact) aws.dms.StartReplicationTaskAssessmentMessage
---@field ReplicationTaskArn string
---@field [string] aws.NotAMember

---@class aws.dms.StartReplicationTaskAssessmentResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@class (exact) aws.dms.StartReplicationTaskAssessmentRunMessage
---@field AssessmentRunName string
---@field Exclude? string[]
---@field IncludeOnly? string[]
---@field ReplicationTaskArn string
---@field ResultEncryptionMode? string
---@field ResultKmsKeyArn? string
---@field ResultLocationBucket string
---@field ResultLocationFolder? string
---@field ServiceAccessRoleArn string
---@field Tags? (aws.dms.Tag|aws.dms.TagInput)[]
---@field [string] aws.NotAMember

---@class aws.dms.StartReplicationTaskAssessmentRunResponse
---@field ReplicationTaskAssessmentRun? aws.dms.ReplicationTaskAssessmentRun

---@class (exact) aws.dms.StartReplicationTaskMessage
---@field CdcStartPosition? string
---@field CdcStartTime? number seconds since the epoch
---@field CdcStopPosition? string
---@field ReplicationTaskArn string
---@field StartReplicationTaskType aws.dms.StartReplicationTaskTypeValue
---@field [string] aws.NotAMember

---@class aws.dms.StartReplicationTaskResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@alias aws.dms.StartReplicationTaskTypeValue "reload-target"|"resume-processing"|"start-replication"

---@class (exact) aws.dms.StatementProperties
---@field Definition string
---@field [string] aws.NotAMember

---@class (exact) aws.dms.StopDataMigrationMessage
---@field DataMigrationIdentifier string
---@field [string] aws.NotAMember

---@class aws.dms.StopDataMigrationResponse
---@field DataMigration? aws.dms.DataMigration

---@class (exact) aws.dms.StopReplicationMessage
---@field ReplicationConfigArn string
---@field [string] aws.NotAMember

---@class aws.dms.StopReplicationResponse
---@field Replication? aws.dms.Replication

---@class (exact) aws.dms.StopReplicationTaskMessage
---@field ReplicationTaskArn string
---@field [string] aws.NotAMember

---@class aws.dms.StopReplicationTaskResponse
---@field ReplicationTask? aws.dms.ReplicationTask

---@class aws.dms.StorageQuotaExceededFault
---@field message? string

---@class aws.dms.Subnet
---@field SubnetAvailabilityZone? aws.dms.AvailabilityZone
---@field SubnetIdentifier? string
---@field SubnetStatus? string

---@class aws.dms.SubnetAlreadyInUse
---@field message? string

---@class aws.dms.SupportedEndpointType
---@field EndpointType? aws.dms.ReplicationEndpointTypeValue
---@field EngineDisplayName? string
---@field EngineName? string
---@field ReplicationInstanceEngineMinimumVersion? string
---@field SupportsCDC? boolean

---@class aws.dms.SybaseAseDataProviderSettings
---@field CertificateArn? string
---@field DatabaseName? string
---@field EncryptPassword? boolean
---@field Port? integer
---@field ServerName? string
---@field SslMode? aws.dms.DmsSslModeValue

---@class (exact) aws.dms.SybaseAseDataProviderSettingsInput: aws.dms.SybaseAseDataProviderSettings
---@field [string] aws.NotAMember

---@class aws.dms.SybaseSettings
---@field DatabaseName? string
---@field Password? string
---@field Port? integer
---@field SecretsManagerAccessRoleArn? string
---@field SecretsManagerSecretId? string
---@field ServerName? string
---@field Username? string

---@class (exact) aws.dms.SybaseSettingsInput: aws.dms.SybaseSettings
---@field [string] aws.NotAMember

---@alias aws.dms.TablePreparationMode "do-nothing"|"drop-tables-on-target"|"truncate"

---@class aws.dms.TableStatistics
---@field AppliedDdls? integer
---@field AppliedDeletes? integer
---@field AppliedInserts? integer
---@field AppliedUpdates? integer
---@field Ddls? integer
---@field Deletes? integer
---@field FullLoadCondtnlChkFailedRows? integer
---@field FullLoadEndTime? number seconds since the epoch
---@field FullLoadErrorRows? integer
---@field FullLoadReloaded? boolean
---@field FullLoadRows? integer
---@field FullLoadStartTime? number seconds since the epoch
---@field Inserts? integer
---@field LastUpdateTime? number seconds since the epoch
---@field ResyncProgress? number
---@field ResyncRowsAttempted? integer
---@field ResyncRowsFailed? integer
---@field ResyncRowsSucceeded? integer
---@field ResyncState? string
---@field SchemaName? string
---@field TableName? string
---@field TableState? string
---@field Updates? integer
---@field ValidationFailedRecords? integer
---@field ValidationPendingRecords? integer
---@field ValidationState? string
---@field ValidationStateDetails? string
---@field ValidationSuspendedRecords? integer

---@class (exact) aws.dms.TableToReload
---@field SchemaName string
---@field TableName string
---@field [string] aws.NotAMember

---@class aws.dms.Tag
---@field Key? string
---@field ResourceArn? string
---@field Value? string

---@class (exact) aws.dms.TagInput: aws.dms.Tag
---@field [string] aws.NotAMember

---@class aws.dms.TargetDataSetting
---@field TablePreparationMode? aws.dms.TablePreparationMode

---@class (exact) aws.dms.TargetDataSettingInput: aws.dms.TargetDataSetting
---@field [string] aws.NotAMember

---@alias aws.dms.TargetDbType "multiple-databases"|"specific-database"

---@class (exact) aws.dms.TestConnectionMessage
---@field EndpointArn string
---@field ReplicationInstanceArn string
---@field [string] aws.NotAMember

---@class aws.dms.TestConnectionResponse
---@field Connection? aws.dms.Connection

---@class aws.dms.TimestreamSettings
---@field CdcInsertsAndUpdates? boolean
---@field DatabaseName string
---@field EnableMagneticStoreWrites? boolean
---@field MagneticDuration integer
---@field MemoryDuration integer

---@class (exact) aws.dms.TimestreamSettingsInput: aws.dms.TimestreamSettings
---@field [string] aws.NotAMember

---@alias aws.dms.TlogAccessMode "BackupOnly"|"PreferBackup"|"PreferTlog"|"TlogOnly"

---@class (exact) aws.dms.UpdateSubscriptionsToEventBridgeMessage
---@field ForceMove? boolean
---@field [string] aws.NotAMember

---@class aws.dms.UpdateSubscriptionsToEventBridgeResponse
---@field Result? string

---@class aws.dms.UpgradeDependencyFailureFault
---@field message? string

---@alias aws.dms.VersionStatus "OUTDATED"|"UNSUPPORTED"|"UP_TO_DATE"

---@class aws.dms.VpcSecurityGroupMembership
---@field Status? string
---@field VpcSecurityGroupId? string

---@class aws.dms.Prepare: aws.Receiver
---@field add_tags_to_resource (fun(input: aws.dms.AddTagsToResourceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.AddTagsToResourceMessage, options?: aws.Options): aws.PreparedRequest)
---@field apply_pending_maintenance_action (fun(input: aws.dms.ApplyPendingMaintenanceActionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ApplyPendingMaintenanceActionMessage, options?: aws.Options): aws.PreparedRequest)
---@field batch_start_recommendations (fun(input?: aws.dms.BatchStartRecommendationsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.BatchStartRecommendationsRequest, options?: aws.Options): aws.PreparedRequest)
---@field cancel_metadata_model_conversion (fun(input: aws.dms.CancelMetadataModelConversionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CancelMetadataModelConversionMessage, options?: aws.Options): aws.PreparedRequest)
---@field cancel_metadata_model_creation (fun(input: aws.dms.CancelMetadataModelCreationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CancelMetadataModelCreationMessage, options?: aws.Options): aws.PreparedRequest)
---@field cancel_replication_task_assessment_run (fun(input: aws.dms.CancelReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CancelReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_data_migration (fun(input: aws.dms.CreateDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_data_provider (fun(input: aws.dms.CreateDataProviderMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateDataProviderMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_endpoint (fun(input: aws.dms.CreateEndpointMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateEndpointMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_event_subscription (fun(input: aws.dms.CreateEventSubscriptionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateEventSubscriptionMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_fleet_advisor_collector (fun(input: aws.dms.CreateFleetAdvisorCollectorRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateFleetAdvisorCollectorRequest, options?: aws.Options): aws.PreparedRequest)
---@field create_instance_profile (fun(input?: aws.dms.CreateInstanceProfileMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.CreateInstanceProfileMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_migration_project (fun(input: aws.dms.CreateMigrationProjectMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateMigrationProjectMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_replication_config (fun(input: aws.dms.CreateReplicationConfigMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationConfigMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_replication_instance (fun(input: aws.dms.CreateReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_replication_subnet_group (fun(input: aws.dms.CreateReplicationSubnetGroupMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationSubnetGroupMessage, options?: aws.Options): aws.PreparedRequest)
---@field create_replication_task (fun(input: aws.dms.CreateReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_certificate (fun(input: aws.dms.DeleteCertificateMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteCertificateMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_connection (fun(input: aws.dms.DeleteConnectionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteConnectionMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_data_migration (fun(input: aws.dms.DeleteDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_data_provider (fun(input: aws.dms.DeleteDataProviderMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteDataProviderMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_endpoint (fun(input: aws.dms.DeleteEndpointMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteEndpointMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_event_subscription (fun(input: aws.dms.DeleteEventSubscriptionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteEventSubscriptionMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_fleet_advisor_collector (fun(input: aws.dms.DeleteCollectorRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteCollectorRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_fleet_advisor_databases (fun(input: aws.dms.DeleteFleetAdvisorDatabasesRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteFleetAdvisorDatabasesRequest, options?: aws.Options): aws.PreparedRequest)
---@field delete_instance_profile (fun(input: aws.dms.DeleteInstanceProfileMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteInstanceProfileMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_migration_project (fun(input: aws.dms.DeleteMigrationProjectMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteMigrationProjectMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_replication_config (fun(input: aws.dms.DeleteReplicationConfigMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationConfigMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_replication_instance (fun(input: aws.dms.DeleteReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_replication_subnet_group (fun(input: aws.dms.DeleteReplicationSubnetGroupMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationSubnetGroupMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_replication_task (fun(input: aws.dms.DeleteReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)
---@field delete_replication_task_assessment_run (fun(input: aws.dms.DeleteReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_account_attributes (fun(input?: aws.dms.DescribeAccountAttributesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeAccountAttributesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_applicable_individual_assessments (fun(input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_certificates (fun(input?: aws.dms.DescribeCertificatesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeCertificatesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_connections (fun(input?: aws.dms.DescribeConnectionsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeConnectionsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_conversion_configuration (fun(input: aws.dms.DescribeConversionConfigurationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeConversionConfigurationMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_data_migrations (fun(input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_data_providers (fun(input?: aws.dms.DescribeDataProvidersMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataProvidersMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_endpoint_settings (fun(input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_endpoint_types (fun(input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_endpoints (fun(input?: aws.dms.DescribeEndpointsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_engine_versions (fun(input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_event_categories (fun(input?: aws.dms.DescribeEventCategoriesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventCategoriesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_event_subscriptions (fun(input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_events (fun(input?: aws.dms.DescribeEventsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_extension_pack_associations (fun(input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_fleet_advisor_collectors (fun(input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_fleet_advisor_databases (fun(input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_fleet_advisor_lsa_analysis (fun(input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_fleet_advisor_schema_object_summary (fun(input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_fleet_advisor_schemas (fun(input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_instance_profiles (fun(input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model (fun(input: aws.dms.DescribeMetadataModelMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_assessments (fun(input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_children (fun(input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_conversions (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_creations (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_exports_as_script (fun(input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_exports_to_target (fun(input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_metadata_model_imports (fun(input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_migration_projects (fun(input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_orderable_replication_instances (fun(input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_pending_maintenance_actions (fun(input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_recommendation_limitations (fun(input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_recommendations (fun(input?: aws.dms.DescribeRecommendationsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationsRequest, options?: aws.Options): aws.PreparedRequest)
---@field describe_refresh_schemas_status (fun(input: aws.dms.DescribeRefreshSchemasStatusMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeRefreshSchemasStatusMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_configs (fun(input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_instance_task_logs (fun(input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_instances (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_subnet_groups (fun(input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_table_statistics (fun(input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_task_assessment_results (fun(input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_task_assessment_runs (fun(input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_task_individual_assessments (fun(input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replication_tasks (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_replications (fun(input?: aws.dms.DescribeReplicationsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationsMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_schemas (fun(input: aws.dms.DescribeSchemasMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeSchemasMessage, options?: aws.Options): aws.PreparedRequest)
---@field describe_table_statistics (fun(input: aws.dms.DescribeTableStatisticsMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.DescribeTableStatisticsMessage, options?: aws.Options): aws.PreparedRequest)
---@field export_metadata_model_assessment (fun(input: aws.dms.ExportMetadataModelAssessmentMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ExportMetadataModelAssessmentMessage, options?: aws.Options): aws.PreparedRequest)
---@field get_target_selection_rules (fun(input: aws.dms.GetTargetSelectionRulesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.GetTargetSelectionRulesMessage, options?: aws.Options): aws.PreparedRequest)
---@field import_certificate (fun(input: aws.dms.ImportCertificateMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ImportCertificateMessage, options?: aws.Options): aws.PreparedRequest)
---@field list_tags_for_resource (fun(input?: aws.dms.ListTagsForResourceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.ListTagsForResourceMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_conversion_configuration (fun(input: aws.dms.ModifyConversionConfigurationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyConversionConfigurationMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_data_migration (fun(input: aws.dms.ModifyDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_data_provider (fun(input: aws.dms.ModifyDataProviderMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyDataProviderMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_endpoint (fun(input: aws.dms.ModifyEndpointMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyEndpointMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_event_subscription (fun(input: aws.dms.ModifyEventSubscriptionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyEventSubscriptionMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_instance_profile (fun(input: aws.dms.ModifyInstanceProfileMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyInstanceProfileMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_migration_project (fun(input: aws.dms.ModifyMigrationProjectMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyMigrationProjectMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_replication_config (fun(input: aws.dms.ModifyReplicationConfigMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationConfigMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_replication_instance (fun(input: aws.dms.ModifyReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_replication_subnet_group (fun(input: aws.dms.ModifyReplicationSubnetGroupMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationSubnetGroupMessage, options?: aws.Options): aws.PreparedRequest)
---@field modify_replication_task (fun(input: aws.dms.ModifyReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)
---@field move_replication_task (fun(input: aws.dms.MoveReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.MoveReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)
---@field reboot_replication_instance (fun(input: aws.dms.RebootReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.RebootReplicationInstanceMessage, options?: aws.Options): aws.PreparedRequest)
---@field refresh_schemas (fun(input: aws.dms.RefreshSchemasMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.RefreshSchemasMessage, options?: aws.Options): aws.PreparedRequest)
---@field reload_replication_tables (fun(input: aws.dms.ReloadReplicationTablesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ReloadReplicationTablesMessage, options?: aws.Options): aws.PreparedRequest)
---@field reload_tables (fun(input: aws.dms.ReloadTablesMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.ReloadTablesMessage, options?: aws.Options): aws.PreparedRequest)
---@field remove_tags_from_resource (fun(input: aws.dms.RemoveTagsFromResourceMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.RemoveTagsFromResourceMessage, options?: aws.Options): aws.PreparedRequest)
---@field run_fleet_advisor_lsa_analysis (fun(input?: table, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: table, options?: aws.Options): aws.PreparedRequest)
---@field start_data_migration (fun(input: aws.dms.StartDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_extension_pack_association (fun(input: aws.dms.StartExtensionPackAssociationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartExtensionPackAssociationMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_metadata_model_assessment (fun(input: aws.dms.StartMetadataModelAssessmentMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelAssessmentMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_metadata_model_conversion (fun(input: aws.dms.StartMetadataModelConversionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelConversionMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_metadata_model_creation (fun(input: aws.dms.StartMetadataModelCreationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelCreationMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_metadata_model_export_as_script (fun(input: aws.dms.StartMetadataModelExportAsScriptMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelExportAsScriptMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_metadata_model_export_to_target (fun(input: aws.dms.StartMetadataModelExportToTargetMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelExportToTargetMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_metadata_model_import (fun(input: aws.dms.StartMetadataModelImportMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelImportMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_recommendations (fun(input: aws.dms.StartRecommendationsRequest, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartRecommendationsRequest, options?: aws.Options): aws.PreparedRequest)
---@field start_replication (fun(input: aws.dms.StartReplicationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_replication_task (fun(input: aws.dms.StartReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_replication_task_assessment (fun(input: aws.dms.StartReplicationTaskAssessmentMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationTaskAssessmentMessage, options?: aws.Options): aws.PreparedRequest)
---@field start_replication_task_assessment_run (fun(input: aws.dms.StartReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.PreparedRequest)
---@field stop_data_migration (fun(input: aws.dms.StopDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StopDataMigrationMessage, options?: aws.Options): aws.PreparedRequest)
---@field stop_replication (fun(input: aws.dms.StopReplicationMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StopReplicationMessage, options?: aws.Options): aws.PreparedRequest)
---@field stop_replication_task (fun(input: aws.dms.StopReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.StopReplicationTaskMessage, options?: aws.Options): aws.PreparedRequest)
---@field test_connection (fun(input: aws.dms.TestConnectionMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input: aws.dms.TestConnectionMessage, options?: aws.Options): aws.PreparedRequest)
---@field update_subscriptions_to_event_bridge (fun(input?: aws.dms.UpdateSubscriptionsToEventBridgeMessage, options?: aws.Options): aws.PreparedRequest)|(fun(self: aws.Receiver, input?: aws.dms.UpdateSubscriptionsToEventBridgeMessage, options?: aws.Options): aws.PreparedRequest)

---@alias aws.dms.DescribeApplicableIndividualAssessmentsResponsePages fun(): aws.dms.DescribeApplicableIndividualAssessmentsResponse?, aws.Metadata?
---@alias aws.dms.DescribeApplicableIndividualAssessmentsResponseItems fun(): string?, aws.Metadata?

---@alias aws.dms.DescribeCertificatesResponsePages fun(): aws.dms.DescribeCertificatesResponse?, aws.Metadata?
---@alias aws.dms.DescribeCertificatesResponseItems fun(): aws.dms.Certificate?, aws.Metadata?

---@alias aws.dms.DescribeConnectionsResponsePages fun(): aws.dms.DescribeConnectionsResponse?, aws.Metadata?
---@alias aws.dms.DescribeConnectionsResponseItems fun(): aws.dms.Connection?, aws.Metadata?

---@alias aws.dms.DescribeDataMigrationsResponsePages fun(): aws.dms.DescribeDataMigrationsResponse?, aws.Metadata?
---@alias aws.dms.DescribeDataMigrationsResponseItems fun(): aws.dms.DataMigration?, aws.Metadata?

---@alias aws.dms.DescribeDataProvidersResponsePages fun(): aws.dms.DescribeDataProvidersResponse?, aws.Metadata?
---@alias aws.dms.DescribeDataProvidersResponseItems fun(): aws.dms.DataProvider?, aws.Metadata?

---@alias aws.dms.DescribeEndpointSettingsResponsePages fun(): aws.dms.DescribeEndpointSettingsResponse?, aws.Metadata?
---@alias aws.dms.DescribeEndpointSettingsResponseItems fun(): aws.dms.EndpointSetting?, aws.Metadata?

---@alias aws.dms.DescribeEndpointTypesResponsePages fun(): aws.dms.DescribeEndpointTypesResponse?, aws.Metadata?
---@alias aws.dms.DescribeEndpointTypesResponseItems fun(): aws.dms.SupportedEndpointType?, aws.Metadata?

---@alias aws.dms.DescribeEndpointsResponsePages fun(): aws.dms.DescribeEndpointsResponse?, aws.Metadata?
---@alias aws.dms.DescribeEndpointsResponseItems fun(): aws.dms.Endpoint?, aws.Metadata?

---@alias aws.dms.DescribeEngineVersionsResponsePages fun(): aws.dms.DescribeEngineVersionsResponse?, aws.Metadata?
---@alias aws.dms.DescribeEngineVersionsResponseItems fun(): aws.dms.EngineVersion?, aws.Metadata?

---@alias aws.dms.DescribeEventSubscriptionsResponsePages fun(): aws.dms.DescribeEventSubscriptionsResponse?, aws.Metadata?
---@alias aws.dms.DescribeEventSubscriptionsResponseItems fun(): aws.dms.EventSubscription?, aws.Metadata?

---@alias aws.dms.DescribeEventsResponsePages fun(): aws.dms.DescribeEventsResponse?, aws.Metadata?
---@alias aws.dms.DescribeEventsResponseItems fun(): aws.dms.Event?, aws.Metadata?

---@alias aws.dms.DescribeExtensionPackAssociationsResponsePages fun(): aws.dms.DescribeExtensionPackAssociationsResponse?, aws.Metadata?
---@alias aws.dms.DescribeExtensionPackAssociationsResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeFleetAdvisorCollectorsResponsePages fun(): aws.dms.DescribeFleetAdvisorCollectorsResponse?, aws.Metadata?
---@alias aws.dms.DescribeFleetAdvisorCollectorsResponseItems fun(): aws.dms.CollectorResponse?, aws.Metadata?

---@alias aws.dms.DescribeFleetAdvisorDatabasesResponsePages fun(): aws.dms.DescribeFleetAdvisorDatabasesResponse?, aws.Metadata?
---@alias aws.dms.DescribeFleetAdvisorDatabasesResponseItems fun(): aws.dms.DatabaseResponse?, aws.Metadata?

---@alias aws.dms.DescribeFleetAdvisorLsaAnalysisResponsePages fun(): aws.dms.DescribeFleetAdvisorLsaAnalysisResponse?, aws.Metadata?
---@alias aws.dms.DescribeFleetAdvisorLsaAnalysisResponseItems fun(): aws.dms.FleetAdvisorLsaAnalysisResponse?, aws.Metadata?

---@alias aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponsePages fun(): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponse?, aws.Metadata?
---@alias aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponseItems fun(): aws.dms.FleetAdvisorSchemaObjectResponse?, aws.Metadata?

---@alias aws.dms.DescribeFleetAdvisorSchemasResponsePages fun(): aws.dms.DescribeFleetAdvisorSchemasResponse?, aws.Metadata?
---@alias aws.dms.DescribeFleetAdvisorSchemasResponseItems fun(): aws.dms.SchemaResponse?, aws.Metadata?

---@alias aws.dms.DescribeInstanceProfilesResponsePages fun(): aws.dms.DescribeInstanceProfilesResponse?, aws.Metadata?
---@alias aws.dms.DescribeInstanceProfilesResponseItems fun(): aws.dms.InstanceProfile?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelAssessmentsResponsePages fun(): aws.dms.DescribeMetadataModelAssessmentsResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelAssessmentsResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelChildrenResponsePages fun(): aws.dms.DescribeMetadataModelChildrenResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelChildrenResponseItems fun(): aws.dms.MetadataModelReference?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelConversionsResponsePages fun(): aws.dms.DescribeMetadataModelConversionsResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelConversionsResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelCreationsResponsePages fun(): aws.dms.DescribeMetadataModelCreationsResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelCreationsResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelExportsAsScriptResponsePages fun(): aws.dms.DescribeMetadataModelExportsAsScriptResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelExportsAsScriptResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelExportsToTargetResponsePages fun(): aws.dms.DescribeMetadataModelExportsToTargetResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelExportsToTargetResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeMetadataModelImportsResponsePages fun(): aws.dms.DescribeMetadataModelImportsResponse?, aws.Metadata?
---@alias aws.dms.DescribeMetadataModelImportsResponseItems fun(): aws.dms.SchemaConversionRequest?, aws.Metadata?

---@alias aws.dms.DescribeMigrationProjectsResponsePages fun(): aws.dms.DescribeMigrationProjectsResponse?, aws.Metadata?
---@alias aws.dms.DescribeMigrationProjectsResponseItems fun(): aws.dms.MigrationProject?, aws.Metadata?

---@alias aws.dms.DescribeOrderableReplicationInstancesResponsePages fun(): aws.dms.DescribeOrderableReplicationInstancesResponse?, aws.Metadata?
---@alias aws.dms.DescribeOrderableReplicationInstancesResponseItems fun(): aws.dms.OrderableReplicationInstance?, aws.Metadata?

---@alias aws.dms.DescribePendingMaintenanceActionsResponsePages fun(): aws.dms.DescribePendingMaintenanceActionsResponse?, aws.Metadata?
---@alias aws.dms.DescribePendingMaintenanceActionsResponseItems fun(): aws.dms.ResourcePendingMaintenanceActions?, aws.Metadata?

---@alias aws.dms.DescribeRecommendationLimitationsResponsePages fun(): aws.dms.DescribeRecommendationLimitationsResponse?, aws.Metadata?
---@alias aws.dms.DescribeRecommendationLimitationsResponseItems fun(): aws.dms.Limitation?, aws.Metadata?

---@alias aws.dms.DescribeRecommendationsResponsePages fun(): aws.dms.DescribeRecommendationsResponse?, aws.Metadata?
---@alias aws.dms.DescribeRecommendationsResponseItems fun(): aws.dms.Recommendation?, aws.Metadata?

---@alias aws.dms.DescribeReplicationConfigsResponsePages fun(): aws.dms.DescribeReplicationConfigsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationConfigsResponseItems fun(): aws.dms.ReplicationConfig?, aws.Metadata?

---@alias aws.dms.DescribeReplicationInstanceTaskLogsResponsePages fun(): aws.dms.DescribeReplicationInstanceTaskLogsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationInstanceTaskLogsResponseItems fun(): aws.dms.ReplicationInstanceTaskLog?, aws.Metadata?

---@alias aws.dms.DescribeReplicationInstancesResponsePages fun(): aws.dms.DescribeReplicationInstancesResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationInstancesResponseItems fun(): aws.dms.ReplicationInstance?, aws.Metadata?

---@alias aws.dms.DescribeReplicationSubnetGroupsResponsePages fun(): aws.dms.DescribeReplicationSubnetGroupsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationSubnetGroupsResponseItems fun(): aws.dms.ReplicationSubnetGroup?, aws.Metadata?

---@alias aws.dms.DescribeReplicationTableStatisticsResponsePages fun(): aws.dms.DescribeReplicationTableStatisticsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationTableStatisticsResponseItems fun(): aws.dms.TableStatistics?, aws.Metadata?

---@alias aws.dms.DescribeReplicationTaskAssessmentResultsResponsePages fun(): aws.dms.DescribeReplicationTaskAssessmentResultsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationTaskAssessmentResultsResponseItems fun(): aws.dms.ReplicationTaskAssessmentResult?, aws.Metadata?

---@alias aws.dms.DescribeReplicationTaskAssessmentRunsResponsePages fun(): aws.dms.DescribeReplicationTaskAssessmentRunsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationTaskAssessmentRunsResponseItems fun(): aws.dms.ReplicationTaskAssessmentRun?, aws.Metadata?

---@alias aws.dms.DescribeReplicationTaskIndividualAssessmentsResponsePages fun(): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationTaskIndividualAssessmentsResponseItems fun(): aws.dms.ReplicationTaskIndividualAssessment?, aws.Metadata?

---@alias aws.dms.DescribeReplicationTasksResponsePages fun(): aws.dms.DescribeReplicationTasksResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationTasksResponseItems fun(): aws.dms.ReplicationTask?, aws.Metadata?

---@alias aws.dms.DescribeReplicationsResponsePages fun(): aws.dms.DescribeReplicationsResponse?, aws.Metadata?
---@alias aws.dms.DescribeReplicationsResponseItems fun(): aws.dms.Replication?, aws.Metadata?

---@alias aws.dms.DescribeSchemasResponsePages fun(): aws.dms.DescribeSchemasResponse?, aws.Metadata?
---@alias aws.dms.DescribeSchemasResponseItems fun(): string?, aws.Metadata?

---@alias aws.dms.DescribeTableStatisticsResponsePages fun(): aws.dms.DescribeTableStatisticsResponse?, aws.Metadata?
---@alias aws.dms.DescribeTableStatisticsResponseItems fun(): aws.dms.TableStatistics?, aws.Metadata?

---@class aws.dms.Pages: aws.Receiver
---@field describe_applicable_individual_assessments (fun(input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeApplicableIndividualAssessmentsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeApplicableIndividualAssessmentsResponsePages, aws.PageState)
---@field describe_certificates (fun(input?: aws.dms.DescribeCertificatesMessage, options?: aws.PageOptions): aws.dms.DescribeCertificatesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeCertificatesMessage, options?: aws.PageOptions): aws.dms.DescribeCertificatesResponsePages, aws.PageState)
---@field describe_connections (fun(input?: aws.dms.DescribeConnectionsMessage, options?: aws.PageOptions): aws.dms.DescribeConnectionsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeConnectionsMessage, options?: aws.PageOptions): aws.dms.DescribeConnectionsResponsePages, aws.PageState)
---@field describe_data_migrations (fun(input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.PageOptions): aws.dms.DescribeDataMigrationsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.PageOptions): aws.dms.DescribeDataMigrationsResponsePages, aws.PageState)
---@field describe_data_providers (fun(input?: aws.dms.DescribeDataProvidersMessage, options?: aws.PageOptions): aws.dms.DescribeDataProvidersResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataProvidersMessage, options?: aws.PageOptions): aws.dms.DescribeDataProvidersResponsePages, aws.PageState)
---@field describe_endpoint_settings (fun(input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointSettingsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointSettingsResponsePages, aws.PageState)
---@field describe_endpoint_types (fun(input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointTypesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointTypesResponsePages, aws.PageState)
---@field describe_endpoints (fun(input?: aws.dms.DescribeEndpointsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointsResponsePages, aws.PageState)
---@field describe_engine_versions (fun(input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.PageOptions): aws.dms.DescribeEngineVersionsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.PageOptions): aws.dms.DescribeEngineVersionsResponsePages, aws.PageState)
---@field describe_event_subscriptions (fun(input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.PageOptions): aws.dms.DescribeEventSubscriptionsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.PageOptions): aws.dms.DescribeEventSubscriptionsResponsePages, aws.PageState)
---@field describe_events (fun(input?: aws.dms.DescribeEventsMessage, options?: aws.PageOptions): aws.dms.DescribeEventsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventsMessage, options?: aws.PageOptions): aws.dms.DescribeEventsResponsePages, aws.PageState)
---@field describe_extension_pack_associations (fun(input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.PageOptions): aws.dms.DescribeExtensionPackAssociationsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.PageOptions): aws.dms.DescribeExtensionPackAssociationsResponsePages, aws.PageState)
---@field describe_fleet_advisor_collectors (fun(input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorCollectorsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorCollectorsResponsePages, aws.PageState)
---@field describe_fleet_advisor_databases (fun(input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorDatabasesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorDatabasesResponsePages, aws.PageState)
---@field describe_fleet_advisor_lsa_analysis (fun(input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorLsaAnalysisResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorLsaAnalysisResponsePages, aws.PageState)
---@field describe_fleet_advisor_schema_object_summary (fun(input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponsePages, aws.PageState)
---@field describe_fleet_advisor_schemas (fun(input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemasResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemasResponsePages, aws.PageState)
---@field describe_instance_profiles (fun(input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.PageOptions): aws.dms.DescribeInstanceProfilesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.PageOptions): aws.dms.DescribeInstanceProfilesResponsePages, aws.PageState)
---@field describe_metadata_model_assessments (fun(input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelAssessmentsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelAssessmentsResponsePages, aws.PageState)
---@field describe_metadata_model_children (fun(input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelChildrenResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelChildrenResponsePages, aws.PageState)
---@field describe_metadata_model_conversions (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelConversionsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelConversionsResponsePages, aws.PageState)
---@field describe_metadata_model_creations (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelCreationsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelCreationsResponsePages, aws.PageState)
---@field describe_metadata_model_exports_as_script (fun(input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsAsScriptResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsAsScriptResponsePages, aws.PageState)
---@field describe_metadata_model_exports_to_target (fun(input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsToTargetResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsToTargetResponsePages, aws.PageState)
---@field describe_metadata_model_imports (fun(input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelImportsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelImportsResponsePages, aws.PageState)
---@field describe_migration_projects (fun(input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.PageOptions): aws.dms.DescribeMigrationProjectsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.PageOptions): aws.dms.DescribeMigrationProjectsResponsePages, aws.PageState)
---@field describe_orderable_replication_instances (fun(input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeOrderableReplicationInstancesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeOrderableReplicationInstancesResponsePages, aws.PageState)
---@field describe_pending_maintenance_actions (fun(input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.PageOptions): aws.dms.DescribePendingMaintenanceActionsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.PageOptions): aws.dms.DescribePendingMaintenanceActionsResponsePages, aws.PageState)
---@field describe_recommendation_limitations (fun(input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationLimitationsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationLimitationsResponsePages, aws.PageState)
---@field describe_recommendations (fun(input?: aws.dms.DescribeRecommendationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationsResponsePages, aws.PageState)
---@field describe_replication_configs (fun(input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationConfigsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationConfigsResponsePages, aws.PageState)
---@field describe_replication_instance_task_logs (fun(input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstanceTaskLogsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstanceTaskLogsResponsePages, aws.PageState)
---@field describe_replication_instances (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstancesResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstancesResponsePages, aws.PageState)
---@field describe_replication_subnet_groups (fun(input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationSubnetGroupsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationSubnetGroupsResponsePages, aws.PageState)
---@field describe_replication_table_statistics (fun(input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTableStatisticsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTableStatisticsResponsePages, aws.PageState)
---@field describe_replication_task_assessment_results (fun(input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentResultsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentResultsResponsePages, aws.PageState)
---@field describe_replication_task_assessment_runs (fun(input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentRunsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentRunsResponsePages, aws.PageState)
---@field describe_replication_task_individual_assessments (fun(input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponsePages, aws.PageState)
---@field describe_replication_tasks (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTasksResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTasksResponsePages, aws.PageState)
---@field describe_replications (fun(input?: aws.dms.DescribeReplicationsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationsResponsePages, aws.PageState)
---@field describe_schemas (fun(input: aws.dms.DescribeSchemasMessage, options?: aws.PageOptions): aws.dms.DescribeSchemasResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeSchemasMessage, options?: aws.PageOptions): aws.dms.DescribeSchemasResponsePages, aws.PageState)
---@field describe_table_statistics (fun(input: aws.dms.DescribeTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeTableStatisticsResponsePages, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeTableStatisticsResponsePages, aws.PageState)

---@class aws.dms.Each: aws.Receiver
---@field describe_applicable_individual_assessments (fun(input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeApplicableIndividualAssessmentsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeApplicableIndividualAssessmentsResponseItems, aws.PageState)
---@field describe_certificates (fun(input?: aws.dms.DescribeCertificatesMessage, options?: aws.PageOptions): aws.dms.DescribeCertificatesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeCertificatesMessage, options?: aws.PageOptions): aws.dms.DescribeCertificatesResponseItems, aws.PageState)
---@field describe_connections (fun(input?: aws.dms.DescribeConnectionsMessage, options?: aws.PageOptions): aws.dms.DescribeConnectionsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeConnectionsMessage, options?: aws.PageOptions): aws.dms.DescribeConnectionsResponseItems, aws.PageState)
---@field describe_data_migrations (fun(input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.PageOptions): aws.dms.DescribeDataMigrationsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.PageOptions): aws.dms.DescribeDataMigrationsResponseItems, aws.PageState)
---@field describe_data_providers (fun(input?: aws.dms.DescribeDataProvidersMessage, options?: aws.PageOptions): aws.dms.DescribeDataProvidersResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataProvidersMessage, options?: aws.PageOptions): aws.dms.DescribeDataProvidersResponseItems, aws.PageState)
---@field describe_endpoint_settings (fun(input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointSettingsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointSettingsResponseItems, aws.PageState)
---@field describe_endpoint_types (fun(input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointTypesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointTypesResponseItems, aws.PageState)
---@field describe_endpoints (fun(input?: aws.dms.DescribeEndpointsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointsMessage, options?: aws.PageOptions): aws.dms.DescribeEndpointsResponseItems, aws.PageState)
---@field describe_engine_versions (fun(input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.PageOptions): aws.dms.DescribeEngineVersionsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.PageOptions): aws.dms.DescribeEngineVersionsResponseItems, aws.PageState)
---@field describe_event_subscriptions (fun(input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.PageOptions): aws.dms.DescribeEventSubscriptionsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.PageOptions): aws.dms.DescribeEventSubscriptionsResponseItems, aws.PageState)
---@field describe_events (fun(input?: aws.dms.DescribeEventsMessage, options?: aws.PageOptions): aws.dms.DescribeEventsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventsMessage, options?: aws.PageOptions): aws.dms.DescribeEventsResponseItems, aws.PageState)
---@field describe_extension_pack_associations (fun(input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.PageOptions): aws.dms.DescribeExtensionPackAssociationsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.PageOptions): aws.dms.DescribeExtensionPackAssociationsResponseItems, aws.PageState)
---@field describe_fleet_advisor_collectors (fun(input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorCollectorsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorCollectorsResponseItems, aws.PageState)
---@field describe_fleet_advisor_databases (fun(input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorDatabasesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorDatabasesResponseItems, aws.PageState)
---@field describe_fleet_advisor_lsa_analysis (fun(input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorLsaAnalysisResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorLsaAnalysisResponseItems, aws.PageState)
---@field describe_fleet_advisor_schema_object_summary (fun(input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponseItems, aws.PageState)
---@field describe_fleet_advisor_schemas (fun(input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemasResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.PageOptions): aws.dms.DescribeFleetAdvisorSchemasResponseItems, aws.PageState)
---@field describe_instance_profiles (fun(input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.PageOptions): aws.dms.DescribeInstanceProfilesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.PageOptions): aws.dms.DescribeInstanceProfilesResponseItems, aws.PageState)
---@field describe_metadata_model_assessments (fun(input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelAssessmentsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelAssessmentsResponseItems, aws.PageState)
---@field describe_metadata_model_children (fun(input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelChildrenResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelChildrenResponseItems, aws.PageState)
---@field describe_metadata_model_conversions (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelConversionsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelConversionsResponseItems, aws.PageState)
---@field describe_metadata_model_creations (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelCreationsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelCreationsResponseItems, aws.PageState)
---@field describe_metadata_model_exports_as_script (fun(input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsAsScriptResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsAsScriptResponseItems, aws.PageState)
---@field describe_metadata_model_exports_to_target (fun(input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsToTargetResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelExportsToTargetResponseItems, aws.PageState)
---@field describe_metadata_model_imports (fun(input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelImportsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.PageOptions): aws.dms.DescribeMetadataModelImportsResponseItems, aws.PageState)
---@field describe_migration_projects (fun(input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.PageOptions): aws.dms.DescribeMigrationProjectsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.PageOptions): aws.dms.DescribeMigrationProjectsResponseItems, aws.PageState)
---@field describe_orderable_replication_instances (fun(input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeOrderableReplicationInstancesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeOrderableReplicationInstancesResponseItems, aws.PageState)
---@field describe_pending_maintenance_actions (fun(input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.PageOptions): aws.dms.DescribePendingMaintenanceActionsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.PageOptions): aws.dms.DescribePendingMaintenanceActionsResponseItems, aws.PageState)
---@field describe_recommendation_limitations (fun(input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationLimitationsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationLimitationsResponseItems, aws.PageState)
---@field describe_recommendations (fun(input?: aws.dms.DescribeRecommendationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationsRequest, options?: aws.PageOptions): aws.dms.DescribeRecommendationsResponseItems, aws.PageState)
---@field describe_replication_configs (fun(input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationConfigsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationConfigsResponseItems, aws.PageState)
---@field describe_replication_instance_task_logs (fun(input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstanceTaskLogsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstanceTaskLogsResponseItems, aws.PageState)
---@field describe_replication_instances (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstancesResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationInstancesResponseItems, aws.PageState)
---@field describe_replication_subnet_groups (fun(input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationSubnetGroupsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationSubnetGroupsResponseItems, aws.PageState)
---@field describe_replication_table_statistics (fun(input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTableStatisticsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTableStatisticsResponseItems, aws.PageState)
---@field describe_replication_task_assessment_results (fun(input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentResultsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentResultsResponseItems, aws.PageState)
---@field describe_replication_task_assessment_runs (fun(input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentRunsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskAssessmentRunsResponseItems, aws.PageState)
---@field describe_replication_task_individual_assessments (fun(input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponseItems, aws.PageState)
---@field describe_replication_tasks (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTasksResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationTasksResponseItems, aws.PageState)
---@field describe_replications (fun(input?: aws.dms.DescribeReplicationsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationsMessage, options?: aws.PageOptions): aws.dms.DescribeReplicationsResponseItems, aws.PageState)
---@field describe_schemas (fun(input: aws.dms.DescribeSchemasMessage, options?: aws.PageOptions): aws.dms.DescribeSchemasResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeSchemasMessage, options?: aws.PageOptions): aws.dms.DescribeSchemasResponseItems, aws.PageState)
---@field describe_table_statistics (fun(input: aws.dms.DescribeTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeTableStatisticsResponseItems, aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeTableStatisticsMessage, options?: aws.PageOptions): aws.dms.DescribeTableStatisticsResponseItems, aws.PageState)

---@class aws.dms.All: aws.Receiver
---@field describe_applicable_individual_assessments (fun(input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.PageOptions): string[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.PageOptions): string[], aws.PageState)
---@field describe_certificates (fun(input?: aws.dms.DescribeCertificatesMessage, options?: aws.PageOptions): aws.dms.Certificate[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeCertificatesMessage, options?: aws.PageOptions): aws.dms.Certificate[], aws.PageState)
---@field describe_connections (fun(input?: aws.dms.DescribeConnectionsMessage, options?: aws.PageOptions): aws.dms.Connection[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeConnectionsMessage, options?: aws.PageOptions): aws.dms.Connection[], aws.PageState)
---@field describe_data_migrations (fun(input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.PageOptions): aws.dms.DataMigration[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.PageOptions): aws.dms.DataMigration[], aws.PageState)
---@field describe_data_providers (fun(input?: aws.dms.DescribeDataProvidersMessage, options?: aws.PageOptions): aws.dms.DataProvider[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataProvidersMessage, options?: aws.PageOptions): aws.dms.DataProvider[], aws.PageState)
---@field describe_endpoint_settings (fun(input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.PageOptions): aws.dms.EndpointSetting[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.PageOptions): aws.dms.EndpointSetting[], aws.PageState)
---@field describe_endpoint_types (fun(input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.PageOptions): aws.dms.SupportedEndpointType[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.PageOptions): aws.dms.SupportedEndpointType[], aws.PageState)
---@field describe_endpoints (fun(input?: aws.dms.DescribeEndpointsMessage, options?: aws.PageOptions): aws.dms.Endpoint[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointsMessage, options?: aws.PageOptions): aws.dms.Endpoint[], aws.PageState)
---@field describe_engine_versions (fun(input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.PageOptions): aws.dms.EngineVersion[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.PageOptions): aws.dms.EngineVersion[], aws.PageState)
---@field describe_event_subscriptions (fun(input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.PageOptions): aws.dms.EventSubscription[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.PageOptions): aws.dms.EventSubscription[], aws.PageState)
---@field describe_events (fun(input?: aws.dms.DescribeEventsMessage, options?: aws.PageOptions): aws.dms.Event[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventsMessage, options?: aws.PageOptions): aws.dms.Event[], aws.PageState)
---@field describe_extension_pack_associations (fun(input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_fleet_advisor_collectors (fun(input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.PageOptions): aws.dms.CollectorResponse[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.PageOptions): aws.dms.CollectorResponse[], aws.PageState)
---@field describe_fleet_advisor_databases (fun(input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.PageOptions): aws.dms.DatabaseResponse[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.PageOptions): aws.dms.DatabaseResponse[], aws.PageState)
---@field describe_fleet_advisor_lsa_analysis (fun(input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.PageOptions): aws.dms.FleetAdvisorLsaAnalysisResponse[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.PageOptions): aws.dms.FleetAdvisorLsaAnalysisResponse[], aws.PageState)
---@field describe_fleet_advisor_schema_object_summary (fun(input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.PageOptions): aws.dms.FleetAdvisorSchemaObjectResponse[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.PageOptions): aws.dms.FleetAdvisorSchemaObjectResponse[], aws.PageState)
---@field describe_fleet_advisor_schemas (fun(input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.PageOptions): aws.dms.SchemaResponse[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.PageOptions): aws.dms.SchemaResponse[], aws.PageState)
---@field describe_instance_profiles (fun(input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.PageOptions): aws.dms.InstanceProfile[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.PageOptions): aws.dms.InstanceProfile[], aws.PageState)
---@field describe_metadata_model_assessments (fun(input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_metadata_model_children (fun(input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.PageOptions): aws.dms.MetadataModelReference[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.PageOptions): aws.dms.MetadataModelReference[], aws.PageState)
---@field describe_metadata_model_conversions (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_metadata_model_creations (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_metadata_model_exports_as_script (fun(input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_metadata_model_exports_to_target (fun(input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_metadata_model_imports (fun(input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.PageOptions): aws.dms.SchemaConversionRequest[], aws.PageState)
---@field describe_migration_projects (fun(input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.PageOptions): aws.dms.MigrationProject[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.PageOptions): aws.dms.MigrationProject[], aws.PageState)
---@field describe_orderable_replication_instances (fun(input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.OrderableReplicationInstance[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.OrderableReplicationInstance[], aws.PageState)
---@field describe_pending_maintenance_actions (fun(input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.PageOptions): aws.dms.ResourcePendingMaintenanceActions[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.PageOptions): aws.dms.ResourcePendingMaintenanceActions[], aws.PageState)
---@field describe_recommendation_limitations (fun(input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.PageOptions): aws.dms.Limitation[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.PageOptions): aws.dms.Limitation[], aws.PageState)
---@field describe_recommendations (fun(input?: aws.dms.DescribeRecommendationsRequest, options?: aws.PageOptions): aws.dms.Recommendation[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationsRequest, options?: aws.PageOptions): aws.dms.Recommendation[], aws.PageState)
---@field describe_replication_configs (fun(input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.PageOptions): aws.dms.ReplicationConfig[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.PageOptions): aws.dms.ReplicationConfig[], aws.PageState)
---@field describe_replication_instance_task_logs (fun(input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.PageOptions): aws.dms.ReplicationInstanceTaskLog[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.PageOptions): aws.dms.ReplicationInstanceTaskLog[], aws.PageState)
---@field describe_replication_instances (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.ReplicationInstance[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.PageOptions): aws.dms.ReplicationInstance[], aws.PageState)
---@field describe_replication_subnet_groups (fun(input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.PageOptions): aws.dms.ReplicationSubnetGroup[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.PageOptions): aws.dms.ReplicationSubnetGroup[], aws.PageState)
---@field describe_replication_table_statistics (fun(input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.PageOptions): aws.dms.TableStatistics[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.PageOptions): aws.dms.TableStatistics[], aws.PageState)
---@field describe_replication_task_assessment_results (fun(input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.PageOptions): aws.dms.ReplicationTaskAssessmentResult[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.PageOptions): aws.dms.ReplicationTaskAssessmentResult[], aws.PageState)
---@field describe_replication_task_assessment_runs (fun(input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.PageOptions): aws.dms.ReplicationTaskAssessmentRun[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.PageOptions): aws.dms.ReplicationTaskAssessmentRun[], aws.PageState)
---@field describe_replication_task_individual_assessments (fun(input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.ReplicationTaskIndividualAssessment[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.PageOptions): aws.dms.ReplicationTaskIndividualAssessment[], aws.PageState)
---@field describe_replication_tasks (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.PageOptions): aws.dms.ReplicationTask[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.PageOptions): aws.dms.ReplicationTask[], aws.PageState)
---@field describe_replications (fun(input?: aws.dms.DescribeReplicationsMessage, options?: aws.PageOptions): aws.dms.Replication[], aws.PageState)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationsMessage, options?: aws.PageOptions): aws.dms.Replication[], aws.PageState)
---@field describe_schemas (fun(input: aws.dms.DescribeSchemasMessage, options?: aws.PageOptions): string[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeSchemasMessage, options?: aws.PageOptions): string[], aws.PageState)
---@field describe_table_statistics (fun(input: aws.dms.DescribeTableStatisticsMessage, options?: aws.PageOptions): aws.dms.TableStatistics[], aws.PageState)|(fun(self: aws.Receiver, input: aws.dms.DescribeTableStatisticsMessage, options?: aws.PageOptions): aws.dms.TableStatistics[], aws.PageState)

---@class aws.dms.Wait: aws.Receiver
---@field endpoint_deleted (fun(input?: aws.dms.DescribeEndpointsMessage, options?: aws.WaitOptions): aws.dms.DescribeEndpointsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointsMessage, options?: aws.WaitOptions): aws.dms.DescribeEndpointsResponse?, aws.WaitInfo)
---@field extension_pack_associated (fun(input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.WaitOptions): aws.dms.DescribeExtensionPackAssociationsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.WaitOptions): aws.dms.DescribeExtensionPackAssociationsResponse?, aws.WaitInfo)
---@field metadata_model_assessed (fun(input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelAssessmentsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelAssessmentsResponse?, aws.WaitInfo)
---@field metadata_model_conversion_cancelled (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelConversionsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelConversionsResponse?, aws.WaitInfo)
---@field metadata_model_converted (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelConversionsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelConversionsResponse?, aws.WaitInfo)
---@field metadata_model_created (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelCreationsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelCreationsResponse?, aws.WaitInfo)
---@field metadata_model_creation_cancelled (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelCreationsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelCreationsResponse?, aws.WaitInfo)
---@field metadata_model_exported_as_script (fun(input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelExportsAsScriptResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelExportsAsScriptResponse?, aws.WaitInfo)
---@field metadata_model_exported_to_target (fun(input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelExportsToTargetResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelExportsToTargetResponse?, aws.WaitInfo)
---@field metadata_model_imported (fun(input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelImportsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.WaitOptions): aws.dms.DescribeMetadataModelImportsResponse?, aws.WaitInfo)
---@field replication_at_rest (fun(input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)
---@field replication_deleted (fun(input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)
---@field replication_deprovisioned (fun(input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)
---@field replication_instance_available (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationInstancesResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationInstancesResponse?, aws.WaitInfo)
---@field replication_instance_deleted (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationInstancesResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationInstancesResponse?, aws.WaitInfo)
---@field replication_running (fun(input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)
---@field replication_stopped (fun(input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)|(fun(self: aws.Receiver, input: string|{ ReplicationConfigArn: string }, options?: aws.WaitOptions): aws.dms.Replication?, aws.WaitInfo)
---@field replication_task_deleted (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)
---@field replication_task_ready (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)
---@field replication_task_running (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)
---@field replication_task_stopped (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.WaitOptions): aws.dms.DescribeReplicationTasksResponse?, aws.WaitInfo)
---@field test_connection_succeeds (fun(input?: aws.dms.DescribeConnectionsMessage, options?: aws.WaitOptions): aws.dms.DescribeConnectionsResponse?, aws.WaitInfo)|(fun(self: aws.Receiver, input?: aws.dms.DescribeConnectionsMessage, options?: aws.WaitOptions): aws.dms.DescribeConnectionsResponse?, aws.WaitInfo)

---@class aws.dms.Client: aws.Receiver
---@field add_tags_to_resource (fun(input: aws.dms.AddTagsToResourceMessage, options?: aws.Options): aws.dms.AddTagsToResourceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.AddTagsToResourceMessage, options?: aws.Options): aws.dms.AddTagsToResourceResponse, aws.Metadata)
---@field apply_pending_maintenance_action (fun(input: aws.dms.ApplyPendingMaintenanceActionMessage, options?: aws.Options): aws.dms.ApplyPendingMaintenanceActionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ApplyPendingMaintenanceActionMessage, options?: aws.Options): aws.dms.ApplyPendingMaintenanceActionResponse, aws.Metadata)
---@field batch_start_recommendations (fun(input?: aws.dms.BatchStartRecommendationsRequest, options?: aws.Options): aws.dms.BatchStartRecommendationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.BatchStartRecommendationsRequest, options?: aws.Options): aws.dms.BatchStartRecommendationsResponse, aws.Metadata)
---@field cancel_metadata_model_conversion (fun(input: aws.dms.CancelMetadataModelConversionMessage, options?: aws.Options): aws.dms.CancelMetadataModelConversionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CancelMetadataModelConversionMessage, options?: aws.Options): aws.dms.CancelMetadataModelConversionResponse, aws.Metadata)
---@field cancel_metadata_model_creation (fun(input: aws.dms.CancelMetadataModelCreationMessage, options?: aws.Options): aws.dms.CancelMetadataModelCreationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CancelMetadataModelCreationMessage, options?: aws.Options): aws.dms.CancelMetadataModelCreationResponse, aws.Metadata)
---@field cancel_replication_task_assessment_run (fun(input: aws.dms.CancelReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.dms.CancelReplicationTaskAssessmentRunResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CancelReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.dms.CancelReplicationTaskAssessmentRunResponse, aws.Metadata)
---@field create_data_migration (fun(input: aws.dms.CreateDataMigrationMessage, options?: aws.Options): aws.dms.CreateDataMigrationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateDataMigrationMessage, options?: aws.Options): aws.dms.CreateDataMigrationResponse, aws.Metadata)
---@field create_data_provider (fun(input: aws.dms.CreateDataProviderMessage, options?: aws.Options): aws.dms.CreateDataProviderResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateDataProviderMessage, options?: aws.Options): aws.dms.CreateDataProviderResponse, aws.Metadata)
---@field create_endpoint (fun(input: aws.dms.CreateEndpointMessage, options?: aws.Options): aws.dms.CreateEndpointResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateEndpointMessage, options?: aws.Options): aws.dms.CreateEndpointResponse, aws.Metadata)
---@field create_event_subscription (fun(input: aws.dms.CreateEventSubscriptionMessage, options?: aws.Options): aws.dms.CreateEventSubscriptionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateEventSubscriptionMessage, options?: aws.Options): aws.dms.CreateEventSubscriptionResponse, aws.Metadata)
---@field create_fleet_advisor_collector (fun(input: aws.dms.CreateFleetAdvisorCollectorRequest, options?: aws.Options): aws.dms.CreateFleetAdvisorCollectorResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateFleetAdvisorCollectorRequest, options?: aws.Options): aws.dms.CreateFleetAdvisorCollectorResponse, aws.Metadata)
---@field create_instance_profile (fun(input?: aws.dms.CreateInstanceProfileMessage, options?: aws.Options): aws.dms.CreateInstanceProfileResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.CreateInstanceProfileMessage, options?: aws.Options): aws.dms.CreateInstanceProfileResponse, aws.Metadata)
---@field create_migration_project (fun(input: aws.dms.CreateMigrationProjectMessage, options?: aws.Options): aws.dms.CreateMigrationProjectResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateMigrationProjectMessage, options?: aws.Options): aws.dms.CreateMigrationProjectResponse, aws.Metadata)
---@field create_replication_config (fun(input: aws.dms.CreateReplicationConfigMessage, options?: aws.Options): aws.dms.CreateReplicationConfigResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationConfigMessage, options?: aws.Options): aws.dms.CreateReplicationConfigResponse, aws.Metadata)
---@field create_replication_instance (fun(input: aws.dms.CreateReplicationInstanceMessage, options?: aws.Options): aws.dms.CreateReplicationInstanceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationInstanceMessage, options?: aws.Options): aws.dms.CreateReplicationInstanceResponse, aws.Metadata)
---@field create_replication_subnet_group (fun(input: aws.dms.CreateReplicationSubnetGroupMessage, options?: aws.Options): aws.dms.CreateReplicationSubnetGroupResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationSubnetGroupMessage, options?: aws.Options): aws.dms.CreateReplicationSubnetGroupResponse, aws.Metadata)
---@field create_replication_task (fun(input: aws.dms.CreateReplicationTaskMessage, options?: aws.Options): aws.dms.CreateReplicationTaskResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.CreateReplicationTaskMessage, options?: aws.Options): aws.dms.CreateReplicationTaskResponse, aws.Metadata)
--- Destructive. Deletes a certificate.
---@field delete_certificate (fun(input: aws.dms.DeleteCertificateMessage, options?: aws.Options): aws.dms.DeleteCertificateResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteCertificateMessage, options?: aws.Options): aws.dms.DeleteCertificateResponse, aws.Metadata)
--- Destructive. Deletes the connection between a replication instance and an endpoint.
---@field delete_connection (fun(input: aws.dms.DeleteConnectionMessage, options?: aws.Options): aws.dms.DeleteConnectionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteConnectionMessage, options?: aws.Options): aws.dms.DeleteConnectionResponse, aws.Metadata)
--- Destructive. Deletes a data migration.
---@field delete_data_migration (fun(input: aws.dms.DeleteDataMigrationMessage, options?: aws.Options): aws.dms.DeleteDataMigrationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteDataMigrationMessage, options?: aws.Options): aws.dms.DeleteDataMigrationResponse, aws.Metadata)
--- Destructive. Deletes a data provider; no migration project may use it.
---@field delete_data_provider (fun(input: aws.dms.DeleteDataProviderMessage, options?: aws.Options): aws.dms.DeleteDataProviderResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteDataProviderMessage, options?: aws.Options): aws.dms.DeleteDataProviderResponse, aws.Metadata)
--- Destructive. Deletes an endpoint; no task may use it.
---@field delete_endpoint (fun(input: aws.dms.DeleteEndpointMessage, options?: aws.Options): aws.dms.DeleteEndpointResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteEndpointMessage, options?: aws.Options): aws.dms.DeleteEndpointResponse, aws.Metadata)
--- Destructive. Deletes an event subscription.
---@field delete_event_subscription (fun(input: aws.dms.DeleteEventSubscriptionMessage, options?: aws.Options): aws.dms.DeleteEventSubscriptionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteEventSubscriptionMessage, options?: aws.Options): aws.dms.DeleteEventSubscriptionResponse, aws.Metadata)
--- Destructive. Deletes a Fleet Advisor collector.
---@field delete_fleet_advisor_collector (fun(input: aws.dms.DeleteCollectorRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteCollectorRequest, options?: aws.Options): table, aws.Metadata)
--- Destructive. Deletes databases that Fleet Advisor collected.
---@field delete_fleet_advisor_databases (fun(input: aws.dms.DeleteFleetAdvisorDatabasesRequest, options?: aws.Options): aws.dms.DeleteFleetAdvisorDatabasesResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteFleetAdvisorDatabasesRequest, options?: aws.Options): aws.dms.DeleteFleetAdvisorDatabasesResponse, aws.Metadata)
--- Destructive. Deletes an instance profile; no migration project may use it.
---@field delete_instance_profile (fun(input: aws.dms.DeleteInstanceProfileMessage, options?: aws.Options): aws.dms.DeleteInstanceProfileResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteInstanceProfileMessage, options?: aws.Options): aws.dms.DeleteInstanceProfileResponse, aws.Metadata)
--- Destructive. Deletes a migration project, which has to be closed.
---@field delete_migration_project (fun(input: aws.dms.DeleteMigrationProjectMessage, options?: aws.Options): aws.dms.DeleteMigrationProjectResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteMigrationProjectMessage, options?: aws.Options): aws.dms.DeleteMigrationProjectResponse, aws.Metadata)
--- Destructive. Deletes a serverless replication's configuration and deprovisions its replications; none may run.
---@field delete_replication_config (fun(input: aws.dms.DeleteReplicationConfigMessage, options?: aws.Options): aws.dms.DeleteReplicationConfigResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationConfigMessage, options?: aws.Options): aws.dms.DeleteReplicationConfigResponse, aws.Metadata)
--- Destructive. Deletes a replication instance; its tasks have to be deleted before.
---@field delete_replication_instance (fun(input: aws.dms.DeleteReplicationInstanceMessage, options?: aws.Options): aws.dms.DeleteReplicationInstanceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationInstanceMessage, options?: aws.Options): aws.dms.DeleteReplicationInstanceResponse, aws.Metadata)
--- Destructive. Deletes a subnet group.
---@field delete_replication_subnet_group (fun(input: aws.dms.DeleteReplicationSubnetGroupMessage, options?: aws.Options): aws.dms.DeleteReplicationSubnetGroupResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationSubnetGroupMessage, options?: aws.Options): aws.dms.DeleteReplicationSubnetGroupResponse, aws.Metadata)
--- Destructive. Deletes a replication task.
---@field delete_replication_task (fun(input: aws.dms.DeleteReplicationTaskMessage, options?: aws.Options): aws.dms.DeleteReplicationTaskResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationTaskMessage, options?: aws.Options): aws.dms.DeleteReplicationTaskResponse, aws.Metadata)
--- Destructive. Deletes the record of an assessment run; what it wrote to S3 stays.
---@field delete_replication_task_assessment_run (fun(input: aws.dms.DeleteReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.dms.DeleteReplicationTaskAssessmentRunResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DeleteReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.dms.DeleteReplicationTaskAssessmentRunResponse, aws.Metadata)
---@field describe_account_attributes (fun(input?: aws.dms.DescribeAccountAttributesMessage, options?: aws.Options): aws.dms.DescribeAccountAttributesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeAccountAttributesMessage, options?: aws.Options): aws.dms.DescribeAccountAttributesResponse, aws.Metadata)
---@field describe_applicable_individual_assessments (fun(input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.Options): aws.dms.DescribeApplicableIndividualAssessmentsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeApplicableIndividualAssessmentsMessage, options?: aws.Options): aws.dms.DescribeApplicableIndividualAssessmentsResponse, aws.Metadata)
---@field describe_certificates (fun(input?: aws.dms.DescribeCertificatesMessage, options?: aws.Options): aws.dms.DescribeCertificatesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeCertificatesMessage, options?: aws.Options): aws.dms.DescribeCertificatesResponse, aws.Metadata)
---@field describe_connections (fun(input?: aws.dms.DescribeConnectionsMessage, options?: aws.Options): aws.dms.DescribeConnectionsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeConnectionsMessage, options?: aws.Options): aws.dms.DescribeConnectionsResponse, aws.Metadata)
---@field describe_conversion_configuration (fun(input: aws.dms.DescribeConversionConfigurationMessage, options?: aws.Options): aws.dms.DescribeConversionConfigurationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeConversionConfigurationMessage, options?: aws.Options): aws.dms.DescribeConversionConfigurationResponse, aws.Metadata)
---@field describe_data_migrations (fun(input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.Options): aws.dms.DescribeDataMigrationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataMigrationsMessage, options?: aws.Options): aws.dms.DescribeDataMigrationsResponse, aws.Metadata)
---@field describe_data_providers (fun(input?: aws.dms.DescribeDataProvidersMessage, options?: aws.Options): aws.dms.DescribeDataProvidersResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeDataProvidersMessage, options?: aws.Options): aws.dms.DescribeDataProvidersResponse, aws.Metadata)
---@field describe_endpoint_settings (fun(input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.Options): aws.dms.DescribeEndpointSettingsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeEndpointSettingsMessage, options?: aws.Options): aws.dms.DescribeEndpointSettingsResponse, aws.Metadata)
---@field describe_endpoint_types (fun(input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.Options): aws.dms.DescribeEndpointTypesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointTypesMessage, options?: aws.Options): aws.dms.DescribeEndpointTypesResponse, aws.Metadata)
---@field describe_endpoints (fun(input?: aws.dms.DescribeEndpointsMessage, options?: aws.Options): aws.dms.DescribeEndpointsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEndpointsMessage, options?: aws.Options): aws.dms.DescribeEndpointsResponse, aws.Metadata)
---@field describe_engine_versions (fun(input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.Options): aws.dms.DescribeEngineVersionsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEngineVersionsMessage, options?: aws.Options): aws.dms.DescribeEngineVersionsResponse, aws.Metadata)
---@field describe_event_categories (fun(input?: aws.dms.DescribeEventCategoriesMessage, options?: aws.Options): aws.dms.DescribeEventCategoriesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventCategoriesMessage, options?: aws.Options): aws.dms.DescribeEventCategoriesResponse, aws.Metadata)
---@field describe_event_subscriptions (fun(input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.Options): aws.dms.DescribeEventSubscriptionsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventSubscriptionsMessage, options?: aws.Options): aws.dms.DescribeEventSubscriptionsResponse, aws.Metadata)
---@field describe_events (fun(input?: aws.dms.DescribeEventsMessage, options?: aws.Options): aws.dms.DescribeEventsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeEventsMessage, options?: aws.Options): aws.dms.DescribeEventsResponse, aws.Metadata)
---@field describe_extension_pack_associations (fun(input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.Options): aws.dms.DescribeExtensionPackAssociationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeExtensionPackAssociationsMessage, options?: aws.Options): aws.dms.DescribeExtensionPackAssociationsResponse, aws.Metadata)
---@field describe_fleet_advisor_collectors (fun(input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorCollectorsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorCollectorsRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorCollectorsResponse, aws.Metadata)
---@field describe_fleet_advisor_databases (fun(input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorDatabasesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorDatabasesRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorDatabasesResponse, aws.Metadata)
---@field describe_fleet_advisor_lsa_analysis (fun(input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorLsaAnalysisResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorLsaAnalysisRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorLsaAnalysisResponse, aws.Metadata)
---@field describe_fleet_advisor_schema_object_summary (fun(input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemaObjectSummaryRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorSchemaObjectSummaryResponse, aws.Metadata)
---@field describe_fleet_advisor_schemas (fun(input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorSchemasResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeFleetAdvisorSchemasRequest, options?: aws.Options): aws.dms.DescribeFleetAdvisorSchemasResponse, aws.Metadata)
---@field describe_instance_profiles (fun(input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.Options): aws.dms.DescribeInstanceProfilesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeInstanceProfilesMessage, options?: aws.Options): aws.dms.DescribeInstanceProfilesResponse, aws.Metadata)
---@field describe_metadata_model (fun(input: aws.dms.DescribeMetadataModelMessage, options?: aws.Options): aws.dms.DescribeMetadataModelResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelMessage, options?: aws.Options): aws.dms.DescribeMetadataModelResponse, aws.Metadata)
---@field describe_metadata_model_assessments (fun(input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelAssessmentsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelAssessmentsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelAssessmentsResponse, aws.Metadata)
---@field describe_metadata_model_children (fun(input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.Options): aws.dms.DescribeMetadataModelChildrenResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelChildrenMessage, options?: aws.Options): aws.dms.DescribeMetadataModelChildrenResponse, aws.Metadata)
---@field describe_metadata_model_conversions (fun(input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelConversionsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelConversionsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelConversionsResponse, aws.Metadata)
---@field describe_metadata_model_creations (fun(input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelCreationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelCreationsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelCreationsResponse, aws.Metadata)
---@field describe_metadata_model_exports_as_script (fun(input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.Options): aws.dms.DescribeMetadataModelExportsAsScriptResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsAsScriptMessage, options?: aws.Options): aws.dms.DescribeMetadataModelExportsAsScriptResponse, aws.Metadata)
---@field describe_metadata_model_exports_to_target (fun(input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.Options): aws.dms.DescribeMetadataModelExportsToTargetResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelExportsToTargetMessage, options?: aws.Options): aws.dms.DescribeMetadataModelExportsToTargetResponse, aws.Metadata)
---@field describe_metadata_model_imports (fun(input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelImportsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeMetadataModelImportsMessage, options?: aws.Options): aws.dms.DescribeMetadataModelImportsResponse, aws.Metadata)
---@field describe_migration_projects (fun(input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.Options): aws.dms.DescribeMigrationProjectsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeMigrationProjectsMessage, options?: aws.Options): aws.dms.DescribeMigrationProjectsResponse, aws.Metadata)
---@field describe_orderable_replication_instances (fun(input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.Options): aws.dms.DescribeOrderableReplicationInstancesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeOrderableReplicationInstancesMessage, options?: aws.Options): aws.dms.DescribeOrderableReplicationInstancesResponse, aws.Metadata)
---@field describe_pending_maintenance_actions (fun(input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.Options): aws.dms.DescribePendingMaintenanceActionsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribePendingMaintenanceActionsMessage, options?: aws.Options): aws.dms.DescribePendingMaintenanceActionsResponse, aws.Metadata)
---@field describe_recommendation_limitations (fun(input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.Options): aws.dms.DescribeRecommendationLimitationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationLimitationsRequest, options?: aws.Options): aws.dms.DescribeRecommendationLimitationsResponse, aws.Metadata)
---@field describe_recommendations (fun(input?: aws.dms.DescribeRecommendationsRequest, options?: aws.Options): aws.dms.DescribeRecommendationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeRecommendationsRequest, options?: aws.Options): aws.dms.DescribeRecommendationsResponse, aws.Metadata)
---@field describe_refresh_schemas_status (fun(input: aws.dms.DescribeRefreshSchemasStatusMessage, options?: aws.Options): aws.dms.DescribeRefreshSchemasStatusResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeRefreshSchemasStatusMessage, options?: aws.Options): aws.dms.DescribeRefreshSchemasStatusResponse, aws.Metadata)
--- Lists the configurations of serverless replications.
---@field describe_replication_configs (fun(input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.Options): aws.dms.DescribeReplicationConfigsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationConfigsMessage, options?: aws.Options): aws.dms.DescribeReplicationConfigsResponse, aws.Metadata)
---@field describe_replication_instance_task_logs (fun(input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.Options): aws.dms.DescribeReplicationInstanceTaskLogsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationInstanceTaskLogsMessage, options?: aws.Options): aws.dms.DescribeReplicationInstanceTaskLogsResponse, aws.Metadata)
---@field describe_replication_instances (fun(input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.Options): aws.dms.DescribeReplicationInstancesResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationInstancesMessage, options?: aws.Options): aws.dms.DescribeReplicationInstancesResponse, aws.Metadata)
---@field describe_replication_subnet_groups (fun(input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.Options): aws.dms.DescribeReplicationSubnetGroupsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationSubnetGroupsMessage, options?: aws.Options): aws.dms.DescribeReplicationSubnetGroupsResponse, aws.Metadata)
--- Rows and state of each table of a serverless replication.
---@field describe_replication_table_statistics (fun(input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.Options): aws.dms.DescribeReplicationTableStatisticsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeReplicationTableStatisticsMessage, options?: aws.Options): aws.dms.DescribeReplicationTableStatisticsResponse, aws.Metadata)
---@field describe_replication_task_assessment_results (fun(input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.Options): aws.dms.DescribeReplicationTaskAssessmentResultsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentResultsMessage, options?: aws.Options): aws.dms.DescribeReplicationTaskAssessmentResultsResponse, aws.Metadata)
---@field describe_replication_task_assessment_runs (fun(input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.Options): aws.dms.DescribeReplicationTaskAssessmentRunsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskAssessmentRunsMessage, options?: aws.Options): aws.dms.DescribeReplicationTaskAssessmentRunsResponse, aws.Metadata)
---@field describe_replication_task_individual_assessments (fun(input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.Options): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTaskIndividualAssessmentsMessage, options?: aws.Options): aws.dms.DescribeReplicationTaskIndividualAssessmentsResponse, aws.Metadata)
--- Lists replication tasks, which run on instances; serverless ones: describe_replications.
---@field describe_replication_tasks (fun(input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.Options): aws.dms.DescribeReplicationTasksResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationTasksMessage, options?: aws.Options): aws.dms.DescribeReplicationTasksResponse, aws.Metadata)
--- Lists serverless replications with status, progress and stop reason; filters: replication-config-arn, replication-config-id.
---@field describe_replications (fun(input?: aws.dms.DescribeReplicationsMessage, options?: aws.Options): aws.dms.DescribeReplicationsResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.DescribeReplicationsMessage, options?: aws.Options): aws.dms.DescribeReplicationsResponse, aws.Metadata)
---@field describe_schemas (fun(input: aws.dms.DescribeSchemasMessage, options?: aws.Options): aws.dms.DescribeSchemasResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeSchemasMessage, options?: aws.Options): aws.dms.DescribeSchemasResponse, aws.Metadata)
---@field describe_table_statistics (fun(input: aws.dms.DescribeTableStatisticsMessage, options?: aws.Options): aws.dms.DescribeTableStatisticsResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.DescribeTableStatisticsMessage, options?: aws.Options): aws.dms.DescribeTableStatisticsResponse, aws.Metadata)
---@field export_metadata_model_assessment (fun(input: aws.dms.ExportMetadataModelAssessmentMessage, options?: aws.Options): aws.dms.ExportMetadataModelAssessmentResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ExportMetadataModelAssessmentMessage, options?: aws.Options): aws.dms.ExportMetadataModelAssessmentResponse, aws.Metadata)
---@field get_target_selection_rules (fun(input: aws.dms.GetTargetSelectionRulesMessage, options?: aws.Options): aws.dms.GetTargetSelectionRulesResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.GetTargetSelectionRulesMessage, options?: aws.Options): aws.dms.GetTargetSelectionRulesResponse, aws.Metadata)
---@field import_certificate (fun(input: aws.dms.ImportCertificateMessage, options?: aws.Options): aws.dms.ImportCertificateResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ImportCertificateMessage, options?: aws.Options): aws.dms.ImportCertificateResponse, aws.Metadata)
--- Tags of one resource, or of many: ResourceArnList.
---@field list_tags_for_resource (fun(input?: aws.dms.ListTagsForResourceMessage, options?: aws.Options): aws.dms.ListTagsForResourceResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.ListTagsForResourceMessage, options?: aws.Options): aws.dms.ListTagsForResourceResponse, aws.Metadata)
---@field modify_conversion_configuration (fun(input: aws.dms.ModifyConversionConfigurationMessage, options?: aws.Options): aws.dms.ModifyConversionConfigurationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyConversionConfigurationMessage, options?: aws.Options): aws.dms.ModifyConversionConfigurationResponse, aws.Metadata)
---@field modify_data_migration (fun(input: aws.dms.ModifyDataMigrationMessage, options?: aws.Options): aws.dms.ModifyDataMigrationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyDataMigrationMessage, options?: aws.Options): aws.dms.ModifyDataMigrationResponse, aws.Metadata)
---@field modify_data_provider (fun(input: aws.dms.ModifyDataProviderMessage, options?: aws.Options): aws.dms.ModifyDataProviderResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyDataProviderMessage, options?: aws.Options): aws.dms.ModifyDataProviderResponse, aws.Metadata)
---@field modify_endpoint (fun(input: aws.dms.ModifyEndpointMessage, options?: aws.Options): aws.dms.ModifyEndpointResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyEndpointMessage, options?: aws.Options): aws.dms.ModifyEndpointResponse, aws.Metadata)
---@field modify_event_subscription (fun(input: aws.dms.ModifyEventSubscriptionMessage, options?: aws.Options): aws.dms.ModifyEventSubscriptionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyEventSubscriptionMessage, options?: aws.Options): aws.dms.ModifyEventSubscriptionResponse, aws.Metadata)
---@field modify_instance_profile (fun(input: aws.dms.ModifyInstanceProfileMessage, options?: aws.Options): aws.dms.ModifyInstanceProfileResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyInstanceProfileMessage, options?: aws.Options): aws.dms.ModifyInstanceProfileResponse, aws.Metadata)
---@field modify_migration_project (fun(input: aws.dms.ModifyMigrationProjectMessage, options?: aws.Options): aws.dms.ModifyMigrationProjectResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyMigrationProjectMessage, options?: aws.Options): aws.dms.ModifyMigrationProjectResponse, aws.Metadata)
---@field modify_replication_config (fun(input: aws.dms.ModifyReplicationConfigMessage, options?: aws.Options): aws.dms.ModifyReplicationConfigResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationConfigMessage, options?: aws.Options): aws.dms.ModifyReplicationConfigResponse, aws.Metadata)
---@field modify_replication_instance (fun(input: aws.dms.ModifyReplicationInstanceMessage, options?: aws.Options): aws.dms.ModifyReplicationInstanceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationInstanceMessage, options?: aws.Options): aws.dms.ModifyReplicationInstanceResponse, aws.Metadata)
---@field modify_replication_subnet_group (fun(input: aws.dms.ModifyReplicationSubnetGroupMessage, options?: aws.Options): aws.dms.ModifyReplicationSubnetGroupResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationSubnetGroupMessage, options?: aws.Options): aws.dms.ModifyReplicationSubnetGroupResponse, aws.Metadata)
---@field modify_replication_task (fun(input: aws.dms.ModifyReplicationTaskMessage, options?: aws.Options): aws.dms.ModifyReplicationTaskResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ModifyReplicationTaskMessage, options?: aws.Options): aws.dms.ModifyReplicationTaskResponse, aws.Metadata)
---@field move_replication_task (fun(input: aws.dms.MoveReplicationTaskMessage, options?: aws.Options): aws.dms.MoveReplicationTaskResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.MoveReplicationTaskMessage, options?: aws.Options): aws.dms.MoveReplicationTaskResponse, aws.Metadata)
---@field reboot_replication_instance (fun(input: aws.dms.RebootReplicationInstanceMessage, options?: aws.Options): aws.dms.RebootReplicationInstanceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.RebootReplicationInstanceMessage, options?: aws.Options): aws.dms.RebootReplicationInstanceResponse, aws.Metadata)
--- Begins to read an endpoint's schemas; describe_refresh_schemas_status tells how far it is.
---@field refresh_schemas (fun(input: aws.dms.RefreshSchemasMessage, options?: aws.Options): aws.dms.RefreshSchemasResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.RefreshSchemasMessage, options?: aws.Options): aws.dms.RefreshSchemasResponse, aws.Metadata)
--- Destructive. Loads tables of a running serverless replication again, over the rows on the target.
---@field reload_replication_tables (fun(input: aws.dms.ReloadReplicationTablesMessage, options?: aws.Options): aws.dms.ReloadReplicationTablesResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ReloadReplicationTablesMessage, options?: aws.Options): aws.dms.ReloadReplicationTablesResponse, aws.Metadata)
--- Destructive. Loads tables of a running task again, over the rows on the target.
---@field reload_tables (fun(input: aws.dms.ReloadTablesMessage, options?: aws.Options): aws.dms.ReloadTablesResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.ReloadTablesMessage, options?: aws.Options): aws.dms.ReloadTablesResponse, aws.Metadata)
---@field remove_tags_from_resource (fun(input: aws.dms.RemoveTagsFromResourceMessage, options?: aws.Options): aws.dms.RemoveTagsFromResourceResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.RemoveTagsFromResourceMessage, options?: aws.Options): aws.dms.RemoveTagsFromResourceResponse, aws.Metadata)
---@field run_fleet_advisor_lsa_analysis (fun(input?: table, options?: aws.Options): aws.dms.RunFleetAdvisorLsaAnalysisResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: table, options?: aws.Options): aws.dms.RunFleetAdvisorLsaAnalysisResponse, aws.Metadata)
---@field start_data_migration (fun(input: aws.dms.StartDataMigrationMessage, options?: aws.Options): aws.dms.StartDataMigrationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartDataMigrationMessage, options?: aws.Options): aws.dms.StartDataMigrationResponse, aws.Metadata)
---@field start_extension_pack_association (fun(input: aws.dms.StartExtensionPackAssociationMessage, options?: aws.Options): aws.dms.StartExtensionPackAssociationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartExtensionPackAssociationMessage, options?: aws.Options): aws.dms.StartExtensionPackAssociationResponse, aws.Metadata)
---@field start_metadata_model_assessment (fun(input: aws.dms.StartMetadataModelAssessmentMessage, options?: aws.Options): aws.dms.StartMetadataModelAssessmentResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelAssessmentMessage, options?: aws.Options): aws.dms.StartMetadataModelAssessmentResponse, aws.Metadata)
---@field start_metadata_model_conversion (fun(input: aws.dms.StartMetadataModelConversionMessage, options?: aws.Options): aws.dms.StartMetadataModelConversionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelConversionMessage, options?: aws.Options): aws.dms.StartMetadataModelConversionResponse, aws.Metadata)
---@field start_metadata_model_creation (fun(input: aws.dms.StartMetadataModelCreationMessage, options?: aws.Options): aws.dms.StartMetadataModelCreationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelCreationMessage, options?: aws.Options): aws.dms.StartMetadataModelCreationResponse, aws.Metadata)
---@field start_metadata_model_export_as_script (fun(input: aws.dms.StartMetadataModelExportAsScriptMessage, options?: aws.Options): aws.dms.StartMetadataModelExportAsScriptResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelExportAsScriptMessage, options?: aws.Options): aws.dms.StartMetadataModelExportAsScriptResponse, aws.Metadata)
---@field start_metadata_model_export_to_target (fun(input: aws.dms.StartMetadataModelExportToTargetMessage, options?: aws.Options): aws.dms.StartMetadataModelExportToTargetResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelExportToTargetMessage, options?: aws.Options): aws.dms.StartMetadataModelExportToTargetResponse, aws.Metadata)
---@field start_metadata_model_import (fun(input: aws.dms.StartMetadataModelImportMessage, options?: aws.Options): aws.dms.StartMetadataModelImportResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartMetadataModelImportMessage, options?: aws.Options): aws.dms.StartMetadataModelImportResponse, aws.Metadata)
---@field start_recommendations (fun(input: aws.dms.StartRecommendationsRequest, options?: aws.Options): table, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartRecommendationsRequest, options?: aws.Options): table, aws.Metadata)
--- Starts a serverless replication; it takes most of an hour until it runs.
---@field start_replication (fun(input: aws.dms.StartReplicationMessage, options?: aws.Options): aws.dms.StartReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationMessage, options?: aws.Options): aws.dms.StartReplicationResponse, aws.Metadata)
---@field start_replication_task (fun(input: aws.dms.StartReplicationTaskMessage, options?: aws.Options): aws.dms.StartReplicationTaskResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationTaskMessage, options?: aws.Options): aws.dms.StartReplicationTaskResponse, aws.Metadata)
---@field start_replication_task_assessment (fun(input: aws.dms.StartReplicationTaskAssessmentMessage, options?: aws.Options): aws.dms.StartReplicationTaskAssessmentResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationTaskAssessmentMessage, options?: aws.Options): aws.dms.StartReplicationTaskAssessmentResponse, aws.Metadata)
---@field start_replication_task_assessment_run (fun(input: aws.dms.StartReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.dms.StartReplicationTaskAssessmentRunResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StartReplicationTaskAssessmentRunMessage, options?: aws.Options): aws.dms.StartReplicationTaskAssessmentRunResponse, aws.Metadata)
---@field stop_data_migration (fun(input: aws.dms.StopDataMigrationMessage, options?: aws.Options): aws.dms.StopDataMigrationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StopDataMigrationMessage, options?: aws.Options): aws.dms.StopDataMigrationResponse, aws.Metadata)
--- Stops a serverless replication; what is provisioned is billed until it is deprovisioned.
---@field stop_replication (fun(input: aws.dms.StopReplicationMessage, options?: aws.Options): aws.dms.StopReplicationResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StopReplicationMessage, options?: aws.Options): aws.dms.StopReplicationResponse, aws.Metadata)
--- Stops a replication task, which runs on an instance; serverless ones: stop_replication.
---@field stop_replication_task (fun(input: aws.dms.StopReplicationTaskMessage, options?: aws.Options): aws.dms.StopReplicationTaskResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.StopReplicationTaskMessage, options?: aws.Options): aws.dms.StopReplicationTaskResponse, aws.Metadata)
--- Begins a test of an endpoint; describe_connections tells how it ended.
---@field test_connection (fun(input: aws.dms.TestConnectionMessage, options?: aws.Options): aws.dms.TestConnectionResponse, aws.Metadata)|(fun(self: aws.Receiver, input: aws.dms.TestConnectionMessage, options?: aws.Options): aws.dms.TestConnectionResponse, aws.Metadata)
---@field update_subscriptions_to_event_bridge (fun(input?: aws.dms.UpdateSubscriptionsToEventBridgeMessage, options?: aws.Options): aws.dms.UpdateSubscriptionsToEventBridgeResponse, aws.Metadata)|(fun(self: aws.Receiver, input?: aws.dms.UpdateSubscriptionsToEventBridgeMessage, options?: aws.Options): aws.dms.UpdateSubscriptionsToEventBridgeResponse, aws.Metadata)
--- Looks at a serverless replication, stops it where that helps, looks again. It may be called again at any time.
---@field ensure_stopped (fun(input: aws.dms.StopReplicationMessage|string, options?: aws.EnsureStoppedOptions): aws.EnsureStoppedResult)|(fun(self: aws.Receiver, input: aws.dms.StopReplicationMessage|string, options?: aws.EnsureStoppedOptions): aws.EnsureStoppedResult)
--- The code in a replication's stop reason, and what kind of reason it is.
---@field stop_reason (fun(text?: string): string?, aws.StopClass)|(fun(self: aws.Receiver, text?: string): string?, aws.StopClass)
--- Which settings and keys count, and where each came from.
---@field explain (fun(options?: aws.ExplainOptions): string)|(fun(self: aws.Receiver, options?: aws.ExplainOptions): string)
--- Waits by a definition of your own: what looks, and which states end the wait.
---@field wait_for (fun(definition: aws.WaitDefinition, input?: any, options?: aws.WaitOptions): any, aws.WaitInfo)|(fun(self: aws.Receiver, definition: aws.WaitDefinition, input?: any, options?: aws.WaitOptions): any, aws.WaitInfo)
--- Whose keys the calls are signed with.
---@field get_caller_identity (fun(options?: aws.Options): aws.CallerIdentity, aws.Metadata)|(fun(self: aws.Receiver, options?: aws.Options): aws.CallerIdentity, aws.Metadata)
---@field config aws.Config
---@field prepare aws.dms.Prepare
---@field pages aws.dms.Pages
---@field each aws.dms.Each
---@field all aws.dms.All
---@field wait aws.dms.Wait
---@field close fun(self?: aws.Receiver)

---@class aws.dms: aws.dms.Client
---@field new fun(settings?: aws.Settings): aws.dms.Client
