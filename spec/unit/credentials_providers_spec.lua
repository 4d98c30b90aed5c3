-- What each provider's file says of it, and what else says the same: the list, the files, the manual.
local child = require "spec.support.child"
local credentials = require "aws.credentials"
local errors = require "aws.errors"
local files = require "spec.support.files"
local provider = require "aws.credentials.provider"
local providers = require "aws.credentials.providers"
local scripted = require "spec.support.scripted"
local settings = require "aws.settings"

local FOLDER = "lua/aws/credentials/providers/"

local function set(...)
  local members = {}
  for _, list in ipairs({ ... }) do
    for _, name in ipairs(list) do members[name] = true end
  end
  return members
end

--- The text of a provider's files.
local function source_of(name)
  local _, text = child.run(("cat %s%s.lua %s%s/*.lua 2>/dev/null"):format(FOLDER, name, FOLDER, name))
  return text
end

describe("the list of providers", function()
  it("names each file and folder of lua/aws/credentials/providers", function()
    local _, text = child.run("ls " .. FOLDER)
    local found = {}
    for name in text:gmatch("[^\n]+") do
      if name ~= "init.lua" then found[name:gsub("%.lua$", "")] = true end
    end
    assert.same(set(providers.names), found)
  end)

  it("has each name once, and a function of aws.credentials for it", function()
    local seen = {}
    for _, name in ipairs(providers.names) do
      assert.is_nil(seen[name], name)
      seen[name] = true
      assert.is_function(credentials[name], name)
    end
    assert.same(#providers.order + 1, #providers.names)
  end)
end)

describe("a provider's file", function()
  for _, name in ipairs(providers.names) do
    local declared = providers.load(name)

    it("says all that is asked of it: " .. name, function()
      assert.equal(name, declared.name)
      assert.matches("^Keys .*%.$", declared.doc)
      assert.is_function(declared.start)
      local seen = { profile = true }
      for _, option in ipairs(declared.options) do
        assert.is_nil(seen[option.name], option.name)
        seen[option.name] = true
        assert.is_string(option.type, option.name)
        assert.is_string(option.check({}) or option.check(0), option.name)
        if option.default ~= nil then assert.is_nil(option.check(option.default), option.name) end
      end
    end)

    it("names each variable that it reads, and in its hint no other: " .. name, function()
      local known = set(providers.variables_of(declared), settings.variables_for_keys())
      for variable in source_of(name):gmatch('"(AWS_[A-Z0-9_]+)"') do assert.is_true(known[variable], variable) end
      for _, variable in ipairs(declared.hint or {}) do assert.is_true(known[variable], variable) end
    end)
  end
end)

describe("provider.declare", function()
  local function declared()
    local made = provider.declare({
      name = "invented",
      doc = "Keys of nobody.",
      options = { { name = "size", type = "number", check = function(value) return value ~= 1 and "is not 1" or nil end } },
    })
    function made.start(own) return function() return own end end
    return made
  end

  it("makes new, which reads the options into a table of its own", function()
    local given = { size = 1 }
    local own = declared().new(given, {})()
    assert.same(given, own)
    assert.are_not.equal(given, own)
    assert.same({}, declared().new(nil, {})())
  end)

  it("refuses options that are unknown or do not fit, by name", function()
    for _, case in ipairs({
      { { size = 2 }, "invented: option size is not 1" }, { { sise = 1 }, 'invented: unknown option "sise"; did you mean "size"?' },
      { "text", "invented: takes a table of options, got a string" },
    }) do
      local err = scripted.failure(declared().new, case[1], {})
      assert.is_true(errors.is(err, "ConfigError"))
      assert.same({ "invented", case[2] }, { err.provider, err.message })
    end
  end)
end)

describe("the manual", function()
  local text = files.read("lua/aws/credentials/README.md")

  --- Rows of the table that has this line at its head: lists of cells.
  local function table_below(head)
    local _, at = text:find(head .. "\n", 1, true)
    local rows = {}
    for line in text:sub(at + 1):gmatch("([^\n]*)\n") do
      if line:sub(1, 1) ~= "|" then break end
      local cells = {}
      for cell in line:gmatch("| ([^|]*)") do cells[#cells + 1] = cell:gsub(" $", "") end
      if not line:find("^| %-") then rows[#rows + 1] = cells end
    end
    return rows
  end

  local function names_in(cell)
    local names = {}
    for name in cell:gmatch("`([^`]+)`") do names[#names + 1] = name end
    return names
  end

  local order = table_below("| | `aws.credentials.…` | has keys when |")

  it("has the chain's order", function()
    local found = {}
    for i, row in ipairs(order) do
      assert.equal(i, tonumber(row[1]))
      found[i] = names_in(row[2])[1]
    end
    assert.same(providers.order, found)
  end)

  it("names only variables and keys of a profile that the provider reads", function()
    local count = 0
    for i, row in ipairs(order) do
      local declared = providers.load(providers.order[i])
      local known = set(providers.variables_of(declared), declared.profile_keys or {}, { "profile" })
      for _, option in ipairs(declared.options) do
        if option.profile_key then known[option.profile_key] = true end
      end
      for _, name in ipairs(names_in(row[3])) do
        local is_name = name:find("^[A-Za-z_]+$") or name:find("^AWS_[A-Z0-9_]+=")
        if is_name then
          count = count + 1
          assert.is_true(known[name:match("^[^=]+")], name)
        end
      end
    end
    assert.is_true(count > 10)
  end)

  it("has each provider's options, in order, with their defaults", function()
    local seen = {}
    for _, row in ipairs(table_below("| provider | options |")) do
      for _, name in ipairs(names_in(row[1])) do
        local names = {}
        seen[name] = true
        for i, option in ipairs(providers.load(name).options) do
          names[i] = option.name
          if option.default ~= nil then
            local shown = ("`%s` (%s%s)"):format(option.name, option.default, option.unit and " " .. option.unit or "")
            assert.matches(shown, row[2], nil, true)
          end
        end
        assert.same(names, names_in(row[2] or ""))
      end
    end
    assert.same(set(providers.names), seen)
  end)
end)

describe("the README of lua/aws/credentials", function()
  it("names every file, and no other", function()
    local named, found = {}, {}
    local rows = files.read("lua/aws/credentials/README.md"):match("\n### Files\n(.-)\n#")
    for row in rows:gmatch("\n| (`[^|]+) |") do
      for name in row:gmatch("`([^`]+)`") do named[name] = true end
    end
    local _, text = child.run("cd lua/aws/credentials && find . -name '*.lua'")
    for path in text:gmatch("%./([^\n]+)") do
      found[path] = true
      assert.is_true(named[path] or named[path:match("^.*/")], path) -- the file, or its folder
    end
    for name in pairs(named) do
      local _, exists = child.run("test -e lua/aws/credentials/" .. child.quote(name) .. " && echo yes")
      assert.equal("yes\n", exists, name)
    end
    assert.is_true(found["init.lua"])
  end)
end)
