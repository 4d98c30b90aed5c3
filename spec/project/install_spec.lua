-- make install, uninstall and dist: what is put where, what goes away again, and what is said.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"

local LUA = os.getenv "LUA" or "lua5.4"
local VERSION = LUA == "luajit" and "5.1" or LUA:match("%d%.%d$")

--- make, seen from outside: without the variables of a make that runs these specs.
local MAKE = "env -u MAKEFLAGS -u MAKELEVEL -u DESTDIR -u LUADIR -u LIBDIR make -s LUA=" .. LUA .. " "

local function lines_of(command)
  local code, stdout, stderr = child.run(command)
  assert.equal("", stderr)
  assert.equal(0, code)
  return stdout
end

describe("make install", function()
  local place, prefix, lua_folder, lib_folder
  before_each(function()
    place = folder.new()
    prefix = place.path .. "/a prefix"
    lua_folder, lib_folder = ("%s/share/lua/%s/aws"):format(prefix, VERSION), ("%s/lib/lua/%s/aws"):format(prefix, VERSION)
  end)
  after_each(function() place.remove() end)

  local function make(target) return lines_of(MAKE .. target .. " PREFIX=" .. child.quote(prefix)) end

  --- All files below a folder but READMEs, sorted, one a line.
  local function files_in(path)
    return lines_of(("cd %s && find . -type f ! -name README.md | LC_ALL=C sort"):format(child.quote(path)))
  end

  local function write(path, text)
    assert.equal(0, (child.run("mkdir -p " .. child.quote(path:match("^.*/")))))
    files.write(path, text)
  end

  it("puts every file where it says, and tells how Lua finds it", function()
    local said = make("install")
    assert.equal(files_in("lua/aws"), files_in(lua_folder))
    assert.equal("./core.so\n./curl.so\n./installed-files\n", files_in(lib_folder))
    for _, words in ipairs({ "^aws%-replication %d+%.%d+%.%d+ for " .. LUA .. ":\n", "\n  Lua code   [^\n]*/aws\n", "/core%.so, ",
      LUA .. " does not look there by itself" }) do
      assert.matches(words, said)
    end
    local exports = ""
    for line in said:gmatch("\n  (export [^\n]*)") do exports = exports .. line .. "; " end
    local shown = lines_of(("cd / && unset LUA_PATH_5_4 LUA_CPATH_5_4; %s %s -e 'print(require(\"aws\").version, package.searchpath and "
      .. "package.searchpath(\"aws.core\", package.cpath) or \"aws.core\")'"):format(exports, LUA))
    assert.matches("^%d+%.%d+%.%d+\t", shown)
    assert.matches("aws.core", shown:gsub("/core%.so", "aws.core"), 1, true)
  end)

  it("takes folders as people write them: blanks, quotes, a dash, a slash too many, from here", function()
    local code, here = child.run("pwd")
    assert.equal(0, code)
    local made = "build/spec-install-" .. place.path:match("[^/]+$")
    local cases = {
      { prefix .. "//it's \"so\"/", prefix .. "/it's \"so\"" },
      { made .. "/-x", here:gsub("\n", "/") .. made .. "/-x" },
    }
    for _, case in ipairs(cases) do
      local said = lines_of(MAKE .. "install PREFIX=" .. child.quote(case[1]))
      assert.matches(("\n  Lua code   %s/share/lua/%s/aws\n"):format(case[2], VERSION), said, 1, true)
      local exports = table.concat({ said:match("\n  (export [^\n]*)\n  (export [^\n]*)") }, "; ")
      local check = ("cd / && %s; %s -e 'print(require(\"aws\").version, require(\"aws.core\"))'"):format(exports, LUA)
      assert.matches("^%d+%.%d+%.%d+\t", lines_of(check))
      assert.matches("^removed %d+ files from ", lines_of(MAKE .. "uninstall PREFIX=" .. child.quote(case[1])))
    end
    lines_of("rm -r " .. made)
  end)

  it("refuses a ~ that the shell has left, the sources' own folder, and what LuaRocks has installed", function()
    local rock = ("%s/lib/luarocks/rocks-%s/aws-replication"):format(prefix, VERSION)
    lines_of("mkdir -p " .. child.quote(rock))
    for _, case in ipairs({ { "PREFIX='~/x'", "begins with ~" }, { "DESTDIR='~'", "begins with ~" },
      { "LUADIR=lua LIBDIR=" .. child.quote(prefix), "is this source folder" },
      { "PREFIX=" .. child.quote(prefix), "luarocks --lua-version " .. VERSION .. " remove aws-replication" } }) do
      for _, target in ipairs({ "install ", "uninstall " }) do
        local code, stdout, stderr = child.run(MAKE .. target .. case[1])
        assert.same({ 2, "" }, { code, stdout })
        assert.matches(case[2], stderr, 1, true)
      end
    end
    assert.equal("", files_in(prefix))
  end)

  it("says what to do where it cannot write", function()
    write(prefix, "a file\n")
    local code, stdout, stderr = child.run(MAKE .. "install PREFIX=" .. child.quote(prefix))
    assert.same({ 2, "" }, { code, stdout })
    assert.matches("\naws-replication: not installed; to write there: sudo make install, or ", stderr, 1, true)
  end)

  it("can be read by everybody, whatever the umask is", function()
    lines_of("umask 077; " .. MAKE .. "install PREFIX=" .. child.quote(prefix))
    assert.equal("", lines_of(("cd %s && find share lib ! -perm -a+r -o -type d ! -perm -a+x"):format(child.quote(prefix))))
  end)

  it("takes away what an older version had, and nothing of others", function()
    make("install")
    write(lib_folder .. "/installed-files", "aws-replication 0.1.9\nlua aws/old/room.lua\nlib aws/old.so\nlua aws/../../outside.lua\n"
      .. "lua aws/..\nlua aws\n\nrm -r /\nlua aws/with a blank.lua\nlua aws/link.lua\n")
    write(lua_folder .. "/with a blank.lua", "")
    lines_of("ln -s nowhere " .. child.quote(lua_folder .. "/link.lua"))
    write(lua_folder .. "/old/room.lua", "")
    write(lib_folder .. "/old.so", "")
    write(lua_folder .. "/of_others.lua", "")
    write(prefix .. "/share/outside.lua", "")
    assert.matches("\n  removed    4 files of an older version\n", make("install"), 1, true)
    assert.equal("./of_others.lua\n", lines_of(("cd %s && find . -name of_others.lua -o -path '*old*'"):format(child.quote(lua_folder))))
    assert.equal("./core.so\n./curl.so\n./installed-files\n", files_in(lib_folder))
    assert.equal("outside.lua\n", lines_of(("ls %s | grep outside"):format(child.quote(prefix .. "/share"))))
  end)

  it("knows the files of a version that kept no list", function()
    for _, name in ipairs({ "dms.lua", "drs.lua", "types.lua", "internal/client.lua" }) do write(lua_folder .. "/" .. name, "") end
    assert.matches("\n  removed    2 files of an older version\n", make("install"), 1, true)
    assert.equal(files_in("lua/aws"), files_in(lua_folder))
  end)

  it("is undone by make uninstall, which leaves what is not ours", function()
    make("install")
    assert.matches("^removed %d+ files from ", make("uninstall"))
    assert.equal("", files_in(prefix))
    write(lua_folder .. "/of_others.lua", "")
    local code, stdout, stderr = child.run(MAKE .. "uninstall PREFIX=" .. child.quote(prefix))
    assert.same({ 2, "" }, { code, stdout })
    assert.matches("^aws%-replication is not installed in ", stderr)
    assert.equal("./of_others.lua\n", files_in(lua_folder))
  end)
end)

