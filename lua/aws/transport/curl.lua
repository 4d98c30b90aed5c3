--- The default transport: libcurl, one pool of connections for each client.
local core = require "aws.core"
local errors = require "aws.errors"
local scheduler = require "aws.scheduler"

local curl = {}

---@class aws.TransportRequest
---@field method string
---@field url string
---@field headers string[][] list of {name, value}, Host first, sent as they are
---@field body string
---@field connect_timeout? number seconds until connected, TLS included
---@field read_timeout? number longest silence in seconds
---@field timeout? number seconds left for the whole exchange
---@field proxy? string|false URL
---@field ca_bundle? string file of trusted certificates
---@field max_response_bytes? integer headers and body

---@class aws.TransportResponse
---@field status integer
---@field headers table<string, string> lower-case names
---@field body string
---@field resent? boolean a stale connection was replaced after bytes of the request had left

---@class aws.TransportFailure
---@field type string
---@field message string
---@field sent boolean bytes of the request had left
---@field status? integer with `headers`, when a whole header block had arrived
---@field headers? table<string, string>
---@field resent? boolean

---@alias aws.Transport fun(request: aws.TransportRequest): aws.TransportResponse?, aws.TransportFailure?

local function not_sent(type_name, message)
  return nil, { type = type_name, message = message, sent = false }
end

--- Runs a transfer to its end. Only an error that is not ours (a debug hook's) is passed on.
local function run(pool, transfer, hook)
  local ok, stop = pcall(scheduler.await, pool, transfer, hook)
  if ok and (not stop or transfer:done()) then return transfer:result() end
  local sent = transfer:sent()
  transfer:close()
  if ok then return nil, { type = stop.type, message = stop.message, sent = sent } end
  if not errors.is_interruption(stop) then error(stop, 0) end
  scheduler.interrupt()
  return nil, { type = "Interrupted", message = "interrupted while waiting for the answer", sent = sent }
end

--- Begins a transfer. A request that is none is a failure like others; a debug hook's error is passed on.
local function start(self, request)
  if type(request) ~= "table" then
    return not_sent("ConnectionError", "bad request: a " .. type(request) .. ", not a table")
  end
  self.pool = self.pool or core.http_pool()
  local ok, transfer, failure = pcall(self.pool.start, self.pool, request)
  if ok then return transfer, failure end
  if errors.is_interruption(transfer) then
    scheduler.interrupt()
    return not_sent("Interrupted", "interrupted before sending")
  end
  local is_ours = type(transfer) == "string" and (transfer:find("^bad request: ") or transfer:find("^not enough memory"))
  if not is_ours then error(transfer, 0) end
  return not_sent("ConnectionError", transfer)
end

local metatable = {}
metatable.__index = metatable

function metatable:__call(request)
  local stop, hook = scheduler.refusal(), core.main_hook()
  if stop then return not_sent(stop.type, stop.message) end
  local transfer, failure = start(self, request)
  if not transfer then return nil, failure end
  local response, problem = run(self.pool, transfer, hook)
  transfer:close()
  return response, problem
end

--- Drops the connections. A later request opens new ones.
function metatable:close()
  if self.pool then self.pool:close() end
  self.pool = nil
end

--- A transport with connections of its own.
---@return aws.Transport
function curl.new()
  return setmetatable({}, metatable)
end

return curl
