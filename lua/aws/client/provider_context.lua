--- What a provider of credentials may use of the call that needs them, within the call's time.
local budget = require "aws.client.budget"
local errors = require "aws.errors.typed"
local late = require "aws.language.late"
local events = late "aws.client.events"
local iterate = require "aws.language.iterate"
local settings = require "aws.settings"
local skew = late "aws.client.skew"

local provider_context = {}

--- Settings that a provider's request takes from its call.
local transport_settings = settings.names_with("in_request")

--- A provider's request, with what it takes from the settings. The provider's own table stays as it is.
local function complete(values, given)
  local request = {}
  for name, value in iterate.pairs(given) do request[name] = value end
  for _, name in ipairs(transport_settings) do
    if request[name] == nil then request[name] = values[name] end
  end
  if request.proxy == nil then request.proxy = values.proxy_for(request.url) end
  return request
end

--- What a provider may do in the time that its call has left.
local function limited(call)
  local transport = call.state.transport
  local function send(request)
    local seconds = budget.left_now(call)
    if seconds <= 0 then
      budget.refuse_wait(call)
      return nil, { type = "DeadlineExceeded", message = "the call's timeout has passed", sent = false }
    end
    request.timeout = math.min(request.timeout or seconds, seconds)
    return transport(request)
  end
  local function sleep(seconds)
    if seconds >= budget.left_now(call) then
      budget.refuse_wait(call)
      errors.raise({ type = "DeadlineExceeded", message = "no time to wait within the call's timeout" })
    end
    return call.values.sleep(seconds)
  end
  return send, sleep, call.budget.deadline
end

--- Gives a context the time as far as the client knows it, and the means to correct that.
---@param made aws.CredentialsContext changed
---@param state aws.ClientState
---@param values table settings
local function add_time(made, state, values)
  local function corrected() return skew.now(state, values) end
  made.machine_now = values.now
  made.now = state.skew == 0 and values.now or corrected
  function made.correct_clock(headers, at, ends)
    local is_corrected = skew.learn(state, values, headers, at, ends)
    if is_corrected then made.now = corrected end
    return is_corrected
  end
end

--- Gives a context the means to tell the logger what happens.
local function add_events(made, call, values)
  local attempt = call.progress.attempts + 1
  function made.blocked(provider, seconds)
    if values.logger then events.blocked(call, attempt, provider, seconds) end
  end
  function made.stale(keys, failure)
    if values.logger then events.stale(call, attempt, keys, failure) end
  end
end

--- What a provider gets to fetch credentials with. Its requests go where the call's go, with the same settings, unless
--- they say otherwise.
---@param call aws.Call
---@param is_detached? boolean for a fetch that outlives the call: with the client's settings, and no deadline
---@return aws.CredentialsContext
---@return table values the settings that it goes by
function provider_context.new(call, is_detached)
  local state, values = call.state, is_detached and call.state.values or call.values
  local send, sleep, deadline = state.transport, values.sleep, nil
  if call.budget and not is_detached then send, sleep, deadline = limited(call) end
  local made = {
    transport = function(given) return send(complete(values, given)) end, region = values.region or call.values.region,
    clock = values.clock, sleep = sleep, deadline = deadline, user_agent = state.user_agent,
  }
  add_time(made, state, values)
  add_events(made, call, values)
  return made, values
end

return provider_context
