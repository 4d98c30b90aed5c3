-- Which endpoint URL counts, of settings, environment and profile: each case in a process of its own.
local conformance = require "spec.support.conformance"
local isolated = require "spec.support.isolated"
local json = require "spec.support.json"

--- Where a call would go. The keys are given, so that only the endpoint depends on the profile.
local CODE = [[
  local inputs = {
    dms = { "stop_replication", { ReplicationConfigArn = "arn" } },
    drs = { "retry_data_replication", { sourceServerID = "s-1234567890abcdef0" } },
  }
  local settings = case.settings
  settings.credentials = { access_key_id = "123", secret_access_key = "456" }
  local client = require("aws." .. case.service).new(settings)
  local name, input = inputs[case.service][1], inputs[case.service][2]
  return client.prepare[name](input).url
]]

local function run(case)
  local settings = { profile = case.profile ~= json.null and case.profile or nil }
  for name, value in pairs(case.client_config) do settings[name] = value end
  return isolated.run(CODE, { service = case.service, settings = settings },
    { [".aws/config"] = case.profile_file_text }, case.env)
end

for _, source in ipairs(conformance.sources("configured_endpoints.json", "configured_endpoints.json")) do
  describe("configured endpoints, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      it(conformance.title(case), function()
        local result = run(case)
        if case.expect_error then
          assert.equal("ConfigError", result.error, tostring(result.value))
        else
          assert.equal(case.expect_request_url, result.value, result.message)
        end
      end)
    end
  end)
end
