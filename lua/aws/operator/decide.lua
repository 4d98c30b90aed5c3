--- `drs.decide`: what to do about a source server that somebody has looked at. Nothing is called.
local errors = require "aws.errors.typed"
local options = require "aws.settings.options"
local retry_options = require "aws.operator.retry_options"
local retry_steps = require "aws.operator.retry_steps"

local words = { table = "decide takes a table of options", unknown = "option", wrong = "%s" }

--- What is read of a server: its type, and where it is.
local members = {
  { "table", "dataReplicationInfo" },
  { "string", "dataReplicationInfo", "dataReplicationState" },
  { "table", "dataReplicationInfo", "dataReplicationError" },
  { "string", "dataReplicationInfo", "dataReplicationError", "error" },
  { "table", "stagingArea" },
  { "string", "stagingArea", "status" },
  { "string", "stagingArea", "stagingAccountID" },
}

--- The member of a server; nil where there is none, or a table above it is something else.
local function member_of(server, place)
  local value = server
  for i = 2, #place do
    if type(value) ~= "table" then return nil end
    value = value[place[i]]
  end
  return value
end

---@return aws.Problem[]
local function problems_of(server)
  if type(server) ~= "table" then return { { path = "server", message = ("is a %s, not a table"):format(type(server)) } } end
  local problems = {}
  for _, place in ipairs(members) do
    local value, wanted = member_of(server, place), place[1]
    if value ~= nil and type(value) ~= wanted then
      local path = table.concat(place, ".", 2)
      problems[#problems + 1] = { path = "server." .. path, message = ("is a %s, not a %s"):format(type(value), wanted) }
    end
  end
  return problems
end

--- What to do about a source server: the table that retry_if_stalled goes by.
---@param server aws.drs.SourceServer as describe_source_servers returns it
---@param given? aws.RetryChoices
---@return aws.RetryAction action
---@return string reason
---@return string? hint what to look at
---Raises ParamValidationError for what is not a server, ConfigError for options that do not fit.
return function(server, given)
  local problems = problems_of(server)
  if #problems > 0 then errors.invalid(problems) end
  local own, fault, wrong = options.read(given, retry_options.choices, words)
  if not own then errors.unfit(fault, wrong) end
  return retry_steps.decide(server, own)
end
