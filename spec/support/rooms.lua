--- The rooms of lua/aws, and which of them may use which: `make lint-layers` compares this table with every `require`.
local files = require "spec.support.files"

local rooms = {}

--- Lowest first: a room (a folder, or a single file) and all others that it may use. Of two that fit a path the longer one
--- counts. `core` and `curl` are the C modules.
local may_use = {
  { "core" },
  { "curl" },
  { "version.lua" },
  { "model/" },
  { "language/" },
  { "text/", "language/" },
  { "errors/", "core", "text/", "language/" },
  { "waiting/", "core", "curl", "errors/", "text/", "language/" },
  { "settings/", "core", "waiting/", "errors/", "text/", "language/" },
  { "retry/", "core", "text/", "language/" },
  { "protocol/", "core", "model/", "errors/", "text/", "language/" },
  { "transport/", "core", "curl", "waiting/", "errors/", "text/", "language/" },
  { "credentials/keys.lua", "errors/", "text/", "language/" },
  { "credentials/origin.lua", "text/" },
  { "credentials/provider.lua", "credentials/origin.lua", "settings/", "errors/" },
  { "credentials/profile/", "credentials/keys.lua", "credentials/provider.lua", "settings/", "text/", "language/" },
  { "credentials/services/", "core", "credentials/profile/", "credentials/keys.lua", "credentials/provider.lua",
    "credentials/origin.lua", "settings/", "protocol/", "retry/", "waiting/", "errors/", "text/", "language/" },
  { "credentials/keep/", "core", "credentials/keys.lua", "credentials/origin.lua", "credentials/provider.lua", "settings/",
    "waiting/", "errors/", "text/" },
  { "credentials/providers/", "core", "credentials/services/", "credentials/profile/", "credentials/keys.lua",
    "credentials/origin.lua", "credentials/provider.lua", "settings/", "protocol/", "retry/", "waiting/", "errors/", "text/", "language/" },
  { "credentials/", "credentials/providers/", "credentials/keep/", "credentials/keys.lua", "credentials/origin.lua",
    "credentials/provider.lua", "settings/", "protocol/", "waiting/", "errors/", "text/", "language/" },
  { "pages/", "settings/", "errors/", "text/", "language/" },
  { "wait/", "protocol/", "settings/", "errors/", "text/", "language/" },
  { "operator/", "core", "wait/", "settings/", "errors/", "text/", "language/" },
  { "explain/", "core", "credentials/origin.lua", "protocol/", "settings/", "errors/", "text/", "language/" },
  { "client/", "core", "version.lua", "explain/", "wait/", "pages/", "credentials/", "credentials/services/", "credentials/keep/",
    "credentials/keys.lua", "credentials/origin.lua", "transport/", "protocol/", "retry/", "settings/", "waiting/", "errors/",
    "text/", "language/" },
  { "doctor/", "core", "curl", "version.lua", "explain/", "client/", "credentials/", "credentials/providers/",
    "credentials/services/", "credentials/keys.lua", "credentials/origin.lua", "transport/", "protocol/", "retry/", "settings/",
    "waiting/", "errors/", "text/", "language/" },
  -- The doors: what users name.
  { "errors.lua", "waiting/", "errors/" },
  { "sigv4.lua", "core", "credentials/keys.lua", "protocol/", "errors/", "text/", "language/" },
  { "time.lua", "core", "errors/", "text/" },
  { "map.lua", "settings/", "waiting/", "errors/", "text/", "language/" },
  { "service.lua", "client/", "protocol/", "errors/" },
  { "dms.lua", "core", "client/", "operator/", "wait/", "protocol/" },
  { "drs.lua", "core", "client/", "operator/", "protocol/" },
  { "doctor.lua", "doctor/", "errors/", "language/" },
  { "plan/", "core", "dms.lua", "drs.lua", "map.lua", "operator/", "wait/", "settings/", "waiting/", "errors/", "text/",
    "language/" },
  { "plan.lua", "plan/", "errors/", "language/" },
  { "show/", "client/", "protocol/", "errors/", "text/", "language/" },
  { "show.lua", "core", "show/", "settings/", "errors/", "language/" },
  { "stub/", "core", "dms.lua", "drs.lua", "client/", "transport/", "protocol/", "settings/", "waiting/", "errors/", "text/", "language/" },
  { "stub.lua", "stub/", "errors/" },
  { "init.lua", "credentials/", "dms.lua", "doctor.lua", "drs.lua", "errors.lua", "map.lua", "plan.lua", "service.lua",
    "show.lua", "sigv4.lua", "stub.lua", "time.lua", "version.lua", "errors/", "language/" },
  { "types/" },
}

