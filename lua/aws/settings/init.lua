--- Every setting of a client, once: what fits, and where it is looked for.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local proxy = require "aws.settings.proxy"
local waiting = require "aws.waiting"

local settings = {}

-- Texts of variables and profiles -------------------------------------------------------------------------------

--- Anything but "true" is false, as for every client of AWS's.
local function to_boolean(text)
  return ascii.lower(text) == "true"
end

local function to_count(text)
  if not text:find("^[ \t-\r]*%d+[ \t-\r]*$") then return nil, "is not a whole number" end
  return tonumber(text)
end

local retry_modes = { standard = true, adaptive = true, off = true }

local function is_retry_mode(value)
  if not retry_modes[value] then return "is none of \"standard\", \"adaptive\" and \"off\"" end
end

--- What other clients use may say "legacy": botocore's older mode, which is standard here.
local function to_retry_mode(text)
  local mode = ascii.lower(text)
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
    check = checks.boolean,
    variables = { "AWS_" .. ascii.upper(name) },
    profile_key = name,
    convert = to_boolean,
    default = false,
  }
end

--- By name. `profile`, `endpoint_url` and `proxy` have rules of their own for what was not given.
---@type table<string, aws.Setting>
settings.all = {
  profile = { check = checks.text },
  region = {
    check = checks.region,
    variables = { "AWS_REGION", "AWS_DEFAULT_REGION" },
    profile_key = "region",
    per_call = true,
  },
  credentials = { check = checks.credentials, per_call = true, hidden = true },
  mfa = { check = checks.func, hidden = true },
  credentials_cache = { check = checks.text },
  endpoint_url = { check = checks.url },
  ignore_configured_endpoint_urls = switch "ignore_configured_endpoint_urls",
  use_fips_endpoint = switch "use_fips_endpoint",
  use_dualstack_endpoint = switch "use_dualstack_endpoint",
  max_attempts = {
    check = checks.count,
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
  timeout = { check = checks.seconds, per_call = true },
  logger = { check = checks.callable, hidden = true },
  connect_timeout = { check = checks.seconds, default = 10, per_call = true },
  read_timeout = { check = checks.seconds, default = 60, per_call = true },
  max_response_bytes = { check = checks.count, default = 8 * 1024 * 1024 },
  ca_bundle = {
    check = checks.text,
    variables = { "AWS_CA_BUNDLE" },
    profile_key = "ca_bundle",
    fallback = { "REQUESTS_CA_BUNDLE" },
  },
  proxy = { check = proxy.fault },
  sdk_ua_app_id = { check = checks.text, variables = { "AWS_SDK_UA_APP_ID" }, profile_key = "sdk_ua_app_id" },
  user_agent_extra = { check = checks.text },
  transport = { check = checks.callable, hidden = true },
  now = { check = checks.func, default = core.now, hidden = true },
  clock = { check = checks.func, default = core.clock, hidden = true },
  sleep = { check = checks.func, default = waiting.sleep, hidden = true },
  random = { check = checks.func, default = core.random, hidden = true },
}

--- The names of all settings, and of those that may be given with a call, in order.
settings.names, settings.per_call_names = {}, {}
for name, setting in iterate.pairs(settings.all) do
  table.insert(settings.names, name)
  if setting.per_call then table.insert(settings.per_call_names, name) end
end
table.sort(settings.names, ascii.before)
table.sort(settings.per_call_names, ascii.before)

return settings
