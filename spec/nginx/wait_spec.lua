-- Waits inside nginx, in one worker: over cosockets, beside other light threads, in aws.map and in timers; what errors.handler answers.
local aws = require "aws"
local core = require "aws.core"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local nginx = require "spec.support.nginx"
local wait_cases = require "spec.support.wait_cases"

local START = "arn:aws:dms:us-east-1:123456789012:replication-config:"

local SERVER = [[
  location = /progress { content_by_lua_block { require("spec.nginx.handlers.wait").says_progress() } }
  location = /fine { content_by_lua_block { require("spec.nginx.handlers.wait").is_fine() } }
  location = /late { content_by_lua_block { require("spec.nginx.handlers.wait").is_late() } }
  location = /failed { content_by_lua_block { require("spec.nginx.handlers.wait").fails() } }
  location = /missing { content_by_lua_block { require("spec.nginx.handlers.wait").finds_nothing() } }
]]

describe("a wait in nginx", function()
  local server, world

  setup(function() server = nginx.start({ server = SERVER }) end)
  teardown(function() server:stop() end)
  before_each(function() world = local_world.new() end)

  local function call(name, words, ...) return server:call("wait", name, local_aws.settings(world:url(words)), ...) end

  it("sees a stop to its end", function()
    assert.same({ "stopped", true, "stopping" }, { call("stops", "phase=0.3", START .. "RUNNING-ONE") })
  end)

  it("lets other light threads run between its looks", function()
    local looks, turns = call("lets_others_run", nil, START .. "STOPPING-ONE")
    assert.equal(4, looks)
    assert.is_true(turns >= 3, tostring(turns))
  end)

  it("ends with its light thread", function()
    local before, later = call("is_killed", nil, START .. "STOPPING-TWO")
    assert.is_true(before >= 2)
    assert.equal(before, later)
  end)

  it("is one of many in aws.map", function()
    local failed, words = call("in_a_map", nil, { local_aws.server_id("continuous"), local_aws.server_id("stalled"),
      local_aws.server_id("initiating"), "s-nobody0000000000a", })
    assert.same({ 2, { "CONTINUOUS", "WaitTimeout STALLED", "INITIATING", "ResourceMissing missing" } }, { failed, words })
  end)

  it("works in a timer", function()
    assert.equal("stopped", call("in_a_timer", "phase=0.3", START .. "RUNNING-TWO"))
  end)

  for _, case in ipairs(wait_cases.list) do
    it("as in scripts: " .. case.name, function()
      wait_cases.check(case, server:call("wait", "performs", wait_cases.prepare(case)))
    end)
  end

  --- Asks how far the handler is, again and again, until its wait is over: how often each answer came.
  local function ask_meanwhile(is_over)
    local answers, deadline = {}, core.clock() + 100
    repeat
      local at = server:ask("/progress").body
      answers[at] = (answers[at] or 0) + 1
      core.sleep(0.02)
    until is_over() or core.clock() > deadline
    return answers
  end

  -- Each pause lasts a second, and so does each look: what blocks the worker would leave no answer within it.
  it("blocks no other request, neither between its looks nor during them", function()
    local is_over, looks
    local settings = local_aws.settings(world:url("phase=3,delay=1"))
    local results = aws.map({ "wait", "ask" }, function(item)
      if item == "ask" then return ask_meanwhile(function() return is_over end) end
      local ok, status, changed, count = pcall(server.call, server, "wait", "tells_progress", settings, START .. "RUNNING-LONG")
      is_over, looks = true, count
      return ok and { status, changed } or error(status, 0)
    end)
    assert.same({ "stopped", "yes" }, results[1].value, tostring(results[1].error))
    local answers = results[2].value
    assert.is_true(looks >= 3, tostring(looks))
    for i = 1, looks - 1 do assert.is_truthy(answers["asleep " .. i], "none while it slept after look " .. i) end
    for i = 1, looks do assert.is_truthy(answers["looking " .. i], "none during look " .. i) end
  end)

  it("that fails is answered by errors.handler", function()
    local statuses = {}
    for i, path in ipairs({ "/fine", "/late", "/failed", "/missing" }) do statuses[i] = server:ask(path).status end
    assert.same({ 200, 504, 502, 502 }, statuses)
    assert.truthy(server:log():find("WaitTimeout: replication_stopped: " .. START .. "ONE is still running", 1, true))
  end)
end)
