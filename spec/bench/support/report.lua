--- Results: a table on the screen, build/bench.json, and what got slower than the figures in the tree.
local files = require "spec.support.files"

local report = {}

local FIGURES = "spec/bench/figures.lua"

--- A ratio has to be so much above the figure's spread to be named: what a busy machine does to all of them.
local TOLERANCE = 1.05

local units = { cpu = "µs CPU", wall = "µs", instructions = "instr.", peak = "KB peak" }

---@class bench.Result
---@field key string "call_lua5.4.cpu", the name of its figure
---@field name string
---@field beside string
---@field measure string
---@field ours number
---@field theirs number
---@field ratio number
---@field low number quartiles of the ratio
---@field high number
---@field rounds integer
---@field missing? string why it was not measured; then it has no numbers
---@field failed? string

local function number(value)
  if value >= 1e6 then return ("%.2f M"):format(value / 1e6) end
  if value >= 1e4 then return ("%.1f k"):format(value / 1e3) end
  return value >= 100 and ("%.0f"):format(value) or ("%.3g"):format(value)
end

--- Pads by characters, not bytes.
local function cell(text, width)
  local length = #text:gsub("[\128-\191]", "")
  return text .. (" "):rep(width - length)
end

--- Prints the head of the table.
function report.head()
  print(("| %s | %s | %s | %s | %s | %s |"):format(cell("work", 31), cell("beside", 18), cell("in", 7), cell("ours", 8),
    cell("theirs", 8), "ratio (quartiles)"))
  print("| --- | --- | --- | --- | --- | --- |")
end

--- Prints a line of the table.
---@param result bench.Result
function report.line(result)
  local about = ("| %s | %s | %s |"):format(cell(result.name, 31), cell(result.beside, 18), cell(units[result.measure], 7))
  local trouble = result.missing and "not measured: " .. result.missing or result.failed and "failed: " .. result.failed
  if trouble then
    print(about .. " " .. trouble .. " |")
  else
    print(("%s %s | %s | %.2f (%.2f–%.2f) |"):format(about, cell(number(result.ours), 8), cell(number(result.theirs), 8),
      result.ratio, result.low, result.high))
  end
  io.stdout:flush()
end

local fields = { "key", "name", "beside", "measure", "ours", "theirs", "ratio", "low", "high", "rounds", "missing", "failed" }

local function json_of(result)
  local members = {}
  for _, name in ipairs(fields) do
    local value = result[name]
    if value ~= nil then
      local text = type(value) == "number" and ("%.6g"):format(value) or ('"%s"'):format(value:gsub('[%c"\\]', " "))
      members[#members + 1] = ('"%s": %s'):format(name, text)
    end
  end
  return "  {" .. table.concat(members, ", ") .. "}"
end

--- Writes all results for programs.
---@param path string
---@param results bench.Result[]
function report.write_json(path, results)
  local lines = {}
  for i, result in ipairs(results) do lines[i] = json_of(result) end
  files.write(path, "[\n" .. table.concat(lines, ",\n") .. "\n]\n")
end

--- Puts results into the figures of the tree. Those of rows that were not measured stay.
---@param results bench.Result[]
function report.keep(results)
  local figures, keys, lines = dofile(FIGURES), {}, {}
  for _, result in ipairs(results) do
    if result.ratio then figures[result.key] = { ratio = result.ratio, low = result.low, high = result.high } end
  end
  for key in pairs(figures) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do
    local figure = figures[key]
    lines[i] = ('  ["%s"] = { ratio = %.3f, low = %.3f, high = %.3f },'):format(key, figure.ratio, figure.low, figure.high)
  end
  files.write(FIGURES, "--- Ratios of one run, with their quartiles. Written by `make bench-keep`: edit nothing here.\nreturn {\n"
    .. table.concat(lines, "\n") .. "\n}\n")
end

--- The rows whose ratio is above the figure in the tree, beyond the spread of both; a line each.
---@param results bench.Result[]
---@param figures? table<string, { ratio: number, low: number, high: number }> those of the tree
---@return string[]
function report.slower(results, figures)
  local lines = {}
  figures = figures or dofile(FIGURES)
  for _, result in ipairs(results) do
    local figure = figures[result.key]
    if figure and result.ratio and result.low > figure.high * TOLERANCE then
      lines[#lines + 1] = ("slower than the figures in the tree: %s, %s: %.2f (%.2f–%.2f), it was %.2f (%.2f–%.2f)"):format(
        result.name, result.measure, result.ratio, result.low, result.high, figure.ratio, figure.low, figure.high)
    end
  end
  return lines
end

return report
