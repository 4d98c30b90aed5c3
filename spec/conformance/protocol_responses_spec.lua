-- Answers of botocore's protocol suites: shapes of every kind, read by the protocols alone.
local conformance = require "spec.support.conformance"
local protocol = require "aws.protocol"

local data = conformance.load "protocol_responses.json"

--- Cases of things that the library does not have, with the reason.
local unsupported = {
  MediaTypeHeaderOutputBase64 = "JSON in a header (jsonvalue); neither service has that",
}

local PLAIN_MEMBERS = { "type", "required", "union", "min", "max", "payload" }

local function member_of(facts)
  return { shape = facts.shape, location = facts.location, location_name = facts.locationName }
end

--- A shape of the data in the terms of our models.
local function shape_of(facts)
  local shape = { timestamp_format = facts.timestampFormat }
  for _, name in ipairs(PLAIN_MEMBERS) do shape[name] = facts[name] end
  if facts.document then shape.type, facts.members = "document", nil end
  for _, name in ipairs({ "member", "key", "value" }) do shape[name] = facts[name] and facts[name].shape end
  if facts.members then
    shape.members = {}
    for name, member in pairs(facts.members) do shape.members[name] = member_of(member) end
  end
  return shape
end

local function operation_of(case)
  local service = {
    name = "toy",
    protocol = case.protocol == "restJson1" and "restJson1" or "awsJson1.1",
    target_prefix = "Toy",
    shapes = { Nothing = { type = "structure", members = {} } },
    operations = { run = { name = "Run", method = "POST", path = "/", input = "Nothing", output = case.output_shape } },
  }
  for name, facts in pairs(case.shapes) do service.shapes[name] = shape_of(facts) end
  return protocol.compile(service, "run")
end

local names = { NaN = 0 / 0, Infinity = math.huge, ["-Infinity"] = -math.huge }

--- Special floats come as the numbers that their names stand for.
local function expected_value(expected, got)
  if type(got) == "number" and names[expected] then return names[expected] end
  if type(expected) ~= "table" then return expected end
  local copy = {}
  for key, item in pairs(expected) do copy[key] = expected_value(item, type(got) == "table" and got[key]) end
  return copy
end

--- Equality in which NaN equals itself.
local function check_same(expected, got, where)
  if type(expected) ~= "table" then
    local both_nan = expected ~= expected and got ~= got
    if not both_nan then assert.equal(expected, got, where) end
    return
  end
  assert.equal("table", type(got), where)
  for key, item in pairs(expected) do check_same(item, got[key], where .. "." .. tostring(key)) end
  for key in pairs(got) do assert.is_not_nil(expected[key], where .. " has " .. tostring(key)) end
end

local function run(case)
  local output, fault = protocol.parse(operation_of(case), {
    status = case.status,
    headers = conformance.headers(case.headers),
    body = conformance.body(case),
  })
  return assert(output, fault)
end

--- An empty body of an operation whose output has members for it is an error of ours (design section 6).
local function is_empty_departure(case)
  if case.body ~= "" or case.shapes[case.output_shape].payload then return false end
  for _, member in pairs(case.shapes[case.output_shape].members) do
    if not member.location then return true end
  end
  return false
end

local function check(case)
  local output = run(case)
  check_same(expected_value(conformance.value(case.expect_output), output), output, "output")
end

describe("answers of the protocol suites", function()
  if not data then
    pending(conformance.absent)
    return
  end

  for _, case in ipairs(data.cases) do
    if is_empty_departure(case) and not unsupported[case.name] then
      it(case.name .. " (departure: an empty body is no output)", function()
        assert.has_error(function() run(case) end)
      end)
    elseif not unsupported[case.name] then
      it(case.name, function() check(case) end)
    end
  end

  it("leave out only cases that are there", function()
    local known = {}
    for _, case in ipairs(data.cases) do known[case.name] = true end
    for name in pairs(unsupported) do assert.is_true(known[name], name) end
  end)
end)
