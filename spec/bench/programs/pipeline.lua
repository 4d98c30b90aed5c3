--- pipeline.lua SERVICE ours|cjson: all of a call but the network; or lua-cjson's decoding of its answer.
local requests = require "spec.bench.programs.requests"

local call = requests.call(arg[1], { transport = requests.transport(arg[1]) })
if arg[2] == "cjson" then
  local decode, text = require("cjson").decode, require("spec.bench.support.documents").answer(arg[1])
  call = function() return decode(text) end
end

require "spec.bench.programs.worker"(function(count)
  for _ = 1, count do call() end
end)
