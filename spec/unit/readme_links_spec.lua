-- Links from one README to another lead to a file or folder that is there, and to a heading that it has.
local child = require "spec.support.child"
local files = require "spec.support.files"
local readmes = require "spec.support.readmes"

--- A heading's anchor, as GitHub makes it.
local function anchor_of(heading)
  return (heading:lower():gsub("[^a-z0-9 _-]", ""):gsub(" ", "-"))
end

local function anchors_in(path)
  local anchors, in_block = {}, false
  for line in (files.read(path) .. "\n"):gmatch("([^\n]*)\n") do
    if line:find("^```") then in_block = not in_block end
    local heading = not in_block and line:match("^#+ (.*)$")
    if heading then anchors[anchor_of(heading)] = true end
  end
  return anchors
end

--- "lua/aws/wait/../client" as "lua/aws/client".
local function joined(folder, target)
  local parts = {}
  for part in (folder .. target):gmatch("[^/]+") do
    if part == ".." then parts[#parts] = nil else parts[#parts + 1] = part end
  end
  return table.concat(parts, "/")
end

local function is_folder(path) return (select(2, child.run("test -d " .. child.quote(path) .. " && echo yes"))) == "yes\n" end

--- What a link leads to, and why not, or nil.
local function fault_of(path, link)
  local target, anchor = link:match("^([^#]*)#?(.*)$")
  local found = target == "" and path or joined(path:gsub("[^/]*$", ""), target)
  if not files.exists(found) then return link .. " is not there" end
  if anchor == "" then return nil end
  if is_folder(found) then found = found .. "/README.md" end
  if not anchors_in(found)[anchor] then return link .. ": there is no such heading" end
  return nil
end

describe("the READMEs", function()
  for _, path in ipairs(readmes.paths()) do
    it("have links that lead somewhere: " .. path, function()
      for link in files.read(path):gmatch("%]%(([^)%s]+)%)") do
        if not link:find("^https?://") then assert.is_nil(fault_of(path, link)) end
      end
    end)
  end

  it("would not pass with a link to nowhere", function()
    assert.matches("is not there", fault_of("README.md", "lua/aws/nowhere"))
    assert.matches("no such heading", fault_of("README.md", "lua/aws/model#nowhere"))
    assert.is_nil(fault_of("lua/aws/model/README.md", "../../../README.md#install"))
  end)
end)
