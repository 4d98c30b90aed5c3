--- `drs.decide`: what to do about a source server that somebody has looked at. Nothing is called.
local errors = require "aws.errors.typed"
local options = require "aws.settings.options"
local retry_options = require "aws.operator.retry_options"
local retry_steps = require "aws.operator.retry_steps"

local words = { table = "decide takes a table of options", unknown = "option", wrong = "%s" }

--- What to do about a source server: the table that retry_if_stalled goes by.
---@param server aws.drs.SourceServer as describe_source_servers returns it
---@param given? aws.RetryChoices
---@return aws.RetryAction action
---@return string reason
---@return string? hint what to look at
---Raises ParamValidationError for what is not a server, ConfigError for options that do not fit.
return function(server, given)
  if type(server) ~= "table" then
    errors.invalid({ { path = "server", message = ("is a %s, not a table"):format(type(server)) } })
  end
  local own, fault = options.read(given, retry_options.choices, words)
  if not own then errors.config("%s", fault) end
  return retry_steps.decide(server, own)
end
