--- Plans in virtual time: a cloud of replications or servers that aws.stub answers for, and plans about them.
local dkjson = require "dkjson"
local run = require "aws.plan.run"
local scripted = require "spec.support.scripted"
local stub = require "aws.stub"

local plans = { ACCOUNT = "123456789012" }

--- What became of a write or look, for scripts.
plans.answers = {
  throttled = stub.error("ThrottlingException"),
  broken = stub.error("InternalFailure"),
  denied = stub.error("AccessDeniedException", { status = 403, message = "m", headers = { ["x-amzn-requestid"] = "r-403" } }),
  lost = stub.error("ConnectionError"),
}

---@class spec.Cloud
---@field stub aws.Stub
---@field states table<string, string> by ARN or id
---@field now number epoch seconds
---@field sleeps number[]
---@field phase number seconds in which a stop takes effect
---@field calls { operation: string, id: string?, at: number }[] in their order
---@field on_write? fun(id: string, count: integer): any an answer in place of the usual one, or nil; the second return is false when
---the write is not carried out
---@field on_look? fun(id: string, count: integer): any
---@field on_identity? fun(): any
---@field account string of the keys
---@field refused integer stops of what does not run
local methods = {}
local metatable = {}

function metatable.__index(self, name)
  if name == "now" then return self.stub:now() end
  return methods[name]
end

--- The document of a replication; nil for a state "missing".
function methods:replication(id)
  local stopped_at = self.stopped_at[id]
  if stopped_at and self.states[id] == "stopping" and self.now >= stopped_at then self.states[id] = "stopped" end
  local state = self.states[id]
  if state == "missing" then return nil end
  return { ReplicationConfigArn = id, Status = state, ReplicationLastStopTime = state == "stopped" and stopped_at or nil }
end

--- The document of a server.
function methods:server(id)
  local state, started_at = self.states[id], self.started_at[id]
  if state == "missing" then return nil end
  local text = started_at and os.date("!%Y-%m-%dT%H:%M:%S+00:00", math.floor(started_at))
  local initiation = text and { startDateTime = text } or nil
  return { sourceServerID = id, dataReplicationInfo = { dataReplicationState = state, dataReplicationInitiation = initiation } }
end

-- What the services do ------------------------------------------------------------------------------------------

local function stop(cloud, id)
  if cloud.states[id] ~= "running" then
    cloud.refused = cloud.refused + 1
    return stub.error("InvalidResourceStateFault")
  end
  cloud.states[id], cloud.stopped_at[id] = "stopping", cloud.now + cloud.phase
  return { Replication = cloud:replication(id) }
end

local function start(cloud, id)
  local state = cloud.states[id]
  if state ~= "STALLED" and state ~= "STOPPED" then return stub.error("ValidationException") end
  cloud.states[id], cloud.started_at[id] = "INITIATING", cloud.now
  return cloud:server(id)
end

--- Operations: which resource an input is of, and what is done.
local services = {
  dms = {
    describe_replications = { function(input) return input.Filters and input.Filters[1].Values[1] end,
      function(cloud, id) return { Replications = { cloud:replication(id) } } end },
    stop_replication = { function(input) return input.ReplicationConfigArn end, stop },
  },
  drs = {
    describe_source_servers = { function(input) return input.filters.sourceServerIDs[1] end,
      function(cloud, id) return { items = { cloud:server(id) } } end },
    retry_data_replication = { function(input) return input.sourceServerID end, start },
    start_replication = { function(input) return input.sourceServerID end, function(cloud, id)
      local given = start(cloud, id)
      return given.sourceServerID and { sourceServer = given } or given
    end },
  },
}

