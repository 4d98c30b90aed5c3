--- Where the connections of a request go inside nginx: to its server or to a proxy, and from which pool they come.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local nginx = require "aws.waiting.nginx"

local route = {}

local PROXY_PORT = 80
--- Addresses are recognised by their form. Any other name needs nginx's resolver.
local LOOPBACKS = { "127.0.0.1", "[::1]" }
local MOST_ROUTES = 256

---@class aws.Route where connections of a request go, and which pool they come from
---@field is_tls boolean
---@field hosts string[] addresses or names to connect to, one after the other
---@field port integer
---@field needs_resolver boolean
---@field name string whom the certificate must name
---@field authority string "name:port"
---@field target string the request target: for a proxy of plain http, the whole URL
---@field extra? string header lines to add
---@field proxy? { is_tunnel: boolean, header: string }
---@field options { pool: string }

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

--- RFC 7617: the header line for the proxy; "" if its URL has no user.
local function authorization(user_info)
  if not user_info then return "" end
  local user, password = user_info:match("^([^:]*):?(.*)$")
  return "Proxy-Authorization: Basic " .. nginx.api().encode_base64(unescape(user) .. ":" .. unescape(password)) .. "\r\n"
end

local function hosts_of(name)
  local lower = ascii.lower(name)
  if lower == "localhost" or lower:find("%.localhost$") then return LOOPBACKS, false end -- RFC 6761 6.3
  local is_address = name:find("^%[") or name:find("^%d+%.%d+%.%d+%.%d+$")
  return { name }, not is_address
end

--- A URL or host as it is sent: without the zone of an address, which is only known on this machine (RFC 6874 4).
local function without_zone(text)
  return (text:gsub("%%[^%]]*%]", "]"))
end

local function go_to(made, host, port)
  made.hosts, made.needs_resolver = hosts_of(host)
  made.port = port
end

local function add_proxy(made, proxy)
  local scheme, rest = proxy:match("^([A-Za-z]+)://([^/]*)/?$")
  if not scheme then return "the proxy's URL is not valid" end
  scheme = ascii.lower(scheme)
  if scheme ~= "http" then return "nginx's cosockets can use an http proxy, not an " .. scheme .. " proxy" end
  local user_info, authority = rest:match("^(.*)@(.*)$")
  local parts, fault = core.parse_url("http://" .. (authority or rest))
  if not parts then return "the proxy's URL " .. fault end
  go_to(made, parts.host, tonumber(parts.port) or PROXY_PORT)
  made.proxy = { is_tunnel = made.is_tls, header = authorization(user_info) }
  if not made.is_tls then made.extra = made.proxy.header end
end

local function fault_of_address(host)
  if host:find("%", 1, true) then return "nginx's cosockets cannot connect to an address with a zone, " .. host end
end

--- "verified" is part of the name because other code in this nginx may share pools without verifying certificates.
local function pool_name(scheme, authority, proxy)
  return ("aws-replication|%s|%s|%s|verified"):format(scheme, authority, proxy and nginx.api().md5(proxy) or "direct")
end

--- The parts of a URL, its origin as it is written, and the rest; or nil and what is wrong.
local function split(url)
  local parts, fault = core.parse_url(url)
  if not parts then return nil, fault end
  local origin, target = url:match("^([^:]+://[^/?]*)(.*)$")
  if target:find("[ \128-\255]") then return nil, "has characters that must be encoded" end
  return parts, origin, target:sub(1, 1) == "/" and target or "/" .. target
end

local function new_route(url, proxy)
  local parts, origin, target = split(url)
  if not parts then return nil, "ConnectionError", "the URL " .. origin end
  local scheme, host = ascii.lower(parts.scheme), proxy and without_zone(parts.host) or parts.host
  local port = tonumber(parts.port) or scheme == "https" and 443 or 80
  local authority = host .. ":" .. port
  local made = {
    is_tls = scheme == "https",
    name = host:match("^%[(.*)%]$") or host,
    authority = authority,
    target = proxy and scheme == "http" and without_zone(origin) .. target or target,
    options = { pool = pool_name(scheme, authority, proxy) },
  }
  go_to(made, host, port)
  local fault = proxy and add_proxy(made, proxy) or fault_of_address(made.hosts[1])
  if fault then return nil, "ConfigError", fault end
  return made
end

local DIRECT = {}
local routes, route_count = {}, 0

--- The route for a URL, kept: most requests go where others went.
---@param url string
---@param proxy? string
---@return aws.Route?
---@return aws.TransportFailure?
function route.of(url, proxy)
  local of_proxy = routes[proxy or DIRECT]
  if of_proxy and of_proxy[url] then return of_proxy[url] end
  local made, type_name, fault = new_route(url, proxy)
  if not made then return nil, { type = type_name, message = fault, sent = false } end
  if route_count >= MOST_ROUTES then routes, route_count, of_proxy = {}, 0, nil end
  of_proxy = of_proxy or {}
  of_proxy[url] = made
  routes[proxy or DIRECT], route_count = of_proxy, route_count + 1
  return made
end

return route
