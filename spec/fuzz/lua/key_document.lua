-- Documents with keys, of metadata services and programs: keys without control characters, or a fault without a secret.
local checks = require "spec.fuzz.support.checks"
local document = require "aws.credentials.services.document"

local function check_keys(keys)
  for name, value in pairs(keys) do
    assert(type(value) == (name == "expiration" and "number" or "string"), name)
    assert(name == "expiration" or not value:find("[%z\1-\31\127]"), "a control character in " .. name)
  end
end

--- A document with a secret in front of what it says of a key or token.
local function with_secret(text, secret)
  return (text:gsub('("%a*Token"%s*:%s*")', "%1" .. secret):gsub('("SecretAccessKey"%s*:%s*")', "%1" .. secret))
end

local function check(kind, text, secret)
  local value, fault = document.parse(kind, text)
  local keys
  if value then keys, fault = document.keys(kind, value) end
  if keys then return check_keys(keys) end
  checks.message(fault, 600)
  checks.lacks(fault, secret)
end

return function(text)
  local secret = checks.secret_of(text)
  check(document.metadata, with_secret(text, secret), secret)
  check(document.process, with_secret(text, secret), secret)
  local complaint = document.complaint(text)
  if complaint then checks.message("x" .. complaint, 300) end
  local time = document.time(text)
  assert(time == nil or time > -1e11 and time < 1e12)
end
