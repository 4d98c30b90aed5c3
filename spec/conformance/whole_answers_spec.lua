-- Answers of every operation of both services: full, random and least bodies, with what botocore reads in them.
local conformance = require "spec.support.conformance"
local whole_cases = require "spec.support.whole_cases"

local OURS = { "whole_answers_dms.json", "whole_answers_drs.json" }

local scalars = { boolean = true, blob = "b", integer = 0, long = 0, double = 0, timestamp = 0 }

local value_of

--- A structure with what has to be there.
local function structure_of(model, shape)
  local value, wanted = {}, shape.required or {}
  if shape.union then wanted = { (next(shape.members)) } end
  for _, name in ipairs(wanted) do
    local member = shape.members[name]
    value[name] = value_of(model, type(member) == "table" and member.shape or member)
  end
  return value
end

--- A value of a shape that passes validation.
function value_of(model, name)
  local shape = model.shapes[name] or { type = name }
  local least = shape.min or 0
  if shape.type == "structure" then return structure_of(model, shape) end
  if shape.type == "string" then return ("a"):rep(math.max(least, 1)) end
  local value = scalars[shape.type]
  if value == nil then value = {} end
  if shape.type == "list" then
    for i = 1, least do value[i] = value_of(model, shape.member) end
  end
  return type(value) == "number" and least or value
end

local function input_of(case)
  local model = require("aws.model." .. case.service)
  local name = model.operations[case.operation].input
  return name and value_of(model, name)
end

local function check(case)
  local answer = { status = case.status, headers = { ["x-amzn-requestid"] = "id" }, body = case.body }
  local output = whole_cases.client(case, answer)[case.operation](input_of(case))
  assert.same(whole_cases.value(case.expect), output)
end

for _, source in ipairs(conformance.sources(OURS, "whole_answers.json")) do
  describe("answers of whole services, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      it(case.name, function() check(case) end)
    end
  end)
end
