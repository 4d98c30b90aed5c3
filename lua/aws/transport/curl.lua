--- The default transport: libcurl, one pool of connections for each client.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local require_late = require "aws.language.require_late"
local tasks = require "aws.waiting.task"

local curl = {}

--- The C module with libcurl. It is loaded when something is first sent: it takes most of a script's start, and nginx does
--- without it.
local library

---@class aws.TransportRequest
---@field method string
---@field url string
---@field headers string[][] list of {name, value}, Host first, sent as they are; our own transports also take what a
---template has signed (`aws.client.template`)
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
---@field final? boolean nobody is to try again: the process was forked meanwhile, and its parent goes on with the exchange

---@alias aws.Transport fun(request: aws.TransportRequest): aws.TransportResponse?, aws.TransportFailure?

local function not_sent(type_name, message)
  return nil, { type = type_name, message = message, sent = false }
end

--- Waits until a transfer has ended: in an item of aws.map the others go on.
---@return aws.Stop? # why the wait ended early
local function wait(pool, transfer, task)
  if task then return require_late("aws.waiting.coroutines").await(task, pool, transfer) end
  while not pool:wait(tasks.LONGEST_WAIT, transfer) do end
end

--- Sends a request and waits for its answer.
local function exchange(self, transfer, request, task)
  local is_started, failure
  if not self.pool then self.pool, failure = library.pool() end
  if self.pool then is_started, failure = self.pool:start(transfer, request) end
  if not is_started then return nil, failure end
  local stop = wait(self.pool, transfer, task)
  if not stop or transfer:done() then return transfer:result() end
  local sent = transfer:sent()
  transfer:close()
  return nil, { type = stop.type, message = stop.message, sent = sent }
end

--- What was raised on the way. Only an error that is not ours (a debug hook's) is passed on.
local function failure_of(raised, sent)
  if errors.is_interruption(raised) then
    tasks.interrupt()
    local message = sent and "interrupted while waiting for the answer" or "interrupted before sending"
    return { type = "Interrupted", message = message, sent = sent, cause = raised }
  end
  if errors.is_closed(raised) then return { type = "ConfigError", message = errors.CLOSED, sent = sent } end
  local message, what = errors.exhausted(raised)
  if not message then error(raised, 0) end
  local type_name = what == "stack" and "ConfigError" or "ConnectionError" -- which is tried again
  return { type = type_name, message = message, sent = sent }
end

--- `require` would look up all functions that some thirty libraries want of each other, at once. Programs that are linked
--- with libcurl look each up when it is first called, and so does this.
local function require_library()
  local path = package.searchpath and package.searchpath("aws.curl", package.cpath)
  if path then core.open_lazily(path) end
  return require_late "aws.curl"
end

--- Loads libcurl. Returns why it cannot be loaded, or nil.
local function load_library()
  local ok, loaded = pcall(require_library)
  if ok then
    library = loaded
    return nil
  end
  local is_own = type(loaded) == "string" and loaded:find("aws.curl", 1, true)
  if not is_own then return failure_of(loaded, false) end
  local why = loaded:gsub(":\n[\t ]*no .*", ""):gsub("[\n\t ]+", " ") -- without the list of places where Lua has looked
  return { type = "ConfigError", message = "libcurl cannot be loaded: " .. why, sent = false }
end

local metatable = {}
metatable.__index = metatable

--- The transfer is in hand before it starts: whatever is raised, nothing of it goes on.
function metatable:__call(request)
  if type(request) ~= "table" then
    return not_sent("ConnectionError", "bad request: a " .. type(request) .. ", not a table")
  end
  local task = tasks.current()
  local stop = task and require_late("aws.waiting.coroutines").refusal(task)
  if stop then return not_sent(stop.type, stop.message) end
  local unloaded = not library and load_library()
  if unloaded then return nil, unloaded end
  local transfer = library.transfer()
  local ok, response, failure = pcall(exchange, self, transfer, request, task)
  local sent = not ok and transfer:sent()
  transfer:close()
  if ok then return response, failure end
  return nil, failure_of(response, sent)
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
