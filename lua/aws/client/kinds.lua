--- What can be done with an operation besides calling it: tables of functions in every client and module.
local calls = require "aws.client.call"
local pages = require "aws.pages"
local report = require "aws.client.report"
local user_functions = require "aws.waiting.user_functions"

local kinds = {}

---@class aws.OperationKind
---@field perform aws.Perform for a client's state
---@field only? string the fact of an operation without which it is not there

--- Runs a function of `aws.pages` for an operation of a client.
---@return aws.Perform
local function paged(run)
  return function(state, name, input, options)
    return run({
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
  pages = { perform = paged(pages.pages), only = "pages" },
  each = { perform = paged(pages.each), only = "pages" },
  all = { perform = paged(pages.all), only = "pages" },
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
