--- What is set somewhere and does not count, and why.
local ascii = require "aws.text.ascii"
local cells = require "aws.explain.cells"
local config = require "aws.settings.config"
local core = require "aws.core"
local endpoints = require "aws.explain.endpoints"
local environment = require "aws.settings.environment"
local proxy = require "aws.settings.proxy"
local settings = require "aws.settings"
local try = require "aws.explain.try"

local ignored = {}

-- Settings --------------------------------------------------------------------------------------------------------

--- Who counts first, in words.
local function winner(facts, name)
  local source = facts.sources[name]
  return (source == "settings" and ("the setting %s of new"):format(name) or source) .. " counts first"
end

local function add(rows, name, value, source, note, is_moot)
  rows[#rows + 1] = { name = name, value = value, source = source, note = note, is_moot = is_moot or nil }
end

--- Adds a row for each variable that is set and for which `note_of` has a note; its second value says that it is moot.
local function add_variables(rows, facts, names, note_of, show)
  for _, name in ipairs(names or {}) do
    local text = environment.get(facts.getenv, name)
    if text then
      local note, is_moot = note_of(name, text)
      if note then add(rows, name, show(text), "environment", note, is_moot) end
    end
  end
end

--- The text of a key of the profile, and where it is.
local function of_profile(facts, key)
  local profiles = facts.profiles
  local values = key and profiles:get(profiles.name)
  local text = values and values[key]
  if type(text) ~= "string" or text == "" then return nil end
  return text, profiles:origin(profiles.name, key)
end

--- What does not count for a setting without a rule of its own.
local function add_setting(rows, facts, setting)
  local name = setting.name
  local function note_of(source) return source ~= facts.sources[name] and winner(facts, name) or nil end
  add_variables(rows, facts, setting.variables, note_of, cells.text)
  local text, source = of_profile(facts, setting.profile_key)
  if text and note_of(source) then add(rows, setting.profile_key, cells.text(text), source, note_of(source)) end
  add_variables(rows, facts, setting.fallback, note_of, cells.text)
end

-- Endpoints -------------------------------------------------------------------------------------------------------

local function no_variable() end

local function add_endpoints(rows, facts)
  local values, sources = facts.values, facts.sources
  local function note_of(source)
    if source == sources.endpoint_url then return nil end
    if sources.endpoint_url ~= "settings" and values.ignore_configured_endpoint_urls then
      return ("ignore_configured_endpoint_urls is on (%s)"):format(sources.ignore_configured_endpoint_urls)
    end
    return winner(facts, "endpoint_url")
  end
  add_variables(rows, facts, config.endpoint_variables(facts.service.service_id), note_of, cells.url)
  local url, source = try(config.endpoint_url_for, facts.service.service_id, no_variable, facts.profiles)
  if url and note_of(source) then add(rows, "endpoint_url", cells.url(url), source, note_of(source)) end
end

-- Proxies ---------------------------------------------------------------------------------------------------------

local function has(list, name)
  for _, other in ipairs(list) do
    if other == name then return true end
  end
  return false
end

--- What is known of the endpoint's proxy: the scheme of the URL, its host, and who says which proxy. Nothing without a URL.
local function proxy_facts(facts)
  local url = endpoints.url(facts)
  if not url then return {} end
  local parts, _, source = core.parse_url(url), try(facts.values.proxy_for, url)
  return { scheme = ascii.lower(parts.scheme), host = ascii.lower(parts.host), source = source }
end

--- Why a variable that names a proxy is not used, nil where it is; and whether that changes nothing.
local function why_no_proxy(facts, name, text, known)
  local scheme, source = known.scheme, known.source
  if facts.sources.proxy == "settings" then return winner(facts, "proxy") end
  if scheme and not has(proxy.variables_for(scheme), name) then return ("it is not for %s URLs"):format(scheme) end
  if proxy.is_hidden(name, facts.getenv) then return "REQUEST_METHOD is set: in CGI programs a client's header could set it" end
  if source == nil or source == name or source == "default" then return nil end
  if has(proxy.exception_variables, source) then return ("%s excepts %s"):format(source, known.host) end
  return source .. " counts first", environment.get(facts.getenv, source) == text
end

--- Why a list of exceptions is not used, nil where it is; and whether that changes nothing.
local function why_no_exceptions(facts, name, text, known)
  if facts.sources.proxy == "settings" then return winner(facts, "proxy"), not facts.values.proxy end
  if known.source == "default" then return "there is no proxy to except from", true end
  local first_text, first = environment.first(facts.getenv, proxy.exception_variables)
  if name ~= first then return first .. " counts first", first_text == text end
end

local function add_proxies(rows, facts)
  local known = proxy_facts(facts)
  add_variables(rows, facts, proxy.variables, function(name, text) return why_no_proxy(facts, name, text, known) end, cells.url)
  add_variables(rows, facts, proxy.exception_variables,
    function(name, text) return why_no_exceptions(facts, name, text, known) end, cells.text)
  add_variables(rows, facts, { "all_proxy", "ALL_PROXY" }, function() return "it is not read" end, cells.url)
end

-- Keys ------------------------------------------------------------------------------------------------------------

--- Variables that keys are in, the id first; and those that name another place of keys.
local KEY_VARIABLES = { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN" }
local TOKEN_VARIABLES = { "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN" }
local CONTAINER_VARIABLES = { "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI" }

--- Keys of a profile that name keys, or a way to them.
local KEY_KEYS = { "aws_access_key_id", "role_arn", "web_identity_token_file", "sso_role_name", "credential_process" }

local function shown_key(name)
  return function(text) return name == "AWS_ACCESS_KEY_ID" and cells.key_id(text) or "set" end
end

local function add_keys(rows, facts, names, note)
  for _, name in ipairs(names) do
    add_variables(rows, facts, { name }, function() return note end, shown_key(name))
  end
end

--- What does not count beside the keys of the environment.
local function add_beside_environment(rows, facts)
  local first = "AWS_ACCESS_KEY_ID counts first"
  add_keys(rows, facts, TOKEN_VARIABLES, first)
  for _, key in ipairs(KEY_KEYS) do
    local text, source = of_profile(facts, key)
    if text then add(rows, key, key == "aws_access_key_id" and cells.key_id(text) or "set", source, first) end
  end
  add_keys(rows, facts, CONTAINER_VARIABLES, first)
end

--- The chain's choice (aws.credentials). What a user's function does is not known.
local function add_credentials(rows, facts)
  local given, getenv = facts.values.credentials, facts.getenv
  if type(given) == "table" then
    for _, names in ipairs({ KEY_VARIABLES, TOKEN_VARIABLES, CONTAINER_VARIABLES }) do
      add_keys(rows, facts, names, "the setting credentials of new counts first")
    end
  end
  if given ~= nil then return end
  if facts.profiles.is_explicit then
    local note = ('the code names profile "%s", whose keys count'):format(cells.text(facts.profiles.name))
    add_keys(rows, facts, KEY_VARIABLES, note)
    return add_keys(rows, facts, TOKEN_VARIABLES, note)
  end
  if environment.get(getenv, "AWS_SESSION_TOKEN") then
    add_keys(rows, facts, { "AWS_SECURITY_TOKEN" }, "AWS_SESSION_TOKEN counts first")
  end
  if environment.get(getenv, "AWS_ACCESS_KEY_ID") then add_beside_environment(rows, facts) end
end

--- The rows about what does not count.
---@param facts aws.ExplainFacts
---@return aws.ExplainRow[]
function ignored.rows(facts)
  local rows = {}
  add_endpoints(rows, facts)
  for _, setting in ipairs(settings.list) do
    if setting.name == "profile" or not setting.has_own_rule then add_setting(rows, facts, setting) end
  end
  add_proxies(rows, facts)
  add_credentials(rows, facts)
  if facts.is_nginx then
    add(rows, "other variables", "hidden", "nginx", "workers see only variables that nginx.conf names (env NAME;)")
  end
  return rows
end

return ignored
