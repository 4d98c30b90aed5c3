-- Which replications and servers a plan is about: its `where`.
local plans = require "spec.support.plan_places"
local scripted = require "spec.support.scripted"

local arn, replication, server, column, failure = plans.arn, plans.replication, plans.server, plans.column, scripted.failure

local count = plans.count

describe("where", function()
  local list = { replication("nightly-a", "running"), replication("nightly-b", "stopped"), replication("orders", "running"),
    replication("odd.name", "failed") }
  local tags = { [arn("nightly-a")] = { env = "test", team = "x" }, [arn("orders")] = { env = "prod" } }

  local function chosen(where, more)
    local place = plans.place({ list = list, tags = tags, page = 2 })
    for name, value in pairs(more or {}) do place[name] = value end
    local plan = plans.make("dms", { place }, { where = where })
    return column(plan, "name"), place, plan
  end

  it("chooses by status, name and id, and needs no tags for that", function()
    local cases = {
      { { status = "running" }, { "nightly-a", "orders" } },
      { { status = { "stopped", "failed" } }, { "nightly-b", "odd.name" } },
      { { status = "none" }, {} },
      { { names = "^nightly%-" }, { "nightly-a", "nightly-b" } },
      { { names = "%." }, { "odd.name" } },
      { { names = "e" , status = "failed" }, { "odd.name" } },
      { { ids = { arn("orders"), arn("nightly-b") } }, { "nightly-b", "orders" } },
      { { ids = { arn("orders") }, status = "stopped" }, {} },
      { {}, { "nightly-a", "nightly-b", "odd.name", "orders" } },
      { { tags = {} }, { "nightly-a", "nightly-b", "odd.name", "orders" } },
    }
    for _, case in ipairs(cases) do
      local names, place = chosen(case[1])
      assert.same(case[2], names)
      assert.equal(0, count(place.calls, "ListTagsForResource"))
    end
  end)

  it("chooses by tags, which are asked for what is left, many at a time", function()
    local names, place, plan = chosen({ status = "running", tags = { env = "test" } })
    assert.same({ "nightly-a" }, names)
    assert.equal(1, count(place.calls, "ListTagsForResource"))
    assert.same({ env = "test", team = "x" }, plan.items[1].tags)
    assert.same({ "nightly-a" }, (chosen({ tags = { env = "test", team = "x" } })))
    assert.same({}, (chosen({ tags = { env = "test", team = "y" } })))
    local _, without = chosen({ status = "none", tags = { env = "test" } })
    assert.equal(0, count(without.calls, "ListTagsForResource"))
  end)

  it("asks for the tags of a hundred in a few calls", function()
    local many = {}
    for i = 1, 120 do many[i] = replication(("r%03d"):format(i), "running") end
    local _, place, plan = chosen({ tags = { env = "test" } }, { list = many, page = 100, tags = { [arn("r117")] = { env = "test" } } })
    assert.same({ "r117" }, column(plan, "name"))
    assert.equal(3, count(place.calls, "ListTagsForResource"))
  end)

  it("leaves out what was deleted before its tags were asked for", function()
    local names = chosen({ match = function() return true end }, { gone = { [arn("orders")] = true } })
    assert.same({ "nightly-a", "nightly-b", "odd.name" }, names)
    assert.same({}, (chosen({ status = "failed", tags = { env = "x" } }, { gone = { [arn("odd.name")] = true } })))
  end)

  it("chooses servers by the tags that they carry", function()
    local place = plans.place({ list = { server("s-1", "STALLED"), server("s-2", "STALLED", { tags = { env = "prod" } }) } })
    local plan = plans.make("drs", { place }, { where = { tags = { env = "prod" } } })
    assert.same({ "s-2" }, column(plan, "id"))
    assert.same({ "GetCallerIdentity", "DescribeSourceServers" }, place.calls)
  end)

  it("asks match last, with the item and what the service said of it", function()
    local seen = {}
    local names = chosen({ status = "running", match = function(item, resource)
      seen[#seen + 1] = item.name .. " " .. resource.Status .. " " .. tostring(item.tags.env)
      return item.tags.env == "prod"
    end })
    assert.same({ "orders" }, names)
    table.sort(seen)
    assert.same({ "nightly-a running test", "orders running prod" }, seen)
  end)

  it("lets what match raises end the plan, as it is", function()
    local own = { "mine" }
    for _, raised in ipairs({ own, "a text", "x.lua:1: interrupted!", 5 }) do
      local place = plans.place({ list = list })
      local ok, found = pcall(plans.make, "dms", { place }, { where = { match = function() error(raised, 0) end } })
      assert.is_false(ok)
      assert.equal(raised, found)
      assert.equal(1, place.closed)
    end
  end)

  it("says which ids are not there", function()
    local _, _, plan = chosen({ ids = { arn("orders"), arn("absent"), arn("nightly-a"), "absent", arn("absent") }, status = "running" })
    assert.same({ arn("absent"), "absent" }, plan.missing)
    local _, _, other = chosen({ ids = { arn("orders") }, status = "stopped" })
    assert.same({}, other.missing)
  end)

  it("names what is wrong with it", function()
    local cases = {
      { { statuses = "running" }, 'did you mean "status"' },
      { { status = 5 }, "where.status" },
      { { status = {} }, "where.status is an empty list" },
      { { status = { "running", 5 } }, "where.status is not a list of texts" },
      { { status = "" }, "where.status is empty" },
      { { names = 5 }, "where.names" },
      { { names = "[a" }, "where.names is not a pattern" },
      { { ids = "s-1" }, "where.ids is a string, not a list of texts" },
      { { ids = { nil, "s-1" } }, "where.ids is a list with holes" },
      { { tags = { "env" } }, "where.tags" },
      { { tags = { env = true } }, "where.tags" },
      { { match = "x" }, "where.match" },
      { "running", "where is a string" },
    }
    for _, case in ipairs(cases) do
      local err = failure(chosen, case[1])
      assert.equal("ConfigError", err.type)
      assert.is_truthy(err.message:find(case[2], 1, true), err.message)
    end
  end)
end)
