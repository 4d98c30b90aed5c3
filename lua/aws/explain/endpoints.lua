--- Where a client's calls go, and through which proxy. What is not AWS's own is loud.
local ascii = require "aws.text.ascii"
local cells = require "aws.explain.cells"
local config = require "aws.settings.config"
local core = require "aws.core"
local endpoint = require "aws.protocol.endpoint"
local environment = require "aws.settings.environment"
local proxy = require "aws.settings.proxy"
local try = require "aws.explain.try"

local endpoints = {}

--- AWS's own endpoint for the settings, or nil.
local function standard_url(facts)
  local values = facts.values
  if not values.region then return nil end
  return (try(endpoint.url, facts.service, values.region, values.use_fips_endpoint, values.use_dualstack_endpoint))
end

--- Where calls go, as far as that is known.
---@param facts aws.ExplainFacts
---@return string?
function endpoints.url(facts)
  return facts.values.endpoint_url or standard_url(facts)
end

local function endpoint_row(facts)
  local url, source, own = facts.values.endpoint_url, facts.sources.endpoint_url, standard_url(facts)
  if url then
    return {
      name = "endpoint_url", value = cells.url(url), source = source, is_loud = true,
      note = "override: " .. (own and "in place of " .. own or "not AWS's own endpoint"),
    }
  end
  if own then return { name = "endpoint_url", value = own, source = "region", is_default = true } end
  return {
    name = "endpoint_url", value = "not known", is_loud = true,
    note = facts.values.region and "no endpoint is known for the settings" or "there is no region: set AWS_REGION, or pass region to new",
  }
end

--- Services that hand out keys, and what for.
local key_services = {
  { id = "STS", use = "roles are asked for there" },
  { id = "SSO", use = "keys of IAM Identity Center are asked for there" },
  { id = "SSO OIDC", use = "tokens of IAM Identity Center are renewed there" },
}

--- The metadata service has settings of its own.
local IMDS_VARIABLE, IMDS_KEY = "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"

local function add_override(rows, name, url, source, note)
  rows[#rows + 1] = {
    name = "endpoint of " .. name, value = cells.url(url), source = source, note = "override: " .. note, is_loud = true,
  }
end

local function add_key_services(rows, facts)
  local profiles, values = facts.profiles, facts.values
  for _, service in ipairs(key_services) do
    local url, source, fault = try(config.endpoint_url_for, service.id, facts.getenv, profiles, values.ignore_configured_endpoint_urls)
    if url then add_override(rows, service.id, url, source, service.use) end
    if fault then
      rows[#rows + 1] = { name = "endpoint of " .. service.id, value = "cannot be used", note = cells.text(fault), is_loud = true }
    end
  end
end

local function add_imds(rows, facts)
  local profiles, source = facts.profiles, IMDS_VARIABLE
  local url = environment.get(facts.getenv, IMDS_VARIABLE)
  if not url then
    local own = profiles:get(profiles.name)
    url, source = own and own[IMDS_KEY], profiles:origin(profiles.name, IMDS_KEY)
  end
  if type(url) == "string" and url ~= "" then
    add_override(rows, "imds", url, source, "keys of an instance's role are asked for there")
  end
end

--- Why the proxy is what it is.
local function reason(found, source, scheme, host)
  if source == "settings" then return found and "the setting counts before variables" or "the setting says none" end
  if source == "default" then
    return table.concat(proxy.variables_for(scheme), " and ") .. " are not set"
  end
  if found then return ("for %s URLs; no exception names %s"):format(scheme, host) end
  return ("%s excepts %s"):format(source, host)
end

--- The proxy of a URL, and why.
---@param facts aws.ExplainFacts
---@param url? string
---@return aws.ExplainRow
local function proxy_row(facts, url)
  if not url then return { name = "proxy", value = "not known", note = "it depends on the endpoint" } end
  local found, source, fault = try(facts.values.proxy_for, url)
  if fault then return { name = "proxy", value = "cannot be used", note = cells.text(fault), is_loud = true } end
  local parts = core.parse_url(url)
  local scheme, host = ascii.lower(parts.scheme), ascii.lower(parts.host)
  return {
    name = "proxy", value = found and cells.url(found) or "none", source = source, note = reason(found, source, scheme, host),
    is_default = source == "default",
  }
end

--- The rows about where calls go.
---@param facts aws.ExplainFacts
---@return aws.ExplainRow[]
function endpoints.rows(facts)
  local rows = { endpoint_row(facts) }
  add_key_services(rows, facts)
  add_imds(rows, facts)
  rows[#rows + 1] = proxy_row(facts, endpoints.url(facts))
  return rows
end

return endpoints
