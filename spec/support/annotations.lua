--- Type annotations (LuaCATS) derived from the models, and our own words for operations. `make annotations` writes them to
--- lua/aws/types/, one file a service; a spec compares the two.
local ascii = require "aws.text.ascii"
local facts = require "spec.models.facts"
local wait = require "aws.wait"

local annotations = {}

local SERVICES = { "dms", "drs" }

--- Functions that a service has besides its operations.
local helpers = {
  dms = {
    "ensure_stopped fun(input: aws.dms.StopReplicationMessage|string, options?: aws.EnsureStoppedOptions): aws.EnsureStoppedResult",
    "stop_reason fun(text?: string): string?, aws.StopClass",
  },
  drs = {
    "decide fun(server: aws.drs.SourceServer, options?: aws.RetryChoices): aws.RetryAction, string, string?",
    "retry_if_stalled fun(input: aws.drs.RetryDataReplicationRequest|string, options?: aws.RetryIfStalledOptions): "
      .. "aws.RetryIfStalledResult",
  },
}

local lua_types = {
  string = "string",
  blob = "string",
  integer = "integer",
  long = "integer",
  float = "number",
  double = "number",
  boolean = "boolean",
  timestamp = "number",
  document = "any",
}

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, ascii.before)
  return keys
end

local function quoted(values)
  local parts = {}
  for i, value in ipairs(values) do parts[i] = ("%q"):format(value) end
  return table.concat(parts, "|")
end

