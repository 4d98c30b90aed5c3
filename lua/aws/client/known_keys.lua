--- A client's keys outside of its calls, for who explains them.
local budget = require "aws.client.budget"
local errors = require "aws.errors.typed"
local keys = require "aws.client.keys"
local origin = require "aws.credentials.origin"
local provider_context = require "aws.client.provider_context"
local report = require "aws.client.report"
local skew = require "aws.client.skew"

--- What the settings of a call are to whoever fetches keys. It sends nothing itself.
local function call_for_keys(state, name)
  local values = state.values
  return {
    state = state, service = state.service.name, name = name, values = values, credentials = state.credentials,
    context = provider_context.new, attempt = {}, progress = { attempts = 0, retry_delay = 0 }, max_attempts = 1,
    is_failure_told = true, -- explain tells it
    budget = values.timeout and budget.new(values) or nil,
  }
end

--- Fetches keys as a call does. Why there are none is a part of the answer; Ctrl-C is not.
---@return aws.Credentials?
---@return aws.Error? failure
local function fetch(state, name)
  local call = call_for_keys(state, name)
  local ok, raised = pcall(keys.fetch, call)
  if ok then return call.attempt.keys end
  local _, failure = pcall(report.fail, call, raised)
  if not errors.is(failure) or errors.is(failure, "interrupted") then error(failure, 0) end
  return nil, failure
end

--- What is known of a client's keys.
---@param state aws.ClientState of an open client
---@param name string who asks: the `operation` of errors and events
---@param is_wanted? boolean keys that nobody has asked for yet are asked for
---@return aws.ExplainKeys? # nil where nobody has asked for keys
---Raises Interrupted, MapTimeout, and what a debug hook raises.
return function(state, name, is_wanted)
  local found, failure = state.credentials:known(), nil
  if not found and is_wanted then found, failure = fetch(state, name) end
  if failure then return { failure = tostring(failure) } end
  return found and {
    found = found, whose = origin.describe(found, state.credentials.origin), now = skew.now(state, state.values),
  }
end
