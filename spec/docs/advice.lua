--- What each type of error means, and what to do about it: the library's own types, those of the services' models, and some
--- codes that any service of AWS may send. A spec compares the names with the library and the models.
local advice = {}

---@class docs.Advice
---@field [1] string what it means
---@field [2] string what to do

--- The library's own.
---@type table<string, docs.Advice>
advice.own = {
  ParamValidationError = { "The input does not fit the model. Nothing was sent.",
    "`problems` lists all that is wrong, each with path and message. Mend the input." },
  ReadOnlyError = { "The client is read-only (`read_only`), and the operation changes something. Nothing was sent.",
    "Use a client without `read_only`, if the change is meant." },
  NotConfirmed = { "`confirm` said no, or a plan was run without its id. Nothing was sent.",
    "The message says why. For a plan: look at it, and give `confirm = plan.id`." },
  PlanTooOld = { "The plan was made too long ago (`max_age`). Nothing was sent.", "Make the plan anew, and look at it." },
  WrongAccount = { "The keys are of another account than when the plan was made. Nothing was sent.",
    "Use the keys of that account, or make the plan anew." },
  ConfigError = { "A setting, an option, a variable, a file or a name is wrong.",
    "The message names it and where it came from; `problems` lists all. `client.explain()` and `aws.doctor` show the rest." },
  NoRegionError = { "No place says which region.", "Set `region`, `AWS_REGION`, or `region` in the profile." },
  ProfileNotFound = { "The profile is not in ~/.aws/config or ~/.aws/credentials.",
    "Check its name, and which files are read (`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`)." },
  ReportLocked = { "Another run writes to this report.", "Wait until it has ended, or name another file." },
  NoCredentialsError = { "No place has keys.", "The message says what was missing in each place. `aws.doctor` finds out more." },
  CredentialsError = { "A place for keys failed: `provider` says which, `place` where.",
    "Mend that place: log in again (`aws sso login`), correct the file, look why the service does not answer." },
  ConnectionError = { "No connection, or it broke.",
    "It was retried. Look at the network and the endpoint; where `applied` is \"unknown\", look before you send it again." },
  ConnectTimeoutError = { "No connection within `connect_timeout`. Nothing was sent.",
    "Look at routes, security groups and VPC endpoints; raise `connect_timeout` where the way is slow." },
  ReadTimeoutError = { "No answer within `read_timeout`.",
    "The operation may have been carried out: look before you send it again." },
  TLSError = { "The certificate was refused, or the handshake failed. It is not retried.",
    "Look at the machine's certificates, at `ca_bundle`, and at proxies that put their own certificate in between." },
  ProxyError = { "The proxy could not be used, or refused.", "Look at `proxy`, HTTPS_PROXY and NO_PROXY, and at the password in it." },
  DeadlineExceeded = { "The call's `timeout` is over. The message says how the time was spent; `cause` is the last failure.",
    "Where `applied` is \"unknown\", look before you send it again. Give it more time, or mend the cause." },
  ResponseParseError = { "A good answer cannot be read.",
    "`applied` \"yes\": it came from AWS, and the operation was carried out; look. Else look at the endpoint, too." },
  ResponseTooLargeError = { "The answer has more bytes than `max_response_bytes`.",
    "Ask for smaller pages (`page_size`), or raise `max_response_bytes`." },
  PaginationError = { "The service sent a token for pages that it had sent before.",
    "Begin again; if it comes again, report it to AWS with the request id." },
  Interrupted = { "Ctrl-C.",
    "Let it pass: `pcall` catches it like any other error. A map's `results` and a plan's `report` have what had ended." },
  MapTimeout = { "The `timeout` of `aws.map` is over.",
    "`results` has what had ended; each error says whether it may have been carried out." },
  WaitFailed = { "What was waited for can no longer happen.", "`state` and `observed` say what was seen; the message has the reason." },
  WaitTimeout = { "What was waited for has not happened within `max_time`.",
    "Wait again; it goes on from what is there. `state` is what was seen last, `last_error` a look that failed." },
  ResourceMissing = { "What was waited for does not exist, or no longer.",
    "Check ARN or id, region and account. `missing = \"ok\"` takes it for a result (`ensure_stopped`)." },
}

local look_up_id = "Check ARN or id, region and account: `hint` says where they do not fit."
local kms = "Look at the key of KMS: its state, its policy, and whether the role may use it."

