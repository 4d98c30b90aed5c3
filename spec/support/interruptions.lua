--- A debug hook that raises at the N-th instruction, as Ctrl-C does at any: what is left of a call, a map, a renewal.
---
--- A scenario has `run`, in which the hook strikes, and `check`, which looks at its outcome; both are called for every
--- N until `run` ends before its N-th instruction.
local core = require "aws.core"
local errors = require "aws.errors"

local interruptions = {}

local jit = rawget(_G, "jit")
local unpack = table.unpack or unpack

--- What the standalone interpreters raise at Ctrl-C ends with this.
interruptions.TEXT = "interrupted!"

local current

--- Counts the instructions of the running coroutine as well; scenarios call it in every coroutine that they begin. LuaJIT has
--- one hook for all coroutines.
function interruptions.join()
  if current and not jit then debug.sethook(current.hook, "", 1) end
end

local function new_hook(n, text)
  local state = { left = n }
  function state.hook()
    state.left = state.left - 1
    if state.left > 0 or state.place then return end
    local info = debug.getinfo(2, "Sl")
    debug.sethook()
    state.place = info.short_src .. ":" .. info.currentline
    state.is_ours = info.source:find("lua/aws/", 1, true) ~= nil
    error(text, 0)
  end
  return state
end

--- Runs `body` and raises `text` at its N-th instruction.
---@return table outcome `place` where it struck, nil when it did not; `is_ours` whether that is in the library; `ok` and what
---`body` returned or raised, in `first` and `second`; `is_cut` when it struck in what is around `body`
function interruptions.strike(n, text, body)
  local state = new_hook(jit and 1 or n, text)
  local results
  local getenv = os.getenv -- `body` may have replaced it when the hook strikes
  current = state
  local is_whole = pcall(function()
    debug.sethook(state.hook, "", jit and n or 1)
    results = { pcall(body) }
    debug.sethook()
  end)
  debug.sethook()
  os.getenv = getenv -- luacheck: ignore 122
  current = nil
  results = results or {}
  return {
    place = state.place, is_ours = state.is_ours, is_cut = not is_whole,
    ok = results[1], first = results[2], second = results[3],
  }
end

local function describe(outcome)
  if outcome.is_cut then return "in the spec" end
  if outcome.ok then return "finished" end
  if errors.is(outcome.first) then return outcome.first.type .. " applied " .. tostring(outcome.first.applied) end
  return "a text"
end

--- Strikes at the instructions `first`, `first + stride`, … of a scenario.
---@param scenario { begin?: fun(): any, run: fun(world: any): any, check: fun(outcome: table, world: any) }
---@param stride? integer 1 for all
---@param text? string what is raised
---@param first? integer 1 unless given
---@return table tally how often each outcome came; `steps`, and `texts`: where the library let a text pass, by place
function interruptions.sweep(scenario, stride, text, first)
  local was_on = jit and jit.status()
  if jit then jit.off() end -- count hooks do not fire in compiled code
  local tally, texts, n = {}, {}, first or 1
  local ok, problem = pcall(function()
    while true do
      local world = scenario.begin and scenario.begin()
      local outcome = interruptions.strike(n, text or interruptions.TEXT, function() return scenario.run(world) end)
      local name = describe(outcome)
      tally[name] = (tally[name] or 0) + 1
      if name == "a text" and outcome.is_ours then texts[outcome.place] = (texts[outcome.place] or 0) + 1 end
      local is_right, why = pcall(scenario.check, outcome, world)
      if not is_right then error(("instruction %d (%s, %s): %s"):format(n, outcome.place, name, tostring(why)), 0) end
      if not outcome.place then break end
      n = n + (stride or 1)
    end
  end)
  if was_on then jit.on() end
  if not ok then error(problem, 0) end
  tally.steps, tally.texts = n, texts
  return tally
end

--- Whether a table that names coroutines has one that could go on.
function interruptions.running(threads)
  for thread in pairs(threads) do
    if coroutine.status(thread) ~= "dead" then return true end
  end
  return false
end

interruptions.unpack, interruptions.clock = unpack, core.clock

return interruptions
