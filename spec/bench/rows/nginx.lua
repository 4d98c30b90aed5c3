--- A whole call in an nginx worker, beside a bare exchange of the same bytes on a cosocket: CPU time of the worker alone. The
--- kernel's share depends on where the backend runs: on the other CPU it has to be woken, so it is there.
local bench = require "spec.bench.support.bench"
local documents = require "spec.bench.support.documents"

local TURNS, CALLS = 6, 40

--- An answer of DRS, by an nginx that does nothing else.
local BACKEND = [[
  location / {
    default_type application/x-amz-json-1.1;
    add_header x-amzn-RequestId 0f5d1ab2-6f5b-4c1e-9d3c-8f4a1d2b3c4d;
    return 200 '%s';
  }
]]

local HTTP = [[ init_by_lua_block { require("spec.nginx.handlers.bench").start(%d) } ]]

--- A worker on the first CPU, whose backend is on the second one, if there is one.
local function start()
  local nginx = require "spec.support.nginx"
  bench.keep(nginx.stop_all)
  local text = documents.answer("drs"):gsub("[\\'$]", function(c) return c == "\\" and "\\\\" or "" end)
  local backend = nginx.start({ level = "error", main = "worker_cpu_affinity 10;", server = BACKEND:format(text) })
  return nginx.start({ level = "error", main = "worker_cpu_affinity 01;", http = HTTP:format(backend.port) })
end

local function row(id, beside, theirs, ...)
  return {
    id = id, name = "whole call in nginx", beside = beside, measures = { "cpu" }, missing = bench.missing("nginx", "luajit", ...),
    start = function()
      local server, turns = start(), bench.is_tiny and 1 or TURNS
      local function measure() return server:call("bench", "measure", turns, CALLS, { "whole", theirs }) end
      for _ = 1, bench.is_tiny and 1 or 10 do measure() end -- until all that can be compiled is
      return function()
        local costs = measure()
        return { cpu = costs.whole }, { cpu = costs[theirs] }
      end
    end,
  }
end

return { row("nginx", "bare cosocket", "bare"), row("nginx_resty_http", "lua-resty-http", "resty_http", "lua-resty-http") }
