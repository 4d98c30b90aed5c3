--- Plans: what a helper would do to many replications or source servers, looked at before anything is done.
---
--- `aws.plan{ service = "dms", targets = { { region = "eu-west-1" } } }` makes one, `aws.plan.load(path)` reads one that was saved.
local door = require "aws.errors.door"
local require_late = require "aws.language.require_late"

---@class aws.PlanDoor: function
---@overload fun(request: aws.PlanRequest): aws.Plan
local plan = {}

--- Reads a plan that `plan:save` wrote.
---@param path string
---@return aws.Plan
---Raises ConfigError for a file that cannot be read, or is not a whole plan as it was saved.
function plan.load(path)
  return require_late("aws.plan.file").load(path)
end

door.make("aws.plan", plan, function(_, request) return require_late("aws.plan.build")(request) end)
return plan
