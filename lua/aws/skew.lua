--- A clock that is wrong: the service refuses what was signed with it, and its answer's `Date` says what time it is.
--- The correction is kept for the client and used for signing alone; the `now` setting stays what it is.
local ask = require "aws.ask"
local core = require "aws.core"
local header_values = require "aws.header_values"

local skew = {}

--- Error codes that a wrong clock may be behind.
local codes = {
  AuthFailure = true,
  InvalidSignatureException = true,
  RequestExpired = true,
  RequestInTheFuture = true,
  RequestTimeTooSkewed = true,
  SignatureDoesNotMatch = true,
}

--- AWS takes signatures that are up to five minutes off, in seconds; nearer than this, the clock is not to blame.
local LEAST = 240

--- The time, corrected as far as the client knows.
---@param call aws.Call
---@return number epoch seconds
function skew.now(call)
  local now = ask.now(call)
  local corrected = now + call.state.skew
  return corrected >= 0 and corrected < ask.END_OF_TIME and corrected or now
end

--- Corrects the client's clock when that may be why the service refused an attempt; once for each call.
---@param call aws.Call
---@param fields table of the attempt's error
---@return boolean whether another signature may do better
function skew.correct(call, fields)
  if not codes[fields.type] or call.is_skew_corrected then return false end
  local date = core.parse_timestamp(header_values.of(fields.headers, "date") or "")
  if not date or math.abs(date - call.signed_at) <= LEAST then return false end
  call.is_skew_corrected = true
  call.state.skew = date - ask.now(call)
  return true
end

return skew
