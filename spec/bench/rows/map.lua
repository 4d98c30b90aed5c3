--- aws.map, 16 calls at a time, beside the same calls one after the other.
local bench = require "spec.bench.support.bench"

local rows = {}

for _, lua in ipairs(bench.luas) do
  rows[#rows + 1] = {
    id = "map_" .. lua, name = "a call in aws.map, " .. bench.titles[lua], beside = "calls in turn", measures = { "cpu", "wall" },
    missing = bench.missing(lua),
    start = function()
      local url = bench.service("drs").url
      return bench.pair(bench.program(bench.lua(lua, "map", url, "map")), bench.program(bench.lua(lua, "map", url, "turn")))
    end,
  }
end

return rows
