--- A client's settings: read, checked, and where each came from.
---
--- Order: what `new` was given, then the environment, then the default.
local core = require "aws.core"
local errors = require "aws.errors"

local config = {}

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

--- User info ends at the last "@", and is never part of a message. With an encoded control character in it libcurl
--- would leave the proxy out.
local function is_proxy(value)
  if value == false then return nil end
  if type(value) ~= "string" then return ("is a %s, neither a URL nor false"):format(type(value)) end
  local scheme, authority = value:match("^([hH][tT][tT][pP][sS]?://)([^%s%c/?#]+)/?$")
  if not scheme then return "is not a URL like http://host:port" end
  if authority:find("%%[01]%x") or authority:find("%%7[fF]") then return "has a control character" end
  local host = authority:match("^.*@(.*)$") or authority
  local _, fault = core.parse_url(scheme .. host)
  local is_odd = host:find("[", 1, true) and not host:find("^%[[%x:.]+[%]%%]")
  return fault or is_odd and "has a host that is no IPv6 address" or nil
end

local function is_credentials(value)
  if type(value) ~= "table" and type(value) ~= "function" then
    return ("is a %s, neither a table of keys nor a function"):format(type(value))
  end
end

local function to_boolean(text)
  local lower = text:lower()
  if lower == "true" then return true end
  if lower == "false" then return false end
  return nil, "is neither true nor false"
end

local function to_count(text)
  if not text:find("^%s*%d+%s*$") then return nil, "is not a whole number" end
  return tonumber(text)
end

---@class aws.Setting
---@field check fun(value: any): string? what is wrong with a value
---@field variables? string[] environment variables, the first that is set counts; "%s" is the service's own name
---@field convert? fun(text: string): any, string? from a variable's text
---@field default? any
---@field per_call? boolean may be given with a call
---@field hidden? boolean not shown in client.config

--- Every setting, once.
---@type table<string, aws.Setting>
local settings = {
  region = { check = is_region, variables = { "AWS_REGION", "AWS_DEFAULT_REGION" }, per_call = true },
  credentials = { check = is_credentials, per_call = true, hidden = true },
  endpoint_url = { check = is_url, variables = { "AWS_ENDPOINT_URL_%s", "AWS_ENDPOINT_URL" } },
  ignore_configured_endpoint_urls = {
    check = is_boolean,
    variables = { "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" },
    convert = to_boolean,
    default = false,
  },
  use_fips_endpoint = {
    check = is_boolean,
    variables = { "AWS_USE_FIPS_ENDPOINT" },
    convert = to_boolean,
    default = false,
  },
  use_dualstack_endpoint = {
    check = is_boolean,
    variables = { "AWS_USE_DUALSTACK_ENDPOINT" },
    convert = to_boolean,
    default = false,
  },
  max_attempts = {
    check = is_count,
    variables = { "AWS_MAX_ATTEMPTS" },
    convert = to_count,
    default = 3,
    per_call = true,
  },
  connect_timeout = { check = is_seconds, default = 10, per_call = true },
  read_timeout = { check = is_seconds, default = 60, per_call = true },
  max_response_bytes = { check = is_count, default = 8 * 1024 * 1024 },
  ca_bundle = { check = is_text, variables = { "AWS_CA_BUNDLE" } },
  proxy = { check = is_proxy, default = false },
  user_agent_extra = { check = is_text },
  transport = { check = is_callable, hidden = true },
  now = { check = is_function, default = core.now, hidden = true },
  clock = { check = is_function, default = core.clock, hidden = true },
  sleep = { check = is_function, default = core.sleep, hidden = true },
  random = { check = is_function, default = core.random, hidden = true },
}

