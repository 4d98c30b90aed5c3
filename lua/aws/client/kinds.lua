--- What can be done with an operation besides calling it: tables of functions in every client and module.
local calls = require "aws.client.call"
local require_late = require "aws.language.require_late"
local report = require "aws.client.report"
local user_functions = require "aws.waiting.user_functions"

local kinds = {}

---@class aws.OperationKind
---@field perform aws.Perform for a client's state
---@field only? string the fact of an operation without which it is not there

--- Runs a function of `aws.pages` for an operation of a client.
---@param function_name "pages"|"each"|"all"
---@return aws.Perform
local function paged(function_name)
  return function(state, name, input, options)
    return require_late("aws.pages")[function_name]({
      service = state.service,
      name = name,
      timeout = state.values.timeout,
      call = function(own_input, own_options) return calls.perform(state, name, own_input, own_options) end,
      clock = function() return report.making(state.service.name, name, nil, user_functions.clock, state.values) end,
    }, input, options)
  end
end

--- Those for what comes in pages, by the table's name.
---@type table<string, aws.OperationKind>
kinds.listings = {
  pages = { perform = paged("pages"), only = "pages" },
  each = { perform = paged("each"), only = "pages" },
  all = { perform = paged("all"), only = "pages" },
}

--- All of them.
---@type table<string, aws.OperationKind>
kinds.all = {
  prepare = { perform = calls.prepare },
  pages = kinds.listings.pages,
  each = kinds.listings.each,
  all = kinds.listings.all,
}

--- Names of what a client has besides its operations, and of what a module has.
kinds.client_members = { "all", "close", "config", "each", "pages", "prepare" }
kinds.module_members = { "all", "close", "config", "each", "new", "pages", "prepare" }

return kinds
