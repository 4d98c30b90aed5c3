-- The facts of the local world: account, regions, access keys, and how an id tells its state.
-- Everything a test may rely on is here and nowhere else.

local world = {
  account = "123456789012",

  -- Regions a credential scope may name. The DRS account is not initialised in `uninitialized_region`.
  regions = {
    ["us-east-1"] = true, ["us-east-2"] = true, ["us-west-1"] = true, ["us-west-2"] = true,
    ["ca-central-1"] = true, ["sa-east-1"] = true,
    ["eu-west-1"] = true, ["eu-west-2"] = true, ["eu-central-1"] = true, ["eu-north-1"] = true,
    ["ap-south-1"] = true, ["ap-northeast-1"] = true, ["ap-southeast-1"] = true, ["ap-southeast-2"] = true,
    ["cn-north-1"] = true, ["cn-northwest-1"] = true, ["us-gov-west-1"] = true, ["us-gov-east-1"] = true,
  },
  uninitialized_region = "us-west-1",

  -- Access keys by id. `token`: the session token that must come with it. `denied`: may do nothing.
  -- `expired`: its session is over. `uninitialized`: its account never used DRS. None of them is real.
  keys = {
    AKIALOCALAWSPLAIN001 = { secret = "local/plain+secret/EXAMPLEKEY0000000001" },
    ASIALOCALAWSTEMP0001 = {
      secret = "local/temp+secret/EXAMPLEKEY00000000002",
      token = "local-session-token//good+0123456789abcdefghijklmnopqrstuvwxyz==",
    },
    ASIALOCALAWSEXPIRED1 = {
      secret = "local/expired+secret/EXAMPLEKEY0000000003",
      token = "local-session-token//expired+0123456789abcdefghijklmnopqrstuvwxyz==",
      expired = true,
    },
    AKIALOCALAWSDENIED01 = { secret = "local/denied+secret/EXAMPLEKEY000000004", denied = true },
    AKIALOCALAWSNODRS001 = { secret = "local/nodrs+secret/EXAMPLEKEY0000000005", uninitialized = true },
  },

  max_skew = 300, -- seconds a request's time may be off (SigV4: five minutes)
  stopping_seconds = 2, -- how long a stopped replication stays "stopping"
  kept_requests = 500, -- how many requests the inspection path remembers
}

-- The last part of a replication config ARN starts with its first state: RUNNING1, RUNNING-anything.
world.replication_states = {
  RUNNING = "running", STOPPING = "stopping", STOPPED = "stopped", FAILED = "failed", CREATED = "created",
}

-- The 17 characters after "s-" start with the first state, in any case: s-stalled0000000001.
world.server_states = {
  stalled = "STALLED", disconnected = "DISCONNECTED", stopped = "STOPPED", continuous = "CONTINUOUS",
  initiating = "INITIATING", paused = "PAUSED",
}

--- First state of a replication config, or nil when there is none of that name.
---@param arn string
---@param region string the region that was asked
---@return string|nil state
---@return string|nil name last part of the ARN
function world.replication(arn, region)
  local where, account, name = arn:match("^arn:aws[%w-]*:dms:([^:]*):([^:]*):replication%-config:([^:]+)$")
  if where ~= region or account ~= world.account then
    return nil
  end
  local word, rest = name:match("^(%u+)(.*)$")
  if word and (rest == "" or rest:find("^[%d-]")) then
    return world.replication_states[word], name
  end
end

--- First state of a source server, or nil when there is none of that id.
---@param id string
---@return string|nil state
function world.server(id)
  local word = id:match("^s%-(%a+)%w*$")
  if not word then
    return nil
  end
  word = word:lower()
  for prefix, state in pairs(world.server_states) do
    if word:sub(1, #prefix) == prefix then
      return state
    end
  end
end

return world
