--- map.lua URL map|turn: calls in aws.map, 16 at a time; or one after the other.
local aws = require "aws"
local call = require("spec.bench.programs.requests").call("drs", { endpoint_url = arg[1] })

local function in_turn(count)
  for _ = 1, count do call() end
end

local function in_map(count)
  local items = {}
  for i = 1, count do items[i] = i end
  local _, failed = aws.map(items, call, { concurrency = 16 })
  assert(failed == 0)
end

require "spec.bench.programs.worker"(arg[2] == "map" and in_map or in_turn)
