--- A script from its start to its end, beside the command `curl` that sends the same.
local bench = require "spec.bench.support.bench"

local rows = {}

local function read(text)
  local wall, cpu, peak = text:match("^(%S+) (%S+) (%d+)$")
  return { wall = wall * 1e6, cpu = cpu * 1e6, peak = tonumber(peak) }
end

local function variables(server)
  return {
    AWS_ENDPOINT_URL = server.url, AWS_REGION = "us-east-1", AWS_ACCESS_KEY_ID = "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  }
end

local SPAWN = "build/bench/spawn"

for _, lua in ipairs(bench.luas) do
  rows[#rows + 1] = {
    id = "cold_" .. lua, name = "cold script, " .. bench.titles[lua], beside = "curl", measures = { "wall", "cpu", "peak" },
    missing = bench.missing(lua, "curl"), rounds = 31,
    start = function()
      local server = bench.service "dms"
      local ours = bench.within(lua, bench.script(lua, "cold"), variables(server))
      local theirs = { environment = bench.environment(), words = bench.words("curl", "-q", "-s", "-S", "-f", "--noproxy", "*",
        "-H", "Content-Type: application/x-amz-json-1.1", "-d",
        '{"ReplicationConfigArn":"arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-bench"}', server.url) }
      return bench.pair(bench.once(ours, read, SPAWN), bench.once(theirs, read, SPAWN))
    end,
  }
end

return rows
