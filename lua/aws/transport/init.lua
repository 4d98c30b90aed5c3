--- The default transport, and what goes with it: libcurl, where the items of aws.map overlap; inside nginx cosockets,
--- which never block a worker. Chosen for each request, since one client may be used in init_by_lua and in a handler.
local curl = require "aws.transport.curl"
local nginx = require "aws.waiting.nginx"
local require_late = require "aws.language.require_late"
local waiting = require "aws.waiting"

--- Inside nginx it is there from the start; a script is spared reading it.
local cosocket = nginx.api() and require "aws.transport.cosocket"

local transport = {}

local metatable = {}
metatable.__index = metatable

--- What sends requests here and now.
---@return aws.Transport? # nil where nothing can wait
---@return string? cause why not
function metatable:sender()
  local how, cause = nginx.waiting()
  if how == "block" then return self.curl end
  if how == "yield" then
    cosocket = cosocket or require_late("aws.transport.cosocket")
    return cosocket.send
  end
  return nil, cause
end

function metatable:__call(request)
  local send, cause = self:sender()
  if send then return send(request) end
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

--- The default `sleep`, under the name by which users know it.
transport.sleep = waiting.sleep

return transport
