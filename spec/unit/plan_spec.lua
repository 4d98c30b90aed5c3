-- aws.plan: what would be done to many replications and servers. Nothing is changed while it is made.
local aws = require "aws"
local dms = require "aws.dms"
local errors = require "aws.errors"
local interruptions = require "spec.support.interruptions"
local plans = require "spec.support.plan_places"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waiting = require "aws.waiting"

local arn, replication, server, column, failure = plans.arn, plans.replication, plans.server, plans.column, scripted.failure

local denied = retries.refusal(403, "AccessDeniedException")

describe("a plan of replications", function()
  local statuses = {
    { "running", "stop", "it runs" },
    { "replication_starting", "stop", "it is starting up" },
    { "fetching_metadata", "stop", "it is starting up" },
    { "stopping", "wait", "it is stopping" },
    { "modifying", "wait", "it is being modified" },
    { "stopped", "nothing", "it is stopped" },
    { "created", "nothing", "it has never run" },
    { "failed", "nothing", "it has failed" },
    { "ready", "nothing", "it is ready, and does not run" },
    { "deleting", "nothing", "it is being deleted" },
    { "surprising", "stop", "its state is surprising, which is not known here" },
  }
  for _, row in ipairs(statuses) do
    it(("says %s of one that is %s"):format(row[2], row[1]), function()
      local plan = plans.make("dms", { plans.place({ list = { replication("one", row[1]) } }) })
      local item = plan.items[1]
      assert.same({ row[1], row[2], row[3], 1 }, { item.state, item.action, item.reason, plan.summary[row[2]] })
    end)
  end

  it("says the same as ensure_stopped in a dry run", function()
    for _, row in ipairs(statuses) do
      local place = plans.place({ list = { replication("one", row[1]) } })
      local client = scripted.with_environment({}, dms.new, place.settings)
      assert.equal(row[2], client.ensure_stopped(arn("one"), { dry_run = true }).would)
    end
  end)

  it("has the fields that it is run by", function()
    local before = require("aws.core").now()
    local place = plans.place({ list = { replication("orders", "running") } })
    local plan = plans.make("dms", { place }, { options = { max_time = 60 } })
    assert.same({ "dms", "ensure_stopped", { max_time = 60 } }, { plan.service, plan.action, plan.options })
    assert.is_true(plan.time >= before)
    assert.same({ { account = "123456789012", region = "us-east-1", id = arn("orders"), name = "orders", state = "running",
      action = "stop", reason = "it runs", target = 1 } }, plan.items)
    assert.equal("us-east-1", plan.targets[1].region)
    assert.equal(place.settings.transport, plan.targets[1].transport)
    assert.same({ {}, {}, {} }, { plan.unreadable, plan.duplicates, plan.missing })
    assert.same({ stop = 1, wait = 0, nothing = 0, unreadable = 0 }, plan.summary)
    assert.is_truthy(plan.id:find("^%x%x%x%x%x%x%x%x%x%x%x%x$"))
  end)

  it("reads all pages, and changes nothing", function()
    local list = {}
    for i = 1, 7 do list[i] = replication(("r%d"):format(i), "running") end
    local place = plans.place({ list = list, page = 3 })
    local plan = plans.make("dms", { place })
    assert.equal(7, #plan.items)
    assert.same({ "GetCallerIdentity", "DescribeReplications", "DescribeReplications", "DescribeReplications" }, place.calls)
    assert.equal(1, place.closed)
  end)

  it("has items by account, region and name, whatever their order was", function()
    local places = {
      plans.place({ list = { replication("b", "running", "us-east-1"), replication("a", "running", "us-east-1") } }),
      plans.place({ list = { replication("c", "stopped", "eu-west-1") } }, { region = "eu-west-1" }),
      plans.place({ account = "000000000001", list = { replication("z", "running", "us-east-1", "000000000001") } }),
    }
    local plan = plans.make("dms", places, { concurrency = 1 })
    assert.same({ "z", "c", "a", "b" }, column(plan, "name"))
    assert.same({ 3, 2, 1, 1 }, column(plan, "target"))
    assert.same({ "000000000001", "123456789012", "123456789012", "123456789012" }, column(plan, "account"))
    local turned = plans.make("dms", { places[3], places[1], places[2] })
    assert.equal(plan.id, turned.id)
  end)
end)

describe("a plan of source servers", function()
  local rows = {
    { "STALLED", "retry" }, { "DISCONNECTED", "retry" }, { "STOPPED", "skip" }, { "STOPPED", "start", { stopped = "start" } },
    { "DISCONNECTED", "skip", { disconnected = "skip" } }, { "CONTINUOUS", "skip" }, { "INITIAL_SYNC", "skip" }, { "NEW", "skip" },
    { "NEW", "retry", { force = true } },
  }
  for _, row in ipairs(rows) do
    it(("says %s of one that is %s%s"):format(row[2], row[1], row[3] and ", with an option" or ""), function()
      local plan = plans.make("drs", { plans.place({ list = { server("s-1", row[1]) } }) }, { options = row[3] })
      assert.same({ row[1], row[2] }, { plan.items[1].state, plan.items[1].action })
      assert.equal(1, plan.summary[row[2]])
      assert.same({ "drs", "retry_if_stalled" }, { plan.service, plan.action })
    end)
  end

  it("has names from tags, hosts or ids, and tags", function()
    local plan = plans.make("drs", { plans.place({ list = { server("s-1", "STALLED", { tags = { Name = "db" } }), server("s-2", "PAUSED"),
      { sourceServerID = "s-3" }, { dataReplicationInfo = { dataReplicationState = "STALLED" } } } }) })
    assert.same({ "db", "host-s-2", "s-3" }, column(plan, "name"))
    assert.same({ "STALLED", "PAUSED", "unknown" }, column(plan, "state"))
    assert.same({ { Name = "db" }, { env = "test" }, {} }, column(plan, "tags"))
  end)

  it("has hints, and pages", function()
    local stalled = server("s-1", "STALLED")
    stalled.dataReplicationInfo.dataReplicationError = { error = "AGENT_NOT_SEEN" }
    local place = plans.place({ list = { stalled, server("s-2", "STOPPED"), server("s-3", "STOPPED") }, page = 1 })
    local plan = plans.make("drs", { place })
    assert.is_truthy(plan.items[1].hint:find("TCP 443", 1, true))
    assert.equal("it is stalled: AGENT_NOT_SEEN", plan.items[1].reason)
    assert.equal(3, plans.count(place.calls, "DescribeSourceServers"))
  end)
end)

describe("what cannot be read", function()
  it("is reported, and the rest is read", function()
    local places = {
      plans.place({ list = { replication("a", "running") } }),
      plans.place({ answers = { DescribeReplications = denied } }, { region = "eu-west-1", profile = nil }),
      plans.place({ answers = { GetCallerIdentity = retries.fault("ConnectionError") } }, { region = "eu-west-2" }),
      plans.place({}, { region = "eu-west-3", credentials = function() return nil, "no keys here" end }),
      plans.place({ list = { replication("b", "running", "ap-south-1") }, page = 1,
        answers = { ListTagsForResource = denied } }, { region = "ap-south-1" }),
    }
    local plan = plans.make("dms", places, { where = { tags = { env = "test" } } })
    assert.same({}, plan.items)
    assert.equal(4, plan.summary.unreadable)
    local seen = {}
    for i, entry in ipairs(plan.unreadable) do
      seen[i] = ("%d %s %s %s"):format(entry.target, entry.region, entry.account or "-", entry.error.type)
      assert.is_true(errors.is(entry.error))
    end
    assert.same({ "2 eu-west-1 123456789012 AccessDeniedException", "3 eu-west-2 - ConnectionError", "4 eu-west-3 - CredentialsError",
      "5 ap-south-1 123456789012 AccessDeniedException" }, seen)
    for _, place in ipairs(places) do assert.equal(1, place.closed) end
  end)

  it("is one whose later page fails: no part of it is in the plan", function()
    local calls = 0
    local place = plans.place({ list = { replication("a", "running"), replication("b", "running") }, page = 1, answers = {
      DescribeReplications = function()
        calls = calls + 1
        if calls == 2 then return retries.refusal(500, "InternalFailure") end
      end,
    } })
    local plan = plans.make("dms", { place })
    assert.same({}, plan.items)
    assert.equal("InternalFailure", plan.unreadable[1].error.type)
  end)

  it("is not Ctrl-C, which ends the plan", function()
    local place = plans.place({ answers = { DescribeReplications = function() error("x.lua:1: interrupted!", 0) end } })
    local other = plans.place({}, { region = "eu-west-1" })
    local ok, raised = pcall(plans.make, "dms", { place, other })
    assert.is_false(ok)
    assert.is_true(errors.is(raised, "interrupted"))
    assert.same({ 1, 1 }, { place.closed, other.closed })
  end)

  it("is not an error at any instruction, as Ctrl-C raises it: no plan is made then", function()
    local place
    local function begin()
      local list = {}
      for i = 1, 4 do list[i] = replication("r" .. i, "running") end
      place = plans.place({ list = list, page = 1, answers = { GetCallerIdentity = function() interruptions.join() end } })
    end
    local function run() return plans.make("dms", { place }, { where = { match = function() return true end } }) end
    begin()
    run() -- so that no module is loaded any more
    local tally = interruptions.sweep({ begin = begin, run = run, check = function(outcome)
      assert(outcome.is_cut or outcome.ok == (outcome.place == nil), "it was swallowed")
      assert(outcome.ok or outcome.is_cut or outcome.first == interruptions.TEXT or errors.is(outcome.first, "interrupted"))
    end }, 61)
    assert.is_true(tally.steps > 5000)
  end)

  it("is not a setting that is wrong, which is told before anything is asked", function()
    local first = plans.place({})
    local cases = { { { reigon = "x" }, "ConfigError", "targets[2]" }, { { profile = "absent" }, "ProfileNotFound", "targets[2]" } }
    for _, case in ipairs(cases) do
      local err = failure(plans.make, "dms", { first, plans.place({}, case[1]) })
      assert.equal(case[2], err.type)
      assert.is_truthy(err.message:find(case[3], 1, true))
    end
    assert.same({}, first.calls)
    assert.equal(2, first.closed)
    local err = failure(scripted.with_environment, {}, aws.plan, { service = "dms", targets = { {} } })
    assert.equal("NoRegionError", err.type)
  end)
end)

describe("targets", function()
  it("that are the same account and region give each item once, and it is said", function()
    local list = { replication("a", "running") }
    local places = { plans.place({ list = list }), plans.place({ list = list }), plans.place({ list = list, account = "000000000001" }) }
    local plan = plans.make("dms", places, { where = { match = function(item) return item.name == "a" end } })
    assert.same({ 3, 1 }, column(plan, "target"))
    assert.same({ { target = 2, same_as = 1, account = "123456789012", region = "us-east-1" } }, plan.duplicates)
    assert.is_truthy(tostring(plan):find("target 2 (us-east-1, account 123456789012) is the same as target 1", 1, true))
  end)

  it("that cannot be read leave the items to the same place", function()
    local list = { replication("a", "running") }
    local plan = plans.make("dms", { plans.place({ answers = { DescribeReplications = denied } }), plans.place({ list = list }) })
    assert.same({ 2 }, column(plan, "target"))
    assert.same({}, plan.duplicates)
  end)

  it("may have a list of regions", function()
    local place = plans.place({ list = {} })
    place.settings.region, place.settings.regions = nil, { "eu-west-1", "eu-west-2" }
    local plan = plans.make("dms", { place, plans.place({}) })
    assert.same({ "eu-west-1", "eu-west-2", "us-east-1" }, { plan.targets[1].region, plan.targets[2].region, plan.targets[3].region })
    assert.is_nil(plan.targets[1].regions)
    assert.same({ "eu-west-1", "eu-west-2" }, place.settings.regions)
  end)

  it("are read at the same time, as many as one likes", function()
    local function most(concurrency)
      local running, highest, places = 0, 0, {}
      for i = 1, 6 do
        places[i] = plans.place({ answers = { GetCallerIdentity = function()
          running = running + 1
          highest = math.max(highest, running)
          waiting.sleep(0.01)
          running = running - 1
        end } })
      end
      plans.make("dms", places, { concurrency = concurrency })
      return highest
    end
    assert.equal(1, most(1))
    assert.equal(3, most(3))
    assert.equal(6, most())
  end)

  it("have the region that environment or profile named", function()
    local place = plans.place({ list = { replication("a", "running") } })
    place.settings.region = nil
    local plan = scripted.with_environment({ AWS_REGION = "eu-south-1" }, aws.plan, { service = "dms", targets = { place.settings } })
    assert.same({ "eu-south-1", "eu-south-1" }, { plan.targets[1].region, plan.items[1].region })
    assert.is_nil(place.settings.region)
  end)

  it("have a clock, by which the plan was made", function()
    local place = plans.place({}, { now = function() return scripted.time end })
    assert.equal(scripted.time, plans.make("dms", { place }).time)
    assert.equal("ConfigError", failure(plans.make, "dms", { plans.place({}, { now = function() return "x" end }) }).type)
    assert.is_truthy(failure(plans.make, "dms", { plans.place({}, { now = 5 }) }).message:find("now is a number", 1, true))
  end)

  it("are one client with default settings where none are given", function()
    local err = failure(scripted.with_environment, {}, aws.plan, { service = "drs" })
    assert.equal("NoRegionError", err.type)
  end)
end)

describe("what a plan is asked for", function()
  it("is checked, and named", function()
    local cases = {
      { {}, 'service is not "dms" or "drs"' },
      { { service = "s3" }, 'service is not "dms" or "drs"' },
      { { service = 5 }, "service is a number" },
      { { service = "dms", action = "retry_if_stalled" }, 'action of dms is not "ensure_stopped"' },
      { { servcie = "dms" }, 'did you mean "service"' },
      { { service = "dms", targets = {} }, "targets is an empty list" },
      { { service = "dms", targets = { region = "x" } }, "targets is not a list" },
      { { service = "dms", targets = { {}, 5 } }, "targets[2] is a number" },
      { { service = "dms", targets = { { regions = "eu-west-1" } } }, "targets[1].regions is a string" },
      { { service = "dms", targets = { { regions = {} } } }, "targets[1].regions is an empty list" },
      { { service = "dms", targets = { { regions = { "a" }, region = "b" } } }, "both region and regions" },
      { { service = "dms", options = { max_tiem = 1 } }, 'did you mean "max_time"' },
      { { service = "dms", options = { max_time = "1" } }, "options: max_time" },
      { { service = "dms", options = { stopped = "start" } }, "options: unknown option" },
      { { service = "drs", options = { stopped = "stop" } }, "options: stopped" },
      { { service = "drs", options = { max_lag = 5 } }, "max_lag goes with" },
      { { service = "dms", options = { dry_run = true } }, "options.dry_run is what a plan is" },
      { { service = "dms", options = { credentials = {} } }, "options.credentials belongs to a target" },
      { { service = "dms", options = { region = "x" } }, "options.region belongs to a target" },
      { { service = "dms", options = { on_poll = print } }, "options.on_poll is a function" },
      { { service = "dms", options = { delay = 1, min_delay = 2 } }, "exclude each other" },
      { { service = "dms", concurrency = 0 }, "concurrency" },
      { "dms", "aws.plan takes a table" },
    }
    for _, case in ipairs(cases) do
      local err = failure(scripted.with_environment, {}, aws.plan, case[1])
      assert.equal("ConfigError", err.type)
      assert.is_truthy(err.message:find(case[2], 1, true), err.message)
    end
  end)

  it("stays as it is", function()
    local place = plans.place({ list = { replication("a", "running") } })
    local options, where = { max_time = 5 }, { status = { "running" } }
    local plan = plans.make("dms", { place }, { options = options, where = where })
    plan.options.max_time, plan.targets[1].region = 6, "changed"
    assert.same({ { max_time = 5 }, { status = { "running" } }, "us-east-1" }, { options, where, place.settings.region })
  end)
end)

describe("the id of a plan", function()
  local function id(list, more, settings)
    return plans.make("dms", { plans.place({ list = list }, settings) }, more).id
  end

  it("is the same for the same, and another for what would be done otherwise", function()
    local base = id({ replication("a", "running"), replication("b", "stopped") })
    assert.equal(base, id({ replication("b", "stopped"), replication("a", "running") }))
    local renamed = replication("a", "running")
    renamed.ReplicationConfigIdentifier = "zzz"
    assert.equal(base, id({ renamed, replication("b", "stopped") }))
    local ids = { [base] = true }
    for _, other in ipairs({
      id({ replication("a", "running") }), id({ replication("a", "stopping"), replication("b", "stopped") }),
      id({ replication("a", "running"), replication("c", "stopped") }),
      id({ replication("a", "running"), replication("b", "stopped") }, { options = { max_time = 5 } }),
      id({ replication("a", "running"), replication("b", "stopped") }, { options = { max_time = 6 } }),
      id({ replication("a", "running"), replication("b", "stopped") }, nil, { region = "eu-west-1" }),
      id({}), plans.make("drs", { plans.place({}) }).id,
    }) do
      assert.is_nil(ids[other])
      ids[other] = true
    end
  end)
end)
