--- The clients of plan:run, one for each target: their keys belong to the plan's account, and a line is in the report
--- before a write of theirs leaves.
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local map = require "aws.map"
local require_late = require "aws.language.require_late"

local run_clients = {}

--- One of them.
---@class aws.RunClient
---@field target integer its number
---@field items aws.PlanItem[]
---@field api table the client
---@field at_work table<string, aws.RunEntry> by ARN or id

--- The settings of a target, with ours in front of its own functions: whoever says no does so before the line is written.
local function settings_of(run, target, at_work)
  local own, identifier = iterate.copy(target), run.kind.identifier
  own.confirm = function(operation, input, about)
    if target.confirm then
      local answer, why = target.confirm(operation, input, about)
      if answer ~= true then return answer, why end
    end
    return run.before_write(at_work[input[identifier]], operation)
  end
  own.audit = function(line)
    local entry = at_work[line.resource]
    if entry and line.phase == "outcome" then run.after_write(entry, line) end
    if target.audit then target.audit(line) end
  end
  return own
end

--- Makes the clients that some items need.
---@param run aws.PlanRun its `clients` are filled
---@param items aws.PlanItem[]
---Raises what `new` raises.
function run_clients.open(run, items)
  local service = require_late(run.kind.module)
  for _, item in ipairs(items) do
    local known = run.clients[item.target]
    if not known then
      local at_work = {}
      local api = service.new(settings_of(run, run.plan.targets[item.target], at_work))
      known = { target = item.target, items = {}, api = api, at_work = at_work }
      run.clients[item.target] = known
    end
    known.items[#known.items + 1] = item
  end
end

local function check_account(client)
  local account = client.api.get_caller_identity().account
  for _, item in ipairs(client.items) do
    if item.account ~= account then
      errors.raise({
        type = "WrongAccount", applied = "no", attempts = 0,
        message = ("the keys of targets[%d] are of account %s, and the plan has items of account %s there"):format(client.target,
          tostring(account), tostring(item.account)),
      })
    end
  end
end

--- Checks that the keys of all clients are of the account that the plan has looked at.
---@param run aws.PlanRun
---Raises WrongAccount, and what GetCallerIdentity raises.
function run_clients.check_accounts(run)
  local list = {}
  for _, client in iterate.pairs(run.clients) do list[#list + 1] = client end
  local results, failed = map(list, check_account, { concurrency = run.options.concurrency })
  for i = 1, failed > 0 and #results or 0 do
    if not results[i].ok then error(results[i].error, 0) end
  end
end

--- Closes them. It may be called again after an error.
---@param run aws.PlanRun
function run_clients.close(run)
  for number, client in iterate.pairs(run.clients) do
    run.clients[number] = nil
    client.api.close()
  end
end

return run_clients
