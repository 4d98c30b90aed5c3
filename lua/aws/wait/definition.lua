--- Waiters of the user's own, for `wait_for`.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local options = require "aws.settings.options"
local wait_options = require "aws.wait.options"

local definition = {}

---@class (exact) aws.WaitDefinition
---@field look string|fun(input: any, options: aws.Options): any an operation of the client, or what looks in its place: returns
---a value with the state in it, nil where there is nothing
---@field state_of? fun(value: any): string? the state in what `look` returned, nil where there is nothing; without it the
---value is the state
---@field success string[] states that end the wait well; "missing" is that of what is not there
---@field failure? string[] states that end it at once
---@field settle_on? string[] states that end it after `settle` seconds, or after another state
---@field settle? number seconds, 0 by default
---@field min_delay? number seconds, 2 by default
---@field max_delay? number seconds, 120 by default
---@field max_time? number seconds, 1800 by default
---@field [string] aws.NotAMember

--- The waiter's name in errors.
local NAME = "wait_for"

--- Smithy's two delays; the time is that of our own waiters.
local defaults = { min_delay = 2, max_delay = 120, max_time = 1800 }

local function check_look(value)
  if type(value) == "string" then return checks.text(value) end
  local fault = checks.callable(value)
  return fault and ("is a %s, neither the name of an operation nor a function"):format(type(value))
end

local function check_states(value)
  if type(value) ~= "table" then return ("is a %s, not a list of states"):format(type(value)) end
  for key, state in iterate.next, value do
    if type(key) ~= "number" or key < 1 or key > #value or key % 1 ~= 0 or type(state) ~= "string" then
      return "is not a list of states"
    end
  end
end

local own_checks = {
  look = check_look, state_of = checks.callable, success = check_states, failure = check_states, settle_on = check_states,
}
for name, check in iterate.pairs(wait_options.timing_checks) do own_checks[name] = check end

local words = { table = "wait_for takes a table as its definition", unknown = "member of a definition", wrong = "%s of the definition" }

local function copy_of(list)
  local copy = {}
  for i, state in iterate.list(list or {}) do copy[i] = state end
  return copy
end

--- Reads a definition.
---@param given any
---@return aws.WaitDefinition # a table of our own; raises ConfigError
local function read(given)
  local own, fault, problems = options.read(given == nil and 0 or given, own_checks, words)
  if not own then errors.unfit(given == nil and words.table .. ", got nothing" or fault, problems) end
  for _, name in ipairs({ "look", "success" }) do
    if own[name] == nil then errors.config("%s of the definition is missing", name) end
  end
  return own
end

--- How a definition looks.
local function look_of(source, own, input)
  local look = own.look
  if type(look) ~= "string" then return function(of_look) return look(input, of_look) end end
  return function(of_look) return (source.call(look, input, of_look)) end
end

--- How it finds a state.
local function state_finder(own)
  local state_of = own.state_of or function(value) return value end
  return function(value)
    local state = state_of(value)
    if state ~= nil and type(state) ~= "string" then
      errors.config("%s returned a %s, not a state", own.state_of and "state_of" or "look", type(state))
    end
    return state
  end
end

--- Makes the waiter of a definition.
---@param source aws.WaitSource
---@param given any
---@param input any for its look
---@return aws.Waiter # raises ConfigError
function definition.waiter(source, given, input)
  local own = read(given)
  local operation = type(own.look) == "string" and own.look or nil
  if operation and not source.service.operations[operation] then
    errors.config("look of the definition: unknown operation %q%s", operation:sub(1, 64),
      options.hint(operation, source.service.operations))
  end
  local timing, fault = wait_options.timing(defaults, own)
  if not timing then errors.config("definition: %s", fault) end
  return {
    name = NAME, operation = operation, resource_id = type(input) == "string" and input or nil,
    look = look_of(source, own, input), state_of = state_finder(own),
    success = copy_of(own.success), failure = copy_of(own.failure), settle_on = copy_of(own.settle_on), settle = own.settle,
    min_delay = timing.min_delay, max_delay = timing.max_delay, max_time = timing.max_time,
  }
end

return definition
