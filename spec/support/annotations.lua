--- Type annotations (LuaCATS) derived from the models, and our own words for operations. `make annotations` writes them to
--- lua/aws/types/, one file a service; a spec compares the two.
local ascii = require "aws.text.ascii"
local facts = require "spec.models.facts"
local files = require "spec.support.files"
local wait = require "aws.wait"

local annotations = {}

local SERVICES = { "dms", "drs" }

--- Functions that a service has besides its operations: name, parameters, what they return, what is said of them.
local helpers = {
  dms = {
    { "ensure_stopped", "input: aws.dms.StopReplicationMessage|string, options?: aws.EnsureStoppedOptions", "aws.EnsureStoppedResult",
      "Looks at a serverless replication, stops it where that helps, looks again. It may be called again at any time" },
    { "stop_reason", "text?: string", "string?, aws.StopClass", "The code in a replication's stop reason, and what kind of reason it is" },
  },
  drs = {
    { "decide", "server: aws.drs.SourceServer, options?: aws.RetryChoices", "aws.RetryAction, string, string?",
      "What would help a source server: the action, why, and what to look at" },
    { "retry_if_stalled", "input: aws.drs.RetryDataReplicationRequest|string, options?: aws.RetryIfStalledOptions",
      "aws.RetryIfStalledResult", "Looks at a source server, makes it replicate again where that helps, looks again" },
  },
}

--- Functions that clients of all services have.
local common = {
  { "explain", "options?: aws.ExplainOptions", "string", "Which settings and keys count, and where each came from" },
  { "wait_for", "definition: aws.WaitDefinition, input?: any, options?: aws.WaitOptions", "any, aws.WaitInfo",
    "Waits by a definition of your own: what looks, and which states end the wait" },
  { "get_caller_identity", "options?: aws.Options", "aws.CallerIdentity, aws.Metadata", "Whose keys the calls are signed with" },
}

--- What a member is that no input has: no value but this text fits it, so an editor shows a misspelt member.
local NOT_A_MEMBER = "---@field [string] aws.NotAMember"

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
---@param twins? table<string, true> structures that an input takes as services answer them, and as users write them
local function type_of(service, shape_name, twins)
  local shape = service.shapes[shape_name]
  if not shape then return lua_types[shape_name] end
  local name = ("aws.%s.%s"):format(service.name, shape_name)
  if shape.type == "structure" and twins and twins[shape_name] then return ("(%s|%sInput)"):format(name, name) end
  if shape.type == "structure" or shape.enum then return name end
  if shape.type == "list" then return type_of(service, shape.member, twins) .. "[]" end
  if shape.type == "map" then return ("table<string, %s>"):format(type_of(service, shape.value, twins)) end
  return lua_types[shape.type]
end

