--- The services that there are plans for. What is particular to one is in a file of its own.
local errors = require "aws.errors.typed"
local require_late = require "aws.language.require_late"

local kinds = {}

--- What plans need to know of a service.
---@class aws.PlanKind
---@field module string the service's: "aws.dms"
---@field action string the helper that `run` calls
---@field actions string[] what an item's `action` may be
---@field words table<string, string> how many of each, in words: "to stop"
---@field has_telling_names? boolean an item's name says which one it is, without its id
---@field read_options fun(given: table): table?, any, aws.Problem[]? the options of the helper; or nil, what is wrong, and
---that as a list
---@field each fun(client: table): fun(): table? all resources of a client, from the pages
---@field id fun(resource: table): string?
---@field name fun(resource: table): string
---@field state fun(resource: table): string
---@field decide fun(resource: table, options: table): string, string, string? action, reason and hint
---@field tags? fun(resource: table): table<string, string> where resources carry them
---@field operation string what a run sends, as its report names it for an item to which nothing was sent
---@field identifier string member of that operation's input
---@field idle string action of items that need nothing
---@field writes table<string, boolean> actions of items that need a write
---@field takes_resend_after? boolean the helper has that option
---@field would_write fun(look: table): boolean by the result of the helper's dry run
---@field is_open? fun(result: table): boolean a write was sent, and the last look has not shown what came of it
---@field states fun(result: table): string, string seen first and last
---@field changed_at fun(result: table): number? epoch seconds of the last change of the kind that a write brings about
---@field add_tags? fun(client: table, items: aws.PlanItem[]) reads the tags of items; one without any afterwards is not there any more

local modules = { dms = "aws.plan.dms", drs = "aws.plan.drs" }

--- The kind of plan for a service and an action.
---@param service any
---@param action any nil for the service's own
---@return aws.PlanKind kind
---Raises ConfigError for what there are no plans for.
function kinds.of(service, action)
  local module = modules[service]
  if not module then errors.config('aws.plan: service is not "dms" or "drs"') end
  local kind = require_late(module)
  if action ~= nil and action ~= kind.action then errors.config("aws.plan: action of %s is not %q", service, kind.action) end
  return kind
end

return kinds
