--- LuaLS itself (lua-language-server), where it is installed: what it finds in programs that use the library.
local child = require "spec.support.child"
local files = require "spec.support.files"
local json = require "spec.support.json"

local luals = {}

---@return boolean
function luals.is_installed()
  return child.run("command -v lua-language-server") == 0
end

--- The folder of the tree.
local function here()
  local _, path = child.run("pwd")
  return (path:gsub("\n", ""))
end

local function read(path)
  local text = files.read_if_there(path)
  return text and json.decode(text) or {}
end

--- Checks the programs of a folder.
---@param folder table as `spec.support.folder` makes one
---@return table<string, { line: integer, code: string }[]> found by file, in order
function luals.check(folder)
  folder.write("programs/.luarc.json", ('{ "workspace.library": ["%s/lua"], "runtime.version": "Lua 5.4" }'):format(here()))
  local path = folder.path .. "/found.json"
  child.run(("lua-language-server --check %s --checklevel=Warning --logpath %s --check_format=json --check_out_path=%s"):format(
    child.quote(folder.path .. "/programs"), child.quote(folder.path .. "/log"), child.quote(path)))
  local found = {}
  for uri, list in pairs(read(path)) do
    local lines = {}
    for i, one in ipairs(list) do lines[i] = { line = one.range.start.line + 1, code = one.code } end
    table.sort(lines, function(a, b) return a.line < b.line end)
    found[uri:match("[^/]*$")] = lines
  end
  return found
end

return luals
