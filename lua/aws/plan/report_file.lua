--- The file of a report: locked for the whole run, read when a run goes on with it, and given line after line.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local report_lines = require "aws.plan.report_lines"

local report_file = {}

--- Bytes of the longest report that a run goes on with: some 200,000 lines.
local LONGEST = 64 * 1024 * 1024

---@class aws.ReportFile
---@field path string
---@field journal userdata
---@field items table<string, aws.ReportedItem> what it told when it was opened
---@field fault? string why it takes no more lines
local methods = {}
methods.__index = methods

local function raise_not_opened(path, fault, is_locked)
  if is_locked then
    errors.raise({
      type = "ReportLocked", message = ("the report %s is in use: another run adds to it"):format(path), applied = "no", attempts = 0,
    })
  end
  errors.config("the report %s %s", path, fault)
end

--- Unlocks reports of runs whose threads were killed, as nginx does: they leave that to the collector of garbage. Code that
--- LuaJIT has compiled may hold objects of such a run, so it is dropped first.
local function collect()
  local jit = rawget(_G, "jit")
  if jit then jit.flush() end
  collectgarbage()
end

--- Opens and locks a file.
---@return userdata journal # raises ReportLocked, ConfigError
local function open_journal(path)
  local journal, fault, is_locked = core.journal(path)
  if is_locked then
    collect()
    journal, fault, is_locked = core.journal(path)
  end
  return journal or raise_not_opened(path, fault, is_locked)
end

--- Reads what is there, and takes away a last line that was cut.
---@return table<string, aws.ReportedItem>
local function read(path, journal, resume)
  local text, fault = journal:read(LONGEST)
  if not text then errors.config("the report %s %s", path, fault) end
  local lines, whole = report_lines.read(text)
  if not lines then errors.config("%s has other text than a report of plan:run: name another file", path) end
  if text ~= "" and not resume then
    errors.config("the report %s exists: go on with it (resume = true), or name another file", path)
  end
  if whole < #text then
    local is_cut, why = journal:cut(whole)
    if not is_cut then errors.config("the report %s %s", path, why) end
  end
  return report_lines.items(lines)
end

--- Opens a report, which is made where it is missing.
---@param path string
---@param resume? boolean whether it may have lines
---@return aws.ReportFile
---Raises ReportLocked, ConfigError.
function report_file.open(path, resume)
  local journal = open_journal(path)
  local ok, items = pcall(read, path, journal, resume)
  if not ok then
    journal:close()
    error(items, 0)
  end
  return setmetatable({ path = path, journal = journal, items = items, fault = nil }, methods)
end

--- Adds a line. It is in the file when this returns true.
---@param line aws.ReportLine
---@return boolean
---@return string? fault "the report stops.jsonl cannot be written: No space left on device"
function methods:add(line)
  local text, fault = report_lines.text(line)
  local is_added
  if text then is_added, fault = self.journal:append(text) end
  if is_added then return true end
  self.fault = self.fault or ("the report %s %s"):format(self.path, fault)
  return false, self.fault
end

--- Closes and unlocks it. It may be called twice.
function methods:close() self.journal:close() end

return report_file
