--- Random calls of the public functions, with arguments of every wrong kind, from a seed: the same on every Lua.
local drs = require "aws.drs"
local dms = require "aws.dms"
local errors = require "aws.errors"
local plan_places = require "spec.support.plan_places"
local random_values = require "spec.support.random_values"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local random_calls = {}

--- What functions of ours raise: it may come back as it is.
local RAISED = setmetatable({}, { __tostring = function() return "raised by a function of the spec's" end })

--- What a call may do before it counts as one that hangs.
local MOST_REQUESTS, MOST_SLEEPS = 300, 3000

local models = { dms = require "aws.model.dms", drs = require "aws.model.drs" }
local services = { dms = dms, drs = drs }

local function sorted_names(values)
  local names = {}
  for name in next, values do names[#names + 1] = name end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  return names
end

local operations = { dms = sorted_names(models.dms.operations), drs = sorted_names(models.drs.operations) }

-- Values --------------------------------------------------------------------------------------------------------

local Values = setmetatable({}, { __index = random_values })
Values.__index = Values

local numbers = { 0, -1, 1, 3, 0.5, -0.5, 1e-300, 2 ^ 31, 2 ^ 53, 1e308, 1 / 0, -1 / 0, 0 / 0 }
local option_names = { "timeout", "max_attempts", "region", "credentials", "delay", "max_time", "max_delay", "min_delay", "concurrency",
  "on_result", "page_size", "max_pages", "wait", "missing", "on_poll", "confirm", "states", "look", "success", "failure", "state_of",
  "service", "targets", "where", "options", "status", "settle", "settle_on", "match", "ids", "tags", 1, 2 }

local functions = {
  function() end,
  function(...) return ... end,
  function() return 1, 2 end,
  function() return nil, "refused" end,
  function() return {} end,
  function() error(RAISED, 0) end,
}

local metatables = {
  { __index = function() error(RAISED, 0) end, __pairs = function() error(RAISED, 0) end, __len = function() error(RAISED, 0) end },
  { __index = function() return 1 end, __len = function() return 2 ^ 40 end },
  { __call = function() return "called" end },
  { __tostring = function() return 7 end, __name = 7, __metatable = false },
  { __newindex = function() error(RAISED, 0) end, __eq = function() error(RAISED, 0) end },
}

function Values:table(depth)
  local made = {}
  for i = 1, self:pick(4) - 1 do
    made[self:once_in(2) and i or self:one_of(option_names)] = self:anything(depth + 1)
  end
  if self:once_in(8) then made.self = made end
  if self:once_in(5) then setmetatable(made, self:one_of(metatables)) end
  return made
end

--- A value of any kind.
function Values:anything(depth)
  local kind = self:pick(depth and depth > 3 and 9 or 14)
  if kind == 1 then return nil end
  if kind == 2 then return self:once_in(2) end
  if kind <= 4 then return self:one_of(numbers) end
  if kind == 5 then return self:text() end
  if kind == 6 then return self:one_of({ "\0", "\27[31m", "a\r\nX-Injected: 1", ("x"):rep(70000), "\255\254", "dms", "drs" }) end
  if kind == 7 then return self:one_of(functions) end
  if kind == 8 then return coroutine.create(print) end
  if kind == 9 then return io.stderr end
  return self:table(depth or 0)
end

--- A good value with one thing in it that may be wrong, or a wrong one.
function Values:spoiled(good)
  if self:once_in(3) then return self:anything() end
  if type(good) == "table" and self:once_in(2) then
    local names = sorted_names(good)
    local name = #names > 0 and self:once_in(2) and self:one_of(names) or self:one_of(option_names)
    good[name] = self:anything()
  end
  return good
end

-- A world -------------------------------------------------------------------------------------------------------

local bodies = { "{}", "", "null", "[]", '{"Marker":"m"}', '{"nextToken":"t","items":[]}', '{"__type":"X"}', "<html>",
  '{"Replications":[{"Status":"running","ReplicationConfigArn":"arn:aws:dms:us-east-1:1:replication-config:A"}]}' }
local statuses = { 200, 200, 200, 400, 404, 429, 500, 503, 302, 204 }

--- Settings of a client whose network and clock are scripted. Nothing waits, and nothing goes on for ever.
local function settings_of(values, counts)
  local clock = 0
  local function pass(seconds)
    counts.sleeps = counts.sleeps + 1
    if counts.sleeps > MOST_SLEEPS then error("it sleeps for ever", 0) end
    clock = clock + seconds
  end
  return {
    region = "us-east-1", credentials = scripted.keys, max_attempts = 2, sleep = pass,
    clock = function() return clock end, now = function() return scripted.time + clock end, random = function() return 0.5 end,
    transport = function()
      counts.requests = counts.requests + 1
      if counts.requests > MOST_REQUESTS then return retries.refusal(403, "AccessDeniedException") end
      if values:once_in(8) then return nil, { type = "ConnectionError", message = "refused", sent = values:once_in(2) } end
      local id = values:once_in(2) and "r-1" or nil
      return scripted.answer(values:one_of(bodies), values:one_of(statuses), { ["x-amzn-requestid"] = id })
    end,
  }
end

-- The calls -----------------------------------------------------------------------------------------------------

--- A service, a client of it, an operation, and an input for that.
local function some_operation(world, only)
  local values = world.values
  local service = values:one_of({ "dms", "drs" })
  local name = values:one_of(operations[service])
  for _ = 1, only and 50 or 0 do
    if models[service].operations[name][only] then break end
    name = values:one_of(operations[service])
  end
  local operation = models[service].operations[name]
  local input = operation.input and values:value(models[service], operation.input, 3) or {}
  return world.clients[service], name, values:spoiled(input)
end

local function options_of(world)
  return world.values:spoiled(world.values:once_in(2) and { timeout = 5 } or nil)
end

local calls = {}

function calls.operation(world)
  local client, name, input = some_operation(world)
  return client[name](input, options_of(world))
end

function calls.prepare(world)
  local client, name, input = some_operation(world)
  return client.prepare[name](input, options_of(world))
end

function calls.all(world)
  local client, name, input = some_operation(world, "pages")
  return (client.all[name] or client.all.describe_replications or client.all.describe_jobs)(input, options_of(world))
end

--- What `pages` and `each` give, a few steps of it.
local function iterate(iterator, state, control)
  for _ = 1, 3 do
    control = iterator(state, control)
    if control == nil then return end
  end
end

function calls.pages(world)
  local client, name, input = some_operation(world, "pages")
  local pages = client[world.values:one_of({ "pages", "each" })]
  iterate((pages[name] or pages.describe_replications or pages.describe_jobs)(input, options_of(world)))
end

local waiters = {
  dms = sorted_names(require("aws.wait").names(models.dms)), drs = sorted_names(require("aws.wait").names(models.drs)),
}

function calls.wait(world)
  local client, _, input = some_operation(world)
  local service = client == world.clients.dms and "dms" or "drs"
  return client.wait[world.values:one_of(waiters[service])](input, options_of(world))
end

function calls.wait_for(world)
  local client, name, input = some_operation(world)
  local definition = { look = world.values:once_in(2) and name or world.values:one_of(functions), success = { "running", "missing" },
    state_of = world.values:once_in(2) and world.values:one_of(functions) or nil }
  return client.wait_for(world.values:spoiled(definition), input, options_of(world))
end

function calls.ensure_stopped(world)
  local input = { ReplicationConfigArn = "arn:aws:dms:us-east-1:1:replication-config:A" }
  return world.clients.dms.ensure_stopped(world.values:spoiled(input), options_of(world))
end

function calls.retry_if_stalled(world)
  return world.clients.drs.retry_if_stalled(world.values:spoiled({ sourceServerID = "s-1234567890abcdef0" }), options_of(world))
end

function calls.decide(world)
  return drs.decide(world.values:spoiled({ dataReplicationInfo = { dataReplicationState = "STALLED" } }), world.values:anything())
end

function calls.stop_reason(world)
  return dms.stop_reason(world.values:spoiled({ StopReason = "Stop Reason FULL_LOAD_ONLY_FINISHED" }), world.values:anything())
end

function calls.new(world)
  local settings = world.values:spoiled(settings_of(world.values, world.counts))
  local client = services[world.values:one_of({ "dms", "drs" })].new(settings)
  pcall(function() return client.config.sources[client.config.region], client[world.values:anything()] end)
  client.close()
  client.close()
end

function calls.explain(world)
  local client = world.clients[world.values:one_of({ "dms", "drs" })]
  return tostring(client.explain(options_of(world)))
end

function calls.get_caller_identity(world)
  return world.clients[world.values:one_of({ "dms", "drs" })].get_caller_identity(options_of(world))
end

function calls.map(world)
  local values = world.values
  local items = values:once_in(2) and { 1, 2, 3 } or values:anything()
  local options = values:spoiled({ concurrency = values:pick(3), stop_on_error = values:once_in(2) })
  return require("aws").map(items, values:once_in(3) and values:anything() or values:one_of(functions), options)
end

local function place_of(world)
  local list = world.service == "dms" and { plan_places.replication("a", "running") } or { plan_places.server("s-1", "STALLED") }
  local settings = settings_of(world.values, world.counts)
  settings.transport = nil
  return plan_places.place({ list = list }, settings).settings
end

local function some_plan(world)
  world.service = world.values:one_of({ "dms", "drs" })
  return require("aws.plan")({ service = world.service, targets = { place_of(world) } })
end

function calls.plan(world)
  world.service = world.values:one_of({ "dms", "drs" })
  local request = { service = world.service, targets = { world.values:spoiled(place_of(world)) }, where = {}, options = {} }
  if world.values:once_in(2) then request[world.values:one_of({ "where", "options" })] = world.values:anything() end
  return tostring(require("aws.plan")(world.values:spoiled(request)))
end

--- A path below the scratch folder, or none.
local function path_of(world)
  local path = world.values:one_of({ "", "/", "/dev/null/x", "a\0b", "/plan.json", "/no/folder", "" })
  return world.values:once_in(3) and world.values:one_of({ {}, 1 / 0, true, print }) or world.scratch .. path
end

function calls.plan_run(world)
  local plan = some_plan(world)
  local report = world.values:once_in(2) and path_of(world) or nil
  local spoiled = world.values:spoiled({ confirm = plan.id, report = report, resume = true })
  -- Any other text would be a file in the folder where the specs run.
  if type(spoiled) == "table" and type(rawget(spoiled, "report")) == "string" then rawset(spoiled, "report", report) end
  return tostring(plan.run(world.values:once_in(9) and world.values:anything() or plan, spoiled))
end

function calls.plan_files(world)
  local plan = some_plan(world)
  if world.values:once_in(2) then return tostring(require("aws.plan").load(path_of(world))) end
  return plan.save(world.values:once_in(3) and world.values:anything() or plan, path_of(world))
end

function calls.doctor(world)
  local options = settings_of(world.values, world.counts)
  options.network, options.getenv, options.service = false, function() end, world.values:one_of({ "dms", "drs" })
  local wrong = world.values:one_of({ "service", "region", "credentials", "profile", "proxy", "ca_bundle" })
  if world.values:once_in(2) then options[wrong] = world.values:anything() end
  local report = require("aws.doctor").run(options)
  return require("aws.doctor").json(report)
end

function calls.sign(world)
  local values = world.values
  local request = { method = "POST", url = "https://a.example/x", headers = { A = "b" }, body = "x", service = "dms", region = "r",
    credentials = { access_key_id = "AKID", secret_access_key = scripted.keys.secret_access_key }, expires = 60 }
  for _ = 1, values:pick(3) do request[values:one_of(sorted_names(request))] = values:anything() end
  return require("aws.sigv4")[values:one_of({ "sign", "presign" })](values:once_in(9) and values:anything() or request)
end

function calls.time(world)
  return require("aws.time")[world.values:one_of({ "parse", "duration", "format" })](world.values:anything(), world.values:anything())
end

function calls.errors(world)
  return errors.is(world.values:anything(), world.values:anything())
end

function calls.handler(world)
  local values = world.values
  local run = values:once_in(2) and values:one_of(functions) or values:anything()
  local handler = errors.handler(run, values:spoiled({ status = "by_kind" }))
  return handler(values:anything(), values:anything())
end

function calls.service(world)
  local model = { name = "x", service_id = "X", endpoint_prefix = "x", signing_name = "x", protocol = "awsJson1.1", target_prefix = "X",
    shapes = { A = { type = "structure", members = { a = "string" } } }, operations = { get = { name = "Get", input = "A" } } }
  local place = world.values:one_of({ model, model.shapes, model.shapes.A, model.shapes.A.members, model.operations, model.operations.get })
  place[world.values:once_in(2) and world.values:one_of(sorted_names(place)) or world.values:one_of(option_names)] = world.values:anything()
  local service = require("aws.service")(world.values:spoiled(model))
  return service.new(settings_of(world.values, world.counts)).get(world.values:anything())
end

--- A module's own default client has no region: nothing is sent.
function calls.module(world)
  local values = world.values
  local service = values:one_of({ "dms", "drs" })
  local name = values:once_in(2) and values:one_of(operations[service])
    or values:one_of({ "explain", "get_caller_identity", "wait_for", "new", "close" })
  return services[service][name](values:anything(), values:anything(), values:anything())
end

local names = sorted_names(calls)

-- Checks --------------------------------------------------------------------------------------------------------

--- What is wrong with what a call has raised; nil for an error of the library's.
local function fault_of(raised)
  if rawequal(raised, RAISED) then return nil end
  if not errors.is(raised) then return "raised " .. type(raised) .. ": " .. tostring(raised) end
  local text = tostring(raised)
  if raised.type == "Interrupted" then return "an interruption: " .. text end
  if type(text) ~= "string" or text:find("[%z\1-\31\127]") then return ("not one line: %q"):format(text) end
  if text:find(scripted.keys.secret_access_key, 1, true) then return "a secret is shown" end
end

local function new_world(values, scratch)
  local counts = { requests = 0, sleeps = 0 }
  return {
    values = values, scratch = scratch, counts = counts,
    clients = { dms = dms.new(settings_of(values, counts)), drs = drs.new(settings_of(values, counts)) },
  }
end

local function run_one(world, name)
  world.counts.requests, world.counts.sleeps = 0, 0
  local where
  local ok, raised = xpcall(calls[name], function(value)
    where = type(value) == "string" and debug.traceback() or nil
    return value
  end, world)
  local fault = not ok and fault_of(raised)
  if fault then return fault .. (where and "\n" .. where or "") end
end

--- Makes calls. With the seed that a fault tells the call that it was about is the first one.
---@param count integer
---@param seed integer from 1 to 2^31 - 2
---@param scratch string a folder
---@return string[] faults "seed 17, a call of map: raised string: …", at most ten
---@return table<string, integer> made how many calls were made, by their kind
function random_calls.run(count, seed, scratch)
  local faults, made = {}, {}
  local values = setmetatable(random_values.new(seed), Values)
  scripted.with_environment({}, function()
    for _ = 1, count do
      local state = values.state
      local name = values:one_of(names)
      local fault = run_one(new_world(values, scratch), name)
      made[name] = (made[name] or 0) + 1
      if fault then faults[#faults + 1] = ("seed %.0f, a call of %s: %s"):format(state, name, fault) end
      if #faults == 10 then return end
    end
  end)
  return faults, made
end

return random_calls
