-- Four workers under load while the configuration is loaded anew: every call is made once, and answered.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local system = require "system"

local CALLS, AT_ONCE, RELOADS = 300, 16, 3

local HTTP = [[ init_by_lua_block { require("spec.nginx.handlers.reload").start("%s", "%s", "%s", "%s") } ]]

local SERVER = [[
  location ~ ^/call/(?<number>\d+)$ {
    content_by_lua_block { require("spec.nginx.handlers.reload").stop_replication(ngx.var.number) }
  }
]]

describe("four workers that are reloaded under load", function()
  teardown(nginx.stop_all)

  it("lose no call", function()
    local variables, id = local_aws.variables(), "reload" .. local_aws.fresh()
    local server = nginx.start({
      workers = 4,
      http = HTTP:format(local_aws.http("delay=0.05,id=" .. id), variables.AWS_ACCESS_KEY_ID, variables.AWS_SECRET_ACCESS_KEY,
        local_aws.fresh()),
      server = SERVER,
    })
    local before = table.concat(server:workers(), " ")
    local command = "curl -q --noproxy '*' -s --stderr /dev/null -Z --parallel-max %d -o /dev/null -w '%%{http_code}\\n' '%s/call/[1-%d]'"
    local load = child.start(command:format(AT_ONCE, server.url, CALLS))
    for _ = 1, RELOADS do
      system.sleep(0.2)
      server:signal("HUP")
    end
    local _, codes = load.finish()
    assert.equal(("200\n"):rep(CALLS), codes)
    assert.are_not.equal(before, table.concat(server:workers(), " "))
    local made = {}
    for _, request in ipairs(local_aws.requests(id)) do
      made[request.body] = (made[request.body] or 0) + 1
      assert.equal(1, made[request.body])
    end
    local log = server:log()
    for _, sign in ipairs({ "attempt to yield", "[error]", "[alert]", "[crit]" }) do
      assert.is_nil(log:find(sign, 1, true), log)
    end
  end)
end)
