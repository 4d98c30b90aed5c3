-- Memory that runs out at the N-th allocation of a call: no crash, no hang, an error that says so, and the next call is
-- right. Some N of each kind; `make sweep-memory` tries all of them.
local memory = require "spec.support.memory"
local tcp_server = require "spec.support.tcp_server"

local ONCE, TWICE, FOR_EVER = 1, 2, 0

--- { what is called, what fails, how often, the first N, the distance to the next one, the last N }. The distances are
--- primes, so that two sweeps of a call seldom try the same places.
local sweeps = {
  { "fresh", "malloc", ONCE, 1, 7, 1000 },
  { "fresh", "malloc", TWICE, 2, 11, 1000 },
  { "fresh", "malloc", FOR_EVER, 3, 29, 1000 },
  { "fresh", "lua", TWICE, 1, 13, 5000 },
  { "fresh", "both", FOR_EVER, 5, 97, 5000 },
  { "fresh", "epoll", ONCE, 1, 1, 10 },
  { "fresh", "epoll", FOR_EVER, 1, 1, 10 },
  { "fresh", "random", ONCE, 1, 1, 10 },
  { "warm", "malloc", ONCE, 1, 5, 1000 },
  { "warm", "malloc", FOR_EVER, 2, 31, 1000 },
  { "warm", "lua", TWICE, 2, 7, 1000 },
  { "reset", "malloc", ONCE, 3, 17, 1000 },
  { "process", "malloc", ONCE, 4, 19, 1000 },
  { "process", "epoll", ONCE, 1, 1, 10 },
  { "container", "malloc", ONCE, 5, 23, 1000 },
  { "map", "malloc", ONCE, 6, 41, 2000 },
  { "map", "malloc", FOR_EVER, 7, 131, 2000 },
  { "map", "lua", TWICE, 3, 53, 5000 },
  { "map", "epoll", ONCE, 1, 1, 20 },
  { "listing", "malloc", ONCE, 3, 37, 2000 },
  { "listing", "lua", TWICE, 2, 17, 5000 },
  { "sign", "malloc", ONCE, 1, 1, 200 },
  { "sign", "malloc", FOR_EVER, 1, 3, 200 },
  { "decode", "malloc", ONCE, 1, 1, 200 },
  { "decode", "lua", TWICE, 1, 2, 500 },
  { "wrong", "malloc", ONCE, 1, 1, 200 },
  { "encode", "malloc", ONCE, 1, 1, 200 },
  { "template", "malloc", ONCE, 1, 3, 500 },
  { "template", "lua", TWICE, 1, 3, 500 },
  { "journal", "malloc", ONCE, 1, 1, 200 },
  { "journal", "lua", TWICE, 1, 1, 200 },
  { "load", "malloc", ONCE, 3, 41, 1000 },
  { "late", "malloc", ONCE, 2, 43, 1000 },
  { "wait", "malloc", ONCE, 2, 29, 1000 },
  { "run", "malloc", ONCE, 2, 53, 1000 },
  { "doctor", "malloc", ONCE, 13, 31, 1000 },
  { "tls", "malloc", ONCE, 8, 401, 20000 },
  { "tls", "epoll", ONCE, 1, 1, 20 },
}

describe("memory that runs out", function()
  local environment
  setup(function() environment = memory.start() end)
  teardown(tcp_server.stop_all)

  for _, sweep in ipairs(sweeps) do
    local scenario, kind, count = sweep[1], sweep[2], sweep[3]
    local times = count == FOR_EVER and "from there on" or count == ONCE and "once" or "twice"
    if memory.is_sound(scenario, kind) then
      it(("(%s, %s) leaves a call in order: %s"):format(kind, times, scenario), function()
        local ok, report = memory.sweep(environment, (table.unpack or unpack)(sweep))
        assert.is_true(ok, report)
        assert.matches("right", report)
      end)
    end
  end

  it("is noticed by the sweep itself: a run that fails before anything does is a failure", function()
    local other = {}
    for name, value in pairs(environment) do other[name] = value end
    other.SWEEP_HTTP = other.SWEEP_RESET
    local ok, report = memory.sweep(other, "warm", "malloc", ONCE, 1, 1, 1)
    assert.is_false(ok)
    assert.matches("without any failure", report)
  end)
end)
