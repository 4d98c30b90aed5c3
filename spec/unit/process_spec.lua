-- core.run_process, with real programs.
local child = require "spec.support.child"
local core = require "aws.core"
local lfs = require "lfs"
local providers = require "spec.support.providers"
local system = require "system"

--- Far more than any program here takes.
local LONG = 60

local function sh(code, seconds, limit)
  return core.run_process({ "sh", "-c", code }, seconds or LONG, limit or 65536)
end

local function read(path)
  return core.read_file(path, 65536)
end

--- Waits until `done` is true; false when it never is.
local function eventually(done)
  for _ = 1, 500 do
    if done() then return true end
    system.sleep(0.02)
  end
  return false
end

local function is_running(pid)
  local status = read("/proc/" .. pid .. "/status")
  return status ~= nil and not status:find("State:%s+[ZX]")
end

--- Processes that this one started, those of other specs among them.
local function children()
  local own = read("/proc/self/stat"):match("^%d+")
  return read(("/proc/%s/task/%s/children"):format(own, own)) or ""
end

local function count_descriptors()
  local count = 0
  for _ in lfs.dir("/proc/self/fd") do count = count + 1 end
  return count
end

describe("a program that is run", function()
  local folder

  before_each(function() folder = providers.folder() end)
  after_each(providers.clean)

  it("gives both outputs and its exit code", function()
    assert.same({ "out\0\n", "err\n", 0 }, { sh("printf 'out\\000\\n'; echo err >&2") })
    assert.same({ "", "", 3 }, { sh("exit 3") })
    assert.same({ "", "", 0 }, { core.run_process({ "true" }, LONG, 10) })
  end)

  it("gets its words as they are, and no shell", function()
    local words = { "printf", "%s|", "a b", "", "$HOME", "*", "`x`", "'\"\\", "a;b", "\255" }
    local output = core.run_process(words, LONG, 1000)
    assert.equal(table.concat(words, "|", 3) .. "|", output)
  end)

  it("gets the environment, nothing to read, and no file of ours", function()
    assert.equal(os.getenv("PATH") .. "\n", (sh("echo $PATH")))
    assert.equal("", (sh("cat")))
    local file = assert(io.open(folder .. "/ours", "w"))
    local output = core.run_process({ "ls", "/proc/self/fd" }, LONG, 1000)
    file:close()
    assert.equal("0\n1\n2\n3\n", output)
  end)

  it("may be missing, or no program", function()
    -- By its path: a folder of PATH that this user may not look into would be "Permission denied".
    local missing = folder .. "/no-such-program"
    for words, name in pairs({ ["No such file"] = missing, ["Permission denied"] = "/", [""] = "" }) do
      local output, fault = core.run_process({ name }, LONG, 10)
      assert.is_nil(output)
      assert.truthy(fault:find("cannot be started: ", 1, true) and fault:find(words, 1, true), fault)
    end
  end)

  it("may end by a signal", function()
    assert.same({ nil, "was ended by signal 9" }, { sh("kill -9 $$") })
  end)

  it("may write as much as it may, and not more", function()
    assert.equal(70000, #sh("head -c 70000 /dev/zero", LONG, 70000))
    assert.same({ nil, "wrote more than 70000 bytes" }, { sh("head -c 70001 /dev/zero", LONG, 70000) })
    assert.same({ nil, "wrote more than 10 bytes" }, { sh("while :; do echo flood; done", LONG, 10) })
  end)

  it("may flood the other output, of which the start is kept", function()
    local output, complaint, code = sh("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo done", LONG, 1000)
    assert.same({ "done\n", ("x"):rep(1000), 0 }, { output, complaint, code })
  end)

  it("is ended with its whole group when its time is over", function()
    local code = ("trap '' TERM; (trap '' TERM; echo $$ >%s/own; sh -c 'echo $PPID >%s/inner; sleep 300') & wait; sleep 300")
      :format(folder, folder)
    local output, fault = sh(code, 0.5)
    assert.is_nil(output)
    assert.equal("did not end within 0.5 s", fault)
    for _, name in ipairs({ "own", "inner" }) do
      local pid = read(folder .. "/" .. name):match("%d+")
      assert.is_true(eventually(function() return not is_running(pid) end), name)
    end
  end)

  it("may end by itself when its time is over, but not for long", function()
    local code = "trap 'sleep 0.3; echo end >%s/file; exit' TERM; echo ready >%s/ready; while :; do sleep 0.01; done"
    local function left_with(grace)
      local place = providers.folder()
      local _, fault = core.run_process({ "sh", "-c", (code:gsub("%%s", place)) }, 1, 100, grace)
      assert.equal("did not end within 1 s", fault)
      assert.is_string(read(place .. "/ready"))
      return read(place .. "/file")
    end
    assert.equal("end\n", left_with(30))
    assert.is_nil(left_with(0))
  end)

  it("is told to be late by a value, and nothing else is", function()
    assert.is_true((select(3, sh("sleep 300", 0.1))))
    for _, code in ipairs({ "kill -9 $$", "while :; do echo flood; done" }) do
      assert.equal(2, select("#", sh(code, LONG, 10)))
    end
    assert.equal(2, select("#", core.run_process({ folder .. "/no-such-program" }, LONG, 10)))
  end)

  it("is ended when it is stopped, or has no output any more", function()
    assert.equal("did not end within 0.2 s", select(2, sh("kill -STOP $$", 0.2)))
    assert.equal("did not end within 0.2 s", select(2, sh("exec >&- 2>&-; sleep 300", 0.2)))
    assert.equal("did not end within 0 s", select(2, sh("sleep 300", 0)))
  end)

  it("is not waited for when another process holds its outputs", function()
    local output, _, code = sh(("sleep 300 & echo $! >%s/pid; echo done"):format(folder))
    local pid = read(folder .. "/pid"):match("%d+")
    assert.is_true(is_running(pid)) -- agents that a program starts go on
    os.execute("kill " .. pid)
    assert.same({ "done\n", 0 }, { output, code })
  end)

  it("leaves no descriptor and no child behind", function()
    sh("true")
    local descriptors, running = count_descriptors(), children()
    for i = 1, 200 do
      if i % 4 == 0 then
        core.run_process({ "/no/such/program" }, LONG, 10)
      else
        core.run_process({ "/bin/echo", "too long" }, LONG, i % 4 == 1 and 5 or 100)
      end
    end
    assert.equal(descriptors, count_descriptors())
    assert.equal(running, children())
  end)

  it("takes its arguments as documented, or raises", function()
    for _, words in ipairs({ {}, { 5 }, { "a", true }, { "a\0b" }, "sh" }) do
      assert.has_error(function() core.run_process(words, LONG, 10) end)
    end
    assert.has_error(function() core.run_process({ "true" }, -1, 10) end)
    assert.has_error(function() core.run_process({ "true" }, 0 / 0, 10) end)
    assert.has_error(function() core.run_process({ "true" }, LONG, 0) end)
    assert.has_error(function() core.run_process({ "true" }, LONG, 10, -1) end)
  end)
end)

describe("a program that is run by a host", function()
  after_each(providers.clean)

  local RUN = [[local r = { require("aws.core").run_process({ "sh", "-c", "echo out; echo err >&2; exit 3" }, 60, 100) } ]]

  it("that has no standard files gives its outputs all the same", function()
    local path = providers.folder() .. "/result"
    local code = RUN .. ("local f = io.open(%q, 'w') f:write(tostring(r[1]), tostring(r[2]), tostring(r[3])) f:close()")
      :format(path)
    child.run(("{ %s; } <&- >&- 2>&-"):format(child.lua_command(code)))
    assert.equal("out\nerr\n3", read(path))
  end)

  --- What a host writes that does this first.
  local function host(first)
    local library = child.compile("process", true)
    local code = ("package.loadlib(%q, 'luaopen_process')().%s() "):format(library, first) .. RUN
    return select(2, child.lua(code .. "io.write(r[1], r[2], r[3])"))
  end

  it("that ignores the end of children gives its outputs, without the code", function()
    assert.equal("out\nerr\n-1", host("ignore_children"))
  end)

  it("that reaps any child gives the code all the same", function()
    assert.equal("out\nerr\n3", host("reap_children"))
  end)

  it("whose user presses Ctrl-C is ended", function()
    local folder = providers.folder()
    local code = ([[
      local run = function()
        require("aws.core").run_process({ "sh", "-c", "echo $$ >%s/pid; sleep 300" }, 200, 100)
        return "not interrupted"
      end
      print(pcall(run))
    ]]):format(folder)
    local process = child.start(child.lua_command(code))
    assert.is_true(eventually(function() return (read(folder .. "/pid") or ""):find("\n") end))
    os.execute("kill -INT " .. process.pid)
    local _, text = process.finish()
    assert.truthy(text:find("false\t.*interrupted!"), text)
    local pid = read(folder .. "/pid"):match("%d+")
    assert.is_true(eventually(function() return not is_running(pid) end))
  end)
end)
