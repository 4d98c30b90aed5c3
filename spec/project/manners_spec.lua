-- What `make test`, `make check-long` and `make demo` say of themselves: how long, what failed, and what is missing here.
local child = require "spec.support.child"
local folder = require "spec.support.folder"

describe("on a machine that lacks a package", function()
  local made, programs
  setup(function()
    made = folder.new()
    programs = made.path .. "/bin"
    child.run(([[mkdir %s && cd %s && IFS=: && for place in $PATH /usr/sbin /sbin; do ln -s "$place"/* . 2>/dev/null; done
      rm -f apt-get sudo]]):format(programs, programs)) -- what could install packages: no spec does
  end)
  teardown(function() made.remove() end)

  --- The lines that a target prints without these programs, but for make's own, and its exit code.
  local function run(target, names)
    for _, name in ipairs(names) do os.rename(programs .. "/" .. name, made.path .. "/" .. name) end
    local code, stdout, stderr = child.run(("env -u MAKEFLAGS -u MAKELEVEL -u LUA PATH=%s RUN_TESTS_RESULTS=%s/results make %s")
      :format(programs, made.path, target))
    for _, name in ipairs(names) do os.rename(made.path .. "/" .. name, programs .. "/" .. name) end
    local lines = {}
    for line in (stdout .. stderr):gmatch("[^\n]+") do
      if not line:find("^make[%[:]") then lines[#lines + 1] = line end
    end
    return lines, code
  end

  local function advice(packages)
    return ("aws-replication: missing Debian packages: %s; as root: apt-get install --no-install-recommends %s"):format(packages, packages)
  end

  for _, target in ipairs({ "test", "check-long" }) do
    it("make " .. target .. " stops with one line that says what to do, and its tally", function()
      for _, case in ipairs({ { { "luacheck" }, "lua-check" }, { { "luarocks", "zip" }, "luarocks zip" } }) do
        local lines, code = run(target, case[1])
        assert.equal(2, code)
        if lines[1] ~= advice(case[2]) then -- this machine lacks more than that
          assert.matches("^aws%-replication: missing Debian packages: .*" .. case[2]:gsub("%-", "%%-"):gsub(" ", ".* "), lines[1])
        end
        table.remove(lines, 1)
        assert.matches("^Took %d+ s$", table.remove(lines, 3))
        assert.same({ "Failed:", "  packages", "0 passed, 1 failed, 0 skipped" }, lines)
      end
    end)
  end

  it("make demo stops with that line alone", function()
    local lines, code = run("demo", { "openssl" })
    assert.equal(2, code)
    assert.equal(1, #lines)
    assert.matches("^aws%-replication: missing Debian packages: .*openssl.*; as root: apt%-get install ", lines[1])
  end)
end)

describe("spec/run-tests", function()
  local made
  before_each(function() made = folder.new() end)
  after_each(function() made.remove() end)

  --- The lines of a run that has these parts alone, in a tree of its own, and its exit code.
  local function run(mode, parts)
    local functions = ("%s_parts() { %s; }; long() { long_parts; }"):format(mode, parts)
    local code, stdout = child.run(([[
      mkdir -p %s/spec && sed 's/^use_locale$/'"%s"'; use_locale/' spec/run-tests >%s/spec/run-tests &&
      env -u RUN_TESTS_RESULTS sh %s/spec/run-tests %s
    ]]):format(made.path, functions, made.path, made.path, mode == "long" and mode or ""))
    local lines = {}
    for line in stdout:gmatch("[^\n]+") do lines[#lines + 1] = line end
    return lines, code
  end

  local function minutes(estimate)
    local processors = tonumber((select(2, child.run("nproc"))))
    local count = math.ceil(estimate * 2 / processors)
    return count == 1 and "a minute" or ("%d minutes"):format(count)
  end

  it("says how long it may take: an estimate first, then what the last whole run took", function()
    local lines, code = run("test", "tell_time test 5; check fine true")
    assert.equal(0, code)
    assert.equal(("make test takes about %s here (an estimate)"):format(minutes(5)), lines[1])
    assert.equal("1 passed, 0 failed, 0 skipped", lines[#lines])
    assert.equal("make test takes about a minute here (the last run)", run("test", "tell_time test 5; check fine sleep 1")[1])
    made.write("build/test.seconds", "61\n")
    assert.equal("make test takes about 2 minutes here (the last run)", run("test", "tell_time test 5; check fine true")[1])
    made.write("build/test.seconds", "rubbish\n")
    assert.equal(lines[1], run("test", "tell_time test 5; check fine true")[1])
    assert.equal(("make check-long takes about %s here (an estimate)"):format(minutes(10)),
      run("long", "tell_time check-long 10; check fine true")[1])
  end)

  it("keeps no time of a run that was interrupted", function()
    run("test", "check fine kill -TERM \\$\\$")
    local lines = run("test", "tell_time test 5; check fine true")
    assert.matches("an estimate", lines[1])
  end)

  it("ends with the names of what failed, in front of the time and the tally", function()
    for _, mode in ipairs({ "test", "long" }) do
      local lines, code = run(mode, "check one true; check two false; check three true; check four false")
      assert.equal(1, code)
      assert.equal("2 passed, 2 failed, 0 skipped", table.remove(lines))
      assert.matches("^Took %d+ s$", table.remove(lines))
      assert.same({ "Failed:", "  two", "  four" }, { lines[#lines - 2], lines[#lines - 1], lines[#lines] })
    end
  end)
end)
