-- Shows the replications (DMS) or source servers (DRS) of a region again and again: their states, since when, how far they
-- are, and what has changed since the last look.
--
--   lua5.4 examples/watch.lua [--service dms|drs] [--interval SECONDS] [--once] [--region REGION]
--
-- On a terminal the table stays in its place; elsewhere one table follows the other. In front of a row, "*" says that its
-- state has changed since the last look, "+" that it is new, "-" that it is gone. A look that fails leaves the last table.
-- Ctrl-C ends it (130). Exit code: 0 after --once; 1 nothing could be looked at; 2 wrong usage.
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local aws = require "aws"
local core = require "aws.core"
local script = require "script"
local show = require "aws.show"
local terminal = require "terminal"
local watched = require "watched"

local USAGE = "lua5.4 examples/watch.lua [--service dms|drs] [--interval SECONDS] [--once] [--region REGION]"

--- Seconds for all pages of a look.
local LOOK_SECONDS = 300

--- The part of a line that a cell may take at most; the last one takes what is left.
local WIDEST_CELL = 1 / 3

-- Arguments -----------------------------------------------------------------------------------------------------

local function give_up(code, message, ...)
  io.stderr:write("watch: ", show.escape(message:format(...)), "\n")
  os.exit(code, true)
end

local readers = {
  ["--service"] = function(settings, value)
    settings.service = watched.services[value] and value or give_up(2, "--service %s: neither dms nor drs", value)
  end,
  ["--interval"] = function(settings, value)
    settings.interval = value:find("^%d+%.?%d*$") and tonumber(value)
    if not settings.interval or settings.interval < 1 then give_up(2, "--interval %s: not a number of seconds, 1 or more", value) end
  end,
  ["--region"] = function(settings, value) settings.region = value end,
}

local function read_arguments()
  local settings, i = { service = "dms", interval = 10 }, 1
  while i <= #arg do
    local word, value = arg[i], nil
    if word:find("^%-%-%l+=") then word, value = word:match("^([^=]+)=(.*)$") end
    if word == "--help" or word == "-h" then
      print("usage: " .. USAGE)
      os.exit(0, true)
    elseif word == "--once" and not value then
      settings.once = true
    elseif readers[word] then
      if not value then i = i + 1 end
      value = value or arg[i]
      if not value or value == "" then give_up(2, "%s needs a value; usage: %s", word, USAGE) end
      readers[word](settings, value)
    else
      give_up(2, "%s: unknown; usage: %s", arg[i], USAGE)
    end
    i = i + 1
  end
  return settings
end

-- Looks ---------------------------------------------------------------------------------------------------------

--- All items by key, and when they were looked at.
local function look(client, service)
  local items = {}
  for found in client.each[service.operation]({}, { total_timeout = LOOK_SECONDS }) do
    local item = service.item(found, os.time())
    items[item.key] = item
  end
  return { items = items, at = os.time() }
end

--- What has become of an item since the last look: its mark, and the state that it had.
local function change_of(item, before)
  if not before then return "+" end
  if before.state ~= item.state then return "*", before.state end
  return " "
end

--- Notes in each item its mark, and since when it is known to be in its state. What is gone is added; it shows once.
local function compare(now, last)
  for key, item in pairs(now.items) do
    local before = last and last.items[key]
    item.mark, item.was = " ", nil
    if last then item.mark, item.was = change_of(item, before and not before.is_gone and before or nil) end
    item.is_exact = item.since ~= nil or item.mark ~= " " or before ~= nil and before.is_exact
    item.since = item.since or item.mark == " " and before and before.since or now.at
  end
  for key, item in pairs(last and last.items or {}) do
    if not now.items[key] and not item.is_gone then
      now.items[key] = { key = key, names = item.names, state = "gone", was = item.state, mark = "-", rank = item.rank,
        detail = "", since = now.at, is_exact = true, is_gone = true }
    end
  end
end

-- Tables --------------------------------------------------------------------------------------------------------

