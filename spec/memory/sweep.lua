--- Lets every allocation of every kind of call fail, one after the other, once and for ever. Prints a line for each
--- sweep and ends with exit code 1 when one of them shows something wrong.
---   LUA spec/memory/sweep.lua [SCENARIO [KIND]]
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

local environment, failed = memory.start(), 0
for _, scenario in ipairs(scenarios) do
  local name, step = scenario[1], scenario[2]
  for _, kind in ipairs(kind_names) do
    for _, count in ipairs(kinds[kind]) do
      if (not only_scenario or only_scenario == name) and (not only_kind or only_kind == kind) then
        local ok, report = memory.sweep(environment, name, kind, count, 1, step, LAST)
        io.write(ok and "ok      " or "FAILED  ", report)
        io.flush()
        if not ok then failed = failed + 1 end
      end
    end
  end
end
tcp_server.stop_all()
os.exit(failed == 0 and 0 or 1, true)
