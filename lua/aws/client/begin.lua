--- How a call begins: what stays the same for all its attempts.
local budget = require "aws.client.budget"
local common = require "aws.client.common"
local config = require "aws.settings.config"
local credentials = require "aws.credentials"
local protocol = require "aws.protocol"
local provider_context = require "aws.client.provider_context"
local require_late = require "aws.language.require_late"
local tasks = require "aws.waiting.task"
local user_functions = require "aws.waiting.user_functions"

local begin = {}

--- The operation with its shapes, which are compiled when it is first called.
local function operation_of(state, name)
  local operation = state.operations[name]
  if not operation then
    operation = protocol.compile(state.service, name)
    state.operations[name] = operation
  end
  return operation
end

--- Where the call goes. Calls without options all go to the same place.
local function endpoint_of(state, values)
  if values ~= state.values then return common.endpoint_for(state, values) end
  state.endpoint = state.endpoint or common.endpoint_for(state, values)
  return state.endpoint
end

--- The source of the call's keys.
local function credentials_of(state, options)
  local own = options and rawget(options, "credentials")
  return own and credentials.for_call(own, state.surroundings, state.call_credentials) or state.credentials
end

--- What makes idempotency tokens. By itself: LuaJIT compiles no function that may make another one.
local function token_source(values)
  return function() return user_functions.id(values, true) end
end

--- Settles what a call goes by.
---@param call aws.Call changed
---@param options? aws.Options
---Raises ConfigError, NoRegionError, ReadOnlyError.
function begin.settle(call, options)
  local state = call.state
  local index = tasks.index()
  if index then call.index = index end -- LuaJIT makes room for a `nil`
  call.invocation_id = user_functions.id(state.values)
  if state.closed then common.check_open(state) end
  local values = options == nil and state.values or config.for_call(state.values, options)
  call.values = values
  call.operation = operation_of(state, call.name)
  if values.read_only or values.confirm or values.audit then
    call.safeguards = require_late("aws.client.safeguards").of(call)
  end
  if not values.region then config.raise_no_region() end
  call.credentials, call.context = credentials_of(state, options), provider_context.new -- first: `clock` may close the client
  if values.timeout then call.budget = budget.new(values) end
  call.endpoint = endpoint_of(state, values)
  if call.operation.input.tokens then call.new_token = token_source(values) end
  call.max_attempts = values.retry_mode == "off" and 1 or values.max_attempts
  if values.retry_mode == "adaptive" then call.limiter = common.limiter_for(state, values) end
end

return begin
