-- A collector at work at every few instructions of calls, plans and examinations; and coroutines that are dropped at each of
-- their yields.
local calls = require "spec.support.collected_calls"
local coroutines = require "spec.support.dropped_coroutines"

describe("with a collector at work all the time", function()
  for _, name in ipairs(calls.names) do
    it("the result is the same: " .. name, function() calls.check(name) end)
  end
end)

describe("a coroutine that is dropped at any of its yields", function()
  for _, name in ipairs(coroutines.names) do
    it(name, function() coroutines.check(name) end)
  end
end)
