-- The report of plan:run: its lines, its lock, and what happens when it takes no more of them.
local child = require "spec.support.child"
local core = require "aws.core"
local errors = require "aws.errors"
local interruptions = require "spec.support.interruptions"
local plans = require "spec.support.plan_runs"
local reports = require "spec.support.plan_reports"
local report_lines = require "aws.plan.report_lines"
local scripted = require "spec.support.scripted"
local stub = require "aws.stub"

describe("the report of plan:run", function()
  local run, resume, write, brief = reports.run, reports.resume, reports.write, reports.brief
  local made, path

  before_each(function() made, path = reports.begin() end)
  after_each(reports.finish)

  local function text() return assert(core.read_file(path, 1e7)) end

  describe("has lines", function()
    it("before a write leaves, and after the item has ended", function()
      local plan, cloud, ids = plans.of("dms", { "running", "stopped", "running" })
      local before = {}
      cloud.on_write = function(id)
        before[#before + 1] = text()
        if id == ids[3] then return plans.answers.denied, false end
      end
      local report = run(plan)
      assert.equal(path, report.path)
      assert.is_nil(report.fault)
      assert.equal(2, #before)
      assert.matches('"phase":"sent","region":"us-east-1","resource":"' .. ids[1], before[1], 1, true)
      local lines = plans.lines(path)
      assert.same({ "outcome R2", "sent R1", "outcome R1", "sent R3", "outcome R3" }, brief(lines))
      assert.same({
        phase = "sent", time = scripted.time, account = plans.ACCOUNT, region = "us-east-1", operation = "stop_replication",
        resource = ids[1], before = "running",
      }, lines[2])
      assert.is_true(lines[3].time > scripted.time)
      lines[3].time = nil
      assert.same({
        phase = "outcome", account = plans.ACCOUNT, region = "us-east-1", operation = "stop_replication", resource = ids[1],
        before = "running", after = "stopped", changed = "yes", applied = "yes", request_id = "stub-3", attempts = 1,
      }, lines[3])
      lines[5].time = nil
      assert.same({
        phase = "outcome", account = plans.ACCOUNT, region = "us-east-1", operation = "stop_replication", resource = ids[3],
        before = "running", after = "running", changed = "no", applied = "no", request_id = "r-403", attempts = 1,
        error = { type = "AccessDeniedException", message = "m" },
      }, lines[5])
      assert.same({ "no", "stopped", 0 }, { lines[1].changed, lines[1].after, lines[1].attempts })
    end)

    it("for every write, with the state that the look before it showed", function()
      local plan, cloud, ids = plans.of("dms", { "running" })
      cloud.on_write = function(_, count)
        if count == 1 then return plans.answers.throttled, false end
      end
      run(plan)
      local lines = plans.lines(path)
      assert.same({ "sent R1", "sent R1", "outcome R1" }, brief(lines))
      assert.equal(2, lines[3].attempts)
      assert.equal(2, cloud:count(ids[1]))
    end)

    it("for servers with the operation that was sent", function()
      local plan = plans.of("drs", { "STALLED", "STOPPED", "PAUSED" }, { options = { stopped = "start" } })
      run(plan)
      local operations = {}
      for i, line in ipairs(plans.lines(path)) do operations[i] = line.phase .. " " .. line.operation end
      assert.same({ "outcome retry_data_replication", "sent retry_data_replication", "outcome retry_data_replication",
        "sent start_replication", "outcome start_replication" }, operations)
    end)

    it("that begin alike, so that a cut one is known", function()
      run((plans.of("dms", { "running", "missing" })))
      for line in text():gmatch("[^\n]+") do assert.equal('{"account":"', line:sub(1, 12)) end
    end)

    it("without keys, inputs or control characters", function()
      local plan, cloud = plans.of("dms", { "running" })
      cloud.on_write = function()
        return stub.error("AccessDeniedException", { status = 403, message = "a\nb " .. scripted.keys.secret_access_key }), false
      end
      run(plan)
      assert.is_nil(text():find(scripted.keys.secret_access_key, 1, true))
      assert.is_nil(text():find("Credential", 1, true))
      assert.equal("a b [redacted]", plans.lines(path)[2].error.message)
    end)

    it("with whole characters of a message that is cut", function()
      for blanks = 0, 3 do
        local plan, cloud = plans.of("dms", { "running" })
        cloud.on_write = function()
          return stub.error("AccessDeniedException", { status = 403, message = (" "):rep(blanks) .. ("€"):rep(1000) }), false
        end
        run(plan, { resume = true })
        local lines = plans.lines(path)
        local message = lines[#lines].error.message
        assert.equal("", (message:gsub("^ *", ""):gsub("€", ""):gsub("…$", "")))
        assert.is_true(#message > 1990 and #message < 2010)
        os.remove(path)
      end
    end)

    it("none where the target's own confirm says no", function()
      local plan = plans.of("dms", { "running" })
      plan.targets[1].confirm = function() return false end
      run(plan)
      assert.same({ "outcome R1" }, brief(plans.lines(path)))
    end)

    it("of what Ctrl-C has cut off after its write", function()
      local plan, cloud = plans.of("dms", { "running", "running" })
      cloud.on_write = function() error("interrupted!", 0) end
      scripted.failure(run, plan)
      local lines = plans.lines(path)
      assert.same({ "sent R1", "outcome R1" }, brief(lines))
      assert.same({ "Interrupted", "unknown", "unknown" }, { lines[2].error.type, lines[2].applied, lines[2].changed })
    end)
  end)

  it("tells the truth after Ctrl-C at any instruction, and the run that goes on with it does what is left", function()
    local function begin()
      local world = { path = made.path .. "/interrupted" }
      os.remove(world.path)
      world.plan, world.cloud, world.ids = plans.of("dms", { "running", "stopped", "running" })
      world.cloud.on_look = function() interruptions.join() end
      return world
    end
    local function run_all(world)
      return plans.run(world.plan, { report = world.path, concurrency = 2, on_item = function() end })
    end
    local function check(outcome, world)
      if outcome.is_cut then return end
      assert(not (outcome.place and outcome.ok), "it is swallowed")
      local report = outcome.ok and outcome.first or errors.is(outcome.first) and outcome.first.report
      assert(report or world.cloud:writes() == 0 or outcome.place:find("plan/run.lua", 1, true), "no report")
      for _, result in ipairs(report and report.results or {}) do
        local is_sent = world.cloud:count(result.item.id, "stop_replication") > 0
        local is_stopped = world.cloud.states[result.item.id] == "stopped"
        assert(not is_sent or result.outcome ~= "not started", "it was sent and counts as not started")
        assert(is_stopped or result.outcome ~= "done", "it runs and counts as done")
      end
      local again = plans.run(plans.again(world.plan, world.cloud), { report = world.path, resume = true })
      assert(again.done == 3 and again.may_have_been_carried_out == 0, tostring(again))
    end
    run_all(begin()) -- modules are loaded
    local tally = interruptions.sweep({ begin = begin, run = run_all, check = check }, 197)
    assert.is_true(tally.steps > 10000)
  end)

  describe("is refused", function()
    local function refusal(options)
      local plan, cloud = plans.of("dms", { "running" })
      local raised = scripted.failure(run, plan, options)
      assert.equal(0, #cloud.calls)
      assert.equal("config", raised.kind)
      assert.equal(1, raised.report.not_started)
      return raised.message, raised.type
    end

    it("where it exists and nobody says to go on with it", function()
      write({ {} })
      local before = text()
      assert.equal(("the report %s exists: go on with it (resume = true), or name another file"):format(path), (refusal()))
      assert.equal(before, text())
    end)

    it("where the file is something else, which stays as it is", function()
      local good = assert(report_lines.text({ phase = "sent", time = 1, account = "1", region = "r", operation = "o", resource = "x" }))
      for _, content in ipairs({ "hello", "hello\n", "{}\n", "[]\n", "\n", good .. "\n", good .. "{}\n", good .. "x",
        good:gsub("sent", "sunk"), good:gsub('"time":1,?', ""), '{"account":"1"}\n', "\0\0\0", '{"phase"',
        '{"account":"1","role":"r"}', good .. '{"account":"1"} ', '{"account":"1"}x', good .. '{"account":"1"}\1', '{"account":"1",}',
        '{"account":"1","a":nil', '{"account":"\t', good .. '{"account":"1"}{', '{"time":1,' .. good:gsub('"time":1,?', ""):sub(2, -2),
      }) do
        made.write("stops.jsonl", content)
        for _, is_resumed in ipairs({ true, false }) do
          assert.equal(path .. " has other text than a report of plan:run: name another file", (refusal({ resume = is_resumed })))
        end
        assert.equal(content, text())
      end
    end)

    it("where it is one long line, which is not gone through again and again", function()
      local long = '{"account":"' .. ("x"):rep(3e6)
      assert.is_nil((report_lines.read("x" .. long)))
      assert.is_nil((report_lines.read(long .. '"}x')))
      assert.same({ {}, 0 }, { report_lines.read(long) })
    end)

    it("where it cannot be a file", function()
      for name, fault in pairs({ ["/dev/full"] = "is not a regular file", [made.path] = "cannot be opened: Is a directory",
        [made.path .. "/none/x"] = "cannot be opened: No such file or directory" }) do
        assert.equal("the report " .. name .. " " .. fault, (refusal({ report = name })))
      end
    end)

    it("while another run adds to it, in this process or in another", function()
      local plan, cloud = plans.of("dms", { "running" })
      local inner, outer
      cloud.on_write = function()
        inner = { refusal({ resume = true }) }
        local _, stdout = child.lua(("print(require('aws.core').journal(%q))"):format(path))
        outer = stdout
      end
      run(plan)
      assert.same({ ("the report %s is in use: another run adds to it"):format(path), "ReportLocked" }, inner)
      assert.equal("nil\tis locked\ttrue\n", outer)
      assert.equal(1, resume(plan).done)
    end)

    it("no longer once a run has ended, by an error too", function()
      local plan, cloud = plans.of("dms", { "running" })
      cloud.account = "999999999999"
      scripted.failure(run, plan)
      cloud.account = plans.ACCOUNT
      assert.equal(1, run(plan).done)
    end)
  end)

  --- Runs `body` with another function of aws.core.
  local function with_core(name, replacement, body)
    local own = core[name]
    core[name] = replacement
    local ok, raised = pcall(body)
    core[name] = own
    if not ok then error(raised, 0) end
  end

  it("that has no memory for a line keeps what was to follow from being sent", function()
    local plan, cloud = plans.of("dms", { "running", "running" })
    local encode, report = core.encode, nil
    with_core("encode", function(shape, value)
      if type(value) == "table" and value.phase then error("not enough memory", 0) end
      return encode(shape, value)
    end, function() report = run(plan) end)
    assert.equal("the report " .. path .. " cannot hold a line: not enough memory", report.fault)
    assert.same({ 0, 0 }, { report.done, cloud:writes() })
  end)

  for name, cut in pairs({ lines = "", ["a line that a kill has cut"] = '{"account":"1' }) do
    it("that cannot be read for want of memory is not called another file's: " .. name, function()
      if cut == "" then write({ {} }) else made.write("stops.jsonl", cut) end
      local before = text()
      local plan, cloud = plans.of("dms", { "running" })
      with_core("decode", function() return nil, "not enough memory" end, function()
        local err = scripted.failure(resume, plan)
        assert.equal("ConfigError", err.type)
        assert.matches("^not enough memory; 0 done", err.message)
        assert.equal(1, err.report.not_started)
      end)
      assert.equal(before, text())
      assert.equal(0, cloud:writes())
      assert.equal(1, resume(plan).done)
    end)
  end

  it("is made where it is missing, also for a run that resumes; an empty one is a new one", function()
    assert.equal(1, resume((plans.of("dms", { "running" }))).done)
    made.write("stops.jsonl", "")
    assert.equal(1, run((plans.of("dms", { "running" }))).done)
  end)

  describe("that takes no more lines", function()
    --- What a child with a limit on the size of files prints.
    local function limited(code)
      local status, stdout, stderr = child.run("trap '' XFSZ; ulimit -f 3; " .. child.lua_command(([[
        package.path = "./?.lua;" .. package.path
        local plans = require "spec.support.plan_runs"
local reports = require "spec.support.plan_reports"
        local states = {}
        for i = 1, 40 do states[i] = "running" end
        local plan, cloud = plans.of("dms", states)
        local path = %q
      ]]):format(path) .. code))
      assert.equal(0, status, stderr)
      return stdout
    end

    it("keeps every further write from leaving", function()
      local printed = limited([[
        local report = plans.run(plan, { report = path, concurrency = 4 })
        local started, refused = 0, 0
        for _, result in ipairs(report.results) do
          if result.sent > 0 then started = started + 1 end
          if result.error and result.error.type == "NotConfirmed" then refused = refused + 1 end
        end
        print(cloud:writes() == started, report.fault == ("the report %s cannot be written: File too large"):format(path))
        print(report.done + report.failed + report.not_started == 40, report.may_have_been_carried_out, report.not_started > 20)
        print(refused <= 4, report.failed == refused)
      ]])
      assert.equal("true\ttrue\ntrue\t0\ttrue\ntrue\ttrue\n", printed)
      local lines = plans.lines(path) -- whole ones
      assert.is_true(#lines > 3)
    end)

    it("can be gone on with once there is room", function()
      limited("plans.run(plan, { report = path, concurrency = 1 })")
      local states, sent = {}, 0
      for i = 1, 40 do states[i] = "running" end
      for _, line in ipairs(plans.lines(path)) do sent = sent + (line.phase == "sent" and 1 or 0) end
      local plan, cloud, ids = plans.of("dms", states)
      plan.time = scripted.time - 300
      for i = 1, sent do cloud.states[ids[i]], cloud.stopped_at[ids[i]] = "stopped", scripted.time end
      assert.equal(40, resume(plan).done)
      assert.equal(40 - sent, cloud:writes())
    end)
  end)

  it("of a process that was forked belongs to the parent: the child sends nothing", function()
    child.compile("process", true)
    local status, stdout, stderr = child.run(child.lua_command(([[
      package.cpath = "build/spec/" .. (os.getenv "LUA" or "lua5.4") .. "/?.so;" .. package.cpath
      package.path = "./?.lua;" .. package.path
      local plans, process = require "spec.support.plan_runs", require "process"
      local plan, cloud = plans.of("dms", { "running", "running", "running" })
      local pid
      cloud.on_look = function(_, count)
        if not pid then pid = process.fork() end
      end
      local report = plans.run(plan, { report = %q, concurrency = 1 })
      if pid == 0 then
        local first = report.results[1]
        process.exit(cloud:writes() == 0 and first.error.type == "NotConfirmed" and report.done == 0 and 7 or 1)
      end
      print(process.wait(pid), report.done, cloud:writes())
    ]]):format(path)))
    assert.equal(0, status, stderr)
    assert.equal("7\t3\t3\n", stdout)
    assert.equal(6, #plans.lines(path))
  end)

  it("is not needed", function()
    local plan, cloud = plans.of("dms", { "running" })
    local report = plans.run(plan)
    assert.same({ 1, 1 }, { report.done, cloud:writes() })
    assert.is_nil(report.path)
  end)
end)
