-- Plans over real sockets, against the local AWS endpoint: several regions, and some that refuse.
local aws = require "aws"
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local plans = require "spec.support.plan_places"
local scripted = require "spec.support.scripted"
local system = require "system"

local KEYS = local_aws.settings().credentials

local world
before_each(function() world = local_world.new() end)

local function target(region, words, more)
  local settings = { region = region, endpoint_url = world:url(words), credentials = KEYS, max_attempts = 1 }
  for name, value in pairs(more or {}) do settings[name] = value end
  return settings
end

local function make(request)
  return scripted.with_environment({ AWS_ENDPOINT_URL_STS = local_aws.http() }, aws.plan, request)
end

local column = plans.column

describe("a plan over regions", function()
  it("has what is there, and what refused", function()
    local plan = make({ service = "dms", where = { status = "running" }, targets = {
      target("us-east-1"), target("eu-west-1"), target("eu-north-1", "error=AccessDeniedException"),
      target("ap-south-1", nil, { credentials = { access_key_id = "AKIANOBODY0000000000", secret_access_key = "x" } }),
    } })
    assert.same({ "eu-west-1", "eu-west-1", "us-east-1", "us-east-1" }, column(plan, "region"))
    assert.same({ "running-nightly-test", "running-orders", "running-nightly-test", "running-orders" }, column(plan, "name"))
    assert.same({ 2, 2, 1, 1 }, column(plan, "target"))
    assert.same({ "eu-north-1", "123456789012", "AccessDeniedException" },
      { plan.unreadable[1].region, plan.unreadable[1].account, plan.unreadable[1].error.type })
    assert.same({ "ap-south-1", "InvalidClientTokenId" }, { plan.unreadable[2].region, plan.unreadable[2].error.type })
    assert.is_nil(plan.unreadable[2].account)
    assert.same({ stop = 4, wait = 0, nothing = 0, unreadable = 2 }, plan.summary)
  end)

  it("asks for tags with many ARNs a call", function()
    local plan = make({ service = "dms", where = { tags = { env = "test" } }, targets = { target("us-east-1"), target("eu-west-1") } })
    assert.same({ "running-nightly-test", "running-nightly-test" }, column(plan, "name"))
    assert.equal("test", plan.items[1].tags.env)
  end)

  it("reads every page", function()
    local plan = make({ service = "dms", where = { status = "running", names = "00346$" }, targets = { target("us-east-1", "many=350") } })
    assert.same({ "running-00346" }, column(plan, "name"))
    assert.equal(350, #make({ service = "drs", targets = { target("us-east-1", "many=350") } }).items)
  end)

  it("is of source servers, too, where one region was never set up", function()
    local plan = make({ service = "drs", options = { stopped = "start" },
      targets = { target("us-east-1"), target("us-west-1"), target("eu-west-1") } })
    assert.same({ retry = 4, start = 2, skip = 8, unreadable = 1 }, plan.summary)
    assert.same({ "us-west-1", "UninitializedAccountException" }, { plan.unreadable[1].region, plan.unreadable[1].error.type })
  end)

  it("changes nothing", function()
    local id = "plan" .. local_aws.fresh()
    make({ service = "dms", targets = { target("us-east-1", "id=" .. id) }, where = { match = function() return true end } })
    local names = {}
    for _, request in ipairs(local_aws.requests(id)) do names[#names + 1] = request.operation end
    assert.same({ "DescribeReplications", "ListTagsForResource" }, names)
  end)

  it("says with every look again what the first one said, until something changes", function()
    local request = { service = "dms", targets = { target("us-east-1"), target("eu-west-1") } }
    local first, second = make(request), make(request)
    assert.equal(first.id, second.id)
    world:set("arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-ORDERS", { status = "stopping" })
    local third = make(request)
    assert.is_not_equal(first.id, third.id)
    assert.same({ stop = 3, wait = 1, nothing = 8, unreadable = 0 }, third.summary)
  end)

  it("reads many regions at the same time", function()
    local regions = { "us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-west-2", "eu-central-1", "eu-north-1", "sa-east-1" }
    local given = target(nil, "delay=0.2")
    given.regions = regions
    local plan = make({ service = "dms", targets = { given } })
    assert.equal(6 * #regions, #plan.items)
    assert.equal(#regions, #plan.targets)
  end)
end)

describe("a plan in a script", function()
  local PLAN = [[
    local aws = require "aws"
    local ok, found = pcall(aws.plan, { service = "dms", targets = { { regions = { "us-east-1", "eu-west-1" } }, {
      region = "eu-west-2",
      endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/" .. os.getenv "FAULT" } } })
    if not ok then return print(found.type, found.kind, #(found.results or {})) end
    for _, entry in ipairs(found.unreadable) do print(entry.region, entry.error.type) end
    print(found.summary.stop, #found.items)
  ]]

  it("needs nothing but the environment", function()
    local code, stdout, stderr = child.lua(PLAN, local_aws.environment({ FAULT = "status=500", AWS_MAX_ATTEMPTS = "1" }))
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal("eu-west-2\tHTTP 500", stdout:match("^(.-)\n"))
  end)

  it("ends at Ctrl-C", function()
    local id = "planned" .. local_aws.fresh()
    local process = child.start(child.lua_command(PLAN, local_aws.environment({ FAULT = "delay=80,id=" .. id })))
    local deadline = system.monotime() + 30
    while #local_aws.requests(id) == 0 and system.monotime() < deadline do system.sleep(0.05) end
    assert(os.execute("kill -INT " .. process.pid))
    local code, text = process.finish()
    assert.equal("Interrupted\tinterrupted\t3\n", text)
    assert.equal(0, code)
  end)
end)
