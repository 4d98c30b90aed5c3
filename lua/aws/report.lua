--- How an error of a call leaves it: with service and operation, and without any secret.
local errors = require "aws.errors"
local redact = require "aws.redact"

local report = {}

--- The signature in an Authorization header.
local function signature_in(headers)
  for _, header in ipairs(headers) do
    if header[1] == "Authorization" then return header[2]:match("Signature=(%x+)") end
  end
end

local function add_keys(secrets, keys)
  if type(keys) ~= "table" then return end
  for _, name in ipairs({ "secret_access_key", "session_token" }) do
    local secret = rawget(keys, name)
    if type(secret) == "string" then secrets[#secrets + 1] = secret end
  end
end

--- What no error of this call may show, as far as it is known yet.
local function secrets_of(call)
  local secrets = { call.signed and signature_in(call.signed) }
  add_keys(secrets, call.keys)
  for _, values in pairs({ call.values, call.state.values }) do
    add_keys(secrets, rawget(values, "credentials"))
  end
  return secrets
end

--- Raises an error of this call, with what all of them have.
---@param call aws.Call
---@param fields table for errors.new
function report.raise(call, fields)
  fields = redact.members(fields, secrets_of(call))
  fields.service = call.state.service.name
  fields.operation = call.name
  errors.raise(fields)
end

--- Runs a step that may raise an error of this library before anything is sent, and completes that error. What a
--- function of the user's raised is not ours, and passes as it is.
---@param call aws.Call
---@param step function
---@return any # what `step` returns
function report.before_sending(call, step, ...)
  local ok, result = pcall(step, ...)
  if ok then return result end
  if not errors.is(result) or rawequal(result, call.raised) then error(result, 0) end
  result.applied = result.applied or "no"
  result.attempts = result.attempts or 0
  result.history = result.history or {}
  report.raise(call, result)
end

return report
