--- A plan as text for people: what would be done, what not and why, what could not be read.
local core = require "aws.core"
local kinds = require "aws.plan.kinds"
local printable = require "aws.text.printable"

--- A title or an item as the cells of a line.
local function cells(kind, values)
  local list = { values.account, values.region, values.name }
  if not kind.has_telling_names then list[#list + 1] = values.id end
  for _, name in ipairs({ "state", "action", "reason" }) do list[#list + 1] = values[name] end
  for i, text in ipairs(list) do list[i] = printable.escape(text) end
  return list
end

local titles =
  { account = "account", region = "region", name = "name", id = "id", state = "state", action = "action", reason = "reason" }

local function add_items(lines, plan, kind)
  if #plan.items == 0 then
    lines[#lines + 1] = "nothing fits"
    return
  end
  local rows = { cells(kind, titles) }
  for i, item in ipairs(plan.items) do rows[i + 1] = cells(kind, item) end
  for _, line in ipairs(printable.columns(rows)) do lines[#lines + 1] = line end
end

--- A target in words: its number, and what is known of it.
local function place_of(entry)
  local words = { entry.region, entry.account and "account " .. entry.account, entry.profile and "profile " .. entry.profile }
  local parts = {}
  for i = 1, 3 do parts[#parts + 1] = words[i] end
  return printable.escape(("target %d (%s)"):format(entry.target, table.concat(parts, ", ")))
end

local function add_notes(lines, plan)
  for _, entry in ipairs(plan.unreadable) do
    lines[#lines + 1] = ("not read: %s: %s"):format(place_of(entry), printable.escape(tostring(entry.error)))
  end
  for _, entry in ipairs(plan.duplicates) do
    lines[#lines + 1] = ("%s is the same as target %d: each item is listed once"):format(place_of(entry), entry.same_as)
  end
  for _, id in ipairs(plan.missing) do lines[#lines + 1] = "not found: " .. printable.escape(id) end
end

local function summary_of(plan, kind)
  local parts = {}
  for i, action in ipairs(kind.actions) do parts[i] = ("%d %s"):format(plan.summary[action], kind.words[action]) end
  local count = plan.summary.unreadable
  local unread = count > 0 and ("; %d target%s not read"):format(count, count == 1 and "" or "s") or ""
  return table.concat(parts, ", ") .. unread
end

--- A plan as text.
---@param plan aws.Plan
---@return string lines without a line feed at the end
return function(plan)
  local kind = kinds.of(plan.service)
  local lines = { ("%s.%s, seen %s"):format(plan.service, plan.action, core.format_timestamp(math.floor(plan.time), "iso8601")) }
  add_items(lines, plan, kind)
  add_notes(lines, plan)
  lines[#lines + 1] = summary_of(plan, kind)
  lines[#lines + 1] = "plan " .. plan.id
  return table.concat(lines, "\n")
end
