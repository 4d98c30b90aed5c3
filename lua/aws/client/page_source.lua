--- What `aws.pages` needs of a client to read the pages of an operation.
local calls = require "aws.client.call"
local errors = require "aws.errors.typed"
local report = require "aws.client.report"
local user_functions = require "aws.waiting.user_functions"

--- The listing itself, as errors and events know it. It sends nothing: its pages are calls.
---@return aws.Subject
local function subject_of(state, name, fields)
  return {
    service = state.service.name, name = name, state = state, values = state.values, attempt = { outcome = fields.applied },
    progress = { attempts = fields.attempts or 0 },
  }
end

--- The client's clock. What it raises is an error of the listing.
local function clock(state, name)
  local ok, result = pcall(user_functions.clock, state.values)
  if ok then return result end
  report.fail(subject_of(state, name, {}), result)
end

--- Whose pages, and how they are had.
---@param state aws.ClientState
---@param name string of the operation
---@return aws.PageSource
return function(state, name)
  local is_told = false -- of the error under way
  return {
    service = state.service,
    name = name,
    timeout = state.values.timeout,
    call = function(input, options) return calls.perform(state, name, input, options) end,
    clock = function() return clock(state, name) end,
    told = state.values.logger and function(fields)
      is_told = true
      report.tell_complete(subject_of(state, name, fields), fields)
    end,
    fail = function(raised, asked)
      local about = subject_of(state, name, { attempts = asked, applied = asked > 0 and "unknown" or "no" })
      about.is_failure_told, is_told = is_told, false
      if errors.is(raised) then error(raised, 0) end -- of a call: it is complete
      report.fail(about, raised)
    end,
  }
end
