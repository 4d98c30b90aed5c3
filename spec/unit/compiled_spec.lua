--- The library's Lua code in compiled form, inside core.so: used for a file that says what was compiled, and for no other.
local child = require "spec.support.child"
local folder = require "spec.support.folder"

local is_compiled = _VERSION == "Lua 5.4"

describe("the library's Lua code", function()
  local dir
  before_each(function()
    dir = folder.new()
    assert.equal(0, (child.run("cp -r lua/aws " .. dir.path)))
  end)
  after_each(function() dir.remove() end)

  local function append(name, text)
    local file = assert(io.open(dir.path .. "/aws/" .. name, "a"))
    file:write(text)
    file:close()
  end

  --- Where a function of a module comes from, for a program that finds the library in the folder.
  local function origin(module, name, before)
    local status, said, errors = child.lua(([[
      package.path = %q .. "/?.lua;" .. %q .. "/?/init.lua"
      require "aws.core"
      %s
      local module = require %q
      print(debug.getinfo(type(module) == "function" and module or module[%q], "S").source)
    ]]):format(dir.path, dir.path, before or "", module, name))
    assert.equal(0, status, errors)
    return (said:gsub("\n$", ""))
  end

  local function own(path) return "@" .. dir.path .. "/aws/" .. path end

  --- Where compiled code says that it is from: the tree, whatever folder it was compiled in.
  local function compiled(path) return is_compiled and "@lua/aws/" .. path or own(path) end

  it("is compiled where the file is as it was", function()
    assert.equal(compiled("retry/init.lua"), origin("aws.retry", "is_throttling"))
    assert.equal(compiled("text/ascii.lua"), origin("aws.text.ascii", "lower"))
  end)

  it("is the file's where that was changed, whatever the change", function()
    append("retry/init.lua", " ")
    assert.equal(own("retry/init.lua"), origin("aws.retry", "is_throttling"))
    child.run(("sed -i '1s/^---/--+/' %s/aws/text/ascii.lua"):format(dir.path)) -- of the same length
    assert.equal(own("text/ascii.lua"), origin("aws.text.ascii", "lower"))
    assert.equal(compiled("text/words.lua"), origin("aws.text.words", "split"))
  end)

  it("is the file's where it is an empty one, or another module's", function()
    child.run(("cp %s/aws/text/words.lua %s/aws/text/ascii.lua"):format(dir.path, dir.path))
    assert.equal(own("text/ascii.lua"), origin("aws.text.ascii", "split"))
    child.run((": >%s/aws/text/words.lua"):format(dir.path))
    local status, said = child.lua(([[
      package.path = %q .. "/?.lua"
      require "aws.core"
      print(require "aws.text.words")]]):format(dir.path))
    assert.equal(0, status)
    assert.matches("^true", said)
  end)

  it("comes from package.preload first, and a file that is gone is missed", function()
    local source = origin("aws.text.words", "split", 'package.preload["aws.text.words"] = function() return { split = function() end } end')
    assert.equal("=(command line)", source)
    os.remove(dir.path .. "/aws/text/words.lua")
    local status, said = child.lua(([[
      package.path = %q .. "/?.lua"
      require "aws.core"
      print(pcall(require, "aws.text.words"))]]):format(dir.path))
    assert.equal(0, status)
    assert.matches("^false\tmodule 'aws.text.words' not found", said)
  end)

  it("is found in a sandbox without searchers", function()
    local status, said, errors = child.lua([[
      package.searchers, package.loaders = nil, nil
      package.loaded["aws.core"] = assert(package.loadlib(assert(package.searchpath("aws.core", package.cpath)), "luaopen_aws_core"))()
      print(type(package.loaded["aws.core"].now()))]])
    assert.equal(0, status, errors)
    assert.equal("number\n", said)
  end)
end)
