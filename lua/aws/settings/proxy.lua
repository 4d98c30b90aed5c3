--- Which proxy a URL is reached through: the `proxy` setting, or the environment's variables.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local require_late = require "aws.language.require_late"

local proxy = {}

--- What is wrong with a proxy, or nil. User info ends at the last "@", and is never part of a message. With an encoded
--- control character in it libcurl would not use the proxy at all.
---@param value string
---@return string?
local function fault_of_url(value)
  local scheme, authority = value:match("^([hH][tT][tT][pP][sS]?://)([^%z\1-\32\127/?#]+)/?$")
  if not scheme then return "is not a URL like http://host:port" end
  if authority:find("%%[01]%x") or authority:find("%%7[fF]") then return "has a control character" end
  local host = authority:match("^.*@(.*)$") or authority
  local _, fault = core.parse_url(scheme .. host)
  local is_odd = host:find("[", 1, true) and not host:find("^%[[%x:.]+[%]%%]")
  return fault or is_odd and "has a host that is not an IPv6 address" or nil
end

--- What is wrong with the `proxy` setting, or nil.
---@param value any
---@return string?
function proxy.fault(value)
  if value == false then return nil end
  if type(value) ~= "string" then return ("is a %s, neither a URL nor false"):format(type(value)) end
  return fault_of_url(value)
end

--- A proxy's URL without the user info that it may hold.
---@param value string|false
---@return string|false
function proxy.without_user_info(value)
  return value and value:gsub("^([A-Za-z]+://).*@", "%1***@")
end

local default_ports = { http = "80", https = "443" }

--- A proxy's URL as transports take it: with a port, since libcurl's default is 1080, and with user info that ends at
--- its first "@".
local function complete(value)
  local scheme, authority, rest = value:match("^([A-Za-z]+)://([^/?#]*)(.*)$")
  local port = scheme and default_ports[ascii.lower(scheme)]
  if not port then return value end
  local user_info, host = authority:match("^(.*)@([^@]*)$")
  host = host or authority
  if not host:find(":%d+$") then host = host:gsub(":$", "") .. ":" .. port end
  return scheme .. "://" .. (user_info and user_info:gsub("@", "%%40") .. "@" or "") .. host .. rest
end

-- The environment -----------------------------------------------------------------------------------------------

local https_variables = { "https_proxy", "HTTPS_PROXY" }
local http_variables = { "http_proxy", "HTTP_PROXY" }
local exception_variables = { "no_proxy", "NO_PROXY" }
local CGI_VARIABLE = "REQUEST_METHOD"

--- Variables that name a proxy: for https URLs, then for http URLs.
proxy.variables = { https_variables[1], https_variables[2], http_variables[1], http_variables[2] }

--- More variables that the choice depends on.
proxy.rule_variables = { exception_variables[1], exception_variables[2], CGI_VARIABLE }

--- Variables that list what is reached without a proxy.
proxy.exception_variables = exception_variables

--- The variables that name the proxy of URLs with a scheme, in order.
---@param scheme "http"|"https"
---@return string[]
function proxy.variables_for(scheme)
  return scheme == "https" and https_variables or http_variables
end

--- The proxy that a variable names, with its fault if it has one. The scheme may be left out.
local function from_variable(value, name)
  if not value then return nil end
  local url = value:find("://", 1, true) and value or "http://" .. value
  return { url = complete(url), fault = fault_of_url(url), source = name }
end

--- Whether a variable does not count: a web server hands a request's header "Proxy" to CGI programs as HTTP_PROXY.
---@param name string
---@param getenv fun(name: string): string? the environment
---@return boolean
function proxy.is_hidden(name, getenv)
  return name == http_variables[2] and getenv(CGI_VARIABLE) ~= nil
end

local function http_variables_in(getenv)
  return proxy.is_hidden(http_variables[2], getenv) and { http_variables[1] } or http_variables
end

--- The chooser that follows the environment as it is now.
local function from_environment(getenv)
  local proxies = {
    https = from_variable(environment.first(getenv, https_variables)),
    http = from_variable(environment.first(getenv, http_variables_in(getenv))),
  }
  local text, name = environment.first(getenv, exception_variables)
  local is_exception = text and require_late("aws.settings.no_proxy").matcher(text)
  return function(url)
    local parts = core.parse_url(url)
    local scheme = parts and ascii.lower(parts.scheme)
    local found = proxies[scheme]
    if not found then return false, "default" end
    local port = parts.port ~= "" and parts.port or default_ports[scheme]
    if is_exception and is_exception(ascii.lower(parts.host), port) then return false, name end
    if found.fault then errors.config("%s %s", found.source, found.fault) end
    return found.url, found.source
  end
end

---@alias aws.ProxyChooser fun(url: string): string|false, string the proxy for a URL, false for none; and who says so.
---Raises ConfigError when the variable that applies does not name a proxy.

--- How a client chooses the proxy of a URL.
---@param setting? string|false the `proxy` setting, checked
---@param getenv fun(name: string): string? read now, not at each call
---@return aws.ProxyChooser
function proxy.chooser(setting, getenv)
  if setting == nil then return from_environment(getenv) end
  local url = setting and complete(setting)
  return function() return url, "settings" end
end

return proxy
