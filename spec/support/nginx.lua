--- Real nginx servers for specs: each with a configuration, a port and a folder of its own, none of them root's.
---
--- A shell holds each nginx until a pipe of this process closes, so it never outlives the specs.
local child = require "spec.support.child"
local core = require "aws.core"
local curl = require "aws.transport.curl"
local dns_server = require "spec.support.dns_server"
local files = require "spec.support.files"
local remote = require "spec.support.remote"
local system = require "system"

local nginx = {}

--- The library may have to be built, and the machine may be busy.
local START_SECONDS = 300

local running = {}

--- nginx.conf around what a spec gives. PORT is the server's, TLSPORT one more, DNSPORT that of a DNS server, which runs
--- where it is named; FOLDER and ROOT are folders: its own and the repository's.
local CONFIG = [[
@MODULES@
@USER@
daemon off;
worker_processes @WORKERS@;
pid "FOLDER/nginx.pid";
error_log "FOLDER/error.log" @LEVEL@;
@MAIN@
events { worker_connections @CONNECTIONS@; }
http {
  access_log off;
  client_body_temp_path "FOLDER/body"; proxy_temp_path "FOLDER/proxy"; fastcgi_temp_path "FOLDER/fastcgi";
  uwsgi_temp_path "FOLDER/uwsgi"; scgi_temp_path "FOLDER/scgi";
  client_max_body_size 64m; client_body_buffer_size 64m;
  keepalive_requests 1000000;
  lua_package_path "@FIRST@ROOT/lua/?.lua;ROOT/lua/?/init.lua;ROOT/?.lua;;";
  lua_package_cpath "ROOT/@BUILT@/?.so;;";
  @HTTP@
  server {
    listen 127.0.0.1:PORT backlog=1024;
    location = /ready { return 200 "FOLDER"; }
    location = /call { content_by_lua_block { require("spec.support.remote").serve() } }
    @SERVER@
  }
}
]]

--- `make coverage` names a folder with another build of the library for nginx.
local counted = os.getenv "SPEC_COVERAGE_FOR_NGINX"

--- Builds the library for LuaJIT, which nginx's Lua is, and holds nginx until standard input ends.
local HOLD = [[
unset LUA_INIT_5_4 LD_PRELOAD ASAN_OPTIONS UBSAN_OPTIONS LUA_PATH LUA_CPATH LUA_INIT MAKEFLAGS MAKELEVEL
PATH=$PATH:/usr/sbin:/sbin
make -s LUA=luajit OUT=build/luajit all >"$1/make.log" 2>&1 || { echo failed >"$1/state"; exit 1; }
setsid nginx -p "$1/" -c "$1/nginx.conf" -e "$1/error.log" </dev/null >"$1/output" 2>&1 &
echo $! >"$1/state"
cat >/dev/null
kill $! 2>/dev/null
wait $!
rm -rf "$1"
]]

