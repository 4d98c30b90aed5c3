--- The way to the service: proxy, connection and TLS, by one request without a signature. What the transport can tell apart
--- is told apart: it looks names up and connects in one step.
local endpoint = require "aws.protocol.endpoint"
local exchange = require "aws.credentials.services.exchange"
local protocol = require "aws.protocol"
local provider_context = require "aws.client.provider_context"
local urls = require "aws.doctor.urls"
local user_functions = require "aws.waiting.user_functions"

--- Seconds: nobody waits longer for a look than this.
local PATIENCE = 15

--- Addresses of the services that hand out keys to machines and containers.
local metadata_urls = { imds = "http://169.254.169.254/", container = "http://169.254.170.2/" }

-- The request ---------------------------------------------------------------------------------------------------

local function ask(examination)
  local state, place = examination.state, examination.endpoint
  local values = state.values
  local context = provider_context.new({ state = state, values = values, progress = { attempts = 0 } })
  local began_at = user_functions.now(values, 0)
  local answer, failure = exchange.send(context, {
    method = "GET", url = endpoint.request_url(place, "/", ""), headers = { place.host_header }, body = "",
    proxy = place.proxy, read_timeout = math.min(values.read_timeout, PATIENCE),
    connect_timeout = math.min(values.connect_timeout, PATIENCE),
  })
  examination.answer, examination.failure = answer, failure
  examination.asked_at = (began_at + user_functions.now(values, 0)) / 2
end

-- What it says --------------------------------------------------------------------------------------------------

local function check_metadata(examination)
  local wanted = examination.provider or not examination.keys and "imds"
  local url = metadata_urls[wanted]
  if not url or not examination.state.values.proxy_for(url) then return end
  examination:warn("proxy.metadata", ("NO_PROXY does not have %s: other tools ask for keys through the proxy (this library never "
    .. "does)"):format(url:match("//([%d.]+)")), { hint = "add it to NO_PROXY" })
end

local function check_proxy(examination)
  local place, failure, row = examination.endpoint, examination.failure, examination.proxy
  if failure and failure.type == "ProxyError" then
    return examination:fail("proxy", ("%s (%s): %s"):format(row.value, row.source, failure.message),
      { source = row.source, hint = ("check %s, or name %s in NO_PROXY"):format(row.source, place.url:match("//([^/:]+)")) })
  end
  examination:ok("proxy", row.note and ("%s: %s"):format(row.value, row.note) or row.value, { source = row.source })
  if place.proxy then check_metadata(examination) end
end

--- Failures after which it is known that there is a connection.
local function is_connected(failure)
  return failure.type == "TLSError" or failure.sent == true
end

local function hint_of(examination, failure)
  local source = examination.client.config.sources.endpoint_url
  if source then return ("the endpoint is not AWS's: check %s"):format(source) end
  if failure.type == "ConfigError" then return nil end
  if failure.message:find("resolve", 1, true) then return "check the name server (/etc/resolv.conf) and the region" end
  return "check routes, firewalls, and whether this network reaches AWS only through a proxy or a VPC endpoint"
end

local function check_connection(examination)
  local failure, place = examination.failure, urls.of_endpoint(examination)
  local more = { source = examination.client.config.sources.endpoint_url }
  if failure and failure.type == "ProxyError" then
    examination:skip("connection", "left out: proxy has failed")
  elseif failure and not (is_connected(failure) and failure.type == "TLSError") then
    more.hint = hint_of(examination, failure)
    local words = is_connected(failure) and "is connected, but does not answer: " or ""
    examination:fail("connection", ("%s: %s%s"):format(place, words, failure.message), more)
  elseif failure then
    examination:ok("connection", place .. " is connected", more)
  elseif protocol.is_from_aws(examination.answer.headers) then
    examination:ok("connection", ("%s answers (HTTP %d)"):format(place, examination.answer.status), more)
  else
    more.hint = "a captive portal, a proxy or a wrong endpoint may answer in AWS's place"
    examination:warn("connection", ("%s answers without a request id of AWS (HTTP %d)"):format(place, examination.answer.status), more)
  end
end

--- What to do about words of OpenSSL's and libcurl's. They decide nothing: a refused certificate has failed, whatever they are.
local tls_hints = {
  { "expired", "the certificate is too old, or this machine's clock is ahead" },
  { "not yet valid", "set this machine's clock, which is before the certificate's time" },
  { "self.signed", "where a proxy or firewall opens TLS, its authority belongs into the file of ca_bundle (AWS_CA_BUNDLE)" },
  { "issuer", "where a proxy or firewall opens TLS, its authority belongs into the file of ca_bundle (AWS_CA_BUNDLE)" },
  { "match", "the server is another one than the URL names: check the endpoint, and the proxy" },
}
local OTHER_TLS_HINT = "the service wants TLS 1.2 or later; a proxy or firewall on the way may not speak it"

local function tls_hint(message)
  if message:find("nginx.conf", 1, true) then return nil end -- it says itself what to do
  for _, row in ipairs(tls_hints) do
    if message:find(row[1]) then return row[2] end
  end
  return OTHER_TLS_HINT
end

local function check_tls(examination)
  local failure, url = examination.failure, examination.endpoint.url
  if not url:find("^[hH][tT][tT][pP][sS]:") then return end
  local values, sources = examination.state.values, examination.client.config.sources
  local more = { source = values.ca_bundle and sources.ca_bundle or "default" }
  if failure and failure.type == "TLSError" then
    more.hint = tls_hint(failure.message)
    examination:fail("tls", failure.message, more)
  elseif failure then
    examination:skip("tls", "left out: there is no connection")
  else
    examination:ok("tls", "the certificate is trusted" .. (values.ca_bundle and " by " .. values.ca_bundle or ""), more)
  end
end

--- Asks the service's endpoint.
---@param examination aws.Examination
return function(examination)
  ask(examination)
  check_proxy(examination)
  check_connection(examination)
  check_tls(examination)
end
