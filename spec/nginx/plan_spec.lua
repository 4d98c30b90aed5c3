-- Plans inside nginx: targets are read at the same time, in light threads.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local nginx = require "spec.support.nginx"

describe("in nginx a plan", function()
  local server, world

  setup(function() server = nginx.start({ main = ('env "AWS_ENDPOINT_URL_STS=%s";'):format(local_aws.http()) }) end)
  teardown(function() server:stop() end)
  before_each(function() world = local_world.new() end)

  local function target(region, words)
    return local_aws.settings(world:url(words), { region = region })
  end

  it("has what is there and what refused, and blocks nobody", function()
    local names, unreadable, text, is_shared = server:call("plan", "makes",
      { target("us-east-1", "delay=0.1"), target("eu-west-1", "delay=0.1"), target("eu-north-1", "error=AccessDeniedException") },
      { status = "running", tags = { env = "test" } })
    assert.same({ "eu-west-1 running-nightly-test stop", "us-east-1 running-nightly-test stop" }, names)
    assert.same({ "eu-north-1 AccessDeniedException" }, unreadable)
    assert.is_truthy(text:find("2 to stop, 0 to wait for, 0 need nothing; 1 target not read", 1, true))
    assert.is_true(is_shared)
  end)

  it("ends with what match raises", function()
    assert.same({ false, { "mine" } }, { server:call("plan", "fails", { target("us-east-1") }) })
  end)
end)
