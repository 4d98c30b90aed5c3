--- Helpers over real sockets: what each of these calls returns or raises at the local AWS endpoint, from a script as inside
--- nginx. All of it is plain data.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local operator_cases = {}

--- The helper of a service.
operator_cases.helpers = { dms = "ensure_stopped", drs = "retry_if_stalled" }

--- A case: `service`, `state` (as in the names of local resources), and
--- `words`: wishes and faults; `%` is a fresh id
--- `phase`: seconds that a state of the endpoint lasts
--- `before`: a state that is set by hand
--- `start`: StartReplication is called first
--- `options`: of the helper, over quick ones
--- `settings`: over those of local_aws
--- `returns` or `raises`: members of the result or error; `count`: how often the operation was carried out
operator_cases.list = {
  { name = "a stopped replication", service = "dms", state = "STOPPED",
    returns = { status = "stopped", changed = "no", sent = 0, polls = 1, stop_code = "NORMAL", stop_class = "asked" },
      count = 0 },
  { name = "a replication that is being stopped", service = "dms", state = "STOPPING", options = { max_time = 0.4 },
    raises = { type = "WaitTimeout", state = "stopping", applied = "no" }, count = 0 },
  { name = "no replication", service = "dms", state = "GONE", raises = { type = "ResourceMissing", applied = "no" } },
  { name = "no replication, and that is well", service = "dms", state = "GONE", words = "missing=empty",
    options = { missing = "ok" },
    returns = { status = "missing", changed = "no", sent = 0 } },
  { name = "a running replication", service = "dms", state = "RUNNING", phase = 0.3,
    returns = { status = "stopped", before = "running", changed = "yes", sent = 1, stop_code = "NORMAL" }, count = 1 },
  { name = "a running replication, without a wait", service = "dms", state = "RUNNING", phase = 60,
    options = { wait = false },
    returns = { status = "stopping", changed = "yes", sent = 1, polls = 2 }, count = 1 },
  { name = "a running replication, a dry run", service = "dms", state = "RUNNING", options = { dry_run = true },
    returns = { status = "running", changed = "no", sent = 0, would = "stop" }, count = 0 },
  { name = "a reply that is lost, of a stop that was carried out", service = "dms", state = "RUNNING", phase = 0.3,
    words = "reply-lost,on=StopReplication,times=1,id=%", returns = { status = "stopped", changed = "yes", sent = 1 },
      count = 1 },
  { name = "a reply that is lost, of a stop that was not carried out", service = "dms", state = "RUNNING", phase = 0.3,
    words = "cut-headers,apply=no,on=StopReplication,times=1,id=%", options = { resend_after = 0.1 },
    returns = { status = "stopped", changed = "yes", sent = 2 }, count = 1 },
  { name = "an answer that cannot be read", service = "dms", state = "RUNNING", phase = 0.3,
    words = "truncated-json,on=StopReplication,times=1,id=%", returns = { status = "stopped", changed = "yes", sent = 1 },
      count = 1 },
  { name = "a stop that is refused", service = "dms", state = "RUNNING",
    words = "error=InvalidResourceStateFault,on=StopReplication",
    raises = { type = "InvalidResourceStateFault", state = "running", applied = "no" }, count = 0 },
  { name = "throttling that ends", service = "dms", state = "RUNNING", phase = 0.3,
    words = "throttled=0.3,on=StopReplication,id=%",
    returns = { status = "stopped", changed = "yes" }, count = 1 },
  { name = "keys that may not stop", service = "dms", state = "RUNNING", settings = { credentials = local_aws.reader_key },
    raises = { type = "AccessDeniedException", state = "running", applied = "no" }, count = 0 },
  { name = "a replication that starts up", service = "dms", state = "CREATED", start = true, phase = 0.4,
    returns = { status = "stopped", changed = "yes" } },
  { name = "a status that nobody knows", service = "dms", state = "RUNNING", before = "resting", options = { max_time = 0.5 },
    raises = { type = "WaitTimeout", state = "resting", applied = "no" }, count = 0 },
  { name = "a stop that is lost, and no time", service = "dms", state = "RUNNING", phase = 60, options = { max_time = 2, delay = 0.4 },
    words = "reply-lost,on=StopReplication,times=1,id=%", raises = { type = "WaitTimeout", state = "stopping",
      applied = "unknown" }, count = 1 },

  { name = "a client that only reads, and a running replication", service = "dms", state = "RUNNING",
    settings = { read_only = true }, raises = { type = "ReadOnlyError", state = "running", applied = "no" }, count = 0 },
  { name = "a client that only reads, in a dry run", service = "dms", state = "RUNNING", settings = { read_only = true },
    options = { dry_run = true }, returns = { status = "running", would = "stop", changed = "no" }, count = 0 },
  { name = "a client that only reads, and a stalled server", service = "drs", state = "stalled",
    settings = { read_only = true }, raises = { type = "ReadOnlyError", state = "STALLED", applied = "no" }, count = 0 },

  { name = "a server that replicates", service = "drs", state = "continuous",
    returns = { action = "skipped", reason = "it replicates", changed = "no", sent = 0 }, count = 0 },
  { name = "a server at work", service = "drs", state = "syncing", returns = { action = "skipped",
    reason = "it is at work" }, count = 0 },
  { name = "a stopped server", service = "drs", state = "stopped", returns = { action = "skipped", state = "STOPPED" },
    count = 0 },
  { name = "a stopped server that is started", service = "drs", state = "stopped", phase = 60,
    options = { stopped = "start" },
    returns = { action = "retried", before = "STOPPED", state = "INITIATING", changed = "yes" }, count = 1 },
  { name = "a server that is disconnected", service = "drs", state = "disconnected", phase = 60,
    returns = { action = "retried", before = "DISCONNECTED", changed = "yes", sent = 1 }, count = 1 },
  { name = "a server that is stalled", service = "drs", state = "stalled", phase = 60,
    returns = { action = "retried", before = "STALLED", state = "INITIATING", changed = "yes", sent = 1 }, count = 1 },
  { name = "a server that is stalled, with a wait", service = "drs", state = "stalled", phase = 0.2,
    options = { wait = "continuous" },
    returns = { action = "retried", before = "STALLED", state = "CONTINUOUS", changed = "yes" }, count = 1 },
  { name = "a server that is stalled, a dry run", service = "drs", state = "stalled", options = { dry_run = true },
    returns = { action = "would retry", state = "STALLED", sent = 0 }, count = 0 },
  { name = "an extended server", service = "drs", state = "extended", returns = { action = "skipped", state = "STALLED",
    sent = 0 }, count = 0 },
  { name = "no server", service = "drs", state = "gone", raises = { type = "ResourceMissing", applied = "no" } },
  { name = "a reply that is lost, of a retry that was carried out", service = "drs", state = "stalled", phase = 60,
    words = "reply-lost,on=RetryDataReplication,times=1,id=%",
    returns = { action = "retried", state = "INITIATING", changed = "yes", sent = 1 }, count = 1 },
  { name = "a reply that is lost, of a retry that was not carried out", service = "drs", state = "stalled",
    words = "cut-headers,apply=no,on=RetryDataReplication,times=1,id=%",
    raises = { kind = "transport", state = "STALLED", applied = "unknown" }, count = 0 },
  { name = "a retry that is refused", service = "drs", state = "stalled",
    words = "error=ValidationException,on=RetryDataReplication",
    raises = { type = "ValidationException", state = "STALLED", applied = "no" }, count = 0 },
  { name = "throttling of a retry that ends", service = "drs", state = "stalled",
    words = "throttled=0.15,on=RetryDataReplication,id=%",
    phase = 60, settings = { max_attempts = 9 }, returns = { action = "retried", changed = "yes" }, count = 1 },
  { name = "keys that may not retry", service = "drs", state = "stalled", settings = { credentials = local_aws.reader_key },
    raises = { type = "AccessDeniedException", state = "STALLED", applied = "no" }, count = 0 },
  { name = "a retry that AWS no longer knows", service = "drs", state = "stalled",
    words = "error=UnknownOperationException,on=RetryDataReplication",
    raises = { type = "UnknownOperationException", applied = "no" }, count = 0 },
}

