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

  --- Runs a program that finds the library in the folder; returns what it printed.
  local function run(program)
    local status, said, errors = child.lua(([[
      local dir = %q
      package.path = dir .. "/?.lua;" .. dir .. "/?/init.lua"
      local searchers = package.searchers or package.loaders
      -- Which searcher finds a module first, counted before ours came: 1 is package.preload, 2 is Lua's, "ours" is new.
      local own = {}
      for i, searcher in ipairs(searchers) do own[searcher] = i end
      local function finder(name)
        for _, searcher in ipairs(searchers) do
          if type((searcher(name))) == "function" then return own[searcher] or "ours" end
        end
      end
      ]] .. program):format(dir.path))
    assert.equal(0, status, errors)
    return (said:gsub("\n$", ""))
  end

  --- Which searcher finds a module, and which file its function says it is from.
  local function origin(module, name)
    return run(([[
      require "aws.core"
      local module = require %q
      print(finder(%q), debug.getinfo(module[%q], "S").source)]]):format(module, module, name))
  end

  local function found_by(searcher, path) return ("%s\t@%s/aws/%s"):format(searcher, dir.path, path) end
  local function own(path) return found_by(2, path) end
  local function compiled(path) return found_by(is_compiled and "ours" or 2, path) end

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
    assert.equal("2\ttrue", run([[
      require "aws.core"
      print(finder "aws.text.words", require "aws.text.words" == true)]]))
  end)

  it("shows files and lines in messages as Lua does, however long their names", function()
    for _, name in ipairs { "short", ("long"):rep(20) } do
      child.run(("mkdir -p %s/%s && cp -r lua/aws %s/%s/aws"):format(dir.path, name, dir.path, name))
      local said = run(([[
        dir = dir .. "/%s"
        package.path = dir .. "/?.lua;" .. dir .. "/?/init.lua"
        local function places()
          local retry = require "aws.retry"
          local info = debug.getinfo(retry.is_throttling, "Sl")
          local _, message = pcall(require "aws".map, nil, nil)
          return table.concat({ info.source, info.short_src, info.linedefined, tostring(message),
            debug.getinfo(require "aws.map", "S").source }, "\n")
        end
        local by_lua = places()
        for module in pairs(package.loaded) do
          if module:find "^aws" then package.loaded[module] = nil end
        end
        require "aws.core"
        print(finder "aws.retry", places() == by_lua and by_lua:find(dir, 1, true) ~= nil or by_lua .. places())]]):format(name))
      assert.equal((is_compiled and "ours" or "2") .. "\ttrue", said)
    end
  end)

  it("has lines and the names of functions, and none of local variables", function()
    local said = run([[
      require "aws.core"
      local require_late = require "aws.language.require_late"
      local lines, names = 0, {}
      for _ in pairs(debug.getinfo(require_late, "L").activelines) do lines = lines + 1 end
      for i = 1, 9 do names[debug.getupvalue(require_late, i) or ""] = true end
      print(finder "aws.language.require_late", lines > 0, names.marks, debug.getlocal(require_late, 1))]])
    assert.equal(is_compiled and "ours\ttrue\ttrue\tnil" or "2\ttrue\ttrue\tname", said)
  end)

  it("comes after all that were asked before Lua's own files, once", function()
    assert.equal("mine\tpreloaded\t" .. (is_compiled and 6 or 5), run([[
      table.insert(searchers, 1, function(name)
        if name == "aws.text.words" then return function() return "mine" end end
      end)
      package.preload["aws.text.ascii"] = function() return "preloaded" end
      for _ = 1, 3 do
        package.loaded["aws.core"] = nil
        require "aws.core"
      end
      print(require "aws.text.words", require "aws.text.ascii", #searchers)]]))
  end)

  it("leaves a list of searchers alone that is not Lua's", function()
    assert.equal("0\t1", run([[
      local load_core = assert(package.loadlib(assert(package.searchpath("aws.core", package.cpath)), "luaopen_aws_core"))
      local field = package.searchers and "searchers" or "loaders"
      package[field] = setmetatable({}, { __index = searchers })
      load_core()
      local proxied = 0
      for _ in next, package[field] do proxied = proxied + 1 end
      package[field] = { function() end }
      load_core()
      print(proxied, #package[field])]]))
  end)

  it("comes from package.preload first, and a file that is gone is missed", function()
    assert.equal("1", run([[
      package.preload["aws.text.words"] = function() return {} end
      require "aws.core"
      print(finder "aws.text.words")]]))
    os.remove(dir.path .. "/aws/text/words.lua")
    local status, said = child.lua(([[
      package.path = %q .. "/?.lua"
      require "aws.core"
      print(pcall(require, "aws.text.words"))]]):format(dir.path))
    assert.equal(0, status)
    assert.matches("^false\tmodule 'aws.text.words' not found", said)
  end)

  if is_compiled then
    --- After the library was loaded from the folder, which is then done away with by `loss`: what the first failing call says.
    local function first_failure(loss)
      return run(([[
        local aws = require "aws"
        local client = aws.dms.new({ region = "eu-west-1", endpoint_url = "http://127.0.0.1:1", retry_mode = "off", proxy = false,
          credentials = { access_key_id = "A", secret_access_key = "S" } })
        %s
        local _, refused = pcall(client.stop_replication, { Arn = 1 })
        print(refused.type, tostring(refused):match(", at (.*:[0-9]+)"))
        local arn = "arn:aws:dms:eu-west-1:123456789012:replication-config:A"
        local _, failed = pcall(client.stop_replication, { ReplicationConfigArn = arn })
        print(failed.type, finder "aws.text.words")
        print((debug.getinfo(require("aws.errors.caller").line, "S").source:gsub("^@" .. dir, "@DIR", 1)))]]):format(loss))
    end

    local TOLD = [[^ParamValidationError	%S.*:%d+
ConnectionError	ours
@DIR/aws/errors/caller.lua$]]

    it("tells of a failure when its files cannot be found any more", function()
      for _, loss in ipairs({
        'package.path = "./nowhere/?.lua"',
        'package.path = ""',
        'assert(os.rename(dir .. "/aws", dir .. "/gone"))',
      }) do
        assert.matches(TOLD, first_failure(loss))
        child.run(("[ ! -d %s/gone ] || mv %s/gone %s/aws"):format(dir.path, dir.path, dir.path))
      end
    end)

    it("tells of a failure when another version was installed meanwhile", function()
      assert.matches(TOLD, first_failure([[
        for name in io.popen("find " .. dir .. "/aws -name '*.lua'"):lines() do
          local file = assert(io.open(name, "w"))
          file:write('error("of another version")')
          file:close()
        end]]))
    end)
  end

  it("is found in a sandbox without searchers", function()
    local status, said, errors = child.lua([[
      package.searchers, package.loaders = nil, nil
      package.loaded["aws.core"] = assert(package.loadlib(assert(package.searchpath("aws.core", package.cpath)), "luaopen_aws_core"))()
      print(type(package.loaded["aws.core"].now()))]])
    assert.equal(0, status, errors)
    assert.equal("number\n", said)
  end)
end)
