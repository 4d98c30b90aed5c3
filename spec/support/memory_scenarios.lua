--- What memory_sweep.lua lets run while memory runs out: calls of every kind. A scenario is a function, or a table:
---   run(world)            what allocations fail in; its value is to be the same each time
---   begin() -> world      before it, when none fails
---   show(value) -> text   for values that are not texts or numbers
---   is_told(value)        whether the value itself tells that something failed, as a report does
---   check(world, ok, value)   after it: raises where something is not true
---   is_bare               it is of aws.core, whose errors may be texts
local aws = require "aws"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local errors = require "aws.errors"
local memory_core = require "spec.support.memory_core"
local memory_places = require "spec.support.memory_places"
local scripted = require "spec.support.scripted"

local KEY, SECRET = os.getenv "AWS_ACCESS_KEY_ID", os.getenv "AWS_SECRET_ACCESS_KEY"
local COMMAND = ("/bin/echo '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"}'"):format(KEY, SECRET)
local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING1"

local function settings(more)
  local all = {
    region = "us-east-1", credentials = { access_key_id = KEY, secret_access_key = SECRET },
    endpoint_url = os.getenv "SWEEP_HTTP", connect_timeout = 2, read_timeout = 2, sleep = function() end,
  }
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

local function stop(client) return client.stop_replication({ ReplicationConfigArn = ARN }) end

--- A call of a client that is made for it.
local function fresh(more)
  local client = dms.new(settings(more))
  local output = stop(client)
  client.close()
  return output.Replication.Status
end

local function of_map(client)
  local results, failed = aws.map({ 1, 2, 3 }, function() return stop(client) end)
  for i = 1, 3 do
    if not results[i].ok then error(results[i].error, 0) end
  end
  client.close()
  return failed .. results[3].value.Replication.Status
end

local warm

local scenarios = { fresh = fresh }

function scenarios.warm()
  warm = warm or dms.new(settings())
  return stop(warm).Replication.Status
end

function scenarios.reset()
  local client = dms.new(settings({ endpoint_url = os.getenv "SWEEP_RESET" }))
  local ok, err = pcall(stop, client)
  client.close()
  if ok then error("a success", 0) end
  if not errors.is(err, "ConnectionError") or err.applied == "no" or err.message:find "memory" then error(err, 0) end
  return err.type .. " " .. err.applied
end

function scenarios.process() return fresh({ credentials = credentials.process({ command = COMMAND }) }) end

function scenarios.container()
  return fresh({ credentials = credentials.container({ full_uri = os.getenv "SWEEP_CONTAINER", attempts = 1 }) })
end

function scenarios.map() return of_map(dms.new(settings())) end

function scenarios.listing()
  warm = warm or dms.new(settings())
  local list, state = warm.all.describe_replications({}, { page_size = 2, max_items = 5 })
  return #list .. " of " .. state.pages .. " pages"
end

function scenarios.tls()
  return fresh({ endpoint_url = os.getenv "SWEEP_HTTPS", ca_bundle = os.getenv "SWEEP_CA_BUNDLE" })
end

--- libcurl's module is loaded by the call.
scenarios.late = {
  begin = function()
    for _, name in ipairs({ "aws.curl", "aws.transport.curl" }) do package.loaded[name] = nil end
  end,
  run = fresh,
}

-- By transports of our own ------------------------------------------------------------------------------------------

--- Answers in their order, over and over.
local function answering(...)
  local answers, asked = { ... }, 0
  return function()
    asked = asked + 1
    return answers[(asked - 1) % #answers + 1]
  end
end

local ID = { ["x-amzn-requestid"] = "r-1" }
local GOOD = scripted.answer('{"Replication":{"Status":"stopping","ReplicationConfigArn":"a\\u00e9\\n"}}', 200, ID)
local BROKEN = scripted.answer("", 500, ID)
local REFUSED = scripted.answer('{"__type":"InvalidResourceStateFault","message":"it is \\"stopped\\""}', 400, ID)

local function of_script(more)
  local all = settings({ now = function() return scripted.time end, random = function() return 0.5 end, transport = answering(GOOD) })
  for name, value in pairs(more or {}) do all[name] = value end
  return scripted.with_environment({}, dms.new, all)
end

function scenarios.script()
  local output, metadata = stop(of_script())
  return output.Replication.Status .. output.Replication.ReplicationConfigArn .. metadata.attempts
end

function scenarios.retried()
  local output, metadata = stop(of_script({ transport = answering(BROKEN, BROKEN, GOOD), max_attempts = 3 }))
  -- Where memory ran out before the first request was answered, others were.
  return output.Replication.Status .. (metadata.attempts <= 3 and "" or metadata.attempts)
end

--- An error is the right result, as the service says it.
function scenarios.refused()
  local ok, err = pcall(stop, of_script({ transport = answering(REFUSED) }))
  if ok then error("a success", 0) end
  if not errors.is(err, "InvalidResourceStateFault") then error(err, 0) end
  return ("%s %s %s"):format(err.type, err.applied, err.message)
end

function scenarios.told()
  local heard = {}
  local function hear(event) heard[event.type] = (heard[event.type] or 0) + 1 end
  stop(of_script({ logger = hear, audit = hear, confirm = function() return true end, retry_mode = "adaptive" }))
  return "told"
end

local LOOKS = {}
for i, status in ipairs({ "stopping", "stopping", "stopped" }) do
  LOOKS[i] = scripted.answer(('{"Replications":[{"ReplicationConfigArn":"%s","Status":"%s"}]}'):format(ARN, status), 200, ID)
end

function scenarios.wait()
  local client = of_script({ transport = answering(LOOKS[1], LOOKS[2], LOOKS[3]), clock = function() return 5 end })
  return client.wait.replication_stopped(ARN).Status
end

function scenarios.explain() return of_script().explain({ fetch = true }) end

for _, more in ipairs({ memory_core, memory_places }) do
  for name, scenario in pairs(more.by_name) do scenarios[name] = scenario end
end

--- Ends what scenarios share.
local function close()
  if warm then warm.close() end
  memory_core.clean()
  memory_places.clean()
end

return { by_name = scenarios, close = close, SECRET = SECRET }
