--- What is given for an operation, read once: steps, each of which answers one request.
local answers = require "aws.stub.answers"
local errors = require "aws.errors.typed"
local fault = require "aws.stub.fault"
local iterate = require "aws.language.iterate"
local output = require "aws.stub.output"
local sts = require "aws.stub.sts"

local steps = {}

--- How one request is answered.
---@class aws.StubStep
---@field response? aws.StubResponse
---@field is_raw? boolean the response is whole as it is
---@field failure? aws.TransportFailure
---@field limit? "connect_timeout"|"read_timeout" the failure comes when this time of the request has passed
---@field run? fun(input: table, call: aws.StubCall): any gives the answer
---@field seconds? number until the answer

--- What is given for an operation.
---@class aws.StubEntry
---@field target aws.StubTarget
---@field steps aws.StubStep[]
---@field always? aws.StubStep after those
---@field used integer steps that have answered

local function note(faults, place, text, ...)
  local message = text:format(...)
  faults:add(place, message, place .. " " .. message)
end

--- Notes what is wrong inside of an answer.
local function note_inside(faults, place, path, message)
  faults:add(place .. ": " .. path, message, ("%s: %s %s"):format(place, path, message))
end

local function is_callable(value)
  local metatable = type(value) == "table" and getmetatable(value)
  return type(value) == "function" or type(metatable) == "table" and metatable.__call ~= nil
end

--- A list has a first item, or numbers among its keys.
local function is_list(value)
  if type(value) ~= "table" or answers.kind_of(value) or is_callable(value) then return false end
  for key in iterate.next, value do
    if type(key) == "number" then return true end
  end
  return false
end

--- Whether a table looks like a whole answer of HTTP.
local function looks_raw(value)
  return rawget(value, "body") ~= nil and (rawget(value, "status") ~= nil or rawget(value, "headers") ~= nil)
end

local function write(target, value, account)
  if not target.operation then return sts.write(target, value, account) end
  return output.write(target.operation.output, value, target.operation.model.status or 200)
end

--- A step from an output.
local function of_output(target, value, place, faults, account)
  local response, problems = write(target, value, account)
  if response then return { response = response } end
  if looks_raw(value) then return note(faults, place, "is not an output: a whole answer of HTTP is stub.response{…}") end
  for _, problem in ipairs(problems) do note_inside(faults, place, problem.path, problem.message) end
end

local making = {}

function making.error(target, value, place, faults)
  local step, wrong = fault.of(target.service, value)
  for _, text in ipairs(wrong or {}) do note_inside(faults, place, value.name:sub(1, 64) .. ":", text) end
  return step
end

function making.response(_, value)
  return { response = value.fields, is_raw = true }
end

function making.after(target, value, place, faults, account)
  local step = steps.one(target, value.answer, place, faults, account)
  if step then step.seconds = (step.seconds or 0) + value.seconds end
  return step
end

function making.always(_, _, place, faults)
  note(faults, place, "is stub.always outside of a list: it is the last item of one, and a single answer answers all requests")
end

local function refuse(value, place, faults)
  if is_list(value) then
    note(faults, place, "is a list where one answer is wanted")
  elseif errors.is(value) then
    note(faults, place, "is an error as calls raise it: stub.error(%q) answers with one", value.type)
  elseif type(value) == "string" then
    note(faults, place, "is a text: an output is a table, an error by its name is stub.error(%q)", value:sub(1, 64))
  else
    note(faults, place, "is %s: an output is a table", value == nil and "nil" or "a " .. type(value))
  end
end

--- Reads one answer.
---@param target aws.StubTarget
---@param value any
---@param place string for messages
---@param faults aws.Problems gets what is wrong
---@param account string
---@return aws.StubStep? # nil where something is wrong
function steps.one(target, value, place, faults, account)
  local kind = answers.kind_of(value)
  if kind then return making[kind](target, value, place, faults, account) end
  if is_callable(value) then return { run = value } end
  if type(value) ~= "table" or is_list(value) or errors.is(value) then return refuse(value, place, faults) end
  return of_output(target, value, place, faults, account)
end

--- The length of a list, whose only keys are 1 to n.
local function length_of(list, place, faults)
  local count, length = 0, 0
  while rawget(list, length + 1) ~= nil do length = length + 1 end
  for key in iterate.next, list do
    if type(key) == "number" then
      count = count + 1
    else
      note(faults, place, "is a list that also has the key %q", tostring(key):sub(1, 64))
    end
  end
  if count > length then note(faults, place, "is a list with holes") end
  return length
end

local function read_list(entry, list, faults, account)
  local place = entry.target.full_name
  local count = length_of(list, place, faults)
  for i = 1, count do
    local value, own = rawget(list, i), ("%s[%d]"):format(place, i)
    if answers.kind_of(value) == "always" then
      entry.always = steps.one(entry.target, value.answer, own, faults, account)
      if i < count then note(faults, own, "is stub.always, and what comes after it is never asked for") end
      return
    else
      entry.steps[i] = steps.one(entry.target, value, own, faults, account)
    end
  end
end

--- Reads what is given for an operation.
---@param target aws.StubTarget
---@param value any
---@param faults aws.Problems gets what is wrong
---@param account string
---@return aws.StubEntry
function steps.entry(target, value, faults, account)
  local entry = { target = target, steps = {}, used = 0 }
  if is_list(value) then
    read_list(entry, value, faults, account)
  else
    entry.always = steps.one(target, value, target.full_name, faults, account)
  end
  return entry
end

--- The step that answers the next request.
---@param entry aws.StubEntry
---@return aws.StubStep? # nil where all are used up
function steps.next(entry)
  local step = entry.steps[entry.used + 1]
  if not step then return entry.always end
  entry.used = entry.used + 1
  return step
end

return steps
