-- The doctor inside nginx: for doctor_spec.lua.
local doctor = require "aws.doctor"

local handlers = {}

--- A report, with the variables of a table in the place of the worker's.
function handlers.run(options, variables)
  options.getenv = function(name) return variables[name] end
  return doctor.run(options)
end

--- What it says in a phase that cannot wait, into a header.
function handlers.header_filter()
  local keys = { access_key_id = "AKIADOCTORSPECKEY001", secret_access_key = "x" }
  local report = handlers.run({ region = "us-east-1", credentials = keys, endpoint_url = "http://127.0.0.1:1" }, {})
  for _, check in ipairs(report.checks) do
    if check.status == "fail" then
      ngx.header["X-First-Failure"] = ngx.header["X-First-Failure"] or check.name
      ngx.header["X-" .. check.name:gsub("%W", "-")] = check.text
    end
  end
end

return handlers
