--- Lua's collector, made eager; its parameters have other names in each Lua.
local collector = {}

--- The program lua5.4 begins in the generational mode; Lua 5.3 and LuaJIT know one mode.
local HAS_MODES = _VERSION == "Lua 5.4" or _VERSION == "Lua 5.5"

local function set_mode(mode)
  local old = HAS_MODES and collectgarbage(mode)
  return function()
    if old then collectgarbage(old) end
  end
end

--- How fast it works, so that what allocates much ends in seconds: Lua 5.4 takes more than 100 for whole cycles.
local EAGER = { ["Lua 5.3"] = 400, ["Lua 5.4"] = 100 }

--- Whole cycles at each allocation: how each Lua is told to do all of one at once.
local WHOLE = {
  ["Lua 5.1"] = 0, -- LuaJIT as well
  ["Lua 5.3"] = 1000000, -- which takes 0 for slow
  ["Lua 5.5"] = 0,
}

--- Sets one parameter; returns what it was. Lua 5.5 calls them by other names.
local function set(name, value)
  if _VERSION == "Lua 5.5" then return collectgarbage("param", name, value) end
  return collectgarbage("set" .. name, value)
end

local function set_both(pause, step)
  local restore_mode = set_mode("incremental")
  local old_pause, old_step = set("pause", pause), set("stepmul", step)
  return function()
    set("pause", old_pause)
    set("stepmul", old_step)
    restore_mode()
  end
end

--- From here on the collector works without a pause. Returns what ends that.
---@return fun()
function collector.eager() return set_both(0, EAGER[_VERSION] or 1000) end

--- From here on the collector is generational; nil where this Lua has no such one. Returns what ends that.
---@type nil|fun(): fun()
collector.generational = HAS_MODES and function() return set_mode("generational") end or nil

--- From here on each allocation runs a whole cycle. Returns what ends that. A pause counts from the next cycle on, which
--- therefore comes at once.
---@return fun()
function collector.whole()
  local restore
  if _VERSION == "Lua 5.4" then
    local mode = collectgarbage("incremental", 1, 1000, 25)
    restore = function()
      collectgarbage("incremental", 200, 100, 13)
      collectgarbage(mode)
    end
  else
    restore = set_both(0, WHOLE[_VERSION])
  end
  collectgarbage()
  return function()
    restore()
    collectgarbage()
  end
end

--- Has a function called once, as a finalizer, when garbage that is made here is collected.
---@param finalize fun()
function collector.at_next(finalize)
  if newproxy then -- luacheck: globals newproxy
    getmetatable(newproxy(true)).__gc = finalize
  else
    setmetatable({}, { __gc = finalize })
  end
end

return collector
