-- What an editor with LuaLS makes of the library. A checker of our own reads the annotations by the same rules; LuaLS itself is
-- asked too, where it is installed.
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local judge = require "spec.support.editor.judge"
local library = require "spec.support.editor.library"
local luals = require "spec.support.editor.luals"
local readmes = require "spec.support.readmes"
local types = require "spec.support.editor.types"

local MISTAKES, RIGHT = "spec/editor/mistakes.lua", "spec/editor/right.lua"

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

--- What the arrows of the mistakes say.
local function expected()
  local list = {}
  for number, line in ipairs(lines_of(files.read(MISTAKES))) do
    local code = line:match("%-%-> ([%w-]+)$")
    if code then list[#list + 1] = { line = number, code = code } end
  end
  return list
end

--- How many of the mistakes are among what was found.
local function count(found)
  local is_found, number = {}, 0
  for _, one in ipairs(found) do is_found[one.line .. one.code] = true end
  for _, one in ipairs(expected()) do number = number + (is_found[one.line .. one.code] and 1 or 0) end
  return number
end

--- The examples that are programs for Lua itself.
local function examples()
  local paths = {}
  local pipe = assert(io.popen("find examples -maxdepth 1 -name '*.lua' | LC_ALL=C sort"))
  for path in pipe:lines() do paths[#paths + 1] = path end
  pipe:close()
  assert(#paths > 10)
  return paths
end

--- The Lua blocks of a README, one after another.
local function program_of(path)
  local parts = {}
  for _, block in ipairs(readmes.blocks(path)) do
    if block.language == "lua" then parts[#parts + 1] = block.code end
  end
  return table.concat(parts)
end

--- Other mistakes, by what they are shown as.
local others = {
  ["undefined-field"] = {
    'aws.dmss.stop_replication{}', 'aws.mapp({}, print)', 'aws.drs.prepare.retry{}', 'aws.dms.pages.describe_schema{}',
    'local e = select(2, aws.dms.stop_replication{ ReplicationConfigArn = "a" })\nlocal _, m = aws.drs.describe_jobs()\nprint(e, m.id)',
    'local r = aws.map({ 1 }, print)\nprint(r[1].vaule)', 'print(aws.plan.lod("p"))', 'print(aws.doctor.run().check)',
    'for _, c in ipairs(aws.doctor.run().checks) do print(c.state) end', 'print(aws.stub.new().called)',
    'print(aws.dms.ensure_stopped("a").state)', 'print(aws.time.pars("x"))', 'aws.show.txt(1)', 'aws.credentials.sts{}',
    'print(aws.dms.config().reigon, aws.dms.config.reigon)',
    'local p = aws.plan{ service = "dms" }\nfor _, item in ipairs(p.items) do print(item.status) end',
  },
  ["assign-type-mismatch"] = {
    'aws.dms.create_endpoint{ EndpointIdentifier = "a", EndpointType = "source", EngineName = "s3", S3Settings = { Bucket = "b" } }',
    'aws.dms.create_endpoint{ EndpointIdentifier = "a", EndpointType = "sink", EngineName = "s3" }',
    'aws.dms:add_tags_to_resource{ ResourceArn = "a", Tags = { { key = "k" } } }',
    'aws.dms.add_tags_to_resource{ ResourceArn = "a", Tags = { { Key = 1 } } }',
    'aws.dms.describe_replications({ MaxRecords = "20" }, {})', 'aws.dms.new{ retry_mode = "legacy" }',
    'aws.dms.new{ credentials = "default" }', 'aws.dms.new{ read_only = 1 }', 'aws.dms.wait.replication_stopped("a", { max_times = 1 })',
    'aws.drs.retry_if_stalled("s", { wait = "stopped" })', 'aws.dms.pages.describe_replications({}, { limit = 3 })',
    'aws.map({ 1 }, print, { workers = 3 })', 'aws.show(1, { depth = "3" })', 'aws.stub.new({}, { clock = 1 })',
    'aws.plan{ service = "rds" }', 'aws.errors.handler(print, { status = "kind" })', 'aws.errors.handler(print, { code = 1 })',
  },
  ["missing-fields"] = {
    'aws.dms.add_tags_to_resource{ Tags = {} }', 'aws.plan{ where = {} }', 'aws.plan{ service = "dms" }:run{ resume = true }',
    'aws.sigv4.sign{ method = "GET", url = "https://h/" }',
  },
  ["param-type-mismatch"] = {
    'aws.map("a", print)', 'aws.dms.new("us-east-1")', 'aws.errors.is({}, 7)', 'aws.show.escape(7)',
    'aws.drs:retry_data_replication()',
  },
  ["missing-parameter"] = { 'aws.map()', 'aws.plan.load()', 'aws.dms.ensure_stopped()' },
  ["redundant-parameter"] = { 'aws.dms.new({}, {})', 'aws.drs.describe_jobs({}, {}, {}, 4)', 'aws.time.parse("a", "b")' },
  ["need-check-nil"] = {
    'local o = aws.dms.describe_replications()\nlocal list = o.Replications\nprint(list[1])',
    'local d = aws.drs.describe_source_servers()\nlocal items = d.items\nfor i = 1, 3 do print(items[i]) end',
  },
}

--- The text of one of these programs.
local function program_with(line)
  return 'local aws = require "aws"\n' .. line .. "\n"
end

--- Whether something was found that is shown as `code`.
local function has(found, code)
  for _, one in ipairs(found or {}) do
    if one.code == code then return true end
  end
  return false
end

describe("annotations in an editor", function()
  local known

  setup(function() known = library.read() end)

  it("can all be read", function()
    assert.same({}, known.problems)
  end)

  it("show twenty mistakes, and nothing else in their file", function()
    assert.equal(20, #expected())
    assert.same(expected(), judge.read(known, files.read(MISTAKES)))
  end)

  it("show nothing in what is right", function()
    assert.same({}, judge.read(known, files.read(RIGHT)))
    for _, path in ipairs(examples()) do assert.same({}, judge.read(known, files.read(path)), path) end
  end)

  for code, programs in pairs(others) do
    it(("show others: %s"):format(code), function()
      for _, line in ipairs(programs) do assert.is_true(has(judge.read(known, program_with(line)), code), line) end
    end)
  end

  it("show nothing in the READMEs", function()
    for _, path in ipairs(readmes.paths()) do assert.same({}, judge.read(known, program_of(path)), path) end
  end)

  it("know what every module is, required by itself or as a member of aws", function()
    local names = tostring(require "aws"):match(": (.*)")
    for name in names:gmatch("[%w_]+") do
      local own = known.modules["aws." .. name]
      assert.is_truthy(own and (own.kind ~= "name" or known.classes[own.name] or own.name == "string"), name)
      assert.same({ kind = "module", name = "aws." .. name }, known.classes.aws.fields[name])
    end
  end)

  it("know every type that users meet", function()
    local missing = {}
    local function look(of)
      if of.kind == "name" and of.name:find("^aws") and not known.classes[of.name] and not known.aliases[of.name] then
        missing[#missing + 1] = of.name
      end
      for _, one in ipairs(of) do look(one) end
      for _, one in ipairs(of.returns or {}) do look(one) end
      for _, parameter in ipairs(of.parameters or {}) do look(parameter.type) end
      if of.of then look(of.of) end
    end
    for _, class in pairs(known.classes) do
      for _, of in pairs(class.fields) do look(of) end
      for _, parent in ipairs(class.parents) do look(types.name(parent)) end
    end
    table.sort(missing)
    assert.same({}, missing)
  end)
end)

-- A checker that finds nothing wrong would please every case above.
describe("the checker of annotations", function()
  local function found_after(change)
    local known = library.read()
    change(known)
    return count(judge.read(known, files.read(MISTAKES)))
  end

  it("does not find the mistakes where an annotation says less", function()
    assert.is_true(found_after(function(known) known.modules["aws.dms"] = types.name("table") end) < 10)
    assert.equal(19, found_after(function(known) known.classes["aws.Settings"].index = nil end) + 0)
    assert.equal(19, found_after(function(known) known.aliases["aws.drs.LaunchDisposition"] = types.name("string") end))
    assert.equal(19, found_after(function(known) known.classes["aws.Error"].index = types.any end))
  end)

  it("finds what is right to be wrong where an annotation says something else", function()
    local known = library.read()
    known.classes["aws.dms.StopReplicationMessage"].fields.ReplicationConfigArn = types.name("integer")
    known.classes["aws.Metadata"].fields.request_id = nil
    local codes = {}
    for _, one in ipairs(judge.read(known, files.read(RIGHT))) do codes[one.code] = true end
    assert.same({ ["assign-type-mismatch"] = true, ["undefined-field"] = true }, codes)
  end)

  it("tells what cannot be read", function()
    for _, text in ipairs({ "fun(", "{ a: ", "table<string", "", "(string" }) do assert.has_error(function() types.read(text) end) end
  end)
end)

if luals.is_installed() then
  describe("LuaLS", function()
    local place

    before_each(function() place = folder.new() end)
    after_each(function() place.remove() end)

    it("shows the mistakes, and nothing in what is right", function()
      for _, path in ipairs({ MISTAKES, RIGHT, (table.unpack or unpack)(examples()) }) do
        -- Examples with busted's functions, which LuaLS learns from elsewhere, are left out.
        if not path:find("_spec%.lua$") then place.write("programs/" .. path:match("[^/]*$"), files.read(path)) end
      end
      local found = luals.check(place)
      local of_mistakes = found["mistakes.lua"]
      found["mistakes.lua"] = nil
      assert.same({}, found)
      assert.is_true(count(of_mistakes) >= 18)
      assert.equal(count(of_mistakes), #of_mistakes)
    end)

    it("shows the others as our checker does", function()
      for code, programs in pairs(others) do
        for i, line in ipairs(programs) do place.write(("programs/%s-%d.lua"):format(code, i), program_with(line)) end
      end
      local found = luals.check(place)
      for code, programs in pairs(others) do
        for i, line in ipairs(programs) do assert.is_true(has(found[("%s-%d.lua"):format(code, i)], code), line) end
      end
    end)
  end)
end
