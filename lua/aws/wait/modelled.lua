--- AWS's own waiters, as its models have them
--- (https://smithy.io/2.0/additional-specs/waiters.html; botocore's waiters-2.json).
local errors = require "aws.errors.typed"
local failures = require "aws.wait.failures"
local jmespath = require "aws.wait.jmespath"
local printable = require "aws.text.printable"
local steps = require "aws.wait.jmespath.steps"

local modelled = {}

--- Seconds; Smithy's longest delay, where a model gives none.
local MOST_DELAY = 120

--- Bytes of a path in messages.
local LONGEST_SHOWN = 200

--- So many different values of a list are shown as its state.
local MOST_SHOWN = 5

--- What a look has shown: an output with its metadata, or an error.
---@class aws.WaitSight
---@field output? table
---@field metadata? aws.Metadata
---@field error? aws.Error

--- An acceptor, compiled.
---@class aws.WaitAcceptor
---@field state "success"|"failure"|"retry"
---@field fits fun(sight: aws.WaitSight): boolean
---@field evaluate? fun(output: table): any its path

-- Matchers ------------------------------------------------------------------------------------------------------

local function all_are(list, expected)
  if not steps.is_list(list) or #list == 0 then return false end
  for _, value in ipairs(list) do
    if value ~= expected then return false end
  end
  return true
end

local function any_is(list, expected)
  if not steps.is_list(list) then return false end
  for _, value in ipairs(list) do
    if value == expected then return true end
  end
  return false
end

local function is(value, expected)
  return value == expected
end

--- By a matcher's name: what is compared with the value of its path.
local comparisons = { path = is, pathAll = all_are, pathAny = any_is }

--- Any error is true, and its absence false; what may go away by itself is not taken for an answer.
local function fits_error(expected, sight)
  local raised = sight.error
  if expected == false then return raised == nil end
  if not errors.is(raised, "service") then return false end
  return raised.type == expected or expected == true and not failures.is_tolerated(raised)
end

local function fits_status(expected, sight)
  local about = sight.error or sight.metadata
  return about ~= nil and about.status == expected
end

local others = { error = fits_error, status = fits_status }

local function compile_path(name, acceptor)
  local evaluate, fault = jmespath.compile(acceptor.path or "")
  if not evaluate then
    local path = printable.escape((acceptor.path or "its path"):sub(1, LONGEST_SHOWN))
    errors.config("the waiter %s is not served: in %s, %s", printable.escape(name), path, fault)
  end
  return evaluate
end

---@return aws.WaitAcceptor
local function compile(name, acceptor)
  local expected, compare = acceptor.expected, comparisons[acceptor.matcher]
  if not compare then
    local fits = others[acceptor.matcher]
    return { state = acceptor.state, fits = function(sight) return fits(expected, sight) end }
  end
  local evaluate = compile_path(name, acceptor)
  return {
    state = acceptor.state, evaluate = evaluate,
    fits = function(sight) return sight.output ~= nil and compare(evaluate(sight.output), expected) end,
  }
end

--- The first that fits what was seen; nil where it says to go on.
---@param acceptors aws.WaitAcceptor[]
---@param sight aws.WaitSight
---@return aws.WaitAcceptor?
local function first_that_fits(acceptors, sight)
  for _, acceptor in ipairs(acceptors) do
    if acceptor.fits(sight) then return acceptor end
  end
end

-- States --------------------------------------------------------------------------------------------------------

--- The different values of a list, as a text; nil for an empty one.
local function text_of_list(list)
  local texts, seen = {}, {}
  for _, value in ipairs(list) do
    local text = type(value) == "table" and "…" or tostring(value)
    if not seen[text] and #texts < MOST_SHOWN then texts[#texts + 1] = text end
    seen[text] = true
  end
  return texts[1] and table.concat(texts, ", ")
end

--- The state of an output, for people: what the first path leads to.
local function state_of(acceptors, output)
  for _, acceptor in ipairs(acceptors) do
    if acceptor.evaluate then
      local value = acceptor.evaluate(output)
      if type(value) == "table" then return text_of_list(value) end
      return value ~= nil and tostring(value) or "unknown"
    end
  end
  return "found"
end

-- The waiter ----------------------------------------------------------------------------------------------------

local verdicts = { success = "success", failure = "failure", retry = "go on" }

--- Makes the waiter of a model's facts.
---@param source aws.WaitSource
---@param name string in Lua: "replication_task_ready"
---@param facts table of the model
---@param input any of its operation
---@return aws.Waiter # raises ConfigError for an expression that is not known
function modelled.waiter(source, name, facts, input)
  local acceptors, sight = {}, {}
  for i, acceptor in ipairs(facts.acceptors) do acceptors[i] = compile(name, acceptor) end
  local waiter = {
    name = name, operation = facts.operation, min_delay = facts.delay,
    max_delay = facts.max_delay or MOST_DELAY, max_time = facts.delay * facts.max_attempts,
  }
  function waiter.look(options)
    sight = {}
    sight.output, sight.metadata = source.call(facts.operation, input, options)
    return sight.output
  end
  function waiter.state_of(output) return state_of(acceptors, output) end
  function waiter.state_of_error(raised)
    sight = { error = raised }
    if not first_that_fits(acceptors, sight) then return nil end
    return failures.is_missing(raised) and failures.MISSING or raised.type
  end
  function waiter.judge()
    local fitting = first_that_fits(acceptors, sight)
    return fitting and verdicts[fitting.state] or nil
  end
  return waiter
end

return modelled
