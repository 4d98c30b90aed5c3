--- The call that a case of credential_cases.lua is about. It runs in a process of its own, and in nginx.
local ascii = require "aws.text.ascii"

local credential_call = {}

local NOW = 1700000000.9

local function with_lower_names(headers)
  local lower = {}
  for name, text in pairs(headers or {}) do lower[ascii.lower(name)] = text end
  return lower
end

local function copy(request)
  local headers = {}
  for _, header in ipairs(request.headers) do headers[ascii.lower(header[1])] = header[2] end
  return { method = request.method, url = request.url, body = request.body, headers = headers }
end

--- What the case answers to a request; each answer comes once.
local function answer_to(request, answers)
  for i, answer in ipairs(answers) do
    if answer[1] == request.method and request.url:sub(1, #answer[2]) == answer[2] then
      local value = table.remove(answers, i)[3]
      if value.exception == "read_timeout" then
        return nil, { type = "ReadTimeoutError", message = "scripted", sent = true }
      end
      return { status = value.status, headers = with_lower_names(value.headers), body = value.body or "" }
    end
  end
  return nil, { type = "ConnectionError", message = "refused", sent = false }
end

--- A transport that answers the service's call itself, and keeps that request as `seen.final`; all others are in
--- `seen.requests`.
local function scripted(answers, seen)
  return function(request)
    if request.url:find("^https://dms%.") then
      seen.final, seen.signed_headers = copy(request), request.headers
      return { status = 200, headers = {}, body = "{}" }
    end
    seen.requests[#seen.requests + 1] = copy(request)
    return answer_to(request, answers)
  end
end

--- Whether the call was signed with the case's secret.
local function is_secret_right(seen, keys, case)
  local signed = require("aws.sigv4").sign{
    method = seen.final.method, url = seen.final.url, headers = seen.signed_headers, body = seen.final.body, service = "dms",
    time = NOW, region = case.region,
    credentials = { access_key_id = keys.access_key, secret_access_key = case.secret, session_token = keys.token },
  }
  for _, header in ipairs(signed) do
    if header[1] == "Authorization" then return header[2] == seen.final.headers.authorization end
  end
end

--- Makes the call.
---@param case table of credential_cases.inputs
---@return table result `requests`, `sleeps`, and the keys that the call was signed with, or its `error`
function credential_call.make(case)
  local seen, sleeps = { requests = {} }, {}
  local function sleep(seconds)
    if ngx and ngx.get_phase() ~= "timer" then return ngx.sleep(seconds) end -- a call that waits for its keys
    sleeps[#sleeps + 1] = seconds
  end
  local ok, err = pcall(function()
    return require("aws.dms").new{
      profile = case.profile, region = case.region, transport = scripted(case.http or {}, seen), max_attempts = 1,
      now = function() return NOW end, sleep = sleep,
    }.stop_replication({ ReplicationConfigArn = "arn" })
  end)
  local result = { requests = seen.requests, sleeps = sleeps }
  if ok then
    result.access_key = seen.final.headers.authorization:match("Credential=([^/]*)/")
    result.token = seen.final.headers["x-amz-security-token"]
    result.is_secret_right = is_secret_right(seen, result, case)
  else
    result.error, result.message, result.kind = err.type or "raw", tostring(err), err.kind
  end
  return result
end

return credential_call
