-- Answers of both services, read through clients with a scripted transport.
local conformance = require "spec.support.conformance"
local departures = require "spec.conformance.departures"
local errors = require "aws.errors"
local json = require "spec.support.json"
local scripted = require "spec.support.scripted"

local calls = {
  StopReplication = { "aws.dms", "stop_replication", { ReplicationConfigArn = "arn" } },
  RetryDataReplication = { "aws.drs", "retry_data_replication", { sourceServerID = "s-1234567890abcdef0" } },
}

local function run(case)
  local module, name, input = (table.unpack or unpack)(calls[case.operation])
  local answer = {
    status = case.status,
    headers = conformance.headers(case.headers),
    body = conformance.body(case),
  }
  return scripted.client(require(module), { answer })[name](input)
end

local function request_id_of(case)
  local headers = conformance.headers(case.headers)
  return headers["x-amzn-requestid"] or headers["x-amz-request-id"]
end

--- Nulls in lists and maps are left out.
local function without_nulls(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do
    if item ~= json.null and type(key) == "string" then copy[key] = without_nulls(item) end
  end
  for index = 1, #value do
    if value[index] ~= json.null then copy[#copy + 1] = without_nulls(value[index]) end
  end
  return copy
end

--- Lua 5.4 tells integers from floats: integers of 64 bits come as integers, wider ones as floats.
local function check_number_types(expected, got)
  if type(expected) == "number" then
    if expected % 1 == 0 and math.abs(expected) < 2 ^ 53 then assert.equal("integer", math.type(got)) end
  elseif type(expected) == "table" and expected["$int"] then
    assert.equal(math.type(tonumber(expected["$int"])), math.type(got))
  elseif type(expected) == "table" and type(got) == "table" then
    for key, item in pairs(expected) do check_number_types(item, got[key]) end
  end
end

local function check_output(case, expected)
  local output, metadata = run(case)
  assert.same(expected, output)
  assert.equal(request_id_of(case), metadata.request_id)
  assert.equal(case.status, metadata.status)
  return output
end

local function check_success(case)
  local output = check_output(case, conformance.value(case.expect.output))
  if math.type then check_number_types(case.expect.output, output) end
end

local function check_unreadable(case, path)
  local err = scripted.failure(run, case)
  assert.is_true(errors.is(err, "ResponseParseError"), tostring(err))
  assert.equal("yes", err.applied)
  assert.equal(request_id_of(case), err.request_id)
  assert.equal(case.status, err.status)
  if path then assert.truthy(err.message:find(path, 1, true), err.message) end
end

local function code_of(err)
  return err.type:match("^HTTP (%d+)$") or err.type
end

--- Where no message was sent, botocore makes one up: a reason phrase or the raw body.
local function sent_message(case, message)
  local was_sent = conformance.body(case):find('"[Mm]essage"')
  return was_sent and type(message) == "string" and message or nil
end

local function check_service_error(case, expected)
  local err = scripted.failure(run, case)
  assert.is_true(errors.is(err, "service"), tostring(err))
  assert.equal(expected.code, code_of(err))
  assert.equal(case.status, err.status)
  assert.equal(request_id_of(case), err.request_id)
  assert.same(without_nulls(conformance.value(expected.fields or {})), err.fields)
  local message = sent_message(case, expected.message)
  if message then assert.equal(message, err.message) end
end

local function check_case(case)
  if case.expect.ok then return check_success(case) end
  if case.expect.kind == "service_error" then return check_service_error(case, case.expect.error) end
  check_unreadable(case, case.expect.path)
end

local function check_departure(case, ours)
  if ours.error then return check_service_error(case, ours.error) end
  if ours.unreadable then return check_unreadable(case, ours.path) end
  check_output(case, ours.output or without_nulls(conformance.value(case.expect.output)))
end

for _, source in ipairs(conformance.sources("responses.json", "responses.json")) do
  describe("responses, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      local ours = not source.is_ours and departures[case.name]
      it(conformance.title(case, ours and ours.why), function()
        if ours then return check_departure(case, ours) end
        check_case(case)
      end)
    end

    if not source.is_ours then
      it("has no departure for a case that is not there", function()
        local known = {}
        for _, case in ipairs(source.cases) do known[case.name] = true end
        for name in pairs(departures) do assert.is_true(known[name], name) end
      end)
    end
  end)
end
