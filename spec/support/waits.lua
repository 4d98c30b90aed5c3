--- Waits in virtual time: services whose resource has one state after the other, and clients whose clocks move only when
--- they sleep.
local dkjson = require "dkjson"
local errors = require "aws.errors"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local waits = {}

waits.ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:ORDERS"
waits.SERVER = "s-1234567890abcdef0"
waits.JOB = "drsjob-1234567890abcdef0"

local function with(members, more)
  for name, value in pairs(type(more) == "table" and more or {}) do members[name] = value end
  return members
end

--- The item of an answer: of a state, or of members. One that is neither is an answer as it is.
local items = {
  dms = function(state)
    return with({ ReplicationConfigArn = waits.ARN, Status = type(state) == "string" and state or nil }, state)
  end,
  drs = function(state)
    local info = { dataReplicationState = type(state) == "string" and state or nil }
    return { sourceServerID = waits.SERVER, dataReplicationInfo = with(info, state) }
  end,
  jobs = function(state)
    return with({ jobID = waits.JOB, status = type(state) == "string" and state or nil }, state)
  end,
}

local lists = { dms = "Replications", drs = "items", jobs = "items" }

--- An answer with one resource in a state; "missing" for an empty list.
---@param kind "dms"|"drs"|"jobs"
---@param state string|table
function waits.answer(kind, state)
  if type(state) == "function" then return state end
  if type(state) == "table" and (state.status and state.headers or state.failure) then return state end
  local list = state ~= "missing" and { items[kind](state) } or setmetatable({}, { __jsontype = "array" })
  return scripted.answer(dkjson.encode({ [lists[kind]] = list }), 200, { ["x-amzn-requestid"] = "r-1" })
end

--- A client whose looks see these states, one after the other; the last one for ever. Its random numbers are 0.5.
---@param kind "dms"|"drs"|"jobs"
---@param states (string|table)[]
---@param settings? table
---@return table client
---@return table world of retries.client
function waits.client(kind, states, settings)
  local answers, count = {}, 0
  setmetatable(answers, {
    __index = function()
      count = count + 1
      return waits.answer(kind, states[math.min(count, #states)])
    end,
  })
  local module = require("aws." .. (kind == "dms" and "dms" or "drs"))
  local given = with({ max_attempts = 1 }, settings)
  return retries.client(module, answers, given)
end

--- What names the resource of a kind.
waits.ids = { dms = waits.ARN, drs = waits.SERVER, jobs = waits.JOB }

--- Runs a waiter over these states.
---@param kind "dms"|"drs"|"jobs"
---@param name string of the waiter
---@param states (string|table)[]
---@param options? table
---@return boolean ok
---@return any value or what was raised
---@return table? info
---@return table world
function waits.run(kind, name, states, options)
  local client, world = waits.client(kind, states)
  local ok, value, info = pcall(client.wait[name], waits.ids[kind], options)
  return ok, value, info, world
end

--- The states that were seen, as "running*2 stopped".
---@param observed table[]
---@return string
function waits.states_of(observed)
  local parts = {}
  for i, one in ipairs(observed) do parts[i] = one.state .. (one.count > 1 and "*" .. one.count or "") end
  return table.concat(parts, " ")
end

--- Runs a waiter that must fail, as `waits.run`.
---@return aws.Error
---@return table world
function waits.fails(kind, name, states, options)
  local ok, err, _, world = waits.run(kind, name, states, options)
  assert(not ok, "the wait did not fail")
  assert(errors.is(err), tostring(err))
  return err, world
end

--- Runs a waiter that must succeed, as `waits.run`.
---@return any value
---@return table info
---@return table world
function waits.succeeds(kind, name, states, options)
  local ok, value, info, world = waits.run(kind, name, states, options)
  assert(ok, tostring(value))
  return value, info, world
end

--- Numbers as one text, with four digits each.
---@param list number[]
---@return string
function waits.round(list)
  local texts = {}
  for i, seconds in ipairs(list) do texts[i] = ("%.4g"):format(seconds) end
  return table.concat(texts, " ")
end

return waits
