-- examples/openresty, as `make openresty-demo` runs it.
local child = require "spec.support.child"
local core = require "aws.core"
local local_aws = require "spec.support.local_aws"

--- With the LuaJIT build of the library, and without what a sanitizer's run preloads.
local SCRIPT = [[
unset LD_PRELOAD ASAN_OPTIONS
eval "$(make -s env LUA=luajit OUT=build/luajit)"
exec sh examples/openresty/demo.sh
]]

describe("the nginx examples", function()
  it("stop, retry, sign, pass on and watch", function()
    local name = "NGINX" .. local_aws.fresh()
    local code, stdout, stderr = child.run(child.environment(local_aws.environment({
      MAKEFLAGS = false, NAME = name, PORT = tostring(20000 + math.floor(core.random() * 9000)),
    })) .. "sh -c " .. child.quote(SCRIPT))
    assert.equal("", stderr)
    assert.equal(0, code)
    local codes = {}
    for status in stdout:gmatch("\n  HTTP (%d+)") do codes[#codes + 1] = status end
    assert.equal("200 502 200 200 200 200 200", table.concat(codes, " "))
    assert.matches("stopping (request id ", stdout, 1, true)
    assert.matches('{"error":"Bad Gateway","type":"ResourceNotFoundFault","applied":"no","request_id":"', stdout, 1, true)
    assert.matches('\n  {"age":%d+%.%d,"last_error":null,"items":%[{"arn":"arn:aws:dms:', stdout)
    local done, logged = stdout:match("\nWhat another timer did[^\n]*\n(.-)\n  HTTP 200\n\nWhat nginx logged\n(.*)$")
    assert.matches("  s%-stalled0000000077 %l+: it %l+", done)
    assert.matches("  s-continuous0000077 skipped: it replicates", done, 1, true)
    assert.matches("^  ResourceNotFoundFault: Replication[^\n]*\n\nAll went as expected%.\n$", logged)
    for i = 1, 3 do
      assert.equal(1, local_aws.count("arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-" .. name .. "-" .. i))
    end
  end)
end)
