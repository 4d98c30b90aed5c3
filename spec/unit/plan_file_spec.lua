-- Plans in files: for their owner alone, without secrets, read strictly.
local aws = require "aws"
local child = require "spec.support.child"
local dkjson = require "dkjson"
local errors = require "aws.errors"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local plans = require "spec.support.plan_places"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local replication, failure = plans.replication, scripted.failure

local SECRET = "wJalrSecretThatMustNotShow"

local scratch
setup(function() scratch = folder.new() end)
teardown(function() scratch.remove() end)

local function path_of(name) return scratch.path .. "/" .. name end

local function sample()
  return plans.make("dms", {
    plans.place({ list = { replication("orders", "running"), replication("nächtlich \27[31m\n", "stopped") },
      tags = { [plans.arn("orders")] = { env = "test", ["a b"] = "" } } }, { now = function() return scripted.time end }),
    plans.place({ answers = { DescribeReplications = retries.refusal(403, "AccessDeniedException") } },
      { region = "eu-west-1", max_attempts = 2, connect_timeout = 0.5, use_fips_endpoint = true }),
    plans.place({ list = { replication("orders", "running") } }, { proxy = false, read_only = true }),
  }, { where = { match = function() return true end, ids = nil }, options = { wait = false, max_time = 12.5, missing = "ok" } })
end

--- A sample, saved, and what is in its file.
local function saved()
  local plan, path = sample(), path_of("plan.json")
  plan:save(path)
  return plan, path, dkjson.decode(files.read(path))
end

