-- Stops replications (DMS) or retries servers (DRS), hundreds at a time, and keeps a report of every outcome.
--
--   lua5.4 examples/bulk.lua [OPTION…] [FILE]
--
-- FILE (or standard input, "-") lists ARNs of replication configs and ids of source servers, one a line; empty lines and
-- those that begin with "#" do not count. Run again with the same report it does what is left: what failed and what was
-- not started. A call of unknown outcome may have been carried out: it is left alone, unless --unknown is given. With a
-- report and no FILE, the items are the report's.
--
--   --report FILE      where the report is, or will be (CSV); default bulk-report.csv
--   --concurrency N    calls at a time; default 16
--   --service NAME     dms or drs for all items; default: by their form
--   --unknown          do what is of unknown outcome again
--
-- Exit code: 0 all is done; 1 something failed or is of unknown outcome; 2 wrong usage; 130 Ctrl-C.
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local aws = require "aws"
local csv = require "csv"

local COLUMNS = { "item", "service", "outcome", "request_id", "attempts", "applied", "error_type", "message", "time" }
local USAGE = "usage: lua5.4 examples/bulk.lua [--report FILE] [--concurrency N] [--service dms|drs] [--unknown] [FILE]"

local operations = {
  dms = function(arn) return aws.dms.stop_replication({ ReplicationConfigArn = arn }) end,
  drs = function(id) return aws.drs.retry_data_replication({ sourceServerID = id }) end,
}

--- Ends the script with one line.
local function give_up(code, message, ...)
  io.stderr:write("bulk: ", message:format(...), "\n")
  os.exit(code, true)
end

-- Arguments -----------------------------------------------------------------------------------------------------

local readers = {
  ["--report"] = function(settings, value) settings.report = value end,
  ["--concurrency"] = function(settings, value)
    settings.concurrency = value:find("^%d+$") and tonumber(value)
    if not settings.concurrency or settings.concurrency < 1 then give_up(2, "--concurrency %s: not a number above 0", value) end
  end,
  ["--service"] = function(settings, value)
    settings.service = operations[value] and value or give_up(2, "--service %s: neither dms nor drs", value)
  end,
}

local function read_arguments()
  local settings, i = { report = "bulk-report.csv", concurrency = 16 }, 1
  while i <= #arg do
    local word = arg[i]
    if word == "--help" or word == "-h" then
      print(USAGE)
      os.exit(0, true)
    elseif word == "--unknown" then
      settings.unknown = true
    elseif readers[word] then
      i = i + 1
      if not arg[i] then give_up(2, "%s needs a value; %s", word, USAGE) end
      readers[word](settings, arg[i])
    elseif word:find("^%-.") or settings.list then
      give_up(2, "%s: unknown; %s", word, USAGE)
    else
      settings.list = word
    end
    i = i + 1
  end
  return settings
end

local function is_terminal(descriptor)
  local answer = os.execute("test -t " .. descriptor)
  return answer == true or answer == 0
end

-- Items ---------------------------------------------------------------------------------------------------------

local NO_SUCH_FILE = 2

--- The text of a file, or nil, why not, and whether there is none. A device of size 0 may go on for ever.
local function read_file(path)
  local file, fault, code = io.open(path, "rb")
  if not file then return nil, fault, code == NO_SUCH_FILE end
  local text = ""
  if file:seek("end") ~= 0 then
    file:seek("set")
    text, fault = file:read("*a")
  end
  file:close()
  return text, fault and path .. ": " .. fault
end

