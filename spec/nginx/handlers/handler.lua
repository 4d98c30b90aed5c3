--- What errors.handler wraps in each phase: for handler_spec.lua. Each function here is the whole of a phase's code.
local errors = require "aws.errors"
local typed = require "aws.errors.typed"

local handler = {}

--- A phase's code that raises an error of the library.
local function failing(fields)
  return errors.handler(function() typed.raise(fields) end)
end

handler.fails_in_the_balancer = failing({ type = "ConfigError", message = "in the balancer" })
handler.fails_in_the_handshake = failing({ type = "ConfigError", message = "in the handshake" })
handler.fails_in_the_filter = failing({ type = "ConfigError", message = "in the filter" })
handler.fails_at_a_limit_in_time = failing({ type = "DeadlineExceeded", message = "late" })
handler.fails_with_a_hostile_id = failing({ type = "ReadTimeoutError", message = "silent", request_id = "\"},{\r\n" })
handler.fails_at_the_service = failing({
  type = "AccessDeniedFault", message = "User arn:secret-name is not allowed", request_id = "0-1-2", status = 400,
})

--- Raises the error that the request's arguments describe.
local function raise_as_asked()
  local args = ngx.req.get_uri_args()
  typed.raise({
    type = args.type, message = "secret", throttling = args.throttling == "1", headers = { ["retry-after"] = args.after },
  })
end

handler.fails_by_kind = errors.handler(raise_as_asked, { status = "by_kind" })
handler.fails_by_table = errors.handler(raise_as_asked, { status = { ResourceNotFoundFault = 410, service = 424 } })
handler.fails_by_function = errors.handler(raise_as_asked, { status = function(err)
  if err.type == "Broken" then error("x") end
  return err.kind == "config" and 418 or nil
end })

handler.calls_with_a_fault = errors.handler(function()
  local args = ngx.req.get_uri_args()
  local client = require("aws.drs").new({
    region = "us-east-1", endpoint_url = args.endpoint, max_attempts = 1,
    credentials = { access_key_id = args.id, secret_access_key = args.secret },
  })
  client.retry_data_replication({ sourceServerID = "s-stalled0000000042" })
end)

handler.passes_its_arguments = errors.handler(function(a, b) ngx.print(a, b, ngx.var.arg_x) end)

handler.raises_an_error_of_lua = errors.handler(function()
  local t = nil
  return t.x
end)

handler.raises_a_table = errors.handler(function() error({}) end)

handler.raises_two_lines = errors.handler(function() error("one\r\ntwo", 0) end)

handler.raises_a_table_of_two_lines = errors.handler(function()
  error(setmetatable({}, { __tostring = function() return "three\nfour" end }))
end)

handler.sends_and_fails = errors.handler(function()
  ngx.print("begun")
  ngx.flush(true)
  typed.config("too late")
end)

handler.prints_and_fails = errors.handler(function()
  ngx.print("begun")
  typed.config("not sent yet")
end)

handler.waits_and_fails = errors.handler(function()
  ngx.sleep(0.001)
  typed.config("after a wait")
end)

handler.maps_and_is_late = errors.handler(function()
  require("aws").map({ 1 }, function() ngx.sleep(30) end, { timeout = 0.01 })
end)

handler.sets_headers_and_fails = errors.handler(function()
  ngx.header["Content-Encoding"], ngx.header["Cache-Control"], ngx.header["Content-Length"] = "gzip", "max-age=9", 5
  typed.config("decorated")
end)

handler.exits = errors.handler(function() ngx.exit(204) end)

--- Without errors.handler.
function handler.fails_alone() typed.config("nobody sees this") end

--- In init_by_lua: a client without a region.
handler.makes_a_client_of_nothing = errors.handler(function() require("aws.dms").new({}) end)

--- What an HTTP/1.0 client gets from a path of the server.
function handler.asks_with_http_1_0(path)
  local sock = ngx.socket.tcp()
  assert(sock:connect("127.0.0.1", ngx.var.server_port))
  assert(sock:send("GET " .. path .. " HTTP/1.0\r\n\r\n"))
  return sock:receive("*a")
end

--- Whether a TLS session with the server at tls.sock is made.
function handler.shakes_hands()
  local sock = ngx.socket.tcp()
  assert(sock:connect("unix:" .. ngx.config.prefix() .. "tls.sock"))
  local session, fault = sock:sslhandshake(nil, "localhost", false)
  return session and "made", fault
end

local function essence(err) return { type = err.type, message = err.message } end

--- The error of a call without a region.
function handler.calls_without_a_region()
  local arn = "arn:aws:dms:x:1:replication-config:X"
  local _, err = pcall(require("aws.dms").stop_replication, { ReplicationConfigArn = arn })
  return essence(err)
end

--- The error of a client with a profile, where there is no HOME.
function handler.makes_a_client_with_a_profile()
  local _, err = pcall(require("aws.dms").new, { profile = "dr" })
  return essence(err)
end

return handler
