--- Whether this runs inside nginx, and what may be done there. The answer depends on the phase, so it is not kept.
local core = require "aws.core"

local nginx = {}

--- Phases whose coroutines may yield to nginx's event loop. Others (header_filter, log, …) have no cosockets. In
--- ssl_client_hello and ssl_session_fetch cosockets exist, but yielding needs a patched nginx and a patched OpenSSL. With
--- others the handshake fails, or goes on without the code that waits.
local yielding = {
  rewrite = true,
  server_rewrite = true,
  access = true,
  content = true,
  timer = true,
  ssl_cert = true,
  preread = true,
}

--- Phases before there is an event loop: blocking delays nobody.
local starting = { init = true, init_worker = true }

--- The Lua API of nginx, or nil outside it.
---@return table?
function nginx.api()
  local api = package.loaded.ngx
  return type(api) == "table" and api.get_phase and api or nil
end

--- One of Lua's own functions for coroutines. nginx replaces them by others, which work only in its requests.
---@param name "create"|"resume"|"status"|"yield"
---@return function
function nginx.plain_coroutine(name)
  return rawget(coroutine, "_" .. name) or coroutine[name]
end

--- Waits until something wakes this coroutine. Only while an operation is under way: else nothing would.
---@return any ... # what that operation returns
nginx.suspend = nginx.plain_coroutine("yield")

--- Whether these values are not results of an operation. After `ngx.thread.wait(a, b)` the end of the slower thread wakes
--- the coroutine out of a later wait, with true or false and what the thread returned. That later wait is still under way.
--- A function that somebody has put in place of nginx's own may return true as well.
---@param ... any what the operation returned; nginx's own results never begin with a boolean
---@return boolean
function nginx.is_foreign(...)
  return type((...)) == "boolean"
end

--- nginx takes a shorter time for 0, and logs a warning each time.
local SHORTEST_SLEEP = 0.001
--- How often a sleep is begun again: a function in its place may never wait.
local MOST_SLEEPS = 1000

--- Sleeps where that yields, for the whole time. Others get their turn even at 0 seconds.
---@param seconds number
function nginx.sleep(seconds)
  local sleep, due = nginx.api().sleep, core.clock() + seconds
  for _ = 1, MOST_SLEEPS do
    local is_woken = nginx.is_foreign(sleep(math.max(seconds, SHORTEST_SLEEP)))
    seconds = due - core.clock()
    if not is_woken or seconds <= 0 then return end
  end
end

--- Starts a light thread.
---@param run function
---@param ... any for `run`
---@return thread
function nginx.spawn(run, ...)
  return nginx.api().thread.spawn(run, ...)
end

--- Waits for the end of a light thread of the running coroutine.
---@param thread thread
---@return boolean? ok nil when somebody has already waited for it
---@return any ... # what it returned or raised
function nginx.join(thread)
  local wait = nginx.api().thread.wait
  local function ended(...)
    if coroutine.status(thread) == "dead" then return ... end
    return ended(wait(thread)) -- another thread has ended
  end
  return ended(wait(thread))
end

--- How code may wait here.
---@return "block"|"yield"|nil how nil: it may not wait
---@return string? cause why not
function nginx.waiting()
  local api = nginx.api()
  if not api then return "block" end
  local phase = api.get_phase()
  if starting[phase] then return "block" end
  if not yielding[phase] then
    local advice = phase ~= "exit_worker" and "; use ngx.timer.at to run this after it" or ""
    return nil, ("nginx's phase %s cannot wait for the network%s"):format(phase, advice)
  end
  if core.can_yield() then return "yield" end
  return nil, ("code called by a C function (require, string.gsub, table.sort, …) cannot wait for the network, here in "
    .. "nginx's phase %s; call it from elsewhere, or use ngx.timer.at"):format(phase)
end

--- Whether a timer can do something for the caller while the caller waits.
---@return boolean
function nginx.can_detach()
  return nginx.api() ~= nil and nginx.waiting() == "yield"
end

--- Whether blocking here delays other requests.
---@return boolean
function nginx.is_serving()
  local api = nginx.api()
  return api ~= nil and not starting[api.get_phase()]
end

return nginx
