--- Waits of a client: what `aws.wait` needs of it, and the one guard around a wait.
local calls = require "aws.client.call"
local errors = require "aws.errors.typed"
local events = require "aws.client.events"
local iterate = require "aws.language.iterate"
local page_source = require "aws.client.page_source"
local pages = require "aws.pages"
local pause = require "aws.client.pause"
local report = require "aws.client.report"
local user_functions = require "aws.waiting.user_functions"
local wait = require "aws.wait"

local waits = {}

--- The wait itself, as errors and events know it. It sends nothing: its looks are calls.
---@return aws.Subject
local function subject_of(state, name)
  return {
    service = state.service.name, name = name, state = state, values = state.values, attempt = {},
    progress = { attempts = 0 },
  }
end

--- Tells the logger of a look.
local function teller(about)
  if not about.values.logger then return nil end
  return function(waiter, info)
    about.name = waiter.operation or about.name
    events.look(about, waiter, info)
  end
end

--- What a wait uses of a client.
---@return aws.WaitSource
local function source_of(state, about)
  local values = state.values
  return {
    told = teller(about),
    service = state.service,
    call = function(name, input, options) return calls.perform(state, name, input, options) end,
    first = function(name, input, options) return pages.each(page_source(state, name), input, options)() end,
    clock = function() return user_functions.clock(values) end,
    now = function() return user_functions.now(values, state.skew) end,
    random = function() return user_functions.random(values) end,
    max_attempts = values.retry_mode == "off" and 1 or values.max_attempts,
    timeout = values.timeout,
    sleep = function(seconds) pause.sleep(values, seconds) end,
  }
end

--- What errors of a wait have besides, and where writes belong to it: what has become of them, and the state seen last.
local function members_of(name, source)
  local info = source.info or {}
  if not source.applied then return { waiter = name, observed = info.observed } end
  return { waiter = name, observed = info.observed, state = info.state, applied = source.applied }
end

--- Whether an error is the word of this wait, and not of a call in it or of another wait in its `on_poll`.
local function is_own(raised, more)
  return errors.is(raised, "state") and raised.observed == more.observed
end

--- Raises what a step of a wait raised, with the waiter and what it has seen. An error of a call is complete already.
local function fail(about, name, source, raised)
  local more = members_of(name, source)
  if errors.is(raised) and raised.service then
    more.waiter = raised.waiter or name
    if is_own(raised, more) then
      about.name, about.wait = raised.operation or name, more
      report.tell_complete(about, raised)
    end
    for member, value in iterate.pairs(more) do raised[member] = value end
    error(raised, 0)
  end
  about.name, about.wait = source.operation or name, more
  report.fail(about, raised)
end

--- Waits by something of `aws.wait`.
---@param run fun(source: aws.WaitSource, ...: any): any, any
---@param state aws.ClientState
---@param name string of what waits, for errors
---@param ... any for `run`
---@return any
---@return any
---Raises what `run` raises, as errors of the client's service.
function waits.guarded(run, state, name, ...)
  local about = subject_of(state, name)
  local source = source_of(state, about)
  local ok, result, info = pcall(run, source, ...)
  if ok then return result, info end
  fail(about, name, source, result)
end

--- Waits by a waiter of the service.
---@param state aws.ClientState
---@param name string of the waiter
---@param input any
---@param options? aws.WaitOptions
---@return any value of the last look; nil where there is nothing
---@return aws.WaitInfo info
---Raises errors of every kind, what `on_poll` raises, and what a debug hook raises.
function waits.perform(state, name, input, options)
  return waits.guarded(wait.run, state, name, name, input, options)
end

--- Waits by a definition of the user's own.
---@param state aws.ClientState
---@param definition aws.WaitDefinition
---@param input any for its look
---@param options? aws.WaitOptions
---@return any value of the last look; nil where there is nothing
---@return aws.WaitInfo info
---Raises errors of every kind, what functions of the definition and `on_poll` raise, and what a debug hook raises.
function waits.perform_for(state, definition, input, options)
  return waits.guarded(wait.run_for, state, "wait_for", definition, input, options)
end

return waits
