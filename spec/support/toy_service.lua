--- Shapes as botocore's models write them, in the terms of ours, and an operation that has them.
local protocol = require "aws.protocol"

local toy_service = {}

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

--- An operation of a service of its own.
---@param case table `protocol`, `shapes`, and what it has of `method`, `path`, `input_shape`, `output_shape`
---@return aws.Operation
function toy_service.operation(case)
  local service = {
    name = "toy",
    protocol = case.protocol == "restJson1" and "restJson1" or "awsJson1.1",
    target_prefix = "Toy",
    shapes = { Nothing = { type = "structure", members = {} } },
    operations = {
      run = {
        name = "Run", method = case.method or "POST", path = case.path or "/",
        input = case.input_shape or "Nothing", output = case.output_shape,
      },
    },
  }
  for name, facts in pairs(case.shapes) do service.shapes[name] = shape_of(facts) end
  return protocol.compile(service, "run")
end

return toy_service
