--- AWS Signature Version 4 for any request to any service.
---
--- Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
local core = require "aws.core"
local errors = require "aws.errors"

local sigv4 = {}

---@class aws.UrlParts
---@field scheme? string "https" (default) or "http"
---@field host string
---@field port? integer|string
---@field path? string
---@field query? string without "?"

---@class aws.SigningRequest
---@field method string
---@field url string|aws.UrlParts absolute; what is not percent-encoded and has to be will be
---@field headers? table<string, string>|string[][] a map, or an ordered list of {name, value}
---@field body? string default ""
---@field service string signing name: "s3", "execute-api", …
---@field region string
---@field credentials aws.Credentials
---@field time? number epoch seconds; default: now
---@field normalize_path? boolean drop empty, "." and ".." segments for the signature; default true, false for s3
---@field double_encode? boolean encode the path once more for the signature; default true, false for s3
---@field payload_hash? string hex, or "UNSIGNED-PAYLOAD"; default: the hash of `body`; for a presigned s3 URL "UNSIGNED-PAYLOAD"
---@field sign_payload_header? boolean send and sign x-amz-content-sha256 (s3 wants it); default false
---@field sign_token? boolean sign the session token; false adds it after signing; default true

---@class aws.PresigningRequest: aws.SigningRequest
---@field expires integer seconds for which the URL is good, 1 to 604800

---@class aws.SigningDetails what a 403 is understood by
---@field canonical_request string
---@field string_to_sign string
---@field signature string
---@field signed_headers string "host;x-amz-date"
---@field url string to send

local signer

--- A URL's parts as a URL.
local function join(parts)
  local port = parts.port and ":" .. tostring(parts.port) or ""
  local query = parts.query and parts.query ~= "" and "?" .. parts.query or ""
  return ("%s://%s%s%s%s"):format(parts.scheme or "https", parts.host or "", port, parts.path or "", query)
end

local function with_joined_url(request)
  local copy = {}
  for name, value in pairs(request) do copy[name] = value end
  local ok, url = pcall(join, request.url)
  copy.url = ok and url or nil
  return copy
end

local function run(method, request)
  if type(request) ~= "table" then
    errors.invalid({ { path = "request", message = "expected a table, got a " .. type(request) } })
  end
  if type(request.url) == "table" then request = with_joined_url(request) end
  signer = signer or core.signer()
  local result, details = signer[method](signer, request, request.time == nil and core.now() or nil, true)
  if not result then errors.invalid(details) end
  return result, details
end

--- Signs a request. Nothing is sent, and `request` is not modified.
---
--- The headers to send come back in the form they were given in (a map when there were none): those given, with
--- `Host` (when missing), `X-Amz-Date`, `X-Amz-Security-Token` and `Authorization` added. Headers that proxies and
--- clients change (user-agent, connection, x-amzn-trace-id, …) are sent and not signed. Send to `details.url`.
---@param request aws.SigningRequest
---@return table<string, string>|string[][] headers
---@return aws.SigningDetails details
---Raises ParamValidationError, with every problem, for a request that cannot be signed.
function sigv4.sign(request)
  return run("sign", request)
end

--- Makes a URL that carries its own signature and is good for `expires` seconds. Headers given must be sent with it.
---@param request aws.PresigningRequest
---@return string url
---@return aws.SigningDetails details
---Raises ParamValidationError, with every problem, for a request that cannot be signed.
function sigv4.presign(request)
  return run("presign", request)
end

return sigv4
