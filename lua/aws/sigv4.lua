--- AWS Signature Version 4 for any request to any service.
---
--- Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local crypto = require "aws.protocol.crypto"
local door = require "aws.errors.door"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local key_rules = require "aws.credentials.keys"
local percent = require "aws.text.percent"

---@class aws.Sigv4Door
local sigv4 = {}

---@class (exact) aws.UrlParts
---@field scheme? string "https" (default) or "http"
---@field host string
---@field port? integer|string digits
---@field path? string "?" and "#" in it are encoded; the first "/" may be left out
---@field query? string without "?"; "#" in it is encoded
---@field [string] aws.NotAMember

---@class (exact) aws.SigningRequest
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
---@field [string] aws.NotAMember

---@class (exact) aws.PresigningRequest: aws.SigningRequest
---@field expires integer seconds for which the URL is good, 1 to 604800

---@class aws.SigningDetails what helps to understand a 403
---@field canonical_request string
---@field string_to_sign string
---@field signature string
---@field signed_headers string "host;x-amz-date"
---@field url string to send

--- One for all, made when it is first asked for.
local signer

-- A URL in parts ------------------------------------------------------------------------------------------------

local function text_fault(value)
  if type(value) ~= "string" then return "is a " .. type(value) .. ", not a string" end
  if ascii.has_control(value) then return "has a control character" end
end

local function scheme_fault(value)
  local scheme = type(value) == "string" and ascii.lower(value)
  if scheme ~= "https" and scheme ~= "http" then return "is neither https nor http" end
end

local function host_fault(value)
  if text_fault(value) then return text_fault(value) end
  if value == "" then return "is empty" end
  if value:find("[/?#@]") then return "has a character that hosts cannot have" end
  local parts, fault = core.parse_url("https://" .. value)
  if not parts then return fault end
  if parts.host ~= value then return "has a port, which is a separate member" end
end

local function port_fault(value)
  local is_text = type(value) == "string" and value:find("^%d+$")
  local port = (is_text or type(value) == "number") and tonumber(value)
  if not (port and port >= 1 and port <= 65535 and port % 1 == 0) then return "is not a port (1 to 65535)" end
end

--- What is wrong with each part, by name.
local part_faults = {
  scheme = scheme_fault, host = host_fault, port = port_fault, path = text_fault, query = text_fault,
}

--- What is wrong with the parts of a URL; empty for nothing.
---@return aws.Problem[]
local function problems_of(parts)
  local problems = {}
  local function add(path, message) problems[#problems + 1] = { path = path, message = message } end
  if rawget(parts, "host") == nil then add("url.host", "is required") end
  for name, value in iterate.next, parts do
    local fault_of = part_faults[name]
    local fault = "is unknown"
    if fault_of then fault = fault_of(value) end
    if fault then add("url." .. (type(name) == "string" and name:sub(1, 64) or type(name)), fault) end
  end
  table.sort(problems, function(a, b) return ascii.before(a.path, b.path) end)
  return problems
end

--- A URL's parts as a URL. A character that ends a part is encoded inside it.
---@param parts aws.UrlParts without problems
---@return string
local function join(parts)
  local function part(name) return rawget(parts, name) end
  local port = part("port") and (":%d"):format(tonumber(part("port"))) or ""
  local path = percent.encode(part("path") or "", "[?#]"):gsub("^[^/]", "/%0")
  local query = part("query") and part("query") ~= "" and "?" .. percent.encode(part("query"), "#") or ""
  return ("%s://%s%s%s%s"):format(part("scheme") or "https", part("host"), port, path, query)
end

-- Signing -------------------------------------------------------------------------------------------------------

--- The request with its URL in one text, and what was wrong with the parts.
local function with_joined_url(request)
  local copy, problems = {}, problems_of(rawget(request, "url"))
  for name, value in iterate.next, request do copy[name] = value end
  copy.url = #problems == 0 and join(rawget(request, "url")) or "https://host" -- the signer looks for problems elsewhere
  return copy, problems
end

--- What in the access key id would break the header that holds it, except control characters.
---@return aws.Problem[]? # nil for nothing
local function problems_of_id(request)
  local given = rawget(request, "credentials")
  local id = type(given) == "table" and rawget(given, "access_key_id")
  local separator = type(id) == "string" and not ascii.has_control(id) and key_rules.separator_in_id(id)
  return separator and { { path = "credentials.access_key_id", message = "has " .. separator .. " in it" } } or nil
end

--- Raises what is wrong with a URL's parts, the access key id and the rest, if anything is.
local function raise_problems(of_url, of_id, of_rest)
  local problems = {}
  for _, list in ipairs({ of_url, of_id, of_rest }) do
    for _, problem in ipairs(list) do problems[#problems + 1] = problem end
  end
  if #problems > 0 then errors.invalid(problems) end
end

--- Calls a method of the signer. Finalizers that run while Lua ends may find it collected.
local function call_signer(method, request)
  signer = signer or crypto.signer()
  local now = rawget(request, "time") == nil and core.now() or nil
  local ok, result, url, details = pcall(signer[method], signer, request, now, true)
  if ok then return result, url, details end
  if not errors.is_closed(result) then error(result, 0) end
  errors.config("cannot sign: Lua has collected the signer, as it does before the last finalizers run")
end

--- Calls a method of the signer: its results, or problems raised.
local function run(method, request)
  if type(request) ~= "table" then
    errors.invalid({ { path = "request", message = "expected a table, got a " .. type(request) } })
  end
  local url_problems, id_problems = nil, problems_of_id(request)
  if type(rawget(request, "url")) == "table" then request, url_problems = with_joined_url(request) end
  local result, url, details = call_signer(method, request)
  if not result or url_problems or id_problems then
    raise_problems(url_problems or {}, id_problems or {}, not result and crypto.problems(url) or {})
  end
  return result, url, details
end

--- Signs a request. Nothing is sent, and `request` is not modified. Its tables are read without metamethods.
---
--- The headers to send come back in the form they were given in (a map when there were none): those given, with
--- `Host` (when missing), `X-Amz-Date`, `X-Amz-Security-Token` and `Authorization` added. Headers that proxies and
--- clients change (user-agent, connection, x-amzn-trace-id, …) are sent and not signed. Send to `details.url`.
---@param request aws.SigningRequest
---@return table<string, string>|string[][] headers
---@return aws.SigningDetails details
---Raises ParamValidationError, with every problem, for a request that cannot be signed; ConfigError where OpenSSL cannot
---sign, memory ran out, or Lua ends and has collected the signer.
function sigv4.sign(request)
  local headers, _, details = run("sign", request)
  return headers, details
end

--- Makes a URL that carries its own signature and is good for `expires` seconds. Headers given must be sent with it.
---@param request aws.PresigningRequest
---@return string url
---@return aws.SigningDetails details
---Raises ParamValidationError, with every problem, for a request that cannot be signed; ConfigError where OpenSSL cannot
---sign, memory ran out, or Lua ends and has collected the signer.
function sigv4.presign(request)
  local url, details = run("presign", request)
  return url, details
end

door.make("aws.sigv4", sigv4)
return sigv4
