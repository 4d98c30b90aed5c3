--- Where credentials come from: a provider is a function that returns them, a source is what a client keeps of one.
---
--- The functions below named like a provider make one, for the `credentials` setting:
--- `dms.new{ credentials = credentials.assume_role{ role_arn = "…", source_profile = "base" } }`.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local crypto = require "aws.protocol.crypto"
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local keys = require "aws.credentials.keys"
local iterate = require "aws.language.iterate"
local provider = require "aws.credentials.services.provider"
local require_late = require "aws.language.require_late"
local refresh = require "aws.credentials.keep.refresh"
local shared = require "aws.credentials.keep.shared"
local tasks = require "aws.waiting.task"

local credentials = {}

---@class aws.Credentials
---@field access_key_id string
---@field secret_access_key string
---@field session_token? string
---@field expiration? number epoch seconds
---@field account_id? string

---@class aws.CredentialsContext what a provider may use to fetch credentials
---@field transport fun(request: aws.TransportRequest): aws.TransportResponse?, aws.TransportFailure?
---@field region? string
---@field now fun(): number epoch seconds
---@field machine_now? fun(): number epoch seconds, however wrong: what other programs of this machine go by
---@field clock fun(): number monotonic seconds
---@field sleep fun(seconds: number)
---@field deadline? number clock time at which the call ends; inside nginx a fetch that others may need has none
---@field blocked? fun(provider: string, seconds: number) tells the logger that a worker of nginx stood still
---@field stale? fun(keys: aws.Credentials, failure: aws.Error) tells the logger that keys could not be renewed
---@field user_agent? string[] the client's header
---@field correct_clock? fun(headers: table<string, string>, at: number, ends?: number): boolean takes the time from an
---answer's Date; at: epoch seconds of its request; ends: of the keys in it; whether the clock was wrong, and `now` is another
---one from here on
---@field reread? boolean the service refused the keys that came last, or none came: what is kept of files is read again

---@alias aws.CredentialsProvider fun(context: aws.CredentialsContext): aws.Credentials?, string?

---@class aws.Surroundings what a provider finds its settings in
---@field getenv fun(name: string): string? the environment
---@field profiles aws.Profiles
---@field mfa? fun(serial: string): string
---@field random? fun(): number in [0, 1)
---@field ignore_configured_endpoint_urls? boolean endpoint URLs of environment and profile do not count
---@field use_fips_endpoint? boolean for STS and IAM Identity Center
---@field use_dualstack_endpoint? boolean
---@field shared_place? aws.SharedPlace where the workers of nginx share keys

--- Where a client takes its keys from, at every call.
---@class aws.CredentialsSource
---@field get fun(self, values: table, make_context: fun(call: any): aws.CredentialsContext, call: any): aws.Credentials
---the keys to sign with; raises NoCredentialsError, CredentialsError, ConfigError, Interrupted, DeadlineExceeded.
---`values`: settings of the call; `make_context(call)` is asked only when something has to be fetched.
---@field expire fun(self, keys: aws.Credentials): boolean, boolean? the service refused these keys: whether `get` may come
---with others, and whether it may come with the same again

-- What a provider returns ---------------------------------------------------------------------------------------

--- The keys that a provider returned, checked.
local function checked(value, name)
  local own, fault, is_stray = keys.read(value)
  if is_stray then provider.misuse(name, "its result %s", fault) end
  if fault then provider.fail(name, "its result %s", fault) end
  return own
end

--- The message of whatever a provider raised.
local function describe(raised)
  if errors.is(raised) then return raised.message end
  return type(raised) == "string" and raised or "raised a " .. type(raised)
end

--- Ctrl-C or the end of a map, seen by the provider or by a call that it made: that call's error says nothing about ours.
local function raise_interrupted(raised)
  if errors.is_interruption(raised) then tasks.interrupt() end
  local is_late = errors.is(raised, "MapTimeout")
  errors.raise({
    type = is_late and "MapTimeout" or "Interrupted",
    message = is_late and "the map's timeout passed while fetching credentials" or "interrupted while fetching credentials",
    applied = "no",
    cause = type(raised) == "string" and raised or raised.cause,
  })
end

--- Asks a provider; `is_own` for one of this library, whose errors are right as they are.
local function ask(ask_provider, name, is_own, context)
  local ok, value, message = pcall(ask_provider, context)
  if not ok and (errors.is(value, "interrupted") or errors.is_interruption(value)) then raise_interrupted(value) end
  if not ok and is_own and errors.is(value) then error(value, 0) end
  if not ok then provider.fail(name, "%s", describe(value)) end
  if value == nil then provider.fail(name, "%s", type(message) == "string" and message or "returned nothing") end
  return checked(value, name)
