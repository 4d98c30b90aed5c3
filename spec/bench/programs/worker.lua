--- What a measured program in Lua says to the bench: for each line of standard input, a number, it runs so many units and
--- prints seconds of time and of processor time.
local core = require "aws.core"
local instructions = require "bench_instructions"

--- Whole units of garbage collection belong to what made the garbage; none of an earlier run is left.
---@param run fun(count: integer)
return function(run)
  for line in io.lines() do
    collectgarbage()
    instructions.zero()
    local wall, cpu = core.clock(), os.clock()
    run(tonumber(line))
    cpu, wall = os.clock() - cpu, core.clock() - wall
    instructions.dump()
    io.write(("%.9f %.9f\n"):format(wall, cpu))
    io.flush()
  end
end
