--- What the calls of a client have in common: whether it is open, where they go, how fast they may follow one another.
local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors.typed"
local require_late = require "aws.language.require_late"
local user_functions = require "aws.waiting.user_functions"

local common = {}

--- Raises ConfigError when the client is closed. Asked again wherever others may have run.
---@param state aws.ClientState
function common.check_open(state)
  if state.closed then errors.config("the client is closed") end
end

--- The endpoint of a region, or the one that was configured, and the proxy on the way.
---@param state aws.ClientState
---@param values table settings
---@return aws.Endpoint # raises ConfigError
function common.endpoint_for(state, values)
  local region = values.region
  local key = region .. (values.use_fips_endpoint and " fips" or "")
  local found = state.endpoints[key]
  if not found then
    local url = values.endpoint_url
      or endpoint.url(state.service, region, values.use_fips_endpoint, values.use_dualstack_endpoint)
    found = endpoint.parse(url, "endpoint_url")
    found.proxy = values.proxy_for(found.url)
    found.templates = {}
    state.endpoints[key] = found
  end
  return found
end

--- The client's limiter of the adaptive mode, made when a call first wants it.
---@param state aws.ClientState
---@param values table settings of the call
---@return aws.Limiter # raises ConfigError for a `clock` that fails
function common.limiter_for(state, values)
  state.limiter = state.limiter or require_late("aws.retry.adaptive").new(user_functions.clock(values))
  return state.limiter
end

return common
