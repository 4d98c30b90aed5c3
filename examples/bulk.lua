-- Stops replications (DMS) or retries source servers (DRS), many at a time, over regions and accounts. It looks first, shows
-- what it would do, and asks. Each is looked at again before anything is sent, and waited for.
--
--   lua5.4 examples/bulk.lua --service dms|drs [OPTION…] [FILE|-]
--
-- FILE (or standard input, "-") lists ARNs of replication configs or ids of source servers, one a line; empty lines and those
-- that begin with "#" do not count. Without it, it is about all that the options leave.
--
--   --action NAME      ensure_stopped or retry_if_stalled: what the service has anyway
--   --region R[,R…]    where to look; default: the region of the environment or the profile
--   --profile P[,P…]   whose keys, each for all regions
--   --status S[,S…]    only what is in one of these states
--   --tag K=V          only what has this tag; may be repeated
--   --name PATTERN     only what has a name that this Lua pattern fits: '^nightly%-'
--   --report FILE      a file of JSON lines, before and after each write; what it says is done is left out the next time
--   --concurrency N    how many at a time; default 8
--   --dry-run          only show the plan
--   --yes              do not ask
--   --quiet            show failures and the counts alone
--
-- Exit code: 0 all is done; 1 something is not done, or could not be looked at; 2 wrong usage; 130 Ctrl-C.
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local aws = require "aws"
local script = require "script"
local show = require "aws.show"
local terminal = require "terminal"

local USAGE = "usage: lua5.4 examples/bulk.lua --service dms|drs [--action NAME] [--region R[,R…]] [--profile P[,P…]] "
  .. "[--status S[,S…]] [--tag K=V] [--name PATTERN] [--report FILE] [--concurrency N] [--dry-run] [--yes] [--quiet] [FILE|-]"

--- Ends the script with one line.
local function give_up(code, message, ...)
  io.stderr:write("bulk: ", show.escape(message:format(...)), "\n")
  os.exit(code, true)
end

local has_begun = false -- the run, which may have sent something

--- Says what has ended the script, and returns the exit code.
local function tell_end(raised)
  if script.is_ctrl_c(raised) then
    io.stderr:write("bulk: interrupted", has_begun and "" or "; nothing was sent", "\n")
    return 130
  end
  io.stderr:write("bulk: ", show.escape(tostring(raised)), "\n")
  return aws.errors.is(raised, "config") and not aws.errors.is(raised, "ReportLocked") and 2 or 1
end

-- Arguments -----------------------------------------------------------------------------------------------------

local switches = { ["--dry-run"] = "is_dry", ["--yes"] = "is_sure", ["--quiet"] = "is_quiet" }

local valued = {
  ["--service"] = "service", ["--action"] = "action", ["--region"] = "regions", ["--profile"] = "profiles", ["--status"] = "status",
  ["--tag"] = "tags", ["--name"] = "names", ["--report"] = "report", ["--concurrency"] = "concurrency",
}

