-- A plan as text: whole, in columns, and harmless on a terminal.
local plans = require "spec.support.plan_places"
local printable = require "aws.text.printable"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local replication, server = plans.replication, plans.server

local function lines_of(plan)
  local lines = {}
  for line in (tostring(plan) .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
  return lines
end

local function at_time(place)
  place.settings.now = function() return scripted.time end
  return place
end

describe("a plan as text", function()
  it("is a table, a summary and the id", function()
    local place = at_time(plans.place({ list = { replication("orders", "running"), replication("a", "fetching_metadata"),
      replication("invoices", "stopping"), replication("old", "stopped") } }))
    local plan = plans.make("dms", { place })
    assert.same({
      "dms.ensure_stopped, seen 2024-02-29T23:59:58Z",
      "account       region     name      state              action   reason",
      "123456789012  us-east-1  a         fetching_metadata  stop     it is starting up",
      "123456789012  us-east-1  invoices  stopping           wait     it is stopping",
      "123456789012  us-east-1  old       stopped            nothing  it is stopped",
      "123456789012  us-east-1  orders    running            stop     it runs",
      "2 to stop, 1 to wait for, 1 need nothing",
      "plan " .. plan.id,
    }, lines_of(plan))
  end)

  it("names servers by their ids, too", function()
    local place = at_time(plans.place({ list = { server("s-1", "STALLED"), server("s-22", "STOPPED"), server("s-3", "STOPPED") } }))
    local plan = plans.make("drs", { place }, { options = { stopped = "start" } })
    local lines = lines_of(plan)
    assert.equal("drs.retry_if_stalled, seen 2024-02-29T23:59:58Z", lines[1])
    assert.equal("123456789012  us-east-1  host-s-22  s-22  STOPPED  start   it is stopped", lines[4])
    assert.equal("1 to retry, 2 to start, 0 skipped", lines[6])
  end)

  it("says what could not be read, what is there twice and what was not found", function()
    local denied = retries.refusal(403, "AccessDeniedException")
    local plan = plans.make("dms", {
      plans.place({}), plans.place({}),
      plans.place({ answers = { DescribeReplications = denied } }, { region = "eu-west-1" }),
      plans.place({ answers = { GetCallerIdentity = retries.fault("ConnectionError") } }, { region = "eu-west-2" }),
    }, { where = { ids = { "arn:aws:x" } } })
    local text = tostring(plan)
    for _, words in ipairs({
      "\nnothing fits\n", "\nnot read: target 3 (eu-west-1, account 123456789012): AccessDeniedException",
      "\nnot read: target 4 (eu-west-2): ConnectionError", "\ntarget 2 (us-east-1, account 123456789012) is the same as target 1",
      "\nnot found: arn:aws:x\n", "\n0 to stop, 0 to wait for, 0 need nothing; 2 targets not read\n",
    }) do assert.is_truthy(text:find(words, 1, true), text) end
  end)

  it("names the profile that could not be read", function()
    local plan = plans.make("dms", { plans.place({ answers = { DescribeReplications = retries.refusal(500, "InternalFailure") } }) })
    plan.unreadable[1].profile = "op\27s"
    assert.is_truthy(tostring(plan):find("target 1 (us-east-1, account 123456789012, profile op\\x1bs): InternalFailure", 1, true))
    assert.is_truthy(tostring(plan):find("; 1 target not read\n", 1, true))
  end)

  it("shows control characters, and does what they say nowhere", function()
    local list = { replication("evil\27[2J\r\n\0name\194\155x", "run\27ning"), replication("größe", "running") }
    local plan = plans.make("dms", { at_time(plans.place({ list = list, account = "12\27" })) })
    local lines = lines_of(plan)
    assert.equal(6, #lines)
    for _, line in ipairs(lines) do assert.is_nil(line:find("[%z\1-\31\127]")) end
    local unknown = [[stop    its state is run\x1bning, which is not known here]]
    assert.equal([[12\x1b   us-east-1  evil\x1b[2J\x0d\x0a\x00name\u{9b}x  run\x1bning  ]] .. unknown, lines[3])
    assert.equal("12\\x1b   us-east-1  größe                               running      stop    it runs", lines[4])
  end)

  it("has all lines of a long list", function()
    local list = {}
    for i = 1, 2000 do list[i] = replication(("r%04d"):format(i), "running") end
    local lines = lines_of(plans.make("dms", { plans.place({ list = list, page = 500 }) }))
    assert.equal(2004, #lines)
    assert.equal("2000 to stop, 0 to wait for, 0 need nothing", lines[2003])
  end)
end)

describe("printable", function()
  it("escapes control characters of one and two bytes alone", function()
    assert.equal([[a\x00\x1b\x7f\u{80}\u{9f}]] .. "é\194\160ж", printable.escape("a\0\27\127\194\128\194\159é\194\160ж"))
    assert.equal("", printable.escape(""))
  end)

  it("counts characters, not bytes", function()
    assert.same({ 0, 3, 3, 5 }, { printable.width(""), printable.width("abc"), printable.width("äжé"), printable.width("größe") })
  end)

  it("lines columns up, without blanks at the end", function()
    assert.same({ "ä   b", "cc", "d   eeee  f" }, printable.columns({ { "ä ", "b" }, { "cc", "" }, { "d", "eeee", "f" } }))
    assert.same({}, printable.columns({}))
  end)
end)
