--- The default transport, and what goes with it: libcurl, where the items of aws.map overlap; inside nginx cosockets,
--- which never block a worker. Chosen for each request, since one client may be used in init_by_lua and in a handler.
local cosocket = require "aws.transport.cosocket"
local curl = require "aws.transport.curl"
local errors = require "aws.errors"
local nginx = require "aws.nginx"
local scheduler = require "aws.scheduler"

local transport = {}

local metatable = {}
metatable.__index = metatable

function metatable:__call(request)
  local how, cause = nginx.waiting()
  if how == "block" then return self.curl(request) end
  if how == "yield" then return cosocket.send(request) end
  return nil, { type = "ConfigError", message = cause, sent = false }
end

--- Drops libcurl's connections. Those of cosockets belong to the worker, and close when they were idle for a while.
function metatable:close()
  self.curl:close()
end

--- The transport of a client that was given none.
---@return aws.Transport
function transport.new()
  return setmetatable({ curl = curl.new() }, metatable)
end

--- Whether waiting here lets other coroutines run.
---@return boolean
function transport.can_yield()
  local how = nginx.waiting()
  return how == "yield" or how == "block" and scheduler.can_yield()
end

--- The default `sleep`: waits. In an item of aws.map the others go on, and so does an nginx worker.
---@param seconds number
---Raises ConfigError in a phase of nginx that cannot wait.
function transport.sleep(seconds)
  local how, cause = nginx.waiting()
  if how == "block" then return scheduler.sleep(seconds) end
  if how == "yield" then return nginx.sleep(seconds) end
  errors.config("%s", cause)
end

return transport
