--- run.lua [--tiny] [--keep] [NAME…]: measures all rows, or those whose id has a NAME in it; `make bench` runs it.
---
--- Each row is a pair of programs that take turns in one run: what else the machine does slows both. --tiny makes one round
--- of few units, to see that all of it works. --keep writes the ratios into the tree.
package.path = "./?.lua;" .. package.path
local bench = require "spec.bench.support.bench"
local report = require "spec.bench.support.report"
local statistics = require "spec.bench.support.statistics"

local ROUNDS = 31

local kinds = { "calls", "decode", "sizes", "nginx", "cold", "map", "signature", "sdks" }

local wanted, is_kept = {}, false
for _, word in ipairs(arg) do
  if word == "--tiny" then
    bench.is_tiny = true
  elseif word == "--keep" then
    is_kept = true
  else
    wanted[#wanted + 1] = word
  end
end

local function is_wanted(row)
  for _, text in ipairs(wanted) do
    if row.id:find(text, 1, true) then return true end
  end
  return #wanted == 0
end

--- Samples of all rounds, by measure.
local function measure(row)
  local sample, ours, theirs = row.start(), {}, {}
  for _, name in ipairs(row.measures) do ours[name], theirs[name] = {}, {} end
  local rounds = bench.is_tiny and 1 or row.rounds or ROUNDS
  for round = 1, rounds do
    local mine, other = sample()
    for _, name in ipairs(row.measures) do ours[name][round], theirs[name][round] = mine[name], other[name] end
  end
  return ours, theirs, rounds
end

--- The results of a row, one for each measure.
---@return bench.Result[]
local function results_of(row)
  local ok, ours, theirs, rounds
  if not row.missing then
    ok, ours, theirs, rounds = pcall(measure, row)
    bench.stop()
    if not ok and tostring(ours):find("interrupted!", 1, true) then error(ours, 0) end -- Ctrl-C ends the run, not the row
  end
  local results = {}
  for i, name in ipairs(row.measures) do
    local result = ok and statistics.compare(ours[name], theirs[name]) or { missing = row.missing }
    if not ok and not row.missing then result.failed = tostring(ours) end
    result.key, result.name, result.beside, result.measure = row.id .. "." .. name, row.name, row.beside, name
    result.rounds = rounds
    results[i] = result
  end
  return results
end

local all, failures = {}, 0
report.head()
for _, kind in ipairs(kinds) do
  for _, row in ipairs(require("spec.bench.rows." .. kind)) do
    for _, result in ipairs(is_wanted(row) and results_of(row) or {}) do
      report.line(result)
      all[#all + 1] = result
      if result.failed then failures = failures + 1 end
    end
  end
end
report.write_json(bench.is_tiny and "build/bench/tiny.json" or "build/bench.json", all)
if is_kept then report.keep(all) end
for _, line in ipairs(bench.is_tiny and {} or report.slower(all)) do print(line) end
os.exit(failures == 0 and #all > 0)