--- A module below the doors that needs more others does more than one thing. How they are loaded (`language/`) does not count.
local MOST_REQUIRES = 10

local allowed = {}
for _, row in ipairs(may_use) do
  allowed[row[1]] = {}
  for i = 2, #row do
    assert(allowed[row[i]], row[1] .. " may use only what is above it, not " .. row[i])
    allowed[row[1]][row[i]] = true
  end
end

--- The room of a path below lua/aws.
local function room_of(path)
  local found = ""
  for room in pairs(allowed) do
    if path:sub(1, #room) == room and #room > #found then found = room end
  end
  return found
end

--- The room of a module. A name that is put together ("aws.model." .. name) is in its folder's.
local function room_of_module(module)
  local path = module:gsub("^aws%.?", ""):gsub("%.", "/")
  if path == "core" or path == "curl" then return path end
  return room_of(files.exists("lua/aws/" .. path .. ".lua") and path .. ".lua" or path .. "/")
end

--- The modules of this library that a file's text names. Whatever requires them, they are whole texts: `require`,
--- `pcall(require, …)`, a list of doors. A file of annotations for editors (`---@meta`) never runs, and requires nothing.
---@param text string
---@return string[]
function rooms.required_in(text)
  if text:find("^%-%-%-@meta") then return {} end
  local list = {}
  local code = ("\n" .. text):gsub("\n[ \t]*%-%-[^\n]*", "\n")
  for _, module in code:gmatch("([\"'])(aws%.[%l%d_.]*)%1") do list[#list + 1] = module end
  for module in code:gmatch("%[%[(aws%.[%l%d_.]*)%]%]") do list[#list + 1] = module end
  for module in code:gmatch("require[%l_]*[%s(,]+[\"'](aws)[\"']") do list[#list + 1] = module end
  return list
end

local function required_by(path)
  local text = files.read(path)
  return rooms.required_in(text)
end

local function is_door(path)
  return not path:find("/", 1, true)
end

local function count_others(list)
  local count = 0
  for _, module in ipairs(list) do
    if not module:find("^aws%.language%.") then count = count + 1 end
  end
  return count
end

--- What is wrong with a file's requires, a line each.
---@param path string below the project's folder: "lua/aws/client/call.lua"
---@param list string[] modules that it requires
---@return string[]
function rooms.problems(path, list)
  local below = path:gsub("^lua/aws/", "")
  local room, problems = room_of(below), {}
  if room == "" then return { path .. " is not in a room" } end
  local count = count_others(list)
  if count > MOST_REQUIRES and not is_door(below) then
    problems[1] = ("%s requires %d modules, and %d are the most"):format(path, count, MOST_REQUIRES)
  end
  for _, other in ipairs(list) do
    local target = room_of_module(other)
    if target ~= room and not allowed[room][target] then
      problems[#problems + 1] = ("%s: the room %q may not use %q (%s)"):format(path, room, target, other)
    end
  end
  return problems
end

--- For lint: names every require that goes where it may not, and every file with too many; ends with 1 then.
function rooms.check()
  local failed, pipe = false, assert(io.popen("find lua/aws -name '*.lua' | LC_ALL=C sort"))
  for path in pipe:lines() do
    for _, problem in ipairs(rooms.problems(path, required_by(path))) do
      io.stderr:write(problem, "\n")
      failed = true
    end
  end
  pipe:close()
  if failed then os.exit(1) end
end

return rooms
