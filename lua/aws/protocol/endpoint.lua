--- Where a service answers: regional endpoints of every AWS partition.
---
--- Facts: AWS's partitions.json and the services' endpoint rule sets.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"

local endpoint = {}

---@class aws.Partition
---@field id string
---@field families string[] what the names of its regions start with: family-direction-number
---@field global_region? string its pseudo region
---@field suffix string
---@field dualstack_suffix string

--- The first partition also serves every region that fits none.
---@type aws.Partition[]
local partitions = {
  {
    id = "aws",
    families = { "us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx" },
    global_region = "aws-global",
    suffix = "amazonaws.com",
    dualstack_suffix = "api.aws",
  },
  {
    id = "aws-cn",
    families = { "cn" },
    global_region = "aws-cn-global",
    suffix = "amazonaws.com.cn",
    dualstack_suffix = "api.amazonwebservices.com.cn",
  },
  {
    id = "aws-us-gov",
    families = { "us-gov" },
    global_region = "aws-us-gov-global",
    suffix = "amazonaws.com",
    dualstack_suffix = "api.aws",
  },
  {
    id = "aws-iso",
    families = { "us-iso" },
    global_region = "aws-iso-global",
    suffix = "c2s.ic.gov",
    dualstack_suffix = "api.aws.ic.gov",
  },
  {
    id = "aws-iso-b",
    families = { "us-isob" },
    global_region = "aws-iso-b-global",
    suffix = "sc2s.sgov.gov",
    dualstack_suffix = "api.aws.scloud",
  },
  {
    id = "aws-iso-e",
    families = { "eu-isoe" },
    global_region = "aws-iso-e-global",
    suffix = "cloud.adc-e.uk",
    dualstack_suffix = "api.cloud-aws.adc-e.uk",
  },
  {
    id = "aws-iso-f",
    families = { "us-isof" },
    global_region = "aws-iso-f-global",
    suffix = "csp.hci.ic.gov",
    dualstack_suffix = "api.aws.hci.ic.gov",
  },
  {
    id = "aws-eusc",
    families = { "eusc-de" },
    suffix = "amazonaws.eu",
    dualstack_suffix = "api.amazonwebservices.eu",
  },
}

local function owns(partition, region)
  if region == partition.global_region then return true end
  for _, family in ipairs(partition.families) do
    local escaped = family:gsub("%-", "%%-")
    if region:find("^" .. escaped .. "%-[0-9A-Za-z]+%-%d+$") then return true end
  end
  return false
end

--- The partition of a region; an unknown region belongs to the one whose pattern it fits, else to "aws".
---@param region string
---@return aws.Partition
function endpoint.partition(region)
  for _, partition in ipairs(partitions) do
    if owns(partition, region) then return partition end
  end
  return partitions[1]
end

--- Whether a region has the form of some partition's, or is its pseudo region.
---@param region string
---@return boolean
function endpoint.is_known(region)
  return owns(endpoint.partition(region), region)
end

--- A region of a family, written as it should be; nil where the text does not begin with the family's letters.
local function in_family(letters, family)
  local start = family:gsub("%-", "")
  local direction, number = letters:match("^" .. start .. "(%l+)(%d+)%l?$")
  return direction and ("%s-%s-%s"):format(family, direction, number)
end

--- The region that was meant by a text with other hyphens ("us-east1", "us_east_1") or with a zone's letter ("us-east-1a").
---@param text string
---@return string? # nil where none has that form
function endpoint.meant_region(text)
  local letters, found, longest = ascii.lower(text):gsub("[^a-z0-9]", ""), nil, 0
  for _, partition in ipairs(partitions) do
    for _, family in ipairs(partition.families) do
      local region = #family > longest and in_family(letters, family)
      if region then found, longest = region, #family end
    end
  end
  return found
end

local function contains(list, value)
  for _, item in ipairs(list or {}) do
    if item == value then return true end
  end
  return false
end

--- The URL of a service in a region.
---@param service { endpoint_prefix: string, fips_without_name?: string[] } a model
---@param region string
---@param use_fips boolean
---@param use_dualstack boolean
---@return string url without a path
function endpoint.url(service, region, use_fips, use_dualstack)
  local partition = endpoint.partition(region)
  local name = service.endpoint_prefix
  -- In some partitions the standard endpoint is the FIPS one.
  if use_fips and (use_dualstack or not contains(service.fips_without_name, partition.id)) then
    name = name .. "-fips"
  end
  local suffix = use_dualstack and partition.dualstack_suffix or partition.suffix
  return ("https://%s.%s.%s"):format(name, region, suffix)
end

---@class aws.Endpoint
---@field url string scheme, host and port as given: "https://dms.eu-west-1.amazonaws.com"
---@field base string the same with the path, if there is one
---@field host_header string[] the Host header
---@field path string in front of the operation's path; "" for none
---@field query string after "?"; "" for none
---@field proxy? string|false on the way to it
---@field templates? table<aws.Operation, aws.RequestTemplate> of a client's endpoint: of operations whose input is in the body alone

--- Takes a URL apart for requests to it.
---@param url string
---@param source string who named it, for the message: "endpoint_url"
---@return aws.Endpoint # raises ConfigError for a text that is not an http or https URL
function endpoint.parse(url, source)
  local parts, fault = core.parse_url(url)
  if not parts then errors.config("%s %s", source, fault) end
  local origin = url:match("^[^:]+://[^/?]+")
  return {
    url = origin,
    base = origin .. parts.path,
    host_header = { "Host", parts.authority },
    path = parts.path,
    query = parts.query,
  }
end

--- The URL of one request; signing encodes what has to be. An operation's path "/" adds nothing to a path that the endpoint has.
---@param place aws.Endpoint
---@param path string of the operation
---@param query string of the operation; "" for none
---@return string
function endpoint.request_url(place, path, query)
  local url = place.base
  if path ~= "/" then
    url = (place.path:sub(-1) == "/" and url:sub(1, -2) or url) .. path
  elseif place.path == "" then
    url = url .. "/"
  end
  if place.query == "" and query == "" then return url end
  local separator = place.query ~= "" and query ~= "" and "&" or ""
  return url .. "?" .. place.query .. separator .. query
end

return endpoint
