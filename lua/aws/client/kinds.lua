--- What can be done with an operation besides calling it, and what one can wait for: tables of functions in every client
--- and module.
local calls = require "aws.client.call"
local page_source = require "aws.client.page_source"
local require_late = require "aws.language.require_late"

local kinds = {}

---@class aws.OperationKind
---@field perform aws.Perform for a client's state
---@field only? string the fact of an operation without which it is not there
---@field waiters? fun(service: aws.ServiceModel): table<string, table> it has functions for these, not for operations

--- Runs a function of `aws.pages` for an operation of a client.
---@param function_name "pages"|"each"|"all"
---@return aws.Perform
local function paged(function_name)
  return function(state, name, input, options)
    return require_late("aws.pages")[function_name](page_source(state, name), input, options)
  end
end

--- Runs a waiter of a client.
---@type aws.Perform
local function waiting(state, name, input, options)
  return require_late("aws.client.waits").perform(state, name, input, options)
end

--- Those that a module makes for its default client, by the table's name.
---@type table<string, aws.OperationKind>
kinds.tables = {
  pages = { perform = paged("pages"), only = "pages" },
  each = { perform = paged("each"), only = "pages" },
  all = { perform = paged("all"), only = "pages" },
  wait = { perform = waiting, waiters = function(service) return require_late("aws.wait").names(service) end },
}

--- All of them.
---@type table<string, aws.OperationKind>
kinds.all = {
  prepare = { perform = calls.prepare },
  pages = kinds.tables.pages,
  each = kinds.tables.each,
  all = kinds.tables.all,
  wait = kinds.tables.wait,
}

--- Names of what a client has besides its operations, and of what a module has.
kinds.client_members = { "all", "close", "config", "each", "pages", "prepare", "wait" }
kinds.module_members = { "all", "close", "config", "each", "new", "pages", "prepare", "wait" }

return kinds
