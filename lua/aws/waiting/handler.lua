--- errors.handler for nginx, which logs an uncaught error table as "unknown reason" and answers 500.
local answers = require "aws.waiting.answers"
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local nginx = require "aws.waiting.nginx"

local unpack = table.unpack or unpack

local handler = {}

--- Phases that can answer.
local answering = { rewrite = true, server_rewrite = true, access = true, content = true }

--- Phases that go on with a certificate or a server that nobody chose, unless they are ended.
local deciding = { ssl_cert = true, ssl_client_hello = true, balancer = true, preread = true }

--- Drop the headers of the answer that failed. Content-Length stays unset: on HTTP/1.0, text printed before goes out in
--- front of ours.
local outdated = { "Content-Length", "Content-Encoding", "Cache-Control", "Expires", "ETag", "Last-Modified" }

--- Whether a subrequest of this request is under way. Headers are sent already, so nginx refuses to redirect and says why.
local function has_subrequests(api)
  local _, why = pcall(api.redirect, "/")
  return tostring(why):find("pending subrequests", 1, true) ~= nil
end

--- Ends the request as a failure. nginx may crash when a subrequest ends like that while its own subrequest runs: wait.
local function fail(api)
  while api.is_subrequest and has_subrequests(api) do nginx.sleep(0.01) end
  return api.exit(api.ERROR)
end

--- Ends the request, whose answer is complete. While a subrequest runs, nginx refuses this, and only accepts a failure.
local function end_request(api)
  if pcall(api.exit, api.HTTP_OK) then return end
  api.eof()
  return fail(api)
end

--- Cuts an answer that has begun. What was printed is sent first; else the client may get an empty reply.
local function cut(api)
  api.flush()
  return fail(api)
end

local function answer(api, status, err)
  if api.headers_sent then return cut(api) end
  for _, name in ipairs(outdated) do api.header[name] = nil end
  api.status = status
  api.header["Content-Type"] = "application/json"
  if status == 503 and err then api.header["Retry-After"] = answers.retry_after(err) end
  api.print(answers.body(status, err))
  return end_request(api)
end

--- A raised text may hold what looks like a line of the log.
local function one_line(text)
  return ascii.one_line(text)
end

--- The status of what was raised; a fault of the user's own mapping is logged.
local function status_of(api, err, statuses)
  if not err then return 500 end
  local status, fault = statuses(err)
  if fault then api.log(api.ERR, one_line(fault)) end
  return status
end

--- Logs what was raised, and answers where this phase can. In init nginx logs it itself, and does not start.
local function handle(api, raised, statuses)
  local phase, is_http = api.get_phase(), api.config.subsystem == "http"
  local text = type(raised) == "string" and raised or one_line(tostring(raised))
  if phase == "init" then error(text, 0) end
  api.log(api.ERR, text)
  if answering[phase] and is_http then
    local err = errors.is(raised) and raised or nil
    return answer(api, status_of(api, err, statuses), err)
  end
  if answering[phase] or deciding[phase] then return api.exit(api.ERROR) end
end

--- Adds the traceback to errors that are not ours. Ours say all in one line.
local function with_traceback(raised)
  return type(raised) == "string" and nginx.api() and debug.traceback(one_line(raised), 2) or raised
end

local function check_run(run)
  local metatable = type(run) == "table" and getmetatable(run)
  if type(run) == "function" or type(metatable) == "table" and rawget(metatable, "__call") then return end
  errors.config("errors.handler takes a function, got a %s", type(run))
end

--- Wraps a function, as errors.handler says.
---@param run function
---@param options? table
---@return function # raises ConfigError for what is not a function, and for options that do not fit
function handler.wrap(run, options)
  check_run(run)
  local statuses = answers.statuses(options)
  local function finish(ok, ...)
    if ok then return ... end
    local api, raised = nginx.api(), (...)
    if not api then error(raised, 0) end
    return handle(api, raised, statuses)
  end
  return function(...)
    local arguments, count = { ... }, select("#", ...)
    return finish(xpcall(function() return run(unpack(arguments, 1, count)) end, with_traceback))
  end
end

return handler
