--- The errors of this library, for users: what is one, and how nginx answers with one.
local door = require "aws.errors.door"
local handler = require "aws.waiting.handler"
local typed = require "aws.errors.typed"

---@class (exact) aws.HandlerOptions
---@field status? "by_kind"|table<string, integer>|fun(err: aws.Error): integer?
---@field [string] aws.NotAMember

---@class aws.ErrorsDoor
local errors = {}

--- Whether `value` is an error of this library, of the type or kind `name` when one is given.
---@param value any
---@param name? string "ThrottlingException", "transport", …
---@return boolean
function errors.is(value, name)
  return typed.is(value, name)
end

--- Wraps a handler for nginx: what it raises is logged in one readable line, and the request is answered with 502, or
--- 504 for a limit in time that struck, and a JSON body: `error`, `type`, `applied` and `request_id`, never the message.
--- `status` answers otherwise: "by_kind" by what happened (400 wrong input, 403 a safeguard, 404 not found, 409 refused by
--- the state, 503 throttled, 504 time, else 502); a table has statuses by type or kind, a function gets the error and
--- returns one; nil leaves it at 502 or 504. A 503 has Retry-After. What is not an error of this library is logged
--- with a traceback and answered with 500. In a phase that cannot answer (a timer, log, …) it is logged and no more; a
--- TLS handshake and the choice of a server (balancer) fail, and an answer that has begun is cut. In init the line is
--- raised: nginx shows it, and does not start. Outside nginx errors pass as they are.
---@param run function
---@param options? aws.HandlerOptions
---@return function # takes what `run` takes and returns what it returns
---Raises ConfigError for what is not a function, and for options that do not fit.
function errors.handler(run, options)
  return handler.wrap(run, options)
end

door.make("aws.errors", errors)
return errors
