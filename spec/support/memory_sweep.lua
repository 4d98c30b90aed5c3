--- Runs a scenario with memory that runs out at the N-th allocation, for one N after the other. A script for
--- memory_host (there is the table `memory`), whose scenarios are in memory_scenarios.lua:
---
---   memory_host spec/support/memory_sweep.lua SCENARIO KIND COUNT FIRST STEP LAST
---
--- KIND and COUNT as memory.arm takes them, COUNT 0 for ever. Ends by itself when a run needs fewer than N. Right is: the
--- scenario's result, or an error that says what happened; and that the next run has the result. Prints what is not,
--- and one line for all; the exit code tells too. SWEEP_HTTP, SWEEP_HTTPS, SWEEP_CA_BUNDLE, SWEEP_RESET and
--- SWEEP_CONTAINER say where servers are, and AWS's variables the keys for them.
local errors = require "aws.errors"
local shared = require "spec.support.memory_scenarios"

local memory = _G.memory
-- libgcc does not survive a failed malloc when LuaJIT tells it of a new trace.
if rawget(_G, "jit") then _G.jit.off() end
local LONGEST_RUN = 60 -- seconds: ten times what the limits below allow, since the machine may be busy

--- Whether an error is what a person can use. A text is right only where Lua had no memory for a table.
local function is_sound(raised, may_be_text)
  if tostring(raised):find(shared.SECRET, 1, true) then return false end
  if errors.is(raised) then return raised.kind ~= nil and raised.message ~= "" end
  if not may_be_text or type(raised) ~= "string" then return false end
  return raised:find("not enough memory", 1, true) ~= nil or raised:find("as it does where memory ran out", 1, true) ~= nil
end

local name, kind = arg[1], arg[2]
local count, first, step, last = tonumber(arg[3]), tonumber(arg[4]), tonumber(arg[5]), tonumber(arg[6])
local scenario = shared.by_name[name]
if type(scenario) == "function" then scenario = { run = scenario } end
local may_be_text = kind == "lua" or kind == "both" or scenario.is_bare

local tally = { right = 0, errors = 0, texts = 0, told = 0, wrong = 0 }

--- { text, the first N, how many of them }, and their places by text
local complaints, place = {}, {}

local function complain(n, what, value)
  tally.wrong = tally.wrong + 1
  local text = what .. ": " .. tostring(value)
  if not place[text] then
    complaints[#complaints + 1] = { text, n, 0 }
    place[text] = #complaints
  end
  local known = complaints[place[text]]
  known[3] = known[3] + 1
end

local function begin() return scenario.begin and scenario.begin() end

--- What a run returned, as text.
local function shown(ok, value)
  if not ok or not scenario.show then return value end
  return scenario.show(value)
end

local function check(world, ok, value)
  if not scenario.check then return true end
  return pcall(scenario.check, world, ok, value)
end

--- A run in which nothing fails. Returns whether it is whole, and what it returned or raised.
local function run()
  local world = begin()
  local ok, value = pcall(scenario.run, world)
  local text = shown(ok, value)
  local is_right, why = check(world, ok, value)
  if ok and not is_right then return false, why end
  return ok, text
end

local is_whole, want = run()
if not is_whole or select(2, run()) ~= want then
  print(("%s: %s without any failure"):format(name, tostring(want)))
  os.exit(2, true)
end

--- What kind of outcome a run has; complains of one that is not right.
local function judge(n, world, ok, value)
  local text = shown(ok, value)
  local is_told = ok and text ~= want and scenario.is_told and scenario.is_told(value)
  if not ok and not is_sound(value, may_be_text) then complain(n, "a bad error", value) end
  if ok and text ~= want and not is_told then complain(n, "a wrong result", text) end
  local is_right, why = check(world, ok, value)
  if not is_right then complain(n, "what is left", why) end
  if ok then return is_told and "told" or "right" end
  return type(value) == "table" and "errors" or "texts"
end

--- One run with the N-th allocation failing, and one after it. Returns the outcome, and how many allocations failed.
local function try(n)
  local world = begin()
  collectgarbage("stop") -- the same allocations each time
  memory.watch(LONGEST_RUN)
  memory.arm(kind, n, count > 0 and count or nil)
  local ok, value = pcall(scenario.run, world)
  local failures = memory.disarm()
  collectgarbage("restart")
  local outcome = judge(n, world, ok, value)
  local after_ok, after = run()
  if not after_ok or after ~= want then complain(n, "the next call", after) end
  memory.watch(0)
  return outcome, failures
end

--- C's blocks and descriptors that are left.
local function left()
  collectgarbage()
  collectgarbage()
  local blocks, descriptors = memory.left()
  return blocks + descriptors
end

local AGAIN = 4

--- Whether more is left each time that an N is tried again.
local function leaks(n)
  local before = left()
  for _ = 1, AGAIN do
    try(n)
    local now = left()
    if now <= before then return false end
    before = now
  end
  return true
end

--- Looks for the one that leaks among the last ones, when more is left than before them.
local most = math.huge
local function look_for_leaks(from, to)
  local now = left()
  if now > most then
    for n = from, to, step do
      if leaks(n) then complain(n, "a leak", "more is left each time") end
    end
    now = left()
  end
  most = now
end

local n, window = first, first
local outcome, failures
repeat
  outcome, failures = try(n)
  tally[outcome] = tally[outcome] + 1
  if n - window >= 16 * step or failures == 0 then
    look_for_leaks(window, n)
    window = n + step
  end
  n = n + step
until failures == 0 or n > last

shared.close()
for _, known in ipairs(complaints) do
  print(("N = %d (%d of them): %s"):format(known[2], known[3], known[1]))
end
print(("%s %s x%d: N = %d..%d by %d: %d right, %d errors, %d texts, %d told, %d wrong"):format(
  name, kind, count, first, n - step, step, tally.right, tally.errors, tally.texts, tally.told, tally.wrong))
os.exit(tally.wrong == 0 and 0 or 1, true)
