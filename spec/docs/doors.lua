--- The modules that users require, and their functions, with all that the code says of them.
local collected = require "spec.docs.collected"
local types = require "spec.docs.types"

local doors = {}

---@class docs.Door
---@field name string "aws.time"
---@field words string
---@field functions docs.Function[] sorted; names as users write them after the module's: "parse", "plan:run"; the module's last
---name for what calling it does

--- The names of the modules, as `aws` tells them.
---@return string[]
function doors.names()
  local names = {}
  for name in tostring(require("aws")):match(": (.*)$"):gmatch("[%w_]+") do names[#names + 1] = name end
  return names
end

local function path_of(all, name)
  local path = ("lua/aws/%s.lua"):format(name)
  return all.files[path] and path or ("lua/aws/%s/init.lua"):format(name)
end

--- A function that an annotation gives as a member of a class.
local function of_field(field)
  local params, returns = types.of_function(field.type)
  return { name = field.name, words = field.words, params = params, returns = returns, raises = "" }
end

local function add_methods(all, door, path, owner, object_name)
  for _, found in ipairs(all.files[path].functions) do
    local name = found.name:match("^" .. owner .. ":([%w_]+)$")
    if name then door.functions[#door.functions + 1] = setmetatable({ name = object_name .. ":" .. name }, { __index = found }) end
  end
end

--- What calling a module does, where that is not a function which its file returns.
local calls = {
  show = { "lua/aws/show.lua", "print_value" },
  plan = { "lua/aws/plan/build.lua", "" },
}

local readers = {}

--- Functions of a module's own table, and the function that it is itself.
function readers.plain(all, door, name)
  local path = path_of(all, name)
  for _, found in ipairs(all.files[path].functions) do
    local own = found.name:match("^" .. name .. "%.([%w_]+)$")
    if own then door.functions[#door.functions + 1] = setmetatable({ name = own }, { __index = found }) end
    if found.name == "" then door.functions[#door.functions + 1] = setmetatable({ name = name }, { __index = found }) end
  end
  local call = calls[name]
  if call then
    local found = collected.function_of(all, call[1], call[2])
    door.functions[#door.functions + 1] = setmetatable({ name = name }, { __index = found })
  end
end

--- What has no words there is for the library's other files.
function readers.credentials(all, door)
  for _, field in ipairs(all.classes["aws.CredentialsModule"].fields) do
    if field.words ~= "" then door.functions[#door.functions + 1] = of_field(field) end
  end
end

function readers.plan(all, door, name)
  readers.plain(all, door, name)
  add_methods(all, door, "lua/aws/plan/object.lua", "methods", "plan")
end

function readers.stub(all, door, name)
  readers.plain(all, door, name)
  add_methods(all, door, "lua/aws/stub/object.lua", "Stub", "stub")
end

--- Where the code tells of what every service's module has besides operations, and what it is called there. Its own
--- parameters, which users do not give, are left out.
doors.members = {
  all = { "lua/aws/pages/init.lua", "pages.all" },
  close = { "lua/aws/client/init.lua", "module.close" },
  config = { class = "aws.Config" },
  each = { "lua/aws/pages/init.lua", "pages.each" },
  explain = { "lua/aws/client/explain.lua", "" },
  get_caller_identity = { "lua/aws/client/caller_identity.lua", "" },
  new = { "lua/aws/client/init.lua", "module.new" },
  pages = { "lua/aws/pages/init.lua", "pages.pages" },
  prepare = { "lua/aws/client/call.lua", "calls.prepare" },
  wait = { "lua/aws/client/waits.lua", "waits.perform" },
  wait_for = { "lua/aws/client/waits.lua", "waits.perform_for" },
}

--- Helpers of one service.
doors.helpers = {
  decide = { "lua/aws/operator/decide.lua", "" },
  ensure_stopped = { "lua/aws/operator/ensure_stopped.lua", "" },
  retry_if_stalled = { "lua/aws/operator/retry_if_stalled.lua", "" },
  stop_reason = { "lua/aws/wait/stop_reason.lua", "" },
}

local inner = { source = true, state = true, name = true }

local function without_inner(params)
  local own = {}
  for _, param in ipairs(params) do
    if not inner[param.name] then
      own[#own + 1] = setmetatable({ name = param.name == "given" and "options" or param.name }, { __index = param })
    end
  end
  return own
end

local tables = { all = true, each = true, pages = true, prepare = true, wait = true }

--- A member of a service's module. `field` is its annotation, whose types are the service's own.
local function member_of(all, field, place)
  if place.class then
    return { name = field.name, words = all.classes[place.class].words, params = {}, returns = { { type = place.class, words = "" } },
      raises = "", is_value = true }
  end
  local found = collected.function_of(all, place[1], place[2])
  local own = { name = field.name, words = found.words, params = without_inner(found.params), returns = found.returns,
    raises = found.raises }
  if tables[field.name] then
    own.name = field.name .. ".NAME"
    return own
  end
  local params, returns = types.of_function(field.type)
  for i, param in ipairs(params) do param.words = own.params[i] and own.params[i].words or "" end
  for i, result in ipairs(returns) do result.words = own.returns[i] and own.returns[i].words or "" end
  own.params, own.returns = params, returns
  return own
end

local function read_service(all, door, name)
  for _, class in ipairs({ "aws." .. name, ("aws.%s.Client"):format(name) }) do
    for _, field in ipairs(all.classes[class].fields) do
      local place = doors.members[field.name] or doors.helpers[field.name]
      if place then door.functions[#door.functions + 1] = member_of(all, field, place) end
    end
  end
end

readers.dms, readers.drs = read_service, read_service

--- The version is a text.
function readers.version() end

--- Reads all modules.
---@param all table what was collected
---@return docs.Door[]
function doors.read(all)
  local list = { { name = "aws", words = all.files["lua/aws/init.lua"].words, functions = {} } }
  for _, name in ipairs(doors.names()) do
    local door = { name = "aws." .. name, words = all.files[path_of(all, name)].words, functions = {} }
    local read = readers[name] or readers.plain
    read(all, door, name)
    table.sort(door.functions, function(a, b) return a.name < b.name end)
    list[#list + 1] = door
  end
  return list
end

return doors
