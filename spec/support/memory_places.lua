--- Scenarios of memory_scenarios.lua: plans, their runs, identities and the doctor, over transports of their own.
local dms = require "aws.dms"
local identities = require "spec.support.identities"
local doctor = require "spec.support.doctor"
local folder = require "spec.support.folder"
local places = require "spec.support.plan_places"
local runs = require "spec.support.plan_runs"
local scripted = require "spec.support.scripted"

local scenarios = {}

function scenarios.identity()
  local client = scripted.client(dms, { identities.answer() })
  local identity = client.get_caller_identity()
  return identity.account .. identity.arn
end

-- Plans -------------------------------------------------------------------------------------------------------------

local LIST = {}
for i, status in ipairs({ "running", "stopped", "stopping" }) do LIST[i] = places.replication("one" .. i, status) end

scenarios.plan = {
  run = function() return places.make("dms", { places.place({ list = LIST, page = 2 }) }) end,
  is_told = function(plan) return #plan.unreadable > 0 and plan.unreadable[1].error.kind ~= nil end,
  show = function(plan)
    local words = {}
    for i, item in ipairs(plan.items) do words[i] = item.id .. " " .. item.action end
    return table.concat(words, ", ") .. " " .. plan.id
  end,
}

local made, number

--- What a report says is true of the cloud, and a run that goes on with it ends the rest and repeats no stop.
local function check_run(world, ok, value)
  local report = ok and value or type(value) == "table" and value.report
  for i, result in ipairs(report and report.results or {}) do
    local state = world.cloud.states[world.ids[i]]
    if result.outcome == "done" then assert(state == "stopped", "done, and it is " .. state) end
    if result.outcome == "not started" then assert(state == world.plan.items[i].state, "not started, and it is " .. state) end
  end
  local again = runs.run(world.plan, { report = world.path, resume = true })
  assert(again.done == 3, tostring(again))
  assert(world.cloud.refused == 0, "a stop was sent again")
  assert(not again.fault, again.fault)
  os.remove(world.path)
end

scenarios.run = {
  begin = function()
    made = made or folder.new()
    number = (number or 0) + 1
    local plan, cloud, ids = runs.of("dms", { "running", "stopped", "running" })
    return { plan = plan, cloud = cloud, ids = ids, path = ("%s/%d"):format(made.path, number) }
  end,
  run = function(world) return runs.run(world.plan, { report = world.path, concurrency = 2 }) end,
  show = tostring,
  is_told = function(report) return report.done < 3 or report.fault ~= nil end,
  check = check_run,
}

-- The doctor --------------------------------------------------------------------------------------------------------

local CREDENTIALS = ("[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"):format(doctor.KEY, doctor.SECRET)

local prepare

scenarios.doctor = {
  begin = function()
    prepare = prepare or doctor.prepare({
      variables = { AWS_REGION = "eu-west-1" }, files = { [".aws/credentials"] = CREDENTIALS, [".aws/config"] = "[default]\n" },
    })
    return prepare()
  end,
  run = function(examine) return examine() end,
  show = function(report)
    local words = {}
    for i, check in ipairs(report.checks) do words[i] = check.status .. " " .. check.name end
    return table.concat(words, ", ")
  end,
  is_told = function(report)
    for _, check in ipairs(report.checks) do
      if check.status ~= "ok" and check.text:find("memory", 1, true) then return true end
    end
  end,
  check = function(_, ok, report) assert(not ok or not doctor.texts(report):find(doctor.SECRET, 1, true), "a secret") end,
}

--- Removes what the scenarios have made.
local function clean()
  if made then made.remove() end
  made, prepare = nil, nil
  doctor.clean()
end

return { by_name = scenarios, clean = clean }
