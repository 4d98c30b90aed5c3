-- examples/watch.lua, run as a user would: on a terminal of its own, and elsewhere.
local child = require "spec.support.child"
local dkjson = require "dkjson"
local files = require "spec.support.files"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local system = require "system"
local tcp_server = require "spec.support.tcp_server"

package.path = "examples/?.lua;" .. package.path
local terminal = require "terminal"
local watched = require "watched"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:"

local function lua_command(arguments)
  return ("%s examples/watch.lua %s"):format(os.getenv "LUA" or "lua5.4", arguments)
end

local function environment_of(url, more)
  local variables = { AWS_ENDPOINT_URL = url, TERM = "xterm" }
  for name, value in pairs(more or {}) do variables[name] = value end
  return child.environment(local_aws.environment(variables))
end

local function run(arguments, url, more)
  return child.run(environment_of(url, more) .. lua_command(arguments))
end

--- Waits until the text of a file has a pattern; the text.
local function await(path, pattern)
  local deadline = system.monotime() + 60
  repeat
    local text = files.read_or_empty(path)
    if text:find(pattern) then return text end
    system.sleep(0.02)
  until system.monotime() > deadline
  error(("no %q came in:\n%s"):format(pattern, files.read_or_empty(path)), 2)
end

--- Lets it watch; all that it writes goes into a file. `stop` is Ctrl-C, and returns the exit code and the text.
local function start(arguments, url, more)
  local path = os.tmpname()
  local process = child.start(environment_of(url, more) .. lua_command(arguments) .. " >" .. path)
  return path, function()
    assert(os.execute("kill -INT " .. process.pid))
    local code = process.finish()
    local text = files.read_or_empty(path)
    os.remove(path)
    return code, text
  end
end

--- The same on a terminal of so many rows and columns, after a few more words for its shell.
local function start_on_terminal(rows, columns, arguments, url, more, words)
  local path, pid_path = os.tmpname(), os.tmpname()
  local inner = ("stty rows %d cols %d; %s echo $$ >%s; exec %s"):format(
    rows, columns, words or "", pid_path, lua_command(arguments))
  local process = child.start(("%s script -qefc %s %s"):format(environment_of(url, more), child.quote(inner), path))
  local pid = await(pid_path, "%d\n"):match("%d+")
  os.remove(pid_path)
  return path, function()
    assert(os.execute("kill -INT " .. pid))
    local code = process.finish()
    local text = files.read_or_empty(path)
    os.remove(path)
    return code, text
  end
end

--- The lines of a text of a terminal, without what steers it.
local function lines_of(text)
  local lines = {}
  for line in text:gsub("\27%[[%d;]*%a", ""):gsub("\r", ""):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

describe("examples/watch.lua --once", function()
  it("shows all replications in a table, and what they are at", function()
    local code, stdout, stderr = run("--once", local_world.new():url())
    assert.same({ 0, "" }, { code, stderr })
    assert.matches("^%d+%-%d+%-%d+ [%d:]+ UTC  6 replications in us%-east%-1\n  2 running, 2 stopped, 1 created, 1 failed\n", stdout)
    assert.matches("\n  running%-orders +running +%d+ h +41 tables loaded, 1 with errors\n", stdout)
    assert.matches("\n  stopped%-invoices +stopped +%d+ %a+ +NORMAL, provisioned until %d%d%d%d%-", stdout)
    assert.matches("\n  failed%-customers +failed +The target endpoint refused the connection", stdout)
  end)

  it("shows source servers, with their errors and how far they are", function()
    local code, stdout = run("--service drs --once --region eu-west-1", local_world.new():url())
    assert.equal(0, code)
    assert.matches("  7 source servers in eu-west-1\n  2 STALLED, 1 CONTINUOUS", stdout, 1, true)
    assert.matches("\n  s%-stalled0000000001 +db1 +STALLED +AGENT_NOT_SEEN, lag 5 min, 2 %% copied, backlog 8.0 GiB, ready in %d+ %a+\n",
      stdout)
    assert.matches("\n  s%-initiating0000001 +db1 +INITIATING +9 d +at CREATE_SECURITY_GROUP", stdout)
  end)

  it("reads all pages, and cuts nothing where there is no terminal", function()
    local world = local_world.new()
    local name = "RUNNING-" .. ("LONG"):rep(60)
    world:set(ARN .. name, { status = "failed", failure = ("word%20"):rep(100) .. "a%1b[31mX%C2%9B2J%0Ab" })
    local code, stdout = run("--once", world:url("many=450"))
    assert.equal(0, code)
    assert.matches("  451 replications in", stdout, 1, true)
    assert.equal(451 + 3, select(2, stdout:gsub("\n", "")))
    assert.matches("  " .. name:lower() .. "  failed", stdout, 1, true)
    assert.matches("word word a\\027[31mX\\194\\1552J\\nb\n", stdout, 1, true)
  end)

  it("says one line where nothing can be looked at", function()
    for _, more in ipairs({ { AWS_ENDPOINT_URL = "http://127.0.0.1:1", AWS_MAX_ATTEMPTS = "1" }, { AWS_REGION = "" },
      { AWS_ACCESS_KEY_ID = local_aws.denied_key.access_key_id, AWS_SECRET_ACCESS_KEY = local_aws.denied_key.secret_access_key }, }) do
      more.AWS_CONFIG_FILE = "/nowhere/config"
      local code, stdout, stderr = run("--once", local_aws.http(), more)
      assert.same({ 1, "", 1 }, { code, stdout, select(2, stderr:gsub("\n", "")) })
    end
  end)

  it("refuses wrong arguments", function()
    for _, arguments in ipairs({ "--service s3", "--interval 0", "--interval 0.5", "--interval x", "--interval", "--ones", "x", "--once=1",
      "--region=", "--region 'x y'" }) do
      local code, stdout, stderr = run(arguments, local_aws.http())
      assert.same({ 2, "" }, { code, stdout })
      assert.matches("^watch: ", stderr)
    end
    assert.equal(0, (run("--help", local_aws.http())))
    assert.matches("source servers", select(2, run("--service=drs --once", local_aws.http())), 1, true)
  end)
end)

