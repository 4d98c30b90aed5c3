--- The fault matrix: what a call of either operation comes to for each way in which a service or the way to it can
--- fail, whatever the transport. Facts only; fault_matrix_spec.lua and others run it.
local faults = {}

---@class spec.Fault
---@field name string
---@field once boolean only a client's first call meets it like this
---@field path? string the fault of the local endpoint, "%s" is a fresh id
---@field at? string which of its URLs: "HTTP" (default), "HTTPS", "EXPIRED", "WRONG_HOST", "OLD_TLS"
---@field url? string of something else
---@field server? string[]|string program of a TCP server (tcp_server.c) that stands in its place
---@field is_tls? boolean that server is spoken to over TLS
---@field settings? table for the client
---@field attempts integer in the modes "standard" and "adaptive" with three attempts; "off" makes one
---@field type? string|table<string, string> of the final error, by service where they differ; nil: the call succeeds
---@field applied? "no"|"yes"|"unknown" of that error
---@field off? { type: string, applied: string } in the mode "off", where it differs

--- @type spec.Fault[]
faults.list = {}

local function add(fault)
  fault.name = fault.name or fault.path
  fault.once = (fault.path or ""):find("times=", 1, true) ~= nil or (fault.path or ""):find("date-skew", 1, true) ~= nil
  faults.list[#faults.list + 1] = fault
end

local function add_paths(paths, expected)
  for path in paths:gmatch("%S+") do
    local fault = { path = path }
    for name, value in pairs(expected) do fault[name] = value end
    add(fault)
  end
end

--- Short, for faults that would last: what ends them is a limit of the client's.
local SHORT = 0.15

-- Nothing is wrong, however it looks.
add_paths("none chunked close-delimited continue continue=100 close-silently drip=0.2 delay=0.05", { attempts = 1 })

-- The service refuses.
add_paths("error=ThrottlingException error=ThrottlingException,retry-after=2 error=ThrottlingException,amz-retry-after=1500",
  { attempts = 3, type = "ThrottlingException", applied = "no" })
for _, code in ipairs({ "RequestLimitExceeded", "TooManyRequestsException", "RequestTimeout" }) do
  add({ path = "error=" .. code, attempts = 3, type = code, applied = "no" })
end
for _, code in ipairs({ "ResourceNotFoundFault", "ValidationException", "AccessDeniedException", "ConflictException",
  "ExpiredTokenException", "InvalidSignatureException" }) do
  add({ path = "error=" .. code, attempts = 1, type = code, applied = "no" })
end
add_paths("status=429 status=429,body=html status=429,body=empty status=429,retry-after=1",
  { attempts = 3, type = "HTTP 429", applied = "no" })
for _, status in ipairs({ 400, 403, 404, 418 }) do
  add({ path = "status=" .. status, attempts = 1, type = "HTTP " .. status, applied = "no" })
end
add_paths("redirect", { attempts = 1, type = "HTTP 307", applied = "no" })

-- The service is not well: no final word.
for _, code in ipairs({ "InternalFailure", "ServiceUnavailable", "SlowDown" }) do
  add({ path = "error=" .. code, attempts = 3, type = code, applied = "unknown" })
end
for _, status in ipairs({ 500, 502, 503, 504 }) do
  for _, body in ipairs({ "json", "html", "empty" }) do
    add({ path = ("status=%d,body=%s"):format(status, body), attempts = 3, type = "HTTP " .. status, applied = "unknown" })
  end
end
for _, status in ipairs({ 501, 505 }) do
  add({ path = "status=" .. status, attempts = 1, type = "HTTP " .. status, applied = "unknown" })
end
add_paths("status=503,cut-body status=503,cut-chunk status=503,retry-after=1", { attempts = 3, type = "HTTP 503", applied = "unknown" })

-- A success that cannot be read is none, and is final.
add_paths("html empty not-object truncated-json cut-body cut-chunk",
  { attempts = 1, type = "ResponseParseError", applied = "yes" })
add_paths("stall-body=5", { attempts = 1, type = "ResponseParseError", applied = "yes", settings = { read_timeout = SHORT } })
add_paths("large=3000000", { attempts = 1, type = "ResponseTooLargeError", applied = "yes", settings = { max_response_bytes = 65536 } })

-- Headers that do not end are no answer yet.
add_paths("header-large=100000",
  { attempts = 1, type = "ResponseTooLargeError", applied = "unknown", settings = { max_response_bytes = 65536 } })

-- The connection ends before there is an answer.
add_paths("cut-before cut-headers garbage", { attempts = 3, type = "ConnectionError", applied = "unknown" })
add_paths("delay=5", { attempts = 3, type = "ReadTimeoutError", applied = "unknown", settings = { read_timeout = SHORT } })
add({ name = "reset", server = { "read", "reset" }, attempts = 3, type = "ConnectionError", applied = "unknown" })

-- There is no connection.
add({ name = "refused", url = "http://127.0.0.1:1", attempts = 3, type = "ConnectionError", applied = "no" })
add({
  name = "no room", server = "--full", settings = { connect_timeout = SHORT },
  attempts = 3, type = "ConnectTimeoutError", applied = "no",
})
add({
  name = "slow TLS", server = { "sleep 60000" }, is_tls = true, settings = { connect_timeout = SHORT },
  attempts = 3, type = "ConnectTimeoutError", applied = "no",
})
add({
  name = "TLS cut short", server = { "log" }, is_tls = true, attempts = 3, type = "ConnectionError", applied = "no",
})
add({ name = "expired certificate", at = "EXPIRED", attempts = 1, type = "TLSError", applied = "no" })
add({ name = "other's certificate", at = "WRONG_HOST", attempts = 1, type = "TLSError", applied = "no" })
add({ name = "old TLS", at = "OLD_TLS", attempts = 1, type = "TLSError", applied = "no" })
add({
  name = "no proxy", path = "none", settings = { proxy = "http://127.0.0.1:1" }, attempts = 3, type = "ProxyError", applied = "no",
})

-- The clock is wrong: once corrected, all is well.
local skewed = { dms = "InvalidSignatureException", drs = "InvalidSignatureException" }
add_paths("date-skew=3600 date-skew=-3600", { attempts = 2, off = { type = skewed, applied = "no" } })

-- The first attempt fails, or the first two: not so the last.
add_paths("status=503,times=1,id=%s", { attempts = 2, off = { type = "HTTP 503", applied = "unknown" } })
add_paths("error=ThrottlingException,times=2,id=%s", { attempts = 3, off = { type = "ThrottlingException", applied = "no" } })
add_paths("cut-before,times=2,id=%s", { attempts = 3, off = { type = "ConnectionError", applied = "unknown" } })

-- It was carried out all the same, and the next attempt is refused for that: still nobody knows.
local again = { dms = "InvalidResourceStateFault", drs = "ValidationException" }
add_paths("cut-headers,times=1,id=%s garbage,times=1,id=%s status=500,apply=yes,times=1,id=%s",
  { attempts = 2, type = again, applied = "unknown" })

for _, fault in ipairs(faults.list) do
  if fault.type == again then
    fault.off = { type = fault.path:find("status", 1, true) and "HTTP 500" or "ConnectionError", applied = "unknown" }
  end
end

--- Whether the local endpoint serves a fault, so that it knows how often the operation was carried out.
---@param fault spec.Fault
---@return boolean
function faults.is_local(fault)
  return fault.path ~= nil
end

local function of_service(value, service)
  if type(value) == "table" then return value[service] end
  return value
end

--- What a call comes to.
---@param fault spec.Fault
---@param service string "dms" or "drs"
---@param mode string "standard", "adaptive" or "off"
---@return { attempts: integer, type?: string, applied?: string } # `type` nil: it succeeds
function faults.expected(fault, service, mode)
  if mode ~= "off" then return { attempts = fault.attempts, type = of_service(fault.type, service), applied = fault.applied } end
  local own = fault.off or fault
  return { attempts = 1, type = of_service(own.type, service), applied = own.applied }
end

return faults
