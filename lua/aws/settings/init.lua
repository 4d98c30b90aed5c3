--- Every setting of a client, stated once: what fits, where it is looked for, and what depends on it. The annotations in
--- lua/aws/types/settings.lua are written from here (`make annotations`), and a spec compares the tables of README.md.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local proxy = require "aws.settings.proxy"
local require_late = require "aws.language.require_late"
local waiting = require "aws.waiting"

local settings = {}

-- Texts of variables and profiles -------------------------------------------------------------------------------

--- Anything but "true" is false, as in all of AWS's clients.
local function to_boolean(text)
  return ascii.lower(text) == "true"
end

local function to_count(text)
  if not text:find("^[ \t-\r]*%d+[ \t-\r]*$") then return nil, "is not a whole number" end
  return tonumber(text)
end

local retry_modes = { standard = true, adaptive = true, off = true }

local function is_retry_mode(value)
  if not retry_modes[value] then return 'is not "standard", "adaptive" or "off"' end
end

--- Other clients also take "legacy", botocore's older mode. It means standard here.
local function to_retry_mode(text)
  local mode = ascii.lower(text)
  return mode == "legacy" and "standard" or mode
end

--- A function, a text that the library's own logger knows, or false for no logger.
local function logger_fault(value)
  if value == false then return nil end
  if type(value) ~= "string" then return checks.callable(value) end
  return require_late("aws.settings.log_words").fault(value)
end

-- The settings --------------------------------------------------------------------------------------------------

---@class aws.Setting
---@field name string
---@field type string for annotations
---@field doc? string for annotations, in a few words
---@field check fun(value: any): string? what is wrong with a value
---@field variables? string[] environment variables; the first that is set counts, before the profile
---@field profile_key? string
---@field fallback? string[] variables that count after the profile
---@field has_own_rule? boolean what was not given is looked up by a rule of its own, not as variables and profile_key say
---@field rule_variables? string[] more variables that this rule reads
---@field convert? fun(text: string): any, string? from the text of a variable or profile
---@field default? any
---@field per_call? boolean may be given with a call
---@field in_request? boolean the transport gets it in every request
---@field for_keys? boolean where and how providers ask for keys depends on it
---@field hidden? boolean not shown in client.config
---@field shown? string for the annotation of client.config, where it says something else than what was given

---@param name string of the variable, without "AWS_", and of the profile's key
---@param doc? string
---@return aws.Setting
local function switch(name, doc)
  return {
    name = name,
    type = "boolean",
    doc = doc,
    check = checks.boolean,
    variables = { "AWS_" .. ascii.upper(name) },
    profile_key = name,
    convert = to_boolean,
    default = false,
    for_keys = true,
  }
end

