-- core.journal: a file to which one process adds lines.
local child = require "spec.support.child"
local core = require "aws.core"
local temporary = require "spec.support.folder"

describe("a journal", function()
  local made, path, opened

  before_each(function()
    made, opened = temporary.new(), {}
    path = made.path .. "/lines"
  end)

  after_each(function()
    for _, journal in ipairs(opened) do journal:close() end
    made.remove()
  end)

  local function open(name)
    local journal, fault, is_locked = core.journal(name or path)
    opened[#opened + 1] = journal
    return journal, fault, is_locked
  end

  --- What a child process prints that runs this code; `path` and `core` are there.
  local function in_child(code, prefix)
    local status, stdout, stderr = child.run((prefix or "") .. child.lua_command(
      ("local core, path = require 'aws.core', %q; %s"):format(path, code)))
    assert.equal(0, status, stderr)
    return stdout
  end

  it("adds lines to what is there, byte for byte", function()
    made.write("lines", "one\n")
    local journal = open()
    assert.equal("one\n", journal:read(100))
    local long = ("\0\255é"):rep(20000) .. "\n"
    assert.is_true(journal:append(long))
    assert.is_true(journal:append("three\n"))
    assert.equal("one\n" .. long .. "three\n", journal:read(1e6))
    assert.equal("one\n" .. long .. "three\n", core.read_file(path, 1e6))
  end)

  it("makes a file that is missing, with the mode of the umask", function()
    assert.equal("640\n", (in_child("assert(core.journal(path)); os.execute('stat -c %a ' .. path)", "umask 027; ")))
  end)

  it("keeps the bytes that a cut leaves, and adds after them", function()
    made.write("lines", "whole\ncut")
    local journal = open()
    assert.is_true(journal:cut(6))
    assert.is_true(journal:append("next\n"))
    assert.equal("whole\nnext\n", journal:read(100))
  end)

  it("reads no more than a limit", function()
    made.write("lines", "12345")
    local text, fault = open():read(4)
    assert.is_nil(text)
    assert.equal("is larger than 4 bytes", fault)
  end)

  describe("is locked", function()
    local LOCKED = "nil\tis locked\ttrue\n"

    it("for this process and others, until it is closed", function()
      local journal = open()
      assert.same({ nil, "is locked", true, n = 3 }, { n = 3, open() })
      assert.equal(LOCKED, in_child("print(core.journal(path))"))
      journal:close()
      journal:close()
      assert.equal("true\n", in_child("print(core.journal(path) ~= nil)"))
      assert.truthy(open())
    end)

    it("until the garbage is collected", function()
      core.journal(path)
      collectgarbage()
      collectgarbage()
      assert.truthy(open())
    end)

    it("no longer than the process lives, however it ends", function()
      local holder = child.start("exec " .. child.lua_command(
        ("io.stdout:setvbuf 'no'; journal = assert(require('aws.core').journal(%q)); print 'locked'; require('aws.core').sleep(60)")
        :format(path)))
      holder.wait_for "locked"
      assert.same({ nil, "is locked", true, n = 3 }, { n = 3, open() })
      child.run("kill -KILL " .. holder.pid)
      holder.finish()
      assert.truthy(open())
    end)

    it("not for programs that its process starts", function()
      local journal = open()
      local pipe = io.popen("sleep 60 & echo $!")
      local pid = pipe:read "*l"
      journal:close()
      local again = open()
      child.run("kill " .. pid)
      pipe:close()
      assert.truthy(again)
    end)
  end)

  it("is none of the standard descriptors, where the program was started without them: what it prints goes elsewhere", function()
    local code = child.run(child.lua_command(([[
      local core, journals = require "aws.core", {}
      for i = 1, 3 do
        journals[i] = assert(core.journal(%q .. i))
        io.stdout:write("printed")
        io.stdout:flush()
        io.stderr:write("said")
        journals[i]:append("line\n")
      end]]):format(path)) .. " <&- >&- 2>&-")
    assert.equal(0, code)
    for i = 1, 3 do assert.equal("line\n", core.read_file(path .. i, 100)) end
  end)

  describe("in a process that was forked", function()
    local prelude = ("package.cpath = %q .. package.cpath; local process = require 'process';"):format(
      (child.compile("process", true):gsub("[^/]*$", "?.so;")))

    it("takes no line, and its close unlocks nothing", function()
      local text = in_child(prelude .. [[
        local journal = assert(core.journal(path))
        local pid = process.fork()
        if pid == 0 then
          local done, fault = journal:append("child\n")
          local cut, other = journal:cut(0)
          journal:close()
          local right = not done and not cut and fault == "belongs to the process that opened it" and other == fault
          process.exit(right and 0 or 1)
        end
        print(process.wait(pid))
        print(core.journal(path))
        print(journal:append("parent\n"))
      ]])
      assert.equal("0\nnil\tis locked\ttrue\ntrue\n", text)
      assert.equal("parent\n", core.read_file(path, 100))
    end)

    it("is unlocked when the owner closes it, though a child lives on", function()
      local text = in_child(prelude .. [[
        local journal = assert(core.journal(path))
        local pid = process.fork()
        if pid == 0 then
          core.sleep(60)
          process.exit(0)
        end
        journal:close()
        print(core.journal(path) ~= nil)
        os.execute("kill " .. pid)
        process.wait(pid)
      ]])
      assert.equal("true\n", text)
    end)
  end)

  it("leaves no part of a line where there is not room for all of it", function()
    local text = in_child([[
      local journal = assert(core.journal(path))
      local long = ("x"):rep(400) .. "\n"
      while journal:append(long) do end
      print(journal:append(long))
      print(journal:append("end\n"))
    ]], "trap '' XFSZ; ulimit -f 3; ")
    assert.equal("nil\tcannot be written: File too large\ntrue\n", text)
    local lines = core.read_file(path, 1e6)
    assert.equal("end\n", (lines:gsub(("x"):rep(400) .. "\n", "")))
    assert.is_true(#lines > 1000)
  end)

  it("refuses a line once its file was deleted", function()
    local journal = open()
    os.remove(path)
    assert.same({ nil, "was deleted", n = 2 }, { n = 2, journal:append("x\n") })
  end)

  it("is a regular file; nothing waits for another", function()
    child.run("mkfifo " .. child.quote(made.path .. "/fifo"))
    for _, name in ipairs({ made.path .. "/fifo", "/dev/full", "/dev/null" }) do
      assert.same({ nil, "is not a regular file", false, n = 3 }, { n = 3, open(name) })
    end
    for _, name in ipairs({ made.path, made.path .. "/none/lines", "" }) do
      assert.matches("^cannot be opened: ", (select(2, open(name))))
    end
    assert.same({ nil, "has a NUL", n = 2 }, { n = 2, core.journal(path .. "\0x") })
  end)

  it("says that it is closed", function()
    local journal = open()
    journal:close()
    for _, call in ipairs({ { "read", 1 }, { "append", "x\n" }, { "cut", 0 } }) do
      local ok, raised = pcall(journal[call[1]], journal, call[2])
      assert.is_false(ok)
      assert.equal("closed", core.fault_type(raised))
      assert.equal("the journal is closed", tostring(raised))
    end
  end)

  it("refuses arguments of other kinds", function()
    local journal = open()
    for _, call in ipairs({ { "read", -1 }, { "read" }, { "append" }, { "append", {} }, { "cut", -1 }, { "cut", 2e9 } }) do
      assert.is_false((pcall(journal[call[1]], journal, call[2])))
    end
    assert.is_false((pcall(core.journal)))
    assert.is_false((pcall(journal.append, {}, "x\n")))
  end)
end)
