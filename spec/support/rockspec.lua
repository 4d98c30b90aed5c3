--- The rockspecs: that of the tree as it is (scm), whose list of modules is derived from the tree, and that of the version, which
--- is the same but for its source. `make rockspec` writes both, `make lint` compares them.
local files = require "spec.support.files"
local version = require "aws.version"

local rockspec = {}

local SCM = "rockspec/aws-replication-scm-1.rockspec"

--- Of the version that lua/aws/version.lua says.
rockspec.released = ("rockspec/released/aws-replication-%s-1.rockspec"):format(version)

--- Where the list is: its first line, and the line after it.
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

--- Replaces a piece that has to be there.
local function replaced(text, old, new)
  local start, stop = text:find(old, 1, true)
  assert(start, SCM .. " lacks " .. old)
  return text:sub(1, start - 1) .. new .. text:sub(stop + 1)
end

local function released_text(scm)
  local text = replaced(scm, 'version = "scm-1"', ('version = "%s-1"'):format(version))
  return replaced(text, '.git",\n', ('.git",\n  tag = "v%s",\n'):format(version))
end

--- What the files should hold, by path.
---@return table<string, string>
function rockspec.wanted()
  local text = files.read(SCM)
  local _, first = text:find(FIRST, 1, true)
  local last = text:find(LAST, first, true)
  local scm = text:sub(1, first) .. list() .. text:sub(last)
  return { [SCM] = scm, [rockspec.released] = released_text(scm) }
end

--- For lint: ends with 1 when a file is another one.
function rockspec.check()
  for path, text in pairs(rockspec.wanted()) do
    if files.read_if_there(path) ~= text then
      io.stderr:write(path, ": it is not what the tree wants; run make rockspec\n")
      os.exit(1)
    end
  end
end

--- Writes the files.
function rockspec.write()
  for path, text in pairs(rockspec.wanted()) do
    files.write(path, text)
  end
end

return rockspec
