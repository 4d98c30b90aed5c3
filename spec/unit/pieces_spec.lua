-- The models that come with the library, read piece by piece.
local child = require "spec.support.child"
local core = require "aws.core"
local depot = require "spec.support.depot"
local folder = require "spec.support.folder"

local NAMES = { "dms", "drs" }

--- What a model's file says.
local function file_of(name) return dofile(("lua/aws/model/%s.lua"):format(name)) end

local function is_own(module)
  return module:find("^aws%.") ~= nil and module ~= "aws.core" and module ~= "aws.curl"
end

--- Takes the library's modules out of a table of `package`; returns them.
local function taken(modules)
  local found = {}
  for name in pairs(modules) do
    if is_own(name) then found[name] = modules[name] end
  end
  for name in pairs(found) do modules[name] = nil end
  return found
end

local function count(entries)
  local found = 0
  for key in next, entries do
    assert.is_string(key)
    found = found + 1
  end
  return found
end

local function names_in(entries)
  local names = {}
  for name in next, entries do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function sorted(list)
  table.sort(list)
  return list
end

--- Each test begins as if nothing had been loaded before.
local pieces, protocol, loaded, preloaded
local function begin()
  loaded, preloaded = taken(package.loaded), taken(package.preload)
  pieces, protocol = require "aws.protocol.pieces", require "aws.protocol"
end
local function finish()
  for key, before in pairs({ loaded = loaded, preload = preloaded }) do
    taken(package[key])
    for name, value in pairs(before) do package[key][name] = value end
  end
end

