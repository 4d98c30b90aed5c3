--- What a plan is asked for, read and checked before anything is looked at.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local filter = require "aws.plan.filter"
local iterate = require "aws.language.iterate"
local kinds = require "aws.plan.kinds"
local options = require "aws.settings.options"

local request = {}

---@class (exact) aws.PlanTarget: aws.Settings settings of a client
---@field regions? string[] one target for each of these regions

---@class (exact) aws.PlanRequest
---@field service "dms"|"drs"
---@field action? "ensure_stopped"|"retry_if_stalled" the service's own by default
---@field targets? aws.PlanTarget[] where to look; one client with default settings without it
---@field where? aws.PlanFilter
---@field options? aws.EnsureStoppedOptions|aws.RetryIfStalledOptions of the helper; none that is a function, or belongs to a target
---@field concurrency? integer targets that are read at a time, 16 by default
---@field [string] aws.NotAMember

local function any_table(value)
  if type(value) ~= "table" then return ("is a %s, not a table"):format(type(value)) end
end

local checks_by_name = {
  service = checks.string, action = checks.string, targets = any_table, where = any_table, options = any_table,
  concurrency = checks.count,
}

local words = { table = "aws.plan takes a table", unknown = "field of aws.plan", wrong = "aws.plan: %s" }

local function refuse(message, ...)
  errors.config("aws.plan: " .. message, ...)
end

-- Options -------------------------------------------------------------------------------------------------------

--- Options of the helper that a plan cannot have, and why.
local misplaced = {
  credentials = "belongs to a target",
  region = "belongs to a target",
  dry_run = "is what a plan is",
  on_poll = "is a function, which a plan cannot keep",
}

--- The helper's options, as a table of their own.
---@param kind aws.PlanKind
---@param given? table
---@return table # raises ConfigError
function request.read_options(kind, given)
  local own = {}
  for name, value in iterate.next, given or {} do
    if misplaced[name] then refuse("options.%s %s", name, misplaced[name]) end
    own[name] = value
  end
  local mine, fault, problems = kind.read_options(own)
  if not mine then errors.unfit("aws.plan: options: " .. fault, problems) end
  return own
end

-- Targets -------------------------------------------------------------------------------------------------------

local function check_list(list, what)
  local count = 0
  for key in iterate.next, list do
    count = count + 1
    if type(key) ~= "number" then refuse("%s is not a list", what) end
  end
  if count ~= #list then refuse("%s is a list with holes", what) end
  if count == 0 then refuse("%s is an empty list", what) end
end

--- Adds a target; one with a list of regions for each of these.
local function add_target(targets, given, place)
  local fault = any_table(given)
  if fault then refuse("%s %s", place, fault) end
  local own = iterate.copy(given)
  local regions = own.regions
  own.regions = nil
  if regions == nil then
    targets[#targets + 1] = own
    return
  end
  if type(regions) ~= "table" then refuse("%s.regions is a %s, not a list", place, type(regions)) end
  if own.region ~= nil then refuse("%s has both region and regions", place) end
  check_list(regions, place .. ".regions")
  for _, region in iterate.list(regions) do
    targets[#targets + 1] = iterate.copy(own)
    targets[#targets].region = region
  end
end

local function read_targets(given)
  if given == nil then return { {} } end
  check_list(given, "targets")
  local targets = {}
  for i, target in iterate.list(given) do add_target(targets, target, ("targets[%d]"):format(i)) end
  return targets
end

-- All of it -----------------------------------------------------------------------------------------------------

---@class aws.PlanJob a plan that is being made
---@field service string
---@field kind aws.PlanKind
---@field options table of the helper
---@field targets table[] settings of one client each
---@field choice aws.PlanChoice
---@field concurrency? integer

--- Reads what a plan is asked for.
---@param given any
---@return aws.PlanJob # raises ConfigError
function request.read(given)
  local own, fault, problems = options.read(given == nil and {} or given, checks_by_name, words)
  if not own then errors.unfit(fault, problems) end
  local kind = kinds.of(own.service, own.action)
  return {
    service = own.service, kind = kind, options = request.read_options(kind, own.options), targets = read_targets(own.targets),
    choice = filter.read(own.where), concurrency = own.concurrency,
  }
end

return request