--- What the report says of each item: its last row counts. Nil when there is no report yet.
local function read_report(path)
  local text, fault, is_missing = read_file(path)
  if is_missing then return nil end
  if not text then give_up(2, "%s", fault) end
  local rows, columns, whole = csv.read(text)
  if text ~= "" and table.concat(columns, ",") ~= table.concat(COLUMNS, ",") then
    give_up(2, "%s exists, and is not a report of this script", path)
  end
  local last, order = {}, {}
  for _, row in ipairs(rows) do
    if not last[row.item] then order[#order + 1] = row.item end
    last[row.item] = row
  end
  return { last = last, items = order, is_empty = text == "", whole = whole, is_cut = #whole < #text }
end

local function read_list(path)
  local text, fault
  if path == "-" then text = io.read("*a") else text, fault = read_file(path) end
  if not text then give_up(2, "%s", fault) end
  local items, BYTE_ORDER_MARK = {}, "^\239\187\191"
  for line in (text:gsub(BYTE_ORDER_MARK, "") .. "\n"):gmatch("([^\n]*)\n") do
    local item = line:match("^%s*(.-)%s*$")
    if item ~= "" and not item:find("^#") then items[#items + 1] = item end
  end
  return items
end

local function service_of(item, row, settings)
  if item:find("%c") then give_up(2, "%s: has a control character", item:gsub("%c", "?"):sub(1, 200)) end
  if settings.service then return settings.service end
  if row and operations[row.service] then return row.service end
  if item:find("^arn:[%w-]+:dms:") then return "dms" end
  if item:find("^s%-%w+$") then return "drs" end
  give_up(2, "%s: neither an ARN of DMS nor the id of a source server (or say --service)", item:sub(1, 200))
end

--- Whether an item is to be done, judging by its row of the report.
local function is_left(row, settings)
  if not row or row.outcome == "not started" then return true end
  if row.outcome == "done" or row.applied == "yes" then return false end
  return row.applied ~= "unknown" or settings.unknown
end

--- What is to be done, and how many are of unknown outcome and left alone.
local function choose(items, report, settings)
  local chosen, unknown, seen = {}, 0, {}
  for _, item in ipairs(items) do
    local row = report and report.last[item]
    if not seen[item] and is_left(row, settings) then
      chosen[#chosen + 1] = { name = item, service = service_of(item, row, settings) }
    elseif not seen[item] and row.outcome ~= "done" and row.applied == "unknown" then
      unknown = unknown + 1
    end
    seen[item] = true
  end
  return chosen, unknown
end

-- Report and progress -------------------------------------------------------------------------------------------

--- What an item raises that is not to be started, as its outcome could not be kept.
local NOT_STARTED = {}

local function row_of(item, result)
  local err, metadata = result.error, result.metadata or {}
  local row = { item = item.name, service = item.service, time = os.date("!%Y-%m-%dT%H:%M:%SZ") }
  if result.ok then
    row.outcome, row.applied = "done", "yes"
    row.request_id, row.attempts = metadata.request_id, metadata.attempts
    return row
  end
  if err == NOT_STARTED then
    row.outcome, row.applied = "not started", "no"
    return row
  end
  local is_own = aws.errors.is(err)
  row.outcome = result.skipped and "not started" or "failed"
  row.applied = is_own and err.applied or "unknown"
  row.message = is_own and err.message or tostring(err)
  if is_own then row.error_type, row.request_id, row.attempts = err.type, err.request_id, err.attempts end
  return row
end

--- Leaves out what a crash had cut short.
local function mend_report(path, whole)
  local file = assert(io.open(path .. ".new", "wb"))
  assert(file:write(whole) and file:close())
  assert(os.rename(path .. ".new", path))
end

--- Adds a row; true, or nil and why not.
local function add_row(file, row)
  local ok, fault = file:write(csv.row(row, COLUMNS))
  if ok then ok, fault = file:flush() end
  return ok, fault
end

-- A flush that LuaJIT compiled is done again when it fails, and says yes then: the C library has dropped what it held.
if jit then jit.off(add_row) end

local function open_report(path, report)
  if report and report.is_cut then mend_report(path, report.whole) end
  local file, fault = io.open(path, "ab")
  if not file then give_up(2, "%s", fault) end
  if not report or report.is_empty then
    local header = {}
    for _, name in ipairs(COLUMNS) do header[name] = name end
    local ok, why = add_row(file, header)
    if not ok then give_up(2, "%s: %s", path, why) end
  end
  return file
end

--- One line for people, in which nothing steers the terminal.
local function describe(row)
  local text = row.outcome == "done" and ("done (request id %s)"):format(row.request_id or "unknown")
    or ("%s: %s (applied: %s)"):format(row.error_type or "error", row.message, row.applied)
  return (("%s: %s"):format(row.item, text):gsub("%c+", " "))
end

--- Shows how far it is: a line that is written over on a terminal, a line for each item elsewhere. A row that is in no
--- report is shown at any rate.
local function progress(total)
  local on_terminal, failed = is_terminal(2), 0
  return function(done, row, is_lost)
    if row.outcome == "not started" then return end
    if row.outcome ~= "done" then failed = failed + 1 end
    if not on_terminal then return io.stderr:write(("%d/%d %s\n"):format(done, total, describe(row))) end
    if row.outcome ~= "done" or is_lost then io.stderr:write("\r\27[K", describe(row), "\n") end
    io.stderr:write(("\r\27[K%d of %d, %d failed"):format(done, total, failed), done == total and "\n" or "")
  end
end

-- The run -------------------------------------------------------------------------------------------------------

local function count(outcomes)
  local counts = { done = 0, failed = 0, ["not started"] = 0 }
  for _, outcome in pairs(outcomes) do counts[outcome] = counts[outcome] + 1 end
  return counts
end

--- Does the items and writes a row for each, until the report takes none; the count of each outcome, whether Ctrl-C was
--- pressed, and why the report is not whole.
local function run(items, file, settings)
  local show, outcomes, fault = progress(#items), {}, nil
  local function write(index, result)
    local row, ok = row_of(items[index], result), nil
    if not fault then ok, fault = add_row(file, row) end
    outcomes[index] = row.outcome -- last: Ctrl-C may strike before, and a row twice is better than none
    return row, not ok
  end
  local function call(item)
    if fault then error(NOT_STARTED) end
    return operations[item.service](item.name)
  end
  local ok, err = pcall(aws.map, items, call, {
    concurrency = settings.concurrency,
    on_result = function(done, _, index, result) show(done, write(index, result)) end,
  })
  if not ok and not aws.errors.is(err, "Interrupted") then give_up(1, "%s", tostring(err)) end
  for index, result in ipairs(ok and {} or err.results) do
    if not outcomes[index] then write(index, result) end
  end
  return count(outcomes), not ok, fault
end

local function main()
  local settings = read_arguments()
  local report = read_report(settings.report)
  local items = (settings.list or not report) and read_list(settings.list or "-") or report.items
  local chosen, unknown = choose(items, report, settings)
  local file = open_report(settings.report, report)
  local counts, is_interrupted, fault = run(chosen, file, settings)
  file:close()
  print(("%d done, %d failed, %d not started; report: %s"):format(counts.done, counts.failed, counts["not started"],
    settings.report))
  if unknown > 0 then
    print(("%d of unknown outcome were left alone: see there, then use --unknown"):format(unknown))
  end
  if fault then give_up(1, "the report lacks what is shown above: %s", fault) end
  if is_interrupted then os.exit(130, true) end
  os.exit(counts.done == #chosen and unknown == 0 and 0 or 1, true)
end

main()
