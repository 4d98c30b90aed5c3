-- XML of STS: texts of elements or a fault; a comment at the end changes nothing, and a text that is escaped is read as it was.
local checks = require "spec.fuzz.support.checks"
local xml = require "aws.text.xml"

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&#x3E;", ["'"] = "&apos;", ['"'] = "&#34;" }

local function check_leaves(leaves)
  assert(next(leaves) ~= nil)
  for name, value in pairs(leaves) do
    assert(name:find("^[0-9A-Za-z_:.-]+/?[0-9A-Za-z_:.-]*$"), "a name")
    assert(type(value) == "string")
    local again = assert(xml.leaves("<?xml version='1.0'?><r><k a='1'>" .. value:gsub("[&<>'\"]", escapes) .. "</k></r>\n"))
    checks.same({ ["r/k"] = value }, again)
  end
end

return function(text)
  local leaves, fault = xml.leaves(text)
  if not leaves then return checks.message(fault, 200) end
  check_leaves(leaves)
  checks.same(leaves, xml.leaves(text .. "<!-- <end> & -->\n"))
  checks.same(leaves, xml.leaves("\n" .. text))
end
