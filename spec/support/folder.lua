--- A folder that is there for one test.
local child = require "spec.support.child"
local files = require "spec.support.files"

local folder = {}

---@return { path: string, write: (fun(name: string, text: string): string), remove: fun() }
function folder.new()
  local _, path = child.run("mktemp -d")
  local self = { path = path:gsub("\n", "") }

  --- Writes a file, in folders made as needed; returns its path.
  function self.write(name, text)
    local target = self.path .. "/" .. name
    if not pcall(files.write, target, text) then
      child.run("mkdir -p " .. child.quote((target:match("^(.*)/"))))
      files.write(target, text)
    end
    return target
  end

  function self.remove() child.run("rm -rf " .. child.quote(self.path)) end

  return self
end

return folder