--- The parts of "a,b,c".
local function list_of(text)
  local list = {}
  for part in text:gmatch("[^,]+") do list[#list + 1] = part end
  return list
end

--- Options that are not taken as they are.
local readers = {
  regions = list_of,
  profiles = list_of,
  status = list_of,
  concurrency = function(text)
    local number = text:find("^%d+$") and tonumber(text) or 0
    return number >= 1 and number or give_up(2, "--concurrency %s: not a number above 0", text)
  end,
  tags = function(text, known)
    local key, value = text:match("^([^=]+)=(.*)$")
    if not key then give_up(2, "--tag %s: not KEY=VALUE", text) end
    known = known or {}
    known[key] = value
    return known
  end,
}

local function take_option(settings, name, value)
  if not value or value == "" then give_up(2, "%s needs a value; %s", name, USAGE) end
  local key = valued[name]
  settings[key] = readers[key] and readers[key](value, settings[key]) or value
end

local function take_word(settings, word)
  if switches[word] then
    settings[switches[word]] = true
  elseif word:find("^%-.") or settings.list then
    give_up(2, "%s: unknown; %s", word, USAGE)
  else
    settings.list = word
  end
end

local function read_arguments()
  local settings, at = {}, 1
  while arg[at] do
    local word, value = arg[at], nil
    if word:find("^%-%-%l+=") then word, value = word:match("^([^=]+)=(.*)$") end
    if word == "--help" or word == "-h" then
      print(USAGE)
      os.exit(0, true)
    elseif valued[word] then
      if not value then at = at + 1 end
      take_option(settings, word, value or arg[at])
    else
      take_word(settings, arg[at])
    end
    at = at + 1
  end
  if not settings.service then give_up(2, "--service is missing; %s", USAGE) end
  return settings
end

-- The plan ------------------------------------------------------------------------------------------------------

local function open_list(path)
  if path == "-" then return io.stdin end
  return io.open(path, "rb")
end

--- The ARNs or ids of a file.
local function read_list(path)
  local file, fault = open_list(path)
  if not file then give_up(2, "%s", fault) end
  local text, why = file:read("*a")
  if not text then give_up(2, "%s: %s", path, why or "cannot be read") end
  local items, BYTE_ORDER_MARK = {}, "^\239\187\191"
  for line in (text:gsub(BYTE_ORDER_MARK, "") .. "\n"):gmatch("([^\n]*)\n") do
    local item = line:match("^%s*(.-)%s*$")
    if item ~= "" and not item:find("^#") then items[#items + 1] = item end
  end
  return #items > 0 and items or give_up(2, "%s lists nothing", path)
end

local function targets_of(settings)
  local targets = {}
  for _, profile in ipairs(settings.profiles or { false }) do
    targets[#targets + 1] = { profile = profile or nil, regions = settings.regions }
  end
  return targets
end

local function make_plan(settings)
  local ok, plan = pcall(aws.plan, {
    service = settings.service, action = settings.action, targets = targets_of(settings),
    where = {
      status = settings.status, tags = settings.tags, names = settings.names,
      ids = settings.list and read_list(settings.list) or nil,
    },
  })
  if not ok then os.exit(tell_end(plan), true) end
  return plan
end

--- What a plan could not look at, and what was not found.
local function tell_gaps(plan)
  for _, entry in ipairs(plan.unreadable) do
    local profile = entry.profile and ", profile " .. entry.profile or ""
    io.stderr:write("not read: ", show.escape(("%s%s: %s"):format(entry.region, profile, tostring(entry.error))), "\n")
  end
  for _, id in ipairs(plan.missing) do io.stderr:write("not found: ", show.escape(id), "\n") end
end

--- Whether something may be sent.
local function has_work(plan)
  for _, item in ipairs(plan.items) do
    if item.action ~= "nothing" and item.action ~= "skip" then return true end
  end
  return false
end

--- Asks for a yes.
local function ask(plan)
  if not (terminal.is_one(0) and terminal.is_one(2)) then
    give_up(2, "this is not a terminal, where it could ask: look at the plan (--dry-run), then say --yes")
  end
  io.stderr:write("type the plan's id (or yes) to go on: ")
  local answer = io.read("*l")
  if answer ~= "yes" and answer ~= plan.id then give_up(1, "nothing was sent") end
end

-- Progress ------------------------------------------------------------------------------------------------------

local BAR = 30

--- "18/40, 2 failed", behind a bar.
local function bar_of(report)
  local ended = report.total - report.not_started
  local filled = math.floor(BAR * ended / report.total)
  local troubled = report.failed + report.may_have_been_carried_out
  return ("[%s%s] %d/%d%s"):format(("#"):rep(filled), ("."):rep(BAR - filled), ended, report.total,
    troubled > 0 and (", %d not done"):format(troubled) or "")
end

local function outcome_of(result)
  if result.outcome == "failed" then return "failed: " .. tostring(result.error) end
  if result.outcome == "unknown" then return "may have been carried out: " .. tostring(result.error) end
  if result.is_reported then return "done by an earlier run" end
  if result.before ~= result.after then return ("%s, was %s"):format(result.after, result.before) end
  return ("%s: %s"):format(result.after, result.value and result.value.reason or result.item.reason)
end

--- One line for people, in which nothing steers the terminal.
local function describe(result)
  local item = result.item
  local name = item.name == item.id and item.id or item.id:find("^arn:") and item.name or ("%s (%s)"):format(item.name, item.id)
  return show.escape(("%s %s: %s"):format(item.region, name, outcome_of(result)))
end

--- Tells of items that have ended: failures in lines, on a terminal under a bar; elsewhere all but those that need nothing, of
--- which the plan has told. The second function clears the bar.
local function new_progress(total, is_quiet)
  local has_bar = not is_quiet and total > 0 and terminal.can_draw(2)
  local width = has_bar and select(2, terminal.size()) or 0
  local function draw(text)
    if has_bar then io.stderr:write("\r", terminal.cut(text, width - 1), "\27[K") end
  end
  if has_bar then draw(bar_of({ total = total, not_started = total, failed = 0, may_have_been_carried_out = 0 })) end
  return function(result, report)
    if result.outcome ~= "done" or result.value and not (has_bar or is_quiet) then
      draw("")
      local count = has_bar and "" or ("%d/%d "):format(report.total - report.not_started, report.total)
      io.stderr:write(count, describe(result), "\n")
    end
    draw(bar_of(report))
  end, function() draw("") end
end

-- The run -------------------------------------------------------------------------------------------------------

local function tell_counts(report)
  script.print(tostring(report) .. (report.path and "; report: " .. show.escape(report.path) or ""))
  if report.fault then io.stderr:write("bulk: ", show.escape(report.fault), "\n") end
end

--- Runs a plan, and returns the exit code.
local function run(plan, settings)
  local on_item, clear = new_progress(#plan.items, settings.is_quiet)
  has_begun = true
  local ok, result = pcall(plan.run, plan, {
    confirm = plan.id, report = settings.report, resume = settings.report and true or nil, concurrency = settings.concurrency,
    on_item = on_item,
  })
  clear()
  local report = ok and result or aws.errors.is(result) and result.report
  local code = ok and 0 or tell_end(result)
  if report then tell_counts(report) end
  if not ok then return code end
  return report.done == report.total and not report.fault and 0 or 1
end

local function main()
  local settings = read_arguments()
  local plan = make_plan(settings)
  local is_whole = #plan.unreadable == 0 and #plan.missing == 0
  if not settings.is_quiet or settings.is_dry or not settings.is_sure then script.print(tostring(plan)) else tell_gaps(plan) end
  local code = 0
  if not settings.is_dry then
    if has_work(plan) and not settings.is_sure then ask(plan) end
    code = run(plan, settings)
  end
  return code == 0 and not is_whole and 1 or code
end

local ok, result = pcall(main)
os.exit(script.exit_code(ok and result or tell_end(result)), true)
