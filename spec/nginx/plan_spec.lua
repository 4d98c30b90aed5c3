-- Plans inside nginx: targets are read at the same time, in light threads.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local nginx = require "spec.support.nginx"
local plan_runs = require "spec.support.plan_runs"
local remote = require "spec.support.remote"
local temporary = require "spec.support.folder"

local SERVER = [[
  location = /abort {
    lua_check_client_abort on;
    content_by_lua_block { require("spec.support.remote").serve() }
  }
]]

describe("in nginx a plan", function()
  local server, world

  setup(function() server = nginx.start({ server = SERVER, main = ('env "AWS_ENDPOINT_URL_STS=%s";'):format(local_aws.http()) }) end)
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

  describe("that runs", function()
    local made, path

    before_each(function()
      made = temporary.new()
      path = made.path .. "/report.jsonl"
      child.run("chmod 777 " .. child.quote(made.path))
      world = local_world.new("many=6,phase=0.1") -- three that run
    end)

    after_each(function() made.remove() end)

    it("stops what runs, with a report, and blocks nobody", function()
      local counts, left, is_shared = server:call("plan", "runs", { target("us-east-1") }, path)
      assert.equal("6 done (3 without a write), 0 failed, 0 may have been carried out, 0 not started", counts)
      assert.equal("6 done (6 without a write), 0 failed, 0 may have been carried out, 0 not started", left)
      assert.is_true(is_shared)
      assert.equal(9, #plan_runs.lines(path))
      for _, number in ipairs({ 1, 2, 4 }) do
        assert.equal(1, world:state(("arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-%05d"):format(number)).count)
      end
    end)

    it("can be gone on with after its request was killed", function()
      local body = remote.write("plan", "runs_once", { target("us-east-1", "delay=60,on=StopReplication") }, path)
      assert.is_false(pcall(server.ask, server, "/abort", { method = "POST", body = body, read_timeout = 1 }))
      local sent = {}
      for i, line in ipairs(plan_runs.lines(path)) do sent[i] = line.phase == "sent" end
      assert.same({ false, false, false, true, true, true }, sent)
      local counts = server:call("plan", "runs_once", { target("us-east-1") }, path)
      assert.equal("6 done (6 without a write), 0 failed, 0 may have been carried out, 0 not started", counts)
      assert.equal(9, #plan_runs.lines(path))
    end)
  end)
end)
