--- Credentials of environment variables.
local ascii = require "aws.text.ascii"
local keys = require "aws.credentials.keys"
local provider = require "aws.credentials.provider"
local require_late = require "aws.language.require_late"

local NAME = "environment"

local environment = provider.declare({
  name = NAME,
  doc = "Keys of environment variables.",
  options = {},
  variables = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
  },
  hint = { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY" },
  is_of_environment = true,
})

--- The value of the first variable that holds more than blanks, without the blanks around it.
local function first(getenv, ...)
  for _, variable in ipairs({ ... }) do
    local value = getenv(variable) or ""
    if ascii.has_control(value) then provider.misuse(NAME, "%s has a control character", variable) end
    value = keys.trim(value)
    if value ~= "" then return value end
  end
end

local function access_key_id(getenv)
  local id = first(getenv, "AWS_ACCESS_KEY_ID")
  local stray = id and keys.stray_in_id(id)
  if stray then provider.misuse(NAME, "AWS_ACCESS_KEY_ID has %s in it", stray) end
  return id
end

--- Keys with an expiration end: after that time the variables must hold others.
local function expiration_of(text, context)
  if not text then return nil end
  local expiration = require_late("aws.credentials.services.document").time(text)
  if not expiration then provider.fail(NAME, "AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 time with a time zone") end
  if expiration <= context.now() then provider.fail(NAME, "AWS_CREDENTIAL_EXPIRATION is in the past") end
  return expiration
end

--- Makes the function that fetches keys; it reads the variables anew each time. It raises CredentialsError for an access
--- key without its secret and for an expiration that is not a time or is past, ConfigError for a control character and
--- for an access key id that cannot be one.
function environment.start(_, surroundings)
  local getenv = surroundings.getenv
  return function(context, at)
    at.place = "AWS_ACCESS_KEY_ID"
    local id, secret = access_key_id(getenv), first(getenv, "AWS_SECRET_ACCESS_KEY")
    if not id then return nil, "AWS_ACCESS_KEY_ID is not set" end
    if not secret then provider.fail(NAME, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not") end
    return {
      access_key_id = id,
      secret_access_key = secret,
      session_token = first(getenv, "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
      expiration = expiration_of(first(getenv, "AWS_CREDENTIAL_EXPIRATION"), context),
      account_id = first(getenv, "AWS_ACCOUNT_ID"),
    }
  end
end

return environment
