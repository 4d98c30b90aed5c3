-- Every fault × both operations × every retry mode, over real sockets. Back-off is recorded, not waited for.
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local faults = require "spec.support.faults"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

--- { module, operation, member of the input, how to make a value for it }
local operations = {
  dms = { dms, "stop_replication", "ReplicationConfigArn", local_aws.arn },
  drs = { drs, "retry_data_replication", "sourceServerID", local_aws.server_id },
}

local function url_of(fault)
  if fault.url then return fault.url end
  if fault.server then
    local server = tcp_server.start(fault.server)
    return (fault.is_tls and "https://" or "http://") .. server.authority
  end
  local base = local_aws.variables()[("LOCAL_AWS_%s_URL"):format(fault.at or "HTTP")]
  return fault.path and base .. "/fault/" .. fault.path:format("matrix" .. local_aws.fresh()) or base
end

--- Makes the call: whether it succeeded, its error or metadata, the resource, and the sleeps.
local function run(fault, service, mode)
  local module, name, member, fresh = (table.unpack or unpack)(operations[service])
  local sleeps, resource = {}, fresh()
  local settings = { max_attempts = 3, retry_mode = mode, sleep = function(seconds) sleeps[#sleeps + 1] = seconds end }
  for key, value in pairs(fault.settings or {}) do settings[key] = value end
  local client = module.new(local_aws.settings(url_of(fault), settings))
  local ok, first, metadata = pcall(client[name], { [member] = resource })
  client.close()
  return ok, ok and metadata or first, resource, sleeps
end

local function check_history(result, sleeps)
  local slept, told = 0, 0
  for _, seconds in ipairs(sleeps) do slept = slept + seconds end
  if result.history then
    assert.equal(result.attempts, #result.history)
    for _, entry in ipairs(result.history) do told = told + entry.delay end
  end
  assert.is_true(math.abs(slept - told) < 1e-9, ("slept %g, told %g"):format(slept, told))
end

--- What is said must be true of what the endpoint did.
local function check_truth(fault, expected, resource)
  if not faults.is_local(fault) then return end
  local count = local_aws.count(resource)
  if expected.applied == "no" then
    assert.equal(0, count)
  elseif expected.applied ~= "unknown" then
    assert.equal(1, count)
  end
end

local function check(fault, service, mode)
  local expected = faults.expected(fault, service, mode)
  local ok, result, resource, sleeps = run(fault, service, mode)
  assert.equal(expected.type, not ok and result.type or nil, tostring(result))
  assert.equal(expected.attempts, result.attempts)
  if not ok then
    assert.is_true(errors.is(result))
    assert.equal(expected.applied, result.applied)
    assert.equal(expected.type, result.history[#result.history].outcome)
  end
  check_history(result, sleeps)
  check_truth(fault, expected, resource)
end

describe("the fault matrix:", function()
  after_each(tcp_server.stop_all)

  for _, fault in ipairs(faults.list) do
    for _, service in ipairs({ "dms", "drs" }) do
      for _, mode in ipairs({ "standard", "adaptive", "off" }) do
        local expected = faults.expected(fault, service, mode)
        local outcome = expected.type and expected.type .. ", applied " .. expected.applied or "ok"
        it(("%s, %s, %s: %d attempts, %s"):format(fault.name, service, mode, expected.attempts, outcome), function()
          check(fault, service, mode)
        end)
      end
    end
  end
end)
