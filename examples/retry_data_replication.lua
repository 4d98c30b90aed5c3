-- Makes DRS begin data replication of stalled, disconnected or stopped source servers again.
--
--   lua5.4 examples/retry_data_replication.lua [--wait[=continuous]] ID…
--
-- With --wait it looks at each first, sends a retry only where that may help (not to a stopped server), and goes on when the
-- server is at work again; with --wait=continuous, when it has caught up.
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2.
-- AWS_ENDPOINT_URL sends the calls elsewhere: to the local endpoint of examples/local-aws, for one.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local drs = require "aws.drs"
local script = require "script"
local show = require "aws.show"

local USAGE = "lua5.4 examples/retry_data_replication.lua [--wait[=continuous]] ID…"

local AT_REST = { CONTINUOUS = true, STOPPED = true, PAUSED = true, missing = true }

local function retry(id)
  local output, metadata = drs.retry_data_replication({ sourceServerID = id })
  local info = output.dataReplicationInfo
  return "now " .. (info and info.dataReplicationState or "in an unknown state"), metadata, output
end

--- A function that retries a server where it is stalled, and waits until it is so far.
local function retry_and_wait(how_far)
  return function(id)
    local r = drs.retry_if_stalled(id, { wait = how_far, on_poll = script.progress(AT_REST) })
    local why = r.error and (" (%s)"):format(show.escape(r.error)) or ""
    return ("%s: %s; was %s%s, is %s; changed by this: %s, writes sent: %d%s"):format(
      r.action, r.reason, r.before, why, r.state, r.changed, r.sent, r.hint and "\n  hint: " .. r.hint or "")
  end
end

local waits = script.option("--wait")
if waits == "" then waits = "initiated" end
if waits and waits ~= "initiated" and waits ~= "continuous" then script.usage(USAGE, 2) end
local act = waits and retry_and_wait(waits) or retry
local is_told = false

script.each_argument(USAGE, function(id)
  if not is_told then
    io.stderr:write("note: AWS has deprecated RetryDataReplication; it is kept for servers that still need it\n")
  end
  is_told = true
  return act(id)
end)
