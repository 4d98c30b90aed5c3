-- Random inputs and answers of a model: encoded and decoded as a plain codec does it.
local bytes = require "spec.fuzz.support.bytes"
local core = require "aws.core"
local json = require "spec.support.json"
local plain_codec = require "spec.support.plain_codec"
local shapes = require "spec.fuzz.support.shapes"

local model = { shapes = {}, protocol = "awsJson1.1", target_prefix = "X" }
for name, shape in pairs(shapes) do model.shapes[name] = shape end
-- A free-form value is not sent, and an HTTP date has no fraction of a second.
model.shapes.Output = { type = "structure", members = {} }
for name, member in pairs(shapes.Output.members) do
  if name ~= "Any" and name ~= "Anys" and name ~= "Http" then model.shapes.Output.members[name] = member end
end
local input_shape, output_shape = core.shape(model.shapes, "Output", "input"), core.shape(model.shapes, "Output", "output")
local operation = { name = "X", input = "Output", method = "POST", path = "/" }

local function check(difference)
  if difference then error(difference, 0) end
end

return function(input)
  local source = bytes.new(input)
  local value = source:value(model, "Output", 1)
  local text, problems = core.encode(input_shape, value)
  if not text then error(problems[1].path .. " " .. problems[1].message) end
  check(plain_codec.difference(plain_codec.request(model, operation, value).body, json.decode(text), "request"))
  local answer = source:json(model, "Output", 1)
  check(plain_codec.difference(plain_codec.output(model, "Output", answer), assert(core.decode(output_shape, answer)), "answer"))
end
