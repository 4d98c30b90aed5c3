--- Makes plans: looks at all targets, and says what a run would do.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local look = require "aws.plan.look"
local object = require "aws.plan.object"
local request = require "aws.plan.request"
local user_functions = require "aws.waiting.user_functions"

--- The account and region of a place as one text.
local function key_of(place)
  return place.account .. " " .. place.region
end

--- The items of all places, each once, and the targets that are the same as others.
---@param places aws.PlanPlace[]
---@return { item: aws.PlanItem, resource: table }[] entries
---@return aws.PlanDuplicate[] duplicates
local function merge(places)
  local entries, duplicates, first_of, seen = {}, {}, {}, {}
  for _, place in ipairs(places) do
    if not place.error then
      local key = key_of(place)
      local first = first_of[key]
      if first then
        duplicates[#duplicates + 1] = { target = place.target, same_as = first, account = place.account, region = place.region }
      end
      first_of[key] = first or place.target
      for _, item in ipairs(place.items) do
        local own = key .. " " .. item.id
        if not seen[own] then entries[#entries + 1] = { item = item, resource = place.resources[item] } end
        seen[own] = true
      end
    end
  end
  return entries, duplicates
end

local function before(one, other)
  for _, name in ipairs({ "account", "region", "name", "id" }) do
    if one[name] ~= other[name] then return ascii.before(one[name], other[name]) end
  end
  return false
end

--- The items that `match` takes, sorted. It is asked here and not while targets are read: it may wait, and raise anything.
local function choose(entries, match)
  local items = {}
  for _, entry in ipairs(entries) do
    if not match or match(entry.item, entry.resource) then items[#items + 1] = entry.item end
  end
  table.sort(items, before)
  return items
end

---@return aws.PlanUnreadable[]
local function unreadable(places)
  local list = {}
  for _, place in ipairs(places) do
    if place.error then
      list[#list + 1] =
        { account = place.account, region = place.region, profile = place.profile, target = place.target, error = place.error }
    end
  end
  return list
end

--- The ids of `where` that no place has.
local function missing(places, ids)
  local list, found = {}, {}
  for _, place in ipairs(places) do
    for _, id in iterate.list(ids or {}) do found[id] = found[id] or place.found[id] end
  end
  for _, id in iterate.list(ids or {}) do
    if not found[id] then list[#list + 1] = id end
    found[id] = true
  end
  return list
end

--- The time by the first target's clock, which is the age's that a run asks for, too. What is not a function the client refuses.
local function time_of(job)
  local now = job.targets[1].now
  return user_functions.now({ now = type(now) == "function" and now or core.now }, 0)
end

--- Makes a plan.
---@param given aws.PlanRequest
---@return aws.Plan
---Raises ConfigError for what is asked in a wrong way, NoRegionError and ProfileNotFound for targets; what `match` raises;
---Interrupted, MapTimeout, and what a debug hook raises. What a target refuses is in the plan.
return function(given)
  local job = request.read(given)
  local time = time_of(job)
  local places = look.at_all(job)
  local entries, duplicates = merge(places)
  return object.new({
    service = job.service, action = job.kind.action, options = job.options, targets = job.targets, time = time,
    items = choose(entries, job.choice.match), unreadable = unreadable(places), duplicates = duplicates,
    missing = missing(places, job.choice.id_list),
  })
end
