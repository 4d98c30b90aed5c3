-- Requests, signed, and inputs that are refused, through clients with a scripted transport and a fixed clock.
local ascii = require "aws.text.ascii"
local conformance = require "spec.support.conformance"
local core = require "aws.core"
local errors = require "aws.errors"
local json = require "spec.support.json"
local names = require "spec.models.names"
local scripted = require "spec.support.scripted"

local OURS = { "requests.json", "refusals.json" }

--- Cases beside the repository in which the library does something else on purpose, and what that is.
local departures = {
  ["dms-endpoint-fips-conflict"] = "a custom endpoint together with FIPS or dual stack is a ConfigError",
  ["dms-input-validation-off-missing"] = "validation cannot be switched off: the setting is unknown",
  ["drs-input-validation-off-missing"] = "validation cannot be switched off: the setting is unknown",
  ["drs-input-validation-off-null"] = "validation cannot be switched off: the setting is unknown",
}

--- Cases whose input Lua cannot tell from another: a member that is nil is absent.
local lua_reports = {
  ["drs-input-null"] = { { path = "sourceServerID", message = "required" } },
}

local function text_or_nil(value)
  return type(value) == "string" and value or nil
end

local function settings_of(case, transport)
  local settings = {
    region = text_or_nil(case.region),
    endpoint_url = text_or_nil(case.endpoint_url),
    credentials = {
      access_key_id = case.credentials.access_key,
      secret_access_key = case.credentials.secret_key,
      session_token = text_or_nil(case.credentials.session_token),
    },
    transport = transport,
    now = function() return conformance.time(case.timestamp) end,
  }
  for name, value in pairs(case.client_config) do settings[name] = value end
  return settings
end

local function new_client(case, transport)
  return scripted.with_environment({}, require("aws." .. case.service).new, settings_of(case, transport))
end

local function input_of(case)
  local input = {}
  for name, value in pairs(case.input) do
    if value ~= json.null then input[name] = conformance.value(value) end
  end
  return input
end

local function operation_of(client, case)
  return client[names.snake(case.operation)]
end

--- Runs a case; returns the request that was sent. The answer is not what that of the operation may be.
local function run(case)
  local transport = scripted.transport({ scripted.answer() })
  pcall(operation_of(new_client(case, transport), case), input_of(case))
  return assert(transport.requests[1], "nothing was sent")
end

--- Headers to compare: those that a case names. The transport writes Content-Length; the id is random; what accepts no
--- coding is the library's own.
local uncompared = {
  ["accept-encoding"] = true, ["content-length"] = true,
  ["amz-sdk-invocation-id"] = true, authorization = true, ["user-agent"] = true, host = true,
}

local function comparable_headers(list)
  local headers = {}
  for _, header in ipairs(list) do
    local name = ascii.lower(header[1])
    if not uncompared[name] then
      assert.is_nil(headers[name], name .. " is there twice")
      headers[name] = header[2]
    end
  end
  return headers
end

--- The signature of this request if its body were the case's.
local function sign_with_body(case, request, body)
  local headers = {}
  for i, header in ipairs(request.headers) do headers[i] = header end
  local signer = core.signer()
  local keys = settings_of(case).credentials
  local sent, _, details = signer:sign({
    method = request.method,
    url = request.url,
    headers = headers,
    body = body,
    service = case.service,
    region = case.expect.credential_scope:match("^%d+/([^/]+)/"),
    credentials = keys,
    time = conformance.time(case.timestamp),
  }, nil, true)
  assert.is_table(sent)
  return scripted.header({ headers = sent }, "Authorization"), details
end

local function check_sent(case)
  local expected, request = case.expect, run(case)
  local body = conformance.body(expected)
  assert.equal(expected.method, request.method)
  assert.equal(expected.url, request.url)
  assert.same(comparable_headers(expected.headers), comparable_headers(request.headers))
  assert.same(body ~= "" and json.decode(body), request.body ~= "" and json.decode(request.body))
  local authorization, details = sign_with_body(case, request, body)
  assert.equal(expected.canonical_request, details.canonical_request)
  assert.equal(expected.authorization, authorization)
  assert.equal((sign_with_body(case, request, request.body)), (scripted.header(request, "Authorization")))
end

local function check_not_created(case)
  local err = scripted.failure(new_client, case, scripted.transport({}))
  assert.is_true(errors.is(err, "config"), tostring(err))
  if case.expect.botocore_exception == "NoRegionError" then assert.equal("NoRegionError", err.type) end
end

--- What a line of botocore's report says, in our terms: path and a word of the message.
local function problem_of(line)
  local missing = line:match('^Missing required parameter in input: "(.-)"')
  if missing then return { path = missing, message = "required" } end
  local unknown = line:match('^Unknown parameter in input: "(.-)"')
  if unknown then return { path = unknown, message = "unknown" } end
  local short = line:match("^Invalid length for parameter (.-),")
  if short then return { path = short, message = "19" } end
  local wrong = line:match("^Invalid type for parameter (.-),")
  return { path = assert(wrong, line), message = "string" }
end

local function expected_problems(case)
  if lua_reports[case.name] then return lua_reports[case.name] end
  local problems = {}
  for i, problem in ipairs(case.expect.problems or {}) do
    problems[i] = { path = problem.path, message = problem.says }
  end
  if case.expect.problems then return problems end
  for line in case.expect.report:gmatch("[^\n]+") do problems[#problems + 1] = problem_of(line) end
  return problems
end

local function check_refused(case)
  local transport = scripted.transport({})
  local client = new_client(case, transport)
  local err = scripted.failure(operation_of(client, case), input_of(case))
  assert.is_true(errors.is(err, "ParamValidationError"), tostring(err))
  local expected = expected_problems(case)
  assert.equal(#expected, #err.problems)
  for _, want in ipairs(expected) do
    local found = false
    for _, problem in ipairs(err.problems) do
      found = found or problem.path == want.path and problem.message:find(want.message, 1, true) ~= nil
    end
    assert.is_true(found, ("no problem of %q says %q: %s"):format(want.path, want.message, tostring(err)))
  end
  assert.equal(0, #transport.requests)
  assert.equal("no", err.applied)
end

local function check_departure(case)
  local err = scripted.failure(new_client, case, scripted.transport({}))
  assert.is_true(errors.is(err, "ConfigError"), tostring(err))
end

local checks = { validation = check_refused, create_client = check_not_created }

for _, source in ipairs(conformance.sources(OURS, "requests.json")) do
  describe("requests, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      local why = not source.is_ours and departures[case.name]
      it(conformance.title(case, why), function()
        if why then return check_departure(case) end
        if case.expect.ok then return check_sent(case) end
        checks[case.expect.phase](case)
      end)
    end
  end)
end
