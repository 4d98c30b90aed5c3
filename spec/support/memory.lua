--- Sweeps of a memory that runs out: memory_sweep.lua in memory_host, with the servers that it needs.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

local memory = {}

local LUA = os.getenv "LUA" or "lua5.4"
local HOST = ("build/%s/memory_host"):format(LUA)

--- The interpreter whose memory runs out, for the Lua at hand; made when it is not there.
local function host()
  local code, stdout, stderr = child.run(('"${MAKE:-make}" -s --no-print-directory LUA=%s OUT=build/%s %s')
    :format(LUA, LUA, HOST))
  if code ~= 0 then error("the host cannot be built: " .. stdout .. stderr) end
  return HOST
end

local of_c = {
  sign = true, presign = true, template = true, decode = true, shape = true, wrong = true, encode = true, journal = true,
  random = true, warm = true,
}

--- Whether the interpreter itself survives that. LuaJIT, as its versions of 2023 are, writes its "not enough memory" over a frame
--- where one of its own functions of texts has no memory for a result, and crashes: there Lua's allocations are to fail only in
--- what is C for the most part.
---@param scenario string
---@param kind string as of memory.sweep
---@return boolean
function memory.is_sound(scenario, kind)
  return not rawget(_G, "jit") or of_c[scenario] or kind ~= "lua" and kind ~= "both"
end

--- Starts the servers of the sweeps; they are stopped with the other TCP servers.
---@return table<string, string> environment for memory.sweep
function memory.start()
  local variables = local_aws.variables()
  local key = local_aws.temporary_key
  local keys = ('{"AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","Expiration":"2099-01-01T00:00:00Z"}'):format(
    key.access_key_id, key.secret_access_key, key.session_token)
  return local_aws.environment({
    SWEEP_HTTP = local_aws.http("apply=no"),
    SWEEP_HTTPS = local_aws.https("apply=no"),
    SWEEP_CA_BUNDLE = variables.LOCAL_AWS_CA_BUNDLE,
    SWEEP_RESET = tcp_server.start({ "read", "reset" }).url,
    SWEEP_CONTAINER = tcp_server.start({ "read", tcp_server.answer(200, {}, keys) }).url .. "/keys",
    LUA_CPATH = ("build/%s/?.so;%s"):format(LUA, os.getenv "LUA_CPATH" or ";"),
    LD_PRELOAD = false,
  })
end

--- Runs a part of a sweep.
---@param environment table<string, string> of memory.start
---@param scenario string one of memory_sweep.lua's
---@param kind "malloc"|"lua"|"both"|"epoll"|"random" what fails
---@param count integer how often, from the N-th on; 0 for ever
---@param first integer the first N
---@param step integer
---@param last integer the last N, unless an earlier one is never reached
---@return boolean ok
---@return string report
function memory.sweep(environment, scenario, kind, count, first, step, last)
  local words = table.concat({ host(), "spec/support/memory_sweep.lua", scenario, kind, count, first, step, last }, " ")
  local code, stdout, stderr = child.run(child.environment(environment) .. words)
  return code == 0, stdout .. stderr .. (code > 1 and ("exit code %d\n"):format(code) or "")
end

return memory
