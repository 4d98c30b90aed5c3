--- calls.lua SERVICE URL [CA_FILE]: whole calls over libcurl.
local call = require("spec.bench.programs.requests").call(arg[1], { endpoint_url = arg[2], ca_bundle = arg[3] })

require "spec.bench.programs.worker"(function(count)
  for _ = 1, count do call() end
end)
