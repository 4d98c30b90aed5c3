local annotations = require "spec.support.annotations"
local files = require "spec.support.files"
local providers_annotations = require "spec.support.providers_annotations"
local settings_annotations = require "spec.support.settings_annotations"
local dms = require "aws.model.dms"
local drs = require "aws.model.drs"

describe("type annotations", function()
  it("say what the models say (make annotations writes them)", function()
    for _, entry in ipairs(annotations.files()) do
      local text = files.read(entry.path)
      assert.is_true(entry.text == text, entry.path .. " is not what the models say: run make annotations")
    end
  end)

  it("name every operation of a client and of what prepares, and every structure", function()
    for _, service in ipairs({ dms, drs }) do
      local text = annotations.generate(service)
      for name, operation in pairs(service.operations) do
        local _, count = text:gsub("\n%-%-%-@field " .. name .. " %(fun%(", "")
        assert.equal(operation.pages and 5 or 2, count, name) -- prepared and called; page by page, item by item, all
        if operation.input then
          assert.matches(("\n---@class (exact) aws.%s.%s\n"):format(service.name, operation.input), text, nil, true)
        end
      end
    end
  end)

  it("name every function that a module has besides operations", function()
    for _, name in ipairs({ "dms", "drs" }) do
      local module, text = require("aws." .. name), annotations.generate(require("aws.model." .. name))
      for member, value in pairs(module) do
        if type(value) == "function" then assert.matches("\n%-%-%-@field " .. member .. " %(?fun%(", text) end
      end
    end
  end)

  it("say which inputs may be left out: those without a member that is required", function()
    local text = annotations.generate(dms)
    local expected = {
      describe_replications = { 5, 0 }, stop_replication = { 0, 2 }, run_fleet_advisor_lsa_analysis = { 2, 0 },
      describe_schemas = { 0, 5 },
    }
    for name, counts in pairs(expected) do
      local _, optional = text:gsub("\n%-%-%-@field " .. name .. " %(fun%(input%?: ", "")
      local _, needed = text:gsub("\n%-%-%-@field " .. name .. " %(fun%(input: ", "")
      assert.same(counts, { optional, needed }, name)
    end
  end)

  it("say which operations lose data and which AWS has given up", function()
    local text = annotations.generate(drs)
    assert.matches("--- Destructive. Ends a server's protection and deletes its snapshots.\n---@field stop_replication ", text,
      nil, true)
    assert.matches("--- Deprecated by AWS. [^\n]*\n%-%-%-@field retry_data_replication ", text)
  end)

  it("refer only to types that they define", function()
    for _, service in ipairs({ dms, drs }) do
      local text = annotations.generate(service)
      local defined = {}
      for name in text:gsub("%(exact%) ", ""):gmatch("\n%-%-%-@class ([%w._]+)") do defined[name] = true end
      for name in text:gmatch("\n%-%-%-@alias ([%w._]+)") do defined[name] = true end
      for name in text:gmatch("[ :|<(](aws%." .. service.name .. "%.[%w_]+)") do assert.is_true(defined[name], name) end
    end
  end)

  for name, generator in pairs({ settings = settings_annotations, providers = providers_annotations }) do
    it(("say what the %s say (make annotations writes them)"):format(name), function()
      local text = files.read(generator.path)
      assert.equal(generator.generate(), text)
    end)
  end
end)
