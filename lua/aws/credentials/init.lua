--- Where credentials come from. The functions here that are named like a provider make one, for the setting
--- `credentials`: `dms.new{ credentials = credentials.assume_role{ role_arn = "…", source_profile = "base" } }`.
---
--- A provider is a function that returns keys; a source is what a client keeps of it (README.md in this folder).
local door = require "aws.errors.door"
local own = require "aws.credentials.own"
local providers = require "aws.credentials.providers"
local source = require "aws.credentials.source"

---@class aws.CredentialsModule
---@field explicit fun(setting: aws.GivenCredentials, surroundings?: aws.Surroundings): aws.CredentialsSource
---@field for_call fun(setting: aws.GivenCredentials, surroundings: aws.Surroundings, kept: aws.KeptSources): aws.CredentialsSource
---@field default fun(surroundings: aws.Surroundings): aws.CredentialsSource
local credentials = {}

---@class aws.Credentials
---@field access_key_id string
---@field secret_access_key string
---@field session_token? string
---@field expiration? number epoch seconds
---@field account_id? string

---@class aws.CredentialsContext what a provider may use to fetch keys
---@field transport fun(request: aws.TransportRequest): aws.TransportResponse?, aws.TransportFailure?
---@field region? string
---@field now fun(): number epoch seconds
---@field machine_now? fun(): number epoch seconds by this machine's clock, even when it is wrong: other programs use it
---@field clock fun(): number monotonic seconds
---@field sleep fun(seconds: number)
---@field deadline? number clock time at which the call ends; inside nginx a fetch that others may need has none
---@field blocked? fun(provider: string, seconds: number) tells the logger that a worker of nginx was blocked
---@field stale? fun(keys: aws.Credentials, failure: aws.Error) tells the logger that keys could not be renewed
---@field user_agent? string[] the client's header
---@field correct_clock? fun(headers: table<string, string>, at: number, ends?: number): boolean takes the time from an
---answer's Date; `at`: epoch seconds of its request; `ends`: epoch seconds at which the keys in it end. Returns whether
---the clock was wrong; then `now` is corrected from here on
---@field reread? boolean the service refused the last keys, or there were none: files that are kept in memory are read
---again

---@alias aws.CredentialsProvider fun(context: aws.CredentialsContext): aws.Credentials?, string?

---@alias aws.GivenCredentials aws.Credentials|aws.CredentialsProvider

---@alias aws.KeptSources table<aws.OwnProvider, aws.CredentialsSource>

---@class aws.Surroundings where a provider finds its settings; of a client it also has each that keys depend on (`for_keys`)
---@field getenv fun(name: string): string? the environment
---@field profiles aws.Profiles
---@field mfa? fun(serial: string): string
---@field random? fun(): number in [0, 1)
---@field ignore_configured_endpoint_urls? boolean endpoint URLs of environment and profile do not count
---@field use_fips_endpoint? boolean for STS and IAM Identity Center
---@field use_dualstack_endpoint? boolean
---@field shared_place? aws.SharedPlace where the workers of nginx share keys

-- For clients; see source.lua.
credentials.explicit, credentials.for_call, credentials.default = source.explicit, source.for_call, source.default

-- Their annotations are in lua/aws/types/credentials.lua.
for _, name in ipairs(providers.names) do
  credentials[name] = function(options) return own.make(name, options) end
end

door.make("aws.credentials", credentials)
return credentials
