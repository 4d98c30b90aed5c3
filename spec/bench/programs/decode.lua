--- decode.lua FILE ours|cjson [peak|alone]: decodes an answer by its shape; or with lua-cjson. `alone`: without the work
--- of Lua's collector, whose share depends on what else there is in memory. With `peak` it prints instead by how many KB
--- one decoding raises the process's peak memory.
local documents = require "spec.bench.support.documents"
local protocol = require "aws.protocol"

local service, operation, text = documents.read(arg[1])
local compiled = protocol.compile(require("aws.model." .. service), operation)
local answer = { status = 200, headers = { ["x-amzn-requestid"] = "0f5d1ab2" }, body = text }

local function ours()
  return assert(protocol.parse(compiled, answer))
end

local decode = ours
if arg[2] == "cjson" then
  local parse = require("cjson").decode
  decode = function() return parse(text) end
end

local function peak()
  for line in io.lines("/proc/self/status") do
    local size = line:match("^VmHWM:%s*(%d+)")
    if size then return tonumber(size) end
  end
end

if arg[3] == "peak" then
  collectgarbage()
  local file = assert(io.open("/proc/self/clear_refs", "w")) -- the peak is counted from here on (proc(5))
  file:write("5")
  file:close()
  local before = peak()
  local kept = decode()
  print(peak() - before, kept and 1)
  return
end

require "spec.bench.programs.worker"(function(count)
  collectgarbage(arg[3] == "alone" and "stop" or "restart")
  for _ = 1, count do decode() end
end)
