--- Which resources a plan is about: its `where`.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local options = require "aws.settings.options"

local filter = {}

---@class (exact) aws.PlanFilter what an item has to be, all of it
---@field status? string|string[] its state is this one, or one of these
---@field names? string a Lua pattern that its name fits
---@field ids? string[] its ARN or id is one of these
---@field tags? table<string, string> it has these tags
---@field match? fun(item: aws.PlanItem, resource: table): any true for it, asked last; what it raises ends the plan
---@field [string] aws.NotAMember

local function fault_of_text(value)
  if type(value) ~= "string" then return checks.string(value) end
  if value == "" then return "is empty" end
end

local function fault_of_list(value)
  if type(value) ~= "table" then return ("is a %s, not a list of texts"):format(type(value)) end
  local count = 0
  for key, text in iterate.next, value do
    count = count + 1
    if type(key) ~= "number" or fault_of_text(text) then return "is not a list of texts" end
  end
  if count ~= #value then return "is a list with holes" end
  if count == 0 then return "is an empty list" end
end

local function fault_of_tags(value)
  if type(value) ~= "table" then return ("is a %s, not a table of tags"):format(type(value)) end
  for key, text in iterate.next, value do
    if type(key) ~= "string" or type(text) ~= "string" then return 'is not a table of tags: { env = "test" }' end
  end
end

local checks_by_name = {
  status = function(value)
    if type(value) == "string" then return fault_of_text(value) end
    return fault_of_list(value)
  end,
  names = fault_of_text,
  ids = fault_of_list,
  tags = fault_of_tags,
  match = checks.callable,
}

local words = { table = "where is a table", unknown = "where", wrong = "where.%s" }

local function set_of(list)
  if list == nil then return nil end
  local set = {}
  for _, text in iterate.list(type(list) == "table" and list or { list }) do set[text] = true end
  return set
end

--- What a plan's `where` says, read.
---@class aws.PlanChoice
---@field states? table<string, true>
---@field ids? table<string, true>
---@field id_list? string[]
---@field names? string
---@field tags? table<string, string>
---@field match? function
---@field needs_tags boolean

--- Reads a plan's `where`.
---@param given any
---@return aws.PlanChoice # raises ConfigError
function filter.read(given)
  local own, fault, problems = options.read(given, checks_by_name, words)
  if not own then errors.unfit("aws.plan: " .. fault, problems) end
  local tags = own.tags and next(own.tags) ~= nil and own.tags or nil
  return {
    states = set_of(own.status), ids = set_of(own.ids), id_list = own.ids, names = own.names, tags = tags, match = own.match,
    needs_tags = tags ~= nil or own.match ~= nil,
  }
end

--- Whether a text fits a pattern. Lua finds some faults of a pattern only while it matches.
local function fits(text, pattern)
  local ok, found = pcall(string.find, text, pattern)
  if not ok and not errors.is_interruption(found) then errors.config("aws.plan: where.names is not a pattern: %s", found) end
  if not ok then error(found, 0) end
  return found ~= nil
end

--- Whether an item is chosen by what a listing shows of it.
---@param choice aws.PlanChoice
---@param item aws.PlanItem
---@return boolean # raises ConfigError for a pattern that is not one
function filter.by_look(choice, item)
  return (not choice.states or choice.states[item.state] == true) and (not choice.ids or choice.ids[item.id] == true)
    and (not choice.names or fits(item.name, choice.names))
end

--- Whether an item is chosen by its tags, where that counts. One that has none, not even an empty table, is gone.
---@param choice aws.PlanChoice
---@param item aws.PlanItem
---@return boolean
function filter.by_tags(choice, item)
  if not choice.needs_tags then return true end
  if not item.tags then return false end
  for key, text in iterate.pairs(choice.tags or {}) do
    if item.tags[key] ~= text then return false end
  end
  return true
end

return filter
