-- The reference tells of all that users may name, and of nothing else. LDoc is not needed for this.
local advice = require "spec.docs.advice"
local public_names = require "spec.support.public_names"
local reference = require "spec.docs.reference"

local made = reference.make()

local function documented(kind)
  local names = {}
  for _, entry in ipairs(made.entries) do
    if entry.kind == kind then names[#names + 1] = entry.name end
  end
  return names
end

--- Titles of errors: the library's own, and those of the two services.
local function documented_errors()
  local titles = {}
  for _, entry in ipairs(made.entries) do
    if entry.kind == "error" and not entry.address:find("#any.", 1, true) then titles[#titles + 1] = entry.title end
  end
  return titles
end

describe("the reference", function()
  it("tells of every module", function()
    assert.same({}, public_names.differences(documented("module"), public_names.modules()))
  end)

  it("tells of every function of modules and of the objects that they make", function()
    assert.same({}, public_names.differences(documented("function"), public_names.functions()))
  end)

  for _, kind in ipairs({ "operation", "waiter", "setting", "event" }) do
    it("tells of every " .. kind, function()
      assert.same({}, public_names.differences(documented(kind), public_names[kind .. "s"]()))
    end)
  end

  it("tells of every type of error, and what to do about it", function()
    assert.same({}, public_names.differences(documented_errors(), public_names.errors()))
    for _, entry in ipairs(made.entries) do
      if entry.kind == "error" then assert.matches("%w.*What to do:</strong> [%u<]%l", entry.words, nil, nil, entry.name) end
    end
  end)

  it("tells of every member of metadata", function()
    assert.same({}, public_names.differences(documented("metadata"), public_names.metadata()))
  end)

  it("has advice about no error that is not there", function()
    local names = {}
    for name in pairs(advice.own) do names[#names + 1] = name end
    for service, known in pairs(advice.services) do
      for name in pairs(known) do names[#names + 1] = ("%s (%s)"):format(name, service) end
    end
    assert.same({}, public_names.differences(names, public_names.errors()))
  end)

  it("says something of every function", function()
    for _, entry in ipairs(made.entries) do
      if entry.kind == "function" or entry.kind == "module" then assert.matches("%a%a", entry.words, nil, nil, entry.name) end
    end
  end)

  it("finds operations by AWS's spelling, settings by their variables", function()
    local also = {}
    for _, entry in ipairs(made.entries) do
      for _, other in ipairs(entry.also) do also[other] = entry.name end
    end
    assert.equal("dms.describe_replications", also.DescribeReplications)
    assert.equal("drs.retry_data_replication", also.RetryDataReplication)
    assert.equal("region", also.AWS_DEFAULT_REGION)
    assert.equal("ca_bundle", also.AWS_CA_BUNDLE)
  end)

  it("notices a name that it lacks, and one that is gone", function()
    assert.same({ "b is not in the reference", "c is in the reference, and is not there" },
      public_names.differences({ "a", "c" }, { "a", "b" }))
  end)
end)
