--- Waits over real sockets: how each of these ends at the local AWS endpoint, from a script as inside nginx; one for each
--- column of the table of waiters, and for each kind of a look that fails. All of it is plain data.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local wait_cases = {}

--- A case: `service`, the `waiter`, the resource's `state` (as in the names of local resources), and
--- `words`: wishes and faults; `%` is a fresh id
--- `options`: of the wait, over quick ones
--- `settings`: over those of local_aws
--- `returns`: members of `info`; or `raises`: members of the error
wait_cases.list = {
  { name = "replication_stopped succeeds with stopped", service = "dms", waiter = "replication_stopped", state = "STOPPED",
    returns = { state = "stopped", polls = 1 } },
  { name = "replication_stopped fails at once with failed", service = "dms", waiter = "replication_stopped", state = "FAILED",
    raises = { type = "WaitFailed", state = "failed", polls = 1 } },
  { name = "replication_stopped fails at once with missing", service = "dms", waiter = "replication_stopped", state = "GONE",
    raises = { type = "ResourceMissing", state = "missing", polls = 1 } },
  { name = "replication_stopped fails with created after it has settled", service = "dms", waiter = "replication_stopped",
    state = "CREATED", options = { settle = 0.2 }, raises = { type = "WaitFailed", state = "created" } },
  { name = "replication_stopped goes on with stopping, until its time is up", service = "dms", waiter = "replication_stopped",
    state = "STOPPING", options = { max_time = 0.3 }, raises = { type = "WaitTimeout", state = "stopping", applied = "no" } },
  { name = "replication_at_rest succeeds with failed", service = "dms", waiter = "replication_at_rest", state = "FAILED",
    returns = { state = "failed" } },
  { name = "replication_running succeeds with running", service = "dms", waiter = "replication_running", state = "RUNNING",
    returns = { state = "running" } },
  { name = "replication_deprovisioned succeeds with deprovisioned", service = "dms", waiter = "replication_deprovisioned",
    state = "DEPROVISIONED", returns = { state = "deprovisioned" } },
  { name = "replication_deprovisioned fails where that is after its time", service = "dms", waiter = "replication_deprovisioned",
    state = "STOPPED", raises = { type = "WaitFailed", state = "provisioned" } },
  { name = "replication_deleted succeeds with missing", service = "dms", waiter = "replication_deleted", state = "GONE",
    words = "missing=empty", returns = { state = "missing" } },
  { name = "replication_deleted fails at once with running", service = "dms", waiter = "replication_deleted", state = "RUNNING",
    raises = { type = "WaitFailed", state = "running" } },
  { name = "source_server_initiated succeeds with INITIAL_SYNC", service = "drs", waiter = "source_server_initiated",
    state = "syncing", returns = { state = "INITIAL_SYNC" } },
  { name = "source_server_continuous fails with STALLED after it has settled", service = "drs",
    waiter = "source_server_continuous", state = "stalled", options = { settle = 0.2 },
    raises = { type = "WaitFailed", state = "STALLED" } },
  { name = "source_server_continuous goes on with a lag that is too long", service = "drs", waiter = "source_server_continuous",
    state = "continuous", options = { max_lag = 0, max_time = 0.3 }, lag = "PT5S",
    raises = { type = "WaitTimeout", state = "CONTINUOUS" } },
  { name = "job_completed succeeds with COMPLETED", service = "drs", waiter = "job_completed", state = "completed",
    returns = { state = "COMPLETED" } },
  { name = "job_completed fails with a launch that FAILED", service = "drs", waiter = "job_completed", state = "failed",
    raises = { type = "WaitFailed", state = "COMPLETED" } },
  { name = "a look that is throttled is tolerated", service = "dms", waiter = "replication_stopped", state = "STOPPED",
    words = "throttled=0.3,id=%", returns = { state = "stopped", last_error = "ThrottlingException" } },
  { name = "a look whose answer is lost is tolerated to the end", service = "dms", waiter = "replication_stopped", state = "STOPPED",
    words = "cut-before", options = { max_time = 0.3 }, raises = { type = "WaitTimeout", last_error = "ConnectionError" } },
  { name = "a look that is denied ends the wait", service = "dms", waiter = "replication_stopped", state = "STOPPED",
    settings = { credentials = local_aws.denied_key }, raises = { type = "AccessDeniedException", waiter = "replication_stopped" } },
  { name = "a look that takes longer than the wait is cut", service = "dms", waiter = "replication_stopped", state = "STOPPED",
    words = "delay=60", options = { timeout = 0.3, max_time = 0.5 },
    raises = { type = "WaitTimeout", last_error = "DeadlineExceeded" } },
}

local function resource_of(case)
  if case.service == "dms" then return local_aws.arn(case.state) end
  if case.waiter ~= "job_completed" then return local_aws.server_id(case.state) end
  return "drsjob-" .. (case.state .. ("0"):rep(17)):sub(1, 17)
end

--- Prepares a case: what its call needs.
---@param case table
---@return table call { service, waiter, settings, resource, options }
function wait_cases.prepare(case)
  local world, resource, options = local_world.new(), resource_of(case), { delay = 0.1, max_time = 30 }
  for name, value in pairs(case.options or {}) do options[name] = value end
  if case.lag then world:set(resource, { lag = case.lag }) end
  local words = case.words and case.words:gsub("%%", "wait" .. local_aws.fresh())
  return {
    service = case.service, waiter = case.waiter, resource = resource, options = options,
    settings = local_aws.settings(world:url(words), case.settings),
  }
end

--- Makes a prepared call.
---@param call table
---@return boolean ok
---@return table plain members of `info` or the error that are plain; of `last_error` its type
function wait_cases.perform(call)
  local client = require("aws")[call.service].new(call.settings)
  local ok, found, info = pcall(client.wait[call.waiter], call.resource, call.options)
  client.close()
  if not ok and type(found) ~= "table" then return false, { type = tostring(found) } end
  local members = ok and info or found
  local plain = { text = not ok and tostring(found) or nil, last_error = members.last_error and members.last_error.type }
  for name, value in pairs(members) do
    if type(value) ~= "table" then plain[name] = value end
  end
  return ok, plain
end

--- Compares an outcome with what a case expects.
---@param case table
---@param ok boolean
---@param found table
function wait_cases.check(case, ok, found)
  local expected, members = case.returns or case.raises, {}
  assert(ok == (case.returns ~= nil), found.text or "it did not fail")
  for name in pairs(expected) do members[name] = found[name] end
  require("luassert").same(expected, members)
end

return wait_cases
