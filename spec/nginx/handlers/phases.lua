--- A call, a sleep and a map in every phase of nginx: for phases_spec.lua. Each outcome is kept by the phase's name in
--- the lua_shared_dict `outcomes`.
local dms = require "aws.dms"

local phases = {}

local client, asking_client, arn_start

local function keep(name, text) ngx.shared.outcomes:add(name, text) end

--- Makes a call; returns its outcome.
---@param name string
---@return string
function phases.call(name)
  local ok, result = pcall(client.stop_replication, { ReplicationConfigArn = arn_start .. name })
  local text = ok and result.Replication.Status or result.applied .. " " .. tostring(result)
  keep(name, text)
  return text
end

local function sleep(name)
  local ok, err = pcall(require("aws.transport").sleep, 0.001)
  keep(name .. "-sleep", ok and "slept" or tostring(err))
end

local function map(name)
  local now, most = 0, 0
  local ok, err = pcall(require("aws").map, { 1, 2 }, function(n)
    now = now + 1
    most = math.max(most, now)
    phases.call(name .. "-item" .. n)
    now = now - 1
  end)
  keep(name .. "-map", ok and most .. " at once" or tostring(err))
end

--- All three.
---@param name string
function phases.try(name)
  phases.call(name)
  sleep(name)
  map(name)
end

--- In init_by_lua: makes the clients, and a module that calls while it is loaded.
---@param endpoint_url string
---@param access_key_id string
---@param secret_access_key string
---@param id string of this run of the spec
function phases.start(endpoint_url, access_key_id, secret_access_key, id)
  client = dms.new {
    region = "us-east-1", endpoint_url = endpoint_url,
    credentials = { access_key_id = access_key_id, secret_access_key = secret_access_key },
  }
  asking_client = dms.new { region = "us-east-1", credentials = function() ngx.shared.outcomes:set("asked", true) end }
  arn_start = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-" .. id .. "-"
  package.preload["spec.calls"] = function()
    phases.try("require")
    return true
  end
  phases.try("init")
end

function phases.start_worker()
  phases.try("init_worker")
  ngx.timer.at(0, function() phases.try("timer") end)
end

function phases.end_worker() ngx.log(ngx.NOTICE, "exit_worker: ", phases.call("exit_worker")) end

--- The location's server_rewrite: it belongs to the server, which has other locations.
function phases.server_rewrite()
  if ngx.var.uri == "/phases" then phases.call("server_rewrite") end
end

function phases.header_filter()
  phases.try("header_filter")
  pcall(asking_client.stop_replication, { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:X" })
end

function phases.balancer(port)
  phases.try("balancer")
  require("ngx.balancer").set_current_peer("127.0.0.1", port)
end

--- Calls that C functions of Lua make: nothing can wait there.
local function call_from_c()
  pcall(require, "spec.calls")
  string.gsub("x", "x", function()
    phases.call("gsub")
    map("gsub")
  end)
  table.sort({ 2, 1 }, function(a, b)
    phases.call("sort")
    return a < b
  end)
end

local function call_from_coroutines()
  local co = coroutine.wrap(function()
    phases.call("coroutine1")
    coroutine.yield()
    phases.call("coroutine2")
  end)
  co()
  co()
  coroutine.wrap(function()
    coroutine.wrap(function()
      phases.call("nested")
      map("nested")
    end)()
  end)()
  ngx.thread.wait(ngx.thread.spawn(phases.call, "thread"))
end

--- Calls that LuaJIT itself makes.
local function call_from_lua()
  local _ = setmetatable({}, { __index = function() phases.call("metamethod") end }).x
  for _ in function() phases.call("iterator") end do end
  xpcall(function() phases.call("xpcall") end, debug.traceback)
end

function phases.content()
  phases.try("content")
  call_from_c()
  call_from_coroutines()
  call_from_lua()
  ngx.say("fine")
end

local session

--- Two handshakes, the second with the first one's session.
function phases.handshake()
  for _ = 1, 2 do
    local sock = ngx.socket.tcp()
    assert(sock:connect("unix:" .. ngx.config.prefix() .. "tls.sock"))
    session = assert(sock:sslhandshake(session, "localhost", false))
    sock:close()
  end
  ngx.say("fine")
end

function phases.outcome(name) return ngx.shared.outcomes:get(name) end

return phases