--- In the order of the manual.
---@type aws.Setting[]
settings.list = {
  {
    name = "region",
    type = "string",
    check = checks.region,
    variables = { "AWS_REGION", "AWS_DEFAULT_REGION" },
    profile_key = "region",
    per_call = true,
    for_keys = true,
  },
  {
    name = "profile",
    type = "string",
    doc = "of ~/.aws/config or ~/.aws/credentials",
    check = checks.text,
    variables = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE" }, -- read by profile.lua, before there is a profile to look in
    has_own_rule = true,
    default = "default",
    for_keys = true,
  },
  {
    name = "credentials",
    type = "aws.Credentials|aws.CredentialsProvider",
    check = checks.credentials,
    per_call = true,
    hidden = true,
  },
  {
    name = "mfa",
    type = "fun(serial: string): string",
    doc = "the code of an MFA device, for profiles with `mfa_serial`",
    check = checks.func,
    hidden = true,
  },
  { name = "credentials_cache", type = "string", doc = "name of a lua_shared_dict (nginx)", check = checks.text },
  {
    name = "endpoint_url",
    type = "string",
    check = checks.url,
    variables = { "AWS_ENDPOINT_URL_<SERVICE>", "AWS_ENDPOINT_URL" }, -- read by config.endpoint_url_for
    profile_key = "endpoint_url",
    has_own_rule = true,
  },
  switch("ignore_configured_endpoint_urls", "endpoint URLs of environment and profile do not count"),
  switch "use_fips_endpoint",
  switch "use_dualstack_endpoint",
  {
    name = "connect_timeout",
    type = "number",
    doc = "seconds until connected, TLS included",
    check = checks.seconds,
    default = 10,
    per_call = true,
    in_request = true,
  },
  {
    name = "read_timeout",
    type = "number",
    doc = "longest silence in seconds while waiting for the answer",
    check = checks.seconds,
    default = 60,
    per_call = true,
    in_request = true,
  },
  {
    name = "retry_mode",
    type = '"standard"|"adaptive"|"off"',
    check = is_retry_mode,
    variables = { "AWS_RETRY_MODE" },
    profile_key = "retry_mode",
    convert = to_retry_mode,
    default = "standard",
    per_call = true,
  },
  {
    name = "max_attempts",
    type = "integer",
    doc = "the first one counts",
    check = checks.count,
    variables = { "AWS_MAX_ATTEMPTS" },
    profile_key = "max_attempts",
    convert = to_count,
    default = 3,
    per_call = true,
  },
  {
    name = "timeout",
    type = "number",
    doc = "seconds for the whole call: credentials, attempts and back-off",
    check = checks.seconds,
    per_call = true,
  },
  {
    name = "max_response_bytes",
    type = "integer",
    doc = "headers and body",
    check = checks.count,
    default = 8 * 1024 * 1024,
    in_request = true,
  },
  {
    name = "ca_bundle",
    type = "string",
    doc = "file of trusted certificates, in place of the system's",
    check = checks.text,
    variables = { "AWS_CA_BUNDLE" },
    profile_key = "ca_bundle",
    fallback = { "REQUESTS_CA_BUNDLE" },
    in_request = true,
    for_keys = true,
  },
  {
    name = "proxy", -- in a request, too, but chosen for its URL by proxy.chooser
    type = "string|false",
    doc = "URL; false for none, also where the environment names one",
    check = proxy.fault,
    variables = proxy.variables,
    has_own_rule = true,
    rule_variables = proxy.rule_variables,
    for_keys = true,
    shown = "for this client's calls, without user info",
  },
  {
    name = "sdk_ua_app_id",
    type = "string",
    doc = "names the application in the User-Agent header",
    check = checks.text,
    variables = { "AWS_SDK_UA_APP_ID" },
    profile_key = "sdk_ua_app_id",
  },
  { name = "user_agent_extra", type = "string", doc = "added to the User-Agent header", check = checks.text },
  {
    name = "read_only",
    type = "boolean",
    doc = "operations that change something raise ReadOnlyError",
    check = checks.boolean,
    default = false,
  },
  {
    name = "confirm",
    type = "fun(operation: string, input: table, about: aws.Write): boolean, string?",
    doc = "asked before an operation that changes something: true, or false and why not",
    check = checks.callable,
    hidden = true,
  },
  {
    name = "audit",
    type = "fun(line: aws.AuditLine)",
    doc = "told before and after an operation that changes something",
    check = checks.callable,
    hidden = true,
  },
  {
    name = "logger",
    type = '"stderr"|"text"|"json"|string|false|fun(event: aws.Event)',
    doc = "told what calls do; a text: lines of it to standard error, or to nginx's log; false for none, whatever AWS_LOG says",
    check = logger_fault,
    variables = { "AWS_LOG" },
    convert = ascii.lower,
    hidden = true,
  },
  { name = "transport", type = "aws.Transport", check = checks.callable, hidden = true },
  {
    name = "now",
    type = "fun(): number",
    doc = "epoch seconds, for signing",
    check = checks.func,
    default = core.now,
    hidden = true,
  },
  { name = "clock", type = "fun(): number", doc = "monotonic seconds", check = checks.func, default = core.clock, hidden = true },
  { name = "sleep", type = "fun(seconds: number)", check = checks.func, default = waiting.sleep, hidden = true },
  { name = "random", type = "fun(): number", doc = "in [0, 1)", check = checks.func, default = core.random, hidden = true },
}

--- Paths of AWS's two files. They are not settings, but client.config shows them.
---@class aws.SettingsFile
---@field name string in client.config
---@field variable string that names another path
---@field default string
---@type aws.SettingsFile[]
settings.files = {
  { name = "config_file", variable = "AWS_CONFIG_FILE", default = "~/.aws/config" },
  { name = "credentials_file", variable = "AWS_SHARED_CREDENTIALS_FILE", default = "~/.aws/credentials" },
}

-- What follows from them ----------------------------------------------------------------------------------------

--- Settings by name.
---@type table<string, aws.Setting>
settings.by_name = {}

--- Checks by name: of all settings, and of those that may be given with a call.
---@type table<string, fun(value: any): string?>
settings.checks, settings.per_call_checks = {}, {}

for _, setting in ipairs(settings.list) do
  local name = setting.name
  settings.by_name[name], settings.checks[name] = setting, setting.check
  if setting.per_call then settings.per_call_checks[name] = setting.check end
end

--- The names of the settings that have a mark, in order.
---@param mark "per_call"|"in_request"|"for_keys"
---@return string[]
function settings.names_with(mark)
  local names = {}
  for _, setting in ipairs(settings.list) do
    if setting[mark] then names[#names + 1] = setting.name end
  end
  return names
end

local function append(list, more)
  for _, value in ipairs(more or {}) do list[#list + 1] = value end
end

--- The variables that keys depend on by way of the settings and files. The endpoints of the services that hand keys out
--- have variables of their own: config.endpoint_variables.
---@return string[]
function settings.variables_for_keys()
  local names = { "HOME" }
  for _, file in ipairs(settings.files) do names[#names + 1] = file.variable end
  for _, setting in ipairs(settings.list) do
    if setting.for_keys then
      append(names, setting.variables)
      append(names, setting.fallback)
      append(names, setting.rule_variables)
    end
  end
  return names
end

return settings
