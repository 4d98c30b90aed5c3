-- The library's own logger inside nginx: its lines are in nginx's log, at nginx's levels.
local core = require "aws.core"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

describe("the library's own logger inside nginx", function()
  local function about(settings)
    local keys = local_aws.settings().credentials
    return {
      endpoint = local_aws.http("status=503,times=1,id=" .. local_aws.arn():match("[^:]+$")), id = keys.access_key_id,
      secret = keys.secret_access_key, arn = local_aws.arn(), settings = settings,
    }
  end
  teardown(nginx.stop_all)

  --- The log's lines that are the library's: level, line.
  local function lines_of(server)
    local found = {}
    for level, line in server:log():gmatch("%[(%l+)%] [^\n]-%[lua%] log%.lua:%d+:([^\n]*)") do
      found[#found + 1] = { level, line }
    end
    return found
  end

  it("logs at the levels of its lines", function()
    local server = nginx.start()
    assert.equal("stopping", (server:call("log", "stops", about({ logger = "stderr" }))))
    local told = {}
    for i, pair in ipairs(lines_of(server)) do
      told[i] = pair[1] .. ": " .. tostring(pair[2]:match("%dZ (%l+ +%S+ %l+) region=us%-east%-1 "))
    end
    assert.same({
      "info: debug dms.stop_replication attempt", "warn: warn  dms.stop_replication response",
      "info: info  dms.stop_replication retry", "info: debug dms.stop_replication attempt",
      "info: info  dms.stop_replication response",
    }, told)
  end)

  it("leaves it to nginx what is in the log", function()
    local server = nginx.start({ level = "warn" })
    assert.equal("stopping", (server:call("log", "stops", about({ logger = "stderr" }))))
    local found = lines_of(server)
    assert.equal(1, #found)
    assert.matches(' outcome="HTTP 503" status=503 ', found[1][2])
  end)

  it("tells of a call that fails before it is sent", function()
    local server = nginx.start()
    local type_name, id = server:call("log", "fails", about({ logger = "stderr", read_only = true }))
    local found = lines_of(server)
    assert.same({ "ReadOnlyError", 1, "warn" }, { type_name, #found, found[1][1] })
    assert.truthy(found[1][2]:find(" failure region=us-east-1 attempts=0 outcome=ReadOnlyError applied=no ", 1, true))
    assert.truthy(found[1][2]:find(" invocation_id=" .. id, 1, true))
  end)

  it("is off for a client with logger = false, whatever AWS_LOG says", function()
    local server = nginx.start({ main = "env AWS_LOG=json;" })
    assert.equal("stopping", (server:call("log", "stops", about({ logger = false }))))
    assert.same({}, lines_of(server))
  end)

  it("is switched on by AWS_LOG, which nginx.conf has to name", function()
    local server = nginx.start({ main = "env AWS_LOG=json:warn;" })
    local index = server:call("log", "stops_in_a_map", about())
    local found = lines_of(server)
    assert.equal(1, #found)
    local line = core.decode(core.shape({
      Line = { type = "structure", members = { outcome = "string", index = "integer", service = "string" } },
    }, "Line"), (found[1][2]:match("%b{}")))
    assert.same({ outcome = "HTTP 503", index = 1, service = "dms" }, line)
    assert.equal(1, index)
  end)
end)