local function add(out, text, ...)
  out[#out + 1] = text:format(...)
end

--- The type of a shape as an annotation writes it.
local function type_of(service, shape_name)
  local shape = service.shapes[shape_name]
  if not shape then return lua_types[shape_name] end
  if shape.type == "structure" or shape.enum then return ("aws.%s.%s"):format(service.name, shape_name) end
  if shape.type == "list" then return type_of(service, shape.member) .. "[]" end
  if shape.type == "map" then return ("table<string, %s>"):format(type_of(service, shape.value)) end
  return lua_types[shape.type]
end

local function note_of(service, member, shape_name)
  local shape = service.shapes[shape_name] or { type = shape_name }
  local notes = {}
  if type(member) == "table" and member.deprecated then notes[#notes + 1] = "deprecated" end
  if shape.type == "timestamp" then notes[#notes + 1] = "seconds since the epoch" end
  return #notes > 0 and " " .. table.concat(notes, "; ") or ""
end

--- Members that a service may leave out, as it may all of an error's, are optional.
local function add_structure(out, service, name)
  local shape, required = service.shapes[name], {}
  for _, member in ipairs(not shape.exception and shape.required or {}) do required[member] = true end
  add(out, "")
  add(out, "---@class aws.%s.%s%s", service.name, name, shape.union and " exactly one member is set" or "")
  for _, key in ipairs(sorted_keys(shape.members or {})) do
    local member = shape.members[key]
    local shape_name = type(member) == "table" and member.shape or member
    local field = key:find("^[A-Za-z_][A-Za-z0-9_]*$") and key or ("[%q]"):format(key)
    add(out, "---@field %s%s %s%s", field, required[key] and "" or "?", type_of(service, shape_name),
      note_of(service, member, shape_name))
  end
  if shape.union then add(out, "---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known") end
end

--- AWS adds values to enumerations, so any string fits one.
local function add_enumeration(out, service, name)
  add(out, "")
  add(out, "---@alias aws.%s.%s string|%s", service.name, name, quoted(service.shapes[name].enum))
end

--- What is said of an operation beyond its name and types.
local function words_of(operation, own)
  local words = own.destructive[operation.name] or own.words[operation.name]
  if operation.destructive then words = "Destructive. " .. (words or "") end
  if operation.deprecated then words = "Deprecated by AWS. " .. (words or "") end
  return words
end

--- An input without a member that is required may be left out.
local function input_of(service, operation)
  if not operation.input then return "input?: table" end
  local required = service.shapes[operation.input].required or {}
  return (#required > 0 and "input: " or "input?: ") .. type_of(service, operation.input)
end

local function output_of(service, operation)
  return operation.output and type_of(service, operation.output) or "table"
end

local function add_operations(out, service, own, class, result)
  add(out, "")
  add(out, "---@class aws.%s.%s", service.name, class)
  for _, name in ipairs(sorted_keys(service.operations)) do
    local operation = service.operations[name]
    local words = not result and words_of(operation, own)
    if words then add(out, "--- %s.", words) end
    add(out, "---@field %s fun(%s, options?: aws.Options): %s", name, input_of(service, operation),
      result or output_of(service, operation) .. ", aws.Metadata")
  end
end

--- The type of an item of an operation's pages.
local function item_of(service, operation)
  local shape = service.shapes[operation.output]
  local member = shape.members[operation.pages.items]
  return type_of(service, service.shapes[type(member) == "table" and member.shape or member].member)
end

--- What functions for pages return, by their table.
local listings = {
  { "Pages", function(service, operation) return ("(fun(): %s?, aws.Metadata?)"):format(output_of(service, operation)) end },
  { "Each", function(service, operation) return ("(fun(): %s?, aws.Metadata?)"):format(item_of(service, operation)) end },
  { "All", function(service, operation) return item_of(service, operation) .. "[]" end },
}

local function add_listings(out, service)
  for _, listing in ipairs(listings) do
    add(out, "")
    add(out, "---@class aws.%s.%s", service.name, listing[1])
    for _, name in ipairs(sorted_keys(service.operations)) do
      local operation = service.operations[name]
      if operation.pages then
        add(out, "---@field %s fun(%s, options?: aws.PageOptions): %s, aws.PageState", name, input_of(service, operation),
          listing[2](service, operation))
      end
    end
  end
end

--- The functions for waiting: ours take a resource's ARN or id, AWS's an operation's input.
local function add_waiters(out, service)
  local names = wait.names(service)
  add(out, "")
  add(out, "---@class aws.%s.Wait", service.name)
  for _, name in ipairs(sorted_keys(names)) do
    local waiter = names[name]
    local operation = service.operations[waiter.operation or waiter.subject.operation]
    local input = waiter.subject and "input: string|table" or input_of(service, operation)
    local output = waiter.subject and item_of(service, operation) or output_of(service, operation)
    add(out, "---@field %s fun(%s, options?: aws.WaitOptions): %s?, aws.WaitInfo", name, input, output)
  end
end

local function add_shapes(out, service)
  for _, name in ipairs(sorted_keys(service.shapes)) do
    local shape = service.shapes[name]
    if shape.type == "structure" then add_structure(out, service, name) end
    if shape.enum then add_enumeration(out, service, name) end
  end
end

--- The text of a service's file.
---@param service aws.ServiceModel
---@return string
function annotations.generate(service)
  local out = { "---@meta", "--- Made from lua/aws/model/ by `make annotations`; not to be edited, not to be required." }
  local own = facts.complete(facts.services[service.service_id])
  add_shapes(out, service)
  add_operations(out, service, own, "Prepare", "aws.PreparedRequest")
  add_listings(out, service)
  add_waiters(out, service)
  add_operations(out, service, own, "Client")
  for _, helper in ipairs(helpers[service.name] or {}) do add(out, "---@field %s", helper) end
  add(out, "---@field config aws.Config")
  for _, class in ipairs({ "Prepare", "Pages", "Each", "All", "Wait" }) do
    add(out, "---@field %s aws.%s.%s", ascii.lower(class), service.name, class)
  end
  add(out, "---@field explain fun(options?: aws.ExplainOptions): string")
  add(out, "---@field wait_for fun(definition: aws.WaitDefinition, input?: any, options?: aws.WaitOptions): any, aws.WaitInfo")
  add(out, "---@field get_caller_identity fun(options?: aws.Options): aws.CallerIdentity, aws.Metadata")
  add(out, "---@field close fun()")
  add(out, "")
  add(out, "---@class aws.%s: aws.%s.Client", service.name, service.name)
  add(out, "---@field new fun(settings?: aws.Settings): aws.%s.Client", service.name)
  return table.concat(out, "\n") .. "\n"
end

--- All files: path and text.
---@return { path: string, text: string }[]
function annotations.files()
  local files = {}
  for i, name in ipairs(SERVICES) do
    files[i] = { path = ("lua/aws/types/%s.lua"):format(name), text = annotations.generate((require("aws.model." .. name))) }
  end
  return files
end

--- Writes all files, those of settings and providers too.
function annotations.write()
  local files = annotations.files()
  for _, name in ipairs({ "settings", "providers" }) do
    local other = require("spec.support." .. name .. "_annotations")
    files[#files + 1] = { path = other.path, text = other.generate() }
  end
  for _, entry in ipairs(files) do
    local file = assert(io.open(entry.path, "w"))
    file:write(entry.text)
    file:close()
  end
end

return annotations
