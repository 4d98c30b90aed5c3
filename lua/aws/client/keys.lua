--- The keys that a call's attempts are signed with: fetched within its time, and renewed when the service refuses them.
local budget = require "aws.client.budget"
local common = require "aws.client.common"
local errors = require "aws.errors.typed"
local late = require "aws.language.late"
local events = late "aws.client.events"
local key_rules = require "aws.credentials.keys"
local retry = late "aws.retry"

local keys = {}

--- Keys for a call with a timeout.
local function in_time(call)
  budget.allow_waits(call)
  local ok, found = pcall(call.credentials.get, call.credentials, call)
  budget.book(call, "credentials")
  if ok then return found end
  local is_late = budget.is_spent(call) or errors.is(found, "DeadlineExceeded")
  if is_late and errors.is(found) and not errors.is(found, "interrupted") then
    budget.exceed(call, "no credentials", found)
  end
  error(found, 0)
end

--- Fetches the keys of the next attempt.
---@param call aws.Call
---Raises what the source's `get` raises, DeadlineExceeded, ConfigError for a client that was closed meanwhile.
function keys.fetch(call)
  local found = call.budget and in_time(call) or call.credentials:get(call)
  call.attempt.keys = found
  if call.state.closed then common.check_open(call.state) end
  if call.values.logger then events.credentials(call) end
end

--- Has credentials renewed that the service refuses; once for each call. Keys of a file may have been replaced there, or
--- not: the same ones would be refused again.
---@param call aws.Call
---@param fields table of the attempt's error
---@return boolean whether the next attempt has other keys; raises what `fetch` raises
function keys.renew(call, fields)
  local attempt = call.attempt
  if attempt.is_renewed or not retry.is_refused_key(fields.type) then return false end
  local refused = attempt.keys
  local may_renew, may_be_same = call.credentials:expire(refused)
  if not may_renew then return false end
  attempt.is_renewed, may_be_same = true, may_be_same or not retry.is_expired(fields.type)
  if call.progress.attempts >= call.max_attempts then return not may_be_same end
  attempt.keys = nil
  if not may_be_same then return true end
  keys.fetch(call)
  return not key_rules.is_same(refused, attempt.keys)
end

return keys
