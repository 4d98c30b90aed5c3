-- What the Makefile and its scripts promise to people who build and install.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"

--- make, seen from outside: without the variables of a make that runs these specs.
local MAKE = "env -u MAKEFLAGS -u MAKELEVEL make -s "

describe("make env", function()
  local root

  setup(function()
    local pipe = io.popen("pwd")
    root = pipe:read("*l")
    pipe:close()
  end)

  --- What .ci/env prints for a Lua, as a table, in an environment of these Lua variables alone.
  local function exports(lua, out, variables)
    local unset = "env -u LUA_PATH -u LUA_CPATH "
    for _, version in ipairs({ "5_3", "5_4", "5_5" }) do
      unset = ("%s-u LUA_PATH_%s -u LUA_CPATH_%s "):format(unset, version, version)
    end
    for name, value in pairs(variables or {}) do unset = unset .. child.quote(name .. "=" .. value) .. " " end
    local code, stdout, stderr = child.run(("%s sh .ci/env %s %s"):format(unset, lua, out))
    assert.equal("", stderr)
    assert.equal(0, code)
    local found = {}
    for name, value in stdout:gmatch("export ([%w_]+)='([^\n]*)'\n") do found[name] = value:gsub("'\\''", "'") end
    return found
  end

  local function ours() return ("%s/lua/?.lua;%s/lua/?/init.lua;"):format(root, root) end

  it("sets the variables of its own version, so that two Luas fit in one shell", function()
    assert.same({ LUA_PATH_5_4 = ours() .. ";", LUA_CPATH_5_4 = root .. "/b/?.so;;" }, exports("lua5.4", "b"))
    assert.same({ LUA_PATH_5_3 = ours() .. ";", LUA_CPATH_5_3 = root .. "/b/?.so;;" }, exports("lua5.3", "b"))
    assert.same({ LUA_PATH_5_5 = ours() .. ";", LUA_CPATH_5_5 = root .. "/b/?.so;;" }, exports("lua5.5", "b"))
    for _, lua in ipairs({ "luajit", "lua5.1" }) do
      assert.same({ LUA_PATH = ours() .. ";", LUA_CPATH = "/b/?.so;;" }, exports(lua, "/b"))
    end
  end)

  it("keeps what the caller's variables hold, once", function()
    local set = { LUA_PATH = "/x/?.lua", LUA_CPATH = "/x/?.so;;" }
    assert.same({ LUA_PATH_5_4 = ours() .. "/x/?.lua;;", LUA_CPATH_5_4 = root .. "/b/?.so;/x/?.so;;" },
      exports("lua5.4", "b", set)) -- a variable of a version hides the common one
    assert.same({ LUA_PATH = ours() .. "/x/?.lua;;", LUA_CPATH = root .. "/b/?.so;/x/?.so;;" }, exports("luajit", "b", set))
    set.LUA_PATH_5_4, set.LUA_CPATH_5_4 = "/own/?.lua", ""
    local first = exports("lua5.4", "b", set)
    assert.same({ LUA_PATH_5_4 = ours() .. "/own/?.lua;;", LUA_CPATH_5_4 = root .. "/b/?.so;;" }, first)
    assert.same(first, exports("lua5.4", "b", first))
    assert.equal(root .. "/c/?.so;;", exports("lua5.4", "c", first).LUA_CPATH_5_4)
    assert.same({ LUA_PATH_5_4 = ours() .. ";", LUA_CPATH_5_4 = root .. "/b/?.so;;" },
      exports("lua5.4", "b", exports("luajit", "j")))
  end)

  it("quotes for sh", function()
    assert.equal(root .. "/b/?.so;/it's/?.so;;", exports("luajit", "b", { LUA_CPATH = "/it's/?.so" }).LUA_CPATH)
  end)
end)

