-- Where each service answers in every partition, as a client sends there.
local conformance = require "spec.support.conformance"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"

local services = { dms = "stop_replication", drs = "retry_data_replication" }
local inputs = { dms = { ReplicationConfigArn = "arn" }, drs = { sourceServerID = "s-1234567890abcdef0" } }

--- Cases beside the repository in which a client does something else than the rule set, and the type of the error.
local departures = {
  ["dms-extra-empty-region-fips-false-dual-false"] = { "an empty region is refused", "ConfigError" },
  ["dms-extra-endpoint-empty"] = { "an empty endpoint is refused", "ConfigError" },
}

--- A custom endpoint without a region is enough for the rule set; a signature needs a region too.
local function lacks_region(case)
  return case.params.Endpoint and not case.params.Region
end

--- URL that a call goes to, without the operation's path.
local function url_of(case)
  local params = case.params
  local client, transport = scripted.with_environment({}, function()
    local transport = scripted.transport({ scripted.answer() })
    return require("aws." .. case.service).new({
      region = params.Region,
      use_fips_endpoint = params.UseFIPS,
      use_dualstack_endpoint = params.UseDualStack,
      endpoint_url = params.Endpoint,
      credentials = scripted.keys,
      transport = transport,
    }), transport
  end)
  client[services[case.service]](inputs[case.service])
  return (transport.requests[1].url:gsub("/RetryDataReplication$", ""):gsub("/$", ""))
end

local function check_error(case, type_name)
  local err = scripted.failure(url_of, case)
  assert.is_true(errors.is(err, "config"), tostring(err))
  assert.equal(type_name, err.type)
end

local function expected_type(case)
  return case.expect.error:find("Missing Region", 1, true) and "NoRegionError" or "ConfigError"
end

local function check(case)
  if case.expect.error then return check_error(case, expected_type(case)) end
  assert.equal((case.expect.url:gsub("/$", "")), url_of(case))
end

for _, source in ipairs(conformance.sources("endpoints.json", "endpoints.json")) do
  describe("endpoints, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      local departure = not source.is_ours and departures[case.name]
        or lacks_region(case) and { "a signature needs a region", "NoRegionError" }
      it(conformance.title(case, departure and departure[1]), function()
        if departure then return check_error(case, departure[2]) end
        check(case)
      end)
    end
  end)
end
