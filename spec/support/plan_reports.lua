--- Reports of plan:run for specs: one at a time, in a folder of its own; runs with it, and reports that are written by hand.
local plans = require "spec.support.plan_runs"
local report_lines = require "aws.plan.report_lines"
local scripted = require "spec.support.scripted"
local temporary = require "spec.support.folder"

local reports = {}

--- The folder and the path of the report under test.
local folder, path

--- Makes the folder; for before_each.
---@return table folder as of spec.support.folder
---@return string path of the report, which is not there yet
function reports.begin()
  folder = temporary.new()
  path = folder.path .. "/stops.jsonl"
  return folder, path
end

--- Removes the folder; for after_each.
function reports.finish()
  folder.remove()
end

local function with(options, more)
  for name, value in pairs(more or {}) do options[name] = value end
  return options
end

--- Runs a plan with the report, one item at a time.
---@param plan table
---@param more? table other options of plan:run
function reports.run(plan, more)
  return plans.run(plan, with({ report = path, concurrency = 1 }, more))
end

--- The same, going on with the report.
---@param plan table
---@param more? table other options of plan:run
function reports.resume(plan, more)
  return reports.run(plan, with({ resume = true }, more))
end

--- Writes a report by hand: each line has members over those of a sent stop of the first replication.
---@param lines table[]
---@param tail? string what follows the last line
function reports.write(lines, tail)
  local parts = {}
  for i, line in ipairs(lines) do
    parts[i] = assert(report_lines.text(with({
      phase = "sent", time = scripted.time - 100, account = plans.ACCOUNT, region = "us-east-1", operation = "stop_replication",
      resource = plans.id("dms", 1),
    }, line)))
  end
  folder.write("stops.jsonl", table.concat(parts) .. (tail or ""))
end

--- Lines in a few words: "sent 1", "outcome 1".
---@param lines table[]
---@return string[]
function reports.brief(lines)
  local list = {}
  for i, line in ipairs(lines) do list[i] = line.phase .. " " .. line.resource:match("%w+$") end
  return list
end

return reports
