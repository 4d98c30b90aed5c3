-- The facts of the local world: account, regions, access keys, who lives there, and how an id tells its state.
-- Everything a test may rely on is here and nowhere else.

local world = {
  account = "123456789012",
  staging_account = "210987654321", -- extended source servers belong there

  -- Regions a credential scope may name. The DRS account is not initialised in `uninitialized_region`.
  regions = {
    ["us-east-1"] = true, ["us-east-2"] = true, ["us-west-1"] = true, ["us-west-2"] = true,
    ["ca-central-1"] = true, ["sa-east-1"] = true,
    ["eu-west-1"] = true, ["eu-west-2"] = true, ["eu-central-1"] = true, ["eu-north-1"] = true,
    ["ap-south-1"] = true, ["ap-northeast-1"] = true, ["ap-southeast-1"] = true, ["ap-southeast-2"] = true,
    ["cn-north-1"] = true, ["cn-northwest-1"] = true, ["us-gov-west-1"] = true, ["us-gov-east-1"] = true,
  },
  uninitialized_region = "us-west-1",

  -- Access keys by id. `name`: of the user, or of the role with a token. `token`: the session token that must come with
  -- it. `denied`: may do nothing. `reads`: may only look. `expired`: its session is over. `uninitialized`: its account
  -- never used DRS. None of them is real.
  keys = {
    AKIALOCALAWSPLAIN001 = { name = "plain", secret = "local/plain+secret/EXAMPLEKEY0000000001" },
    ASIALOCALAWSTEMP0001 = {
      name = "temp",
      secret = "local/temp+secret/EXAMPLEKEY00000000002",
      token = "local-session-token//good+0123456789abcdefghijklmnopqrstuvwxyz==",
    },
    ASIALOCALAWSEXPIRED1 = {
      name = "expired",
      secret = "local/expired+secret/EXAMPLEKEY0000000003",
      token = "local-session-token//expired+0123456789abcdefghijklmnopqrstuvwxyz==",
      expired = true,
    },
    AKIALOCALAWSDENIED01 = { name = "denied", secret = "local/denied+secret/EXAMPLEKEY000000004", denied = true },
    AKIALOCALAWSREADER01 = { name = "reader", secret = "local/reader+secret/EXAMPLEKEY000000006", reads = true },
    AKIALOCALAWSNODRS001 = { name = "nodrs", secret = "local/nodrs+secret/EXAMPLEKEY0000000005", uninitialized = true },
  },

  max_skew = 300, -- seconds a request's time may be off (SigV4: five minutes)
  kept_requests = 500, -- how many requests the inspection path remembers

  -- Seconds, of which AWS takes minutes, and that a URL may set; and the one that is AWS's own.
  phase_seconds = 0.5, -- how long each state on the way lasts
  stopping_seconds = 2, -- how long a stopped replication stays "stopping"
  deprovision_seconds = 48 * 3600, -- from a stop until what is provisioned goes away
}

-- The last part of a replication config ARN starts with a word: RUNNING1, RUNNING-anything. What it says of the first
-- day: `status`; `provisioned`: it has run; `stop_reason` of a stop `stopped_ago` seconds back (an hour);
-- `start_fails`: a start ends in "failed"; `full_load`: it stops by itself when all is loaded.
world.replications = {
  RUNNING = { status = "running", provisioned = true },
  STOPPING = { status = "stopping", provisioned = true, stop_reason = "NORMAL" },
  STOPPED = { status = "stopped", provisioned = true, stop_reason = "NORMAL" },
  FINISHED = { status = "stopped", provisioned = true, stop_reason = "FULL_LOAD_ONLY_FINISHED", full_load = true },
  TROUBLED = { status = "stopped", provisioned = true, stop_reason = "RECOVERABLE_ERROR" },
  DEPROVISIONED = { status = "stopped", provisioned = true, stop_reason = "NORMAL", stopped_ago = 72 * 3600 },
  FAILED = { status = "failed", provisioned = true, stop_reason = "FATAL_ERROR",
    failure = "The target endpoint refused the connection: password authentication failed." },
  CREATED = { status = "created" },
  FAILING = { status = "created", start_fails = true },
  LOADING = { status = "created", full_load = true },
  READY = { status = "ready" },
  STARTING = { status = "replication_starting", provisioned = true },
  MODIFYING = { status = "modifying", provisioned = true },
  DELETING = { status = "deleting", provisioned = true },
}

