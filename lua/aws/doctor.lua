--- Finds out why nothing works: `require("aws.doctor").run{ service = "dms" }` looks at versions, files, settings, keys,
--- network, clock and permissions, in that order.
local door = require "aws.errors.door"
local require_late = require "aws.language.require_late"

---@class aws.DoctorDoor
local doctor = {}

--- What `run` takes: all that `new` takes, and
---@class (exact) aws.DoctorOptions: aws.Settings
---@field service? "dms"|"drs" whose client is examined; "dms" without it
---@field network? boolean false: no request is sent, and no program of a profile runs
---@field getenv? fun(name: string): string? the environment; os.getenv without it

---@class aws.DoctorReport
---@field ok boolean nothing has failed
---@field warnings integer
---@field failures integer
---@field checks aws.DoctorCheck[] in the order of the manual; a wrong clock before keys that have expired by it

---@class aws.DoctorCheck
---@field name string "region", "credentials.environment", …
---@field status "ok"|"warn"|"fail"|"skip"
---@field text string what was found, one line
---@field hint? string what to do, one line
---@field source? string where the value is from: "AWS_REGION", "profile p (/home/me/.aws/config)"

--- Examines what a client with these settings would have to work with. It only reads: of AWS's services it asks
--- GetCallerIdentity, and one operation that changes nothing. No secret is in the report, nor a whole access key id.
---@param options? aws.DoctorOptions
---@return aws.DoctorReport # a check that itself breaks has failed, and the others go on
---Raises ConfigError for options that do not fit, Interrupted at Ctrl-C.
function doctor.run(options)
  return require_late("aws.doctor.groups").run(options)
end

--- A report as one JSON document.
---@param report aws.DoctorReport
---@return string
function doctor.json(report)
  return require_late("aws.doctor.report").json(report)
end

door.make("aws.doctor", doctor)
return doctor
