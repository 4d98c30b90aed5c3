--- A service that hands out keys, slowly, and counts; and calls whose outcome is the keys that they used.
---
--- State is in the lua_shared_dict `state`: `latency` (seconds), `lifetime` of keys (seconds), `is_down`, `refused` (an
--- access key that the service calls expired), `shift` (seconds that the clients' clocks are ahead).
local errors = require "aws.errors"
local drs = require "aws.drs"

local key_server = {}

key_server.INPUT = { sourceServerID = "s-1234567890abcdef0" }

--- What its specs put into http.
key_server.HTTP = [[
  lua_shared_dict state 1m;
  lua_shared_dict keys 1m;
  init_by_lua_block { require("spec.nginx.handlers.key_server") }
]]

--- What its specs put into the server.
key_server.SERVER = [[
  location /keys/ { content_by_lua_block { require("spec.nginx.handlers.key_server").serve_keys() } }
  location /service/ { content_by_lua_block { require("spec.nginx.handlers.key_server").serve_calls() } }
]]

--- Forgets state and keys.
function key_server.clear()
  ngx.shared.state:flush_all()
  ngx.shared.keys:flush_all()
end

function key_server.set(name, value) ngx.shared.state:set(name, value) end

function key_server.get(name) return ngx.shared.state:get(name) end

--- Waits a while for a member of the state, and returns it.
function key_server.await(name)
  for _ = 1, 1500 do
    if key_server.get(name) then break end
    ngx.sleep(0.01)
  end
  return key_server.get(name)
end

--- Waits a while until the keys of a name were fetched so often.
function key_server.await_fetches(name, count)
  for _ = 1, 2000 do
    if key_server.fetches(name) >= count then break end
    ngx.sleep(0.01)
  end
end

--- Lets nginx do other things.
function key_server.give_turns(count)
  for _ = 1, count do ngx.sleep(0.01) end
end

--- The keys of the ECS kind for one name, the path's end: AKIANAME1, AKIANAME2, … fetch by fetch.
function key_server.serve_keys()
  local state, name = ngx.shared.state, ngx.var.uri:match("([^/]+)$")
  local count = state:incr("fetches " .. name, 1, 0)
  ngx.sleep(state:get("latency") or 0.01)
  if state:get("is_down") then return ngx.exit(500) end
  local ends = ngx.time() + (state:get("shift") or 0) + (state:get("lifetime") or 3600)
  ngx.print(('{"AccessKeyId":"AKIA%s%d","SecretAccessKey":"secret","Token":"token","Expiration":"%s"}'):format(
    name, count, os.date("!%Y-%m-%dT%H:%M:%SZ", ends)))
end

--- The service: it refuses one access key.
function key_server.serve_calls()
  local id = ngx.var.http_authorization:match("Credential=(%w+)/")
  if id ~= ngx.shared.state:get("refused") then return ngx.print("{}") end
  ngx.header["x-amzn-errortype"] = "ExpiredTokenException"
  ngx.status = 403
  ngx.print('{"message":"expired"}')
end

--- How often the keys of a name were fetched.
function key_server.fetches(name)
  return ngx.shared.state:get("fetches " .. name) or 0
end

--- A client whose keys come from /keys/NAME.
---@param port integer|string of the server
---@param name string
---@param settings? table more
---@param options? table of the provider
function key_server.client(port, name, settings, options)
  local own = { full_uri = ("http://127.0.0.1:%s/keys/%s"):format(port, name), attempts = 1, timeout = 10 }
  for option, value in pairs(options or {}) do own[option] = value end
  local given = {
    region = "us-east-1",
    endpoint_url = ("http://127.0.0.1:%s/service"):format(port),
    credentials = require("aws.credentials").container(own),
    now = function() return ngx.now() + (ngx.shared.state:get("shift") or 0) end,
  }
  for setting, value in pairs(settings or {}) do given[setting] = value end
  return drs.new(given)
end

--- The access key that a client signs with now, or its error's type.
function key_server.key_of(client)
  local ok, request = pcall(client.prepare.retry_data_replication, key_server.INPUT)
  if not ok then return errors.is(request) and request.type or tostring(request) end
  for _, header in ipairs(request.headers) do
    if header[1] == "Authorization" then return header[2]:match("Credential=(%w+)/") end
  end
end

return key_server