local function quick_options(given)
  local options = { delay = 0.1, max_time = 30 }
  for name, value in pairs(given or {}) do options[name] = value end
  return options
end

local function resource_of(case)
  return case.service == "dms" and local_aws.arn(case.state) or local_aws.server_id(case.state)
end

--- Prepares a case: what its call needs.
---@param case table
---@return table call { service, helper, settings, resource, options }
---@return table world
function operator_cases.prepare(case)
  local world, resource = local_world.new(), resource_of(case)
  local words = {}
  if case.phase then words[1] = "phase=" .. case.phase end
  if case.words then words[#words + 1] = case.words:gsub("%%", "case" .. local_aws.fresh()) end
  if case.before then world:set(resource, { status = case.before }) end
  if case.start then
    world:dms("StartReplication", { ReplicationConfigArn = resource, StartReplicationType = "start-replication" },
      { words = words[1] })
  end
  return {
    service = case.service, helper = operator_cases.helpers[case.service], resource = resource,
    settings = local_aws.settings(world:url(words[1] and table.concat(words, ",")), case.settings),
      options = quick_options(case.options),
  }, world
end

--- What a call has of the members that its case expects.
local function members_of(found, expected)
  local members = {}
  for name in pairs(expected) do members[name] = found[name] end
  return members
end

--- Makes a prepared call.
---@param call table
---@return boolean ok
---@return table plain members of the result or error that are plain
function operator_cases.perform(call)
  local client = require("aws")[call.service].new(call.settings)
  local ok, found = pcall(client[call.helper], call.resource, call.options)
  client.close()
  if not ok and type(found) ~= "table" then return false, { type = tostring(found) } end
  local plain = { text = not ok and tostring(found) or nil }
  for name, value in pairs(found) do
    if type(value) ~= "table" then plain[name] = value end
  end
  return ok, plain
end

--- Compares an outcome with what a case expects.
---@param case table
---@param call table
---@param world table
---@param ok boolean
---@param found table
function operator_cases.check(case, call, world, ok, found)
  local expected = case.returns or case.raises
  assert(ok == (case.returns ~= nil), found.text or "it did not fail")
  local luassert = require "luassert"
  luassert.same(expected, members_of(found, expected))
  if case.count then luassert.equal(case.count, world:state(call.resource).count) end
end

return operator_cases
