-- examples/openresty/watcher.lua: one worker looks, all show it; failures and reloads end nothing.
local dkjson = require "dkjson"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local nginx = require "spec.support.nginx"
local system = require "system"

local MAIN = "env WATCH_GOOD=%s; env WATCH_BAD=%s; env WATCH_KEY=%s; env WATCH_SECRET=%s;"

local HTTP = [[
  lua_shared_dict watched 1m;
  init_worker_by_lua_block { require("spec.nginx.handlers.watcher").start() }
]]

local SERVER = "location = /state { content_by_lua_block { require('spec.nginx.handlers.watcher').show() } }"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:"

describe("the watcher of the nginx examples", function()
  local server, world

  setup(function()
    world = local_world.new()
    world:set(ARN .. "FAILED-CUSTOMERS", { failure = 'a%22%5c%1b%0Ab' })
    local variables = local_aws.variables()
    local main = MAIN:format(world:url(), world:url("error=ThrottlingException"), variables.AWS_ACCESS_KEY_ID,
      variables.AWS_SECRET_ACCESS_KEY)
    server = nginx.start({ workers = 2, main = main:gsub("=([^;]*);", "='%1';"):gsub("env ([%w_]+)='([^']*)'", "env '%1=%2'"),
      http = HTTP, server = SERVER })
  end)
  teardown(nginx.stop_all)

  --- The first answer for which a condition holds.
  local function await(condition)
    local deadline = system.monotime() + 60
    repeat
      local response = server:ask("/state")
      assert.same({ 200, "application/json" }, { response.status, response.headers["content-type"] })
      local state = assert(dkjson.decode(response.body), response.body)
      if condition(state) then return state end
      system.sleep(0.02)
    until system.monotime() > deadline
    error("it did not come; the last state: " .. server:ask("/state").body .. server:log())
  end

  local function statuses(state)
    local found = {}
    for _, item in ipairs(state.items) do found[item.name] = item.status end
    return found
  end

  local function has_looked(state) return type(state.items) == "table" and not state.last_error end

  it("shows the error of a look before there is a list", function()
    local state = await(function(state) return state.last_error end)
    assert.same({ "ThrottlingException", nil, nil }, { state.last_error.type, state.items, state.age })
    assert.is_true(state.last_error.age >= 0)
    assert.matches("watching replications: ThrottlingException: ", server:log(), 1, true)
  end)

  it("goes on after it, and shows what it sees, and how long ago", function()
    server:call("watcher", "choose", "good")
    local state = await(has_looked)
    assert.same({ "running", "failed" }, { statuses(state)["running-orders"], statuses(state)["failed-customers"] })
    assert.is_true(state.age >= 0)
    for _, item in ipairs(state.items) do
      if item.name == "failed-customers" then assert.equal('a"\\\27\nb', item.messages) end
    end
    world:set(ARN .. "RUNNING-ORDERS", { status = "stopping" })
    await(function(later) return statuses(later)["running-orders"] == "stopping" end)
  end)

  it("keeps the last list while looks fail, whatever the error", function()
    for name, type_name in pairs({ bad = "ThrottlingException", other = "error" }) do
      server:call("watcher", "choose", name)
      local state = await(function(state) return state.last_error and state.last_error.type == type_name end)
      assert.equal("failed", statuses(state)["failed-customers"])
      local later = await(function(later) return later.age > state.age end)
      assert.equal(#state.items, #later.items)
    end
    server:call("watcher", "choose", "good")
    await(has_looked)
  end)

  it("looks in one worker, and goes on in another one after a reload", function()
    local function seen_by()
      local pids = {}
      await(function(state)
        for _, item in ipairs(state.items) do pids[#pids + 1] = item.seen_by end
        return #pids > 100
      end)
      for _, pid in ipairs(pids) do assert.equal(pids[1], pid) end
      return pids[1]
    end
    local function is_worker(pid)
      for _, worker in ipairs(server:workers()) do
        if worker == pid then return true end
      end
      return false
    end
    local before = seen_by()
    server:signal("HUP")
    await(function(state) return state.items[1].seen_by ~= before and not is_worker(before) end)
    assert.is_true(is_worker(seen_by()))
  end)
end)
