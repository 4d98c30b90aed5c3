--- A signature with a key that is kept, beside OpenSSL's hashing of the same bytes.
local bench = require "spec.bench.support.bench"

local rows = {}

for _, lua in ipairs(bench.luas) do
  local function command(side) return bench.lua(lua, "signature", side) end
  rows[#rows + 1] = {
    id = "signature_" .. lua, name = "a signature, " .. bench.titles[lua], beside = "OpenSSL", measures = { "cpu" },
    missing = bench.missing(lua),
    start = function() return bench.pair(bench.program(command "ours"), bench.program(command "openssl")) end,
  }
end

return rows
