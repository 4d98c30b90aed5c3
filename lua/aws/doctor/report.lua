--- A report as JSON.
local core = require "aws.core"

local report = {}

local shapes = {
  Report = {
    type = "structure", members = { ok = "boolean", warnings = "integer", failures = "integer", checks = "Checks" },
  },
  Checks = { type = "list", member = "Check" },
  Check = {
    type = "structure", members = { name = "string", status = "string", text = "string", hint = "string", source = "string" },
  },
}

--- One document, in one line.
---@param value aws.DoctorReport
---@return string
function report.json(value)
  local text, problems = core.encode(core.shape(shapes, "Report"), value)
  return text or error("a report that cannot be written: " .. tostring(problems), 0)
end

return report
