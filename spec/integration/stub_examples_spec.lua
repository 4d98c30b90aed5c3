-- The tests that the manual of aws.stub and the examples show, run by busted as a user would.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local readmes = require "spec.support.readmes"

--- Runs busted on a file.
local function run(path)
  return child.run(("%s %s spec/support/busted.lua --output=plainTerminal %s"):format(
    child.environment({ AWS_REGION = "xx-nowhere-1", AWS_PROFILE = "missing", HOME = "/nowhere" }), os.getenv "LUA" or "lua5.4",
    child.quote(path)))
end

--- Runs what has to succeed, and returns how many tests that were.
local function successes(path)
  local code, stdout, stderr = run(path)
  assert.equal("", stderr)
  assert.equal(0, code, stdout)
  return tonumber(stdout:match("(%d+) successe?s? / 0 failures / 0 errors"))
end

describe("tests with aws.stub", function()
  it("run as the manual shows them", function()
    local blocks = {}
    for _, block in ipairs(readmes.blocks("lua/aws/stub/README.md")) do
      if block.language == "lua" then blocks[#blocks + 1] = block.code end
    end
    assert.equal(1, #blocks)
    local scratch = folder.new()
    local ok, count = pcall(successes, scratch.write("manual_spec.lua", blocks[1]))
    scratch.remove()
    assert.is_true(ok, tostring(count))
    assert.equal(2, count)
  end)

  it("run as the example has them", function()
    assert.equal(3, successes("examples/stubbed_spec.lua"))
  end)

  it("fail where the code does something else", function()
    local scratch = folder.new()
    local text = files.read("examples/stubbed_spec.lua"):gsub('Status == "running"', 'Status == "stopped"')
    local code, stdout = run(scratch.write("broken_spec.lua", text))
    scratch.remove()
    assert.is_true(code > 0)
    assert.matches("0 successes / 2 failures / 1 error", stdout, 1, true)
  end)
end)
