--- Plans for replications of DMS Serverless: which would be stopped.
local errors = require "aws.errors.typed"
local stop_options = require "aws.operator.stop_options"
local stop_steps = require "aws.operator.stop_steps"
local wait_options = require "aws.wait.options"

---@type aws.PlanKind
local dms = {
  module = "aws.dms",
  action = "ensure_stopped",
  actions = { "stop", "wait", "nothing" },
  words = { stop = "to stop", wait = "to wait for", nothing = "need nothing" },
  has_telling_names = true,
  operation = "stop_replication",
  identifier = "ReplicationConfigArn",
  idle = "nothing",
  writes = { stop = true },
  takes_resend_after = true,
}

--- So many ARNs are asked for their tags at a time. AWS does not say how many it takes.
local ARNS_OF_A_CALL = 50

--- Why, by status; by kind where a kind has one reason.
local reasons = {
  stopped = "it is stopped",
  created = "it has never run",
  failed = "it has failed",
  ready = "it is ready, and does not run",
  deleting = "it is being deleted",
  stopping = "it is stopping",
  modifying = "it is being modified",
  running = "it runs",
}

function dms.read_options(given)
  return wait_options.read(given, stop_options.checks)
end

function dms.each(client)
  return client.each.describe_replications()
end

function dms.id(replication)
  return replication.ReplicationConfigArn
end

function dms.name(replication)
  return replication.ReplicationConfigIdentifier or dms.id(replication):match("[^:]*$")
end

function dms.state(replication)
  return replication.Status or "unknown"
end

function dms.decide(replication)
  local status = dms.state(replication)
  local kind = stop_steps.kind(status)
  local reason = reasons[status] or kind == "starting" and "it is starting up"
    or ("its state is %s, which is not known here"):format(status)
  return stop_steps.would(status), reason
end

--- Asks for the tags of items, and gives each its own. Of a replication that was deleted meanwhile the service says that it is not
--- found, and then nothing of the others: halves are asked.
local function add_tags(client, items, first, last)
  local arns, by_arn = {}, {}
  for i = first, last do arns[#arns + 1], by_arn[items[i].id] = items[i].id, items[i] end
  local ok, output = pcall(client.list_tags_for_resource, { ResourceArnList = arns })
  if not ok and not errors.is(output, "ResourceNotFoundFault") then error(output, 0) end
  if ok then
    for i = first, last do items[i].tags = {} end
    for _, tag in ipairs(output.TagList or {}) do
      local item = by_arn[tag.ResourceArn]
      if item and tag.Key then item.tags[tag.Key] = tag.Value or "" end
    end
  elseif first < last then
    local middle = math.floor((first + last) / 2)
    add_tags(client, items, first, middle)
    add_tags(client, items, middle + 1, last)
  end
end

--- Reads the tags of items.
function dms.add_tags(client, items)
  for first = 1, #items, ARNS_OF_A_CALL do add_tags(client, items, first, math.min(#items, first + ARNS_OF_A_CALL - 1)) end
end

function dms.would_write(look)
  return look.would == "stop"
end

--- Without a wait, after a lost reply, the last look may show it running still.
function dms.is_open(result)
  return result.changed == "unknown" and stop_steps.would(result.status) == "stop"
end

function dms.states(result)
  return result.before, result.status
end

function dms.changed_at(result)
  return result.replication and result.replication.ReplicationLastStopTime
end

return dms
