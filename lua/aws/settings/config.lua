--- A client's settings: read, checked, and where each came from.
---
--- Order: what `new` was given, then the environment, then the profile, then the default.
local ascii = require "aws.text.ascii"
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local options = require "aws.settings.options"
local profile = require "aws.settings.profile"
local proxy = require "aws.settings.proxy"
local require_late = require "aws.language.require_late"
local settings = require "aws.settings"

local config = {}

local words_of_new = { table = "new takes a table of settings", unknown = "setting", wrong = "%s" }
local words_of_call = { table = "a call takes a table of options", unknown = "option", wrong = "%s" }

-- What was not given --------------------------------------------------------------------------------------------

--- A text of the environment or a profile, and where it was found.
---@class aws.Found
---@field text string
---@field source string for client.config.sources: "AWS_REGION", "profile p (/home/me/.aws/config)"
---@field label string for messages: "AWS_REGION", "region of profile p (/home/me/.aws/config)"

---@return aws.Found?
local function from_environment(variables, getenv)
  local text, name = environment.first(getenv, variables)
  return text and { text = text, source = name, label = name }
end

--- A key of a section of a file. An empty value counts as missing.
---@return aws.Found?
local function from_values(values, key, source)
  local text = values[key]
  if text == nil or text == "" then return nil end
  local found = { text = text, source = source, label = key .. " of " .. source }
  if type(text) ~= "string" then errors.config("%s is a table of nested keys, not a text", found.label) end
  return found
end

---@return aws.Found? # nil, too, where the profile cannot be read
local function from_profile(key, profiles)
  local values = key and profiles and profiles:get(profiles.name)
  return values and from_values(values, key, profiles:origin(profiles.name, key))
end

--- Converts and checks a text.
local function value_of(setting, found)
  local value, fault = found.text, nil
  if setting.convert then value, fault = setting.convert(found.text) end
  fault = fault or setting.check(value)
  if fault then errors.config("%s %s", found.label, fault) end
  return value, found.source
end

--- Value and source of a setting that was not given.
local function look_up(setting, getenv, profiles)
  local found = setting.variables and from_environment(setting.variables, getenv)
    or from_profile(setting.profile_key, profiles)
    or setting.fallback and from_environment(setting.fallback, getenv)
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

--- A service's name as sections of the config file and variables have it.
local function section_name(service_id)
  return (service_id:gsub("[^0-9A-Za-z]", "_"))
end

--- The variables that name the endpoint of a service, the service's own first.
---@param service_id string as in AWS's model: "STS", "SSO OIDC", "Database Migration Service"
---@return string[]
function config.endpoint_variables(service_id)
  local own, names = ascii.upper(section_name(service_id)), {}
  for i, name in ipairs(settings.by_name.endpoint_url.variables) do names[i] = name:gsub("<SERVICE>", own) end
  return names
end

--- The endpoint URL that the environment or the profile names for a service.
---@param service_id string as in AWS's model
---@param getenv fun(name: string): string?
---@param profiles? aws.Profiles nil where they cannot be read
---@param ignore boolean? the setting `ignore_configured_endpoint_urls`: none is looked for
---@return string? url
---@return string? source
---Raises ConfigError for a value that is not a URL, and for a services section that does not exist.
function config.endpoint_url_for(service_id, getenv, profiles, ignore)
  if ignore then return nil end
  local setting = settings.by_name.endpoint_url
  local found = from_environment(config.endpoint_variables(service_id), getenv)
    or from_services(ascii.lower(section_name(service_id)), profiles)
    or from_profile(setting.profile_key, profiles)
  if found then return value_of(setting, found) end
end

--- Raises NoRegionError, which says where a region can be set.
function config.raise_no_region()
  local setting = settings.by_name.region
  local variable, key = setting.variables[1], setting.profile_key
  errors.raise({
    type = "NoRegionError",
    message = ("no region: set %s, put %s into the profile or pass %s = \"…\"%s"):format(variable, key, setting.name,
      environment.hint(variable)),
  })
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

-- All of them ---------------------------------------------------------------------------------------------------

local function sources_of_given(values)
  local sources = {}
  for _, setting in ipairs(settings.list) do
    if values[setting.name] ~= nil then sources[setting.name] = "settings" end
  end
  return sources
end

--- What was given and does not fit is not looked up.
local function look_up_missing(values, sources, getenv, profiles, found)
  for _, setting in ipairs(settings.list) do
    local name = setting.name
    if values[name] == nil and not setting.has_own_rule and not found:has(name) then
      values[name], sources[name] = found:attempt(name, look_up, setting, getenv, profiles)
    end
  end
end

local function look_up_endpoint(values, sources, service_id, getenv, profiles, found)
  if values.endpoint_url or found:has("endpoint_url") then return end
  values.endpoint_url, sources.endpoint_url = found:attempt("endpoint_url", config.endpoint_url_for, service_id, getenv, profiles,
    values.ignore_configured_endpoint_urls)
end

--- The two files' profiles, with the one that is used read. Raises ConfigError, ProfileNotFound.
local function load_profiles(getenv, name)
  local profiles = profile.load(getenv, name)
  profiles:get(profiles.name)
  return profiles
end

local function take_profile(values, sources, profiles)
  values.profile, sources.profile = profiles.name, profiles.source
  for _, file in ipairs(settings.files) do
    values[file.name], sources[file.name] = profiles[file.name], profiles.file_sources[file.name]
  end
end

--- Reads a client's settings.
---@param given table what `new` was given
---@param service_id string of the service's model
---@param getenv fun(name: string): string? the environment
---@return table values every setting by name; `proxy_for`, which chooses the proxy of a URL (aws.ProxyChooser); and
---`config_file` and `credentials_file`, paths
---@return table sources by name
---@return aws.Profiles profiles
---Raises ConfigError that lists unknown settings, values that do not fit, those of the environment and the profile too, and
---files that cannot be read; ProfileNotFound where nothing else is wrong.
function config.resolve(given, service_id, getenv)
  local found = require_late("aws.settings.problems").new()
  local values = options.collect(given, settings.checks, words_of_new, found)
  if found:has("profile") then found:raise() end -- which profile counts is not known
  local sources = sources_of_given(values)
  local profiles = found:attempt("profile", load_profiles, getenv, values.profile)
  if profiles then take_profile(values, sources, profiles) end
  look_up_missing(values, sources, getenv, profiles, found)
  look_up_endpoint(values, sources, service_id, getenv, profiles, found)
  expand_fips_region(values, sources)
  found:attempt("endpoint_url", check_endpoint, values, sources)
  found:raise()
  values.proxy_for = proxy.chooser(values.proxy, getenv)
  return values, sources, profiles
end

--- The settings of one call: the client's, with the call's options over them.
---@param values table of `resolve`
---@param given aws.Options
---@return table values
---Raises ConfigError for an unknown option or a value that does not fit, naming it.
function config.for_call(values, given)
  local own, fault, found = options.read(given, settings.per_call_checks, words_of_call)
  if not own then errors.unfit(fault, found) end
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
---Raises ConfigError when the variable that applies does not name a proxy.
function config.public(values, sources, url)
  local shown = { sources = {} }
  local function show(name)
    shown[name], shown.sources[name] = values[name], sources[name]
  end
  for _, setting in ipairs(settings.list) do
    if not setting.hidden then show(setting.name) end
  end
  for _, file in ipairs(settings.files) do show(file.name) end
  if url then shown.proxy, shown.sources.proxy = values.proxy_for(url) end
  shown.proxy = proxy.without_user_info(shown.proxy)
  return shown
end

return config
