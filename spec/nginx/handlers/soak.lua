--- The servers of spec/nginx/soak.lua: a backend, workers that call it, and a driver that asks these.
local soak = {}

local client, backend_port

--- The backend's content: answers with the ARN that it was asked about, some after a while.
function soak.answer()
  ngx.req.read_body()
  local arn = ngx.req.get_body_data():match('"ReplicationConfigArn":"(.-)"')
  if arn:find("[05]$") then ngx.sleep(0.004) end
  local answer = '{"Replication":{"ReplicationConfigArn":"' .. arn .. '","Status":"stopping"}}'
  ngx.header.content_length = #answer
  ngx.print(answer)
end

--- In init_by_lua of the workers.
---@param port integer the backend's
function soak.start(port)
  backend_port = port
  client = require("aws.dms").new({
    region = "us-east-1", endpoint_url = "http://127.0.0.1:" .. port,
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  })
end

local function gap_name(pid) return "gap " .. pid end

--- In init_worker_by_lua: measures the longest gap between ticks of a timer.
function soak.watch_gaps()
  local core, seen, last = require("aws.core"), ngx.shared.seen, nil
  local name = gap_name(ngx.worker.pid())
  ngx.timer.every(0.005, function()
    local now = core.clock()
    local gap = last and now - last or 0
    last = now
    if gap > (seen:get(name) or 0) then seen:set(name, gap) end
  end)
end

--- The longest gap of a worker, in seconds.
---@param pid string
---@return number?
function soak.gap_of(pid) return ngx.shared.seen:get(gap_name(pid)) end

local function arn_of_the_path()
  return "arn:aws:dms:us-east-1:123456789012:replication-config:" .. ngx.var.uri:match("%d+$")
end

--- A worker's content: a call about the number in the path.
function soak.call()
  local arn = arn_of_the_path()
  local out = client.stop_replication({ ReplicationConfigArn = arn })
  ngx.print(out.Replication.ReplicationConfigArn == arn and "right" or "WRONG")
end

--- The same without the library.
function soak.exchange_bare()
  local arn = arn_of_the_path()
  local body = '{"ReplicationConfigArn":"' .. arn .. '"}'
  local sock = ngx.socket.tcp()
  assert(sock:connect("127.0.0.1", backend_port))
  assert(sock:send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body))
  local head = assert(sock:receiveuntil("\r\n\r\n")())
  local answer = assert(sock:receive(tonumber(head:match("Content%-Length: (%d+)"))))
  sock:setkeepalive(30000, 100)
  ngx.print(answer:find(arn, 1, true) and "right" or "WRONG")
end

--- Asks a worker for a path; returns what it answered.
local function ask(port, path, number, aborts)
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

--- In the driver: asks for the paths of a batch from light threads; counts of answers by what they were.
---@param port integer the workers'
---@param path string
---@param batch { first: integer, count: integer, at_once: integer, abort_every: integer }
function soak.drive(port, path, batch)
  local outcomes, at, threads = {}, batch.first, {}
  local function run()
    while at < batch.first + batch.count do
      local number = at
      at = at + 1
      local outcome = ask(port, path, number, batch.abort_every > 0 and number % batch.abort_every == 0)
      outcomes[outcome] = (outcomes[outcome] or 0) + 1
    end
  end
  for i = 1, batch.at_once do threads[i] = ngx.thread.spawn(run) end
  for i = 1, batch.at_once do assert(ngx.thread.wait(threads[i])) end
  return outcomes
end

return soak
