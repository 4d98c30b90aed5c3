-- Plans in files: a plan, whose text is of plain lines and which is saved and loaded as the same, or an error that names the
-- file.
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local plan_file = require "aws.plan.file"

local text_of_file
function core.read_file() return text_of_file end
function core.write_private_file(_, text)
  text_of_file = text
  return true
end

--- Id and sum of what is in a file are those that it says: the fuzzer would not guess a hash.
local function with_its(text, name, raised)
  local hash = raised and tostring(raised):match("has the " .. name .. " (%x+)")
  return hash and (text:gsub('("' .. name .. '": ?")[^"]*', "%1" .. hash, 1)) or text
end

return function(text)
  text_of_file = text
  local plan, raised = checks.typed(plan_file.load, "file.json")
  for _, name in ipairs({ "id", "sum" }) do
    text_of_file = with_its(text_of_file, name, raised)
    if not plan then plan, raised = checks.typed(plan_file.load, "file.json") end
  end
  if not plan then
    assert(raised.type == "ConfigError" and tostring(raised):find("file.json", 1, true))
    return
  end
  assert(not tostring(plan):find("[%z\1-\9\11-\31\127]"), "a control character in a plan's text")
  plan:save("file.json")
  local again = plan_file.load("file.json")
  assert(again.id == plan.id and tostring(again) == tostring(plan), "another plan")
  checks.same(plan.items, again.items)
end
