--- The lines of a report of plan:run, JSON objects; and what they tell of each item.
local core = require "aws.core"
local errors = require "aws.errors.typed"

local report_lines = {}

---@class aws.ReportLine
---@field phase "sent"|"outcome" before a write, or after the item has ended
---@field time number epoch seconds
---@field account string
---@field region string
---@field operation string "stop_replication"
---@field resource string ARN or id
---@field before? string state: of "sent" as far as the plan or the last look has shown it, of "outcome" seen first
---@field after? string state seen last; of "outcome", as are the next
---@field changed? "yes"|"no"|"unknown" whether the run has changed the resource
---@field request_id? string of the last write
---@field attempts? integer of all writes
---@field error? { type: string, message: string }
---@field applied? "yes"|"no"|"unknown" whether the writes were carried out

--- What a report tells of an item.
---@class aws.ReportedItem
---@field time number of its last line
---@field is_done boolean by its last outcome
---@field is_open boolean a write was sent, and nobody knows what has become of the item since
---@field sent_at? number of the last write that may have been carried out

local required = { "account", "region", "operation", "resource" }
local phases = { sent = true, outcome = true }

--- Every line begins like this: members are sorted by their names.
local START = '{"account":"'

local compiled

local function line_shape()
  compiled = compiled or core.shape({
    Line = {
      type = "structure",
      members = {
        phase = "string", time = "double", account = "string", region = "string", operation = "string", resource = "string",
        before = "string", after = "string", changed = "string", request_id = "string", attempts = "integer",
        error = "Error", applied = "string",
      },
    },
    Error = { type = "structure", members = { type = "string", message = "string" } },
  }, "Line")
  return compiled
end

local function encode(line)
  local json, problems = core.encode(line_shape(), line)
  if json then return json .. "\n" end
  return nil, ("%s %s"):format(problems[1].path, problems[1].message)
end

--- A line as text, with its line feed.
---@param line aws.ReportLine
---@return string? text
---@return string? fault memory that ran out is one, too
function report_lines.text(line)
  local ok, text, fault = pcall(encode, line)
  if not ok then
    fault = errors.exhausted(text)
    if not fault then error(text, 0) end
  end
  if not fault then return text end
  return nil, "cannot hold a line: " .. fault
end

--- As core.decode; raises Lua's word for memory that ran out: the text may be good.
local function decode(shape, text)
  local value, fault = core.decode(shape, text)
  if fault and errors.exhausted(fault) == fault then error(fault, 0) end
  return value, fault
end

local function read_line(text)
  local line = decode(line_shape(), text)
  if not line or not phases[line.phase] or not line.time then return nil end
  for _, name in ipairs(required) do
    if not line[name] then return nil end
  end
  return line
end

local any_object

--- Whether a text without a line feed may be the beginning of a line, or all of it: JSON begins like this whatever follows.
local function may_be_cut(text)
  if text:sub(1, #START) ~= START:sub(1, #text) then return false end
  any_object = any_object or core.shape({ Any = { type = "structure", members = {} } }, "Any")
  local object, fault = decode(any_object, text)
  if object then return read_line(text) ~= nil end
  return text == "" or fault:find("cut short", 1, true) ~= nil
end

--- Reads a report. What a kill has cut at its end is not a line: what it was about to tell has not happened yet.
---@param text string
---@return aws.ReportLine[]? lines nil for what is not a report
---@return integer? whole so many bytes are whole lines
---Raises a text where memory runs out.
function report_lines.read(text)
  local lines, whole = {}, 0
  local feed = text:find("\n", 1, true) -- a pattern would try each byte of a text without a line feed
  while feed do
    local line = read_line(text:sub(whole + 1, feed - 1))
    if not line then return nil end
    lines[#lines + 1], whole = line, feed
    feed = text:find("\n", feed + 1, true)
  end
  if not may_be_cut(text:sub(whole + 1)) then return nil end
  return lines, whole
end

--- Operations of one helper, between which it chooses by what a look shows.
local same_helper = { start_replication = "retry_data_replication" }

--- What identifies an item over plans.
---@param account string
---@param region string
---@param operation string
---@param resource string
---@return string
function report_lines.key(account, region, operation, resource)
  return table.concat({ account, region, same_helper[operation] or operation, resource }, "\n")
end

local function note_sent(known, line)
  known.is_done, known.is_open, known.sent_at = false, true, line.time
end

local function note_outcome(known, line)
  local is_certain = line.error == nil or line.applied == "no"
  known.is_done, known.is_open = line.error == nil, known.is_open and not is_certain
  if line.applied == "no" then known.sent_at = nil end
end

--- What lines tell of each item.
---@param lines aws.ReportLine[] in their order
---@return table<string, aws.ReportedItem> by key
function report_lines.items(lines)
  local items = {}
  for _, line in ipairs(lines) do
    local key = report_lines.key(line.account, line.region, line.operation, line.resource)
    local known = items[key] or { is_done = false, is_open = false, time = line.time }
    items[key], known.time = known, line.time
    local note = line.phase == "sent" and note_sent or note_outcome
    note(known, line)
  end
  return items
end

return report_lines
