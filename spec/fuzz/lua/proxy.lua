-- Proxies: variables and a URL, a line each. A proxy has a port, a wrong one is an error without its password; the order
-- of exceptions and the case of names do not count.
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local no_proxy = require "aws.settings.no_proxy"
local proxy = require "aws.settings.proxy"

local variables = { "https_proxy", "http_proxy", "no_proxy" }

local function reversed(list)
  local entries = {}
  for entry in list:gmatch("[^, \t-\r]+") do table.insert(entries, 1, entry) end
  return table.concat(entries, ",")
end

local function check_exceptions(list, host, port)
  local is_exception = no_proxy.matcher(list)(host, port)
  assert(is_exception == no_proxy.matcher(reversed(list))(host, port), "another order")
  assert(is_exception == no_proxy.matcher(list:upper())(host, port), "another case")
  assert(no_proxy.matcher(list .. ",*")(host, port))
end

local function check_found(found)
  assert(type(found) == "string" and proxy.fault(found) == nil, "not a proxy")
  local host = found:match("^%a+://(.*)$"):gsub("^.*@", ""):gsub("/$", "")
  assert(host:find(":%d+$"), "no port: " .. found)
  assert(not proxy.without_user_info(found):find("@.*@"), "user info")
end

--- A proxy with a secret at both ends of its user info, which is what is before the last "@".
local function with_secret(value, secret)
  return (value:gsub("^(%a*:?/?/?)(.+)@", "%1" .. secret .. "%2" .. secret .. "@"))
end

return function(text)
  local environment, at, secret = {}, 0, checks.secret_of(text)
  local url = "https://a.example/"
  for given in (text .. "\n"):gmatch("([^\n]*)\n") do
    at = at + 1
    local line = at <= 2 and with_secret(given, secret) or given
    if variables[at] then environment[variables[at]] = not line:find("%z") and line ~= "" and line or nil else url = line end
  end
  local parts = core.parse_url(url)
  if environment.no_proxy and parts then
    check_exceptions(environment.no_proxy, parts.host:lower(), parts.port ~= "" and parts.port or "443")
  end
  local choose = proxy.chooser(nil, function(name) return environment[name] end)
  local found, raised = checks.typed(choose, url)
  if found then check_found(found) end
  if raised then checks.lacks(tostring(raised), secret) end
end
