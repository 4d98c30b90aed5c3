-- aws.stub inside nginx: no socket and no time is needed for calls.
local nginx = require "spec.support.nginx"

describe("in nginx aws.stub", function()
  local server

  setup(function() server = nginx.start({}) end)
  teardown(function() server:stop() end)

  it("answers, in time of its own", function()
    assert.same({ "stopped", 1, 4, true }, { server:call("stub", "stops") })
  end)

  it("answers for modules, in light threads", function()
    assert.same({ 0, 20, true }, { server:call("stub", "installed") })
  end)
end)
