-- Random numbers and ids: none comes twice, in whatever thread, Lua state or forked process it is asked for.
local child = require "spec.support.child"

--- In front of the code. `ids(count)`: so many of each kind, a line each, as a text.
local PREFIX = [[
  package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
  local function ids(count)
    local core, lines = require "aws.core", {}
    for i = 1, count do
      lines[#lines + 1] = core.uuid(i % 5 == 0)
      lines[#lines + 1] = ("%.17g"):format(core.random())
    end
    return table.concat(lines, "\n") .. "\n"
  end
  local function write(text) io.stdout:write(text) end
]]

--- Runs code; the number of lines that it wrote, and one that came twice.
local function lines_of(code)
  child.compile("process", true)
  child.compile("threads", true)
  local exit_code, stdout, stderr = child.lua("io.stdout:setvbuf 'no' " .. PREFIX .. code, {
    LUA_NAME = os.getenv "LUA" or "lua5.4", PREFIX = PREFIX,
  })
  assert.equal("", stderr)
  assert.equal(0, exit_code)
  local seen, count, twice = {}, 0, nil
  for line in stdout:gmatch("[^\n]+") do
    count = count + 1
    twice = twice or seen[line] and line
    seen[line] = true
  end
  return count, twice
end

describe("random numbers and ids come once", function()
  it("in one process", function()
    local count, twice = lines_of([[write(ids(1000))]])
    assert.equal(2000, count)
    assert.is_nil(twice)
  end)

  it("in a forked child, its child, and their parent", function()
    local count, twice = lines_of([[
      local process = require "process"
      write(ids(3))
      local outer = process.fork()
      if outer == 0 then
        local inner = process.fork() -- its parent has asked for none
        write(ids(20))
        process.exit(inner == 0 and 0 or process.wait(inner))
      end
      write(ids(20))
      assert(process.wait(outer) == 0)
      for _ = 1, 5 do
        local pid = process.fork()
        if pid == 0 then write(ids(2)) process.exit(0) end
        assert(process.wait(pid) == 0)
      end
    ]])
    assert.equal(2 * (3 + 3 * 20 + 5 * 2), count)
    assert.is_nil(twice)
  end)

  it("in Lua states of several threads, and in children that they fork", function()
    local count, twice = lines_of([[
      local code = os.getenv "PREFIX" .. " write(ids(1)) return ids(200)"
      for _, text in ipairs(require("threads").run(code, 8)) do write(text) end
      code = os.getenv "PREFIX" .. [=[
        local process = require "process"
        local pid = process.fork()
        write(ids(3))
        if pid == 0 then process.exit(0) end
        return tostring(process.wait(pid))
      ]=]
      for _, text in ipairs(require("threads").run(code, 8)) do assert(text == "0") end
    ]])
    assert.equal(2 * 8 * 201 + 2 * 8 * 6, count)
    assert.is_nil(twice)
  end)
end)

describe("the number of the process", function()
  it("is its own in a forked child, and in a child of that", function()
    local exit_code, said, errors = child.lua(PREFIX .. [[
      local process, core = require "process", require "aws.core"
      local function real() return tonumber(io.open("/proc/self/stat"):read("*a"):match("^%d+")) end
      assert(core.process_id() == real())
      local outer = process.fork()
      if outer == 0 then
        local inner = process.fork()
        assert(core.process_id() == real())
        process.exit(inner == 0 and 0 or process.wait(inner))
      end
      assert(process.wait(outer) == 0 and core.process_id() == real())
    ]], { LUA_NAME = os.getenv "LUA" or "lua5.4" })
    assert.equal("", errors .. said)
    assert.equal(0, exit_code)
  end)
end)