--- The services' own, after AWS's API references.
---@type table<string, table<string, docs.Advice>>
advice.services = {
  dms = {
    AccessDeniedFault = { "DMS was denied something that it needs, such as a key of KMS. IAM's refusal is AccessDeniedException.",
      "Look at the role that DMS uses, and at what the message names." },
    CollectorNotFoundFault = { "The Fleet Advisor collector does not exist.", look_up_id },
    FailedDependencyFault = { "A service that DMS depends on failed.", "Try again later; look at that service if it stays." },
    InsufficientResourceCapacityFault = { "AWS has no capacity of that kind there now.",
      "Try again later, in another availability zone, or with another class." },
    InvalidCertificateFault = { "The certificate cannot be used.", "Check its form: PEM, or an Oracle wallet as a blob." },
    InvalidOperationFault = { "The operation is not allowed on this resource.", "The message says why; read the operation's conditions." },
    InvalidResourceStateFault = { "The resource is in a state that does not allow it, such as a stop of what has stopped.",
      "Look at its status. `ensure_stopped` takes this into account; waits tell when the state has changed." },
    InvalidSubnet = { "A subnet cannot be used.", "Check the subnets: one VPC, and zones that DMS serves." },
    KMSAccessDeniedFault = { "KMS denied the use of the key.", kms },
    KMSDisabledFault = { "The key of KMS is disabled.", kms },
    KMSFault = { "KMS failed.", kms },
    KMSInvalidStateFault = { "The key of KMS is in a state in which it cannot be used.", kms },
    KMSKeyNotAccessibleFault = { "DMS cannot reach the key of KMS.", kms },
    KMSNotFoundFault = { "The key of KMS does not exist.", kms },
    KMSThrottlingFault = { "KMS was asked too often.", "Try again later, with fewer calls at a time." },
    ReplicationSubnetGroupDoesNotCoverEnoughAZs = { "The subnet group has too few availability zones.",
      "Give it subnets in two zones or more." },
    ResourceAlreadyExistsFault = { "There is a resource with this name already.", "Take another name, or use what is there." },
    ResourceNotFoundFault = { "The resource does not exist.", look_up_id },
    ResourceQuotaExceededFault = { "The account's quota is used up.", "Delete what is not needed, or ask AWS for a higher quota." },
    S3AccessDeniedFault = { "S3 denied access.", "Look at the policies of the bucket and of the role that DMS uses." },
    S3ResourceNotFoundFault = { "The bucket or object does not exist.", "Check its name and region." },
    SNSInvalidTopicFault = { "The SNS topic cannot be used.", "Check its ARN and region." },
    SNSNoAuthorizationFault = { "The SNS topic does not allow it.", "Look at the topic's policy." },
    StorageQuotaExceededFault = { "The quota for storage is used up.", "Delete what is not needed, or ask AWS for a higher quota." },
    SubnetAlreadyInUse = { "The subnet is used already.", "Take another subnet." },
    UpgradeDependencyFailureFault = { "An upgrade failed because of something it depends on.",
      "Look at the tasks of the instance and at the version that is wanted." },
  },
  drs = {
    AccessDeniedException = { "IAM denied it.", "Look at the policies of the role: the message names action and resource." },
    ConflictException = { "The state of the resource does not allow it.", "Look at its state, and try again when that has changed." },
    InternalServerException = { "DRS failed.", "It was retried. Try again later; `fields.retryAfterSeconds` may say when." },
    ResourceNotFoundException = { "The resource does not exist.", look_up_id },
    ServiceQuotaExceededException = { "The account's quota is used up.",
      "`fields` say which quota. Delete what is not needed, or ask AWS for a higher one." },
    ThrottlingException = { "Too many requests.",
      "It was retried. Make fewer calls at a time (`concurrency`, `retry_mode = \"adaptive\"`)." },
    UninitializedAccountException = { "DRS is not initialised in this region of the account.",
      "Check the region. If it is right: `drs.initialize_service`, once for each account and region." },
    ValidationException = { "DRS refuses the input, or the state of the resource.",
      "`fields.reason` and `fields.fieldList` say what; for a retry: the server may not be stalled any more." },
  },
}

--- Codes of any service.
---@type table<string, docs.Advice>
advice.common = {
  AccessDeniedException = { "IAM denied it.", "Look at the policies of the user or role: the message names action and resource." },
  ["HTTP <status>"] = { "An answer without a code of AWS's: of a proxy, a firewall, a load balancer.",
    "The message has its first words. Look at what is between here and AWS." },
}

--- Codes about keys: what they mean is said where the doctor says it.
advice.about_keys = {
  "ExpiredTokenException", "IncompleteSignatureException", "InvalidClientTokenId", "InvalidSignatureException", "OptInRequired",
  "RequestExpired", "SignatureDoesNotMatch", "UnrecognizedClientException",
}

return advice
