-- A long run of calls through four nginx workers that are reloaded, with clients that go away in the middle of a call:
-- no call may be lost or get another's answer, no worker grow or stand still. Run by `make nginx-soak`.
local files = require "spec.support.files"
local nginx = require "spec.support.nginx"

local CALLS = tonumber((...)) or 100000
local WARM, RELOAD_EVERY, BATCH, AT_ONCE, ABORT_EVERY = CALLS / 5, CALLS / 25, 1000, 50, 20

local BACKEND = [[ location / { content_by_lua_block { require("spec.nginx.handlers.soak").answer() } } ]]

local HTTP = [[
  lua_shared_dict seen 10m;
  init_by_lua_block { require("spec.nginx.handlers.soak").start(%d) }
  init_worker_by_lua_block { require("spec.nginx.handlers.soak").watch_gaps() }
]]

local SERVER = [[
  lua_check_client_abort on;
  location /call/ { content_by_lua_block { require("spec.nginx.handlers.soak").call() } }
  location /bare/ { content_by_lua_block { require("spec.nginx.handlers.soak").exchange_bare() } }
]]

local function resident(pid)
  local text = files.read("/proc/" .. pid .. "/status")
  return tonumber(text:match("VmRSS:%s+(%d+)")) / 1024
end

local function start()
  local backend = nginx.start({ server = BACKEND, level = "error" })
  local server = nginx.start({ workers = 4, level = "error", http = HTTP:format(backend.port), server = SERVER })
  return server, nginx.start({ level = "error" })
end

local function gaps(server)
  local worst = 0
  for _, pid in ipairs(server:workers()) do
    worst = math.max(worst, server:call("soak", "gap_of", pid) or 0)
  end
  return worst * 1000
end

local function memory(server)
  local sizes = {}
  for _, pid in ipairs(server:workers()) do sizes[pid] = resident(pid) end
  return sizes
end

--- Runs all calls; reloads come in the first fifth, so that workers live from there to the end.
local function run(path)
  local server, driver = start()
  local outcomes, before = {}, nil
  for first = 0, CALLS - 1, BATCH do
    if first < WARM and first > 0 and first % RELOAD_EVERY == 0 then server:signal("HUP") end
    if first >= WARM and not before then before = memory(server) end
    local batch = { first = first, count = BATCH, at_once = AT_ONCE, abort_every = ABORT_EVERY }
    local counts = driver:call("soak", "drive", server.port, path, batch)
    for name, count in pairs(counts) do outcomes[name] = (outcomes[name] or 0) + count end
  end
  local growth = 0
  for pid, size in pairs(before) do growth = math.max(growth, resident(pid) - size) end
  local log, worst = server:log(), gaps(server)
  nginx.stop_all()
  return outcomes, growth, worst, log
end

local control = select(3, run("/bare/"))
local outcomes, growth, worst, log = run("/call/")
local lost = (outcomes.LOST or 0) + (outcomes.WRONG or 0)
print(("%d calls through 4 workers: %d right, %d aborted by the client, %d lost or wrong; wanted: 0")
  :format(CALLS, outcomes.right or 0, outcomes.aborted or 0, lost))
print(("growth of a worker after call %d: at most %.2f MiB; wanted: 2"):format(WARM, growth))
print(("longest gap between timer ticks of 5 ms: %.0f ms, with bare exchanges %.0f ms; wanted: at most twice that")
  :format(worst, control))
local signs = select(2, log:gsub("attempt to yield", "")) + select(2, log:gsub("%[alert%]", ""))
print(("signs of trouble in the error log: %d"):format(signs))
if lost + signs > 0 then
  print(log:sub(1, 4000))
  os.exit(1, true)
end