describe("make with a library's folder", function()
  --- What make would run, and its complaints.
  local function dry_run(words)
    local _, stdout, stderr = child.run(("%s -n OUT=build/never %s"):format(MAKE, words))
    return stdout, stderr
  end

  it("is refused by name where the library is not there", function()
    for _, name in ipairs({ "CURL", "OPENSSL", "CJSON" }) do
      for _, suffix in ipairs({ "DIR", "INCDIR", "LIBDIR" }) do
        local code, _, stderr = child.run(("%s libraries %s_%s=/nowhere"):format(MAKE, name, suffix))
        assert.equal(2, code)
        assert.matches(("^aws%%-replication: %s_DIR: there is no [%%w/.*]+ in /nowhere"):format(name), stderr)
      end
    end
  end)

  it("is used where it is, whatever its name", function()
    local tree = folder.new()
    finally(tree.remove)
    for _, name in ipairs({ "own", "own libraries", "it's" }) do
      tree.write(name .. "/include/cjson/cJSON.h", "")
      tree.write(name .. "/lib/libcjson.so", "")
      local where = tree.path .. "/" .. name
      local commands, stderr = dry_run("CJSON_DIR=" .. child.quote(where))
      assert.equal("", stderr)
      local libraries = child.quote(where .. "/lib")
      assert.matches("-I" .. child.quote(where .. "/include"), commands, 1, true)
      assert.matches(("-L%s -Xlinker -rpath -Xlinker %s -lcjson"):format(libraries, libraries), commands, 1, true)
      assert.equal(0, (child.run(("%s libraries CJSON_DIR=%s"):format(MAKE, child.quote(where)))))
    end
  end)

  it("is not heeded in an environment, where it means others", function()
    local code, _, stderr = child.run("env OPENSSL_DIR=/nowhere CURL_DIR=/nowhere LIBFLAG=-nonsense " .. MAKE .. "libraries")
    assert.equal("", stderr)
    assert.equal(0, code)
  end)

  it("takes LuaRocks's LIBFLAG for what links a module, and leaves -Werror to developers", function()
    local commands = dry_run("LIBFLAG='-shared -Wl,-z,origin' WERROR=")
    assert.matches(" -shared -Wl,-z,origin -Wl,-z,nodelete", commands, 1, true)
    assert.is_nil(commands:find("-Werror", 1, true))
    assert.matches(" -Werror ", (dry_run("")), 1, true)
  end)

  it("leaves files that name symbols for the assembler to the compiler alone, under -flto too", function()
    local _, list = child.run("grep -l __asm__ csrc/*/*.c csrc/*/*/*.c")
    local lines, count = dry_run("CFLAGS='-O2 -flto'"), 0
    for file in list:gmatch("[^\n]+") do
      count = count + 1
      local line = lines:match("[^\n]* " .. file:gsub("%p", "%%%0") .. "\n")
      assert.matches(" -flto .*%-fno%-lto ", line)
    end
    assert.is_true(count > 0)
  end)

  it("has no FORTIFY without an optimizer, and not above a caller's own", function()
    for flags, expected in pairs({ ["-O2"] = true, ["-O0 -O1"] = true, ["-O2 -O0"] = false, ["-g"] = false,
      ["-O2 -D_FORTIFY_SOURCE=3"] = false, ["-O1 -fsanitize=address"] = false }) do
      local commands = dry_run("CFLAGS=" .. child.quote(flags))
      assert.equal(expected, commands:find("-D_FORTIFY_SOURCE=2", 1, true) ~= nil, flags)
    end
  end)

  it("names pkg-config's missing modules", function()
    local code, _, stderr = child.run(MAKE .. "libraries PKG_CONFIG=false")
    assert.equal(2, code)
    assert.matches("false does not know all of: .* libcurl libcrypto libcjson\n", stderr)
  end)
end)

describe("spec/run-tests", function()
  --- Below the repository, as its path is one word there.
  local path
  before_each(function()
    local _, made = child.run("mkdir -p build/spec && mktemp -d build/spec/run.XXXXXX")
    path = made:gsub("\n", "")
  end)
  after_each(function() child.run("rm -rf " .. path) end)

  --- The lines of a run over a spec file of its own, and its exit code.
  local function run(text)
    local lua = os.getenv "LUA" or "lua5.4"
    files.write(path .. "/tried_spec.lua", text)
    local code, stdout = child.run(("env MAKE='%s' RUN_TESTS_RESULTS=%s/results sh spec/run-tests specs %s %s/tried_spec.lua")
      :format(MAKE, path, lua, path))
    local lines = {}
    for line in stdout:gmatch("[^\n]+") do lines[#lines + 1] = line end
    return lines, code
  end

  it("ends with the counts, after the names of what failed", function()
    local lines, code = run([[describe("it", function()
      it("fails", function() error("for a reason") end)
      it("passes", function() end)
      it("waits", function() pending("for better days") end)
    end)]])
    assert.equal(1, code)
    assert.equal("2 passed, 1 failed, 1 skipped", lines[#lines])
    assert.matches("^Took %d+ s$", lines[#lines - 1])
    assert.matches("^  it fails %(.*tried_spec.lua:2%)$", lines[#lines - 2])
    assert.equal("Failed:", lines[#lines - 3])
  end)

  it("passes when nothing failed", function()
    local lines, code = run("it('passes', function() end)")
    assert.equal(0, code)
    assert.equal("2 passed, 0 failed, 0 skipped", lines[#lines])
    assert.is_nil(table.concat(lines, "\n"):find("Failed:", 1, true))
  end)

  it("counts a run that ends early, or tries nothing, as a failure", function()
    local lines, code = run("it('leaves', function() os.exit(0) end)")
    assert.equal(1, code)
    assert.equal("1 passed, 1 failed, 0 skipped", lines[#lines])
    assert.matches("ended early %(exit code 0%) in: leaves", lines[#lines - 2])
    lines, code = run("")
    assert.equal(1, code)
    assert.matches("no test ran$", lines[#lines - 2])
  end)
end)
