--- What every client and module has besides operations: tables of functions for operations (to prepare them, to read their
--- pages) and for waiters, and functions of the service as a whole.
local calls = require "aws.client.call"
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
    return require_late("aws.pages")[function_name](require_late("aws.client.page_source")(state, name), input, options)
  end
end

--- Runs a waiter of a client.
---@type aws.Perform
local function waiting(state, name, input, options)
  return require_late("aws.client.waits").perform(state, name, input, options)
end

--- Waits by a definition of the user's own.
local function waiting_for(state, definition, input, options)
  return require_late("aws.client.waits").perform_for(state, definition, input, options)
end

--- Asks whose keys a client's are.
local function asking_identity(state, options)
  return require_late("aws.client.caller_identity")(state, options)
end

--- Says how a client is set up.
local function explaining(state, options)
  return require_late("aws.client.explain")(state, options)
end

--- Those that a module makes for its default client, by name.
---@type table<string, aws.OperationKind>
kinds.of_modules = {
  pages = { perform = paged("pages"), only = "pages" },
  each = { perform = paged("each"), only = "pages" },
  all = { perform = paged("all"), only = "pages" },
  wait = { perform = waiting, waiters = function(service) return require_late("aws.wait").names(service) end },
}

--- All of them.
---@type table<string, aws.OperationKind>
kinds.all = {
  prepare = { perform = calls.prepare },
  pages = kinds.of_modules.pages,
  each = kinds.of_modules.each,
  all = kinds.of_modules.all,
  wait = kinds.of_modules.wait,
}

--- Functions that are not operations, by name.
---@type table<string, fun(state: aws.ClientState, ...: any): any, any>
kinds.functions = { explain = explaining, get_caller_identity = asking_identity, wait_for = waiting_for }

--- Names of what a client has besides its operations, and of what a module has.
kinds.client_members = { "all", "close", "config", "each", "explain", "get_caller_identity", "pages", "prepare", "wait", "wait_for" }
kinds.module_members = { "all", "close", "config", "each", "explain", "get_caller_identity", "new", "pages", "prepare", "wait", "wait_for" }

--- A function of a client or module that works with a colon too.
---@param receiver table
---@param run function
---@return function
function kinds.callable(receiver, run)
  return function(first, ...)
    if rawequal(first, receiver) then return run(...) end
    return run(first, ...)
  end
end

return kinds
