--- Which failures may go away by themselves, in the terms of AWS's standard retry mode.
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

return retry
