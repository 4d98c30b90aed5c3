--- What plan:run has to know of each action of a plan: which items need it, and how its helper's results are read.
local retry_result = require "aws.operator.retry_result"
local retry_steps = require "aws.operator.retry_steps"

---@class aws.RunAction
---@field operation string of an item to which nothing is sent
---@field identifier string member of a write's input
---@field idle string action of items that need nothing
---@field writes table<string, boolean> actions of items that need a write
---@field takes_resend_after? boolean its helper has that option
---@field would_write fun(look: table): boolean by the result of a dry run
---@field states fun(result: table): string, string seen first and last
---@field changed_at fun(result: table): number? epoch seconds of the last change of the kind that a write brings about

---@type table<string, aws.RunAction>
return {
  ensure_stopped = {
    operation = "stop_replication",
    identifier = "ReplicationConfigArn",
    idle = "nothing",
    writes = { stop = true },
    takes_resend_after = true,
    would_write = function(look) return look.would == "stop" end,
    states = function(result) return result.before, result.status end,
    changed_at = function(result) return result.replication and result.replication.ReplicationLastStopTime end,
  },
  retry_if_stalled = {
    operation = "retry_data_replication",
    identifier = "sourceServerID",
    idle = "skip",
    writes = { retry = true, start = true },
    would_write = function(look) return look.action == "would retry" end,
    states = function(result) return result.before, result.state end,
    changed_at = function(result) return retry_result.time(retry_steps.start_of(result.server)) end,
  },
}
