--- A client with safeguards inside nginx: for safeguards_spec.lua.
local dms = require "aws.dms"

local safeguards = {}

local function client(about, settings)
  local given = {
    region = "us-east-1", endpoint_url = about.endpoint, max_attempts = 1,
    credentials = { access_key_id = about.id, secret_access_key = about.secret },
  }
  for name, value in pairs(settings) do given[name] = value end
  return dms.new(given)
end

local function stop(own, about)
  local ok, result = pcall(own.stop_replication, { ReplicationConfigArn = about.arn })
  return ok and result.Replication.Status or tostring(result)
end

--- `confirm` and `audit` wait as a call does, and other light threads run meanwhile; what happened, in its order.
function safeguards.waits(about)
  local log = {}
  local own = client(about, {
    confirm = function(operation)
      ngx.sleep(0.05)
      log[#log + 1] = "confirm " .. operation
      return true
    end,
    audit = function(line)
      ngx.sleep(0.001)
      log[#log + 1] = line.phase .. " " .. line.resource .. " " .. tostring(line.changed)
    end,
  })
  local other = ngx.thread.spawn(function()
    ngx.sleep(0.001)
    log[#log + 1] = "other"
  end)
  local status = stop(own, about)
  ngx.thread.wait(other)
  return status, log
end

function safeguards.only_reads(about)
  return stop(client(about, { read_only = true }), about)
end

return safeguards
