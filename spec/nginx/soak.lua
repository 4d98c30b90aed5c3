-- A long run of calls through four nginx workers that are reloaded, with clients that go away in the middle of a call:
-- no call may be lost or get another's answer, no worker grow or stand still. Run by `make nginx-soak`.
local nginx = require "spec.support.nginx"

local CALLS = tonumber((...)) or 100000
local WARM, RELOAD_EVERY, BATCH, AT_ONCE, ABORT_EVERY = CALLS / 5, CALLS / 25, 1000, 50, 20

--- Answers with the ARN that it was asked about, some after a while.
local BACKEND = [[
  location / { content_by_lua_block {
    ngx.req.read_body()
    local arn = ngx.req.get_body_data():match('"ReplicationConfigArn":"(.-)"')
    if arn:find("[05]$") then ngx.sleep(0.004) end
    local answer = '{"Replication":{"ReplicationConfigArn":"' .. arn .. '","Status":"stopping"}}'
    ngx.header.content_length = #answer
    ngx.print(answer)
  } }
]]

local HTTP = [[
  lua_shared_dict seen 10m;
  init_by_lua_block {
    client = require("aws.dms").new({ region = "us-east-1", endpoint_url = "http://127.0.0.1:%d",
      credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" } })
  }
  init_worker_by_lua_block {
    local core, seen, last = require("aws.core"), ngx.shared.seen, nil
    local name = "gap " .. ngx.worker.pid()
    ngx.timer.every(0.005, function()
      local now = core.clock()
      local gap = last and now - last or 0
      last = now
      if gap > (seen:get(name) or 0) then seen:set(name, gap) end
    end)
  }
]]

local SERVER = [[
  lua_check_client_abort on;
  location /call/ { content_by_lua_block {
    local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:" .. ngx.var.uri:match("%%d+$")
    local out = client.stop_replication({ ReplicationConfigArn = arn })
    ngx.print(out.Replication.ReplicationConfigArn == arn and "right" or "WRONG")
  } }
  location /bare/ { content_by_lua_block {
    local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:" .. ngx.var.uri:match("%%d+$")
    local body = '{"ReplicationConfigArn":"' .. arn .. '"}'
    local sock = ngx.socket.tcp()
    assert(sock:connect("127.0.0.1", %d))
    assert(sock:send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body))
    local head = assert(sock:receiveuntil("\r\n\r\n")())
    local answer = assert(sock:receive(tonumber(head:match("Content%%-Length: (%%d+)"))))
    sock:setkeepalive(30000, 100)
    ngx.print(answer:find(arn, 1, true) and "right" or "WRONG")
  } }
]]

--- Makes calls from light threads; counts of answers by what they were.
local BATCH_CODE = [[
  local port, path, first, count, at_once, abort_every = ...
  local outcomes, at, threads = {}, first, {}
  local function one(number, aborts)
    local sock = ngx.socket.tcp()
    assert(sock:connect("127.0.0.1", port, { pool = tostring(number) }))
    assert(sock:send("GET " .. path .. number .. " HTTP/1.0\r\nHost: a\r\n\r\n"))
    if aborts then
      ngx.sleep(0.001)
      sock:close()
      return "aborted"
    end
    local text = sock:receive("*a")
    sock:close()
    return text and text:match("^HTTP/1.1 200.*\r\n\r\n(%a+)$") or "LOST"
  end
  for i = 1, at_once do
    threads[i] = ngx.thread.spawn(function()
      while at < first + count do
        local number = at
        at = at + 1
        local outcome = one(number, abort_every > 0 and number % abort_every == 0)
        outcomes[outcome] = (outcomes[outcome] or 0) + 1
      end
    end)
  end
  for i = 1, at_once do assert(ngx.thread.wait(threads[i])) end
  return outcomes
]]

local function resident(pid)
  local file = assert(io.open("/proc/" .. pid .. "/status"))
  local text = file:read("*a")
  file:close()
  return tonumber(text:match("VmRSS:%s+(%d+)")) / 1024
end

local function start()
  local backend = nginx.start({ server = BACKEND, level = "error" })
  local server = nginx.start({
    workers = 4,
    level = "error",
    http = HTTP:format(backend.port),
    server = SERVER:format(backend.port),
  })
  return server, nginx.start({ level = "error" })
end

local function gaps(server)
  local worst = 0
  for _, pid in ipairs(server:workers()) do
    worst = math.max(worst, server:run("return ngx.shared.seen:get('gap ' .. ...)", pid) or 0)
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
    local counts = driver:run(BATCH_CODE, server.port, path, first, BATCH, AT_ONCE, ABORT_EVERY)
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
