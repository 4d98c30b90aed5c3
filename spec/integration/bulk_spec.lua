-- examples/bulk.lua, run as a user would, against the local AWS endpoint.
local child = require "spec.support.child"
local core = require "aws.core"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local plan_runs = require "spec.support.plan_runs"
local system = require "system"
local temporary = require "spec.support.folder"

local STALLED, DISCONNECTED, CONTINUOUS = "s-stalled0000000003", "s-disconnected00005", "s-continuous0000001"

describe("examples/bulk.lua", function()
  local made, report, world

  before_each(function()
    made = temporary.new()
    report = made.path .. "/report.jsonl"
    world = local_world.new("many=5,phase=30") -- servers: three that replicate, one stalled, one disconnected
  end)

  after_each(function() made.remove() end)

  local function command(arguments, more)
    local variables = { AWS_ENDPOINT_URL = world:url() }
    for name, value in pairs(more or {}) do variables[name] = value end
    return ("%s %s examples/bulk.lua %s"):format(child.environment(local_aws.environment(variables)), os.getenv "LUA" or "lua5.4",
      arguments)
  end

  local function run(arguments, more) return child.run(command(arguments, more)) end

  local function counts(...)
    local list = {}
    for i, id in ipairs({ ... }) do list[i] = world:state(id).count end
    return list
  end

  it("shows the plan of a dry run, and sends nothing", function()
    local code, stdout, stderr = run("--service drs --dry-run --report " .. report)
    assert.same({ 0, "" }, { code, stderr })
    assert.matches("^drs%.retry_if_stalled, seen ", stdout)
    assert.matches("\n2 to retry, 0 to start, 3 skipped\nplan %x+\n$", stdout)
    assert.same({ 0, 0 }, counts(STALLED, DISCONNECTED))
    assert.is_nil(io.open(report))
  end)

  it("does not begin without a terminal to ask on, unless it is told to", function()
    local code, stdout, stderr = run("--service drs --report " .. report)
    assert.equal(2, code)
    assert.matches("2 to retry", stdout, 1, true)
    assert.equal("bulk: this is not a terminal, where it could ask: look at the plan (--dry-run), then say --yes\n", stderr)
    assert.same({ 0, 0 }, counts(STALLED, DISCONNECTED))
    assert.is_nil(io.open(report))
  end)

  it("does what the plan says, and the next time what is left", function()
    local code, stdout, stderr = run("--service drs --yes --report " .. report)
    assert.equal(0, code, stderr)
    assert.matches("\n5 done (3 without a write), 0 failed, 0 may have been carried out, 0 not started; report: " .. report .. "\n",
      stdout, 1, true)
    local lines = {}
    for line in stderr:gmatch("[^\n]+") do lines[#lines + 1] = line:gsub("^%d", "N") end
    table.sort(lines)
    assert.same({ ("N/5 us-east-1 db3 (%s): INITIATING, was STALLED"):format(STALLED),
      ("N/5 us-east-1 db5 (%s): INITIATING, was DISCONNECTED"):format(DISCONNECTED) }, lines)
    assert.same({ 1, 1, 0 }, counts(STALLED, DISCONNECTED, CONTINUOUS))
    assert.equal(7, #plan_runs.lines(report))
    code, stdout, stderr = run("--service drs --yes --report " .. report)
    assert.same({ 0, "" }, { code, stderr })
    assert.matches("5 done (5 without a write), 0 failed", stdout, 1, true)
    assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
    assert.equal(7, #plan_runs.lines(report))
  end)

  it("asks nobody where nothing is to be done", function()
    local code, stdout, stderr = run("--service drs --status CONTINUOUS")
    assert.same({ 0, "" }, { code, stderr })
    assert.matches("3 done (3 without a write)", stdout, 1, true)
  end)

  it("stops replications, and waits until they are", function()
    world = local_world.new("phase=0.1")
    local code, stdout, stderr = run("--service dms --action ensure_stopped --name '^running%-' --tag env=production --yes")
    assert.equal(0, code, stderr)
    assert.matches("\n1 done, 0 failed", stdout)
    assert.equal("1/1 us-east-1 running-orders: stopped, was running\n", stderr)
  end)

  it("takes only what the options leave", function()
    for arguments, expected in pairs({
      ["--status STALLED"] = "1 to retry, 0 to start, 0 skipped",
      ["--status=STALLED,CONTINUOUS"] = "1 to retry, 0 to start, 3 skipped",
      ["--name nobody"] = "0 to retry, 0 to start, 0 skipped",
      ["--region us-east-1,eu-west-1"] = "4 to retry, 0 to start, 6 skipped",
    }) do
      local code, stdout, stderr = run("--service drs --dry-run " .. arguments)
      assert.equal(0, code, stderr)
      assert.matches(expected, stdout, 1, true)
    end
  end)

  it("goes over profiles and regions; what cannot be read is told", function()
    local config = made.write("config", ("[profile one]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
      .. "[profile two]\naws_access_key_id=%s\naws_secret_access_key=%s\n"):format(
        local_aws.variables().AWS_ACCESS_KEY_ID, local_aws.variables().AWS_SECRET_ACCESS_KEY,
        local_aws.denied_key.access_key_id, local_aws.denied_key.secret_access_key))
    local code, stdout, stderr = run("--service drs --profile one,two --region us-east-1,eu-west-1 --yes --quiet", {
      AWS_CONFIG_FILE = config, AWS_ACCESS_KEY_ID = false, AWS_SECRET_ACCESS_KEY = false,
    })
    assert.equal(1, code)
    assert.matches("^10 done %(6 without a write%), 0 failed", stdout)
    local lines = select(2, stderr:gsub("not read: [%w-]+, profile two: AccessDenied[^\n]*\n", ""))
    assert.same({ 2, 2 }, { lines, select(2, stderr:gsub("\n", "")) })
  end)

  it("is about the ARNs or ids of a file, or of standard input; who is not found is told", function()
    local list = made.write("list",
      ("\239\187\191# a comment\n%s\r\n\n  %s  \ns-stalled9999999999\n%s\n"):format(STALLED, CONTINUOUS, STALLED))
    local code, stdout, stderr = run("--service drs --yes " .. list)
    assert.equal(1, code)
    assert.matches("not found: s-stalled9999999999\n1 to retry, 0 to start, 1 skipped\n", stdout, 1, true)
    assert.matches("\n2 done (1 without a write)", stdout, 1, true)
    assert.equal(1, select(2, stderr:gsub("\n", "")))
    assert.same({ 1, 0 }, counts(STALLED, DISCONNECTED))
    code, stdout, stderr = child.run(("echo %s | { %s; }"):format(DISCONNECTED, command("--service drs --yes --quiet -")))
    assert.same({ 0, "1 done, 0 failed, 0 may have been carried out, 0 not started\n", "" }, { code, stdout, stderr })
    assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
  end)

  it("shows failures and the counts alone when it is to be quiet", function()
    local code, stdout, stderr = run("--service drs --yes --quiet",
      { AWS_ENDPOINT_URL = world:url("error=AccessDeniedException,on=RetryDataReplication,times=1,id=q" .. local_aws.fresh()) })
    assert.equal(1, code)
    assert.equal("4 done (3 without a write), 1 failed, 0 may have been carried out, 0 not started\n", stdout)
    assert.matches("^%d/5 us%-east%-1 db%d %(s%-%w+%): failed: AccessDeniedException: [^\n]+\n$", stderr)
  end)

  --- A run with a retry that the endpoint carries out, and answers after a minute.
  local function start_slow(arguments)
    local id = "slow" .. local_aws.fresh()
    local process = child.start(command(arguments, { AWS_ENDPOINT_URL = world:url("delay=60,on=RetryDataReplication,id=" .. id) }))
    local deadline = system.monotime() + 30
    while not (core.read_file(report, 1e6) or ""):find('"sent"', 1, true) do
      assert.is_true(system.monotime() < deadline, "the child has sent nothing")
      system.sleep(0.02)
    end
    return process
  end

  it("tells the counts at Ctrl-C, and goes on from its report", function()
    local process = start_slow("--service drs --yes --concurrency 1 --report " .. report)
    assert(os.execute("kill -INT " .. process.pid))
    local code, text = process.finish()
    assert.equal(130, code)
    assert.matches("bulk: interrupted\n", text, 1, true)
    assert.matches("\n3 done (3 without a write), 0 failed, 1 may have been carried out, 1 not started; report: ", text, 1, true)
    local _, stdout = run("--service drs --yes --report " .. report)
    assert.matches("\n5 done %(4 without a write%), 0 failed", stdout)
    assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
  end)

  it("refuses a report that another run adds to", function()
    local process = start_slow("--service drs --yes --report " .. report)
    local code, _, stderr = run("--service drs --yes --report " .. report)
    os.execute("kill -INT " .. process.pid)
    process.finish()
    assert.equal(1, code)
    assert.matches("^bulk: ReportLocked: the report [^\n]+ is in use: another run adds to it\n$", stderr)
  end)

  it("sends nothing when the report cannot be kept, and ends where it takes no more", function()
    made.write("other", "something else\n")
    for _, path in ipairs({ "/dev/full", "/nowhere/report", "spec", made.path .. "/other" }) do
      local code, _, stderr = run("--service drs --yes --report " .. path)
      assert.equal(2, code)
      assert.equal(1, select(2, stderr:gsub("\n", "")))
    end
    assert.same({ 0, 0 }, counts(STALLED, DISCONNECTED))
    world = local_world.new("many=60")
    local arguments = "--service drs --yes --quiet --report " .. report
    local code, stdout, stderr = child.run("(trap '' XFSZ; ulimit -f 32; " .. command(arguments) .. ")")
    assert.equal(1, code)
    assert.matches("bulk: the report " .. report .. " cannot be written: File too large\n", stderr, 1, true)
    assert.matches("[1-9]%d* not started; report: ", stdout)
    code, stdout = run(arguments)
    assert.equal(0, code)
    assert.matches("^60 done", stdout)
    for i = 3, 60, 5 do assert.same({ 1 }, counts(("s-stalled%010d"):format(i))) end
  end)

  it("has nothing to do for a plan without items", function()
    local code, stdout, stderr = run("--service drs --name nothing --yes --report " .. report)
    assert.same({ 0, "" }, { code, stderr })
    assert.matches("\n0 done, 0 failed, 0 may have been carried out, 0 not started; report: ", stdout, 1, true)
  end)

  it("does its work where its output cannot be written, and says so by its exit code", function()
    local code, stdout, stderr = child.run("(" .. command("--service drs --yes --quiet") .. " >/dev/full)")
    assert.same({ 1, "", "standard output cannot be written: No space left on device\n" }, { code, stdout, stderr })
    assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
  end)

  it("keeps its report whole where it is started without standard error", function()
    assert.equal(0, (child.run("(" .. command("--service drs --yes --report " .. report) .. " 2>&-)")))
    for _, line in ipairs(plan_runs.lines(report)) do assert.truthy(line.phase) end
  end)

  it("says in one line what is wrong with its usage, and sends nothing", function()
    local empty = made.write("empty", "# nothing\n\n")
    for _, arguments in ipairs({ "", "--yes", "--service", "--service s3", "--service drs --bad", "--service drs --concurrency",
      "--service drs --concurrency 0", "--service drs --concurrency x", "--service drs --tag x", "--service drs --tag =x",
      "--service drs a b", "--service drs /nowhere/list", "--service drs spec", "--service drs " .. empty,
      "--service drs --action ensure_stopped", "--service drs --region 'x y'", "--service drs --profile nobody",
      "--service drs --name '%'", "--service drs --status=", "--service drs --yes=1" }) do
      local code, stdout, stderr = run(arguments)
      assert.equal(2, code, arguments .. stderr)
      assert.equal("", stdout)
      assert.equal(1, select(2, stderr:gsub("\n", "")), stderr)
    end
    local code, stdout = run("--help")
    assert.equal(0, code)
    assert.matches("^usage: ", stdout)
  end)

  describe("on a terminal", function()
    if child.run("script -qc true /dev/null") ~= 0 then
      pending("this machine has no script(1), or no terminals")
      return
    end

    --- What the screen gets, and the exit code; `answer` is typed.
    local function screen(answer, arguments)
      local typed = ("printf '%s\\n' | TERM=xterm "):format(answer)
      local code, stdout = child.run(typed .. "script -qec " .. child.quote(command(arguments)) .. " /dev/null")
      return code, stdout
    end

    it("asks, and takes yes or the plan's id", function()
      local code, text = screen("yes", "--service drs")
      assert.equal(0, code, text)
      assert.matches("type the plan's id (or yes) to go on: ", text, 1, true)
      assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
      world = local_world.new("many=5")
      local _, plan = run("--service drs --dry-run")
      code = screen(plan:match("plan (%x+)\n$"), "--service drs")
      assert.equal(0, code)
      assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
    end)

    it("asks on one that cannot move its cursor, too, and shows no bar", function()
      local typed = "printf 'yes\\n' | TERM=dumb script -qec "
      local code, text = child.run(typed .. child.quote(command("--service drs")) .. " /dev/null")
      assert.equal(0, code, text)
      assert.same({ 1, 1 }, counts(STALLED, DISCONNECTED))
      assert.is_nil(text:find("\27", 1, true))
    end)

    it("sends nothing after any other answer", function()
      for _, answer in ipairs({ "", "no", "YES", "0123456789ab" }) do
        local code, text = screen(answer, "--service drs --report " .. report)
        assert.equal(1, code)
        assert.matches("bulk: nothing was sent\r\n", text, 1, true)
      end
      assert.same({ 0, 0 }, counts(STALLED, DISCONNECTED))
      assert.is_nil(io.open(report))
    end)

    it("shows a bar that is cleared at the end", function()
      local code, text = screen("", "--service drs --yes")
      assert.equal(0, code)
      assert.matches("\r[" .. ("."):rep(30) .. "] 0/5\27[K", text, 1, true)
      assert.matches("\r[" .. ("#"):rep(30) .. "] 5/5\27[K\r\27[K5 done", text, 1, true)
      local _, quiet = screen("", "--service drs --yes --quiet")
      assert.is_nil(quiet:find("\27", 1, true))
    end)
  end)
end)
