-- Documents with keys, of metadata services and programs: keys without control characters, or a fault without a secret.
local checks = require "spec.fuzz.support.checks"
local document = require "aws.credentials.services.document"

local function check_keys(keys)
  for name, value in pairs(keys) do
    assert(type(value) == (name == "expiration" and "number" or "string"), name)
    assert(name == "expiration" or not value:find("[%z\1-\31\127]"), "a control character in " .. name)
  end
end

local function check(kind, text)
  local value, fault = document.parse(kind, text)
  local keys
  if value then keys, fault = document.keys(kind, value) end
  if keys then return check_keys(keys) end
  checks.message(fault, 600)
  for _, name in ipairs({ "secret_access_key", "session_token" }) do checks.lacks(fault, value and value[name] or "") end
end

return function(text)
  check(document.metadata, text)
  check(document.process, text)
  local complaint = document.complaint(text)
  if complaint then checks.message("x" .. complaint, 300) end
  local time = document.time(text)
  assert(time == nil or time > -1e11 and time < 1e12)
end
