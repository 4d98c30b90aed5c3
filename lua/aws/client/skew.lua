--- A clock that is wrong: the service refuses what was signed with it, and its answer's `Date` says what time it is.
--- The correction is kept for the client: for signatures, and for when credentials end. The `now` setting stays what it is.
local user_functions = require "aws.waiting.user_functions"
local core = require "aws.core"
local header_values = require "aws.text.header_values"
local retry = require "aws.retry"

local skew = {}

--- AWS takes signatures that are up to five minutes off, in seconds; nearer than this, the clock is not to blame.
local LEAST = 240

--- In seconds.
local YEAR = 366 * 86400

--- The time, corrected as far as the client knows.
---@param state aws.ClientState
---@param values table settings
---@return number epoch seconds
function skew.now(state, values)
  return user_functions.now(values, state.skew)
end

--- Whether keys that end at `ends` may have been handed out at `date`: they last for hours.
local function fits(date, ends)
  return date < ends and ends - date < YEAR
end

--- Corrects the client's clock by an answer, where that is of another time than its request.
---@param state aws.ClientState changed
---@param values table settings
---@param headers? table<string, string> of the answer
---@param at number epoch seconds of the request
---@param ends? number epoch seconds at which the keys in the answer end: with a Date that does not fit it the answer came
---through something whose clock is wrong
---@return boolean whether the clock was wrong
function skew.learn(state, values, headers, at, ends)
  local text = headers and headers.date
  local date = type(text) == "string" and core.parse_timestamp(header_values.first(text) or "")
  if not date or math.abs(date - at) <= LEAST or ends and not fits(date, ends) then return false end
  state.skew = date - user_functions.now(values, 0)
  return true
end

--- Corrects the client's clock when that may be why the service refused an attempt; once for each call.
---@param call aws.Call
---@param fields table of the attempt's error
---@return boolean whether another signature may do better
function skew.correct(call, fields)
  local attempt = call.attempt
  if not retry.may_be_skew(fields.type) or attempt.is_time_corrected then return false end
  attempt.is_time_corrected = skew.learn(call.state, call.values, fields.headers, attempt.signed_at)
  return attempt.is_time_corrected
end

return skew
