--- What ensure_stopped takes beside the options of a wait and of a call.
local checks = require "aws.settings.checks"
local one_of = require("aws.operator.checks").one_of
local wait_options = require "aws.wait.options"

---@class (exact) aws.EnsureStoppedOptions: aws.WaitOptions
---@field wait? boolean true by default; false: one look after the stop
---@field missing? "error"|"ok" of what does not exist: ResourceMissing (default), or the status "missing"
---@field dry_run? boolean one look, and what would be done
---@field resend_after? number seconds after which a stop whose answer was lost is sent again, where the replication still runs;
---15 by default
---@field max_refusals? integer so many refusals of a replication that stays running are believed; 3 by default
---@field skew? number seconds by which AWS's clock and ours may differ; 120 by default

return {
  --- By name: what is wrong with a value.
  ---@type table<string, fun(value: any): string?>
  checks = {
    wait = checks.boolean,
    missing = one_of("error", "ok"),
    dry_run = checks.boolean,
    resend_after = wait_options.seconds_or_none,
    max_refusals = checks.count,
    skew = wait_options.seconds_or_none,
  },
}
