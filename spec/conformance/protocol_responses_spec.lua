-- Answers of made-up shapes of every kind, read by the protocols alone; botocore's protocol suites, where they are there.
local conformance = require "spec.support.conformance"
local protocol = require "aws.protocol"
local toy_service = require "spec.support.toy_service"

--- Cases of things that the library does not have, with the reason.
local unsupported = {
  MediaTypeHeaderOutputBase64 = "JSON in a header (jsonvalue); neither service has that",
}

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
  local output, fault = protocol.parse(toy_service.operation(case), {
    status = case.status,
    headers = conformance.headers(case.headers),
    body = conformance.body(case),
  })
  return assert(output, fault)
end

--- An empty body of an operation whose output has members for it is an error of ours.
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

for _, source in ipairs(conformance.sources("shape_answers.json", "protocol_responses.json")) do
  describe("answers of made-up shapes, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      if is_empty_departure(case) and not unsupported[case.name] then
        it(conformance.title(case, "an empty body is not an output"), function()
          assert.has_error(function() run(case) end)
        end)
      elseif not unsupported[case.name] then
        it(conformance.title(case), function() check(case) end)
      end
    end

    if not source.is_ours then
      it("leave out only cases that are there", function()
        local known = {}
        for _, case in ipairs(source.cases) do known[case.name] = true end
        for name in pairs(unsupported) do assert.is_true(known[name], name) end
      end)
    end
  end)
end