--- Sorted by names.
local function sorted(items)
  local list = {}
  for _, item in pairs(items) do
    item.sort_key = table.concat(item.names, "\0") .. "\0" .. item.key
    list[#list + 1] = item
  end
  table.sort(list, function(a, b) return a.sort_key < b.sort_key end)
  return list
end

--- So many items at most: first what has changed, then what is in trouble or on its way. Returns how many are left out.
local function choose(list, most)
  if #list <= most then return list, 0 end
  local by_rank, chosen, shown = {}, {}, {}
  for i, item in ipairs(list) do by_rank[i] = { item = item, rank = item.mark ~= " " and 0 or item.rank, place = i } end
  table.sort(by_rank, function(a, b) return a.rank < b.rank or a.rank == b.rank and a.place < b.place end)
  for i = 1, most do chosen[by_rank[i].item] = true end
  for _, item in ipairs(list) do
    if chosen[item] then shown[#shown + 1] = item end
  end
  return shown, #list - most
end

--- How many are in each state, the most first.
local function counts(items)
  local numbers, states, parts, total = {}, {}, {}, 0
  for _, item in pairs(items) do
    if not item.is_gone then
      if not numbers[item.state] then states[#states + 1] = item.state end
      numbers[item.state], total = (numbers[item.state] or 0) + 1, total + 1
    end
  end
  table.sort(states, function(a, b) return numbers[a] > numbers[b] or numbers[a] == numbers[b] and a < b end)
  for i, state in ipairs(states) do parts[i] = ("%d %s"):format(numbers[state], show.escape(state)) end
  return total, table.concat(parts, ", ")
end

--- How long it has been in its state; ">" where that is known only since we look, and nothing at the first look.
local function age_of(item, now)
  if item.is_exact then return watched.age(now - item.since) end
  return now > item.since and ">" .. watched.age(now - item.since) or ""
end

--- The cells of an item. The mark is in front of the first one.
local function cells_of(item, now)
  local cells = {}
  for i, name in ipairs(item.names) do cells[i] = show.escape(name) end
  cells[1] = item.mark .. " " .. cells[1]
  cells[#cells + 1] = show.escape(item.state)
  cells[#cells + 1] = age_of(item, now)
  local was = item.was and "was " .. show.escape(item.was) .. (item.detail ~= "" and "; " or "") or ""
  cells[#cells + 1] = was .. show.escape(item.detail)
  return cells
end

--- Lines of rows of cells, in columns; each of so many columns at most.
local function lines_of(rows, width)
  local widths, lines, most = {}, {}, math.floor(width * WIDEST_CELL)
  for _, cells in ipairs(rows) do
    for i = 1, #cells - 1 do widths[i] = math.min(most, math.max(widths[i] or 0, terminal.width(cells[i]))) end
  end
  for i, cells in ipairs(rows) do
    local padded = {}
    for column = 1, #cells - 1 do padded[column] = terminal.pad(cells[column], widths[column]) end
    padded[#cells] = cells[#cells]
    lines[i] = { text = terminal.cut((table.concat(padded, "  "):gsub(" +$", "")), width), is_bold = cells.is_bold }
  end
  return lines
end

--- The table of a look: lines, of which the first two tell of all of it.
local function table_of(settings, client, found, height, width)
  local service, total, states = watched.services[settings.service], counts(found.items)
  local list, left_out = choose(sorted(found.items), height)
  local rows = { {} }
  for i, name in ipairs(service.columns) do rows[1][i] = (i == 1 and "  " or "") .. name end
  for _, name in ipairs({ "STATE", "FOR", "" }) do rows[1][#rows[1] + 1] = name end
  for _, item in ipairs(list) do
    rows[#rows + 1] = cells_of(item, found.at)
    rows[#rows].is_bold = item.mark ~= " "
  end
  local lines = lines_of(rows, width)
  local headline = ("%s  %d %s in %s"):format(os.date("!%Y-%m-%d %H:%M:%S UTC", found.at), total, service.what, client.config.region)
  table.insert(lines, 1, { text = terminal.cut(headline, width) })
  table.insert(lines, 2, { text = terminal.cut("  " .. states, width) })
  if left_out > 0 then table.insert(lines, { text = terminal.cut(("  and %d more: no room"):format(left_out), width) }) end
  return lines
end

--- What is said of a look that failed.
local function failure_line(raised, at)
  return ("%s  this look failed: %s"):format(os.date("!%H:%M:%S UTC", at), show.escape(tostring(raised)))
end

-- Screens -------------------------------------------------------------------------------------------------------

--- Lines of a screen besides the rows of items: three heads, what is left out, a failure, and the one that the cursor is in.
local OTHER_LINES = 6

--- Shows the last table in its place on the terminal, and the failure of the look after it.
local function draw(own)
  local height, width = terminal.size()
  local lines = own.found and table_of(own.settings, own.client, own.found, math.max(1, height - OTHER_LINES), width) or {}
  if own.failure then lines[#lines + 1] = { text = terminal.cut(failure_line(own.failure, own.failed_at), width), is_bold = true } end
  for i = #lines, math.max(2, height), -1 do lines[i] = nil end -- on a terminal of very few lines
  own.drawn = terminal.draw(lines, own.drawn, height .. "x" .. width)
end

--- Of lines and columns, where nothing is cut.
local UNLIMITED = 2 ^ 31

--- Writes what is new after the last table.
local function append(own)
  local lines = own.failure and { { text = failure_line(own.failure, own.failed_at) } }
    or table_of(own.settings, own.client, own.found, UNLIMITED, UNLIMITED)
  if own.has_written and not own.failure then table.insert(lines, 1, { text = "" }) end
  for _, line in ipairs(lines) do assert(io.write(line.text, "\n")) end
  assert(io.flush())
  own.has_written = true
end

--- Whether a failure may go away while one waits.
local function may_go_away(raised)
  return aws.errors.is(raised, "transport") or aws.errors.is(raised, "response") or aws.errors.is(raised) and raised.retryable
end

--- Looks once and shows it. What says that nothing can be looked at is raised, unless something could be before.
local function look_and_show(own)
  local ok, found = pcall(look, own.client, watched.services[own.settings.service])
  if not ok and (script.is_ctrl_c(found) or not aws.errors.is(found)) then error(found, 0) end
  if not ok and not own.found and (own.settings.once or not may_go_away(found)) then error(found, 0) end
  if ok then
    compare(found, own.found)
    own.found, own.failure = found, nil
  else
    own.failure, own.failed_at = found, os.time()
  end
  own.show(own)
end

local function new_client(settings)
  local ok, client = pcall(aws[settings.service].new, { region = settings.region })
  if not ok and settings.region and aws.errors.is(client, "ConfigError") then give_up(2, "%s", client.message) end
  return ok and client or error(client, 0)
end

local function watch(settings)
  local client = new_client(settings)
  local own = { settings = settings, client = client, show = terminal.can_draw(1) and draw or append }
  repeat
    look_and_show(own)
    if not settings.once then core.sleep(settings.interval) end
  until settings.once
end

local settings = read_arguments()
local ok, raised = pcall(watch, settings)
if ok then os.exit(0, true) end
local is_ctrl_c = script.is_ctrl_c(raised)
if not is_ctrl_c then io.stderr:write(show.escape(tostring(raised)), "\n") end
if is_ctrl_c and terminal.is_one(1) then io.stdout:write("\n") end -- after the terminal's own "^C"
os.exit(is_ctrl_c and 130 or 1, true)