end

-- Providers -----------------------------------------------------------------------------------------------------

---@class aws.OwnProvider
---@field name string
---@field inputs table<string, any> the options as they were given
---@field within fun(surroundings: aws.Surroundings): aws.CredentialsProvider, aws.Surroundings the same provider in other
---surroundings, and what it makes of them

--- Providers that were made here.
---@type table<aws.CredentialsProvider, aws.OwnProvider>
local own_providers = setmetatable({}, { __mode = "k" })

--- A hash of a provider's name and inputs: in one process, equal hashes mean the same keys. Nil where an input is
--- a function or a table, which has no text to compare by.
local function identity_of(name, inputs)
  local parts = {}
  for input, value in iterate.pairs(inputs) do
    if type(value) == "function" or type(value) == "table" then return nil end
    parts[#parts + 1] = ("%s %s %s"):format(input, type(value), tostring(value))
  end
  table.sort(parts, ascii.before)
  return crypto.sha256_hex(name .. "\0" .. table.concat(parts, "\0"))
end

--- The inputs of `identity_of`: what a provider is given, and what of its surroundings may differ between clients.
local function inputs_of(given, surroundings)
  local profiles = surroundings.profiles
  local inputs = {
    ["profile of the client"] = profiles.name,
    is_explicit = profiles.is_explicit,
    mfa = surroundings.mfa,
    ignore_configured_endpoint_urls = surroundings.ignore_configured_endpoint_urls,
    use_fips_endpoint = surroundings.use_fips_endpoint,
    use_dualstack_endpoint = surroundings.use_dualstack_endpoint,
  }
  for option, value in iterate.pairs(given) do inputs[option] = value end
  return inputs
end

--- Surroundings in which a profile counts that is read when it is first needed.
---@param base { getenv: fun(name: string): string? } all the rest
---@param profile_name? string
---@return aws.Surroundings
local function with_profile(base, profile_name)
  return setmetatable({}, {
    __index = function(self, name)
      if name ~= "profiles" then return base[name] end
      local profiles = require_late("aws.settings.profile").load(base.getenv, profile_name)
      rawset(self, name, profiles)
      return profiles
    end,
  })
end

--- Takes the option `profile`, which all providers have, out of the others.
local function split_options(name, given)
  if given ~= nil and type(given) ~= "table" then
    provider.misuse(name, "takes a table of options, got a %s", type(given))
  end
  local own, profile_name = {}, nil
  for option, value in iterate.next, given or {} do
    if option == "profile" then profile_name = value else own[option] = value end
  end
  local fault = profile_name ~= nil and checks.text(profile_name)
  if fault then provider.misuse(name, "option profile %s", fault) end
  return own, profile_name
end

local function make(name, given)
  local options, profile_name = split_options(name, given)
  local inputs = { profile = profile_name }
  for option, value in iterate.pairs(options) do inputs[option] = value end
  local new = require_late("aws.credentials.providers." .. name).new
  local inner = new(options, with_profile({ getenv = os.getenv }, profile_name))
  local function outer(context) return inner(context) end
  own_providers[outer] = {
    name = name,
    inputs = inputs,
    within = function(surroundings)
      local own = profile_name and with_profile(surroundings, profile_name) or surroundings
      return new(options, own), own
    end,
  }
  return outer
end

--- Keys of the environment: AWS_ACCESS_KEY_ID and its like.
---@param options? { profile?: string }
---@return aws.CredentialsProvider
function credentials.environment(options) return make("environment", options) end

--- Keys of a role that is assumed with other keys.
---@param options? aws.AssumeRoleOptions
---@return aws.CredentialsProvider # raises ConfigError for an unknown option; so do all of these
function credentials.assume_role(options) return make("assume_role", options) end

--- Keys of a role that is assumed with a token file (EKS, CI systems).
---@param options? aws.WebIdentityOptions
---@return aws.CredentialsProvider
function credentials.web_identity(options) return make("web_identity", options) end

--- Keys of IAM Identity Center, with the token that `aws sso login` left.
---@param options? aws.SsoOptions
---@return aws.CredentialsProvider
function credentials.sso(options) return make("sso", options) end

--- Keys of the shared credentials file.
---@param options? { profile?: string }
---@return aws.CredentialsProvider
function credentials.shared_file(options) return make("shared_file", options) end

--- Keys of the config file.
---@param options? { profile?: string }
---@return aws.CredentialsProvider
function credentials.config_file(options) return make("config_file", options) end

--- Keys that a command prints.
---@param options? table see aws.credentials.process
---@return aws.CredentialsProvider
function credentials.process(options) return make("process", options) end

--- Keys of an ECS task or EKS pod.
---@param options? table see aws.credentials.container
---@return aws.CredentialsProvider
function credentials.container(options) return make("container", options) end

--- Keys of an EC2 instance.
---@param options? table see aws.credentials.imds
---@return aws.CredentialsProvider
function credentials.imds(options) return make("imds", options) end

--- The first of all of these that has keys.
---@param options? aws.ChainOptions
---@return aws.CredentialsProvider
function credentials.chain(options) return make("chain", options) end

-- Sources -------------------------------------------------------------------------------------------------------

--- How a source of ours finds where its keys are shared; nil where they are not.
local function opener_of(identity, surroundings)
  local place = surroundings and surroundings.shared_place
  if not (place and identity) then return nil end
  return function() return shared.new(place, identity, surroundings) end
end

--- The variable that a provider goes by first.
local variables = {
  environment = "AWS_ACCESS_KEY_ID",
  container = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  web_identity = "AWS_WEB_IDENTITY_TOKEN_FILE",
  shared_file = "HOME",
  config_file = "HOME",
  process = "HOME",
}

--- A provider of ours that is used alone, and says why it may find nothing: nginx hides variables.
local function explained(provide, name, getenv)
  local variable = variables[name]
  return function(context)
    local found, reason = provide(context)
    if found or not variable or getenv(variable) then return found, reason end
    return nil, reason .. environment.hint(variable)
  end
end

--- The source of one of our own providers. In a client it finds the client's profile, `mfa` and the like.
local function own_source(setting, own, surroundings)
  local provide, name, within, identity = setting, own.name, nil, nil
  if surroundings then
    provide, within = own.within(surroundings)
    identity = identity_of(name, inputs_of(own.inputs, surroundings))
  end
  provide = explained(provide, name, (surroundings or os).getenv)
  return refresh.new({
    name = name,
    is_rereadable = true,
    is_detachable = surroundings ~= nil,
    open_shared = opener_of(identity, within),
    fetch = function(context) return ask(provide, name, true, context) end,
  })
end

--- The source of a function of the user's; one of a single call's may need what its request has.
local function foreign_source(setting, is_of_call)
  local name = "credentials function"
  return refresh.new({
    name = name,
    is_renewable = true,
    is_detachable = not is_of_call,
    fetch = function(context) return ask(setting, name, false, context) end,
  })
end

--- The source behind the `credentials` setting.
---@param setting aws.Credentials|aws.CredentialsProvider
---@param surroundings? aws.Surroundings of the client
---@return aws.CredentialsSource # whose `get` raises CredentialsError when the user's provider fails
---Raises ConfigError for a table that is not a pair of keys.
function credentials.explicit(setting, surroundings)
  local own = own_providers[setting]
  if own then return own_source(setting, own, surroundings) end
  if type(setting) == "function" then return foreign_source(setting, surroundings == nil) end
  local own_keys, fault = keys.read(setting)
  if fault then errors.config("credentials %s", fault) end
  return { get = function() return own_keys end, expire = function() return false end }
end

--- The source behind a call's own `credentials`. What one of our own providers fetched is kept for the client's other
--- calls with it; a function of the user's is asked anew.
---@param setting aws.Credentials|aws.CredentialsProvider
---@param surroundings aws.Surroundings of the client
---@param kept table<aws.OwnProvider, aws.CredentialsSource> of the client; with weak keys
---@return aws.CredentialsSource # as of `explicit`
function credentials.for_call(setting, surroundings, kept)
  local own = own_providers[setting]
  if not own then return credentials.explicit(setting) end
  kept[own] = kept[own] or own_source(setting, own, surroundings)
  return kept[own]
end

--- The source of a client that was given no credentials: the chain.
---@param surroundings aws.Surroundings
---@return aws.CredentialsSource # whose `get` raises NoCredentialsError when nothing has any
function credentials.default(surroundings)
  local chain = require_late("aws.credentials.providers.chain").new(nil, surroundings)
  return refresh.new({
    name = "chain",
    is_rereadable = true,
    is_detachable = true,
    open_shared = opener_of(identity_of("chain", inputs_of({}, surroundings)), surroundings),
    fetch = function(context) return ask(chain, "chain", true, context) end,
  })
end

return credentials
