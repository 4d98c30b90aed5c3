-- libcurl in nginx: in memory where `init` or `init_worker` makes a call, and nowhere else.
local nginx = require "spec.support.nginx"

describe("libcurl in an nginx worker", function()
  teardown(nginx.stop_all)

  local function worker(http)
    return nginx.start({ http = http })
  end

  it("is not loaded, whatever handlers call", function()
    local server = worker([[ init_by_lua_block { require "aws.drs" } ]])
    assert.equal("ConnectionError", (server:call("libcurl_late", "call")))
    assert.same({ false, false }, { server:call("libcurl_late", "is_loaded") })
  end)

  for _, phase in ipairs({ "init", "init_worker" }) do
    it("is loaded by a call in " .. phase, function()
      local server = worker(([[ %s_by_lua_block { require("spec.nginx.handlers.libcurl_late").call() } ]]):format(phase))
      assert.same({ true, true }, { server:call("libcurl_late", "is_loaded") })
      assert.equal("ConnectionError", (server:call("libcurl_late", "call")))
    end)
  end
end)
