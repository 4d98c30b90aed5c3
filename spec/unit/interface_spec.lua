--- Lua files and core.so of different builds: the first `require` says so, and nothing runs.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"

describe("core.so and Lua files of another build", function()
  local dir
  before_each(function()
    dir = folder.new()
    assert.equal(0, (child.run("cp -r lua/aws " .. dir.path)))
  end)
  after_each(function() dir.remove() end)

  local INTERFACE = "/aws/language/interface.lua"

  local function write(text)
    files.write(dir.path .. INTERFACE, text)
  end

  --- What `require` says of a door, from the folder alone.
  local function said_of(door, before)
    local status, said, errors = child.lua(([[
      package.path = %q .. "/?.lua;" .. %q .. "/?/init.lua"
      %s
      local ok, message = pcall(require, %q)
      print(ok, type(message), message)]]):format(dir.path, dir.path, before or "", door))
    assert.equal(0, status, errors)
    return said
  end

  local REFUSED = "^false\tstring\t.*the Lua files of aws%-replication and its core%.so are of different builds: LUA_PATH"
    .. " %(package%.path%) and LUA_CPATH %(package%.cpath%) have to lead to files that belong together"

  local DOORS = { "aws.dms", "aws.drs", "aws.sigv4", "aws.core" }

  it("are told apart whatever is required first", function()
    write('return "1"')
    for _, door in ipairs(DOORS) do assert.matches(REFUSED, said_of(door)) end
  end)

  it("are told apart where the files are older than the comparison, or their number is not one", function()
    for _, text in ipairs({ "", "return nil", "return true", "return {}", 'return ""' }) do
      write(text)
      assert.matches(REFUSED, said_of("aws.dms"))
    end
    os.remove(dir.path .. INTERFACE)
    for _, door in ipairs(DOORS) do assert.matches(REFUSED, said_of(door)) end
  end)

  it("are not confused with a file that is broken", function()
    write("return (")
    local said = said_of("aws.dms")
    assert.matches("^false\tstring\t", said)
    assert.matches("interface.lua:1:", said, 1, true)
    assert.not_matches("different builds", said, 1, true)
    write('error({ "interrupted" })')
    assert.matches("^false\ttable\t", said_of("aws.dms"))
  end)

  it("are not told of where they belong together, from the folder or from package.preload", function()
    for _, door in ipairs(DOORS) do assert.matches("^true\ttable\t", said_of(door)) end
    local number = dofile("lua" .. INTERFACE)
    os.remove(dir.path .. INTERFACE)
    assert.matches("^true\ttable\t",
      said_of("aws.dms", ("package.preload['aws.language.interface'] = function() return %q end"):format(number)))
  end)

  it("are not compared where `require` is not Lua's", function()
    write('return "1"')
    for _, before in ipairs({ "require = nil", "package.searchers, package.loaders = nil, nil" }) do
      local status, said, errors = child.lua(([[
        package.path = %q .. "/?.lua"
        local load_core = assert(package.loadlib(assert(package.searchpath("aws.core", package.cpath)), "luaopen_aws_core"))
        %s
        print(type(load_core().now()))]]):format(dir.path, before))
      assert.equal(0, status, errors)
      assert.equal("number\n", said)
    end
  end)
end)

describe("the number of the interface", function()
  local dir
  before_each(function()
    dir = folder.new()
    assert.equal(0, (child.run(("mkdir -p %s/csrc %s/lua/aws/language && cp -r .ci %s && cp -r csrc/lua %s/csrc"):format(
      dir.path, dir.path, dir.path, dir.path))))
  end)
  after_each(function() dir.remove() end)

  local function number()
    local status, said, errors = child.run("sh " .. dir.path .. "/.ci/interface")
    assert.equal(0, status, errors)
    return (said:gsub("\n", ""))
  end

  local function edit(file, from, to)
    assert.equal(0, (child.run(("grep -qF -e '%s' %s/csrc/lua/%s && sed -i 's/%s/%s/' %s/csrc/lua/%s"):format(
      from, dir.path, file, from, to, dir.path, file))))
  end

  it("is that of the Lua files, and another one for another function, argument or result", function()
    local before = number()
    assert.equal(dofile("lua/aws/language/interface.lua"), before)
    edit("http.c", "transfer:done() -> boolean", "transfer:done() -> boolean, seconds")
    local after = number()
    assert.not_equal(before, after)
    edit("http.c", "transfer:done() -> boolean, seconds", "transfer:done() -> boolean")
    assert.equal(before, number())
  end)

  it("is the same for what only C sees", function()
    local before = number()
    edit("http.c", "---- results out ----", "---- results ----")
    assert.equal(before, number())
  end)

  it("is written and checked", function()
    local command = "sh " .. dir.path .. "/.ci/interface "
    local status, _, errors = child.run(command .. "check 2>&1")
    assert.not_equal(0, status, errors)
    assert.equal(0, (child.run(command .. "write")))
    assert.equal(0, (child.run(command .. "check")))
    edit("http.c", "transfer:done() -> boolean", "transfer:done() -> a boolean")
    assert.equal(1, (child.run(command .. "check 2>/dev/null")))
  end)
end)
