--- How AWS's own clients find credentials: cases of spec/data and beside the repository, each a client and one call.
local assert = require "luassert"
local conformance = require "spec.support.conformance"
local json = require "spec.support.json"

local credential_cases = {}

--- The library's types for the oracle's errors; all others are CredentialsError or ConfigError.
local types = {
  ProfileNotFound = "ProfileNotFound",
  ConfigParseError = "ConfigError",
  InvalidConfigError = "ConfigError",
  InfiniteLoopConfigError = "ConfigError",
}

--- Cases beside the repository in which this library does something else, on purpose: why, and what.
local departures = {
  ["env-security-token-beats-session-token"] = {
    why = "AWS_SESSION_TOKEN counts before AWS_SECURITY_TOKEN",
    result = { access_key = "AKENV", token = "NEW" },
  },
  ["empty-keys-in-file"] = { why = "an empty key is a missing one", error = "NoCredentialsError" },
}

--- Forms of theirs that differ on purpose.
local form_departures = {
  -- White space around a token read from a file is cut.
  ["web-env-default-session-name"] = { WebIdentityToken = "hdr.payload.sig" },
}

--- The cases, each with what a spec calls it as its `title`.
---@return table[]
function credential_cases.load()
  local cases = {}
  for _, source in ipairs(conformance.sources("credentials.json", "credentials_cases.json")) do
    for _, case in ipairs(source.cases) do
      case.departure = not source.is_ours and departures[case.name] or nil
      case.form_departures = not source.is_ours and form_departures[case.name] or {}
      case.title = source.title .. ", " .. conformance.title(case, case.departure and case.departure.why)
      if case.kind == "credentials" then cases[#cases + 1] = case end
    end
  end
  return cases
end

--- What credential_call.make gets, and the variables of a case; $TMP in them is HOME.
---@param case table
---@return table known, table<string, string> variables
function credential_cases.inputs(case)
  local variables = { AWS_EC2_METADATA_DISABLED = "true" }
  for name, value in pairs(case.env or {}) do variables[name] = value ~= json.null and value or nil end
  local expected = case.expect.result
  return {
    profile = case.profile_argument,
    region = case.region_argument or "us-east-1",
    http = case.http,
    secret = expected and expected ~= json.null and expected.secret_key or "none",
  }, variables
end

--- "a=b&c=d" as a table.
local function form_of(body)
  local form = {}
  for name, value in body:gmatch("([^&=]+)=([^&]*)") do
    form[name] = value:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end)
  end
  return form
end

--- The headers of a request that a case names, as the case writes them.
local function headers_of(request, expected)
  local headers = {}
  for name in pairs(expected) do
    local value = request.headers[name]
    headers[name] = value and value:gsub("/%d%d%d%d%d%d%d%d/", "/DATE/"):gsub("Signature=%x+", "Signature=...")
  end
  return headers
end

local function check_requests(case, result)
  local expected = case.expect.http_requests
  if not expected then return end
  assert.equal(#expected, #result.requests)
  for i, request in ipairs(result.requests) do
    local wanted = expected[i]
    assert.equal(wanted.method .. " " .. wanted.url, request.method .. " " .. request.url)
    assert.same(wanted.headers, headers_of(request, wanted.headers))
    assert.equal(wanted.headers["x-amz-security-token"], request.headers["x-amz-security-token"])
    assert.equal(wanted.headers["authorization"] ~= nil, request.headers["authorization"] ~= nil)
    if wanted.form then
      for name, value in pairs(case.form_departures) do wanted.form[name] = value end
      assert.same(wanted.form, form_of(request.body))
    end
  end
end

local function check_keys(expected, result)
  assert.is_nil(result.error, result.message)
  assert.equal(expected.access_key, result.access_key)
  assert.equal(expected.token ~= json.null and expected.token or nil, result.token)
  assert.is_true(result.is_secret_right)
end

local function check_error(type_name, result)
  assert.truthy(result.error, "no error")
  if type_name then return assert.equal(type_name, result.error, result.message) end
  assert.is_true(result.error == "CredentialsError" or result.error == "ConfigError", result.message)
end

--- Asserts that a case came to what it should.
---@param case table
---@param result table of credential_call.make
function credential_cases.check(case, result)
  local departure = case.departure
  if departure and departure.error then return check_error(departure.error, result) end
  if departure and departure.result then return check_keys(departure.result, result) end
  local expect = case.expect
  if expect.error then
    check_error(types[expect.error], result)
  elseif expect.result == json.null then
    check_error("NoCredentialsError", result)
  else
    check_keys(expect.result, result)
  end
  if not departure then
    check_requests(case, result)
    if expect.sleeps then assert.same(expect.sleeps, result.sleeps) end
  end
end

return credential_cases