-- The 17 characters after "s-" start with a word, in any case: s-stalled0000000001. What it says of the first day:
-- `status`; `stalled_by`: it has an error, which the number at the end picks; `extended`: it is staged in another
-- account; `relapses`: stalled again after a retry.
world.servers = {
  stalled = { status = "STALLED", stalled_by = true },
  relapsing = { status = "STALLED", stalled_by = true, relapses = true },
  extended = { status = "STALLED", stalled_by = true, extended = true },
  disconnected = { status = "DISCONNECTED", stalled_by = true },
  stopped = { status = "STOPPED" },
  continuous = { status = "CONTINUOUS" },
  initiating = { status = "INITIATING" },
  syncing = { status = "INITIAL_SYNC" },
  backlogged = { status = "BACKLOG" },
  rescanning = { status = "RESCAN" },
  snapshotting = { status = "CREATING_SNAPSHOT" },
  paused = { status = "PAUSED" },
}

-- The 17 characters after "drsjob-" start with a word: drsjob-completed00000001. `launch`: of its second server (the
-- first one is LAUNCHED when the job is done). A `launching` one is on its way from the first look on.
world.jobs = {
  completed = { status = "COMPLETED", launch = "LAUNCHED" },
  failed = { status = "COMPLETED", launch = "FAILED" },
  terminated = { status = "COMPLETED", launch = "TERMINATED" },
  started = { status = "STARTED", launch = "IN_PROGRESS" },
  pending = { status = "PENDING", launch = "PENDING" },
  launching = { status = "PENDING", launch = "PENDING", goes_on = true },
}

-- Who is listed in every region; whoever an operation has changed joins them.
world.listed = {
  replications = {
    "CREATED-AUDIT", "FAILED-CUSTOMERS", "FINISHED-ARCHIVE", "RUNNING-NIGHTLY-TEST", "RUNNING-ORDERS", "STOPPED-INVOICES",
  },
  servers = {
    "s-continuous0000001", "s-disconnected00001", "s-extended000000001", "s-initiating0000001", "s-paused00000000001",
    "s-stalled0000000001", "s-stopped0000000001",
  },
  jobs = { "drsjob-completed00000001", "drsjob-failed00000000001", "drsjob-started0000000001" },
  tables = { "audit_log", "customers", "invoices", "orders" },
}

-- How the members of a longer list are called; the %d is their number.
world.many = {
  replications = { "RUNNING-%05d", "RUNNING-%05d", "STOPPED-%05d", "RUNNING-%05d", "CREATED-%05d", "FAILED-%05d" },
  servers = { "s-continuous%07d", "s-continuous%07d", "s-stalled%010d", "s-continuous%07d", "s-disconnected%05d" },
  jobs = { "drsjob-completed%08d", "drsjob-failed%011d" },
  tables = { "table_%05d" },
}

--- Names of who is listed: `kind`'s own, or `many` that are made up.
---@param kind string "replications", "servers", "jobs" or "tables"
---@param many? integer
---@return string[]
function world.names(kind, many)
  if not many then
    return world.listed[kind]
  end
  local names, patterns = {}, world.many[kind]
  for i = 1, many do
    names[i] = patterns[(i - 1) % #patterns + 1]:format(i)
  end
  return names
end

--- The partition of a region.
---@param region string
---@return string
function world.partition(region)
  return region:find("^cn%-") and "aws-cn" or region:find("^us%-gov%-") and "aws-us-gov" or "aws"
end

--- An ARN of the account.
---@param service string
---@param region string
---@param rest string
---@return string
function world.arn(service, region, rest)
  return table.concat({ "arn", world.partition(region), service, region, world.account, rest }, ":")
end

--- Who owns a key: a user, or the session of a role.
---@param key table
---@param region string whose partition counts
---@return string arn
---@return string user_id
function world.identity(key, region)
  local partition, id = world.partition(region), ("LOCALAWS%-9s"):format(key.name):upper():gsub(" ", "0")
  if not key.token then
    return ("arn:%s:iam::%s:user/%s"):format(partition, world.account, key.name), "AIDA" .. id
  end
  return ("arn:%s:sts::%s:assumed-role/%s/local-session"):format(partition, world.account, key.name), "AROA" .. id .. ":local-session"
end

--- What the name of a replication config says, or nil when there is no such one.
---@param name string last part of the ARN
---@return table|nil facts
function world.replication(name)
  local word, rest = name:match("^(%u+)(.*)$")
  if word and (rest == "" or rest:find("^[%d-]")) then
    return world.replications[word]
  end
end

-- The facts of a word that starts a text, in any case.
local function by_prefix(facts_by_word, text)
  text = text:lower()
  for word, facts in pairs(facts_by_word) do
    if text:sub(1, #word) == word then
      return facts
    end
  end
end

--- What the id of a source server says, or nil when there is no such one.
---@param id string
---@return table|nil facts
function world.server(id)
  return by_prefix(world.servers, id:match("^s%-(%w+)$") or "")
end

--- What the id of a job says, or nil when there is no such one.
---@param id string
---@return table|nil facts
function world.job(id)
  return by_prefix(world.jobs, id:match("^drsjob%-(%w+)$") or "")
end

return world
