---@meta
--- Made from lua/aws/credentials/providers/ by `make annotations`; not to be edited, not to be required.

---@class (exact) aws.EnvironmentOptions
---@field profile? string default: the client's
---@field [string] aws.NotAMember

---@class (exact) aws.AssumeRoleOptions what is not given comes from the environment and the profile
---@field profile? string default: the client's
---@field role_arn? string with it the profile's role does not count
---@field source_profile? string whose keys assume the role
---@field credential_source? "Environment"|"EcsContainer"|"Ec2InstanceMetadata"
---@field credentials? aws.Credentials|aws.CredentialsProvider keys that assume the role
---@field role_session_name? string
---@field external_id? string
---@field duration_seconds? integer
---@field mfa_serial? string
---@field mfa? fun(serial: string): string asked for a code when there is an mfa_serial
---@field [string] aws.NotAMember

---@class (exact) aws.WebIdentityOptions what is not given comes from the environment and the profile
---@field profile? string default: the client's
---@field token_file? string
---@field role_arn? string
---@field role_session_name? string
---@field [string] aws.NotAMember

---@class (exact) aws.SsoOptions what is not given comes from the environment and the profile
---@field profile? string default: the client's
---@field sso_session? string
---@field sso_start_url? string
---@field sso_region? string
---@field sso_account_id? string
---@field sso_role_name? string
---@field [string] aws.NotAMember

---@class (exact) aws.SharedFileOptions
---@field profile? string default: the client's
---@field [string] aws.NotAMember

---@class (exact) aws.ProcessOptions what is not given comes from the environment and the profile
---@field profile? string default: the client's
---@field command? string split into words; no shell runs it
---@field timeout? number seconds that it may run; inside nginx less than 1 (60)
---@field [string] aws.NotAMember

---@class (exact) aws.ConfigFileOptions
---@field profile? string default: the client's
---@field [string] aws.NotAMember

---@class (exact) aws.ContainerOptions what is not given comes from the environment and the profile
---@field profile? string default: the client's
---@field relative_uri? string path at the ECS agent; it counts before full_uri
---@field full_uri? string
---@field authorization_token? string
---@field authorization_token_file? string read each time; it counts before authorization_token
---@field timeout? number seconds of one attempt (2)
---@field attempts? integer (3)
---@field [string] aws.NotAMember

---@class (exact) aws.ImdsOptions what is not given comes from the environment and the profile
---@field profile? string default: the client's
---@field endpoint? string URL of the service
---@field endpoint_mode? "ipv4"|"ipv6"
---@field use_ipv6? boolean where no mode is set
---@field disable_v1? boolean requests without a token are not sent
---@field timeout? number seconds of one attempt (1)
---@field attempts? integer of each request (1)
---@field [string] aws.NotAMember

---@class (exact) aws.ChainOptions
---@field profile? string default: the client's
---@field [string] aws.NotAMember

--- Each function raises ConfigError for an option that is unknown or does not fit.
---@class aws.CredentialsModule
--- Keys of environment variables.
---@field environment fun(options?: aws.EnvironmentOptions): aws.CredentialsProvider
--- Keys of a role that is assumed with other keys.
---@field assume_role fun(options?: aws.AssumeRoleOptions): aws.CredentialsProvider
--- Keys of a role that is assumed with a token file (EKS, CI systems).
---@field web_identity fun(options?: aws.WebIdentityOptions): aws.CredentialsProvider
--- Keys of IAM Identity Center, with the token that `aws sso login` wrote.
---@field sso fun(options?: aws.SsoOptions): aws.CredentialsProvider
--- Keys of the shared credentials file.
---@field shared_file fun(options?: aws.SharedFileOptions): aws.CredentialsProvider
--- Keys that a program prints. It blocks this thread while it runs.
---@field process fun(options?: aws.ProcessOptions): aws.CredentialsProvider
--- Keys of the config file.
---@field config_file fun(options?: aws.ConfigFileOptions): aws.CredentialsProvider
--- Keys of an ECS task or EKS pod.
---@field container fun(options?: aws.ContainerOptions): aws.CredentialsProvider
--- Keys of an EC2 instance's role.
---@field imds fun(options?: aws.ImdsOptions): aws.CredentialsProvider
--- Keys of the first of all of these that has any.
---@field chain fun(options?: aws.ChainOptions): aws.CredentialsProvider
