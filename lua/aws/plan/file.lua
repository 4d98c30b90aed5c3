--- Plans in files: written for their owner alone, and read strictly.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local kinds = require "aws.plan.kinds"
local object = require "aws.plan.object"
local option_reader = require "aws.settings.options"
local request = require "aws.plan.request"
local settings = require "aws.settings"
local user_functions = require "aws.waiting.user_functions"

local file = {}

--- What a file says that it is.
local FORMAT, VERSION = "aws-replication plan", 1

--- Bytes of the largest file that is read.
local LARGEST_FILE = 256 * 1024 * 1024

local function refuse(path, message, ...)
  errors.config("plan %s: %s", path, message:format(...))
end

-- Shapes --------------------------------------------------------------------------------------------------------

local function structure(members)
  return { type = "structure", members = members }
end

local function list_of(name)
  return { type = "list", member = name }
end

local json_types = { string = "string", boolean = "boolean", number = "double" }

--- The members of tables of plain values, by the types of these. A setting has one type in all of them.
local function members_of(tables)
  local members = {}
  for _, values in ipairs(tables) do
    for name, value in iterate.pairs(values) do members[name] = json_types[type(value)] end
  end
  return members
end

--- The shapes of a file. What is written of options and targets is known by their values; what is read may be anything.
---@param options? table<string, string> members
---@param target? table<string, string> members
local function shapes_of(options, target)
  return {
    Plan = structure({
      format = "string", version = "integer", service = "string", action = "string", time = "double", id = "string", sum = "string",
      options = options and "Options" or "document", targets = target and "Targets" or "document", items = "Items",
      unreadable = "Unreadable", duplicates = "Duplicates", missing = "Texts",
    }),
    Options = structure(options or {}), Target = structure(target or {}), Targets = list_of("Target"), Texts = list_of("string"),
    Items = list_of("Item"), Tags = { type = "map", key = "string", value = "string" },
    Item = structure({
      account = "string", region = "string", id = "string", name = "string", state = "string", action = "string", reason = "string",
      hint = "string", tags = "Tags", target = "integer",
    }),
    Unreadable = list_of("Place"),
    Place = structure({ account = "string", region = "string", profile = "string", target = "integer", error = "Error" }),
    Error = structure({
      kind = "string", type = "string", message = "string", service = "string", operation = "string", status = "integer",
      request_id = "string", attempts = "integer", applied = "string", hint = "string", provider = "string", credentials = "Keys",
    }),
    Keys = structure({ provider = "string", place = "string", key_id = "string" }), -- whose they were, as errors say it
    Duplicates = list_of("Duplicate"),
    Duplicate = structure({ target = "integer", same_as = "integer", account = "string", region = "string" }),
  }
end

-- Writing -------------------------------------------------------------------------------------------------------

--- The settings of a target that are not secret and can be written. `false` for a proxy is an empty text: members have one type.
local function plain_settings(target)
  local own = {}
  for _, setting in ipairs(settings.list) do
    local value = target[setting.name]
    if not setting.hidden and json_types[type(value)] then own[setting.name] = value end
  end
  if own.proxy == false then own.proxy = "" end
  if own.proxy and own.proxy:find("@", 1, true) then own.proxy = nil end
  return own
end

local function members_to_write(values, shape)
  local own = {}
  for name in iterate.pairs(shape.members) do own[name] = values[name] end
  return own
end

local function places_to_write(list, shapes)
  local places = {}
  for i, entry in ipairs(list) do
    places[i] = members_to_write(entry, shapes.Place)
    places[i].error = members_to_write(entry.error, shapes.Error)
  end
  return places
end

--- What is written of a plan, and the shapes of that.
local function document_of(plan)
  local targets = {}
  for i, target in ipairs(plan.targets) do targets[i] = plain_settings(target) end
  local shapes, items = shapes_of(members_of({ plan.options }), members_of(targets)), {}
  for i, item in ipairs(plan.items) do items[i] = members_to_write(item, shapes.Item) end
  return {
    format = FORMAT, version = VERSION, service = plan.service, action = plan.action, time = plan.time, id = plan.id,
    options = plan.options, targets = targets, items = items, unreadable = places_to_write(plan.unreadable, shapes),
    duplicates = plan.duplicates, missing = plan.missing,
  }, shapes
end