--- The answer to a call, or what its hook gives in place of it.
local function answer(cloud, operation, id, act)
  local is_look = operation:find("^describe") ~= nil
  cloud.calls[#cloud.calls + 1] = { operation = operation, id = id, at = cloud.now, is_write = not is_look }
  local hook, other, is_applied = is_look and cloud.on_look or not is_look and cloud.on_write, nil, true
  if hook then other, is_applied = hook(id, cloud:count(id, operation), operation) end
  local usual = is_applied ~= false and act(cloud, id) or nil
  return other or usual
end

--- Answers for a stub.
local function answers_of(cloud, service)
  local answers = { sts = {
    get_caller_identity = function()
      cloud.calls[#cloud.calls + 1] = { operation = "get_caller_identity", at = cloud.now }
      return cloud.on_identity and cloud.on_identity() or { account = cloud.account }
    end,
  }, [service] = {} }
  for operation, facts in pairs(services[service]) do
    answers[service][operation] = function(input) return answer(cloud, operation, facts[1](input), facts[2]) end
  end
  return answers
end

-- What scripts ask ----------------------------------------------------------------------------------------------

--- How often an operation came for an id, or writes of any kind did.
---@param id string
---@param operation? string
---@return integer
function methods:count(id, operation)
  local count = 0
  for _, call in ipairs(self.calls) do
    if call.id == id and (operation and call.operation == operation or not operation and call.is_write) then count = count + 1 end
  end
  return count
end

--- How many writes came in all.
function methods:writes()
  local count = 0
  for _, call in ipairs(self.calls) do count = count + (call.is_write and 1 or 0) end
  return count
end

function methods:pass(seconds) self.stub:pass(seconds) end

--- Settings of a client in this cloud.
---@param more? table
function methods:target(more)
  local settings = self.stub:settings({ credentials = scripted.keys, max_attempts = 1, random = function() return 0.5 end })
  for name, value in pairs(more or {}) do settings[name] = value end
  return settings
end

--- A cloud with these replications or servers.
---@param service "dms"|"drs"
---@param states table<string, string>
---@return spec.Cloud
function plans.cloud(service, states)
  local own = stub.new(nil, { now = scripted.time })
  local cloud = setmetatable({
    stub = own, service = service, states = states, phase = 10, calls = {}, sleeps = own.sleeps, stopped_at = {}, started_at = {},
    account = plans.ACCOUNT, refused = 0,
  }, metatable)
  own:set(answers_of(cloud, service))
  return cloud
end

local helpers = { dms = "ensure_stopped", drs = "retry_if_stalled" }

--- What a plan says of a state.
local decisions = {
  running = "stop", stopping = "wait", STALLED = "retry", STOPPED = "start",
  stopped = "nothing", created = "nothing", CONTINUOUS = "skip", PAUSED = "skip",
}

--- An ARN, or the id of a server.
---@param service "dms"|"drs"
---@param number integer
function plans.id(service, number)
  if service == "drs" then return ("s-%017d"):format(number) end
  return ("arn:aws:dms:us-east-1:%s:replication-config:R%d"):format(plans.ACCOUNT, number)
end

--- A cloud with so many resources, one for each state, and a plan about them.
---@param service "dms"|"drs"
---@param states string[]
---@param more? table members of the plan that differ
---@return aws.Plan
---@return spec.Cloud
---@return string[] ids
function plans.of(service, states, more)
  local by_id, ids, items = {}, {}, {}
  for i, state in ipairs(states) do
    local id = plans.id(service, i)
    by_id[id], ids[i] = state, id
    items[i] = {
      account = plans.ACCOUNT, region = "us-east-1", id = id, name = "name" .. i, state = state,
      action = decisions[state] or "stop", reason = "because", target = 1,
    }
  end
  local cloud = plans.cloud(service, by_id)
  local plan = {
    service = service, action = helpers[service], options = {}, targets = { cloud:target() }, time = cloud.now, id = "0123456789ab",
    items = items, run = run,
  }
  for name, value in pairs(more or {}) do plan[name] = value end
  return plan, cloud, ids
end

--- Runs a plan with its id; `more`: options.
---@param plan aws.Plan
---@param more? table
---@return aws.PlanReport
function plans.run(plan, more)
  local options = { confirm = plan.id }
  for name, value in pairs(more or {}) do options[name] = value end
  return plan:run(options)
end

--- The same plan as if it was made now.
---@param plan aws.Plan
---@param cloud spec.Cloud
---@return aws.Plan
function plans.again(plan, cloud)
  local new = {}
  for name, value in pairs(plan) do new[name] = value end
  new.time, new.items = cloud.now, {}
  for i, item in ipairs(plan.items) do
    local own = {}
    for name, value in pairs(item) do own[name] = value end
    if cloud.service == "dms" then cloud:replication(item.id) end
    own.state = cloud.states[item.id]
    own.action = decisions[own.state] or own.action
    new.items[i] = own
  end
  return new
end

--- The lines of a report file, decoded.
---@param path string
---@return table[]
function plans.lines(path)
  local lines = {}
  for text in io.lines(path) do lines[#lines + 1] = assert(dkjson.decode(text)) end
  return lines
end

return plans
