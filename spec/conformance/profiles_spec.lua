-- AWS's files, the region and other settings as AWS's own clients read them: each case in a process of its own.
local conformance = require "spec.support.conformance"
local isolated = require "spec.support.isolated"
local json = require "spec.support.json"

--- Cases beside the repository in which this library does something else on purpose: why, and what.
local departures = {
  ["region-both-variables"] = { "AWS_REGION counts first", { value = "us-west-2" } },
  ["region-aws-region-ignored"] = { "AWS_REGION counts", { value = "us-west-2" } },
  ["parse-bom"] = { "a byte order mark is skipped", { value = { profiles = { default = { region = "us-east-1" } } } } },
  ["parse-upper-DEFAULT-section-inherits"] = {
    "[DEFAULT] is no special section", { value = { profiles = { a = { output = "json" } } } },
  },
}

--- The library's types for the oracle's errors.
local types = {
  ConfigParseError = "ConfigError", InvalidRegionError = "ConfigError", ValueError = "ConfigError",
  InvalidMaxRetryAttemptsError = "ConfigError", InvalidRetryModeError = "ConfigError",
}

local programs = {
  config = [[
    local profiles = require("aws.settings.profile").load(os.getenv)
    local all = { profiles = setmetatable({}, { __jsontype = "object" }) }
    for _, name in ipairs(profiles:names()) do all.profiles[name] = profiles:get(name) end
    return all
  ]],
  region = [[return require("aws.dms").new{ region = case.region, profile = case.profile }.config.region]],
  variable = [[return require("aws.dms").new{ region = "us-east-1", profile = case.profile }.config[case.variable] ]],
}

local function run(case)
  local variables = { AWS_EC2_METADATA_DISABLED = "true" }
  for name, value in pairs(case.env or {}) do variables[name] = value ~= json.null and value or nil end
  return isolated.run(programs[case.kind], {
    region = case.region_argument,
    profile = case.profile_argument,
    variable = case.variable,
  }, case.files, variables)
end

--- What a case expects. Of the files, the profiles: sections that are none are left out.
local function expectation(case)
  local expect = case.expect
  if expect.error then return { error = types[expect.error] or expect.error } end
  if case.kind == "config" then return { value = { profiles = expect.result.profiles } } end
  return { value = expect.result }
end

local function check(case, departure)
  local result, home = run(case)
  if result.error then assert.is_nil(result.message:find("SECRET", 1, true)) end
  if result.error == "ConfigError" and case.kind == "config" then
    assert.truthy(result.message:find(home .. "/.aws/", 1, true), result.message)
    assert.truthy(result.message:find(":%d+: "), result.message)
  end
  result.message = nil
  assert.same(departure and departure[2] or expectation(case), result)
end

for _, source in ipairs(conformance.sources("profiles.json", "credentials_cases.json")) do
  describe("profiles, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      if programs[case.kind] then
        local departure = not source.is_ours and departures[case.name]
        it(conformance.title(case, departure and departure[1]), function() check(case, departure) end)
      end
    end
  end)
end