--- Adds a value to a text of which no two values have the same, whatever the order of its tables is.
local function add_canonical(parts, value)
  if type(value) ~= "table" then
    local text = type(value) == "number" and ascii.number("%.17g", value) or tostring(value)
    parts[#parts + 1] = ("%s %d:%s"):format(type(value), #text, text)
    return
  end
  local names = {}
  for name in iterate.next, value do names[#names + 1] = name end
  table.sort(names, function(one, other)
    if type(one) == "number" and type(other) == "number" then return one < other end
    return ascii.before(tostring(one), tostring(other))
  end)
  parts[#parts + 1] = ("table %d"):format(#names)
  for _, name in ipairs(names) do
    add_canonical(parts, name)
    add_canonical(parts, value[name])
  end
end

--- A hash of all that is in a file. A plan's id is of what it would do alone.
---@return string # raises ConfigError where OpenSSL fails
local function sum_of(document)
  local parts = {}
  add_canonical(parts, document)
  local sum, fault = core.sha256_hex(table.concat(parts, "\n"))
  return sum or errors.config("aws.plan: %s", fault)
end

local function check_path(path)
  if type(path) ~= "string" or path == "" then errors.config("aws.plan: the path of a plan is not a text") end
end

--- Writes a plan.
---@param plan aws.Plan
---@param path string
---Raises ConfigError for a path that cannot be written, and for a plan that was changed into something else.
function file.save(plan, path)
  check_path(path)
  if not object.is(plan) then errors.config("save is called with a colon: plan:save(path)") end
  local document, shapes = document_of(plan)
  document.sum = sum_of(document)
  local text, problems = core.encode(core.shape(shapes, "Plan"), document)
  if not text then refuse(path, "%s %s", problems[1].path, problems[1].message) end
  local is_written, fault = core.write_private_file(path, text)
  if not is_written then refuse(path, "%s", fault) end
end

-- Reading -------------------------------------------------------------------------------------------------------

--- What every plan, and every entry of a list, has to have.
local needed = {
  plan = { "service", "action", "time", "id", "options", "targets", "items", "unreadable", "duplicates", "missing", "sum" },
  items = { "account", "region", "id", "name", "state", "action", "reason", "target" },
  unreadable = { "region", "target", "error" },
  duplicates = { "account", "region", "target", "same_as" },
}

local function check_needed(path, place, value, names)
  for _, name in ipairs(names) do
    if value[name] == nil then refuse(path, "%s has no %s", place, name) end
  end
end

--- Checks the entries of a list, which all name a target.
local function check_entries(path, found, name)
  for i, entry in ipairs(found[name]) do
    local place = ("%s[%d]"):format(name, i)
    check_needed(path, place, entry, needed[name])
    for _, member in ipairs({ "target", "same_as" }) do
      local target = entry[member]
      if target and not found.targets[target] then refuse(path, "%s.%s is not one of the targets", place, member) end
    end
  end
end

local function check_actions(path, found, kind)
  local known = {}
  for _, action in ipairs(kind.actions) do known[action] = true end
  for i, item in ipairs(found.items) do
    if not known[item.action] then refuse(path, "items[%d].action is not one of %s", i, table.concat(kind.actions, ", ")) end
  end
end

local words = { table = "is not a table of settings", unknown = "setting", wrong = "%s" }

--- Settings that a file may have.
local function checks_of_settings()
  local known = {}
  for _, setting in ipairs(settings.list) do known[setting.name] = not setting.hidden and setting.check or nil end
  return known
end

local function read_targets(path, found)
  if type(found) ~= "table" or #found == 0 then refuse(path, "targets is not a list of targets") end
  local targets, known = {}, checks_of_settings()
  for i, target in ipairs(found) do
    if type(target) == "table" and target.proxy == "" then target.proxy = false end
    local own, fault = option_reader.read(target, known, words)
    if not own then refuse(path, "targets[%d]: %s", i, fault) end
    targets[i] = own
  end
  return targets
end

--- Runs a check whose errors do not name the file.
local function within(path, check, ...)
  local ok, result = pcall(check, ...)
  if ok then return result end
  if errors.is(result, "ConfigError") then refuse(path, "%s", (result.message:gsub("^aws%.plan: ", ""))) end
  error(result, 0)
end

local function check_options(path, kind, options)
  if type(options) ~= "table" then refuse(path, "options is not a table") end
  return within(path, request.read_options, kind, options)
end

local function read_document(path)
  local text, fault = core.read_file(path, LARGEST_FILE)
  if not text then refuse(path, "%s", fault) end
  local found, problem = core.decode(core.shape(shapes_of(), "Plan"), text)
  if not found then refuse(path, "is not the JSON expected (%s)", problem) end
  if found.format ~= FORMAT then refuse(path, "is not a plan") end
  if found.version ~= VERSION then refuse(path, "is of version %s, and %d is known", tostring(found.version), VERSION) end
  return found
end

--- What is in a file, checked.
local function read(path)
  local found = read_document(path)
  check_needed(path, "it", found, needed.plan)
  if not (found.time >= 0 and found.time < user_functions.END_OF_TIME) then refuse(path, "its time is not a time") end
  local kind = within(path, kinds.of, found.service, found.action)
  found.options = check_options(path, kind, found.options)
  found.targets = read_targets(path, found.targets)
  for _, name in ipairs({ "items", "unreadable", "duplicates" }) do check_entries(path, found, name) end
  check_actions(path, found, kind)
  for _, entry in ipairs(found.unreadable) do
    if not entry.error.type then refuse(path, "an error has no type") end
    entry.error = errors.new(entry.error)
  end
  return found
end

--- Reads a plan.
---@param path string
---@return aws.Plan
---Raises ConfigError.
function file.load(path)
  check_path(path)
  local found = read(path)
  local id, sum = found.id, found.sum
  found.format, found.version, found.sum = nil, nil, nil
  local plan = object.new(found)
  if plan.id ~= id then refuse(path, "was changed: its id is %s, and what is in it has the id %s", id:sub(1, 64), plan.id) end
  local own = sum_of((document_of(plan)))
  if own ~= sum then refuse(path, "was changed: its sum is %s, and what is in it has the sum %s", sum:sub(1, 64), own) end
  return plan
end

return file
