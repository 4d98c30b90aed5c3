--- What follows a failed attempt: another one, or the error.
local budget = require "aws.client.budget"
local keys = require "aws.client.keys"
local quota = require "aws.retry.quota"
local retry = require "aws.retry"
local skew = require "aws.client.skew"
local user_functions = require "aws.waiting.user_functions"

local decide = {}

--- A success that cannot be read, of an operation that changes nothing.
local function may_ask_again(call, fields)
  return call.operation.model.read_only and fields.type == "ResponseParseError" and fields.kind ~= "service"
end

--- Why the next attempt may do better, or nil. What was wrong here is put right, for later calls too.
local function reason_to_retry(call, fields, is_transient)
  return skew.correct(call, fields) and "clock skew" or keys.renew(call, fields) and "expired credentials"
    or fields.throttling and "throttling" or is_transient and "transient"
    or may_ask_again(call, fields) and "unreadable answer" or nil
end

--- Seconds before the next attempt.
local function delay_of(call, fields)
  local random = user_functions.random(call.values)
  local asked = retry.asked_delay(fields.headers, skew.now(call.state, call.values))
  return retry.delay(call.progress.attempts, fields.throttling, random, asked)
end

--- Decides whether a call goes on after a failed attempt. A retry is paid for here.
---@param call aws.Call
---@param fields table of the attempt's error; says afterwards whether it is `retryable`
---@param is_transient? boolean it may go away by itself
---@return number? delay seconds before the next attempt; nil when the failure is final
---@return string? reason
---@return integer? cost
---Raises DeadlineExceeded, and what renewing keys raises.
function decide.retry(call, fields, is_transient)
  if call.budget and fields.type == "DeadlineExceeded" and fields.kind == "transport" then
    budget.exceed(call, "no whole answer", call.progress.last or fields)
  end
  local reason = reason_to_retry(call, fields, is_transient)
  fields.retryable = reason ~= nil
  if not reason or call.progress.attempts >= call.max_attempts then return nil end
  local shared, cost = call.state.quota, quota.cost(fields.throttling)
  if shared.left < cost then return nil end
  local delay = delay_of(call, fields)
  budget.check(call, delay, fields)
  quota.take(shared, cost)
  return delay, reason, cost
end

--- Gives back what a call that succeeds took from the quota, or a little where it took nothing.
---@param call aws.Call
function decide.give_back(call)
  quota.give_back(call.state.quota, call.progress.cost)
end

return decide
