--- Lets every allocation of every kind of call fail, one after the other, once and for ever. Prints a line for each
--- sweep and ends with exit code 1 when one of them shows something wrong.
---   LUA spec/memory/sweep.lua [SCENARIO [KIND]]   those that memory.is_sound knows, or one that is named
---   LUA spec/memory/sweep.lua quick   a selection for `make check-long`: every N of the short ones, some of the others
local core = require "aws.core"
local memory = require "spec.support.memory"
local tcp_server = require "spec.support.tcp_server"

local only_scenario, only_kind = arg[1], arg[2]
local ONCE, TWICE, FOR_EVER = 1, 2, 0
local LAST = 100000

--- How often each kind fails: Lua itself asks twice.
local kinds = { malloc = { ONCE, TWICE, FOR_EVER }, lua = { TWICE, FOR_EVER }, epoll = { ONCE, FOR_EVER }, random = { ONCE, FOR_EVER } }
local kind_names = { "malloc", "epoll", "random", "lua" }

--- A handshake allocates so much that not every N is tried; and Lua allocates much when it loads and looks around.
local scenarios = {
  { "fresh", 1 }, { "warm", 1 }, { "reset", 1 }, { "process", 1 }, { "container", 1 }, { "map", 1 }, { "listing", 1 },
  { "sign", 1 }, { "presign", 1 }, { "template", 1 }, { "decode", 1 }, { "shape", 1 }, { "wrong", 1 }, { "encode", 1 },
  { "journal", 1 }, { "random", 1 }, { "load", 1 }, { "late", 1 }, { "script", 1 }, { "retried", 1 }, { "refused", 1 },
  { "told", 1 }, { "wait", 1 }, { "explain", 1 }, { "identity", 1 }, { "plan", 1 }, { "run", 1 }, { "doctor", 1 }, { "tls", 7 },
}

--- Of the selection: each fails once where C asks, twice where Lua does. The distances are primes; where a sweep of more than
--- 1 begins is drawn.
local quick = {
  { "decode", 1 }, { "shape", 1 }, { "wrong", 1 }, { "encode", 1 }, { "template", 1 }, { "journal", 1 }, { "sign", 1 }, { "warm", 1 },
  { "script", 11 }, { "wait", 13 }, { "identity", 13 }, { "explain", 3 }, { "late", 23 }, { "plan", 29 }, { "run", 61 }, { "doctor", 61 },
}

local environment, failed = memory.start(), 0

local function sweep(name, kind, count, first, step)
  local ok, report = memory.sweep(environment, name, kind, count, first, step, LAST)
  io.write(ok and "ok      " or "FAILED  ", report)
  io.flush()
  if not ok then failed = failed + 1 end
end

local function sweep_some()
  for _, scenario in ipairs(quick) do
    local name, step = scenario[1], scenario[2]
    sweep(name, "malloc", ONCE, 1 + math.floor(core.random() * step), step)
    if memory.is_sound(name, "lua") then sweep(name, "lua", TWICE, 1 + math.floor(core.random() * step * 3), step * 3) end
  end
end

local function sweep_all()
  for _, scenario in ipairs(scenarios) do
    for _, kind in ipairs(kind_names) do
      for _, count in ipairs(kinds[kind]) do
        local is_chosen = (not only_scenario or only_scenario == scenario[1])
          and (only_kind == kind or not only_kind and memory.is_sound(scenario[1], kind))
        if is_chosen then sweep(scenario[1], kind, count, 1, scenario[2]) end
      end
    end
  end
end

if only_scenario == "quick" then sweep_some() else sweep_all() end
tcp_server.stop_all()
os.exit(failed == 0 and 0 or 1, true)
