--- Looks at what a plan's targets have. Nothing here changes anything.
local errors = require "aws.errors.typed"
local filter = require "aws.plan.filter"
local map = require "aws.map"
local require_late = require "aws.language.require_late"

local look = {}

--- One target, before and after it was looked at.
---@class aws.PlanPlace
---@field target integer
---@field client? table until it was looked at
---@field region string
---@field profile? string
---@field account? string
---@field items aws.PlanItem[] chosen by all but `match`
---@field resources table<aws.PlanItem, table>
---@field found table<string, true> the ids of `where` that are here
---@field error? aws.Error why it could not be read

--- Makes the client of a target. An error says which target it was.
local function open(module, settings, target)
  local ok, client = pcall(module.new, settings)
  if ok then return client end
  if errors.is(client) then client.message = ("targets[%d]: %s"):format(target, client.message) end
  error(client, 0)
end

---@param job aws.PlanJob
---@param places aws.PlanPlace[] gets one for each target
local function open_all(job, places)
  local module = require_late(job.kind.module)
  for target, settings in ipairs(job.targets) do
    local client = open(module, settings, target)
    settings.region = settings.region or client.config.region -- a plan says itself which region it is about
    places[target] = {
      target = target, client = client, region = client.config.region, profile = settings.profile, items = {}, resources = {},
      found = {},
    }
  end
end

local function close(place)
  if place.client then place.client.close() end
  place.client = nil
end

local function close_all(places)
  for _, place in ipairs(places) do close(place) end
end

---@return aws.PlanItem
local function item_of(job, place, resource)
  local kind = job.kind
  local action, reason, hint = kind.decide(resource, job.options)
  return {
    account = place.account, region = place.region, id = kind.id(resource), name = kind.name(resource), state = kind.state(resource),
    action = action, reason = reason, hint = hint, tags = kind.tags and kind.tags(resource) or nil, target = place.target,
  }
end

--- Keeps the items whose tags are right.
local function choose_by_tags(job, place)
  local chosen = {}
  if job.choice.needs_tags and job.kind.add_tags then job.kind.add_tags(place.client, place.items) end
  for _, item in ipairs(place.items) do
    if filter.by_tags(job.choice, item) then chosen[#chosen + 1] = item end
  end
  place.items = chosen
end

--- Reads a target. What has no id cannot be written to, and is left out.
local function read(job, place)
  local kind, choice = job.kind, job.choice
  place.account = place.client.get_caller_identity().account
  for resource in kind.each(place.client) do
    if kind.id(resource) then
      local item = item_of(job, place, resource)
      if choice.ids and choice.ids[item.id] then place.found[item.id] = true end
      if filter.by_look(choice, item) then
        place.items[#place.items + 1], place.resources[item] = item, resource
      end
    end
  end
  choose_by_tags(job, place)
end

--- Whether what was raised says something of this target alone: that it refuses, cannot be reached, has no keys.
local function is_of_target(raised)
  return errors.is(raised) and raised.kind ~= "interrupted" and raised.service ~= nil
end

--- Reads a target, or notes why it cannot be read.
local function visit(job, place)
  local ok, raised = pcall(read, job, place)
  close(place)
  if ok then return end
  if not is_of_target(raised) then error(raised, 0) end
  place.items, place.error = {}, raised
end

local function visit_all(job, places)
  local results = map(places, function(place) visit(job, place) end, { concurrency = job.concurrency, stop_on_error = true })
  for _, result in ipairs(results) do
    if not result.ok and not result.skipped then error(result.error, 0) end
  end
end

--- Looks at all targets, many at a time. Each has a client of its own, which is closed afterwards whatever happens.
---@param job aws.PlanJob
---@return aws.PlanPlace[] # in the order of the targets
---Raises ConfigError, NoRegionError and ProfileNotFound for settings that do not fit, before anything is asked; Interrupted,
---MapTimeout, and what a debug hook raises.
function look.at_all(job)
  local places = {}
  local ok, raised = pcall(open_all, job, places)
  if ok then ok, raised = pcall(visit_all, job, places) end
  close_all(places)
  if not ok then error(raised, 0) end
  return places
end

return look
