--- The names that users may write, as the library has them when it runs: what the reference has to tell of.
local aws = require "aws"
local door = require "aws.errors.door"
local errors = require "aws.errors.typed"
local files = require "spec.support.files"
local iterate = require "aws.language.iterate"
local kinds = require "aws.client.kinds"
local plan_object = require "aws.plan.object"
local settings = require "aws.settings"
local stub = require "aws.stub"

local public_names = {}

local SERVICES = { "dms", "drs" }

--- What a table of a module has that is for the library's other files.
local inner = { credentials = { default = true, explicit = true, for_call = true } }

--- Tables of functions that a service's module has: they are told of once for all operations.
local tables = { all = true, each = true, pages = true, prepare = true, wait = true }

local function sorted(list)
  table.sort(list)
  return list
end

--- The names of the modules in `aws`.
local function modules_of_aws()
  local names = {}
  for name in tostring(aws):match(": (.*)$"):gmatch("[%w_]+") do names[#names + 1] = name end
  return names
end

--- The names of all modules: "aws", "aws.dms".
---@return string[]
function public_names.modules()
  local names = { "aws" }
  for _, name in ipairs(modules_of_aws()) do names[#names + 1] = "aws." .. name end
  return sorted(names)
end

local function add_methods(list, prefix, object)
  for name in iterate.next, getmetatable(object).__index do list[#list + 1] = prefix .. name end
end

local function service_functions(name)
  local model, list = require("aws.model." .. name), {}
  for _, member in ipairs(kinds.module_members) do
    list[#list + 1] = ("aws.%s.%s%s"):format(name, member, tables[member] and ".NAME" or "")
  end
  for member in iterate.next, aws[name] do
    local is_known = model.operations[member] or list[member]
    for _, known in ipairs(kinds.module_members) do is_known = is_known or known == member end
    if not is_known then list[#list + 1] = ("aws.%s.%s"):format(name, member) end
  end
  return list
end

local function functions_of(name)
  local module, list = aws[name], {}
  if name == "dms" or name == "drs" then return service_functions(name) end
  local metatable = type(module) == "table" and getmetatable(module)
  if type(module) == "function" or metatable and metatable.__call then list[1] = "aws." .. name end
  for _, own in ipairs(type(module) == "table" and door.names_of(module) or {}) do
    if not (inner[name] and inner[name][own]) then list[#list + 1] = ("aws.%s.%s"):format(name, own) end
  end
  return list
end

--- Functions of all modules, and of the objects that they make.
---@return string[]
function public_names.functions()
  local all = {}
  for _, name in ipairs(modules_of_aws()) do
    for _, own in ipairs(functions_of(name)) do all[#all + 1] = own end
  end
  add_methods(all, "aws.stub.stub:", stub.new())
  add_methods(all, "aws.plan.plan:", plan_object.new({ service = "dms", action = "", options = {}, items = {}, unreadable = {} }))
  return sorted(all)
end

--- Operations: "dms.stop_replication".
---@return string[]
function public_names.operations()
  local all = {}
  for _, service in ipairs(SERVICES) do
    for name in pairs(require("aws.model." .. service).operations) do
      assert(aws[service][name], name)
      all[#all + 1] = service .. "." .. name
    end
  end
  return sorted(all)
end

--- Waiters, without their service.
---@return string[]
function public_names.waiters()
  local all = {}
  for _, service in ipairs(SERVICES) do
    for name in iterate.next, aws[service].wait do all[#all + 1] = name end
  end
  return sorted(all)
end

--- Settings and the files that client.config shows.
---@return string[]
function public_names.settings()
  local all = {}
  for name in pairs(settings.checks) do all[#all + 1] = name end
  for _, file in ipairs(settings.files) do all[#all + 1] = file.name end
  return sorted(all)
end

--- Types of events, as the code that makes them spells them.
---@return string[]
function public_names.events()
  local all, seen = {}, {}
  for name in files.read("lua/aws/client/events.lua"):gmatch('%f[%w]type = "(%w+)"') do
    if not seen[name] then all[#all + 1], seen[name] = name, true end
  end
  return sorted(all)
end

--- Types of errors: the library's own, and those of each service's model.
---@return string[]
function public_names.errors()
  local all = {}
  for name in pairs(errors.kinds) do all[#all + 1] = name end
  for _, service in ipairs(SERVICES) do
    for name, shape in pairs(require("aws.model." .. service).shapes) do
      if shape.exception then all[#all + 1] = ("%s (%s)"):format(name, service) end
    end
  end
  return sorted(all)
end

--- Members of the metadata of a call that was retried, in a map.
---@return string[]
function public_names.metadata()
  local answers = stub.new({ dms = { describe_replications = { stub.error("ThrottlingException"), {} } } })
  local client = answers:client("dms")
  local results = aws.map({ 1 }, function() return client.describe_replications() end)
  local all = {}
  assert(results[1].ok, tostring(results[1].error))
  for name in pairs(results[1].metadata) do all[#all + 1] = name end
  return sorted(all)
end

--- What one list has and another does not, a line each.
---@param documented string[]
---@param real string[]
---@return string[]
function public_names.differences(documented, real)
  local lines, counts = {}, {}
  for _, name in ipairs(documented) do counts[name] = (counts[name] or 0) + 1 end
  for _, name in ipairs(real) do
    if not counts[name] then lines[#lines + 1] = name .. " is not in the reference" end
    counts[name] = counts[name] and counts[name] - 1
  end
  for name, count in pairs(counts) do
    if count > 0 then lines[#lines + 1] = name .. " is in the reference, and is not there" end
  end
  return sorted(lines)
end

return public_names
