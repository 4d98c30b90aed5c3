--- A client's settings: read, checked, and where each came from.
---
--- Order: what `new` was given, then the environment, then the profile, then the default.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local profile = require "aws.settings.profile"
local proxy = require "aws.settings.proxy"
local settings = require "aws.settings"

local config = {}

local function check_given(given, what, known, function_name)
  if type(given) ~= "table" then
    errors.config("%s takes a table of %ss, got a %s", function_name, what, type(given))
  end
  for name, value in iterate.next, given do -- raw, as everything reads what is given
    local setting = settings.all[name]
    local is_known = setting and (known ~= settings.per_call_names or setting.per_call)
    if not is_known then errors.config("%s", checks.unknown(what, name, known)) end
    local fault = setting.check(value)
    if fault then errors.config("%s %s", name, fault) end
  end
end

-- What was not given --------------------------------------------------------------------------------------------

--- A text of the environment or a profile, and where it stands.
---@class aws.Found
---@field text string
---@field source string for client.config.sources: "AWS_REGION", "profile p (/home/me/.aws/config)"
---@field label string for messages: "AWS_REGION", "region of profile p (/home/me/.aws/config)"

--- The first of these variables that is set. An empty variable is an unset one.
---@return aws.Found?
local function from_environment(variables, getenv)
  for _, variable in ipairs(variables or {}) do
    local text = getenv(variable)
    if text and text ~= "" then return { text = text, source = variable, label = variable } end
  end
end

--- A key of a table of a file. An empty value is one that was left out.
---@return aws.Found?
local function from_values(values, key, source)
  local text = values[key]
  if text == nil or text == "" then return nil end
  local found = { text = text, source = source, label = key .. " of " .. source }
  if type(text) ~= "string" then errors.config("%s is a table of nested keys, not a text", found.label) end
  return found
end

---@return aws.Found?
local function from_profile(key, profiles)
  local values = key and profiles:get(profiles.name)
  return values and from_values(values, key, profiles:origin(profiles.name, key))
end

--- The value that a text stands for.
local function value_of(setting, found)
  local value, fault = found.text, nil
  if setting.convert then value, fault = setting.convert(found.text) end
  fault = fault or setting.check(value)
  if fault then errors.config("%s %s", found.label, fault) end
  return value, found.source
end

--- Value and source of a setting that was not given.
local function look_up(setting, getenv, profiles)
  local found = from_environment(setting.variables, getenv)
    or from_profile(setting.profile_key, profiles)
    or from_environment(setting.fallback, getenv)
  if found then return value_of(setting, found) end
  if setting.default ~= nil then return setting.default, "default" end
end

--- The endpoint URL of the services section that the profile names.
---@return aws.Found?
local function from_services(service, profiles)
  local named = from_profile("services", profiles)
  if not named then return nil end
  local section = profiles:services(named.text)
  if not section or not next(section) then
    errors.config("%s: there is no [services %s], or nothing in it", named.label, named.text)
  end
  local source = ("%s in [services %s] (%s)"):format(service, named.text, profiles.config_file)
  local own = section[service] or {}
  if type(own) ~= "table" then errors.config("%s has no nested keys", source) end
  return from_values(own, "endpoint_url", source)
end

--- The endpoint URL that environment or profile name for a service.
---@param service_id string as in AWS's model: "STS", "SSO OIDC", "Database Migration Service"
---@param getenv fun(name: string): string?
---@param profiles aws.Profiles
---@param ignore boolean? the setting `ignore_configured_endpoint_urls`: there is none then
---@return string? url
---@return string? source
---Raises ConfigError for a value that is no URL, and for a services section that is not there.
function config.endpoint_url_for(service_id, getenv, profiles, ignore)
  if ignore then return nil end
  local name = service_id:gsub("[^0-9A-Za-z]", "_")
  local found = from_environment({ "AWS_ENDPOINT_URL_" .. ascii.upper(name), "AWS_ENDPOINT_URL" }, getenv)
    or from_services(ascii.lower(name), profiles)
    or from_profile("endpoint_url", profiles)
  if found then return value_of(settings.all.endpoint_url, found) end
end

-- Settings that belong together ---------------------------------------------------------------------------------

--- The legacy pseudo regions "fips-us-east-1" and "us-east-1-fips" mean the region with FIPS on.
local function expand_fips_region(values, sources)
  local region = values.region and (values.region:match("^fips%-(.+)$") or values.region:match("^(.+)%-fips$"))
  if region then
    values.region = region
    values.use_fips_endpoint = true
    sources.use_fips_endpoint = sources.region
  end
end

local function with_source(name, sources)
  return sources[name] and ("%s (%s)"):format(name, sources[name]) or name
end

local function check_endpoint(values, sources)
  if not values.endpoint_url then return end
  for _, name in ipairs({ "use_fips_endpoint", "use_dualstack_endpoint" }) do
    if values[name] then
      errors.config("%s and %s exclude each other", with_source("endpoint_url", sources), with_source(name, sources))
    end
  end
end

