-- What a service's module and its clients cost: time and memory of `require`, of a client, of the functions of a client.
--
--   lua5.4 spec/bench/client.lua [CLIENTS]      (make bench; default 2,000)

local CLIENTS = tonumber(arg[1] or 2000)
local ROUNDS = 5

--- CPU seconds and bytes that `run` takes; what it returns is kept until then.
local function measure(run)
  collectgarbage()
  collectgarbage()
  local bytes, begun = collectgarbage("count"), os.clock()
  local kept = run()
  local seconds = os.clock() - begun
  collectgarbage()
  collectgarbage()
  return seconds, (collectgarbage("count") - bytes) * 1024, kept
end

local function report(what, seconds, bytes)
  print(("%-44s %8.1f us %9.2f KiB"):format(what, seconds * 1e6, bytes / 1024))
end

--- The best of some rounds, for each of CLIENTS clients.
local function each_client(what, settings, use)
  local best, bytes = math.huge, nil
  for _ = 1, ROUNDS do
    local seconds, taken = measure(function()
      local clients = {}
      for i = 1, CLIENTS do
        clients[i] = require("aws.dms").new(settings)
        if use then use(clients[i]) end
      end
      return clients
    end)
    best, bytes = math.min(best, seconds), taken
  end
  report(what, best / CLIENTS, bytes / CLIENTS)
end

local settings = {
  region = "eu-west-1", credentials = { access_key_id = "AK", secret_access_key = "SK" },
}
local input = { ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:A" }

require "aws.client"
report("require \"aws.model.dms\"", measure(function() return require "aws.model.dms" end))
report("require \"aws.dms\" after that", measure(function() return require "aws.dms" end))
report("the first client and prepared call", measure(function()
  return require("aws.dms").new(settings).prepare.stop_replication(input)
end))
each_client("a client", settings)
each_client("a client and its first prepared call", settings, function(client) client.prepare.stop_replication(input) end)
