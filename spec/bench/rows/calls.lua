--- Whole calls with a connection that is kept, beside the same exchange by libcurl alone.
local bench = require "spec.bench.support.bench"

local rows = {}

local function sides(service, lua, tls, is_apart)
  local server = bench.service(service, tls, is_apart)
  return bench.lua(lua, "calls", service, server.url, server.ca), bench.bare(service, server)
end

for _, lua in ipairs(bench.luas) do
  for _, tls in ipairs({ false, true }) do
    rows[#rows + 1] = {
      id = ("call_%s%s"):format(tls and "tls_" or "", lua), beside = "bare libcurl", measures = { "cpu", "wall" },
      name = ("whole call%s, %s"):format(tls and " over TLS" or "", bench.titles[lua]),
      missing = bench.missing(lua, tls and "openssl" or nil),
      start = function()
        local ours, theirs = sides("drs", lua, tls)
        return bench.pair(bench.program(ours), bench.program(theirs))
      end,
    }
  end
  rows[#rows + 1] = {
    id = "call_apart_" .. lua, name = ("whole call on two CPUs, %s"):format(bench.titles[lua]), beside = "bare libcurl",
    measures = { "cpu", "wall" }, missing = bench.missing(lua, "two CPUs"),
    start = function()
      local ours, theirs = sides("drs", lua, false, true)
      return bench.pair(bench.program(ours), bench.program(theirs))
    end,
  }
  rows[#rows + 1] = {
    id = "call_" .. lua, name = "whole call, " .. bench.titles[lua], beside = "bare libcurl", measures = { "instructions" },
    missing = bench.missing(lua, "valgrind"), rounds = 1,
    start = function() return bench.instruction_pair(sides("drs", lua)) end,
  }
end

rows[#rows + 1] = {
  id = "call_1450", name = "the 1,450th call, Lua 5.4", beside = "the 250th", measures = { "instructions" }, rounds = 1,
  missing = bench.missing("valgrind"),
  start = function()
    return function()
      local batches = bench.is_tiny and { 1, 2, 1, 2 } or { 220, 60, 1140, 60 }
      local counts = bench.instructions((sides("drs", "lua5.4")), batches)
      return { instructions = counts[4] }, { instructions = counts[2] }
    end
  end,
}

return rows
