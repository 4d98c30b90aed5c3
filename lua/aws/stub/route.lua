--- Which operation a request asks for, by what it says itself: the scope of its signature, then its target, path or form.
local ascii = require "aws.text.ascii"
local iterate = require "aws.language.iterate"

local route = {}

---@param text string
---@return string # with %XX replaced
local function unescape(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

--- The names and values of a query or form, in order.
---@param text string
---@return string[][] # list of {name, value}
function route.parameters(text)
  local list = {}
  for part in text:gmatch("[^&]+") do
    local name, value = part:match("^([^=]*)=?(.*)$")
    list[#list + 1] = { unescape(name), unescape(value) }
  end
  return list
end

--- What a request says.
---@class aws.StubRequest
---@field method string
---@field url string
---@field path string
---@field query string[][] list of {name, value}
---@field headers table<string, string> lower-case names
---@field body string
---@field key_id? string of the signature's scope, as are the next; nil without a signature
---@field region? string
---@field signing_name? string

--- Reads a transport's request.
---@param given aws.TransportRequest
---@return aws.StubRequest
function route.read(given)
  local headers = {}
  for _, header in ipairs(given.headers) do headers[ascii.lower(header[1])] = header[2] end
  local path, query = given.url:match("^[A-Za-z][0-9A-Za-z+.-]*://[^/?#]*([^?#]*)%??([^#]*)")
  local scope = headers.authorization or ""
  local key_id, region, signing_name = scope:match("Credential=([^/, ]+)/%d+/([^/, ]+)/([^/, ]+)/aws4_request")
  return {
    method = given.method, url = given.url, path = path ~= "" and path or "/", query = route.parameters(query or ""),
    headers = headers, body = given.body, key_id = key_id, region = region, signing_name = signing_name,
  }
end

-- Paths ---------------------------------------------------------------------------------------------------------

---@class aws.StubRoute an operation's path
---@field name string of the operation
---@field method string
---@field pattern string for a whole path, after whatever path the endpoint's URL has
---@field labels string[]
---@field constants string[][] of the query
---@field weight integer bytes that are not labels: of two that fit the one with more counts

local function route_of(name, operation)
  local path, query = operation.path:match("^([^?]*)%??(.*)$")
  local labels, weight = {}, #path:gsub("{[^{}]*}", "")
  local pattern = path:gsub("[%^$()%%.%[%]*+?-]", "%%%0"):gsub("{([^{}]*)}", function(label)
    labels[#labels + 1] = label:gsub("%%%+$", ""):gsub("%%(.)", "%1")
    return label:find("%+$") and "(.+)" or "([^/]+)"
  end)
  return {
    name = name, method = operation.method, pattern = "^.-" .. pattern .. "$", labels = labels,
    constants = route.parameters(query), weight = weight,
  }
end

--- The routes of a service, those that say most first.
---@param model aws.ServiceModel
---@return aws.StubRoute[]
function route.table_of(model)
  local routes = {}
  for name, operation in iterate.pairs(model.operations) do routes[#routes + 1] = route_of(name, operation) end
  table.sort(routes, function(one, other)
    if one.weight ~= other.weight then return one.weight > other.weight end
    return ascii.before(one.name, other.name)
  end)
  return routes
end

local function has_all(query, constants)
  for _, wanted in ipairs(constants) do
    local is_there = false
    for _, given in ipairs(query) do is_there = is_there or given[1] == wanted[1] and given[2] == wanted[2] end
    if not is_there then return false end
  end
  return true
end

--- The values of a route's labels, where a path fits it.
local function labels_in(path, own)
  local found = { path:match(own.pattern) }
  if not found[1] then return nil end
  local values = {}
  for i, label in ipairs(own.labels) do values[label] = unescape(found[i]) end
  return values
end

-- Operations ----------------------------------------------------------------------------------------------------

--- By X-Amz-Target.
local function by_target(service, request)
  local prefix, published = (request.headers["x-amz-target"] or ""):match("^(.*)%.([^.]+)$")
  if prefix ~= service.model.target_prefix then return nil end
  for name, operation in iterate.pairs(service.model.operations) do
    if operation.name == published then return name, {} end
  end
end

--- By method and path.
local function by_path(service, request)
  service.routes = service.routes or route.table_of(service.model)
  for _, own in ipairs(service.routes) do
    local labels = own.method == request.method and has_all(request.query, own.constants) and labels_in(request.path, own)
    if labels then return own.name, labels end
  end
end

--- By the form that is the body: STS.
local function by_form(service, request)
  for _, parameter in ipairs(route.parameters(request.body)) do
    for name, operation in iterate.pairs(service.model.operations) do
      if parameter[1] == "Action" and parameter[2] == operation.name then return name, {} end
    end
  end
end

local ways = { ["awsJson1.0"] = by_target, ["awsJson1.1"] = by_target, restJson1 = by_path, query = by_form }

--- The operation of a service that a request asks for.
---@param service aws.StubService
---@param request aws.StubRequest
---@return string? name nil for one of another service
---@return table<string, string>? labels of its path
function route.operation(service, request)
  if service.model.signing_name ~= request.signing_name then return nil end
  return ways[service.model.protocol](service, request)
end

return route
