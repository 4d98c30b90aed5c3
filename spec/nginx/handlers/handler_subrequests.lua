--- Code that fails beside a subrequest that is under way: for handler_subrequests_spec.lua.
local errors = require "aws.errors"
local typed = require "aws.errors.typed"
local map = require("aws").map

local handlers = {}

local function capture() return ngx.location.capture("/slow").body end

--- A handler that fails beside a thread with a subrequest.
local function failing(run)
  return errors.handler(function()
    ngx.thread.spawn(capture)
    if run then run() end
    typed.raise({ type = "DeadlineExceeded", message = "late", request_id = "0-1-2" })
  end)
end

--- The subrequest's content.
function handlers.answers_slowly()
  ngx.sleep(0.3)
  ngx.print("slow")
end

handlers.fails = failing()

--- In content: nothing may follow the error.
function handlers.fails_and_goes_on()
  handlers.fails()
  ngx.print("not reached")
end

handlers.prints_and_fails = failing(function() ngx.print("begun") end)

handlers.sends_and_fails = failing(function()
  ngx.print("begun")
  ngx.flush(true)
end)

handlers.raises_an_error_of_lua = errors.handler(function()
  ngx.thread.spawn(capture)
  error("bare")
end)

handlers.prints_and_fails_alone = errors.handler(function()
  ngx.print("begun")
  error("bare")
end)

function handlers.fails_in_a_thread()
  ngx.thread.spawn(errors.handler(function()
    ngx.sleep(0.01)
    typed.config("in a thread")
  end))
  capture()
  ngx.print("not reached")
end

handlers.fails_after_a_map = errors.handler(function()
  local _, failed = map({ 1, 2, 3 }, function(n)
    if n == 2 then typed.config("item") end
    capture()
  end)
  if failed > 0 then typed.config("failed: %d", failed) end
end)

handlers.fails_in_on_result = errors.handler(function()
  map({ 1, 2, 3 }, function(n) if n > 1 then capture() end end, { on_result = function() typed.config("enough") end })
end)

handlers.maps_and_is_late = errors.handler(function() map({ 1, 2 }, capture, { timeout = 0.05 }) end)

--- Answers with what a subrequest got: status, body, and whether it was cut.
function handlers.passes_on(path)
  local answer = ngx.location.capture(path)
  ngx.print(answer.status, " ", answer.body, answer.truncated and " true" or "")
end

return handlers
