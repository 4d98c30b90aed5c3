-- Retries: of any answers, whatever their Retry-After and Date say, an output or an error after few attempts and short
-- pauses.
local answers = require "spec.fuzz.support.answers"
local checks = require "spec.fuzz.support.checks"
local drs = require "aws.drs"
local retries = require "spec.support.retries"

--- The three attempts, and another one each for a wrong clock and for keys that have expired.
local MOST_REQUESTS = 5
--- The longest delay of its own, and how much longer a service may make it.
local LONGEST_PAUSE = 20 + 5

return function(input)
  local transport = answers.transport(answers.parts(input, 8))
  local client, world = retries.client(drs, {}, { transport = transport, retry_mode = #input % 3 == 0 and "adaptive" or nil })
  local output, raised = checks.typed(client.retry_data_replication, retries.INPUT)
  assert(transport.count >= 1 and transport.count <= MOST_REQUESTS, transport.count .. " requests")
  for _, seconds in ipairs(world.sleeps) do
    assert(seconds >= 0 and seconds <= LONGEST_PAUSE, "a pause of " .. seconds .. " s")
  end
  if output then return end
  assert(raised.attempts == transport.count and #raised.history == transport.count, "attempts")
  assert(raised.applied == "yes" or raised.applied == "no" or raised.applied == "unknown", "applied")
  client.close()
end
