--- Whole calls beside other clients' of AWS, against the same server.
local bench = require "spec.bench.support.bench"

local rows = {}

local function add(name, ...)
  local interpreter = { ... }
  rows[#rows + 1] = {
    id = "call_beside_" .. interpreter[1], name = "whole call, Lua 5.4", beside = name, measures = { "cpu", "wall" },
    missing = bench.missing(name),
    start = function()
      local url = bench.service("drs").url
      local theirs = { environment = bench.environment(), words = bench.words(interpreter[1], interpreter[2], url) }
      return bench.pair(bench.program(bench.lua("lua5.4", "calls", "drs", url)), bench.program(theirs))
    end,
  }
end

add("botocore", "python3", "spec/bench/programs/botocore_calls.py")
add("the JavaScript SDK", "node", "spec/bench/programs/sdk_calls.mjs")

return rows
