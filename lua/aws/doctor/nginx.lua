--- What nginx.conf has to say, inside nginx.
local nginx = require "aws.waiting.nginx"
local routes = require "aws.transport.route"

local function check_phase(examination, api)
  local phase, how, cause = api.get_phase(), nginx.waiting()
  if not how then return examination:fail("nginx.phase", cause) end
  examination:ok("nginx.phase", ("%s: calls %s"):format(phase, how == "yield" and "yield to other requests"
    or "block, by libcurl: there is nobody to wait yet"))
end

--- Whether a request went over cosockets: libcurl asks the system.
local function has_cosockets()
  return nginx.waiting() == "yield"
end

local function check_resolver(examination)
  local place, failure = examination.endpoint, examination.failure
  local route = routes.of(place.url, place.proxy or nil)
  if not (route and route.needs_resolver and has_cosockets()) then
    return examination:skip("nginx.resolver", "not needed for " .. place.url)
  end
  if failure and failure.message:find("resolver", 1, true) then
    return examination:fail("nginx.resolver", failure.message, { hint = "resolver ADDRESS; in the http block of nginx.conf" })
  end
  if examination.answer then return examination:ok("nginx.resolver", "finds the service") end
  examination:skip("nginx.resolver", "not known: there is no answer")
end

local function check_certificates(examination)
  local failure = examination.failure
  if not (examination.endpoint.url:find("^[hH][tT][tT][pP][sS]:") and has_cosockets()) then
    return examination:skip("nginx.certificates", "not needed for " .. examination.endpoint.url)
  end
  if examination.answer then return examination:ok("nginx.certificates", "lua_ssl_trusted_certificate trusts the service's") end
  if failure and failure.type == "TLSError" then
    return examination:fail("nginx.certificates", failure.message,
      { hint = "lua_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt; and lua_ssl_verify_depth 5;" })
  end
  examination:skip("nginx.certificates", "not known: there is no answer")
end

--- A dictionary that is missing is an error of the settings.
local function check_dictionary(examination, api)
  local name = examination.state.values.credentials_cache
  local dictionary = name and api.shared and api.shared[name]
  if not dictionary then
    return examination:skip("nginx.dictionary", "credentials_cache is not set: each worker fetches keys for itself")
  end
  local free = dictionary.free_space and dictionary:free_space()
  examination:ok("nginx.dictionary", name .. (free and (", %d KiB free"):format(math.floor(free / 1024)) or ""))
end

--- Looks at what nginx needs; outside it there is nothing to say.
---@param examination aws.Examination
return function(examination)
  local api = nginx.api()
  if not api then return end
  check_phase(examination, api)
  if examination.endpoint and examination.network then
    check_resolver(examination)
    check_certificates(examination)
  end
  if examination.state then check_dictionary(examination, api) end
end
