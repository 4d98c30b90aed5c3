--- aws.curl, the module with libcurl: loaded when something is first sent, not before; and what is said when it cannot be.
local child = require "spec.support.child"
local folder = require "spec.support.folder"

--- In a child: a client whose calls reach nobody, and whether libcurl is there.
local PRELUDE = [[
  local aws = require "aws"
  local settings = { region = "eu-west-1", endpoint_url = "http://127.0.0.1:1", retry_mode = "off", proxy = false,
    credentials = { access_key_id = "A", secret_access_key = "S" } }
  local client = aws.dms.new(settings)
  local INPUT = { ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:A" }
  local function fail()
    local _, err = pcall(client.stop_replication, INPUT)
    return err
  end
  local function libcurl()
    local file = assert(io.open("/proc/self/maps"))
    local maps = file:read("*a")
    file:close()
    return package.loaded["aws.curl"] ~= nil, maps:find("libcurl", 1, true) ~= nil
  end
]]

--- What code prints after the prelude, without its last line end.
local function printed(code, variables)
  local status, said, errors = child.lua(PRELUDE .. code, variables)
  assert.equal(0, status, said .. errors)
  return (said:gsub("\n$", ""))
end

local function cpath_of(path)
  local found = path .. "/?.so;;"
  return { LUA_CPATH = found, LUA_CPATH_5_3 = found, LUA_CPATH_5_4 = found, LUA_CPATH_5_5 = found }
end

describe("libcurl is not loaded by", function()
  for name, code in pairs({
    ["require, nor by a client"] = "",
    ["a request that is prepared"] = "client.prepare.stop_replication(INPUT)",
    ["a signature"] = [[aws.sigv4.sign({ method = "GET", url = "https://a.example/", service = "s", region = "r", time = 0,
      credentials = settings.credentials })]],
    ["a call that a transport of the user's sends"] = [[
      settings.transport = function() return { status = 200, headers = {}, body = "{}" } end
      aws.dms.new(settings).stop_replication(INPUT)]],
    ["an input that is refused"] = "assert(not pcall(client.stop_replication, { Arn = 1 }))",
    ["a map without calls"] = [[
      local sleep = require("aws.transport").sleep
      local _, failed = aws.map({ 1, 2, 3 }, function() sleep(0.001) end)
      assert(failed == 0)]],
    ["the end of a client that never sent"] = "client.close()",
  }) do
    it(name, function() assert.equal("false\tfalse", printed(code .. " print(libcurl())")) end)
  end
end)

describe("libcurl", function()
  local dir
  before_each(function() dir = folder.new() end)
  after_each(function() dir.remove() end)

  --- A folder of our own with the C modules under test.
  local function copy_modules()
    local path = assert(package.searchpath("aws.core", package.cpath)):match("^(.*)/core%.so$")
    assert.equal(0, (child.run(("mkdir %s/aws && cp %s/core.so %s/curl.so %s/aws"):format(dir.path, path, path, dir.path))))
  end

  it("is loaded by the first call", function()
    assert.equal("ConnectionError\ttrue\ttrue", printed("print(fail().type, libcurl())"))
  end)

  it("is loaded by the first call of an item of aws.map", function()
    assert.equal("3\ttrue\ttrue", printed([[
      local _, failed = aws.map({ 1, 2, 3 }, function() client.stop_replication(INPUT) end)
      print(failed, libcurl())]]))
  end)

  it("that cannot be loaded is a ConfigError, and a later call tries again", function()
    copy_modules()
    child.run(("mv %s/aws/curl.so %s/kept.so"):format(dir.path, dir.path))
    local said = printed(([[
      package.path, package.cpath = package.path, %q .. "/?.so"
      local err = fail()
      print(err.type, err.applied, #err.history, err.message)
      os.rename(%q .. "/kept.so", %q .. "/aws/curl.so")
      print(fail().type)]]):format(dir.path, dir.path, dir.path), cpath_of(dir.path))
    assert.equal("ConfigError\tno\t1\thttp://127.0.0.1:1: libcurl cannot be loaded: module 'aws.curl' not found\nConnectionError", said)
  end)

  it("of another build than aws.core is refused, and both are named", function()
    copy_modules()
    local said = printed(([[
      local build = debug.getregistry()["aws.core.build"]
      local path = %q .. "/aws/curl.so"
      local file = assert(io.open(path, "rb"))
      local text = file:read("*a"):gsub(build .. "%%z", ("9"):rep(#build) .. "\0")
      file:close()
      file = assert(io.open(path, "wb"))
      file:write(text)
      file:close()
      print(build, (tostring(fail())))]]):format(dir.path), cpath_of(dir.path))
    local build, message = said:match("^(%d+)\t(.*)$")
    assert.matches(("libcurl cannot be loaded: .*aws.core and aws.curl are of different builds %%(%s and 9+%%): LUA_CPATH")
      :format(build), message)
  end)

  it("is not loaded before aws.core", function()
    local status, said = child.lua([[print(pcall(require, "aws.curl"))]])
    assert.equal(0, status)
    assert.matches("aws.core has to be loaded before aws.curl", said, 1, true)
  end)

  it("that a debug hook keeps from being loaded is loaded by the next call", function()
    assert.equal("Interrupted\tno\nConnectionError", printed([[
      local real = require
      local function interrupted()
        debug.sethook()
        error("interrupted!", 0)
      end
      require = function(name)
        if name ~= "aws.curl" then return real(name) end
        require = real
        debug.sethook(interrupted, "", 1)
        return real(name)
      end
      local err = fail()
      print(err.type, err.applied)
      print(fail().type)]]))
  end)
end)