---@class aws.Settings what `new` takes; all of it is optional
---@field region? string
---@field profile? string of ~/.aws/config or ~/.aws/credentials
---@field credentials? aws.Credentials|aws.CredentialsProvider
---@field mfa? fun(serial: string): string the code of an MFA device, for profiles with `mfa_serial`
---@field credentials_cache? string name of a lua_shared_dict (nginx)
---@field endpoint_url? string
---@field ignore_configured_endpoint_urls? boolean endpoint URLs of environment and profile do not count
---@field use_fips_endpoint? boolean
---@field use_dualstack_endpoint? boolean
---@field retry_mode? "standard"|"adaptive"|"off"
---@field max_attempts? integer
---@field timeout? number seconds for the whole call: credentials, attempts and back-off
---@field logger? fun(event: aws.Event)
---@field connect_timeout? number seconds until connected, TLS included
---@field read_timeout? number longest silence in seconds while waiting for the answer
---@field max_response_bytes? integer headers and body
---@field ca_bundle? string file of trusted certificates, in place of the system's
---@field proxy? string|false URL; false for none, also where the environment names one
---@field sdk_ua_app_id? string names the application in the User-Agent header
---@field user_agent_extra? string added to the User-Agent header
---@field transport? aws.Transport
---@field now? fun(): number epoch seconds, for signing
---@field clock? fun(): number monotonic seconds
---@field sleep? fun(seconds: number)
---@field random? fun(): number in [0, 1)

---@class aws.Options settings of one call
---@field region? string
---@field credentials? aws.Credentials|aws.CredentialsProvider
---@field retry_mode? "standard"|"adaptive"|"off"
---@field max_attempts? integer
---@field timeout? number
---@field connect_timeout? number
---@field read_timeout? number

---@class aws.Config effective settings, without functions and without any secret
---@field region? string
---@field profile string
---@field config_file string path
---@field credentials_file string path
---@field credentials_cache? string
---@field endpoint_url? string
---@field ignore_configured_endpoint_urls boolean
---@field use_fips_endpoint boolean
---@field use_dualstack_endpoint boolean
---@field retry_mode "standard"|"adaptive"|"off"
---@field max_attempts integer
---@field timeout? number
---@field connect_timeout number
---@field read_timeout number
---@field max_response_bytes integer
---@field ca_bundle? string
---@field proxy string|false for this client's calls, without user info
---@field sdk_ua_app_id? string
---@field user_agent_extra? string
---@field sources table<string, string> where each came from: "settings", a variable's name, "profile NAME (FILE)" or
---"default"

--- Reads a client's settings.
---@param given table what `new` was given
---@param service_id string of the service's model
---@param getenv fun(name: string): string? the environment
---@return table values every setting by name; `proxy_for`, which chooses the proxy of a URL (aws.ProxyChooser); and
---`config_file` and `credentials_file`, paths
---@return table sources by name
---@return aws.Profiles profiles
---Raises ConfigError for an unknown setting, a value that does not fit, naming it, and files that cannot be read;
---ProfileNotFound.
function config.resolve(given, service_id, getenv)
  check_given(given, "setting", settings.names, "new")
  local profiles = profile.load(getenv, rawget(given, "profile"))
  local values, sources = {}, {}
  for _, name in ipairs(settings.names) do
    values[name] = rawget(given, name)
    if values[name] ~= nil then
      sources[name] = "settings"
    else
      values[name], sources[name] = look_up(settings.all[name], getenv, profiles)
    end
  end
  values.profile, sources.profile = profiles.name, profiles.source
  for name, source in iterate.pairs(profiles.file_sources) do values[name], sources[name] = profiles[name], source end
  if not values.endpoint_url then
    values.endpoint_url, sources.endpoint_url =
      config.endpoint_url_for(service_id, getenv, profiles, values.ignore_configured_endpoint_urls)
  end
  expand_fips_region(values, sources)
  check_endpoint(values, sources)
  values.proxy_for = proxy.chooser(values.proxy, getenv)
  return values, sources, profiles
end

--- The settings of one call: the client's, with the call's options over them.
---@param values table of `resolve`
---@param options aws.Options
---@return table values
---Raises ConfigError for an unknown option or a value that does not fit, naming it.
function config.for_call(values, options)
  check_given(options, "option", settings.per_call_names, "a call")
  local own = {}
  for _, name in ipairs(settings.per_call_names) do own[name] = rawget(options, name) end
  expand_fips_region(own, {})
  local effective = setmetatable(own, { __index = values })
  check_endpoint(effective, {})
  return effective
end

--- What a client shows of its settings: no functions, no secrets.
---@param values table of `resolve`
---@param sources table of `resolve`
---@param url? string where its calls go: the proxy shown is the one for them
---@return aws.Config
---Raises ConfigError when the variable that counts names no proxy.
function config.public(values, sources, url)
  local shown = { sources = {} }
  local function show(name)
    shown[name], shown.sources[name] = values[name], sources[name]
  end
  for _, name in ipairs(settings.names) do
    if not settings.all[name].hidden then show(name) end
  end
  show("config_file")
  show("credentials_file")
  if url then shown.proxy, shown.sources.proxy = values.proxy_for(url) end
  shown.proxy = proxy.without_user_info(shown.proxy)
  return shown
end

return config