for _, name in ipairs(NAMES) do
  describe("the model of " .. name .. " in pieces", function()
    local file, model = file_of(name), nil
    before_each(function()
      begin()
      model = pieces.model(name)
    end)
    after_each(finish)

    it("has nothing of its tables at first, and tells their names", function()
      assert.is_nil(package.loaded["aws.model." .. name])
      for _, kind in ipairs({ "operations", "shapes" }) do
        assert.same(names_in(file[kind]), sorted(pieces.names(model[kind])))
        assert.equal(0, count(model[kind]))
      end
    end)

    it("says what the file says, entry by entry and as a whole", function()
      for kind in pairs({ operations = true, shapes = true }) do
        for entry, facts in pairs(file[kind]) do
          assert.same(facts, model[kind][entry])
          assert.equal(model[kind][entry], rawget(model[kind], entry))
        end
      end
      assert.same(file, model)
    end)

    it("is whole when all is read, and keeps what was read before", function()
      local entry = next(file.operations)
      local facts = model.operations[entry]
      assert.equal(model.operations, pieces.all(model.operations))
      assert.equal(facts, rawget(model.operations, entry))
      assert.is_nil(getmetatable(model.operations))
      assert.same(file.operations, model.operations)
      assert.equal(0, count(model.shapes))
    end)

    it("is what `require` gives, whole", function()
      local facts = model.shapes[next(file.shapes)]
      assert.is_table(facts)
      assert.equal(model, require("aws.model." .. name))
      assert.equal(model, pieces.model(name))
      assert.is_nil(getmetatable(model.shapes))
      assert.same(file, model)
    end)

    it("is read as far as an operation needs it", function()
      protocol.compile(model, name == "dms" and "stop_replication" or "retry_data_replication")
      assert.equal(1, count(model.operations))
      local read = count(model.shapes)
      assert.is_true(read > 5 and read < #pieces.names(model.shapes) / 3, read)
    end)

    it("compiles all operations as the file does", function()
      for operation, facts in pairs(file.operations) do
        local compiled, expected = protocol.compile(model, operation), protocol.compile(file, operation)
        for _, field in ipairs({ "path", "query", "labels", "headers", "has_body", "is_about_arn", "is_body_alone" }) do
          assert.same(expected[field], compiled[field], operation)
        end
        for _, side in ipairs({ "input", "output" }) do
          for _, field in ipairs({ "located", "has_body", "tokens" }) do
            assert.same(expected[side][field], compiled[side][field], operation)
          end
        end
        assert.same({ core.encode(expected.input.shape, {}) }, { core.encode(compiled.input.shape, {}) })
        assert.same(facts, compiled.model)
      end
    end)
  end)
end

describe("a model's tables", function()
  before_each(begin)
  after_each(finish)

  it("have no entries of other names", function()
    local operations = pieces.model("dms").operations
    for _, key in ipairs({ "", "stop", "stop_replication\0x", "stop_replication ", "Stop_replication", 1, true, 0.5, {}, print }) do
      assert.is_nil(operations[key])
    end
    assert.equal(0, count(operations))
  end)

  it("may be anybody's, whole", function()
    local model = depot.model()
    assert.equal(model.shapes, pieces.all(model.shapes))
    assert.equal(model.shapes, pieces.reached(model.shapes, "Parcel"))
    assert.same(names_in(model.operations), sorted(pieces.names(model.operations)))
  end)

  it("are complete for a shape when it has been reached", function()
    local shapes = pieces.model("drs").shapes
    assert.equal(shapes, pieces.reached(shapes, "no such shape"))
    assert.equal(0, count(shapes))
    pieces.reached(shapes, "SourceServer")
    assert.is_table(rawget(shapes, "SourceServer"))
    assert.is_table(rawget(shapes, "DataReplicationInitiationSteps"))
    assert.is_nil(rawget(shapes, "Job"))
  end)

  it("list all where Lua asks metatables for `pairs`", function()
    local asks = false
    for _ in pairs(setmetatable({}, { __pairs = function() return next, { true } end })) do asks = true end
    local found = 0
    for _ in pairs(pieces.model("drs").operations) do found = found + 1 end
    assert.equal(asks and count(file_of("drs").operations) or 0, found)
  end)
end)

describe("the pieces in aws.core", function()
  it("are of models alone", function()
    assert.is_true(core.has_model("aws.model.dms"))
    for _, module in ipairs({ "", "aws.model", "aws.model.none", "aws.dms", "aws.model.dms.x" }) do
      assert.is_false(core.has_model(module))
      assert.has_error(function() core.model_piece(module, "service") end)
      assert.has_error(function() core.model_names(module, "shapes") end)
    end
    assert.is_nil(core.model_piece("aws.model.dms", "operations"))
    assert.same({}, core.model_names("aws.model.dms", "service"))
    assert.same({}, core.model_names("aws.model.dms", "shape"))
  end)

  --- Runs a program that finds the library in a folder, where `change` has changed it.
  local function run(change, program)
    local dir = folder.new()
    assert.equal(0, (child.run(("cp -r lua/aws %s && %s"):format(dir.path, change:gsub("MODEL", dir.path .. "/aws/model/dms.lua")))))
    local status, said, errors = child.lua(([[
      package.path = %q .. "/?.lua;" .. %q .. "/?/init.lua"
      local function show()
        local model = require("aws.protocol.pieces").model("dms")
        print(package.loaded["aws.model.dms"] ~= nil, model.full_name, next(model.shapes) ~= nil)
      end ]]):format(dir.path, dir.path) .. program)
    dir.remove()
    assert.equal(0, status, errors)
    return said
  end

  local NAME = "AWS Database Migration Service"

  it("are used for a file that says the same", function()
    assert.equal(("false\t%s\tfalse\n"):format(NAME), run("true", "show()"))
  end)

  it("are not used for a file that was changed, whatever the change", function()
    for change, name in pairs({
      ["sed -i 's/full_name = \"AWS Database/full_name = \"AWS database/' MODEL"] = "AWS database Migration Service",
      ["sed -i '1s/Facts/facts/' MODEL"] = NAME,
      ["printf ' ' >>MODEL"] = NAME,
      ["sed -i '$s/}/ }/' MODEL"] = NAME,
    }) do
      assert.equal(("true\t%s\ttrue\n"):format(name), run(change, "show()"))
    end
    assert.matches("module 'aws.model.dms' not found", run("rm MODEL", 'print(select(2, pcall(require, "aws.dms")))'), 1, true)
  end)

  it("are not used where another model was loaded, or is preloaded", function()
    local model = '{ full_name = "mine", shapes = { 1 } }'
    assert.equal("true\tmine\ttrue\n", run("true", ('package.loaded["aws.model.dms"] = %s show()'):format(model)))
    assert.equal("true\tmine\ttrue\n", run("true", ('package.preload["aws.model.dms"] = function() return %s end show()'):format(model)))
  end)
end)
