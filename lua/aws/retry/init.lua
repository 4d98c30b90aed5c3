--- Which failures may go away by themselves, and how long to wait for that: AWS's standard retry mode. No I/O.
---
--- Rules: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
local core = require "aws.core"
local header_values = require "aws.text.header_values"

local retry = {}

local function set(names)
  local members = {}
  for _, name in ipairs(names) do members[name] = true end
  return members
end

--- Error codes by which AWS's services say "too many requests".
local throttling_codes = set({
  "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
  "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
  "TooManyRequestsException", "TransactionInProgressException",
})

--- Error codes and HTTP statuses of a service that is briefly not well.
local transient_codes = set({ "PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException" })
local transient_statuses = { [500] = true, [502] = true, [503] = true, [504] = true }

--- Failures on the way to the service. A TLSError is a matter of certificates, and final.
local transient_failures = set({ "ConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "ProxyError" })

--- Error codes by which a service says that temporary credentials are over; and those for keys that it does not know, or
--- not any more. From "Common Errors" in AWS's API references (DMS, STS, IAM), the actions of STS, and S3's error responses.
local expired_codes = set({ "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" })
local unknown_key_codes = set({
  "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException",
})

--- Error codes that a wrong clock may cause.
local skew_codes = set({
  "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed", "SignatureDoesNotMatch",
})

--- More error codes of keys that may not do what was asked, or of a signature that is wrong. Their status may be 400.
local forbidden_codes = set({
  "AccessDenied", "AccessDeniedException", "AccessDeniedFault", "AuthFailure", "AuthorizationError",
  "AuthorizationErrorException", "IncompleteSignature", "IncompleteSignatureException", "InvalidSignature",
  "InvalidSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotAuthorized",
  "NotAuthorizedException", "OptInRequired", "SignatureDoesNotMatch", "UnauthorizedAccess", "UnauthorizedException",
  "UnauthorizedOperation",
})

--- Seconds: the delay's base, its base after throttling, its limit, and how much longer a service may make it.
local BASE, THROTTLED_BASE, LONGEST, LONGEST_ASKED = 0.05, 1, 20, 5

--- Whether the service asks for fewer requests.
---@param code string the error's type
---@param status? integer
---@return boolean
function retry.is_throttling(code, status)
  return throttling_codes[code] or status == 429
end

--- Whether the same call may succeed later.
---@param code string the error's type
---@param status? integer
---@return boolean
function retry.is_retryable(code, status)
  return transient_failures[code] or transient_codes[code] or transient_statuses[status]
    or retry.is_throttling(code, status)
end

--- Whether the credentials have expired.
---@param code string the error's type
---@return boolean
function retry.is_expired(code)
  return expired_codes[code] or false
end

--- Whether other credentials may do better: these have expired, or are not known.
---@param code string the error's type
---@return boolean
function retry.is_refused_key(code)
  return expired_codes[code] or unknown_key_codes[code] or false
end

--- Whether an error is about the keys: they are not known, have expired, may not do it, or the signature is wrong.
---@param code string the error's type
---@param status? integer
---@return boolean
function retry.is_about_keys(code, status)
  return status == 401 or status == 403 or retry.is_refused_key(code) or forbidden_codes[code] or false
end

--- Whether a wrong clock may be the cause of an error.
---@param code string the error's type
---@return boolean
function retry.may_be_skew(code)
  return skew_codes[code] or false
end

--- Milliseconds as AWS's clients read them: Python's int(), which takes "+1_500" too. Seconds, or nil.
local function milliseconds(text)
  local digits = text and text:gsub("(%d)_%f[%d]", "%1"):match("^[ \t-\r]*%+?(%d+)[ \t-\r]*$")
  return digits and tonumber(digits) / 1000
end

--- RFC 9110 10.2.3: seconds, or a date; a date counts from the answer's own.
local function retry_after(headers, now)
  local text = header_values.of(headers, "retry-after")
  if not text then return nil end
  local digits = text:match("^[ \t-\r]*(%d+)[ \t-\r]*$")
  if digits then return tonumber(digits) end
  local date = core.parse_timestamp(text)
  return date and date - (core.parse_timestamp(header_values.of(headers, "date") or "") or now)
end

--- How long an answer asks to wait.
---@param headers? table<string, string>
---@param now number epoch seconds, for an answer without a date
---@return number? seconds, of any size; nil when it does not say, or not in a way that can be read
function retry.asked_delay(headers, now)
  if not headers then return nil end
  return milliseconds(header_values.of(headers, "x-amz-retry-after")) or retry_after(headers, now)
end

--- How long to wait after a failed attempt.
---@param attempt integer its number
---@param throttled? boolean
---@param random number in [0, 1)
---@param asked? number seconds that the answer asks for: honoured between the delay and 5 s more
---@return number seconds
function retry.delay(attempt, throttled, random, asked)
  local delay = random * math.min((throttled and THROTTLED_BASE or BASE) * 2 ^ (attempt - 1), LONGEST)
  return math.max(delay, math.min(asked or 0, delay + LONGEST_ASKED))
end

return retry
