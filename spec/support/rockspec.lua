--- The list of Lua modules in the rockspec, derived from the tree. `make rockspec` writes it, `make lint` compares the two.
local rockspec = {}

rockspec.path = "rockspec/aws-replication-scm-1.rockspec"

--- Where the list is: its first line, and the line behind it.
local FIRST, LAST = "    lua = {\n", "    },\n"

local function lines_of(command)
  local lines = {}
  local pipe = assert(io.popen(command))
  for line in pipe:lines() do lines[#lines + 1] = line end
  pipe:close()
  return lines
end

--- "aws/model/init.lua" is the module "aws.model", but LuaRocks names the file after the module's last word.
local function module_of(path)
  return (path:gsub("%.lua$", ""):gsub("/", "."))
end

local function list()
  local out = {}
  for _, path in ipairs(lines_of("cd lua && find aws -name '*.lua' | LC_ALL=C sort")) do
    out[#out + 1] = ('      ["%s"] = "lua/%s",\n'):format(module_of(path), path)
  end
  return table.concat(out)
end

local function read()
  local file = assert(io.open(rockspec.path))
  local text = file:read("*a")
  file:close()
  return text
end

--- The rockspec as it is, and as the tree wants it.
---@return string current, string wanted
function rockspec.texts()
  local text = read()
  local _, first = text:find(FIRST, 1, true)
  local last = text:find(LAST, first, true)
  return text, text:sub(1, first) .. list() .. text:sub(last)
end

--- For lint: ends with 1 when the list is another one.
function rockspec.check()
  local current, wanted = rockspec.texts()
  if current == wanted then return end
  io.stderr:write(rockspec.path, ": the list of modules is not the tree's; run make rockspec\n")
  os.exit(1)
end

--- Writes the list into the rockspec.
function rockspec.write()
  local _, wanted = rockspec.texts()
  local file = assert(io.open(rockspec.path, "w"))
  file:write(wanted)
  file:close()
end

return rockspec
