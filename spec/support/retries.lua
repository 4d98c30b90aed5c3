--- Clients whose time is scripted: sleeps are recorded, and move the clocks on; nothing waits.
local drs = require "aws.drs"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"

local retries = {}

retries.INPUT = { sourceServerID = "s-1234567890abcdef0" }

--- An answer of success.
retries.OK = scripted.answer("{}", 200, { ["x-amzn-requestid"] = "r-ok" })

--- A scripted client with the library's own number of attempts; `world` holds the recorded `sleeps`, the `clock` and
--- the epoch's `now`, which a spec may move, and the `transport`.
---@param service table "aws.drs"
---@param answers table for scripted.transport
---@param settings? table
---@return table client
---@return table world
function retries.client(service, answers, settings)
  local world = { sleeps = {}, clock = 1000, now = scripted.time }

  --- Lets time pass.
  function world.pass(seconds)
    world.clock, world.now = world.clock + seconds, world.now + seconds
  end

  local given = {
    max_attempts = 3,
    random = function() return 0.5 end,
    clock = function() return world.clock end,
    now = function() return world.now end,
    sleep = function(seconds)
      world.sleeps[#world.sleeps + 1] = seconds
      world.pass(seconds)
    end,
  }
  for name, value in pairs(settings or {}) do given[name] = value end
  local client
  client, world.transport = scripted.client(service, answers, given)
  return client, world
end

--- A scripted client of DRS whose logger notes what it hears, unless the settings have another one.
---@param answers table for scripted.transport
---@param settings? table
---@return table client
---@return aws.Event[] log
---@return table world
function retries.logged_client(answers, settings)
  local log = {}
  local given = { logger = function(event) log[#log + 1] = event end }
  for name, value in pairs(settings or {}) do given[name] = value end
  local client, world = retries.client(drs, answers, given)
  return client, log, world
end

--- The types of events, with a space between them.
---@param log aws.Event[]
---@return string
function retries.types(log)
  local found = {}
  for i, event in ipairs(log) do found[i] = event.type end
  return table.concat(found, " ")
end

local function call(answers, settings, options)
  local client, world = retries.client(drs, answers, settings)
  local ok, first, metadata = pcall(client.retry_data_replication, retries.INPUT, options)
  return ok, first, metadata, world
end

--- Makes a call that must succeed.
---@return aws.Metadata metadata
---@return table world
---@return table output
function retries.succeed(...)
  local ok, output, metadata, world = call(...)
  if not ok then error(output, 2) end
  return metadata, world, output
end

--- Makes a call that must raise an error of ours, which tells the number of requests.
---@return aws.Error
---@return table world
function retries.fail(...)
  local ok, err, _, world = call(...)
  if ok then error("the call succeeded", 2) end
  if not errors.is(err) then error("raised " .. tostring(err), 2) end
  if err.attempts ~= #world.transport.requests then error("attempts: " .. err.attempts, 2) end
  return err, world
end

--- An error of the service.
---@param status integer
---@param code? string
---@param headers? table<string, string>
function retries.refusal(status, code, headers)
  local all = { ["x-amzn-errortype"] = code, ["x-amzn-requestid"] = "r-" .. status }
  for name, value in pairs(headers or {}) do all[name] = value end
  return scripted.answer('{"message":"m"}', status, all)
end

--- A failure of the transport.
---@param type_name string
---@param fields? table
function retries.fault(type_name, fields)
  local failure = { type = type_name, message = "went wrong", sent = true }
  for name, value in pairs(fields or {}) do failure[name] = value end
  return { failure = failure }
end

--- One attempt's time: the answer comes after so many seconds.
---@param world fun(): table
---@param seconds number
---@param answer table
function retries.after(world, seconds, answer)
  return function()
    world().pass(seconds)
    if answer.failure then return nil, answer.failure end
    return answer
  end
end

return retries
