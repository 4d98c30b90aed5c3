--- The READMEs of the project, and the blocks of code in them.
local child = require "spec.support.child"
local files = require "spec.support.files"

local readmes = {}

--- Paths of all READMEs, sorted: of the tree, not of what was built.
---@return string[]
function readmes.paths()
  local _, text = child.run("find . -name README.md -not -path './build/*' -not -path './.git/*' | LC_ALL=C sort")
  local paths = {}
  for path in text:gmatch("%./([^\n]+)") do paths[#paths + 1] = path end
  assert(#paths > 10, "the READMEs were not found")
  return paths
end

---@class readmes.Block
---@field language string what the fence says; "" for none
---@field code string
---@field line integer of its first line of code

--- The fenced blocks of a README, in order.
---@param path string
---@return readmes.Block[]
function readmes.blocks(path)
  local blocks, block, lines, number = {}, nil, nil, 0
  for line in (files.read(path) .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    local fence = line:match("^```(.*)$")
    if fence and block then
      block.code = table.concat(lines, "\n") .. "\n"
      blocks[#blocks + 1], block = block, nil
    elseif fence then
      block, lines = { language = fence, line = number + 1 }, {}
    elseif block then
      lines[#lines + 1] = line
    end
  end
  assert(not block, path .. ": a block without an end")
  return blocks
end

return readmes
