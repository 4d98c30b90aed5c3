-- Encoding: of any table JSON that a plain reader takes and that is decoded again, or a list of problems.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local json = require "spec.support.json"
local shapes = require "spec.fuzz.support.shapes"

local names = { "Output", "Selves", "Tags", "Anys", "Matrix", "Choice", "Counts", "document" }
local compiled, members = {}, {}
for i, name in ipairs(names) do compiled[i] = core.shape(shapes, name) end
for name in pairs(shapes.Output.members) do members[#members + 1] = name end
table.sort(members)

--- A table whose keys are often members' names.
local function value_of(source, depth)
  if source:once_in(3) or depth > 6 then return source:anything(depth) end
  local made = {}
  for i = 1, source:pick(4) - 1 do
    made[source:once_in(3) and i or source:one_of(members)] = value_of(source, depth + 1)
  end
  return made
end

local function check_problems(problems)
  assert(#problems > 0)
  for _, problem in ipairs(problems) do
    checks.message(problem.path, 256)
    checks.message(problem.message, 192)
  end
end

return function(input)
  local source = bytes.new(input)
  local shape = source:one_of(compiled)
  local value = value_of(source, 1)
  local text, problems = core.encode(shape, value)
  if not text then return check_problems(problems) end
  json.decode(text)
  local once, fault = core.decode(shape, text)
  if once == nil then return assert(text == "null" or fault:find("deep"), fault .. ": " .. text) end
  checks.encoded_again(shape, once)
end
