--- Answers read by their shape, and all of a call but the network, beside lua-cjson's decoding of the same text.
local bench = require "spec.bench.support.bench"

local rows = {}

--- A row for time, and one for instructions.
local function add(id, name, lua, program, subject)
  local function command(side)
    return bench.lua(lua, program, program == "decode" and bench.document(subject) or subject, side)
  end
  rows[#rows + 1] = {
    id = id, name = name, beside = "lua-cjson", measures = { "cpu" }, missing = bench.missing(lua, "cjson " .. lua),
    start = function() return bench.pair(bench.program(command "ours"), bench.program(command "cjson")) end,
  }
  rows[#rows + 1] = {
    id = id, name = name, beside = "lua-cjson", measures = { "instructions" }, rounds = 1,
    missing = bench.missing(lua, "cjson " .. lua, "valgrind"),
    start = function() return bench.instruction_pair(command "ours", command "cjson", 300) end,
  }
end

for _, lua in ipairs(bench.luas) do
  add("pipeline_" .. lua, "call without a network, " .. bench.titles[lua], lua, "pipeline", "drs")
  for _, service in ipairs({ "dms", "drs" }) do
    add(("decode_%s_%s"):format(service, lua), ("%s answer, %s"):format(service:upper(), bench.titles[lua]), lua, "decode", service)
  end
end

return rows