local names, per_call_names = {}, {}
for name, setting in pairs(settings) do
  names[#names + 1] = name
  if setting.per_call then per_call_names[#per_call_names + 1] = name end
end
table.sort(names)
table.sort(per_call_names)

local function unknown_name(what, name, known)
  local nearest = type(name) == "string" and core.nearest(name, known)
  local hint = nearest and ("; did you mean %q?"):format(nearest) or "; known: " .. table.concat(known, ", ")
  local shown = type(name) == "string" and ("%q"):format(name:sub(1, 64)) or "of type " .. type(name)
  errors.raise({ type = "ConfigError", message = ("unknown %s %s%s"):format(what, shown, hint) })
end

local function check_given(given, what, known, function_name)
  if type(given) ~= "table" then
    errors.config("%s takes a table of %ss, got a %s", function_name, what, type(given))
  end
  for name, value in next, given do -- raw, as everything reads what is given
    local setting = settings[name]
    if not setting or known == per_call_names and not setting.per_call then unknown_name(what, name, known) end
    local fault = setting.check(value)
    if fault then errors.config("%s %s", name, fault) end
  end
end

--- From the environment: value and the variable's name, or nil. An empty variable is an unset one.
local function from_environment(setting, service_name, getenv)
  for _, template in ipairs(setting.variables or {}) do
    local variable = template:format(service_name)
    local text = getenv(variable)
    if text and text ~= "" then
      local value, fault = text, nil
      if setting.convert then value, fault = setting.convert(text) end
      fault = fault or setting.check(value)
      if fault then errors.config("%s %s", variable, fault) end
      return value, variable
    end
  end
end

--- The legacy pseudo regions "fips-us-east-1" and "us-east-1-fips" mean the region with FIPS on.
local function expand_fips_region(values, sources)
  local region = values.region and (values.region:match("^fips%-(.+)$") or values.region:match("^(.+)%-fips$"))
  if region then
    values.region = region
    values.use_fips_endpoint = true
    sources.use_fips_endpoint = sources.region
  end
end

local function check_endpoint(values)
  if not values.endpoint_url then return end
  for _, name in ipairs({ "use_fips_endpoint", "use_dualstack_endpoint" }) do
    if values[name] then errors.config("endpoint_url and %s exclude each other", name) end
  end
end

--- libcurl ends user info at the first "@".
local function encode_user_info(proxy)
  local scheme, user_info, host = (proxy or ""):match("^(%a+://)(.*)@(.*)$")
  return scheme and scheme .. user_info:gsub("@", "%%40") .. "@" .. host or proxy
end

local function is_ignored(name, values)
  return name == "endpoint_url" and values.ignore_configured_endpoint_urls
end

---@class aws.Settings what `new` takes; all of it is optional
---@field region? string
---@field credentials? aws.Credentials|aws.CredentialsProvider
---@field endpoint_url? string
---@field ignore_configured_endpoint_urls? boolean endpoint URLs of the environment do not count
---@field use_fips_endpoint? boolean
---@field use_dualstack_endpoint? boolean
---@field max_attempts? integer
---@field connect_timeout? number seconds until connected, TLS included
---@field read_timeout? number longest silence in seconds while waiting for the answer
---@field max_response_bytes? integer headers and body
---@field ca_bundle? string file of trusted certificates, in place of the system's
---@field proxy? string|false URL
---@field user_agent_extra? string added to the User-Agent header
---@field transport? aws.Transport
---@field now? fun(): number epoch seconds, for signing
---@field clock? fun(): number monotonic seconds
---@field sleep? fun(seconds: number)
---@field random? fun(): number in [0, 1)

---@class aws.Options settings of one call
---@field region? string
---@field credentials? aws.Credentials|aws.CredentialsProvider
---@field max_attempts? integer
---@field connect_timeout? number
---@field read_timeout? number

---@class aws.Config effective settings, without any secret
---@field region? string
---@field endpoint_url? string
---@field sources table<string, string> where each came from: "settings", a variable's name, or "default"

--- Reads a client's settings.
---@param given table what `new` was given
---@param service_name string the service's name in variables: "DATABASE_MIGRATION_SERVICE"
---@param getenv fun(name: string): string? the environment
---@return table values every setting by name
---@return table sources by name
---Raises ConfigError for an unknown setting or a value that does not fit, naming it.
function config.resolve(given, service_name, getenv)
  check_given(given, "setting", names, "new")
  local values, sources = {}, {}
  local function take(name)
    local setting = settings[name]
    values[name] = rawget(given, name)
    if values[name] ~= nil then
      sources[name] = "settings"
    elseif not is_ignored(name, values) then
      values[name], sources[name] = from_environment(setting, service_name, getenv)
    end
    if values[name] == nil then
      values[name], sources[name] = setting.default, setting.default ~= nil and "default" or nil
    end
  end
  take("ignore_configured_endpoint_urls")
  for _, name in ipairs(names) do take(name) end
  expand_fips_region(values, sources)
  check_endpoint(values)
  values.proxy = encode_user_info(values.proxy)
  return values, sources
end

--- The settings of one call: the client's, with the call's options over them.
---@param values table of `resolve`
---@param options aws.Options
---@return table values
---Raises ConfigError for an unknown option or a value that does not fit, naming it.
function config.for_call(values, options)
  check_given(options, "option", per_call_names, "a call")
  local own = {}
  for _, name in ipairs(per_call_names) do own[name] = rawget(options, name) end
  expand_fips_region(own, {})
  local effective = setmetatable(own, { __index = values })
  check_endpoint(effective)
  return effective
end

--- A proxy's URL without the password that it may hold, "@" included.
local function without_user_info(proxy)
  return type(proxy) == "string" and proxy:gsub("^(%a+://).*@", "%1***@") or proxy
end

--- What a client shows of its settings: no functions, no secrets.
---@param values table of `resolve`
---@param sources table of `resolve`
---@return aws.Config
function config.public(values, sources)
  local shown = { sources = {} }
  for _, name in ipairs(names) do
    if not settings[name].hidden then
      shown[name] = values[name]
      shown.sources[name] = sources[name]
    end
  end
  shown.proxy = without_user_info(shown.proxy)
  return shown
end

return config
