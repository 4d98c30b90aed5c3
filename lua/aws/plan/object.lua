--- Plans: what they have, and what they can do.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local kinds = require "aws.plan.kinds"
local require_late = require "aws.language.require_late"

local object = {}

---@class aws.Plan
---@field service "dms"|"drs"
---@field action "ensure_stopped"|"retry_if_stalled" the helper that `run` calls
---@field options table of the helper
---@field targets table[] settings of clients, as they were given, and the region; one for each region
---@field time number epoch seconds at which the look began, by the `now` of the first target
---@field items aws.PlanItem[] sorted by account, region and name
---@field unreadable aws.PlanUnreadable[]
---@field duplicates aws.PlanDuplicate[] targets that are the same account and region as another one
---@field missing string[] ids of `where` that were not found
---@field summary table<string, integer> how many items have each action, and how many targets are `unreadable`
---@field id string a hash of service, action, options and items
---@field save fun(self: aws.Plan, path: string)
---@field run fun(self: aws.Plan, options: aws.PlanRunOptions): aws.PlanReport

---@class aws.PlanItem
---@field account string
---@field region string
---@field id string ARN of a replication, id of a source server
---@field name string
---@field state string
---@field action "stop"|"wait"|"nothing"|"retry"|"start"|"skip"
---@field reason string
---@field hint? string what to look at
---@field tags? table<string, string> of a replication where `where` asks for tags; of a server always
---@field target integer index of plan.targets

---@class aws.PlanUnreadable
---@field account? string
---@field region string
---@field profile? string
---@field target integer
---@field error aws.Error

---@class aws.PlanDuplicate
---@field target integer
---@field same_as integer the target whose items count
---@field account string
---@field region string

--- Hexadecimal digits of an id: as many as one still types.
local ID_DIGITS = 12

-- The id --------------------------------------------------------------------------------------------------------

local function text_of(value)
  return type(value) == "number" and ascii.number("%.17g", value) or tostring(value)
end

--- Adds texts so that no two lists of texts are the same text.
local function add(parts, ...)
  for i = 1, select("#", ...) do
    local text = text_of((select(i, ...)))
    parts[#parts + 1] = #text .. ":" .. text
  end
end

local function add_options(parts, options)
  for _, name in ipairs(ascii.sorted_keys(options)) do add(parts, name, type(options[name]), options[name]) end
end

--- What an id says of an item, in an order that does not depend on names.
local function lines_of(items)
  local lines = {}
  for i, item in ipairs(items) do
    local parts = {}
    add(parts, item.account, item.region, item.id, item.state, item.action)
    lines[i] = table.concat(parts)
  end
  table.sort(lines, ascii.before)
  return lines
end

--- The id of a plan, by what it would do.
---@param plan table
---@return string # raises ConfigError where OpenSSL fails
function object.id(plan)
  local parts = {}
  add(parts, plan.service, plan.action)
  add_options(parts, plan.options)
  add(parts, table.concat(lines_of(plan.items), "\n"))
  local digits, fault = core.sha256_hex(table.concat(parts, "\n"))
  if not digits then errors.config("aws.plan: %s", fault) end
  return digits:sub(1, ID_DIGITS)
end

-- Plans ---------------------------------------------------------------------------------------------------------

local methods = {}

--- Writes the plan to a file of mode 0600, as JSON: without keys, functions and passwords of proxies.
---@param path string
---Raises ConfigError for a path that cannot be written.
function methods:save(path)
  return require_late("aws.plan.file").save(self, path)
end

--- Does what the plan says, many items at a time.
---@param options aws.PlanRunOptions
---@return aws.PlanReport
---Raises NotConfirmed, PlanTooOld, WrongAccount, ReportLocked, ConfigError before anything is sent; Interrupted and what
---`on_item` raises, with `report`.
function methods:run(options)
  return require_late("aws.plan.run")(self, options)
end

local metatable = { __index = methods, __name = "aws.Plan" }

--- The plan as a table for people.
function metatable.__tostring(plan)
  return require_late("aws.plan.text")(plan)
end

---@return table<string, integer>
local function summary_of(plan)
  local counts = { unreadable = #plan.unreadable }
  for _, action in ipairs(kinds.of(plan.service).actions) do counts[action] = 0 end
  for _, item in ipairs(plan.items) do counts[item.action] = counts[item.action] + 1 end
  return counts
end

--- Makes a plan of what it has; summary and id are added.
---@param fields table changed
---@return aws.Plan
function object.new(fields)
  fields.summary, fields.id = summary_of(fields), object.id(fields)
  return setmetatable(fields, metatable)
end

--- Whether a value is a plan.
---@param value any
---@return boolean
function object.is(value)
  return type(value) == "table" and getmetatable(value) == metatable
end

return object
