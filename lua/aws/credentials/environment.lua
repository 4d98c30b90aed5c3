--- Credentials from environment variables.
local errors = require "aws.errors"

local environment = {}

local NAME = "environment"

--- The value of the first variable that is set and not empty.
local function first(getenv, ...)
  for _, variable in ipairs({ ... }) do
    local value = getenv(variable)
    if value and value:find("%c") then errors.config("%s has a control character", variable) end
    if value and value ~= "" then return value end
  end
  return nil
end

local function incomplete(has, lacks)
  errors.raise({
    type = "CredentialsError",
    provider = NAME,
    message = ("%s: %s is set, but %s is not"):format(NAME, has, lacks),
  })
end

--- A source for the chain: its `fetch` returns credentials, or nil and what it looked for.
---@param getenv fun(name: string): string?
---@return { name: string, fetch: fun(): aws.Credentials?, string? } # fetch raises CredentialsError for half a
---pair, ConfigError for control characters
function environment.provider(getenv)
  local function fetch()
    local id = first(getenv, "AWS_ACCESS_KEY_ID")
    local secret = first(getenv, "AWS_SECRET_ACCESS_KEY")
    if id and not secret then incomplete("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") end
    if secret and not id then incomplete("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID") end
    if not id then return nil, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" end
    return {
      access_key_id = id,
      secret_access_key = secret,
      session_token = first(getenv, "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
    }
  end
  return { name = NAME, fetch = fetch }
end

return environment
