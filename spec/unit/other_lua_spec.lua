--- The core.so or curl.so of another Lua, to which a wrong LUA_CPATH leads: what `require` says then names both Luas.
local child = require "spec.support.child"

--- What a step says in `lua` when LUA_CPATH leads to the library built for `built`.
local function complaint(lua, built, step)
  local environment = child.environment({
    LUA_PATH = "lua/?.lua;lua/?/init.lua",
    LUA_CPATH = ("build/%s/?.so"):format(built),
    LUA_PATH_5_4 = false,
    LUA_CPATH_5_4 = false,
  })
  local _, said, errors = child.run(environment .. lua .. (" -e 'print(pcall(%s))'"):format(step))
  return said .. errors
end

local function is_there(command)
  return (child.run(command)) == 0
end

describe("a module of another Lua", function()
  for _, case in ipairs({
    { "lua5.4", "luajit", "Lua 5.4", "LuaJIT or Lua 5.1" },
    { "luajit", "lua5.4", "LuaJIT", "Lua 5.4" },
    { "lua5.1", "lua5.4", "Lua 5.1", "Lua 5.4" },
  }) do
    local lua, built, running, made_for = case[1], case[2], case[3], case[4]
    it("is told by name in " .. lua, function()
      if not is_there("command -v " .. lua) then return pending("no " .. lua .. " here") end
      if not is_there(("test -f build/%s/aws/core.so"):format(built)) then return pending("not built: make LUA=" .. built) end
      local open_curl = ('package.loadlib("build/%s/aws/curl.so", "luaopen_aws_curl")'):format(built)
      for module, step in pairs({ ["aws.core"] = 'require, "aws.dms"', ["aws.curl"] = open_curl }) do
        local said = complaint(lua, built, step)
        assert.truthy(said:find("^false\t"), said)
        assert.truthy(said:find(("%s was built for %s, and %s has loaded it"):format(module, made_for, running), 1, true), said)
        assert.truthy(said:find("LUA_CPATH", 1, true), said)
      end
    end)
  end
end)