describe("examples/watch.lua", function()
  after_each(tcp_server.stop_all)

  it("appends tables where there is no terminal, and marks what has changed", function()
    local world = local_world.new()
    local path, stop = start("--interval 1", world:url())
    await(path, "running%-orders")
    world:set(ARN .. "RUNNING-ORDERS", { status = "stopping" })
    world:set(ARN .. "RUNNING-NEW", { status = "running" })
    world:set(ARN .. "CREATED-AUDIT", { status = "missing" })
    await(path, "\n%- created%-audit +gone +0 s +was created\n")
    await(path, "\n%* running%-orders +stopping +0 s +was running")
    await(path, "\n%+ running%-new +running")
    await(path, "\n  running%-orders +stopping +%d")
    local code, text = stop()
    assert.equal(130, code)
    assert.equal(1, select(2, text:gsub("\n%- created%-audit", "")))
    assert.equal(1, select(2, text:gsub("\n%* running%-orders", "")))
    assert.is_nil(text:find("\27", 1, true))
    assert.matches("\n\n%d%d%d%d%-[^\n]* UTC  6 replications", text)
  end)

  --- A server's answers to one look after the other: a list of states, or an error's type.
  local function looks(...)
    local steps = {}
    for _, seen in ipairs({ ... }) do
      steps[#steps + 1] = "read"
      local list = { { ReplicationConfigArn = ARN .. "ONE", ReplicationConfigIdentifier = "one", Status = seen } }
      local fault = seen:match("^%u.*")
      local body = fault and '{"message":"a\\u001b[2Jb"}' or dkjson.encode({ Replications = list })
      steps[#steps + 1] = tcp_server.answer(fault and 400 or 200, { ["x-amzn-requestid"] = "r", ["x-amzn-errortype"] = fault }, body)
    end
    return tcp_server.start(steps).url
  end

  it("keeps the last table when a look fails, says so in one line, and goes on", function()
    local url = looks("running", "ThrottlingException", "AccessDeniedException", "stopped")
    local path, stop = start("--interval 1", url, { AWS_MAX_ATTEMPTS = "1" })
    await(path, "\n%* one +stopped +0 s +was running\n")
    local code, text = stop()
    assert.equal(130, code)
    assert.matches("\n[%d:]+ UTC  this look failed: ThrottlingException: a [[]2Jb[^\n]*\n"
      .. "[%d:]+ UTC  this look failed: AccessDeniedException: ", text)
    assert.is_nil(text:find("\27", 1, true))
  end)

  it("waits for the first table while that may come", function()
    local path, stop = start("--interval 1", looks("ThrottlingException", "running"), { AWS_MAX_ATTEMPTS = "1" })
    await(path, "this look failed: ThrottlingException[^\n]*\n.*\n  one +running")
    assert.equal(130, (stop()))
  end)

  it("keeps its place on a terminal, within its size, and leaves it as it was", function()
    local world = local_world.new()
    world:set(ARN .. "RUNNING-" .. ("LONG"):rep(30), { status = "running" })
    local path, stop = start_on_terminal(12, 60, "--interval 1", world:url("many=300"))
    await(path, "\27%[%d+A\r%d%d%d%d%-")
    world:set(ARN .. "RUNNING-" .. ("LONG"):rep(30), { status = "stopping" })
    await(path, "\27%[1m%* running%-long[^\n]*~ +stopping[^\n]*\27%[0m\27%[K\r\n")
    local code, text = stop()
    assert.equal(130, code)
    assert.matches("301 replications in us-east-1", text, 1, true)
    assert.matches("  and %d+ more: no room", text)
    for screen in text:gmatch("(%d%d%d%d%-%d%d%-%d%d [%d:]+ UTC.-)\27%[J") do
      assert.is_true(#lines_of(screen) <= 11)
      for _, line in ipairs(lines_of(screen)) do assert.is_true(terminal.width(line) <= 60, line) end
    end
    for count in text:gmatch("\27%[(%d+)A") do assert.is_true(tonumber(count) <= 11) end
    -- Nothing but bold, which ends on its line, moves up, and clearing.
    for steering in text:gmatch("\27%[([^%a]*%a)") do
      assert.is_truthy(steering == "1m" or steering == "0m" or steering == "K" or steering == "J" or steering:find("^%d+A$"), steering)
    end
    assert.equal(select(2, text:gsub("\27%[1m", "")), select(2, text:gsub("\27%[0m", "")))
  end)

  it("begins anew where the terminal's size has changed", function()
    local gate = os.tmpname()
    os.remove(gate)
    local resize = ("(until [ -e %s ]; do sleep 0.05; done; stty rows 9 cols 30 </dev/tty) & "):format(gate)
    local path, stop = start_on_terminal(12, 60, "--interval 1", local_world.new():url("many=40"), nil, resize)
    await(path, "\27%[%d+A\r%d%d%d%d%-")
    assert(io.open(gate, "w")):close()
    local screen = await(path, "\27%[H\27%[2J.-\27%[J"):match("\27%[2J(.-)\27%[J")
    os.remove(gate)
    assert.equal(130, (stop()))
    assert.equal(7, #lines_of(screen)) -- a line is left for a failure, and one for the cursor
    for _, line in ipairs(lines_of(screen)) do assert.is_true(terminal.width(line) <= 30, line) end
  end)

  it("shows a failed look below the table on a terminal", function()
    local url = looks("running", "ThrottlingException", "ThrottlingException", "running")
    local path, stop = start_on_terminal(24, 80, "--interval 1", url, { AWS_MAX_ATTEMPTS = "1" })
    await(path, "\n  one +running[^\n]*\n\27%[1m[%d:]+ UTC  this look failed: ThrottlingException[^\n]*~?\27%[0m\27%[K\r\n\27%[J")
    assert.equal(130, (stop()))
  end)
end)

describe("a cell of examples/terminal.lua", function()
  it("is cut to columns, never within a character", function()
    for _, case in ipairs({ { "abc", 3, "abc" }, { "abcd", 3, "ab~" }, { "", 0, "" }, { "äöü", 3, "äöü" }, { "äöüx", 3, "äö~" },
      { "日本語", 6, "日本語" }, { "日本語", 5, "日本~" }, { "日本語", 4, "日~" }, { "😀b", 2, "~" }, { "abc", 1, "~" }, }) do
      assert.equal(case[3], terminal.cut(case[1], case[2]))
      assert.is_true(terminal.width(terminal.cut(case[1], case[2])) <= case[2])
    end
    assert.equal("ä  ", terminal.pad("ä", 3))
    assert.equal("ab~", terminal.pad("abcd", 3))
  end)
end)

describe("an item of examples/watched.lua", function()
  local function dms(members) return watched.services.dms.item(members, 1000) end
  local function drs(info) return watched.services.drs.item({ sourceServerID = "s-1", dataReplicationInfo = info }, 1000) end

  it("has an age in words", function()
    for seconds, words in pairs({ [-5] = "0 s", [0.5] = "0 s", [59.9] = "59 s", [60] = "1 min", [3599] = "59 min", [3600] = "1 h",
      [172799] = "47 h", [172800] = "2 d", }) do
      assert.equal(words, watched.age(seconds))
    end
  end)

  it("is in trouble, on its way or at rest", function()
    local ranks = { failed = 1, running = 3, stopped = 3, created = 3, stopping = 2, initializing = 2, never_heard_of = 2 }
    for status, rank in pairs(ranks) do assert.equal(rank, dms({ Status = status }).rank, status) end
    assert.equal(1, dms({ Status = "stopped", StopReason = "Stop Reason FATAL_ERROR" }).rank)
    for state, rank in pairs({ STALLED = 1, DISCONNECTED = 1, CONTINUOUS = 3, STOPPED = 3, RESCAN = 2, NEVER_HEARD_OF = 2 }) do
      assert.equal(rank, drs({ dataReplicationState = state }).rank, state)
    end
  end)

  it("shows progress while there is some, and takes what is missing", function()
    assert.equal("full load 45 %, 12 tables loaded, 3 loading", dms({ Status = "running",
      ReplicationStats = { FullLoadProgressPercent = 45, TablesLoaded = 12, TablesLoading = 3, TablesErrored = 0 }, }).detail)
    assert.equal("", drs({ dataReplicationState = "CONTINUOUS", lagDuration = "PT0S" }).detail)
    assert.equal("lag 1 h", drs({ dataReplicationState = "CONTINUOUS", lagDuration = "PT1H", etaDateTime = "soon" }).detail)
    assert.same({ "?", "unknown", "" }, { dms({}).names[1], dms({}).state, dms({}).detail })
    assert.same({ "unknown", "" }, { drs(nil).state, drs(nil).detail })
  end)
end)
