--- Every setting of a client, once: what fits, and where it is looked for.
local core = require "aws.core"
local proxy = require "aws.proxy"
local transport = require "aws.transport"

local settings = {}

-- What is wrong with a value, or nil ----------------------------------------------------------------------------

local function require_type(expected)
  return function(value)
    if type(value) ~= expected then return ("is a %s, not a %s"):format(type(value), expected) end
  end
end

local is_string = require_type("string")
local is_boolean = require_type("boolean")
local is_function = require_type("function")

local function is_text(value)
  if type(value) ~= "string" then return is_string(value) end
  if value == "" then return "is empty" end
  if value:find("%c") then return "has a control character" end
  if not value:find("%S") then return "is blank" end
end

local function is_callable(value)
  local metatable = type(value) == "table" and getmetatable(value)
  if type(value) ~= "function" and not (type(metatable) == "table" and metatable.__call) then
    return ("is a %s, not a function or callable table"):format(type(value))
  end
end

local function is_seconds(value)
  if type(value) ~= "number" then return ("is a %s, not a number of seconds"):format(type(value)) end
  if not (value > 0 and value < math.huge) then return "is not a number of seconds above 0" end
end

local function is_count(value)
  if type(value) ~= "number" then return ("is a %s, not a number"):format(type(value)) end
  if not (value >= 1 and value <= 2 ^ 53 and value % 1 == 0) then return "is not a whole number above 0" end
end

--- RFC 1123 2.1: a region is one label of a host name.
local function is_region(value)
  if type(value) ~= "string" then return is_string(value) end
  if value == "" then return "is empty" end
  local is_label = #value <= 63 and value:find("^%w[%w%-]*$") and not value:find("%-$") and not value:find("^%d+$")
  if not is_label then return "is not a region name (letters, digits and hyphens, as in eu-west-1)" end
end

local function is_url(value)
  if type(value) ~= "string" then return is_string(value) end
  if value == "" then return "is empty" end
  local _, fault = core.parse_url(value)
  return fault
end

local function is_credentials(value)
  if type(value) ~= "table" and type(value) ~= "function" then
    return ("is a %s, neither a table of keys nor a function"):format(type(value))
  end
end

-- Texts of variables and profiles -------------------------------------------------------------------------------

--- Anything but "true" is false, as for every client of AWS's.
local function to_boolean(text)
  return text:lower() == "true"
end

local function to_count(text)
  if not text:find("^%s*%d+%s*$") then return nil, "is not a whole number" end
  return tonumber(text)
end

local retry_modes = { standard = true, adaptive = true, off = true }

local function is_retry_mode(value)
  if not retry_modes[value] then return "is none of \"standard\", \"adaptive\" and \"off\"" end
end

--- What other clients use may say "legacy": botocore's older mode, which is standard here.
local function to_retry_mode(text)
  local mode = text:lower()
  return mode == "legacy" and "standard" or mode
end

---@class aws.Setting
---@field check fun(value: any): string? what is wrong with a value
---@field variables? string[] environment variables; the first that is set counts, before the profile
---@field profile_key? string
---@field fallback? string[] variables that count after the profile
---@field convert? fun(text: string): any, string? from the text of a variable or profile
---@field default? any
---@field per_call? boolean may be given with a call
---@field hidden? boolean not shown in client.config

---@param name string of the variable, less "AWS_", and of the profile's key
---@return aws.Setting
local function switch(name)
  return {
    check = is_boolean,
    variables = { "AWS_" .. name:upper() },
    profile_key = name,
    convert = to_boolean,
    default = false,
  }
end

--- By name. `profile`, `endpoint_url` and `proxy` have rules of their own for what was not given.
---@type table<string, aws.Setting>
settings.all = {
  profile = { check = is_text },
  region = {
    check = is_region,
    variables = { "AWS_REGION", "AWS_DEFAULT_REGION" },
    profile_key = "region",
    per_call = true,
  },
  credentials = { check = is_credentials, per_call = true, hidden = true },
  mfa = { check = is_function, hidden = true },
  credentials_cache = { check = is_text },
  endpoint_url = { check = is_url },
  ignore_configured_endpoint_urls = switch "ignore_configured_endpoint_urls",
  use_fips_endpoint = switch "use_fips_endpoint",
  use_dualstack_endpoint = switch "use_dualstack_endpoint",
  max_attempts = {
    check = is_count,
    variables = { "AWS_MAX_ATTEMPTS" },
    profile_key = "max_attempts",
    convert = to_count,
    default = 3,
    per_call = true,
  },
  retry_mode = {
    check = is_retry_mode,
    variables = { "AWS_RETRY_MODE" },
    profile_key = "retry_mode",
    convert = to_retry_mode,
    default = "standard",
    per_call = true,
  },
  timeout = { check = is_seconds, per_call = true },
  logger = { check = is_callable, hidden = true },
  connect_timeout = { check = is_seconds, default = 10, per_call = true },
  read_timeout = { check = is_seconds, default = 60, per_call = true },
  max_response_bytes = { check = is_count, default = 8 * 1024 * 1024 },
  ca_bundle = {
    check = is_text,
    variables = { "AWS_CA_BUNDLE" },
    profile_key = "ca_bundle",
    fallback = { "REQUESTS_CA_BUNDLE" },
  },
  proxy = { check = proxy.fault },
  sdk_ua_app_id = { check = is_text, variables = { "AWS_SDK_UA_APP_ID" }, profile_key = "sdk_ua_app_id" },
  user_agent_extra = { check = is_text },
  transport = { check = is_callable, hidden = true },
  now = { check = is_function, default = core.now, hidden = true },
  clock = { check = is_function, default = core.clock, hidden = true },
  sleep = { check = is_function, default = transport.sleep, hidden = true },
  random = { check = is_function, default = core.random, hidden = true },
}

--- The names of all settings, and of those that may be given with a call, in order.
settings.names, settings.per_call_names = {}, {}
for name, setting in pairs(settings.all) do
  table.insert(settings.names, name)
  if setting.per_call then table.insert(settings.per_call_names, name) end
end
table.sort(settings.names)
table.sort(settings.per_call_names)

return settings
