-- What aws.show prints: of any values lines without what steers a terminal; what is in JSON reads back as it was.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local show = require "aws.show"

local compile = loadstring or load
local shape = core.shape({}, "document")
local all = { depth = 100, items = 1e6, bytes = 1e6 }

local function check_lines(text)
  assert(not text:find("[%z\1-\9\11-\31\127]"), "a control character")
  assert(not text:find("\194[\128-\159]"), "a control character of Unicode")
end

--- A text that is Lua, unless it leaves something out.
local function check_value(value, text)
  if text:find("[redacted]", 1, true) or text:find("-- …", 1, true) then return end
  local chunk, fault = compile("return " .. text)
  if not chunk then error(fault .. ": " .. text) end
  checks.same(value, chunk(), "another value")
end

return function(input)
  local value = core.decode(shape, input)
  if value ~= nil then
    local text = show.text(value, all)
    check_lines(text)
    check_value(value, text)
  end
  local source = bytes.new(input)
  local limits = { width = source:pick(200), depth = source:pick(9), items = source:pick(9), bytes = source:pick(50) }
  check_lines(show.text(source:anything(1), limits))
  check_lines(show.escape(input))
end
