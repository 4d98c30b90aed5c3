-- Lists the DRS source servers whose data replication is stalled or disconnected: why, at which step, and how far it lags.
--
--   lua5.4 examples/list_stalled_servers.lua
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local drs = require "aws.drs"
local script = require "script"

local in_trouble = { STALLED = true, DISCONNECTED = true }

local function failed_step(info)
  for _, step in ipairs(info.dataReplicationInitiation and info.dataReplicationInitiation.steps or {}) do
    if step.status == "FAILED" then return "failed at " .. step.name end
  end
  return ""
end

local function row(server, info)
  local hints = server.sourceProperties and server.sourceProperties.identificationHints or {}
  local why = info.dataReplicationError and info.dataReplicationError.error or "no error given"
  return { server.sourceServerID, hints.hostname or "", info.dataReplicationState, why, "lag " .. (info.lagDuration or "unknown"),
    failed_step(info) }
end

script.run("lua5.4 examples/list_stalled_servers.lua", 0, function()
  local rows = {}
  for server in drs.each.describe_source_servers() do
    local info = server.dataReplicationInfo or {}
    if in_trouble[info.dataReplicationState] then rows[#rows + 1] = row(server, info) end
  end
  if #rows == 0 then script.print("no server is stalled or disconnected") end
  script.rows(rows)
  return true
end)
