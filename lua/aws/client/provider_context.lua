--- What a provider of credentials may use of the call that needs them, within the call's time.
local user_functions = require "aws.waiting.user_functions"
local budget = require "aws.client.budget"
local errors = require "aws.errors.typed"
local events = require "aws.client.events"
local iterate = require "aws.language.iterate"
local settings = require "aws.settings"
local skew = require "aws.client.skew"

local provider_context = {}

--- Settings that a provider's request takes from its call.
local transport_settings = settings.names_with("in_request")

--- A provider's request, with what it takes from the call. The provider's own table stays as it is.
local function complete(call, given)
  local request, values = {}, call.values
  for name, value in iterate.pairs(given) do request[name] = value end
  for _, name in ipairs(transport_settings) do
    if request[name] == nil then request[name] = values[name] end
  end
  if request.proxy == nil then request.proxy = values.proxy_for(request.url) end
  return request
end

--- What a provider may do in the time that its call has left.
local function limited(call)
  local own, transport = call.budget, call.state.transport
  local function left() return own.deadline - user_functions.clock(call) end
  local function send(request)
    local seconds = left()
    if seconds <= 0 then
      own.is_refused = true
      return nil, { type = "DeadlineExceeded", message = "the call's timeout has passed", sent = false }
    end
    request.timeout = math.min(request.timeout or seconds, seconds)
    return transport(request)
  end
  local function sleep(seconds)
    if seconds >= left() then
      own.is_refused = true
      errors.raise({ type = "DeadlineExceeded", message = "no time to wait within the call's timeout" })
    end
    return call.values.sleep(seconds)
  end
  return send, sleep
end

--- Gives a context the time as far as the client knows it, and the means to correct that.
---@param made aws.CredentialsContext changed
---@param own { values: table, state: aws.ClientState }
local function add_time(made, own)
  local function corrected() return skew.now(own) end
  made.machine_now = own.values.now
  made.now = own.state.skew == 0 and own.values.now or corrected
  function made.correct_clock(headers, at, ends)
    local is_corrected = skew.learn(own, headers, at, ends)
    if is_corrected then made.now = corrected end
    return is_corrected
  end
  return made
end

--- What a provider gets to fetch credentials with. Its requests go where the call's go, with the same settings, unless
--- they say otherwise.
---@param call aws.Call
---@param is_detached? boolean for a fetch that outlives the call: with the client's settings, and no deadline
---@return aws.CredentialsContext
---@return table values the settings that it goes by
local function new(call, is_detached)
  local own = is_detached and { values = call.state.values, state = call.state } or call
  local values, deadline = own.values, nil
  local send, sleep = call.state.transport, values.sleep
  if own.budget then
    send, sleep = limited(own)
    deadline = own.budget.deadline
  end
  local function transport(given) return send(complete(own, given)) end
  local attempt = call.attempts + 1
  local function blocked(provider, seconds)
    if values.logger then events.blocked(call, attempt, provider, seconds) end
  end
  local function stale(keys, failure)
    if values.logger then events.stale(call, attempt, keys, failure) end
  end
  return add_time({
    transport = transport, region = values.region or call.values.region, clock = values.clock, sleep = sleep,
    deadline = deadline, blocked = blocked, stale = stale, user_agent = call.state.user_agent,
  }, own), values
end

local function keys_in_time(call)
  call.budget.is_refused = false
  local ok, keys = pcall(call.credentials.get, call.credentials, call.values, new, call)
  budget.book(call, "credentials")
  if ok then return keys end
  local is_late = budget.left(call) <= 0 or call.budget.is_refused or errors.is(keys, "DeadlineExceeded")
  if is_late and errors.is(keys) and not errors.is(keys, "interrupted") then
    budget.exceed(call, "no credentials", keys)
  end
  error(keys, 0)
end

--- The keys to sign a call with.
---@param call aws.Call
---@return aws.Credentials # raises what the source's `get` raises, or DeadlineExceeded
function provider_context.fetch_keys(call)
  if call.budget then return keys_in_time(call) end
  return call.credentials:get(call.values, new, call)
end

return provider_context
