--- A default client that cannot be made: what the logger of AWS_LOG needs in its place, to tell of the call that has failed.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local environment = require "aws.settings.environment"
local log_words = require "aws.settings.log_words"
local settings = require "aws.settings"

--- Gives an error's subject the logger of the environment, where that names one.
---@param about aws.Subject changed
return function(about)
  local text = environment.first(about.getenv, settings.by_name.logger.variables)
  local logger = text and ascii.lower(text)
  if not logger or log_words.fault(logger) then return end
  about.values = { logger = logger, now = core.now }
  about.state = { values = about.values, telling = { logger = {} } }
end
