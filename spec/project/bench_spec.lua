-- The bench, one round of few units: every kind of row is measured, or says what is not installed. No time is asserted.
local child = require "spec.support.child"
local dkjson = require "dkjson"
local files = require "spec.support.files"

--- One row of each kind, by a part of its id.
local ROWS = "call_lua5.4 call_apart_lua5.4 call_1450 pipeline_luajit decode_dms_lua5.4 decode_1mb_lua5.4 flat_list_100 nginx "
  .. "cold_lua5.4 map_luajit signature_lua5.4 beside"

--- Why not here, or nil.
local function hindrance()
  if _VERSION ~= "Lua 5.4" then return "it runs both Luas itself, from Lua 5.4" end
  if package.cpath:find("/sanitize/", 1, true) then return "it would measure the build without sanitizers" end
end

describe("make bench", function()
  local code, said, results
  setup(function()
    if hindrance() then return end
    os.remove("build/bench/tiny.json")
    code, said = child.run("env -u MAKEFLAGS -u MAKELEVEL make -s bench ROWS='--tiny " .. ROWS .. "' 2>&1")
    local text = files.read_if_there("build/bench/tiny.json")
    results = text and dkjson.decode(text)
  end)

  it("measures a row of each kind, or says what is missing", function()
    if hindrance() then return pending(hindrance()) end
    assert.equal(0, code, said)
    assert.is_true(#results >= 20)
    for _, result in ipairs(results) do
      assert.is_nil(result.failed)
      if result.missing then
        assert.matches(" is not installed$", result.missing)
      else
        assert.is_true(result.ours > 0 and result.theirs > 0 and result.ratio > 0, result.key)
        assert.is_true(result.low <= result.ratio and result.ratio <= result.high, result.key)
        assert.equal(1, result.rounds)
      end
    end
  end)

  it("prints a line for each in a table", function()
    if hindrance() then return pending(hindrance()) end
    local lines = 0
    for line in said:gmatch("[^\n]+") do
      assert.matches("^|.*|$", line)
      lines = lines + 1
    end
    assert.equal(#results + 2, lines)
  end)

  it("ends by Ctrl-C, whatever is measured", function()
    if hindrance() then return pending(hindrance()) end
    local status = child.run("timeout --preserve-status -s INT 3 lua5.4 spec/bench/run.lua signature >build/bench/interrupted")
    assert.are_not.equal(0, status)
    assert.is_nil(files.read("build/bench/interrupted"):find("failed", 1, true))
  end)

  it("fails for a name that no row has", function()
    if hindrance() then return pending(hindrance()) end
    assert.are_not.equal(0, (child.run("env -u MAKEFLAGS -u MAKELEVEL make -s bench ROWS='--tiny no_such_row'")))
  end)
end)

describe("what the bench reports", function()
  local report = require "spec.bench.support.report"
  local statistics = require "spec.bench.support.statistics"

  it("is the median of the ratios, and their quartiles", function()
    local found = statistics.compare({ 10, 20, 30, 40, 500 }, { 10, 10, 10, 10, 10 })
    assert.same({ ours = 30, theirs = 10, ratio = 3, low = 2, high = 4 }, found)
    assert.same({ ours = 7, theirs = 2, ratio = 3.5, low = 3.5, high = 3.5 }, statistics.compare({ 7 }, { 2 }))
  end)

  it("names what got slower, beyond the spread of both runs, and nothing else", function()
    local figures = { ["a.cpu"] = { ratio = 2, low = 1.9, high = 2.1 } }
    local function lines(low, high, key)
      local result = { key = key or "a.cpu", name = "work", measure = "cpu", ratio = (low + high) / 2, low = low, high = high }
      return report.slower({ result, { key = "a.cpu", missing = "x is not installed" } }, figures)
    end
    for _, spread in ipairs({ { 1.9, 2.1 }, { 2.15, 9 }, { 1, 1.1 }, { 9, 9.1, "new.cpu" } }) do
      assert.same({}, lines(spread[1], spread[2], spread[3]))
    end
    assert.same({ "slower than the figures in the tree: work, cpu: 2.40 (2.30–2.50), it was 2.00 (1.90–2.10)" }, lines(2.3, 2.5))
  end)
end)
