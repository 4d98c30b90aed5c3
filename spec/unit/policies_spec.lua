-- The policies in the READMEs: they are JSON, and name operations that there are.
local dkjson = require "dkjson"
local readmes = require "spec.support.readmes"

local models = { dms = require "aws.model.dms", drs = require "aws.model.drs" }

local known = { ["sts:AssumeRole"] = true }
for name, model in pairs(models) do
  for _, operation in pairs(model.operations) do known[name .. ":" .. operation.name] = true end
end

local function policies()
  local list = {}
  for _, path in ipairs(readmes.paths()) do
    for _, block in ipairs(readmes.blocks(path)) do
      if block.code:find('"Statement"', 1, true) then list[#list + 1] = block.code end
    end
  end
  return list
end

describe("the policies in the READMEs", function()
  it("allow operations that there are, and nothing else", function()
    local list = policies()
    assert.is_true(#list >= 4)
    for _, text in ipairs(list) do
      local policy, _, fault = dkjson.decode(text)
      assert.is_table(policy, tostring(fault) .. ": " .. text)
      assert.equal("2012-10-17", policy.Version)
      for _, statement in ipairs(policy.Statement) do
        assert.equal("Allow", statement.Effect)
        assert.is_string(statement.Resource)
        local actions = type(statement.Action) == "table" and statement.Action or { statement.Action }
        assert.is_true(#actions > 0)
        for _, action in ipairs(actions) do assert.is_true(known[action], action) end
      end
    end
  end)
end)
