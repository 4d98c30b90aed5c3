-- What a logger hears of a wait: its looks are calls, and after each the wait tells what it has seen.
local aws = require "aws"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"
local written = require "spec.support.written"

--- What a wait over these states tells, and how it ended.
local function told_by(states, name, options, settings)
  local log = {}
  local given = { logger = function(event) log[#log + 1] = event end }
  for member, value in pairs(settings or {}) do given[member] = value end
  local client, world = waits.client("dms", states, given)
  local result = { pcall(client.wait[name or "replication_stopped"], waits.ARN, options) }
  local looks, types = {}, {}
  for i, event in ipairs(log) do
    types[i] = event.type
    if event.type == "look" then looks[#looks + 1] = event end
  end
  return looks, table.concat(types, " "), result, world
end

describe("a logger", function()
  it("hears of each look of a wait, after the look's own call", function()
    local looks, types = told_by({ "running", "stopping", "stopped" }, nil, { delay = 5 })
    assert.equal("attempt response look attempt response look attempt response look", types)
    local function expected(state, polls, waited)
      return {
        type = "look", service = "dms", operation = "describe_replications", waiter = "replication_stopped", resource = waits.ARN,
        state = state, polls = polls, waited = waited,
      }
    end
    assert.same({ expected("running", 1, 0), expected("stopping", 2, 5), expected("stopped", 3, 10) }, looks)
  end)

  it("hears of a look that failed, with the state seen before", function()
    local looks, types = told_by({ "running", retries.refusal(503), "stopped" }, nil, { delay = 5 })
    assert.equal("attempt response look attempt response look attempt response look", types)
    assert.same({ "running", "running", "stopped" }, { looks[1].state, looks[2].state, looks[3].state })
  end)

  it("hears of a state that ends the wait badly, and of nothing where a look raises", function()
    local looks, _, result = told_by({ "failed" })
    assert.same({ "failed", "WaitFailed" }, { looks[1].state, result[2].type })
    looks, _, result = told_by({ retries.refusal(400, "AccessDeniedException") })
    assert.same({ 0, "AccessDeniedException" }, { #looks, result[2].type })
  end)

  it("hears of what waits inside a helper, and which item of a map it is in", function()
    local looks = {}
    local client = waits.client("dms", { "stopped" }, {
      logger = function(event) if event.type == "look" then looks[#looks + 1] = event end end,
    })
    aws.map({ waits.ARN, waits.ARN }, function(arn) return client.ensure_stopped(arn) end, { concurrency = 1 })
    assert.same({ "stopped", 1, "stopped", 2 }, { looks[1].state, looks[1].index, looks[2].state, looks[2].index })
  end)

  it("that raises or yields changes nothing of a wait", function()
    local client = waits.client("dms", { "running", "stopped" }, { logger = function() error("no space", 0) end })
    local _, info = client.wait.replication_stopped(waits.ARN)
    assert.equal(2, info.polls)
  end)

  it("in which Ctrl-C strikes at a look ends the wait", function()
    local count = 0
    local client = waits.client("dms", { "running", "stopped" }, { logger = function(event)
      if event.type ~= "look" then return end
      count = count + 1
      error("interrupted!", 0)
    end })
    local err = scripted.failure(client.wait.replication_stopped, waits.ARN)
    assert.same({ "Interrupted", "replication_stopped", 1 }, { err.type, err.waiter, count })
    scripted.failure(client.wait.replication_stopped, waits.ARN)
    assert.equal(2, count)
  end)
end)

describe("logger = \"stderr\"", function()
  it("writes a line for each look, at level info", function()
    local client = waits.client("dms", { "stopped" }, { logger = "text:info" })
    local texts = written.by(function() client.wait.replication_stopped(waits.ARN) end)
    assert.equal(2, #texts)
    assert.equal("2024-02-29T23:59:58.000Z info  dms.describe_replications look region=us-east-1 waiter=replication_stopped resource="
      .. waits.ARN .. " state=stopped polls=1 waited=0\n", texts[2])
  end)
end)
