--- Plans for source servers of DRS: whose replication would be retried.
local retry_options = require "aws.operator.retry_options"
local retry_result = require "aws.operator.retry_result"
local retry_steps = require "aws.operator.retry_steps"
local wait_options = require "aws.wait.options"

---@type aws.PlanKind
local drs = {
  module = "aws.drs",
  action = "retry_if_stalled",
  actions = { "retry", "start", "skip" },
  words = { retry = "to retry", start = "to start", skip = "skipped" },
  operation = "retry_data_replication",
  identifier = "sourceServerID",
  idle = "skip",
  writes = { retry = true, start = true },
}

function drs.read_options(given)
  local mine, of_looks, problems = wait_options.read(given, retry_options.checks)
  if mine then retry_options.check(mine) end
  return mine, of_looks, problems
end

function drs.each(client)
  return client.each.describe_source_servers()
end

function drs.id(server)
  return server.sourceServerID
end

function drs.name(server)
  local hints = server.sourceProperties and server.sourceProperties.identificationHints or {}
  return server.tags and server.tags.Name or hints.hostname or hints.fqdn or drs.id(server)
end

drs.state = retry_steps.state_of
drs.decide = retry_steps.decide

function drs.tags(server)
  return server.tags or {}
end

function drs.would_write(look)
  return look.action == "would retry"
end

function drs.states(result)
  return result.before, result.state
end

function drs.changed_at(result)
  return retry_result.time(retry_steps.start_of(result.server))
end

return drs
