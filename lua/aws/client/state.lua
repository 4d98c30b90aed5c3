--- What a client keeps: its settings and what follows from them.
local common = require "aws.client.common"
local config = require "aws.settings.config"
local credentials = require "aws.credentials"
local crypto = require "aws.protocol.crypto"
local quota = require "aws.retry.quota"
local require_late = require "aws.language.require_late"
local settings = require "aws.settings"
local transports = require "aws.transport"
local version = require "aws.version"

local states = {}

--- What a client keeps.
---@class aws.ClientState
---@field service aws.ServiceModel
---@field values table settings
---@field sources table<string, string> where each came from
---@field endpoints table<string, aws.Endpoint> by region
---@field endpoint? aws.Endpoint of calls without options
---@field operations table<string, aws.Operation> by name
---@field user_agent string[] the header
---@field first_attempt string amz-sdk-request of its first attempts
---@field first_attempt_of integer the most attempts that it tells
---@field signer userdata
---@field transport aws.Transport
---@field credentials aws.CredentialsSource
---@field surroundings aws.Surroundings of its credentials
---@field call_credentials table<table, aws.CredentialsSource> of calls with credentials of their own; with weak keys
---@field quota aws.Quota for the retries of all its calls
---@field skew number seconds to add to `now` for a signature
---@field limiter? aws.Limiter of the adaptive mode
---@field telling table<"logger"|"audit", table<thread|string, boolean>> coroutines in which its logger, and its audit function,
---run; with weak keys
---@field is_misuse_told? boolean its logger was told that it may not yield
---@field logged_key_id? string access key that events were last about
---@field lost_lines? integer that its logger could not write, one after the other; written by `log`, as is the next
---@field is_log_cut? boolean of the last line that its logger wrote only a part was taken
---@field closed boolean

--- What all clients of a service share.
---@class aws.Service
---@field model aws.ServiceModel
---@field operations table<string, aws.Operation> compiled on their first call, by name
---@field helpers table<string, aws.Helper> functions that it has besides its operations, by name
---@field member_names table<string[], string[]> lists of names with those of the helpers, written by `helpers`

--- Application ids hold what a header's token may (RFC 9110 5.6.2).
local function user_agent(values)
  local parts = { ("aws-replication-lua/%s lang/lua#%s"):format(version, _VERSION:match("%d.*$")) }
  local id = values.sdk_ua_app_id
  if id then parts[#parts + 1] = "app/" .. id:gsub("[^0-9A-Za-z!#$%%&'*+.^_`|~-]", "-") end
  parts[#parts + 1] = values.user_agent_extra
  return { "User-Agent", table.concat(parts, " ") }
end

--- Settings that providers of keys go by.
local settings_for_keys = settings.names_with("for_keys")

--- What the providers of a client's credentials find their settings in.
---@return aws.Surroundings
local function surroundings_of(values, profiles, getenv)
  local around = { getenv = getenv, profiles = profiles, mfa = values.mfa, random = values.random }
  for _, name in ipairs(settings_for_keys) do around[name] = values[name] end
  around.shared_place = values.credentials_cache and require_late("aws.credentials.keep.shared").place(values)
  return around
end

--- The source of the keys of a client's calls.
local function credentials_source(given, surroundings)
  return given and credentials.explicit(given, surroundings) or credentials.default(surroundings)
end

local function new_state(service, values, sources, surroundings)
  return {
    service = service.model,
    values = values,
    sources = sources,
    endpoints = {},
    operations = service.operations,
    user_agent = user_agent(values),
    quota = quota.new(),
    skew = 0,
    transport = values.transport or transports.new(),
    surroundings = surroundings,
    credentials = credentials_source(values.credentials, surroundings),
    call_credentials = setmetatable({}, { __mode = "k" }),
    telling = { logger = setmetatable({}, { __mode = "k" }), audit = setmetatable({}, { __mode = "k" }) },
    signer = crypto.signer(),
    closed = false,
  }
end

--- Makes a client's state.
---@param service aws.Service
---@param given aws.Settings
---@param getenv fun(name: string): string? the environment
---@return aws.ClientState # raises ConfigError or ProfileNotFound
---@return aws.Config shown what the client shows of its settings
function states.new(service, given, getenv)
  local values, sources, profiles = config.resolve(given, service.model.service_id, getenv)
  if values.ca_bundle then require_late("aws.settings.ca_bundle")(values.ca_bundle, sources.ca_bundle) end
  local state = new_state(service, values, sources, surroundings_of(values, profiles, getenv))
  local place = values.region and common.endpoint_for(state, values)
  return state, config.public(values, sources, place and place.url)
end

--- Drops a client's connections and wipes its keys.
---@param state aws.ClientState
function states.close(state)
  state.closed = true
  state.signer:close()
  local transport = state.transport
  if type(transport) == "table" and transport.close then transport:close() end
  state.credentials, state.call_credentials = nil, nil
  state.values.credentials = nil
  state.surroundings = nil
end

return states