local function lines_of(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("*a")
  pipe:close()
  return (text:gsub("%s+$", ""))
end

--- Below the range from which the system gives ports to clients.
local function some_port()
  return 10000 + math.floor(core.random() * 20000)
end

--- What loads the Lua module, unless it is part of nginx.
local function modules()
  local built = lines_of("PATH=$PATH:/usr/sbin:/sbin; nginx -V 2>&1")
  local folder = built:match("%-%-modules%-path=(%S+)") or "/usr/lib/nginx/modules"
  if not files.exists(folder .. "/ngx_http_lua_module.so") then return "" end
  return ("load_module %s/ndk_http_module.so; load_module %s/ngx_http_lua_module.so;"):format(folder, folder)
end

--- Sockets live in it, whose paths have 108 bytes at most.
local function new_folder()
  local folder = lines_of("mktemp -d")
  if #folder < 90 then return folder end
  os.execute("rmdir " .. child.quote(folder))
  return lines_of("mktemp -d /tmp/nginx.XXXXXX")
end

local function configuration(options, folder, port)
  local words = {
    ["@MODULES@"] = modules(),
    ["@USER@"] = lines_of("id -u") == "0" and "user root;" or "",
    ["@WORKERS@"] = options.workers or 1,
    ["@LEVEL@"] = options.level or "info",
    ["@CONNECTIONS@"] = options.connections or 1024,
    ["@MAIN@"] = options.main or "",
    ["@HTTP@"] = options.http or "",
    ["@SERVER@"] = options.server or "",
    ["@FIRST@"] = counted and "ROOT/spec/coverage/nginx/?.lua;" or "",
    ["@BUILT@"] = counted or "build/luajit",
  }
  local text = CONFIG:gsub("@%u+@", function(word) return tostring(words[word]) end)
  local places = { PORT = tostring(port), TLSPORT = tostring(port + 1), FOLDER = folder, ROOT = lines_of("pwd") }
  if text:find("DNSPORT", 1, true) then places.DNSPORT = tostring(dns_server.port()) end
  return (text:gsub("%f[%u]%u+%f[%U]", places))
end

local function wait_for(condition, what)
  local deadline = system.monotime() + START_SECONDS
  while not condition() do
    if system.monotime() > deadline then error(what) end
    system.sleep(0.02)
  end
end

local methods = {}
methods.__index = methods

--- Sends a request to the server; raises when there is no answer.
---@param path string
---@param more? table members of the transport's request that differ
---@return table response
function methods:ask(path, more)
  local request = { method = "GET", url = self.url .. path, headers = { { "Host", self.authority } }, body = "",
    connect_timeout = 60, read_timeout = 120 }
  for name, value in pairs(more or {}) do request[name] = value end
  local response, failure = self.transport(request)
  if not response then error(failure.type .. ": " .. failure.message .. "\n" .. self:log(), 2) end
  return response
end

--- Calls a function of spec/nginx/handlers in a request's content phase. Raises what it raises, with nginx's log.
---@param handlers string the module's name there
---@param name string the function's
---@param ... any plain data
---@return any ... plain data
function methods:call(handlers, name, ...)
  return self:call_at("/call", handlers, name, ...)
end

--- The same in another location, whose handler is remote.serve.
---@param path string
---@param handlers string
---@param name string
---@param ... any plain data
---@return any ... plain data
function methods:call_at(path, handlers, name, ...)
  local response = self:ask(path, { method = "POST", body = remote.write(handlers, name, ...) })
  if response.status ~= 200 then error(response.body .. "\n" .. self:log(), 2) end
  return remote.read(response.body)
end

--- What the server has written to its error log.
function methods:log()
  return files.read_or_empty(self.folder .. "/error.log")
end

--- The process ids of the workers, those that are shutting down left out.
---@return string[]
function methods:workers()
  local pids = {}
  for pid in files.read_or_empty(("/proc/%s/task/%s/children"):format(self.pid, self.pid)):gmatch("%d+") do
    local title = files.read_or_empty("/proc/" .. pid .. "/cmdline")
    if title:find("^nginx: worker process") and not title:find("shutting down", 1, true) then pids[#pids + 1] = pid end
  end
  return pids
end

--- Sends the master a signal: "HUP" loads the configuration anew.
function methods:signal(name)
  os.execute(("kill -%s %s"):format(name, self.pid))
end

function methods:stop()
  if running[self] then
    running[self] = nil
    self.transport:close()
    self.pipe:close()
  end
end

local function is_ready(server)
  local response = server.transport({ method = "GET", url = server.url .. "/ready", body = "",
    headers = { { "Host", server.authority } }, connect_timeout = 5, read_timeout = 30 })
  return response ~= nil and response.body == server.folder -- another nginx may have the port
end

local function is_alive(server)
  return lines_of("kill -0 " .. server.pid .. " 2>/dev/null && echo alive") == "alive"
end

local function hold(folder, port)
  local pipe = assert(io.popen(("sh -c %s sh %s"):format(child.quote(HOLD), child.quote(folder)), "w"))
  local server = setmetatable({ folder = folder, port = port, authority = "127.0.0.1:" .. port, pipe = pipe,
    transport = curl.new() }, methods)
  server.url = "http://" .. server.authority
  running[server] = true
  return server
end

--- Starts nginx.
---@param options? { main?: string, http?: string, server?: string, workers?: integer, level?: string, connections?: integer }
---its configuration
---@return table server # url, authority, port, folder, pid
function nginx.start(options)
  for _ = 1, 10 do
    local folder, port = new_folder(), some_port()
    files.write(folder .. "/nginx.conf", configuration(options or {}, folder, port))
    local server = hold(folder, port)
    wait_for(function() return files.read_or_empty(folder .. "/state"):find("\n") end, "nginx does not start")
    server.pid = files.read_or_empty(folder .. "/state"):match("%d+")
    if not server.pid then error("no library for nginx: " .. files.read_or_empty(folder .. "/make.log")) end
    wait_for(function() return is_ready(server) or not is_alive(server) end, "nginx does not get ready")
    if is_alive(server) then return server end
    local why = files.read_or_empty(folder .. "/output") .. server:log()
    server:stop()
    if not why:find("Address already in use", 1, true) then error("nginx does not start: " .. why) end
  end
  error("nginx finds no free port")
end

--- For teardown.
function nginx.stop_all()
  while next(running) do next(running):stop() end
  dns_server.stop()
end

return nginx
