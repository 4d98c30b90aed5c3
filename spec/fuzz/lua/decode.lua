-- Decoding by shape: of any text a value or a message; the same each time, and the same again after encoding.
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local shapes = require "spec.fuzz.support.shapes"

local names = { "Output", "Selves", "Tags", "Anys", "Matrix", "Choice", "Counts", "document", "string", "double", "timestamp" }
local compiled = {}
for i, name in ipairs(names) do compiled[i] = core.shape(shapes, name) end

--- What was read can be written, unless it cannot be an input; then it is read as the same.
local function check_again(shape, value)
  local json = core.encode(shape, value)
  if not json then return end
  checks.encoded_again(shape, checks.decoded(shape, json))
end

return function(input)
  local first = input:byte(1) or 0
  local shape, text = compiled[first % #names + 1], input:sub(2)
  local value, message = core.decode(shape, text, first >= 128)
  local again, message_again = core.decode(shape, text, first >= 128)
  checks.same(value, again)
  checks.same(message, message_again)
  if value == nil then return checks.message(message, 500) end
  assert(message == nil)
  check_again(shape, value)
end