describe("make", function()
  it("says which names of a Lua it knows", function()
    local known = { [""] = "LUA is empty: name lua5.4, ", ["5.4"] = "there is no LUA=5.4 with its headers; known are lua5.4, " }
    for lua, words in pairs(known) do
      local code, stdout, stderr = child.run(("env -u MAKEFLAGS -u MAKELEVEL make -s LUA=%s"):format(child.quote(lua)))
      assert.same({ 2, "" }, { code, stdout })
      assert.matches(words, stderr, 1, true)
    end
  end)
end)

describe("make dist", function()
  it("writes all sources and nothing else, the same bytes each time", function()
    local path = lines_of(MAKE .. "dist"):match("^[^\n]+")
    local sum = lines_of("cksum <" .. path)
    lines_of("touch CHANGELOG.md")
    lines_of(MAKE .. "dist")
    assert.equal(sum, lines_of("cksum <" .. path))
    local name = path:match("([^/]+)%.tar%.gz$")
    local list = lines_of("tar -tzf " .. path)
    for _, wanted in ipairs({ "Makefile", "README.md", "csrc/lua/module.c", "lua/aws/init.lua", "spec/run-tests", ".ci/run" }) do
      assert.matches("\n" .. name .. "/" .. wanted .. "\n", "\n" .. list, 1, true)
    end
    assert.is_nil(list:find(name .. "/build/", 1, true))
    assert.is_nil(list:find(name .. "/.git/", 1, true))
  end)
end)
