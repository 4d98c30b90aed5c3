-- The golden vectors of spec/data are what their generator writes.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"

local PYTHON = os.getenv "PYTHON" or "python3"

--- Why the generator cannot run here, or nil.
local function hindrance()
  local status, _, fault = child.run(PYTHON .. " -B spec/data/generate --check")
  if status ~= 0 then return "the generator cannot run: " .. (fault:match("([^\n]+)\n*$") or PYTHON) end
end

describe("the golden vectors", function()
  -- No Lua is in it: one run tells.
  if rawget(_G, "jit") then return end

  it("are what the generator writes", function()
    local why = hindrance()
    if why then return pending(why) end
    local made = folder.new()
    local status, _, fault = child.run(("%s -B spec/data/generate %s"):format(PYTHON, made.path))
    assert.equal(0, status, fault)
    local _, names = child.run("ls " .. made.path)
    local count = 0
    for name in names:gmatch("[^\n]+") do
      assert.is_true(files.read(made.path .. "/" .. name) == files.read("spec/data/" .. name), name .. " differs: run make golden")
      count = count + 1
    end
    local _, there = child.run("ls spec/data/*.json | wc -l")
    assert.equal(tonumber(there), count)
    made.remove()
  end)
end)
