--- What `aws.pages` needs of a client to read the pages of an operation.
local calls = require "aws.client.call"
local report = require "aws.client.report"
local user_functions = require "aws.waiting.user_functions"

--- Whose pages, and how they are had.
---@param state aws.ClientState
---@param name string of the operation
---@return aws.PageSource
return function(state, name)
  return {
    service = state.service,
    name = name,
    timeout = state.values.timeout,
    call = function(input, options) return calls.perform(state, name, input, options) end,
    clock = function() return report.making(state.service.name, name, nil, user_functions.clock, state.values) end,
    told = state.values.logger and function(fields)
      report.tell_failure({
        service = state.service.name, name = name, state = state, values = state.values, attempt = {}, progress = { attempts = 0 },
      }, fields)
    end,
    fail = function(raised, asked) report.fail_around(state, name, asked, raised) end,
  }
end