local function note_of(service, member, shape_name)
  local shape = service.shapes[shape_name] or { type = shape_name }
  local notes = {}
  if type(member) == "table" and member.deprecated then notes[#notes + 1] = "deprecated" end
  if shape.type == "timestamp" then notes[#notes + 1] = "seconds since the epoch" end
  return #notes > 0 and " " .. table.concat(notes, "; ") or ""
end

--- Adds to `names` all structures of a shape.
local function add_names(names, service, shape_name)
  local shape = service.shapes[shape_name]
  if not shape or names[shape_name] then return end
  names[shape_name] = true
  if shape.member then add_names(names, service, shape.member) end
  if shape.value then add_names(names, service, shape.value) end
  for _, member in pairs(shape.members or {}) do add_names(names, service, type(member) == "table" and member.shape or member) end
end

--- The names of the shapes that users write and services do not, and of those that both do.
local function names_of_inputs(service)
  local of_inputs, of_outputs, own, shared = {}, {}, {}, {}
  for _, operation in pairs(service.operations) do
    add_names(of_inputs, service, operation.input)
    add_names(of_outputs, service, operation.output)
  end
  for name in pairs(of_inputs) do (of_outputs[name] and shared or own)[name] = true end
  return own, shared
end

--- A structure of outputs too, as users write it: without members that are not there.
local function add_twin(out, service, name)
  add(out, "")
  add(out, "---@class (exact) aws.%s.%sInput: aws.%s.%s", service.name, name, service.name, name)
  add(out, NOT_A_MEMBER)
end

--- Members that a service may leave out, as it may all of an error's, are optional.
---@param is_input? boolean users write it and services do not
---@param shared table<string, true> what both do
local function add_structure(out, service, name, is_input, shared)
  local shape, required = service.shapes[name], {}
  for _, member in ipairs(not shape.exception and shape.required or {}) do required[member] = true end
  add(out, "")
  add(out, "---@class %saws.%s.%s%s", is_input and "(exact) " or "", service.name, name,
    shape.union and " exactly one member is set" or "")
  for _, key in ipairs(sorted_keys(shape.members or {})) do
    local member = shape.members[key]
    local shape_name = type(member) == "table" and member.shape or member
    local field = key:find("^[A-Za-z_][A-Za-z0-9_]*$") and key or ("[%q]"):format(key)
    add(out, "---@field %s%s %s%s", field, required[key] and "" or "?",
      type_of(service, shape_name, is_input and shared or nil), note_of(service, member, shape_name))
  end
  if shape.union then add(out, "---@field SDK_UNKNOWN_MEMBER? { name: string } of an answer: a member that is not known") end
  if is_input then add(out, NOT_A_MEMBER) end
  if shared[name] then add_twin(out, service, name) end
end

--- The values that the model knows. AWS adds some, which a program that runs takes: an editor shows them as mistakes.
local function add_enumeration(out, service, name)
  add(out, "")
  add(out, "---@alias aws.%s.%s %s", service.name, name, quoted(service.shapes[name].enum))
end

--- A function's line. It is called with a dot or with a colon. What it is called on has a type that all clients share, with
--- members that no input has: an editor that compares a call's input with both types then tells what the input lacks.
local function add_function(out, name, parameters, returns)
  local with_self = parameters == "" and "self: aws.Receiver" or "self: aws.Receiver, " .. parameters
  add(out, "---@field %s (fun(%s): %s)|(fun(%s): %s)", name, parameters, returns, with_self, returns)
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

local function add_class(out, service, name)
  add(out, "")
  add(out, "---@class aws.%s.%s: aws.Receiver", service.name, name)
end

local function add_operations(out, service, own, class, result)
  add_class(out, service, class)
  for _, name in ipairs(sorted_keys(service.operations)) do
    local operation = service.operations[name]
    local words = not result and words_of(operation, own)
    if words then add(out, "--- %s.", words) end
    add_function(out, name, input_of(service, operation) .. ", options?: aws.Options",
      result or output_of(service, operation) .. ", aws.Metadata")
  end
end

--- The type of an item of an operation's pages.
local function item_of(service, operation)
  local shape = service.shapes[operation.output]
  local member = shape.members[operation.pages.items]
  return type_of(service, service.shapes[type(member) == "table" and member.shape or member].member)
end

--- What functions for pages return, by their table. An iterator has a name of its own: LuaLS reads no second function after
--- one that returns several values in brackets.
local listings = {
  { "Pages", function(service, operation) return output_of(service, operation) .. "Pages" end },
  { "Each", function(service, operation) return output_of(service, operation) .. "Items" end },
  { "All", function(service, operation) return item_of(service, operation) .. "[]" end },
}

local function add_iterators(out, service)
  for _, name in ipairs(sorted_keys(service.operations)) do
    local operation = service.operations[name]
    if operation.pages then
      local output = output_of(service, operation)
      add(out, "")
      add(out, "---@alias %sPages fun(): %s?, aws.Metadata?", output, output)
      add(out, "---@alias %sItems fun(): %s?, aws.Metadata?", output, item_of(service, operation))
    end
  end
end

local function add_listings(out, service)
  add_iterators(out, service)
  for _, listing in ipairs(listings) do
    add_class(out, service, listing[1])
    for _, name in ipairs(sorted_keys(service.operations)) do
      local operation = service.operations[name]
      if operation.pages then
        add_function(out, name, input_of(service, operation) .. ", options?: aws.PageOptions",
          listing[2](service, operation) .. ", aws.PageState")
      end
    end
  end
end

--- The input of a wait of our own: the resource's ARN or id, or a table with it.
local function subject_of(waiter)
  return ("input: string|{ %s: string }"):format(waiter.subject.member)
end

--- The functions for waiting: ours take a resource's ARN or id, AWS's an operation's input.
local function add_waiters(out, service)
  local names = wait.names(service)
  add_class(out, service, "Wait")
  for _, name in ipairs(sorted_keys(names)) do
    local waiter = names[name]
    local operation = service.operations[waiter.operation or waiter.subject.operation]
    local input = waiter.subject and subject_of(waiter) or input_of(service, operation)
    local output = waiter.subject and item_of(service, operation) or output_of(service, operation)
    add_function(out, name, input .. ", options?: aws.WaitOptions", output .. "?, aws.WaitInfo")
  end
end

local function add_shapes(out, service)
  local is_input, shared = names_of_inputs(service)
  for _, name in ipairs(sorted_keys(service.shapes)) do
    local shape = service.shapes[name]
    if shape.type == "structure" then add_structure(out, service, name, is_input[name], shared) end
    if shape.enum then add_enumeration(out, service, name) end
  end
end

local function add_client(out, service, own)
  add_operations(out, service, own, "Client")
  for _, functions in ipairs({ helpers[service.name] or {}, common }) do
    for _, entry in ipairs(functions) do
      add(out, "--- %s.", entry[4])
      add_function(out, entry[1], entry[2], entry[3])
    end
  end
  add(out, "---@field config aws.Config")
  for _, class in ipairs({ "Prepare", "Pages", "Each", "All", "Wait" }) do
    add(out, "---@field %s aws.%s.%s", ascii.lower(class), service.name, class)
  end
  add(out, "---@field close fun(self?: aws.Receiver)")
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
  add_client(out, service, own)
  add(out, "")
  add(out, "---@class aws.%s: aws.%s.Client", service.name, service.name)
  add(out, "---@field new fun(settings?: aws.Settings): aws.%s.Client", service.name)
  return table.concat(out, "\n") .. "\n"
end

--- All files: path and text.
---@return { path: string, text: string }[]
function annotations.files()
  local list = {}
  for i, name in ipairs(SERVICES) do
    list[i] = { path = ("lua/aws/types/%s.lua"):format(name), text = annotations.generate((require("aws.model." .. name))) }
  end
  return list
end

--- Writes all files, those of settings and providers too.
function annotations.write()
  local list = annotations.files()
  for _, name in ipairs({ "settings", "providers" }) do
    local other = require("spec.support." .. name .. "_annotations")
    list[#list + 1] = { path = other.path, text = other.generate() }
  end
  for _, entry in ipairs(list) do
    files.write(entry.path, entry.text)
  end
end

return annotations