describe("a plan in a file", function()
  it("is the same when it is read again", function()
    local plan, path = saved()
    local found = aws.plan.load(path)
    for _, name in ipairs({ "service", "action", "options", "time", "items", "summary", "duplicates", "missing", "id" }) do
      assert.same(plan[name], found[name], name)
    end
    assert.equal(tostring(plan), tostring(found))
    local before, after = plan.unreadable[1], found.unreadable[1]
    assert.same({ before.account, before.region, before.target, before.error.type, before.error.kind, before.error.status },
      { after.account, after.region, after.target, after.error.type, after.error.kind, after.error.status })
    assert.is_true(errors.is(after.error, "AccessDeniedException"))
  end)

  it("keeps settings that are neither secret nor functions", function()
    local _, path = saved()
    assert.same({
      { region = "us-east-1", max_attempts = 1 },
      { region = "eu-west-1", max_attempts = 2, connect_timeout = 0.5, use_fips_endpoint = true },
      { region = "us-east-1", max_attempts = 1, proxy = false, read_only = true },
    }, aws.plan.load(path).targets)
  end)

  it("has no secret in it, whatever a target was given", function()
    local keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = SECRET, session_token = SECRET }
    local place = plans.place({ list = { replication("a", "running") } },
      { credentials = keys, proxy = "http://user:" .. SECRET .. "@127.0.0.1:1", user_agent_extra = "x", logger = function() end })
    local path = path_of("secret.json")
    plans.make("dms", { place }):save(path)
    assert.is_nil(files.read(path):find(SECRET, 1, true))
    assert.is_nil(files.read(path):find("AKIDEXAMPLE", 1, true))
    assert.same({ { region = "us-east-1", max_attempts = 1, user_agent_extra = "x" } }, aws.plan.load(path).targets)
  end)

  it("is its owner's alone, and replaces another one", function()
    local plan, path = saved()
    plan:save(path)
    local _, mode = child.run("stat -c %a " .. child.quote(path))
    assert.equal("600\n", mode)
  end)

  it("is saved again from one that was read", function()
    local _, path, document = saved()
    aws.plan.load(path):save(path_of("again.json"))
    assert.same(document, dkjson.decode(files.read(path_of("again.json"))))
  end)

  it("may be of servers, empty, or large", function()
    local list = {}
    for i = 1, 3000 do list[i] = plans.server(("s-%05d"):format(i), "STALLED") end
    for _, servers in ipairs({ {}, list }) do
      local plan = plans.make("drs", { plans.place({ list = servers }) }, { options = { wait = "continuous", stopped = "start" } })
      plan:save(path_of("servers.json"))
      local found = aws.plan.load(path_of("servers.json"))
      assert.same({ plan.id, #servers, "continuous" }, { found.id, #found.items, found.options.wait })
    end
  end)

  it("names a path that cannot be used", function()
    local plan = sample()
    for _, path in ipairs({ scratch.path, "/proc/nowhere/plan.json" }) do
      local err = failure(plan.save, plan, path)
      assert.equal("ConfigError", err.type)
      assert.is_truthy(err.message:find(path, 1, true))
    end
    for _, path in ipairs({ 5, "", false }) do
      assert.equal("ConfigError", failure(plan.save, plan, path or nil).type)
      assert.equal("ConfigError", failure(aws.plan.load, path or nil).type)
    end
    assert.equal("ConfigError", failure(plan.save, path_of("x.json")).type) -- with a dot
    assert.is_truthy(failure(aws.plan.load, path_of("absent.json")).message:find("absent.json", 1, true))
    assert.is_truthy(failure(aws.plan.load, scratch.path).message:find("is a folder", 1, true))
  end)
end)

describe("a file that is not a plan as it was saved", function()
  local function check(text, words)
    local path = scratch.write("bad.json", text)
    local err = failure(aws.plan.load, path)
    assert.equal("ConfigError", err.type)
    assert.is_truthy(err.message:find("bad.json", 1, true), err.message)
    assert.is_truthy(err.message:find(words, 1, true), err.message)
  end

  for text, words in pairs({
    [""] = "is not the JSON expected", ["{"] = "is not the JSON expected", ["[]"] = "is not the JSON expected",
    ["{}"] = "is not a plan", ["null"] = "is not", ['{"format":"other"}'] = "is not a plan",
    ['{"format":"aws-replication plan","version":2}'] = "is of version 2, and 1 is known",
    ['{"format":"aws-replication plan"}'] = "is of version nil",
    ['{"format":"aws-replication plan","version":1}'] = "it has no service",
  }) do
    it("is refused: " .. (text == "" and "nothing" or text), function() check(text, words) end)
  end

  local changes = {
    { "no items", function(document) document.items = nil end, "it has no items" },
    { "no time", function(document) document.time = nil end, "it has no time" },
    { "a time that is not one", function(document) document.time = "NaN" end, "its time is not a time" },
    { "a negative time", function(document) document.time = -5 end, "its time is not a time" },
    { "another service", function(document) document.service = "s3" end, 'service is not "dms" or "drs"' },
    { "another service's action", function(document) document.service = "drs" end, "action of drs is not" },
    { "an option that is not known", function(document) document.options.max_tiem = 5 end, 'did you mean "max_time"' },
    { "an option that a plan may not have", function(document) document.options.dry_run = true end, "options.dry_run" },
    { "a wrong option", function(document) document.options.max_time = "soon" end, "max_time" },
    { "options that are a text", function(document) document.options = "none" end, "options is not a table" },
    { "no targets", function(document) document.targets = {} end, "targets is not a list of targets" },
    { "a target that is a text", function(document) document.targets[2] = "x" end, "targets[2]" },
    { "a setting that is not known", function(document) document.targets[1].reigon = "x" end, 'did you mean "region"' },
    { "credentials", function(document) document.targets[1].credentials = { access_key_id = "x" } end, 'targets[1]: unknown setting' },
    { "a wrong setting", function(document) document.targets[1].max_attempts = 0 end, "targets[1]: max_attempts" },
    { "an item without an id", function(document) document.items[2].id = nil end, "items[2] has no id" },
    { "an item of no target", function(document) document.items[1].target = 9 end, "items[1].target is not one of the targets" },
    { "an action that is not known", function(document) document.items[1].action = "delete" end, "items[1].action" },
    { "an item that is a number", function(document) document.items[1] = 5 end, "is not the JSON expected" },
    { "a place without an error", function(document) document.unreadable[1].error = nil end, "unreadable[1] has no error" },
    { "an error without a type", function(document) document.unreadable[1].error.type = nil end, "an error has no type" },
    { "a duplicate of nothing", function(document) document.duplicates[1].same_as = 9 end, "duplicates[1].same_as" },
    { "another id", function(document) document.id = "000000000000" end, "was changed" },
    { "an item more", function(document) document.items[3] = document.items[2] end, "was changed" },
    { "an item's other action", function(document) document.items[2].action = "nothing" end, "was changed" },
    { "an item's other state", function(document) document.items[1].state = "x" end, "was changed" },
    { "an item's other region", function(document) document.items[1].region = "x" end, "was changed" },
    { "another option", function(document) document.options.max_time = 6 end, "was changed" },
    { "an item's other name", function(document) document.items[1].name = "harmless" end, "was changed" },
    { "another time", function(document) document.time = document.time + 1000 end, "was changed" },
    { "another region of a target", function(document) document.targets[1].region = "eu-west-3" end, "was changed" },
    { "a target that goes elsewhere", function(document) document.targets[1].endpoint_url = "http://x.example" end, "was changed" },
    { "a place less that was not read", function(document) document.unreadable = {} end, "was changed" },
    { "no sum", function(document) document.sum = nil end, "it has no sum" },
    { "an option less", function(document) document.options.wait = nil end, "was changed" },
  }
  for _, case in ipairs(changes) do
    it("is refused: " .. case[1], function()
      local _, _, document = saved()
      case[2](document)
      check(dkjson.encode(document), case[3])
    end)
  end

  it("is read when only members are in it that nobody knows", function()
    local plan, _, document = saved()
    document.comment, document.items[1].comment = "mine", { 1 }
    assert.equal(plan.id, aws.plan.load(scratch.write("more.json", dkjson.encode(document))).id)
  end)
end)
